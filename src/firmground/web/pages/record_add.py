"""The kinds of records that a case is made of, the lists of them, and the form that adds one: blank, or as a copy.

What is to be added is tried first. What would be wrong with the case is shown, and nothing is written unless it is
meant. An id that somebody else has taken meanwhile is never written twice.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from firmground.edit import CannotWriteError
from firmground.errors import BadRequestError
from firmground.web.answers import refuse, see_other
from firmground.web.field_hints import names_of
from firmground.web.record_form import asked_at, is_number, record_title, record_url
from firmground.web.record_kinds import KINDS, count_of, files_of, is_own
from firmground.web.record_list import list_records
from firmground.web.record_log import go_on, ledger_of, sentence
from firmground.web.record_new import (
    ROWS,
    blank_form,
    copy_form,
    missing,
    rows_of,
    says_nothing,
    sent_form,
    view_form,
    wishes_of,
    with_id,
)
from firmground.web.routes import FormRoute, NavEntry, PageRoute
from firmground.web.shell import show
from firmground.web.whoami import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.edit import At
    from firmground.errors import CaseProblem
    from firmground.web.desk import Snapshot
    from firmground.web.record_kinds import RecordKind
    from firmground.web.record_new import NewForm
    from firmground.web.routes import Form

_PAGE = 200
_A_WIDE_MOUTH = "aeiou"


def kinds_page(request: Request, seen: Snapshot) -> Response:
    kinds = [(kind, count_of(seen, kind), files_of(seen, kind)) for kind in KINDS.values()]
    return show(request, seen, "record/kinds.html.j2", title="Records", kinds=kinds)


def list_page(request: Request, seen: Snapshot) -> Response:
    kind = KINDS.get(request.path_params["kind"])
    if kind is None:
        refuse(404, "There is no such kind of record.")
    if kind.name == "events":
        return see_other(kind.page)  # which may be very many, and is sorted and filtered
    records = list_records(seen, kind)
    pages = max(1, -(-len(records) // _PAGE))
    asked = request.query_params.get("page", "1")
    page = min(max(1, int(asked)), pages) if is_number(asked) else 1
    return show(
        request,
        seen,
        "record/list.html.j2",
        title=kind.title,
        kind=kind,
        files=files_of(seen, kind),
        records=records[(page - 1) * _PAGE : page * _PAGE],
        total=len(records),
        page=page,
        pages=pages,
        record_url=record_url,
    )


def new_page(request: Request, seen: Snapshot) -> Response:
    """The blank form of a kind, into one of its files; what the address says of its fields stands in it."""
    ledger, query = ledger_of(request), request.query_params
    name, into = request.path_params["kind"], query.get("into", "")
    try:
        kind = rows_of(ledger, into) if name == ROWS else KINDS.get(name)
        if kind is None or (name != ROWS and into and into not in files_of(seen, kind)):
            refuse(404, "There is no such kind of record.")
        form = blank_form(seen, ledger, kind, into or files_of(seen, kind)[0], dict(query))
    except (BadRequestError, CannotWriteError) as fault:
        refuse(404, sentence(str(fault)))
    return _show_form(request, seen, form)


def copy_page(request: Request, seen: Snapshot) -> Response:
    """The form as a copy of another record."""
    at = asked_at(request)
    if not is_own(at):
        refuse(404, "This record cannot be copied by a form.")
    try:
        form = copy_form(seen, ledger_of(request), at)
    except (BadRequestError, CannotWriteError) as fault:
        refuse(404, sentence(str(fault)))
    return _show_form(request, seen, form, copied=at)


def add_record(request: Request, seen: Snapshot, sent: Form) -> Response:
    """Writes the record, unless something stands in the way; then the form again, with that."""
    ledger = ledger_of(request)
    try:
        form = sent_form(seen, ledger, sent)
    except (BadRequestError, CannotWriteError) as fault:
        refuse(HTTPStatus.BAD_REQUEST, sentence(str(fault)))
    if "more" in sent:
        return _show_form(request, seen, form, sent=sent)
    who = sent.get("who").strip()
    if lacks := _what_lacks(form, who):
        return _show_form(request, seen, form, sent=sent, fault=lacks)
    form = with_id(seen, form)
    try:
        wishes = wishes_of(ledger, form)
        if "anyway" not in sent and (gained := ledger.trial(wishes).came):
            return _show_form(request, seen, form, sent=sent, gained=gained)
        step = ledger.apply(wishes, who=who, why=sent.get("why"))
    except (BadRequestError, CannotWriteError) as fault:
        return _show_form(request, seen, form, sent=sent, fault=sentence(str(fault)))
    return go_on(request, seen, step.records[0].at, step.number, who)


def _what_lacks(form: NewForm, who: str) -> str:
    if not who:
        return "Write your name: the log says who changed what."
    if lacking := missing(form):
        return f"Fill in what is required: {', '.join(lacking)}."
    return "Nothing stands in the form yet." if says_nothing(form) else ""


def _show_form(
    request: Request,
    seen: Snapshot,
    form: NewForm,
    *,
    copied: At | None = None,
    sent: Form | None = None,
    fault: str = "",
    gained: Sequence[CaseProblem] = (),
) -> Response:
    fields, parts = view_form(form)
    return show(
        request,
        seen,
        "record/new.html.j2",
        title=f"{'Copy' if copied else 'Add'} {_a(form.kind)}",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault or gained else HTTPStatus.OK,
        form=form,
        fields=fields,
        parts=parts,
        every=[*fields, *(view for _, blocks in parts for _, own in blocks for view in own)],
        names=names_of(seen),
        files=files_of(seen, form.kind) if form.kind.name in KINDS and not (sent or copied) else (),
        fault=fault,
        gained=gained,
        copied=record_title(ledger_of(request).record(copied)) if copied else "",
        copied_url=record_url(copied) if copied else "",
        back=record_url(copied) if copied else form.kind.page or "/records",
        who=sent.get("who") if sent else name_of(request),
        why=sent.get("why") if sent else "",
    )


def _a(kind: RecordKind) -> str:
    return f"{'an' if kind.noun[0] in _A_WIDE_MOUTH else 'a'} {kind.noun}"


NAV = (NavEntry("Records", "/records", 60),)
ROUTES = (
    PageRoute("/records", kinds_page),
    PageRoute("/records/{kind:str}", list_page),
    PageRoute("/record/new/{kind:str}", new_page),
    PageRoute("/record/copy", copy_page),
    FormRoute("/record/add", add_record),
)
