"""Which holder held a point on a day: ours and its peers, on the same map and the same events in one run.

Run it alone with  .venv/bin/python -m benchmarks.engine.points [--small]

First the war of `benchmarks.engine.invented`, at three sizes, then inputs of awkward shapes. All peers get the events
sorted by state and the polygons as they take them, ready; they are timed from there: index and join, state by state.
shapely gets the tree on the points, asked with polygons, which prepares these, and is timed on two threads; and the
tree on the polygons. "all in" times ours from the arrays of faces to the answers: table of edges, grid, question.
Each answer is compared with that of the first peer: the holders of every event. Points exactly on a border, which only
the plain path answers, are counted in the note. DuckDB is measured where its extension `spatial` is on the machine.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from benchmarks.engine.invented import SMALL, Plan, invent_events, invent_faces
from benchmarks.engine.points_peers import PEERS, Job, Sorted

from firmground.engine.edges.faces import Faces, faces_of
from firmground.engine.territory.territory import ON_BORDER, Territory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Masks = NDArray[np.uint64]

Row = dict[str, Any]
ROUNDS = 3
MANY = 1_000_000  # events beyond which a peer is asked once


def measure(size: str) -> list[Row]:
    """The rows of the table; `size` is "small" or "full"."""
    rows = []
    for job in [*wars(size), *awkward_jobs(size)]:
        rows += measured(job)
        print(f"{job.name}: done", file=sys.stderr, flush=True)
    return rows


def wars(size: str) -> Iterator[Job]:
    """The invented war: as many events x states as the engine is meant for, and the size of an ordinary case."""
    if size == "small":
        faces = invent_faces(SMALL)
        events = invent_events(SMALL, faces, 20_000)
        everyone = ("shapely, tree on points", "shapely, tree on polygons", "geopandas", "SedonaDB", "DuckDB")
        yield Job("points, 2e4 x 20 states", faces, events.lon, events.lat, events.state, everyone)
        return
    for states, count, peers in (
        (30, 100_000, ("shapely, tree on points", "shapely, tree on polygons", "geopandas", "SedonaDB", "DuckDB")),
        (365, 10_000_000, ("shapely, tree on points", "SedonaDB")),
        (1000, 10_000_000, ()),
    ):
        plan = Plan(states=states)
        faces = invent_faces(plan)
        events = invent_events(plan, faces, count)
        name = f"points, 1e{round(np.log10(count))} x {states} states"
        yield Job(name, faces, events.lon, events.lat, events.state, peers)


def awkward_jobs(size: str) -> Iterator[Job]:
    """Inputs on which an index may lose: each is small or lopsided in its own way."""
    full = size == "full"
    many, plan = (1_000_000, Plan(states=30)) if full else (20_000, SMALL)
    rng = np.random.default_rng(7)
    faces = invent_faces(plan)
    west, south, east, north = plan.box

    def anywhere(
        count: int, states: int, box: tuple[float, float, float, float] = plan.box
    ) -> tuple[Floats, Floats, Codes]:
        lon, lat = rng.uniform(box[0], box[2], count), rng.uniform(box[1], box[3], count)
        return lon, lat, rng.integers(0, states, count).astype(np.int32)

    one = invent_faces(replace(plan, states=1))
    yield Job(
        "points, a tiny map, 100 events",
        faces_of([shapely.box(0, 0, 1, 1)], [0], [0], [1], states=1, holdings=1),
        *anywhere(100, 1, (0, 0, 2, 2)),
    )
    yield Job("points, 100 events, many states", faces, *anywhere(100, plan.states))
    yield Job("points, one state", one, *anywhere(many, 1))
    huge = invent_faces(replace(plan, states=1, polygons=20, vertices=1_000_000 if full else 5_000))
    yield Job("points, huge polygons", huge, *anywhere(many // 10, 1))
    yield Job(
        "points, many tiny polygons", squares(rng, 200_000 if full else 2_000), *anywhere(many, 1, (0, 0, 10, 10))
    )
    yield Job("points, all outside", faces, *anywhere(many, plan.states, (west + 60, south, east + 60, north)))
    yield Job("points, all in one spot", faces, *anywhere(many, plan.states, (40.0, 35.0, 40.001, 35.001)))
    yield Job(
        "points, long thin polygons", slivers(rng, 2_000 if full else 200), *anywhere(many // 10, 1, (0, 0, 10, 10))
    )
    days = min(plan.states, 10)
    yield Job("points, drawn anew each day", drawn_anew(rng, replace(plan, states=days)), *anywhere(many // 4, days))


def squares(rng: np.random.Generator, count: int) -> Faces:
    """Small squares with corners of their own, of five holders, in a field of 10 by 10 degrees."""
    side = int(np.ceil(np.sqrt(count)))
    place = 10 * np.array([divmod(number, side) for number in range(count)]) / side
    size = 10 / side * rng.uniform(0.2, 0.9, count)
    boxes = shapely.box(place[:, 0], place[:, 1], place[:, 0] + size, place[:, 1] + size)
    holding = rng.integers(0, 5, count).tolist()
    return faces_of(list(boxes), holding, [0] * count, [1] * count, states=1, holdings=5)


def slivers(rng: np.random.Generator, count: int) -> Faces:
    """Triangles across the whole field, a few metres wide, in all directions, of five holders; they cross."""
    turn = rng.uniform(0, np.pi, count)
    way = np.column_stack([np.cos(turn), np.sin(turn)])
    middle = rng.uniform(2, 8, (count, 2))
    across = 5e-4 * np.column_stack([-way[:, 1], way[:, 0]])
    corners = np.stack([middle - 5 * way, middle + 5 * way, middle + 5 * way + across], axis=1)
    holding = (np.arange(count) % 5).tolist()
    return faces_of(list(shapely.polygons(corners)), holding, [0] * count, [1] * count, states=1, holdings=5)


def drawn_anew(rng: np.random.Generator, plan: Plan) -> Faces:
    """The war's first state on each of its states, no vertex ever where it was the day before."""
    once = invent_faces(replace(plan, states=1))
    shapes, holding = once.shapes(), once.holding.tolist()
    moved = [
        shapely.transform(shape, lambda xy, by=by: xy + by)
        for by in rng.normal(0, 1e-6, (plan.states, 1, 2))
        for shape in shapes
    ]
    first = np.repeat(np.arange(plan.states), len(shapes))
    return faces_of(
        moved, holding * plan.states, first.tolist(), (first + 1).tolist(), states=plan.states, holdings=plan.holders
    )


