"""What the pages of changes need of the ledger: one for the open case, the log put in order, and what a step did."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from firmground.edit import Ledger, Outside, Step, Touched, compare_problems
from firmground.web.answers import see_other
from firmground.web.record_form import is_number, record_url
from firmground.web.routes import desk_of
from firmground.web.whoami import keep_name

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.edit import At
    from firmground.errors import CaseProblem
    from firmground.web.desk import Snapshot
    from firmground.web.moved import Moved

# A check of a case that is edited by hand is done by then; a longer one goes on while the page is already shown.
_WAIT_SECONDS = 3.0
_MOST_REMEMBERED = 50
# Where a step touched more records than anybody reads, the rest is counted.
MOST_RECORDS = 20


@dataclass(frozen=True)
class After:
    """What a step did. `done`: the check after it has been made; until then nothing is known but that it was saved.

    `known`: False where the problems before it are not remembered, so that none can be called new.
    """

    step: Step
    done: bool
    known: bool
    moved: tuple[Moved, ...] = ()
    came: tuple[CaseProblem, ...] = ()
    went: tuple[CaseProblem, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of the log: a step, or a change that was made outside."""

    step: Step | None
    outside: Outside | None = None

    @property
    def shown(self) -> tuple[Touched, ...]:
        return self.step.records[:MOST_RECORDS] if self.step else ()

    @property
    def more(self) -> int:
        return len(self.step.records) - len(self.shown) if self.step else 0

    def url(self, touched: Touched) -> str:
        return "" if touched.op == "remove" else record_url(touched.at)


@lru_cache(maxsize=4)
def _ledger(folder: Path) -> Ledger:
    return Ledger(folder)


def ledger_of(request: Request) -> Ledger:
    return _ledger(desk_of(request).folder.resolve())


def remember_before(request: Request, number: int, seen: Snapshot) -> None:
    """Keeps which problems there were before a step, for the page that tells what it did."""
    known = _remembered(request)
    known[number] = (seen.number, seen.case.problems)
    while len(known) > _MOST_REMEMBERED:
        del known[next(iter(known))]


def go_on(request: Request, seen: Snapshot, at: At | None, number: int, who: str) -> Response:
    """Checks the case again and goes to the page that says what came of step `number`: the record's, else the log."""
    desk = desk_of(request)
    remember_before(request, number, seen)
    desk.recheck()
    desk.wait(_WAIT_SECONDS)
    answer = see_other(record_url(at, saved=number) if at else f"/log?{urlencode({'saved': number})}")
    keep_name(answer, who)
    return answer


def after_words(request: Request, seen: Snapshot, saved: str) -> dict[str, Any]:
    """What a page says of the step that was just made, by its number in the address."""
    return {"after": after_step(request, seen, int(saved)) if is_number(saved) and int(saved) else None}


def sentence(text: str) -> str:
    """The words of a fault as a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def after_step(request: Request, seen: Snapshot, number: int) -> After | None:
    """None if there is no such step."""
    step = next((step for step in ledger_of(request).history() if step.number == number), None)
    if step is None:
        return None
    before = _remembered(request).get(number)
    done = not desk_of(request).state().running and (before is None or seen.number > before[0])
    if not done or before is None:
        return After(step, done, known=before is not None)
    came, went = compare_problems(before[1], seen.case.problems)
    moved = seen.moved if seen.number == before[0] + 1 else ()
    return After(step, done, known=True, moved=moved, came=came, went=went)


def log_entries(ledger: Ledger) -> list[Entry]:
    """The steps, the newest first, with what was changed outside standing where it happened."""
    outside = ledger.outside()
    entries = [Entry(None, one) for one in outside if one.before is None]
    for step in ledger.history():
        entries.append(Entry(step))
        entries += [Entry(None, one) for one in outside if one.before == step.number]
    return entries


def _remembered(request: Request) -> dict[int, tuple[int, tuple[CaseProblem, ...]]]:
    state = request.app.state
    if not hasattr(state, "before_steps"):
        state.before_steps = {}
    known: dict[int, tuple[int, tuple[CaseProblem, ...]]] = state.before_steps
    return known
