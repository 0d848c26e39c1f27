"""Pledges: a row for each stage, and one for a pledge of which nothing more was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.render.chapter_tables.cells import lines, source_cells

if TYPE_CHECKING:
    from firmground.render.csv_tables import Cell, Rows
    from firmground.report.chapters.pledges_model import Pledges, Promised

_COLUMNS: Final = (
    "pledge", "by", "to", "what", "condition", "condition_met", "made_first", "made_last", "said_by", "made_source",
    "made_url", "stage", "state", "from_first", "from_last", "stage_condition", "source", "url", "note",
    "at_end_of_period", "at_last", "kept", "open_days_least", "open_days_most", "remarks",
)  # fmt: skip


def pledge_rows(chapter: Pledges | None) -> Rows:
    """`at_end_of_period`, `at_last`: every state that is possible, one a line; `kept`: must, may or cannot be kept.

    `condition_met`: met, unmet or unknown, "" without a condition. Both days of a pair are possible.
    """
    rows: Rows = [_COLUMNS]
    for pledge in chapter.pledges if chapter else ():
        before, after = _of_pledge(pledge)
        for number, stage in enumerate(pledge.stages, start=1):
            told = (number, stage.state, stage.on.first, stage.on.last, stage.condition)
            rows.append((*before, *told, *source_cells(stage.source), stage.note, *after))
        if not pledge.stages:
            rows.append((*before, *(None,) * 8, *after))
    return rows


def _of_pledge(pledge: Promised) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """The cells of a pledge before and after those of a stage."""
    before: tuple[Cell, ...] = (
        pledge.id, lines(pledge.by), lines(pledge.to), pledge.what, pledge.condition, pledge.condition_standing,
        pledge.made.first, pledge.made.last, pledge.said_by, *source_cells(pledge.source),
    )  # fmt: skip
    at_end = lines(pledge.at_end.states) if pledge.at_end else None
    remarks = lines((pledge.note, *pledge.remarks))
    last = (lines(pledge.at_last.states), pledge.at_last.kept)
    return before, (at_end, *last, pledge.waited.least, pledge.waited.most, remarks)
