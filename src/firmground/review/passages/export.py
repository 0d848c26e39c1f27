"""Decisions as test data: what was proposed of which words, and what a person made of it.

One object a decision, with the words and some of the text around them, so that a reader of documents can be tried
against it without the case. Whether a text may be passed on is a question of its licence, which is nobody's here to
answer: `context` is short, and the document is named by its address and hash.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from firmground.errors import FirmgroundError
from firmground.review.passages.decided import decisions
from firmground.review.passages.rows import FACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firmground.case.case import Case
    from firmground.case.documents import Document, Passage
    from firmground.documents.page import Page
    from firmground.review.passages.decided import Decided

_CONTEXT: Final = 200  # characters before and behind the words


def export_decisions(case: Case, open_page: Callable[[Document], Page], document: str = "") -> Iterator[dict[str, Any]]:
    """Every decision of the case, or of one document, as values of JSON, in the order in which they were made."""
    texts: dict[str, str] = {}
    for decided in decisions(case, document).values():
        name = decided.passages[0].document
        if name not in texts:
            try:
                texts[name] = open_page(case.documents[name]).text
            except FirmgroundError:
                continue  # its rows were refused when the case was read, which told it
        yield _describe(case.documents[name], texts[name], decided)


def _describe(document: Document, text: str, decided: Decided) -> dict[str, Any]:
    head, *fields = decided.passages
    before, behind = max(0, head.span.start - _CONTEXT), head.span.stop + _CONTEXT
    return {
        "firmground_decision": 1,
        "document": document.id,
        "origin": document.origin,
        "sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "published": document.published_on.value,
        "context": {"start": before, "text": text[before:behind]},
        "start": head.span.start,
        "stop": head.span.stop,
        "words": head.words,
        "kind": decided.kind,
        "key": decided.key,
        "reader": decided.reader,
        "decided": decided.decided,
        "proposed": _read(head.proposed),
        "value": _read(head.value),
        "fields": [_stretch(one) for one in fields if not one.field.startswith(FACTS)],
        "facts": [_stretch(one) for one in fields if one.field.startswith(FACTS)],
        "record": decided.record,
        "by": decided.by,
        "at": decided.at,
        "why": decided.why,
    }


def _stretch(one: Passage) -> dict[str, Any]:
    return {
        "name": one.field.removeprefix(FACTS),
        "start": one.span.start,
        "stop": one.span.stop,
        "words": one.words,
        "proposed": one.proposed,
        "value": one.value,
    }


def _read(told: str) -> dict[str, str]:
    """The fields of a record as they were kept; nothing where somebody else wrote the cell."""
    try:
        found = json.loads(told) if told else {}
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}
