"""Pairs that must and may have met: borders of distance and time, what is unknown, and all worlds of small cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.bounds import Bounds, parse_accepted
from firmground.case.claims import Claim, Condition, MeasureKind, Near, Selection
from firmground.case.claims import Test as ClaimTest
from firmground.case.gazetteer import Place
from firmground.case.questions import Met
from firmground.check import check_claims
from firmground.dates import parse_when
from firmground.measures import Selector, measure
from firmground.measures.met_pairs import find_meetings
from firmground.measures.units import NO, OUT, YES
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Area, Disc, distance_km
from oracles.encounters import count_in_every_world, must_and_may
from oracles.worlds import actors, box, case_of, day, event_table, hold, member, on_map

ALL = Selection()
HERE = {"lon": 36.0, "lat": 35.0, "radius_km": 0.0, "date": "2015-10-10"}
# One degree of longitude there.
EAST_KM = distance_km(36.0, 35.0, 37.0, 35.0)


def encounters(*events, km=10.0, hours=24.0, among=ALL, other=None, different=False, that=None, complete=True, **more):
    case = case_of(event_table(*events), complete=frozenset({"strikes"} if complete else ()), **more)
    test = ClaimTest(
        MeasureKind.ENCOUNTERS, among=among, that=that or Condition(),
        about=Met(among if other is None else other, km, hours, different),
    )  # fmt: skip
    return measure(hold(case), test, on_map())


def pair(first, second, **more):
    """MUST, MAY or CANNOT two events have met?"""
    found = encounters({**HERE, **first}, {**HERE, **second}, **more)
    if not len(found.units):
        return CANNOT
    assert len(found.units) == 1
    return MUST if found.units.states[0] == YES else MAY


def test_two_events_of_one_place_and_day_must_have_met():
    assert pair({}, {}) is MUST


def test_points_exactly_so_many_km_apart_have_met_and_a_metre_farther_have_not():
    assert pair({}, {"lon": 37.0}, km=EAST_KM) is MUST
    assert pair({}, {"lon": 37.0}, km=EAST_KM - 0.001) is CANNOT


def test_the_whole_of_both_discs_must_be_near_enough():
    assert pair({"radius_km": 4}, {"radius_km": 6}, km=10) is MUST
    assert pair({"radius_km": 4}, {"radius_km": 6.01}, km=10) is MAY


def test_discs_of_which_some_points_are_near_may_have_met():
    assert pair({}, {"lon": 37.0, "radius_km": 80}, km=EAST_KM - 79.99) is MAY
    assert pair({}, {"lon": 37.0, "radius_km": 80}, km=EAST_KM - 80.01) is CANNOT


@pytest.mark.parametrize(
    ("later", "answer"),
    [("2015-10-10", MUST), ("2015-10-11", MAY), ("2015-10-12", CANNOT)],
    ids=["the same day", "the next day", "two days on, which is more than 24 hours"],
)
def test_a_day_is_24_hours_of_which_no_moment_is_known(later, answer):
    assert pair({}, {"date": later}, hours=24) is answer
    assert pair({"date": later}, {"date": "2015-10-10"}, hours=24) is answer


def test_less_than_a_day_is_never_sure_of_two_events_of_one_day():
    assert pair({}, {}, hours=23.9) is MAY
    assert pair({}, {}, hours=0) is MAY


def test_the_next_day_is_never_the_same_moment():
    assert pair({}, {"date": "2015-10-11"}, hours=0) is CANNOT
    assert pair({}, {"date": "2015-10-11"}, hours=48) is MUST


def test_an_imprecise_day_reaches_from_its_first_to_its_last():
    assert pair({}, {"date": "2015-10-11/2015-10-20"}, hours=24) is MAY
    assert pair({}, {"date": "2015-10-12/2015-10-20"}, hours=24) is CANNOT
    assert pair({}, {"date": "2015-10-09/2015-10-11"}, hours=48) is MUST
    assert pair({}, {"date": "2015-10-09/2015-10-11"}, hours=47) is MAY


def test_an_event_never_meets_itself_and_a_pair_counts_once():
    assert encounters(HERE).bounds == Bounds(0, 0)
    assert encounters(HERE, HERE).bounds == Bounds(1, 1)
    assert encounters(HERE, HERE, HERE).bounds == Bounds(3, 3)


def test_sides_that_share_events_make_one_pair_of_two():
    # Both may be on either side; the third is on one side only.
    events = [{**HERE, "kind": "strike"}, {**HERE, "kind": "strike"}, {**HERE, "kind": "raid"}]
    both = Selection(kind=("strike", "raid"))
    assert encounters(*events, among=Selection(kind=("strike",)), other=both).bounds == Bounds(3, 3)
    assert encounters(*events, among=Selection(kind=("raid",)), other=both).bounds == Bounds(2, 2)
    assert encounters(*events, among=Selection(kind=("raid",))).bounds == Bounds(0, 0)


def test_a_duplicate_meets_nobody():
    assert encounters(HERE, {**HERE, "id": "b"}, {**HERE, "duplicate_of": "b"}).bounds == Bounds(1, 1)


def test_an_event_that_may_count_makes_a_pair_that_may():
    among = Selection(last=parse_when("2015-10-10"))
    sure = encounters(HERE, HERE, among=among).units
    perhaps = encounters(HERE, {**HERE, "date": "2015-10-10/2015-10-11"}, among=among, hours=48).units
    assert sure.states.tolist() == [YES]
    assert perhaps.states.tolist() == [YES | OUT]


def test_only_the_days_that_a_selection_counts_are_days_of_the_pair():
    # If the second counts at all it was in September, ten days before the first.
    first, second = {**HERE, "kind": "a"}, {**HERE, "kind": "b", "date": "2015-09-01/2015-10-31"}
    sides = {"among": Selection(kind=("a",)), "other": Selection(kind=("b",), last=parse_when("2015-09-30"))}
    assert encounters(first, second, hours=24, **sides).bounds == Bounds(0, 0)
    assert encounters(first, second, hours=24 * 12, **sides).bounds == Bounds(0, 1)


def test_a_place_of_the_gazetteer_with_two_readings_may_be_either():
    near, far = Place("x1", "X", Disc(36.0, 35.0)), Place("x2", "X", Disc(38.0, 35.0))
    named = {"place": "X", "date": "2015-10-10"}
    assert encounters(HERE, named, places=(near, far)).bounds == Bounds(0, 1)
    assert encounters(HERE, named, places=(near, far), km=2 * EAST_KM + 1).bounds == Bounds(1, 1)
    assert encounters({**HERE, "lon": 41.0}, named, places=(near, far)).bounds == Bounds(0, 0)


def test_an_area_is_as_near_as_its_nearest_and_as_far_as_its_farthest_point():
    unit = Area("u", "Unit", box(36, 35, 36.1, 35.1))
    coded = {"date": "2015-10-10", "level": "2", "area": "Unit"}
    areas = {("2", "unit"): unit}
    assert encounters(HERE, coded, areas=areas, km=5).bounds == Bounds(0, 1)
    assert encounters(HERE, coded, areas=areas, km=20).bounds == Bounds(1, 1)
    assert encounters({**HERE, "lon": 37.0}, coded, areas=areas, km=5).bounds == Bounds(0, 0)


def test_a_pair_counts_if_it_does_in_either_order():
    # The first is surely of the other side and perhaps of `among`, the second the other way round.
    first, second = {**HERE, "by": "", "kind": "b"}, {**HERE, "by": "a", "kind": ""}
    sides = {"among": Selection(by="a"), "other": Selection(kind=("b",))}
    assert encounters(first, second, **sides).units.states.tolist() == [YES]
    assert encounters(first, {**second, "by": ""}, **sides).units.states.tolist() == [YES | OUT]


def test_where_either_may_be_the_one_that_is_asked_it_is_enough_that_one_surely_is():
    near, places = Condition(near=(Near("homs", 1.0),)), (Place("homs", "Homs", Disc(36.0, 35.0)),)
    sure, perhaps = HERE, {**HERE, "radius_km": 1.5}
    assert encounters(sure, perhaps, that=near, places=places).bounds == Bounds(1, 1)
    assert encounters(perhaps, perhaps, that=near, places=places).bounds == Bounds(0, 1)


# What is not known at all widens the upper end and is not listed one by one.


def test_an_event_of_unknown_place_may_have_met_everything_of_its_days():
    events = [HERE, {**HERE, "lon": 38.0}, {**HERE, "date": "2015-12-01"}, {"date": "2015-10-11"}]
    found = encounters(*events)
    assert found.bounds == Bounds(0, 2)
    assert found.units.states.tolist() == [YES | NO | OUT]
    assert found.units.events_of(0) == [3]
    assert (found.units.low.tolist(), found.units.high.tolist()) == ([0], [2])


def test_an_event_of_unknown_day_may_have_met_everything_near_it():
    assert encounters(
        HERE, {**HERE, "date": "2015-12-01"}, {**HERE, "lon": 38.0}, {**HERE, "date": ""}
    ).bounds == Bounds(0, 2)


def test_an_event_of_unknown_place_and_one_of_unknown_day_may_have_met():
    nowhere, some_day, far = {"date": "2015-10-10"}, {**HERE, "lon": 38.0, "date": ""}, HERE
    assert encounters(nowhere, some_day).bounds == Bounds(0, 1)
    assert encounters(nowhere, some_day, far).bounds == Bounds(0, 2)
    assert encounters(far, some_day).bounds == Bounds(0, 0)


def test_two_events_of_unknown_place_are_one_pair():
    assert encounters({"date": "2015-10-10"}, {"date": "2015-10-10"}).bounds == Bounds(0, 1)
    assert encounters({"date": "2015-10-10"}, {"date": "2015-10-12"}).bounds == Bounds(0, 0)
    assert encounters({}, {}, {}).bounds == Bounds(0, 3)


def test_a_record_that_may_lack_events_has_no_upper_end():
    assert encounters(HERE, HERE, complete=False).bounds == Bounds(1, math.inf)


def test_the_other_side_must_be_complete_as_well():
    other = Selection(datasets=("monitor",))
    among = Selection(datasets=("strikes",))
    found = encounters(HERE, {**HERE, "dataset": "monitor"}, among=among, other=other)
    assert found.bounds == Bounds(1, math.inf)


# Different actors.


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [
        ("a", "b", MUST),
        ("a", "a", CANNOT),
        ("a", "a;b", CANNOT),
        ("a", "a|b", MAY),
        ("a", "", MAY),
        ("a", "?", MAY),
        ("c", "a", CANNOT),  # a is of the coalition c
        ("c", "b", MUST),
        ("c", "d", MAY),  # two coalitions of which a is a member
    ],
)
def test_nobody_may_have_had_a_part_in_both(one, two, answer):
    parties = actors("a", "b", "c", "d", ties=(member("a", "c"), member("a", "d")))
    assert pair({"by": one}, {"by": two}, different=True, parties=parties) is answer
    assert pair({"by": two}, {"by": one}, different=True, parties=parties) is answer


def test_a_membership_that_ends_that_day_leaves_it_open():
    # Whoever left on the tenth was a member on the tenth and is none on the eleventh.
    parties = actors("a", "c", ties=(member("a", "c", "../2015-10-10"),))
    sides = {"different": True, "parties": parties}
    assert pair({"by": "a"}, {"by": "c"}, **sides) is CANNOT
    assert pair({"by": "a", "date": "2015-10-11"}, {"by": "c", "date": "2015-10-11"}, **sides) is MUST
    assert pair({"by": "a", "date": "2015-10-10/2015-10-11"}, {"by": "c"}, hours=48, **sides) is MAY


def test_what_is_asked_besides_is_asked_of_the_event_that_counts():
    near = Condition(near=(Near("homs", 1.0),))
    places = (Place("homs", "Homs", Disc(36.0, 35.0)),)
    first, second = {**HERE, "kind": "a"}, {**HERE, "kind": "b", "lon": 36.05}
    sides = {"among": Selection(kind=("a",)), "other": Selection(kind=("b",)), "places": places, "that": near}
    assert encounters(first, second, **sides).bounds == Bounds(1, 1)
    assert encounters({**first, "lon": 36.02}, second, **sides).bounds == Bounds(0, 0)
    assert encounters({**first, "radius_km": 1.5}, second, **sides).bounds == Bounds(0, 1)


def test_a_wider_radius_turns_must_into_may():
    case = case_of(event_table({**HERE, "radius_km": 4}, {**HERE, "radius_km": 4}))
    test = ClaimTest(MeasureKind.ENCOUNTERS, about=Met(ALL, 10, 24))
    states = [measure(hold(case), test, on_map(radius=radius)).units.states.tolist() for radius in (1.0, 2.0)]
    assert states == [[YES], [YES | NO]]


def test_a_claim_is_settled_by_pairs():
    claim = Claim(
        "c", "x", parse_when("2015-11-01"), "they met twice",
        test=ClaimTest(MeasureKind.ENCOUNTERS, parse_accepted(">= 2"), about=Met(ALL, 10, 24)),
    )  # fmt: skip
    events = [HERE, HERE, {**HERE, "date": "2015-10-12"}, {**HERE, "date": "2015-10-13"}]
    case = case_of(event_table(*events), claims={"c": claim}, complete=frozenset({"strikes"}))
    (found,) = check_claims(hold(case)).claims
    assert found.headline.bounds == Bounds(1, 2)
    assert found.headline.standing is MAY
    assert (found.require.fewest, found.rule_out.fewest) == (1, 1)


# Against every world, and against a plain loop.


SPOTS = [(36.0, 35.0), (36.05, 35.0), (36.2, 35.0), (36.0, 35.15)]
SPANS = [(0, 1), (1, 2), (2, 3), (0, 2), (1, 3)]


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(SPOTS), min_size=1, max_size=2, unique=True), st.sampled_from(SPANS)),
        min_size=2,
        max_size=3,
    ),
    st.sampled_from([3.0, 6.0, 19.0, 40.0]),
    st.sampled_from([6.0, 24.0, 36.0, 48.0]),
)
@settings(max_examples=120)
def test_bounds_hold_every_world_and_each_pair_alone_has_both_ends(found, km, hours):
    """Two events have exact bounds; more of them share events, and bounds may only be wider."""
    names = [f"p{number}" for number in range(len(found))]
    places = tuple(
        Place(f"{name}-{n}", name, Disc(*spot))
        for name, (spots, _) in zip(names, found, strict=True)
        for n, spot in enumerate(spots)
    )
    base = day("2015-10-01")
    events = [{"place": name, "date": _edtf(base, span)} for name, (_, span) in zip(names, found, strict=True)]
    bounds = encounters(*events, km=km, hours=hours, places=places).bounds
    worlds = count_in_every_world([spots for spots, _ in found], [span for _, span in found], km, hours)
    assert bounds.low <= worlds[0]
    assert worlds[1] <= bounds.high
    if len(found) == 2:
        assert (bounds.low, bounds.high) == worlds


def _edtf(base, span):
    first, last = (np.datetime64("0001-01-01") + (base + number - 1) for number in (span[0], span[1] - 1))
    return str(first) if first == last else f"{first}/{last}"


@given(
    st.lists(
        st.tuples(
            st.floats(36, 36.6), st.floats(34.8, 35.2), st.sampled_from([0.0, 3.0, 12.0]),
            st.integers(0, 6), st.integers(1, 3),
        ),
        min_size=2, max_size=9,
    ),
    st.sampled_from([5.0, 10.0, 25.0]),
    st.sampled_from([12.0, 24.0, 48.0]),
)  # fmt: skip
@settings(max_examples=120)
def test_pairs_are_those_of_a_plain_loop(rows, km, hours):
    base = day("2015-10-01")
    events = [
        {"lon": lon, "lat": lat, "radius_km": radius, "date": _edtf(base, (first, first + long))}
        for lon, lat, radius, first, long in rows
    ]
    held = hold(case_of(event_table(*events)))
    found = find_meetings(held, ALL, Condition(), Met(ALL, km, hours), on_map(), Selector(held))
    pairs = list(zip(found.pairs.first.tolist(), found.pairs.second.tolist(), strict=True))
    must, may = must_and_may(
        [(lon, lat, radius, first, first + long) for lon, lat, radius, first, long in rows], km, hours
    )
    assert set(pairs) == may
    assert len(pairs) == len(may)
    assert {one for one, sure in zip(pairs, found.sure.tolist(), strict=True) if sure} == must


ROWS = st.tuples(
    st.sampled_from(["", "here", "there"]),
    st.sampled_from(["", "2015-10-10", "2015-10-11", "2015-10-14"]),
    st.sampled_from(["x", "y"]),
    st.sampled_from(["a", "b", ""]),
)


@given(st.lists(ROWS, min_size=2, max_size=7), st.booleans(), st.booleans())
@settings(max_examples=200)
def test_what_is_unknown_adds_exactly_the_pairs_that_it_may_be_in(rows, cross, different):
    """The upper end is the number of pairs that are not ruled out by what is known of both."""
    lons = {"here": 36.0, "there": 38.0}
    events = [
        {"date": date, "kind": kind, "by": by, **({"lon": lons[where], "lat": 35.0} if where else {})}
        for where, date, kind, by in rows
    ]
    among, other = (Selection(kind=("x",)), Selection(kind=("y",))) if cross else (ALL, ALL)
    possible = sum(
        _not_ruled_out(one, two, cross=cross, different=different)
        for i, one in enumerate(rows)
        for two in rows[i + 1 :]
    )
    assert encounters(*events, among=among, other=other, different=different).bounds.high == possible


def _not_ruled_out(one, two, *, cross, different):
    apart = one[0] and two[0] and one[0] != two[0]
    days = {one[1], two[1]}
    late = "" not in days and len(days) == 2 and days != {"2015-10-10", "2015-10-11"}
    same_side = cross and one[2] == two[2]
    same_actor = different and one[3] and one[3] == two[3]
    return not (apart or late or same_side or same_actor)
