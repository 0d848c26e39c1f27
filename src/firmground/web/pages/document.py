"""The reading page of a document: its text with what was found in it, the proposed records beside it, and the answers.

A page only shows; an answer is carried out by `firmground.review.passages`, through the ledger. Everything works by
plain links and forms; the keys only press what stands on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from firmground.documents.keep import open_page, versions_of
from firmground.documents.numbers import claim_of
from firmground.edit import CannotWriteError, Ledger, StaleRecordError
from firmground.errors import BadRequestError
from firmground.review.passages import (
    NotWrittenError,
    decisions,
    doubt_repeats,
    find_repeated,
    form_of,
    step_of,
    targets,
)
from firmground.web.answers import refuse, see_other
from firmground.web.documents.address import OPEN, ORDERS, Asked, document_url, read_asked
from firmground.web.documents.answering import FIELD, RECORD, answered_key, carry_out
from firmground.web.documents.cards import DECIDED, STATES, fact_lines, field_lines, list_cards, together, worklist
from firmground.web.documents.records import ids_of, record_link, seal_of
from firmground.web.documents.room import ROOM, Read
from firmground.web.documents.sheet import make_sheet
from firmground.web.documents.shelf import case_now, case_to_write
from firmground.web.routes import FormRoute, PageRoute, desk_of
from firmground.web.shell import show
from firmground.web.whoami import keep_name, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.case.case import Case
    from firmground.case.documents import Document
    from firmground.documents.draft import Draft
    from firmground.documents.page import Page
    from firmground.documents.reading import Reading
    from firmground.review.passages import Decided, FormField
    from firmground.web.desk import Snapshot
    from firmground.web.documents.sheet import Sheet
    from firmground.web.routes import Form

CHANGED_SINCE = (
    "Somebody has changed this record since it was shown. Nothing was written. Look at it once more, and answer again."
)
_WAIT_SECONDS = 6.0  # a text that takes the readers longer is shown without records, and says so
_MOST_REPEATS = 4  # records that one proposal may be, as buttons


@dataclass(frozen=True, slots=True)
class Opened:
    """A document with all that a page of it is made from. `reading` is None while it is being read, or if it failed."""

    case: Case
    page: Page
    decided: Mapping[str, Decided]
    reading: Reading | None = None
    read: Read = field(default_factory=Read)

    @property
    def id(self) -> str:
        return self.page.document.id

    def drafts(self, asked: Asked) -> tuple[Draft, ...]:
        """What is proposed, and the claim that is being drafted from a number, if one is."""
        if self.reading is None:
            return ()
        return (*self.reading.drafts, *self.from_number(asked))

    def from_number(self, asked: Asked) -> tuple[Draft, ...]:
        """The claim that is being drafted from a number of the text, unless the readers drafted it themselves."""
        if self.reading is None or asked.number is None:
            return ()
        found, known = self.reading.found, ROOM.known(self.case)
        numbers = [one for one in found.quantities if one.span == asked.number]
        drafts = [draft for one in numbers[:1] if (draft := claim_of(self.page, known, found, one))]
        proposed = {draft.key(self.id) for draft in self.reading.drafts}
        return tuple(draft for draft in drafts if draft.key(self.id) not in proposed)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that could not be carried out: why, and what was filled in, so that nobody types it twice."""

    fault: str
    form: Form
    despite: bool = False  # it can be written all the same, and counts as unknown

    def value(self, name: str, otherwise: str) -> str:
        return self.form.get(f"{FIELD}{name}", otherwise)


def document_page(request: Request, seen: Snapshot) -> Response:
    case = case_now(seen)
    document = _document(request, case)
    asked = read_asked(request.query_params)
    try:
        opened = _open(case, document)
    except BadRequestError as fault:
        return show(
            request, seen, "documents/broken.html.j2", title=_title(document), document=document, fault=str(fault)
        )
    return _show(request, seen, opened, asked)


