"""What was agreed, against what happened: the chapter of the report as a page of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.render.chapters import agreements
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot


def agreements_page(request: Request, seen: Snapshot) -> Response:
    view = seen.remember("chapter agreements", lambda: agreements.view(seen.report))
    return show(
        request,
        seen,
        "chapter.html.j2",
        title=agreements.TITLE,
        chapter=view,
        inner=agreements.TEMPLATE,
        empty=EMPTY,
    )


EMPTY = "The case holds no agreement. What was agreed, and in which words, is written into undertakings.toml."
NAV = (NavEntry("Agreements", "/agreements", 26),)
ROUTES = (PageRoute("/agreements", agreements_page),)
