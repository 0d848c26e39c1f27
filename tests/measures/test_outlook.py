"""Best values under the model, against every draw of every place, with the bounds that each draw leaves."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.bounds import Bounds, parse_accepted
from firmground.case.claims import Condition, MeasureKind, Model, Relation, Selection, Unit
from firmground.case.claims import Test as ClaimTest
from firmground.case.control import NOBODY
from firmground.case.events import STRIKES_UNLIMITED
from firmground.check import check_test, with_outlook
from firmground.measures import Selector
from firmground.measures.chances import draw_chances
from firmground.measures.outlook import HOLDS, Outlook
from firmground.measures.select import counts_all
from firmground.modality import MAY
from oracles.outlooks import bounds_by_draw
from oracles.worlds import box, case_of, event_table, face, hold, on_map, polygons, snapshots

WEST, EAST = box(36, 35, 37, 36), box(37, 35, 38, 36)
MAPS = [
    polygons(face("a", "2024", WEST), face("b", "2024", EAST)),
    polygons(face("a", "2024", WEST), elsewhere=NOBODY, within=box(30, 30, 40, 40)),
    snapshots(face("a", "2024-03-01", WEST), face("b", "2024-03-01", EAST), face("b", "2024-03-11", WEST)),
]
IN_A, OUTSIDE_A = (Condition(ground=((relation, "a"),)) for relation in (Relation.IN, Relation.OUTSIDE))
CONDITIONS = [IN_A, OUTSIDE_A, Condition(any_of=(IN_A, Condition(target="c")))]

rows = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2024-03-01", "2024-03-05", "2024-03-01/2024-03-12", "2025-01-01"]),
        "lon": st.sampled_from([36.5, 36.95, 37.0, 37.06, 37.5]),
        "lat": st.sampled_from([35.5, 35.0]),
        "radius_km": st.sampled_from([0, 10]),
        "place": st.sampled_from(["P", "Q", "R"]),
        "kind": st.sampled_from(["raid", "raid", "raid", "", "other"]),
        "target": st.sampled_from(["c", "", "b"]),
        "strikes": st.sampled_from([1, 2, 3, (1, 3), (1, STRIKES_UNLIMITED)]),
    }
)
lost = st.just({"date": "2024-03-05", "kind": "raid"})


def outlook_of(test, control, *events, **more):
    held = hold(case_of(event_table(*events), control, **more))
    specification, selector = on_map(unit=str(test.unit)), Selector(held)
    finding = with_outlook(check_test(held, test, specification, selector), held, test, selector)
    return held, specification, selector, finding


@settings(max_examples=200)
@given(
    st.lists(st.one_of(rows, rows, rows, lost), min_size=1, max_size=5),
    st.sampled_from(MAPS),
    st.sampled_from(CONDITIONS),
    st.sampled_from(list(Unit)),
    st.sampled_from(["share", "count", "part"]),
    st.sampled_from([">= 0.5", "> 1/3", "<= 2/3", "0.25..0.75", "< 2", ">= 2", "2..3"]),
)
def test_best_values_are_those_of_all_draws(events, control, condition, unit, kind, value):
    test = ClaimTest(
        MeasureKind.COUNT if kind == "count" else MeasureKind.SHARE,
        parse_accepted(value),
        unit,
        Selection(kind=("raid",)),
        condition,
        out_of=20 if kind == "part" else None,
        model=Model.UNIFORM,
    )
    held, specification, selector, finding = outlook_of(test, control, *events, complete=frozenset({"strikes"}))
    found = finding.outlook
    if not isinstance(found, Outlook):
        return
    counted = selector.counted(test.among, specification)
    draws = draw_chances(held, test, specification, selector)
    worlds = bounds_by_draw(held, test, specification, counted, draws, every=counts_all(condition))
    assert sum(chance for chance, _, _ in worlds) == pytest.approx(1)
    least, most = (float(sum(world[0] * world[end] for world in worlds)) for end in (1, 2))
    surely = sum(p for p, low, high in worlds if low in test.value and high in test.value)
    touches = sum(p for p, low, high in worlds if test.value.standing(Bounds(low, high)) >= MAY)
    wide = (found.best.low, found.best.high, found.accepted.low, found.accepted.high)
    # What has no chance is taken at its worst: never narrower than the draws leave it.
    assert wide[0] <= least + 1e-9
    assert wide[1] >= most - 1e-9
    assert wide[2] <= surely + 1e-9
    assert wide[3] >= touches - 1e-9
    units = finding.measurement.units
    plain = bool((units.low == units.high).all()) and not bool((units.states & 1).any())
    if plain:
        assert (wide[0], wide[1]) == pytest.approx((least, most), abs=1e-9)
        assert wide[3] == pytest.approx(touches, abs=1e-9)
        if found.best.exact or test.value.low is None or test.value.high is None:
            assert wide[2] == pytest.approx(surely, abs=1e-9)
    for number in (*wide[:2], found.interval.low, found.interval.high):
        assert finding.bounds.low - 1e-12 <= number <= finding.bounds.high + 1e-12
    assert found.anyhow.low - 1e-9 <= found.accepted.low <= found.accepted.high <= found.anyhow.high + 1e-9
    inside = sum(
        p for p, low, high in worlds if low >= found.interval.low - 1e-9 and high <= found.interval.high + 1e-9
    )
    assert inside >= found.interval.holds - 1e-9 >= HOLDS - 2e-9


def test_where_all_is_known_one_best_value_stands_in_the_bounds():
    line = {"date": "2024-03-05", "lon": 37.0, "lat": 35.5, "radius_km": 10}
    test = ClaimTest(MeasureKind.SHARE, parse_accepted(">= 0.5"), that=IN_A, model=Model.UNIFORM)
    finding = outlook_of(test, MAPS[0], line, line | {"lon": 36.5})[3]
    assert (finding.bounds.low, finding.bounds.high) == (Fraction(1, 2), 1)
    assert finding.bounds.best == pytest.approx(0.75, abs=1e-3)
    assert finding.outlook.accepted.low == finding.outlook.anyhow.low == 1.0


def test_places_that_move_together_spread_the_count():
    """Ten events on the line: at ten places, or at one, where one draw decides them all."""
    line = {"date": "2024-03-05", "lon": 37.0, "lat": 35.5, "radius_km": 10}
    test = ClaimTest(MeasureKind.SHARE, parse_accepted(">= 0.8"), that=IN_A, model=Model.UNIFORM)
    apart = [line | {"place": f"P{number}", "lon": 37.0 + number * 1e-9} for number in range(10)]
    together = [line | {"place": "P"} for _ in range(10)]
    one, other = (outlook_of(test, MAPS[0], *events)[3].outlook for events in (apart, together))
    assert one.best.low == pytest.approx(other.best.low) == pytest.approx(0.5, abs=1e-3)
    binomial = sum(math.comb(10, number) for number in (8, 9, 10)) / 1024
    assert one.accepted.low == pytest.approx(binomial, abs=1e-3)
    assert other.accepted.low == pytest.approx(0.5, abs=1e-3)
    assert one.anyhow.high == pytest.approx(other.anyhow.high) == pytest.approx(0.625, abs=1e-3)
    assert one.interval.high - one.interval.low == pytest.approx(0.5)
    assert (other.interval.low, other.interval.high) == (0.0, 1.0)


def test_a_reading_of_the_map_moves_all_places_together():
    gap = {"date": "2024-03-05", "lat": 35.5, "radius_km": 0}
    events = [gap | {"lon": 36.1 + number / 20, "place": f"P{number}"} for number in range(10)]
    test = ClaimTest(MeasureKind.COUNT, parse_accepted(">= 8"), that=IN_A, model=Model.UNIFORM)
    found = outlook_of(test, MAPS[2], *events, complete=frozenset({"strikes"}))[3].outlook
    assert found.readings == 2
    assert (found.best.low, found.accepted.low) == (5.0, 0.5)
    assert (found.interval.low, found.interval.high) == (0.0, 10.0)


def test_a_record_that_may_lack_events_has_no_best_value_above():
    line = {"date": "2024-03-05", "lon": 37.0, "lat": 35.5, "radius_km": 10}
    test = ClaimTest(MeasureKind.COUNT, parse_accepted(">= 1"), that=IN_A, model=Model.UNIFORM)
    found = outlook_of(test, MAPS[0], line)[3].outlook
    assert found.best.low == pytest.approx(0.5, abs=1e-3)
    assert found.best.high == found.interval.high == math.inf
    assert (found.accepted.low, found.accepted.high) == (pytest.approx(0.5, abs=1e-3), 1.0)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"date": "2024-03-05", "lon": 36.5, "lat": 35.5}], "no undecided unit has a chance"),
        ([{"date": "2024-03-05"}], "no undecided unit has a chance"),
        ([{"date": "2024-03-05", "lon": 37.0, "lat": 35.5, "radius_km": 10, "kind": ""}], "no unit is sure to count"),
    ],
)
def test_where_the_model_has_nothing_to_say_it_says_why(rows, words):
    test = ClaimTest(
        MeasureKind.SHARE, parse_accepted(">= 0.5"), among=Selection(kind=("raid",)), that=IN_A, model=Model.UNIFORM
    )
    finding = outlook_of(test, MAPS[0], *({"kind": "raid"} | row for row in rows))[3]
    assert words in finding.outlook
    assert finding.bounds.best is None


def test_without_a_model_nothing_is_said():
    line = {"date": "2024-03-05", "lon": 37.0, "lat": 35.5, "radius_km": 10}
    finding = outlook_of(ClaimTest(MeasureKind.SHARE, that=IN_A), MAPS[0], line)[3]
    assert finding.outlook is None
    assert finding.bounds.best is None


def test_more_strikes_than_fit_are_refused_in_words():
    line = {"date": "2024-03-05", "lon": 37.0, "lat": 35.5, "radius_km": 10, "strikes": 60_000_000}
    test = ClaimTest(MeasureKind.SHARE, unit=Unit.STRIKE, that=IN_A, model=Model.UNIFORM)
    assert "add up to 60,000,000" in outlook_of(test, MAPS[0], line)[3].outlook
