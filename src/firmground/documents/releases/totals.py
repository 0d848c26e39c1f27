"""What the lines of a release add up to, against every total that it names: a sentence for each, same or not.

Nothing is made to agree. An excerpt that stops in the middle, a line that could not be read, a strike that the
publisher left out: all show as a difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.releases.counts import UNTOLD, Count
from firmground.documents.releases.format import Scope
from firmground.phrases import list_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.documents.releases.release import DayOf, Event, Release, Total

_UNSAID = Count(1, None)  # an event without a number of strikes is one at the least
SAME = "the same"
_SHOWN = 90  # characters of a line that is shown


def reconcile_release(release: Release) -> tuple[str, ...]:
    """A sentence for each total, for each "no strikes", and for each line that was not read; none for a story."""
    sentences = [_of_total(release, total) for total in _different(release.totals)]
    sentences += _of_parts(release)
    sentences += _of_quiet(release)
    sentences += _of_objects(release)
    numbered = any(event.strikes for event in release.events)
    if not release.totals and numbered and release.form.scope is Scope.LINE:
        sentences.append(f"It names no total; {_lines(release.events, _strikes(release.events), 'strikes')}.")
    for unread in release.unread:
        words = " ".join(unread.span.of(release.text).split())
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"
        sentences.append(f"Not read as an event, because {unread.why}: “{shown}”")
    return tuple(dict.fromkeys(sentences))


def _different(totals: Sequence[Total]) -> list[Total]:
    """A total that headline and first sentence both name is one."""
    found: dict[tuple[object, ...], Total] = {}
    for total in totals:
        found.setdefault((total.figure.unit, total.figure.count, total.country, total.section), total)
    return list(found.values())


def _of_total(release: Release, total: Total) -> str:
    unit, count = total.figure.unit, total.figure.count
    says = f"It says {_number(count)} {_unit(unit, count)}{_of(release, total)}"
    part = [event for event in release.events if event.section == total.section]
    events = [event for event in part if _may_be_of(event, total.day)]
    within = [event for event in events if not total.country or event.country.value == total.country]
    nowhere = [event for event in events if total.country and not event.country.value]
    if unit != release.form.strikes:
        return f"{says}; {_beside(release, total, within)}."
    added = _strikes(within)
    if nowhere:
        lines = _lines(within, added, unit, f" that say {total.country}") if within else f"no line says {total.country}"
        other = _lines(nowhere, _strikes(nowhere), unit, " without a country")
        return f"{says}; {lines}, and {other}: that the two agree cannot be told."
    if not within:
        return f"{says}; no line of it was found: {_number(count)} fewer."
    same = compare(count, added)
    beside = _left_out(part, total) if same != SAME else ""
    return f"{says}; {_lines(within, added, unit)}: {same}{beside}."


def _left_out(part: Sequence[Event], total: Total) -> str:
    """The lines beside it that say another day, and may or may not be counted in it."""
    other = [
        event
        for event in part
        if not _may_be_of(event, total.day) and (not total.country or event.country.value == total.country)
    ]
    if not other:
        return ""
    lines = "a line" if len(other) == 1 else f"{len(other):,} lines"
    added = _strikes(other)
    return f" ({_number(added)} {_unit(total.figure.unit, added)} of other days in {lines} beside them left out)"


def _may_be_of(event: Event, day: DayOf) -> bool:
    """The event may have been on the days that a total speaks of; where either has none, it counts."""
    if not day.when.known or not event.day.when.known:
        return True
    return not event.day.when.possible.overlap(day.when.possible).empty


def _beside(release: Release, total: Total, within: list[Event]) -> str:
    """A unit that is no strike: what single lines give of it, else the totals of the countries, else nothing."""
    unit = total.figure.unit
    told = [figure.count for event in within for figure in event.figures if figure.unit == unit]
    if told:
        added = sum_counts(told)
        return f"the lines that give any add up to {_number(added)}: {compare(total.figure.count, added)}"
    parts = _parts(release, total) if not total.country else []
    if len(parts) == len({part.country for part in parts}) > 1:
        added = sum_counts(part.figure.count for part in parts)
        return f"its countries ({_in_each(parts)}) add up to {_number(added)}: {compare(total.figure.count, added)}"
    return f"no line gives {unit} of its own, so there is nothing to compare"


def _parts(release: Release, whole: Total) -> list[Total]:
    """The totals of single countries for the same days, of the same unit."""
    return [
        total
        for total in _different(release.totals)
        if total.country
        and (total.figure.unit, total.section) == (whole.figure.unit, whole.section)
        and total.day.when.possible == whole.day.when.possible
    ]


def _of_parts(release: Release) -> Iterable[str]:
    """The totals of countries against the total of all, and against all lines where lines do not say their country."""
    unit = release.form.strikes
    totals = [total for total in _different(release.totals) if total.figure.unit == unit]
    wholes = [total for total in totals if not total.country]
    for whole in wholes:
        parts = _parts(release, whole)
        if len(parts) == len({part.country for part in parts}) > 1:
            added = sum_counts(part.figure.count for part in parts)
            says = f"It says {_number(whole.figure.count)} {_unit(unit, whole.figure.count)}"
            says_all = f"add up to {_number(added)}: {compare(whole.figure.count, added)}"
            yield f"{says}; its countries ({_in_each(parts)}) {says_all}."
    main = [event for event in release.events if not event.section]
    parts = [total for total in totals if total.country and not total.section]
    spread = len(parts) == len({part.country for part in parts}) > 1
    if spread and not wholes and any(not event.country.value for event in main):
        added, lines = sum_counts(part.figure.count for part in parts), _strikes(main)
        together = f"It says {_in_each(parts)}, together {_number(added)}"
        yield f"{together}; {_lines(main, lines, unit)}: {compare(added, lines)}."


def _in_each(parts: Sequence[Total]) -> str:
    return list_words(f"{_number(part.figure.count)} in {part.country}" for part in parts)


def _of_quiet(release: Release) -> Iterable[str]:
    for quiet in release.quiet:
        where = f" in {quiet.country}" if quiet.country else ""
        section = [event for event in release.events if event.section == quiet.section and _may_be_of(event, quiet.day)]
        events = [event for event in section if not quiet.country or event.country.value == quiet.country]
        found = _lines(events, _strikes(events), "strikes") if events else "no line of it gives any"
        yield f"It says that there were no strikes{where}; {found}: {SAME if not events else 'not the same'}."


def _of_objects(release: Release) -> Iterable[str]:
    """Where no line has a place, the things listed as destroyed against the targets of the same sentence."""
    listed = [effect for effect in release.summary if effect.count != UNTOLD]
    for total in _different(release.totals):
        beside = [effect for effect in listed if total.span.covers(effect.span)]
        if total.figure.unit == "targets" and beside:
            added = sum_counts(effect.count for effect in beside)
            says = f"It says {_number(total.figure.count)} targets"
            yield f"{says}; the things it lists without a place add up to {_number(added)}: {_apart(total, added)}."
            listed = [effect for effect in listed if effect not in beside]
    if listed:
        added = sum_counts(effect.count for effect in listed)
        yield f"It lists things without a place ({_number(added)}) and names no number of targets to compare them with."


def _apart(total: Total, added: Count) -> str:
    return f"{compare(total.figure.count, added)} (a target need not be destroyed)"


def compare(told: Count, added: Count) -> str:
    """As "the same", "3 fewer" (than is told), "2 more", or that it cannot be told."""
    if told.exact and added.exact:
        apart = added.low - told.low
        return SAME if not apart else f"{abs(apart):,} {'more' if apart > 0 else 'fewer'}"
    low, high = told.low, told.high
    if high is not None and added.low > high and not told.about:
        return f"at least {added.low - high:,} more"
    if added.high is not None and added.high < low and not told.about:
        return f"at least {low - added.high:,} fewer"
    return "that they are the same is possible"


def sum_counts(counts: Iterable[Count]) -> Count:
    low, high = 0, 0
    endless, about = False, ""
    for count in counts:
        low += count.low
        endless = endless or count.high is None
        high += count.high or 0
        about = about or count.about
    return Count(low, None if endless else high, about=about)


def _strikes(events: Iterable[Event]) -> Count:
    return sum_counts(event.strikes.count if event.strikes else _UNSAID for event in events)


def _lines(events: Sequence[Event], added: Count, unit: str, which: str = "") -> str:
    lines = "1 line" if len(events) == 1 else f"{len(events):,} lines"
    verb = "has" if len(events) == 1 else "add up to"
    return f"its {lines}{which} {verb} {_number(added)} {_unit(unit, added)}"


def _number(count: Count) -> str:
    if count.high is None:
        return f"at least {count.low:,}" if count.low else "an unknown number of"
    if count.low != count.high:
        return f"{count.low:,} to {count.high:,}"
    return f"{count.about} {count.low:,}".strip()


def _unit(unit: str, count: Count) -> str:
    return unit[:-1] if (count.low, count.high) == (1, 1) and unit.endswith("s") else unit


def _of(release: Release, total: Total) -> str:
    """Of which country and which part of the release."""
    section = release.sections[total.section]
    return "".join([f" in {total.country}" if total.country else "", f" under “{section}”" if section else ""])
