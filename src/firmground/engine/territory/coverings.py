"""Coverings: the sets of holdings that lie together over some ground, numbered as they are met."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Codes = NDArray[np.int32]
    Floats = NDArray[np.float64]
    Masks = NDArray[np.uint64]

_KERNELS = "firmground.engine.territory.codes_kernels"
# The answer for a point that lies on a border: only the plain path can say what it may be in.
ON_BORDER = -1
# Holdings that are asked for together: bits 0 to 62 of a mask. Bit 63: the point lies on a border.
IN_GROUP = 63


class Coverings:
    """`held[c]`: the holdings, sorted, of the covering c. Covering 0 is bare ground, `()`."""

    def __init__(self) -> None:
        self.held: list[tuple[int, ...]] = [()]
        self._codes: dict[tuple[int, ...], int] = {(): 0}
        self._known: dict[int, _Known] = {}
        self._lock = Lock()

    def code(self, held: Iterable[int]) -> int:
        """The number of a covering; it gets one if it has none."""
        key = tuple(sorted(held))
        if key not in self._codes:
            self._codes[key] = len(self.held)
            self.held.append(key)
        return self._codes[key]

    def codes(self, held: Iterable[Iterable[int]]) -> Codes:
        return np.array([self.code(one) for one in held], np.int32)

    def of_points(self, masks: Sequence[Masks], lon: Floats, lat: Floats) -> Codes:
        """As `of_masks`; on the seams of the degrees, where a flat predicate sees a border, always `ON_BORDER`."""
        codes = self.of_masks(masks)
        if len(lon) and not (lon.min() > -180 and lon.max() < 180 and lat.min() > -90 and lat.max() < 90):
            codes[(np.abs(lon) == 180) | (np.abs(lat) == 90)] = ON_BORDER
        return codes

    def of_masks(self, masks: Sequence[Masks]) -> Codes:
        """The covering of each row, of its masks for each group of `IN_GROUP` holdings; `ON_BORDER` if any says so."""
        codes = self._of_group(masks[0], 0)
        for group, more in enumerate(masks[1:], start=1):
            pairs, place = np.unique(np.stack([codes, self._of_group(more, group)]), axis=1, return_inverse=True)
            together = [
                ON_BORDER if ON_BORDER in pair else self.code(self.held[pair[0]] + self.held[pair[1]])
                for pair in pairs.T.tolist()
            ]
            codes = np.array(together, np.int32)[place.reshape(-1)]
        return codes

    def _of_group(self, masks: Masks, group: int) -> Codes:
        kernels = load(_KERNELS)
        known = self._known.setdefault(group, _Known())
        codes = np.empty(len(masks), np.int32)

        def look_up(part: slice) -> None:
            row = 0
            while True:
                row = kernels.look_up(masks[part], row, *known.table, ON_BORDER, codes[part])
                if row == part.stop - part.start:
                    return
                mask = masks[part.start + row]
                with self._lock:
                    held = [group * IN_GROUP + bit for bit in range(IN_GROUP) if int(mask) >> bit & 1]
                    known.add(mask, self.code(held), kernels)

        in_parts(look_up, len(masks))
        return codes


class _Known:
    """Masks and their codes, as a table for the kernels."""

    def __init__(self) -> None:
        self._count = 0
        self.table = _table(64)

    def add(self, mask: np.uint64, code: int, kernels: Any) -> None:
        """Where it is known already nothing changes: another thread may look it up at the same time."""
        keys, codes = self.table
        if 2 * self._count >= len(keys):
            grown = _table(2 * len(keys))
            for key, value in zip(keys, codes, strict=True):
                if value >= 0:
                    _put(grown, key, value, kernels)
            self.table = grown
        self._count += _put(self.table, mask, code, kernels)


def _table(size: int) -> tuple[Masks, Codes]:
    """Keys and codes, all free: a key of all bits, which no mask has that is ever put there, and -1."""
    return np.full(size, np.iinfo(np.uint64).max, np.uint64), np.full(size, -1, np.int32)


def _put(table: tuple[Masks, Codes], mask: np.uint64, code: int, kernels: Any) -> bool:
    keys, codes = table
    place = kernels.place_of(mask, keys)
    if keys[place] == mask:
        return False
    codes[place] = code  # before the key, by which others find it
    keys[place] = mask
    return True
