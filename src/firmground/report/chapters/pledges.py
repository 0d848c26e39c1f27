"""What was promised, by whom to whom, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.check import Findings
    from firmground.report.chapters.pledges_model import Pledges


def build_pledges(findings: Findings) -> Pledges | None:
    return None
