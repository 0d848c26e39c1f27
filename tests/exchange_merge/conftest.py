"""The built-in case merged with itself and with a variant: once for all tests that only look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from two_sides import BUILT_IN, OTHER, OWN, find, write_side, write_variant

from firmground.examples import example_folder
from firmground.exchange.merge import merge_cases

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.check import Findings
    from firmground.exchange.merge import Merged


@dataclass(frozen=True)
class Both:
    own: Path
    other: Path
    merged: Merged
    findings: Findings


@pytest.fixture(scope="session")
def own_findings() -> Findings:
    return find(example_folder(BUILT_IN))


@pytest.fixture(scope="session")
def itself(tmp_path_factory) -> Both:
    own, folder = example_folder(BUILT_IN), tmp_path_factory.mktemp("itself") / "both"
    merged = merge_cases(own, own, folder, name="them")
    return Both(own, own, merged, find(folder))


@pytest.fixture(scope="session")
def variant(tmp_path_factory) -> Both:
    own, folder = example_folder(BUILT_IN), tmp_path_factory.mktemp("variant")
    other = write_variant(folder / "other")
    merged = merge_cases(own, other, folder / "both", name="them")
    return Both(own, other, merged, find(folder / "both"))


@pytest.fixture
def sides(tmp_path) -> tuple[Path, Path]:
    """The two small cases, on the disk."""
    return write_side(tmp_path / "own", OWN), write_side(tmp_path / "other", OTHER)
