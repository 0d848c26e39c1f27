"""The methods paragraphs, composed from the choices really used: nothing here is boilerplate that may not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.choices import CHOICES
from firmground.case.control import NOBODY, UNMAPPED, ControlMap, Timing
from firmground.dates import APPROXIMATE_DAYS, NO_START, NO_STOP
from firmground.report.best import say_model
from firmground.report.chapters.agreements_watch import EARLIER_DAYS, LAST_DAYS
from firmground.report.chapters.disclosure_words import say_method
from firmground.report.model import MapNote
from firmground.report.words import CHOICE_TITLES, choice_words, count_words, day_words

if TYPE_CHECKING:
    from firmground.case.sealed import SealedList
    from firmground.check import Findings


def write_methods(findings: Findings) -> tuple[str, ...]:
    return tuple(
        text
        for text in (
            _what_was_done(findings),
            _dates(findings),
            _places(findings),
            _maps(findings),
            _definitions(findings),
            _units(findings),
            _choices(findings),
            say_model(findings),
            say_method(findings.case),
            _clauses(findings),
            *(_sealed(findings, one) for one in findings.case.sealed.values()),
        )
        if text
    )


def _what_was_done(findings: Findings) -> str:
    case = findings.case
    asks = any(found.test.model is not None for found in findings.claims)
    return (
        f"{count_words(len(case.claims), 'claim')} {'was' if len(case.claims) == 1 else 'were'} read; "
        f"{len(findings.claims):,} could be tested against {count_words(len(case.events), 'event')}. For every claim "
        "the program works out the least and the greatest value that the data leave possible. If every value between "
        "them meets the claim, the data require it; if none does, they rule it out; otherwise they allow it. No claim "
        f"is rated true or false, and {'no bound rests on a probability' if asks else 'no probability is used'}."
    )


def _dates(findings: Findings) -> str:
    events = findings.case.events
    vague = int(((events.stop - events.start) > 1).sum())
    if not len(events):
        return ""
    text = (
        f"{count_words(vague, 'event')} of {len(events):,} {'has' if vague == 1 else 'have'} more than one possible "
        "day; such an event happened on at least one of them, so the answer is “must” only if it holds on each."
    )
    written = [str(claim.on) for claim in findings.case.claims.values()]
    tests = [claim.test for claim in findings.case.claims.values() if claim.test]
    written += [str(test.among.reported_last) for test in tests if test.among.reported_last]
    if any("~" in date or "?" in date for date in written):
        text += (
            f" A date marked as approximate is taken {APPROXIMATE_DAYS['day']} days wider on each side "
            f"({APPROXIMATE_DAYS['month']} for a month), which is our judgement."
        )
    return text


def _places(findings: Findings) -> str:
    regions = findings.held.located.regions
    if not regions:
        return ""
    unknown = int(findings.held.located.unplaced.filled().sum())
    text = (
        "An event lies anywhere in the disc or the unit that it was placed in; no point of it is likelier than "
        "another, and nothing is moved to a centre."
    )
    if findings.case.assumes:
        text += " " + " ".join(findings.case.assumes)
    if unknown:
        text += (
            f" {count_words(unknown, 'event')} could not be placed on the ground and may lie anywhere, except where a "
            f"list of places speaks of {'its' if unknown == 1 else 'their'} place by name."
        )
    return text


def _maps(findings: Findings) -> str:
    maps = findings.case.choices.map
    if not maps:
        return "No map of control was used."
    return (
        f"{count_words(len(maps), 'map')} of who held what {'was' if len(maps) == 1 else 'were'} used, each by itself: "
        + "; ".join(f"{findings.case.maps[name].title} ({map_note(findings.case.maps[name]).about})" for name in maps)
        + ". Where a map says nothing, the answer is “may”, never “nobody”."
    )


def map_note(control: ControlMap) -> MapNote:
    kind = "a list of places" if control.listed else "polygons"
    if control.timing is Timing.SNAPSHOTS and control.snapshot_days:
        first, last = control.snapshot_days[0], control.snapshot_days[-1]
        when = f"{count_words(len(control.snapshot_days), 'snapshot')} from {day_words(first)} to {day_words(last)}"
    else:
        days = [day for face in control.faces for day in face.period.possible]
        known = [day for day in days if NO_START < day < NO_STOP]
        when = f"from {day_words(min(known))} on" if known else "without days"
    about = f"{kind}, {count_words(len(control.faces), 'row' if control.listed else 'polygon')}, {when}"
    if control.timing is Timing.SNAPSHOTS or control.listed:
        about += (
            f"; between two entries up to {control.max_gap_days} days apart at most one change of hands is assumed, "
            "beyond that nothing"
        )
    if control.listed:
        about += (
            f"; a place speaks for the ground up to {control.reach_km:g} km around it"
            if control.reach_km
            else "; a place speaks for itself only"
        )
    elif control.elsewhere == NOBODY:
        about += "; ground under no polygon is nobody's"
    elif control.elsewhere != UNMAPPED:
        about += f"; ground under no polygon is held by {' and '.join(control.elsewhere.holders)}"
    else:
        about += "; ground under no polygon is unknown"
    return MapNote(control.id, control.title, control.source, about)


def _definitions(findings: Findings) -> str:
    used = [name for name in findings.case.choices.definition if name in findings.case.definitions]
    if not used or not any("definition" in found.varied for found in findings.claims):
        return ""
    titles = [findings.case.definitions[name].title for name in used]
    return (
        f"Where a claim rests on a word, it is read as its owner meant it: {'; '.join(titles)}. Results under "
        "different definitions answer different questions and are never pooled."
    )


def _units(findings: Findings) -> str:
    units = {
        found.headline.specification.unit
        for found in findings.claims
        if found.headline.measurement and found.headline.measurement.units is not None
    }
    if not units:
        return ""
    text = "Each claim is counted first in the unit that its speaker used or that comes nearest to it"
    if len(units) > 1:
        text += ", so the shares of different claims are not shares of the same thing"
    datasets = set(findings.case.events.dataset)
    if datasets - findings.case.complete:
        text += (
            ". The record of events is not known to be complete: a count over it is a lower limit, and a share speaks "
            "of what was found"
        )
    return text + "."


def _choices(findings: Findings) -> str:
    names = [name for name in CHOICES if any(name in found.varied for found in findings.claims)]
    if not names:
        return ""
    total = sum(len(found.every) for found in findings.claims)
    parts = []
    for name in names:
        values = list(
            dict.fromkeys(
                choice_words(findings.case, name, getattr(finding.specification, name))
                for found in findings.claims
                if name in found.varied
                for finding in found.every
            )
        )
        parts.append(f"{CHOICE_TITLES[name].lower()} ({', '.join(values)})")
    return (
        f"Every combination of these choices was computed, {total:,} findings in all: {'; '.join(parts)}. Contested "
        "ground and overlapping polygons count for each holder, or for none, as the choice says."
    )


def _clauses(findings: Findings) -> str:
    if not any(agreement.clauses for agreement in findings.case.agreements.values()):
        return ""
    return (
        "A clause of an agreement is a claim of its parties that there is no such event. An event breaks it if on one "
        "and the same day it is by a party, of a kind and in a zone that the clause names, while it is in force, and "
        "hits somebody whom it protects on that day; of an event's possible days one is the real one. On the very day "
        "of the agreement it only may. An event for which nobody is named is counted apart. The days before are held "
        f"to the same rule. That violence was higher just before is said where the least number a day of the last "
        f"{LAST_DAYS} days is above the greatest of the {EARLIER_DAYS} days before those; these lengths are our "
        "judgement."
    )


def _sealed(findings: Findings, sealed: SealedList) -> str:
    """What is known of a sealed list, and how it was used; "" where no claim asks about it."""
    asked = {one.list for found in findings.claims for one in found.test.that.lists()}
    if sealed.id not in asked:
        return ""
    day = f"on {day_words(sealed.said)}, which is the word of whoever made it"
    if sealed.stamped:
        day = f"{day}, and its time stamp shows that it was there by {day_words(sealed.by)}"
    known = "all known here" if sealed.whole else f"of which {len(sealed.entries):,} {_are(len(sealed.entries))} known"
    rest = "" if sealed.whole else "; any other may lie anywhere"
    return (
        f"The list “{sealed.title}” was sealed with the key {sealed.key} {day}. It has "
        f"{count_words(sealed.size, 'entry', 'entries')}, {known}{rest}. An event is around a place on the list if the "
        "place lies inside the region that the event is recorded with, and the list was sealed before: on the day of "
        "the sealing itself it only may be."
    )


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
