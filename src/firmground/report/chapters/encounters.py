"""Which events came close to each other, and what was near the incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.check import Findings
    from firmground.report.chapters.encounters_model import Encounters


def build_encounters(findings: Findings) -> Encounters | None:
    return None
