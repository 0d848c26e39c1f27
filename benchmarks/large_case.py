"""An invented case as large as the engine has to carry: a million events, a map a day, a thousand specifications.

Nothing in it is about any real place, war or party; it is `big_case` with more of everything. Run it with
.venv/bin/python benchmarks/large_case.py FOLDER [EVENTS] [DAYS] [--text]   to get the case as a folder.
Events and the daily map are Parquet and GeoParquet, with --text CSV and GeoJSON.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import big_case
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import shapely
from big_case import AREAS, Net, at, claim, day, feature, holders_over_time

if TYPE_CHECKING:
    from numpy.random import Generator

EVENTS = 1_000_000
BORDERS_A_DAY = 30  # are drawn anew, each between two areas: some 60 areas of 500 are not what they were

CASE = """\
title = "An invented war, for measuring how large a case may be"
period = "2031-01-01/2031-12-31"
[[events]]
id = "record"
file = "events/record.{table}"
source = "record"
complete = true
[[areas]]
file = "areas/units.geojson"
level = "2"
[[maps]]
id = "daily"
title = "The daily map"
file = "control/daily.{map}"
source = "survey"
max_gap_days = 3
[[maps]]
id = "survey"
title = "The survey"
file = "control/survey.geojson"
source = "survey"
[choices]
map = ["daily", "survey"]
definition = ["narrow", "wide"]
unit = ["event", "strike", "place"]
contested = ["counts", "does-not-count"]
margin_km = [0, 2]
radius = ["as-coded"]
subset = ["all", "air", "shelling", "spring", "second-hand", "first-hand"]
[choices.facets]
by = ["unit"]
[subsets.air]
kind = "air-strike"
[subsets.shelling]
kind = "shelling"
[subsets.spring]
from = "2031-03-01"
until = "2031-05-31"
[subsets.second-hand]
where = {{ second_hand = ["yes"] }}
[subsets.first-hand]
where_not = {{ second_hand = ["yes"] }}
"""
DEFINITIONS = """\
[[definitions]]
id = "narrow"
title = "The narrow sense"
by = "A speaker"
source = "record"
[[definitions.labels]]
label = "rebels"
covers = ["league"]
[[definitions]]
id = "wide"
title = "The wide sense"
by = "Another speaker"
source = "record"
[[definitions.labels]]
label = "rebels"
covers = ["league", "west"]
"""
# 2 maps x 2 definitions x 3 units x 2 readings of contested ground x 2 margins x 6 subsets = 288 of each.
CLAIMS = (
    ("four-fifths", 'that = { outside = "rebels" }\nvalue = ">= 0.8"', "Four fifths fell outside rebel ground"),
    ("inside", 'that = { in = "rebels" }\nvalue = "< 0.2"', "Fewer than a fifth fell on rebel ground"),
    ("by-north", 'among = { by = "north" }\nthat = { in = "rebels" }\nvalue = "> 0.3"', "The North hit the rebels"),
    (
        "summer",
        'among = { from = "2031-06-01", until = "2031-08-31" }\nthat = { outside = "rebels" }\nvalue = "> 0.5"',
        "In summer most fell outside rebel ground",
    ),
)


def write_case(folder: Path, events: int = EVENTS, days: int = big_case.DAYS, *, text: bool = False) -> Path:
    """Writes the case and returns its folder. The same each time."""
    random = np.random.default_rng(2031)
    net = Net(random)
    cells = [net.cell(number, random) for number in range(AREAS)]
    big_case.write_case(folder, 0)
    (folder / "events" / "record.csv").unlink()
    (folder / "control" / "monitor.geojson").unlink()
    write_daily_map(folder / "control", net, cells, days, random, text=text)
    write_record(folder / "events", events, random, text=text)
    files = {
        "case.toml": CASE.format(table="csv" if text else "parquet", map="geojson" if text else "parquet"),
        "definitions.toml": DEFINITIONS,
        "claims.toml": "\n".join(claim(*parts).replace('unit = "event"\n', "") for parts in CLAIMS),
    }
    for name, words in files.items():
        (folder / name).write_text(words, encoding="utf-8")
    return folder


def write_daily_map(
    folder: Path, net: Net, cells: list[shapely.Polygon], days: int, random: Generator, *, text: bool
) -> None:
    periods = holders_over_time(cells, random)
    borders = sorted({min(border, border[::-1]) for border in net.lines})
    areas_of: dict[Any, list[int]] = {}
    for number in range(AREAS):
        for border in pairwise(net.corners(number)):
            areas_of.setdefault(min(border, border[::-1]), []).append(number)
    shapes: list[shapely.Polygon] = []
    for _ in range(days):
        for chosen in random.choice(len(borders), BORDERS_A_DAY, replace=False).tolist():
            net.bend(*borders[chosen], random)
            for number in areas_of[borders[chosen]]:
                cells[number] = net.cell(number, random)
        shapes += cells
    dates = [day(number) for number in range(days) for _ in range(AREAS)]
    holders = [at(periods[area], number % big_case.DAYS) for number in range(days) for area in range(AREAS)]
    names = [f"District {area}" for area in range(AREAS)] * days
    if text:
        rows = zip(shapes, holders, dates, names, strict=True)
        features = [feature(shape, holder=holder, date=date, name=name) for shape, holder, date, name in rows]
        big_case.write_json(folder / "daily.geojson", features)
        return
    columns = {"holder": holders, "date": dates, "name": names, "geometry": shapely.to_wkb(np.array(shapes))}
    about = {"encoding": "WKB", "geometry_types": ["Polygon"]}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}
    table = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo)})
    pyarrow.parquet.write_table(table, folder / "daily.parquet")


def write_record(folder: Path, count: int, random: Generator, *, text: bool) -> None:
    """The events of `big_case`; a third of those with coordinates are exact points of their own, most numbers given."""
    rows = list(big_case.all_events(count, random))
    columns = dict(zip(big_case.COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
    lon, lat, radius = (
        np.array([cell or "nan" for cell in columns[name]], dtype=np.float64) if name != "radius_km" else
        np.array([np.nan if cell == "" else cell for cell in columns[name]], dtype=np.float64)
        for name in ("lon", "lat", "radius_km")
    )  # fmt: skip
    exact = (random.random(count) < 1 / 3) & np.isfinite(lon)
    for axis in (lon, lat):
        axis[exact] = np.round(axis[exact] + random.normal(0, 0.05, int(exact.sum())), 5)
    radius[exact] = 0
    strikes = np.where(random.random(count) < 0.1, "", random.integers(1, 6, count).astype(str))
    numbers = {"lon": lon, "lat": lat, "radius_km": radius}
    told = {name: pa.array(column, mask=np.isnan(column)) for name, column in numbers.items()}
    told["strikes"] = pa.array(strikes)
    told["second_hand"] = pa.array(["yes" if note else "no" for note in columns["note"]])
    table = pa.table({name: told.get(name, column) for name, column in columns.items()} | told)
    if text:
        pyarrow.csv.write_csv(table, folder / "record.csv")
    else:
        pyarrow.parquet.write_table(table, folder / "record.parquet")


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("events", type=int, nargs="?", default=EVENTS)
    asked.add_argument("days", type=int, nargs="?", default=big_case.DAYS)
    asked.add_argument("--text", action="store_true", help="CSV and GeoJSON instead of Parquet and GeoParquet")
    chosen = asked.parse_args()
    print(write_case(chosen.folder, chosen.events, chosen.days, text=chosen.text))


if __name__ == "__main__":
    main()
