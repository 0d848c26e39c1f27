"""Small records to test with, without files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.case.releases import Publisher, Release, ReleaseKind
from firmground.dates import Days, When
from firmground.measures.publishing import Issue, Publishing

if TYPE_CHECKING:
    from oracles.disclosure import Told


def as_publishing(told: Told) -> Publishing:
    """The same record as the measures know it. Every set of days must be a run of days."""
    silences = tuple(
        Release(f"s{number}", "p", When.unknown(), _when(days), "silence", gives=tuple(sorted(missing)))
        for number, (days, missing) in enumerate(told.silences)
    )
    issues = tuple(Issue(_run(days), details) for days, details in told.issues)
    return Publishing(Publisher("p", _run(told.watched), told.complete), issues, silences, {})


def _run(days: frozenset[int]) -> Days:
    assert len(days) == max(days) - min(days) + 1
    return Days(min(days), max(days) + 1)


def _when(days: frozenset[int]) -> When:
    return When(_run(days), _run(days), "a run of days")


__all__ = ["ReleaseKind", "as_publishing", "np"]
