"""Places that no question can tell apart, because the same rows of events happened at them, as one with a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.measures.ground_sets import number_sequences
from firmground.measures.units import NO, OUT, YES, Tallied, group_states, tally_states, unit_states
from firmground.modality import MAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.hold import Held

    Answers = NDArray[np.int8]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PlaceRows:
    """Kinds of places: kind k has the rows `members[first[k]]` to `first[k + 1]`, each once, and stands for `number[k]`
    places. `nameless`: the row of each event at a place that nobody knows, in the order of the events.
    """

    first: Ints
    members: Ints
    number: NDArray[np.float64]
    nameless: Ints

    @classmethod
    def of(cls, places: Ints, rows: Ints, held: Held) -> PlaceRows:
        """`places`, `rows`: of each event, in their order; places as `place_codes` numbers them."""
        known = places < len(held.located.regions)
        wide = int(rows.max(initial=0)) + 1
        pairs = np.unique(places[known] * wide + rows[known])
        owner, members = np.divmod(pairs, wide)
        edges = np.append(np.flatnonzero(np.diff(owner, prepend=-1)), len(owner)).astype(np.int64)
        of, one_of = number_sequences(edges, members)
        lengths = edges[one_of + 1] - edges[one_of]
        first = np.concatenate([[0], np.cumsum(lengths)])
        taken = np.arange(int(first[-1])) + np.repeat(edges[one_of] - first[:-1], lengths)
        return cls(first, members[taken], np.bincount(of, minlength=len(one_of)).astype(np.float64), rows[~known])


def tally_places(kinds: PlaceRows, counted: Answers, that: Answers, *, every: bool) -> Tallied:
    """The places added up, with what `units.fill_units` says of events at places that nobody knows."""
    named = np.zeros(0, dtype=np.uint8)
    if len(kinds.number):
        named = group_states(counted[kinds.members], that[kinds.members], kinds.first, every=every)
    # A place of which no event can count is no unit: it can only be left out.
    number = np.bincount(named, kinds.number, 8).astype(np.int64)
    number[OUT] = 0
    alone = np.where(counted >= MAY, unit_states(counted, that) | OUT, 0).astype(np.uint8)[kinds.nameless]
    able, contrary = (NO, YES) if every else (YES, NO)
    events = np.flatnonzero(alone & able)
    lent = min(len(events), int(number[contrary]))
    number[contrary] -= lent
    number[contrary | able] += lent
    alone[events[:lent]] &= np.uint8(~able & 0xFF)
    number += np.bincount(alone[alone > 0], minlength=8)
    return tally_states(np.arange(8, dtype=np.uint8), number, number, number)
