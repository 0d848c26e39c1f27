"""One pledge as the chapter tells it: who, what, when, its stages, what it was on each day, and what is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.pledge_states import AT_LAST, change_days, made_days, states_on
from firmground.case.undertakings import ConditionAnswer, PledgeState
from firmground.dates import NO_START, NO_STOP, iso_day
from firmground.modality import CANNOT, MAY, MUST, Modality, one_of
from firmground.phrases import between_words, list_words
from firmground.report.chapters.pledges_model import Moment, PledgeStage, Promised, StatesOnDay, Step, Waiting
from firmground.report.passages import PLEDGES, words_behind
from firmground.report.pledge_words import STATES, sort_states, state_key, states_words
from firmground.report.sections import source_note
from firmground.report.words import STANDINGS, date_words, days_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.case import Case
    from firmground.case.undertakings import Pledge, Stage
    from firmground.dates import When

    States = frozenset[PledgeState | None]

# What each state means for the question whether the pledge was kept.
_KEPT = {
    PledgeState.KEPT: MUST,
    PledgeState.OPEN: MAY,
    PledgeState.NOT_VERIFIABLE: MAY,
    PledgeState.BROKEN: CANNOT,
    PledgeState.CONDITION_UNMET: CANNOT,
}


def tell_pledge(case: Case, pledge: Pledge, end: int | None) -> Promised:
    """`end`: the last day of the case's period, None where it has none."""
    stages = sorted(pledge.stages, key=lambda stage: (stage.on.possible, stage.state is not PledgeState.OPEN))
    standing, words = _condition(pledge, stages)
    return Promised(
        id=pledge.id,
        by=tuple(case.actors.name(party) for party in pledge.by),
        to=tuple(case.actors.name(party) for party in pledge.to),
        what=pledge.what,
        condition=pledge.condition,
        condition_standing=standing,
        condition_words=words,
        made=_moment(pledge.on),
        said_by=pledge.said_by,
        source=source_note(case, pledge.source, pledge.url),
        note=pledge.note,
        stages=tuple(_tell_stage(case, stage) for stage in stages),
        steps=_steps(pledge),
        at_end=None if end is None else _on_day(states_on(pledge, end)),
        at_last=_on_day(states_on(pledge, AT_LAST)),
        waited=_waited(pledge, end),
        remarks=tuple(_remarks(case, pledge, stages)),
        passages=words_behind(case, PLEDGES, pledge.id),
    )


def known_day(day: int) -> str | None:
    """None for a day without limit."""
    return iso_day(day) if NO_START < day < NO_STOP - 1 else None


def kept_standing(states: States) -> str:
    """Must, may, cannot it be kept, of the states in which it is a pledge at all; "" where it surely is none yet."""
    answers = [_KEPT[state] for state in states if state is not None]
    return STANDINGS[one_of(answers)] if answers else ""


def _moment(when: When) -> Moment:
    start, stop = when.possible
    return Moment(known_day(start), known_day(stop - 1), date_words(when) or "day unknown")


def _tell_stage(case: Case, stage: Stage) -> PledgeStage:
    return PledgeStage(
        state=str(stage.state),
        title=STATES[stage.state],
        on=_moment(stage.on),
        condition=str(stage.condition or ""),
        source=source_note(case, stage.source, stage.url),
        note=stage.note,
    )


def _on_day(states: States) -> StatesOnDay:
    keys = tuple(state_key(state) for state in sort_states(states))
    return StatesOnDay(keys, kept_standing(states), states_words(states))


def _steps(pledge: Pledge) -> tuple[Step, ...]:
    """What it may be, step by step, from the first day on which it may have been made."""
    steps: list[Step] = []
    for day in change_days(pledge):
        states = states_on(pledge, day)
        if states == {None}:
            continue
        keys = tuple(state_key(state) for state in sort_states(states))
        if not steps or steps[-1].states != keys:
            made: Modality = MAY if None in states else MUST
            steps.append(Step(known_day(day), keys, kept_standing(states), STANDINGS[made]))
    return tuple(steps)


