"""The desk: one open case, what was last found about it, and the check that is under way.

A `Snapshot` is what one check found. It never changes; the next check makes another and says which findings moved.
A page is made from one snapshot throughout, so no page mixes the numbers of two checks. The desk decides nothing
about a case and writes nothing into it.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from firmground.check import check_claims
from firmground.errors import FirmgroundError
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.read import read_case
from firmground.report.build import build_report
from firmground.web.moved import list_moved
from firmground.web.watch import Watch, mark_files

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.check import Findings
    from firmground.hold import Held
    from firmground.report.model import Report
    from firmground.web.moved import Moved

LOG = logging.getLogger("firmground.web")
_LOOK_AGAIN = 1.0  # seconds for which an answer about changed files is good enough

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What one check found. `number` counts the checks of this run of the program from 1; `checked_at` is in UTC.

    `moved`: against the snapshot before it; empty for the first, and where nothing moved.
    """

    number: int
    findings: Findings
    report: Report
    checked_at: datetime
    seconds: float
    moved: tuple[Moved, ...] = ()
    _watch: Watch | None = None
    _memory: dict[Hashable, Any] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def case(self) -> Case:
        return self.findings.case

    @property
    def held(self) -> Held:
        return self.findings.held

    def remember(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made once for this snapshot. A making that fails is tried again."""
        with self._lock:
            if name not in self._memory:
                self._memory[name] = make()
            made: Made = self._memory[name]
            return made

    def work_out(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """As `remember`, for what takes seconds: only who asks for the same thing waits for it."""
        with self.remember(("lock of", name), threading.Lock):
            known: dict[Hashable, Made] = self.remember("worked out", dict)
            if name not in known:
                known[name] = make()
            return known[name]


@dataclass(frozen=True, slots=True)
class DeskState:
    """How the desk stands now. `step`: what a running check is doing; `failed`: why the last check could not be made.

    `changed`: files that are not what they were when `snapshot` was made.
    """

    snapshot: Snapshot | None
    running: bool
    step: str
    failed: str
    changed: tuple[str, ...]


class Desk:
    """One open case. All of its methods may be called from any thread.

    `prepare`: what pages will ask of every snapshot, made in the thread of the check once the snapshot can be seen.
    """

    def __init__(self, folder: Path, *, prepare: Iterable[Callable[[Snapshot], object]] = ()) -> None:
        self.folder = folder
        self._prepare = tuple(prepare)
        self._lock = threading.Condition()
        self._snapshot: Snapshot | None = None
        self._asked = 0
        self._running = False
        self._step = ""
        self._failed = ""
        self._looked: tuple[float, int, tuple[str, ...]] = (0.0, 0, ())

    @property
    def snapshot(self) -> Snapshot | None:
        return self._snapshot

    def recheck(self) -> None:
        """Starts a check in a thread of its own and returns. Asked for during a check, another one follows it."""
        with self._lock:
            self._asked += 1
            if not self._running:
                self._running, self._step, self._failed = True, "reading the case", ""
                threading.Thread(target=self._work, name="check", daemon=True).start()

    def wait(self, timeout: float | None = None) -> bool:
        """Waits until no check is running; False if the time (seconds) was not enough."""
        with self._lock:
            return self._lock.wait_for(lambda: not self._running, timeout)

    def state(self) -> DeskState:
        with self._lock:
            snapshot, running, step, failed = self._snapshot, self._running, self._step, self._failed
        return DeskState(snapshot, running, step, failed, self.changed_files())

    def changed_files(self) -> tuple[str, ...]:
        """Files that are not what they were when the last check read them; empty before the first."""
        snapshot = self._snapshot
        if snapshot is None or snapshot._watch is None:  # noqa: SLF001 - the desk made it
            return ()
        looked, number, found = self._looked
        if number != snapshot.number or time.monotonic() - looked > _LOOK_AGAIN:
            found = snapshot._watch.changed()  # noqa: SLF001 - as above
            self._looked = (time.monotonic(), snapshot.number, found)
        return found

    def _tell(self, step: str) -> None:
        self._step = step

    def _work(self) -> None:
        while True:
            asked = self._asked
            made, failed = None, ""
            try:
                made = self._check()
            except (FirmgroundError, OSError) as fault:
                failed = str(fault)
            except Exception as fault:
                LOG.exception("the case could not be checked")
                failed = f"The check stopped at a fault of the program ({type(fault).__name__})."
            if made is not None:
                self._snapshot, self._looked = made, (0.0, 0, ())
                self._get_ready(made)
            with self._lock:
                self._failed = failed
                if self._asked == asked:
                    self._running, self._step = False, ""
                    self._lock.notify_all()
                    return

    def _get_ready(self, made: Snapshot) -> None:
        self._tell("making the index for the search")
        try:
            for make in self._prepare:
                make(made)
        except Exception:
            LOG.exception("a page could not be made ready; it will try again when it is asked for")

    def _check(self) -> Snapshot:
        before = self._snapshot
        start = time.perf_counter()
        marks = mark_files(self.folder)
        case = read_case(self.folder, progress=self._tell)
        self._tell(f"placing {len(case.events):,} events")
        held = hold_events(locate_events(case), progress=self._tell)
        findings = check_claims(held, progress=self._tell)
        self._tell("putting it into words")
        report = build_report(findings)
        return Snapshot(
            number=before.number + 1 if before else 1,
            findings=findings,
            report=report,
            checked_at=datetime.now(UTC),
            seconds=time.perf_counter() - start,
            moved=list_moved((before.findings, before.report), (findings, report)) if before else (),
            _watch=Watch(self.folder, case.inputs, marks),
        )
