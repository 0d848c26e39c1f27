"""What is withheld may be anything: the bounds of a view contain those of the case, for every claim and specification."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange_view.random_rules import not_contained, try_one, viewed

from firmground.case.handling import Label
from firmground.check import check_claims
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
