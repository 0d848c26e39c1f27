"""How much ground a party held, how much it gained or lost, which listed places it held or took."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, Any

import shapely

from firmground.bounds import Bounds
from firmground.case.control import UNMAPPED, Timing
from firmground.case.parties import holds
from firmground.engine.areas import area_km2
from firmground.engine.overlay import both, either, together, without
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
    return _area_of_any(list(territories(case, specification, party, on.possible, region)))


def _area_of_any(grounds: list[Territory]) -> Bounds:
    if not grounds:
        raise BadRequestError("an area needs a day: say on = ... in the claim's test")
    least = [area_km2(ground.must) for ground in grounds]
    most = [area_km2(ground.may) for ground in grounds]
    return Bounds(min(least), max(*least, *most))


def gained_area(
    case: Case, specification: Specification, party: str, on: When, until: When, region: str
) -> tuple[Bounds, Bounds, Bounds]:
    """Bounds in km² of the net change between two days, of the ground gained, and of the ground lost."""
    before = list(territories(case, specification, party, on.possible, region))
    after = list(territories(case, specification, party, until.possible, region))
    net = _area_of_any(after) - _area_of_any(before)
    pairs = list(product(before, after))
    gained = reduce(Bounds.hull, (_difference(new, old) for old, new in pairs))
    lost = reduce(Bounds.hull, (_difference(old, new) for old, new in pairs))
    return net, gained, lost


def _difference(one: Territory, other: Territory) -> Bounds:
    least = area_km2(without(one.must, other.may))
    return Bounds(least, max(least, area_km2(without(one.may, other.must))))


def territories(case: Case, specification: Specification, party: str, days: Days, region: str) -> Iterator[Territory]:
    """The party's ground on each of those days; equal states of the map come once.

    Where several readings are possible on one day, every spot may follow any of them, whatever its neighbours do:
    must is what is the party's in all of them, may what is in some.
    """
    control = case.maps[specification.map]
    check_has_areas(control)
    if not days.limited:
        raise BadRequestError("an area needs a day with both ends known")
    bounds = _region(case, control, region)
    definition = case.definitions.get(specification.definition)
    contested = specification.contested
    seen = set()
    for day in range(days.start, days.stop):
        states = _states(control, day)
        key = (tuple(state.key for state in states), day if case.actors.ties or case.definitions else 0)
        if key in seen:
            continue
        seen.add(key)
        holdings = {face.holding for state in states for face in (*state.sure, *state.maybe)}
        answers = {
            holding: holds(party, (holding,), day, case.actors, definition, contested=contested)
            for holding in holdings | {control.elsewhere, UNMAPPED}
        }
        yield _joined([_ground(control, state, answers, bounds, contested=contested) for state in states], bounds)


def check_has_areas(control: ControlMap) -> None:
    """Raises BadRequestError for a list of places, of whatever days it is asked."""
    if control.listed:
        raise BadRequestError(f"the map {control.id!r} is a list of places: it has no areas")


@dataclass(frozen=True, eq=False)
class _State:
    """One reading of the map: faces that surely stood, faces that may have, what bare ground is taken for.

    `ending`, `starting`: those of `sure` on their last and on their first day. Where one of each meet over a spot,
    each face that changes there may be the only one.
    """

    sure: list[Face]
    maybe: list[Face]
    elsewhere: Holding
    ending: list[Face]
    starting: list[Face]

    @property
    def key(self) -> tuple[object, ...]:
        lists = (self.sure, self.maybe, self.ending, self.starting)
        return (*(tuple(id(face) for face in faces) for faces in lists), self.elsewhere)


def _joined(grounds: list[Territory], bounds: Any) -> Territory:
    if not grounds:
        return Territory(shapely.Polygon(), bounds)  # nothing is known of that day
    must, may = grounds[0].must, grounds[0].may
    for ground in grounds[1:]:
        must, may = both(must, ground.must), either(may, ground.may)
    return Territory(must, may)


def limited(control: ControlMap, region: str) -> bool:
    """Does what is measured have a limit? Ground outside all faces may be anybody's, and there is no end of it."""
    return bool(region) or control.within is not None or control.elsewhere != UNMAPPED


def _region(case: Case, control: ControlMap, region: str) -> Any:
    if region:
        area = case.gazetteer.find_area("", region)
        if area is None:
            raise BadRequestError(f"there is no area {region!r} in the [[areas]] of the case")
        return area.geometry
    if control.within is not None:
        return control.within
    return together([face.geometry for face in control.faces])


