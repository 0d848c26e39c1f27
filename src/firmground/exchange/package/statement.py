"""What whoever signs a package says: what is in it, how much of it is not shown, and one hash over all of it.

The bytes of `statement.json` are what is signed, in the one canonical form of RFC 8785. The manifest's digest binds
every byte of the payload to them, and the root every row, those too that are not shown.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec

from firmground.case.handling import Label
from firmground.errors import BadRequestError
from firmground.exchange.package.faults import PackageFaultError, Step
from firmground.exchange.tables import Kind  # noqa: TC001 - msgspec reads the types of the fields
from firmground.proofs.canonical import canonical, read_canonical
from firmground.proofs.commitments import from_text

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = "firmground package 1"
KEY_BYTES: Final = 32
_ROOT_BYTES: Final = 32
_MOST_ROWS: Final = 2**40

Number = Annotated[int, msgspec.Meta(ge=0, le=_MOST_ROWS)]
Hex = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class TableLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table. `rows`: all that were committed to; `hidden` of them are not shown at all, `partly` not whole.

    `withheld`, `coarser`: in how many of the rows that are shown a field is not, or is shown as a wider set; `coarser`
    is contained in `withheld`. `refused`: rows that the sender's own reader could not read, and which are in no tree.
    """

    name: str
    kind: Kind
    rows: Number
    hidden: Number = 0
    partly: Number = 0
    withheld: dict[str, Number] = {}
    coarser: dict[str, Number] = {}
    refused: Number = 0

    @property
    def whole(self) -> int:
        """How many are shown as they are."""
        return self.rows - self.hidden - self.partly


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=False):
    """`key`: the raw public key. `root`: of the tree over all rows. Both as base64url without padding.

    `manifest`, `findings`: SHA-256 of `manifest-sha256.txt` and of `data/findings.json` in hexadecimal digits;
    `findings` is "" where the sender's own bounds are not in the package. `audience`: a label of the Traffic Light
    Protocol, "" for none. `day`: by the sender's clock.
    """

    format: str
    title: str
    day: str
    audience: str
    made_by: str
    key: str
    rows: Number
    root: str
    manifest: Hex
    findings: str
    tables: tuple[TableLine, ...]

    @property
    def hidden(self) -> int:
        return sum(table.hidden for table in self.tables)


def write_statement(statement: Statement) -> bytes:
    """The bytes that are signed (RFC 8785)."""
    return canonical(msgspec.to_builtins(statement))


def read_statement(raw: bytes) -> Statement:
    """Raises PackageFaultError for bytes that are no statement, or not written in the one way."""
    try:
        value = read_canonical(raw)
    except BadRequestError as fault:
        raise _fault(f"its statement cannot be read: {fault}") from fault
    made = value.get("format") if isinstance(value, dict) else None
    if made != FORMAT:
        raise _fault(f"its statement is of the form {made!r}, and this version reads {FORMAT!r} only")
    try:
        statement = msgspec.convert(value, Statement)
        if date.fromisoformat(statement.day).isoformat() != statement.day:
            raise ValueError(f"the day is written {statement.day!r}")  # noqa: TRY301 - as `fromisoformat` says it
        if not statement.made_by.isprintable():  # it stands in a line of bag-info.txt
            raise ValueError("`made_by` is no line of text")  # noqa: TRY301 - as above
        from_text(statement.key, KEY_BYTES)
        from_text(statement.root, _ROOT_BYTES)
        if statement.audience:
            Label(statement.audience)
    except (msgspec.ValidationError, ValueError) as fault:
        raise _fault(f"its statement does not say what one must say: {fault}") from fault
    _check_sums(statement)
    return statement


def as_document(statement: Statement) -> dict[str, Any]:
    """The statement as JSON has it."""
    return dict(msgspec.to_builtins(statement))


def _check_sums(statement: Statement) -> None:
    names = [table.name for table in statement.tables]
    if names != sorted(set(names)):
        raise _fault("its statement does not list its tables in the order of their names, each once")
    if sum(table.rows for table in statement.tables) != statement.rows:
        raise _fault("the rows of its tables do not add up to the number that its statement gives")
    for table in statement.tables:
        shown = table.rows - table.hidden
        if table.partly > shown or _most(table.withheld) > table.partly or _beyond(table.coarser, table.withheld):
            raise _fault(f"its statement withholds more of the table {table.name!r} than there is")


def _most(counts: Mapping[str, int]) -> int:
    return max(counts.values(), default=0)


def _beyond(part: Mapping[str, int], whole: Mapping[str, int]) -> bool:
    return any(number > whole.get(name, 0) for name, number in part.items())


def _fault(what: str) -> PackageFaultError:
    return PackageFaultError(Step.SIGNATURE, what)
