"""How much ground a party held, how much it gained or lost, which listed places it held or took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from firmground.bounds import Bounds
from firmground.case.control import UNMAPPED, Timing
from firmground.case.parties import holds
from firmground.engine.areas import area_km2
from firmground.errors import BadRequestError
from firmground.hold.timeline import Timeline
from firmground.modality import CANNOT, MAY, MUST, Modality, all_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.control import ControlMap, Face, Holding
    from firmground.dates import Days, When


@dataclass(frozen=True, eq=False)
class Territory:
    """The ground of one party in a region on one day: what must be its, what may be (shapely, in degrees)."""

    must: Any
    may: Any


def held_area(case: Case, specification: Specification, party: str, on: When, region: str) -> Bounds:
    """Bounds in km² of what the party held on at least one day of `on`: the narrowest that hold all readings."""
    result: Bounds | None = None
    for ground in territories(case, specification, party, on.possible, region):
        bounds = Bounds(area_km2(ground.must), max(area_km2(ground.may), area_km2(ground.must)))
        result = bounds if result is None else result.hull(bounds)
    if result is None:
        raise BadRequestError("an area needs a day: say on = ... in the claim's test")
    return result


def gained_area(
    case: Case, specification: Specification, party: str, on: When, until: When, region: str
) -> tuple[Bounds, Bounds, Bounds]:
    """Bounds in km² of the net change between two days, of the ground gained, and of the ground lost."""
    net = held_area(case, specification, party, until, region) - held_area(case, specification, party, on, region)
    gained: Bounds | None = None
    lost: Bounds | None = None
    for before in territories(case, specification, party, on.possible, region):
        for after in territories(case, specification, party, until.possible, region):
            new = _difference(after, before)
            old = _difference(before, after)
            gained = new if gained is None else gained.hull(new)
            lost = old if lost is None else lost.hull(old)
    if gained is None or lost is None:
        raise BadRequestError("a gain needs two days: say on = ... and until = ... in the claim's test")
    return net, gained, lost


def _difference(one: Territory, other: Territory) -> Bounds:
    least = area_km2(shapely.difference(one.must, other.may))
    return Bounds(least, max(least, area_km2(shapely.difference(one.may, other.must))))


def territories(case: Case, specification: Specification, party: str, days: Days, region: str) -> Iterator[Territory]:
    """The party's ground under every reading of the map on those days; equal states of the map come once."""
    control = case.maps[specification.map]
    if control.listed:
        raise BadRequestError(f"the map {control.id!r} is a list of places: it has no areas")
    if not days.limited:
        raise BadRequestError("an area needs a day with both ends known")
    bounds = _region(case, control, region)
    definition = case.definitions.get(specification.definition)
    seen = set()
    for day in range(days.start, days.stop):
        for sure, maybe, known in _states(control, day):
            key = (
                tuple(id(face) for face in sure),
                tuple(id(face) for face in maybe),
                known,
                day if case.actors.ties else 0,
            )
            if key in seen:
                continue
            seen.add(key)
            if not known:
                yield Territory(shapely.Polygon(), bounds)
                continue
            answers = {
                holding: holds(party, (holding,), day, case.actors, definition, contested=specification.contested)
                for holding in {face.holding for face in (*sure, *maybe)} | {control.elsewhere, UNMAPPED}
            }
            yield _territory(control, sure, maybe, answers, bounds, contested=specification.contested)


def _region(case: Case, control: ControlMap, region: str) -> Any:
    if region:
        area = case.gazetteer.find_area("", region)
        if area is None:
            raise BadRequestError(f"there is no area {region!r} in the [[areas]] of the case")
        return area.geometry
    if control.within is not None:
        return control.within
    return shapely.union_all([face.geometry for face in control.faces])


