"""Must, may, cannot: the three answers that firmground gives to every question.

A thing that is known imprecisely is the set of things it may be. A statement about it is MUST if it is true
of every possibility, CANNOT if it is true of none, and MAY otherwise. The arithmetic is Kleene's strong
three-valued logic (Kleene, Introduction to Metamathematics, 1952, section 64): it never claims more than its
parts allow. It forgets that two parts may depend on each other, and then errs towards MAY.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Modality(IntEnum):
    """How a statement stands to a set of possibilities. Ordered: CANNOT < MAY < MUST.

    The values 0, 1, 2 are stored as they are in arrays, where `&` is the minimum, `|` the maximum and `~`
    two minus the value.
    """

    CANNOT = 0
    MAY = 1
    MUST = 2

    def __and__(self, other: int) -> Modality:
        return Modality(min(int(self), int(other)))

    def __or__(self, other: int) -> Modality:
        return Modality(max(int(self), int(other)))

    def __invert__(self) -> Modality:
        return Modality(2 - int(self))

    __rand__ = __and__
    __ror__ = __or__

    def __bool__(self) -> bool:
        # "if modality:" would read MAY as yes: ask for `is MUST` or `is not CANNOT` instead.
        raise TypeError("a Modality is not a yes or no: compare it with MUST, MAY or CANNOT")

    def __str__(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, *, every: bool, some: bool) -> Modality:
        """MUST if true of every possibility, MAY if only of some, CANNOT if of none."""
        if every:
            return cls.MUST
        return cls.MAY if some else cls.CANNOT


MUST = Modality.MUST
MAY = Modality.MAY
CANNOT = Modality.CANNOT


def all_of(parts: Iterable[Modality]) -> Modality:
    """The weakest of the parts; MUST of none at all."""
    return min(parts, default=MUST)


def any_of(parts: Iterable[Modality]) -> Modality:
    """The strongest of the parts; CANNOT of none at all."""
    return max(parts, default=CANNOT)


def one_of(possible: Iterable[Modality]) -> Modality:
    """The answer when exactly one of several possibilities is real and nobody knows which.

    MUST only if all say MUST, CANNOT only if all say CANNOT. Of no possibility at all nothing is known: MAY.
    """
    answers = set(possible)
    return answers.pop() if len(answers) == 1 else MAY
