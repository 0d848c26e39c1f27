"""Numbers as columns of bytes: differences, zigzag, seven bits a byte; equal columns are written once.

A column of sorted or slowly changing numbers becomes a run of ones and zeros, of which the compressor then makes
almost nothing. The reader is `js/unpack.js`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


class Columns:
    """Columns under their names. `index`: for each its name, how many numbers, 1 for differences, where it begins."""

    def __init__(self) -> None:
        self.index: list[tuple[str, int, int, int]] = []
        self._at: dict[bytes, int] = {}
        self._bytes = bytearray()

    def add(self, name: str, values: ArrayLike, *, differences: bool = False) -> None:
        numbers = np.asarray(values, dtype=np.int64).reshape(-1)
        body = write_varints(np.diff(numbers, prepend=0) if differences else numbers)
        if body not in self._at:
            self._at[body] = len(self._bytes)
            self._bytes += body
        self.index.append((name, len(numbers), int(differences), self._at[body]))

    def body(self) -> bytes:
        return bytes(self._bytes)


def write_varints(numbers: NDArray[np.int64]) -> bytes:
    """Zigzag (0, -1, 1, -2, ... become 0, 1, 2, 3, ...) and LEB128, the least seven bits first."""
    zigzag = ((numbers << 1) ^ (numbers >> 63)).astype(np.uint64)
    planes = np.empty((len(zigzag), 10), dtype=np.uint8)
    used = np.zeros((len(zigzag), 10), dtype=np.bool_)
    left = zigzag
    for place in range(10):
        rest = left >> np.uint64(7)
        planes[:, place] = (left & np.uint64(0x7F)).astype(np.uint8) | np.where(rest > 0, 0x80, 0).astype(np.uint8)
        used[:, place] = (left > 0) if place else True
        left = rest
    return planes[used].tobytes()
