"""What was agreed, clause by clause, set against the events of its days."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.check import Findings
    from firmground.report.chapters.agreements_model import Agreement


def build_agreements(findings: Findings) -> tuple[Agreement, ...]:
    return ()
