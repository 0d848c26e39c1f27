"""What is wrong with the files, as a list of work: what has been mended is gone after the next check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show
from firmground.web.worklist import EFFECTS, count_effects, list_tasks

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot

MOST_SHOWN = 100  # rows of one task that are listed; how many there are is said
MOST_TASKS = 300


def problems_page(request: Request, seen: Snapshot) -> Response:
    problems = seen.report.problems
    effect, file = request.query_params.get("effect", ""), request.query_params.get("file", "")
    tasks = list_tasks(problems, effect=effect if effect in EFFECTS else "", file=file)
    at = request.query_params.get("at", "")
    return show(
        request,
        seen,
        "problems.html.j2",
        title="Problems",
        tasks=tasks[:MOST_TASKS],
        more=max(0, len(tasks) - MOST_TASKS),
        at=int(at) if at.isascii() and at.isdecimal() and len(at) < 8 else -1,
        most=MOST_SHOWN,
        effects=EFFECTS,
        counts=count_effects(problems),
        effect=effect,
        file=file,
        files=list(dict.fromkeys(problem.file for problem in problems)),
        rows=_events_by_row(seen),
        total=len(problems),
    )


def _events_by_row(seen: Snapshot) -> dict[tuple[str, int], int]:
    """(file, row) -> the event that was made of it."""

    def collect() -> dict[tuple[str, int], int]:
        events = seen.case.events
        return {(file, int(row)): at for at, (file, row) in enumerate(zip(events.file, events.row_number, strict=True))}

    return seen.remember("events by row", collect)


def _count(seen: Snapshot) -> int:
    return len(seen.report.problems)


NAV = (NavEntry("Problems", "/problems", 50, _count),)
ROUTES = (PageRoute("/problems", problems_page),)
