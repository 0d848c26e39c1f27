"""From faces to the table of edges.

1. Rings are oriented, so that ground lies on the left of every edge.
2. Faces are put into chains, each face where the one before it ends, and edges that go on are kept once (`trace`).
3. Edges that coincide are weighed against each other, whatever chain they come from (`weigh`).

The second step only makes the third one cheap: chains are guessed, and the table is the same whatever was guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.edges.edges import Edges
from firmground.engine.edges.rings import orient_rings
from firmground.engine.edges.weigh import weighed
from firmground.engine.threads import in_parts, processors

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.engine.edges.faces import Faces

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]

_RINGS = "firmground.engine.edges.rings_kernels"
_TRACE = "firmground.engine.edges.trace_kernels"
_FEW = 65_536  # points, or edges, below which a second thread costs more than it brings


def edges_of(faces: Faces, tell: Callable[[str], None] | None = None) -> Edges:
    """The table of edges of faces with valid geometry; see `Edges` for what it holds. The order of rows means nothing.

    ValueError where a coordinate is no finite number.
    """
    oriented = orient_rings(faces, tell)
    ends, holding, first, stop = _traced(oriented, tell)
    return weighed(Edges(ends, holding, first, stop, faces.states, faces.holdings), tell=tell)


def _traced(faces: Faces, tell: Callable[[str], None] | None) -> tuple[NDArray[np.float64], Codes, Codes, Codes]:
    face_ring = faces.part_first[faces.face_first]
    order, follows = _chains(faces, face_ring, tell)
    points = faces.ring_first[face_ring[order + 1]] - faces.ring_first[face_ring[order]]
    limits = _limits(points, follows)
    kernels = load(_TRACE, tell)

    def trace(part: slice) -> list[tuple[NDArray[np.float64], Codes, Codes, Codes]]:
        rows = [slice(limits[one], limits[one + 1]) for one in range(part.start, part.stop)]
        said = (faces.holding, faces.first, faces.stop)
        return [kernels.trace(faces.xy, faces.ring_first, face_ring, order[row], follows[row], *said) for row in rows]

    traced = [found for part in in_parts(trace, len(limits) - 1, least=1) for found in part]
    if len(traced) == 1:
        return traced[0]
    nothing = (np.zeros((0, 4)), *(np.zeros(0, np.int32) for _ in range(3)))
    ends, holding, first, stop = (np.concatenate(columns) for columns in zip(nothing, *traced, strict=True))
    return ends, holding, first, stop


def _chains(faces: Faces, face_ring: Ints, tell: Callable[[str], None] | None) -> tuple[Ints, NDArray[np.bool_]]:
    """All faces, chain by chain, and whether each goes on with the chain of the one before it in this order.

    A face goes on with one of the same holding that ends where it begins: one with the same first point, or the same
    point half-way, or else the one that is listed at the same place among those left.
    """
    begin = faces.ring_first[face_ring[:-1]]
    half = (begin + faces.ring_first[face_ring[1:]]) // 2
    before = np.full(len(faces), -1, np.int64)
    taken = np.zeros(len(faces), np.bool_)
    for likeness in (_mixed(faces.xy[begin]), _mixed(faces.xy[half]), np.zeros(len(faces), np.uint64)):
        old, new = np.flatnonzero(~taken), np.flatnonzero(before < 0)
        said = faces.holding.astype(np.uint64) * np.uint64(0xBF58476D1CE4E5B9) ^ likeness
        pairs = _paired(_met(said[old], faces.stop[old]), _met(said[new], faces.first[new]))
        before[new[pairs[1]]] = old[pairs[0]]
        taken[old[pairs[0]]] = True
    head = before.copy()
    load(_RINGS, tell).chain_heads(np.argsort(faces.first, kind="stable"), head)
    order = np.lexsort((faces.first, head))
    return order, before[order] >= 0


def _mixed(points: NDArray[np.float64]) -> NDArray[np.uint64]:
    bits = (np.ascontiguousarray(points) + 0.0).view(np.uint64)
    mixed = (bits[:, 0] * np.uint64(0x9E3779B97F4A7C15)) ^ (bits[:, 1] * np.uint64(0x94D049BB133111EB))
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def _met(said: NDArray[np.uint64], state: Codes) -> NDArray[np.uint64]:
    """A number for each face and state; the k-th face with one number gets another one than the others."""
    mixed = (said ^ state.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
    order = np.argsort(mixed, kind="stable")
    place = np.arange(len(order))
    opens = np.append(True, mixed[order[1:]] != mixed[order[:-1]])[: len(order)]
    rank = np.empty(len(order), np.uint64)
    rank[order] = place - np.maximum.accumulate(np.where(opens, place, 0))
    return (mixed ^ rank) * np.uint64(0xBF58476D1CE4E5B9)


def _paired(old: NDArray[np.uint64], new: NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """Indices of equal numbers in both."""
    _, in_old, in_new = np.intersect1d(old, new, return_indices=True)
    return in_old, in_new


def _limits(points: Ints, follows: NDArray[np.bool_]) -> list[int]:
    """Where to cut the chains into parts of about equal work; no chain is cut."""
    total = np.append(0, np.cumsum(points))
    parts = max(1, min(processors() * 8, int(total[-1]) // _FEW)) if processors() > 1 else 1
    heads = np.append(np.flatnonzero(~follows), len(points))
    wanted = np.searchsorted(total[heads], np.linspace(0, total[-1], parts + 1))
    return [int(limit) for limit in np.unique(np.append(0, heads[np.minimum(wanted, len(heads) - 1)]))]
