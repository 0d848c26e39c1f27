"""How long it takes to find all pairs of events near one another, on this machine, now: a table to read, not a test.

Run it with  .venv/bin/python benchmarks/encounters.py [EVENTS] [ROUNDS]

The events are invented: towns of very unequal size and two fronts, points, three years, dated to days. All pairs within
10 km and 24 hours are wanted, where two days are within 24 hours if they are the same or neighbours. Each job runs in
a process of its own, the best of several rounds is shown. Peers, if they are installed: scipy's cKDTree, as one tree
with the day as a fourth dimension and as one tree for each day, and DuckDB joining a grid. They compare straight lines,
a millimetre shorter than the way on the ground, so their counts may differ in the last digit.

Real records are measured as well if they lie beside the project (see `IRAQ`): air strikes and shows of force against
attacks of insurgents in Iraq, 2006 to 2008 (Papadogeorgou, Imai, Lyall, Li 2022, package geocausal).
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.meetings.chance import chance_of
from firmground.engine.meetings.chords import geodesics, in_space
from firmground.engine.meetings.happenings import Happenings, Reach
from firmground.engine.meetings.join import count_pairs, pairs_within, stream_near, stream_pairs
from firmground.engine.meetings.knox import count_near, knox

if TYPE_CHECKING:
    from collections.abc import Callable

KM, HOURS, DAYS = 10.0, 24.0, 1096
REACH = Reach(KM, HOURS)
IRAQ = Path(__file__).resolve().parents[2] / "shared" / "data" / "iraq_airstrikes_2006_2007_geocausal"
LITTLE = 4_000  # events that are compared each with each


def invent(count: int, *, vague: bool = False) -> Happenings:
    """The same events each time: two thirds in 400 towns, the rest along two fronts; `vague`: discs and spans, too."""
    random = np.random.default_rng(1)
    towns = np.column_stack([36 + random.random(400) * 9, 32 + random.random(400) * 5])
    size = 1 / np.arange(1, 401) ** 0.8
    town = random.choice(400, count, p=size / size.sum())
    lon = towns[town, 0] + random.normal(0, 0.06, count)
    lat = towns[town, 1] + random.normal(0, 0.05, count)
    front = random.random(count) < 1 / 3
    along = random.random(count)
    lon[front] = (36 + 9 * along + random.normal(0, 0.05, count))[front]
    lat[front] = (33 + 2 * np.sin(6 * along) + random.integers(0, 2, count) + random.normal(0, 0.03, count))[front]
    start = 24.0 * random.integers(0, DAYS, count)
    if not vague:
        return Happenings(lon, lat, np.zeros(count), start, start + 24)
    radius = random.choice([0.0, 0.5, 2.0, 5.0, 25.0, 60.0], count, p=[0.4, 0.2, 0.2, 0.15, 0.04, 0.01])
    span = random.choice([24.0, 72.0, 168.0, 744.0], count, p=[0.9, 0.06, 0.03, 0.01])
    return Happenings(lon, lat, radius, start, start + span)


def read_iraq(folder: Path) -> tuple[Happenings, Happenings]:
    def read(*names: str) -> Happenings:
        rows = []
        for name in names:
            with gzip.open(folder / name, "rt", encoding="utf-8") as file:
                rows += [
                    (
                        float(row["longitude"]),
                        float(row["latitude"]),
                        24.0 * date.fromisoformat(row["date"]).toordinal(),
                    )
                    for row in csv.DictReader(file)
                ]
        lon, lat, start = np.array(rows).T
        return Happenings(lon, lat, np.zeros(len(lon)), start, start + 24)

    return (
        read("airstrikes.csv.gz", "airstrikes_2006.csv.gz"),
        read("insurgencies.csv.gz", "insurgencies_2006.csv.gz"),
    )


def every_with_every(events: Happenings) -> int:
    first, second = np.triu_indices(len(events), 1)
    near = geodesics(events.lon[first], events.lat[first], events.lon[second], events.lat[second]) <= KM
    return int((near & (np.abs(events.start[first] - events.start[second]) <= HOURS)).sum())


def one_tree(events: Happenings) -> int:
    """Cubes around each event in space and time, then the straight line."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - a peer, not a part

    space = in_space(events.lon, events.lat)
    tree = cKDTree(np.vstack([space / KM, events.start / HOURS]).T)
    first, second = tree.query_pairs(1.0, p=np.inf, output_type="ndarray").T
    return int((((space[:, first] - space[:, second]) ** 2).sum(axis=0) <= KM**2).sum())


