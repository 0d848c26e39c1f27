"""What is said of `disclosed`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.claims import Test
    from firmground.check import ClaimFindings, Findings


def that(case: Case, test: Test) -> str:
    return ""


def sentence(case: Case, found: ClaimFindings, amount: str) -> str:
    return f"The data give {amount}."


def remarks(findings: Findings, found: ClaimFindings) -> list[str]:
    return []
