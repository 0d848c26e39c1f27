"""The encounters that a case asks for: pairs that must and may have met, beside what shuffled days would give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import Condition, MeasureKind
from firmground.engine.separation import FARTHEST_KM
from firmground.errors import BadRequestError
from firmground.measures.complete import is_complete
from firmground.measures.met import pair_units
from firmground.measures.met_chance import SEED, chances, shuffle
from firmground.measures.met_pairs import find_meetings
from firmground.measures.units import count_bounds
from firmground.modality import MUST
from firmground.report.chapters.encounters_model import AskedEncounters, PairNote, Shuffled
from firmground.report.chapters.encounters_words import hours_range, hours_words, km_range, selection_words
from firmground.report.model import Range
from firmground.report.words import bounds_words, count_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.case.choices import Specification
    from firmground.case.encounters import Asked
    from firmground.check import Findings
    from firmground.engine.meetings.knox import Knox
    from firmground.measures.met_pairs import Ground, Meetings
    from firmground.report.chapters.encounters_words import EventNotes
    from firmground.report.chapters.room import Room


def describe_asked(
    findings: Findings, asked: Asked, specification: Specification, ground: Ground, notes: EventNotes, room: Room
) -> AskedEncounters:
    """One `[[encounters]]` of the case under its first choices."""
    held, met = findings.held, asked.met
    complete = is_complete(held, asked.among, met.other, subset=specification.subset)
    try:
        found = find_meetings(held, asked.among, Condition(), met, specification, findings.selector, ground)
    except BadRequestError as fault:
        return _uncounted(findings, asked, specification, str(fault), complete=complete)
    bounds = count_bounds(pair_units(found), complete=complete)
    likely = chances(found, ground, met)
    must = int(found.sure.sum())
    high = None if math.isinf(float(bounds.high)) else float(bounds.high)
    words = bounds_words(bounds, MeasureKind.ENCOUNTERS, "pair" if bounds.low == bounds.high == 1 else "pairs")
    compared = shuffle(found, ground, met)
    return AskedEncounters(
        id=asked.id,
        title=asked.title,
        asked=_question(findings, asked, specification),
        km=met.km,
        hours=met.hours,
        different_actors=met.different_actors,
        sentence=_sentence(found, complete=complete),
        bounds=Range(float(bounds.low), high, words),
        must=must,
        may=len(found) - must,
        open_events=int((found.open_most > 0).sum()),
        open_pairs=int(found.open_most.sum()),
        complete=complete,
        expected=None if np.isnan(likely).any() else float(likely.sum()),
        pairs=tuple(_pair(found, row, likely, notes) for row in _order(found, likely, room.pairs)),
        more=max(0, len(found) - room.pairs),
        shuffled=None if isinstance(compared, str) else _shuffled(compared),
        not_shuffled=compared if isinstance(compared, str) else "",
    )


def _uncounted(
    findings: Findings, asked: Asked, specification: Specification, why: str, *, complete: bool
) -> AskedEncounters:
    """A question that was understood and could not be answered, with the reason."""
    return AskedEncounters(
        id=asked.id,
        title=asked.title,
        asked=_question(findings, asked, specification),
        km=asked.met.km,
        hours=asked.met.hours,
        different_actors=asked.met.different_actors,
        sentence=f"Not counted: {why}.",
        bounds=Range(0.0, None, "pairs not counted"),
        must=0,
        may=0,
        open_events=0,
        open_pairs=0,
        complete=complete,
        expected=None,
        pairs=(),
        more=0,
        shuffled=None,
        not_shuffled="",
    )


def _question(findings: Findings, asked: Asked, specification: Specification) -> str:
    case, met = findings.case, asked.met
    sides = [selection_words(case, selection, specification) for selection in (asked.among, met.other)]
    who = f"{sides[0]}, two and two" if asked.among == met.other else f"{sides[0]} with {sides[1]}"
    actors = ", the work of different actors" if met.different_actors else ""
    return f"{who}, within {met.km:g} km and {hours_words(met.hours)} of each other{actors}"


def _sentence(found: Meetings, *, complete: bool) -> str:
    must = int(found.sure.sum())
    may, lone, most = len(found) - must, int((found.open_most > 0).sum()), int(found.open_most.sum())
    if must and may:
        body = f"{count_words(must, 'pair')} must have been so near, {may:,} more may have been."
    elif len(found):
        how = "must" if must else "may"
        body = (
            f"{count_words(len(found), 'pair')} {how} have been so near, and no other whose places and days are known."
        )
    else:
        body = "No two of the events whose place and day are known can have been so near."
    if lone:
        body += f" {count_words(lone, 'event')} of unknown place or day may be in up to {most:,} more."
    return body if complete else f"{body} The record is not known to be complete, so there may be more still."


def _order(found: Meetings, likely: NDArray[np.float64], most: int) -> list[int]:
    """Those that must have met first, then by chance, then as near as they may have been."""
    chance = np.nan_to_num(likely, nan=0.0)
    order = np.lexsort([found.pairs.second, found.pairs.first, found.pairs.km_high, -chance, ~found.sure])
    return [int(row) for row in order[:most]]


def _pair(found: Meetings, row: int, likely: NDArray[np.float64], notes: EventNotes) -> PairNote:
    pairs, chance = found.pairs, float(likely[row])
    return PairNote(
        first=notes.number(int(pairs.first[row])),
        second=notes.number(int(pairs.second[row])),
        standing="must" if found.sure[row] else "may",
        surely_counted=bool(found.counted[row] == MUST),
        km=km_range(float(pairs.km_low[row]), float(pairs.km_high[row]), FARTHEST_KM),
        hours=hours_range(float(pairs.hours_low[row]), float(pairs.hours_high[row]), more=bool(pairs.low_open[row])),
        hours_more=bool(pairs.low_open[row]),
        chance=None if math.isnan(chance) else chance,
    )


def _shuffled(compared: Knox) -> Shuffled:
    low, high, observed = int(compared.low), int(compared.high), int(compared.observed)
    between = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    sentence = (
        f"{count_words(observed, 'pair')} may have been so near. With the same places and the same days, dealt out "
        f"anew {compared.permutations:,} times, there were {between} in nine tries of ten and {compared.mean:,.1f} on "
        f"average; as many as recorded or more in {compared.at_least:,} of them. This says whether events near in "
        "place were near in time more often than chance would have it, and nothing of the cause."
    )
    return Shuffled(
        observed=observed,
        mean=float(compared.mean),
        low=low,
        high=high,
        as_many=compared.at_least,
        shuffles=compared.permutations,
        seed=SEED,
        sentence=sentence,
    )
