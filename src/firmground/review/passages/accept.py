"""A proposal accepted, changed, refused or linked: the record and the words behind it are one step, undone as one.

Nothing is written before every span has been held against the text, the words that are somebody's have been found in it
to the letter, and the case has been read as it would then be: if anything in it would be refused, nothing is written.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firmground.documents.draft import DraftKind, check_spans
from firmground.edit import NewRecord
from firmground.errors import BadRequestError, Effect
from firmground.read.names import Parties
from firmground.review.passages.decided import decisions
from firmground.review.passages.form import fill_in, nest
from firmground.review.passages.ids import draft_id
from firmground.review.passages.known_fields import fields_of
from firmground.review.passages.origins import source_of
from firmground.review.passages.records import NO_TEST, SHAPES
from firmground.review.passages.rows import decision_rows, linked_rows
from firmground.review.passages.tables import row_wishes, targets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from firmground.case.case import Case
    from firmground.documents.draft import Draft
    from firmground.documents.page import Page
    from firmground.edit import Ledger, Step, Wish
    from firmground.errors import CaseProblem
    from firmground.review.passages.form import Filled
    from firmground.review.passages.repeats import KnownRecord


class NotWrittenError(BadRequestError):
    """Nothing was written, because of what the case would then have: `problems` says which and why.

    `refused`: something would be refused, which no `despite` allows; else it would count as unknown.
    """

    def __init__(self, problems: tuple[CaseProblem, ...]) -> None:
        more = f" (and {len(problems) - 1:,} more)" if len(problems) > 1 else ""
        super().__init__(f"nothing was written, because the case would then have a fault: {problems[0].what}{more}")
        self.problems = problems
        self.refused = any(problem.effect is Effect.REFUSED for problem in problems)


@dataclass(frozen=True)
class Prepared:
    """What accepting would write. `record`: the new id, of a tie its words; `fields`: the record as it would stand;
    `decided`: accepted, or changed if a person altered a value.
    """

    file: str
    table: str
    record: str
    fields: dict[str, str]
    decided: str
    wishes: tuple[Wish, ...]


def _now() -> datetime:
    return datetime.now(UTC)


def prepare(
    ledger: Ledger,
    case: Case,
    page: Page,
    draft: Draft,
    values: Mapping[str, str] | None = None,
    *,
    who: str,
    why: str = "",
    into: str = "",
    now: Callable[[], datetime] = _now,
) -> Prepared:
    """What accepting a proposal would write; nothing is. `values`: the fields that a person gives another value, "" to
    take one out. `into`: one of `targets`, the first by default. Raises BadRequestError, saying what to do.
    """
    _check_open(case, page, draft)
    shape = SHAPES[draft.kind]
    file = _target(case, draft, into)
    filled = fill_in(page, draft, values or {})
    source, wishes = source_of(ledger, case, page.document)
    fields = _complete(case, page, draft, filled, source, file)
    if shape.table:
        nested = nest(fields, shape.lists)
        record_wishes: tuple[Wish, ...] = (NewRecord(file, nested, table=shape.table),)
    else:
        record_wishes = row_wishes(ledger, draft.kind, file, fields)
    name = fields.get("id") or _tie_words(case, fields)
    decided = "changed" if any(one.changed for one in filled) else "accepted"
    head = _head(decided, who, why, now) | {"file": file, "table": shape.table, "record": name}
    rows = decision_rows(page, draft, filled, head, fields)
    return Prepared(file, shape.table, name, fields, decided, (*wishes, *record_wishes, *rows))


def accept_draft(
    ledger: Ledger,
    case: Case,
    page: Page,
    draft: Draft,
    values: Mapping[str, str] | None = None,
    *,
    who: str,
    why: str = "",
    into: str = "",
    despite: bool = False,
    now: Callable[[], datetime] = _now,
) -> Step:
    """Writes the record, its source if it is a new one, and the words behind it, in one step; see `prepare`.

    `despite`: also if something of it would count as unknown, such as a date that cannot be read. Raises
    NotWrittenError for that and for what would be refused, StaleRecordError if a file has changed meanwhile.
    """
    made = prepare(ledger, case, page, draft, values, who=who, why=why, into=into, now=now)
    stopping = {Effect.REFUSED} if despite else {Effect.REFUSED, Effect.WIDENED}
    if faults := tuple(problem for problem in ledger.trial(made.wishes).came if problem.effect in stopping):
        raise NotWrittenError(faults)
    return ledger.apply(made.wishes, who=who, why=why or f"{made.decided}: {made.record} from {page.document.id}")


def refuse_draft(
    ledger: Ledger,
    case: Case,
    page: Page,
    draft: Draft,
    *,
    who: str,
    why: str = "",
    now: Callable[[], datetime] = _now,
) -> Step:
    """Keeps that a proposal was refused, so that it is not asked again; no record is touched."""
    return refuse_drafts(ledger, case, page, (draft,), who=who, why=why, now=now)


def refuse_drafts(
    ledger: Ledger,
    case: Case,
    page: Page,
    drafts: Sequence[Draft],
    *,
    who: str,
    why: str = "",
    now: Callable[[], datetime] = _now,
) -> Step:
    """Refuses proposals of one kind in one step, for one reason; they are taken back together."""
    head = _head("refused", who, why, now)
    rows = []
    for draft in drafts:
        _check_open(case, page, draft)
        rows += decision_rows(page, draft, (), head, {})
    noun, many = SHAPES[drafts[0].kind].noun, len(drafts)
    what = f"a {noun}" if many == 1 else f"{many:,} proposals ({noun})"
    return ledger.apply(rows, who=who, why=why or f"refused: {what} from {page.document.id}")


def link_draft(
    ledger: Ledger,
    case: Case,
    page: Page,
    draft: Draft,
    to: KnownRecord,
    *,
    who: str,
    why: str = "",
    now: Callable[[], datetime] = _now,
) -> Step:
    """Keeps that these are the words behind a record that the case has already, of whatever kind; it is not touched."""
    _check_open(case, page, draft)
    fields = fields_of(ledger, case, to)
    head = _head("linked", who, why, now) | {"file": to.file, "table": to.table, "record": to.record}
    rows = linked_rows(page, draft, head, fields)
    return ledger.apply(rows, who=who, why=why or f"linked: {to.record} to words of {page.document.id}")


def _head(decided: str, who: str, why: str, now: Callable[[], datetime]) -> dict[str, str]:
    return {
        "decided": decided,
        "by": who.strip(),
        "at": now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "why": why.strip(),
    }


def _check_open(case: Case, page: Page, draft: Draft) -> None:
    """Raises BadRequestError if the page is not the case's document, the draft not of the page, or already a record."""
    document = page.document
    if document.id not in case.documents:
        raise BadRequestError(f"the case has no document {document.id!r}: collect it first")
    kept = case.documents[document.id].text_sha256
    if kept and hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest() != kept:
        raise BadRequestError(f"the text of {document.id} is not the one that was collected: put it back first")
    if not check_spans(draft, page.text):
        raise BadRequestError(f"the proposal points outside the text of {document.id}: read it again")
    known = decisions(case, document.id).get(draft.key(document.id))
    if known is not None and known.taken:
        raise BadRequestError(f"this was {known.decided} already, as {known.record}: take that back first")


