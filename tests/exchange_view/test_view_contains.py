"""What is withheld may be anything: the bounds of a view contain those of the case, for every claim and specification."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange_view.conftest import CLAIMS, EVENTS, LIST
from tests.exchange_view.random_rules import not_contained, try_one, viewed

from firmground.case.handling import Label
from firmground.check import check_claims
from firmground.errors import Effect
from firmground.exchange.viewing import close
from firmground.hold import hold_events
from firmground.locate import locate_events


# A few of many: `try_one` was run over thousands of numbers when it was written.
@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_bounds_of_any_view_of_any_case_contain_those_of_the_case(seed):
    folder = Path(tempfile.mkdtemp())
    try:
        wrong, compared, _ = try_one(seed, folder)
    finally:
        shutil.rmtree(folder)
    assert wrong == []
    assert compared >= 0


CONTRADICTING = LIST + "plain,alpha,,2015-09-01,,wire,another page\n"
ASKED = CLAIMS + "".join(
    f"""
[[claims]]
id = "more-{number}"
by = "Somebody"
on = "2015-11-01"
says = "So."
[claims.test]
{test}
"""
    for number, test in enumerate(
        (
            'measure = "share"\nunit = "place"\nthat = {{ in = "alpha" }}\nvalue = "> 0.5"',
            'measure = "share"\nthat = {{ outside = "beta" }}\namong = {{ by = "alpha" }}\nvalue = "> 0.5"',
            'measure = "count"\nunit = "strike"\namong = {{ until = "2015-10-03" }}\nvalue = "<= 3"',
            'measure = "count"\namong = {{ where = {{ source = "wire" }} }}\nvalue = "<= 3"',
            'measure = "count"\namong = {{ where_not = {{ district = "Homs", source = "wire" }} }}\nvalue = "<= 3"',
            'measure = "count"\nunit = "place"\nvalue = "<= 3"',
            'measure = "places"\nparty = "alpha"\non = "2015-10-01"\nvalue = ">= 1"',
            'measure = "contradictions"\non = "2015-10-01"\nvalue = "<= 0"',
        )
    )
).replace("{{", "{").replace("}}", "}")
BODIES = [
    'places = ["rastan"]',
    'places = ["rastan", "plain"]\nfields = { lon = "coarsen", date = "coarsen", strikes = "coarsen" }\nsettlements = 1',
    'places = ["twin-one"]',
    'actors = ["beta"]',
    'sources = ["wire"]',
    'sources = ["paper"]',
    'table = "control/towns.csv"\nwhere = { holder = "alpha" }',
    'table = "control/towns.csv"\nwhere = { holder = "beta" }\nfields = { holder = "withhold", "*" = "keep" }',
    'table = "events/raids.csv"\nids = ["e1"]',
    'table = "events/raids.csv"\nfields = { district = "withhold", "*" = "keep" }',
    'table = "events/raids.csv"\nfields = { strikes = "coarsen", date = "withhold", "*" = "keep" }',
    'table = "actors.toml/ties"',
    'table = "places.csv"\nids = ["plain"]',
]


@pytest.fixture
def compared(small, rule, tmp_path):
    """What is wrong, and how many findings are wider, in the view of a case under one rule."""

    def compare(body):
        # By its name alone a place has the answer of the list.
        events = EVENTS.replace("plain,37.5,35.5,1", "plain,,,")
        files = {"control/towns.csv": CONTRADICTING, "claims.toml": ASKED, "events/raids.csv": events}
        case = small(rule(body), files)
        assert [str(one) for one in case.problems if one.effect is Effect.REFUSED] == []
        _, seen = viewed(case, tmp_path / "view")
        return not_contained(case, seen, Random(1))  # noqa: S311 - the same specifications each time

    return compare


@pytest.mark.parametrize("body", BODIES)
def test_bounds_of_a_view_contain_those_of_the_case(compared, body):
    wrong, number, wider = compared(body)
    assert wrong == []
    assert number > 0
    assert wider > 0 or "sources" in body  # no number rests on a source, and who asks for one is hidden


def test_the_search_would_find_a_view_that_says_more(compared, monkeypatch):
    """A list that stays open for reading although one of two rows on a place is hidden."""
    monkeypatch.setattr(close, "_opened_by", lambda *_: "")
    wrong, _, _ = compared('table = "control/towns.csv"\nwhere = { holder = "alpha", place = "plain" }')
    assert wrong != []


@pytest.fixture(scope="module")
def looked_at(syria, tmp_path_factory):
    return viewed(syria, tmp_path_factory.mktemp("exchange-view-seen") / "case", Label.CLEAR)


def test_three_towns_and_a_source_withheld_make_the_built_in_findings_wider_and_nothing_else(syria, looked_at):
    _, seen = looked_at
    wrong, compared, wider = not_contained(syria, seen, Random(1))  # noqa: S311 - the same specifications each time
    assert wrong == []
    assert compared > 80
    assert wider > 30
    found = {one.claim.id: one.headline.bounds for one in check_claims(hold_events(locate_events(seen))).claims}
    assert found.keys() == {key for key, claim in syria.claims.items() if claim.test is not None}
    share = found["reuters-1021-share"]
    assert 0.4 < share.low < 0.5
    assert 0.77 < share.high < 0.81


def test_the_view_of_the_built_in_case_reads_without_a_new_problem(syria, looked_at):
    _, seen = looked_at
    known = {(one.file, one.what) for one in syria.problems}
    assert [str(one) for one in seen.problems if (one.file, one.what) not in known] == []


def test_nothing_of_the_three_towns_stands_in_the_files(looked_at):
    view, seen = looked_at
    written = b"\n".join(path.read_bytes() for path in seen.folder.rglob("*") if path.is_file()).decode().casefold()
    texts = {text.casefold() for secret in view.secrets if secret.rule for text in (*secret.names, *secret.ids)}
    assert "اللطامنة" in texts
    assert "kafr zayta" in texts
    assert [text for text in sorted(texts) if text in written] == []
    for point in ("36.6229", "35.3215", "36.6033", "36.7309"):
        assert point not in written
