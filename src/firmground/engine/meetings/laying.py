"""Each stratum of events meets each, on a net as wide as the two need.

Nets come in steps, so that many meetings share one and a stratum is laid on each net once; they are taken one after
the other, so that no more than one is held.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.meetings.apart import SLACK_KM
from firmground.engine.meetings.cells import Net
from firmground.engine.meetings.chords import longest_chord
from firmground.engine.meetings.net import Meeting, Stratum
from firmground.engine.meetings.strata import stratify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from firmground.engine.meetings.happenings import Happenings, Reach

# Each net is a quarter wider than the one before: fewer would look at more that is too far, more take longer to lay.
_STEP = 1.25


@dataclass(frozen=True, eq=False)
class _Layer:
    """The events of one stratum, before they are laid on a net."""

    events: Happenings
    numbers: NDArray[np.int64]

    @cached_property
    def widest_km(self) -> float:
        return float(self.events.radius_km.take(self.numbers).max())

    def on(self, net: Net) -> Stratum:
        return Stratum.laid(self.numbers, self.events, net)


def all_meetings(a: Happenings, b: Happenings | None, reach: Reach) -> Iterator[Meeting]:
    """Each stratum with each; of one set (`b` None) each with itself and with those after it."""
    if not len(a) or (b is not None and not len(b)):
        return
    layers = [_Layer(a, numbers) for numbers in stratify(a, reach, len(a if b is None else b))]
    if b is None:
        couples = list(itertools.combinations_with_replacement(layers, 2))
    else:
        couples = list(itertools.product(layers, [_Layer(b, numbers) for numbers in stratify(b, reach, len(a))]))
    narrowest = _chord(reach.km)
    chords = {couple: _widest_chord(reach, *couple) for couple in couples}
    steps = {couple: _step(chord / narrowest) for couple, chord in chords.items()}
    for step, group in itertools.groupby(sorted(couples, key=steps.__getitem__), key=steps.__getitem__):
        of_step = list(group)
        net = Net.for_reach(max(narrowest * _STEP**step, *(chords[couple] for couple in of_step)))
        laid: dict[_Layer, Stratum] = {}
        for one, other in of_step:
            for layer in (one, other):
                if layer not in laid:
                    laid[layer] = layer.on(net)
            # The smaller asks the larger.
            turned = len(laid[one]) > len(laid[other])
            first, second = (laid[other], laid[one]) if turned else (laid[one], laid[other])
            yield Meeting(
                (a, a if b is None else b), first, second, reach, chords[one, other], turned=turned, one_set=b is None
            )


def _widest_chord(reach: Reach, one: _Layer, other: _Layer) -> float:
    """No two events of these strata that may be within reach are farther apart in a straight line."""
    return _chord(reach.km + one.widest_km + other.widest_km)


def _chord(km: float) -> float:
    return float(longest_chord(np.array(km + SLACK_KM)))


def _step(times: float) -> int:
    """How many steps it takes to be so many times as wide."""
    return max(0, math.ceil(math.log(times) / math.log(_STEP) - 1e-9)) if times > 1 else 0
