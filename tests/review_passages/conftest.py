"""What every test of decisions may ask for."""

from __future__ import annotations

import pytest
from paper_case import Desk, write_papers


@pytest.fixture
def desk(tmp_path) -> Desk:
    """A case with its one document, read anew for every decision, as the app does."""
    return Desk(write_papers(tmp_path / "case"))
