"""Which day a map speaks of: both sides of every boundary in adjacent lines."""

from __future__ import annotations

import pytest

from firmground.case.claims import Relation
from firmground.case.control import NOBODY, UNMAPPED, Ground, Holding
from firmground.dates import Days
from firmground.modality import CANNOT, MAY, MUST, Modality
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

GROUND = box(36, 35, 37, 36)
POINT = {"lon": 36.5, "lat": 35.5}


def asked(control, date, party="a", *, contested=True, relation=Relation.IN, **event):
    """The answer for one event on a map, at a point or as the event says."""
    case = case_of(event_table({"date": date, **(event or POINT)}), control)
    found = hold(case).table(on_map()).answer(case, relation, party, None, Days(), contested=contested)
    return Modality(int(found[0]))


# Polygons with periods


def test_ground_is_held_on_its_last_day_and_gone_on_the_next():
    control = polygons(face("a", "2015-01-01/2015-02-28", GROUND))
    assert asked(control, "2014-12-31") is MAY
    assert asked(control, "2015-01-01") is MUST
    assert asked(control, "2015-02-28") is MUST
    assert asked(control, "2015-03-01") is MAY


def test_on_a_map_that_knows_the_rest_ground_is_lost_the_day_after_its_last():
    rest = face("b", "2014/2016", box(38, 35, 39, 36))
    control = polygons(face("a", "2015-01-01/2015-02-28", GROUND), rest, elsewhere=NOBODY, within=box(30, 30, 40, 40))
    assert asked(control, "2015-02-28") is MUST
    assert asked(control, "2015-03-01") is CANNOT


def test_a_day_outside_all_faces_is_unmapped_and_never_nobodys():
    control = polygons(face("a", "2015-01-01/2015-02-28", GROUND), elsewhere=NOBODY, within=box(30, 30, 40, 40))
    beside = {"lon": 38.0, "lat": 35.5}
    assert asked(control, "2014-12-31", **beside) is MAY
    assert asked(control, "2015-01-01", **beside) is CANNOT
    assert asked(control, "2015-02-28", **beside) is CANNOT
    assert asked(control, "2015-03-01", **beside) is MAY


def test_a_point_outside_the_limits_is_unmapped_and_never_nobodys():
    control = polygons(face("a", "../..", GROUND), elsewhere=NOBODY, within=box(35, 34, 38, 37))
    assert asked(control, "2015-10-01", lon=37.9, lat=35.5) is CANNOT
    assert asked(control, "2015-10-01", lon=38.1, lat=35.5) is MAY


@pytest.mark.parametrize(
    ("rest", "answer"), [(UNMAPPED, MAY), (NOBODY, CANNOT), (held_by("a"), MUST), (held_by("b"), CANNOT)]
)
def test_ground_under_no_face_is_what_the_map_says_of_elsewhere(rest, answer):
    control = polygons(face("b", "../..", GROUND), elsewhere=rest, within=box(35, 34, 40, 37))
    assert asked(control, "2015-10-01", lon=38.0, lat=35.5) is answer


def test_an_open_end_still_holds_and_an_unknown_end_may():
    assert asked(polygons(face("a", "2015-01-01/..", GROUND)), "2030-01-01") is MUST
    assert asked(polygons(face("a", "2015-01-01/", GROUND)), "2015-01-01") is MUST
    assert asked(polygons(face("a", "2015-01-01/", GROUND)), "2015-01-02") is MAY
    assert asked(polygons(face("a", "2015-01-01/", GROUND), elsewhere=NOBODY, within=GROUND), "2014-12-31") is MAY


def test_a_face_known_to_the_month_holds_surely_only_between_its_months():
    other = face("b", "2014/2017", box(38, 35, 39, 36))
    control = polygons(face("a", "2015-10/2015-12", GROUND), other, elsewhere=NOBODY, within=box(30, 30, 40, 40))
    assert asked(control, "2015-09-30") is CANNOT
    assert asked(control, "2015-10-01") is MAY
    assert asked(control, "2015-10-31") is MUST
    assert asked(control, "2015-12-01") is MUST
    assert asked(control, "2015-12-02") is MAY
    assert asked(control, "2016-01-01") is CANNOT


def test_on_the_day_of_a_change_of_hands_either_may_hold():
    control = polygons(face("a", "2015-01-01/2015-10-10", GROUND), face("b", "2015-10-10/..", GROUND))
    for party, before, after in (("a", MUST, CANNOT), ("b", CANNOT, MUST)):
        for contested in (True, False):
            assert asked(control, "2015-10-09", party, contested=contested) is before
            assert asked(control, "2015-10-10", party, contested=contested) is MAY
            assert asked(control, "2015-10-11", party, contested=contested) is after


def test_ground_that_keeps_its_holder_from_one_face_to_the_next_is_held_on_the_day_between_as_well():
    control = polygons(face("a", "2015-01-01/2015-10-10", GROUND), face("a", "2015-10-10/..", box(36, 35, 38, 36)))
    assert asked(control, "2015-10-10") is MUST


