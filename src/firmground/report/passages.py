"""The words of documents behind a record, as the report shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.report.model import PassageNote
from firmground.report.words import date_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.case import Case
    from firmground.case.documents import Document, Passage

# What is told beside a field is kept under names that begin so; hedges are shown with the words.
_FACTS: Final = "facts."
_HEDGES: Final = ("hedge", "hedges")
CLAIMS, AGREEMENTS, PLEDGES, EVENTS = "claims", "agreements", "pledges", ""


def words_behind(case: Case, table: str, record: str, file: str = "") -> tuple[PassageNote, ...]:
    """The passages of a record that people accepted or linked, in the order in which they were decided.

    `file`: of a row of a table, where ids may stand in several.
    """
    behind = case.passages_by_record.get((table, record), ())
    own = [one for one in behind if not file or one.file == file]
    return tuple(_note(case, one, _of(own, one)) for one in own if not one.field)


def _of(rows: Iterable[Passage], head: Passage) -> list[Passage]:
    """The rows of the same decision."""
    return [one for one in rows if (one.document, one.key) == (head.document, head.key)]


def _note(case: Case, head: Passage, rows: list[Passage]) -> PassageNote:
    document = case.documents[head.document]
    hedges = [one.words for one in rows if one.field.removeprefix(_FACTS) in _HEDGES and one.field.startswith(_FACTS)]
    said = next((one.words for one in rows if one.field == "says"), "")
    return PassageNote(
        document=document.id,
        title=_title(document),
        published=date_words(document.published),
        url=document.address,
        words=head.words,
        start=head.span.start,
        stop=head.span.stop,
        says=said,
        hedges=tuple(dict.fromkeys(hedges)),
        decided=head.decided,
        by=head.by,
        at=head.at,
    )


def _title(document: Document) -> str:
    title, site = document.title.value or document.origin or document.id, document.site.value
    return title if not site or site in title else f"{title}, {site}"
