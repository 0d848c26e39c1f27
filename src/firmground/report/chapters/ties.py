"""Who backs, fights and is allied with whom, and the blocs that leave the fewest contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.check import Findings
    from firmground.report.chapters.ties_model import Ties


def build_ties(findings: Findings) -> Ties | None:
    return None
