"""When a publisher's record changed: how often something came out, and how much it said, each in both extremes.

Whatever was not found is none in the one extreme and, on every open day, something in the other. A change that only the
first extreme has may be a change of what was found. Habits of the week are taken out before a change is looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import Days, iso_day
from firmground.engine.changes import Series as Counted
from firmground.engine.changes import find_change, find_changes, find_weekdays
from firmground.report.chapters.disclosure_model import Change, RateRange, Segment, Series, Weekday, Weekdays
from firmground.report.questions.disclosed import DETAIL_WORDS
from firmground.report.words import count_words, day_words, days_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.changes import OneChange, Rate
    from firmground.report.chapters.disclosure_days import Looked

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CLEARLY = 10.0  # how many times better an explanation must be to be called found: "strong" with Jeffreys and with Kass
MOST_STRETCHES = 6
FEWEST_EACH = 3  # days with and without a detail, below which a change of it is not looked for
# Details of which a change is looked for, the one that says most first; more would repeat each other.
SOUGHT = ("place", "coordinates", "target", "count", "outcome", "means")


@dataclass(frozen=True, eq=False)
class Weekly:
    """A habit of the week: as it is shown, and the days that are left to look at (1) or taken out (0)."""

    shown: Weekdays
    kept: NDArray[np.float64]


def find_weekly(looked: Looked) -> Weekly | None:
    """None where the record is too short or empty for a habit."""
    weekdays = np.array([(day - 1) % 7 for day in range(*looked.window)])  # day 1 of the calendar was a Monday
    sure = looked.days.sure
    found = find_weekdays(Counted.of(sure.astype(np.int64)), weekdays)
    if found is None:
        return None
    rows = tuple(
        Weekday(name, int((weekdays == number).sum()), int(sure[weekdays == number].sum()))
        for number, name in enumerate(WEEKDAYS)
    )
    rest = tuple(WEEKDAYS[number] for number in found.rest)
    start, stop = looked.window.start + found.start, looked.window.start + found.stop
    evidence = float(np.exp(min(found.log_bayes, 700.0)))
    names = " and ".join(f"{name}s" for name in rest)
    better = f"explains the days {times_words(evidence)} better than none"
    if found.found:
        sentence = (
            f"From {days_words(Days(start, stop))} {names} had a rate of their own: on {found.rested:,} of "
            f"{found.rests:,} such days nothing was found. That habit {better}, so these days are left out where a "
            "change is looked for: a weekend is no change of policy."
        )
    else:
        sentence = f"No habit of the week is found: the best one {better}."
    shown = Weekdays(rows, evidence, found.found, rest, iso_day(start), iso_day(stop - 1), sentence)
    return Weekly(shown, found.others.exposures if found.found else np.ones(len(sure)))


def find_series(looked: Looked, weekly: Weekly | None) -> tuple[Series, ...]:
    kept = weekly.kept if weekly is not None else np.ones(len(looked.days))
    series = [_rate(looked, kept), *_detail(looked), *_names(looked)]
    return tuple(one for one in series if one is not None)


def _rate(looked: Looked, kept: NDArray[np.float64]) -> Series:
    """On which days something came out. A habit's days are left out of both extremes."""
    sure, can = (np.where(kept > 0, flags, 0) for flags in (looked.days.sure, looked.days.can))
    said = _Said("something came out on {} of the days", "percent of the days", shares=True)
    readings = [_change(looked, "found", sure, kept, said)]
    fills = np.flatnonzero((can > sure) & (kept > 0))
    if len(fills):
        readings.append(_change(looked, "filled", can, kept, said))
    return Series(
        "rate",
        "Days on which something came out",
        "of the days",
        shares=True,
        readings=tuple(readings),
        conclusion=_conclude(looked, readings, sure, kept, fills, said),
    )


def _detail(looked: Looked) -> list[Series]:
    """Whether what came out gives a detail, among the days on which something surely did."""
    base = looked.days.sure
    for kind in SOUGHT:
        if kind not in looked.by_kind:
            continue
        given = looked.by_kind[kind].sure & base
        if min(int(given.sum()), int((base & ~given).sum())) < FEWEST_EACH:
            continue
        exposures = base.astype(np.float64)
        what = DETAIL_WORDS[kind]
        words = f"{{}} of the days with a release had {what} in it"
        said = _Said(words, "percent of the days with a release", shares=True)
        readings = [_change(looked, "found", given.astype(np.int64), exposures, said)]
        can = looked.by_kind[kind].can & base
        fills = np.flatnonzero(can & ~given)
        if len(fills):
            readings.append(_change(looked, "filled", can.astype(np.int64), exposures, said))
        conclusion = _conclude(looked, readings, given.astype(np.int64), exposures, fills, said)
        title = f"Days with {what}, of those with a release"
        unit = "of the days with a release"
        return [Series("detail", title, unit, shares=True, readings=tuple(readings), conclusion=conclusion)]
    return []


