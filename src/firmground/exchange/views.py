"""What an audience sees of a case: for every field of every record whether it is shown, coarser, or withheld.

A view is built from what is allowed, apart from the case: what no table of it shows is nowhere in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from firmground.case.handling import Label
    from firmground.exchange.coarsen.ledger import Site
    from firmground.exchange.tables import Json, RecordTable


@dataclass(frozen=True, eq=False)
class ViewTable:
    """One table with its true values, and what is shown of them.

    Rows stand in the order in which they leave: where anything is withheld, that order follows from what is shown alone
    (hidden rows come last), so that it tells nothing of the rest. `hidden[i]`: nothing of row i is shown.
    `withheld[column][i]`: the value is not shown as it is. `coarser[column][i]`: what is shown in its place, a wider
    set that contains it; columns and rows without an entry show nothing.
    """

    table: RecordTable
    hidden: NDArray[np.bool_]
    withheld: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    coarser: Mapping[str, Mapping[int, Json]] = field(default_factory=dict)

    @property
    def partly(self) -> NDArray[np.bool_]:
        """The rows of which something is shown and something is not."""
        anything = np.zeros(self.table.rows, dtype=np.bool_)
        for rows in self.withheld.values():
            anything |= rows
        return anything & ~self.hidden

    def shows(self, column: str, row: int) -> bool:
        """Is the true value shown?"""
        kept_back = self.withheld.get(column)
        return not self.hidden[row] and (kept_back is None or not kept_back[row])

    def shown(self, column: str, row: int) -> Json:
        """What stands in the view: the true value, a coarser one, or None."""
        if self.shows(column, row):
            return self.table.columns[column][row]
        return None if self.hidden[row] else self.coarser.get(column, {}).get(row)


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that must be nowhere in what leaves: `names` in any script, `ids`, `points` (lon, lat), and of what."""

    what: str
    rule: str
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What a rule did to a table: rows hidden, and fields withheld or coarsened, by name."""

    rule: str
    table: str
    hidden: int = 0
    withheld: tuple[tuple[str, int], ...] = ()
    coarsened: tuple[tuple[str, int], ...] = ()
    why: str = ""  # where more was held back than the rule names: because what remained would have told it


@dataclass(frozen=True, eq=False)
class View:
    """`tables`: every table of the case. `open_maps`: ids of maps of which so much is withheld that they say nothing.

    `notes`: what whoever sends it should know, a sentence each. `sites`: what places are shown as that were never shown
    coarser before; they must be in the ledger (`coarsen.ledger.keep_sites`) before anything leaves.
    """

    audience: Label | None
    tables: tuple[ViewTable, ...]
    applied: tuple[Applied, ...] = ()
    secrets: tuple[Secret, ...] = ()
    open_maps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()

    @property
    def holds_back(self) -> bool:
        """Is anything of the case not shown as it is?"""
        return any(table.hidden.any() or table.withheld for table in self.tables)
