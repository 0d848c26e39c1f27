"""A small case for tests of editing, with everything that makes plain files hard: comments, CRLF, quotes, breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
# A case to be edited.
title   = "T"   # its title

[[events]]
id = "e"
file = "events/e.csv"
"""
CLAIMS = """\
# What was said.

[[claims]]
id   = "one"      # the first
by   = "Reuters"
on   = "2015-10-21"
says = "Almost 80 percent"
cannot_test = "no data"
note = "-"

# about the second
[[claims]]
id   = "two"
by   = "A minister"
on   = 2015-11-26
says = '95 percent'
anonymous = false
[claims.test]
measure = "count"
unit    = "place"   # not strikes
among   = { kind = "air-strike", where = { town = ["a", "b"] } }
value   = ">= 1"
out_of  = 800
"""
PLACES = "id,name,aliases,lon,lat,radius_km,note\r\np1,Aleppo,حلب,37.16,36.2,5,-\r\np2,Raqqa,,39.01,35.95,5,-\r\n"
ROWS = 12


def events(rows: int = ROWS) -> str:
    lines = ["id,date,place,kind,town,note"]
    for number in range(1, rows + 1):
        note = '"two\nlines, and ""quotes"""' if number == 3 else "-"
        lines.append(f"s{number:03},2015-10-{number % 28 + 1:02},p1,air-strike,{'ab'[number % 2]},{note}")
    return "\n".join(lines) + "\n"


def write_small_case(folder: Path, rows: int = ROWS) -> Path:
    texts = {"case.toml": CASE, "claims.toml": CLAIMS, "places.csv": PLACES, "events/e.csv": events(rows)}
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder
