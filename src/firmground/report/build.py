"""report: findings become plain data, stamped with what was read and chosen."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from firmground.case.choices import CHOICES
from firmground.measures.withheld import say_number
from firmground.provenance import version
from firmground.report.accounts import account_rows, row_statuses, uncounted_rows
from firmground.report.chapters.agreements import build_agreements
from firmground.report.chapters.disclosure import build_disclosure
from firmground.report.chapters.encounters import build_encounters
from firmground.report.chapters.pledges import build_pledges
from firmground.report.chapters.room import PAGE
from firmground.report.chapters.ties import build_ties
from firmground.report.ground import find_disagreements
from firmground.report.methods import map_note, write_methods
from firmground.report.model import InputNote, ProblemNote, Report, SourceNote, Untested
from firmground.report.passages import CLAIMS, words_behind
from firmground.report.scene import build_scene
from firmground.report.sections import source_note, write_section
from firmground.report.words import CHOICE_TITLES, choice_words, date_words, days_words

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.check import Findings
    from firmground.report.chapters.room import Room


def build_report(findings: Findings, room: Room = PAGE) -> Report:
    """Everything that is said about a case, in the order in which it is read. `room`: for what is long."""
    case = findings.case
    statuses = row_statuses(findings)
    return Report(
        title=case.title,
        period=days_words(case.period.possible) if case.period else "",
        summary=case.summary,
        version=version(),
        run=run_id(case),
        claims=tuple(write_section(findings, found, drawn=room.drawn) for found in findings.claims),
        untested=tuple(
            Untested(
                claim.id,
                claim.by,
                date_words(claim.on),
                claim.says,
                reason,
                source_note(case, claim.source, claim.url),
                words_behind(case, CLAIMS, claim.id),
            )
            for claim, reason in findings.untested
        ),
        rows=account_rows(findings, statuses),
        uncounted=uncounted_rows(findings, statuses) if room.drawn else (),
        problems=tuple(
            ProblemNote(problem.file, problem.row, problem.what, problem.hint, str(problem.effect))
            for problem in case.problems
        ),
        disagreements=find_disagreements(findings) if room.drawn else (),
        methods=write_methods(findings),
        does_not_show=case.does_not_show,
        sources=tuple(
            SourceNote(
                source.id,
                source.title,
                source.by,
                date_words(source.published),
                source.url,
                source.licence,
                source.note,
            )
            for source in case.sources.values()
        ),
        maps=tuple(map_note(case.maps[name]) for name in case.choices.map),
        inputs=tuple(InputNote(item.path, item.sha256, item.size) for item in case.inputs),
        choices={
            CHOICE_TITLES[name]: tuple(choice_words(case, name, value) for value in getattr(case.choices, name))
            for name in CHOICES
            if getattr(case.choices, name) not in ((), ("",))
        },
        disclosure=build_disclosure(findings),
        agreements=build_agreements(findings, room),
        pledges=build_pledges(findings),
        ties=build_ties(findings),
        encounters=build_encounters(findings, room),
        withheld=tuple(f"{say_number(kind, number)}." for kind, number in case.withheld.items()),
        scene=build_scene(findings) if room.drawn else None,
    )


def run_id(case: Case) -> str:
    """Identifies a run by version and inputs (the choices are among the inputs); equal runs have equal numbers."""
    digest = hashlib.sha256(version().encode())
    for item in case.inputs:
        digest.update(f"\n{item.path} {item.sha256}".encode())
    return digest.hexdigest()[:16]