def _condition(pledge: Pledge, stages: list[Stage]) -> tuple[str, str]:
    """Whether its condition was met, by the last stage that says so."""
    if not pledge.condition:
        return "", ""
    answers = [(stage, answer) for stage in stages if (answer := _answer(stage))]
    if not answers:
        return "unknown", "no source says whether it was met"
    latest = max(stage.on.possible.start for stage, _ in answers)
    last = [(stage, answer) for stage, answer in answers if stage.on.possible.stop > latest]
    if len({answer for _, answer in last}) > 1:
        return "unknown", "sources differ on whether it was met"
    stage, answer = last[-1]
    since = f", {date_words(stage.on)}" if stage.on.known else ""
    return str(answer), f"{'met' if answer is ConditionAnswer.MET else 'not met'}{since}"


def _answer(stage: Stage) -> ConditionAnswer | None:
    return stage.condition or (ConditionAnswer.UNMET if stage.state is PledgeState.CONDITION_UNMET else None)


def _waited(pledge: Pledge, end: int | None) -> Waiting:
    """How long it was open: until something became of it, or until the last day of the period if nothing did."""
    made = made_days(pledge)
    ends = [stage for stage in pledge.stages if stage.state is not PledgeState.OPEN]
    if ends and pledge.on.known:
        first, last = (min(stage.on.possible[side] for stage in ends) for side in (0, 1))
        if last < NO_STOP:
            least, most = max(0, first - (made.stop - 1)), last - 1 - made.start
            return Waiting(least, most, f"open for {_day_count(least, most)} before")
    if ends or not pledge.on.known:
        return Waiting(None, None, "how long it was open is not known")
    if end is not None and end >= made.stop - 1:
        least, most = end - (made.stop - 1), end - made.start
        days = f"open for {_day_count(least, most)} when the period ended"
        return Waiting(None, None, days if most else "made on the last day of the period")
    return Waiting(None, None, "")


def _day_count(least: int, most: int) -> str:
    return f"{between_words(least, most)} day{'' if least == most == 1 else 's'}"


def _remarks(case: Case, pledge: Pledge, stages: list[Stage]) -> Iterable[str]:
    if not pledge.on.known:
        yield "The day on which it was made is not known."
    if not pledge.by:
        yield "Who made it is not named, so it may be anybody's."
    if not pledge.to:
        yield "To whom it was made is not named, so it may be to anybody."
    strangers = [party for party in (*pledge.by, *pledge.to) if party not in case.actors]
    if strangers:
        what = "no actor" if len(strangers) == 1 else "no actors"
        named = list_words(f"“{party}”" for party in strangers)
        yield f"{named}: {what} of the case, so of no coalition and no definition."
    yield from _doubtful_stages(stages)
    bare = [STATES[stage.state] for stage in stages if not (stage.source or stage.url)]
    if bare:
        yield f"No source is named for: {list_words(bare)}."
    if not stages:
        yield "No source was found on what became of it."


def _doubtful_stages(stages: list[Stage]) -> Iterable[str]:
    ended = [stage for stage in stages if stage.state is not PledgeState.OPEN]
    for stage in ended:
        if not stage.on.known:
            yield f"From which day on it was {STATES[stage.state]} is not known."
        elif not stage.on.exact:
            yield f"“{STATES[stage.state].capitalize()}” began on some day of {days_words(stage.on.possible)}."
    exact: dict[int, list[Stage]] = {}
    for stage in ended:
        if stage.on.exact:
            exact.setdefault(stage.on.possible.start, []).append(stage)
    for same in exact.values():
        if len({stage.state for stage in same}) > 1:
            named = list_words(STATES[stage.state] for stage in same)
            yield f"Sources contradict each other: {named} from {date_words(same[0].on)}; both stay possible."
