"""Every row of every table becomes a leaf, those too that are not shown; and what a reader needs to compute it again.

A field that is withheld is in its leaf even where the record has none, as null: else a digest that is missing would
tell that there is nothing to hide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.exchange.package.kept import EVERYTHING, KeptTable
from firmground.exchange.package.proof_lines import proof_name, write_leaf, write_secret
from firmground.exchange.package.statement import TableLine
from firmground.exchange.plain.cells import take_rows
from firmground.proofs.beside import Beside, WholeRows
from firmground.proofs.commitments import SECRET_BYTES, fresh_secrets
from firmground.proofs.merkle import root
from firmground.proofs.table_leaves import opened_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from firmground.exchange.views import ViewTable

    Rows = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Committed:
    """`proofs`: the files beside the case, by name. `kept`: what is given to nobody. `tables`: as the tree has them."""

    root: bytes
    rows: int
    tables: tuple[TableLine, ...]
    proofs: dict[str, bytes]
    kept: tuple[KeptTable, ...]


class Committing:
    """Commits to all rows of all tables with fresh secrets, tables in the order of their names.

    The leaves of many rows are worked out beside whatever is done until `finish`.
    """

    def __init__(self, tables: Sequence[ViewTable]) -> None:
        self._tables = [_Table(view) for view in sorted(tables, key=lambda view: view.table.name)]
        self._beside = Beside([WholeRows(one.name, one.columns, one.secrets, one.nulls) for one in self._tables])

    def finish(self, progress: Callable[[str], None] | None = None) -> Committed:
        if progress:
            progress(f"committing to {sum(one.view.table.rows for one in self._tables):,} rows")
        by_table = self._beside.leaves()
        leaves = [leaf for own in by_table for leaf in own]
        return Committed(
            root(leaves),
            len(leaves),
            tuple(describe_table(one.view) for one in self._tables),
            {proof_name(one.name): one.proofs(own) for one, own in zip(self._tables, by_table, strict=True)},
            tuple(one.keep() for one in self._tables),
        )


def describe_table(view: ViewTable) -> TableLine:
    """What a statement says of a table: how much of it is shown."""
    table, withheld = view.table, _withheld(view)
    coarser = {
        name: sum(1 for row, value in view.coarser.get(name, {}).items() if value is not None and rows[row])
        for name, rows in withheld.items()
    }
    return TableLine(
        name=table.name,
        kind=table.kind,
        rows=table.rows,
        hidden=int(np.count_nonzero(view.hidden)),
        partly=int(np.count_nonzero(view.partly)),
        withheld={name: int(np.count_nonzero(rows)) for name, rows in sorted(withheld.items())},
        coarser={name: number for name, number in sorted(coarser.items()) if number},
        refused=table.refused,
    )


def _withheld(view: ViewTable) -> dict[str, Rows]:
    """By field, the rows that are shown without it; only fields of which there are any."""
    found = {name: rows & ~view.hidden for name, rows in view.withheld.items()}
    return {name: rows for name, rows in found.items() if rows.any()}


class _Table:
    """One table of a view with its secrets."""

    def __init__(self, view: ViewTable) -> None:
        self.view = view
        self.name = view.table.name
        self.columns = view.table.columns
        self.withheld = _withheld(view)
        self.secrets = fresh_secrets(view.table.rows)
        self.nulls = self._nulls()

    def _nulls(self) -> dict[str, list[int]]:
        found = {}
        for name, rows in self.withheld.items():
            column = self.columns[name]
            if empty := [row for row in np.flatnonzero(rows).tolist() if column[row] is None]:
                found[name] = empty
        return found

    def proofs(self, leaves: Sequence[bytes]) -> bytes:
        """The file of what stands beside each row, whose leaves these are."""
        lines = [write_secret(secret) for secret in self.secrets]
        for row in np.flatnonzero(self.view.hidden).tolist():
            lines[row] = write_leaf(leaves[row])
        partly = np.flatnonzero(self.view.partly).tolist()
        for row, line in zip(partly, self._opened(partly), strict=True):
            lines[row] = line + b"\n"
        return b"".join(lines)

    def _opened(self, chosen: list[int]) -> list[bytes]:
        columns = {name: take_rows(column, chosen) for name, column in self.columns.items()}
        at = {row: number for number, row in enumerate(chosen)}
        nulls = {name: [at[row] for row in empty] for name, empty in self.nulls.items()}
        withheld = {name: mask[chosen] for name, mask in self.withheld.items()}
        return opened_lines(columns, [self.secrets[row] for row in at], nulls, withheld)

    def _partly(self) -> dict[int, tuple[str, ...]]:
        """The rows that are shown in part, and the names of what is not shown of them."""
        names: dict[int, list[str]] = {}
        for name, rows in self.withheld.items():
            for row in np.flatnonzero(rows).tolist():
                names.setdefault(row, []).append(name)
        return {row: tuple(sorted(those)) for row, those in names.items()}

    def keep(self) -> KeptTable:
        hidden = dict.fromkeys(np.flatnonzero(self.view.hidden).tolist(), (EVERYTHING,))
        secrets = b"".join(self.secrets)
        assert len(secrets) == SECRET_BYTES * self.view.table.rows  # noqa: S101 - what a reveal of any row rests on
        return KeptTable(self.name, self.columns, secrets, self._partly() | hidden)
