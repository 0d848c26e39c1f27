"""What came close to what: the chapter as pages and terminals show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.report.model import Report

TITLE: Final = "What came close to what"
ANCHOR: Final = "encounters"
TEMPLATE: Final = "chapters/encounters.html.j2"


def view(report: Report) -> Any:
    return None


def glance(report: Report) -> str:
    return ""


def say(report: Report, width: int) -> Iterator[str]:
    yield from ()
