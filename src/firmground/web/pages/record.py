"""The form of one record, and the log of all changes: what stands in the files, changed through the ledger.

Whoever saves is shown at once what it did: which problems came and went and which findings moved. A record that
somebody else has changed meanwhile is not overwritten: theirs is shown beside yours, and the person decides, field by
field.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from firmground.edit import CannotWriteError, Change, StaleRecordError
from firmground.errors import BadRequestError, CaseProblem, Effect
from firmground.web.answers import refuse, see_other
from firmground.web.documents.records import behind
from firmground.web.field_hints import names_of
from firmground.web.handled import handled
from firmground.web.record_form import (
    Sent,
    asked_at,
    conflict_rows,
    is_number,
    read_at,
    read_form,
    record_title,
    record_url,
    view_fields,
)
from firmground.web.record_kinds import is_own, kind_at
from firmground.web.record_log import after_words, go_on, ledger_of, log_entries, sentence
from firmground.web.routes import FormRoute, NavEntry, PageRoute
from firmground.web.shell import show, show_part
from firmground.web.whoami import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.edit import At
    from firmground.web.desk import Snapshot
    from firmground.web.routes import Form

_STEPS_A_PAGE = 50


def record_page(request: Request, seen: Snapshot) -> Response:
    at = asked_at(request)
    return _show_form(request, seen, at)


def save_record(request: Request, seen: Snapshot, form: Form) -> Response:
    """Writes the fields that differ from what was shown; shows the form again with what stands in the way."""
    sent = read_form(form, _as_shown(request, form))
    who = form.get("who").strip()
    if not who:
        return _show_form(request, seen, sent.at, sent=sent, fault="Write your name: the log says who changed what.")
    if not sent.changed:
        return _show_form(request, seen, sent.at, sent=sent, fault="Nothing was changed, so nothing was saved.")
    wish = Change(sent.at, sent.changed, base=sent.base, was=sent.was, new_columns=sent.new_columns)
    ledger = ledger_of(request)
    try:
        if "anyway" not in form:
            trial = ledger.trial([wish])
            if lost := [problem for problem in trial.came if problem.effect is Effect.REFUSED]:
                return _show_form(request, seen, sent.at, sent=sent, lost=lost)
        step = ledger.change(wish, who=who, why=form.get("why"))
    except StaleRecordError as stale:
        return _show_conflict(request, seen, sent, stale)
    except (BadRequestError, CannotWriteError) as fault:
        return _show_form(request, seen, sent.at, sent=sent, fault=sentence(str(fault)))
    return go_on(request, seen, step.records[0].at, step.number, who)


def _as_shown(request: Request, form: Form) -> Mapping[str, str]:
    """The fields of a record that a form with many of them was made from, if they still stand so."""
    if any(name.startswith("was:") for name, _ in form.fields):
        return {}
    try:
        record = ledger_of(request).record(read_at(form))
    except (BadRequestError, CannotWriteError):
        return {}
    return record.fields if record.base == form.get("base") else {}


def undo_step(request: Request, seen: Snapshot, form: Form) -> Response:
    number, who = form["step"], form.get("who").strip()
    if not is_number(number):
        refuse(400)
    back = form.get("back")
    if not who:
        return see_other("/log?unnamed=1")
    try:
        step = ledger_of(request).undo(int(number), who=who, why=form.get("why"))
    except StaleRecordError as stale:
        words: dict[str, Any] = {"number": int(number), "stale": stale, "record_url": record_url, "at": stale.at}
        rows = conflict_rows(stale.base, stale.theirs or {}, stale.yours)
        return show(request, seen, "record/not_undone.html.j2", title="Not taken back", status=409, rows=rows, **words)
    except (BadRequestError, CannotWriteError) as fault:
        refuse(HTTPStatus.CONFLICT, sentence(str(fault)))
    at = step.records[0].at if back == "record" and step.records and step.records[0].op != "remove" else None
    return go_on(request, seen, at, step.number, who)


def after_part(request: Request, seen: Snapshot) -> Response:
    """What a step did, asked for again and again until the check is done."""
    saved = request.query_params.get("saved", "")
    if not is_number(saved):
        refuse(404)
    return show_part(request, seen, "record/after.html.j2", **after_words(request, seen, saved))


def log_page(request: Request, seen: Snapshot) -> Response:
    page, saved = request.query_params.get("page", "1"), request.query_params.get("saved", "")
    number = int(page) if is_number(page) else 1
    ledger = ledger_of(request)
    entries = log_entries(ledger)
    pages = max(1, -(-len(entries) // _STEPS_A_PAGE))
    number = min(max(number, 1), pages)
    return show(
        request,
        seen,
        "record/log.html.j2",
        title="Changes",
        entries=entries[(number - 1) * _STEPS_A_PAGE : number * _STEPS_A_PAGE],
        total=sum(1 for entry in entries if entry.step),
        page=number,
        pages=pages,
        torn=ledger.torn(),
        who=name_of(request),
        unnamed="unnamed" in request.query_params,
        **after_words(request, seen, saved),
    )


def _show_form(
    request: Request,
    seen: Snapshot,
    at: At,
    *,
    sent: Sent | None = None,
    fault: str = "",
    lost: list[CaseProblem] | None = None,
) -> Response:
    ledger = ledger_of(request)
    try:
        at = ledger.locate(at)
        record = ledger.record(at)
        history = ledger.history(at)
    except (BadRequestError, CannotWriteError) as wrong:
        refuse(HTTPStatus.NOT_FOUND, sentence(str(wrong)))
    kind = kind_at(seen, at)
    same = sent is None or not sent.base or sent.base == record.base
    return show(
        request,
        seen,
        "record/form.html.j2",
        title=record_title(record),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault or lost else HTTPStatus.OK,
        record=record,
        base=record.base if same or sent is None else sent.base,
        heading=record_title(record),
        fields=view_fields(record, sent, kind.name if kind else ""),
        names=names_of(seen),
        sent=sent,
        fault=fault,
        lost=lost or [],
        history=history,
        event=event_of(seen, at),
        who=(sent and sent.who) or name_of(request),
        why=sent.why if sent else "",
        words_behind=behind(seen, at.file, at.table, at.id or record.fields.get("id", "")),
        kind=kind,
        handled=handled(seen.case, at, record.fields),
        own=is_own(at),
        record_url=record_url,
        **after_words(request, seen, request.query_params.get("saved", "")),
    )


def _show_conflict(request: Request, seen: Snapshot, sent: Sent, stale: StaleRecordError) -> Response:
    """Theirs beside yours. Nothing has been written."""
    ledger = ledger_of(request)
    record = ledger.record(stale.at) if stale.theirs is not None else None
    history = ledger.history(stale.at) if record else ()
    latest = history[0] if history else None
    by_hand = latest is None or any(one.before is None and one.file == stale.at.file for one in ledger.outside())
    return show(
        request,
        seen,
        "record/conflict.html.j2",
        title="Somebody was faster",
        status=HTTPStatus.CONFLICT,
        sent=sent,
        at=stale.at,
        record=record,
        latest=None if by_hand else latest,
        rows=conflict_rows(sent.was, stale.theirs or {}, {name: str(text) for name, text in sent.changed.items()}),
        url=record_url(stale.at),
    )


def event_of(seen: Snapshot, at: At) -> int | None:
    """The event that was made of this row at the last check."""
    if at.row is None:
        return None
    events = seen.case.events
    found = [index for index in (events.row_number == at.row).nonzero()[0] if events.file[index] == at.file]
    return int(found[0]) if found else None


NAV = (NavEntry("Changes", "/log", 70),)
ROUTES = (
    PageRoute("/record", record_page),
    PageRoute("/record/after", after_part),
    FormRoute("/record/save", save_record),
    FormRoute("/record/undo", undo_step),
    PageRoute("/log", log_page),
)
