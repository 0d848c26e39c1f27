"""Which regions lie within a distance of a place or an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.separation import separation
from firmground.errors import BadRequestError
from firmground.hold.taken import taken_place, taken_radii
from firmground.modality import Modality
from firmground.places import Disc, geod

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.case.claims import Near
    from firmground.hold import Held
    from firmground.locate import Regions
    from firmground.places import Where

    Answers = NDArray[np.int8]


def near_place(held: Held, near: Near, radius: float) -> Answers:
    """Must, may or cannot each region be so near, being so many times as wide? Raises as `find_place`."""
    to, regions = find_place(held, near.to), held.located.regions
    answers = np.zeros(len(regions), dtype=np.int8)
    alone: Iterable[int] = range(len(regions))
    if isinstance(to, Disc):
        discs = np.flatnonzero(np.isfinite(regions.lon))
        answers[discs] = _discs_near(regions, discs, to, near.km, radius)
        alone = regions.others
    for number in alone:
        distance = separation(taken_place(regions[number], radius), to)
        answers[number] = Modality.of(every=distance.high <= near.km, some=distance.low <= near.km)
    return answers


def _discs_near(regions: Regions, discs: NDArray[np.int64], to: Disc, km: float, radius: float) -> Answers:
    """All discs at once, as `places.disc_distance` has it for two."""
    here = (np.full(len(discs), to.lon), np.full(len(discs), to.lat))
    centres = geod().inv(regions.lon[discs], regions.lat[discs], *here)[2] / 1000
    reach = taken_radii(regions, radius)[discs] + to.radius_km
    return np.where(centres + reach <= km, 2, np.maximum(0.0, centres - reach) <= km).astype(np.int8)


def find_place(held: Held, name: str) -> Where:
    """A place or an incident of the case by id or name. Raises BadRequestError if there is none."""
    if name in held.case.incidents:
        return held.case.incidents[name].where
    found = held.case.gazetteer.find(name)
    if len(found) != 1:
        raise BadRequestError(f"{name!r} is no incident and not exactly one place of the case")
    return found[0].where
