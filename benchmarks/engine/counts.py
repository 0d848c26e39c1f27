"""The law of a number of uncertain things: ours, fast-poibin, scipy and plain steps, on the same chances in one run.

Half of the things are nearly certain one way or the other, as events near a front are. `places`: the same number of
events in places of very different sizes that each are decided by one draw, which no peer knows; the plain steps do. Run
it alone with  .venv/bin/python -m benchmarks.engine.counts [--small]
"""

from __future__ import annotations

import resource
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.counts.groups import group_things
from firmground.engine.counts.sums import law_of_sum

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIZES = {"small": (1_000, 10_000), "full": (1_000, 10_000, 100_000, 1_000_000, 10_000_000)}
MOST_BY_PEER = {"fast-poibin": 1_000_000, "scipy poisson_binom": 10_000, "plain steps": 20_000}
REPEATS = 3
SEED = 9


def measure(size: str) -> list[dict[str, Any]]:
    """The rows of the table; `size` is "small" or "full"."""
    rows = []
    for number in SIZES[size]:
        rows += _measure_alone(number)
        rows += _measure_places(number)
    return rows


def main() -> None:
    """Prints the rows."""
    for row in measure("small" if "--small" in sys.argv else "full"):
        note = f"  {row['note']}" if row["note"] else ""
        print(f"{row['job']:38} {row['who']:20} {row['seconds']:9.4f} s {row['cpu_seconds']:9.4f} s CPU{note}")


def _measure_alone(number: int) -> list[dict[str, Any]]:
    chance = np.random.default_rng(SEED).beta(0.5, 0.5, number)
    job = f"law of {number:,} events"
    ours, row = _timed(job, "firmground", number, lambda: law_of_sum(group_things(chance, np.ones(number))))
    rows = [row | {"note": f"left out at most {ours.lost:.0e}"}]
    peers: dict[str, Callable[[Floats], Floats]] = {
        "fast-poibin": _by_fast_poibin,
        "scipy poisson_binom": _by_scipy,
        "plain steps": lambda chances: _by_steps(chances, np.ones(len(chances))),
    }
    for who, law in peers.items():
        if number <= MOST_BY_PEER[who]:
            mass, row = _timed(job, who, number, lambda law=law: law(chance))  # type: ignore[misc]
            rows.append(row | {"note": _differs(mass, ours.start, ours.mass)})
    return rows


def _measure_places(number: int) -> list[dict[str, Any]]:
    random = np.random.default_rng(SEED)
    sizes = np.minimum(random.zipf(1.7, number), number // 50)
    sizes = sizes[np.cumsum(sizes) <= number]
    chance = random.beta(0.5, 0.5, len(sizes))
    events, group = np.repeat(chance, sizes), np.repeat(np.arange(len(sizes)), sizes)
    job = f"law of {number:,} events at {len(sizes):,} places"
    ours, row = _timed(job, "firmground", number, lambda: law_of_sum(group_things(events, np.ones(len(events)), group)))
    rows = [row | {"note": f"left out at most {ours.lost:.0e}"}]
    if number <= MOST_BY_PEER["plain steps"]:
        mass, row = _timed(job, "plain steps", number, lambda: _by_steps(chance, sizes))
        rows.append(row | {"note": _differs(mass, ours.start, ours.mass)})
    return rows


def _by_fast_poibin(chance: Floats) -> Floats:
    from fast_poibin import PoiBin  # noqa: PLC0415 - a peer that need not be installed

    return np.asarray(PoiBin(chance.tolist()).pmf)


def _by_scipy(chance: Floats) -> Floats:
    from scipy.stats import poisson_binom  # noqa: PLC0415 - a peer

    return np.asarray(poisson_binom(chance).pmf(np.arange(len(chance) + 1)))


def _by_steps(chance: Floats, weight: NDArray[Any]) -> Floats:
    """One thing after another."""
    law = np.zeros(int(weight.sum()) + 1)
    law[0], top = 1.0, 0
    for part, adds in zip(chance.tolist(), weight.astype(int).tolist(), strict=True):
        before = law[: top + 1] * part
        law[: top + 1] *= 1 - part
        law[adds : adds + top + 1] += before
        top += adds
    return law


def _differs(mass: Floats, start: int, ours: Floats) -> str:
    return f"differs from ours by {np.abs(mass[start : start + len(ours)] - ours).max():.0e} at most"


def _timed(job: str, who: str, number: int, work: Callable[[], Any]) -> tuple[Any, dict[str, Any]]:
    """The result and the row, best of several."""
    walls, cpus, result = [], [], None
    for _ in range(REPEATS):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = {
        "job": job, "who": who, "seconds": min(walls), "cpu_seconds": min(cpus), "peak_mb": round(peak),
        "events_per_second": round(number / min(walls)), "note": "",
    }  # fmt: skip
    return result, row


if __name__ == "__main__":
    main()
