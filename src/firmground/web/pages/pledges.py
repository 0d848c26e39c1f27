"""What was promised, and what became of it: the chapter of the report as a page of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.render.chapters import pledges
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot


def pledges_page(request: Request, seen: Snapshot) -> Response:
    view = seen.remember("chapter pledges", lambda: pledges.view(seen.report))
    return show(
        request, seen, "chapter.html.j2", title=pledges.TITLE, chapter=view, inner=pledges.TEMPLATE, empty=EMPTY
    )


EMPTY = "The case holds no pledge. What was promised, and what became of it, is written in undertakings.toml."
NAV = (NavEntry("Pledges", "/pledges", 27),)
ROUTES = (PageRoute("/pledges", pledges_page),)
