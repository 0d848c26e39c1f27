"""One division of a day's actors into blocs: what it leaves, which ones are best, which of them is drawn."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.balance import TOGETHER
from firmground.modality import CANNOT, MUST
from firmground.report.chapters.ties_circles import list_circles
from firmground.report.chapters.ties_model import Bloc, Contradiction, Division, Group, Place, Split, World
from firmground.report.chapters.ties_words import contradiction_sentence, split_sentence
from firmground.report.model import Range
from firmground.report.words import STANDINGS, count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground import engine
    from firmground.case.case import Case
    from firmground.case.signed_ties import SignedTie
    from firmground.measures.blocs import Blocs

MOST_LISTED = 12  # divisions of a group that the chapter writes out; it says how many there are


def write_split(case: Case, found: Blocs) -> Split:
    drawn = choose_division(found)
    blocs, apart = _shown(found, drawn)
    low, high = int(found.contradictions.low), int(found.contradictions.high)
    text = f"{low:,} to {high:,} ties" if low < high else count_words(low, "tie")
    return Split(
        blocs=found.most,
        contradictions=Range(low, high, text),
        sentence=split_sentence(found),
        shown=blocs,
        apart=apart,
        contradicted=_contradicted(case, found, drawn),
        circles=list_circles(case, found),
        worlds=(
            _world(found, "sure", found.sure, [tie.standing is MUST for tie in found.ties]),
            _world(found, "possible", found.possible, [True] * len(found.ties)),
        ),
        remarks=_remarks(found),
    )


def choose_division(found: Blocs, near: dict[str, int] | None = None) -> dict[str, int]:
    """Of the largest group the division to draw: actor -> number of its bloc, from 0; {} without any tie.

    It is one of the best if every possible tie stands; among those one that is best for the sure ties; then the one
    that moves the fewest actors from the division `near`.
    """
    if not found.possible:
        return {}
    group = found.possible[0]
    options = [
        {found.actors[node]: bloc for node, bloc in zip(group.nodes, division.bloc_of, strict=True)}
        for division in group.listed
    ]
    return min(options, key=lambda division: (_against_sure(found, division), len(moves(near or {}, division))))


def _against_sure(found: Blocs, bloc_of: dict[str, int]) -> int:
    return sum(tie.standing is MUST and _is_against(tie, bloc_of) for tie in found.ties)


def _is_against(tie: SignedTie, bloc_of: dict[str, int]) -> bool:
    """Does the tie contradict this division? Not if one of its ends is not in it."""
    if tie.one not in bloc_of or tie.other not in bloc_of:
        return False
    return (bloc_of[tie.one] == bloc_of[tie.other]) is tie.against


def moves(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """Who is in another bloc than before, the blocs being called so that the fewest are."""
    both = [actor for actor in after if actor in before]
    blocs = 1 + max([*before.values(), *after.values()], default=0)
    kept = Counter((before[actor], after[actor]) for actor in both)
    # Any way to call them is tried: of few blocs, and those that are drawn are few, there are not many.
    called = max(permutations(range(blocs)), key=lambda names: sum(kept[names[new], new] for new in range(blocs)))
    return [actor for actor in both if called[after[actor]] != before[actor]]


def _shown(found: Blocs, bloc_of: dict[str, int]) -> tuple[tuple[Bloc, ...], tuple[str, ...]]:
    """The blocs of the division that is drawn, largest first, and the actors that no tie connects with them."""
    links = Counter(end for tie in found.ties for end in (tie.one, tie.other))
    blocs = []
    for number in sorted(set(bloc_of.values())):
        inside = [actor for actor in bloc_of if bloc_of[actor] == number]
        rows = [found.places[actor] for actor in inside]
        surely = (found.relations.pairs[np.ix_(rows, rows)] == TOGETHER).sum(axis=1).tolist()
        first = max(zip(inside, surely, strict=True), key=lambda one: (one[1], links[one[0]]))[0]
        standing = {actor: found.together(first, actor) for actor in inside}
        inside.sort(key=lambda actor: (actor != first, -standing[actor], -links[actor]))
        blocs.append(Bloc(tuple(Place(actor, STANDINGS[standing[actor]]) for actor in inside)))
    blocs.sort(key=lambda bloc: -len(bloc.places))
    return tuple(blocs), tuple(actor for actor in found.actors if actor not in bloc_of)


def _contradicted(case: Case, found: Blocs, drawn: dict[str, int]) -> tuple[Contradiction, ...]:
    """Every tie that contradicts some best division of some world: first those that contradict the one drawn."""
    standings = [found.contradicts(place) for place in range(len(found.ties))]
    places = sorted(
        (place for place, standing in enumerate(standings) if standing is not CANNOT),
        key=lambda place: (not _is_against(found.ties[place], drawn), -standings[place], -found.ties[place].standing),
    )
    return tuple(
        Contradiction(
            link=place,
            standing=STANDINGS[standings[place]],
            drawn=_is_against(found.ties[place], drawn),
            sentence=contradiction_sentence(case.actors, found.ties[place], standings[place], found.most),
        )
        for place in places
    )


def _world(found: Blocs, ties: str, groups: Sequence[engine.balance.Group], stands: list[bool]) -> World:
    return World(
        ties=ties,
        least=sum(group.least for group in groups),
        most=sum(group.most for group in groups),
        groups=tuple(_group(found, group, stands) for group in groups),
    )


def _group(found: Blocs, group: engine.balance.Group, stands: list[bool]) -> Group:
    return Group(
        actors=tuple(found.actors[node] for node in group.nodes),
        least=group.least,
        most=group.most,
        number=group.number,
        listed=tuple(
            _division(found, group.nodes, division.bloc_of, stands) for division in group.listed[:MOST_LISTED]
        ),
    )


def _division(found: Blocs, nodes: Sequence[int], bloc_of: Sequence[int], stands: list[bool]) -> Division:
    place = dict(zip(nodes, bloc_of, strict=True))
    return Division(
        blocs=tuple(
            tuple(found.actors[node] for node in nodes if place[node] == number) for number in range(max(bloc_of) + 1)
        ),
        contradicted=tuple(
            number
            for number, edge in enumerate(found.edges)
            if stands[number] and edge.one in place and (place[edge.one] == place[edge.other]) is edge.against
        ),
    )


def _remarks(found: Blocs) -> tuple[str, ...]:
    remarks = []
    sure, possible = (groups[0].number if groups else None for groups in (found.sure, found.possible))
    if sure is not None and possible is not None:
        remarks.append(
            f"The largest group of actors that ties connect has {count_words(sure, 'best division')} "
            f"with the sure ties alone, and {possible:,} if every possible tie stood."
        )
    if found.exact and not found.relations.exact:
        remarks.append(
            "So many ties are only possible that not every combination of them was tried: who is not surely together "
            "is shown as perhaps together."
        )
    remarks.append("How many blocs there may be is a choice, not a finding.")
    return tuple(remarks)
