"""Of the days with anything the share with a detail: bounds equal the enumeration of every way it may have been."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_records import FIRST, Told, as_held, as_publishing, as_selector, asked

from firmground.bounds import Bounds, parse_accepted
from firmground.case import claims
from firmground.case.choices import Specification
from firmground.case.claims import MeasureKind
from firmground.check import check_test
from firmground.dates import Days
from firmground.measures import detail_days
from firmground.measures.detail_days import find_detail_days
from firmground.measures.disclosed import change_of_days, measure_change, measure_disclosed
from firmground.measures.settle import settle_require, settle_rule_out
from firmground.measures.units import NO, OUT, YES
from firmground.modality import CANNOT, MAY, MUST, Modality
from oracles.disclosure import worlds_of_details

CALENDAR = range(FIRST, FIRST + 6)
PLACE = frozenset({"place"})
DETAILS = st.sampled_from([frozenset(), PLACE, PLACE | {"count"}])


@st.composite
def runs(draw, longest):
    start = draw(st.sampled_from(CALENDAR))
    return frozenset(range(start, min(start + draw(st.integers(1, longest)), CALENDAR.stop)))


@st.composite
def records(draw):
    """Complete ones with several loose releases, which tie their days together; open ones with fewer."""
    complete = draw(st.booleans())
    issues = draw(st.lists(st.tuples(runs(4 if complete else 3), DETAILS), max_size=5 if complete else 2))
    silences = draw(st.lists(st.tuples(runs(3), st.sampled_from([frozenset(), PLACE])), max_size=2))
    watched = frozenset(draw(st.sampled_from([CALENDAR, CALENDAR, CALENDAR[1:], CALENDAR[:4]])))
    return Told(tuple(issues), tuple(silences), watched, complete)


def share(world, window):
    own = [world[day] for day in window if day in world]
    return Fraction(sum(own), len(own)) if own else None


def among(told, window, gives=PLACE):
    return find_detail_days(as_publishing(told), gives, Days(window.start, window.stop))


def bounds_of(shares):
    known = {one for one in shares if one is not None}
    return Bounds(min(known), max(known)) if known else None


def whether(shares):
    return Modality.of(every=None not in shares, some=any(one is not None for one in shares))


@settings(max_examples=150)
@given(records(), st.sampled_from([PLACE, PLACE | {"count"}]), st.sampled_from([CALENDAR, CALENDAR[1:5], CALENDAR[:3]]))
def test_the_share_of_days_with_a_detail_is_that_of_all_worlds(told, gives, window):
    every = list(worlds_of_details(told, gives, CALENDAR))
    shares = {share(world, window) for world in every}
    days = among(told, window, gives)
    found = days.share()

    assert (found.bounds, found.defined, found.exact) == (bounds_of(shares), whether(shares), True)
    for place, day in enumerate(window):
        states = {OUT if day not in world else YES if world[day] else NO for world in every}
        assert days.states[place] == sum(states)


@settings(max_examples=100)
@given(records(), st.integers(1, 5), st.integers(0, 1))
def test_a_change_of_that_share_is_that_of_all_worlds(told, length, gap):
    earlier, later = CALENDAR[:length], CALENDAR[min(length + gap, 5) :]
    shares = {(share(world, later), share(world, earlier)) for world in worlds_of_details(told, PLACE, CALENDAR)}
    changes = {None if None in both else both[0] - both[1] for both in shares}
    found = change_of_days(among(told, later), among(told, earlier))
    if found.exact:
        assert (found.bounds, found.defined) == (bounds_of(changes), whether(changes))
    else:
        known = bounds_of(changes)
        assert known is None or known in found.bounds
        assert found.defined is not MUST


@settings(max_examples=100)
@given(records(), st.sampled_from([">= 0.5", "< 0.5", "0.25..0.75"]))
def test_the_days_that_settle_such_a_share_settle_it(told, value):
    """Decided as they are said to be, no world is left in which the claim stands otherwise."""
    accepted = parse_accepted(value)
    about = asked(CALENDAR, PLACE, of_published=True)
    test = claims.Test(MeasureKind.DISCLOSED, accepted, about=about)
    found = measure_disclosed(as_held(told), test, Specification(), as_selector(told))
    if found.bounds is None or accepted.standing(found.bounds) is not MAY:
        return
    every = list(worlds_of_details(told, PLACE, CALENDAR))
    held = [(world, share(world, CALENDAR)) for world in every]
    for settle, wanted in ((settle_require, True), (settle_rule_out, False)):
        settled = settle(found.units, found.question, accepted)
        met = [(world, one is not None and (one in accepted) is wanted) for world, one in held]
        if settled.fewest is None:
            # No world in which all is decided can be of that kind, unless none of them has a share at all.
            assert not any(right for _, right in met) or found.defined is not MUST
            continue
        assert found.joined or _decided_by(settled.units, met)
        if not found.joined and ".." not in value and settled.fewest:
            # Between two limits may lie no share that whole numbers give, and then fewer days would do.
            assert not any(_decided_by(fewer, met) for fewer in combinations(range(len(CALENDAR)), settled.fewest - 1))


def _decided_by(units, met):
    ways = {}
    for world, right in met:
        way = tuple(world.get(CALENDAR[unit]) for unit in units)
        ways[way] = ways.get(way, True) and right
    return any(ways.values())


def test_beyond_what_is_kept_the_bounds_are_wider_and_it_is_told(monkeypatch):
    loose = frozenset(CALENDAR[:2])
    told = Told(((loose, PLACE), (loose, frozenset()), (loose, frozenset())), (), frozenset(CALENDAR), complete=True)
    assert among(told, CALENDAR).share() == detail_days.Share(Bounds(Fraction(1, 2), 1))
    monkeypatch.setattr(detail_days, "MOST_KEPT", 0)
    assert among(told, CALENDAR).share() == detail_days.Share(Bounds(0, 1), MUST, exact=False)


@pytest.mark.parametrize(("days", "standing"), [((0,), MUST), ((0, 1), MAY), ((), MAY)])
def test_where_perhaps_nothing_came_out_there_is_perhaps_no_share(days, standing):
    """A release of the first day, or of it or the one after; or none at all."""
    issues = ((frozenset(FIRST + day for day in days), PLACE),) if days else ()
    told = Told(issues, (), frozenset(CALENDAR), complete=True)
    window = CALENDAR[:1]
    test = claims.Test(MeasureKind.DISCLOSED, parse_accepted(">= 0.5"), about=asked(window, PLACE, of_published=True))
    found = check_test(as_held(told), test, Specification(), as_selector(told))
    assert found.standing is standing
    assert found.measurement.defined is {0: CANNOT, 1: MUST, 2: MAY}[len(days)]


def test_of_a_change_of_shares_no_days_are_named_that_would_settle_it():
    about = asked(CALENDAR[3:], PLACE, CALENDAR[:3], of_published=True)
    told = Told((), (), frozenset(CALENDAR), complete=False)
    test = claims.Test(MeasureKind.LESS_DISCLOSED, parse_accepted("< 0"), about=about)
    found = measure_change(as_held(told), test, Specification(), as_selector(told))
    assert (found.question.kind, found.bounds, found.defined) == (MeasureKind.LESS_DISCLOSED, Bounds(-1, 1), MAY)
    assert len(found.units) == len(found.labels) == len(CALENDAR)