def tree_a_day(events: Happenings) -> int:
    """For each day its own pairs, and its pairs with the day after."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - as above

    space, day = in_space(events.lon, events.lat).T, (events.start / 24).astype(int)
    order = np.argsort(day, kind="stable")
    edges = np.searchsorted(day[order], np.arange(DAYS + 1))
    found, before = 0, None
    for number in range(DAYS):
        tree = cKDTree(space[order[edges[number] : edges[number + 1]]])
        found += len(tree.query_pairs(KM, output_type="ndarray"))
        if before is not None:
            found += len(before.sparse_distance_matrix(tree, KM, output_type="ndarray"))
        before = tree
    return found


def grid_in_duckdb(events: Happenings) -> int:
    """Cubes as columns, each event copied to the 27 around it, joined on cube and day."""
    import duckdb  # noqa: PLC0415 - as above
    import pyarrow as pa  # noqa: PLC0415 - as above

    x, y, z = in_space(events.lon, events.lat)
    cube = [np.floor(axis / (KM + 1e-6)).astype(np.int32) for axis in (x, y, z)]
    day = (events.start / 24).astype(np.int32)
    table = pa.table(
        {"id": np.arange(len(x)), "x": x, "y": y, "z": z, "cx": cube[0], "cy": cube[1], "cz": cube[2], "d": day}
    )
    connection = duckdb.connect()
    connection.execute(f"SET threads = {os.cpu_count()}")
    connection.register("e", table)
    one_cube = "(values (-1), (0), (1))"
    query = f"""
        WITH near AS (
            SELECT id, x, y, z, cx + i AS cx, cy + j AS cy, cz + k AS cz, d + l AS d
            FROM e, {one_cube} a(i), {one_cube} b(j), {one_cube} c(k), {one_cube} f(l))
        SELECT count(*) FROM near n JOIN e ON n.cx = e.cx AND n.cy = e.cy AND n.cz = e.cz AND n.d = e.d
        WHERE n.id < e.id AND (n.x - e.x) ** 2 + (n.y - e.y) ** 2 + (n.z - e.z) ** 2 <= {KM * KM}"""  # noqa: S608 - numbers
    return int(connection.execute(query).fetchone()[0])  # type: ignore[index]


def list_chances(events: Happenings) -> int:
    pairs = pairs_within(events, None, REACH)
    return round(float(np.nansum(chance_of(events, None, pairs, REACH))))


def jobs(count: int) -> dict[str, tuple[Callable[[], Any], Callable[[Any], int]]]:
    """By name: what makes the input (not timed), and the work, which tells a number."""

    def few() -> Happenings:
        return invent(count)[:LITTLE]

    return {
        "count": (lambda: invent(count), lambda e: count_pairs(e, None, REACH).possible),
        "name": (lambda: invent(count), lambda e: sum(len(block[0]) for block in stream_near(e, None, REACH))),
        "stream": (lambda: invent(count), lambda e: sum(map(len, stream_pairs(e, None, REACH)))),
        "list": (lambda: invent(count), lambda e: len(pairs_within(e, None, REACH))),
        "one tree": (lambda: invent(count), one_tree),
        "tree a day": (lambda: invent(count), tree_a_day),
        "duckdb": (lambda: invent(count), grid_in_duckdb),
        "vague": (lambda: invent(count, vague=True), lambda e: count_pairs(e, None, REACH).possible),
        "chances": (lambda: invent(count // 10, vague=True), list_chances),
        "few": (few, lambda e: count_pairs(e, None, REACH).possible),
        "every": (few, every_with_every),
        "iraq": (lambda: read_iraq(IRAQ), lambda ab: count_pairs(*ab, REACH).possible),
        "iraq list": (lambda: read_iraq(IRAQ), lambda ab: len(pairs_within(*ab, REACH))),
        "iraq near": (lambda: read_iraq(IRAQ), lambda ab: count_near(*ab, KM)),
        "iraq knox": (lambda: read_iraq(IRAQ), lambda ab: round(knox(*ab, REACH, seed=1).observed)),
    }


WORDS = {
    "count": "count the pairs",
    "name": "name the pairs, block by block",
    "stream": "bounds of every pair, block by block",
    "list": "the same as one list, sorted",
    "one tree": "peer: cKDTree, one tree in four dimensions",
    "tree a day": "peer: cKDTree, a tree for each day",
    "duckdb": "peer: DuckDB, grid join",
    "vague": "count; discs up to 60 km, spans up to a month",
    "chances": "a tenth of these: list, with chances",
    "few": f"the first {LITTLE:,} points: count",
    "every": "peer: each with each, on the ellipsoid",
    "iraq": "Iraq: strikes x attacks, count",
    "iraq list": "Iraq: the list",
    "iraq near": "Iraq: near in place at any time, count",
    "iraq knox": "Iraq: Knox, 999 permutations",
}


def work(name: str, count: int, rounds: int) -> None:
    """One job in this process: prints its figures for the table."""
    make, run = jobs(count)[name]
    made = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    best = (np.inf, 0.0)
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        number = run(made)
        best = min(best, (time.perf_counter() - start, time.process_time() - used))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"wall": best[0], "cpu": best[1], "grown_mb": grown / 1024, "number": number}))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    print(f"firmground {metadata.version('firmground')}, Python {platform.python_version()}, numpy {np.__version__}")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {count:,} events, {KM:g} km, {HOURS:g} hours")
    print(f"{'':46}{'wall':>9}{'CPU':>9}{'memory':>10}{'pairs':>13}{'  wall against count':>22}")
    first = 0.0
    for name, words in WORDS.items():
        if name.startswith("iraq") and not IRAQ.is_dir():
            continue
        command = [sys.executable, __file__, str(count), str(rounds), name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this script itself
        if done.returncode:
            print(f"{words:46} not run: {(done.stderr.strip().splitlines() or ['?'])[-1][:60]}")
            continue
        found = json.loads(done.stdout)
        first = first or found["wall"]
        ratio = f"{found['wall'] / first:18.1f} x" if "Iraq" not in words else ""
        print(
            f"{words:46}{found['wall']:7.2f} s{found['cpu']:7.2f} s{found['grown_mb']:7.0f} MB"
            f"{found['number']:13,}{ratio}",
            flush=True,
        )


if __name__ == "__main__":
    if len(sys.argv) > 3:
        work(sys.argv[3], int(sys.argv[1]), int(sys.argv[2]))
    else:
        main()
