"""Passages whose record is no longer in the case: told, because a proposal that was decided on is not made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.errors import Effect
from firmground.read.passages import PASSAGES
from firmground.read.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firmground.case.actors import Actors
    from firmground.case.documents import Passage
    from firmground.case.events import EventTable
    from firmground.case.releases import Release
    from firmground.errors import CaseProblem


def check_records(
    passages: Sequence[Passage],
    entries: Mapping[str, Iterable[str]],
    actors: Actors,
    events: EventTable,
    releases: Iterable[Release],
    problems: list[CaseProblem],
) -> None:
    """`entries`: ids by the table of a TOML file, as in "claims". The words stay as they are, and show nothing."""
    if not passages:
        return
    known = {(table, one) for table, ids in entries.items() for one in ids}
    known |= {("ties", f"{tie.actor} {tie.kind} {tie.to}") for tie in actors.ties}
    known |= {("", release.id) for release in releases}
    wanted = {passage.record for passage in passages if not passage.table}
    # An id that stands in two files is read in the second as that of its data set: "told:s001".
    known |= {("", name) for own in events.id for name in (own, own.partition(":")[2]) if name in wanted}
    tally = Tally(PASSAGES, [passage.row for passage in passages], problems)
    for index, passage in enumerate(passages):
        if passage.record and not passage.field and (passage.table, passage.record) not in known:
            what = "a record that was made of a document is no longer in the case"
            hint = "put it back, or take its rows out of here: then it is proposed again"
            tally.add(index, what, hint=hint, effect=Effect.NOTED, example=passage.record)
    tally.tell()
