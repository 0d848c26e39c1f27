"""Reads `Pledged` from a claim's test: whose pledges, to whom, in which states, on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.claims import MeasureKind
from firmground.case.questions import Pledged
from firmground.case.undertakings import PledgeState
from firmground.read.test_parts import read_day, read_party
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from firmground.read.records import Record
    from firmground.read.test_parts import Reading


def read_pledged(record: Record, reading: Reading) -> Pledged | None:
    """`to` and `on` are keys of other measures as well; here they are a party and the day of the state."""
    states = _read_states(record, "state", reading)
    # Of a count nothing is left out by its state: there `of` would do nothing, and is told as a key unknown.
    of = _read_states(record, "of", reading) if record.text("measure") == MeasureKind.PLEDGES_SHARE else ()
    if of and not set(of) >= set(states):
        reading.fail(record, "`of` leaves out a state that `state` asks for", "name in `of` all that `state` names")
    return Pledged(
        by=read_party(record, "pledged_by", reading),
        to=read_party(record, "pledged_to", reading),
        states=states,
        on=read_day(record, "on", reading),
        of=of,
    )


def _read_states(record: Record, key: str, reading: Reading) -> tuple[PledgeState, ...]:
    known = [str(state) for state in PledgeState]
    words = record.texts(key)
    for word in words:
        if word not in known:
            reading.fail(record, f"`{key}` is {show(word)}", suggest(word, known))
    return tuple(PledgeState(word) for word in dict.fromkeys(words) if word in known)
