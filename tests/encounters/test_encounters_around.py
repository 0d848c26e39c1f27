"""What was near an incident: before, on the day and after, with every answer that an imprecise event may be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.case.claims import Selection
from firmground.case.encounters import Around
from firmground.case.releases import Incident
from firmground.dates import parse_when
from firmground.measures import Selector
from firmground.measures.met_around import AFTER, BEFORE, ON, look_around, why_not
from firmground.measures.met_pairs import Ground
from firmground.places import Area, Candidates, Disc, Unknown, distance_km
from oracles.worlds import box, case_of, day, event_table, hold, on_map

HERE = {"lon": 36.0, "lat": 35.0, "radius_km": 0.0}
EAST_KM = distance_km(36.0, 35.0, 37.0, 35.0)


def incident(date="2015-10-20", where=None):
    return Incident("i", "shot down", parse_when(date), where or Disc(36.0, 35.0), "", "")


def around(*events, what=None, km=25.0, before=30, after=30, among=None, **more):
    held = hold(case_of(event_table(*events), **more))
    asked = Around("i", km, before, after, among or Selection())
    return look_around(held, what or incident(), asked, on_map(), Selector(held), Ground(held, 1.0))


def counts(*events, **more):
    """Least and greatest number before, on the day and after, of the events whose place and day are known."""
    found = around(*events, **more)
    known = found[found.known]
    return [known.bounds(phase) for phase in (BEFORE, ON, AFTER)]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2015-09-19", [(0, 0), (0, 0), (0, 0)]),
        ("2015-09-20", [(1, 1), (0, 0), (0, 0)]),
        ("2015-10-19", [(1, 1), (0, 0), (0, 0)]),
        ("2015-10-20", [(0, 0), (1, 1), (0, 0)]),
        ("2015-10-21", [(0, 0), (0, 0), (1, 1)]),
        ("2015-11-19", [(0, 0), (0, 0), (1, 1)]),
        ("2015-11-20", [(0, 0), (0, 0), (0, 0)]),
        ("2015-10-19/2015-10-20", [(0, 1), (0, 1), (0, 0)]),
        ("2015-10-19/2015-10-21", [(0, 1), (0, 1), (0, 1)]),
        ("2015-09-19/2015-09-20", [(0, 1), (0, 0), (0, 0)]),
        ("2015-10", [(0, 1), (0, 1), (0, 1)]),
    ],
)
def test_days_before_on_and_after_with_both_ends_of_the_days_asked(date, expected):
    assert counts({**HERE, "date": date}) == expected


def test_the_incident_may_itself_be_on_one_of_several_days():
    what = incident("2015-10-19/2015-10-20")
    assert counts({**HERE, "date": "2015-10-18"}, what=what) == [(1, 1), (0, 0), (0, 0)]
    assert counts({**HERE, "date": "2015-10-19"}, what=what) == [(0, 1), (0, 1), (0, 0)]
    assert counts({**HERE, "date": "2015-10-20"}, what=what) == [(0, 0), (0, 1), (0, 1)]


def test_no_days_before_or_after_may_be_asked():
    events = [{**HERE, "date": date} for date in ("2015-10-19", "2015-10-20", "2015-10-21")]
    assert counts(*events, before=0) == [(0, 0), (1, 1), (1, 1)]
    assert counts(*events, after=0) == [(1, 1), (1, 1), (0, 0)]


def test_near_is_up_to_the_distance_and_not_a_metre_more():
    event = {"lon": 37.0, "lat": 35.0, "radius_km": 0.0, "date": "2015-10-20"}
    assert counts(event, km=EAST_KM)[1] == (1, 1)
    assert counts(event, km=EAST_KM - 0.001)[1] == (0, 0)


def test_both_discs_count_the_incidents_and_the_events():
    event = {**HERE, "radius_km": 5.0, "date": "2015-10-20"}
    assert counts(event, what=incident(where=Disc(36.0, 35.0, 20.0)), km=25)[1] == (1, 1)
    assert counts(event, what=incident(where=Disc(36.0, 35.0, 20.1)), km=25)[1] == (0, 1)


def test_an_incident_in_an_area_or_at_one_of_two_places():
    event = {**HERE, "date": "2015-10-20"}
    area = Area("a", "A", box(36.1, 35, 36.2, 35.1))
    assert counts(event, what=incident(where=area), km=5)[1] == (0, 0)
    assert counts(event, what=incident(where=area), km=15)[1] == (0, 1)
    assert counts(event, what=incident(where=area), km=30)[1] == (1, 1)
    either = Candidates((Disc(36.0, 35.0), Disc(37.0, 35.0)))
    assert counts(event, what=incident(where=either), km=5)[1] == (0, 1)


def test_an_event_of_unknown_place_or_day_is_set_apart():
    found = around(
        {**HERE, "date": "2015-10-20"}, {"date": "2015-10-20"}, {"date": "2015-01-01"}, {**HERE, "date": ""}, {**HERE, "lon": 38.0, "date": ""},
    )  # fmt: skip
    assert found.events.tolist() == [0, 1, 3]
    assert found.placed.tolist() == [True, False, True]
    assert found.dated.tolist() == [True, True, False]
    assert found.known.tolist() == [True, False, False]


def test_duplicates_and_events_that_are_not_asked_for_are_left_out():
    events = [
        {**HERE, "date": "2015-10-20", "id": "x", "kind": "strike"},
        {**HERE, "date": "2015-10-20", "kind": "strike", "duplicate_of": "x"},
        {**HERE, "date": "2015-10-20", "kind": "raid"},
        {**HERE, "date": "2015-10-20", "kind": ""},
    ]
    assert counts(*events, among=Selection(kind=("strike",)))[1] == (1, 2)


def test_a_selections_days_narrow_those_of_an_event():
    event = {**HERE, "date": "2015-10"}
    assert counts(event, among=Selection(last=parse_when("2015-10-19"))) == [(0, 1), (0, 0), (0, 0)]
    assert counts(event, among=Selection(last=parse_when("2015-10-19")), before=40) == [(0, 1), (0, 0), (0, 0)]


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (incident(where=Unknown("no place is given")), "no place is given"),
        (incident(where=Candidates((Disc(36.0, 35.0), Unknown()))), "one of its places is not known"),
        (incident(date=""), "its day is not known"),
        (incident(date="2015-10-20/.."), "its day is not known"),
        (incident(), ""),
    ],
)
def test_an_incident_of_unknown_place_or_day_says_why(what, reason):
    assert why_not(what) == reason


@given(st.integers(-5, 5), st.integers(1, 4), st.integers(1, 3), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=200)
def test_phases_are_those_of_every_pair_of_days(first, long, spread, before, after):
    base = day("2015-10-20")
    what = incident(_edtf(base, base + spread))
    found = around({**HERE, "date": _edtf(base + first, base + first + long)}, what=what, before=before, after=after)
    offsets = {event - own for event in range(first, first + long) for own in range(spread)}
    parts = {
        BEFORE: {o for o in offsets if -before <= o < 0},
        ON: {o for o in offsets if o == 0},
        AFTER: {o for o in offsets if 0 < o <= after},
    }
    for phase, own in parts.items():
        assert found.bounds(phase) == (int(own == offsets), int(bool(own)))


def _edtf(start, stop):
    first, last = (np.datetime64("0001-01-01") + (number - 1) for number in (start, stop - 1))
    return str(first) if first == last else f"{first}/{last}"
