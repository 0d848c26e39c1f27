"""Who backs, fights and is allied with whom, and the blocs that leave the fewest contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.actors import TieKind
from firmground.dates import NO_START, NO_STOP, iso_day
from firmground.measures.blocs import find_blocs
from firmground.modality import MUST
from firmground.report.chapters.ties_called import list_called
from firmground.report.chapters.ties_model import TieActor, TieLink, TieRecord, Ties
from firmground.report.chapters.ties_splits import write_split
from firmground.report.chapters.ties_time import list_changes, say_left_out
from firmground.report.chapters.ties_words import known_words, link_words, tie_words
from firmground.report.sections import source_note
from firmground.report.words import STANDINGS, count_words, day_words

if TYPE_CHECKING:
    from firmground.case.actors import Actor, Tie
    from firmground.case.case import Case
    from firmground.case.signed_ties import SignedTie
    from firmground.check import Findings
    from firmground.measures.blocs import Blocs
    from firmground.modality import Modality
    from firmground.report.chapters.ties_model import TieChange


_COUNTING = (
    "Backing, being allied and being part of somebody make two actors friends, fighting makes them foes. A friend in "
    "another bloc and a foe in one's own contradict a division. No tie is weighed: what stands between two actors "
    "counts once, whichever side it is said of."
)


def build_ties(
    findings: Findings,
    day: int | None = None,
    blocs: int | None = None,
    changes: tuple[TieChange, ...] | None = None,
) -> Ties | None:
    """The ties of one day, by default the last of the case's period; None where nobody backs, fights or is allied.

    Who is part of whom is no stand taken: of memberships alone nothing can contradict.
    `blocs`: into how many the actors are divided; by default two, and three where that leaves fewer contradictions.
    `changes`: those of the period, the same whichever day is asked for, where they have been listed already.
    """
    case = findings.case
    if not any(tie.actor != tie.to and tie.kind is not TieKind.MEMBER_OF for tie in case.actors.ties):
        return None
    day = last_day(case) if day is None else day
    found = [find_blocs(case.actors, day, blocs or 2)]
    if blocs is None and found[0].contradictions.high > 0:
        third = find_blocs(case.actors, day, 3)
        found += [third] if _fewer(third, found[0]) else []
    first = found[0]
    tied = set(first.actors)
    return Ties(
        on=iso_day(day),
        day=day_words(day),
        sentence=_sentence(first),
        actors=tuple(_actor(actor) for actor in case.actors if actor.id in tied),
        links=tuple(_link(case, tie) for tie in first.ties),
        splits=tuple(write_split(case, one) for one in found),
        changes=list_changes(case, blocs or 2) if changes is None else changes,
        unplaced=tuple(_actor(actor) for actor in case.actors if actor.id not in tied),
        called=list_called(case, first),
        remarks=_remarks(case, first),
    )


def last_day(case: Case) -> int:
    """The last day of the case's period; without one the last of its dated events, else the last that a tie names."""
    if case.period is not None and case.period.possible.stop < NO_STOP:
        return case.period.possible.stop - 1
    happened = [int(stop) - 1 for stop in case.events.stop if stop < NO_STOP]
    named = [day for tie in case.actors.ties for day in (tie.period.certain.start, tie.period.certain.stop - 1)]
    return max(happened or [day for day in named if NO_START < day < NO_STOP - 1], default=NO_START)


def _fewer(third: Blocs, second: Blocs) -> bool:
    more, fewer = second.contradictions, third.contradictions
    return fewer.low < more.low or fewer.high < more.high


def _actor(actor: Actor) -> TieActor:
    return TieActor(actor.id, actor.name, actor.kind)


def _link(case: Case, tie: SignedTie) -> TieLink:
    return TieLink(
        actor=tie.one,
        to=tie.other,
        against=tie.against,
        oneway=tie.oneway,
        standing=STANDINGS[tie.standing],
        words=link_words(case.actors, tie),
        records=tuple(_record(case, one, stands) for one, stands in tie.ties),
    )


def _record(case: Case, tie: Tie, stands: Modality) -> TieRecord:
    return TieRecord(
        words=tie_words(case.actors, tie),
        known=known_words(tie.period),
        standing=STANDINGS[stands],
        source=source_note(case, tie.source, ""),
        note=tie.note,
    )


def _sentence(found: Blocs) -> str:
    """How many ties there are on the day, sure and possible apart."""
    sure = sum(tie.standing is MUST for tie in found.ties)
    possible = len(found.ties) - sure
    on = day_words(found.day)
    if not found.ties:
        return f"No tie of the case stands on {on}."
    opening = f"On {on} {count_words(sure, 'tie', 'ties')} between {count_words(len(found.actors), 'actor')} surely"
    opening += " stands" if sure == 1 else " stand"
    return f"{opening} and {possible:,} more may." if possible else f"{opening}."


def _remarks(case: Case, found: Blocs) -> tuple[str, ...]:
    remarks = [
        _COUNTING,
        "These are the ties that were found. Others may have stood, and could only add contradictions.",
    ]
    words = [tie for tie in case.actors.ties if tie.kind is TieKind.MEMBER_OF and case.actors.grouping(tie.to)]
    if words:
        names = sorted({case.actors.name(tie.to) for tie in words})
        remarks.append(f"To be counted under a word for many ({', '.join(names)}) is no tie: nobody joined it.")
    if any(tie.standing is not MUST for tie in found.ties):
        remarks.append(
            "A tie that a source knows of another day may or may not have stood on this one. What is said to be sure "
            "holds in every case, what is possible in some."
        )
    left_out = say_left_out(case)
    return (*remarks, left_out) if left_out else tuple(remarks)
