"""Ten thousand specifications of a share: ours and its peers, on the same events in one run.

Run it alone with  .venv/bin/python -m benchmarks.engine.cube [--small]

A specification is one of 20 sets of 24 attribute codes, one of 5 cut-offs of precision, one of 5 windows of days and
one of 20 outcomes, which an event must, may or cannot be: 10,000 in all, and for each how many events there are, how
many must be so and how many can be. The peers make the same cube the way that suits them best (a `group by` of code,
precision and day with forty sums over columns that lie ready as 0 and 1), from which the same look-ups read every
specification. All numbers of all are compared. "masks" is what people do without a cube: a filter made once for each
set, precision and window, and forty sums over it; a few filters are timed and the rest is worked out.
Each is measured in a process of its own.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.cube.axes import Axes, Axis
from firmground.engine.cube.bounds import bound_shares
from firmground.engine.cube.count import Outcomes
from firmground.engine.cube.cube import Cube, Specifications

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Row = dict[str, Any]

CODES, PRECISIONS, DAYS, SETS, OUTCOMES = 24, 5, 365, 20, 20
WINDOWS = ((0, 365), (0, 180), (90, 270), (180, 365), (30, 335))
SIZES = {"small": (300_000,), "full": (1_000_000, 10_000_000)}
ROUNDS = 3
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, eq=False)
class Events:
    """One entry an event; `must`, `can`: a bit an outcome."""

    code: NDArray[np.uint8]
    precision: NDArray[np.uint8]
    day: NDArray[np.int32]
    must: NDArray[np.uint64]
    can: NDArray[np.uint64]

    @property
    def columns(self) -> dict[str, NDArray[Any]]:
        """As the peers take them: one column of 0 and 1 for what must be and for what can be, of each outcome."""
        bits = {
            f"{name}{outcome}": ((words >> np.uint64(outcome)) & np.uint64(1)).astype(np.uint8)
            for name, words in (("must", self.must), ("can", self.can))
            for outcome in range(OUTCOMES)
        }
        return {"code": self.code, "precision": self.precision, "day": self.day, **bits}


def invent(number: int) -> Events:
    random = np.random.default_rng(3)
    must, can = (np.zeros(number, dtype=np.uint64) for _ in range(2))
    for outcome in range(OUTCOMES):
        chance = random.random(number, dtype=np.float32)
        must |= (chance < 0.3).astype(np.uint64) << np.uint64(outcome)
        can |= (chance < 0.45).astype(np.uint64) << np.uint64(outcome)
    code, precision, day = (random.integers(0, most, number) for most in (CODES, PRECISIONS, DAYS))
    return Events(code.astype(np.uint8), precision.astype(np.uint8), day.astype(np.int32), must, can)


def ask() -> Specifications:
    every = np.array(list(product(range(SETS), range(PRECISIONS), range(len(WINDOWS)), range(OUTCOMES))))
    windows = np.array(WINDOWS)[every[:, 2]]
    sets = np.random.default_rng(4).random((SETS, CODES)) < 0.5
    return Specifications(sets, every[:, 0], every[:, 1], windows[:, 0], windows[:, 1], every[:, 3])


def read_off(total: Ints, found: Ints, asked: Specifications) -> tuple[Ints, Ints, Ints]:
    """Every specification from a peer's cube: `total` by code, precision and day, `found` by column as well."""
    columns = np.concatenate([total[..., None], found], axis=-1).astype(np.float64)
    chosen = (asked.sets.astype(np.float64) @ columns.reshape(CODES, -1)).reshape(SETS, PRECISIONS, DAYS, -1)
    runs = np.zeros((SETS, PRECISIONS, DAYS + 1, columns.shape[-1]))
    runs[:, :, 1:] = chosen.cumsum(axis=1).cumsum(axis=2)
    places = (asked.of_set, asked.precision)
    last, first = runs[(*places, asked.stop)], runs[(*places, asked.first)]
    own = (last - first).astype(np.int64)
    rows = np.arange(len(own))
    return own[:, 0], own[rows, 1 + asked.outcome], own[rows, 1 + OUTCOMES + asked.outcome]


def cube_of(groups: dict[str, Any]) -> tuple[Ints, Ints]:
    """A peer's groups as arrays."""
    total = np.zeros((CODES, PRECISIONS, DAYS), dtype=np.int64)
    found = np.zeros((CODES, PRECISIONS, DAYS, 2 * OUTCOMES), dtype=np.int64)
    place = tuple(np.asarray(groups[name]) for name in ("code", "precision", "day"))
    total[place] = groups["n"]
    names = [f"{name}{outcome}" for name in ("must", "can") for outcome in range(OUTCOMES)]
    for column, name in enumerate(names):
        found[(*place, np.full(len(place[0]), column))] = groups[name]
    return total, found


# What makes the cube, what reads it off, and how many times as much work all of it would be.
Job = tuple["Callable[[], Any]", "Callable[[Any], tuple[Ints, Ints, Ints]]", float]


def ours(events: Events, asked: Specifications) -> Job:
    def make() -> Cube:
        axes = Axes((Axis(events.code, CODES),), Axis(events.precision, PRECISIONS), Axis(events.day, DAYS))
        return Cube(axes, Outcomes(OUTCOMES, events.must[:, None], events.can[:, None]))

    def read(cube: Cube) -> tuple[Ints, Ints, Ints]:
        counts = cube.count(asked)
        bound_shares(counts)
        return counts.whole, counts.must, counts.can

    load("firmground.engine.cube.cube_kernels")  # compiled ahead, as `firmground warm` does
    return make, read, 1.0


