"""A column of a table whose cells say something or nothing: a text, or None for an empty cell.

Like `Texts`, which has "" for nothing: each different text is kept once, so that a column of 200,000 rows is written,
read and looked through once a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from firmground.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from firmground.exchange.tables import Json

_BLOCK = 1 << 16


class Cells(Sequence[Any]):
    """Texts and None, one a row; equal to any list of the same.

    `values`: the different cells, each once; some may stand in no row. `codes[i]`: the place in `values` of the cell of
    row `i`.
    """

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none either
    __slots__ = ("codes", "values")

    def __init__(self, values: Sequence[str | None], codes: NDArray[np.integer[Any]]) -> None:
        """For who has codes already; `values` must not repeat a cell."""
        self.values = values
        self.codes: NDArray[np.int32] = np.ascontiguousarray(codes, dtype=np.int32)
        self.codes.flags.writeable = False

    @classmethod
    def of(cls, cells: Iterable[str | None]) -> Cells:
        """Any cells, in their order; "" is None. A column that is coded already is not coded again."""
        if isinstance(cells, Cells):
            return cells
        coded = cells if isinstance(cells, Texts) else Texts.of(cell or "" for cell in cells)
        return cls([text or None for text in coded.values], coded.codes)

    def texts(self) -> Texts:
        """The same with "" for None."""
        return Texts([cell or "" for cell in self.values], self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, index: int) -> str | None: ...

    @overload
    def __getitem__(self, index: slice) -> Cells: ...

    def __getitem__(self, index: int | slice) -> str | Cells | None:
        if isinstance(index, slice):
            return Cells(self.values, self.codes[index])
        return self.values[int(self.codes[index])]

    def __iter__(self) -> Iterator[str | None]:
        values = self.values
        for start in range(0, len(self.codes), _BLOCK):
            yield from map(values.__getitem__, self.codes[start : start + _BLOCK].tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, list | tuple | Cells):
            return NotImplemented
        return len(other) == len(self) and all(own == their for own, their in zip(self, other, strict=True))

    def __repr__(self) -> str:
        return f"Cells({list(self[:20])!r}{', …' if len(self) > 20 else ''})"

    def taken(self, rows: NDArray[np.integer[Any]] | NDArray[np.bool_]) -> Cells:
        """The cells of these rows, in their order."""
        return Cells(self.values, self.codes[rows])

    def filled(self) -> NDArray[np.bool_]:
        """For each row whether it says anything."""
        says = np.fromiter((cell is not None for cell in self.values), dtype=np.bool_, count=len(self.values))
        filled: NDArray[np.bool_] = says[self.codes]
        return filled


def take_rows(column: Sequence[Json], rows: Sequence[int] | NDArray[np.integer[Any]]) -> Sequence[Json]:
    """The cells of these rows, in their order, of whichever kind the column is."""
    if isinstance(column, Cells):
        return column.taken(np.asarray(rows, dtype=np.intp))
    return [column[row] for row in rows]
