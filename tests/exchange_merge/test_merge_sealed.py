"""Sealed lists of the other side: the same seal is one's own, any other stays behind and is told."""

from __future__ import annotations

import pytest
from tests.exchange_seals.sealed_case import CLAIM, make_seal, write_case

from firmground.exchange.merge import merge_cases
from firmground.exchange.merge.model import Taken
from firmground.exchange.merge.references import Ref, named
from firmground.exchange.merge.say import say_merged
from firmground.exchange.tables import Kind
from firmground.read import read_case

FORMS = {"text": CLAIM, "table": CLAIM.replace('on_list = "protected"', 'on_list = { list = "protected", km = 2 }')}


@pytest.fixture(params=FORMS.values(), ids=FORMS)
def claim(request):
    return request.param


@pytest.fixture
def seal(tmp_path):
    return make_seal(tmp_path)[0]


def test_both_forms_of_a_condition_name_a_sealed_list():
    for form in ("protected", {"list": "protected", "km": 2}):
        nested = {"test": {"that": {"any": [{"on_list": form}, {"outside": "a"}]}}}
        assert (Ref.SEALED, "protected") in named(Kind.CLAIMS, nested)


def test_the_same_seal_is_ones_own(tmp_path, seal, claim):
    own = write_case(tmp_path / "own", seal, claim=claim)
    merged = merge_cases(own, own, tmp_path / "both", name="them")
    assert ("sealed lists", 1, 0) in [(one.kind, one.same, one.left) for one in merged.taken]
    assert ("claims", 1, 0) in [(one.kind, one.same, one.renamed) for one in merged.taken]


def test_another_seal_stays_behind_and_what_asks_about_it_is_no_claim_of_ones_own(tmp_path, seal, claim):
    own = write_case(tmp_path / "own", seal, claim=claim)
    other = write_case(tmp_path / "other", make_seal(tmp_path)[0], claim=claim)
    merged = merge_cases(own, other, tmp_path / "both", name="them")
    assert next(one for one in merged.taken if one.kind == "sealed lists").left == 1
    assert next(one for one in merged.taken if one.kind == "claims") == Taken("claims", renamed=1)
    assert "not taken over" in next(
        line for line in say_merged(merged, width=200).split("\n") if "sealed lists" in line
    )
    assert not [note for note in merged.notes if "sealed" in note]
    case = read_case(merged.folder)
    assert not case.problems
    theirs = case.claims["them.hit"]
    assert theirs.test is None
    assert "sealed list" in theirs.cannot_test
    assert case.claims["hit"].test is not None
