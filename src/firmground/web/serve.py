"""serve: the app behind a socket, on this computer alone unless another host is named.

The port is taken before anything else is done, so that a port in use is told in one line. The first check runs while
the app already answers.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import socket
import threading
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final

from uvicorn import Config, Server

from firmground.errors import BadRequestError
from firmground.web.app import make_app
from firmground.web.guard import Door

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.applications import Starlette

    from firmground.web.desk import Desk

LOOPBACK_HOSTS: Final = frozenset({"", "localhost", "127.0.0.1", "::1", "[::1]"})
FIRST_PORT: Final = 8321
_TRIED: Final = 20  # ports after the first, where none was asked for
_GRACE: Final = 2  # seconds for answers under way when the app ends


def serve_case(
    folder: Path,
    *,
    port: int | None = None,
    host: str = "",
    tell: Callable[[str], None],
    show: Callable[[str], object] = lambda _: None,
) -> None:
    """Serves until it is stopped from the keyboard. `tell` gets the address once it can be asked, and with `host` a new
    link for each further visitor; `show` gets the first of them alone.

    Raises CaseNotFoundError for a folder that is no case, BadRequestError for a port or host that cannot be had.
    """
    open_host = "" if host in LOOPBACK_HOSTS else host.strip("[]")
    door: Door | None = None
    sockets: list[socket.socket] = []

    def link(token: str) -> str:
        return f"http://{_shown(open_host)}:{_port(sockets)}/?token={token}"

    if open_host:
        door = Door(lambda token: tell(link(token)))
    names = (_bracketed(open_host), _shown(open_host)) if open_host else ()
    app = make_app(folder, hosts=names, door=door, check=False)
    sockets += open_sockets(open_host, port)
    app.state.desk.recheck()
    server = make_server(app)
    url = f"http://127.0.0.1:{_port(sockets)}/" if door is None else link(door.once)
    with ExitStack() as stack:
        for each in sockets:
            stack.enter_context(each)
        tell(url)
        show(url)
        with suppress(KeyboardInterrupt):  # the way in which this command ends
            server.run(sockets=sockets)


class Background:
    """The app in a thread of its own on a free port of loopback, for programs that go on working beside it."""

    def __init__(self, folder: Path, *, check: bool = True) -> None:
        self.app = make_app(folder, check=check)
        self._sockets = open_sockets("", 0)
        self.port = _port(self._sockets)
        self.url = f"http://127.0.0.1:{self.port}"
        self._server = make_server(self.app)
        self._thread = threading.Thread(target=self._run, name="app", daemon=True)
        self._thread.start()

    @property
    def desk(self) -> Desk:
        desk: Desk = self.app.state.desk
        return desk

    def _run(self) -> None:
        # Not `Server.run`, which would take the signals of a program that has its own.
        asyncio.run(self._server._serve(self._sockets))  # noqa: SLF001 - there is no public way without signals

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        for each in self._sockets:
            each.close()


def make_server(app: Starlette) -> Server:
    """A server that says nothing of itself and believes no header about who is asking."""
    config = Config(
        app,
        http="h11",  # strict: refuses two Host headers, a missing one, and broken framing
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE,
    )
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    return Server(config)


def open_sockets(host: str, port: int | None) -> list[socket.socket]:
    """Listening sockets: of both kinds of loopback on one port, or of the host. `port` 0 is any, None the first free
    one from `FIRST_PORT` on. Raises BadRequestError where it cannot be had.
    """
    ports = [port] if port is not None else [*range(FIRST_PORT, FIRST_PORT + _TRIED), 0]
    for number in ports:
        try:
            return _bind(host, number)
        except OSError as fault:
            if port is not None or not _is_taken(fault):
                raise BadRequestError(_say_why(host, number, fault)) from fault
    raise BadRequestError("no port is free: name one with --port")


def _bind(host: str, port: int) -> list[socket.socket]:
    if host:
        kind = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return [_listen(kind[0], kind[4])]
    first = _listen(socket.AF_INET, ("127.0.0.1", port))
    try:
        second = _listen(socket.AF_INET6, ("::1", _port([first])))
    except OSError as fault:
        if _is_taken(fault):
            first.close()
            raise
        return [first]  # this computer has no IPv6
    return [first, second]


def _listen(family: int, address: object) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)  # type: ignore[arg-type]
        made.listen(128)
    except BaseException:
        made.close()
        raise
    return made


def _is_taken(fault: OSError) -> bool:
    return fault.errno == errno.EADDRINUSE


def _say_why(host: str, port: int, fault: OSError) -> str:
    if _is_taken(fault):
        return f"port {port} is taken: name another with --port, or leave --port out"
    if isinstance(fault, PermissionError):
        return f"port {port} may not be used by you: name one above 1023"
    where = host or "127.0.0.1"
    return f"{where} is no address of this computer that can be served on: {fault.strerror or fault}"


def _port(sockets: list[socket.socket]) -> int:
    return int(sockets[0].getsockname()[1]) if sockets else 0


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _shown(host: str) -> str:
    """The host to type: of "every address of this computer" its name, since nobody can type all."""
    try:
        if ipaddress.ip_address(host).is_unspecified:
            return socket.gethostname()
    except ValueError:
        pass
    return _bracketed(host)
