"""The proposals of a document as text for a terminal and as plain data for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from firmground.phrases import several
from firmground.render.visible import shorten
from firmground.render.wrap import wrap
from firmground.report.words import date_words
from firmground.review.passages.decided import decisions
from firmground.review.passages.form import form_of
from firmground.review.passages.marked import show_passage
from firmground.spans import same_print

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.case import Case
    from firmground.case.documents import Document
    from firmground.documents.draft import Draft, Told
    from firmground.documents.page import Page
    from firmground.documents.reading import Reading
    from firmground.review.passages.decided import Decided
    from firmground.review.passages.form import FormField
    from firmground.spans import Span

MOST_LISTED: Final = 200
_INDENT: Final = "     "
_WORDS: Final = 60  # cells of the words behind a field that are shown beside it
_LEAST_WIDTH: Final = 40
_WIDEST_NAME: Final = 26
_QUOTES: Final = ("“", "„", "«", '"')


@dataclass(frozen=True, slots=True)
class Screen:
    """How wide a line is, and whether escape codes are understood."""

    width: int = 88
    color: bool = False


def say_reading(
    case: Case, reading: Reading, screen: Screen, *, everything: bool = False, most: int = MOST_LISTED
) -> list[str]:
    """A document with its proposals, doubtful ones first; `everything`: those that were decided on, too. At most `most`
    of either are listed, and the rest are counted.
    """
    document = reading.page.document
    known = decisions(case, document.id)
    lines = list(say_document(document, screen))
    lines += [line for total in reading.totals for line in wrap(total, screen.width, first="   Σ ", indent=_INDENT)]
    keyed = [(draft, known.get(draft.key(document.id))) for draft in reading.drafts]
    waiting = [draft for draft, decided in keyed if decided is None]
    for number, draft in enumerate(waiting[:most], start=1):
        lines += ["", *say_draft(reading.page, draft, screen, number=number)]
    past = [(draft, decided) for draft, decided in keyed if decided is not None] if everything else []
    for draft, decided in past[:most]:
        lines += ["", *_say_decided(reading.page, draft, decided, screen)]
    if left := max(0, len(waiting) - most) + max(0, len(past) - most):
        lines += [
            "",
            *wrap(f"{left:,} more are not listed here; --most lists more.", screen.width, first="   ", indent="   "),
        ]
    told = f"{several(len(waiting), 'proposal waits', 'proposals wait')}, {len(keyed) - len(waiting):,} decided."
    return [*lines, "", *wrap(told, screen.width, first="   ", indent="   ")]


def say_document(document: Document, screen: Screen) -> Iterator[str]:
    """Title, where it is from and its date, and how that is known; a document without a date is told."""
    title = document.title.value or document.origin or document.id
    where = document.site.value or document.origin
    on = date_words(document.published)
    how = f" ({document.published_on.how})" if on and document.published_on.how else ""
    head = ", ".join(part for part in (title, where if where != title else "", f"{on}{how}") if part)
    yield from wrap(f"{document.id}: {head}", max(_LEAST_WIDTH, screen.width), indent="   ")
    if not on:
        told = "It has no date: days that depend on it stay unknown. Say when it was published, if you know."
        yield from wrap(told, screen.width, first="   ? ", indent=_INDENT)


def say_draft(page: Page, draft: Draft, screen: Screen, *, number: int = 0) -> Iterator[str]:
    """One proposal: its words, its fields with where each comes from, and what is doubtful."""
    key = draft.key(page.document.id)
    mark = "?" if draft.doubtful else "·"
    count = f"{number:,}. " if number else ""
    by_model = f", pointed at by {draft.reader}" if draft.reader.startswith("model:") else ""
    head = f"{count}{draft.kind}{by_model}, characters {draft.span.start:,} to {draft.span.stop:,}, {key}"
    yield from wrap(head, screen.width, first=f" {mark} ", indent=_INDENT)
    yield from show_passage(page.text, draft.span, _spans(draft), screen.width, indent=_INDENT, color=screen.color)
    form = form_of(page, draft)
    facts = [(f"({fact.name})", _said(page, fact), fact.doubt) for fact in draft.facts]
    rows = [(one.name, _said(page, one), one.doubt) for one in form] + facts
    widest = min(_WIDEST_NAME, max((len(name) for name, *_ in rows), default=0))
    beside = f"{_INDENT}{' ' * widest}  "
    for name, said, doubt in rows:
        yield from wrap(said, screen.width, first=f"{_INDENT}{shorten(name, widest):{widest}}  ", indent=beside)
        if doubt:
            yield from wrap(doubt, screen.width, first=f"{beside}? ", indent=f"{beside}  ")
    for doubt in draft.doubts:
        yield from wrap(doubt, screen.width, first="   ? ", indent=_INDENT)


def _say_decided(page: Page, draft: Draft, decided: Decided, screen: Screen) -> Iterator[str]:
    became = f" as {decided.record} in {decided.file}" if decided.record else ""
    why = f": {decided.why}" if decided.why else ""
    head = f"{draft.kind} {decided.decided}{became} by {decided.by or 'somebody'}, {decided.at}{why}"
    mark = {"refused": "✗", "linked": "="}.get(decided.decided, "✓")
    yield from wrap(head, screen.width, first=f" {mark} ", indent=_INDENT)
    yield from show_passage(page.text, draft.span, (), screen.width, indent=_INDENT, color=screen.color)


def _said(page: Page, told: Told | FormField) -> str:
    """A value and what it comes from; only once where the two are the same words."""
    value = told.value
    if value and len(told.spans) == 1 and same_print(told.spans[0].of(page.text), value):
        quoted = value if value.startswith(_QUOTES) else f"“{value}”"
        return quoted + (f" ({told.how})" if told.how else "")
    behind = _behind(page, told)
    return f"{value or '(to be filled in)'}{f'  ← {behind}' if behind else ''}"


def _behind(page: Page, told: Told | FormField) -> str:
    """Where a field comes from: its words, else how it was reckoned."""
    words = ", ".join(f"“{shorten(span.of(page.text), _WORDS)}”" for span in told.spans)
    return f"{words} ({told.how})" if words and told.how else words or (f"({told.how})" if told.how else "")


def _spans(draft: Draft) -> list[Span]:
    return [span for told in (*draft.fields, *draft.facts) for span in told.spans if span != draft.span]


def describe_reading(case: Case, reading: Reading) -> dict[str, Any]:
    """The proposals of a document as values of JSON."""
    page = reading.page
    document = page.document
    known = decisions(case, document.id)
    return {
        "document": document.id,
        "title": document.title.value,
        "published": document.published_on.value,
        "published_how": document.published_on.how,
        "text_sha256": document.text_sha256,
        "totals": list(reading.totals),
        "proposals": [_describe(page, draft, known.get(draft.key(document.id))) for draft in reading.drafts],
    }


def _describe(page: Page, draft: Draft, decided: Decided | None) -> dict[str, Any]:
    return {
        "key": draft.key(page.document.id),
        "kind": str(draft.kind),
        "title": draft.title,
        "reader": draft.reader,
        **_stretch(page, draft.span),
        "fields": [_describe_told(page, told) for told in draft.fields],
        "facts": [_describe_told(page, told) for told in draft.facts],
        "doubts": list(draft.doubts),
        "decided": decided.decided if decided else "",
        "record": decided.record if decided else "",
    }


def _describe_told(page: Page, told: Told) -> dict[str, Any]:
    spans = [_stretch(page, span) for span in told.spans]
    return {"name": told.name, "value": told.value, "spans": spans, "how": told.how, "doubt": told.doubt}


def _stretch(page: Page, span: Span) -> dict[str, Any]:
    return {"start": span.start, "stop": span.stop, "words": span.of(page.text)}
