"""A seal: a signed commitment to a list, which shows nothing of it; and entries that are revealed from it later.

    NAME.seal.json   public: {"signature", "statement": {format, title, day, entries, order, columns?, root, key}}
    NAME.kept.json   private: the entries and their secrets
    a reveal         entries with what proves them: {format, of, entries: [{number, fields, secret, path}]}

All are canonical JSON (RFC 8785), a line break at the end apart, so that there is one way to write each. Entries are
numbered from 1. An entry of which only some fields are revealed has a salt beside each of them and the digests of the
rest instead of its secret. `all` reveals every entry at once and needs no paths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from firmground.errors import BadRequestError
from firmground.proofs.canonical import canonical, read_canonical
from firmground.proofs.commitments import SECRET_BYTES, from_text, open_row, partial_leaf, row_leaf, to_text
from firmground.proofs.merkle import HASH_BYTES, check_inclusion, root
from firmground.proofs.signatures import check_signature
from firmground.proofs.table_leaves import row_leaves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firmground.proofs.canonical import Json

SEAL_FORMAT = "firmground seal 1"
REVEAL_FORMAT = "firmground reveal 1"
KEPT_FORMAT = "firmground kept 1"
TABLE = "sealed list"  # what stands for the name of the table in the leaves of a seal
MOST_BYTES = 1 << 30
MOST_ENTRIES = 10_000_000
NAMED_BY = 16  # letters of the root by which a reveal says what it belongs to
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEEDED = frozenset({"format", "title", "day", "entries", "order", "root", "key"})


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal whose signature is right. `day`: by the word of whoever sealed it; `columns`: None where they are not
    shown; `ordered`: the entries stand in the order of the list, else in one that tells nothing.
    `digest`: SHA-256 of the file, which is what a time stamp is given for.
    """

    title: str
    day: date
    size: int
    ordered: bool
    columns: tuple[str, ...] | None
    root: bytes
    key: bytes
    digest: bytes

    @property
    def name(self) -> str:
        """By which reveals say that they belong to it."""
        return to_text(self.root)[:NAMED_BY]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that was proven: its number from 1, the fields that are shown, the names of those that are not."""

    number: int
    fields: Mapping[str, Json]
    withheld: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class KeptList:
    """What whoever sealed a list keeps to himself. `statement`: that of the seal. Columns and secrets in leaf order."""

    statement: Mapping[str, Json]
    columns: Mapping[str, Sequence[str]]
    secrets: Sequence[bytes]

    def __len__(self) -> int:
        return len(self.secrets)

    def leaves(self) -> list[bytes]:
        return row_leaves(TABLE, self.columns, self.secrets)

    def entry(self, number: int) -> Entry:
        """Raises BadRequestError if there is no such entry."""
        if not 1 <= number <= len(self):
            raise BadRequestError(f"there is no entry {number}: the list has {len(self):,}")
        return Entry(number, {name: column[number - 1] for name, column in self.columns.items()})


def read_seal(raw: bytes) -> Seal:
    """A seal from the bytes of its file. BadRequestError: it is none, or not as it was signed."""
    document = _object(raw, "a seal")
    statement, signature = document.get("statement"), document.get("signature")
    if set(document) != {"statement", "signature"} or not isinstance(statement, dict):
        raise BadRequestError("this is no seal: it has no statement with a signature")
    if statement.get("format") != SEAL_FORMAT:
        raise BadRequestError(f"this is no seal of the form {SEAL_FORMAT!r}: a newer firmground may read it")
    seal = _read_statement(statement, sha256(raw).digest())
    if not isinstance(signature, str) or not check_signature(seal.key, canonical(statement), signature):
        raise BadRequestError("the signature of the seal is not right: the seal was changed after it was signed")
    return seal


def _read_statement(statement: dict[str, Json], digest: bytes) -> Seal:
    """What a statement says, each value of the right kind. BadRequestError."""
    if set(statement) - {"columns"} != _NEEDED:
        raise BadRequestError("the statement of the seal lacks something, or says something that is not known")
    title, day, size, order = (statement[name] for name in ("title", "day", "entries", "order"))
    columns = statement.get("columns")
    if not isinstance(title, str) or not isinstance(day, str) or not _DAY.fullmatch(day):
        raise BadRequestError("the title or the day of the seal cannot be read")
    if type(size) is not int or not 1 <= size <= MOST_ENTRIES or order not in {"as-listed", "by-hash"}:
        raise BadRequestError("the number of entries of the seal or their order cannot be read")
    if columns is not None and not (isinstance(columns, list) and all(isinstance(name, str) for name in columns)):
        raise BadRequestError("the columns of the seal cannot be read")
    try:
        own = date.fromisoformat(day)
    except ValueError:
        raise BadRequestError(f"the day of the seal, {day}, is not in the calendar") from None
    return Seal(
        title,
        own,
        size,
        order == "as-listed",
        None if columns is None else tuple(columns),
        _bytes(statement["root"]),
        _bytes(statement["key"]),
        digest,
    )


def read_kept_list(raw: bytes) -> KeptList:
    """What was kept of a list, from the bytes of its file. BadRequestError: it is not that."""
    document = _object(raw, "what was kept of a sealed list")
    tables, statement = document.get("tables"), document.get("statement")
    if document.get("format") != KEPT_FORMAT or not isinstance(statement, dict) or not isinstance(tables, list):
        raise BadRequestError("this is not what was kept of a sealed list")
    if statement.get("format") != SEAL_FORMAT or len(tables) != 1 or not isinstance(tables[0], dict):
        raise BadRequestError("this was kept of something else than a sealed list")
    columns = tables[0].get("columns")
    secrets = read_secrets(tables[0].get("secrets"))
    return KeptList(statement, read_columns(columns, len(secrets)), secrets)


def write_kept_list(kept: KeptList) -> bytes:
    """The bytes of `NAME.kept.json`."""
    table = {
        "name": TABLE,
        "columns": {name: list(column) for name, column in kept.columns.items()},
        "secrets": to_text(b"".join(kept.secrets)),
    }
    return canonical({"format": KEPT_FORMAT, "statement": dict(kept.statement), "tables": [table]}) + b"\n"


def open_kept(kept: KeptList, seal: Seal) -> list[Entry]:
    """All entries of a list, if it is what was sealed. BadRequestError: it is not."""
    if len(kept) != seal.size:
        raise BadRequestError(f"the list has {len(kept):,} entries and the seal speaks of {seal.size:,}")
    if root(kept.leaves()) != seal.root:
        raise BadRequestError("the list is not the one that was sealed: an entry, a secret or their order was changed")
    return [kept.entry(number) for number in range(1, len(kept) + 1)]


def open_reveal(raw: bytes, seal: Seal) -> list[Entry]:
    """The entries that a reveal shows, each proven to be in the list under this seal. BadRequestError: one is not."""
    document = read_reveal(raw)
    if "table" in document:
        raise BadRequestError("this reveals a record of a package, not an entry of a sealed list")
    if document["of"] != seal.name:
        raise BadRequestError(f"this belongs to another seal: to {document['of']}…, and this one is {seal.name}…")
    if "all" in document:
        return open_kept(_read_all(document["all"]), seal)
    found: dict[int, Entry] = {}
    for one in document["entries"]:
        number, leaf, entry = read_entry(one, TABLE)
        if number > seal.size:
            raise BadRequestError(f"it shows entry {number:,}, and the list has {seal.size:,}")
        if not all(isinstance(value, str) for value in entry.fields.values()):
            raise BadRequestError(f"entry {number:,} shows a value that is no text")
        if number in found:
            raise BadRequestError(f"it shows entry {number:,} twice")
        if not check_inclusion(leaf, number - 1, seal.size, read_path(one.get("path")), seal.root):
            raise BadRequestError(
                f"entry {number:,} does not lead to the root of the seal: a value, its number, its secret or its path "
                "is not what was sealed"
            )
        found[number] = entry
    return list(found.values())


def read_reveal(raw: bytes) -> dict[str, Any]:
    """The parts of a reveal, of a list or of a package; nothing in it is proven yet. BadRequestError: it is none."""
    document = _object(raw, "a reveal")
    if document.get("format") != REVEAL_FORMAT:
        raise BadRequestError(f"this is no reveal of the form {REVEAL_FORMAT!r}: a newer firmground may read it")
    entries, known = document.get("entries"), {"format", "of", "table", "entries", "all"}
    listed = isinstance(entries, list) and entries and all(isinstance(one, dict) for one in entries)
    if set(document) - known or not isinstance(document.get("of"), str) or ("all" in document) == bool(listed):
        raise BadRequestError("this reveal is not whole: it shows no entry, or something that is not known")
    return document


def read_entry(one: dict[str, Any], table: str) -> tuple[int, bytes, Entry]:
    """The number of an entry, its leaf and what it shows. BadRequestError: it is not written as an entry is."""
    number, fields, secret, digests = (one.get(name) for name in ("number", "fields", "secret", "digests"))
    if set(one) - {"number", "fields", "secret", "digests", "path"} or type(number) is not int or number < 1:
        raise BadRequestError("an entry of the reveal has no number, or something that is not known")
    if not isinstance(fields, dict) or (secret is None) == (digests is None):
        raise BadRequestError(f"entry {number:,} shows no fields, or not how they are proven")
    if secret is not None:
        leaf = row_leaf(table, list(fields), list(fields.values()), _bytes(secret, SECRET_BYTES))
        return number, leaf, Entry(number, fields)
    pairs = {name: tuple(pair) for name, pair in fields.items() if isinstance(pair, list) and len(pair) == 2}
    if (
        len(pairs) != len(fields)
        or not isinstance(digests, dict)
        or not all(isinstance(salt, str) for salt, _ in pairs.values())
    ):
        raise BadRequestError(f"entry {number:,}: its fields have no salts, or the rest of it no digests")
    leaf = partial_leaf(table, pairs, {name: _bytes(digest) for name, digest in digests.items()})
    return number, leaf, Entry(number, {name: value for name, (_, value) in pairs.items()}, frozenset(digests))


def write_entry(
    number: int,
    fields: Mapping[str, Json],
    secret: bytes,
    only: Sequence[str] = (),
    path: Sequence[bytes] | None = None,
) -> dict[str, Any]:
    """An entry as a reveal has it. `fields`: all that are in its leaf. `only`: the names that are shown, () for all."""
    written: dict[str, Any] = {"number": number}
    if only:
        opened = open_row(list(fields), list(fields.values()), secret)
        written["fields"] = {name: [opened[name][0], fields[name]] for name in only}
        written["digests"] = {name: to_text(digest) for name, (_, digest) in opened.items() if name not in only}
    else:
        written |= {"fields": dict(fields), "secret": to_text(secret)}
    return written if path is None else written | {"path": to_text(b"".join(path))}


def read_path(text: Json) -> list[bytes]:
    """The hashes of a path, written one after the other. BadRequestError."""
    raw = _all_bytes(text)
    if len(raw) % HASH_BYTES:
        raise BadRequestError("the path of an entry was cut off or lengthened")
    return [raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES)]


def read_secrets(text: Json) -> list[bytes]:
    """The secrets of rows, written one after the other. BadRequestError."""
    raw = _all_bytes(text)
    if len(raw) % SECRET_BYTES:
        raise BadRequestError("the secrets were cut off or lengthened")
    return [raw[at : at + SECRET_BYTES] for at in range(0, len(raw), SECRET_BYTES)]


def read_columns(columns: Json, rows: int) -> dict[str, list[str]]:
    """Columns of texts, all of one length. BadRequestError."""
    if not isinstance(columns, dict) or not all(
        isinstance(column, list) and len(column) == rows and all(isinstance(value, str) for value in column)
        for column in columns.values()
    ):
        raise BadRequestError("the columns are not lists of texts, or not as many as there are secrets")
    return columns


def _read_all(part: Json) -> KeptList:
    if not isinstance(part, dict) or set(part) != {"columns", "secrets"}:
        raise BadRequestError("this reveal of a whole list has no columns, or no secrets")
    secrets = read_secrets(part["secrets"])
    return KeptList({}, read_columns(part["columns"], len(secrets)), secrets)


def _object(raw: bytes, what: str) -> dict[str, Json]:
    if len(raw) > MOST_BYTES:
        raise BadRequestError(f"this is too large for {what}")
    document = read_canonical(raw.removesuffix(b"\n"))
    if not isinstance(document, dict):
        raise BadRequestError(f"this is not {what}")
    return document


def _all_bytes(text: Json) -> bytes:
    if not isinstance(text, str):
        raise BadRequestError("secrets or a path are not texts")
    return from_text(text, len(text) * 6 // 8)


def _bytes(text: Json, size: int = HASH_BYTES) -> bytes:
    if not isinstance(text, str):
        raise BadRequestError("a secret, salt or digest is not a text")
    return from_text(text, size)
