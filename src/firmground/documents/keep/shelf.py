"""What a case keeps already, as `documents.csv` says it, and the rows that are about to be written into it.

A row is taken as it stands: whether its files still are what they were is for the reader of the case to tell.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.case.documents import Attested, Document
from firmground.dates import When, parse_when
from firmground.documents.keep.identity import same_origin_key
from firmground.edit import At, Change, NewRecord, StaleRecordError, Wish
from firmground.errors import BadRequestError, Effect
from firmground.formats.tables import read_table
from firmground.read.documents import DOCUMENT_COLUMNS, DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from firmground.edit import Ledger, Record

# What a note begins with that tells of an origin besides the first one.
ALSO, COPY = "also from", "the same words in other bytes from"
MET = (ALSO, COPY)
_ATTESTED = ("title", "byline", "site", "language")


@dataclass
class Row:
    """A row of documents.csv. `number`: where it stands, None for one that is about to be added. `was`: what stood in
    the fields that are about to change.
    """

    fields: dict[str, str]
    number: int | None = None
    was: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def noted(self, what: str, origin: str) -> int:
        """Where its note last says this of an origin; -1 if it does not."""
        return self["note"].rfind(f"{what} {origin} (")

    def add_note(self, what: str, origin: str, received: str) -> None:
        """Notes something that happened at an origin and a time; what was written before stays."""
        note = f"{what} {origin} ({received})"
        self.write("note", "; ".join(part for part in (self["note"], note) if part))

    def write(self, name: str, value: str) -> None:
        self.was.setdefault(name, self[name])
        self.fields[name] = value

    def document(self) -> Document:
        return document_of(self.fields)


class Shelf:
    """All rows, findable by what makes a page the same or another version."""

    def __init__(self, rows: Iterable[Row], names: Mapping[str, str] | None = None) -> None:
        """`names`: what our columns are called in the file, where they differ in capital letters."""
        self.rows: list[Row] = []
        self._names = names or {}
        self._by: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows:
            self.add(row)

    @classmethod
    def read(cls, root: Path) -> Shelf:
        """Raises BadRequestError if there is a documents.csv that cannot be read: nothing is added to such a file."""
        path = root / DOCUMENTS
        if not path.exists():
            return cls(())
        table, problems = read_table(path, name=DOCUMENTS)
        if not table.names:
            what = next((str(one) for one in problems if one.effect is Effect.REFUSED), f"{DOCUMENTS} cannot be read")
            raise BadRequestError(what)
        ours = {name: name.strip().casefold() for name in table.names}
        rows = []
        for index, number in enumerate(table.rows):
            fields = {ours[name]: cells[index].strip() for name, cells in table.columns.items()}
            rows.append(Row(fields, int(number)))
        return cls(rows, {folded: name for name, folded in ours.items()})

    def add(self, row: Row) -> None:
        self.rows.append(row)
        for name in ("id", "sha256", "text_sha256", "title", "replaces"):
            self._by[name, row[name]].append(row)
        self._by["origin", same_origin_key(row["origin"])].append(row)

    def by_id(self, identity: str) -> Row | None:
        return next(iter(self._by.get(("id", identity), ())), None)

    def with_bytes(self, sha256: str) -> list[Row]:
        return self._by.get(("sha256", sha256), [])

    def with_text(self, text_sha256: str) -> list[Row]:
        return self._by.get(("text_sha256", text_sha256), [])

    def with_title(self, title: str) -> list[Row]:
        return self._by.get(("title", title), []) if title else []

    def from_origin(self, origin: str) -> list[Row]:
        """Rows of which this is the origin, in the order in which they were received."""
        key = same_origin_key(origin)
        return self._by.get(("origin", key), []) if key else []

    def noted_from(self, origin: str) -> Row | None:
        """The last row beside which it is noted that it was met at this origin as well."""
        met = (row for row in reversed(self.rows) if row["note"] and any(row.noted(what, origin) >= 0 for what in MET))
        return next(met, None)

    def latest(self, row: Row) -> Row:
        """The last version in the line that this row stands in."""
        seen: set[str] = set()
        while row["id"] not in seen and (after := self._by.get(("replaces", row["id"]))):
            seen.add(row["id"])
            row = after[-1]
        return row

    def wishes(self, ledger: Ledger) -> list[Wish]:
        """What the ledger has to write so that the table says what this shelf says.

        Raises StaleRecordError if a row that is to change is no longer what was looked at.
        """
        made: list[Wish] = []
        for row in self.rows:
            if row.number is None:
                fields = {self._name(name): row[name] for name in DOCUMENT_COLUMNS}
                made.append(NewRecord(DOCUMENTS, fields, create=DOCUMENT_COLUMNS, new_columns=True))
            elif row.was:
                made.append(self._change(row, At(DOCUMENTS, row=row.number), ledger))
        return made

    def _change(self, row: Row, at: At, ledger: Ledger) -> Change:
        """A change of a row that still is the one that was looked at, in the fields that change."""
        record: Record | None = None
        with suppress(BadRequestError):  # the table has become shorter
            record = ledger.record(at)
        stands = record.fields if record is not None else {}
        theirs = {name: stands.get(self._name(name), "").strip() for name in ("id", *row.was)}
        if record is None or theirs != {"id": row["id"], **row.was}:
            what = f"{at} has been changed since it was looked at"
            raise StaleRecordError(what, at, base=row.was, theirs=stands or None, yours=row.fields)
        fields = {self._name(name): row[name] for name in row.was}
        return Change(at, fields, base=record.base, was=stands, new_columns=True)

    def _name(self, ours: str) -> str:
        return self._names.get(ours, ours)


def document_of(fields: dict[str, str]) -> Document:
    """The document that a row tells of; a date that cannot be read is unknown."""
    told = {name: fields.get(name, "") for name in DOCUMENT_COLUMNS}
    return Document(
        id=told["id"],
        kept=told["kept"],
        sha256=told["sha256"],
        text_file=told["text_file"],
        text_sha256=told["text_sha256"],
        origin=told["origin"],
        received=told["received"],
        media=told["media"],
        published=when_of(told["published"]),
        published_on=Attested(told["published"], told["published_how"]),
        replaces=told["replaces"],
        source=told["source"],
        note=told["note"],
        **{name: Attested(told[name], told[f"{name}_how"]) for name in _ATTESTED},
    )


def fields_of(document: Document) -> dict[str, str]:
    """The row that tells of a document."""
    plain = (
        "id",
        "source",
        "kept",
        "sha256",
        "text_file",
        "text_sha256",
        "origin",
        "received",
        "media",
        "replaces",
        "note",
    )
    fields = {name: getattr(document, name) for name in plain}
    for name in ("published", *_ATTESTED):
        attested = document.published_on if name == "published" else getattr(document, name)
        fields |= {name: attested.value, f"{name}_how": attested.how}
    return fields


def versions_of(documents: Mapping[str, Document], identity: str) -> tuple[Document, ...]:
    """All versions of a page, the oldest first, of which this document is one."""
    way: dict[str, None] = {}
    at = identity
    while at in documents and at not in way:
        way[at] = None
        at = documents[at].replaces
    after = {document.replaces: document.id for document in documents.values() if document.replaces}
    line = list(reversed(way))
    while line and (following := after.get(line[-1])) is not None and following not in line:
        line.append(following)
    return tuple(documents[one] for one in line)


def when_of(text: str) -> When:
    """The days of a text; unknown for one that is no date."""
    try:
        return parse_when(text)
    except ValueError:
        return When.unknown(text)
