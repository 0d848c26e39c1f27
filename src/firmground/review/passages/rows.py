"""The rows of `documents/passages.csv` that a decision writes: one for the record, one for each stretch of words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from firmground.edit import NewRecord
from firmground.errors import BadRequestError
from firmground.read.passages import PASSAGE_COLUMNS, PASSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from firmground.documents.draft import Draft
    from firmground.documents.page import Page
    from firmground.review.passages.form import Filled
    from firmground.spans import Span

FACTS = "facts."


def decision_rows(
    page: Page, draft: Draft, filled: Sequence[Filled], head: Mapping[str, str], fields: Mapping[str, str]
) -> list[NewRecord]:
    """`head`: what all rows share, from who decided to which record; `fields`: the record as it is written."""
    proposed = {told.name: told.value for told in draft.fields}
    whole = {"proposed": _json(proposed), "value": _json(fields) if fields else ""}
    rows = [_row(page, draft, draft.span, {**head, **whole})]
    if fields:
        rows += [_row(page, draft, span, {**head, **own}) for span, own in _field_rows(draft, filled)]
    return rows


def linked_rows(page: Page, draft: Draft, head: Mapping[str, str], fields: Mapping[str, str]) -> list[NewRecord]:
    """The rows for a record that the case had: `value` is what it says, whatever the document's words say."""
    proposed = {told.name: told.value for told in draft.fields}
    own = {"proposed": _json(proposed), "value": _json({name: fields.get(name, "") for name in proposed})}
    rows = [_row(page, draft, draft.span, {**head, **own})]
    for told in draft.fields:
        one = {"field": told.name, "proposed": told.value, "value": fields.get(told.name, "")}
        rows += [_row(page, draft, span, {**head, **one}) for span in told.spans]
    return [*rows, *(_row(page, draft, span, {**head, **one, "decided": "linked"}) for span, one in _fact_rows(draft))]


def _field_rows(draft: Draft, filled: Sequence[Filled]) -> Iterator[tuple[Span, dict[str, str]]]:
    for one in filled:
        own = {
            "field": one.name,
            "proposed": one.proposed,
            "value": one.value,
            "decided": "changed" if one.changed else "accepted",
        }
        yield from ((span, own) for span in one.spans)
    yield from _fact_rows(draft)


def _fact_rows(draft: Draft) -> Iterator[tuple[Span, dict[str, str]]]:
    for fact in draft.facts:
        own = {"field": f"{FACTS}{fact.name}", "proposed": fact.value, "value": fact.value, "decided": "accepted"}
        yield from ((span, own) for span in fact.spans)


def _row(page: Page, draft: Draft, span: Span, values: Mapping[str, str]) -> NewRecord:
    if not span.fits(page.text):
        raise BadRequestError(f"the proposal points outside the text of {page.document.id}: read it again")
    document = page.document.id
    own = {
        "document": document,
        "start": str(span.start),
        "stop": str(span.stop),
        "words": span.of(page.text),
        "kind": str(draft.kind),
        "key": draft.key(document),
        "reader": draft.reader,
    }
    return NewRecord(PASSAGES, {**own, **values}, create=PASSAGE_COLUMNS, new_columns=True)


def _json(fields: Mapping[str, str]) -> str:
    return json.dumps(dict(fields), ensure_ascii=False, separators=(",", ":"))
