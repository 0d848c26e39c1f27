"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from time_authority import make_authority

if TYPE_CHECKING:
    from collections.abc import Callable

    from time_authority import TimeAuthority

PROJECT = Path(__file__).resolve().parent.parent

# A machine that is busy with something else is no fault of what is tested. Where a change is judged every run tries the
# same examples, so that the verdict is of the change; on a developer's machine each run tries new ones.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("judge", settings.get_profile("patient"), derandomize=True)
settings.load_profile("judge" if os.environ.get("CI") else "patient")


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Finds real data and corpora in the folder `shared` beside the project; skips where they are absent."""

    def find(path: str) -> Path:
        found = PROJECT.parent / "shared" / path
        if not found.exists():
            pytest.skip(f"needs {path}, which does not travel with the project")
        return found

    return find


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys that a test makes lie in a folder of their own; nobody's real ones are met."""
    os.environ["FIRMGROUND_CONFIG"] = str(tmp_path_factory.mktemp("config"))


@pytest.fixture(scope="session")
def time_authority(tmp_path_factory: pytest.TempPathFactory) -> TimeAuthority:
    """A time-stamping service of this test run alone, with its own root certificate; skips without openssl."""
    return make_authority(tmp_path_factory.mktemp("authority"))