def _states(control: ControlMap, day: int) -> Iterator[tuple[list[Face], list[Face], bool]]:
    """Readings of the map on a day: faces that surely stood, faces that may have, and whether it speaks at all."""
    if control.timing is Timing.SNAPSHOTS:
        yield from _snapshot_states(control, day)
        return
    active = [(face, face.period.holds_on(day)) for face in control.faces]
    sure = [face for face, stands in active if stands is MUST]
    maybe = [face for face, stands in active if stands is MAY]
    ending = [face for face in sure if face.period.certain.stop == day + 1]
    starting = [face for face in sure if face.period.certain.start == day]
    if ending and starting:
        # The day of a change of hands: before or after, either may be meant.
        changing = {id(face) for face in (*ending, *starting)}
        maybe += [face for face in sure if id(face) in changing]
        sure = [face for face in sure if id(face) not in changing]
    yield sure, maybe, True


def _snapshot_states(control: ControlMap, day: int) -> Iterator[tuple[list[Face], list[Face], bool]]:
    before = max((known for known in control.snapshot_days if known <= day), default=None)
    after = min((known for known in control.snapshot_days if known >= day), default=None)
    if before is None or after is None or after - before > control.max_gap_days:
        yield [], [], False
        return
    for known in sorted({before, after}):
        yield [face for face in control.faces if known in face.period.possible], [], True


def _territory(
    control: ControlMap,
    sure: list[Face],
    maybe: list[Face],
    answers: dict[Holding, Modality],
    region: Any,
    *,
    contested: bool,
) -> Territory:
    def union(faces: list[Face], *kinds: Modality) -> Any:
        return shapely.union_all([face.geometry for face in faces if answers[face.holding] in kinds])

    must = union(sure, MUST)
    may = union([*sure, *maybe], MUST, MAY)
    may = shapely.union(may, _bare(control, sure, region, answers, MAY))
    must = shapely.union(must, _bare(control, [*sure, *maybe], region, answers, MUST))
    if not contested:
        # Ground under several holders is the party's only if all of them are.
        must = shapely.difference(must, union([*sure, *maybe], MAY, CANNOT))
        may = shapely.difference(may, union(sure, CANNOT))
    return Territory(shapely.intersection(must, region), shapely.intersection(may, region))


def _bare(
    control: ControlMap, faces: list[Face], region: Any, answers: dict[Holding, Modality], at_least: Modality
) -> Any:
    """Ground of the region under no face, as far as what it is taken for reaches `at_least` that answer."""
    bare = shapely.difference(region, shapely.union_all([face.geometry for face in faces]))
    inside = bare if control.within is None else shapely.intersection(bare, control.within)
    outside = shapely.Polygon() if control.within is None else shapely.difference(bare, control.within)
    parts = []
    if answers[control.elsewhere] >= at_least:
        parts.append(inside)
    if answers[UNMAPPED] >= at_least:
        parts.append(outside)
    return shapely.union_all(parts)


def places_held(
    case: Case, specification: Specification, party: str, on: When, until: When | None, *, taken: bool
) -> dict[str, Modality]:
    """Every listed place, and whether the party held it on `on`, or took it between `on` and `until`.

    Taken means: not its own on the earlier day and its own on the later one.
    """
    control = case.maps[specification.map]
    if not control.listed:
        raise BadRequestError(f"the map {control.id!r} is no list of places: measure an area instead")
    timeline = Timeline(control)

    def standing(place: str, days: Days) -> Modality:
        return _place_standing(case, timeline, specification, party, place, days)

    result = {}
    for place in timeline.faces.listed:
        now = standing(place, on.possible)
        if taken:
            if until is None:
                raise BadRequestError("places taken need two days: say on = ... and until = ...")
            now = all_of((~now, standing(place, until.possible)))
        result[place] = now
    return result


def _place_standing(
    case: Case, timeline: Timeline, specification: Specification, party: str, place: str, days: Days
) -> Modality:
    definition = case.definitions.get(specification.definition)
    answers = [
        holds(party, held, day, case.actors, definition, contested=specification.contested)
        for spell in timeline.listed_spells((place,), days)
        for held, _ in spell.reading
        for day in {spell.start, spell.stop - 1}
    ]
    return Modality.of(
        every=all(answer is MUST for answer in answers), some=any(answer is not CANNOT for answer in answers)
    )


def place_name(control: ControlMap, place: str) -> str:
    return next((face.name for face in control.faces if face.place == place and face.name), place)
