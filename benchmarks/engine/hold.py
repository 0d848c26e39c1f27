"""Who held what, from located events to the table: by the engine, and by the plain path.

The events and the map are invented: points and discs at spots that come again and again, and points that never do. The
plain path is asked about a few hundred events, so that it ends. Run it alone with
.venv/bin/python -m benchmarks.engine.hold [--small]
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.engine.invented import SMALL, Plan, invent_faces

from firmground.case.actors import Actor, Actors
from firmground.case.case import Case
from firmground.case.choices import Choices
from firmground.case.claims import Relation
from firmground.case.control import ControlMap, Face, Ground, Holding, Timing
from firmground.case.events import EventTable
from firmground.dates import NO_START, NO_STOP, Days, When
from firmground.hold import Held, hold_events
from firmground.locate import Located, locate_events
from firmground.texts import Texts

FIRST_DAY = 750_000
SPOTS = 6_000
SIZES = {"small": (10_000,), "full": (100_000, 1_000_000)}
MOST_PLAIN = 500
SEED = 6


def measure(size: str) -> list[dict[str, Any]]:
    """The rows of the table; `size` is "small" or "full"."""
    control = invented_map(SMALL if size == "small" else Plan())
    rows = []
    for number in SIZES[size]:
        for which, own in (("at 6,000 spots", False), ("each at its own point", True)):
            job = f"who held what: {number:,} events {which}"
            located = invented_located(control, number, own_points=own)
            held, row = _timed(job, "firmground", number, located, "engine")
            rows.append(row)
            rows.append(_timed(job, "firmground, again", number, located, "engine")[1] | {"note": "kernels loaded"})
            asked = _timed_answers(job, number, held)
            rows.append(asked)
            few = min(number, MOST_PLAIN)
            if few == number:
                rows.append(_timed(job, "plain path", number, located, "plain")[1])
            else:
                some = invented_located(control, few, own_points=own)
                rows.append(_timed(f"who held what: {few:,} events {which}", "plain path", few, some, "plain")[1])
    return rows


def main() -> None:
    """Prints the rows."""
    for row in measure("small" if "--small" in sys.argv else "full"):
        note = f"  {row['note']}" if row["note"] else ""
        print(f"{row['job']:62} {row['who']:20} {row['seconds']:8.2f} s {row['cpu_seconds']:8.2f} s CPU{note}")


def invented_map(plan: Plan) -> ControlMap:
    """The invented war as a map of snapshots, one a day."""
    faces = invent_faces(plan)
    shapes = faces.shapes()
    holdings = [Holding(Ground.HELD, (f"party-{number}",)) for number in range(faces.holdings)]
    days = [When.on(FIRST_DAY + state) for state in range(faces.states)]
    drawn = tuple(
        Face(holdings[faces.holding[face]], days[state], shapes[face])
        for face in range(len(faces))
        for state in range(faces.first[face], faces.stop[face])
    )
    known = tuple(range(FIRST_DAY, FIRST_DAY + faces.states))
    return ControlMap("map", "map", "", drawn, Timing.SNAPSHOTS, snapshot_days=known)


def invented_located(control: ControlMap, number: int, *, own_points: bool) -> Located:
    """Events on one day, some on a week, a few on days nobody knows; half are points, half discs of 1 to 50 km.

    `own_points`: each a point of its own on one day.
    """
    random = np.random.default_rng(SEED)
    west, south, east, north = np.array([face.geometry.bounds for face in control.faces[:500]]).T
    box = ([west.min(), south.min()], [east.max(), north.max()])
    spots = random.uniform(*box, (number if own_points else SPOTS, 2))
    spot = np.arange(number) if own_points else random.integers(0, SPOTS, number)
    start = FIRST_DAY + random.integers(0, len(control.snapshot_days), number)
    stop = start + 1
    radius = np.zeros(number)
    if not own_points:
        radius = np.array([0, 0, 0, 0, 1, 2, 5, 10, 25, 50])[spot % 10].astype(float)
        stop = np.where(random.random(number) < 0.1, start + 7, stop)
        unknown = random.random(number) < 0.02
        start, stop = np.where(unknown, NO_START, start), np.where(unknown, NO_STOP, stop)
    events = _event_table(start, stop, spots[spot], radius)
    parties = {holder for face in control.faces for holder in face.holding.holders}
    actors = Actors({party: Actor(party, party) for party in sorted(parties)})
    case = Case(Path(), "", events, actors=actors, maps={"map": control}, choices=Choices(map=("map",)))
    return locate_events(case)


def _event_table(start: Any, stop: Any, spots: Any, radius: Any) -> EventTable:
    count = len(start)
    empty, ones = Texts.same("", count), np.ones(count, dtype=np.int64)
    texts = (
        "dataset", "by", "kind", "target", "place", "area", "level", "source", "url", "note", "duplicate_of", "file",
        "unplaced", "withheld",
    )  # fmt: skip
    return EventTable(
        id=Texts.of([str(number) for number in range(count)]),
        start=start,
        stop=stop,
        reported_start=np.full(count, NO_START),
        reported_stop=np.full(count, NO_STOP),
        lon=np.ascontiguousarray(spots[:, 0]),
        lat=np.ascontiguousarray(spots[:, 1]),
        radius_km=radius,
        strikes_low=ones,
        strikes_high=ones,
        row_number=np.arange(count),
        **dict.fromkeys(texts, empty),  # type: ignore[arg-type]
    )


def _timed(job: str, who: str, number: int, located: Located, path: Any) -> tuple[Held, dict[str, Any]]:
    begun, cpu = time.perf_counter(), time.process_time()
    held = hold_events(located, path=path)
    return held, _row(job, who, number, time.perf_counter() - begun, time.process_time() - cpu)


def _timed_answers(job: str, number: int, held: Held) -> dict[str, Any]:
    """All that a table is asked for about one party, once each."""
    table, case = held.tables["map", 1.0, 0.0], held.case
    party = next(iter(case.actors.by_id))
    begun, cpu = time.perf_counter(), time.process_time()
    table.answer(case, Relation.OUTSIDE, party, None, Days(), contested=True)
    table.share(case, party, None, Days(), contested=True)
    table.unmapped()
    _ = replace(table).parts
    row = _row(job, "firmground, asked", number, time.perf_counter() - begun, time.process_time() - cpu)
    return row | {"note": "answer, share, unmapped, parts of one table"}


def _row(job: str, who: str, number: int, seconds: float, cpu: float) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"job": job, "who": who, "n": number, "seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak, "note": ""}


if __name__ == "__main__":
    main()
