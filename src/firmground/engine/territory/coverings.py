"""Coverings: the sets of holdings that lie together over some ground, numbered as they are met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Codes = NDArray[np.int32]
    Masks = NDArray[np.uint64]

# The answer for a point that lies on a border: only the plain path can say what it may be in.
ON_BORDER = -1
# Holdings that are asked for together: bits 0 to 62 of a mask. Bit 63: the point lies on a border.
IN_GROUP = 63


class Coverings:
    """`held[c]`: the holdings, sorted, of the covering c. Covering 0 is bare ground, `()`."""

    def __init__(self) -> None:
        self.held: list[tuple[int, ...]] = [()]
        self._codes: dict[tuple[int, ...], int] = {(): 0}

    def code(self, held: Iterable[int]) -> int:
        """The number of a covering; it gets one if it has none."""
        key = tuple(sorted(held))
        if key not in self._codes:
            self._codes[key] = len(self.held)
            self.held.append(key)
        return self._codes[key]

    def codes(self, held: Iterable[Iterable[int]]) -> Codes:
        return np.array([self.code(one) for one in held], np.int32)

    def of_masks(self, masks: Sequence[Masks]) -> Codes:
        """The covering of each row, of its masks for each group of `IN_GROUP` holdings; `ON_BORDER` if any says so."""
        numbers, inverse = np.unique(masks[0], return_inverse=True)
        sets = [_holdings(int(number), 0) for number in numbers]
        for group, more in enumerate(masks[1:], start=1):
            others, place = np.unique(more, return_inverse=True)
            pairs, inverse = np.unique(inverse * len(others) + place, return_inverse=True)
            added = [_holdings(int(number), group) for number in others]
            sets = [_together(sets[pair // len(others)], added[pair % len(others)]) for pair in pairs]
        codes = np.array([ON_BORDER if held is None else self.code(held) for held in sets], np.int32)
        return codes[inverse.reshape(-1)]


def _holdings(mask: int, group: int) -> tuple[int, ...] | None:
    """None on a border."""
    if mask >> IN_GROUP:
        return None
    return tuple(group * IN_GROUP + bit for bit in range(IN_GROUP) if mask >> bit & 1)


def _together(held: tuple[int, ...] | None, more: tuple[int, ...] | None) -> tuple[int, ...] | None:
    return None if held is None or more is None else held + more
