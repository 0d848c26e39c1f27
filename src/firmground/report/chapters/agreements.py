"""What was agreed, clause by clause, set against the events of its days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.measures.clauses import bound_days, bound_parties
from firmground.report.breach_words import period_words, rule_words
from firmground.report.chapters.agreements_model import Agreement, Clause, Monitor
from firmground.report.chapters.agreements_monitor import monitor
from firmground.report.chapters.agreements_watch import Watch, record_days
from firmground.report.chapters.room import PAGE
from firmground.report.passages import AGREEMENTS, words_behind
from firmground.report.sections import source_note
from firmground.report.words import date_words, day_words

if TYPE_CHECKING:
    from firmground.case import undertakings
    from firmground.case.case import Case
    from firmground.check import Findings
    from firmground.report.chapters.room import Room

_NO_CLAUSE = "No clause of it says who must not do what, to whom and from when."


def build_agreements(findings: Findings, room: Room = PAGE) -> tuple[Agreement, ...]:
    """Every agreement of the case in its order, those too that no event can be set against."""
    case = findings.case
    return tuple(
        Agreement(
            id=one.id,
            title=one.title,
            parties=tuple(case.actors.name(party) for party in one.parties),
            on=date_words(one.on),
            said_by=one.said_by,
            says=one.says,
            note=one.note,
            source=source_note(case, one.source, one.url),
            clauses=tuple(_clause(findings, one, clause, room) for clause in one.clauses),
            not_tried="" if one.clauses else one.cannot_test or _NO_CLAUSE,
            passages=words_behind(case, AGREEMENTS, one.id),
        )
        for one in case.agreements.values()
    )


def _clause(findings: Findings, agreement: undertakings.Agreement, clause: undertakings.Clause, room: Room) -> Clause:
    case = findings.case
    monitors, fault = list[Monitor](), _outside_the_record(case, agreement, clause)
    for definition in () if fault else _definitions(case, clause):
        try:
            monitors.append(monitor(Watch(findings, agreement, clause, definition, record_days(case)), room))
        except BadRequestError as problem:
            fault = str(problem)
    return Clause(
        id=clause.id,
        says=clause.says,
        rule=rule_words(case, clause, bound_parties(agreement, clause)),
        period=period_words(clause.period),
        monitors=tuple(monitors),
        not_tried=fault,
    )


def _definitions(case: Case, clause: undertakings.Clause) -> list[str]:
    """Every definition that has a label of the clause; "" alone where none has, or where it names no label."""
    labels = [one for one in (*clause.protects, *clause.exempt) if one not in case.actors]
    having = [key for key, definition in case.definitions.items() if any(definition.has(one) for one in labels)]
    return having or [""]


def _outside_the_record(case: Case, agreement: undertakings.Agreement, clause: undertakings.Clause) -> str:
    record = record_days(case)
    if record.empty:
        return "the case has no dated event"
    possibly = bound_days(agreement, clause)[1]
    if not possibly.overlap(record).empty:
        return ""
    if possibly.start >= record.stop:
        return f"the record ends on {day_words(record.stop - 1)}, before it was in force"
    return f"the record begins on {day_words(record.start)}, after it was in force"
