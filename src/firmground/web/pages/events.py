"""The events of a case as a table: filters, search, order, and pages of a hundred rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firmground.web.atlas.facets import STATUS_WORDS
from firmground.web.register import FILTERS, SORTS, facets_of, find_events, read_wanted
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import is_part, show, show_part

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot


def events_page(request: Request, seen: Snapshot) -> Response:
    wanted = read_wanted(request.query_params.multi_items())
    found = find_events(seen, wanted)
    words: dict[str, Any] = {"wanted": wanted, "found": found, "sorts": SORTS, "status_words": STATUS_WORDS}
    if is_part(request):
        return show_part(request, seen, "events/table.html.j2", **words)
    facets = facets_of(seen)
    filters = {name: facets[name] for name in FILTERS if name in facets and len(facets[name].keys) > 1}
    return show(request, seen, "events/list.html.j2", title="Events", filters=filters, **words)


NAV = (NavEntry("Events", "/events", 40),)
ROUTES = (PageRoute("/events", events_page),)
