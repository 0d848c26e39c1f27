"""The first page: where the claims stand, what the last check moved, what was read and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.render.figures.axis import Axis
from firmground.render.figures.bar import draw_strip
from firmground.render.numbers import say_range
from firmground.web.answers import quoted, see_other
from firmground.web.routes import FormRoute, NavEntry, PageRoute, desk_of
from firmground.web.shell import is_part, show, show_part
from firmground.web.worklist import count_effects

if TYPE_CHECKING:
    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.report.model import ClaimSection
    from firmground.web.desk import Snapshot
    from firmground.web.routes import Form

# What became of rows, in the order of the table. `read` is the sum of the others.
COLUMNS: Final = ("read", "used", "withheld", "undated", "unplaced", "unmapped", "duplicate", "outside", "refused")


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in one line, with its bar."""

    claim: ClaimSection
    url: str
    reading: str
    bar: Markup


def overview_page(request: Request, seen: Snapshot) -> Response:
    report = seen.report
    return show(
        request,
        seen,
        "overview.html.j2",
        title=seen.case.title,
        claims=seen.remember("claim lines", lambda: [claim_line(claim) for claim in report.claims]),
        columns=[name for name in COLUMNS if name != "withheld" or any(account.withheld for account in report.rows)],
        totals={name: sum(getattr(account, name) for account in report.rows) for name in COLUMNS},
        effects=count_effects(report.problems),
        datasets=seen.remember("files of events", lambda: _event_files(seen)),
    )


def _event_files(seen: Snapshot) -> dict[str, str]:
    """File of events -> its data set."""
    return dict(zip(seen.case.events.file, seen.case.events.dataset, strict=True))


def claim_line(claim: ClaimSection) -> ClaimLine:
    reading = say_range(claim.bounds, claim.measure)
    bar = draw_strip(claim.bounds, claim.claimed, Axis.of(claim.axis, claim.measure))
    return ClaimLine(claim, f"/claims/{quoted(claim.id)}", reading, bar)


def state_part(request: Request, seen: Snapshot | None) -> Response:
    """The strip that says how fresh the page is; asked again and again while a check is running."""
    return show_part(request, seen, "strip.html.j2", of=_page_of(request))


def _page_of(request: Request) -> str:
    """The number of the snapshot that the asking page was made from; "" where it was made before the first."""
    number = request.query_params.get("of", "")
    return number if number.isascii() and number.isdecimal() else ""


def recheck(request: Request, seen: Snapshot | None, _: Form) -> Response:
    desk_of(request).recheck()
    if is_part(request):
        return show_part(request, seen, "strip.html.j2", of=_page_of(request))
    return see_other("/")


NAV = (NavEntry("Overview", "/", 10),)
ROUTES = (
    PageRoute("/", overview_page),
    PageRoute("/state", state_part, early=True),
    FormRoute("/recheck", recheck, early=True),
)
