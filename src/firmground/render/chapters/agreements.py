"""What was agreed, against what happened: the chapter as pages and terminals show it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from firmground.phrases import list_words
from firmground.render.figures.agreed import draw_agreed
from firmground.render.numbers import say_digits
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from firmground.report.chapters.agreements_model import Agreement, Clause, DaysWith, Monitor, Span, Tally
    from firmground.report.model import Report

TITLE: Final = "What was agreed, against what happened"
ANCHOR: Final = "agreements"
TEMPLATE: Final = "chapters/agreements.html.j2"
_FIRST_EVENTS: Final = 8  # of a clause, in a terminal


@dataclass(frozen=True, slots=True)
class SpanView:
    span: Span
    rate: str
    recorded: str


@dataclass(frozen=True, slots=True)
class MonitorView:
    """One clause under one definition, its figure drawn. `grounds`: title of a map -> the counts by who held the
    ground on it. `textures`: those that occur in the figure.
    """

    monitor: Monitor
    figure: Markup
    spans: list[SpanView]
    grounds: list[tuple[str, list[SpanView]]]
    nameless: bool
    textures: set[str]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """`words`: what was said, "" where the title of the agreement says it."""

    clause: Clause
    words: str
    monitors: list[MonitorView]


@dataclass(frozen=True, slots=True)
class AgreementView:
    agreement: Agreement
    clauses: list[ClauseView]


@dataclass(frozen=True, slots=True)
class AgreementsView:
    """`tried`: agreements with a clause, each in the order of the case; `others`: those without."""

    tried: list[AgreementView]
    others: list[Agreement]


def view(report: Report) -> AgreementsView | None:
    if not report.agreements:
        return None
    return AgreementsView(
        [_view_agreement(one) for one in report.agreements if one.clauses],
        [one for one in report.agreements if not one.clauses],
    )


def _view_agreement(agreement: Agreement) -> AgreementView:
    clauses = [
        ClauseView(clause, _words(agreement, clause), [_view_monitor(clause, one) for one in clause.monitors])
        for clause in agreement.clauses
    ]
    return AgreementView(agreement, clauses)


def _words(agreement: Agreement, clause: Clause) -> str:
    """The words of the clause; of the agreement, where the title is those of its only clause."""
    if clause.says.strip(" .").casefold() != agreement.title.strip(" .").casefold():
        return clause.says or agreement.says
    return agreement.says if len(agreement.clauses) == 1 else ""


def _view_monitor(clause: Clause, monitor: Monitor) -> MonitorView:
    nameless = any(span.tally.nameless for span in (*monitor.spans, *monitor.by_ground))
    return MonitorView(
        monitor,
        draw_agreed(monitor, f"{clause.says or clause.rule} {monitor.sentence}"),
        [_view_span(span) for span in monitor.spans],
        [(title, [_view_span(span) for span in spans]) for title, spans in groupby(monitor.by_ground, _ground_of)],
        nameless,
        {bar.standing for bar in monitor.bars if not bar.nameless},
    )


def _view_span(span: Span) -> SpanView:
    return SpanView(span, say_rate(span.least, span.most), say_recorded(span.recorded))


def _ground_of(span: Span) -> str:
    return span.ground


def say_rate(least: float, most: float) -> str:
    """Breaches a day, as "0 to 0.8"."""
    low, high = say_digits(least, 2), say_digits(most, 2)
    return low if low == high else f"{low} to {high}"


def say_recorded(days: DaysWith) -> str:
    """As "7 sure, 50 perhaps": the days on which an event must, may, cannot have happened."""
    numbers = ((days.must, "sure"), (days.may, "perhaps"), (days.none, "none"))
    return ", ".join(f"{say_digits(number, 0)} {words}" for number, words in numbers if number)


def glance(report: Report) -> str:
    clauses = [clause for agreement in report.agreements for clause in agreement.clauses]
    watched = [monitor for clause in clauses for monitor in clause.monitors]
    number = len(report.agreements)
    words = f"{number} agreement{'' if number == 1 else 's'}"
    if not watched:
        return f"{words}, none of which events can be set against"
    count = sum(bool(clause.monitors) for clause in clauses)
    return f"{words}, {count} clause{'' if count == 1 else 's'} watched"


def say(report: Report, width: int) -> Iterator[str]:
    for agreement in report.agreements:
        who = ", ".join(part for part in (" and ".join(agreement.parties), agreement.on) if part)
        yield ""
        yield from wrap(f"{agreement.title} ({who})", width, first="  ", indent="  ")
        if agreement.not_tried:
            yield from wrap(f"Not set against events. {agreement.not_tried}", width, first="    ", indent="    ")
        for clause in agreement.clauses:
            yield from _say_clause(clause, width)


def _say_clause(clause: Clause, width: int) -> Iterator[str]:
    yield from wrap(clause.rule, width, first="    ", indent="    ")
    if clause.not_tried:
        yield from wrap(f"Not set against events: {clause.not_tried}.", width, first="    → ", indent="      ")
    for monitor in clause.monitors:
        words = f" In the words of {monitor.definition}." if monitor.definition else ""
        yield from wrap(f"{monitor.sentence}{words}", width, first="    → ", indent="      ")
        for span in monitor.spans:
            line = f"{span.title} ({span.words}, {_days(span.days)}): {say_tally(span.tally)}"
            yield from wrap(
                f"{line}; {say_rate(span.least, span.most)} a day", width, first="      ", indent="        "
            )
        for event in monitor.events[:_FIRST_EVENTS]:
            why = f": {'; '.join(event.why)}" if event.why else ""
            line = f"{event.standing} break it: {event.place}, {event.days} ({event.row}){why}"
            yield from wrap(line, width, first="      · ", indent="        ")
        if len(monitor.events) > _FIRST_EVENTS:
            yield f"      · and {say_digits(len(monitor.events) - _FIRST_EVENTS, 0)} more"
        for remark in (*((monitor.rise.sentence,) if monitor.rise else ()), *monitor.remarks):
            yield from wrap(remark, width, first="      · ", indent="        ")


def _days(number: int) -> str:
    return f"{say_digits(number, 0)} day{'' if number == 1 else 's'}"


def say_tally(tally: Tally) -> str:
    """As "0 must, 2 may and 5 do not break it"."""
    parts = [f"{say_digits(tally.must, 0)} must", f"{say_digits(tally.may, 0)} may"]
    parts.append(f"{say_digits(tally.none, 0)} do not break it")
    more = f"; {say_digits(tally.nameless, 0)} for which nobody is named may" if tally.nameless else ""
    return list_words(parts) + more