def polars_cube(events: Events, asked: Specifications) -> Job:
    import polars as pl  # noqa: PLC0415 - a peer, wanted only here

    frame = pl.DataFrame(events.columns)
    sums = [pl.col(name).cast(pl.Int64).sum() for name in frame.columns[3:]]

    def make() -> Any:
        return frame.lazy().group_by("code", "precision", "day").agg(pl.len().alias("n"), *sums).collect()

    def read(groups: Any) -> tuple[Ints, Ints, Ints]:
        return read_off(*cube_of({name: groups[name].to_numpy() for name in groups.columns}), asked)

    return make, read, 1.0


def duckdb_cube(events: Events, asked: Specifications) -> Job:
    import duckdb  # noqa: PLC0415 - as above
    import pyarrow as pa  # noqa: PLC0415

    con = duckdb.connect()
    con.execute("SET threads=2")
    con.execute("SET enable_progress_bar=false")
    given = pa.table(events.columns)
    con.execute("create table events as select * from given")
    sums = ", ".join(f"sum({name})::BIGINT {name}" for name in given.column_names[3:])

    def make() -> Any:
        query = f"select code, precision, day, count(*) n, {sums} from events group by code, precision, day"  # noqa: S608
        return con.execute(query).fetchnumpy()

    return make, lambda groups: read_off(*cube_of(groups), asked), 1.0


def masks(events: Events, asked: Specifications) -> Job:
    columns = list(events.columns.values())[3:]
    tried = [0, 3 * OUTCOMES * 7, 3 * OUTCOMES * 31]

    def make() -> list[tuple[int, list[int]]]:
        found = []
        for one in tried:
            kept = asked.sets[asked.of_set[one]][events.code] & (events.precision <= asked.precision[one])
            kept &= (events.day >= asked.first[one]) & (events.day < asked.stop[one])
            found.append((int(kept.sum()), [int(np.count_nonzero(kept & (column != 0))) for column in columns]))
        return found

    def read(found: list[tuple[int, list[int]]]) -> tuple[Ints, Ints, Ints]:
        whole, must, can = (np.full(len(asked), -1) for _ in range(3))
        for one, (number, sums) in zip(tried, found, strict=True):
            own = slice(one, one + OUTCOMES)
            whole[own], must[own], can[own] = number, sums[:OUTCOMES], sums[OUTCOMES:]
        return whole, must, can

    return make, read, SETS * PRECISIONS * len(WINDOWS) / len(tried)


# Who -> the library that it needs, "" if it is at hand; and the way.
WAYS: dict[str, tuple[str, Callable[[Events, Specifications], Job]]] = {
    "firmground": ("", ours),
    "polars cube": ("polars", polars_cube),
    "DuckDB cube, 2 threads": ("duckdb", duckdb_cube),
    "numpy masks": ("", masks),
}


def measure(size: str) -> list[Row]:
    """The rows of the table; `size` is "small" or "full"."""
    rows = []
    for number in SIZES[size]:
        some = [_apart(number, who) for who in WAYS]
        ours = some[0][0].pop("numbers")
        for row in (row for own in some for row in own):
            theirs = row.pop("numbers", ours)
            if theirs not in (ours, "some"):
                raise AssertionError(f"{row['who']} and ours do not agree on {row['job']}")
            rows.append(row)
    return rows


def _apart(number: int, who: str) -> list[Row]:
    code = (
        "import json; from benchmarks.engine.cube import measure_one; "
        f"print(); print(json.dumps(measure_one({number}, {who!r})))"
    )
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, check=True, text=True
    )
    found: list[Row] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure_one(number: int, who: str) -> list[Row]:
    """The first answer to all specifications, and, for ours, all of them once more."""
    job = f"10,000 specifications x {number:,} events"
    needs, way = WAYS[who]
    if needs and find_spec(needs) is None:
        return [{"job": job, "who": who, "seconds": None, "note": f"{needs} is not installed"}]
    make, read, part = way(invent(number), ask())
    best: tuple[float, float] = (np.inf, 0.0)
    for _ in range(1 if part > 1 else ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        made = make()
        found = read(made)
        best = min(best, ((time.perf_counter() - wall) * part, (time.process_time() - cpu) * part))
    checked = hashlib.sha256(b"".join(np.ascontiguousarray(one, dtype=np.int64).tobytes() for one in found)).hexdigest()
    note = f"worked out from {SETS * PRECISIONS * len(WINDOWS) / part:.0f} filters" if part > 1 else "the first time"
    first = _row(job, who, number, best, note) | {"numbers": "some" if part > 1 else checked}
    if who != "firmground":
        return [first]
    again = min(_timed(lambda: read(made)) for _ in range(5))
    return [first, _row(f"{job}, again", f"{who}, counted", number, again, "from the sums that were kept")]


def _timed(work: Callable[[], Any]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _row(job: str, who: str, number: int, taken: tuple[float, float], note: str) -> Row:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, cpu = taken
    return {"job": job, "who": who, "seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak,
            "events_per_second": number / seconds, "note": note}  # fmt: skip


def main() -> None:
    for row in measure("small" if "--small" in sys.argv else "full"):
        seconds = "-" if row["seconds"] is None else f"{row['seconds']:9.4f} s {row['cpu_seconds']:8.3f} s CPU"
        print(f"{row['job']:55} {row['who']:26} {seconds}  {row.get('peak_mb', 0):6.0f} MB  {row['note']}")


if __name__ == "__main__":
    main()
