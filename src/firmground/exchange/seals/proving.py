"""What a seal, or a reveal, proves to whoever has it: in sentences, with what it does not prove beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from firmground.errors import BadRequestError
from firmground.exchange.seals.shown_before import differing, unchecked_place
from firmground.exchange.seals.speaking import key_words, show_fields
from firmground.exchange.tables import Kind
from firmground.proofs.canonical import read_canonical
from firmground.proofs.commitments import from_text
from firmground.proofs.merkle import HASH_BYTES, check_inclusion
from firmground.proofs.seals import (
    NAMED_BY,
    REVEAL_FORMAT,
    SEAL_FORMAT,
    open_reveal,
    read_entry,
    read_path,
    read_reveal,
    read_seal,
)
from firmground.proofs.signatures import check_signature
from firmground.proofs.timestamps import check_timestamp, read_timestamp, stamp_beside
from firmground.report.words import day_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from firmground.exchange.package.verify import FoundRow
    from firmground.proofs.seals import Entry, Seal

MOST_BYTES = 1 << 30
MOST_NUMBERED = 20  # entries whose numbers are said one by one
MOST_SHOWN = 200  # and which are shown
_ONLY_ONE = (
    "that this is the only one: whoever seals many lists, or many predictions, can reveal the one that suits; ask for "
    "all that were sealed with this key"
)
_TRUE = "that what was sealed is true, or complete"


@dataclass(frozen=True, slots=True)
class Proof:
    """`proven`, `shown` (what the revealed entries say) and `not_proven`, a sentence or part of one each. `wrong`: what
    does not hold; then nothing is proven.
    """

    proven: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    not_proven: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def kind_of(document: object) -> str:
    """What a JSON document is of those that are verified here: "seal", "reveal", or "" for neither."""
    if not isinstance(document, dict):
        return ""
    statement = document.get("statement")
    if (
        "signature" in document
        and isinstance(statement, dict)
        and str(statement.get("format", "")).startswith(SEAL_FORMAT[:-1])
    ):
        return "seal"
    return "reveal" if str(document.get("format", "")).startswith(REVEAL_FORMAT[:-1]) else ""


def verify_seal(path: Path, *, stamp: Path | None = None, roots: Sequence[Path] = ()) -> Proof:
    """What the seal in a file proves. `stamp`: the reply of a time-stamping service to this file, None for the one that
    lies beside it; `roots`: files with the certificates that are relied on for it.

    Raises BadRequestError for a file that cannot be read.
    """
    try:
        seal = read_seal(_read(path))
        when = _when(seal, stamp or _beside(path), roots)
    except BadRequestError as fault:
        return Proof(wrong=(f"{path.name}: {fault}",))
    number = "1 entry" if seal.size == 1 else f"{seal.size:,} entries"
    order = "; their order is a part of it" if seal.ordered and seal.size > 1 else ""
    columns = () if seal.columns is None else (f"Its columns are {', '.join(seal.columns)}.",)
    return Proof(
        proven=(
            f"“{seal.title}”: {key_words(seal.key)} committed to a list of {number}{order}, {when}.",
            *columns,
        ),
        not_proven=("what the entries are: that is shown when they are revealed", _ONLY_ONE, _TRUE),
    )


def verify_reveal(path: Path, against: Path, *, stamp: Path | None = None, roots: Sequence[Path] = ()) -> Proof:
    """What revealed entries prove, against the seal they belong to, or against the package, or its statement.json.

    Raises BadRequestError for a file that cannot be read.
    """
    try:
        raw = _read(path)
        document = read_reveal(raw)
        if "table" in document:
            return _of_package(document, against)
        seal = _seal_of(against)
        entries = open_reveal(raw, seal)
        when = _when(seal, stamp or _beside(against), roots)
    except BadRequestError as fault:
        return Proof(wrong=(f"{path.name}: {fault}",))
    whole = len(entries) == seal.size
    rest = ("what the other entries of the list are",) if not whole else ()
    return Proof(
        proven=(_say_entries(entries, seal, when),),
        shown=_show(entries),
        not_proven=(*rest, *_unshown(entries), _ONLY_ONE, _TRUE),
    )


def _seal_of(against: Path) -> Seal:
    """The seal that entries are checked against. Raises BadRequestError, naming its file."""
    try:
        return read_seal(_read(against))
    except BadRequestError as fault:
        hint = "this reveals an entry of a sealed list, and is checked against its seal"
        raise BadRequestError(f"{hint}: {against.name}: {fault}") from None


def _say_entries(entries: list[Entry], seal: Seal, when: str) -> str:
    key = key_words(seal.key)
    if len(entries) == seal.size:
        every = "This is the one entry" if seal.size == 1 else f"These are all {seal.size:,} entries"
        return f"{every} of the list “{seal.title}” that {key} committed to, {when}."
    numbers = ", ".join(f"{entry.number:,}" for entry in entries[:MOST_NUMBERED])
    more = f" and {len(entries) - MOST_NUMBERED:,} more" if len(entries) > MOST_NUMBERED else ""
    these = f"This entry was no. {numbers}" if len(entries) == 1 else f"These entries were nos. {numbers}{more}"
    return f"{these} of the {seal.size:,} of “{seal.title}” that {key} committed to, {when}."


def _show(entries: list[Entry]) -> tuple[str, ...]:
    rest = len(entries) - MOST_SHOWN
    more = (f"and {rest:,} more, which are in the file",) if rest > 0 else ()
    return (*map(show_fields, entries[:MOST_SHOWN]), *more)


def _unshown(entries: list[Entry]) -> tuple[str, ...]:
    names = sorted({name for entry in entries for name in entry.withheld})
    return (f"what stands in the fields that are not shown: {', '.join(names)}",) if names else ()


def _beside(path: Path) -> Path | None:
    """The time stamp of a seal, where `firmground stamp` keeps it."""
    stamp = stamp_beside(path)
    return stamp if stamp.is_file() else None


def _when(seal: Seal, stamp: Path | None, roots: Sequence[Path]) -> str:
    """The day of a seal and whose word it is. Raises BadRequestError for a stamp that does not hold."""
    said = f"by its own word on {day_words(seal.day.toordinal())}"
    if stamp is None:
        return f"{said}; no time stamp says so"
    reply = _read(stamp)
    if not roots:
        told = read_timestamp(reply)
        if told.digest != seal.digest:
            raise BadRequestError(f"{stamp.name} is the time stamp of something else")
        return f"{said}; its time stamp says before {told.time:%Y-%m-%d %H:%M} UTC, and no --root vouches for that"
    try:
        time = check_timestamp(reply, seal.digest, b"\n".join(map(_read, roots)))
    except BadRequestError as fault:
        raise BadRequestError(f"{stamp.name}: {fault}") from None
    return f"{said}, and before {time:%Y-%m-%d %H:%M} UTC by its time stamp ({read_timestamp(reply).by})"


def _of_package(document: dict[str, Any], against: Path) -> Proof:
    """A record of a package: against the digests that the package holds, or by its path against the statement alone."""
    table, one = document["table"], document["entries"][0]
    if not isinstance(table, str) or len(document["entries"]) != 1:
        raise BadRequestError("this reveals no one record of a table")
    number, leaf, entry = read_entry(one, table)
    whole = _is_package(against)
    found, statement = _by_digest(table, number, leaf, against) if whole or "path" not in one else (None, {})
    if "path" in one:
        statement = _by_path(document, leaf, against)
    if document["of"] != str(statement["root"])[:NAMED_BY]:
        raise BadRequestError("this belongs to another package")
    key = key_words(from_text(str(statement["key"]), HASH_BYTES))
    day = day_words(date.fromisoformat(statement["day"]).toordinal())
    record = f"record no. {number:,} of {table}, among {statement['rows']:,} records"
    compared = _compare(found, entry)
    if compared.wrong:
        says = f"This was {record} that {key} committed to, and the package shows something else of it"
        after = "Whoever made it misled those who relied on it"
        return Proof(wrong=tuple(f"{says}: {one}. {after}" for one in compared.wrong))
    return Proof(
        proven=(f"This was {record} that {key} committed to, by its own word on {day}.", *compared.proven),
        shown=(show_fields(entry),),
        not_proven=(
            *_unshown([entry]), *compared.not_proven, "that what it says is true, or that the records are complete",
        ),
    )  # fmt: skip


def _compare(found: FoundRow | None, entry: Entry) -> Proof:
    """What is revealed beside what the package showed in its place: it must lie inside that."""
    if found is None:
        return Proof(not_proven=("that it lies inside what the package shows of it: check it against the package",))
    wrong = differing(found.wider, entry.fields, event=found.kind is Kind.EVENTS)
    if wrong:
        return Proof(wrong=tuple(wrong))
    unchecked = found.kind is Kind.EVENTS and unchecked_place(found.wider, entry.fields)
    where = ("that its place lies inside the wider one that the package shows: compare them on a map",)
    lies = ("What is revealed lies inside what the package shows in its place.",)
    inside = found.wider.keys() & entry.fields.keys() and not unchecked
    return Proof(proven=lies if inside else (), not_proven=where if unchecked else ())


def _by_digest(table: str, number: int, leaf: bytes, against: Path) -> tuple[FoundRow, dict[str, Any]]:
    """The row of a package that has this leaf in this place, and its statement. BadRequestError: it has another."""
    from firmground.exchange.package.verify import row_in_package  # noqa: PLC0415 - only a reveal of a package needs it

    own, statement = row_in_package(against, table, number - 1)
    if own is None:
        raise BadRequestError(f"the package has no record {number:,} in a table {table}")
    if own.leaf != leaf:
        raise BadRequestError("a value, its salt or its number is not what the package commits to")
    return own, statement


def _by_path(document: dict[str, Any], leaf: bytes, against: Path) -> dict[str, Any]:
    statement = _signed_statement(against)
    one, first = document["entries"][0], 0
    for table in statement["tables"]:
        if table["name"] == document["table"]:
            break
        first += table["rows"]
    else:
        raise BadRequestError(f"the package has no table {document['table']}")
    root = from_text(str(statement["root"]), HASH_BYTES)
    index = first + one["number"] - 1
    if one["number"] > table["rows"] or not check_inclusion(
        leaf, index, statement["rows"], read_path(one["path"]), root
    ):
        raise BadRequestError("a value, its salt, its number or its path is not what the package commits to")
    return statement


def _signed_statement(against: Path) -> dict[str, Any]:
    """The statement of a package; of `statement.json` alone, with its signature in `statement.sig` beside it."""
    from firmground.exchange.package.opened import open_package  # noqa: PLC0415 - as above
    from firmground.exchange.package.statement import as_document, read_statement  # noqa: PLC0415 - as above

    if _is_package(against):
        return as_document(open_package(against).statement)
    raw, signed = _read(against), read_canonical(_read(against.with_suffix(".sig")))
    statement = read_statement(raw)
    signature = signed.get("signature") if isinstance(signed, dict) else None
    if not isinstance(signature, str) or not check_signature(from_text(statement.key, HASH_BYTES), raw, signature):
        raise BadRequestError(f"the signature beside {against.name} is not right")
    return as_document(statement)


def _is_package(path: Path) -> bool:
    return path.name.casefold().endswith(".zip") or path.is_dir()


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadRequestError(f"{path.name} is larger than 1 GB, which nothing is that is verified here")
        return path.read_bytes()
    except OSError as fault:
        raise BadRequestError(f"{path} cannot be read: {fault.strerror}") from None
