"""An invented case as large as the report has to carry: events, areas that change hands, several claims.

Nothing in it is about any real place, war or party. Run it with
.venv/bin/python benchmarks/big_case.py FOLDER [EVENTS]   to get the case as a folder.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator

FIRST = date(2031, 1, 1)
DAYS = 365
AREAS = 500
PARTIES = ("north", "south", "east", "west", "league")
WEST, SOUTH, EAST, NORTH = 36.0, 33.0, 46.0, 39.0
Node = tuple[int, int]
Border = tuple[Node, Node]
RADII = (0, 1, 2, 5, 5, 10, 10, 25, 50)  # km; wide ones are rarer
SPOTS = 6000  # different points; a record names the same towns again and again
COLUMNS = ("id", "date", "by", "kind", "target", "lon", "lat", "radius_km", "area", "level", "source", "url", "note")
KINDS = ("air-strike", "shelling", "clash")

CASE = """\
title = "An invented war, for measuring"
period = "2031-01-01/2031-12-31"
summary = "Invented from first to last: it shows how large a case the report can carry."
[[events]]
id = "record"
file = "events/record.csv"
source = "record"
[[areas]]
file = "areas/units.geojson"
level = "2"
[[maps]]
id = "survey"
title = "The survey"
file = "control/survey.geojson"
source = "survey"
elsewhere = "unknown"
[[maps]]
id = "monitor"
title = "The monitor's weekly map"
file = "control/monitor.geojson"
source = "monitor"
max_gap_days = 14
[choices]
map = ["survey", "monitor"]
contested = ["counts", "does-not-count"]
margin_km = [0]
"""


def day(number: int) -> str:
    return (FIRST + timedelta(days=int(number))).isoformat()


class Net:
    """Cells that share their borders, each border bent into many points, as real ones are."""

    def __init__(self, random: Generator) -> None:
        self.across, self.down = 25, AREAS // 25
        xs, ys = np.linspace(WEST, EAST, self.across + 1), np.linspace(SOUTH, NORTH, self.down + 1)
        self.nodes = {
            (i, j): (
                x + (random.uniform(-0.07, 0.07) if 0 < i < self.across else 0.0),
                y + (random.uniform(-0.05, 0.05) if 0 < j < self.down else 0.0),
            )
            for i, x in enumerate(xs)
            for j, y in enumerate(ys)
        }
        self.lines: dict[Border, list[tuple[float, float]]] = {}

    def bend(self, a: Node, b: Node, random: Generator) -> None:
        """Draws the border between two nodes, anew if it was drawn before."""
        self.lines[a, b] = bent(self.nodes[a], self.nodes[b], random)
        self.lines[b, a] = self.lines[a, b][::-1]

    def cell(self, number: int, random: Generator) -> shapely.Polygon:
        ring = []
        for a, b in pairwise(self.corners(number)):
            if (a, b) not in self.lines:
                self.bend(a, b, random)
            ring += self.lines[a, b][:-1]
        return shapely.Polygon(ring)

    def corners(self, number: int) -> list[Node]:
        i, j = divmod(number, self.down)
        return [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1), (i, j)]


def make_areas(random: Generator) -> list[shapely.Polygon]:
    net = Net(random)
    return [net.cell(number, random) for number in range(AREAS)]


def bent(a: tuple[float, float], b: tuple[float, float], random: Generator) -> list[tuple[float, float]]:
    """A border of 17 points: each half moved aside again and again (midpoint displacement)."""
    line = [np.array(a), np.array(b)]
    for _ in range(4):
        finer = [line[0]]
        for p, q in pairwise(line):
            aside = np.array([-(q - p)[1], (q - p)[0]])
            finer += [(p + q) / 2 + aside * random.uniform(-0.09, 0.09), q]
        line = finer
    return [(float(x), float(y)) for x, y in line]


def holders_over_time(cells: list[shapely.Polygon], random: Generator) -> list[list[tuple[int, int, str]]]:
    """For each cell the periods with their holders: fronts drift, some ground is contested, some holder unknown."""
    seeds = random.uniform([WEST, SOUTH], [EAST, NORTH], (len(PARTIES), 2))
    drift = random.normal(0, 2.2, (len(PARTIES), 2))
    result = []
    for cell in cells:
        x, y = cell.centroid.x, cell.centroid.y
        periods: list[tuple[int, int, str]] = []
        for start in range(0, DAYS, 7):
            moved = seeds + drift * start / DAYS
            order = np.argsort(np.hypot(moved[:, 0] - x, moved[:, 1] - y))
            gap = math.hypot(*(moved[order[1]] - (x, y))) - math.hypot(*(moved[order[0]] - (x, y)))
            holder = PARTIES[order[0]] if gap > 0.12 else f"{PARTIES[order[0]]};{PARTIES[order[1]]}"
            if random.random() < 0.004:
                holder = "unknown"
            stop = min(DAYS, start + 7)
            if periods and periods[-1][2] == holder:
                periods[-1] = (periods[-1][0], stop, holder)
            else:
                periods.append((start, stop, holder))
        result.append(periods)
    return result


def feature(shape: shapely.Polygon, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": json.loads(shapely.to_geojson(shape)), "properties": properties}


def write_maps(folder: Path, cells: list[shapely.Polygon], random: Generator) -> None:
    periods = holders_over_time(cells, random)
    survey = [
        feature(cell, holder=holder, **{"from": day(start), "until": day(stop - 1)}, name=f"District {n}")
        for n, (cell, own) in enumerate(zip(cells, periods, strict=True))
        for start, stop, holder in own
        if n % 41  # some districts the survey never reached
    ]
    # The monitor draws larger blocks, once in two weeks of the first half year.
    blocks = [shapely.union_all(cells[n : n + 5]) for n in range(0, len(cells), 5)]
    monitor = [
        feature(block, holder=at(periods[n * 5], start), date=day(start), name=f"Block {n}")
        for start in range(0, DAYS // 2, 14)
        for n, block in enumerate(blocks)
    ]
    for name, features in (("survey", survey), ("monitor", monitor)):
        write_json(folder / "control" / f"{name}.geojson", features)
    units = [feature(block, id=f"unit-{n}", name=f"Unit {n}") for n, block in enumerate(blocks)]
    write_json(folder / "areas" / "units.geojson", units)


def at(periods: list[tuple[int, int, str]], number: int) -> str:
    return next(holder for start, stop, holder in periods if start <= number < stop)


def write_json(path: Path, features: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def write_events(folder: Path, count: int, random: Generator) -> None:
    path = folder / "events" / "record.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows(all_events(count, random))


def all_events(count: int, random: Generator) -> Iterator[list[object]]:
    starts = np.sort(random.integers(0, DAYS, count))
    spots = random.uniform([WEST + 0.3, SOUTH + 0.3], [EAST - 0.3, NORTH - 0.3], (SPOTS, 2))
    for n in range(count):
        yield one_event(n, int(starts[n]), spots, random)


def one_event(n: int, start: int, spots: np.ndarray, random: Generator) -> list[object]:
    when, chance = day(start), random.random()
    if chance < 0.02:
        when = ""
    elif chance < 0.12:
        when = f"{day(start)}/{day(min(DAYS - 1, start + int(random.integers(1, 9))))}"
    elif chance < 0.15:
        when = day(start)[:7]
    where: list[object] = ["", "", "", "", ""]
    chance = random.random()
    if chance < 0.04:
        where = ["", "", "", f"Unit {int(random.integers(0, AREAS // 5))}", "2"]
    elif chance > 0.05:
        spot = int(random.integers(0, SPOTS))
        where = [f"{spots[spot, 0]:.4f}", f"{spots[spot, 1]:.4f}", RADII[spot % len(RADII)], "", ""]
    note = f"as reported on day {start}, second hand" if n % 9 == 0 else ""
    return [
        f"e{n:05d}", when, PARTIES[int(random.integers(0, 3))], KINDS[int(random.integers(0, 3))],
        PARTIES[3 + int(random.integers(0, 2))], *where, "record", f"https://example.org/record/{100000 + n}", note,
    ]  # fmt: skip


def claim(name: str, test: str, says: str) -> str:
    return (
        f'[[claims]]\nid = "{name}"\nby = "A speaker"\non = "2031-12-31"\nsays = "{says}"\n'
        f'source = "record"\ntopic = "share"\n[claims.test]\nmeasure = "share"\nunit = "event"\n{test}\n'
    )


def write_case(folder: Path, events: int = 20_000) -> Path:
    """Writes the case and returns its folder. The same each time."""
    random = np.random.default_rng(2031)
    folder.mkdir(parents=True, exist_ok=True)
    cells = make_areas(random)
    write_maps(folder, cells, random)
    write_events(folder, events, random)
    claims = [
        claim("four-fifths", 'that = { outside = "league" }\nvalue = ">= 0.8"', "Four fifths fell outside the League"),
        claim(
            "strikes",
            'among = { kind = "air-strike" }\nthat = { outside = "league" }\nvalue = "> 0.5"',
            "Most air strikes fell outside the League",
        ),
        claim("spring", 'among = { until = "2031-05-31" }\nthat = { in = "east" }\nvalue = "< 0.2"', "Few in the East"),
        claim("west", 'among = { target = "west" }\nthat = { in = "west" }\nvalue = "> 0.3"', "A third in the West"),
    ]
    files = {
        "case.toml": CASE,
        "claims.toml": "\n".join(claims),
        "actors.toml": "".join(f'[[actors]]\nid = "{one}"\nname = "{one.title()}"\n' for one in PARTIES),
        "sources.toml": "".join(
            f'[[sources]]\nid = "{one}"\ntitle = "The {one}"\nby = "Nobody"\nurl = "https://example.org/{one}"\n'
            for one in ("record", "survey", "monitor")
        ),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


if __name__ == "__main__":
    print(write_case(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20_000))
