"""The claims of a case, and each of them asked otherwise: one choice switched, and bounds, curve and map follow.

Whatever is tried stands in the address of the page and nowhere else. The page is a plain form that works without a
script; with one, only the part that changed is fetched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import Response

from firmground.case.choices import CHOICES
from firmground.errors import BadRequestError
from firmground.explore import FREE, WINDOW, Trial, ask
from firmground.render.csv_tables import outcomes_csv
from firmground.report.sections import write_section
from firmground.web.answers import event_url, quoted, refuse, see_other
from firmground.web.documents.records import behind
from firmground.web.pages.overview import claim_line
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import is_part, show, show_part
from firmground.web.trial_view import say_changes, view_trial
from firmground.web.trials import Work, trials_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from firmground.explore import Question
    from firmground.web.desk import Snapshot

_NAMES = (*CHOICES, *WINDOW)
_STANDINGS = ("must", "may", "cannot", "untested")


def claims_page(request: Request, seen: Snapshot) -> Response:
    """All claims with their bars, filtered by topic, speaker and standing."""
    asked = {name: request.query_params.get(name, "") for name in ("topic", "by", "standing")}
    claims = seen.case.claims
    lines = seen.remember("claim lines", lambda: [claim_line(claim) for claim in seen.report.claims])
    tested = [line for line in lines if _fits(seen, asked, line.claim.id, line.claim.by, line.claim.standing)]
    untested = [one for one in seen.report.untested if _fits(seen, asked, one.id, one.by, "untested")]
    return show(
        request,
        seen,
        "claims/list.html.j2",
        title="Claims",
        lines=tested,
        untested=untested,
        total=len(lines) + len(seen.report.untested),
        asked=asked,
        topics=sorted({claim.topic for claim in claims.values()} - {""}),
        speakers=sorted({claim.by for claim in claims.values()} - {""}),
        standings=_STANDINGS,
    )


def _fits(seen: Snapshot, asked: dict[str, str], claim_id: str, by: str, standing: str) -> bool:
    own = {"topic": seen.case.claims[claim_id].topic, "by": by, "standing": standing}
    return all(not text or own[name] == text for name, text in asked.items())


def claim_page(request: Request, seen: Snapshot) -> Response:
    """One claim, under the choices that the address asks for."""
    claim_id: str = request.path_params["id"]
    if claim_id not in seen.case.claims:
        refuse(404, "The case has no claim of that name.")
    reason = {claim.id: why for claim, why in seen.findings.untested}.get(claim_id, "")
    claim = seen.case.claims[claim_id]
    if claim.test is None:
        return show(
            request,
            seen,
            "claims/untested.html.j2",
            title=claim.says,
            claim=claim,
            reason=reason,
            words_behind=behind(seen, "claims.toml", "claims", claim_id),
        )
    asked = _asked(request)
    words: dict[str, Any] = {"claim": claim, "refused": "", "work": None, "here": f"/claims/{quoted(claim_id)}"}
    words["words_behind"] = behind(seen, "claims.toml", "claims", claim_id)
    try:
        question = ask(seen.case, claim_id, asked)
    except BadRequestError as fault:
        # What was asked for cannot be had: the claim as it was meant, and why.
        question, words["refused"] = ask(seen.case, claim_id, {}), str(fault)
    words |= _answer(seen, question)
    if is_part(request):
        return show_part(request, seen, "claims/trial.html.j2", **words)
    return show(request, seen, "claims/claim.html.j2", title=claim.says, **words)


def _asked(request: Request) -> dict[str, str]:
    """The choices of an address. A number of one's own, as the form sends it without a script, goes first."""
    sent = request.query_params
    own = {name: sent.get(f"{name}.other", "") for name in FREE}
    return {name: text for name in _NAMES if (text := own.get(name) or sent.get(name, ""))}


def _answer(seen: Snapshot, question: Question) -> dict[str, Any]:
    made = trials_of(seen).make(question)
    number = next((n for n, one in enumerate(seen.report.claims, 1) if one.id == question.claim.id), 0)
    if isinstance(made, Trial):
        return {"trial": view_trial(made, number), "query": urlencode(question.written())}
    meant = trials_of(seen).make(ask(seen.case, question.claim.id, {}))
    if not isinstance(meant, Trial):
        refuse(503, "The ground of this claim is still being held.")
    trial = view_trial(meant, number, shown=question)
    return {"trial": trial, "work": made, "query": urlencode(question.written())}


def trial_csv(request: Request, seen: Snapshot) -> Response:
    """Every outcome of a trial, as the report's own table has them, with how it differs from what was meant."""
    claim_id = request.query_params.get("claim", "")
    if claim_id not in seen.case.claims:
        refuse(404, "The case has no claim of that name.")
    asked = _asked(request)
    try:
        question = ask(seen.case, claim_id, asked)
    except BadRequestError as fault:
        refuse(400, f"{fault}.")
    made = trials_of(seen).make(question)
    if isinstance(made, Work):
        refuse(503, "The ground for this is still being held. Ask again in a while.")
    section = write_section(made.findings, made.found)
    if changes := say_changes(seen.case, question):
        # A table that leaves the app must say of itself that it is a trial.
        section = replace(section, id=f"{section.id} (a trial: {'; '.join(changes)})")
    text = outcomes_csv(replace(seen.report, claims=(section,)))
    name = "trial" if question.changed else "outcomes"
    headers = {"Content-Disposition": f'attachment; filename="claim-{name}.csv"'}
    return Response(text.encode("utf-8", "surrogatepass"), media_type="text/csv; charset=utf-8", headers=headers)


def row_page(request: Request, seen: Snapshot) -> Response:
    """From a row as figures name it, "file:row", to the page of its event."""
    events = seen.case.events
    known = seen.remember(
        "events by row",
        lambda: {
            f"{file}:{row}": index
            for index, (file, row) in enumerate(zip(events.file, events.row_number.tolist(), strict=True))
        },
    )
    index = known.get(request.query_params.get("at", ""))
    return see_other(event_url(index)) if index is not None else refuse(404, "No event of the case stands in that row.")


NAV = (NavEntry("Claims", "/claims", 20),)
ROUTES = (
    PageRoute("/claims", claims_page),
    PageRoute("/claims.csv", trial_csv),
    PageRoute("/row", row_page),
    PageRoute("/claims/{id:path}", claim_page),
)
