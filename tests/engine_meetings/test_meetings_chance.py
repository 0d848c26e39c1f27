"""Chances equal high-precision tables, plain quadrature and simulation; where the model does not carry they are NaN."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firmground.engine.meetings.chance import FLAT_KM, chance_of, chance_within_hours, chance_within_km
from firmground.engine.meetings.happenings import Happenings, Reach
from firmground.engine.meetings.join import pairs_within
from firmground.engine.meetings.lens import chance_within, shared_area
from oracles import meetings as oracle

# Middles apart, two radii, reach, and the chance: quadrature of the textbook lens with 40 digits (mpmath 1.4).
PRECISE = [
    (0, 5, 3, 1, 0.04),
    (0, 5, 5, 5, 1 - 3 * math.sqrt(3) / (4 * math.pi)),  # two points of one disc within its radius
    (3, 1, 1, 3, 0.4516537308296415),
    (10, 3, 2, 5.5, 0.0006363921345446825),
    (10, 3, 2, 14.5, 0.9989509976200832),
    (10, 3, 2, 10, 0.4628286432287513),
    (5, 10, 2, 4, 0.1589989119342136),
    (5, 10, 2, 8, 0.5074925100382045),
    (8, 10, 2, 8, 0.3588326811311353),
    (2.5, 5, 2.5, 5, 0.6471286398558175),
    (5, 5, 5, 5, 0.3447152654306489),
    (40, 25, 10, 10, 0.001482833407884374),
    (100, 0.001, 25, 90, 0.2313262046880276),
    (25, 0.001, 25, 0.5, 0.0001991511638750037),
    (0, 0.001, 25, 0.002, 6.4e-9),
    (157.683228, 0.0026905, 0.0052542, 157.685792, 0.7853305397658369),
    (90, 0.01, 200, 120, 0.3522478865367122),
    (3, 200, 0.001, 197.0005, 0.9702298976918748),
    (1e-09, 1, 1, 1, 0.586503328433656),
    (1, 1, 1e-06, 1e-06, 4.99999855898761e-13),
    (300, 200, 100, 200.5, 0.1486499810047197),
    (1e-07, 50, 50, 99.999999, 1.0),
    (0.3, 200, 199.9, 0.1, 2.498692363373818e-07),
    (399.99, 200, 200, 0.5, 5.577391483206358e-11),
    (7, 3, 4, 0.25, 6.675398967278259e-06),
    (499.7, 0.3, 500, 0.2, 1.522435922350109e-07),
]
# At most fortyfold apart: beyond, the plain formulas of the oracle lose the digits that are compared; the table does not.
RADIUS = st.sampled_from([0.5, 1.0, 2.0, 5.0, 8.0]) | st.floats(0.5, 20)


def chance(centres, radius_a, radius_b, km):
    return float(chance_within_km(centres, radius_a, radius_b, km))


@pytest.mark.parametrize(("centres", "radius_a", "radius_b", "km", "expected"), PRECISE)
def test_chances_of_place_are_those_computed_with_forty_digits(centres, radius_a, radius_b, km, expected):
    for one, other in ((radius_a, radius_b), (radius_b, radius_a)):
        found = chance_within(*(np.array([float(x)]) for x in (centres, one, other, km)))
        assert float(found[0]) == pytest.approx(expected, abs=1e-10)


@settings(max_examples=40)
@example(1.0, 1.0, 2.0, 0.0, 1e-9)
@example(5.0, 5.0, 10.0, 0.0, 1e-9)
@example(2.0, 1.0, 1.0, 0.5, -1e-9)
@given(RADIUS, RADIUS, RADIUS, st.floats(0, 1), st.sampled_from([0.0, 1e-9, -1e-9, 1e-4]))
def test_chances_of_place_equal_plain_quadrature(radius_a, radius_b, km, part, nudge):
    """Also where circles touch inside or outside, or nearly do."""
    touching = sorted({0.0, abs(radius_a - radius_b), abs(radius_a - km), abs(km - radius_a - radius_b), radius_a + km})
    farthest = radius_a + radius_b + km
    for centres in [part * farthest, *(max(0.0, at + nudge) for at in touching if at < farthest)]:
        expected = oracle.chance_in_place(centres, radius_a, radius_b, km)
        for one, other in ((radius_a, radius_b), (radius_b, radius_a)):
            found = chance_within(*(np.array([x]) for x in (centres, one, other, km)))
            assert float(found[0]) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("centres", "radius_a", "radius_b", "km"), [row[:4] for row in PRECISE if 0.01 < row[4] < 0.99]
)
def test_chances_of_place_equal_simulation(centres, radius_a, radius_b, km):
    share, error = oracle.simulate(centres, radius_a, radius_b, km, draws=200_000, seed=4)
    assert abs(chance(centres, radius_a, radius_b, km) - share) <= 3 * error


def test_of_two_points_the_chance_is_one_or_none():
    assert chance(10, 0, 0, 10) == 1
    assert chance(10.001, 0, 0, 10) == 0
    assert chance(0, 0, 0, 0) == 1


def test_of_a_point_and_a_disc_it_is_the_part_of_the_disc_within_reach():
    assert chance(0, 0, 10, 5) == pytest.approx(0.25, abs=1e-9)
    assert chance(10, 0, 10, 10) == pytest.approx(float(shared_area(*map(np.float64, (10, 10, 10)))) / (100 * math.pi))
    assert chance(50, 10, 0, 5) == 0
    assert chance(50, 10, 0, 60) == 1
    assert chance(0, 5, 0, 0) == pytest.approx(0, abs=1e-15)


def test_it_is_exactly_one_where_it_must_be_and_exactly_none_where_it_cannot():
    assert chance(10, 3, 2, 15) == 1
    assert 0.999 < chance(10, 3, 2, 14.9) < 1
    assert chance(10, 3, 2, 4.999) == 0
    assert 0 < chance(10, 3, 2, 5.1) < 0.001


def test_a_flat_disc_is_near_enough_to_one_on_the_ball():
    """The same draws on the sphere and on the plane: up to 200 km within 1e-4, up to `FLAT_KM` within 4e-4."""
    random = np.random.default_rng(8)
    lot = random.random((4, 200_000))
    for size, bound in ((50, 2e-5), (200, 1e-4), (FLAT_KM, 4e-4)):
        for centres in np.linspace(0, 3 * size, 7)[:-1]:
            on_ball = share_on_sphere(lot, centres, size, size, size)
            flat = [size * np.sqrt(out) * np.exp(2j * np.pi * turn) for out, turn in (lot[:2], lot[2:])]
            on_plane = (np.abs(flat[0] - flat[1] - centres) <= size).mean()
            assert abs(on_ball - on_plane) < bound


def share_on_sphere(lot, centres, radius_a, radius_b, km, ball=6371.0):
    def points(radius, out, turn):
        up = 1 - out * (1 - np.cos(radius / ball))
        across = np.sqrt(1 - up**2)
        return np.stack([across * np.cos(2 * np.pi * turn), across * np.sin(2 * np.pi * turn), up])

    a, b = points(radius_a, *lot[:2]), points(radius_b, *lot[2:])
    sine, cosine = np.sin(centres / ball), np.cos(centres / ball)
    b = np.stack([cosine * b[0] + sine * b[2], b[1], cosine * b[2] - sine * b[0]])
    return (2 * ball * np.arcsin(np.sqrt(((a - b) ** 2).sum(axis=0)) / 2) <= km).mean()


def test_where_no_plane_carries_the_chance_is_unknown_unless_it_is_sure():
    assert not math.isnan(chance(100, FLAT_KM, 5, 300))
    assert math.isnan(chance(100, FLAT_KM + 1, 5, 300))
    assert math.isnan(chance(300, 400, 400, FLAT_KM + 1))
    assert chance(100, 5, FLAT_KM + 1, 900) == 1
    assert chance(9_000, 5, FLAT_KM + 1, 900) == 0
    assert math.isnan(chance(math.nan, 5, 5, 10))


QUARTERS = st.integers(0, 400).map(lambda n: Fraction(n, 4))


@given(QUARTERS, QUARTERS, QUARTERS, QUARTERS, QUARTERS, st.sampled_from([0, 17_672_000]))
def test_chances_of_time_are_exact(start_a, length_a, start_b, length_b, limit, since):
    a = oracle.Span(since + start_a, since + start_a + length_a + Fraction(1, 4))
    b = oracle.Span(since + start_b, since + start_b + length_b + Fraction(1, 4))
    found = chance_within_hours(*map(float, (*a, *b)), float(limit))
    assert float(found) == pytest.approx(float(oracle.chance_in_time(a, b, limit)), abs=1e-9)


def test_of_two_moments_of_one_day_all_are_within_a_day_and_three_quarters_within_half_of_one():
    assert chance_within_hours(0, 24, 0, 24, 24) == 1
    assert chance_within_hours(0, 24, 0, 24, 12) == pytest.approx(0.75)
    assert chance_within_hours(0, 24, 24, 48, 24) == pytest.approx(0.5)
    assert chance_within_hours(0, 24, 48, 72, 24) == 0


def test_an_instant_is_within_hours_of_a_part_of_a_day():
    assert chance_within_hours(6, 6, 0, 24, 3) == pytest.approx(0.25)
    assert chance_within_hours(0, 24, 0, 0, 6) == pytest.approx(0.25)
    assert chance_within_hours(5, 5, 7, 7, 2) == 1
    assert chance_within_hours(5, 5, 7, 7, 1.9) == 0
    assert chance_within_hours(5, 5, 0, 24, 0) == 0


def test_of_a_span_without_an_end_no_chance_is_told_unless_it_is_sure():
    assert np.isnan(chance_within_hours(-np.inf, 5, 0, 24, 3))
    assert np.isnan(chance_within_hours(-np.inf, np.inf, -np.inf, np.inf, 3))
    assert chance_within_hours(-np.inf, 5, 100, 124, 3) == 0


def test_a_pair_has_the_chance_of_its_place_times_that_of_its_time(invented):
    lot = invented(1)
    seen = set()
    for _ in range(60):
        events, reach = lot.events(12), Reach(5, 24)
        pairs = pairs_within(events, None, reach)
        chances = chance_of(events, None, pairs, reach)
        a, b = events[pairs.first], events[pairs.second]
        known = ~np.isnan(chances)
        product = chance_within_km(pairs.centres_km, a.radius_km, b.radius_km, 5) * chance_within_hours(
            a.start, a.stop, b.start, b.stop, 24
        )
        assert chances[known] == pytest.approx(np.where(pairs.must, 1, product)[known])
        assert (chances[pairs.must] == 1).all()
        assert ((chances[known] >= 0) & (chances[known] <= 1)).all()
        assert pairs.must.sum() <= chances[known].sum() + 1e-9
        seen |= {"must"} if pairs.must.any() else set()
        seen |= {"may"} if ((chances > 0) & (chances < 1)).any() else set()
        seen |= {"unknown"} if (~known).any() else set()
    assert seen == {"must", "may", "unknown"}


def test_the_number_of_pairs_to_be_expected_is_what_simulation_gives():
    """Three events of one town, two of them vague: the pairs share events, and the sum of chances does not mind."""
    events = Happenings([38, 38.05, 38.1], [35, 35, 35], [0, 5, 8], [0, 0, 24], [24, 24, 72])
    reach = Reach(6, 20)
    pairs = pairs_within(events, None, reach)
    expected = chance_of(events, None, pairs, reach).sum()
    random = np.random.default_rng(2)
    draws = 200_000
    middle = {(int(i), int(j)): km for i, j, km in zip(pairs.first, pairs.second, pairs.centres_km, strict=True)}
    east = np.array([0.0, middle[0, 1], middle[0, 2]])[:, None]
    radius = events.radius_km[:, None] * np.sqrt(random.random((3, draws)))
    place = east + radius * np.exp(2j * np.pi * random.random((3, draws)))
    time = events.start[:, None] + (events.stop - events.start)[:, None] * random.random((3, draws))
    met = sum(((np.abs(place[i] - place[j]) <= 6) & (np.abs(time[i] - time[j]) <= 20)).astype(int) for i, j in middle)
    assert abs(met.mean() - expected) <= 3 * met.std() / math.sqrt(draws) + 1e-4
