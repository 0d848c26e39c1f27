"""Events that no question can tell apart, counted once: every finding equals the one made from the single events."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.bounds import parse_accepted
from firmground.case.actors import Bond, Tie, TieKind
from firmground.case.choices import Choices
from firmground.case.claims import Claim, Condition, MeasureKind, Near, Relation, Selection, TargetTie
from firmground.case.claims import Test as ClaimTest
from firmground.case.definitions import Definition, Label
from firmground.case.events import STRIKES_UNLIMITED
from firmground.case.gazetteer import Place
from firmground.check import check_claims, check_curve, check_test, specifications
from firmground.dates import parse_when, window
from firmground.engine.separation import separation
from firmground.explore import ask, try_claim
from firmground.hold.taken import taken_place
from firmground.measures import Alike, Selector
from firmground.measures.ground_sets import number_sequences
from firmground.measures.near import near_place
from firmground.modality import Modality
from firmground.places import Disc
from oracles.worlds import actors, box, case_of, event_table, face, hold, member, polygons

PLACES = (
    Place("p1", "One", Disc(36.2, 35.5, 3.0)),
    Place("p2", "Two", Disc(36.9, 35.5, 10.0)),
    Place("p3", "Three", Disc(37.6, 35.5, 0.0)),
    Place("p4", "Twin", Disc(36.3, 35.5, 1.0)),
    Place("p5", "Twin", Disc(37.4, 35.5, 1.0)),
)
PARTIES = actors(
    "a", "b", "c", "a1",
    ties=(member("a1", "a", "2015-10-06/.."), Tie("b", TieKind.FIGHTS, "c", parse_when("2015-10-01/2015-10-09"))),
)  # fmt: skip
DEFINITIONS = {
    name: Definition(name, name, name, (Label("enemy", covers, (), parse_when(period), open=opened),))
    for name, covers, period, opened in (
        ("d1", ("a",), "../..", False), ("d2", ("b",), "2015-10-01/2015-10-07", False), ("d3", ("a", "c"), "../..", True),
    )
}  # fmt: skip
SUBSETS = {
    "air": Selection(kind=("air-strike",), last=parse_when("2015-10-10")),
    "near": Selection(near=(Near("p1", 20.0),)),
    "odd": Selection(where_not=(("parity", ("even",)),), first=parse_when("2015-10-05~")),
    "enemy": Selection(target="enemy", reported_last=parse_when("2015-10-08")),
    "unheard": Selection(near=(Near("nowhere", 5.0),)),
}


def maps():
    held = [("a", 36.0, 36.5), ("b", 36.5, 37.0), ("c", 37.0, 37.8)]
    first = polygons(*(face(who, "2015-10-01/2015-10-08", box(west, 35, east, 36)) for who, west, east in held),
                     face("b", "2015-10-09/2015-10-20", box(36.0, 35, 36.8, 36)))  # fmt: skip
    second = polygons(face("a", "../..", box(36.1, 35, 37.2, 36)), face("c", "2015-10-05/..", box(36.9, 35, 37.7, 36)))
    return {"map": first, "other": second}


an_event = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2015-10-03", "2015-10-05/2015-10-09", "2015-10", "", "2015-10-12", "2015-10-04~"]),
        "reported": st.sampled_from(["", "2015-10-06", "2015-10-07/2015-10-11"]),
        "by": st.sampled_from(["a", "b", "a1", "a;b", "a|c", ""]),
        "target": st.sampled_from(["a", "b", "c", "b|c", ""]),
        "kind": st.sampled_from(["air-strike", "shelling", "", "air-strike|clash"]),
        "place": st.sampled_from(["p1", "p2", "p3", "Twin", "", "Unheard of"]),
        "strikes": st.sampled_from([1, 2, (1, 3), (0, 2), (2, STRIKES_UNLIMITED)]),
        "parity": st.sampled_from(["even", "odd", ""]),
        "duplicate_of": st.sampled_from(["", "", "", "", "1"]),
        "dataset": st.sampled_from(["one", "two"]),
    }
)
a_selection = st.sampled_from(
    [
        Selection(),
        Selection(by="a"),
        Selection(by="enemy", last=parse_when("2015-10-08")),
        Selection(first=parse_when("2015-10-06"), last=parse_when("2015-10-06")),
        Selection(kind=("air-strike",), datasets=("one",), first=parse_when("2015-10-04~")),
        Selection(inside=("p2", "One"), reported_first=parse_when("2015-10-07")),
        Selection(where=(("parity", ("odd",)),), last=parse_when("2015-10-09~")),
        Selection(first=parse_when("2016")),
    ]
)
a_condition = st.sampled_from(
    [
        Condition(),
        Condition(ground=((Relation.IN, "enemy"),)),
        Condition(ground=((Relation.OUTSIDE, "enemy"),)),
        Condition(ground=((Relation.WITHOUT, "b"), (Relation.OUTSIDE, "a"))),
        Condition(ground=((Relation.WITH, "c"),), target="enemy"),
        Condition(any_of=(Condition(ground=((Relation.IN, "a"),)), Condition(near=(Near("p3", 60.0),)))),
        Condition(none_of=(Condition(ground=((Relation.IN, "enemy"),)),)),
        Condition(target_tie=TargetTie(Bond.FIGHTS, "b")),
        Condition(inside=("Twin",), target_tie=TargetTie(Bond.FOUGHT_BY, "partners", complete=True)),
    ]
)
a_question = st.sampled_from(
    [(MeasureKind.SHARE, ">= 0.5", None), (MeasureKind.COUNT, "<= 3", None), (MeasureKind.SHARE, "0.2..0.6", 12)]
)


def world(rows, choices=None):
    case = case_of(
        event_table(*(one | {"id": str(number)} for number, one in enumerate(rows, 1))),
        parties=PARTIES,
        places=PLACES,
        choices=choices
        or Choices(
            map=("map", "other"),
            definition=("d1", "d2", "d3"),
            unit=("event", "place", "strike"),
            contested=(True, False),
            margin_km=(0.0, 5.0),
            radius=(1.0, 2.0),
            subset=("all", *SUBSETS),
            subsets=SUBSETS,
        ),
        definitions=DEFINITIONS,
        complete=frozenset({"one"}),
    )
    return hold(replace_maps(case))


def replace_maps(case):
    return replace(case, maps=maps())


def told(finding):
    measured = finding.measurement
    if measured is None:
        return finding.specification, finding.standing, finding.problem
    tallied = measured.tallied
    return (
        finding.specification, finding.standing, measured.bounds, measured.defined, measured.question,
        len(tallied), tallied.tally(), tallied.weights,
    )  # fmt: skip


@given(st.lists(an_event, max_size=14), a_selection, a_condition, a_question, st.randoms())
@settings(deadline=None, max_examples=40)
def test_all_findings_are_those_of_the_single_events(rows, among, that, question, random):
    held = world(rows)
    kind, value, out_of = question
    asked = ClaimTest(kind, parse_accepted(value), among=among, that=that, out_of=out_of)
    selector, every = Selector(held), list(specifications(held.case, asked))
    every = random.sample(every, min(40, len(every)))
    found = check_curve(held, asked, every, selector)
    assert [told(one) for one in found] == [told(check_test(held, asked, one, selector)) for one in every]


@given(
    st.lists(an_event, max_size=12), a_selection, st.sampled_from(["a", "b", "enemy"]), st.sampled_from(list(Relation))
)
@settings(deadline=None, max_examples=25)
def test_ground_in_sets_gives_the_answers_of_the_table(rows, among, party, relation):
    held = world(rows, Choices(map=("map", "other"), radius=(1.0, 2.0), definition=("d1", "d2", "d3")))
    selector, days = Selector(held), window(among.first, among.last)
    for one in held.case.choices.every(unit=("event",)):
        table = held.table(one)
        definition = held.case.definitions[one.definition]
        expected = table.answer(held.case, relation, party, definition, days, contested=one.contested)
        found = selector.that(Condition(ground=((relation, party),)), among, one)
        assert found.tolist() == expected.tolist()


@given(st.lists(st.lists(st.integers(0, 3), max_size=5), max_size=12))
def test_equal_sequences_get_one_number(sequences):
    first = np.cumsum([0, *map(len, sequences)])
    numbers, one_of = number_sequences(first, np.array([code for own in sequences for code in own], dtype=np.int64))
    assert [sequences[one] for one in one_of] == list({tuple(own): own for own in sequences}.values())
    assert [sequences[one_of[number]] for number in numbers] == sequences


ROWS = [
    {
        "date": f"2015-10-{1 + n % 14:02d}",
        "parity": "odd",
        "place": f"p{1 + n % 3}",
        "by": "a",
        "target": "b",
        "kind": "shelling",
    }
    for n in range(60)
]


def claim_of(test):
    return Claim("claim", "a minister", parse_when("2015-11-01"), "Most were enemies", test=test)


def with_claim(held, test):
    case = replace(held.case, claims={"claim": claim_of(test)})
    return replace(held, located=replace(held.located, case=case))


def test_a_curve_tells_how_far_it_is_and_keeps_single_units_for_the_headline_alone():
    asked = ClaimTest(MeasureKind.SHARE, parse_accepted("> 0.5"), that=Condition(ground=((Relation.IN, "enemy"),)))
    said = []
    findings = check_claims(with_claim(world(ROWS), asked), progress=said.append)
    (found,) = findings.claims
    assert [text for text in said if "specifications" in text][1:2] == ["claim claim: 100 of 863 specifications"]
    assert len(found.headline.measurement.units) == 60
    assert {one.measurement.units for one in found.every[1:] if one.measurement} == {None}


def test_a_trial_of_another_choice_has_its_units_one_by_one():
    asked = ClaimTest(MeasureKind.SHARE, parse_accepted("> 0.5"), that=Condition(ground=((Relation.IN, "enemy"),)))
    findings = check_claims(with_claim(world(ROWS), asked))
    for changed in ({"map": "other"}, {"unit": "place"}, {"until": "2015-10-06", "radius": "doubled"}):
        trial = try_claim(findings, ask(findings.case, "claim", changed))
        assert trial.found.headline.measurement.units is not None
        for one in trial.found.every:
            alone = check_test(findings.held, trial.question.test, one.specification, Selector(findings.held))
            assert told(one) == told(alone)


def test_many_events_become_few_rows():
    asked = ClaimTest(MeasureKind.SHARE, parse_accepted("> 0.5"), that=Condition(ground=((Relation.IN, "enemy"),)))
    held = world(ROWS)
    every = list(specifications(held.case, asked))
    alike = Alike(Selector(held), asked, every)
    for one in every:
        if one.subset != "unheard":
            alike.tally(one)
    assert max(len(rows.number) for rows in alike._rows.values()) < 40
    assert {int(rows.number.sum()) for rows in alike._rows.values()} == {60}


@given(
    st.lists(st.tuples(st.floats(35.0, 38.0), st.floats(34.0, 37.0), st.floats(0.0, 60.0)), min_size=1, max_size=20),
    st.sampled_from([0.0, 5.0, 40.0, 120.0]),
    st.sampled_from([1.0, 2.0]),
)
@settings(deadline=None, max_examples=40)
def test_discs_are_near_a_place_all_at_once_as_one_by_one(discs, km, radius):
    held = hold(case_of(event_table(*({"lon": x, "lat": y, "radius_km": r} for x, y, r in discs)), places=PLACES))
    found = near_place(held, Near("p2", km), radius)[held.located.region_of]
    for answer, region in zip(found.tolist(), map(held.located.region, range(len(discs))), strict=True):
        apart = separation(taken_place(region, radius), PLACES[1].where)
        assert answer == Modality.of(every=apart.high <= km, some=apart.low <= km)
