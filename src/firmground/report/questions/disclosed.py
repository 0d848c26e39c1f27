"""What is said of disclosure: on how many days a publisher put something out, how that changed, how long it paused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import MeasureKind
from firmground.case.questions import Disclosed
from firmground.dates import NO_START, NO_STOP, Days
from firmground.measures.disclosed import asked_days, change_bounds, compared_days, days_before, share_of_days
from firmground.measures.published_days import find_days
from firmground.measures.publishing import read_publishing
from firmground.measures.silent_runs import longest_silence
from firmground.modality import MAY
from firmground.report.words import ANSWERS, count_words, date_words, day_words, days_words, number_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.bounds import Accepted, Bounds, Number
    from firmground.case.case import Case
    from firmground.case.claims import Test
    from firmground.case.releases import Release
    from firmground.check import ClaimFindings, Findings
    from firmground.measures.published_days import PublishedDays
    from firmground.measures.publishing import Publishing
    from firmground.modality import Modality

DETAIL_WORDS = {
    "date": "the day",
    "place": "a place",
    "coordinates": "coordinates",
    "target": "a target",
    "means": "the means",
    "count": "a number",
    "outcome": "the outcome",
}
# How far the day that divides two periods is moved to see whether the answer hangs on it.
MOST_MOVED = 60


def that(case: Case, test: Test) -> str:
    about = _about(test)
    what = f"{case.actors.name(about.by)} {put_out(about.gives)}"
    if test.measure is MeasureKind.DISCLOSED:
        return f"days on which {what}"
    if test.measure is MeasureKind.LESS_DISCLOSED:
        return f"on the side of a rise: later days on which {what}, and earlier ones on which it did not"
    return ""


def put_out(gives: Iterable[str]) -> str:
    """What the publisher did: "put something out", "put something out that gives a place and a target"."""
    details = [DETAIL_WORDS[word] for word in gives]
    if not details:
        return "put something out"
    listed = " and ".join(details) if len(details) < 3 else f"{', '.join(details[:-1])} and {details[-1]}"
    return f"put something out that gives {listed}"


def sentence(case: Case, found: ClaimFindings, amount: str) -> str:
    about, measured = _about(found.test), found.headline.measurement
    if measured is None or measured.bounds is None:
        return ""
    what = f"{case.actors.name(about.by)} {put_out(about.gives)}"
    if found.test.measure is MeasureKind.LESS_DISCLOSED:
        later, earlier = compared_days(case, about)
        body = (
            f"{what} on {_number(earlier)} of the {_length(earlier)}, and on {_number(later)} of the {_length(later)}: "
            f"{change_words(measured.bounds)}."
        )
    else:
        days = _days_of(case, about, asked_days(case, about))
        if found.test.measure is MeasureKind.SILENCE:
            body = f"Of the {_length(days)} the longest run on which not once {what} has {_run_words(measured.bounds)}."
        else:
            body = f"{what} on {_number(days)} of the {_length(days)}: {amount}."
    return f"{body} {_rests_on(case, found)}".rstrip()


def _run_words(bounds: Bounds) -> str:
    most = count_words(int(bounds.high), "day")
    return most if bounds.exact else f"at least {int(bounds.low):,} and at most {most}"


def _rests_on(case: Case, found: ClaimFindings) -> str:
    """Whose word decides the answer, where it does."""
    publishing = read_publishing(case, case.publishers[_about(found.test).by])
    if not publishing.silences or _standing_without(case, found, publishing) in (None, found.headline.standing):
        return ""
    names = _witnesses(case, publishing)
    return f"That rests on the word of {names or 'somebody'} that on some of these days nothing came out."


def _witnesses(case: Case, publishing: Publishing) -> str:
    return " and ".join(
        dict.fromkeys(case.actors.name(one.attested_by) for one in publishing.silences if one.attested_by)
    )


def _length(days: PublishedDays) -> str:
    """Such as "42 days from 16 October 2015 to 26 November 2015"."""
    return f"{count_words(len(days), 'day')} from {days_words(days.window)}"


def _number(days: PublishedDays) -> str:
    count = days.count()
    return f"{int(count.low):,}" if count.exact else f"{int(count.low):,} to {int(count.high):,}"


def change_words(bounds: Bounds) -> str:
    """A change in percentage points, with its direction in words."""
    low, high = bounds.low, bounds.high
    if low == high == 0:
        return "no change"
    if high <= 0 or low >= 0:
        ends = [abs(Fraction(end)) for end in (low, high)]
        least, most = min(ends), max(ends)
        return f"a {'fall' if high <= 0 else 'rise'} of {_points(least, most)}"
    fall, rise = (number_words(abs(Fraction(end)), MeasureKind.LESS_DISCLOSED) for end in (low, high))
    return f"anything from a fall of {fall} to a rise of {rise} percentage points"


def _points(least: Number, most: Number) -> str:
    words = [number_words(end, MeasureKind.LESS_DISCLOSED) for end in (least, most)]
    return f"{words[0]} percentage points" if least == most else f"{words[0]} to {words[1]} percentage points"


def remarks(findings: Findings, found: ClaimFindings) -> list[str]:
    case, about = findings.case, _about(found.test)
    publishing = read_publishing(case, case.publishers[about.by])
    window = asked_days(case, about)
    if found.test.measure is MeasureKind.LESS_DISCLOSED:
        window = Days(days_before(case, about).start, window.stop)
    days = find_days(publishing, about.gives, window)
    texts = [_attested(case, found, publishing, days), _contradicted(days)]
    if found.test.measure is MeasureKind.DISCLOSED:
        texts.append(_found_alone(found, days))
    if found.test.measure is MeasureKind.LESS_DISCLOSED:
        later, earlier = compared_days(case, about)
        texts += [_change_found_alone(found, later, earlier), _divided_elsewhere(found, days, later, earlier)]
    texts += [_withdrawn(publishing, window), _undated(publishing, about, days)]
    return [text for text in texts if text]


def _attested(case: Case, found: ClaimFindings, publishing: Publishing, days: PublishedDays) -> str:
    number = int(days.attested.sum())
    if not number:
        return ""
    names = _witnesses(case, publishing)
    who = f"on the word of {names}" if names else "on somebody's word"
    runs = "; ".join(days_words(run) for run in runs_of(days.attested, days.window))
    text = f"{count_words(number, 'day')} {'counts' if number == 1 else 'count'} as silent {who}: {runs}."
    return f"{text} {_without_that_word(case, found, publishing)}".rstrip()


def _without_that_word(case: Case, found: ClaimFindings, publishing: Publishing) -> str:
    standing = _standing_without(case, found, publishing)
    if standing is None:
        return ""
    if standing is found.headline.standing:
        return "Without that word the answer would be the same."
    return f"Without that word the data would {'only allow it' if standing is MAY else ANSWERS[standing]}."


def _standing_without(case: Case, found: ClaimFindings, publishing: Publishing) -> Modality | None:
    """How the claim would stand if no silence were attested; None if it names no value."""
    about, accepted = _about(found.test), found.test.value
    if accepted is None:
        return None
    alone = replace(publishing, silences=())
    days = find_days(alone, about.gives, asked_days(case, about))
    if found.test.measure is MeasureKind.LESS_DISCLOSED:
        return accepted.standing(change_bounds(days, find_days(alone, about.gives, days_before(case, about))))
    if found.test.measure is MeasureKind.DISCLOSED:
        return accepted.standing(share_of_days(days))
    return accepted.standing(longest_silence(days))


def _contradicted(days: PublishedDays) -> str:
    runs = "; ".join(days_words(run) for run in runs_of(days.contradicted, days.window))
    if not runs:
        return ""
    return f"Of {runs} it is said that nothing came out, and yet a release was found: the release counts, not the word."


def runs_of(flags: NDArray[np.bool_], window: Days) -> list[Days]:
    """The runs of days that are flagged."""
    edges = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [
        Days(window.start + start, window.start + stop)
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
    ]


def _found_alone(found: ClaimFindings, days: PublishedDays) -> str:
    if not days.open.any():
        return ""
    alone = Fraction(int(days.sure.sum()), len(days))
    words = number_words(alone, MeasureKind.DISCLOSED)
    return f"What was found would by itself be {words} percent{_would_say(found.test.value, alone)}. {_NOT_ALL}"


def _change_found_alone(found: ClaimFindings, later: PublishedDays, earlier: PublishedDays) -> str:
    if not (later.open.any() or earlier.open.any()):
        return ""
    sure, before = int(later.sure.sum()), int(earlier.sure.sum())
    change = Fraction(sure, len(later)) - Fraction(before, len(earlier))
    direction = (
        "no change" if not change else f"a {'fall' if change < 0 else 'rise'} of {_points(abs(change), abs(change))}"
    )
    return (
        f"What was found would by itself be {before:,} of {len(earlier):,} days against {sure:,} of {len(later):,}, "
        f"{direction}{_would_say(found.test.value, change)}. {_NOT_ALL}"
    )


_NOT_ALL = "But the record is not known to be complete: where nothing was found, something may have come out."


def _would_say(accepted: Accepted | None, value: Fraction) -> str:
    if accepted is None:
        return ""
    return f", which {'meets' if value in accepted else 'misses'} the claim"


def _divided_elsewhere(found: ClaimFindings, days: PublishedDays, later: PublishedDays, earlier: PublishedDays) -> str:
    """Whether the answer hangs on the day that divides the two periods, which is often a matter of words."""
    accepted, divide = found.test.value, later.window.start
    if accepted is None or earlier.window.stop != divide:
        return ""
    standing = found.headline.standing

    def same(day: int) -> bool:
        then, now = days.part(Days(days.window.start, day)), days.part(Days(day, days.window.stop))
        return accepted.standing(change_bounds(now, then)) is standing

    first = last = divide
    while first - 1 > max(days.window.start, divide - MOST_MOVED) and same(first - 1):
        first -= 1
    while last + 1 < min(days.window.stop, divide + MOST_MOVED) and same(last + 1):
        last += 1
    answer = ANSWERS[standing]
    if first == last:
        return f"Were the later period to begin a day earlier or later, the data would no longer {answer}."
    return (
        f"Where one period ends and the other begins is not decisive: the data {answer} whether the later one "
        f"begins on {day_words(first)}, on {day_words(last)} or on any day between."
    )


def _withdrawn(publishing: Publishing, window: Days) -> str:
    number = sum(
        1
        for issue in publishing.issues
        if issue.release and issue.release.status == "withdrawn" and not issue.days.overlap(window).empty
    )
    if not number:
        return ""
    return f"{count_words(number, 'release')} later withdrawn {'counts' if number == 1 else 'count'}: it was put out."


def _undated(publishing: Publishing, about: Disclosed, days: PublishedDays) -> str:
    wanted = frozenset(about.gives)
    loose = [
        issue
        for issue in publishing.issues
        if issue.release and wanted <= issue.gives and issue.days.stop - issue.days.start > 1
        if not issue.days.overlap(days.window).empty
    ]
    if not loose:
        return ""
    named = ", ".join(_published(issue.release) for issue in loose if issue.release)
    known = "has no certain day and counts" if len(loose) == 1 else "have no certain day and count"
    return f"{count_words(len(loose), 'release')} ({named}) {known} as possible only."


def _published(release: Release) -> str:
    """The day or days on one of which a release came out."""
    days = release.published.possible
    if days.start > NO_START and days.stop == NO_STOP:
        return f"{day_words(days.start)} or later"
    return date_words(release.published) or "day unknown"


def _days_of(case: Case, about: Disclosed, window: Days) -> PublishedDays:
    return find_days(read_publishing(case, case.publishers[about.by]), about.gives, window)


def _about(test: Test) -> Disclosed:
    if not isinstance(test.about, Disclosed):
        raise TypeError("no question about disclosure")
    return test.about
