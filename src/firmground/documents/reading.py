"""All readers over one page: what they found, and the records that they propose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.documents.days import find_days
from firmground.documents.draft import DraftKind, check_spans
from firmground.documents.found import Found
from firmground.documents.known import Known
from firmground.documents.numbers import find_quantities, propose_claims
from firmground.documents.releases import number_as_release, propose_events, reconcile
from firmground.documents.statements import find_statements, propose_statements
from firmground.documents.ties import propose_ties
from firmground.documents.undertakings import propose_undertakings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.documents.draft import Draft
    from firmground.documents.page import Page
    from firmground.spans import Span

_READERS = (propose_events, propose_claims, propose_statements, propose_undertakings, propose_ties)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a page. `drafts`: the doubtful ones first, then in the order of the text. `totals`: a sentence
    for each sum that a release names.
    """

    page: Page
    found: Found
    drafts: tuple[Draft, ...]
    totals: tuple[str, ...] = ()


def read_page(page: Page, known: Known | None = None, more: Iterable[Draft] = ()) -> Reading:
    """Proposes records for a page. The same page and case give the same drafts, with the same keys, every time.

    `more`: drafts from elsewhere, such as those that a model pointed at. Raises ValueError for a span outside the text.
    """
    known = known or Known()
    found = find_all(page, known)
    drafts = [*(draft for reader in _READERS for draft in reader(page, known, found)), *more]
    if wrong := next((draft for draft in drafts if not check_spans(draft, page.text)), None):
        raise ValueError(f"the reader {wrong.reader!r} points outside the text: {wrong.title}")
    drafts = _once(number_as_release(known, drafts))
    drafts.sort(key=lambda draft: (not draft.doubtful, draft.span, draft.kind))
    return Reading(page, found, tuple(drafts), reconcile(page, known, found))


def find_all(page: Page, known: Known) -> Found:
    """Days, numbers, places, actors and statements of a page."""
    days = find_days(page)
    return Found(
        days, find_quantities(page, days), known.places.find(page), known.actors.find(page), find_statements(page)
    )


def _once(drafts: Sequence[Draft]) -> list[Draft]:
    """What a person would have to decide twice is proposed once: a statement whose very words are a claim with a test,
    and a paraphrase that only tells of a promise or an agreement, are left to these.
    """
    claimed = {
        (span, one.value("says")) for one in drafts if one.kind is DraftKind.CLAIM for span in _spans(one, "says")
    }
    binding = {DraftKind.PLEDGE, DraftKind.AGREEMENT}
    bound = {span.stop for one in drafts if one.kind in binding for span in _spans(one, "verb")}

    def again(draft: Draft) -> bool:
        if any((span, draft.value("says")) in claimed for span in _spans(draft, "says")):
            return True
        quoted = next((told.value for told in draft.facts if told.name == "quoted"), "")
        return quoted == "paraphrase" and any(span.stop in bound for span in _spans(draft, "cue"))

    return [one for one in drafts if one.kind is not DraftKind.STATEMENT or not again(one)]


def _spans(draft: Draft, name: str) -> tuple[Span, ...]:
    return next((told.spans for told in (*draft.fields, *draft.facts) if told.name == name), ())
