"""Areas, gains and listed places: equal to asking every piece of ground on the day."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.bounds import Bounds
from firmground.case.actors import SOMEBODY
from firmground.case.claims import MeasureKind
from firmground.case.claims import Test as ClaimTest
from firmground.case.control import NOBODY, UNMAPPED
from firmground.case.definitions import Definition, Label
from firmground.dates import parse_when
from firmground.engine.areas import area_km2
from firmground.errors import BadRequestError
from firmground.hold.timeline import MOST_UNCERTAIN
from firmground.measures import measure
from firmground.measures.territory import gained_area, held_area, places_held
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Area
from oracles import who_held
from oracles.worlds import (
    actors,
    box,
    case_of,
    day,
    event_table,
    face,
    held_by,
    hold,
    member,
    on_map,
    place_list,
    polygons,
    row,
    snapshots,
)  # fmt: skip

FIRST = day("2015-10-01")
WITHIN = box(36, 35, 38, 37)
CELLS = [box(36 + x / 2, 35 + y / 2, 36.5 + x / 2, 35.5 + y / 2) for x in range(4) for y in range(4)]
CENTRES = [cell.centroid.coords[0] for cell in CELLS]


def case_with(control, **more):
    return case_of(event_table(), control, **more)


def area(control, date, party="a", *, contested=True, region="", **more):
    return held_area(case_with(control, **more), on_map(contested=contested), party, parse_when(date), region)


def by_pieces(control, on, party, *, contested):
    """Least and greatest area on one day, piece by piece of a lattice on which all borders lie."""
    low = high = 0.0
    for cell, centre in zip(CELLS, CENTRES, strict=True):
        answer = who_held.judged(
            who_held.at_point(control, centre, on), party, {"a", "b", "c"} - {party}, contested=contested
        )
        low += area_km2(cell) * (answer is MUST)
        high += area_km2(cell) * (answer is not CANNOT)
    return Bounds(low, high)


def assert_near(found, truth):
    assert (float(found.low), float(found.high)) == pytest.approx((truth.low, truth.high), rel=1e-6, abs=1e-3)


a_box = st.builds(
    lambda x, y, wide, tall: box(36 + x / 2, 35 + y / 2, 36 + (x + wide) / 2, 35 + (y + tall) / 2),
    st.integers(0, 3), st.integers(0, 3), st.integers(1, 3), st.integers(1, 3),
)  # fmt: skip
a_holding = st.sampled_from([held_by("a"), held_by("b"), held_by("a", "b"), held_by(SOMEBODY), NOBODY])
dates = ["2015-10-01", "2015-10-05", "2015-10-06", "2015-10-10"]
UNCERTAIN = ["2015-10-05~/2015-10-10", "2015-10-01/"]
a_period = st.one_of(
    st.tuples(st.sampled_from(dates), st.sampled_from(dates)).map(lambda pair: "/".join(sorted(pair))),
    st.sampled_from(["../2015-10-05", "2015-10-05/..", "../..", "2015-10", *UNCERTAIN]),
)
elsewhere = st.sampled_from([UNMAPPED, NOBODY, held_by("a"), held_by("c")])
# More than three faces of uncertain days over one spot are read as unknown ground by the oracle; areas are sharper.
some_faces = st.lists(st.tuples(a_holding, a_period, a_box), min_size=1, max_size=5).filter(
    lambda faces: sum(period in UNCERTAIN for _, period, _ in faces) <= MOST_UNCERTAIN
)
interval_maps = st.builds(
    lambda faces, rest: polygons(*(face(*one) for one in faces), elsewhere=rest, within=WITHIN), some_faces, elsewhere,
)  # fmt: skip
snapshot_maps = st.builds(
    lambda faces, rest: snapshots(*(face(who, on, shape) for who, on, shape in faces), max_gap_days=4, elsewhere=rest, within=WITHIN),
    st.lists(st.tuples(a_holding, st.sampled_from(dates), a_box), min_size=1, max_size=5), elsewhere,
)  # fmt: skip


@given(
    st.one_of(interval_maps, snapshot_maps),
    st.sampled_from(["2015-09-30", *dates, "2015-10-03", "2015-10-11"]),
    st.sampled_from(["a", "b"]),
    st.booleans(),
)
@settings(deadline=None, max_examples=150)
def test_an_area_on_a_day_is_that_of_its_pieces(control, date, party, contested):
    assert_near(
        area(control, date, party, contested=contested), by_pieces(control, day(date), party, contested=contested)
    )


@given(st.one_of(interval_maps, snapshot_maps), st.booleans())
@settings(deadline=None, max_examples=40)
def test_an_area_on_one_of_several_days_lies_between_those_of_the_days(control, contested):
    found = area(control, "2015-10-03/2015-10-06", contested=contested)
    each = [by_pieces(control, FIRST + later, "a", contested=contested) for later in (2, 3, 4, 5)]
    assert_near(found, Bounds(min(one.low for one in each), max(one.high for one in each)))


@given(st.one_of(interval_maps, snapshot_maps))
@settings(deadline=None, max_examples=40)
def test_gained_ground_less_lost_ground_is_the_change(control):
    case = case_with(control)
    net, gained, lost = gained_area(case, on_map(), "a", parse_when("2015-10-03"), parse_when("2015-10-06"), "")
    low = high = lost_low = lost_high = 0.0
    for cell, centre in zip(CELLS, CENTRES, strict=True):
        before, after = (
            who_held.judged(who_held.at_point(control, centre, FIRST + later), "a", {"b", "c"}, contested=True)
            for later in (2, 5)
        )
        low += area_km2(cell) * ((~before & after) is MUST)
        high += area_km2(cell) * ((~before & after) is not CANNOT)
        lost_low += area_km2(cell) * ((before & ~after) is MUST)
        lost_high += area_km2(cell) * ((before & ~after) is not CANNOT)
    assert_near(gained, Bounds(low, high))
    assert_near(lost, Bounds(lost_low, lost_high))
    assert net.low - 1e-6 <= gained.low - lost.high + (gained.high - gained.low) + (lost.high - lost.low)


def test_between_two_snapshots_each_spot_changes_hands_by_itself():
    west, east = box(36, 35, 37, 36), box(37, 35, 38, 36)
    control = snapshots(
        face("a", "2015-10-01", west),
        face("b", "2015-10-01", east),
        face("b", "2015-10-11", west),
        face("a", "2015-10-11", east),
        within=WITHIN,
    )
    assert_near(area(control, "2015-10-01"), Bounds(area_km2(west), area_km2(WITHIN) - area_km2(east)))
    found = area(control, "2015-10-05")
    assert found.low == 0
    assert found.high == pytest.approx(area_km2(WITHIN))


def test_ground_that_keeps_its_holder_is_his_on_the_day_between_two_faces():
    ground, far = box(36, 35, 37, 36), box(37, 36, 38, 37)
    control = polygons(
        face("a", "2015/2015-10-10", ground),
        face("a", "2015-10-10/..", ground),
        face("b", "2015/2015-10-10", far),
        within=ground,
    )
    assert_near(area(control, "2015-10-10"), Bounds(area_km2(ground), area_km2(ground)))


def test_an_area_follows_a_definition_that_changes_between_the_days_asked_about():
    ground = box(36, 35, 37, 36)
    own = Definition("d", "d", "", (Label("terrorist", ("a",), (), parse_when("2015-10-05/..")),))
    case = case_with(polygons(face("a", "../..", ground), within=ground), definitions={"d": own})
    found = held_area(case, on_map(definition="d"), "terrorist", parse_when("2015-10-01/2015-10-09"), "")
    assert_near(found, Bounds(0, area_km2(ground)))


def test_an_area_counts_inside_its_region_only_and_a_map_is_asked_for_its_days():
    ground = box(36, 35, 37, 36)
    areas = {("", "half"): Area("half", "Half", box(36, 35, 36.5, 36))}
    control = polygons(face("a", "2015-10-01/2015-10-10", ground), within=WITHIN)
    assert_near(
        area(control, "2015-10-05", region="half", areas=areas),
        Bounds(area_km2(areas["", "half"].geometry), area_km2(areas["", "half"].geometry)),
    )
    with pytest.raises(BadRequestError, match="no area 'other'"):
        area(control, "2015-10-05", region="other", areas=areas)
    with pytest.raises(BadRequestError, match="needs a day with both ends known"):
        area(control, "2015-10-05/..")
    with pytest.raises(BadRequestError, match="is a list of places"):
        area(place_list(row("homs", "a", "../..")), "2015-10-05")


def test_listed_places_are_held_and_taken_as_their_rows_say():
    control = place_list(
        row("homs", "a", "../.."),
        row("hama", "b", "2015-01-01/2015-10-05"), row("hama", "a", "2015-10-06/.."),
        row("salma", "b", "2015-01-01/2015-10-08"), row("salma", "a", "2015-10-10/.."),
        row("idlib", held_by("a", "b"), "../.."),
        row("raqqa", "c", "../.."),
    )  # fmt: skip
    case = case_with(control)

    def places(date, until=None, **spec):
        last = parse_when(until) if until else None
        return places_held(case, on_map(**spec), "a", parse_when(date), last, taken=until is not None)

    assert places("2015-10-05") == {"homs": MUST, "hama": CANNOT, "salma": CANNOT, "idlib": MUST, "raqqa": CANNOT}
    assert places("2015-10-09") == {"homs": MUST, "hama": MUST, "salma": MAY, "idlib": MUST, "raqqa": CANNOT}
    assert places("2015-10-05", contested=False)["idlib"] is CANNOT
    assert places("2015-10-05/2015-10-06")["hama"] is MAY
    assert places("2015-10-05", "2015-10-06")["hama"] is MUST
    assert places("2015-10-05", "2015-10-09")["salma"] is MAY
    assert places("2015-10-05", "2015-10-10")["salma"] is MUST
    assert places("2015-10-06", "2015-10-10")["hama"] is CANNOT
    assert places("2015-10-05", "2015-10-10")["homs"] is CANNOT


def test_a_place_is_held_through_a_membership_only_on_its_days():
    everyone = actors("a", "army", ties=(member("a", "army", "2015-10-05/2015-10-06"),))
    case = case_with(place_list(row("homs", "a", "../..")), parties=everyone)
    for date, answer in (
        ("2015-10-04", CANNOT),
        ("2015-10-05", MUST),
        ("2015-10-07", CANNOT),
        ("2015-10-01/2015-10-31", MAY),
    ):
        assert places_held(case, on_map(), "army", parse_when(date), None, taken=False)["homs"] is answer


def test_a_count_of_places_held_has_the_bounds_of_its_places():
    control = place_list(
        row("homs", "a", "../.."), row("hama", held_by("a", SOMEBODY), "../.."), row("raqqa", "c", "../..")
    )
    test = ClaimTest(MeasureKind.PLACES, party="a", on=parse_when("2015-10-05"))
    held = hold(case_with(control))
    assert measure(held, test, on_map()).bounds == Bounds(2, 2)
    found = measure(held, test, on_map(contested=False))
    assert found.bounds == Bounds(1, 2)
    assert found.labels == ("homs", "hama", "raqqa")
