"""A pledge and what became of it, with every fault that makes its story contradict itself told.

None of them costs the pledge its place: a day that cannot be right counts as unknown, and what contradicts itself
stays possible both ways.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from firmground.case.undertakings import ConditionAnswer, Pledge, PledgeState, Stage
from firmground.dates import When
from firmground.errors import Effect
from firmground.read.nouns import check_source, said_on
from firmground.read.wording import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.sources import Source
    from firmground.read.names import Parties
    from firmground.read.records import Record

    Read = tuple[Record, Stage]


def read_pledge(record: Record, key: str, parties: Parties, sources: Mapping[str, Source]) -> Pledge:
    made = said_on(record)
    condition = record.text("condition")
    read = [(entry, stage) for entry in record.entries("stages") if (stage := _read_stage(entry, sources))]
    read = [(entry, _after(entry, stage, made)) for entry, stage in read]
    _check_order(read)
    _check_contradictions(read)
    if not condition:
        _check_condition(read)
    if "by" not in record:
        record.problem("`by` is missing", 'add by = ["an-actor"]; until then anybody may have made it', Effect.WIDENED)
    if "what" not in record:
        record.problem("`what` is missing", 'add what = "…", what was promised')
    return Pledge(
        id=key,
        by=parties.known(record, "by", "the party", Effect.NOTED),
        to=parties.known(record, "to", "the party", Effect.NOTED),
        what=record.text("what"),
        condition=condition,
        on=made,
        said_by=record.text("said_by"),
        source=check_source(record, sources),
        stages=tuple(stage for _, stage in read),
        note=record.text("note"),
        url=record.text("url"),
    )


def _read_stage(record: Record, sources: Mapping[str, Source]) -> Stage | None:
    state = record.choice("state", PledgeState, effect=Effect.REFUSED) if record.required("state") else None
    stage = Stage(
        state=state or PledgeState.OPEN,
        on=said_on(record),
        source=check_source(record, sources),
        note=record.text("note"),
        url=record.text("url"),
        condition=record.choice("condition", ConditionAnswer),
    )
    if state and not (stage.source or stage.url):
        record.problem(
            f"the stage {show(str(state))} names no source", 'add source = "…": nobody can check it otherwise'
        )
    record.close()
    return stage if state else None


def _after(record: Record, stage: Stage, made: When) -> Stage:
    """The stage, of an unknown day where it is dated wholly before the pledge: one of the two days must be wrong."""
    if stage.on.possible.stop > made.possible.start:
        return stage
    what = f"the stage {show(str(stage.state))} of {stage.on} lies before the day on which the pledge was made, {made}"
    record.problem(what, "correct one of the two; until then the day of the stage counts as unknown", Effect.WIDENED)
    return replace(stage, on=When.unknown(str(stage.on)))


def _check_order(read: list[Read]) -> None:
    for (_, earlier), (record, stage) in pairwise(read):
        if stage.on.possible.stop <= earlier.on.possible.start:
            what = f"the stage {show(str(stage.state))} of {stage.on} is written after one of a later day, {earlier.on}"
            record.problem(what, "stages count in the order of their days; write them so, or correct the day")


def _check_contradictions(read: list[Read]) -> None:
    """Two states of one and the same day; `open` gives way to whatever became of the pledge that day."""
    seen: dict[int, PledgeState] = {}
    for record, stage in read:
        if not stage.on.exact or stage.state is PledgeState.OPEN:
            continue
        other = seen.setdefault(stage.on.possible.start, stage.state)
        if other is not stage.state:
            what = f"the pledge is both {show(str(other))} and {show(str(stage.state))} from {stage.on}"
            record.problem(what, "correct one; until then both are possible", Effect.WIDENED)


def _check_condition(read: list[Read]) -> None:
    for record, stage in read:
        if stage.condition or stage.state is PledgeState.CONDITION_UNMET:
            what = (
                f"the stage {show(str(stage.condition or stage.state))} speaks of a condition, and the pledge has none"
            )
            record.problem(what, 'add condition = "…" to the pledge')
