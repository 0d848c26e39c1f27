"""Runs of states on which the answer for a row stays the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Runs:
    """Row k owns the runs `row_first[k]` to `row_first[k + 1]`: together, without gaps, the states it was asked for.

    Run r covers the states `start[r]` to `stop[r]`, excluded, and has `value[r]`.
    """

    row_first: NDArray[np.int64]
    start: NDArray[np.int32]
    stop: NDArray[np.int32]
    value: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class MaskRuns:
    """As `Runs`; the value is a set of holdings: bit h for inside ground of holding h, bit 63 for on a border."""

    row_first: NDArray[np.int64]
    start: NDArray[np.int32]
    stop: NDArray[np.int32]
    mask: NDArray[np.uint64]
