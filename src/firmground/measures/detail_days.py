"""Of the days on which something came out, those on which it gave a detail: how often it was said *when* it was said.

Both numbers are open. In each world a day is left out (nothing came out), is "that" (something that gives the detail
did) or is not; the share is of the days that are left. Days without loose issues vary by themselves. Where an issue has
several days, the days on which one can have come out are gone through in their order, with every pair of numbers that
is worth keeping, so that the bounds are those of all worlds.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from firmground.bounds import Bounds
from firmground.measures.published_days import split_days
from firmground.measures.units import NO, OUT, YES, share_bounds, units_in
from firmground.modality import CANNOT, MAY, MUST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.dates import Days
    from firmground.measures.published_days import Loose, PublishedDays
    from firmground.measures.publishing import Publishing
    from firmground.modality import Modality

    Flags = NDArray[np.bool_]
    # Days with the detail, and days with something and without it.
    Pair = tuple[int, int]
    # Last days of issues that may still come out; the first day of the earliest issue that must and has not.
    Waiting = tuple[tuple[int, ...], int]

# Pairs of numbers that are kept for one day; beyond, days are taken by themselves and the bounds are too wide.
MOST_KEPT = 5000
_NOTHING = (0, 0)
_NONE_WAITS = 1 << 62


@dataclass(frozen=True, slots=True)
class Share:
    """A share of days, or a change of one. `bounds` None: in no world is there any; `defined`: whether there is.

    `exact` False: the bounds are perhaps wider than they would have to be.
    """

    bounds: Bounds | None
    defined: Modality = MUST
    exact: bool = True

    def __sub__(self, other: Share) -> Share:
        bounds = None if self.bounds is None or other.bounds is None else self.bounds - other.bounds
        return Share(bounds, self.defined & other.defined, self.exact and other.exact)


@dataclass(frozen=True, eq=False)
class DetailDays:
    """The days of one window. `given`: of what gives the detail; `other`: of what came out and does not."""

    given: PublishedDays
    other: PublishedDays

    def __len__(self) -> int:
        return len(self.given)

    @property
    def window(self) -> Days:
        return self.given.window

    def part(self, days: Days) -> DetailDays:
        return DetailDays(self.given.part(days), self.other.part(days))

    @property
    def sure(self) -> Flags:
        """Days on which something surely came out."""
        return self.given.sure | self.other.sure

    @property
    def open(self) -> Flags:
        return self.other.open

    @property
    def loose(self) -> tuple[Loose, ...]:
        return (*self.given.loose, *self.other.loose)

    @property
    def states(self) -> NDArray[np.uint8]:
        """The states of the days as units, each by itself; a day that surely had nothing is left out."""
        yes, no = self.given.can, self.other.can & ~self.given.sure
        return np.asarray(OUT * ~self.sure | YES * yes | NO * no, dtype=np.uint8)

    def share(self) -> Share:
        """Of the days on which something came out the share on which it gave the detail."""
        defined = self._defined()
        if defined is CANNOT:
            return Share(None, CANNOT)
        # Where something is withheld, days are taken by themselves: of all that is known there may have been too much
        # to do, and what is shown must not say more than that.
        ends = (self._least(), self._most()) if self.loose and not self.given.withheld else (None, None)
        if ends[0] is None or ends[1] is None:
            bounds, _ = share_bounds(units_in(self.states.tolist()))
            return Share(bounds, defined, exact=not self.loose)
        return Share(Bounds(ends[0], ends[1]), defined)

    def _defined(self) -> Modality:
        if self.sure.any() or any(not issue.outside for issue in self.loose):
            return MUST
        return MAY if (self.given.can | self.other.can).any() else CANNOT

    def _most(self) -> Fraction | None:
        """Every open day gives the detail. What gives it comes out on as many further days as it can, what does not on
        as few: the first are matched with days, the second only need one day each that has something.
        """
        good = self.given.sure | self.given.open
        bad = self.other.sure & ~good
        sweep = _Sweep(self.given.loose, self.other.loose, more=True)
        return sweep.find(good, bad)

    def _least(self) -> Fraction | None:
        """The other way round. That a day has both makes one of the few days with the detail of one without it."""
        good = self.given.sure
        bad = (self.other.sure | self.other.open) & ~good
        sweep = _Sweep(self.other.loose, self.given.loose, more=False)
        return sweep.find(good, bad)


def find_detail_days(publishing: Publishing, gives: Iterable[str], window: Days) -> DetailDays:
    """The days of the window as `find_days` finds them, apart for what gives all of `gives` and what does not."""
    return DetailDays(*split_days(publishing, gives, window))


class _Sweep:
    """Goes through the days on which loose issues can have come out.

    `many`: issues that are to have a day each, as far as there are days: of those that wait the one comes out that must
    come first. `few`: issues that are to add no day if it can be helped, but must come out; those that may lie outside
    need no day. `more`: whether the greatest share is looked for.
    """

    def __init__(self, many: tuple[Loose, ...], few: tuple[Loose, ...], *, more: bool) -> None:
        self._more = more
        self._many, self._few = ({int(day) for one in some for day in one.days} for some in (many, few))
        # First and last days; those with the latest first day come first, to be taken from the end.
        self._later = sorted(((int(one.days[0]), int(one.days[-1])) for one in many), reverse=True)
        self._must = sorted((int(one.days[0]), int(one.days[-1])) for one in few if not one.outside)

    def find(self, good: Flags, bad: Flags) -> Fraction | None:
        """The least or greatest share; None if that is too much to do.

        `good`, `bad`: days that have the detail, or something without it, without any loose issue.
        """
        options = self._offer(good, bad)
        rest = np.ones(len(good), dtype=bool)
        rest[list(options)] = False
        fixed = (int((good & rest).sum()), int((bad & rest).sum()))
        kept: dict[Waiting, set[Pair]] = {((), _NONE_WAITS): {fixed}}
        for day, offered in options.items():
            kept = self._step(kept, day, offered)
            if sum(map(len, kept.values())) > MOST_KEPT:
                return None
        pairs = {pair for own in kept.values() for pair in own} - {_NOTHING}
        shares = [Fraction(yes, yes + no) for yes, no in pairs]
        # Without any such pair something came out only if it did on an open day, and gave no detail there.
        return (max if self._more else min)(shares, default=Fraction(0))

    def _offer(self, good: Flags, bad: Flags) -> dict[int, list[_Option]]:
        """The days that must be gone through, in their order, with what each may be: on all others that is known."""
        # Issues that need no day, and of which none is needed for there to be a share, add none.
        few = self._few if self._must or not (good | bad).any() else set[int]()
        needed = np.zeros(len(good), dtype=bool)
        for first, last in self._must:
            needed[first : last + 1] = True
        found = {}
        for day in sorted(self._many | few):
            offered = _options(
                good=bool(good[day]), bad=bool(bad[day]), many=day in self._many, few=day in few, more=self._more
            )
            if len(offered) > 1 or needed[day]:
                found[day] = offered
        return found

    def _step(self, kept: dict[Waiting, set[Pair]], day: int, options: list[_Option]) -> dict[Waiting, set[Pair]]:
        begin = []
        while self._later and self._later[-1][0] <= day:
            begin.append(self._later.pop()[1])
        must = [(first, last) for first, last in self._must if first <= day <= last]
        found: dict[Waiting, set[Pair]] = {}
        for (waiting, missed), pairs in kept.items():
            here = sorted(last for last in (*waiting, *begin) if last >= day)
            missed_here = min([missed, *(first for first, _ in must if first == day)])
            for option in options:
                if option.takes and not here:
                    continue
                left = _NONE_WAITS if option.serves else missed_here
                unserved = [(first, last) for first, last in must if first >= left]
                if any(last == day for _, last in unserved):
                    continue
                left = min((first for first, _ in unserved), default=_NONE_WAITS)
                key = (tuple(here[1:] if option.takes else here), left)
                found.setdefault(key, set()).update((yes + option.yes, no + option.no) for yes, no in pairs)
        return {key: self._worth(pairs) for key, pairs in found.items()}

    def _worth(self, pairs: set[Pair]) -> set[Pair]:
        """The pairs of which no other is as good in both numbers. That nothing came out is no share, and stays."""
        sign = 1 if self._more else -1
        kept = {_NOTHING} & pairs
        best: int | None = None
        for yes, no in sorted(pairs - kept, key=lambda pair: (-sign * pair[0], sign * pair[1])):
            if best is None or sign * no < sign * best:
                kept.add((yes, no))
                best = no
        return kept


@dataclass(frozen=True, slots=True)
class _Option:
    """What a day may be: it adds `yes` or `no`. `takes`: one of the issues that wait came out on it. `serves`: those
    that must come out can have done so on it.
    """

    yes: int = 0
    no: int = 0
    takes: bool = False
    serves: bool = False


def _options(*, good: bool, bad: bool, many: bool, few: bool, more: bool) -> list[_Option]:
    """What the day may be. `good`, `bad`: it has the detail, or something without it, whatever comes out besides.

    For the greatest share (`more`) those with the detail are the ones that wait for days, else those without.
    """
    if good:
        return [_Option(yes=1, serves=True)]
    if more:
        options = [_Option(no=1, serves=True) if bad else _Option()]
        options += [_Option(yes=1, takes=True, serves=True)] if many else []
        return options + ([_Option(no=1, serves=True)] if few and not bad else [])
    options = [_Option(no=1) if bad else _Option()]
    options += [_Option(yes=1, serves=True)] if few else []
    return options + ([_Option(no=1, takes=True)] if many and not bad else [])