def _names(looked: Looked) -> list[Series]:
    """How many places a release names; at least so many, for what was read of it may not be all of it."""
    known = np.array(
        [number is not None and found > 0 for number, found in zip(looked.places, looked.found, strict=True)]
    )
    counts = np.array([number or 0 for number in looked.places], dtype=np.int64) * known
    exposures = np.where(known, looked.found, 0).astype(np.float64)
    if (counts > 0).sum() < FEWEST_EACH:
        return []
    said = _Said("{} places are named in a release", "places in a release", shares=False)
    readings = [_change(looked, "found", counts, exposures, said)]
    bare = known & (counts == 0)
    if looked.is_open and bare.any():
        usual = max(1, round(float(counts.sum() / exposures[counts > 0].sum())))
        filled = counts + np.where(bare, usual * looked.found, 0)
        readings.append(_change(looked, "filled", filled, exposures, said))
        more = f"As the other extreme each release without a name is given {usual}, the average of the others."
    else:
        more = ""
    cut = "What is counted is what was read: a list that was cut off named more."
    conclusion = " ".join(part for part in (_compare(readings, said), more, cut) if part)
    title, unit = "Places named in a release", "places in a release"
    return [Series("detail", title, unit, shares=False, readings=tuple(readings), conclusion=conclusion)]


@dataclass(frozen=True, slots=True)
class _Said:
    """How a rate is said: `words` with a place for it, `unit` after the bare number; `shares`: in percent."""

    words: str
    unit: str
    shares: bool

    def rate(self, rate: Rate) -> str:
        if self.shares:
            low, high = (f"{100 * end:.0f}" for end in (rate.low, rate.high))
            return self.words.format(f"{100 * rate.mean:.0f} percent ({low} to {high})")
        return self.words.format(f"{rate.mean:.1f} ({rate.low:.1f} to {rate.high:.1f})")

    def plain(self, rate: float) -> str:
        return f"{self.number(rate)} percent" if self.shares else self.number(rate)

    def number(self, rate: float) -> str:
        return f"{100 * rate:.0f}" if self.shares else f"{rate:.1f}"


def _change(
    looked: Looked, reading: str, counts: NDArray[np.int64], exposures: NDArray[np.float64], said: _Said
) -> Change:
    series = Counted.of(counts.astype(np.int64), exposures)
    found = find_change(series)
    if found is None:
        return Change(
            reading, _floats(counts), _floats(exposures), (), "", "", "", None, None, None, None, None, (),
            "There is too little to look for a change.",
        )  # fmt: skip
    start = looked.window.start
    divided = find_changes(series)
    segments = tuple(
        Segment(
            iso_day(start + one.start),
            iso_day(start + one.stop - 1),
            one.stop - one.start,
            float(one.count),
            one.count / one.exposure if one.exposure else 0.0,
        )
        for one in (divided.segments if divided else ())
    )
    return Change(
        reading=reading,
        counts=_floats(counts),
        exposure=_floats(exposures),
        posterior=tuple(round(float(chance), 6) for chance in found.posterior),
        likely=iso_day(start + found.best),
        low=iso_day(start + found.first),
        high=iso_day(start + found.last),
        evidence=found.bayes_factor,
        probability=found.probability,
        fell=found.fell,
        before=_range(found.before),
        after=_range(found.after),
        segments=segments,
        sentence=" ".join(
            part for part in (_say_change(start, reading, found, said), _say_several(segments, said)) if part
        ),
    )


def _floats(column: NDArray[np.int64] | NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(number) for number in column)


def _range(rate: Rate) -> RateRange:
    return RateRange(rate.mean, rate.low, rate.high)


_READINGS = {"found": "As found", "filled": "If what was not found is filled in"}


def _say_change(start: int, reading: str, found: OneChange, said: _Said) -> str:
    opening, evidence = _READINGS[reading], found.bayes_factor
    if evidence < 1:
        return f"{opening}, there is no change: one rate explains the days better than two."
    if evidence < CLEARLY:
        return f"{opening}, no change is sure: two rates explain the days {times_words(evidence)} better than one."
    within = days_words(Days(start + found.first, start + found.last + 1))
    return (
        f"{opening}, the change most likely came on {day_words(start + found.best)}, and with a probability of "
        f"{100 * found.covered:.0f} percent within {within}. Before it {said.rate(found.before)}, after it "
        f"{said.rate(found.after)}. Two rates explain the days {times_words(evidence)} better than one."
    )


