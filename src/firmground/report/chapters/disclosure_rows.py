"""The rows of a publisher's record: which are releases and which not, which were changed, which name no place."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import NO_START, NO_STOP, Days, iso_day
from firmground.measures.publishing import OTHERS, SUMMED
from firmground.report.chapters.disclosure_model import Altered, NotUsed, ReleaseRow, Unnamed
from firmground.report.questions.disclosed import runs_of
from firmground.report.sections import source_note
from firmground.report.words import count_words, date_words, day_words, days_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.releases import Release
    from firmground.measures.publishing import Issue
    from firmground.report.chapters.disclosure_days import Looked
    from firmground.report.model import SourceNote

OUTSIDE = "of days that were not watched"
UNDATED = "without a certain day: possible only"
SILENT = "say that nothing came out"
EVENTS = "events of a day that has a release already"


def list_left_out(looked: Looked) -> tuple[NotUsed, ...]:
    """Rows that are not counted as releases, by reason."""
    number: Counter[str] = Counter(looked.publishing.left_out)
    for issue in looked.publishing.issues:
        if why := _why_not(looked, issue):
            number[why] += issue.rows
    number[SILENT] += len(looked.publishing.silences)
    return tuple(NotUsed(reason, rows) for reason, rows in number.items() if rows)


def _why_not(looked: Looked, issue: Issue) -> str:
    """Why an issue is not counted as a release on a day; "" if it is."""
    if issue.days.overlap(looked.window).empty:
        return OUTSIDE
    if issue.days.stop - issue.days.start > 1:
        return UNDATED
    if issue.single:
        return ""
    alone = issue.days.start not in looked.single_days
    if issue.release is not None:
        return "" if alone else SUMMED
    return "" if alone else EVENTS


def list_entries(looked: Looked) -> tuple[ReleaseRow, ...]:
    """Every row of the record and every day of events, by day; rows without a day come last."""
    rows = [(issue.days, _entry(looked, issue)) for issue in looked.publishing.issues]
    rows += [(one.covers.possible, _row(looked.case, one, SILENT)) for one in looked.publishing.silences]
    own = {one.file for one in looked.case.releases if one.by == looked.publishing.publisher.by}
    others = [one for one in looked.case.releases if one.file in own and one.by not in looked.case.publishers]
    rows += [(one.published.possible, _row(looked.case, one, OTHERS)) for one in others]
    return tuple(row for _, row in sorted(rows, key=lambda pair: (_begin(pair[0]), pair[0].stop)))


def _begin(days: Days) -> int:
    return days.start if days.start > NO_START else NO_STOP


def _entry(looked: Looked, issue: Issue) -> ReleaseRow:
    why = _why_not(looked, issue)
    if issue.release is not None:
        return _row(looked.case, issue.release, why)
    published = f"{day_words(issue.days.start)} or later" if issue.days.stop == NO_STOP else days_words(issue.days)
    gives = tuple(sorted(issue.gives))
    return ReleaseRow("", published, "", "published", gives, not why, why, "", None, issue.rows)


def _row(case: Case, release: Release, why: str) -> ReleaseRow:
    return ReleaseRow(
        id=release.id,
        published=published_words(release),
        covers=date_words(release.covers) or "",
        status=release.status,
        gives=release.gives,
        counted=not why,
        why=why,
        note=release.note,
        source=note_of(case, release),
        rows=1,
        at=f"{release.file}:{release.row}",
    )


def published_words(release: Release) -> str:
    """The day, or the days on one of which, a release came out; "" where nothing is known."""
    days = release.published.possible
    if days.start > NO_START and days.stop == NO_STOP:
        return f"{day_words(days.start)} or later"
    return date_words(release.published)


def note_of(case: Case, release: Release) -> SourceNote | None:
    """The page on which a release was found, as one of the case's sources where it is one."""
    known = next((key for key, source in case.sources.items() if release.url and source.url == release.url), "")
    return source_note(case, known, release.url)


def list_altered(looked: Looked) -> tuple[Altered, ...]:
    """Releases that were changed or withdrawn after they came out. They were put out, and count as such."""
    found = []
    for issue in looked.inside:
        release = issue.release
        if release is None or release.status not in ("changed", "withdrawn"):
            continue
        day = published_words(release)
        if release.status == "withdrawn":
            sentence = (
                f"Put out on {day} and later withdrawn. It counts, because it was put out; who looks for it at the "
                f"publisher no longer finds it.{_without(looked, issue)}"
            )
        else:
            sentence = f"Put out on {day} and later changed. What it says is taken from the version that was read."
        found.append(Altered(release.id, day, release.status, release.note, note_of(looked.case, release), sentence))
    return tuple(found)


def _without(looked: Looked, issue: Issue) -> str:
    """What its withdrawal takes from the record: a day that has nothing else, or nothing."""
    if issue.days.stop - issue.days.start > 1:
        return ""
    others = [one for one in looked.inside if one is not issue and one.days == issue.days]
    return " Nothing else is left of that day." if not others else " Something else of that day is left."


def list_unnamed(looked: Looked) -> tuple[Unnamed, ...]:
    """Runs of days of which releases speak, none of them with the name of a place."""
    if "place" not in looked.by_kind:
        return ()
    spoken, named = (np.zeros(len(looked.days), dtype=bool) for _ in range(2))
    speaking = [issue for issue in looked.inside if issue.release is not None]
    for issue in speaking:
        own = _covered(looked, issue)
        spoken[own] = True
        if "place" in issue.gives:
            named[own] = True
    bare = spoken & ~named
    for run in runs_of(bare, looked.window):
        bare &= ~_named_within(looked, run)
    return tuple(_unnamed(looked, run, speaking) for run in runs_of(bare, looked.window))


def _covered(looked: Looked, issue: Issue) -> slice:
    """The days that a release surely speaks of, as places in the days watched."""
    if issue.release is None:
        return slice(0, 0)
    own = issue.release.covers.certain.overlap(looked.window)
    return slice(0, 0) if own.empty else slice(own.start - looked.window.start, own.stop - looked.window.start)


def _named_within(looked: Looked, run: Days) -> NDArray[np.bool_]:
    """The days of the publisher's events at named places that surely happened within the run."""
    events, named = looked.case.events, np.zeros(len(looked.days), dtype=bool)
    own = looked.publishing.publisher.events
    for row in np.flatnonzero((events.start >= run.start) & (events.stop <= run.stop)).tolist():
        if events.dataset[row] in own and events.place[row]:
            named[events.start[row] - looked.window.start : events.stop[row] - looked.window.start] = True
    return named


def _unnamed(looked: Looked, run: Days, speaking: list[Issue]) -> Unnamed:
    within = slice(run.start - looked.window.start, run.stop - looked.window.start)
    own = [issue.release for issue in speaking if issue.release and _meets(_covered(looked, issue), within)]
    number = run.stop - run.start
    releases = count_words(len(own), "release")
    speak = f"{releases} that {'speaks' if len(own) == 1 else 'speak'} of"
    days = day_words(run.start) if number == 1 else f"the {number:,} days from {days_words(run)}"
    sentence = f"In the {speak} {days} no name of a place was found."
    return Unnamed(iso_day(run.start), iso_day(run.stop - 1), number, tuple(one.id for one in own), sentence)


def _meets(one: slice, other: slice) -> bool:
    return max(int(one.start), int(other.start)) < min(int(one.stop), int(other.stop))
