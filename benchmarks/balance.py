"""How long the exact blocs of a signed graph take, beside trying every division and a solver of integer programs.

Graphs look like sides in a war: two hidden sides, friends within and foes between them, and some ties that do not fit.
The peer is HiGHS (pip install highspy; no dependency of the program), which finds one best division and proves that
none is better; it does not count them, nor say who is together in all. Where it is not installed its column is empty.
Every answer is compared. Run it with  .venv/bin/python benchmarks/balance.py [REPEATS]
"""

from __future__ import annotations

import importlib.util
import platform
import statistics
import sys
import time
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.balance import Edge, divide, relate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from oracles.balance import fewest_by_table

# Actors, ties of each on average, blocs; the peer is given up on after so many seconds.
SIZES = [
    (14, 4, 2), (14, 4, 3), (20, 4, 2), (20, 4, 3), (30, 4, 2), (30, 4, 3),
    (40, 3, 2), (40, 3, 3), (40, 4, 2), (40, 4, 3), (40, 6, 2), (60, 4, 2),
]  # fmt: skip
MOST_SECONDS = 60.0
MOST_ENTRIES = 5_000_000  # divisions that are tried one and all
MISFITS = 0.15  # ties that contradict the hidden sides


def make_graph(size: int, degree: int, seed: int) -> list[Edge]:
    chance = np.random.default_rng(seed)
    side = chance.integers(2, size=size)
    pairs = list(combinations(range(size), 2))
    chosen = chance.choice(len(pairs), size=size * degree // 2, replace=False)
    return [
        Edge(one, other, against=bool((side[one] != side[other]) ^ (chance.random() < MISFITS)))
        for one, other in (pairs[place] for place in chosen)
    ]


def solve_by_program(size: int, edges: Sequence[Edge], blocs: int) -> int | None:
    """The fewest contradictions as an integer program; None if the time is up or HiGHS is not installed."""
    if importlib.util.find_spec("highspy") is None:
        return None
    import highspy  # noqa: PLC0415 - a peer that need not be installed

    model = highspy.Highs()
    model.setOptionValue("output_flag", False)  # noqa: FBT003 - the peer's own signature
    model.setOptionValue("time_limit", MOST_SECONDS)
    member = [[model.addBinary() for _ in range(blocs)] for _ in range(size)]
    for node in range(size):
        model.addConstr(sum(member[node]) == 1)
    model.addConstr(member[0][0] == 1)
    broken = [model.addBinary() for _ in edges]
    for edge, wrong in zip(edges, broken, strict=True):
        for bloc in range(blocs):
            one, other = member[edge.one][bloc], member[edge.other][bloc]
            if edge.against:
                model.addConstr(wrong >= one + other - 1)
            else:
                model.addConstr(wrong >= one - other)
                model.addConstr(wrong >= other - one)
    model.minimize(sum(broken))
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return round(model.getObjectiveValue())


def timed(ask: Callable[[], object], repeats: int) -> tuple[object, float]:
    """The answer, and the middle of so many times in milliseconds."""
    times = []
    answer: object = None
    for _ in range(repeats):
        begun = time.perf_counter()
        answer = ask()
        times.append((time.perf_counter() - begun) * 1000)
    return answer, statistics.median(times)


def show(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}"


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(f"{platform.machine()}, Python {platform.python_version()}, median of {repeats}; milliseconds")
    head = (
        "actors",
        "ties",
        "blocs",
        "least",
        "divisions",
        "exact, all",
        "who with whom",
        "every division",
        "HiGHS, one",
    )
    print("  ".join(f"{name:>14}" for name in head))
    for size, degree, blocs in SIZES:
        edges = make_graph(size, degree, seed=size * degree)
        groups, own = timed(lambda edges=edges, size=size, blocs=blocs: divide(size, edges, blocs), repeats)
        _, pairs = timed(lambda edges=edges, size=size, blocs=blocs: relate(size, edges, [], blocs), repeats)
        least = sum(group.least for group in groups)
        exact = all(group.number is not None for group in groups)
        tried = slow = None
        if blocs**size <= MOST_ENTRIES:
            (tried, _), slow = timed(lambda edges=edges, size=size, blocs=blocs: fewest_by_table(size, edges, blocs), 1)
        solved, peer = timed(lambda edges=edges, size=size, blocs=blocs: solve_by_program(size, edges, blocs), 1)
        for other in (tried, solved):
            if exact and other is not None and other != least:
                raise SystemExit(f"{size} actors, {blocs} blocs: {least} here, {other} there")
        number = " x ".join(str(group.number) for group in groups) if exact else "not exact"
        there = f"{peer:,.0f}" if solved is not None else ("not solved" if importlib.util.find_spec("highspy") else "")
        cells = (size, len(edges), blocs, least, number, f"{own:,.0f}", f"{pairs:,.0f}", show(slow), there)
        print("  ".join(f"{cell:>14}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
