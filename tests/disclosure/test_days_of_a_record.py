"""What a day may have been, and for which reason: pairs of records that differ in one thing."""

from __future__ import annotations

import pytest
from told_records import as_publishing, check, release, silence, write_case

from firmground.bounds import Bounds
from firmground.dates import Days
from firmground.measures.published_days import find_days
from firmground.modality import CANNOT, MAY, MUST
from oracles.disclosure import Told

DAY = 700_000
NOTHING: frozenset[str] = frozenset()
PLACE = frozenset({"place"})


def days(*numbers):
    return frozenset(DAY + number for number in numbers)


def standings(told, gives=NOTHING, window=range(6)):
    found = find_days(as_publishing(told), gives, Days(DAY + window.start, DAY + window.stop))
    return [
        MUST if sure else MAY if can else CANNOT
        for sure, can in zip(found.sure.tolist(), found.can.tolist(), strict=True)
    ]


def record(issues=(), silences=(), watched=range(6), *, complete=False):
    told = tuple((own, PLACE) for own in issues)
    return Told(told, tuple((own, NOTHING) for own in silences), days(*watched), complete)


def test_where_nothing_was_found_something_may_have_come_out():
    assert standings(record([days(1)])) == [MAY, MUST, MAY, MAY, MAY, MAY]


def test_in_a_complete_record_what_was_not_found_did_not_come_out():
    assert standings(record([days(1)], complete=True)) == [CANNOT, MUST, CANNOT, CANNOT, CANNOT, CANNOT]


def test_a_complete_record_says_nothing_of_days_before_it_was_watched():
    assert standings(record([days(3)], watched=range(2, 6), complete=True)) == [
        MAY, MAY, CANNOT, MUST, CANNOT, CANNOT,
    ]  # fmt: skip


def test_a_release_without_a_certain_day_may_be_of_each_of_its_days():
    told = record([days(1, 2)], complete=True)
    assert standings(told) == [CANNOT, MAY, MAY, CANNOT, CANNOT, CANNOT]
    assert find_days(as_publishing(told), NOTHING, Days(DAY, DAY + 6)).count() == Bounds(1, 1)


def test_a_release_that_may_have_come_out_elsewhere_need_not_count():
    told = record([days(1, 2)], complete=True)
    assert find_days(as_publishing(told), NOTHING, Days(DAY, DAY + 2)).count() == Bounds(0, 1)


def test_an_attested_silence_is_believed():
    assert standings(record(silences=[days(1, 2)])) == [MAY, CANNOT, CANNOT, MAY, MAY, MAY]


def test_a_release_of_a_silent_day_counts_and_the_word_does_not():
    told = record([days(1)], [days(1, 2)])
    assert standings(told) == [MAY, MUST, CANNOT, MAY, MAY, MAY]
    found = find_days(as_publishing(told), NOTHING, Days(DAY, DAY + 6))
    assert found.contradicted.tolist() == [False, True, False, False, False, False]
    assert found.attested.tolist() == [False, False, True, False, False, False]


def test_a_silence_leaves_a_release_its_other_days():
    """It came out on one of two days and somebody says that it was not the first."""
    assert standings(record([days(1, 2)], [days(1)], complete=True))[:3] == [CANNOT, CANNOT, MUST]


def test_a_release_that_can_only_have_come_out_in_the_silence_takes_the_word_from_those_days():
    assert standings(record([days(1, 2)], [days(1, 2, 3)])) == [MAY, MAY, MAY, CANNOT, MAY, MAY]


def test_on_a_silent_day_of_which_a_release_was_found_a_detail_is_open():
    """The release names no place; whoever calls the day silent was wrong about it, so another release may have."""
    told = Told(((days(1), NOTHING),), ((days(1, 2), NOTHING),), days(*range(6)), complete=False)
    assert standings(told, PLACE) == [MAY, MAY, CANNOT, MAY, MAY, MAY]


def test_a_silence_of_one_detail_is_no_silence_of_another():
    told = Told((), ((days(1), PLACE),), days(*range(6)), complete=False)
    assert standings(told, PLACE)[1] is CANNOT
    assert standings(told, frozenset({"place", "count"}))[1] is CANNOT
    assert standings(told, frozenset({"count"}))[1] is MAY
    assert standings(told)[1] is MAY


@pytest.mark.parametrize(
    ("rows", "low", "high"),
    [
        ((release("a", "2015-10-02"), release("b", "2015-10-03")), 2, 4),
        ((release("a", "2015-10-02"), release("b", "2015-10-02")), 1, 4),
        ((release("a", "2015-10-02"), release("b", "2015-10-02", kind="total")), 1, 4),
        ((release("a", "2015-10-02"), release("b", "2015-10-03", kind="total")), 2, 4),
        ((release("a", "2015-10-02"), "b,other,2015-10-03,,,published,total,place,,,"), 1, 4),
        ((release("a", "2015-10-02"), release("b", "2015-10-03", status="withdrawn")), 2, 4),
        ((release("a", "2015-10-02"), silence("s", "2015-10-03", "2015-10-04")), 1, 2),
        ((release("a", "2015-10-02"), silence("s", "2015-10-03", "")), 1, 2),
        ((release("a", "2015-10-02"), silence("s", "2015-10-03", "?")), 1, 3),
        ((release("a", "2015-10-02/"), release("b", "")), 0, 4),
    ],
)
def test_rows_make_days(tmp_path, rows, low, high):
    case = write_case(
        tmp_path,
        *rows,
        head='[[disclosure]]\nby = "p"\nfrom = "2015-10-01"\nuntil = "2015-10-04"',
        test='measure = "disclosed"\npublisher = "p"\nvalue = ">= 0.5"',
    )
    _, found = check(case)
    assert (4 * found.headline.bounds.low, 4 * found.headline.bounds.high) == (low, high)