def measured(job: Job) -> list[Row]:
    """Ours and the peers on one job; peers say in the note whether ours gave the same answer."""
    rows = []
    codes, ours = _ours(job, rows)
    sorted_job = Sorted(job) if job.peers else None
    for name in job.peers if sorted_job else ():
        library, make = PEERS[name]
        if find_spec(library) is None:
            rows.append({"job": job.name, "who": name, "seconds": None, "note": "not installed"})
            continue
        try:
            run = make(sorted_job)
        except Exception as error:  # noqa: BLE001 - whatever a peer may raise is told in the table
            told = str(error).splitlines()[0]
            rows.append({"job": job.name, "who": name, "seconds": None, "note": f"cannot be asked: {told}"})
            continue
        row, pairs = timed(job, name, run, 1 if len(job.lon) > MANY else ROUNDS)
        theirs = np.zeros(len(job.lon), np.uint64)
        np.bitwise_or.at(theirs, pairs[0], np.uint64(1) << job.faces.holding[pairs[1]].astype(np.uint64))
        other = int(((theirs != ours) & (codes != ON_BORDER)).sum())
        row["note"] = "the same answers" if other == 0 else f"{other} OTHER ANSWERS"
        rows.append(row)
    return rows


def _ours(job: Job, rows: list[Row]) -> tuple[Codes, Masks]:
    """Measures ours; the coverings of the events, and the same as sets of holdings."""
    all_in, (territory, codes) = timed(job, "firmground", lambda: _all_in(job), ROUNDS)
    ready, _ = timed(job, "firmground, index ready", partial(territory.points, job.lon, job.lat, job.state), ROUNDS)
    on_border = int((codes == ON_BORDER).sum())
    ready["note"] = all_in["note"] = f"{on_border} on a border" if on_border else ""
    rows += [all_in, ready]
    masks = np.array([sum(1 << holding for holding in held) for held in territory.coverings], np.uint64)
    return codes, np.where(codes == ON_BORDER, np.uint64(0), masks[codes])


def _all_in(job: Job) -> tuple[Territory, Codes]:
    territory = Territory(job.faces)
    return territory, territory.points(job.lon, job.lat, job.state)


def timed(job: Job, who: str, work: Callable[[], Any], rounds: int) -> tuple[Row, Any]:
    """The best of some rounds, wall and processor seconds, and the most memory that the process, with inputs, had."""
    best, done = (np.inf, np.inf), None
    start_peak()
    for _ in range(rounds):
        done = None  # frees what the round before made
        began, used = time.perf_counter(), sum(os.times()[:2])
        done = work()
        best = min(best, (time.perf_counter() - began, sum(os.times()[:2]) - used))
    seconds, cpu = best
    return {
        "job": job.name,
        "who": who,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mb": peak_mb(),
        "events_per_second": len(job.lon) / seconds,
        "note": "",
    }, done


def start_peak() -> None:
    """Forgets what the process took before, where the system can: Linux."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def peak_mb() -> float:
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main() -> None:
    """Prints the rows."""
    print(f"{'job':36}{'who':28}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'a second':>14}")
    for row in measure("small" if "--small" in sys.argv else "full"):
        if row["seconds"] is None:
            print(f"{row['job']:36}{row['who']:28}  {row['note']}")
            continue
        figures = (
            f"{row['seconds']:9.4f}{row['cpu_seconds']:9.3f}{row['peak_mb']:9,.0f}{row['events_per_second']:14,.0f}"
        )
        print(f"{row['job']:36}{row['who']:28}{figures}  {row['note']}")


if __name__ == "__main__":
    main()
