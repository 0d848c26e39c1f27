"""Were two events the work of different actors? Nobody may have had a part in both, itself or as a member.

An event that says nothing of its actor may be anybody's: MAY. A member of a coalition and the coalition are not
different. Memberships are read on the days of the two events.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.actors import SOMEBODY
from firmground.case.events import parse_parties
from firmground.modality import CANNOT, MAY, MUST, Modality, any_of, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.case.actors import Actors
    from firmground.case.case import Case

    Ints = NDArray[np.int64]
    Answers = NDArray[np.int8]


class Attributions:
    """The actors of all events of a case, by the different texts that name them."""

    def __init__(self, case: Case) -> None:
        self._actors = case.actors
        self._breaks = case.break_days()
        known: dict[str, int] = {}
        self.code = np.array([known.setdefault(text, len(known)) for text in case.events.by], dtype=np.int64)
        self._texts = list(known)
        self._first = np.searchsorted(self._breaks, case.events.start, side="right").astype(np.int64)
        last = np.maximum(case.events.stop - 1, case.events.start)
        self._last = np.searchsorted(self._breaks, last, side="right").astype(np.int64)
        self._known: dict[tuple[int, int, int, int], Modality] = {}

    def differ(self, first: Ints, second: Ints) -> Answers:
        """For every pair of events whether nobody had a part in both."""
        begin = np.minimum(self._first[first], self._first[second])
        end = np.maximum(self._last[first], self._last[second])
        keys = np.column_stack([self.code[first], self.code[second], begin, end])
        if not len(keys):
            return np.zeros(0, dtype=np.int8)
        distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
        answers = np.array([self._answer(*(int(part) for part in row)) for row in distinct], dtype=np.int8)
        return answers[inverse.reshape(-1)]

    def may_differ(self, code: int) -> NDArray[np.bool_]:
        """For every text whether, on some day of the case, its actors may be others than those of this text."""
        last = len(self._breaks)
        return np.array([self._answer(code, other, 0, last) is not CANNOT for other in range(len(self._texts))])

    def _answer(self, one: int, other: int, begin: int, end: int) -> Modality:
        key = (min(one, other), max(one, other), begin, end)
        if key not in self._known:
            readings = [parse_parties(self._texts[code]) for code in key[:2]]
            days = [self._breaks[epoch - 1] if epoch else 1 for epoch in range(begin, end + 1)]
            self._known[key] = one_of(~_shared(a, b, day, self._actors) for a, b in product(*readings) for day in days)
        return self._known[key]


def _shared(a: Iterable[str], b: Iterable[str], day: int, actors: Actors) -> Modality:
    return any_of(_same(one, other, day, actors) for one, other in product(a, b))


def _same(one: str, other: str, day: int, actors: Actors) -> Modality:
    """MUST for an actor and itself or its part; MAY for two coalitions with a member in common."""
    if SOMEBODY in (one, other):
        return MAY
    if one == other:
        return MUST
    part = actors.belongs(one, other, day) | actors.belongs(other, one, day)
    members = actors.members_on(one, day), actors.members_on(other, day)
    in_both = any_of(members[0][name] & members[1][name] for name in members[0].keys() & members[1].keys())
    return part | (in_both & MAY)
