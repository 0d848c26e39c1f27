"""What was disclosed, and what no longer was: the chapter of the report as a page of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.render.chapters import disclosure
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot


def disclosure_page(request: Request, seen: Snapshot) -> Response:
    view = seen.remember("chapter disclosure", lambda: disclosure.view(seen.report))
    return show(
        request,
        seen,
        "chapter.html.j2",
        title=disclosure.TITLE,
        chapter=view,
        inner=disclosure.TEMPLATE,
        empty=EMPTY,
    )


EMPTY = (
    "The case watches nobody's disclosure. Write what a publisher put out into releases/*.csv, one row a release, and "
    "name the publisher in a [[disclosure]] entry of case.toml."
)
NAV = (NavEntry("Disclosure", "/disclosure", 25),)
ROUTES = (PageRoute("/disclosure", disclosure_page),)
