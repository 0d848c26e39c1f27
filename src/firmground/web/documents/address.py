"""Addresses of a document's pages, and what an address asks for. Whatever it cannot mean is taken as not asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from firmground.spans import Span
from firmground.web.answers import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

ORDERS: Final = {"doubtful": "Doubtful first", "text": "In the order of the text"}
OPEN: Final = "#open"  # the record that the page opens
_SPAN: Final = re.compile(r"([0-9]{1,9})-([0-9]{1,9})", re.ASCII)
_KEY: Final = re.compile(r"[0-9a-f]{16}", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reading page is asked for. `draft`: key of the record to open, `change`: with its fields as inputs;
    `at`: words to light; `number`: a number of the text to draft a claim from; `page`: window of the text, 0 for the
    one where the record is; `done`: the step that was just made, 0 for none.
    """

    order: str = "doubtful"
    draft: str = ""
    change: bool = False
    at: Span | None = None
    number: Span | None = None
    page: int = 0
    done: int = 0

    def url(self, document: str, fragment: str = OPEN, **other: object) -> str:
        """The address of this, with other values for some of it."""
        asked = replace(self, **other)  # type: ignore[arg-type]
        query = {
            "order": asked.order if asked.order != "doubtful" else "",
            "draft": asked.draft,
            "change": "1" if asked.change else "",
            "at": _say(asked.at),
            "number": _say(asked.number),
            "page": asked.page or "",
            "done": asked.done or "",
        }
        text = urlencode({name: value for name, value in query.items() if value})
        return document_url(document) + (f"?{text}" if text else "") + fragment


def read_asked(query: Mapping[str, str]) -> Asked:
    page, done, draft = (query.get(name, "") for name in ("page", "done", "draft"))
    return Asked(
        order=query["order"] if query.get("order") in ORDERS else "doubtful",
        draft=draft if _KEY.fullmatch(draft) else "",
        change=query.get("change") == "1",
        at=_span(query.get("at", "")),
        number=_span(query.get("number", "")),
        page=int(page) if _NUMBER.fullmatch(page) else 0,
        done=int(done) if _NUMBER.fullmatch(done) else 0,
    )


def document_url(document: str, then: str = "") -> str:
    return f"/documents/{quoted(document)}{then}"


def words_url(document: str, span: Span) -> str:
    """Where a page shows these words of a document."""
    return f"{document_url(document)}?at={_say(span)}#c{span.start}"


def _span(text: str) -> Span | None:
    found = _SPAN.fullmatch(text)
    span = Span(int(found[1]), int(found[2])) if found else None
    return span if span and span.start < span.stop else None


def _say(span: Span | None) -> str:
    return f"{span.start}-{span.stop}" if span else ""
