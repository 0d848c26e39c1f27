"""One event counts once, in every part of the record that tells of it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.bounds import Bounds, parse_accepted
from firmground.case.choices import Choices
from firmground.case.claims import Condition, MeasureKind, Selection
from firmground.case.claims import Test as ClaimTest
from firmground.check import check_curve, check_test, specifications
from firmground.measures import Selector
from firmground.measures.repeats import originals, scope_of
from firmground.modality import CANNOT, MAY, MUST
from oracles.worlds import case_of, event_table, hold

SUBSETS = {"own": Selection(datasets=("own",)), "theirs": Selection(datasets=("theirs",))}


@st.composite
def rows_that_repeat(draw):
    """Rows of three data sets; each may repeat one before it, so that nothing leads round in a circle."""
    count = draw(st.integers(1, 8))
    rows = []
    for number in range(count):
        repeated = draw(st.one_of(st.just(None), st.integers(0, number - 1))) if number else None
        rows.append(
            {
                "id": f"r{number}",
                "dataset": draw(st.sampled_from(["own", "theirs", "third"])),
                "date": "2015-10-01",
                "kind": draw(st.sampled_from(["a", "b"])),
                "duplicate_of": "" if repeated is None else f"r{repeated}",
            }
        )
    return rows


def roots(rows):
    """The first row that each leads to."""
    known = {}
    for row in rows:
        known[row["id"]] = known[row["duplicate_of"]] if row["duplicate_of"] else row["id"]
    return known


@given(rows_that_repeat(), st.sets(st.sampled_from(["own", "theirs", "third"])))
def test_every_event_that_is_told_of_counts_exactly_once(rows, scope):
    answers = originals(event_table(*rows), frozenset(scope))
    event_of = roots(rows)
    looked_at = [number for number, row in enumerate(rows) if not scope or row["dataset"] in scope]
    counted = [event_of[rows[number]["id"]] for number in looked_at if answers[number] == MUST]
    assert sorted(counted) == sorted({event_of[rows[number]["id"]] for number in looked_at})
    assert all(answers[number] in (MUST, CANNOT) for number in looked_at)


@given(rows_that_repeat(), st.sets(st.sampled_from(["own", "theirs", "third"])), st.data())
@settings(max_examples=200)
def test_what_is_withheld_of_repeats_leaves_what_the_whole_says_possible(rows, scope, data):
    withheld = data.draw(
        st.lists(st.sampled_from(["", "*", "duplicate_of", "id;duplicate_of"]), min_size=len(rows), max_size=len(rows))
    )
    gone = {row["id"] for row, what in zip(rows, withheld, strict=True) if what in ("*", "id;duplicate_of")}
    shown = []
    for row, what in zip(rows, withheld, strict=True):
        # As the reader has it: what names a row that is not shown MAY repeat it.
        marked = what or ("duplicate_of" if row["duplicate_of"] in gone else "")
        kept = {"duplicate_of": ""} if marked else {}
        kept |= {"id": f"made-{row['id']}"} if row["id"] in gone else {}
        shown.append(row | kept | {"withheld": marked})
    order = data.draw(st.permutations(range(len(rows))))
    whole = originals(event_table(*rows), frozenset(scope))
    part = originals(event_table(*(shown[number] for number in order)), frozenset(scope))
    for place, number in enumerate(order):
        if not scope or rows[number]["dataset"] in scope:
            assert part[place] in (MAY, whole[number])


def test_each_side_keeps_all_that_it_reported():
    rows = [
        {"id": "s1", "dataset": "own", "kind": "a"},
        {"id": "s2", "dataset": "own", "kind": "a"},
        {"id": "t1", "dataset": "theirs", "kind": "a", "duplicate_of": "s1"},
        {"id": "t2", "dataset": "theirs", "kind": "a"},
    ]
    choices = Choices(subset=("all", *SUBSETS), subsets=SUBSETS)
    held = hold(case_of(event_table(*rows), choices=choices, complete=frozenset({"own", "theirs"})))
    asked = ClaimTest(MeasureKind.COUNT, parse_accepted("<= 9"), among=Selection(kind=("a",)))
    found = {one.specification.subset: one.bounds for one in every_finding(held, asked)}
    assert found == {"all": Bounds(3, 3), "own": Bounds(2, 2), "theirs": Bounds(2, 2)}


def every_finding(held, asked):
    return check_curve(held, asked, list(specifications(held.case, asked)), Selector(held))


@given(rows_that_repeat(), st.sampled_from([(), ("own",), ("own", "third")]))
@settings(max_examples=60)
def test_condensed_counting_gives_what_single_events_give(rows, datasets):
    choices = Choices(unit=("event", "place"), subset=("all", *SUBSETS), subsets=SUBSETS)
    held = hold(case_of(event_table(*rows), choices=choices))
    asked = ClaimTest(
        MeasureKind.SHARE, parse_accepted(">= 0.5"), among=Selection(datasets=datasets), that=Condition(target="x")
    )
    selector = Selector(held)
    for one in every_finding(held, asked):
        single = check_test(held, asked, one.specification, selector)
        assert one.measurement.tallied.tally() == single.measurement.tallied.tally()
        assert one.bounds == single.bounds


@pytest.mark.parametrize(("named", "subset"), [*product([(), ("own",), ("own", "theirs")], ["all", "own", "theirs"])])
def test_the_data_sets_that_are_looked_at_are_those_of_the_selection_and_of_the_subset(named, subset):
    case = case_of(event_table(), choices=Choices(subset=("all", *SUBSETS), subsets=SUBSETS))
    expected = set(named or ("own", "theirs")) & set(
        SUBSETS[subset].datasets if subset in SUBSETS else ("own", "theirs")
    )
    found = scope_of(case, Selection(datasets=named), subset)
    assert found == (frozenset() if not named and subset == "all" else expected)
