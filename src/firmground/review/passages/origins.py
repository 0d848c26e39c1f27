"""The source that a record names: the document that it came from, written into sources.toml once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from firmground.edit import At, Change, NewRecord
from firmground.errors import BadRequestError
from firmground.formats.tables import read_table
from firmground.read.documents import DOCUMENTS
from firmground.review.passages.ids import fresh_id

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.documents import Document
    from firmground.edit import Ledger, Wish

SOURCES: Final = "sources.toml"
_TITLE_LENGTH: Final = 200


def source_of(ledger: Ledger, case: Case, document: Document) -> tuple[str, tuple[Wish, ...]]:
    """The id of a document's source, and what has to be written for it: nothing if the case has it already."""
    own = next((one.id for one in case.sources.values() if one.sha256 and one.sha256 == document.sha256), "")
    known = document.source if document.source in case.sources else own
    if known:
        return known, () if document.source == known else (_name_source(ledger, document, known),)
    identity = document.source or _fresh_source(case, document)
    entry = {
        "id": identity,
        "title": " ".join((document.title.value or document.origin or document.id).split())[:_TITLE_LENGTH],
        "by": document.site.value or document.byline.value,
        "published": document.published_on.value,
        "url": document.address,
        "file": document.kept,
        "sha256": document.sha256,
    }
    filled = {name: text for name, text in entry.items() if text}
    return identity, (NewRecord(SOURCES, filled, table="sources"), _name_source(ledger, document, identity))


def _fresh_source(case: Case, document: Document) -> str:
    host = (urlsplit(document.address).hostname or "").removeprefix("www.")
    by = document.site.value or host or document.byline.value or document.title.value
    parts = (by, document.published_on.value)
    return fresh_id(parts, f"document-{document.id}"[:40], case.sources)


def _name_source(ledger: Ledger, document: Document, source: str) -> Change:
    """The row of the document says which source it is."""
    table, _ = read_table(ledger.folder / DOCUMENTS, name=DOCUMENTS)
    ids = next((cells for name, cells in table.columns.items() if name.casefold() == "id"), ())
    rows = [int(row) for row, text in zip(table.rows, ids, strict=False) if text.strip() == document.id]
    if len(rows) != 1:
        raise BadRequestError(f"{DOCUMENTS} has no single row of the document {document.id!r}: put it back first")
    record = ledger.record(At(DOCUMENTS, row=rows[0]))
    return Change(record.at, {"source": source}, base=record.base, was=record.fields, new_columns=True)
