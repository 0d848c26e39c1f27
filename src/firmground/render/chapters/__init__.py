"""Chapters of the report as pages show them, one module each, in the order in which they are read.

A module has `TITLE`; `ANCHOR`, the id of its section; `TEMPLATE`, the template of what stands under the title, which
finds there what `view` gives under the name `chapter`; `view(report)`, its figures drawn and numbers said, None where
the report has nothing on it; `glance(report)`, a few words for the head of the page; `say(report, width)`, the lines
of a terminal. The same template makes the part of the report and the page of the app.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from firmground.render.chapters import agreements, disclosure, encounters, pledges, ties

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from firmground.report.model import Report

CHAPTERS: tuple[ModuleType, ...] = (disclosure, agreements, pledges, ties, encounters)
# The sheets of all chapters, after those of the page: what they share, then one for each that needs its own.
SHEETS = (
    "chapters.css",
    "chapters/disclosure.css",
    "chapters/agreements.css",
    "chapters/pledges.css",
    "chapters/ties.css",
    "chapters/encounters.css",
)


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter that has something to show. `view` is what its template finds as `chapter`."""

    title: str
    anchor: str
    template: str
    glance: str
    view: Any


def view_chapters(report: Report) -> list[ChapterView]:
    """The chapters of which the report has anything."""
    found = []
    for chapter in CHAPTERS:
        view = chapter.view(report)
        if view is not None:
            found.append(ChapterView(chapter.TITLE, chapter.ANCHOR, chapter.TEMPLATE, chapter.glance(report), view))
    return found


def sheets_of(chapters: list[ChapterView]) -> list[str]:
    """The sheets of `SHEETS` that a page of these chapters needs: the shared one where there is any, then their own."""
    names = {f"chapters/{chapter.anchor}.css" for chapter in chapters}
    return [name for name in SHEETS if name in names or (chapters and "/" not in name)]


def say_chapters(report: Report, width: int) -> Iterator[str]:
    """The chapters in lines for a terminal, each after a rule."""
    for chapter in CHAPTERS:
        lines = list(chapter.say(report, width))
        if lines:
            yield from ("", "─" * width, chapter.TITLE)
            yield from lines
