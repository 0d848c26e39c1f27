"""Parts of discs, by what covers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class DiscRuns:
    """Disc k owns the runs `row_first[k]` to `row_first[k + 1]`: together, without gaps, the states it was asked for.

    Run r covers the states `start[r]` to `stop[r]`, excluded; the disc's ground is then the cells `cell_first[r]` to
    `cell_first[r + 1]`: `covering[c]` (a code of `Territory.coverings`) over the part `share[c]` of the disc. Shares of
    a run sum to one, and a cell that is listed is there: ground thinner than a sliver is not. `doubtful[k]`: some
    border comes so near the disc's edge, or some ground is so thin, that only the plain path can tell; such a disc has
    no runs.
    """

    row_first: NDArray[np.int64]
    start: NDArray[np.int32]
    stop: NDArray[np.int32]
    cell_first: NDArray[np.int64]
    covering: NDArray[np.int32]
    share: NDArray[np.float64]
    doubtful: NDArray[np.bool_]
