"""What may be asked of the network, and how much of it."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import truststore

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

USUAL_PORTS = frozenset({80, 443})


class FetchError(BadRequestError):
    """A page was not fetched; the message says why, and what to do instead."""


def resolve_host(host: str, port: int) -> list[str]:
    """The addresses of a host, as this computer knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def trust_system() -> ssl.SSLContext:
    """TLS with the certificates that this computer trusts; certificate and host name are checked."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True)
class Guards:
    """The limits of fetching.

    `most_seconds`: for one page, with its redirects; `idle_seconds`: without a byte. `pause_seconds`: between two pages
    of one site, if its robots.txt does not ask for more.

    `also_reach` (address and port), `resolve` and `trust` are for tests with servers of their own: nothing but such a
    call can open these ways, no option and no variable of the environment.
    """

    ports: frozenset[int] = USUAL_PORTS
    most_bytes: int = 32 * 2**20
    most_seconds: float = 60.0
    idle_seconds: float = 15.0
    most_redirects: int = 5
    pause_seconds: float = 1.0
    also_reach: frozenset[tuple[str, int]] = frozenset()
    resolve: Callable[[str, int], Sequence[str]] = field(default=resolve_host)
    trust: Callable[[], ssl.SSLContext] = field(default=trust_system)


class Deadline:
    """An end in time that every step of a page shares."""

    def __init__(self, seconds: float, idle: float) -> None:
        self._end = time.monotonic() + seconds
        self._idle = idle
        self._seconds = seconds

    def wait(self) -> float:
        """How long the next step may take. Raises FetchError if the time is up."""
        rest = self._end - time.monotonic()
        if rest <= 0:
            raise FetchError(f"it took longer than {self._seconds:g} seconds, and was given up")
        return min(rest, self._idle)


def within(deadline: Deadline, work: Callable[[], Sequence[str]]) -> Sequence[str]:
    """The answer of a call that knows no limit in time of its own. Raises FetchError, and what the call raises."""
    found: list[Sequence[str]] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            found.append(work())
        except Exception as fault:  # noqa: BLE001 - carried over to whoever waits
            failed.append(fault)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(deadline.wait())
    if failed:
        raise failed[0]
    if not found:
        raise FetchError("its name was not resolved in time")
    return found[0]