def decide(request: Request, seen: Snapshot, form: Form) -> Response:
    """Carries an answer out and goes on to the next record."""
    case = case_now(seen)
    asked = read_asked({name: form.get(name) for name in ("order", "number")})
    try:
        opened = _open(case, _document(request, case))
    except BadRequestError as fault:
        refuse(HTTPStatus.CONFLICT, f"Nothing was written: {fault}")
    key = answered_key(form)
    asked = replace(asked, draft=key, change="change" in form)
    if not key:
        answer = see_other(asked.url(opened.id))
        keep_name(answer, form.get("who").strip())
        return answer
    draft = next((one for one in opened.drafts(asked) if one.key(opened.id) == key), None)
    if draft is None or key in opened.decided:
        return _gone(request, seen, opened, key)
    cards = list_cards(opened.id, opened.drafts(asked), opened.decided)
    card = next(one for one in cards if one.key == key)
    alike = together(cards, card) if "refuse-all" in form else (card,)
    gone = {one.key for one in alike} - {key}
    following = _following(tuple(one for one in worklist(cards, asked.order) if one.key not in gone), key)
    try:
        ledger = Ledger(desk_of(request).folder)
        drafts = tuple(one.draft for one in alike if one.draft)
        step = carry_out(ledger, case_to_write(seen, ledger), opened.page, draft, form, drafts)
    except StaleRecordError:
        desk_of(request).recheck()
        return _show(request, seen, opened, asked, Answered(CHANGED_SINCE, form), HTTPStatus.CONFLICT)
    except (BadRequestError, CannotWriteError) as fault:
        may = isinstance(fault, NotWrittenError) and not fault.refused
        answered = Answered(_sentence(str(fault)), form, despite=may)
        # What was proposed cannot be written as it is: its fields become inputs.
        asked = replace(asked, change=asked.change or ("accept" in form and bool(form.get("who").strip())))
        return _show(request, seen, opened, asked, answered, HTTPStatus.BAD_REQUEST)
    if "refuse" not in form and "refuse-all" not in form:
        desk_of(request).recheck()
    number = asked.number if following and asked.number and following == key else None
    answer = see_other(asked.url(opened.id, draft=following, change=False, number=number, done=step))
    keep_name(answer, form.get("who").strip())
    return answer


def undo(request: Request, seen: Snapshot, form: Form) -> Response:
    """Takes back an answer: the record that it wrote and the decision, in one step."""
    desk, case = desk_of(request), case_now(seen)
    document = _document(request, case)
    asked = read_asked({"order": form.get("order"), "draft": form.get("draft"), "done": form.get("step")})
    if not asked.done:
        refuse(HTTPStatus.NOT_FOUND, "There is no such answer to take back.")
    try:
        Ledger(desk.folder).undo(asked.done, who=form.get("who").strip() or name_of(request) or "review")
    except (StaleRecordError, BadRequestError, CannotWriteError) as fault:
        refuse(HTTPStatus.CONFLICT, f"This answer cannot be taken back here any more: {fault}")
    desk.recheck()
    desk.wait(_WAIT_SECONDS)  # the record comes back with the check that sees the case without it
    return see_other(asked.url(document.id, done=0))


def _document(request: Request, case: Case) -> Document:
    found = case.documents.get(request.path_params["id"])
    return found or refuse(HTTPStatus.NOT_FOUND, "The case keeps no document of that name, or its files changed.")


def _open(case: Case, document: Document) -> Opened:
    page = open_page(case.folder, document)
    read = ROOM.read(case, page, _WAIT_SECONDS)
    reading = doubt_repeats(case, read.reading) if read.reading else None
    return Opened(case, page, decisions(case, document.id), reading, read)


def _following(work: tuple[Any, ...], key: str) -> str:
    """The key of what comes after a record, or of the one before it if it was the last."""
    keys = [card.key for card in work]
    if key not in keys:
        return next(iter(keys), "")
    place = keys.index(key)
    rest = keys[place + 1 :] or keys[:place][-1:]
    return next(iter(rest), "")


