"""Runs of states that were asked for apart, by blocks of states or by groups of holdings, put together again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.discs.shares import DiscRuns
from firmground.engine.points.runs import Runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]


def rows_of(row_first: Ints) -> Ints:
    """The row of each run."""
    return np.repeat(np.arange(len(row_first) - 1), np.diff(row_first))


def merged(runs: Runs) -> Runs:
    """Runs of a row that follow each other with one value become one."""
    row = rows_of(runs.row_first)
    opens = np.ones(len(row), np.bool_)
    opens[1:] = (row[1:] != row[:-1]) | (runs.value[1:] != runs.value[:-1])
    if opens.all():
        return runs
    kept = np.flatnonzero(opens)
    last = np.append(kept[1:], len(row)) - 1
    row_first = np.append(0, np.cumsum(opens))[runs.row_first]
    return Runs(row_first, runs.start[kept], runs.stop[last], runs.value[kept])


def joined(parts: Sequence[tuple[Ints, int, Runs]], rows: int) -> Runs:
    """Runs of blocks of states, in order of time, as (which rows they are of, first state of the block, runs)."""
    row = _one_after_the_other([chosen[rows_of(runs.row_first)] for chosen, _, runs in parts], np.int64)
    order = np.argsort(row, kind="stable")
    start = _one_after_the_other([runs.start + first for _, first, runs in parts], np.int32)
    stop = _one_after_the_other([runs.stop + first for _, first, runs in parts], np.int32)
    value = _one_after_the_other([runs.value for _, _, runs in parts], np.int32)
    row_first = np.append(0, np.cumsum(np.bincount(row, minlength=rows)))
    return merged(Runs(row_first, start[order], stop[order], value[order]))


def crossed(groups: Sequence[Runs]) -> tuple[Runs, list[Ints]]:
    """The runs on which no group changes (values mean nothing), and for each group which of its runs holds on each."""
    keys = [_keys(runs) for runs in groups]
    together = np.unique(np.concatenate(keys))
    held = [np.searchsorted(key, together, side="right") - 1 for key in keys]
    row = together >> 32
    start = (together & 0xFFFFFFFF).astype(np.int32)
    stop = np.minimum.reduce([runs.stop[place] for runs, place in zip(groups, held, strict=True)])
    row_first = np.searchsorted(row, np.arange(len(groups[0].row_first)))
    return Runs(row_first, start, stop, np.zeros(len(row), np.int32)), held


def _keys(runs: Runs) -> Ints:
    return (rows_of(runs.row_first) << 32) + runs.start


def joined_discs(parts: Sequence[tuple[Ints, int, DiscRuns]], rows: int) -> DiscRuns:
    """The same for discs. A disc that is doubtful in one block is doubtful, and has no runs in any."""
    doubtful = np.zeros(rows, np.bool_)
    for chosen, _, runs in parts:
        doubtful[chosen] |= runs.doubtful
    row = _one_after_the_other([chosen[rows_of(runs.row_first)] for chosen, _, runs in parts], np.int64)
    cells = np.cumsum([0, *(len(runs.covering) for _, _, runs in parts)])
    all_runs = DiscRuns(
        row_first=np.append(0, np.cumsum(np.bincount(row, minlength=rows))),
        start=_one_after_the_other([runs.start + first for _, first, runs in parts], np.int32),
        stop=_one_after_the_other([runs.stop + first for _, first, runs in parts], np.int32),
        cell_first=np.append(
            _one_after_the_other(
                [runs.cell_first[:-1] + begin for (_, _, runs), begin in zip(parts, cells, strict=False)], np.int64
            ),
            cells[-1],
        ),
        covering=_one_after_the_other([runs.covering for _, _, runs in parts], np.int32),
        share=_one_after_the_other([runs.share for _, _, runs in parts], np.float64),
        doubtful=doubtful,
    )
    order = np.argsort(row, kind="stable")
    return _chosen(all_runs, order[~doubtful[row[order]]], row)


def without(runs: DiscRuns, doubtful: NDArray[np.bool_]) -> DiscRuns:
    """The same, but these discs are doubtful."""
    row = rows_of(runs.row_first)
    kept = np.flatnonzero(~doubtful[row])
    return _chosen(replace(runs, doubtful=runs.doubtful | doubtful), kept, row)


def _chosen(runs: DiscRuns, chosen: Ints, row: Ints) -> DiscRuns:
    """These runs, in this order, in which their rows ascend. `row`: of each run that there is."""
    begin, cells = runs.cell_first[chosen], np.diff(runs.cell_first)[chosen]
    cell_first = np.append(0, np.cumsum(cells))
    cell = np.repeat(begin - cell_first[:-1], cells) + np.arange(cell_first[-1])
    return DiscRuns(
        row_first=np.append(0, np.cumsum(np.bincount(row[chosen], minlength=len(runs.doubtful)))),
        start=runs.start[chosen],
        stop=runs.stop[chosen],
        cell_first=cell_first,
        covering=runs.covering[cell],
        share=runs.share[cell],
        doubtful=runs.doubtful,
    )


def _one_after_the_other(parts: list[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *parts]).astype(kind)
