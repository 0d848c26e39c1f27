"""To know less never narrows an answer, and no row is dropped for what it does not say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.case.choices import Choices
from firmground.case.claims import Condition, MeasureKind, Near, Relation, Selection, Unit
from firmground.case.claims import Test as ClaimTest
from firmground.case.gazetteer import Place
from firmground.dates import parse_when
from firmground.measures import measure
from firmground.modality import MUST
from firmground.places import Disc
from oracles.worlds import actors, box, case_of, day, event_table, face, hold, member, on_map, polygons

PLACES = (
    Place("homs", "Homs", Disc(36.3, 35.3)),
    Place("hama", "Hama", Disc(36.7, 35.7)),
    Place("salma", "Salma", Disc(37.3, 35.5)),
)
MAP = polygons(
    face("a", "2015-01-01/2015-10-10", box(36, 35, 36.5, 36)), face("b", "2015-10-05/..", box(36.5, 35, 37, 36)), face("c", "../..", box(37, 35, 38, 36))
)  # fmt: skip
EVERYONE = actors("a", "b", "c", "army", "russia", "syria", ties=(member("a", "army", "2015-01-01/2015-10-07"),))

own = st.fixed_dictionaries(
    {
        "date": st.sampled_from(
            ["2015-10-04", "2015-10-06", "2015-10-09", "2015-10-12", "2015-10-04/2015-10-06", "2015-10-09/2015-10-12"]
        ),
        "by": st.sampled_from(["russia", "syria", "russia;syria", "russia|syria"]),
        "kind": st.sampled_from(["air-strike", "shelling"]),
        "target": st.sampled_from(["a", "army", "c"]),
        "strikes": st.sampled_from([1, 2, (1, 3)]),
    }
)
by_name = st.builds(lambda row, place: row | {"place": place}, own, st.sampled_from(["Homs", "Hama", "Salma"]))
by_point = st.builds(
    lambda row, at, radius: row | {"lon": at[0], "lat": at[1], "radius_km": radius},
    own, st.sampled_from([(36.3, 35.3), (36.49, 35.5), (36.7, 35.7), (37.5, 35.5)]), st.sampled_from([0.0, 3.0]),
)  # fmt: skip
a_row = st.one_of(by_name, by_point)

AMONG = [
    Selection(),
    Selection(by="russia"),
    Selection(by="russia", kind=("air-strike",), last=parse_when("2015-10-09")),
    Selection(target="army", first=parse_when("2015-10-05"), last=parse_when("2015-10-11")),
    Selection(near=(Near("homs", 40.0),)),
    Selection(where=(("kind", ("shelling",)),), where_not=(("by", ("syria",)),)),
]
THAT = [
    Condition(ground=((Relation.IN, "a"),)),
    Condition(ground=((Relation.OUTSIDE, "army"),)),
    Condition(ground=((Relation.WITHOUT, "b"),)),
    Condition(target="army"),
    Condition(near=(Near("hama", 30.0),)),
    Condition(any_of=(Condition(ground=((Relation.IN, "c"),)), Condition(target="a"))),
    Condition(none_of=(Condition(ground=((Relation.IN, "c"),)),)),
]
FORGET = ("date", "by", "kind", "target")
TESTS = st.one_of(
    st.builds(
        lambda kind, unit, among, that, whole: ClaimTest(kind, unit=unit, among=among, that=that, out_of=whole if kind is MeasureKind.SHARE else None),
        st.sampled_from([MeasureKind.SHARE, MeasureKind.COUNT]), st.sampled_from(list(Unit)),
        st.sampled_from(AMONG), st.sampled_from(THAT), st.sampled_from([None, None, 30]),
    ),
    st.builds(
        lambda among, to, greatest: ClaimTest(MeasureKind.DISTANCE, among=among, greatest=greatest, **to),
        st.sampled_from(AMONG), st.sampled_from([{"to": "homs"}, {"party": "a"}, {"party": "army"}]), st.booleans(),
    ),
)  # fmt: skip


def measured(rows, test, *, complete=True, **choices):
    case = case_of(
        event_table(*rows), MAP, parties=EVERYONE, places=PLACES,
        choices=Choices(map=("map",), radius=(1.0, 2.0), margin_km=(0.0, 5.0)),
        complete=frozenset({"strikes"}) if complete else frozenset(),
    )  # fmt: skip
    return measure(hold(case), test, on_map(unit=str(test.unit), **choices))


def assert_wider(wide, narrow):
    """Every value that was possible still is, and a value that need not be defined stays so."""
    if narrow.bounds is None:
        return  # nothing was measured: the answer was MAY
    assert wide.bounds is not None
    assert float(wide.bounds.low) <= float(narrow.bounds.low) + 1e-9
    assert float(wide.bounds.high) >= float(narrow.bounds.high) - 1e-9
    assert not (wide.defined is MUST and narrow.defined is not MUST)


rows_and_one = st.lists(a_row, min_size=1, max_size=5).flatmap(
    lambda rows: st.tuples(st.just(rows), st.integers(0, len(rows) - 1))
)


def replaced(rows, index, **new):
    return [row | new if number == index else row for number, row in enumerate(rows)]


@given(rows_and_one, st.sampled_from(FORGET), TESTS, st.booleans())
@settings(deadline=None, max_examples=200)
def test_a_row_that_says_less_never_narrows(rows_and_index, forgotten, test, complete):
    rows, index = rows_and_index
    assert_wider(
        measured(replaced(rows, index, **{forgotten: ""}), test, complete=complete),
        measured(rows, test, complete=complete),
    )


@given(rows_and_one, TESTS)
@settings(deadline=None, max_examples=150)
def test_a_row_without_its_place_never_narrows(rows_and_index, test):
    rows, index = rows_and_index
    bare = {name: value for name, value in rows[index].items() if name not in ("place", "lon", "lat", "radius_km")}
    less = [bare if number == index else row for number, row in enumerate(rows)]
    assert_wider(measured(less, test), measured(rows, test))


@given(rows_and_one, st.sampled_from(["2015-10-01/2015-10-31", "2015", "2015-10-04/2015-10-12"]), TESTS)
@settings(deadline=None, max_examples=100)
def test_a_wider_date_never_narrows(rows_and_index, date, test):
    rows, index = rows_and_index
    assert_wider(measured(replaced(rows, index, date=date), test), measured(rows, test))


@given(rows_and_one, st.sampled_from(["by", "target"]), st.sampled_from(["a", "syria", "?", ""]), TESTS)
@settings(deadline=None, max_examples=100)
def test_another_reading_of_an_attribution_never_narrows(rows_and_index, column, reading, test):
    rows, index = rows_and_index
    assert_wider(
        measured(replaced(rows, index, **{column: f"{rows[index][column]}|{reading}"}), test), measured(rows, test)
    )


@given(st.lists(by_point, min_size=1, max_size=5), st.data(), st.sampled_from([1.0, 8.0, 60.0]), TESTS)
@settings(deadline=None, max_examples=100)
def test_a_wider_radius_never_narrows(rows, data, radius, test):
    index = data.draw(st.integers(0, len(rows) - 1))
    wide = replaced(rows, index, radius_km=max(radius, rows[index]["radius_km"]))
    assert_wider(measured(wide, test), measured(rows, test))


@given(st.lists(a_row, min_size=1, max_size=5), TESTS)
@settings(deadline=None, max_examples=60)
def test_doubled_radii_and_a_margin_never_narrow(rows, test):
    plain = measured(rows, test)
    assert_wider(measured(rows, test, radius=2.0), plain)
    assert_wider(measured(rows, test, margin_km=5.0), plain)


@given(rows_and_one, st.integers(0, 3), TESTS)
@settings(deadline=None, max_examples=60)
def test_a_range_of_strikes_never_narrows(rows_and_index, more, test):
    rows, index = rows_and_index
    strikes = rows[index]["strikes"]
    low, high = strikes if isinstance(strikes, tuple) else (strikes, strikes)
    assert_wider(measured(replaced(rows, index, strikes=(low, high + more)), test), measured(rows, test))


@given(st.lists(a_row, min_size=1, max_size=5), TESTS)
@settings(deadline=None, max_examples=60)
def test_a_record_that_is_not_complete_never_narrows(rows, test):
    assert_wider(measured(rows, test, complete=False), measured(rows, test))


@pytest.mark.parametrize("forgotten", [*FORGET, "place"])
@pytest.mark.parametrize("unit", list(Unit))
def test_no_row_is_dropped_for_what_it_does_not_say(forgotten, unit):
    row = {"date": "2015-10-06", "by": "russia", "kind": "air-strike", "target": "a", "place": "Homs", forgotten: ""}
    among = Selection(
        by="russia",
        kind=("air-strike",),
        target="a",
        first=parse_when("2015-10-01"),
        last=parse_when("2015-10-31"),
        near=(Near("homs", 5.0),),
    )
    test = ClaimTest(MeasureKind.COUNT, unit=unit, among=among)
    found = measured([row], test)
    assert (found.bounds.low, found.bounds.high) == (0, 1)
    assert found.units.events_of(0) == [0]


def test_a_row_whose_column_of_its_own_is_empty_may_be_any_value():
    rows = [{"weapon": "bomb"}, {"weapon": ""}, {"weapon": "missile"}]
    test = ClaimTest(MeasureKind.COUNT, among=Selection(where=(("weapon", ("bomb",)),)))
    assert (measured(rows, test).bounds.low, measured(rows, test).bounds.high) == (1, 2)
    other = ClaimTest(MeasureKind.COUNT, among=Selection(where_not=(("weapon", ("bomb",)),)))
    assert (measured(rows, other).bounds.low, measured(rows, other).bounds.high) == (1, 2)


def test_an_undated_row_counts_where_no_day_is_asked_for():
    test = ClaimTest(MeasureKind.COUNT)
    assert measured([{"date": ""}], test).bounds.low == 1
    assert day("2015-10-01") > 0
