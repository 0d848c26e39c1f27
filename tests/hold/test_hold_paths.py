"""The plain path and the engine give the same answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.case.actors import SOMEBODY
from firmground.case.choices import Choices
from firmground.case.control import NOBODY, UNMAPPED
from firmground.case.gazetteer import Place
from firmground.dates import Days
from firmground.places import Area, Disc
from oracles.same_answers import assert_same_answers
from oracles.worlds import box, case_of, day, event_table, face, held_by, polygons, snapshots

if TYPE_CHECKING:
    from firmground.case.case import Case

FIRST = day("2015-10-01")
WINDOWS = (Days(), Days(FIRST + 5, FIRST + 20))


def iso(later: int) -> str:
    return f"2015-{10 + later // 31:02d}-{later % 31 + 1:02d}" if later < 61 else "2015-12-01"


later = st.integers(0, 30)
pair = st.tuples(later, later).map(sorted)
a_period = st.one_of(
    st.sampled_from(["2015-10-03/2015-10-12", "2015-10-12/2015-10-20", "2015-10-12"]),
    pair.map(lambda ends: f"{iso(ends[0])}/{iso(ends[1])}"),
    later.map(iso),
    later.map(lambda start: f"{iso(start)}/.."),
    pair.map(lambda ends: f"{iso(ends[0])}~/{iso(ends[1])}~"),
    st.sampled_from(["2015-10/2015-11", "2015-10", "../2015-10-12", "2015-10-10/"]),
)
a_date = st.one_of(
    later.map(iso),
    pair.map(lambda ends: f"{iso(ends[0])}/{iso(ends[1])}"),
    st.sampled_from(["2015-10", "2015-10-12", "2016", ""]),
)
a_holding = st.sampled_from(
    [held_by("a"), held_by("b"), held_by("a", "b"), held_by(SOMEBODY), held_by("c", present=("a",)), NOBODY]
)
half = st.integers(0, 2).map(lambda n: n / 2)
a_box = st.builds(
    lambda x, y, wide, tall: box(36 + x, 35 + y, 36 + x + wide / 2, 35 + y + tall / 2),
    half, half, st.integers(1, 4), st.integers(1, 4),
)  # fmt: skip
a_lozenge = st.builds(
    lambda x, y, r: box(36 + x, 35 + y, 36 + x + r, 35 + y + r).difference(box(36 + x + r / 4, 35 + y + r / 4, 36 + x + r / 2, 35 + y + r / 2)),
    half, half, st.sampled_from([1.0, 1.5, 2.0]),
)  # fmt: skip
ground = st.one_of(a_box, a_box, a_lozenge)
a_spot = st.tuples(st.integers(0, 15), st.integers(0, 15)).map(lambda at: (36 + at[0] * 0.15, 35 + at[1] * 0.15))
an_event = st.one_of(
    st.builds(
        lambda at, radius, date: {"lon": at[0], "lat": at[1], "radius_km": radius, "date": date},
        a_spot, st.sampled_from([0, 0, 5, 20]), a_date,
    ),
    st.builds(lambda place, date: {"place": place, "date": date}, st.sampled_from(["town", "twin", "nowhere", ""]), a_date),
    st.builds(lambda date: {"area": "unit", "level": "1", "date": date}, a_date),
)  # fmt: skip
PLACES = (
    Place("t1", "town", Disc(36.6, 35.6, 2.0)),
    Place("t2", "twin", Disc(36.6, 35.6, 0.0)),
    Place("t3", "twin", Disc(37.3, 36.1, 8.0)),
)
AREAS = {("1", "unit"): Area("u", "unit", box(36.4, 35.3, 37.2, 35.9))}
within = st.sampled_from([None, box(36.2, 35.1, 38.5, 37.5)])
elsewhere = st.sampled_from([UNMAPPED, NOBODY, held_by("c")])
interval_maps = st.builds(
    lambda faces, rest, limit: polygons(*(face(*one) for one in faces), elsewhere=rest if limit else UNMAPPED, within=limit),
    st.lists(st.tuples(a_holding, a_period, ground), min_size=2, max_size=8), elsewhere, within,
)  # fmt: skip
snapshot_maps = st.builds(
    lambda faces, gap, rest, limit: snapshots(
        *(face(who, iso(at), shape) for who, at, shape in faces), days=("2015-10-15",), max_gap_days=gap,
        elsewhere=rest if limit else UNMAPPED, within=limit,
    ),
    st.lists(st.tuples(a_holding, st.sampled_from([0, 1, 2, 7, 20]), ground), min_size=1, max_size=7),
    st.sampled_from([0, 5, 6, 13]), elsewhere, within,
)  # fmt: skip
choices = st.sampled_from(
    [Choices(map=("map",)), Choices(map=("map",), margin_km=(0.0, 5.0)), Choices(map=("map",), radius=(1.0, 2.0))]
)


def world(control, events, chosen) -> Case:
    return case_of(event_table(*events), control, places=PLACES, areas=AREAS, choices=chosen)


@given(interval_maps, st.lists(an_event, min_size=1, max_size=4), choices)
@settings(deadline=None, max_examples=60)
def test_maps_of_periods(control, events, chosen):
    assert_same_answers(world(control, events, chosen), WINDOWS)


@given(snapshot_maps, st.lists(an_event, min_size=1, max_size=4), choices)
@settings(deadline=None, max_examples=60)
def test_maps_of_single_days(control, events, chosen):
    assert_same_answers(world(control, events, chosen), WINDOWS)


def test_events_between_two_polygons_of_one_holder():
    """Swept, they lie on a border and the plain path answers; by a table they lie inside."""
    halves = [face(held_by("a"), iso(0), box(west, 35, west + 1, 36)) for west in (36, 37)]
    events = [{"lon": lon, "lat": lat, "radius_km": 0, "date": iso(0)} for lon in (36.5, 37) for lat in (35, 35.5, 36)]
    for more in ([], [{"lon": 37, "lat": 35.5, "radius_km": 5, "date": iso(0)}]):  # a disc needs the table
        assert_same_answers(world(snapshots(*halves), [*events, *more], Choices(map=("map",))), WINDOWS)
