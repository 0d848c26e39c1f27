"""How likely an event is "that": parts of discs, days, readings and margins of a map, and what has no chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.case.choices import Choices
from firmground.case.claims import Condition, MeasureKind, Relation, Selection
from firmground.case.claims import Test as ClaimTest
from firmground.case.gazetteer import Place
from firmground.dates import Days, parse_when
from firmground.measures import Selector
from firmground.measures.chances import draw_chances
from firmground.places import Disc
from oracles.worlds import box, case_of, event_table, face, held_by, hold, on_map, polygons, snapshots

WEST, EAST = box(36, 35, 37, 36), box(37, 35, 38, 36)
HALVES = polygons(face("a", "2024", WEST), face("b", "2024", EAST))
ON_THE_LINE = {"date": "2024-03-05", "lon": 37.0, "lat": 35.5, "radius_km": 10}
IN_A, OUTSIDE_A = (Condition(ground=((relation, "a"),)) for relation in (Relation.IN, Relation.OUTSIDE))


def draws(condition, *rows, control=HALVES, among=None, specification=None, **more):
    held = hold(case_of(event_table(*rows), control, **more))
    test = ClaimTest(MeasureKind.SHARE, that=condition, among=among or Selection())
    return [
        (draw.chance, draw.least.tolist(), draw.most.tolist())
        for draw in draw_chances(held, test, specification or on_map(), Selector(held))
    ]


def only(condition, *rows, **more):
    [(chance, least, most)] = draws(condition, *rows, **more)
    assert chance == 1
    return least, most


def test_the_chance_is_the_part_of_the_disc_in_the_ground():
    least, most = only(IN_A, ON_THE_LINE)
    assert least == most == [pytest.approx(0.5, abs=1e-3)]
    assert only(OUTSIDE_A, ON_THE_LINE)[0] == [pytest.approx(1 - least[0])]


def test_what_must_be_is_certain_and_what_cannot_be_is_out_of_the_question():
    inside, beyond = ON_THE_LINE | {"lon": 36.5}, ON_THE_LINE | {"lon": 37.5}
    assert only(IN_A, inside, beyond) == ([1.0, 0.0], [1.0, 0.0])


def test_ground_of_which_nothing_is_known_has_no_chance():
    """Half of the disc is A's, the other half on no map: at least a half, at most all."""
    least, most = only(IN_A, ON_THE_LINE, control=polygons(face("a", "2024", WEST)))
    assert (least, most) == ([pytest.approx(0.5, abs=1e-3)], [1.0])
    assert only(IN_A, ON_THE_LINE | {"lon": "nan"}) == ([0.0], [1.0])
    assert only(IN_A, ON_THE_LINE, control=None) == ([0.0], [1.0])
    nameless = polygons(face("a", "2024", WEST), face(held_by(), "2024", EAST))
    assert only(IN_A, ON_THE_LINE, control=nameless)[1] == [1.0]


def test_a_part_of_a_condition_that_is_not_ground_has_no_chance():
    target = Condition(ground=((Relation.IN, "a"),), target="c")
    rows = [ON_THE_LINE | {"target": "c"}, ON_THE_LINE | {"target": ""}, ON_THE_LINE | {"target": "b"}]
    least, most = only(target, *rows)
    half = pytest.approx(0.5, abs=1e-3)
    assert (least, most) == ([half, 0.0, 0.0], [half, half, 0.0])
    either = Condition(any_of=(IN_A, Condition(target="c")))
    least, most = only(either, *rows)
    assert (least, most) == ([1.0, half, half], [1.0, 1.0, half])
    neither = Condition(none_of=(IN_A, Condition(target="c")))
    least, most = only(neither, *rows)
    assert (least, most) == ([0.0, 0.0, half], [0.0, half, half])


def test_two_askings_of_one_ground_are_asked_of_every_point_together():
    """No point is held by both, which two answers by themselves would leave open."""
    both = Condition(ground=((Relation.IN, "a"), (Relation.IN, "b")))
    assert only(both, ON_THE_LINE) == ([0.0], [0.0])
    assert only(Condition(any_of=(IN_A, Condition(ground=((Relation.IN, "b"),)))), ON_THE_LINE)[0] == [pytest.approx(1)]


