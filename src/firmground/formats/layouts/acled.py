"""Armed Conflict Location & Event Data.

Actor 1 and actor 2 imply no direction (codebook, on the columns): `by` is "1|2|1;2", every reading there is,
unless one of them is civilians, who by the codebook's definition are unarmed and attack nobody.

The codebook gives no distances. A named town (code 1) is taken as its point. "Part of a region", "near a
town" (code 2) and "a larger region", of which a border area or a forest may be one (code 3), are no unit and
no disc.
"""

from __future__ import annotations

import re
from datetime import date

from firmground.formats.layouts.layout import Derived, EventLayout, Precision, read_sides

# Exports write "24 February 2022", whatever the language of the computer that reads them.
_MONTHS = {
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
}
_LONG_DATE = re.compile(r"(\d{1,2})[ -]([A-Za-z]+)[ -](\d{4})")


def read_date(text: str) -> str:
    """EDTF for both ways in which ACLED writes days; anything else as it is."""
    found = _LONG_DATE.fullmatch(text.strip())
    if not found:
        return text.strip()
    day, name, year = found.groups()
    month = next((number for full, number in _MONTHS.items() if len(name) >= 3 and full.startswith(name.lower())), 0)
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return text.strip()


def _civilian(actor: str) -> bool:
    return actor.strip().startswith("Civilians")


def _read_by(actor1: str, actor2: str) -> str:
    armed = [actor for actor in (actor1, actor2) if not _civilian(actor)]
    return read_sides(*armed) if len(armed) == 2 else "".join(armed).strip()


def _read_target(actor1: str, actor2: str) -> str:
    unarmed = [actor.strip() for actor in (actor1, actor2) if _civilian(actor)]
    return unarmed[0] if len(unarmed) == 1 else ""


ACLED = EventLayout(
    id="acled",
    title="Armed Conflict Location & Event Data (ACLED)",
    codebook="ACLED Codebook (edition of October 2024), https://acleddata.com/knowledge-base/codebook/",
    columns={
        "id": ("event_id_cnty", "data_id"),
        "date": "event_date",
        "place": "location",
        "lon": "longitude",
        "lat": "latitude",
        "kind": ("sub_event_type", "event_type"),
        "note": "notes",
    },
    derived={
        "by": Derived(("actor1", "actor2"), _read_by),
        "target": Derived(("actor1", "actor2"), _read_target),
    },
    date_format="",
    read_date=read_date,
    where_precision=(
        "geo_precision",
        {
            "1": Precision(0.0, None, "a particular town is named, and its point is coded"),
            "2": Precision(None, None, "in a part of a region or near a town; the codebook gives no distance"),
            "3": Precision(None, None, "in a larger region, not always a province; the point only stands for it"),
        },
    ),
    area_columns={"1": "admin1", "2": "admin2", "3": "admin3", "country": "country"},
    date_precision=("time_precision", {"1": "as-given", "2": "week-around", "3": "month-around"}),
    signs=("event_id_cnty", "event_date", "time_precision", "geo_precision", "actor1"),
    assumes=(
        "It is not said who attacked: each actor, or both, may have, except civilians.",
        "A named town is taken as its point; a town is wider than that, so read it with a margin.",
        "A date known to the week or the month may be any day of every week or month around the coded day.",
    ),
)
