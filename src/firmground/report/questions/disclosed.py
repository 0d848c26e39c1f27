"""What is said of disclosure: on how many days a publisher put something out, how that changed, how long it paused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import MeasureKind
from firmground.case.questions import Disclosed
from firmground.dates import NO_START, NO_STOP, Days
from firmground.measures.detail_days import DetailDays
from firmground.measures.disclosed import (
    asked_days,
    change_of_days,
    compared_days,
    days_before,
    find_asked,
    share_of_days,
)
from firmground.measures.published_days import find_days
from firmground.measures.silent_runs import longest_silence
from firmground.modality import MAY, MUST
from firmground.report.words import ANSWERS, count_words, date_words, day_words, days_words, number_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.bounds import Accepted, Bounds, Number
    from firmground.case.case import Case
    from firmground.case.claims import Test
    from firmground.case.releases import Release
    from firmground.check import ClaimFindings, Findings
    from firmground.measures.detail_days import Share
    from firmground.measures.disclosed import AskedDays
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
    among = ", of those on which it put anything out" if about.of_published else ""
    if test.measure is MeasureKind.DISCLOSED:
        return f"days on which {what}{among}"
    if test.measure is MeasureKind.LESS_DISCLOSED:
        return f"on the side of a rise: later days on which {what}, and earlier ones on which it did not{among}"
    return ""


def put_out(gives: Iterable[str]) -> str:
    """What the publisher did: "put something out", "put something out that gives a place and a target"."""
    details = [DETAIL_WORDS[word] for word in gives]
    if not details:
        return "put something out"
    listed = " and ".join(details) if len(details) < 3 else f"{', '.join(details[:-1])} and {details[-1]}"
    return f"put something out that gives {listed}"


def sentence(findings: Findings, found: ClaimFindings, amount: str) -> str:
    about, measured = _about(found.test), found.headline.measurement
    if measured is None or measured.bounds is None:
        return ""
    case, publishing = findings.case, findings.selector.publishing(about.by)
    what = f"{case.actors.name(about.by)} {put_out(about.gives)}"
    if about.of_published:
        body = _sentence_of_published(case, publishing, found, amount)
    elif found.test.measure is MeasureKind.LESS_DISCLOSED:
        earlier, later = (find_days(publishing, about.gives, window) for window in _windows(case, found.test))
        body = (
            f"{what} on {_number(earlier)} of the {_length(earlier)}, and on {_number(later)} of the {_length(later)}: "
            f"{change_words(measured.bounds)}."
        )
    else:
        days = find_days(publishing, about.gives, asked_days(case, about))
        if found.test.measure is MeasureKind.SILENCE:
            body = f"Of the {_length(days)} the longest run on which not once {what} has {_run_words(measured.bounds)}."
        else:
            body = f"{what} on {_number(days)} of the {_length(days)}: {amount}."
    return f"{body} {_rests_on(case, found, publishing)}".rstrip()


def _windows(case: Case, test: Test) -> list[Days]:
    """The runs of days that are asked about, the earlier one first."""
    about = _about(test)
    before = [days_before(case, about)] if test.measure is MeasureKind.LESS_DISCLOSED else []
    return [*before, asked_days(case, about)]


def _sentence_of_published(case: Case, publishing: Publishing, found: ClaimFindings, amount: str) -> str:
    """The numbers of both parts of each share: that it gave the detail, and that it put out anything."""
    about, bounds = _about(found.test), found.headline.bounds
    said = []
    for window in _windows(case, found.test):
        given, anything = (find_days(publishing, gives, window) for gives in (about.gives, ()))
        said.append(
            f"of the {_length(anything)} it put anything out on {_number(anything)}, and {_given(about.gives)} "
            f"on {_number(given)}"
        )
    if found.test.measure is MeasureKind.LESS_DISCLOSED and bounds is not None:
        amount = f"{change_words(bounds)} in the share of the days with anything"
    else:
        amount = f"{amount} on which it put anything out"
    opening = case.actors.name(about.by)
    return f"{opening}: {'; '.join(said)}. That is {amount}."


def _given(gives: Iterable[str]) -> str:
    return put_out(gives).removeprefix("put ")


def _run_words(bounds: Bounds) -> str:
    most = count_words(int(bounds.high), "day")
    return most if bounds.exact else f"at least {int(bounds.low):,} and at most {most}"


def _rests_on(case: Case, found: ClaimFindings, publishing: Publishing) -> str:
    """Whose word decides the answer, where it does."""
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
    publishing = findings.selector.publishing(about.by)
    windows = _windows(case, found.test)
    window = Days(windows[0].start, windows[-1].stop)
    asked = find_asked(publishing, about, window)
    days = asked.given if isinstance(asked, DetailDays) else asked
    texts = [_attested(case, found, publishing, days), _contradicted(days)]
    if found.test.measure is MeasureKind.DISCLOSED:
        texts += [_found_alone(found, asked), _not_narrowed(exact=share_of_days(asked).exact)]
    if found.test.measure is MeasureKind.LESS_DISCLOSED:
        later, earlier = compared_days(case, about, publishing)
        texts += [_change_found_alone(found, later, earlier), _divided_elsewhere(found, asked, later, earlier)]
        texts.append(_not_narrowed(exact=change_of_days(later, earlier).exact))
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
    if found.test.measure is MeasureKind.LESS_DISCLOSED:
        return _standing(accepted, change_of_days(*compared_days(case, about, alone)))
    if found.test.measure is MeasureKind.DISCLOSED:
        return _standing(accepted, share_of_days(find_asked(alone, about, asked_days(case, about))))
    return accepted.standing(longest_silence(find_days(alone, about.gives, asked_days(case, about))))


def _standing(accepted: Accepted, share: Share) -> Modality:
    """As `check` has it: no value meets no claim."""
    if share.bounds is None:
        return MAY
    standing = accepted.standing(share.bounds)
    return MAY if standing is MUST and share.defined is not MUST else standing


def _not_narrowed(*, exact: bool) -> str:
    if exact:
        return ""
    return (
        "So many releases have no certain day that not every combination of their days was tried: the bounds are "
        "perhaps wider than they would have to be."
    )


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


def _found_alone(found: ClaimFindings, days: AskedDays) -> str:
    sure, whole = _sure(days)
    if not days.open.any() or not whole:
        return ""
    alone = Fraction(sure, whole)
    words = number_words(alone, MeasureKind.DISCLOSED)
    return f"What was found would by itself be {words} percent{_would_say(found.test.value, alone)}. {_NOT_ALL}"


def _sure(days: AskedDays) -> tuple[int, int]:
    """On how many days it surely was so, and of how many."""
    if isinstance(days, DetailDays):
        return int(days.given.sure.sum()), int(days.sure.sum())
    return int(days.sure.sum()), len(days)


def _change_found_alone(found: ClaimFindings, later: AskedDays, earlier: AskedDays) -> str:
    (sure, whole), (before, whole_before) = _sure(later), _sure(earlier)
    if not (later.open.any() or earlier.open.any()) or not whole or not whole_before:
        return ""
    change = Fraction(sure, whole) - Fraction(before, whole_before)
    direction = (
        "no change" if not change else f"a {'fall' if change < 0 else 'rise'} of {_points(abs(change), abs(change))}"
    )
    return (
        f"What was found would by itself be {before:,} of {whole_before:,} days against {sure:,} of {whole:,}, "
        f"{direction}{_would_say(found.test.value, change)}. {_NOT_ALL}"
    )


_NOT_ALL = "But the record is not known to be complete: where nothing was found, something may have come out."


def _would_say(accepted: Accepted | None, value: Fraction) -> str:
    if accepted is None:
        return ""
    return f", which {'meets' if value in accepted else 'misses'} the claim"


def _divided_elsewhere(found: ClaimFindings, days: AskedDays, later: AskedDays, earlier: AskedDays) -> str:
    """Whether the answer hangs on the day that divides the two periods, which is often a matter of words."""
    accepted, divide = found.test.value, later.window.start
    if accepted is None or found.headline.bounds is None or earlier.window.stop != divide:
        return ""
    standing = found.headline.standing

    def same(day: int) -> bool:
        then, now = days.part(Days(days.window.start, day)), days.part(Days(day, days.window.stop))
        return _standing(accepted, change_of_days(now, then)) is standing

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
    wanted = frozenset[str]() if about.of_published else frozenset(about.gives)
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


def _about(test: Test) -> Disclosed:
    if not isinstance(test.about, Disclosed):
        raise TypeError("no question about disclosure")
    return test.about
