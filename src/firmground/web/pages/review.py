"""The review queue: one question at a time, what may be answered, and what each answer would write.

A page only shows; the answer is carried out by `firmground.review`, through the ledger. Everything works by plain links
and forms; the keys only press what stands on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from firmground.edit import CannotWriteError, Ledger, StaleRecordError
from firmground.errors import BadRequestError
from firmground.review import DECISIONS, KEY_LENGTH, Kind, accept, find_proposals, read_decisions
from firmground.web.answers import refuse, see_other
from firmground.web.question import KINDS, Answered, read_answers, say_decided, take_option, view_question
from firmground.web.routes import FormRoute, NavEntry, PageRoute, desk_of
from firmground.web.shell import show
from firmground.web.whoami import keep_name, name_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.review import Proposal, Queue
    from firmground.web.desk import Snapshot
    from firmground.web.routes import Form

CHANGED_SINCE = (
    "Somebody has changed this record since the question was asked. Nothing was written. The case is being read again; "
    "look at the question once more."
)
_MOST_DIGITS = 9  # of the number of a step
_WAIT_SECONDS = 8.0  # a check that takes longer goes on by itself, and the strip at the top says so
_BADGE_UP_TO = (
    20_000  # events; the queue of a larger case is made when it is opened, not for a number in the navigation
)


def queue_of(seen: Snapshot) -> Queue:
    return seen.remember("review-queue", lambda: find_proposals(seen.case, seen.held.located, seen.findings))


def waiting(seen: Snapshot, kind: Kind | None = None) -> tuple[Proposal, ...]:
    """What waits now: the queue of the last check without what was answered since."""
    decided = read_decisions(seen.case.folder)
    return tuple(one for one in queue_of(seen).of_kind(kind) if (str(one.kind), one.seen) not in decided)


def first_page(request: Request, seen: Snapshot) -> Response:
    """The first question of the kind that is asked for, or that nothing waits."""
    kind = _kind(request.query_params.get("kind", ""))
    proposals = waiting(seen, kind)
    if proposals:
        return _question(request, seen, proposals[0], proposals, kind)
    words: dict[str, Any] = {
        "counts": _counts(seen),
        "kind": kind,
        "done": _done(request, seen),
        "left_out": queue_of(seen).left_out,
    }
    return show(request, seen, "review/nothing.html.j2", title="Review", **words)


def question_page(request: Request, seen: Snapshot) -> Response:
    kind = _kind(request.query_params.get("kind", ""))
    proposals = waiting(seen, kind)
    key = request.path_params["key"]
    found = next((one for one in proposals if one.key == key), None)
    return _question(request, seen, found, proposals, kind) if found else _gone(request, seen)


def answer(request: Request, seen: Snapshot, form: Form) -> Response:
    """Carries an answer out and goes on to the next question."""
    kind = _kind(form.get("kind"))
    proposals = waiting(seen, kind)
    place = next((number for number, one in enumerate(proposals) if one.key == request.path_params["key"]), -1)
    if place < 0:
        return _gone(request, seen)
    proposal = proposals[place]
    who, why = form.get("who").strip(), form.get("why").strip()
    desk = desk_of(request)
    try:
        option = take_option(proposal, form["option"], form.get("way"))
        answers, rows = read_answers(proposal, option, form)
        if not who:
            raise BadRequestError("Your name is missing: the file of decisions says who decided")  # noqa: TRY301 - one way to say what is wrong
        step = accept(Ledger(desk.folder), proposal, option, answers, who=who, why=why, rows=rows)
    except StaleRecordError:
        desk.recheck()
        words = CHANGED_SINCE
        return _question(request, seen, proposal, proposals, kind, Answered(words, form), status=409)
    except (BadRequestError, CannotWriteError) as fault:
        return _question(request, seen, proposal, proposals, kind, Answered(str(fault), form), status=400)
    if option.writes:
        desk.recheck()
    after = proposals[place + 1] if place + 1 < len(proposals) else None
    response = see_other(_address(after or (proposals[0] if place else None), kind, step.number))
    keep_name(response, who)
    return response


def undo(request: Request, seen: Snapshot, form: Form) -> Response:
    """Takes back an answer: what it wrote and the decision, in one step."""
    desk, step = desk_of(request), form.get("step")
    if not step.isdecimal() or len(step) > _MOST_DIGITS:
        refuse(404, "There is no such answer to take back.")
    try:
        Ledger(desk.folder).undo(int(step), who=form.get("who").strip() or "review")
    except (StaleRecordError, BadRequestError, CannotWriteError) as fault:
        refuse(409, f"This answer cannot be taken back here any more: {fault}")
    desk.recheck()
    desk.wait(_WAIT_SECONDS)  # the question comes back with the check that sees its rows as they were
    now = desk.snapshot or seen
    kind = _kind(form.get("kind"))
    back = next((one for one in waiting(now, kind) if one.key == request.path_params["key"]), None)
    return see_other(_address(back, kind, None))


def _question(
    request: Request,
    seen: Snapshot,
    proposal: Proposal,
    proposals: tuple[Proposal, ...],
    kind: Kind | None,
    answered: Answered | None = None,
    status: int = 200,
) -> Response:
    place = proposals.index(proposal)
    before = proposals[place - 1] if place else None
    after = proposals[place + 1] if place + 1 < len(proposals) else None
    words: dict[str, Any] = {
        "q": view_question(seen, proposal, answered),
        "counts": _counts(seen),
        "kind": kind,
        "number": place + 1,
        "total": len(proposals),
        "previous": _address(before, kind, None) if before else "",
        "next": _address(after, kind, None) if after else "",
        "done": _done(request, seen),
        "left_out": queue_of(seen).left_out,
        "decided": len(read_decisions(seen.case.folder)),
        "who": answered.form.get("who") if answered else name_of(request),
        "fault": answered.fault if answered else "",
    }
    return show(request, seen, "review/question.html.j2", title=proposal.title, status=status, **words)


def _gone(request: Request, seen: Snapshot) -> Response:
    """A question that does not wait any more, with the answer that it got, where there is one."""
    key = request.path_params["key"]
    decision = next((one for one in read_decisions(seen.case.folder).values() if one.seen.startswith(key)), None)
    words: dict[str, Any] = {"decision": decision, "counts": _counts(seen), "kind": None, "done": None}
    words["running"] = desk_of(request).state().running
    words["words"] = say_decided(decision.decided) if decision else ""
    return show(
        request, seen, "review/gone.html.j2", title="Answered already", status=409 if decision else 404, **words
    )


def _address(proposal: Proposal | None, kind: Kind | None, done: int | None) -> str:
    query = urlencode({name: value for name, value in (("kind", kind), ("done", done)) if value is not None})
    path = f"/review/{proposal.key}" if proposal else "/review"
    return f"{path}?{query}" if query else path


def _counts(seen: Snapshot) -> list[tuple[str, str, int]]:
    """The kinds that wait: value, words, number."""
    now = waiting(seen)
    return [(str(kind), KINDS[kind], number) for kind in Kind if (number := sum(one.kind is kind for one in now))]


def _kind(text: str) -> Kind | None:
    return Kind(text) if text in list(Kind) else None


def _done(request: Request, seen: Snapshot) -> dict[str, Any] | None:
    """The step that was just made, for the line that offers to take it back."""
    text = request.query_params.get("done", "")
    if not text.isdecimal() or len(text) > _MOST_DIGITS:
        return None
    for step in Ledger(seen.case.folder).history():
        if step.number == int(text) and not step.undone_by:
            kept: dict[str, str] = next((dict(one.now) for one in step.records if one.at.file == DECISIONS), {})
            about, words = kept.get("about", ""), say_decided(kept.get("decided", ""))
            return {"step": step.number, "about": about, "words": words, "key": kept.get("seen", "")[:KEY_LENGTH]}
    return None


def _badge(seen: Snapshot) -> int:
    return len(waiting(seen)) if len(seen.case.events) <= _BADGE_UP_TO else 0


NAV = (NavEntry("Review", "/review", 60, _badge),)
ROUTES = (
    PageRoute("/review", first_page),
    PageRoute("/review/{key:str}", question_page),
    FormRoute("/review/{key:str}/undo", undo),
    FormRoute("/review/{key:str}/answer", answer),
)
