"""What a model pointed at, kept beside the document: it may not answer the same again.

`documents/model/<id>.json` says of which text it was made. If that text is another one now, or a span does not re-slice
to its words, nothing of the file is used and a sentence says so.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any, Final

from firmground.documents.draft import Draft, DraftKind, Told, check_spans
from firmground.edit.disk import Replacement
from firmground.errors import FirmgroundError
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from firmground.documents.page import Page

FOLDER: Final = "documents/model"
_MOST_BYTES: Final = 1 << 24


class ModelFileError(FirmgroundError, ValueError):
    """A kept answer that does not belong to its document any more."""


def _path(folder: Path, page: Page) -> Path:
    return folder / FOLDER / f"{page.document.id}.json"


def keep_drafts(folder: Path, page: Page, drafts: Iterable[Draft]) -> Path:
    """Writes the drafts of a model, in place of those that it gave before."""
    path = _path(folder, page)
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "document": page.document.id,
        "text_sha256": page.document.text_sha256,
        "drafts": [_plain(draft, page.text) for draft in drafts],
    }
    place = Replacement(path, secrets.token_hex(4))
    try:
        place.write((json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace"))
        place.put()
    finally:
        place.clear()
    return path


def kept_drafts(folder: Path, page: Page) -> tuple[Draft, ...]:
    """The drafts that a model gave of this text; none if it never was asked. Raises ModelFileError."""
    path = _path(folder, page)
    if not path.is_file() or path.is_symlink():
        return ()
    name = f"{FOLDER}/{path.name}"
    if path.stat().st_size > _MOST_BYTES:
        raise ModelFileError(f"{name} is too large to be an answer of a model: delete it and ask again")
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        same = told["text_sha256"] == page.document.text_sha256
        drafts = tuple(_draft(one, page.text) for one in told["drafts"]) if same else ()
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise ModelFileError(f"{name} is no answer of a model to this text: delete it and ask again") from fault
    if not same:
        raise ModelFileError(f"{name} is about another text than this document has: delete it and ask again")
    return drafts


def _plain(draft: Draft, text: str) -> dict[str, Any]:
    return {
        "kind": str(draft.kind),
        "span": list(draft.span),
        "words": draft.span.of(text),
        "title": draft.title,
        "reader": draft.reader,
        "fields": [_plain_told(one) for one in draft.fields],
        "facts": [_plain_told(one) for one in draft.facts],
        "doubts": list(draft.doubts),
    }


def _plain_told(told: Told) -> dict[str, Any]:
    spans = [list(span) for span in told.spans]
    return {"name": told.name, "value": told.value, "spans": spans, "how": told.how, "doubt": told.doubt}


def _draft(plain: dict[str, Any], text: str) -> Draft:
    draft = Draft(
        DraftKind(plain["kind"]),
        _span(plain["span"]),
        str(plain["title"]),
        tuple(_told(one) for one in plain["fields"]),
        str(plain["reader"]),
        tuple(_told(one) for one in plain["facts"]),
        tuple(str(one) for one in plain["doubts"]),
    )
    if not check_spans(draft, text) or draft.span.of(text) != plain["words"] or not draft.reader.startswith("model:"):
        raise ValueError("its spans are not the words that they were")
    return draft


def _told(plain: dict[str, Any]) -> Told:
    spans = tuple(_span(one) for one in plain["spans"])
    return Told(str(plain["name"]), str(plain["value"]), spans, str(plain["how"]), str(plain["doubt"]))


def _span(plain: list[int]) -> Span:
    start, stop = plain
    if type(start) is not int or type(stop) is not int:
        raise TypeError("an end of a span is no whole number")
    return Span(start, stop)
