"""What every test of the queue may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from open_questions import write_case

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from firmground.review import Queue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_case(tmp_path / "case")


@pytest.fixture
def find() -> Callable:
    """The one proposal of a kind, about a subject if that is given."""

    def one(queue: Queue, kind: str, subject: str = ""):
        (found,) = [p for p in queue.proposals if p.kind == kind and (not subject or p.subject == subject)]
        return found

    return one
