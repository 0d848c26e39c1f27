"""Some rows of a column, whichever kind of column it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.exchange.plain import Cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.exchange.tables import Json


def take_rows(column: Sequence[Json], rows: Sequence[int]) -> Sequence[Json]:
    """The cells of these rows, in their order."""
    if isinstance(column, Cells):
        return column.taken(np.asarray(rows, dtype=np.intp))
    return [column[row] for row in rows]
