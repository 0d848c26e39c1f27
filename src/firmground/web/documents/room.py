"""The reading room: each document read once, in a thread of its own, and kept as long as its text and the case's names
stay what they are.

A record that is accepted changes neither, so a page of a thousand proposals is not read again after each answer. A
document of a megabyte takes the readers seconds: a page waits for a moment and otherwise shows the text alone, and says
that it is being read.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYetError
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.documents.keep import open_page
from firmground.documents.known import OWN_FORMATS, Known
from firmground.documents.model import kept_drafts
from firmground.documents.model.kept import FOLDER
from firmground.documents.reading import read_page
from firmground.errors import BadRequestError, FirmgroundError

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.case.documents import Document
    from firmground.documents.draft import Draft
    from firmground.documents.page import Page
    from firmground.documents.reading import Reading
    from firmground.web.desk import Snapshot

LOG = logging.getLogger("firmground.web")
_MOST_LETTERS: Final = 8_000_000  # of all texts whose readings are kept: some 50 bytes each
_NO_NAMES: Final = frozenset({"claims.toml", "definitions.toml", "sources.toml", "undertakings.toml"})


@dataclass(frozen=True, slots=True)
class Read:
    """How the reading of a document stands: done, still going on (neither), or failed with a sentence.

    `without`: why what a language model once pointed at is not in it. `faults`: of the case's gazetteers.
    """

    reading: Reading | None = None
    failed: str = ""
    without: str = ""
    faults: tuple[str, ...] = ()


class ReadingRoom:
    """Readings by document, text and date, for the names of one case. May be asked from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._naming = threading.Lock()
        self._one_at_a_time = threading.Lock()
        self._names: tuple[object, ...] = ()
        self._known = Known()
        self._kept: OrderedDict[tuple[str, ...], tuple[int, Future[Read]]] = OrderedDict()

    def known(self, case: Case) -> Known:
        """What the readers know of the case; the same object as long as its names are the same."""
        names = _names(case)
        with self._naming:
            if self._names != names:
                known = Known.of(case)  # seconds, where a country's names are read
                with self._lock:
                    self._names, self._known = names, known
                    self._kept.clear()
            return self._known

    def read(self, case: Case, page: Page, wait: float) -> Read:
        """The reading of a page, begun if nobody has asked for it before. `wait`: seconds."""
        known, key = self.known(case), _key(case, page.document)
        with self._lock:
            future = self._kept[key][1] if key in self._kept else self._begin(key, case.folder, page, known)
            self._kept.move_to_end(key)
        try:
            return future.result(wait)
        except NotYetError:
            return Read()

    def peek(self, case: Case, document: Document) -> Read:
        """The reading of a document if it is done. Begins nothing and waits for nothing."""
        names = _names(case)
        with self._lock:
            kept = self._kept.get(_key(case, document)) if self._names == names else None
        return kept[1].result() if kept and kept[1].done() else Read()

    def _begin(self, key: tuple[str, ...], folder: Path, page: Page, known: Known) -> Future[Read]:
        future: Future[Read] = Future()

        def work() -> None:
            with self._one_at_a_time:
                future.set_result(_read(folder, page, known))

        self._kept[key] = (len(page.text), future)
        self._forget()
        threading.Thread(target=work, name="documents", daemon=True).start()
        return future

    def _forget(self) -> None:
        """Lets go of what was asked for longest ago, beyond what is kept."""
        while len(self._kept) > 1 and sum(letters for letters, _ in self._kept.values()) > _MOST_LETTERS:
            self._kept.popitem(last=False)


def _read(folder: Path, page: Page, known: Known) -> Read:
    further: tuple[Draft, ...] = ()
    without = ""
    try:
        further = kept_drafts(folder, page)
    except FirmgroundError as fault:
        without = str(fault)
    try:
        faults = tuple(map(str, known.places.problems))
        return Read(read_page(page, known, further), without=without, faults=faults)
    except Exception as fault:
        LOG.exception("the document %s could not be read", page.document.id)
        return Read(failed=f"The readers stopped at a fault of the program ({type(fault).__name__}).")


def _key(case: Case, document: Document) -> tuple[str, ...]:
    """What a reading rests on, beside the names: the text, its date, and what a language model answered."""
    try:
        found = (case.folder / FOLDER / f"{document.id}.json").stat()
        model = f"{found.st_mtime_ns} {found.st_size}"
    except OSError:
        model = ""
    return (document.id, document.text_sha256, document.published_on.value, model)


def _names(case: Case) -> tuple[object, ...]:
    """All that names may come from: not the files that records of documents are written into."""
    written = {passage.file for passage in case.passages} | _NO_NAMES
    inputs = tuple((one.path, one.sha256) for one in case.inputs if one.path not in written)
    files = [*sorted((case.folder / OWN_FORMATS).glob("*")), *(one.path for one in case.gazetteers)]
    states = tuple((str(path), _state(path)) for path in files)
    events = frozenset(case.events.kind), frozenset(case.events.by)
    return (case.actors, case.gazetteer, case.gazetteers, case.period, events, inputs, states)


def _state(path: Path) -> tuple[int, int]:
    """Size and time of a file, (0, 0) if it is gone."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


ROOM: Final = ReadingRoom()


def begin_readings(seen: Snapshot) -> None:
    """Has every document read, in the background, before anybody asks."""
    case = seen.case
    for document in case.documents.values():
        with suppress(BadRequestError):  # told on the page of the document
            ROOM.read(case, open_page(case.folder, document), 0)