def test_the_days_count_alike_and_only_those_that_are_asked_about():
    changed = polygons(face("a", "2024-03-01/2024-03-04", WEST), face("b", "2024-03-05/2024-03-10", WEST))
    event = {"date": "2024-03-01/2024-03-10", "lon": 36.5, "lat": 35.5, "radius_km": 0}
    assert only(IN_A, event, control=changed)[0] == [pytest.approx(0.4)]
    until = Selection(last=parse_when("2024-03-05"))
    assert only(IN_A, event, control=changed, among=until)[0] == [pytest.approx(0.8)]


def test_between_two_drawings_all_events_are_as_before_or_all_as_after():
    control = snapshots(
        face("a", "2024-03-01", WEST), face("b", "2024-03-01", EAST), face("b", "2024-03-11", box(36, 35, 38, 36))
    )
    places = [ON_THE_LINE | {"date": "2024-03-05", "lon": lon, "radius_km": 0} for lon in (36.3, 36.6)]
    drawn = ON_THE_LINE | {"date": "2024-03-01", "lon": 36.4, "radius_km": 0}
    before, after = draws(IN_A, *places, drawn, control=control)
    assert before == (0.5, [1.0, 1.0, 1.0], [1.0, 1.0, 1.0])
    assert after == (0.5, [0.0, 0.0, 1.0], [0.0, 0.0, 1.0])


def test_candidates_are_drawn_by_each_place_itself():
    """A name of two places: one in A's ground and one beyond, in each of two readings of the map."""
    control = snapshots(
        face("a", "2024-03-01", WEST), face("b", "2024-03-01", EAST),
        face("a", "2024-03-11", EAST), face("b", "2024-03-11", WEST),
    )  # fmt: skip
    twins = tuple(Place(f"t{lon}", "Twin", Disc(lon, 35.5)) for lon in (36.5, 37.5))
    event = {"date": "2024-03-05", "place": "Twin"}
    named = {"date": "2024-03-05", "lon": 36.5, "lat": 35.5, "radius_km": 0}
    found = draws(IN_A, event, named, control=control, places=twins)
    assert [least for _, least, _ in found] == [[0.5, 1.0], [0.5, 0.0]]


def test_a_border_is_off_by_one_margin_for_all_events():
    choices = Choices(map=("map",), margin_km=(0.0, 5.0, 20.0))
    event = ON_THE_LINE | {"lon": 36.96, "radius_km": 0}
    close, off = draws(IN_A, event, choices=choices, specification=on_map(margin_km=5.0))
    assert close == (0.5, [1.0], [1.0])
    assert off[0] == 0.5
    assert off[1] == off[2]
    assert 0.5 < off[1][0] < 1.0
    assert len(draws(IN_A, event, choices=choices, specification=on_map(margin_km=20.0))) == 3


periods = st.sampled_from(
    [
        "2024",
        "2024-03/2024-04",
        "2024-02/2024-03-05",
        "2024-03-04/2024-03-06",
        "2024-03-05/..",
        "2024-03-01/2024-03-10~",
    ]
)
boxes = st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(1, 3)).map(
    lambda corner: box(36 + corner[0] / 2, 35 + corner[1] / 2, 36 + (corner[0] + corner[2]) / 2, 36)
)
faces = st.lists(st.tuples(st.sampled_from(["a", "b"]), periods, boxes), min_size=1, max_size=5)


@given(
    faces, st.sampled_from(["2024-03-05", "2024-03-01/2024-03-12", "2024-02-25/2024-03-03"]), st.sampled_from([0, 20])
)
def test_however_the_map_is_drawn_the_chances_are_the_shares_of_all_readings(drawn, date, radius):
    """With periods whose ends are not known a day has up to eight readings, each of them a part of the draw."""
    events = [{"date": date, "lon": lon, "lat": 35.5, "radius_km": radius} for lon in (36.4, 37.0, 37.3)]
    case = case_of(event_table(*events), polygons(*(face(*one) for one in drawn)))
    held = hold(case)
    table = held.table(on_map())
    share = table.share(case, "a", None, Days(), contested=True)
    test = ClaimTest(MeasureKind.SHARE, that=IN_A)
    parts = draw_chances(held, test, on_map(), Selector(held))
    assert sum(part.chance for part in parts) == pytest.approx(1)
    assert sum(part.chance * part.least for part in parts) == pytest.approx(share, abs=1e-9)
    assert all((part.least <= part.most).all() for part in parts)