def _states(control: ControlMap, day: int) -> list[_State]:
    """Readings of the map on a day; none where it does not speak of that day at all."""
    if control.timing is Timing.SNAPSHOTS:
        return _snapshot_states(control, day)
    active = [(face, face.period.holds_on(day)) for face in control.faces]
    sure = [face for face, stands in active if stands is MUST]
    maybe = [face for face, stands in active if stands is MAY]
    ending = [face for face in sure if face.period.certain.stop == day + 1]
    starting = [face for face in sure if face.period.certain.start == day]
    # A day on which no face surely stands is a day outside the map.
    return [_State(sure, maybe, control.elsewhere if sure else UNMAPPED, ending, starting)]


def _snapshot_states(control: ControlMap, day: int) -> list[_State]:
    before = max((known for known in control.snapshot_days if known <= day), default=None)
    after = min((known for known in control.snapshot_days if known >= day), default=None)
    if before is None or after is None or after - before > control.max_gap_days:
        return []
    return [
        _State([face for face in control.faces if face.period.possible.start == known], [], control.elsewhere, [], [])
        for known in sorted({before, after})
    ]


def _ground(
    control: ControlMap, state: _State, answers: dict[Holding, Modality], region: Any, *, contested: bool
) -> Territory:
    """The party's ground in one reading of the map; on a day of changing hands either side may be meant."""
    whole = _territory(control, state, answers, region, contested=contested)
    handed = both(_handed_over(state), region)
    if handed.is_empty:
        return whole
    changing = {*state.ending, *state.starting}
    staying = [face for face in state.sure if face not in changing]
    must, may = handed, shapely.Polygon()
    for holding in {face.holding for face in changing}:
        own = [face for face in changing if face.holding == holding]
        alone = _territory(control, replace(state, sure=[*staying, *own]), answers, region, contested=contested)
        ground = both(together([face.geometry for face in own]), handed)
        must = without(must, without(ground, alone.must))
        may = either(may, both(ground, alone.may))
    return Territory(
        either(without(whole.must, handed), must),
        either(without(whole.may, handed), may),
    )


def _handed_over(state: _State) -> Any:
    """Ground over which a face that ends on this day meets another that begins on it."""
    if not state.ending or not state.starting:
        return shapely.Polygon()
    tree = shapely.STRtree([face.geometry for face in state.starting])
    shared = [
        both(face.geometry, state.starting[int(index)].geometry)
        for face in state.ending
        for index in tree.query(face.geometry, predicate="intersects")
        if state.starting[int(index)] is not face
    ]
    return together([ground for ground in shared if ground.area > 0])


def _territory(
    control: ControlMap, state: _State, answers: dict[Holding, Modality], region: Any, *, contested: bool
) -> Territory:
    def union(faces: list[Face], *kinds: Modality) -> Any:
        return together([face.geometry for face in faces if answers[face.holding] in kinds])

    every = [*state.sure, *state.maybe]
    may = either(union(every, MUST, MAY), _bare(control, state, state.sure, region, answers, MAY))
    # Ground that may be bare and is the party's in that case too: a face that may lie over it must be its own.
    over = [*state.sure, *(face for face in state.maybe if answers[face.holding] is not MUST)]
    must = either(union(state.sure, MUST), _bare(control, state, over, region, answers, MUST))
    if not contested:
        # Ground under several holders is the party's only if all of them are.
        must = without(must, union(every, MAY, CANNOT))
        may = without(may, union(state.sure, CANNOT))
    return Territory(both(must, region), both(may, region))


def _bare(
    control: ControlMap,
    state: _State,
    faces: list[Face],
    region: Any,
    answers: dict[Holding, Modality],
    at_least: Modality,
) -> Any:
    """Ground of the region under no face, as far as what it is taken for reaches `at_least` that answer."""
    bare = without(region, together([face.geometry for face in faces]))
    inside = bare if control.within is None else both(bare, control.within)
    outside = shapely.Polygon() if control.within is None else without(bare, control.within)
    parts = []
    if answers[state.elsewhere] >= at_least:
        parts.append(inside)
    if answers[UNMAPPED] >= at_least:
        parts.append(outside)
    return together(parts)


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
    changes = case.break_days()
    answers = [
        holds(party, held, day, case.actors, definition, contested=specification.contested)
        for spell in timeline.listed_spells((place,), days)
        for held, _ in spell.reading
        for day in (spell.start, *(day for day in changes if spell.start < day < spell.stop))
    ]
    return Modality.of(
        every=all(answer is MUST for answer in answers), some=any(answer is not CANNOT for answer in answers)
    )


def place_name(control: ControlMap, place: str) -> str:
    return next((face.name for face in control.faces if face.place == place and face.name), place)
