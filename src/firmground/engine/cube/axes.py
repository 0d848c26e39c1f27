"""The axes of a cube: what is known of each event besides the outcomes, as small whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Axis:
    """One code an event, from 0 to `size`, excluded. Any integer type; raises ValueError for a code outside."""

    codes: NDArray[np.integer[Any]]
    size: int

    def __post_init__(self) -> None:
        if len(self.codes) and (int(self.codes.min()) < 0 or int(self.codes.max()) >= self.size):
            raise ValueError(f"codes must lie from 0 to {self.size - 1}, not {self.codes.min()} to {self.codes.max()}")


@dataclass(frozen=True, eq=False)
class Axes:
    """`attributes`: axes of which any set of codes may be asked; `precision`: one of which all up to a code may be;
    `day`: one of which any run may be.
    """

    attributes: tuple[Axis, ...]
    precision: Axis
    day: Axis

    def __post_init__(self) -> None:
        if len({len(axis.codes) for axis in self.every}) > 1:
            raise ValueError("every axis needs one code an event")
        if prod(axis.size for axis in self.every) >= 1 << 62:
            raise ValueError("the axes have too many codes: join some of them into one that numbers what is met")

    @property
    def every(self) -> tuple[Axis, ...]:
        return (*self.attributes, self.precision, self.day)

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many combinations of attributes, precisions and days there may be."""
        return prod(axis.size for axis in self.attributes), self.precision.size, self.day.size

    def __len__(self) -> int:
        return len(self.day.codes)

    def cells(self, part: slice) -> Ints:
        """The cell of each event of a part: the place of its codes in an array of the cube's shape."""
        cells = np.zeros(len(range(*part.indices(len(self)))), dtype=np.int64)
        for axis in self.every:
            cells *= axis.size
            cells += axis.codes[part]
        return cells

    def attribute_set(self, *wanted: Sequence[int] | None) -> NDArray[np.bool_]:
        """Which combinations of attributes have one of the wanted codes on each axis; None wants all of an axis."""
        chosen = np.ones(1, dtype=bool)
        for axis, codes in zip(self.attributes, wanted, strict=True):
            own = np.ones(axis.size, dtype=bool) if codes is None else np.isin(np.arange(axis.size), codes)
            chosen = (chosen[:, None] & own).ravel()
        return chosen
