"""The conformance suite of the Library of Congress: https://github.com/LibraryOfCongress/bagit-conformance-suite."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from firmground.exchange.package.bag import validate_bag
from firmground.exchange.package.faults import PackageFaultError

if TYPE_CHECKING:
    from pathlib import Path

SUITE = "corpora/bagit-conformance"
# A bag lost an empty file on its way here, one of those that systems make and others remove: it is put back.
LOST = {"special-system-files": "data/.DS_Store"}


def bags(shared, *kinds: str) -> list[Path]:
    found = [bag for kind in kinds for bag in sorted(shared(SUITE).glob(f"v*/{kind}/*"))]
    assert found, kinds
    return found


def refused(bag: Path) -> bool:
    try:
        validate_bag(bag)
    except PackageFaultError:
        return True
    return False


def test_valid_bags_are_accepted(shared):
    valid = bags(shared, "valid")
    assert len(valid) == 27
    assert [bag for bag in valid if refused(bag)] == []


def test_invalid_bags_are_refused_those_for_other_systems_too(shared):
    invalid = bags(shared, "invalid", "linux-only", "windows-only")
    assert len(invalid) == 27
    assert [bag for bag in invalid if not refused(bag)] == []


def test_bags_that_call_for_a_warning_are_accepted_with_one(shared, tmp_path):
    warned = bags(shared, "warning")
    assert len(warned) == 6
    for bag in warned:
        copy = shutil.copytree(bag, tmp_path / bag.name)
        if bag.name in LOST:
            (copy / LOST[bag.name]).touch()
        assert validate_bag(copy), bag.name


@pytest.mark.parametrize("name", ["C:\\Windows\\x", "~/x", "/root/x", "../x", "data/../../x"])
def test_a_bag_that_would_fetch_to_outside_is_refused(tmp_path, name):
    (tmp_path / "data").mkdir()
    (tmp_path / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (tmp_path / "manifest-sha256.txt").write_text("")
    (tmp_path / "fetch.txt").write_text(f"https://example.org/x - {name}\n")
    with pytest.raises(PackageFaultError, match="no valid bag"):
        validate_bag(tmp_path)
