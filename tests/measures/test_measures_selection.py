"""Which events count and which are "that": each part of a selection, and what it must not remember wrongly."""

from __future__ import annotations

import pytest

from firmground.case.choices import Choices
from firmground.case.claims import Condition, MeasureKind, Near, Relation, Selection, Unit
from firmground.case.claims import Test as ClaimTest
from firmground.case.gazetteer import Place
from firmground.case.releases import Incident
from firmground.dates import parse_when
from firmground.errors import BadRequestError
from firmground.measures import Selector, measure
from firmground.modality import CANNOT, MAY, MUST, Modality
from firmground.places import Disc
from oracles.worlds import actors, box, case_of, event_table, face, hold, member, on_map, polygons

HOMS = Place("homs", "Homs", Disc(36.7, 34.7))
EVERYONE = actors("a", "b", "russia", "ally", ties=(member("ally", "russia", "2015-10-01/2015-10-10"),))


def counted(selection, *rows, specification=None, **more):
    case = case_of(event_table(*rows), parties=EVERYONE, places=(HOMS,), **more)
    found = Selector(hold(case)).counted(selection, specification or on_map())
    return [Modality(int(one)) for one in found]


def window(first, last):
    return Selection(first=parse_when(first), last=parse_when(last))


@pytest.mark.parametrize(
    ("date", "answer"),
    [
        ("2015-09-30", CANNOT), ("2015-10-01", MUST), ("2015-10-21", MUST), ("2015-10-22", CANNOT),
        ("2015-09-30/2015-10-01", MAY), ("2015-10-01/2015-10-21", MUST), ("2015-10-21/2015-10-22", MAY), ("2015-10", MAY), ("", MAY),
    ],
)  # fmt: skip
def test_an_event_counts_on_the_first_and_the_last_day_and_not_beside_them(date, answer):
    assert counted(window("2015-10-01", "2015-10-21"), {"date": date}) == [answer]
    assert counted(
        Selection(reported_first=parse_when("2015-10-01"), reported_last=parse_when("2015-10-21")), {"reported": date}
    ) == [answer]


def test_a_month_as_a_limit_holds_all_its_days_and_an_approximate_day_leaves_its_neighbourhood_open():
    assert counted(window("2015-10", "2015-10"), {"date": "2015-10-01"}, {"date": "2015-10-31"}) == [MUST, MUST]
    rows = [{"date": f"2015-10-{day}"} for day in (11, 12, 18, 19)]
    assert counted(Selection(last=parse_when("2015-10-15~")), *rows) == [MUST, MUST, MAY, CANNOT]
    assert counted(Selection(first=parse_when("2015-10-15~")), *rows) == [CANNOT, MAY, MUST, MUST]


def test_a_member_counts_for_the_actor_on_the_days_of_its_membership():
    rows = [{"by": "ally", "date": date} for date in ("2015-10-10", "2015-10-11", "2015-10-10/2015-10-11", "")]
    assert counted(Selection(by="russia"), *rows) == [MUST, CANNOT, MAY, MAY]


def test_duplicates_never_count():
    assert counted(Selection(), {"id": "1"}, {"id": "2", "duplicate_of": "1"}) == [MUST, CANNOT]


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("air-strike", MUST),
        ("shelling", CANNOT),
        ("", MAY),
        ("air-strike|shelling", MAY),
        ("air-strike;shelling", MUST),
        ("shelling|mortar", CANNOT),
        ("shelling|", MAY),
    ],
)
def test_a_kind_counts_as_it_is_written(kind, answer):
    assert counted(Selection(kind=("air-strike",)), {"kind": kind}) == [answer]
    assert counted(Selection(where=(("kind", ("air-strike",)),)), {"kind": kind}) == [answer]
    assert counted(Selection(where_not=(("kind", ("air-strike",)),)), {"kind": kind}) == [~answer]


def test_a_data_set_is_named_and_a_column_that_does_not_exist_is_refused():
    assert counted(Selection(datasets=("ged",)), {"dataset": "ged"}, {"dataset": "acled"}) == [MUST, CANNOT]
    with pytest.raises(BadRequestError, match="has a column 'weapon' to select by"):
        counted(Selection(where=(("weapon", ("bomb",)),)), {"kind": "shelling"})


def test_near_reaches_so_far_and_grows_with_the_radius_that_is_chosen():
    row = {"lon": 36.7, "lat": 34.8, "radius_km": 5.0}  # 11.1 km away
    for km, answer in ((6.0, CANNOT), (6.2, MAY), (16.0, MAY), (16.2, MUST)):
        assert counted(Selection(near=(Near("homs", km),)), row) == [answer]
    case = case_of(event_table(row), places=(HOMS,), parties=EVERYONE, choices=Choices(radius=(1.0, 2.0)))
    selector = Selector(hold(case))
    answers = [
        int(selector.counted(Selection(near=(Near("homs", 16.2),)), on_map(radius=radius))[0])
        for radius in (1.0, 2.0, 1.0)
    ]
    assert answers == [2, 1, 2]


