"""Encounters against peers: all pairs of events within some kilometres and some hours, on shapes of every kind.

Run it with  .venv/bin/python -m benchmarks.engine.encounters [small|full] [WORDS OF A JOB]

Peers: scipy's cKDTree, as one tree for each slice of time on two threads and as one tree with time as a fourth
dimension; DuckDB joining a grid, each event copied to half of the cells around it. They compare straight lines through
the Earth, at most a millimetre shorter than the way on the ground at these distances, and hold all their pairs of a
slice; their counts may differ in the last digit. Each row is measured in a process of its own, the best of several
rounds, without the time it takes to make the events; ours with kernels compiled. `peak_mb`: of the whole process, its
events included.

Real records are measured as well if they lie beside the project (see `IRAQ`): air strikes and shows of force against
attacks of insurgents in Iraq, 2006 to 2008 (Papadogeorgou, Imai, Lyall, Li 2022, package geocausal).
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from benchmarks.engine.invented import SMALL, Plan, invent_events, invent_faces

from firmground.engine.meetings.chance import chance_of
from firmground.engine.meetings.chords import in_space
from firmground.engine.meetings.happenings import Happenings, Reach, exact
from firmground.engine.meetings.join import count_pairs, pairs_within, stream_near, stream_pairs
from firmground.engine.meetings.knox import knox
from firmground.engine.threads import processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Invent = Callable[[int], Happenings]
    Work = Callable[[Happenings, Reach], int]

PROJECT = Path(__file__).resolve().parents[2]
IRAQ = PROJECT.parent / "shared" / "data" / "iraq_airstrikes_2006_2007_geocausal"
OURS = "firmground"
DAYS = 1096
COLUMNS = ("lon", "lat", "radius_km", "start", "stop")


# ---- events ----


def war(count: int) -> Happenings:
    """The war that all of the engine's benchmarks share, to the hour."""
    plan = Plan() if count > 100_000 else SMALL
    events = invent_events(plan, invent_faces(plan), count)
    return exact(events.lon, events.lat, events.state * 24.0 + events.hour)


def one_town(count: int) -> Happenings:
    random = np.random.default_rng(2)
    return exact(*(random.normal(middle, 0.05, count) for middle in (38.0, 35.0)), random.uniform(0, 24 * DAYS, count))


def whole_earth(count: int) -> Happenings:
    random = np.random.default_rng(3)
    lat = np.degrees(np.arcsin(random.uniform(-1, 1, count)))
    return exact(random.uniform(-180, 180, count), lat, random.uniform(0, 24 * DAYS, count))


def one_day(count: int) -> Happenings:
    random = np.random.default_rng(4)
    return exact(random.uniform(35, 45, count), random.uniform(32, 38, count), random.uniform(0, 24, count))


def vague(count: int) -> Happenings:
    """Towns of very unequal size and two fronts, discs up to 60 km, spans up to a month."""
    random = np.random.default_rng(1)
    towns = np.column_stack([36 + random.random(400) * 9, 32 + random.random(400) * 5])
    size = 1 / np.arange(1, 401) ** 0.8
    town = random.choice(400, count, p=size / size.sum())
    lon, lat = towns[town, 0] + random.normal(0, 0.06, count), towns[town, 1] + random.normal(0, 0.05, count)
    front, along = random.random(count) < 1 / 3, random.random(count)
    lon[front] = (36 + 9 * along + random.normal(0, 0.05, count))[front]
    lat[front] = (33 + 2 * np.sin(6 * along) + random.integers(0, 2, count) + random.normal(0, 0.03, count))[front]
    start = 24.0 * random.integers(0, DAYS, count)
    radius = random.choice([0.0, 0.5, 2.0, 5.0, 25.0, 60.0], count, p=[0.4, 0.2, 0.2, 0.15, 0.04, 0.01])
    span = random.choice([24.0, 72.0, 168.0, 744.0], count, p=[0.9, 0.06, 0.03, 0.01])
    return Happenings(lon, lat, radius, start, start + span)