def _say_several(segments: tuple[Segment, ...], said: _Said) -> str:
    """The stretches that several changes leave, each change at its price."""
    if len(segments) < 2:
        return ""
    parts = [f"{said.plain(one.rate)} from {_iso_words(one.first)}" for one in segments[:MOST_STRETCHES]]
    more = f" and {len(segments) - MOST_STRETCHES:,} more" if len(segments) > MOST_STRETCHES else ""
    return f"Where several changes are allowed, each at its price: {'; '.join(parts)}{more}."


def _iso_words(text: str) -> str:
    return day_words(date.fromisoformat(text).toordinal())


def _conclude(
    looked: Looked,
    readings: list[Change],
    counts: NDArray[np.int64],
    exposures: NDArray[np.float64],
    fills: NDArray[np.int64],
    said: _Said,
) -> str:
    text = _compare(readings, said)
    if len(readings) == 1 or not _is_found(readings[0]) or _is_found(readings[1]):
        return text
    return f"{text} {_fewest_that_remove(looked, readings[0], counts, exposures, fills)}".rstrip()


def _is_found(change: Change) -> bool:
    return change.evidence is not None and change.evidence >= CLEARLY


def _compare(readings: list[Change], said: _Said) -> str:
    """What both extremes say of a change, in one sentence."""
    found, clear = readings[0], _is_found(readings[0])
    as_found = _lead(found, said) if clear else "there is no clear change"
    if len(readings) == 1:
        return f"It {as_found}." if clear else "There is no clear change."
    filled = readings[1]
    if not clear and not _is_found(filled):
        return "There is no clear change, neither as found nor with what is open filled in."
    if not clear:
        return f"As found there is no clear change; with what is open filled in it {_lead(filled, said)}."
    both = f"As found it {as_found}; with what is open filled in"
    if not _is_found(filled):
        return f"{both} there is no clear change: it may be a change of what was found."
    decides = "" if _fell(found) == _fell(filled) else ": what was not found decides which"
    return f"{both} it {_lead(filled, said)}{decides}."


def _fell(change: Change) -> bool:
    return (change.fell or 0) > 0.5


def _lead(change: Change, said: _Said) -> str:
    """Such as "fell most likely on 23 October 2015, from 87 to 34 percent of the days"."""
    if change.before is None or change.after is None:
        return ""
    before, after = said.number(change.before.mean), said.number(change.after.mean)
    verb = "fell" if _fell(change) else "rose"
    return f"{verb} most likely on {_iso_words(change.likely)}, from {before} to {after} {said.unit}"


def _fewest_that_remove(
    looked: Looked,
    change: Change,
    counts: NDArray[np.int64],
    exposures: NDArray[np.float64],
    fills: NDArray[np.int64],
) -> str:
    """How many more, evenly spread over the open days of the poorer side, leave no clear change."""
    split = next(place for place, day in enumerate(range(*looked.window)) if iso_day(day) == change.likely)
    side = fills[fills >= split] if _fell(change) else fills[fills < split]

    def is_removed(number: int) -> bool:
        chosen = side[np.linspace(0, len(side) - 1, number).round().astype(int)]
        filled = counts.copy()
        filled[chosen] = np.maximum(filled[chosen], 1)
        again = find_change(Counted.of(filled, exposures))
        return again is None or again.bayes_factor < CLEARLY

    # Too many more can make a change the other way: the first number that removes it is looked for from below.
    tried = sorted({min(len(side), round(1.5**power)) for power in range(1 + len(side).bit_length() * 2)})
    high = next((number for number in tried if number and is_removed(number)), 0)
    if not high:
        return ""
    low = max((number for number in tried if number < high), default=0)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_removed(middle) else (middle, high)
    where = "after" if _fell(change) else "before"
    return (
        f"Had {high:,} of the {count_words(len(side), 'open day')} {where} it, evenly spread, had something that was "
        "not found, no clear change would be left."
    )


def times_words(factor: float) -> str:
    """A Bayes factor in words: "3.4 times", "120 times", "more than a million times"."""
    if factor >= 1_000_000:
        return "more than a million times"
    if factor >= 10:
        digits = f"{factor:.0f}"
        return f"{round(factor, 1 - len(digits)) if len(digits) > 2 else round(factor):,.0f} times"
    return f"{factor:.1f} times"
