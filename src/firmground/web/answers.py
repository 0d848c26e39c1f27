"""What the app answers besides its pages: refusals with one sentence on why, and the way on after a change."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NoReturn
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from firmground.formats.tables import TEXT_ENDINGS

if TYPE_CHECKING:
    from starlette.responses import Response

_OURS: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
POLICY: Final = f"{_OURS}; worker-src 'none'"
# MapLibre works in workers. Its build for strict policies starts them from a file of ours, so that no page needs
# workers from a blob, which could be made of anything.
MAP_POLICY: Final = f"{_OURS}; worker-src 'self'"
POLICIES: Final = frozenset({POLICY, MAP_POLICY})

SENTENCES: Final = {
    HTTPStatus.BAD_REQUEST: "The request could not be read.",
    HTTPStatus.FORBIDDEN: "This request did not come from the app's own pages.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address is not asked in that way.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "That is more than the app reads at once.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The app does not read a body of that kind here.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The app met a fault of its own. What happened is in the terminal it runs in.",
}


def refuse(status: int, sentence: str = "") -> NoReturn:
    """Ends the request with an error page that says this one sentence."""
    raise HTTPException(status, sentence or sentence_for(status))


def sentence_for(status: int) -> str:
    return SENTENCES.get(HTTPStatus(status), HTTPStatus(status).phrase)


def see_other(path: str) -> Response:
    """The page to look at after a form was sent. `path` is an address of the app, its texts quoted already.

    Raises ValueError for an address that a browser could read as another site's.
    """
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError(f"{path!r} is no address of the app")
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def event_url(index: int) -> str:
    """The page of an event, by its place in the table of events."""
    return f"/events/{index}"


def row_url(file: str, row: int | None) -> str:
    """The form in which a row can be changed; "" where there is none: a workbook, a map, a header, a whole file."""
    name = file.lower()
    if row is None or not name.endswith((".toml", *TEXT_ENDINGS)) or (row < 2 and not name.endswith(".toml")):
        return ""
    return f"/record?file={quoted(file)}&row={row}"


def quoted(text: str) -> str:
    """A text of a case as one part of an address. No "/" of it stays one."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
