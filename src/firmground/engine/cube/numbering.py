"""Equal keys get one number: how a cube finds its cells where there are too many possible ones to keep room for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.compiled import load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_KERNELS = "firmground.engine.cube.cube_kernels"


class Numbering:
    """Numbers from 0 for the keys that were met, in the order in which they were met first."""

    def __init__(self) -> None:
        self._kernels = load(_KERNELS)
        self._slots = np.full(1 << 10, -1, dtype=np.int64)
        self._distinct = np.empty(1 << 9, dtype=np.int64)
        self._known = 0

    def __len__(self) -> int:
        return self._known

    @property
    def keys(self) -> Ints:
        """The key of each number."""
        return self._distinct[: self._known]

    def number(self, keys: Ints) -> Ints:
        """The number of each key."""
        self._make_room(self._known + len(keys))
        numbers = np.empty(len(keys), dtype=np.int64)
        self._known = self._kernels.number_keys(keys, self._slots, self._distinct, self._known, numbers)
        return numbers

    def _make_room(self, most: int) -> None:
        """The table of slots stays at most half full."""
        if 2 * most <= len(self._slots):
            return
        known = self.keys.copy()
        self._slots = np.full(1 << (2 * most - 1).bit_length(), -1, dtype=np.int64)
        self._distinct = np.empty(len(self._slots) // 2, dtype=np.int64)
        numbers = np.empty(len(known), dtype=np.int64)
        self._kernels.number_keys(known, self._slots, self._distinct, 0, numbers)
