"""Why an event must, may or cannot break a clause, and who is protected by it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.actors import SOMEBODY, Bond, TieKind
from firmground.case.events import parse_parties
from firmground.dates import NO_START, NO_STOP, Days
from firmground.measures.breached import try_clauses
from firmground.measures.clauses import names_nobody
from firmground.modality import CANNOT, MAY, MUST, Modality, any_of, one_of
from firmground.phrases import list_words
from firmground.places import Unknown
from firmground.report.ground import ground_words
from firmground.report.words import day_words, days_words, zone_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.actors import Tie
    from firmground.case.case import Case
    from firmground.case.definitions import Label
    from firmground.case.undertakings import Clause
    from firmground.check import ClaimFindings
    from firmground.dates import When
    from firmground.hold import Held
    from firmground.measures.clauses import ClauseTrial, DayParts
    from firmground.measures.select import Selector

_VERBS = {TieKind.FIGHTS: "fights", TieKind.BACKS: "backs", TieKind.ALLIED: "is allied with"}


def rule_words(case: Case, clause: Clause, parties: tuple[str, ...], *, by_ground: bool = False) -> str:
    """The clause as it is tried, as a sentence. `by_ground`: whom it hits is read from who held the ground."""
    hits = "on ground of" if by_ground else "that hits"
    whom = f" {hits} {either(case, clause.protects)}" if clause.protects else ""
    where = f" in {zone_words(case, clause.zones)}" if clause.zones else ""
    but = f"; one {hits} {either(case, clause.exempt)} alone breaks nothing" if clause.exempt else ""
    who = either(case, parties) or "anybody"
    return f"No {act_words(clause)} by {who}{where}{whom}, {period_words(clause.period)}{but}."


def act_words(clause: Clause, *, many: bool = False) -> str:
    """The kinds of event that it speaks of: "air strike or shelling"."""
    return " or ".join(f"{act.replace('-', ' ')}{'s' * many}" for act in clause.acts or ("event",))


def either(case: Case, parties: tuple[str, ...]) -> str:
    """Actors by name, and labels as those who are called so, or who are tied so where a label says nothing else."""
    names = [case.actors.name(one) for one in parties if one in case.actors]
    names += [_label_words(case, one) for one in parties if one not in case.actors]
    return list_words(names, "or")


_TIED = {
    Bond.FIGHTS: "fight",
    Bond.FOUGHT_BY: "are fought by",
    Bond.BACKS: "back",
    Bond.BACKED_BY: "are backed by",
    Bond.ALLIED: "are allied with",
}


def _label_words(case: Case, label: str) -> str:
    entries = [one for definition in case.definitions.values() for one in definition.labels if one.label == label]
    if entries and not any(one.covers for one in entries) and len({one.bonds for one in entries}) == 1:
        ties = [f"{_TIED[bond]} {case.actors.name(to)}" for bond, to in entries[0].bonds]
        if ties:
            return f"those who {' or '.join(ties)}"
    return f"those called “{_spoken(label)}”"


def period_words(period: When) -> str:
    days, certain = period.possible, period.certain
    if days == Days():
        return "at any time" if certain == Days() else "on days that are not known"
    if days.start == NO_START:
        return f"up to {day_words(days.stop - 1)}"
    begin = f"from {day_words(days.start)}"
    return f"{begin} on" if days.stop == NO_STOP else f"{begin} to {day_words(days.stop - 1)}"


def say_doubts(held: Held, trial: ClauseTrial, event: int) -> tuple[str, ...]:
    """Everything that leaves open whether the event breaks the clause, in the order of the parts of a clause."""
    parts = list(trial.parts_of(event))
    able = [part for part in parts if part.breaks is not CANNOT]
    found = [
        *_doubts_of_day(trial, event, parts, able),
        *_doubts_of_doer(trial, event, able),
        *_doubts_of_place(held, trial, event, able),
        *(_doubts_of_hit if trial.ground is None else _doubts_of_ground)(held, trial, event, parts, able),
    ]
    return tuple(dict.fromkeys(found))


def say_none(case: Case, trial: ClauseTrial, event: int) -> str:
    """The first reason for which an event of the parties, on a day in force, breaks nothing."""
    parts = [part for part in trial.parts_of(event) if part.theirs is not CANNOT]
    if all(part.zone is CANNOT for part in parts):
        return f"outside {zone_words(case, trial.clause.zones)}"
    names = party_words(case, case.events.target[event])
    if trial.ground is not None:
        return "its ground was not held by anybody who is protected"
    if all(part.hit is CANNOT for part in parts):
        actors = [actor for reading in parse_parties(case.events.target[event]) for actor in reading]
        exempt = all(trial.exempts(actor, part.days.start) is MUST for actor in actors for part in parts)
        whole = all(part.hit is CANNOT for part in trial.parts_of(event))
        since = "" if whole else " on the days in force"
        return f"it hit {names}, who is {'exempt' if exempt else 'not protected'}{since}"
    return f"it hit {names}, who was not protected on a day on which it may have happened while the clause was in force"


def party_words(case: Case, text: str) -> str:
    """An attribution by names: "A and B", "A, or B", "not said"."""
    readings = [
        " and ".join("somebody who is not named" if one == SOMEBODY else case.actors.name(one) for one in reading)
        for reading in parse_parties(text)
    ]
    return ", or ".join(readings) or "not said"


def _doubts_of_day(trial: ClauseTrial, event: int, parts: list[DayParts], able: list[DayParts]) -> Iterator[str]:
    events = trial.case.events
    days = Days(int(events.start[event]), int(events.stop[event]))
    if days == Days():
        yield "no day is given"
        return
    outside = [part for part in parts if part.in_force is CANNOT]
    if outside:
        side = _side(trial.possibly, outside)
        yield f"it happened on one of the days {days_words(days)}, and may have come {side}"
    if any(part.in_force is MAY for part in able):
        on_the_day = not trial.surely.empty and all(
            part.days == Days(trial.surely.start - 1, trial.surely.start) for part in able if part.in_force is MAY
        )
        yield (
            "on the day itself it may have come before the agreement"
            if on_the_day
            else "it is not known on which days the undertaking held"
        )


def _side(bound: Days, outside: list[DayParts]) -> str:
    before = any(part.days.start < bound.start for part in outside)
    after = any(part.days.stop > bound.stop for part in outside)
    return "before it was in force or after" if before and after else "before it was in force" if before else "after it"


def _doubts_of_doer(trial: ClauseTrial, event: int, able: list[DayParts]) -> Iterator[str]:
    case, text = trial.case, trial.case.events.by[event]
    if names_nobody(text):
        yield "nobody is named as the one who did it"
    elif not trial.parties:
        yield "the clause does not say whom it binds"
    elif any(part.by is not MUST for part in able):
        names, bound = party_words(case, text), either(case, trial.parties)
        yield f"it is put down to {names}, and whether that is {bound} is not sure"
    if any(part.act is not MUST for part in able):
        kind = case.events.kind[event]
        yield f"of which kind it was is not sure ({kind})" if kind else "of which kind it was is not said"


def _doubts_of_place(held: Held, trial: ClauseTrial, event: int, able: list[DayParts]) -> Iterator[str]:
    if all(part.zone is MUST for part in able):
        return
    where = held.located.region(event).where
    zone = zone_words(held.case, trial.clause.zones)
    yield (
        f"where it was is not known ({where.reason})"
        if isinstance(where, Unknown)
        else f"its place is known too roughly to say that it lies in {zone}"
    )


def _doubts_of_ground(
    held: Held, trial: ClauseTrial, event: int, _: list[DayParts], able: list[DayParts]
) -> Iterator[str]:
    if trial.ground is not None and any(part.hit is not MUST for part in able):
        what = ground_words(held, trial.ground, event)
        yield f"whether its ground was held by somebody who is protected is not sure: {what}"


def _doubts_of_hit(
    held: Held,  # noqa: ARG001 - the same is asked of those who look at the ground
    trial: ClauseTrial,
    event: int,
    parts: list[DayParts],
    able: list[DayParts],
) -> Iterator[str]:
    if all(part.hit is MUST for part in able) and not any(part.hit is CANNOT for part in parts):
        return
    case, readings = trial.case, parse_parties(trial.case.events.target[event])
    if not readings:
        yield "who was hit is not said"
        return
    if len(readings) > 1:
        yield f"it hit {party_words(case, case.events.target[event])}: which is not known"
    for actor in dict.fromkeys(actor for reading in readings for actor in reading):
        yield from _doubts_of_actor(trial, actor, parts)


def _doubts_of_actor(trial: ClauseTrial, actor: str, parts: list[DayParts]) -> Iterator[str]:
    name = trial.case.actors.name(actor)
    if actor == SOMEBODY:
        yield "who was hit is not named"
        return
    bound = [part for part in parts if part.in_force is not CANNOT]
    answers = [trial.protects(actor, part.days.start) for part in bound]
    if MUST in answers and CANNOT in answers:
        yield f"{name} was protected on only some of the days on which it may have happened"
    for part, answer in zip(bound, answers, strict=True):
        if answer is MAY:
            why = "; ".join(why_protected(trial, actor, part.days.start)) or "that is not known"
            yield f"whether {name} was protected is not sure: {why}"


def why_protected(trial: ClauseTrial, actor: str, day: int) -> tuple[str, ...]:
    """What makes an actor one who must or may be protected on that day; () where only that a list is open does."""
    case, found = trial.case, list[str]()
    for party in trial.clause.protects:
        definition = trial.definitions[party]
        if party in case.actors:
            found += _by_membership(case, actor, party, day)
        elif definition is None:
            found.append(f"nobody in this case says who is meant by “{_spoken(party)}”")
        else:
            for entry in definition.labels:
                if entry.label == party and entry.period.holds_on(day) is not CANNOT:
                    found += _by_label(case, entry, actor, day)
    if trial.exempts(actor, day) is MAY:
        found.append(f"it may be exempt with {either(case, trial.clause.exempt)}")
    return tuple(dict.fromkeys(found))


def open_words(trial: ClauseTrial, day: int) -> str:
    """Why others than those who are named or tied may be protected on that day; "" if they cannot be."""
    for party in trial.clause.protects:
        definition = trial.definitions[party]
        if party in trial.case.actors:
            continue
        if definition is None:
            return f"Nobody in this case says who is meant by “{_spoken(party)}”: it may be anybody."
        if any(one.label == party and one.open and one.period.holds_on(day) is not CANNOT for one in definition.labels):
            return (
                f"The list of “{_spoken(party)}” is open: anybody else whom it does not exclude may be meant as well."
            )
    return "" if trial.clause.protects else "The clause names nobody: whoever is hit is protected, unless exempt."


def _by_membership(case: Case, actor: str, party: str, day: int) -> Iterator[str]:
    name, whole = case.actors.name(actor), case.actors.name(party)
    if actor == party:
        yield "named in the clause"
    elif (how := case.actors.belongs(actor, party, day)) is not CANNOT:
        yield f"part of {whole}" if how is MUST else f"whether it was part of {whole} on that day is not known"
    elif case.actors.belongs(party, actor, day) is not CANNOT:
        yield f"{whole} is only one part of {name}"


def _by_label(case: Case, entry: Label, actor: str, day: int) -> Iterator[str]:
    for covered in entry.covers:
        if actor == covered:
            yield "named in the definition"
        else:
            yield from _by_membership(case, actor, covered, day)
    for bond, to in entry.bonds:
        for tie, answer in case.actors.bonds(actor, bond, to, day):
            yield tie_words(case, tie, actor, to, day, answer)
    excluded = any_of(case.actors.belongs(actor, one, day) for one in entry.excludes)
    if excluded is MAY:
        yield "whether it was part of somebody whom the definition excludes is not known"


def tie_words(case: Case, tie: Tie, actor: str, to: str, day: int, answer: Modality) -> str:
    """A tie with what it is known for, and what it leaves open for the actor on that day."""
    actors = case.actors
    words = f"{actors.name(tie.actor)} {_VERBS.get(tie.kind, tie.kind)} {actors.name(tie.to)}{_known(tie.period)}"
    if answer is MUST:
        return words
    rests = [f"whether it did so on {day_words(day)}"] if tie.stands_on(day) is MAY else []
    own, other = (tie.actor, tie.to) if _speaks(case, tie.actor, actor, day) else (tie.to, tie.actor)
    if own != actor:
        part = actors.belongs(actor, own, day) is not CANNOT
        rests.append(f"whether {'' if part else 'the rest of '}{actors.name(actor)} did so with it")
    if other != to:
        rests.append(f"whether it is the same with {actors.name(to)}")
    if tie.kind is TieKind.FIGHTS and own == tie.to:
        rests.append(f"whether {actors.name(own)} fights back")
    return f"{words}; not known: {', '.join(rests)}" if rests else words


def _speaks(case: Case, one: str, other: str, day: int) -> bool:
    return (case.actors.belongs(one, other, day) | case.actors.belongs(other, one, day)) is not CANNOT


def _spoken(label: str) -> str:
    """A label as a reader reads it: a short name has hyphens for spaces."""
    return label.replace("-", " ")


def _known(period: When) -> str:
    if period.possible == Days() and not period.certain.empty and period.certain != Days():
        return f" (known as of {days_words(period.certain)})"
    return "" if period.possible == Days() else f" ({period_words(period)})"


class BreachWords:
    """Of the events that a claim about breaches counts, how each stands to every clause that it asks about."""

    def __init__(self, found: ClaimFindings, selector: Selector) -> None:
        self._held = selector.held
        self._trials = try_clauses(found.test, found.headline.specification, selector)

    def of(self, event: int) -> str:
        said = [self._of_clause(trial, event) for trial in self._trials]
        if len(said) == 1:
            return said[0]
        return "; ".join(f"clause {trial.clause.id}: {words}" for trial, words in zip(self._trials, said, strict=True))

    def _of_clause(self, trial: ClauseTrial, event: int) -> str:
        parts = list(trial.parts_of(event))
        breaks = one_of(part.breaks for part in parts)
        if breaks is MUST:
            return "it breaks it"
        if breaks is MAY:
            return "; ".join(say_doubts(self._held, trial, event))
        if all(part.theirs is CANNOT for part in parts):
            return "it is none of theirs on a day in force"
        return say_none(self._held.case, trial, event)
