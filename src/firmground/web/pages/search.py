"""Search over everything that the case says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firmground.web.finder import KINDS, finder_of
from firmground.web.routes import PageRoute
from firmground.web.shell import is_part, show, show_part

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot

FEW, PAGE = 8, 100


def search_page(request: Request, seen: Snapshot) -> Response:
    query, kind = request.query_params.get("q", ""), request.query_params.get("kind", "")
    number = request.query_params.get("page", "1")
    page = max(1, int(number)) if number.isascii() and number.isdecimal() and len(number) < 8 else 1
    kind = kind if kind in KINDS else ""
    limit = PAGE if kind else FEW
    found = finder_of(seen).find(query, kind=kind, limit=limit, skip=(page - 1) * limit if kind else 0)
    words: dict[str, Any] = {"query": query, "kind": kind, "found": found, "page": page, "limit": limit}
    if is_part(request):
        return show_part(request, seen, "search/found.html.j2", **words)
    return show(request, seen, "search/page.html.j2", title="Search", **words)


NAV = ()
ROUTES = (PageRoute("/search", search_page),)
