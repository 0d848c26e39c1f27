"""`documents/passages.csv`: the words of documents that people decided on, each checked against its text.

A span that is off by one shows a reader words that nobody wrote. So every row is sliced again from the document's text
when the case is read, and a row whose words are not exactly there is refused: the text was edited, an offset was moved,
or the document is gone. No number of a check rests on these rows; neither this file nor the texts are inputs of a run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firmground.case.documents import Passage
from firmground.errors import CaseProblem, Effect
from firmground.formats.tables import read_table
from firmground.read.document_files import load_text
from firmground.read.documents import DOCUMENTS
from firmground.read.records import Origin
from firmground.read.tally import Tally
from firmground.read.wording import show, suggest
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.documents import Document
    from firmground.read.files import CaseFiles

PASSAGES: Final = "documents/passages.csv"
PASSAGE_COLUMNS: Final = (
    "document", "start", "stop", "words", "kind", "key", "decided", "file", "table", "record", "field", "proposed",
    "value", "by", "at", "reader", "why",
)  # fmt: skip
DECIDED: Final = ("accepted", "changed", "linked", "refused")
_NEEDED: Final = ("document", "start", "stop", "words", "decided")
_OFFSET: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


def read_passages(files: CaseFiles, documents: Mapping[str, Document]) -> tuple[Passage, ...]:
    """The passages in the order of the file; those whose words do not stand where they say are refused, each told."""
    path = files.own(PASSAGES)
    if path is None:
        return ()
    table, problems = read_table(path, name=PASSAGES)
    files.problems.extend(problems)
    ours = {name.casefold(): cells for name, cells in table.columns.items()}
    if missing := [name for name in _NEEDED if name not in ours]:
        if not problems:
            what = f"there is no column {show(missing[0])}"
            files.problems.append(CaseProblem(PASSAGES, 1, what, "put the header back as it was written"))
        return ()
    tally = Tally(PASSAGES, table.rows, files.problems)
    texts = _Texts(files, documents)
    found = []
    for index, row in enumerate(table.rows):
        cells = {name: ours[name][index] if name in ours else "" for name in PASSAGE_COLUMNS}
        if passage := _read_row(cells, int(row), index, tally, texts):
            found.append(passage)
    tally.tell()
    return tuple(found)


def _read_row(cells: dict[str, str], row: int, index: int, tally: Tally, texts: _Texts) -> Passage | None:
    """The passage of a row; None, with the reason counted, if its words are not those of the document's text."""
    document, start, stop = (cells[name].strip() for name in ("document", "start", "stop"))
    words, decided = cells["words"], cells["decided"].strip()
    text, why, hint = texts.of(document)
    span = Span(int(start), int(stop)) if _OFFSET.fullmatch(start) and _OFFSET.fullmatch(stop) else None
    if text is None:
        fault = (why, hint, document)
    elif span is None or not span.fits(text):
        fault = ("`start` and `stop` lie outside the document's text", _PUT_BACK, f"{start} to {stop}")
    elif span.of(text) != words:
        fault = ("`words` do not stand in the document's text where the row says", _PUT_BACK, words)
    elif decided not in DECIDED:
        fault = ("`decided` is no decision", suggest(decided, DECIDED), decided)
    else:
        plain = {name: cells[name].strip() for name in _PLAIN}
        values = {name: cells[name] for name in ("proposed", "value", "why")}
        return Passage(document=document, span=span, words=words, decided=decided, row=row, **plain, **values)
    what, hint, example = fault
    tally.add(index, what, hint=hint, effect=Effect.REFUSED, example=example)
    return None


_PUT_BACK: Final = "put text and row back as they were, or take the row out and decide again"
_NO_TEXT: Final = "the document's text cannot be opened"
_PLAIN: Final = ("kind", "key", "file", "table", "record", "field", "by", "at", "reader")


class _Texts:
    """The texts of a case's documents, each read once and only if a passage points into it."""

    def __init__(self, files: CaseFiles, documents: Mapping[str, Document]) -> None:
        self._files = files
        self._documents = documents
        self._read: dict[str, tuple[str | None, str, str]] = {}

    def of(self, document: str) -> tuple[str | None, str, str]:
        """The text of a document; or None, why there is none, and what to do."""
        if document not in self._read:
            self._read[document] = self._open(document)
        return self._read[document]

    def _open(self, document: str) -> tuple[str | None, str, str]:
        known = self._documents.get(document)
        if known is None:
            what = "the document is not in documents/documents.csv, or its files are not what they were"
            return None, what, "put the document back as it was, or take the row out"
        path = self._files.find(known.text_file, Origin(DOCUMENTS))
        try:
            return (load_text(path, known.text_sha256), "", "") if path is not None else (None, _NO_TEXT, _PUT_BACK)
        except (OSError, ValueError) as fault:
            return None, f"{_NO_TEXT}: it {getattr(fault, 'strerror', None) or fault}", _PUT_BACK
