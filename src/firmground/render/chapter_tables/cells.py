"""Cells that the tables of all chapters write alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.report.model import Range, SourceNote


def yes_no(*, flag: bool) -> str:
    return "yes" if flag else "no"


def lines(texts: Iterable[str]) -> str:
    """Several texts in one cell, one a line."""
    return "\n".join(text for text in texts if text)


def ends(bounds: Range | None) -> tuple[float | None, float | None]:
    return (None, None) if bounds is None else (bounds.low, bounds.high)


def source_cells(note: SourceNote | None) -> tuple[str, str]:
    """The source's id and address."""
    return ("", "") if note is None else (note.id, note.url)
