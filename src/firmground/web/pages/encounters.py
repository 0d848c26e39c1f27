"""What came close to what: the chapter of the report as a page of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.render.chapters import encounters
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot


def encounters_page(request: Request, seen: Snapshot) -> Response:
    view = seen.remember("chapter encounters", lambda: encounters.view(seen.report))
    return show(
        request,
        seen,
        "chapter.html.j2",
        title=encounters.TITLE,
        chapter=view,
        inner=encounters.TEMPLATE,
        empty=EMPTY,
        event_pages="/events/",
    )


EMPTY = (
    "The case has no incidents (incidents.csv) and asks for no encounters. An [[encounters]] or [[around]] entry of "
    "case.toml asks which events came near one another, or near an incident."
)
NAV = (NavEntry("Encounters", "/encounters", 29),)
ROUTES = (PageRoute("/encounters", encounters_page),)