def test_faces_that_overlap_on_more_than_one_day_are_contested_by_each():
    control = polygons(face("a", "2015-01-01/2015-10-10", GROUND), face("b", "2015-10-09/..", GROUND))
    for party in ("a", "b"):
        assert asked(control, "2015-10-09", party, contested=True) is MUST
        assert asked(control, "2015-10-09", party, contested=False) is CANNOT


# Polygons of single days


def two_snapshots(apart, first="a", second="a", **more):
    after = f"2015-10-{1 + apart:02d}"
    return snapshots(face(first, "2015-10-01", GROUND), face(second, after, GROUND), **more)


@pytest.mark.parametrize(("apart", "answer"), [(13, MUST), (14, MUST), (15, MAY)])
def test_between_two_snapshots_a_holder_holds_on_if_the_gap_is_no_longer_than_allowed(apart, answer):
    assert asked(two_snapshots(apart, max_gap_days=14), "2015-10-05") is answer


@pytest.mark.parametrize(("apart", "of_a_third"), [(14, CANNOT), (15, MAY)])
def test_between_two_holders_only_they_may_hold_if_the_gap_is_no_longer_than_allowed(apart, of_a_third):
    control = two_snapshots(apart, "a", "b", max_gap_days=14)
    assert asked(control, "2015-10-05", "a") is MAY
    assert asked(control, "2015-10-05", "b") is MAY
    assert asked(control, "2015-10-05", "c") is of_a_third


def test_before_the_first_and_after_the_last_snapshot_nothing_is_known():
    control = two_snapshots(10, max_gap_days=14, elsewhere=NOBODY, within=box(30, 30, 40, 40))
    beside = {"lon": 38.0, "lat": 35.5}
    for event, inside in ((POINT, MUST), (beside, CANNOT)):
        assert asked(control, "2015-09-30", **event) is MAY
        assert asked(control, "2015-10-01", **event) is inside
        assert asked(control, "2015-10-11", **event) is inside
        assert asked(control, "2015-10-12", **event) is MAY


def test_a_snapshot_without_a_face_there_is_a_day_on_which_the_ground_was_bare():
    control = snapshots(
        face("a", "2015-10-01", GROUND), days=("2015-10-08",), elsewhere=NOBODY, within=box(30, 30, 40, 40)
    )
    assert asked(control, "2015-10-01") is MUST
    assert asked(control, "2015-10-07") is MAY
    assert asked(control, "2015-10-08") is CANNOT


def test_a_single_snapshot_speaks_of_its_own_day_only():
    control = snapshots(face("a", "2015-10-01", GROUND), elsewhere=NOBODY, within=box(30, 30, 40, 40))
    assert [asked(control, date, lon=38.0, lat=35.5) for date in ("2015-09-30", "2015-10-01", "2015-10-02")] == [
        MAY,
        CANNOT,
        MAY,
    ]


def test_an_event_on_one_of_several_days_is_asked_on_each_of_them():
    control = snapshots(
        face("a", "2015-10-01", GROUND), face("a", "2015-10-03", GROUND), face("b", "2015-10-05", GROUND)
    )
    assert asked(control, "2015-10-01/2015-10-03") is MUST
    assert asked(control, "2015-10-03/2015-10-04") is MAY
    assert asked(control, "2015-10-05") is CANNOT
    assert asked(control, "") is MAY


# Lists of places

BAKHMUT = place_list(
    row("bakhmut", held_by("russia", "ukraine"), "2023-01-20/2023-05-17"),
    row("bakhmut", "russia", "2023-05-20/2023-05-20"),
    row("bakhmut", held_by("russia", "ukraine"), "2023-05-20/2023-05-24"),
    row("bakhmut", "russia", "2023-05-24/.."),
)


@pytest.mark.parametrize(
    ("date", "russia", "russia_contesting", "ukraine", "ukraine_contesting"),
    [
        ("2023-01-19", MAY, MAY, MAY, MAY),  # before the first row nothing is known
        ("2023-05-17", CANNOT, MUST, CANNOT, MUST),
        ("2023-05-18", MAY, MUST, CANNOT, MAY),  # a gap: contested still, or Russia's already
        ("2023-05-19", MAY, MUST, CANNOT, MAY),
        ("2023-05-20", MAY, MUST, CANNOT, MAY),  # two rows on one day: either alone
        ("2023-05-21", CANNOT, MUST, CANNOT, MUST),
        ("2023-05-23", CANNOT, MUST, CANNOT, MUST),
        ("2023-05-24", MAY, MUST, CANNOT, MAY),
        ("2023-05-25", MUST, MUST, CANNOT, CANNOT),
    ],
)
def test_bakhmut_in_may_2023(date, russia, russia_contesting, ukraine, ukraine_contesting):
    assert asked(BAKHMUT, date, "russia", contested=False, place="Bakhmut") is russia
    assert asked(BAKHMUT, date, "russia", contested=True, place="Bakhmut") is russia_contesting
    assert asked(BAKHMUT, date, "ukraine", contested=False, place="Bakhmut") is ukraine
    assert asked(BAKHMUT, date, "ukraine", contested=True, place="Bakhmut") is ukraine_contesting


