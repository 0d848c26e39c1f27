"""The first page: what was read, what became of it, what is wrong with it, and where the claims stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.web.answers import see_other
from firmground.web.routes import FormRoute, NavEntry, PageRoute, desk_of
from firmground.web.shell import is_part, show, show_part

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot
    from firmground.web.routes import Form


def overview_page(request: Request, seen: Snapshot) -> Response:
    return show(request, seen, "overview.html.j2", title=seen.case.title)


def state_part(request: Request, seen: Snapshot | None) -> Response:
    """The strip that says how fresh the page is; asked again and again while a check is running."""
    return show_part(request, seen, "strip.html.j2")


def recheck(request: Request, seen: Snapshot | None, _: Form) -> Response:
    desk_of(request).recheck()
    return show_part(request, seen, "strip.html.j2") if is_part(request) else see_other("/")


NAV = (NavEntry("Overview", "/", 10),)
ROUTES = (
    PageRoute("/", overview_page),
    PageRoute("/state", state_part, early=True),
    FormRoute("/recheck", recheck, early=True),
)
