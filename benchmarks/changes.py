"""How long changes of rate take to find, on this machine: a table to read, not a test to pass.

Seconds are of the processor, so that what else the machine does is not counted.

Beside them a peer: the PELT of ruptures, with a Poisson cost written for it in the way it asks for, and the plain
division by dynamic programming in numpy; all three must find the same cost. ruptures is no dependency: install it for
this alone (pip install ruptures). Run it with  .venv/bin/python benchmarks/changes.py [DAYS]
"""

from __future__ import annotations

import platform
import sys
import time
from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.changes import CountLaw, Series, find_change, find_changes, find_silences, find_weekdays
from firmground.engine.changes.many_changes import divide, price_of_change
from firmground.engine.changes.one_change import shortest_run, weigh_days

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LEAST_DAYS = 7
MOST_FOR_PEERS = 2_000  # days; they take minutes beyond


def invent(days: int, changes: int) -> Series:
    """Poisson counts whose rate changes so many times, at even distances."""
    rng = np.random.default_rng(1)
    rates = rng.uniform(0.3, 3.0, changes + 1)
    return Series.of(rng.poisson(rates[np.arange(days) * (changes + 1) // days]))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The best of three, in seconds, and what came out."""
    best, result = float("inf"), None
    for _ in range(3):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def divide_plainly(series: Series, law: CountLaw, price: float) -> float:
    """The least cost by optimal partitioning: every start for every end, nothing pruned."""
    counted, exposed = series.counted.astype(float), series.exposed
    best = np.full(len(series) + 1, np.inf)
    best[0] = -price
    for stop in range(LEAST_DAYS, len(series) + 1):
        starts = np.arange(stop - LEAST_DAYS + 1)
        cost = law.cost(counted[stop] - counted[starts], exposed[stop] - exposed[starts])
        best[stop] = (best[starts] + cost).min() + price
    return float(best[-1])


def divide_by_ruptures(series: Series, law: CountLaw, price: float) -> tuple[float, str] | None:
    """Its cost and version; None where ruptures is not installed."""
    try:
        import ruptures  # noqa: PLC0415 - a peer, no dependency
        from ruptures.base import BaseCost  # noqa: PLC0415
    except ImportError:
        return None
    counted, exposed = series.counted.astype(float), series.exposed

    class PoissonCost(BaseCost):
        model, min_size = "poisson", 1

        def fit(self, signal: Any) -> PoissonCost:
            self.signal = signal
            return self

        def error(self, start: int, end: int) -> float:
            return float(
                law.cost(np.array([counted[end] - counted[start]]), np.array([exposed[end] - exposed[start]]))[0]
            )

    found = ruptures.Pelt(custom_cost=PoissonCost(), min_size=LEAST_DAYS, jump=1)
    ends = found.fit(series.counts.reshape(-1, 1).astype(float)).predict(pen=price)
    edges = np.array([0, *ends])
    cost = law.cost(counted[edges[1:]] - counted[edges[:-1]], exposed[edges[1:]] - exposed[edges[:-1]]).sum()
    return float(cost + price * (len(ends) - 1)), metadata.version("ruptures")


def tell(what: str, seconds: float, words: str = "") -> None:
    print(f"  {what:46} {1000 * seconds:10.1f} ms   {words}", flush=True)


def time_ours(days: int) -> None:
    flat, moving = invent(days, 0), invent(days, days // 200)
    for name, series in (("without a change", flat), (f"with {days // 200} changes", moving)):
        print(f"{days:,} days {name}")
        law = CountLaw.weak(series)
        seconds, (posterior, _) = timed(lambda s=series, held=law: weigh_days(s, held))
        tell("every day weighed, the posterior", seconds, f"sums to 1 within {abs(posterior.sum() - 1):.0e}")
        seconds, _ = timed(lambda held=posterior: shortest_run(held, 0.9))
        tell("the shortest run of nine tenths", seconds)
        seconds, _ = timed(lambda s=series: find_change(s))
        tell("the same with both rates and their intervals", seconds)
        seconds, found = timed(lambda s=series: find_changes(s, least_days=LEAST_DAYS))
        tell("PELT", seconds, f"{len(found.changes)} changes, cost {found.cost:.3f}")
        seconds, _ = timed(lambda s=series: find_weekdays(s, np.arange(len(s)) % 7))
        tell("a habit of the week", seconds)
        seconds, _ = timed(lambda s=series: find_silences(s))
        tell("the twelve longest silences", seconds)


def time_peers(days: int) -> None:
    series = invent(days, days // 200)
    law, price = CountLaw.weak(series), price_of_change(series)
    print(f"{days:,} days with {days // 200} changes, the same division by others")
    seconds, (_, cost) = timed(lambda: divide(series, law, price, LEAST_DAYS))
    tell("firmground", seconds, f"cost {cost:.6f}")
    seconds, plain = timed(lambda: divide_plainly(series, law, price))
    tell("plain optimal partitioning, numpy", seconds, f"cost {plain:.6f}")
    start = time.process_time()
    peer = divide_by_ruptures(series, law, price)
    if peer is None:
        print("  ruptures: not measured, it is not here")
    else:
        tell(f"ruptures {peer[1]}, Pelt with this cost", time.process_time() - start, f"cost {peer[0]:.6f}")


def main() -> None:
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"firmground {metadata.version('firmground')}, Python {platform.python_version()}, {platform.machine()}")
    time_ours(days)
    time_peers(min(days, MOST_FOR_PEERS))


if __name__ == "__main__":
    main()
