"""What a site asks of programs (robots.txt, RFC 9309), and how long to wait between two of its pages."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from protego import Protego

from firmground.documents.keep.fetch.guards import FetchError
from firmground.documents.keep.fetch.wire import AGENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.documents.keep.fetch.addresses import Address
    from firmground.documents.keep.fetch.wire import Answer

# RFC 9309, 2.5: at least 500 KiB are to be read; what follows is ignored.
MOST_BYTES = 512 * 2**10
_LONGEST_PAUSE = 30.0
_INSTEAD = "save the page from your browser, and collect the file with --origin and its address"


class Robots:
    """The wishes of each site, asked for once. `ask` fetches the robots.txt of an address."""

    def __init__(self, ask: Callable[[Address], Answer]) -> None:
        self._ask = ask
        self._sites: dict[str, Protego | str] = {}
        self._asked: dict[str, float] = {}

    def check(self, address: Address) -> None:
        """Raises FetchError if the site does not want this page fetched by a program, or does not say."""
        wishes = self._wishes(address)
        if isinstance(wishes, str):
            raise FetchError(f"{wishes}, so nothing may be fetched from it: {_INSTEAD}")
        if not wishes.can_fetch(str(address), AGENT):
            raise FetchError(f"{address.host} asks programs not to fetch this page (robots.txt): {_INSTEAD}")

    def wait(self, address: Address, pause_seconds: float) -> None:
        """Waits as long as the site wishes since it was last asked for a page."""
        wishes = self._sites.get(address.site)
        delay = wishes.crawl_delay(AGENT) if isinstance(wishes, Protego) else None
        pause = min(max(pause_seconds, delay or 0.0), _LONGEST_PAUSE) if pause_seconds else 0.0
        last = self._asked.get(address.site)
        if last is not None and (rest := last + pause - time.monotonic()) > 0:
            time.sleep(rest)
        self._asked[address.site] = time.monotonic()

    def _wishes(self, address: Address) -> Protego | str:
        """What the site wishes, or why that is not known."""
        if address.site not in self._sites:
            self._sites[address.site] = self._find_wishes(address)
        return self._sites[address.site]

    def _find_wishes(self, address: Address) -> Protego | str:
        try:
            answer = self._ask(address)
        except FetchError as fault:
            return f"the robots.txt of {address.host} cannot be read ({fault})"
        if answer.status == 200:
            return Protego.parse(answer.body.decode("utf-8-sig", "replace"))
        # RFC 9309, 2.3.1: a site without a robots.txt wishes nothing; one that fails to give it may wish anything.
        if 400 <= answer.status < 500 and answer.status != 429:
            return Protego.parse("")
        return f"the robots.txt of {address.host} cannot be read (the server says {answer.status})"