def _target(case: Case, draft: Draft, into: str) -> str:
    known = targets(case, draft.kind)
    if into and into not in known:
        raise BadRequestError(f"{into!r} is no file for this: choose one of {', '.join(known)}")
    return into or known[0]


def _complete(
    case: Case, page: Page, draft: Draft, filled: tuple[Filled, ...], source: str, file: str
) -> dict[str, str]:
    """The record's fields in the order in which they are written, with the id and where it comes from."""
    shape = SHAPES[draft.kind]
    given = {one.name: one.value for one in filled if one.value}
    if draft.kind in (DraftKind.STATEMENT, DraftKind.CLAIM):
        given = _with_one_question(given)
    address = page.document.address
    if "source" in shape.keys:
        given.setdefault("source", source)
    for stage in dict.fromkeys(name.split(".")[1] for name in given if name.startswith("stages.")):
        given.setdefault(f"stages.{stage}.source", source)
    if address and "url" in shape.keys:
        given.setdefault("url", address)
    if "id" in shape.keys:
        given["id"] = draft_id(case, draft, given, file)
    place = {name: number for number, name in enumerate(shape.keys)}
    return {name: given[name] for name in sorted(given, key=lambda name: place.get(name, len(place)))}


def _tie_words(case: Case, fields: Mapping[str, str]) -> str:
    """A tie has no id: its words, with the ids of those who are tied."""
    parties = Parties(case.actors)
    actor, to = (parties.actor(fields[key]) or fields[key] for key in ("actor", "to"))
    return f"{actor} {fields['tie']} {to}"


def _with_one_question(given: dict[str, str]) -> dict[str, str]:
    """A claim has a test or the reason why not: a test that is written takes the place of our own words for none."""
    tested = any(name.startswith("test.") for name in given)
    if tested and given.get("cannot_test") == NO_TEST:
        return {name: text for name, text in given.items() if name != "cannot_test"}
    return given if tested or given.get("cannot_test") else {**given, "cannot_test": NO_TEST}
