"""Documents that a case keeps (`documents/documents.csv`), each held against its files.

No number rests on a document, so none is an input of a run. But words are shown as somebody's because they stand in
one: a document whose bytes or text are not what they were is refused, with everything that points into it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firmground.case.documents import Attested, Document
from firmground.dates import When
from firmground.errors import Effect
from firmground.read.document_files import check_kept, check_text, marks_file
from firmground.read.rows import read_rows
from firmground.read.tally import Tally
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from firmground.read.files import CaseFiles
    from firmground.read.records import Record

DOCUMENTS = "documents/documents.csv"
DOCUMENT_COLUMNS = (
    "id", "source", "kept", "sha256", "text_file", "text_sha256", "origin", "received", "media",
    "published", "published_how", "title", "title_how", "byline", "byline_how", "site", "site_how",
    "language", "language_how", "replaces", "note",
)  # fmt: skip
MEDIA = ("html", "pdf", "email", "text")

# Ids of documents stand in names of files and in addresses of the app.
DOCUMENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MENDING = (
    "put it back as it was, from a copy or from git, or collect the page again; "
    "if git changes line ends here, write `documents/** -text` into .gitattributes"
)
_RECEIVED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def read_documents(files: CaseFiles, sources: Collection[str]) -> dict[str, Document]:
    """The documents by id, in the order of their rows; one whose files are not what they were is left out."""
    path = files.own(DOCUMENTS)
    records = read_rows(files, path, DOCUMENT_COLUMNS, counts=False) if path else []
    faults = Tally(DOCUMENTS, [record.origin.row or 0 for record in records], files.problems)
    found: dict[str, Document] = {}
    for index, record in enumerate(records):
        document = _read_document(record, found, sources)
        if document is not None and _files_stand(files, document, record, faults, index):
            found[document.id] = document
    faults.tell()
    _check_versions(found, records)
    return found


def _read_document(record: Record, found: dict[str, Document], sources: Collection[str]) -> Document | None:
    key = record.identity(found)
    if key and not DOCUMENT_ID.fullmatch(key):
        hint = "use letters of the Latin alphabet, digits, dots and hyphens: it stands in the names of its files"
        record.problem(f"{show(key)} cannot be the id of a document", hint, Effect.REFUSED)
        return None
    names = [record.required(name) for name in ("kept", "sha256", "text_file", "text_sha256")]
    for name, text in (("sha256", names[1]), ("text_sha256", names[3])):
        if text and not _SHA256.fullmatch(text):
            record.problem(f"`{name}` is {show(text)}", "write the 64 hexadecimal digits of the file", Effect.REFUSED)
            return None
    if not key or not all(names):
        return None
    source = record.text("source")
    if source and source not in sources:
        record.problem(f"source {show(source)} is not in sources.toml", suggest(source, sources, "add it there"))
    return Document(
        id=key,
        kept=names[0],
        sha256=names[1],
        text_file=names[2],
        text_sha256=names[3],
        origin=record.text("origin"),
        received=_received(record),
        media=_media(record),
        published=record.when("published") or When.unknown(),
        published_on=_attested(record, "published"),
        title=_attested(record, "title"),
        byline=_attested(record, "byline"),
        site=_attested(record, "site"),
        language=_attested(record, "language"),
        replaces=record.text("replaces"),
        source=source,
        note=record.text("note"),
    )


def _attested(record: Record, name: str) -> Attested:
    return Attested(record.text(name), record.text(f"{name}_how"))


def _received(record: Record) -> str:
    text = record.text("received")
    if not _RECEIVED.fullmatch(text):
        record.problem(f"`received` is {show(text)}", "write the time in UTC: 2024-03-31T09:15:00Z")
    return text


def _media(record: Record) -> str:
    text = record.text("media")
    if text not in MEDIA:
        record.problem(f"`media` is {show(text)}", suggest(text, MEDIA))
    return text


def _files_stand(files: CaseFiles, document: Document, record: Record, faults: Tally, index: int) -> bool:
    """Are the bytes and the text what they were?"""

    def tell(what: str, hint: str, name: str) -> None:
        what = f"a file of a document {what}"
        faults.add(index, what, hint=hint, effect=Effect.REFUSED, example=name)

    names = (document.kept, document.text_file, marks_file(document.text_file))
    paths: list[Path] = []
    for name in names:
        if not _is_there(files.root, name):
            tell("is missing", "put it back, from a copy or from git, or collect the page again", name)
            return False
        path = files.find(name, record.origin)
        if path is None:
            return False
        paths.append(path)
    kept, text, marks = paths
    at = document.kept
    try:
        check_kept(kept, document.sha256)
        at = document.text_file
        check_text(text, document.text_sha256, marks)
    except OSError as fault:
        tell(f"cannot be read: {fault.strerror}", "change the rights of the file", at)
    except ValueError as fault:
        tell(str(fault), _MENDING, at)
    else:
        return True
    return False


def _is_there(root: Path, name: str) -> bool:
    """False for a file that is missing; whether one may be opened is asked later."""
    try:
        return (root / name).exists() or ".." in name or name.startswith(("/", "\\"))
    except (OSError, ValueError):  # no name of a file at all
        return "\0" in name


def _check_versions(found: dict[str, Document], records: list[Record]) -> None:
    """Tells of a version that replaces no document, or by way of others itself."""
    rows = {record.text("id"): record for record in reversed(records)}
    ends: set[str] = set()  # documents from which the way back comes to an end
    for document in found.values():
        if document.replaces and document.replaces not in rows:
            what = f"`replaces` is {show(document.replaces)}, which is no document"
            rows[document.id].problem(what, suggest(document.replaces, found))
        way: dict[str, None] = {}
        at = document.id
        while at in found and at not in ends and at not in way:
            way[at] = None
            at = found[at].replaces
        if at in way:
            hint = "name the version before it, or leave it empty"
            rows[document.id].problem("`replaces` leads round in a circle", hint)
        ends.update(way)
