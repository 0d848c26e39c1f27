"""Which regions lie in a zone: areas and places of the case, each region as wide as it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.containment import lies_in
from firmground.modality import MAY, MUST, Modality, any_of
from firmground.places import Candidates, Unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.hold import Held
    from firmground.locate import Region
    from firmground.places import Where


def inside_zones(held: Held, zones: tuple[str, ...], wheres: list[Where]) -> NDArray[np.int8]:
    """Must, may or cannot each region lie in any one of the zones? `wheres`: the place of each region, as it is taken.

    A place that lies partly in each of two zones only may lie in one of them. Of a zone that the case does not know
    nothing is known: MAY.
    """
    grounds = [_find_zone(held, zone) for zone in zones]
    answers = [
        any_of(_inside_one(region, where, ground, own) for ground, own in grounds)
        for region, where in zip(held.located.regions, wheres, strict=True)
    ]
    return np.array(answers, dtype=np.int8)


def _inside_one(region: Region, where: Where, ground: Where, own: tuple[str, ...]) -> Modality:
    """What happened at a place by its name happened there, however wide or unknown the place is: where the name is
    withheld it may have been this one.
    """
    if region.counts_as in own:
        return MUST
    found = lies_in(where, ground)
    return found | MAY if region.nameless and own else found


def _find_zone(held: Held, name: str) -> tuple[Where, tuple[str, ...]]:
    """An area, by id or by name on any level, else a place, with the id under which events are placed at it.

    Of several places of one name it is one of them, and nobody knows which.
    """
    gazetteer = held.case.gazetteer
    if (area := gazetteer.find_area("", name)) is not None:
        return area, ()
    found = gazetteer.find(name)
    if len(found) == 1:
        return found[0].where, (found[0].id,)
    return (Candidates(tuple(place.where for place in found)) if found else Unknown(f"{name!r} is no place")), ()
