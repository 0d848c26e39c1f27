"""What is said of `contradicted`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.questions import Contradicted
from firmground.measures.blocs import find_blocs
from firmground.measures.contradicted import tie_days
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


def sentence(case: Case, found: ClaimFindings, amount: str) -> str:  # noqa: ARG001 - every question is asked the same
    asked = found.test.about
    blocs = asked.blocs if isinstance(asked, Contradicted) else 2
    bounds = found.headline.bounds
    verb = "contradicts" if bounds is not None and spoken_number(bounds) == 1 else "contradict"
    plural = "" if blocs == 1 else "s"
    return (
        f"On {date_words(found.test.on)}, {amount} {verb} even the best division of the actors "
        f"into {number_word(blocs)} bloc{plural}."
    )


def remarks(findings: Findings, found: ClaimFindings) -> list[str]:
    """What the ties of the case give by themselves, why some must be contradicted, and what leaves it open."""
    asked, on = found.test.about, found.test.on
    if not isinstance(asked, Contradicted) or on is None:
        return []
    actors = findings.case.actors
    first = find_blocs(actors, tie_days(actors, on.possible)[0], asked.blocs)
    said = [f"Among the ties of the case: {_lower_first(split_sentence(first))}"] if on.exact else []
    if not asked.complete:
        said.append("Ties that the case does not have can only add contradictions: there is no limit above.")
    said += [f"{circle.sentence} {'; '.join(circle.ties)}." for circle in list_circles(findings.case, first)[:2]]
    return [*said, *_open_ties(first)]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _open_ties(found: Blocs) -> list[str]:
    possible = sum(tie.standing is not MUST for tie in found.ties)
    if not possible:
        return []
    stands = "is known of another day only" if possible == 1 else "are known of other days only"
    return [f"{count_words(possible, 'tie')} {stands}, and may or may not have stood."]
