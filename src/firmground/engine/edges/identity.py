"""How much of a map's border goes on from each state to the next: what a table of edges saves, or does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.edges.build import edges_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.engine.edges.edges import Edges
    from firmground.engine.edges.faces import Faces

# A source of which less goes on from one state to the next is drawn anew each time, as far as this table can see.
_ANEW = 0.5


@dataclass(frozen=True, eq=False)
class Identity:
    """Shares, from 0 to 1, of the edges of one state that stand on the next one too.

    `median`, `worst`: over all changes of state; `worst_state`: the state after which the least goes on. `by_holding`:
    for each holding the median over the changes before which it has any ground, NaN where there is none. A map with
    one state, or with no edges, has no changes: then all is 1.
    """

    median: float
    worst: float
    worst_state: int
    by_holding: NDArray[np.float64]

    @property
    def drawn_anew(self) -> bool:
        """Is the source digitised anew for each state, so that nothing is saved by keeping edges over many?"""
        return self.median < _ANEW


def identity_of(edges: Edges) -> Identity:
    """The identity of a source, from all of its edges."""
    whole = _going_on(edges.first, edges.stop, edges.states)
    by_holding = np.full(edges.holdings, np.nan)
    order = np.argsort(edges.holding, kind="stable")
    limits = np.searchsorted(edges.holding[order], np.arange(edges.holdings + 1))
    for holding in range(edges.holdings):
        rows = order[limits[holding] : limits[holding + 1]]
        shares = _going_on(edges.first[rows], edges.stop[rows], edges.states)
        if np.isfinite(shares).any():
            by_holding[holding] = np.nanmedian(shares)
    if not np.isfinite(whole).any():
        return Identity(1.0, 1.0, 0, by_holding)
    return Identity(float(np.nanmedian(whole)), float(np.nanmin(whole)), int(np.nanargmin(whole)), by_holding)


def sampled_identity(faces: Faces, changes: int = 3, tell: Callable[[str], None] | None = None) -> float:
    """The median over a few changes of state spread over the map, without making the whole table."""
    if faces.states < 2:
        return 1.0
    chosen = np.unique(np.linspace(0, faces.states - 2, changes).astype(int))
    shares = [identity_of(edges_of(standing(faces, state, state + 2), tell)).median for state in chosen]
    return float(np.median(shares))


def standing(faces: Faces, first: int, stop: int) -> Faces:
    """The faces that stand on some of these states, which are then counted from 0."""
    there = np.flatnonzero((faces.first < stop) & (faces.stop > first))
    some = faces.some(there)
    begins, ends = (np.clip(column - first, 0, stop - first).astype(np.int32) for column in (some.first, some.stop))
    return replace(some, first=begins, stop=ends, states=stop - first)


def _going_on(first: NDArray[np.int32], stop: NDArray[np.int32], states: int) -> NDArray[np.float64]:
    """For each change of state the share of edges that go on; NaN where there were none."""
    begun, ended = (np.bincount(column, minlength=states + 1) for column in (first, stop))
    there = np.cumsum(begun - ended)[: states - 1]
    gone = ended[1:states]
    return np.where(there > 0, 1 - gone / np.maximum(there, 1), np.nan)
