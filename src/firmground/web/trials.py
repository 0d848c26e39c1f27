"""The trials of one check: kept for a while, and the ground that they need held anew beside the pages, not in them.

Most trials are a selection over what is held, and made while the page waits. One that needs ground of another
margin or radius is not: that is done in a thread of its own, one at a time, the newest first, and kept.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from firmground.explore import ground_needed, try_claim
from firmground.hold import hold_more

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.choices import Specification
    from firmground.check import Findings
    from firmground.explore import Question, Trial
    from firmground.web.desk import Snapshot

    Ground = tuple[str, float, float]
    Key = tuple[str, Specification, tuple[tuple[str, str], ...]]

LOG = logging.getLogger("firmground.web")
MOST_TRIALS: Final = 12
MOST_GROUND: Final = 12  # tables beside the case's own
PATIENCE: Final = 1.2  # seconds for which a page waits for ground before it says that it is being held


class _OvertakenError(Exception):
    """Another question was asked while the ground of this one was being held."""


@dataclass(eq=False)
class Work:
    """Ground that is being held. `step`: what is being done; `failed`: why it could not be; `seconds`: once done."""

    wanted: tuple[Ground, ...]
    started: float = field(default_factory=time.monotonic)
    step: str = ""
    failed: str = ""
    seconds: float | None = None
    overtaken: bool = False
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def waited(self) -> float:
        """Seconds since it was begun."""
        return time.monotonic() - self.started


class Trials:
    """The trials on the findings of one check. All of its methods may be called from any thread."""

    def __init__(self, findings: Findings) -> None:
        self._lock = threading.Lock()
        self._holding = threading.Lock()
        self._own = frozenset(findings.held.tables)
        self._findings = findings
        self._trials: OrderedDict[Key, Trial] = OrderedDict()
        self._work: Work | None = None

    def make(self, question: Question, *, patience: float = PATIENCE) -> Trial | Work:
        """The trial; or, if its ground is not held by then, the work that is under way for it."""
        key = (question.claim.id, question.specification, tuple((name, str(day)) for name, day in question.days))
        with self._lock:
            if key in self._trials:
                self._trials.move_to_end(key)
                return self._trials[key]
            findings = self._findings
        if missing := ground_needed(findings, question):
            work = self._start(missing)
            if not work.done.wait(patience) or work.failed:
                return work
            findings = self._findings
            if ground_needed(findings, question):
                return work
        trial = try_claim(findings, question)
        with self._lock:
            self._trials[key] = trial
            while len(self._trials) > MOST_TRIALS:
                self._trials.popitem(last=False)
        return trial

    def _start(self, missing: tuple[Ground, ...]) -> Work:
        with self._lock:
            if self._work is not None and self._work.wanted == missing and not self._work.failed:
                return self._work
            if self._work is not None:
                self._work.overtaken = True
            self._work = Work(missing)
            threading.Thread(target=self._hold, args=(self._work,), name="hold", daemon=True).start()
            return self._work

    def _hold(self, work: Work) -> None:
        def tell(step: str) -> None:
            work.step = step
            if work.overtaken:
                raise _OvertakenError

        try:
            with self._holding:
                tell("waiting for the ground before it")
                held = hold_more(self._findings.held, work.wanted, progress=tell)
                kept = self._kept(held.tables, work.wanted)
                held = replace(held, tables={key: held.tables[key] for key in kept})
                with self._lock:
                    selector = self._findings.selector.over(held)
                    self._findings = replace(self._findings, held=held, selector=selector)
                    self._work = None if self._work is work else self._work
                work.seconds = work.waited
        except _OvertakenError:
            work.failed = "Another margin or width was asked for before this one was done."
        except Exception as fault:
            LOG.exception("the ground could not be held anew")
            work.failed = f"The ground could not be held anew: a fault of the program ({type(fault).__name__})."
        finally:
            work.done.set()

    def _kept(self, tables: Iterable[Ground], newest: tuple[Ground, ...]) -> list[Ground]:
        """The case's own tables, the newest, and of the others as many as there is room for, the latest ones."""
        tables = list(tables)
        others = [key for key in tables if key not in self._own and key not in newest]
        room = max(0, MOST_GROUND - len(newest))
        kept = {*self._own, *newest, *(others[-room:] if room else ())}
        return [key for key in tables if key in kept]


def trials_of(seen: Snapshot) -> Trials:
    return seen.remember("trials", lambda: Trials(seen.findings))