def read_iraq() -> tuple[Happenings, Happenings]:
    def read(*names: str) -> Happenings:
        rows = []
        for name in names:
            with gzip.open(IRAQ / name, "rt", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    start = 24.0 * date.fromisoformat(row["date"]).toordinal()
                    rows.append((float(row["longitude"]), float(row["latitude"]), start))
        lon, lat, start = np.array(rows).T
        return Happenings(lon, lat, np.zeros(len(lon)), start, start + 24)

    return (
        read("airstrikes.csv.gz", "airstrikes_2006.csv.gz"),
        read("insurgencies.csv.gz", "insurgencies_2006.csv.gz"),
    )


# ---- ours ----


def named(events: Happenings, reach: Reach) -> int:
    return sum(len(block[0]) for block in stream_near(events, None, reach))


def counted(events: Happenings, reach: Reach) -> int:
    return count_pairs(events, None, reach).possible


def bounded(events: Happenings, reach: Reach) -> int:
    return sum(map(len, stream_pairs(events, None, reach)))


def listed(events: Happenings, reach: Reach) -> int:
    return len(pairs_within(events, None, reach))


def with_chances(events: Happenings, reach: Reach) -> int:
    pairs = pairs_within(events, None, reach)
    return round(float(np.nansum(chance_of(events, None, pairs, reach))))


# ---- peers ----


def slice_trees(events: Happenings, reach: Reach) -> int:
    """For each slice of as many hours as the reach its own pairs, and its pairs with the slice after."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - a peer, not a part

    km, hours = reach.km, reach.hours
    which = (events.start / hours).astype(np.int64)
    which -= which.min()
    order = np.argsort(which, kind="stable")
    edges = np.searchsorted(which[order], np.arange(int(which.max()) + 2))
    start = events.start[order]
    space = _space_on_threads(events, order)

    def pairs_of(number: int) -> int:
        low, high = edges[number], edges[number + 1]
        if low == high:
            return 0
        tree = cKDTree(space[low:high])
        own = tree.query_pairs(km, output_type="ndarray") + low
        found = np.count_nonzero(np.abs(start[own[:, 0]] - start[own[:, 1]]) <= hours)
        end = edges[number + 2] if number + 2 < len(edges) else high
        if end > high:
            near = tree.sparse_distance_matrix(cKDTree(space[high:end]), km, output_type="ndarray")
            found += np.count_nonzero(start[near["j"] + high] - start[near["i"] + low] <= hours)
        return int(found)

    with ThreadPoolExecutor(processors()) as pool:
        return sum(pool.map(pairs_of, range(len(edges) - 1)))


def _space_on_threads(events: Happenings, order: np.ndarray) -> np.ndarray:
    parts = np.array_split(order, 16)
    with ThreadPoolExecutor(processors()) as pool:
        return np.concatenate(
            list(pool.map(lambda part: np.ascontiguousarray(in_space(events.lon[part], events.lat[part]).T), parts))
        )


def one_tree(events: Happenings, reach: Reach) -> int:
    """Cubes around each event in space and time, then the straight line."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - as above

    space = in_space(events.lon, events.lat)
    tree = cKDTree(np.vstack([space / reach.km, events.start / reach.hours]).T)
    first, second = tree.query_pairs(1.0, p=np.inf, output_type="ndarray").T
    return int((((space[:, first] - space[:, second]) ** 2).sum(axis=0) <= reach.km**2).sum())


def grid_in_duckdb(events: Happenings, reach: Reach) -> int:
    """Cells of latitude, longitude and time as columns; each event copied to the 13 later ones of the 26 around it."""
    import duckdb  # noqa: PLC0415 - as above
    import pyarrow as pa  # noqa: PLC0415 - as above

    km, hours = reach.km, reach.hours
    x, y, z = in_space(events.lon, events.lat)
    high = np.degrees(km / 6335.0)
    wide = high / np.cos(np.radians(np.abs(events.lat).max() + high))
    cells = [
        (values / size).astype(np.int32)
        for values, size in ((events.lon + 180, wide), (events.lat + 90, high), (events.start, hours))
    ]
    names = ("id", "x", "y", "z", "t", "cx", "cy", "ct")
    table = pa.table(dict(zip(names, (np.arange(len(x), dtype=np.int32), x, y, z, events.start, *cells), strict=True)))
    connection = duckdb.connect()
    connection.execute(f"SET threads = {processors()}")
    connection.register("events", table)
    step = "(VALUES (-1), (0), (1))"
    query = f"""
        WITH copies AS (
            SELECT id, x, y, z, t, cx + i AS cx, cy + j AS cy, ct + k AS ct, (i, j, k) = (0, 0, 0) AS own
            FROM events, {step} a(i), {step} b(j), (VALUES (0), (1)) c(k) WHERE k * 9 + j * 3 + i >= 0)
        SELECT count(*) FROM copies c JOIN events e ON c.cx = e.cx AND c.cy = e.cy AND c.ct = e.ct
        WHERE (NOT own OR c.id < e.id) AND abs(c.t - e.t) <= {hours}
        AND (c.x - e.x) ** 2 + (c.y - e.y) ** 2 + (c.z - e.z) ** 2 <= {km * km}"""  # noqa: S608 - numbers
    return int(connection.execute(query).fetchone()[0])  # type: ignore[index]


# ---- rows ----

PEERS: dict[str, Work] = {
    "scipy cKDTree, a tree for each slice": slice_trees,
    "scipy cKDTree, one tree, 4-D": one_tree,
    "DuckDB, grid join": grid_in_duckdb,
}


@dataclass(frozen=True)
class Job:
    words: str
    invent: Invent
    events: int
    reach: Reach
    ours: dict[str, Work]
    peers: tuple[str, ...] = tuple(PEERS)
    rounds: int = 3

    @property
    def title(self) -> str:
        return f"encounters, {self.words}, {self.events:,} events, {self.reach.km:g} km / {self.reach.hours:g} h"

    def work(self, who: str) -> Work:
        return self.ours.get(who) or PEERS[who]


NAMES = {f"{OURS}, pairs named": named, f"{OURS}, pairs counted": counted, f"{OURS}, bounds of every pair": bounded}


def jobs(size: str) -> list[Job]:
    large, some = (10_000_000, 1_000_000) if size == "full" else (30_000, 20_000)
    name = {f"{OURS}, pairs named": named}
    slices = tuple(PEERS)[:1]
    return [
        Job("a war", war, large, Reach(2, 6), NAMES, (*slices, "DuckDB, grid join"), rounds=2),
        Job("a war", war, some, Reach(2, 6), name),
        Job("a war", war, some // 10, Reach(2, 6), name),
        Job("a war, wide", war, some, Reach(25, 24), name),
        Job("one town", one_town, some, Reach(2, 6), name),
        Job("the whole Earth", whole_earth, some, Reach(50, 48), name, tuple(PEERS)[:2]),
        Job("one day", one_day, some, Reach(2, 24), name),
        Job("discs to 60 km, spans to a month", vague, some, Reach(10, 24), {f"{OURS}, pairs counted": counted}, ()),
        Job("as a list, with chances", vague, some // 10, Reach(10, 24), {OURS: with_chances}, ()),
        Job("as a list", war, some, Reach(2, 24), {OURS: listed}, ()),
    ]


def measure(size: str) -> list[dict[str, Any]]:
    rows = []
    for number, job in enumerate(jobs(size)):
        with _made(job) as made:
            for who in (*job.ours, *job.peers):
                rows.append(_apart(size, number, who, job, made))
                print(f"{job.title:80} {who:40} {rows[-1].get('seconds')}", file=sys.stderr, flush=True)
    return rows + iraq_rows()


def _apart(size: str, number: int, who: str, job: Job, made: Path) -> dict[str, Any]:
    """One row, from a process of its own, which finds the events in a file."""
    command = [sys.executable, "-m", "benchmarks.engine.encounters", size, "--one", str(number), str(made), who]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    row: dict[str, Any] = {"job": job.title, "who": who}
    if ended.returncode:
        return row | {"seconds": None, "note": (ended.stderr.strip().splitlines() or ["?"])[-1][:80]}
    return row | json.loads(ended.stdout.splitlines()[-1])


@contextmanager
def _made(job: Job) -> Iterator[Path]:
    """The events of a job in a file, so that making them is no part of what its processes need."""
    events = job.invent(job.events)
    with tempfile.TemporaryDirectory(prefix="firmground-") as folder:
        path = Path(folder) / "events.npz"
        np.savez(path, **{name: getattr(events, name) for name in COLUMNS})
        del events
        yield path


def measure_one(job: Job, who: str, made: Path) -> dict[str, Any]:
    with np.load(made) as columns:
        events = Happenings(*(columns[name] for name in COLUMNS))
    work = job.work(who)
    if who.startswith(OURS):
        work(war(20_000), job.reach)  # loads the kernels, which are compiled once on a machine
        count_pairs(events[: min(len(events), 300_000)], None, Reach(0.1, 0.1))
    best = (np.inf, 0.0)
    for _ in range(job.rounds):
        start, used = time.perf_counter(), time.process_time()
        pairs = work(events, job.reach)
        best = min(best, (time.perf_counter() - start, time.process_time() - used))
    return {
        "seconds": best[0],
        "cpu_seconds": best[1],
        "peak_mb": peak_mb(),
        "events_per_second": len(events) / best[0],
        "note": f"{pairs:,} pairs",
    }


def peak_mb() -> float:
    """Of this process alone: what `getrusage` tells goes on from the process that started it."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def iraq_rows() -> list[dict[str, Any]]:
    if not IRAQ.is_dir():
        return []
    strikes, attacks = read_iraq()
    reach = Reach(10, 24)
    works: dict[str, Callable[[], int]] = {
        "pairs listed": lambda: len(pairs_within(strikes, attacks, reach)),
        "Knox, 999 permutations": lambda: round(knox(strikes, attacks, reach, seed=1).observed),
    }
    rows = []
    for words, work in works.items():
        start, used = time.perf_counter(), time.process_time()
        pairs = work()
        rows.append(
            {
                "job": f"encounters, Iraq, {len(strikes):,} x {len(attacks):,} events, 10 km / 24 h: {words}",
                "who": OURS,
                "seconds": time.perf_counter() - start,
                "cpu_seconds": time.process_time() - used,
                "note": f"{pairs:,} pairs",
            }
        )
    return rows


def main() -> None:
    size = sys.argv[1] if len(sys.argv) > 1 else "full"
    if "--one" in sys.argv:
        number, made, who = sys.argv[-3:]
        print(json.dumps(measure_one(jobs(size)[int(number)], who, Path(made))))
        return
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    wanted = " ".join(sys.argv[2:])
    for number, job in enumerate(jobs(size)):
        if wanted not in job.title:
            continue
        print(job.title)
        with _made(job) as made:
            for who in (*job.ours, *job.peers):
                row = _apart(size, number, who, job, made)
                told = row["note"]
                if row["seconds"] is not None:
                    told = f"{row['seconds']:8.2f} s {row['cpu_seconds']:8.2f} s CPU {row['peak_mb']:7.0f} MB  {told}"
                print(f"  {who:40} {told}", flush=True)


if __name__ == "__main__":
    main()
