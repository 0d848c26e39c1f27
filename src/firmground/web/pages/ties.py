"""Who stands with whom: the chapter of the report as a page of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.render.chapters import ties
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot


def ties_page(request: Request, seen: Snapshot) -> Response:
    view = seen.remember("chapter ties", lambda: ties.view(seen.report))
    return show(request, seen, "chapter.html.j2", title=ties.TITLE, chapter=view, inner=ties.TEMPLATE, empty=EMPTY)


EMPTY = "The case holds nothing on this."
NAV = (NavEntry("Ties", "/ties", 28),)
ROUTES = (PageRoute("/ties", ties_page),)
