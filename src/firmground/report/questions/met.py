"""What is said of a claim about events that came close to one another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.case.questions import Met
from firmground.modality import MAY
from firmground.report.chapters.encounters_words import hours_words, selection_words
from firmground.report.pairs import open_words, say_pair_reasons
from firmground.report.words import that_words

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.claims import Test
    from firmground.check import ClaimFindings, Findings


_DAYS = (
    "A pair counts once. An event of a day may have been at any moment of it: two events of one day are within 24 "
    "hours, those of two days that follow each other may be."
)
_SHARED = (
    "Pairs that share an event depend on each other and are taken as if they did not: the bounds are wider for it, "
    "never narrower, and of undecided pairs fewer may seem to be enough than are."
)


def that(case: Case, test: Test) -> str:  # noqa: ARG001 - one signature for every kind of question
    met = test.about
    return _within(met) if isinstance(met, Met) else ""


def _within(met: Met) -> str:
    actors = ", the work of different actors" if met.different_actors else ""
    return f"within {met.km:g} km and {hours_words(met.hours)} of each other{actors}"


def sentence(findings: Findings, found: ClaimFindings, amount: str) -> str:
    test, met, bounds = found.test, found.test.about, found.headline.bounds
    if not isinstance(met, Met) or bounds is None:
        return f"They hold {amount}."
    specification = found.headline.specification
    sides = [selection_words(findings.case, selection, specification) for selection in (test.among, met.other)]
    who = f"of {sides[0]}" if test.among == met.other else f"of {sides[0]} with {sides[1]}"
    if asked := that_words(findings.case, test.that, specification):
        who += f", the first of them {asked}"
    if math.isinf(float(bounds.high)):
        opening = f"They hold {amount} {_within(met)}" if bounds.low else f"They hold no pair {_within(met)} for sure"
        return f"{opening}, {who}; the record is not known to be complete, so there may be more."
    return f"They hold {amount} {_within(met)}, {who}."


def remarks(findings: Findings, found: ClaimFindings) -> list[str]:  # noqa: ARG001 - as `that`
    measured = found.headline.measurement
    if measured is None or measured.units is None:
        return []
    said = [_DAYS, _SHARED] if len(measured.units) else [_DAYS]
    why = say_pair_reasons(measured.units) if found.headline.standing is MAY else ""
    return [*said, *(words for words in (open_words(measured.units), why) if words)]
