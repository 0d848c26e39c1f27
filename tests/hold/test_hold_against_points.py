"""Random worlds: every answer equals that of asking each point on each day."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.case.actors import SOMEBODY
from firmground.case.claims import Relation
from firmground.case.control import NOBODY, UNMAPPED
from firmground.dates import NO_START, NO_STOP, Days, parse_when
from firmground.modality import Modality
from firmground.places import Disc
from oracles import who_held
from oracles.worlds import (
    box,
    case_of,
    day,
    event_table,
    face,
    held_by,
    hold,
    on_map,
    place_list,
    polygons,
    row,
    snapshots,
)  # fmt: skip

FIRST = day("2015-10-01")


def iso(later: int) -> str:
    return f"2015-{10 + later // 31:02d}-{later % 31 + 1:02d}" if later < 61 else "2015-12-01"


later = st.integers(0, 50)
pair = st.tuples(later, later).map(sorted)
a_period = st.one_of(
    pair.map(lambda ends: f"{iso(ends[0])}/{iso(ends[1])}"),
    later.map(lambda start: f"{iso(start)}/.."),
    later.map(lambda stop: f"../{iso(stop)}"),
    later.map(lambda start: f"{iso(start)}/"),
    pair.map(lambda ends: f"{iso(ends[0])}~/{iso(ends[1])}~"),
    st.sampled_from(["2015-10/2015-11", "2015-10", "2015-10/..", "../..", "2015-10-10/2015-10", "2015-11/2015-11-20"]),
)
a_date = st.one_of(
    later.map(iso),
    pair.map(lambda ends: f"{iso(ends[0])}/{iso(min(ends[1], ends[0] + 6))}"),
    st.sampled_from(["2015-10", "2015-11-03~", ""]),
)
a_holding = st.sampled_from(
    [held_by("a"), held_by("b"), held_by("a", "b"), held_by(SOMEBODY), held_by("b", SOMEBODY), NOBODY]
)
# Borders lie on half degrees; discs of 5 km lie wholly within a half degree or have a border through their middle.
corner = st.integers(0, 4)
a_box = st.builds(
    lambda x, y, wide, tall: box(36 + x / 2, 35 + y / 2, 36 + (x + wide) / 2, 35 + (y + tall) / 2),
    corner, corner, st.integers(1, 3), st.integers(1, 3),
)  # fmt: skip
place_at = st.tuples(
    st.integers(0, 5), st.integers(0, 5), st.sampled_from([0.25, 0.495]), st.sampled_from([0.25, 0.495])
)
a_spot = place_at.map(lambda spot: (36 + spot[0] / 2 + spot[2], 35 + spot[1] / 2 + spot[3]))
an_event = st.builds(
    lambda at, radius, date: {"lon": at[0], "lat": at[1], "radius_km": radius, "date": date},
    a_spot, st.sampled_from([0, 5]), a_date,
)  # fmt: skip
elsewhere = st.sampled_from([UNMAPPED, NOBODY, held_by("c")])
a_window = st.sampled_from([Days(), Days(FIRST + 5, FIRST + 20), Days(NO_START, FIRST + 10)])

interval_maps = st.builds(
    lambda faces, rest: polygons(*(face(*one) for one in faces), elsewhere=rest, within=box(36, 35, 38.5, 37.5)),
    st.lists(st.tuples(a_holding, a_period, a_box), min_size=1, max_size=5), elsewhere,
)  # fmt: skip
snapshot_maps = st.builds(
    lambda faces, gap, rest: snapshots(
        *(face(who, iso(at), shape) for who, at, shape in faces), max_gap_days=gap, elsewhere=rest, within=box(36, 35, 38.5, 37.5)
    ),
    st.lists(st.tuples(a_holding, st.sampled_from([0, 7, 20, 21]), a_box), min_size=1, max_size=6), st.sampled_from([6, 7, 13, 14]), elsewhere,
)  # fmt: skip


def whole(days: Days) -> list[int]:
    """Days to ask about: all of them, or of an unlimited run those on which anything can happen."""
    if days.limited:
        return list(range(*days))
    near = range(FIRST - 20, FIRST + 100)
    return [one for one in (FIRST - 4000, *near, FIRST + 4000) if one in days]


def assert_answers_are_those_of_points(control, events, window):
    case = case_of(event_table(*events), control)
    table = hold(case).table(on_map())
    for contested in (True, False):
        for party in ("a", "b", "c"):
            found = table.answer(case, Relation.IN, party, None, window, contested=contested)
            for index, event in enumerate(events):
                days = parse_when(event["date"]).possible.overlap(window)
                if days.empty:
                    assert found[index] == 1
                    continue
                region = Disc(event["lon"], event["lat"], event["radius_km"])
                truth = who_held.answer(control, region, whole(days), party, contested=contested, count=60)
                assert Modality(int(found[index])) is truth, (index, party, contested)


@given(interval_maps, st.lists(an_event, min_size=1, max_size=3), a_window)
@settings(deadline=None, max_examples=40)
def test_polygons_with_periods(control, events, window):
    assert_answers_are_those_of_points(control, events, window)


@given(snapshot_maps, st.lists(an_event, min_size=1, max_size=3), a_window)
@settings(deadline=None, max_examples=40)
def test_polygons_of_single_days(control, events, window):
    assert_answers_are_those_of_points(control, events, window)


listed_rows = st.lists(st.tuples(st.sampled_from(["town", "village"]), a_holding, a_period), min_size=1, max_size=6)
SPOTS = {"town": (36.25, 35.25), "village": (36.27, 35.25)}


def listing(rows, gap, reach_km=0.0):
    return place_list(
        *(row(place, who, period, SPOTS[place]) for place, who, period in rows), max_gap_days=gap, reach_km=reach_km
    )


@given(listed_rows, st.sampled_from([5, 14, 30]), st.lists(a_date, min_size=1, max_size=3))
@settings(deadline=None, max_examples=120)
def test_listed_places_by_name(rows, gap, dates):
    control = listing(rows, gap)
    events = [{"place": place, "date": date} for date in dates for place in SPOTS]
    case = case_of(event_table(*events), control)
    table = hold(case).table(on_map())
    for party in ("a", "b"):
        for contested in (True, False):
            found = table.answer(case, Relation.IN, party, None, Days(), contested=contested)
            for index, event in enumerate(events):
                days = whole(parse_when(event["date"]).possible)
                listed = event["place"] in {place for place, *_ in rows}
                truth = who_held.judged(
                    set().union(*(who_held.at_listed(control, event["place"], one) for one in days)) if listed else who_held.UNKNOWN,
                    party, {"a", "b"} - {party}, contested=contested,
                )  # fmt: skip
                assert Modality(int(found[index])) is truth, (event, party, contested)


spot_near = st.sampled_from([(36.25, 35.25), (36.262, 35.25), (36.22, 35.25), (36.5, 35.25)])


@given(listed_rows, st.sampled_from([14, 30]), st.sampled_from([0.0, 3.0]), spot_near, st.sampled_from([0, 2]), a_date)
@settings(deadline=None, max_examples=60)
def test_ground_around_listed_places(rows, gap, reach_km, spot, radius_km, date):
    event = {"lon": spot[0], "lat": spot[1], "radius_km": radius_km, "date": date}
    assert_answers_are_those_of_points(listing(rows, gap, reach_km), [event], Days())


@given(st.one_of(interval_maps, snapshot_maps), st.lists(an_event, min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_ground_and_days_are_conserved(control, events):
    table = hold(case_of(event_table(*events), control)).table(on_map())
    account = table.account()
    assert np.allclose(account.sum(axis=1), 1, atol=1e-9)
    assert (account >= -1e-12).all()
    for index, event in enumerate(events):
        own = slice(table.first[table.occurrence_of[index]], table.first[table.occurrence_of[index] + 1])
        start, stop, weight = table.start[own], table.stop[own], table.weight[own]
        days = parse_when(event["date"]).possible
        assert (start.min(), stop.max()) == (days.start, days.stop)
        for one in {*start, *(stop - 1), days.start, days.stop - 1}:
            assert weight[(start <= one) & (one < stop)].sum() == pytest.approx(1, abs=1e-9)


@given(interval_maps, st.lists(an_event, min_size=1, max_size=3))
@settings(deadline=None, max_examples=80)
def test_the_share_that_must_be_a_partys_agrees_with_its_answer(control, events):
    case = case_of(event_table(*events), control)
    table = hold(case).table(on_map())
    for party in ("a", "b"):
        found = table.answer(case, Relation.IN, party, None, Days(), contested=True)
        share = table.share(case, party, None, Days(), contested=True)
        assert ((share >= 0) & (share <= 1 + 1e-9)).all()
        assert (share[found == 2] == pytest.approx(1)) if (found == 2).any() else True
        assert (share[found == 0] == 0).all()
        assert (share[found == 1] < 1).all() or NO_STOP in table.stop