def _show(
    request: Request,
    seen: Snapshot,
    opened: Opened,
    asked: Asked,
    answered: Answered | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    if asked.number and not asked.draft:
        asked = replace(asked, draft=next((one.key(opened.id) for one in opened.from_number(asked)), ""))
    cards = list_cards(opened.id, opened.drafts(asked), opened.decided)
    sheet = make_sheet(opened.page, opened.reading, cards, asked)
    document = opened.page.document
    words: dict[str, Any] = {
        "d": document,
        "heading": _title(document),
        "sheet": sheet,
        "asked": asked,
        "orders": ORDERS,
        "counts": _counts(sheet),
        "totals": opened.reading.totals if opened.reading else (),
        "failed": opened.read.failed,
        "without": opened.read.without,
        "name_faults": opened.read.faults,
        "being_read": opened.reading is None and not opened.read.failed,
        "versions": versions_of(opened.case.documents, document.id),
        "lines_of": lambda card: field_lines(opened.page, card),
        "facts_of": lambda card: fact_lines(opened.page, card),
        "fields": _form(opened, sheet, asked, answered),
        "said": DECIDED,
        "states": STATES,
        "repeats": _repeats(opened, sheet),
        "targets": _targets(opened, sheet, asked),
        "links": {card.key: record_link(seen, card.decided) for card in sheet.cards if card.decided},
        "steps": _steps(request, sheet),
        "together": lambda card: len(together(sheet.cards, card)),
        "ids": _ids(opened, sheet),
        "meant": lambda card: answered.form.get(f"{RECORD}{card.key}") if answered else "",
        "done": _done(opened, asked),
        "fault": answered.fault if answered else "",
        "despite": answered.despite if answered else False,
        "who": answered.form.get("who") if answered else name_of(request),
        "why": answered.form.get("why") if answered else "",
        "url": lambda fragment=OPEN, **other: asked.url(document.id, fragment, **({"done": 0} | other)),
    }
    return show(request, seen, "documents/read.html.j2", title=_title(document), status=status, **words)


def _counts(sheet: Sheet) -> dict[str, int]:
    found = dict.fromkeys(STATES, 0)
    for card in sheet.cards:
        found[card.state] = found.get(card.state, 0) + 1
    return {state: number for state, number in found.items() if number}


def _form(opened: Opened, sheet: Sheet, asked: Asked, answered: Answered | None) -> tuple[tuple[FormField, str], ...]:
    """The fields of the open record as inputs, each with what stands in it."""
    if not asked.change or sheet.chosen is None or sheet.chosen.draft is None or not sheet.chosen.open:
        return ()
    fields = form_of(opened.page, sheet.chosen.draft)
    return tuple((one, answered.value(one.name, one.value) if answered else one.value) for one in fields)


def _targets(opened: Opened, sheet: Sheet, asked: Asked) -> tuple[str, ...]:
    if not asked.change or sheet.chosen is None or sheet.chosen.draft is None:
        return ()
    return targets(opened.case, sheet.chosen.draft.kind)


def _repeats(opened: Opened, sheet: Sheet) -> dict[str, list[tuple[str, str]]]:
    """For each record that may tell what the case has already: the values and words of the buttons that say so."""
    if opened.read.reading is None:
        return {}
    before = {draft.key(opened.id): draft.doubts for draft in opened.read.reading.drafts}
    shown = [card for row in sheet.rows for card in row.cards if card.open and card.draft]
    found = {}
    for card in shown:
        if card.draft is not None and card.doubts != before.get(card.key, card.doubts):
            records = find_repeated(opened.case, card.draft)
            found[card.key] = [(f"{card.key}:{seal_of(one)}", one.record) for one in records[:_MOST_REPEATS]]
    return found


def _ids(opened: Opened, sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """For the kinds of the records that are shown and wait: the ids that one of them may be."""
    drafts = [card.draft for row in sheet.rows for card in row.cards if card.open and card.draft]
    return {str(kind): ids_of(opened.case, kind) for kind in dict.fromkeys(one.kind for one in drafts)}


def _steps(request: Request, sheet: Sheet) -> dict[str, int]:
    """For each decision that is shown the step that can be taken back."""
    shown = [card for row in sheet.rows for card in row.cards if card.decided]
    ledger = Ledger(desk_of(request).folder) if shown else None
    found = {card.key: step_of(ledger, card.decided) for card in shown if ledger and card.decided}
    return {key: step.number for key, step in found.items() if step}


def _done(opened: Opened, asked: Asked) -> dict[str, Any] | None:
    """The answer that was just given, for the line that offers to take it back."""
    if not asked.done:
        return None
    ledger = Ledger(opened.case.folder)
    for decided in opened.decided.values():
        step = step_of(ledger, decided)
        if step and step.number == asked.done:
            keys = {key for one in step.records if (key := one.now.get("key"))}
            return {"step": step.number, "decided": decided, "many": len(keys)}
    return None


def _gone(request: Request, seen: Snapshot, opened: Opened, key: str) -> Response:
    """A record that was decided on meanwhile, or is not proposed any more. Nothing was written."""
    decided = opened.decided.get(key)
    status = HTTPStatus.CONFLICT if decided else HTTPStatus.NOT_FOUND
    words: dict[str, Any] = {"d": opened.page.document, "decided": decided, "back": document_url(opened.id)}
    words["said"] = DECIDED
    return show(request, seen, "documents/gone.html.j2", title=_title(opened.page.document), status=status, **words)


def _title(document: Document) -> str:
    return document.title.value or document.origin or document.id


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


NAV = ()
ROUTES = (
    PageRoute("/documents/{id:str}", document_page),
    FormRoute("/documents/{id:str}/decide", decide),
    FormRoute("/documents/{id:str}/undo", undo),
)
