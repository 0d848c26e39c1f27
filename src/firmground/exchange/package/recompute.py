"""The leaf of every row again, from what is shown of it and what stands in its proof.

The values are read from the files of the case, by the same reader that everybody opens it with: there is no second copy
that could say something else. Rows must stand where their proofs stand, and what is withheld must be told to whoever
reads the case.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from firmground.errors import BadRequestError
from firmground.exchange.package.archive import PAYLOAD
from firmground.exchange.package.crate import FILE as CRATE
from firmground.exchange.package.faults import PackageFaultError, Step
from firmground.exchange.package.findings import FILE as FINDINGS
from firmground.exchange.package.kept import EVERYTHING
from firmground.exchange.package.opened import CASE
from firmground.exchange.package.proof_lines import FOLDER, proof_name, read_lines
from firmground.exchange.plain.cells import take_rows
from firmground.exchange.plain.nouns import entry_id, our_column, our_columns
from firmground.exchange.tables import Kind
from firmground.exchange.viewing.free_fields import FREE_WITHIN, HOLDING, STANDING, is_free
from firmground.exchange.viewing.treat import MAY, SOMEBODY
from firmground.proofs.beside import Beside, PartRows, WholeRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from firmground.exchange.package.proof_lines import Line, Opened
    from firmground.exchange.package.statement import Statement, TableLine
    from firmground.exchange.tables import Json, RecordTable

# What a view says of itself, and no record said before: in no leaf. It hangs on the manifest alone.
_TOLD: Final = {Kind.CASE: "withheld", Kind.EVENTS: "withheld", Kind.MAPS_ENTRY: "open"}
# Nothing of an open map is shown, so the names of its files may be withheld.
_OPEN_MAP: Final = frozenset({"file", "within", "columns"})
# Fields that may be shown as something wider, and those that may be missing, although numbers rest on them.
_COARSER: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.CASE: frozenset({"choices"}),
    Kind.MAPS_ENTRY: frozenset({"holders"}),
    **{kind: frozenset({name}) for kind, name in FREE_WITHIN},
}
_WITHHELD: Final[Mapping[Kind, frozenset[str]]] = {Kind.SEALED_ENTRY: frozenset({"list", "revealed"})}
# What may stand where it is withheld who held a listed place: somebody, or nothing. Any other word would be an answer.
_OF_LISTS: Final[Mapping[str, tuple[str | None, ...]]] = {
    **dict.fromkeys(HOLDING, (None, SOMEBODY)),
    STANDING: (MAY,),
}


class Recomputing:
    """The leaf hashes of each table that the statement names, in its order.

    What can be seen to be wrong before anything is hashed is told at once, by PackageFaultError; the hashing of many
    rows goes on beside whatever is done until `leaves`.
    """

    def __init__(self, statement: Statement, members: Mapping[str, bytes], shown: Sequence[RecordTable]) -> None:
        self._tables = list(_side_by_side(statement, members, shown))
        self._beside = Beside([job for table in self._tables for job in table.jobs])

    def leaves(self) -> list[list[bytes]]:
        """Raises PackageFaultError where a value has no canonical form, or a proof is none."""
        try:
            found = iter(self._beside.leaves())
        except BadRequestError as fault:
            raise _fault(str(fault)) from fault
        return [table.in_order([next(found) for _ in table.jobs]) for table in self._tables]

    def wider(self, table: str, row: int) -> dict[str, Json]:
        """What a row shows in the place of fields that it withholds."""
        found = next((one for one in self._tables if one.name == table), None)
        return found.wider(row) if found else {}


def _side_by_side(statement: Statement, members: Mapping[str, bytes], shown: Sequence[RecordTable]) -> Iterator[_Rows]:
    """Every table of the statement with its proofs."""
    by_name = {table.name: table for table in shown}
    named = {line.name for line in statement.tables}
    for table in shown:
        if table.rows and table.name not in named:
            raise _fault(f"it shows a table {table.name!r}, of which its statement says nothing")
    wanted = {proof_name(name) for name in named}
    for name in members:
        if name.startswith(FOLDER) and name not in wanted:
            raise _fault(f"its file {name!r} proves rows of no table of its statement")
        if name.startswith(PAYLOAD) and not name.startswith(FOLDER) and not _has_place(name):
            raise _fault(f"its file {name!r} is no part of a package: no proof speaks of it")
    columns = _columns_of_maps(shown)
    for line in statement.tables:
        content = members.get(proof_name(line.name))
        if content is None:
            raise _fault(f"there are no proofs for the rows of {line.name!r}")
        read = by_name.get(line.name)
        theirs = columns.get(read.of, {}) if read else {}
        yield _Rows(line, read_lines(line.name, content), read, theirs)


def _columns_of_maps(shown: Sequence[RecordTable]) -> dict[str, dict[str, str]]:
    """By map, what we call the columns of its files: what may be withheld of them hangs on what they mean."""
    entries = [one.record(row) for one in shown if one.kind is Kind.MAPS_ENTRY for row in range(one.rows)]
    return {entry_id(entry): our_columns(entry) for entry in entries}


def _has_place(name: str) -> bool:
    """Is this a file of the case, or one of the few beside it? Whoever reads a case passes over names with a dot."""
    inside = name.removeprefix(CASE)
    return name in (FINDINGS, CRATE) if inside == name else not any(part[0] == "." for part in inside.split("/"))


class _Rows:
    """The rows of one table: those of the file, side by side with their proofs."""

    def __init__(
        self, line: TableLine, proofs: list[Line], table: RecordTable | None, theirs: Mapping[str, str]
    ) -> None:
        self.line = line
        self.name = line.name
        self.proofs = proofs
        self.theirs = theirs  # for a map, our names for the columns of its files
        self.columns: Mapping[str, Sequence[Json]] = table.columns if table else {}
        self.rows = table.rows if table else 0
        self.told = _TOLD.get(line.kind, "")
        self._check_table(table)
        self._check_counts(self.rows)
        self._known: dict[int, bytes] = {}
        self._secrets: dict[int, bytes] = {}
        self._opened: dict[int, Opened] = {}
        for row, proof in enumerate(proofs):
            if isinstance(proof, bytes):
                self._secrets[row] = proof
            elif len(proof) == 1:
                self._known[row] = proof[0]
            else:
                self._opened[row] = proof
        self.jobs = (self._whole(self._secrets), self._partly(self._opened))

    def wider(self, row: int) -> dict[str, Json]:
        """The cells of a row that is shown in part, of the fields of which only a digest is there."""
        if row not in self._opened:
            return {}
        digests = self._opened[row][1]
        cells = {name: self.columns[name][row] for name in digests if name in self.columns and name != self.told}
        return {name: cell for name, cell in cells.items() if cell is not None}

    def in_order(self, worked_out: Sequence[Sequence[bytes]]) -> list[bytes]:
        """The leaf of each row, from what `jobs` gave."""
        leaves = self._known
        rows = (*self._secrets, *self._opened)
        leaves |= zip(rows, (leaf for own in worked_out for leaf in own), strict=True)
        return [leaves[row] for row in range(len(self.proofs))]

    def _whole(self, secrets: Mapping[int, bytes]) -> WholeRows:
        columns = self._columns(list(secrets))
        if self.line.kind is Kind.CASE:
            columns.pop(self.told, None)
        return WholeRows(self.name, columns, list(secrets.values()))

    def _partly(self, opened: Mapping[int, Opened]) -> PartRows:
        columns = self._columns(list(opened))
        for at, (row, (salts, digests)) in enumerate(opened.items()):
            cells = {name: column[at] for name, column in columns.items()}
            self._check_told(row, cells, digests)
            there = {name for name, value in cells.items() if value is not None and name not in digests}
            if self.told not in salts:
                there.discard(self.told)
            if there != salts.keys():
                odd = min(there ^ salts.keys())
                raise _fault(f"row {row + 1:,} of {self.name!r} does not show what its proof is for: {odd!r}")
        salts_of, digests_of = [one[0] for one in opened.values()], [one[1] for one in opened.values()]
        return PartRows(self.name, columns, salts_of, digests_of)

    def _columns(self, rows: Sequence[int]) -> dict[str, Sequence[Json]]:
        """The cells of these rows; the columns as they are where these are all."""
        if rows == list(range(self.rows)):
            return dict(self.columns)
        return {name: take_rows(column, rows) for name, column in self.columns.items()}

    def _check_told(self, row: int, cells: Mapping[str, Json], digests: Mapping[str, bytes]) -> None:
        """Whoever reads the case must learn of what is withheld, or numbers would be narrower than they may be."""
        kind = self.line.kind
        if kind is Kind.EVENTS:
            told = {self.told, *str(cells.get(self.told) or "").split(";")}
        else:
            told = {name for name in digests if is_free(kind, name, self.theirs)} | _WITHHELD.get(kind, frozenset())
            told |= {name for name in _COARSER.get(kind, ()) if cells.get(name) is not None}
            told |= {name for name in digests if kind is Kind.PLACE_LIST and self._is_open(name, cells.get(name))}
            told |= _OPEN_MAP if kind is Kind.MAPS_ENTRY and cells.get(self.told) is True else frozenset()
        hidden = digests.keys() - told
        if hidden:
            name = min(hidden)
            raise _fault(f"row {row + 1:,} of {self.name!r} withholds {name!r} without saying so to who reads the case")

    def _is_open(self, name: str, cell: Json) -> bool:
        """Is it left open in a row of a list who held the place?"""
        return cell in _OF_LISTS.get(our_column(self.theirs, name), ())

    def _check_table(self, table: RecordTable | None) -> None:
        if table is not None and table.kind is not self.line.kind:
            raise _fault(f"its table {self.name!r} is not of the kind that its statement says")

    def _check_counts(self, rows: int) -> None:
        """The proofs must be as many as the statement says, and the rows of the file stand beside them."""
        line, proofs = self.line, self.proofs
        hidden = [row for row, proof in enumerate(proofs) if not isinstance(proof, bytes) and len(proof) == 1]
        if len(proofs) != line.rows:
            raise _fault(f"{self.name!r} has proofs for {len(proofs):,} rows, and its statement says {line.rows:,}")
        shown = line.rows - len(hidden)
        if hidden != list(range(shown, line.rows)):
            raise _fault(f"the rows of {self.name!r} that are not shown do not come last")
        if line.kind is Kind.EVENTS:
            blank = self._blank_rows(rows, len(hidden))
            if rows - blank != shown or blank != len(hidden):
                raise self._wrong_number(rows - blank, shown)
        elif rows != shown:
            raise self._wrong_number(rows, shown)
        self._check_statement(len(hidden))

    def _wrong_number(self, there: int, wanted: int) -> PackageFaultError:
        more = "more" if there > wanted else "fewer"
        return _fault(f"{self.name!r} shows {there:,} rows and has proofs for {wanted:,}: {more} than were signed")

    def _blank_rows(self, rows: int, most: int) -> int:
        """How many rows at the end say only that there is a row; of more than `most` those before are shown: their
        sender was given no more of them either.
        """
        told = self.columns.get("withheld", ())
        at = rows
        while at and rows - at < most and len(told) and told[at - 1] == EVERYTHING:
            at -= 1
            for name, column in self.columns.items():
                if name != "withheld" and column[at] is not None:
                    raise _fault(f"row {at + 1:,} of {self.name!r} is said to be withheld and shows {name!r}")
        return rows - at

    def _check_statement(self, hidden: int) -> None:
        partly = [
            (row, proof[1]) for row, proof in enumerate(self.proofs) if not isinstance(proof, bytes) and len(proof) == 2
        ]
        withheld = Counter(name for _, digests in partly for name in digests)
        coarser = Counter(
            name
            for row, digests in partly
            for name in digests
            if name in self.columns and self.columns[name][row] is not None
        )
        found = (hidden, len(partly), dict(withheld), dict(coarser))
        if found != (self.line.hidden, self.line.partly, dict(self.line.withheld), dict(self.line.coarser)):
            raise _fault(f"more or less is withheld of {self.name!r} than its statement says")


def _fault(what: str) -> PackageFaultError:
    return PackageFaultError(Step.ROWS, what)
