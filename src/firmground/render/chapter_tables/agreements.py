"""Agreements set against events: a row for each event that a clause was tried on, under each definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.render.chapter_tables.cells import lines, source_cells, yes_no

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firmground.render.csv_tables import Cell, Rows
    from firmground.report.chapters.agreements_model import Agreement, Clause, Monitor

_COLUMNS: Final = (
    "agreement", "agreed", "clause", "rule", "period", "definition", "event", "place", "days", "first", "last", "by",
    "hit", "breaks", "nobody_named", "why", "events", "row", "source", "url",
    "not_listed",
)  # fmt: skip


def agreement_rows(agreements: Iterable[Agreement]) -> Rows:
    """`breaks`: must, may or cannot; "" where a clause was not tried, `why` then says the reason.

    Events that break nothing are counted by reason in `events` and not told one by one.
    """
    rows: Rows = [_COLUMNS]
    for agreement in agreements:
        if agreement.not_tried:
            source = source_cells(agreement.source)
            rows.append((agreement.id, agreement.on, *("",) * 13, agreement.not_tried, None, "", *source, 0))
        for clause in agreement.clauses:
            rows += _clause_rows(agreement, clause)
    return rows


def _clause_rows(agreement: Agreement, clause: Clause) -> Iterator[tuple[Cell, ...]]:
    head = (agreement.id, agreement.on, clause.id, clause.rule, clause.period)
    if clause.not_tried:
        yield (*head, *("",) * 10, clause.not_tried, None, "", *source_cells(agreement.source), 0)
    for monitor in clause.monitors:
        yield from ((*head, monitor.definition, *cells, monitor.more) for cells in _event_rows(monitor))


def _event_rows(monitor: Monitor) -> Iterator[tuple[Cell, ...]]:
    for tried in monitor.events:
        yield (
            tried.id, tried.place, tried.days, tried.first, tried.last,
            tried.by, tried.hit, tried.standing, yes_no(flag=tried.nameless),
            lines(tried.why), 1, tried.row, *source_cells(tried.source),
        )  # fmt: skip
    for reason, number in monitor.none_why:
        yield ("", "", "", "", "", "", "", "cannot", "", reason, number, "", "", "")
