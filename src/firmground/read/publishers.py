"""Whose disclosure a case watches: the `[[disclosure]]` entries of case.toml, and publishers that need none.

What an entry does not say is taken from what the record holds, never from a publisher's name: nothing here knows any
ministry.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.releases import DETAILS, Publisher, ReleaseKind
from firmground.dates import NO_START, NO_STOP, Days, window
from firmground.errors import Effect
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firmground.case.events import EventTable
    from firmground.case.releases import Release
    from firmground.dates import When
    from firmground.read.names import Parties
    from firmground.read.records import Record

# A publisher of fewer releases than this is not watched unless the case asks for it: too few to be a record.
FEWEST_RELEASES = 5


def read_publishers(
    entries: Iterable[Record],
    releases: Sequence[Release],
    events: EventTable,
    datasets: Sequence[str],
    period: When | None,
    parties: Parties,
) -> dict[str, Publisher]:
    """Publishers by actor id or name: those of `[[disclosure]]`, then those of whom the case has many releases."""
    found: dict[str, Publisher] = {}
    for record in entries:
        publisher = _read_publisher(record, releases, events, datasets, period, parties)
        if publisher is not None and publisher.by in found:
            record.problem(f"{show(publisher.by)} has two entries", "put them into one", Effect.REFUSED)
        elif publisher is not None:
            found[publisher.by] = publisher
        record.close()
    often = Counter(one.by for one in releases if one.status != "silence" and one.kind is not ReleaseKind.TOTAL)
    for by, number in often.items():
        if by and by not in found and number >= FEWEST_RELEASES:
            found[by] = Publisher(by, _watched(by, (), releases, events, period))
    return found


def _read_publisher(
    record: Record,
    releases: Sequence[Release],
    events: EventTable,
    datasets: Sequence[str],
    period: When | None,
    parties: Parties,
) -> Publisher | None:
    text = record.required("by")
    by = parties.actor(text) or text
    own, beside = (_datasets(record, key, datasets) for key in ("events", "beside"))
    columns = _columns(record, events)
    record.expect("from", "until", "complete")
    if not text:
        return None
    names = {one.by for one in releases} | {actor.id for actor in parties.actors}
    if by not in names:
        record.problem(f"`by` is {show(text)}, which is no actor and put nothing out", suggest(text, names))
    if twice := sorted(set(own) & set(beside)):
        what = f"{show(twice[0])} stands in `events` and in `beside`"
        record.problem(what, "what others recorded is not what it put out itself: keep it in one", Effect.REFUSED)
        return None
    first, last = record.when("from"), record.when("until")
    days = _watched(by, own, releases, events, period)
    if first is not None or last is not None:
        told = window(first, last)
        days = Days(
            told.start if told.start > NO_START else days.start if days else NO_START,
            told.stop if told.stop < NO_STOP else days.stop if days else NO_STOP,
        )
        if days.empty or not days.limited:
            what = "the days watched run backwards or have no end"
            record.problem(what, "write the first day in `from` and the last in `until`", Effect.REFUSED)
            return None
    told_by_events = period is None or not period.possible.limited
    hidden = bool((np.isin(np.array(events.dataset), own) & events.withholds("reported")).any())
    days_withheld = told_by_events and hidden and (first is None or last is None)
    return Publisher(by, days, record.flag("complete"), own, beside, columns, days_withheld)


def _datasets(record: Record, key: str, datasets: Sequence[str]) -> tuple[str, ...]:
    named = record.texts(key)
    for text in named:
        if text not in datasets:
            what = f"{show(text)} in `{key}` is no [[events]] of the case"
            record.problem(what, suggest(text, datasets, "it is left out"), Effect.WIDENED)
    return tuple(text for text in dict.fromkeys(named) if text in datasets)


def _columns(record: Record, events: EventTable) -> dict[str, str]:
    """For kinds of detail, the columns of events that give them."""
    table = record.table("columns")
    found: dict[str, str] = {}
    for kind in table if table is not None else ():
        column = table.text(kind) if table is not None else ""
        if kind not in DETAILS:
            record.problem(f"`columns` has {show(kind)}", suggest(kind, DETAILS, "it is left out"))
        elif events.column(column) is None:
            what = f"no file of events has the column {show(column)}"
            record.problem(what, suggest(column, events.extra, "it is left out"), Effect.WIDENED)
        else:
            found[kind] = column
    return found


def _watched(
    by: str, own: tuple[str, ...], releases: Sequence[Release], events: EventTable, period: When | None
) -> Days | None:
    """The period of the case, else from the first to the last day that is known of a release or a silence."""
    if period is not None and period.possible.limited:
        return period.possible
    known = [one.covers.certain if one.status == "silence" else one.published.possible for one in releases]
    spans = [
        days for one, days in zip(releases, known, strict=True) if one.by == by and days.limited and not days.empty
    ]
    if own:
        mine = np.isin(np.array(events.dataset), own)
        mine &= (events.reported_start > NO_START) & (events.reported_stop < NO_STOP)
        if mine.any():
            spans.append(Days(int(events.reported_start[mine].min()), int(events.reported_stop[mine].max())))
    if not spans:
        return None
    return Days(min(days.start for days in spans), max(days.stop for days in spans))


def publisher_names(publishers: Mapping[str, Publisher], parties: Parties) -> list[str]:
    """Ids and names by which a claim may mean a publisher that is watched."""
    names = [name for by in publishers if by in parties.actors for name in (parties.actors[by].name,)]
    return [*publishers, *names]
