"""One small package for all tests that only look at it: whole, and with a place and a source held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from small_package import DAY, RULES, fresh_key, write_small_case

from firmground.case.handling import Label
from firmground.exchange.package.pack import Packed, pack_case

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.proofs.keys import SigningKey


@dataclass(frozen=True)
class Made:
    case: Path
    packed: Packed
    key: SigningKey

    @property
    def path(self) -> Path:
        return self.packed.path


@pytest.fixture(autouse=True)
def no_keys_at_home(tmp_path, monkeypatch):
    """Nobody's own keys are asked for or written."""
    monkeypatch.setenv("FIRMGROUND_CONFIG", str(tmp_path / "config"))


@pytest.fixture(scope="session")
def whole(tmp_path_factory) -> Made:
    """A package that shows everything."""
    folder, key = tmp_path_factory.mktemp("whole"), fresh_key()
    case = write_small_case(folder / "case")
    return Made(case, pack_case(case, folder / "whole.zip", audience=None, key=key, day=DAY), key)


@pytest.fixture(scope="session")
def partial(tmp_path_factory) -> Made:
    """A package in which one place and one source are withheld."""
    folder, key = tmp_path_factory.mktemp("partial"), fresh_key()
    case = write_small_case(folder / "case", RULES)
    return Made(case, pack_case(case, folder / "partial.zip", audience=Label.CLEAR, key=key, day=DAY), key)
