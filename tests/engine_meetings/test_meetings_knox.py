"""Times dealt anew: the counts of every deal equal a pair loop, and a seed deals the same everywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmground.engine.meetings import knox as test_of_knox
from firmground.engine.meetings.chance import chance_of
from firmground.engine.meetings.dealing import deal_over_classes, deal_over_pairs
from firmground.engine.meetings.happenings import Happenings, Reach
from firmground.engine.meetings.join import count_pairs, pairs_within
from firmground.engine.meetings.knox import count_near, knox
from firmground.engine.meetings.timing import Timing
from oracles import meetings as oracle

ORDERS_OF_1964 = [[0, 1, 2, 3, 4, 5], [1, 3, 0, 2, 5, 4], [1, 2, 3, 4, 5, 0], [4, 3, 2, 5, 0, 1]]


def towns(random, count, days=30):
    """Events dated to days, in three towns, times and places independent."""
    town = random.integers(0, 3, count)
    day = 24.0 * random.integers(0, days, count)
    return Happenings(38 + town, np.full(count, 35.0), np.zeros(count), day, day + 24)


@pytest.mark.parametrize("counted", ["possible", "must"])
@pytest.mark.parametrize("seed", range(15))
def test_each_deal_counts_what_a_pair_loop_counts(invented, seed, counted):
    lot = invented(seed)
    a, reach = lot.events(8), lot.reach()
    b = a[lot.random.integers(0, len(a), 6)]
    orders = list(test_of_knox._orders(len(a), 10, seed))
    for other in (None, b):
        expected = [oracle.knox_in_order(a, other, reach, counted, order) for order in orders]
        timing = Timing.of(a, other, reach, counted)
        assert deal_over_pairs(a, other, reach, timing, iter(orders)).tolist() == expected
        if other is not None:
            assert deal_over_classes(a, other, reach, timing, iter(orders), 11).tolist() == expected


@pytest.mark.parametrize("sets", ["one set", "two sets"])
def test_expected_pairs_are_the_sum_of_their_chances_in_each_deal(monkeypatch, sets):
    random = np.random.default_rng(3)
    day = 24.0 * random.integers(0, 5, 30)
    a = Happenings(38 + 0.1 * random.random(30), np.full(30, 35.0), 5 * random.random(30), day, day + 24)
    b, reach = None if sets == "one set" else a[10:], Reach(6, 30)

    def expected(moved):
        return chance_of(moved, b, pairs_within(moved, b, reach), reach).sum()

    orders = list(test_of_knox._orders(30, 19, 0))
    dealt = [expected(replace(a, start=a.start[order], stop=a.stop[order])) for order in orders]
    found = knox(a, b, reach, counted="expected", permutations=19)
    assert found.observed == pytest.approx(dealt[0])
    assert found.mean == pytest.approx(np.mean(dealt[1:]))
    monkeypatch.setattr("firmground.engine.meetings.dealing._HELD", 10)
    assert knox(a, b, reach, counted="expected", permutations=19).mean == pytest.approx(found.mean)


def test_the_mean_of_the_deals_nears_that_of_every_order():
    random = np.random.default_rng(6)
    a, b, reach = towns(random, 5, days=3), towns(random, 7, days=3), Reach(1, 24)
    for other in (None, b):
        every = oracle.knox_in_every_order(a, other, reach, "possible")
        found = knox(a, other, reach, permutations=1999, seed=5)
        assert abs(found.mean - np.mean(every)) <= 3 * np.std(every) / np.sqrt(1999)
        assert {found.low, found.high} <= set(map(float, every))


def test_few_spans_or_many_the_answer_is_the_same(monkeypatch):
    random = np.random.default_rng(7)
    a, b = towns(random, 80), towns(random, 200)
    by_spans = knox(a, b, Reach(1, 24), seed=3)
    monkeypatch.setattr(test_of_knox, "_CLASSES", 0)
    assert knox(a, b, Reach(1, 24), seed=3) == by_spans


def test_how_much_is_held_at_a_time_makes_no_difference(monkeypatch):
    random = np.random.default_rng(7)
    a, b = towns(random, 40), towns(random, 50)
    whole = [knox(a, other, Reach(1, 24), permutations=99) for other in (None, b)]
    monkeypatch.setattr("firmground.engine.meetings.dealing._HELD", 100)
    assert [knox(a, other, Reach(1, 24), permutations=99) for other in (None, b)] == whole


def test_a_seed_deals_the_same_everywhere():
    orders = list(test_of_knox._orders(6, 3, 1964))
    assert [order.tolist() for order in orders] == ORDERS_OF_1964
    random = np.random.default_rng(1)
    events = towns(random, 60)
    assert knox(events, None, Reach(1, 24), seed=1) == knox(events, None, Reach(1, 24), seed=1)
    assert knox(events, None, Reach(1, 24), seed=1) != knox(events, None, Reach(1, 24), seed=2)


def test_a_raid_answered_next_day_stands_out_and_the_answer_is_not_named():
    random = np.random.default_rng(4)
    raids = towns(random, 40, days=300)
    answers = replace(raids, start=raids.start + 24, stop=raids.stop + 24)
    found = knox(raids, answers, Reach(1, 24), seed=1)
    assert found.observed == count_pairs(raids, answers, Reach(1, 24)).possible >= 40
    assert found.observed > found.high
    assert found.at_least == 0
    assert found.p == 1 / 1000


def test_where_place_and_time_are_independent_the_observed_count_is_one_of_many():
    """Of 300 such sets about one in ten should be among the highest tenth of its deals."""
    random = np.random.default_rng(12)
    high = sum(knox(towns(random, 25, days=12), None, Reach(1, 24), permutations=39).p <= 0.1 for _ in range(300))
    assert 15 <= high <= 45  # 30 expected, fewer with ties; three standard errors of a binomial count are 16


def test_the_range_leaves_out_the_twentieth_part_on_each_side():
    random = np.random.default_rng(2)
    events, reach = towns(random, 40, days=10), Reach(1, 24)
    orders = test_of_knox._orders(40, 199, 0)
    dealt = sorted(counts_of_orders(events, reach, orders))
    found = knox(events, None, reach, permutations=199)
    assert (found.low, found.high) == (dealt[9], dealt[189])
    assert found.at_least == sum(count >= found.observed for count in dealt)


def counts_of_orders(events, reach, orders):
    """The join, asked anew for each order: slow, and checked against the pair loop elsewhere."""
    next(orders)
    return [
        count_pairs(replace(events, start=events.start[o], stop=events.stop[o]), None, reach).possible for o in orders
    ]


def test_events_that_are_never_near_count_none():
    apart = Happenings([10, 50], [0, 0], [0, 0], [0, 0], [24, 24])
    assert knox(apart, None, Reach(1, 24)).observed == knox(apart, None, Reach(1, 24)).high == 0
    assert knox(apart[:1], None, Reach(1, 24)).observed == 0
    assert knox(apart[:0], apart, Reach(1, 24)).observed == knox(apart, apart[:0], Reach(1, 24)).observed == 0
    assert count_near(apart, None, 1) == 0


def test_pairs_near_in_place_are_counted_at_any_time():
    random = np.random.default_rng(2)
    events = towns(random, 30)
    same = sum(events.lon[i] == events.lon[j] for i in range(30) for j in range(i))
    assert count_near(events, None, 1) == same
    assert count_near(events, events, 1) == 2 * same + 30


def test_what_cannot_be_told_is_refused():
    day = Happenings([38], [35], [0], [0], [24])
    with pytest.raises(ValueError, match="19 or more"):
        knox(day, None, Reach(1, 24), permutations=18)
    with pytest.raises(ValueError, match="too wide"):
        knox(replace(day, radius_km=np.array([900.0])), day, Reach(1, 24), counted="expected")
    with pytest.raises(ValueError, match="without an end"):
        knox(replace(day, stop=np.array([np.inf])), day, Reach(1, 24), counted="expected")


def test_of_199_different_counts_nine_lie_below_the_range_and_nine_above(monkeypatch):
    monkeypatch.setattr(test_of_knox, "deal_over_pairs", lambda *_: np.array([150.0, *range(199)]))
    found = knox(towns(np.random.default_rng(1), 5), None, Reach(1, 24), permutations=199)
    assert (found.low, found.high, found.at_least) == (9, 189, 49)
