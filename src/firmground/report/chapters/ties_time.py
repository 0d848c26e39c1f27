"""How ties and blocs change: every day of the case's period on which a tie begins, ends, or is no longer sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.actors import TieKind
from firmground.dates import NO_START, NO_STOP, Days, iso_day
from firmground.measures.blocs import find_blocs
from firmground.report.chapters.ties_model import TieChange
from firmground.report.chapters.ties_splits import choose_division, moves
from firmground.report.chapters.ties_words import change_words
from firmground.report.model import Range
from firmground.report.words import count_words, day_words

if TYPE_CHECKING:
    from firmground.bounds import Bounds
    from firmground.case.actors import Actors
    from firmground.case.case import Case

# Days that are listed; of more of them the last. A case of years has hundreds, and each has blocs of its own to find.
MOST_DAYS = 60
MOST_DAYS_OF_MANY = 8  # where more ties stand than MANY_TIES
MANY_TIES = 150


def list_changes(case: Case, blocs: int) -> tuple[TieChange, ...]:
    """The days in their order, each with what changes, how few contradictions are left, and who is moved by it.

    Blocs are those if every possible tie stood. Of the best divisions that are looked at the one is taken that moves
    the fewest actors; where the best is not known nobody is said to move.
    """
    changed = days_of_change(case)[-_most_days(case) :]
    if not changed:
        return ()
    placed = choose_division(find_blocs(case.actors, changed[0] - 1, blocs))
    found = []
    for day in changed:
        now = find_blocs(case.actors, day, blocs)
        after = choose_division(now, placed)
        ties = _changes(case.actors, day)
        if ties:
            moved = _moved(case.actors, placed, after) if now.exact else ()
            found.append(TieChange(iso_day(day), day_words(day), ties, _range(now.contradictions), moved))
        placed = after
    return tuple(found)


def say_left_out(case: Case) -> str:
    """How many days of change are not listed; "" if all are."""
    number, most = len(days_of_change(case)), _most_days(case)
    return f"Ties change on {number:,} days of the period; the last {most:,} are listed." if number > most else ""


def days_of_change(case: Case) -> list[int]:
    """Days of the period, sorted, on which a tie begins or ends. What changes on the first of them did so before it."""
    days = Days() if case.period is None else case.period.possible
    changed = sorted(case.actors.change_days(TieKind))
    return [day for day in changed if NO_START < day < NO_STOP and days.start < day < days.stop]


def _most_days(case: Case) -> int:
    return MOST_DAYS if len(case.actors.ties) <= MANY_TIES else MOST_DAYS_OF_MANY


def _range(bounds: Bounds) -> Range:
    low, high = int(bounds.low), int(bounds.high)
    return Range(low, high, f"{low:,} to {high:,} ties" if low < high else count_words(low, "tie"))


def _changes(actors: Actors, day: int) -> tuple[str, ...]:
    words = (change_words(actors, tie, tie.stands_on(day - 1), tie.stands_on(day)) for tie in actors.ties)
    return tuple(dict.fromkeys(filter(None, words)))


def _moved(actors: Actors, before: dict[str, int], after: dict[str, int]) -> tuple[str, ...]:
    """Who changes sides, and who comes in or drops out."""
    said = []
    for actor in moves(before, after):
        beside = [other for other in after if after[other] == after[actor] and other != actor]
        with_whom = f", to stand with {actors.name(beside[0])}" if beside else ", to stand alone"
        said.append(f"{actors.name(actor)} changes blocs{with_whom}")
    said += [f"{actors.name(actor)} now has ties with the others" for actor in after if before and actor not in before]
    said += [f"{actors.name(actor)} no longer has ties with the others" for actor in before if actor not in after]
    return tuple(said)
