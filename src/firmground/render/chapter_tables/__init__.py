"""Tables of the chapters of a report, for programs and for spreadsheets: a module for each chapter.

A table is its header and its rows. A cell with several texts has one a line; an empty number or day is a limit that is
not known. What a chapter itself leaves out of a long list is not here either: the column `not_listed` says how many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.render.chapter_tables.agreements import agreement_rows
from firmground.render.chapter_tables.disclosure import disclosure_rows
from firmground.render.chapter_tables.encounters import encounter_rows, near_rows
from firmground.render.chapter_tables.pledges import pledge_rows
from firmground.render.chapter_tables.ties import tie_rows
from firmground.render.csv_tables import write_plain, write_safe

if TYPE_CHECKING:
    from firmground.render.csv_tables import Rows
    from firmground.report.model import Report


def chapter_tables(report: Report) -> dict[str, Rows]:
    """The tables of the chapters by name, without those that would be empty."""
    tables: dict[str, Rows] = {
        "disclosure": disclosure_rows(report.disclosure),
        "agreements": agreement_rows(report.agreements),
        "pledges": pledge_rows(report.pledges),
        "ties": tie_rows(report.ties),
        "encounters": encounter_rows(report.encounters),
        "near-incidents": near_rows(report.encounters),
    }
    return {name: rows for name, rows in tables.items() if len(rows) > 1}


def chapter_files(report: Report) -> dict[str, str]:
    """The same as texts of files by their names: each once for programs and once for spreadsheets."""
    files = {}
    for name, rows in chapter_tables(report).items():
        files[f"{name}.csv"] = write_plain(rows)
        files[f"{name}.spreadsheet.csv"] = write_safe(rows)
    return files
