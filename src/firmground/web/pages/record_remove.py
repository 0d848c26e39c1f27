"""Taking a record out: what it says, what refers to it and what the case would lose stand before the button.

A record that somebody has changed since it was looked at is not taken out: it is shown again as it stands.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from firmground.edit import CannotWriteError, Removal, StaleRecordError
from firmground.errors import BadRequestError
from firmground.web.answers import refuse
from firmground.web.pages.record import event_of
from firmground.web.record_form import asked_at, read_at, record_title, record_url
from firmground.web.record_kinds import is_own, kind_at
from firmground.web.record_log import go_on, ledger_of, sentence
from firmground.web.record_refs import references_to
from firmground.web.routes import FormRoute, PageRoute
from firmground.web.shell import show
from firmground.web.whoami import name_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.edit import At
    from firmground.web.desk import Snapshot
    from firmground.web.routes import Form


def removal_page(request: Request, seen: Snapshot) -> Response:
    return _show_removal(request, seen, asked_at(request))


def remove_record(request: Request, seen: Snapshot, form: Form) -> Response:
    at, who = read_at(form), form.get("who").strip()
    if not is_own(at):
        refuse(HTTPStatus.BAD_REQUEST, "This record cannot be taken out by a form.")
    if not who:
        return _show_removal(request, seen, at, form, "Write your name: the log says who changed what.")
    wish = Removal(at, base=form["base"], was={"id": form.get("was-id")})
    try:
        step = ledger_of(request).apply([wish], who=who, why=form.get("why"))
    except StaleRecordError as stale:
        if stale.theirs is None:
            refuse(HTTPStatus.CONFLICT, "Somebody has taken this record out already. Nothing was written.")
        told = "Somebody changed this while you had it open, so it was not removed. This is how it stands now."
        return _show_removal(request, seen, stale.at, form, told, HTTPStatus.CONFLICT)
    except (BadRequestError, CannotWriteError) as fault:
        return _show_removal(request, seen, at, form, sentence(str(fault)))
    return go_on(request, seen, None, step.number, who)


def _show_removal(
    request: Request,
    seen: Snapshot,
    at: At,
    form: Form | None = None,
    fault: str = "",
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Response:
    ledger = ledger_of(request)
    try:
        at = ledger.locate(at)
        record = ledger.record(at)
    except (BadRequestError, CannotWriteError) as wrong:
        refuse(HTTPStatus.NOT_FOUND, sentence(str(wrong)))
    if not is_own(at):
        refuse(HTTPStatus.NOT_FOUND, "This record cannot be taken out by a form.")
    trial, untried = None, ""
    try:
        trial = ledger.trial([Removal(at, base=record.base)])
    except (BadRequestError, CannotWriteError, StaleRecordError) as wrong:
        untried = sentence(str(wrong))
    return show(
        request,
        seen,
        "record/removal.html.j2",
        title="Remove a record",
        status=status if fault else HTTPStatus.OK,
        record=record,
        said=[(name, text) for name, text in record.fields.items() if text],
        heading=record_title(record),
        url=record_url(at),
        refs=references_to(seen, record, kind_at(seen, at), event_of(seen, at)),
        trial=trial,
        untried=untried,
        fault=fault,
        who=form.get("who") if form else name_of(request),
        why=form.get("why") if form else "",
    )


NAV = ()
ROUTES = (PageRoute("/record/removal", removal_page), FormRoute("/record/remove", remove_record))
