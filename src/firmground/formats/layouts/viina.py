"""VIINA: violent incidents in Ukraine, taken by machine from news reports.

The place is the point of a name in the text. GEO_PRECISION of version 1 runs from STREET to ADM1; version 2
gives GeoNames centroids. No radius is published for either, so none is set here: a case that knows better
gives one as `radius_km` under `[events.constants]`.
"""

from firmground.formats.layouts.layout import Derived, EventLayout, Precision

_CENTROID = (
    "the point is that of a place name in a news report and no radius is published (if one can be defended, give it "
    "as radius_km under [events.constants])"
)
_KINDS = (
    "aad", "airstrike", "uav", "armor", "arrest", "artillery", "control", "firefight", "ied", "raid",
    "occupy", "property", "cyber", "hospital", "retreat",
)  # fmt: skip


def _read_by(*flags: str) -> str:
    """Who initiated the event, by the model's yes-or-no flags; "" where it says neither, which is no
    "nobody".
    """
    russian, ukrainian = (any(flag.strip() in {"1", "1.0"} for flag in pair) for pair in (flags[:2], flags[2:]))
    return ";".join(party for party, named in (("Russia", russian), ("Ukraine", ukrainian)) if named)


def _read_kind(*flags: str) -> str:
    return ";".join(kind for kind, flag in zip(_KINDS, flags, strict=True) if flag.strip() in {"1", "1.0"})


VIINA = EventLayout(
    id="viina",
    title="VIINA: Violent Incident Information from News Articles",
    codebook="Zhukov, Yuri, and Natalie Ayers (2023): VIINA 2.0, codebook in the README of https://github.com/zhukovyuri/VIINA",
    columns={
        "id": ("event_id_1pd", "event_id"),
        "date": "date",
        "reported": "date",
        "place": ("asciiname", "address"),
        "lon": "longitude",
        "lat": "latitude",
        "url": ("url", "source_urls"),
        "note": ("text", "representative_text"),
    },
    derived={
        "by": Derived(("a_rus_b", "a_rus", "a_ukr_b", "a_ukr"), _read_by),
        "kind": Derived(tuple(f"t_{kind}_b" for kind in _KINDS), _read_kind),
    },
    date_format="%Y%m%d",
    where_precision=(
        "GEO_PRECISION",
        {
            "STREET": Precision(None, None, "placed on a street; no radius is published"),
            "ADM3": Precision(None, None, _CENTROID),
            "ADM2": Precision(None, "2", "known only to the second-order unit (raion)"),
            "ADM1": Precision(None, "1", "known only to the first-order unit (oblast)"),
            "ADM0": Precision(None, None, "known only to the country, which no column names"),
        },
    ),
    where_default=Precision(None, None, _CENTROID),
    area_columns={"1": "ADM1_NAME", "2": "ADM2_NAME"},
    date_precision=None,
    signs=("event_id_1pd", "geonameid"),
    assumes=(
        "The day of the news report stands for the day of the event; what was told later is dated too late.",
        "Who attacked was classified by a machine from the headline; a missing flag says nothing.",
        "Several places named in one report are several events.",
    ),
)
