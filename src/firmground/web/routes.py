"""The three kinds of address that the app has, each with its guards built in.

A page module cannot forget a guard, because it cannot make a route without one: `app.make_app` takes these and no
others. A page is asked for with GET and changes nothing. A change is a POST with the token of this run and a body of
the one kind that the route reads.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import Route

from firmground.web.answers import refuse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Desk, Snapshot

MOST_BYTES: Final = 1 << 20
MOST_FIELDS: Final = 200
TOKEN_HEADER: Final = "X-Firmground-Token"  # noqa: S105 - the name of a header
TOKEN_FIELD: Final = "token"  # noqa: S105 - the name of a field
FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"

# Taken by a route: the request, the snapshot that the whole answer is made from, and for a change what was sent.
Handler = Callable[..., "Response | Awaitable[Response]"]


class TextConvertor(Convertor[str]):
    """Any text of a case in an address, line ends too, which the convertor `path` leaves out: `{id:text}`."""

    regex = "(?s:.+)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("text", TextConvertor())


@dataclass(frozen=True, slots=True)
class NavEntry:
    """An entry of the navigation. `badge`: a number to show beside it, asked for every page, so what takes long
    it remembers itself; 0 shows none.
    """

    words: str
    path: str
    order: int
    badge: Callable[[Snapshot], int] | None = None


class Form:
    """The fields of a form, as they were sent. `form["x"]` of a field that is not there is a bad request."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self.fields = tuple((name, value) for name, value in fields if name != TOKEN_FIELD)

    def __contains__(self, name: object) -> bool:
        return any(own == name for own, _ in self.fields)

    def __getitem__(self, name: str) -> str:
        values = self.all(name)
        return values[0] if values else refuse(400, f"The form lacks the field {name}.")

    def get(self, name: str, otherwise: str = "") -> str:
        return next(iter(self.all(name)), otherwise)

    def all(self, name: str) -> list[str]:
        return [value for own, value in self.fields if own == name]


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


class GuardedRoute(Route):
    """What the three kinds share. `early`: may be asked before the first check is done; `seen` may then be None."""

    method = "GET"

    def __init__(self, path: str, handler: Handler, *, early: bool = False) -> None:
        async def answer(request: Request) -> Response:
            sent = await self._read(request)
            seen = desk_of(request).snapshot
            if seen is None and not early:
                waiting: Response = await run_in_threadpool(request.app.state.waiting_page, request)
                return waiting
            arguments = (request, seen, *sent)
            if iscoroutinefunction(handler):
                given: Response = await handler(*arguments)
                return given
            made: Response = await run_in_threadpool(handler, *arguments)  # type: ignore[arg-type]
            return made

        super().__init__(path, answer, methods=[self.method], name=path)
        self.handler = handler

    async def _read(self, request: Request) -> tuple[Any, ...]:
        raise NotImplementedError


class PageRoute(GuardedRoute):
    """GET: `handler(request, seen)`. It may change nothing, so it needs no token."""

    async def _read(self, request: Request) -> tuple[Any, ...]:
        if int(request.headers.get("content-length") or 0) or "transfer-encoding" in request.headers:
            refuse(413, "A page is asked for without a body.")
        return ()


class FormRoute(GuardedRoute):
    """POST of a plain form: `handler(request, seen, form)`. The token may stand in its header or in the form."""

    method = "POST"

    async def _read(self, request: Request) -> tuple[Any, ...]:
        body = await _read_body(request, FORM)
        try:
            fields = parse_qsl(
                body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
            )
        except ValueError:
            refuse(400, "The form could not be read.")
        own = [value for name, value in fields if name == TOKEN_FIELD]
        _check_token(request, request.headers.get(TOKEN_HEADER) or (own[0] if len(own) == 1 else ""))
        return (Form(fields),)


class JsonRoute(GuardedRoute):
    """POST of JSON, for scripts of ours: `handler(request, seen, data)`. The token stands in its header."""

    method = "POST"

    async def _read(self, request: Request) -> tuple[Any, ...]:
        body = await _read_body(request, JSON)
        _check_token(request, request.headers.get(TOKEN_HEADER, ""))
        try:
            return (json.loads(body.decode("utf-8"), parse_constant=_no_number),)
        except (ValueError, RecursionError):
            refuse(400, "The JSON could not be read.")


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


async def _read_body(request: Request, kind: str) -> bytes:
    given, _, rest = request.headers.get("content-type", "").partition(";")
    charset = rest.strip().lower().replace('"', "")
    if given.strip().lower() != kind or charset not in {"", "charset=utf-8"}:
        refuse(415)
    if "content-encoding" in request.headers:
        refuse(415, "The app reads no packed body.")
    try:
        told = int(request.headers.get("content-length") or 0)
    except ValueError:
        refuse(400)
    if told > MOST_BYTES:
        refuse(413)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            refuse(413)
    return bytes(body)


def _check_token(request: Request, given: str) -> None:
    own: str = request.app.state.token
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), own.encode()):
        refuse(403, "The page is from an earlier run of the app, or not from the app. Load it again.")
