"""A pledge and what became of it, read with every fault that would make its story contradict itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.undertakings import Pledge, PledgeState, Stage
from firmground.errors import Effect
from firmground.read.nouns import check_source, said_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.sources import Source
    from firmground.read.names import Parties
    from firmground.read.records import Record


def read_pledge(record: Record, key: str, parties: Parties, sources: Mapping[str, Source]) -> Pledge:
    stages = [_read_stage(entry, sources) for entry in record.entries("stages")]
    return Pledge(
        id=key,
        by=parties.known(record, "by", "the party", Effect.NOTED),
        to=parties.known(record, "to", "the party", Effect.NOTED),
        what=record.text("what"),
        condition=record.text("condition"),
        on=said_on(record),
        said_by=record.text("said_by"),
        source=check_source(record, sources),
        stages=tuple(stage for stage in stages if stage),
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
    )
    record.close()
    return stage if state else None
