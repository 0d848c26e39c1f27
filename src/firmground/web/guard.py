"""The door: which requests are let in at all, before any page is asked.

A page on the reporter's other tabs, a name that was re-pointed at this computer (DNS rebinding), a form on a foreign
site and a device in the same network can all send requests to a local address. The rules, in this order:

1. The address is a path of ours, asked with GET, HEAD or POST, over plain HTTP (no upgrade, no absolute address).
2. One Host header, and it names this computer (or the host given with --host) and this port.
3. Origin, where it is given, is that same host; "null" is foreign.
4. Sec-Fetch-Site, where it is given, is "same-origin" or "none" (typed by the reader).
5. With --host: the cookie that the one-time link set. On loopback there is no such door.

What changes something has further guards in its route (`routes`): token, kind of body, size. Every answer carries the
policy and headers below. This is ASGI as it is, without a framework: nothing here depends on how a route is found.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import secrets
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders

from firmground.web.answers import POLICIES, POLICY
from firmground.web.refusals import refusal_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("firmground.web")
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
METHODS: Final = frozenset({"GET", "HEAD", "POST"})
_OWN_SITE: Final = frozenset({"same-origin", "none"})
# "same-origin" and not "no-referrer": under the latter browsers send our own forms with "Origin: null". No address of
# ours goes to anybody else under either.
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


class Door:
    """The lock of an app that others in the network can reach: a link that works once, and the cookie it sets.

    `tell` is given each new link's token, so that the person at the terminal can let in a second device.
    """

    def __init__(self, tell: Callable[[str], None] = lambda _: None) -> None:
        self._tell = tell
        self._cookie = secrets.token_urlsafe(32)
        self._once = secrets.token_urlsafe(32)

    @property
    def once(self) -> str:
        return self._once

    def opens(self, cookies: str, name: str) -> bool:
        """Does a Cookie header hold the key? Compared in constant time."""
        values = [part.partition("=") for part in cookies.split(";")]
        return any(key.strip() == name and _same(value.strip(), self._cookie) for key, _, value in values)

    def exchange(self, token: str) -> str:
        """The key for a one-time token, which is then used up; "" for any other."""
        if not _same(token, self._once):
            return ""
        self._once = secrets.token_urlsafe(32)
        self._tell(self._once)
        return self._cookie


def _same(given: str, own: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), own.encode())


class Guard:
    """Lets requests in by the rules at the head of the module. `hosts`: further names than those of loopback."""

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...] = (), door: Door | None = None) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in (*LOOPBACK, *hosts))
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        answered = False

        async def seal(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                _put_headers(message)
            await send(message)

        try:
            refused = self._refuse(scope)
            if refused is not None:
                await refusal_page(scope, *refused)(scope, receive, seal)
            elif self._door is not None and not self._door.opens(Headers(scope=scope).get("cookie", ""), _name(scope)):
                await self._at_the_door(self._door, scope, receive, seal)
            else:
                await self._app(scope, receive, seal)
        except Exception:
            LOG.exception("%s %r could not be answered", scope["method"], scope["path"])
            if answered:
                raise
            await refusal_page(scope, 500)(scope, receive, seal)

    def _refuse(self, scope: Scope) -> tuple[int, str] | None:
        """The first rule that the request breaks, as status and sentence."""
        headers = Headers(scope=scope)
        if scope["method"] not in METHODS:
            return 405, ""
        if not scope["path"].startswith("/") or not scope.get("raw_path", b"/").startswith(b"/"):
            return 400, "The address must be a path."
        if "upgrade" in headers:
            return 400, "There is nothing here but plain HTTP."
        return self._foreign(scope, headers)

    def _foreign(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """What says that the request was not made by a page of ours, or by the reader's own hand."""
        named, origins, sites = (headers.getlist(name) for name in ("host", "origin", "sec-fetch-site"))
        if len(named) != 1 or named[0].lower() not in self._own_hosts(scope):
            return 403, "This address is not the app's own, so the request may come from a foreign page."
        if len(origins) > 1 or any(origin.lower() != f"http://{named[0].lower()}" for origin in origins):
            return 403, "This request comes from a page that is not the app's own."
        if len(sites) > 1 or any(site not in _OWN_SITE for site in sites):
            return 403, "This request was sent by another site. Type the app's address yourself."
        return None

    def _own_hosts(self, scope: Scope) -> set[str]:
        """Every value of Host under which this connection may be asked for."""
        address, port = scope.get("server") or ("", 0)
        names = set(self._hosts)
        if self._door is not None and _is_ip(address):
            # Bound to every address: the one that this connection reached is ours too.
            names.add(f"[{address}]" if ":" in address else address)
        return {f"{name}:{port}" for name in names} | (names if port == 80 else set())

    async def _at_the_door(self, door: Door, scope: Scope, receive: Receive, send: Send) -> None:
        query = parse_qs(scope.get("query_string", b"").decode("ascii", "replace"))
        key = door.exchange(query.get("token", [""])[0]) if scope["method"] == "GET" else ""
        if not key:
            sentence = "Open the link that the terminal shows. It works once."
            await refusal_page(scope, 403, sentence)(scope, receive, send)
            return
        cookie = f"{_name(scope)}={key}; HttpOnly; SameSite=Strict; Path=/"
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _name(scope: Scope) -> str:
    """The cookie's name: cookies do not tell ports apart, so the name does."""
    return f"firmground-{(scope.get('server') or ('', 0))[1]}"


def _is_ip(address: str) -> bool:
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return True


def _put_headers(message: Message) -> None:
    headers = MutableHeaders(raw=list(message.get("headers", [])))
    if headers.get("content-security-policy") not in POLICIES:
        headers["Content-Security-Policy"] = POLICY
    for name, value in _HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "no-store")
    message["headers"] = headers.raw
