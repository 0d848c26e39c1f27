"""States of pledges in words: one state, several of which one is real, and how many pledges are in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.case.undertakings import PledgeState
from firmground.phrases import list_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

NOT_MADE: Final = "not-made"
# In the order in which they are listed: what is known to have ended well, or badly, before what is not known.
STATES: Final = {
    PledgeState.KEPT: "kept",
    PledgeState.BROKEN: "broken",
    PledgeState.CONDITION_UNMET: "condition not met",
    PledgeState.NOT_VERIFIABLE: "not verifiable",
    PledgeState.OPEN: "open",
    None: "not made yet",
}
# As the end of a sentence about pledges.
PREDICATES: Final = {
    PledgeState.KEPT: "kept",
    PledgeState.BROKEN: "broken",
    PledgeState.CONDITION_UNMET: "waiting for a condition that was not met",
    PledgeState.NOT_VERIFIABLE: "not verifiable",
    PledgeState.OPEN: "open",
}


def sort_states(states: Collection[PledgeState | None]) -> list[PledgeState | None]:
    return [state for state in STATES if state in states]


def state_key(state: PledgeState | None) -> str:
    """A state as data names it."""
    return NOT_MADE if state is None else str(state)


def states_words(states: Collection[PledgeState | None]) -> str:
    """As "kept", "kept or open: which is not known"."""
    words = list_words((STATES[state] for state in sort_states(states)), "or")
    return words if len(states) == 1 else f"{words}: which is not known"


def predicate_words(states: Iterable[PledgeState]) -> str:
    """As "kept", "kept or open"."""
    return list_words((PREDICATES[state] for state in STATES if state in set(states) and state is not None), "or")
