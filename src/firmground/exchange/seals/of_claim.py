"""Which entries of a sealed list decide a claim, so that others can check its surest answers without the rest.

An answer MUST needs one entry that surely lies inside the region of the event. An answer CANNOT needs them all, and is
proven by no part of the list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import Condition
from firmground.check import specifications
from firmground.errors import BadRequestError
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.measures import Selector
from firmground.measures.on_list import deciding_entries
from firmground.modality import MAY, MUST
from firmground.read import read_case
from firmground.read.sealed import place_entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.case.claims import OnList, Test
    from firmground.hold import Held
    from firmground.proofs.seals import KeptList


@dataclass(frozen=True, slots=True)
class Deciding:
    """`list`: the id that the list has in the case. `numbers`: of the entries, in order.

    `events`: how many they decide.
    """

    list: str
    numbers: tuple[int, ...]
    events: int


def entries_for_claim(
    kept: KeptList, folder: Path, claim: str, *, progress: Callable[[str], None] | None = None
) -> Deciding:
    """The fewest entries that were found for which all events have the same answer MUST as from the whole list, under
    every combination of choices.

    BadRequestError: the case has no such claim, or the claim does not ask about this list.
    """
    case = read_case(folder, progress=progress)
    if claim not in case.claims:
        raise BadRequestError(f"the case has no claim {claim!r}; it has {', '.join(case.claims)}")
    test = case.claims[claim].test
    asked = [] if test is None else [one for one in test.that.lists() if _is_of(case, one, kept)]
    if test is None or not asked:
        raise BadRequestError(f"the claim {claim} does not ask about this list: it takes on_list in its `that`")
    held = hold_events(locate_events(_with_list(case, asked[0].list, kept)), progress=progress)
    needs, events = _needs(held, test, asked)
    return Deciding(asked[0].list, tuple(sorted(_cover(needs))), events)


def _is_of(case: Case, asked: OnList, kept: KeptList) -> bool:
    return asked.list in case.sealed and case.sealed[asked.list].root == kept.statement["root"]


def _with_list(case: Case, name: str, kept: KeptList) -> Case:
    """The case as its holder of the list has it, wherever the list lies."""
    entries = (kept.entry(number) for number in range(1, len(kept) + 1))
    places = place_entries(entries, case.gazetteer, all_places=not case.withheld.get("places"))
    return replace(case, sealed={**case.sealed, name: replace(case.sealed[name], entries=places)})


def _needs(held: Held, test: Test, asked: list[OnList]) -> tuple[list[frozenset[int]], int]:
    """Sets of entries of each of which one is needed, and how many events they decide."""
    selector, decided = Selector(held), np.zeros(len(held.case.events), dtype=np.bool_)
    regions: dict[tuple[OnList, float], set[int]] = defaultdict(set)
    for specification in specifications(held.case, test):
        counted = selector.counted(test.among, specification) >= MAY
        for one in asked:
            sure = counted & (selector.that(Condition(on_list=one), test.among, specification) == MUST)
            decided |= sure
            regions[one, specification.radius].update(held.located.region_of[sure].tolist())
    needs = {
        frozenset(own)
        for (one, radius), wanted in regions.items()
        for own in deciding_entries(held, one, sorted(wanted), radius)
        if own
    }
    return sorted(needs, key=sorted), int(decided.sum())


def _cover(needs: list[frozenset[int]]) -> set[int]:
    """Entries of which every need has one: always the entry that most of the remaining needs have."""
    chosen: set[int] = set()
    while needs:
        counts = Counter(number for need in needs for number in need)
        best = max(sorted(counts), key=counts.__getitem__)
        chosen.add(best)
        needs = [need for need in needs if best not in need]
    return chosen
