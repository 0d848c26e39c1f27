"""Weighs edges that coincide against each other: see `weigh_kernels`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.threads import in_parts, processors

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.engine.edges.edges import Edges

_KERNELS = "firmground.engine.edges.weigh_kernels"
_FEW = 65_536  # edges below which a second thread costs more than it brings


def weighed(edges: Edges, *, once: bool = False, tell: Callable[[str], None] | None = None) -> Edges:
    """What remains of edges of one holding that coincide on the same states; the arrays given are overwritten.

    Each as often as it remains; or, `once`, one for each run of states on which anything remains.
    """
    kernels = load(_KERNELS, tell)
    rows = len(edges)
    hashes = np.empty(rows, np.uint64)
    in_parts(lambda part: kernels.hash_edges(edges.ends[part], edges.holding[part], hashes[part]), rows, least=_FEW)
    parts = processors() if rows > _FEW else 1
    share = np.bincount(((hashes >> np.uint64(48)) % np.uint64(parts)).astype(np.int64), minlength=parts)
    following = np.full(rows, -1, np.int32)
    table = (edges.ends, edges.holding, edges.first, edges.stop)

    def weigh(part: slice) -> None:
        for one in range(part.start, part.stop):
            kernels.weigh(hashes, np.uint64(one), np.uint64(parts), *table, following, int(share[one]), once)

    in_parts(weigh, parts, least=1)
    stands = edges.first < edges.stop
    return edges if stands.all() else edges.some(stands)
