"""How the engine's cost grows: with events, days, vertices, radius, days of an interval and specifications. A picture.

Run it with  .venv/bin/python -m benchmarks.engine.growth [PICTURE]     (default: benchmarks/results/engine-growth.svg)

Each curve changes one thing and leaves the rest as it is; both axes are logarithmic, so that a cost in proportion is a
line of slope one. Wall time, best of three. matplotlib comes with the extra `bench`.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.engine.invented import Plan, invent_events, invent_faces

from firmground.engine.cube.axes import Axes, Axis
from firmground.engine.cube.bounds import bound_shares
from firmground.engine.cube.count import Outcomes
from firmground.engine.cube.cube import Cube, Specifications
from firmground.engine.territory.territory import Territory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PLAN = Plan(states=90)
EVENTS = 1_000_000
DISCS = 20_000
ROUNDS = 3
PICTURE = Path(__file__).resolve().parents[1] / "results" / "engine-growth.svg"


@dataclass(frozen=True)
class Curve:
    """Seconds of `what` at each of the sizes of one thing."""

    title: str
    across: str
    what: str
    sizes: tuple[float, ...]
    seconds: tuple[float, ...]


def best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def curve(
    title: str, across: str, what: str, sizes: Sequence[float], work: Callable[[float], Callable[[], object]]
) -> Curve:
    """`work(size)` prepares and returns what is measured."""
    seconds = tuple(best(work(size)) for size in sizes)
    for size, taken in zip(sizes, seconds, strict=True):
        print(f"{title:24} {across} = {size:>12,g}: {taken:8.3f} s", flush=True)
    return Curve(title, across, what, tuple(sizes), seconds)


def measure_curves() -> list[Curve]:
    faces = invent_faces(PLAN)
    ready = Territory(faces)
    ready.make_ready()
    events = invent_events(PLAN, faces, EVENTS)
    lon, lat, state = events.lon, events.lat, events.state
    ready.points(lon[:1000], lat[:1000], state[:1000])
    ready.discs(lon[:10], lat[:10], np.full(10, 5.0), state[:10])
    one = np.ones(DISCS)

    def points(rows: float) -> Callable[[], object]:
        part = slice(int(rows))
        return lambda: ready.points(lon[part], lat[part], state[part])

    def everything(plan: Plan) -> Callable[[], object]:
        own = invent_faces(plan)
        there = invent_events(plan, own, EVENTS)
        return lambda: Territory(own).points(there.lon, there.lat, there.state)

    def discs(radius: float) -> Callable[[], object]:
        part = slice(DISCS)
        return lambda: ready.discs(lon[part], lat[part], one * radius, state[part])

    def windows(days: float) -> Callable[[], object]:
        part = slice(DISCS)
        first = np.minimum(state[part], PLAN.states - int(days)).astype(np.int32)
        stop = (first + int(days)).astype(np.int32)
        return lambda: ready.extremes_over(lon[part], lat[part], one * 10.0, first, stop)

    def choices(number: float) -> Callable[[], object]:
        random, many = np.random.default_rng(7), int(number)
        can = random.integers(0, 1 << 40, EVENTS, dtype=np.uint64)
        must = can & random.integers(0, 1 << 40, EVENTS, dtype=np.uint64)
        precision = random.integers(0, 5, EVENTS).astype(np.uint8)
        axes = Axes((Axis(events.actor, 6),), Axis(precision, 5), Axis(state, PLAN.states))
        first = random.integers(0, PLAN.states, many)
        asked = Specifications(
            np.array([axes.attribute_set([actor]) for actor in range(6)]),
            random.integers(0, 6, many),
            random.integers(0, 5, many),
            first,
            first + random.integers(0, PLAN.states - first + 1),
            random.integers(0, 40, many),
        )
        return lambda: bound_shares(Cube(axes, Outcomes(40, must[:, None], can[:, None])).count(asked))

    return [
        curve("choices, with the counting", "specifications", "cube", (1, 100, 1e4, 1e6), choices),
        curve("points, index ready", "events", "events", (1e3, 1e4, 1e5, 1e6), points),
        curve("points, all in", "days", "map", (10, 30, 90, 365, 1000),
              lambda days: everything(replace(PLAN, states=int(days)))),
        curve("points, all in", "vertices of a day", "map", (15_000, 60_000, 243_000, 1_000_000),
              lambda vertices: everything(replace(PLAN, vertices=int(vertices)))),
        curve("disc shares, one day", "radius in km", "discs", (1, 3, 10, 30, 100, 200), discs),
        curve("disc shares, extremes", "days of the interval", "discs", (1, 3, 10, 30, 90), windows),
    ]  # fmt: skip


def draw(curves: list[Curve], picture: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415 - the figures are worth having without the picture

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "firmground"
    from matplotlib import pyplot as plt  # noqa: PLC0415 - as above, and after the choice of what draws

    figure, axes = plt.subplots(1, len(curves), figsize=(3.1 * len(curves), 3.1), layout="constrained")
    for axis, one in zip(axes, curves, strict=True):
        axis.loglog(one.sizes, one.seconds, marker="o", color="#1f5f8b")
        axis.set(title=one.title, xlabel=one.across, ylabel="seconds")
        axis.grid(visible=True, which="major", alpha=0.3)
    picture.parent.mkdir(exist_ok=True)
    figure.savefig(picture, metadata={"Date": None})


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    draw(measure_curves(), target)
    print(f"drawn into {target}")
