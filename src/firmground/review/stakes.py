"""What a decision may move: the claims in which the rows concerned are counted, undecided, or named as settling it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.modality import MAY
from firmground.review.proposal import Stake

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.check import ClaimFindings, Findings
    from firmground.measures.units import Units

    Flags = NDArray[np.bool_]


class Stakes:
    """For every claim that counts events: which of them it counts, under its own specification. Of the other
    specifications nothing is said here; a fresh check tells what really moved.
    """

    def __init__(self, findings: Findings | None) -> None:
        self._claims: list[tuple[ClaimFindings, Flags, Flags, Flags]] = []
        for found in findings.claims if findings is not None else ():
            measured = found.headline.measurement
            if measured is None or measured.units is None or not len(measured.units.members):
                continue
            size = len(findings.case.events) if findings is not None else 0
            self._claims.append((found, *_flags(found, measured.units, size)))

    def of(self, events: Iterable[int]) -> tuple[Stake, ...]:
        """The claims that count any of these events, those first that they could settle."""
        rows = np.fromiter(events, dtype=np.int64)
        stakes = [
            Stake(
                claim=found.claim.id,
                says=found.claim.says,
                counted=int(counted[rows].sum()),
                undecided=int(undecided[rows].sum()),
                settling=int(settling[rows].sum()),
            )
            for found, counted, undecided, settling in self._claims
            if counted[rows].any()
        ]
        return tuple(sorted(stakes, key=lambda stake: (-stake.settling, -stake.undecided, -stake.counted)))


def _flags(found: ClaimFindings, units: Units, size: int) -> tuple[Flags, Flags, Flags]:
    """Per event of the case: counted at all, in a unit that is undecided, in a unit named as settling the claim."""
    unit_of = np.repeat(np.arange(len(units)), np.diff(units.first))
    named = np.zeros(len(units), dtype=bool)
    if found.headline.standing is MAY:
        for option in (found.require, found.rule_out):
            for unit in option.units if option is not None else ():
                named[unit] = True
    flags = [np.zeros(size, dtype=bool) for _ in range(3)]
    for flag, of_unit in zip(flags, (np.ones(len(units), dtype=bool), units.undecided, named), strict=True):
        flag[units.members] = of_unit[unit_of]
    return flags[0], flags[1], flags[2]
