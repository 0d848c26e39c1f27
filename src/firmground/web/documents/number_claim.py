"""A claim drafted from one number of a text, where no reader has drafted one: the sentence, who says it, the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.draft import Draft, DraftKind, Told

if TYPE_CHECKING:
    from firmground.documents.numbers import Quantity
    from firmground.documents.page import Page
    from firmground.documents.reading import Reading
    from firmground.documents.statements import Statement
    from firmground.spans import Span

READER = "number"
_MEASURES = {"share": "share", "ratio": "share", "count": "count", "range": "count"}


def quantity_at(reading: Reading, span: Span | None) -> Quantity | None:
    return next((one for one in reading.found.quantities if one.span == span), None)


def draft_claim(reading: Reading, quantity: Quantity) -> Draft:
    """What it counts among is left to the person: no reader has understood it."""
    page = reading.page
    sentence = _sentence(page, quantity.span)
    said = _statement(reading, quantity.span)
    measure, accepted = _MEASURES.get(quantity.kind, ""), quantity.accepted
    speaker = said.speaker if said else None
    published = page.document.published_on.value
    fields = (
        Told("says", sentence.of(page.text), (sentence,)),
        Told("by", "", (speaker,) if speaker else (), doubt="say which actor of the case claims this"),
        Told("on", published, how="the document's date" if published else ""),
        Told("test.measure", measure, (quantity.span,), doubt="" if measure else "choose what is measured"),
        Told("test.value", accepted, (quantity.span,), doubt="" if accepted else "write the values that make it true"),
    )
    doubts = ("It was drafted from the number alone: check what is counted, and among what.",)
    title = " ".join(quantity.span.of(page.text).split())
    return Draft(DraftKind.CLAIM, sentence, title, fields, READER, doubts=doubts)


def _sentence(page: Page, span: Span) -> Span:
    for paragraph in page.paragraphs:
        if paragraph.span.covers(span):
            return next((one.span for one in paragraph.sentences if one.span.covers(span)), paragraph.span)
    return span


def _statement(reading: Reading, span: Span) -> Statement | None:
    """The innermost statement that the number is part of."""
    over = [
        (content.stop - content.start, number)
        for number, said in enumerate(reading.found.statements)
        for content in said.content
        if content.covers(span)
    ]
    return reading.found.statements[min(over)[1]] if over else None
