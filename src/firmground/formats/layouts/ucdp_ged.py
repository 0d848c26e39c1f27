"""UCDP Georeferenced Event Dataset.

In fights between two organised actors the codebook's side A and side B are the order of the dyad, not who
attacked whom: `by` is then "A|B|A;B", every reading there is, and `target` stays empty. Only in one-sided
violence is side A always the one who kills and side B its victims.
"""

from firmground.formats.layouts.layout import Derived, EventLayout, Precision, read_sides

_KINDS = {"1": "state-based", "2": "non-state", "3": "one-sided"}
_ONE_SIDED = "3"


def _read_by(violence: str, side_a: str, side_b: str) -> str:
    return side_a.strip() if violence.strip() == _ONE_SIDED else read_sides(side_a, side_b)


def _read_target(violence: str, side_b: str) -> str:
    return side_b.strip() if violence.strip() == _ONE_SIDED else ""


UCDP_GED = EventLayout(
    id="ucdp-ged",
    title="UCDP Georeferenced Event Dataset",
    codebook="Högbladh, Stina (2019; 2025): UCDP GED Codebook, versions 19.1 and 25.1, Uppsala University, https://ucdp.uu.se/downloads/",
    columns={
        "id": "id",
        "date_from": "date_start",
        "date_until": "date_end",
        "place": "where_coordinates",
        "lon": "longitude",
        "lat": "latitude",
        "note": ("where_description", "source_headline"),
    },
    derived={
        "by": Derived(("type_of_violence", "side_a", "side_b"), _read_by),
        "target": Derived(("type_of_violence", "side_b"), _read_target),
        "kind": Derived(("type_of_violence",), lambda code: _KINDS.get(code.strip(), code.strip())),
    },
    date_format="",
    where_precision=(
        "where_prec",
        {
            "1": Precision(0.0, None, "the exact location is known and coded"),
            "2": Precision(25.0, None, "within a limited area, up to about 25 km, around the coded point"),
            "3": Precision(None, "2", "known only to the second-order unit (district)"),
            "4": Precision(None, "1", "known only to the first-order unit (province)"),
            "5": Precision(None, None, "along a line or in a fuzzy area, of which the point only stands for the whole"),
            "6": Precision(None, "country", "known only to the country"),
            "7": Precision(None, None, "at sea or in the air"),
        },
    ),
    area_columns={"1": "adm_1", "2": "adm_2", "country": "country"},
    # 1 the day, 2 two to six days, 3 a week, 4 a month, 5 more: date_start and date_end already hold the
    # span.
    date_precision=("date_prec", dict.fromkeys("12345", "as-given")),
    signs=("where_prec", "date_prec", "type_of_violence", "side_a", "side_b"),
    assumes=(
        "Only events with at least one death are in it.",
        "In a fight it is not said who attacked: each side, or both, may have.",
        "A place coded as exact is taken as its point; a village is wider: read it with a margin.",
    ),
)
