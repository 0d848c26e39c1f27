"""What was disclosed, and what no longer was: the chapter as pages and terminals show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.report.model import Report

TITLE: Final = "What was disclosed, and what no longer was"
ANCHOR: Final = "disclosure"
TEMPLATE: Final = "chapters/disclosure.html.j2"


def view(report: Report) -> Any:
    return None


def glance(report: Report) -> str:
    return ""


def say(report: Report, width: int) -> Iterator[str]:
    yield from ()
