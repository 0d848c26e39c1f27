"""What is said of `contradicted`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.questions import Contradicted
from firmground.measures.blocs import find_blocs
from firmground.modality import MUST
from firmground.report.chapters.ties_circles import list_circles
from firmground.report.chapters.ties_words import number_word, split_sentence
from firmground.report.words import count_words, date_words, spoken_number

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.claims import Test
    from firmground.check import ClaimFindings, Findings
    from firmground.measures.blocs import Blocs


def that(case: Case, test: Test) -> str:  # noqa: ARG001 - every question is asked the same; a tie has no such end
    return ""


def sentence(findings: Findings, found: ClaimFindings, amount: str) -> str:  # noqa: ARG001 - every question is asked the same
    asked = found.test.about
    blocs = asked.blocs if isinstance(asked, Contradicted) else 2
    bounds = found.headline.bounds
    verb = "contradicts" if bounds is not None and spoken_number(bounds) == 1 else "contradict"
    plural = "" if blocs == 1 else "s"
    on = found.test.on
    opening = "On" if on is not None and on.exact else "On some day of"
    return (
        f"{opening} {date_words(on)}, {amount} {verb} even the best division of the actors "
        f"into {number_word(blocs)} bloc{plural}."
    )


def remarks(findings: Findings, found: ClaimFindings) -> list[str]:
    """What the ties of the case give by themselves, why some must be contradicted, and what leaves it open."""
    asked, on = found.test.about, found.test.on
    if not isinstance(asked, Contradicted) or on is None:
        return []
    missing = "Ties that the case does not have can only add contradictions: there is no limit above."
    said = [] if asked.complete else [missing]
    if not on.exact:
        return said
    blocs = find_blocs(findings.case.actors, on.possible.start, asked.blocs)
    circles = list_circles(findings.case, blocs)[:2]
    return [
        f"Among the ties of the case: {_lower_first(split_sentence(blocs))}",
        *said,
        *(f"{circle.sentence} {'; '.join(circle.ties)}." for circle in circles),
        *_open_ties(blocs),
    ]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _open_ties(found: Blocs) -> list[str]:
    possible = sum(tie.standing is not MUST for tie in found.ties)
    if not possible:
        return []
    stands = "is known of another day only" if possible == 1 else "are known of other days only"
    return [f"{count_words(possible, 'tie')} {stands}, and may or may not have stood."]
