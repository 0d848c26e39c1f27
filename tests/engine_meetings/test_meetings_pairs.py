"""The join equals comparing each event with each, whatever the events are like."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.engine.meetings import at_speed, chords, join, net, strata
from firmground.engine.meetings.happenings import Happenings, Reach, exact
from firmground.engine.meetings.join import count_pairs, pairs_within, stream_pairs
from firmground.places import geod
from oracles import meetings as oracle

TOWN = (38.0, 35.0)


def as_met(pairs):
    return [
        oracle.Met(*found)
        for found in zip(pairs.first.tolist(), pairs.second.tolist(), pairs.must.tolist(), strict=True)
    ]


def days(*numbers: float) -> Happenings:
    """Events of one town, each dated to a day."""
    count = len(numbers)
    start = 24.0 * np.array(numbers)
    return Happenings(np.full(count, TOWN[0]), np.full(count, TOWN[1]), np.zeros(count), start, start + 24)


def two_points(km: float, radius_a: float = 0, radius_b: float = 0) -> Happenings:
    """Two discs at one moment whose middles are so many km apart."""
    lon, lat, _ = geod().fwd(*TOWN, 70, 1000 * km)
    return Happenings([TOWN[0], lon], [TOWN[1], lat], [radius_a, radius_b], [0, 0], [0, 0])


def standing(events: Happenings, reach: Reach) -> str:
    pairs = pairs_within(events, None, reach)
    return "cannot" if not len(pairs) else "must" if pairs.must[0] else "may"


@pytest.fixture(params=["in one stratum", "in strata", "on belts", "on belts in strata"])
def laid(request, monkeypatch):
    """Few events are laid on one net; many, by their sizes, on several; very many on belts, by kernels."""
    if "in strata" in request.param:
        monkeypatch.setattr(strata, "_FEW_PAIRS", 0)
    if "on belts" in request.param:
        monkeypatch.setattr(join, "_MANY", 0)
        monkeypatch.setattr(join, "_SOME", 0)


@pytest.mark.usefixtures("laid")
@pytest.mark.parametrize("seed", range(20))
def test_a_set_with_itself_is_compared_as_each_pair_once(invented, seed):
    for draw in range(20):
        lot = invented(20 * seed + draw)
        events, reach = lot.events(int(lot.random.integers(0, 16))), lot.reach()
        expected = oracle.every_pair(events, None, reach)
        assert as_met(pairs_within(events, None, reach)) == expected
        assert count_pairs(events, None, reach) == (sum(met.must for met in expected), len(expected))


@pytest.mark.usefixtures("laid")
@pytest.mark.parametrize("seed", range(20))
def test_two_sets_are_compared_as_each_with_each(invented, seed):
    for draw in range(20):
        lot = invented(100_000 + 20 * seed + draw)
        a, reach = lot.events(int(lot.random.integers(0, 9))), lot.reach()
        b = lot.events(int(lot.random.integers(0, 9)))
        if lot.random.random() < 0.7 and len(a):  # otherwise two draws seldom share a place
            b = a[lot.random.integers(0, len(a), len(b))]
        expected = oracle.every_pair(a, b, reach)
        assert as_met(pairs_within(a, b, reach)) == expected
        assert count_pairs(a, b, reach) == (sum(met.must for met in expected), len(expected))


SITES = [(38.0, 35.0), (38.1, 35.0), (-179.97, 35.0), (180.0, 35.02), (12.0, 90.0), (-100.0, 89.96)]
EVENT = st.tuples(
    st.sampled_from(SITES),
    st.sampled_from([0.0, 2.0, 9.0, 4_000.0]),
    st.integers(0, 400).map(lambda quarters: quarters / 4),
    st.sampled_from([0.0, 0.25, 24.0, 100.0]),
)


@given(
    st.lists(EVENT, max_size=8),
    st.lists(EVENT, max_size=8) | st.none(),
    st.sampled_from([0.0, 2.0, 10.0, 18.0, 4_000.0]),
    st.sampled_from([0.0, 0.25, 23.75, 24.0, 100.0]),
)
def test_whatever_the_events_the_join_is_the_pair_loop(events, others, km, hours):
    def arrays(rows):
        lon, lat = [row[0][0] for row in rows], [row[0][1] for row in rows]
        start = np.array([row[2] for row in rows])
        return Happenings(lon, lat, [row[1] for row in rows], start, start + np.array([row[3] for row in rows]))

    a, b, reach = arrays(events), None if others is None else arrays(others), Reach(km, hours)
    assert as_met(pairs_within(a, b, reach)) == oracle.every_pair(a, b, reach)


@pytest.mark.parametrize("size", [1, 2, 7])
def test_where_blocks_and_slabs_are_cut_makes_no_difference(invented, monkeypatch, size):
    lot = invented(size)
    for _ in range(10):
        events, reach = lot.events(16), lot.reach()
        whole = as_met(pairs_within(events, None, reach))
        with monkeypatch.context() as cut:
            cut.setattr(net, "BLOCK", size)
            cut.setattr(net, "_SLAB", size + 1)
            blocks = list(stream_pairs(events, None, reach))
            assert max(map(len, blocks), default=0) <= size
            assert as_met(pairs_within(events, None, reach)) == whole


def test_searching_and_the_table_find_the_same(invented, monkeypatch):
    lot = invented(5)
    for _ in range(20):
        events, reach = lot.events(60), lot.reach()
        by_table = as_met(pairs_within(events, None, reach))
        with monkeypatch.context() as without:
            without.setattr("firmground.engine.meetings.cells._TABLE_PER_EVENT", 0)
            without.setattr("firmground.engine.meetings.cells._SMALL_TABLE", 0)
            assert as_met(pairs_within(events, None, reach)) == by_table


def test_a_larger_crowd_is_compared_as_each_with_each(invented):
    lot = invented(77)
    near = lot.random.normal(0, 0.05, (2, 120))
    events = Happenings(
        *(TOWN[k] + near[k] for k in (0, 1)),
        np.zeros(120),
        *(np.tile(np.arange(20) * 24.0, 6) + end for end in (0, 24)),
    )
    reach = Reach(5, 24)
    assert as_met(pairs_within(events, None, reach)) == oracle.every_pair(events, None, reach)


def test_of_one_day_all_is_within_24_hours():
    assert standing(days(4, 4), Reach(0, 24)) == "must"
    assert standing(days(4, 4), Reach(0, 23.99)) == "may"


def test_of_the_day_after_it_may_be_and_of_the_second_day_after_it_cannot():
    assert standing(days(4, 5), Reach(0, 24)) == "may"
    assert standing(days(4, 6), Reach(0, 24)) == "cannot"  # more than 24 hours lie between
    assert standing(days(4, 6), Reach(0, 24.01)) == "may"


def test_no_moment_is_shared_by_two_days():
    assert standing(days(4, 4), Reach(0, 0)) == "may"
    assert standing(days(4, 5), Reach(0, 0)) == "cannot"


def test_an_instant_reaches_its_limit_and_a_span_does_not_reach_its_end():
    at = [TOWN[0]] * 2, [TOWN[1]] * 2, [0, 0]
    assert standing(Happenings(*at, [0, 24], [0, 24]), Reach(0, 24)) == "must"
    assert standing(Happenings(*at, [0, 48], [24, 48]), Reach(0, 24)) == "cannot"
    assert standing(Happenings(*at, [0, 24], [0, 48]), Reach(0, 24)) == "may"


def test_exactly_at_the_limit_is_within_it():
    apart = two_points(10.0)
    km = float(pairs_within(apart, None, Reach(11, 0)).centres_km[0])
    assert km == pytest.approx(10, abs=1e-5)
    assert standing(apart, Reach(10, 0)) == "must"
    assert standing(apart, Reach(10 - 1e-6, 0)) == "cannot"


def test_discs_reach_one_another_or_lie_within_or_do_neither():
    assert standing(two_points(10, 3, 2), Reach(15, 0)) == "must"
    assert standing(two_points(10, 3, 2), Reach(15 - 1e-6, 0)) == "may"
    assert standing(two_points(10, 3, 2), Reach(5, 0)) == "may"
    assert standing(two_points(10, 3, 2), Reach(5 - 1e-6, 0)) == "cannot"


def test_the_limit_is_tried_between_the_chord_and_the_geodesic(invented):
    """Limits a little to both sides of the distance, where the straight line proves nothing."""
    lot = invented(9)
    for _ in range(150):
        lon, lat = lot.random.uniform(-180, 180), lot.random.uniform(-90, 90)
        km = float(10 ** lot.random.uniform(-3, 4.3))
        lon_b, lat_b, _ = geod().fwd(lon, lat, lot.random.uniform(0, 360), 1000 * km)
        km = geod().inv(lon, lat, lon_b, lat_b)[2] / 1000
        there = exact([lon, lon_b], [lat, lat_b], [0, 0])
        assert standing(there, Reach(km + 1e-8, 0)) == "must"
        assert standing(there, Reach(max(0, km - 1e-8), 0)) == "cannot"


def test_bounds_of_a_pair_are_those_of_its_discs_and_days():
    events = two_points(10, 3, 2)
    events = Happenings(events.lon, events.lat, events.radius_km, [24, 72], [48, 96])
    pairs = pairs_within(events, None, Reach(20, 100))
    assert [pairs.km_low[0], pairs.km_high[0]] == pytest.approx([5, 15], abs=1e-5)
    assert [pairs.hours_low[0], pairs.hours_high[0]] == [24, 72]
    assert pairs.low_open[0]
    assert pairs.high_open[0]


def test_distances_are_those_of_the_ellipsoid_to_a_centimetre(invented):
    lot = invented(3)
    for km in (1.0, 9.0, 20.0, 25.0, 500.0):
        events = exact(38 + lot.random.random(300) * km / 50, 35 + lot.random.random(300) * km / 60, np.zeros(300))
        pairs = pairs_within(events, None, Reach(km, 0))
        assert len(pairs) > 300
        a, b = events[pairs.first], events[pairs.second]
        _, _, metres = geod().inv(a.lon, a.lat, b.lon, b.lat)
        assert np.abs(pairs.centres_km - np.asarray(metres) / 1000).max() < 1e-5


def test_events_at_the_poles_and_on_both_sides_of_the_date_line_meet():
    pole = exact([0, 90, 180, -90], [89.99] * 4, [0] * 4)
    assert count_pairs(pole, None, Reach(3, 0)) == (6, 6)
    line = exact([179.99, -179.99, 180, -180], [60] * 4, [0] * 4)
    assert count_pairs(line, None, Reach(2, 0)) == (6, 6)


def test_what_may_be_anywhere_at_any_time_may_have_met_everything():
    somewhere = Happenings([10], [10], [20_004], [-np.inf], [np.inf])
    rest = Happenings([-170, 38], [-10, 35], [0, 5], [0, 1e6], [0, 1e6 + 24])
    assert count_pairs(somewhere, rest, Reach(0, 0)) == (0, 2)


def test_an_event_in_both_sets_meets_itself():
    assert count_pairs(days(1), days(1), Reach(0, 24)) == (1, 1)
    assert count_pairs(days(1), None, Reach(0, 24)) == (0, 0)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (([200], [0], [0], [0], [0]), "not on Earth"),
        (([0], [np.nan], [0], [0], [0]), "not on Earth"),
        (([0], [0], [-1], [0], [0]), "radius"),
        (([0], [0], [np.nan], [0], [0]), "radius"),
        (([0], [0], [0], [1], [0]), "backwards"),
        (([0], [0], [0], [np.nan], [0]), "no start"),
        (([0], [0], [0], [np.inf], [np.inf]), "no moment"),
        (([0, 1], [0], [0], [0], [0]), "as long as"),
    ],
)
def test_events_that_are_none_are_refused(values, words):
    with pytest.raises(ValueError, match=words):
        Happenings(*values)


@pytest.mark.parametrize("reach", [(-1, 0), (0, -1), (np.nan, 0), (1, np.inf)])
def test_a_reach_that_is_none_is_refused(reach):
    with pytest.raises(ValueError, match="reach"):
        Reach(*reach)


@pytest.mark.parametrize("around", [1e-3, 10, 21, 900, 1_100, 6_000, 12_000, 19_000])
def test_the_chord_and_the_geodesic_bound_one_another(invented, around):
    """On random lines, and on meridians and the equator, where the ellipsoid bends most and least."""
    random = invented(int(around)).random
    km = around * random.uniform(0.9, 1.05, 3000)
    lon, lat = random.uniform(-180, 180, 3000), np.degrees(np.arcsin(random.uniform(-1, 1, 3000)))
    azimuth = np.where(random.random(3000) < 0.5, random.choice([0.0, 90.0, 180.0], 3000), random.uniform(0, 360, 3000))
    lat[:1000] = random.choice([0.0, 90.0, -90.0], 1000)
    lon_b, lat_b, _ = geod().fwd(lon, lat, azimuth, 1000 * km)
    geodesic = chords.geodesics(lon, lat, np.asarray(lon_b), np.asarray(lat_b))
    chord = np.sqrt(
        ((chords.in_space(lon, lat) - chords.in_space(np.asarray(lon_b), np.asarray(lat_b))) ** 2).sum(axis=0)
    )
    slack = 1e-9
    assert (chord <= chords.longest_chord(geodesic)).all()
    assert (chords.surest_chord(geodesic) <= chord + slack).all()
    assert (chords.shortest_geodesic(chord) <= geodesic + slack).all()
    assert (geodesic <= chords.longest_geodesic(chord) + slack).all()


@pytest.mark.parametrize("least", [0, 1 << 60])
def test_the_first_of_five_thousand_million_pairs_come_without_the_others(monkeypatch, least):
    monkeypatch.setattr(join, "_MANY", least)
    monkeypatch.setattr(join, "_SOME", least)
    for path in (net, at_speed):
        monkeypatch.setattr(path, "BLOCK", 5000)
    count = 100_000
    zero = np.zeros(count)
    stream = stream_pairs(Happenings(zero + 38, zero + 35, zero, zero, zero + 24), None, Reach(1, 24))
    some = [next(stream) for _ in range(8)]
    stream.close()
    assert [len(block) for block in some] == [5000] * 8
    assert len({pair for block in some for pair in zip(block.first, block.second, strict=True)}) == 8 * 5000