def test_near_an_incident_and_near_no_place_at_all():
    incident = Incident("jet", "shot down", parse_when("2015-11-24"), Disc(36.7, 34.7), "", "")
    assert counted(Selection(near=(Near("jet", 1.0),)), {"lon": 36.7, "lat": 34.7}, incidents={"jet": incident}) == [
        MUST
    ]
    with pytest.raises(BadRequestError, match="no incident and not exactly one place"):
        counted(Selection(near=(Near("nowhere", 1.0),)), {"lon": 36.7, "lat": 34.7})


def test_a_subset_narrows_what_a_claim_counts():
    choices = Choices(subset=("all", "shells"), subsets={"shells": Selection(kind=("shelling",))})
    rows = [{"kind": "shelling", "by": "russia"}, {"kind": "air-strike", "by": "russia"}]
    assert counted(Selection(by="russia"), *rows, choices=choices) == [MUST, MUST]
    assert counted(Selection(by="russia"), *rows, choices=choices, specification=on_map(subset="shells")) == [
        MUST,
        CANNOT,
    ]


MAP = polygons(face("a", "2015-10-01/2015-10-10", box(36, 34, 37, 35)), face("b", "2015-10-11/..", box(36, 34, 37, 35)))


def that(condition, selection=Selection(), **row):  # noqa: B008 - a frozen value
    case = case_of(event_table({"place": "Homs", **row}), MAP, parties=EVERYONE, places=(HOMS,))
    return Modality(int(Selector(hold(case)).that(condition, selection, on_map())[0]))


def test_ground_is_asked_on_the_days_that_count():
    inside = Condition(ground=((Relation.IN, "a"),))
    assert that(inside, date="2015-10-08/2015-10-12") is MAY
    assert that(inside, Selection(last=parse_when("2015-10-10")), date="2015-10-08/2015-10-12") is MUST
    assert that(inside, Selection(first=parse_when("2015-10-11")), date="2015-10-08/2015-10-12") is CANNOT


def test_conditions_join_as_their_words_say():
    inside, target = Condition(ground=((Relation.IN, "a"),)), Condition(target="b")
    row = {"date": "2015-10-05", "target": "b"}
    assert that(Condition(ground=inside.ground, target="b"), **row) is MUST
    assert that(Condition(any_of=(Condition(target="a"), inside)), **row) is MUST
    assert that(Condition(none_of=(Condition(target="a"), inside)), **row) is CANNOT
    assert that(Condition(none_of=(Condition(target="a"),)), **row) is MUST
    assert that(target, **row) is MUST
    assert that(Condition(), **row) is MUST


def places_share(rows, relation):
    test = ClaimTest(MeasureKind.SHARE, unit=Unit.PLACE, that=Condition(ground=((relation, "a"),)))
    case = case_of(event_table(*rows), MAP, parties=EVERYONE, places=(HOMS,))
    return measure(hold(case), test, on_map(unit="place"))


def test_a_place_is_inside_if_one_of_its_events_was_and_outside_only_if_all_were():
    rows = [{"place": "Homs", "date": "2015-10-05"}, {"place": "homs", "date": "2015-10-15"}]
    assert (places_share(rows, Relation.IN).bounds.low, len(places_share(rows, Relation.IN).units)) == (1, 1)
    assert places_share(rows, Relation.OUTSIDE).bounds.high == 0


def test_events_at_one_place_under_several_names_are_one_place_and_at_unknown_places_may_be_others():
    rows = [
        {"place": "Homs", "date": "2015-10-05"},
        {"place": "homs", "date": "2015-10-06"},
        {"date": "2015-10-05"},
        {"date": "2015-10-05"},
    ]
    test = ClaimTest(MeasureKind.COUNT, unit=Unit.PLACE)
    case = case_of(event_table(*rows), MAP, parties=EVERYONE, places=(HOMS,), complete=frozenset({"strikes"}))
    found = measure(hold(case), test, on_map(unit="place")).bounds
    assert (found.low, found.high) == (1, 3)


def test_an_event_at_an_unknown_place_may_have_hit_a_place_that_counts_otherwise():
    known = [{"place": "Homs", "date": "2015-10-15"}, {"place": "Homs", "date": "2015-10-05"}]
    forgotten = [known[0], {"date": "2015-10-05"}]
    assert places_share(known, Relation.IN).bounds.low == 1
    assert places_share(forgotten, Relation.IN).bounds.high == 1
