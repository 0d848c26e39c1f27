"""Who stands with whom: the chapter of the report as a page of the app, for any day of the case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from firmground.render.chapters import ties
from firmground.report.chapters.ties import build_ties
from firmground.web.answers import refuse
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.render.chapters.ties import TiesView
    from firmground.web.desk import Snapshot


def ties_page(request: Request, seen: Snapshot) -> Response:
    asked = request.query_params.get("on", "")
    view = _view(seen, _read_day(asked)) if asked else seen.remember("chapter ties", lambda: ties.view(seen.report))
    return show(request, seen, "ties.html.j2", title=ties.TITLE, chapter=view, inner=ties.TEMPLATE, empty=EMPTY)


def _view(seen: Snapshot, day: int) -> TiesView | None:
    """The ties of that day. Nothing is kept of it: there are as many days as a reader cares to type.

    What changed in the period is the same on each of them, and stands in the report.
    """
    whole = seen.report.ties
    found = None if whole is None else build_ties(seen.findings, day, changes=whole.changes)
    return None if whole is None or found is None else ties.view_ties(found, until=whole.on)


def _read_day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        refuse(400, "A day is written as 2015-11-26.")


EMPTY = "The case knows of no tie between two actors. Ties are written in actors.toml: who backs, fights or joins whom."
NAV = (NavEntry("Ties", "/ties", 28),)
ROUTES = (PageRoute("/ties", ties_page),)
