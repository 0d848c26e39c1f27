"""Out of one machine: files of events on Spark and by threads, against the plain kernel on the same rows in memory.

Run it with  .venv/bin/python -m benchmarks.engine.spark [small|full]

"plain kernel": the engine asked about arrays that are in memory already, on as many threads as the others have. The
others read Parquet, look up days, answer, and write Parquet. The start of Spark and of its workers (kernels loaded, the
ground opened) is a row of its own and in no other. Written answers are compared: Spark's files are those of one
machine, byte for byte of their rows.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.engine.invented import SMALL, Plan, invent_events, invent_faces

from firmground import scale, spark
from firmground.case.control import ControlMap, Face, Ground, Holding, Timing
from firmground.dates import When
from firmground.engine.threads import processors

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.engine.invented import Events
    from pyspark.sql import SparkSession

    from firmground.engine.edges.faces import Faces

FIRST_DAY = 735_500
FILES = 16
ROUNDS = 3
OURS = "firmground"


def as_map(faces: Faces) -> ControlMap:
    """Each face with its run of days."""
    drawn = tuple(
        Face(
            Holding(Ground.HELD, (f"holder {holding:02}",)),
            When.between(When.on(FIRST_DAY + first), When.on(FIRST_DAY + stop - 1)),
            shape,
        )
        for shape, holding, first, stop in zip(
            faces.shapes(), faces.holding.tolist(), faces.first.tolist(), faces.stop.tolist(), strict=True
        )
    )
    return ControlMap("war", "An invented war", "", drawn, Timing.INTERVALS)


def write_files(events: Events, folder: Path, *, discs: bool) -> None:
    folder.mkdir()
    days = pa.array(events.state.astype(np.int32) + np.int32(FIRST_DAY - 719_163)).cast(pa.date32())
    table = pa.table({"id": np.arange(len(events.lon)), "lon": events.lon, "lat": events.lat, "date": days})
    if discs:
        table = table.append_column("radius_km", pa.array(events.radius_km))
    size = -(-len(table) // FILES)
    for part in range(FILES):
        pq.write_table(table.slice(part * size, size), folder / f"part-{part:02}.parquet")


def best_of(work: Callable[[], Any]) -> tuple[float, Any]:
    found, told = np.inf, None
    for _ in range(ROUNDS):
        start = time.perf_counter()
        told = work()
        found = min(found, time.perf_counter() - start)
    return found, told


def measure(size: str) -> list[dict[str, Any]]:
    plan, points, discs = (Plan(), 10_000_000, 200_000) if size == "full" else (SMALL, 20_000, 2_000)
    faces = invent_faces(plan)
    folder = Path(tempfile.mkdtemp(prefix="firmground-spark-"))
    try:
        scale.lay_ground(as_map(faces), folder / "ground")
        return _measured(plan, faces, folder, {"points": points, "discs": discs})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(plan: Plan, faces: Faces, folder: Path, counts: dict[str, int]) -> list[dict[str, Any]]:
    rows = []
    start = time.perf_counter()
    session = spark.local_session(processors(), spark_driver_memory="2g")
    session.sparkContext.parallelize(range(8), 8).map(lambda number: number).collect()
    began = time.perf_counter() - start
    ground = scale.open_ground(folder / "ground")
    for kind, count in counts.items():
        events = invent_events(plan, faces, count)
        write_files(events, folder / kind, discs=kind == "discs")
        rows += _of_kind(kind, events, plan, session, ground, folder, began)
    session.stop()
    return rows


def _of_kind(
    kind: str, events: Events, plan: Plan, session: SparkSession, ground: scale.Ground, folder: Path, began: float
) -> list[dict[str, Any]]:
    count, files, shares = len(events.lon), folder / kind, kind == "discs"
    alone, spread = folder / f"{kind}-alone", folder / f"{kind}-spark"

    def by_threads() -> scale.Told:
        return scale.who_held_files(files, ground.path, alone, shares=shares)

    def by_spark() -> scale.Told:
        return spark.who_held_files(session, files, ground.path, spread, shares=shares)

    plain, _ = best_of(lambda: _ask_kernel(ground, events, kind))
    threads, told = best_of(by_threads)
    start = time.perf_counter()
    by_spark()
    first = time.perf_counter() - start
    together, _ = best_of(by_spark)
    same = "the same" if _same(alone, spread) else "NOT the same"
    job = f"who held {count:,} {kind}, {plan.states} states, Parquet in and out"
    border = f"{told.on_border:,} points on a border"
    return [
        _row(job, f"{OURS}, plain kernel in memory", plain, count),
        _row(job, f"{OURS}, files by threads", threads, count, f"{threads / plain:.2f} x the plain kernel; {border}"),
        _row(job, f"{OURS}, Spark over file names", together, count,
             f"{together / plain:.2f} x the plain kernel; {same} answers"),
        _row(f"{job}: start", f"{OURS}, Spark", began + max(0.0, first - together), None),
    ]  # fmt: skip


def _ask_kernel(ground: scale.Ground, events: Events, kind: str) -> Any:
    if kind == "points":
        return ground.territory.points(events.lon, events.lat, events.state)
    return ground.territory.discs(events.lon, events.lat, events.radius_km, events.state)


def _same(one: Path, other: Path) -> bool:
    names = sorted(file.name for file in one.iterdir())
    return all(pq.read_table(one / name).equals(pq.read_table(other / name)) for name in names)


def _row(job: str, who: str, seconds: float, count: int | None, note: str = "") -> dict[str, Any]:
    return {
        "job": job,
        "who": who,
        "seconds": seconds,
        "cpu_seconds": None,  # of workers that are processes of their own: all cores are busy all the time
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "events_per_second": count / seconds if count else None,
        "note": note,
    }


def main() -> None:
    for row in measure(sys.argv[1] if len(sys.argv) > 1 else "full"):
        print(f"{row['job']:70} {row['who']:36} {row['seconds']:8.2f} s  {row['note']}")


if __name__ == "__main__":
    main()
