"""Who held what, by asking every point of a region on every one of its days, one by one.

Written from the rules alone and without memory, index or projection: a point, a day, and all that the map may
mean there. Actors here have no ties.
"""

from __future__ import annotations

from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Any

import shapely

from firmground.case.actors import SOMEBODY
from firmground.case.control import UNMAPPED, ControlMap, Face, Ground, Holding, Timing
from firmground.modality import Modality
from oracles.ground_points import distances_km, points_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from firmground.places import Area, Disc

Alternatives = set[frozenset[Holding]]  # what the map may mean at one point on one day
UNKNOWN: Alternatives = {frozenset({UNMAPPED})}


def at_point(control: ControlMap, point: np.ndarray, day: int) -> Alternatives:
    if control.listed:
        return _nearest_place(control, point, day)
    over = [face for face in control.faces if shapely.contains_xy(face.geometry, *point)]
    within = control.within is None or shapely.contains_xy(control.within, *point)
    if control.timing is Timing.SNAPSHOTS:
        return _snapshot(control, over, day, within=within)
    spoken = any(day in face.period.certain for face in control.faces)
    bare = control.elsewhere if within and spoken else UNMAPPED
    chosen = _rows_on(over, day)
    return UNKNOWN if chosen is None else {rows or frozenset({bare}) for rows in chosen}


def _snapshot(control: ControlMap, over: list[Face], day: int, *, within: bool) -> Alternatives:
    before = [known for known in control.snapshot_days if known <= day]
    after = [known for known in control.snapshot_days if known >= day]
    if not before or not after or after[0] - before[-1] > control.max_gap_days:
        return UNKNOWN
    bare = frozenset({control.elsewhere if within else UNMAPPED})
    return {
        frozenset(face.holding for face in over if face.period.possible.start == known) or bare
        for known in (before[-1], after[0])
    }


def _rows_on(rows: Iterable[Face], day: int) -> Alternatives | None:
    """The rows that may have stood together on a day, as their holdings; None if too many are uncertain."""
    sure = [row for row in rows if day in row.period.certain]
    maybe = [row for row in rows if day in row.period.possible and row not in sure]
    if len(maybe) > 3:
        return None
    ending = [row for row in sure if row.period.certain.stop == day + 1]
    starting = [row for row in sure if row.period.certain.start == day]
    changing = [row for row in sure if row in ending or row in starting]
    handed = [sure]
    if ending and starting and len(changing) > 1:
        handed = [[row for row in sure if row not in changing] + [one] for one in changing]
    extra = chain.from_iterable(combinations(maybe, size) for size in range(len(maybe) + 1))
    return {frozenset(row.holding for row in (*one, *more)) for one, more in product(handed, list(extra))}


def at_listed(control: ControlMap, place: str, day: int) -> Alternatives:
    """What a list says of one of its places on one day."""
    rows = [row for row in control.faces if row.place == place]
    chosen = _rows_on(rows, day)
    if chosen is None:
        return UNKNOWN
    if frozenset() not in chosen:
        return chosen
    return (chosen - {frozenset()}) | _gap(control, rows, day)


def _gap(control: ControlMap, rows: list[Face], day: int) -> Alternatives:
    before = [row for row in rows if row.period.possible.stop <= day]
    after = [row for row in rows if row.period.possible.start > day]
    if not before or not after:
        return UNKNOWN
    # Every way in which the ends may fall: the gap runs from the last end to the first beginning.
    lasts, firsts = _extremes(before, after)
    if min(firsts) - max(lasts) <= 0 or max(firsts) - min(lasts) > control.max_gap_days:
        return UNKNOWN
    return {frozenset({row.holding}) for row in before if row.period.possible.stop - 1 >= min(lasts)} | {
        frozenset({row.holding}) for row in after if row.period.possible.start <= max(firsts)
    }


def _extremes(before: list[Face], after: list[Face]) -> tuple[set[int], set[int]]:
    """The days that may be the last of all the rows before, and the first of all the rows after."""

    def last_days(row: Face) -> range:
        early = row.period.possible.start if row.period.certain.empty else row.period.certain.stop - 1
        return range(early, row.period.possible.stop)

    def first_days(row: Face) -> range:
        late = row.period.possible.stop - 1 if row.period.certain.empty else row.period.certain.start
        return range(row.period.possible.start, late + 1)

    lasts = {max(ends) for ends in product(*(last_days(row) for row in before))}
    firsts = {min(ends) for ends in product(*(first_days(row) for row in after))}
    return lasts, firsts


def _nearest_place(control: ControlMap, point: np.ndarray, day: int) -> Alternatives:
    places = {row.place: row for row in reversed(control.faces) if row.geometry is not None}
    if not places or not control.reach_km:
        return UNKNOWN
    sites = shapely.get_coordinates([row.geometry for row in places.values()])
    distance = distances_km(*point, sites)
    if distance.min() > control.reach_km:
        return UNKNOWN
    near = [place for place, km in zip(places, distance, strict=True) if km <= distance.min() + 1e-6]
    return set().union(*(at_listed(control, place, day) for place in near))


def held(party: str, holdings: frozenset[Holding], others: Iterable[str], *, contested: bool) -> set[bool]:
    """Is it held by the party? Every truth that is possible, by naming whoever is not named."""
    anybody = [party, *others, "a stranger"]
    truths = set()
    options: list[list[tuple[str, ...]]] = []
    for holding in holdings:
        if holding.ground is Ground.UNMAPPED:
            options.append([(who,) for who in anybody] + [()])
        else:
            names = [anybody if name == SOMEBODY else [name] for name in holding.holders]
            options.append(list(product(*names)))
    for world in product(*options):
        holders = set(chain.from_iterable(world))
        bare = any(not one for one in world)  # one of the faces says that nobody holds it
        truths.add(party in holders if contested else holders == {party} and not bare)
    return truths


def answer(
    control: ControlMap, region: Disc | Area, days: Iterable[int], party: str, *, contested: bool, count: int = 200
) -> Modality:
    """MUST, MAY or CANNOT the region have been held by the party on the days?"""
    others = {name for face in control.faces for name in face.holding.holders} - {SOMEBODY, party}
    alternatives = {one for point in points_of(region, count) for day in days for one in at_point(control, point, day)}
    return judged(alternatives, party, others, contested=contested)


def judged(alternatives: Alternatives, party: str, others: Any, *, contested: bool) -> Modality:
    truths = set().union(*(held(party, one, others, contested=contested) for one in alternatives))
    return Modality.of(every=truths == {True}, some=True in truths)
