"""Real records as people have them, each in a case of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from firmground import check_claims, hold_events, locate_events, read_case
from firmground.report.build import build_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def real_case(shared: Callable[[str], Path], tmp_path: Path) -> Callable[..., Path]:
    """A case with a copy of each real file under its own name; `texts` are the files written for it."""

    def make(*paths: str, **texts: str) -> Path:
        for path in paths:
            shutil.copy(shared(f"data/{path}"), tmp_path / path.rsplit("/", 1)[-1])
        for name, text in texts.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return tmp_path

    return make


@pytest.fixture
def checked() -> Callable[[Path], tuple]:
    """The findings of a case and its report."""

    def check(folder: Path) -> tuple:
        findings = check_claims(hold_events(locate_events(read_case(folder))))
        return findings, build_report(findings)

    return check
