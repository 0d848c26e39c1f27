"""Rows that may be one event: found near in space and time, the likelier ones first, none of them merged."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest

import firmground as fg
from firmground.places import Disc, disc_distance
from firmground.review.doubles import find_doubles
from firmground.review.pairs import Windows

HEAD = "id,date,place,lon,lat,radius_km,by,kind,target,note,url\n"


@pytest.fixture
def doubles(tmp_path):
    def find(rows, places="", windows=None):
        (tmp_path / "case.toml").write_text('title = "T"\n[[events]]\nfile = "e.csv"\n', encoding="utf-8")
        (tmp_path / "e.csv").write_text(HEAD + rows, encoding="utf-8")
        if places:
            (tmp_path / "places.csv").write_text("id,name,aliases,lon,lat,radius_km\n" + places, encoding="utf-8")
        case = fg.read_case(tmp_path)
        found = find_doubles(case, fg.locate_events(case), windows or Windows())
        return {tuple(case.events.id[event] for event in double.events) for double in found.found}, found

    return find


def test_the_doubles_that_the_built_in_case_names_come_first():
    """Its README lists them under "Doubles that were kept"."""
    case = fg.read_case(fg.example_folder("syria-2015"))
    found = find_doubles(case, fg.locate_events(case), Windows()).found
    first = [tuple(case.events.id[event] for event in double.events) for double in found[:8]]
    assert first[:2] == [("s007", "s009"), ("s085", "s086")]
    assert {("s026", "s027"), ("s026", "s028"), ("s001", "s003")} <= set(first)


def test_rows_that_cannot_be_one_event_are_not_proposed(doubles):
    rows = (
        "a1,2020-01-01,,30.0,30.0,1,x,air,,,\n"
        "b2,2020-01-01,,30.0,31.0,1,x,air,,,\n"  # 111 km away
        "c3,2020-01-05,,30.0,30.0,1,x,air,,,\n"  # four days later
        "d4,2020-01-01,,30.0,30.0,1,y,air,,,\n"  # another actor
        "e5,2020-01-01,,30.0,30.0,1,x,ground,,,\n"  # another kind
    )
    assert doubles(rows)[0] == set()


def test_what_is_not_known_may_be_the_same(doubles):
    rows = "a1,2020-01-01,,30.0,30.0,1,x,air,,,\nb2,2020-01-01/2020-01-03,,30.02,30.0,1,,,,,\n"
    assert doubles(rows)[0] == {("a1", "b2")}


def test_both_sides_of_the_windows(doubles):
    def rows(day, lon):
        return f"a1,2020-01-01,,30.0,0.0,1,x,air,,,\nb2,2020-01-0{day},,{lon},0.0,1,x,air,,,\n"

    # A degree on the equator is 111.32 km: 0.0628 degrees are 6.99 km between the centres, 4.99 between the discs.
    assert doubles(rows(1, 30.0628))[0] == {("a1", "b2")}
    assert doubles(rows(1, 30.0630))[0] == set()
    assert doubles(rows(2, 30.0))[0] == {("a1", "b2")}
    assert doubles(rows(3, 30.0))[0] == set()


def test_across_the_line_of_180_degrees(doubles):
    rows = "a1,2020-01-01,,179.99,0.0,1,x,air,,,\nb2,2020-01-01,,-179.99,0.0,1,x,air,,,\n"
    assert doubles(rows)[0] == {("a1", "b2")}


def test_a_row_that_repeats_another_already_is_not_asked_again(tmp_path):
    (tmp_path / "case.toml").write_text('title = "T"\n[[events]]\nfile = "e.csv"\n', encoding="utf-8")
    rows = "id,date,lon,lat,radius_km,by,duplicate_of\na1,2020-01-01,30,30,1,x,\nb2,2020-01-01,30,30,1,x,a1\n"
    (tmp_path / "e.csv").write_text(rows, encoding="utf-8")
    case = fg.read_case(tmp_path)
    assert find_doubles(case, fg.locate_events(case), Windows()).found == ()


def test_rows_without_a_place_are_compared_by_their_words_alone(doubles):
    rows = (
        "a1,2020-01-01,,,,,x,air,,Three tanks were hit at the mill,\n"
        "b2,2020-01-01,,,,,x,air,,three tanks  were hit at the mill,\n"
        "c3,2020-01-01,,,,,x,air,,Something else altogether happened,\n"
    )
    pairs, found = doubles(rows)
    assert pairs == {("a1", "b2")}
    assert "3 rows have no place" in " ".join(found.left_out)


def test_rows_that_say_the_same_are_one_question_and_not_many(doubles):
    rows = "".join(f"a{n},2020-01-01,,30.0,30.0,1,x,air,,Three tanks were hit at the mill,\n" for n in range(1, 6))
    assert doubles(rows)[0] == {("a1", "a2", "a3", "a4", "a5")}


def test_a_note_that_names_the_place_of_another_reaches_farther(doubles):
    places = "mill,Oldmill,,30.0,30.0,1\nford,Highford,,30.5,30.0,1\n"
    rows = "a1,2020-01-01,mill,,,,x,air,,said to be the strike at Highford,\nb2,2020-01-01,ford,,,,x,air,,,\n"
    assert doubles(rows, places)[0] == {("a1", "b2")}
    assert doubles(rows.replace("Highford", "somewhere"), places)[0] == set()


def test_more_than_are_asked_are_counted(doubles):
    rows = "".join(f"a{n},2020-01-01,,30.0,30.0,1,x,air,,,\n" for n in range(1, 11))
    pairs, found = doubles(rows, windows=Windows(most=7))
    assert len(pairs) == 7
    assert "38 further pairs" in " ".join(found.left_out)  # 45 pairs of ten rows


def test_pairs_are_those_of_a_plain_comparison_of_every_row_with_every_other(tmp_path):
    """The oracle compares all with all, disc by disc and day by day."""
    rng = np.random.default_rng(11)
    rows = []
    for n in range(300):
        day = date(2020, 1, 1) + timedelta(days=int(rng.integers(12)))
        last = day + timedelta(days=int(rng.integers(3)))
        lon, lat, radius = 30 + rng.random(), 30 + rng.random(), int(rng.integers(8))
        rows.append(
            (f"e{n}", f"{day}/{last}", f"{lon:.4f}", f"{lat:.4f}", str(radius), str(rng.choice(["x", "y", ""])))
        )
    (tmp_path / "case.toml").write_text('title = "T"\n[[events]]\nfile = "e.csv"\n', encoding="utf-8")
    text = "id,date,lon,lat,radius_km,by\n" + "".join(",".join(row) + "\n" for row in rows)
    (tmp_path / "e.csv").write_text(text, encoding="utf-8")
    case = fg.read_case(tmp_path)
    windows = Windows(each=10_000, most=100_000)
    found = {tuple(sorted(double.events)) for double in find_doubles(case, fg.locate_events(case), windows).found}
    events = case.events
    expected = set()
    for a, b in combinations(range(300), 2):
        near = (
            disc_distance(*(Disc(events.lon[i], events.lat[i], events.radius_km[i]) for i in (a, b))).low <= windows.km
        )
        days = events.start[a] < events.stop[b] + 1 and events.start[b] < events.stop[a] + 1
        same = not events.by[a] or not events.by[b] or events.by[a] == events.by[b]
        if near and days and same:
            expected.add((a, b))
    assert found == expected
    assert len(expected) > 50
