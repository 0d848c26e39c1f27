"""The documents of the case: what is kept, how each date is known, how much waits; and a form to paste a text.

Nothing is fetched from here: an address is collected by `firmground collect`, which says whom it will ask.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from firmground.case.documents import last_versions
from firmground.documents.keep import Came, Given, collect_text, open_page, tell_of_document, versions_of
from firmground.edit import CannotWriteError, Ledger, StaleRecordError
from firmground.errors import BadRequestError
from firmground.review.passages import decisions, doubt_repeats
from firmground.web.answers import see_other
from firmground.web.documents.address import document_url
from firmground.web.documents.cards import list_cards
from firmground.web.documents.room import ROOM, Read
from firmground.web.documents.shelf import case_now, shelf_now
from firmground.web.routes import FormRoute, NavEntry, PageRoute, desk_of
from firmground.web.shell import is_part, show, show_part
from firmground.web.whoami import keep_name, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.case.case import Case
    from firmground.case.documents import Document
    from firmground.documents.keep import Outcome
    from firmground.documents.reading import Reading
    from firmground.web.desk import Snapshot
    from firmground.web.routes import Form

NO_NAME = "Your name is missing: the list of documents says who brought them."
_TOLD = ("title", "published", "origin")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list. `version`: of so many; `counts` by state, None while it is being read."""

    document: Document
    version: int
    versions: int
    counts: Mapping[str, int] | None
    failed: str = ""


def documents_page(request: Request, seen: Snapshot) -> Response:
    return _show(request, seen)


def _show(
    request: Request, seen: Snapshot, *, fault: str = "", form: Form | None = None, outcome: Outcome | None = None
) -> Response:
    shelf = shelf_now(seen)
    case = shelf.case
    entries = [_entry(seen, case, one) for one in _latest(case)]
    words: dict[str, Any] = {
        "entries": entries,
        "problems": shelf.problems,
        "undated": sum(not one.document.published.known for one in entries),
        "reading": any(one.counts is None and not one.failed for one in entries),
        "fault": fault,
        "outcome": outcome,
        "text": form.get("text") if form else "",
        "given": {name: form.get(name) if form else "" for name in _TOLD},
        "who": form.get("who") if form else name_of(request),
    }
    if is_part(request):
        return show_part(request, seen, "documents/table.html.j2", **words)
    status = HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK
    return show(request, seen, "documents/list.html.j2", title="Documents", status=status, **words)


def _entry(seen: Snapshot, case: Case, document: Document) -> Entry:
    versions = versions_of(case.documents, document.id)
    place = [one.id for one in versions].index(document.id) + 1
    read = ROOM.peek(case, document)
    if read == Read():
        try:
            read = ROOM.read(case, open_page(case.folder, document), 0)
        except BadRequestError as fault:
            return Entry(document, place, len(versions), None, str(fault))
    counts = None if read.reading is None else _count(seen, case, document, read.reading)
    return Entry(document, place, len(versions), counts, read.failed)


def _count(seen: Snapshot, case: Case, document: Document, reading: Reading) -> Counter[str]:
    """By state, as the page of the document counts them: a proposal that may repeat a record of the case is doubtful.

    Counted once for a case and a reading.
    """
    memory: dict[str, tuple[Case, Reading, Counter[str]]] = seen.remember("documents counted", dict)
    known = memory.get(document.id)
    if known is None or known[0] is not case or known[1] is not reading:
        drafts = doubt_repeats(case, reading).drafts
        cards = list_cards(document.id, drafts, decisions(case, document.id))
        known = memory[document.id] = (case, reading, Counter(card.state for card in cards))
    return known[2]


def collect_pasted(request: Request, seen: Snapshot, form: Form) -> Response:
    """Keeps a text that was pasted, and goes on to its page."""
    desk, who = desk_of(request), form.get("who").strip()
    text = form.get("text").replace("\r\n", "\n")
    try:
        if not who:
            raise BadRequestError(NO_NAME)  # noqa: TRY301 - one way to say what is wrong
        given = Given(**{name: form.get(name).strip() for name in _TOLD})
        outcome = collect_text(desk.folder, text, given, who=who)
    except (BadRequestError, CannotWriteError, StaleRecordError) as fault:
        return _show(request, seen, fault=str(fault), form=form)
    if outcome.came is Came.REFUSED:
        return _show(request, seen, fault=" ".join(outcome.told), form=form)
    if outcome.kept:
        desk.recheck()
    if outcome.document is None or not outcome.kept or outcome.told:
        return _show(request, seen, outcome=outcome)
    answer = see_other(document_url(outcome.document.id))
    keep_name(answer, who)
    return answer


def keep_date(request: Request, seen: Snapshot, form: Form) -> Response:
    """Writes the day of publication that a person knows and the text does not say."""
    desk, who = desk_of(request), form.get("who").strip()
    identity, published = request.path_params["id"], form.get("published").strip()
    try:
        if not who:
            raise BadRequestError(NO_NAME)  # noqa: TRY301 - one way to say what is wrong
        if not published:
            raise BadRequestError("The date is missing.")  # noqa: TRY301
        tell_of_document(Ledger(desk.folder), identity, Given(published=published), who=who)
    except (BadRequestError, CannotWriteError, StaleRecordError) as fault:
        return _show(request, seen, fault=str(fault))
    desk.recheck()
    answer = see_other(document_url(identity))
    keep_name(answer, who)
    return answer


def _badge(seen: Snapshot) -> int:
    """How many proposals wait in the latest versions; 0 as long as one of them is still to be read."""
    case = case_now(seen)
    memory: dict[str, tuple[Case, int]] = seen.remember("documents waiting", dict)
    known = memory.get("now")
    if known is None or known[0] is not case:
        found = [_count_waiting(seen, case, one) for one in _latest(case)]
        if None in found:
            return 0
        known = memory["now"] = (case, sum(number or 0 for number in found))
    return known[1]


def _count_waiting(seen: Snapshot, case: Case, document: Document) -> int | None:
    read = ROOM.peek(case, document)
    if read.reading is None:
        return 0 if read.failed else None
    counts = _count(seen, case, document, read.reading)
    return counts["doubtful"] + counts["waits"]


def _latest(case: Case) -> list[Document]:
    """The latest version of each, the last received first; what an older version said is on its own page."""
    return sorted(last_versions(case.documents), key=lambda one: one.received, reverse=True)


NAV = (NavEntry("Documents", "/documents", 55, _badge),)
ROUTES = (
    PageRoute("/documents", documents_page),
    FormRoute("/collect", collect_pasted),
    FormRoute("/documents/{id:str}/date", keep_date),
)
