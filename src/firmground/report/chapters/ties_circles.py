"""Why a division is contradicted: circles of ties of which one must give way, each told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.engine.balance import contradicting_circle
from firmground.modality import CANNOT, MUST, all_of
from firmground.report.chapters.ties_model import Circle
from firmground.report.chapters.ties_words import circle_sentence, link_words
from firmground.report.words import STANDINGS

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.measures.blocs import Blocs

LONGEST = 7  # ties of a circle that is written out
MOST_CIRCLES = 8
MOST_TRIED = 64  # ties through which a circle is looked for, the sure ones first


def list_circles(case: Case, found: Blocs) -> tuple[Circle, ...]:
    """A shortest circle through every tie that contradicts some best division, of sure ties where there is one.

    Circles of the same ties are one; those of sure ties come first, and of them the shortest.
    """
    sure = [place for place, tie in enumerate(found.ties) if tie.standing is MUST]
    circles: dict[frozenset[int], list[int]] = {}
    contradicted = [place for place in range(len(found.ties)) if found.contradicts(place) is not CANNOT]
    for place in contradicted[:MOST_TRIED]:
        circle = _circle(found, place, sure) or _circle(found, place, None)
        if circle is not None and len(circle) <= LONGEST:
            circles.setdefault(frozenset(circle), circle)
    written = [_write(case, found, circle) for circle in circles.values()]
    return tuple(sorted(written, key=lambda one: (one.standing != STANDINGS[MUST], len(one.links)))[:MOST_CIRCLES])


def _circle(found: Blocs, place: int, left: list[int] | None) -> list[int] | None:
    return contradicting_circle(len(found.actors), found.edges, place, found.most, left)


def _write(case: Case, found: Blocs, circle: list[int]) -> Circle:
    return Circle(
        links=tuple(circle),
        standing=STANDINGS[all_of(found.ties[place].standing for place in circle)],
        sentence=circle_sentence(case.actors, found.ties, circle, found.most),
        ties=tuple(link_words(case.actors, found.ties[place]) for place in circle),
    )
