"""The theorem of the whole exchange: for every claim and every choice, bounds from a view contain bounds from the case.

Worlds, redactions and claims are random; every measure is among the claims. A larger search of the same was run once.
"""

from __future__ import annotations

from random import Random

import pytest
from containing import Answered, says_more, violations
from hypothesis import given, settings
from hypothesis import strategies as st
from redactions import redact
from small_world import CLAIMS, EVENT_COLUMNS, make_world, write_world

from firmground.case.claims import MeasureKind


def answered(world, folder):
    return Answered(write_world(world, folder))


def test_every_measure_is_among_the_claims():
    assert {claim["test"]["measure"] for claim in CLAIMS} == {str(kind) for kind in MeasureKind}


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_a_view_says_nothing_that_the_case_does_not(tmp_path_factory, random):
    world = make_world(random)
    view = redact(world, random)
    folder = tmp_path_factory.mktemp("view")
    full, shown = answered(world, folder / "full"), answered(view, folder / "view")
    assert violations(full, shown, random, claims=16, most=2) == []


@given(st.randoms(use_true_random=False))
@settings(max_examples=3, deadline=None)
def test_of_a_view_a_coarser_one_is_never_narrower(tmp_path_factory, random):
    view = redact(make_world(random), random)
    coarser = redact(view, random)
    folder = tmp_path_factory.mktemp("coarser")
    wide, wider = answered(view, folder / "view"), answered(coarser, folder / "coarser")
    assert violations(wide, wider, random, claims=12, most=2) == []


def test_a_place_that_is_one_of_two_is_no_farther_than_the_farther(tmp_path):
    """Found by the search: it counted as anywhere, so that the disc around both said more than both."""
    world = make_world(Random(1))  # noqa: S311 - worlds are no secrets
    world.faces = [{"box": [36.0, 35.0, 36.5, 36.0], "holder": "a", "from": "2015-09-01", "until": ""}]
    row = dict.fromkeys(EVENT_COLUMNS, "") | {"date": "2015-10-05", "by": "a", "dataset": "one", "place": "Twin"}
    world.events, world.complete, world.radii, world.ties = [row | {"id": "1"}], ("one", "two"), ("1",), []
    both = {"lon": "36.85", "lat": "35.5", "radius_km": "60", "withheld": "lon;lat;radius_km"}
    full = answered(world, tmp_path / "full")
    world.events = [row | both]
    shown = answered(world, tmp_path / "shown")
    claim = next(
        one["id"] for one in CLAIMS if one["test"].get("party") == "a" and one["test"]["measure"] == "distance"
    )
    asked = [one for one in full.specifications(claim) if one.map == "front"][:1]
    (whole,), (part,) = next(iter(full.ask(claim, asked))), next(iter(shown.ask(claim, asked)))
    assert whole.bounds.high < 100
    assert says_more(whole, part) == ""


def emptied(world):
    """Every second row without what it says, and nowhere a word of that."""
    view = world.copy()
    for row in view.events[::2]:
        row.update({name: "" for name in EVENT_COLUMNS if name not in ("id", "dataset")})
    return view


def without_ties(world):
    view = world.copy()
    view.ties = []
    return view


def without_releases(world):
    view = world.copy()
    view.releases = []
    return view


def fewer_listed(world):
    view = world.copy()
    view.listed = view.listed[:1]
    return view


@pytest.mark.parametrize("strip", [emptied, without_ties, without_releases, fewer_listed])
def test_what_is_left_out_without_a_word_would_be_found(tmp_path, strip):
    """The search is no search if it cannot fail: what a view takes out and does not say makes it say too much."""
    for seed in range(40):
        random = Random(seed)  # noqa: S311 - worlds are no secrets
        world = make_world(random)
        world.constants = True
        full, shown = (answered(one, tmp_path / f"{seed}-{name}") for name, one in (("a", world), ("b", strip(world))))
        if violations(full, shown, random, most=2):
            return
    pytest.fail("nothing was found")
