"""Places that no question can tell apart, because the same rows of events happened at them, as one with a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.measures.ground_sets import distinct, edges, number_sequences
from firmground.measures.units import (
    NO,
    OUT,
    SIGN_BITS,
    STATES_BY_SIGNS,
    TURNED,
    YES,
    Tallied,
    tally_states,
    unit_signs,
    unit_states,
)
from firmground.modality import MAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.hold import Held

    Answers = NDArray[np.int8]
    Ints = NDArray[np.int64]

_AT_ONCE = 64 // SIGN_BITS  # specifications whose signs fit into one number
_ONE = np.uint8((1 << SIGN_BITS) - 1)


@dataclass(frozen=True, eq=False)
class PlaceRows:
    """Kinds of places: kind k has the rows `members[first[k]]` to `first[k + 1]`, each once, and stands for `number[k]`
    places. `nameless`: the row of each event at a place that nobody knows, in the order of the events.
    """

    first: Ints
    members: NDArray[np.int32]
    number: Ints
    nameless: Ints

    @classmethod
    def of(cls, places: Ints, rows: Ints, held: Held) -> PlaceRows:
        """`places`, `rows`: of each event, in their order; places as `place_codes` numbers them."""
        known = places < len(held.located.regions)
        wide = int(rows.max(initial=0)) + 1
        owner, members = np.divmod(distinct(places[known] * wide + rows[known]), wide)
        starts = np.append(np.flatnonzero(np.diff(owner, prepend=-1)), len(owner)).astype(np.int64)
        of, one_of = number_sequences(starts, members)
        first = edges(np.diff(starts)[one_of])
        taken = np.arange(int(first[-1])) + np.repeat(starts[one_of] - first[:-1], np.diff(first))
        return cls(first, members[taken].astype(np.int32), np.bincount(of, minlength=len(one_of)), rows[~known])


def tally_places(kinds: PlaceRows, answers: Sequence[tuple[Answers, Answers]], *, every: bool) -> list[Tallied]:
    """The places added up under several specifications at once. `answers`: whether each row counts, and whether it is
    "that", under each of them.
    """
    result: list[Tallied] = []
    for start in range(0, len(answers), _AT_ONCE):
        some = answers[start : start + _AT_ONCE]
        turned = [(counted, (2 - that).astype(np.int8) if every else that) for counted, that in some]
        signs = np.zeros(len(some[0][0]), dtype=np.uint64)
        for place, own in enumerate(turned):
            signs |= unit_signs(*own).astype(np.uint64) << np.uint64(SIGN_BITS * place)
        met = np.bitwise_or.reduceat(signs[kinds.members], kinds.first[:-1]) if len(kinds.number) else signs[:0]
        for place, own in enumerate(turned):
            named = (met >> np.uint64(SIGN_BITS * place)).astype(np.uint8) & _ONE
            result.append(
                _tally_one(kinds, np.bincount(named, kinds.number, 1 << SIGN_BITS).astype(np.int64), own, every=every)
            )
    return result


def _tally_one(kinds: PlaceRows, by_signs: Ints, turned: tuple[Answers, Answers], *, every: bool) -> Tallied:
    """One specification, with what `units.fill_units` says of events at places that nobody knows.

    Of places that are "that" if all of their events are, the contrary is asked: whether one is not.
    """
    number = np.bincount(STATES_BY_SIGNS, by_signs, 8).astype(np.int64)
    # A place of which no event can count is no unit: it can only be left out.
    number[OUT] = 0
    counted, that = turned
    alone = np.where(counted >= MAY, unit_states(counted, that) | OUT, 0).astype(np.uint8)[kinds.nameless]
    events = np.flatnonzero(alone & YES)
    lent = min(len(events), int(number[NO]))
    number[NO] -= lent
    number[NO | YES] += lent
    alone[events[:lent]] &= np.uint8(~YES & 0xFF)
    number += np.bincount(alone[alone > 0], minlength=8)
    if every:
        number = number[TURNED]
    return tally_states(np.arange(8, dtype=np.uint8), number, number, number)