@pytest.mark.parametrize(("until", "answer"), [("2015-10-02", MUST), ("2015-10-01", MUST), ("2015-09-30", MAY)])
def test_between_two_rows_on_one_place_the_gap_may_be_as_long_as_allowed(until, answer):
    control = place_list(row("homs", "a", f"2015-01-01/{until}"), row("homs", "a", "2015-10-15/.."), max_gap_days=14)
    assert asked(control, "2015-10-05", place="Homs") is answer


def test_a_gap_whose_beginning_is_known_only_to_the_month_may_be_too_long():
    exact = place_list(row("homs", "a", "2015-01-01/2015-10-28"), row("homs", "a", "2015-11-10/.."))
    coarse = place_list(row("homs", "a", "2015-01-01/2015-10"), row("homs", "a", "2015-11-10/.."))
    assert asked(exact, "2015-11-05", place="Homs") is MUST
    assert asked(coarse, "2015-11-05", place="Homs") is MAY


def test_of_two_rows_that_begin_after_a_gap_on_one_day_either_may_have_begun_in_it():
    control = place_list(
        row("homs", "a", "2015-01-01/2015-10-05"),
        row("homs", "a", "2015-10-10/2015-10-10"),
        row("homs", "b", "2015-10-10/.."),
    )
    assert asked(control, "2015-10-07", "b", place="Homs") is MAY
    assert asked(control, "2015-10-07", "c", place="Homs") is CANNOT


def test_a_place_is_asked_by_name_the_ground_around_by_nearest_place_and_beyond_reach_nobody_knows():
    control = place_list(row("homs", "a", "../..", (36.7, 34.7)), row("hama", "b", "../..", (36.75, 35.1)), reach_km=5)
    assert asked(control, "2015-10-01", place="Homs") is MUST
    assert asked(control, "2015-10-01", place="Hama") is CANNOT
    assert asked(control, "2015-10-01", lon=36.7, lat=34.73) is MUST
    assert asked(control, "2015-10-01", lon=36.7, lat=34.73, radius_km=5.0) is MAY
    assert asked(control, "2015-10-01", lon=36.7, lat=34.9) is MAY
    # With coordinates of its own an event is not asked by its place's name.
    assert asked(control, "2015-10-01", place="Homs", lon=36.75, lat=35.1) is CANNOT
    assert asked(control, "2015-10-01", place="Nowhere") is MAY


def test_a_place_whose_first_row_has_no_coordinates_speaks_for_the_ground_around_its_others():
    control = place_list(
        row("homs", "a", "2015-01-01/2015-09-30"), row("homs", "a", "2015-10-01/..", (36.7, 34.7)), reach_km=5
    )
    assert asked(control, "2015-10-02", lon=36.7, lat=34.7) is MUST


@pytest.mark.parametrize("standing", [MUST, MAY, CANNOT])
def test_a_list_coded_by_a_person_answers_for_the_party_it_was_coded_for(standing):
    control = place_list(row("homs", Holding(Ground.CODED, coded=("a", standing)), "../.."))
    assert asked(control, "2015-10-01", "a", place="Homs") is standing
    assert asked(control, "2015-10-01", "a", relation=Relation.OUTSIDE, place="Homs") is ~standing
    assert asked(control, "2015-10-01", "b", place="Homs") is MAY


def test_held_outside_with_and_without_are_four_questions():
    control = polygons(face(held_by("b", present=("a",)), "../..", GROUND))
    answers = {relation: asked(control, "2015-10-01", "a", relation=relation) for relation in Relation}
    assert answers == {Relation.IN: CANNOT, Relation.OUTSIDE: MUST, Relation.WITH: MUST, Relation.WITHOUT: CANNOT}


def test_the_days_asked_about_are_those_of_the_window():
    control = polygons(face("a", "2015-10-01/2015-10-10", GROUND), face("b", "2015-10-11/..", GROUND))
    case = case_of(event_table({"date": "2015-10-08/2015-10-14", **POINT}), control)
    table = hold(case).table(on_map())

    def within(first, last):
        found = table.answer(case, Relation.IN, "a", None, Days(day(first), day(last) + 1), contested=True)
        return Modality(int(found[0]))

    assert within("2015-10-01", "2015-10-10") is MUST
    assert within("2015-10-01", "2015-10-11") is MAY
    assert within("2015-10-11", "2015-10-31") is CANNOT
    assert within("2015-11-01", "2015-11-30") is MAY  # none of its days: not counted there
