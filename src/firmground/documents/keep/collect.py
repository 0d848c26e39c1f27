"""Keeping pages in a case: what is brought is read, judged against what is kept, written, and entered in the ledger.

Reading is slow and goes on outside the lock; judging and writing are quick and go on within it, some pages at a time,
so that two people may collect into one case at once and a page that both bring is kept once. Rows are entered by the
ledger: they stand in its log, and can be taken back. A run that is killed has entered all but the last few pages.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from firmground.documents.keep.candidate import Candidate, check_given
from firmground.documents.keep.judge import Judge
from firmground.documents.keep.offers import PASTED, Arrival, Came, Given, Outcome, Passed, Refusal, Vanished, utc_now
from firmground.documents.keep.shelf import Shelf
from firmground.documents.keep.store import clear_torn
from firmground.edit import CannotWriteError, Ledger, StaleRecordError
from firmground.edit.files import OWN_FOLDER
from firmground.errors import BadRequestError, FirmgroundError
from firmground.phrases import several
from firmground.read.document_files import marks_file
from firmground.read.files import CaseFiles
from firmground.read.nouns import read_sources
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from firmground.documents.keep.offers import Offer
    from firmground.edit import Step

    Ask = Callable[[Candidate], str]

_Ready = Candidate | Refusal | Passed | Vanished

# So many pages, or bytes of pages, are entered in one step: a step costs three writes that are forced to the disk.
_MOST_PAGES, _MOST_BYTES = 50, 16 * 2**20
_MOST_WAIT_SECONDS = 60.0
_MOST_TRIES = 5


@dataclass
class Collector:
    """Takes offers one by one; `tell` is told what came of each, in their order, at the latest when it is closed."""

    ledger: Ledger
    given: Given
    who: str
    tell: Callable[[Outcome], None]
    ask: Ask | None = None
    _waiting: list[_Ready] = field(default_factory=list)
    _bytes: int = 0
    _seen: Shelf | None = None

    def take(self, offer: Offer) -> None:
        """Reads a page. Raises BadRequestError for options that fit no page, CannotWriteError."""
        ready: _Ready
        if isinstance(offer, Arrival):
            ready = self._read(Candidate(offer, self.given))
            self._bytes += len(offer.content)
        else:
            ready = offer
        self._waiting.append(ready)
        if len(self._waiting) >= _MOST_PAGES or self._bytes >= _MOST_BYTES:
            self.enter()

    def enter(self) -> None:
        """Judges and writes what is waiting, in one step of the ledger."""
        waiting, self._waiting, self._bytes, self._seen = self._waiting, [], 0, None
        if not waiting:
            return
        with _alone(self.ledger.folder):
            clear_torn(self.ledger.folder)
            # The app does not wait for this lock: a row that it changed meanwhile is looked at once more.
            for tries_left in reversed(range(_MOST_TRIES)):
                try:
                    outcomes = self._settle(waiting)
                    break
                except StaleRecordError:
                    if not tries_left:
                        raise
        for outcome in outcomes:
            self.tell(outcome)

    def _settle(self, waiting: list[_Ready]) -> list[Outcome]:
        shelf = Shelf.read(self.ledger.folder)
        judge = Judge(self.ledger.folder, shelf)
        outcomes = [_judge(judge, one) for one in waiting]
        if wishes := shelf.wishes(self.ledger):
            self.ledger.apply(wishes, who=self.who, why=_say_why(outcomes))
        return outcomes

    def _read(self, candidate: Candidate) -> Candidate | Refusal:
        """Reads the text, unless these very bytes are kept; asks for the day of publication where the page has none."""
        if self._seen is None:
            self._seen = Shelf.read(self.ledger.folder)
        rows = self._seen.with_bytes(candidate.sha256)
        names = [name for row in rows for name in (row["kept"], row["text_file"], marks_file(row["text_file"]))]
        if rows and not candidate.given.replaces and all((self.ledger.folder / name).is_file() for name in names):
            return candidate
        try:
            known = bool(candidate.read.published.value)
        except FirmgroundError as fault:
            return Refusal(candidate.origin, str(fault))
        known = known or any(row["published"] for row in self._seen.with_text(candidate.text_sha256))
        if not known and self.ask is not None and (answer := self.ask(candidate)):
            return candidate.told_on(answer)
        return candidate


def collect_pages(
    folder: str | Path,
    offers: Iterable[Offer],
    given: Given | None = None,
    *,
    who: str,
    tell: Callable[[Outcome], None] = lambda _: None,
    ask: Ask | None = None,
) -> tuple[Outcome, ...]:
    """Keeps in a case what is offered, and says what came of each offer, in their order.

    `ask`: is asked for the day of publication, as EDTF, of a page that does not say it; "" if nobody knows. Raises
    CaseNotFoundError, BadRequestError for what a person told and cannot be, CannotWriteError. What was read before an
    exception, of whatever kind, is kept.
    """
    ledger = Ledger(folder)
    told = check_given(given or Given())
    _check_source(ledger.folder, told.source)
    _check_replaced(ledger.folder, told.replaces)
    outcomes: list[Outcome] = []

    def note(outcome: Outcome) -> None:
        tell(outcome)
        outcomes.append(replace(outcome, texts=("", "")))

    collector = Collector(ledger, told, who, note, ask)
    try:
        for offer in _for_one(told, offers):
            collector.take(offer)
    finally:
        collector.enter()
    return tuple(outcomes)


def _for_one(given: Given, offers: Iterable[Offer]) -> Iterator[Offer]:
    """The offers, refused before the first is taken if what was told fits one page and they bring several."""
    fits_one = [name for name in ("title", "replaces", "origin") if getattr(given, name)]
    if fits_one:
        first: list[Offer] = []
        for offer in offers:
            first.append(offer)
            if sum(isinstance(one, Arrival) for one in first) > 1:
                raise BadRequestError(f"--{fits_one[0]} fits one page: name one at a time")
        offers = first
    yield from offers


def collect_text(folder: str | Path, text: str, given: Given | None = None, *, who: str) -> Outcome:
    """Keeps a text that was pasted. Raises as `collect_pages`, and BadRequestError for an empty one."""
    arrival = Arrival(text.encode("utf-8", "replace"), "pasted.txt", PASTED, utc_now(), media_hint="text")
    return collect_pages(folder, [arrival], given, who=who)[0]


def tell_of_document(ledger: Ledger, identity: str, given: Given, *, who: str, why: str = "") -> Step:
    """Writes what a person tells of a document that is kept: their word stands for whatever was read before.

    Raises BadRequestError for what cannot be, StaleRecordError if the row changes meanwhile.
    """
    given = check_given(given)
    _check_source(ledger.folder, given.source)
    shelf = Shelf.read(ledger.folder)
    row = shelf.by_id(identity)
    if row is None:
        raise BadRequestError(f"there is no document {show(identity)}")
    for name in ("published", "title", "byline", "site"):
        if value := getattr(given, name):
            row.write(name, value)
            row.write(f"{name}_how", "asked")
    if given.source:
        row.write("source", given.source)
    return ledger.apply(shelf.wishes(ledger), who=who, why=why or f"told of the document {identity}")


def _judge(judge: Judge, one: _Ready) -> Outcome:
    if isinstance(one, Refusal | Passed):
        came = Came.REFUSED if isinstance(one, Refusal) else Came.PASSED
        return Outcome(came, one.origin, told=(one.why,))
    if isinstance(one, Vanished):
        return judge.vanished(one)
    try:
        return judge.judge(one)
    except FirmgroundError as fault:
        return Outcome(Came.REFUSED, one.origin, told=(str(fault),))


def _check_source(root: Path, source: str) -> None:
    if not source:
        return
    sources = read_sources(CaseFiles(root))
    if source not in sources:
        raise BadRequestError(
            f"--source: {show(source)} is not in sources.toml; {suggest(source, sources, 'add it there')}"
        )


def _check_replaced(root: Path, identity: str) -> None:
    shelf = Shelf.read(root)
    if identity and shelf.by_id(identity) is None:
        ids = [row["id"] for row in shelf.rows]
        raise BadRequestError(
            f"--replaces: there is no document {show(identity)}; {suggest(identity, ids)}".rstrip("; ")
        )


def _say_why(outcomes: list[Outcome]) -> str:
    kept = sum(outcome.kept for outcome in outcomes)
    return f"collect: {several(kept, 'document')} kept" if kept else "collect: noted beside documents"


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One collector at a time in this case; the ledger's own lock is taken within."""
    own = root / OWN_FOLDER
    if own.is_symlink():
        raise CannotWriteError(f"this case cannot be changed here: {OWN_FOLDER} is a link")
    try:
        own.mkdir(exist_ok=True)
        lock = FileLock(own / "collect.lock", poll_interval=0.01, fallback_to_soft=False, thread_local=False)
        lock.acquire(timeout=_MOST_WAIT_SECONDS)
    except Timeout:
        raise CannotWriteError("another program is collecting into this case: try again when it is done") from None
    except (OSError, NotImplementedError) as fault:
        raise CannotWriteError(
            f"this case cannot be changed here: {getattr(fault, 'strerror', None) or fault}"
        ) from fault
    try:
        yield
    finally:
        lock.release()
