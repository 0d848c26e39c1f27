"""What changed from one version of a document to the next: publishers edit and delete in silence, and that is news."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from firmground.documents.keep import compare_fields, compare_pages, open_page, versions_of
from firmground.errors import BadRequestError
from firmground.web.answers import refuse
from firmground.web.documents.changes import ROWS_A_PAGE, pair_lines, tell_difference
from firmground.web.documents.shelf import case_now
from firmground.web.routes import PageRoute
from firmground.web.shell import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot


def changes_page(request: Request, seen: Snapshot) -> Response:
    """A version beside the one that it replaces."""
    case = case_now(seen)
    new = case.documents.get(request.path_params["id"])
    if new is None:
        refuse(HTTPStatus.NOT_FOUND, "The case keeps no document of that name, or its files changed.")
    old = case.documents.get(new.replaces)
    if old is None:
        refuse(HTTPStatus.NOT_FOUND, "The case keeps no version of this document before it.")
    try:
        pages = open_page(case.folder, old), open_page(case.folder, new)
    except BadRequestError as fault:
        broken = "documents/broken.html.j2"
        return show(request, seen, broken, title="What changed", document=new, fault=str(fault))
    difference = compare_pages(*pages)
    pairs = pair_lines(*pages, difference)
    number = request.query_params.get("page", "1")
    last = max(1, -(-len(pairs) // ROWS_A_PAGE))
    page = min(max(1, int(number)), last) if number.isascii() and number.isdecimal() and len(number) < 10 else 1
    return show(
        request,
        seen,
        "documents/changes.html.j2",
        title="What changed",
        old=old,
        new=new,
        heading=new.title.value or old.title.value or new.origin or new.id,
        versions=versions_of(case.documents, new.id),
        told=tell_difference(pages[0], difference),
        difference=difference,
        fields=compare_fields(old, new),
        pairs=pairs[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE],
        page=page,
        pages=last,
    )


NAV = ()
ROUTES = (PageRoute("/documents/{id:str}/changes", changes_page),)
