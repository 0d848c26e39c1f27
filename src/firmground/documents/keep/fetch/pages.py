"""Addresses become arrivals: each asked as if by a stranger, from the first to the last of its redirects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from firmground.documents.keep.fetch.addresses import Address, find_public, read_address
from firmground.documents.keep.fetch.guards import Deadline, FetchError, Guards
from firmground.documents.keep.fetch.robots import MOST_BYTES as MOST_ROBOTS_BYTES
from firmground.documents.keep.fetch.robots import Robots
from firmground.documents.keep.fetch.wire import Answer, ask
from firmground.documents.keep.offers import Arrival, Refusal, Vanished, utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from firmground.documents.keep.offers import Offer

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_LONGEST_NAME = 100
_WHY = {
    401: "it wants a name and password: save the page from your browser",
    403: "it refuses programs, or this one: save the page from your browser",
    429: "it is asked too often: try again later",
    451: "it may not show the page for legal reasons",
}


def fetch_pages(
    addresses: Iterable[str],
    guards: Guards | None = None,
    *,
    now: Callable[[], str] = utc_now,
    progress: Callable[[str], None] | None = None,
) -> Iterator[Offer]:
    """What stands at each address now: a page, none any more (404 or 410), or the reason why it was not fetched."""
    fetcher = _Fetcher(guards or Guards())
    for text in addresses:
        if progress:
            progress(f"fetching {text}")
        try:
            yield fetcher.fetch(text, now())
        except FetchError as fault:
            yield Refusal(text, str(fault))


class _Fetcher:
    """Fetches pages one after the other, and remembers what their sites wish."""

    def __init__(self, guards: Guards) -> None:
        self._guards = guards
        self._robots = Robots(self._ask_robots)

    def fetch(self, text: str, received: str) -> Offer:
        """Raises FetchError."""
        first = read_address(text, self._guards)
        deadline = self._deadline()
        last, answer = self._follow(first, deadline, self._ask_page)
        origin = str(first)
        if answer.status in _GONE:
            return Vanished(origin, answer.status, received)
        if answer.status != 200:
            why = _WHY.get(answer.status, "try again later" if answer.status >= 500 else "look at it in a browser")
            raise FetchError(f"{last.host} says {answer.status}: {why}")
        if not answer.body:
            raise FetchError(f"{last.host} gave an empty page: look at it in a browser")
        notes = (f"the address led to {last} ({received})",) if last != first else ()
        name = last.target.partition("?")[0].rstrip("/").rpartition("/")[2][-_LONGEST_NAME:] or "page"
        hint = answer.headers.get("content-type", "")
        return Arrival(answer.body, name, origin, received, hint, str(last), notes)

    def _follow(
        self, address: Address, deadline: Deadline, ask_one: Callable[[Address, Deadline], Answer]
    ) -> tuple[Address, Answer]:
        """Where an address leads in the end, and the answer there. Each step is checked like the first."""
        for _ in range(self._guards.most_redirects + 1):
            answer = ask_one(address, deadline)
            if answer.status not in _REDIRECTS:
                return address, answer
            address = self._redirected(address, answer.headers.get("location", ""))
        raise FetchError(f"the address leads on more than {self._guards.most_redirects} times")

    def _redirected(self, address: Address, location: str) -> Address:
        if not location:
            raise FetchError(f"{address.host} leads on, and does not say where to")
        # Bytes beyond ASCII came in as Latin-1; servers that send such mean UTF-8.
        try:
            location = location.encode("latin-1").decode("utf-8")
            joined = urljoin(str(address), location)
        except (UnicodeError, ValueError):
            raise FetchError(f"{address.host} leads on to what is no address") from None
        try:
            following = read_address(joined, self._guards)
        except FetchError as fault:
            raise FetchError(f"{address.host} leads on to an address that is not asked: {fault}") from None
        if address.scheme == "https" and following.scheme == "http":
            raise FetchError(
                f"{address.host} leads on to an address without encryption: name {following} itself, if you want it"
            )
        return following

    def _ask_page(self, address: Address, deadline: Deadline) -> Answer:
        numbers = find_public(address, self._guards, deadline)
        self._robots.check(address)
        self._robots.wait(address, self._guards.pause_seconds)
        return ask(address, numbers, self._guards, deadline, most_bytes=self._guards.most_bytes)

    def _ask_robots(self, address: Address) -> Answer:
        def ask_one(one: Address, deadline: Deadline) -> Answer:
            numbers = find_public(one, self._guards, deadline)
            return ask(one, numbers, self._guards, deadline, most_bytes=MOST_ROBOTS_BYTES, cut=True)

        return self._follow(replace(address, target="/robots.txt"), self._deadline(), ask_one)[1]

    def _deadline(self) -> Deadline:
        return Deadline(self._guards.most_seconds, self._guards.idle_seconds)
