"""What a measure answers: bounds, whether there is a value at all, and the units that leave it open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.measures.units import Tallied, part_bounds, share_bounds
from firmground.modality import MUST

if TYPE_CHECKING:
    from firmground.bounds import Accepted, Bounds
    from firmground.measures.settle import Question
    from firmground.measures.units import Units
    from firmground.modality import Modality


@dataclass(frozen=True, eq=False)
class Measurement:
    """What the data say. `bounds` None: nothing to measure. `defined`: whether there must, may or cannot be a
    value at all. `units`: None where nothing is counted (areas, distances), or where they are only `added` up: nobody
    needs them one by one under every specification. `labels`: names of the units where
    they are no events (places, days, pledges, ties, pairs). `details`: further bounds by name, in the same unit.
    `settled_by`: what the units must add up to for the claim to hold, where that is not the claim's own value.
    `joined`: the units hang together, so that fewer of them than settle it singly may do. `withheld`: sentences about
    what is not shown of the case and widens the bounds; of rows of events they say nothing. `says_nothing`: the bounds
    are every value that there can be.
    """

    question: Question
    bounds: Bounds | None
    defined: Modality
    units: Units | None = None
    labels: tuple[str, ...] = ()
    details: tuple[tuple[str, Bounds], ...] = ()
    settled_by: Accepted | None = None
    joined: bool = False
    added: Tallied | None = None
    withheld: tuple[str, ...] = ()
    says_nothing: bool = False

    @property
    def tallied(self) -> Units | Tallied | None:
        """What was counted, added up at least; None where nothing was."""
        return self.added if self.units is None else self.units


def measure_part(question: Question, units: Units | Tallied, labels: tuple[str, ...] = ()) -> Measurement:
    """The share of the units, or their part of a whole of which they are what is known.

    Raises BadRequestError if more of them surely count than the whole has.
    """
    if question.out_of is None:
        bounds, defined = share_bounds(units)
        return measured(question, bounds, defined, units, labels)
    try:
        return measured(question, part_bounds(units, question.out_of), MUST, units, labels)
    except ValueError as fault:
        raise BadRequestError(str(fault)) from fault


def measured(
    question: Question, bounds: Bounds | None, defined: Modality, units: Units | Tallied, labels: tuple[str, ...] = ()
) -> Measurement:
    """A measurement of units, or of units that were added up."""
    if isinstance(units, Tallied):
        return Measurement(question, bounds, defined, labels=labels, added=units)
    return Measurement(question, bounds, defined, units, labels)
