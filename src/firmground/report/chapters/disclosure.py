"""What a publisher put out, day by day, and what it no longer said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.check import Findings
    from firmground.report.chapters.disclosure_model import Disclosure


def build_disclosure(findings: Findings) -> tuple[Disclosure, ...]:
    return ()
