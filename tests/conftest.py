"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Finds real data and corpora in the folder `shared` beside the project; skips where they are absent."""

    def find(path: str) -> Path:
        found = PROJECT.parent / "shared" / path
        if not found.exists():
            pytest.skip(f"needs {path}, which does not travel with the project")
        return found

    return find
