"""Which holder held a point on a day: ours and its peers, on the same map and the same events in one run.

Run it alone with  .venv/bin/python -m benchmarks.engine.points [--small] [--only NAME]

First the war of `benchmarks.engine.invented`, at three sizes, then inputs of awkward shapes. All peers get the events
sorted by state and the polygons as they take them, ready; they are timed from there: index and join, state by state.
shapely gets the tree on the points, asked with polygons, which prepares these, and is timed on two threads; and the
tree on the polygons. "all in" times ours from the arrays of faces to the answers: table of edges, grid, question.
Each answer is compared with that of the first peer: the holders of every event. Points exactly on a border, which only
the plain path answers, are counted in the note. DuckDB is measured where its extension `spatial` is on the machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from benchmarks.engine.invented import SMALL, Plan, invent_events, invent_faces
from benchmarks.engine.points_peers import PEERS, Job, Sorted

from firmground.engine.edges.faces import Faces, faces_of
from firmground.engine.territory.territory import ON_BORDER, Territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Masks = NDArray[np.uint64]

Row = dict[str, Any]
ROUNDS = 3
BEST = ("shapely, tree on points", "SedonaDB")
EVERYONE = (*BEST, "shapely, tree on polygons", "geopandas", "DuckDB")
MANY = 1_000_000  # events beyond which a peer is asked once


def measure(size: str, part: str = "") -> list[Row]:
    """The rows of the table; `size` is "small" or "full". `part`: only of jobs with this in their name.

    Every job has a process of its own, so that none inherits another's memory.
    """
    rows = []
    apart = get_context("spawn")
    for name in jobs(size):
        if part in name:
            with ProcessPoolExecutor(1, mp_context=apart) as process:
                rows += process.submit(measure_job, size, name).result()
            print(f"{name}: measured", file=sys.stderr, flush=True)
    return rows


def measure_job(size: str, name: str) -> list[Row]:
    """The rows of one job."""
    return measured(name, jobs(size)[name]())


def jobs(size: str) -> dict[str, Callable[[], Job]]:
    """All jobs by name, to be made when their turn comes."""
    full = size == "full"
    made = wars() if full else {"points, 2e4 x 20 states": lambda: _war(SMALL, 20_000, EVERYONE)}
    return made | awkward_jobs(1_000_000 if full else 20_000, Plan(states=30) if full else SMALL)


def wars() -> dict[str, Callable[[], Job]]:
    """The invented war: the size of an ordinary case, and as many events x states as the engine is meant for."""
    return {
        "points, 1e5 x 30 states": lambda: _war(Plan(states=30), 100_000, EVERYONE),
        "points, 1e7 x 365 states": lambda: _war(Plan(states=365), 10_000_000, ("shapely, tree on points", "SedonaDB")),
        "points, 1e7 x 1000 states": lambda: _war(Plan(states=1000), 10_000_000, ()),
    }


def _war(plan: Plan, count: int, peers: tuple[str, ...]) -> Job:
    faces = invent_faces(plan)
    events = invent_events(plan, faces, count)
    return Job(faces, events.lon, events.lat, events.state, peers)


def awkward_jobs(many: int, plan: Plan) -> dict[str, Callable[[], Job]]:
    """Inputs on which an index may lose: each is small or lopsided in its own way."""
    rng = np.random.default_rng(7)
    west, south, east, north = plan.box
    once, days = replace(plan, states=1), min(plan.states, 10)

    # The tree on polygons is the better side only where polygons are small, or there is little to do.
    either = (*BEST, "shapely, tree on polygons")

    def job(
        faces: Faces,
        count: int,
        box: tuple[float, float, float, float] = plan.box,
        peers: tuple[str, ...] = BEST,
    ) -> Job:
        lon, lat = rng.uniform(box[0], box[2], count), rng.uniform(box[1], box[3], count)
        return Job(faces, lon, lat, rng.integers(0, faces.states, count).astype(np.int32), peers)

    tiny = faces_of([shapely.box(0, 0, 1, 1)], [0], [0], [1], states=1, holdings=1)
    field = (0.0, 0.0, 10.0, 10.0)
    return {
        "points, a tiny map, 100 events": lambda: job(tiny, 100, (0.0, 0.0, 2.0, 2.0), either),
        "points, 100 events, many states": lambda: job(invent_faces(plan), 100, peers=either),
        "points, one state": lambda: job(invent_faces(once), many),
        "points, huge polygons": lambda: job(invent_faces(replace(once, polygons=20, vertices=many)), many // 10),
        "points, many tiny polygons": lambda: job(squares(rng, many // 5), many, field, either),
        "points, all outside": lambda: job(invent_faces(plan), many, (west + 60, south, east + 60, north), either),
        "points, all in one spot": lambda: job(invent_faces(plan), many, (40.0, 35.0, 40.001, 35.001)),
        "points, long thin polygons": lambda: job(slivers(rng, many // 500), many // 10, field),
        "points, drawn anew each day": lambda: job(drawn_anew(rng, replace(plan, states=days)), many // 4),
    }


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


def measured(name: str, job: Job) -> list[Row]:
    """Ours and the peers on one job; peers say in the note whether ours gave the same answer."""
    rows, codes, masks = _ours(name, job)
    if job.peers:
        sorted_job = Sorted(job)
        rows += [_peer(name, sorted_job, peer, codes, masks) for peer in job.peers]
    return rows


def _peer(name: str, sorted_job: Sorted, peer: str, codes: Codes, masks: Masks) -> Row:
    library, make = PEERS[peer]
    job = sorted_job.job
    if find_spec(library) is None:
        return {"job": name, "who": peer, "seconds": None, "note": "not installed"}
    try:
        run = make(sorted_job)
    except Exception as error:  # noqa: BLE001 - whatever a peer may raise is told in the table
        return {"job": name, "who": peer, "seconds": None, "note": f"cannot be asked: {type(error).__name__}"}
    row, pairs = timed(name, peer, len(job.lon), run, 1 if len(job.lon) > MANY else ROUNDS)
    theirs = np.zeros(len(job.lon), np.uint64)
    np.bitwise_or.at(theirs, pairs[0], np.uint64(1) << job.faces.holding[pairs[1]].astype(np.uint64))
    other = int(((theirs != masks) & (codes != ON_BORDER)).sum())
    return row | {"note": "the same answers" if other == 0 else f"{other} OTHER ANSWERS"}


def _ours(name: str, job: Job) -> tuple[list[Row], Codes, Masks]:
    """Measures ours; the coverings of the events, and the same as sets of holdings."""
    count = len(job.lon)
    all_in, (territory, codes) = timed(name, "firmground", count, lambda: _all_in(job), ROUNDS)
    territory.make_ready(discs=False)
    again = partial(territory.points, job.lon, job.lat, job.state)
    ready, _ = timed(name, "firmground, index ready", count, again, ROUNDS)
    on_border = int((codes == ON_BORDER).sum())
    ready["note"] = all_in["note"] = f"{on_border} on a border" if on_border else ""
    masks = np.array([sum(1 << holding for holding in held) for held in territory.coverings], np.uint64)
    return [all_in, ready], codes, np.where(codes == ON_BORDER, np.uint64(0), masks[codes])


def _all_in(job: Job) -> tuple[Territory, Codes]:
    territory = Territory(job.faces)
    return territory, territory.points(job.lon, job.lat, job.state)


def timed(job: str, who: str, events: int, work: Callable[[], Any], rounds: int) -> tuple[Row, Any]:
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
        "job": job,
        "who": who,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mb": peak_mb(),
        "events_per_second": events / seconds,
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
    print(f"{'job':36}{'who':28}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'a second':>14}", flush=True)
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--small", action="store_true")
    asked.add_argument("--only", default="", help="only jobs with this in their name")
    chosen = asked.parse_args()
    for row in measure("small" if chosen.small else "full", chosen.only):
        if row["seconds"] is None:
            print(f"{row['job']:36}{row['who']:28}  {row['note']}")
            continue
        figures = (
            f"{row['seconds']:9.4f}{row['cpu_seconds']:9.3f}{row['peak_mb']:9,.0f}{row['events_per_second']:14,.0f}"
        )
        print(f"{row['job']:36}{row['who']:28}{figures}  {row['note']}")


if __name__ == "__main__":
    main()
