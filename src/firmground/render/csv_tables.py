"""Tables for other programs: every outcome, every undecided unit, every counted unit.

The plain tables are true to the byte: texts stand as they were read. A spreadsheet, though, runs a cell that
begins like a formula, so what people will open in one comes from `outcomes_spreadsheet_csv` and its like.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final, Literal

from firmground.dates import iso_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firmground.report.model import Claimed, ClaimSection, Facet, Outcome, Report
    from firmground.report.units import UnitRow

Cell = str | int | float | None
Rows = list[tuple[Cell, ...]]

_OUTCOME_COLUMNS: Final = (
    "claim", "by", "on", "measure", "unit", "facet", "headline", "standing", "low", "high", "total",
    "must", "may", "cannot", "perhaps", "claimed_low", "claimed_high", "claimed_low_open",
    "claimed_high_open", "claimed",
)  # fmt: skip
_UNIT_COLUMNS: Final = (
    "claim", "unit", "label", "standing", "that", "counted", "undecided_number", "first_day", "last_day", "radius_km",
    "strikes_least", "strikes_most", "what_is_known", "events", "rows", "sources", "urls",
)  # fmt: skip
_BEST_COLUMNS: Final = (
    "claim", "model", "low", "high", "best_least", "best_most", "interval_low", "interval_high", "interval_holds",
    "claim_met_least", "claim_met_most", "claim_met_anyhow_least", "claim_met_anyhow_most", "units_with_a_chance",
    "units_with_a_part", "units_open", "margins_km", "readings", "left_out_at_most",
)  # fmt: skip
_UNDECIDED_COLUMNS: Final = ("claim", "label", "radius_km", "why", "rows", "urls")

# OWASP, "CSV Injection": what makes Excel, LibreOffice and Google Sheets read a cell as a formula. The wide
# forms are the same signs from an East Asian keyboard, which some of them fold.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def outcomes_csv(report: Report) -> str:
    """One row for each combination of choices of each claim. An empty number: no limit, or undefined."""
    names = _choice_names(report)
    header = (*_OUTCOME_COLUMNS, *(f"choice: {name}" for name in names))
    return write_plain([header, *_outcome_rows(report, names)])


def outcomes_spreadsheet_csv(report: Report) -> str:
    """`outcomes_csv` for a spreadsheet: texts like formulas are made safe, and every cell is quoted.

    It opens with a byte-order mark, without which Excel takes UTF-8 for a Western code page.
    """
    names = _choice_names(report)
    header = (*_OUTCOME_COLUMNS, *(f"choice: {name}" for name in names))
    return write_safe([header, *_outcome_rows(report, names)])


def write_plain(rows: Rows) -> str:
    """The rows as they are, for programs."""
    return _write(rows, csv.QUOTE_MINIMAL)


def write_safe(rows: Rows) -> str:
    """The rows for a spreadsheet, see `outcomes_spreadsheet_csv`."""
    safe = [[spreadsheet_safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    # All cells are quoted because a spreadsheet set to semicolons would split "a;=1" into two cells.
    return "\ufeff" + _write(safe, csv.QUOTE_ALL)


def units_csv(claim: ClaimSection, units: Iterable[UnitRow]) -> str:
    """One row for each unit that the claim counts, with its standing: what lies behind the bar.

    `first_day` and `last_day` are both possible days; empty: no limit known. Several of one kind: one a line.
    """
    return write_plain(_unit_rows(claim, units))


def units_spreadsheet_csv(claim: ClaimSection, units: Iterable[UnitRow]) -> str:
    """`units_csv` for a spreadsheet."""
    return write_safe(_unit_rows(claim, units))


def _unit_rows(claim: ClaimSection, units: Iterable[UnitRow]) -> list[tuple[Cell, ...]]:
    return [
        _UNIT_COLUMNS,
        *(
            (
                claim.id, unit.unit, unit.label, unit.standing, claim.that, unit.counted, unit.number or None,
                _day(unit.first), _day(unit.last), unit.radius_km, unit.strikes_least, unit.strikes_most, unit.why,
                *("\n".join(several) for several in (unit.events, unit.rows, unit.sources, unit.urls)),
            )
            for unit in units
        ),
    ]  # fmt: skip


def _day(ordinal: int | None) -> str | None:
    return None if ordinal is None else iso_day(ordinal)


def undecided_csv(report: Report) -> str:
    """One row for each unit that the data leave undecided, by claim. Several rows or links: one a line."""
    rows: list[tuple[Cell, ...]] = [_UNDECIDED_COLUMNS]
    rows += [
        (claim.id, unit.label, unit.radius_km, unit.why, "\n".join(unit.rows), "\n".join(unit.urls))
        for claim in report.claims
        for unit in claim.undecided
    ]
    return write_plain(rows)


def best_values_csv(report: Report) -> str:
    """One row for each claim whose test asks for a model: its bounds, and what the model says. Chances are 0 to 1.

    An empty number: no limit, or, of a chance, nothing that was claimed.
    """
    return write_plain([_BEST_COLUMNS, *(_best_cells(claim) for claim in report.claims if claim.best is not None)])


def _best_cells(claim: ClaimSection) -> tuple[Cell, ...]:
    best = claim.best
    if best is None:
        return ()
    ranges = (claim.bounds, best.value, best.interval)
    ends = [end for one in ranges for end in ((one.low, one.high) if one else (None, None))]
    chances = [end for one in (best.accepted, best.anyhow) for end in ((one.low, one.high) if one else (None, None))]
    margins = "\n".join(f"{margin:g}" for margin in best.margins)
    units = (best.likely, best.partly, best.open)
    return (claim.id, best.model, *ends, best.holds, *chances, *units, margins, best.readings, best.lost)


def spreadsheet_safe(cell: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(_FORMULA_SIGNS) else cell


def _choice_names(report: Report) -> list[str]:
    names = (
        name
        for claim in report.claims
        for facet in claim.facets
        for outcome in facet.outcomes
        for name in outcome.choices
    )
    return list(dict.fromkeys(names))


def _outcome_rows(report: Report, names: list[str]) -> Iterator[tuple[Cell, ...]]:
    for claim in report.claims:
        for facet in claim.facets:
            for outcome in facet.outcomes:
                yield (*_outcome_cells(claim, facet, outcome), *(outcome.choices.get(name) for name in names))


def _outcome_cells(claim: ClaimSection, facet: Facet, outcome: Outcome) -> tuple[Cell, ...]:
    bounds, counts = outcome.bounds, outcome.counts
    return (
        claim.id,
        claim.by,
        claim.on,
        claim.measure,
        claim.unit,
        facet.title,
        "yes" if outcome.headline else "no",
        outcome.standing,
        *((bounds.low, bounds.high) if bounds else (None, None)),
        *((counts.total, counts.must, counts.may, counts.cannot, counts.perhaps) if counts else (None,) * 5),
        *_claimed_cells(claim.claimed),
    )


def _claimed_cells(claimed: Claimed | None) -> tuple[Cell, ...]:
    if claimed is None:
        return (None,) * 5
    opens = ("yes" if is_open else "no" for is_open in (claimed.low_open, claimed.high_open))
    return (claimed.low, claimed.high, *opens, claimed.text)


def _write(rows: list[tuple[Cell, ...]] | list[list[Cell]], quoting: Literal[0, 1]) -> str:
    page = io.StringIO(newline="")
    csv.writer(page, lineterminator="\r\n", quoting=quoting).writerows(rows)  # RFC 4180
    return page.getvalue()
