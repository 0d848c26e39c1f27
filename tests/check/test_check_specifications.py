"""Every combination of the choices is a selection over what was held; nothing of it is pooled or drawn twice."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firmground.hold.faces as geometry
from firmground.bounds import Bounds, parse_accepted
from firmground.case.choices import Choices, Specification
from firmground.case.claims import Claim, Condition, MeasureKind, Near, OwnNumbers, Relation, Selection, Unit
from firmground.case.claims import Test as ClaimTest
from firmground.case.definitions import Definition, Label
from firmground.case.gazetteer import Place
from firmground.check import (
    Finding,
    by_facet,
    check_claims,
    check_test,
    drivers,
    headline_specification,
    relevant_choices,
    specifications,
)  # fmt: skip
from firmground.dates import When, parse_when
from firmground.measures import Measurement, Selector
from firmground.measures.settle import Question
from firmground.modality import MAY, MUST
from oracles.worlds import actors, box, case_of, event_table, face, hold, polygons

PARTIES = [f"p{number}" for number in range(9)]
ALWAYS = parse_when("../..")


def definition(name, covered):
    return Definition(name, name, name, (Label("terrorist", covered, (), ALWAYS),))


def wide_case(**more):
    """115 events on one map, with 10,000 combinations of the choices."""
    rows = [
        {"date": f"2015-10-{1 + n % 28:02d}", "lon": 36.1 + 0.017 * n, "lat": 35.5, "radius_km": float(n % 3) * 4, "by": "russia",
         "place": f"place {n % 40}", "strikes": 1 + n % 4, "kind": "air-strike" if n % 5 else "shelling"}
        for n in range(115)
    ]  # fmt: skip
    faces = [
        face(name, "2015-09-01/2015-11-01", box(36 + n / 4, 35, 36.25 + n / 4, 36)) for n, name in enumerate(PARTIES)
    ]
    choices = Choices(
        map=("map",), definition=tuple(f"d{n}" for n in range(100)), unit=("place", "event", "strike"),
        contested=(True, False), margin_km=(0.0, 5.0), radius=(1.0, 2.0),
        subset=("all", *(f"s{n}" for n in range(4))),
        subsets={f"s{n}": Selection(kind=("air-strike",), last=parse_when(f"2015-10-{28 - n}")) for n in range(4)},
    )  # fmt: skip
    own = {
        f"d{n}": definition(f"d{n}", tuple(p for i, p in enumerate(PARTIES) if (n >> i) & 1 or i == n % 9))
        for n in range(100)
    }
    return case_of(
        event_table(*rows),
        polygons(*faces),
        parties=actors(*PARTIES, "russia"),
        definitions=own,
        choices=choices,
        **more,
    )


TERRORIST = ClaimTest(
    MeasureKind.SHARE,
    parse_accepted(">= 0.5"),
    Unit.EVENT,
    Selection(by="russia"),
    Condition(ground=((Relation.IN, "terrorist"),)),
)


def claim(test, name="claim"):
    return Claim(name, "somebody", When.on(735_000), "words", test=test)


def test_ten_thousand_specifications_need_no_geometry_after_the_ground_was_held(monkeypatch):
    case = wide_case(claims={"claim": claim(TERRORIST)})
    held = hold(case)
    for name in ("arrange", "nearest_cells"):
        monkeypatch.setattr(geometry, name, None)  # a call would fail
    (found,) = check_claims(held).claims
    assert len(found.every) == 100 * 3 * 2 * 2 * 2 * 5
    assert len({finding.specification for finding in found.every}) == len(found.every)
    assert not any(finding.problem for finding in found.every)
    assert found.every[0] is found.headline
    # A shared memory answers as a fresh one does.
    for finding in found.every[::997]:
        again = check_test(held, TERRORIST, finding.specification, Selector(held))
        assert (again.standing, again.bounds) == (finding.standing, finding.bounds)


def test_the_headline_is_the_first_of_each_choice_then_the_claims_own():
    case = wide_case()
    own = ClaimTest(
        MeasureKind.SHARE,
        unit=Unit.STRIKE,
        choices=(("definition", "d7"), ("contested", "does-not-count"), ("margin_km", "5"), ("radius", "doubled")),
    )
    assert headline_specification(case, TERRORIST) == Specification("map", "d0", "event", True, 0.0, 1.0, "all")  # noqa: FBT003 - in the order of the report
    assert headline_specification(case, own) == Specification("map", "d7", "strike", False, 5.0, 2.0, "all")  # noqa: FBT003 - as above


def test_a_claim_meant_with_a_choice_that_the_case_does_not_offer_is_measured_so():
    own = ClaimTest(
        MeasureKind.COUNT, that=Condition(ground=((Relation.IN, "p0"),)), choices=(("margin_km", "50"), ("radius", "3"))
    )
    plain = ClaimTest(MeasureKind.COUNT, that=Condition(ground=((Relation.IN, "p0"),)))
    case = wide_case(claims={"own": claim(own, "own"), "plain": claim(plain, "plain")}, complete=frozenset({"strikes"}))
    held = hold(case)
    specification = headline_specification(case, own)
    assert held.table(specification) is not None
    wide, narrow = (
        check_test(held, test, headline_specification(case, test), Selector(held)).bounds for test in (own, plain)
    )
    assert wide.low < narrow.low <= narrow.high < wide.high
    assert wide.high < len(case.events)  # and is not simply unknown
    assert all(held.table(one) is not None for one in specifications(case, own))


CONDITIONS = {
    "ground": Condition(ground=((Relation.IN, "terrorist"),)),
    "presence": Condition(ground=((Relation.WITH, "p0"),)),
    "target": Condition(target="terrorist"),
    "near": Condition(near=(Near("home", 20.0),)),
    "nothing": Condition(),
    "nested": Condition(none_of=(Condition(any_of=(Condition(ground=((Relation.OUTSIDE, "p1"),)),)),)),
}


@pytest.mark.parametrize("name", CONDITIONS)
@pytest.mark.parametrize("kind", [MeasureKind.SHARE, MeasureKind.COUNT])
def test_a_choice_that_is_said_not_to_matter_does_not_matter(name, kind):
    test = ClaimTest(kind, parse_accepted("> 0.5"), Unit.EVENT, Selection(by="russia"), CONDITIONS[name])
    case = wide_case(places=(Place("home", "Home", hold(wide_case()).located.regions[40].where),))
    held = hold(case)
    selector = Selector(held)
    first = headline_specification(case, test)
    varied = relevant_choices(case, test)
    for choice in ("definition", "contested", "margin_km", "radius", "subset"):
        values = getattr(case.choices, choice)[:6]
        found = {
            check_test(
                held,
                test,
                Specification(**({field: getattr(first, field) for field in first.__slots__} | {choice: value})),
                selector,
            ).bounds
            for value in values
        }
        assert choice in varied or len(found) == 1, choice


def test_a_claim_by_its_own_numbers_has_one_specification():
    test = ClaimTest(MeasureKind.SHARE, parse_accepted(">= 49/64"), numbers=OwnNumbers(64, Bounds(49, 64)))
    case = wide_case(claims={"claim": claim(test)})
    (found,) = check_claims(hold(case)).claims
    assert relevant_choices(case, test) == ()
    assert [finding.standing for finding in found.every] == [MUST]


def finding(bounds, **choices):
    return Finding(Specification(**choices), MAY, Measurement(Question(MeasureKind.SHARE), bounds, MUST))


def test_facets_are_never_pooled():
    case = wide_case()
    found = [
        check_test(held, TERRORIST, one, selector)
        for held in [hold(case)]
        for selector in [Selector(held)]
        for one in list(specifications(case, TERRORIST))[::7]
    ]
    groups = by_facet(case, found, relevant_choices(case, TERRORIST))
    assert sum(len(group) for group in groups.values()) == len(found)
    for (own, unit), group in groups.items():
        assert {(one.specification.definition, one.specification.unit) for one in group} == {(own, unit)}


values = st.integers(0, 20).map(float)


@given(st.lists(st.tuples(values, values).map(sorted), min_size=12, max_size=12))
@settings(deadline=None, max_examples=100)
def test_what_drives_a_result_is_what_an_analysis_of_variance_finds(ends):
    """Main effects of a full factorial of 2 x 3 x 2, by means over the other axes."""
    grid = list(product((True, False), (0.0, 5.0, 10.0), (1.0, 2.0)))
    found = [
        finding(Bounds(*pair), contested=c, margin_km=m, radius=r) for pair, (c, m, r) in zip(ends, grid, strict=True)
    ]
    cube = np.array(ends).reshape(2, 3, 2, 2)
    mean = cube.mean(axis=(0, 1, 2), keepdims=True)
    total = ((cube - mean) ** 2).sum()
    shares = dict(drivers(found, ("contested", "margin_km", "radius")))
    if total < 1e-12:
        assert shares == {}
        return
    for axis, name in enumerate(("contested", "margin_km", "radius")):
        others = tuple(one for one in (0, 1, 2) if one != axis)
        effect = ((cube.mean(axis=others) - mean[0, 0]) ** 2).sum() * 12 / cube.shape[axis]
        assert shares[name] == pytest.approx(effect / total, abs=1e-9)
    assert sum(shares.values()) <= 1 + 1e-9
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


def test_where_findings_are_missing_no_more_than_all_is_explained():
    found = [
        finding(Bounds(0.0, 0.0), contested=True, margin_km=0.0), finding(None, contested=True, margin_km=5.0),
        finding(None, contested=False, margin_km=0.0), finding(Bounds(1.0, 1.0), contested=False, margin_km=5.0),
    ]  # fmt: skip
    assert sum(share for _, share in drivers(found, ("contested", "margin_km"))) <= 1 + 1e-9


def test_a_part_of_a_whole_counted_in_strikes_has_no_tipping_value_in_rows():
    test = ClaimTest(
        MeasureKind.SHARE, parse_accepted(">= 0.5"), Unit.STRIKE, Selection(by="russia"), TERRORIST.that, out_of=800
    )
    case = wide_case(
        claims={
            "claim": claim(test),
            "events": claim(
                ClaimTest(MeasureKind.SHARE, test.value, Unit.EVENT, test.among, test.that, out_of=800), "events"
            ),
        }
    )
    strikes, events = check_claims(hold(case)).claims
    assert strikes.tipping is None
    assert events.tipping is not None
