"""What is said of a claim about pledges: how many, or which part of them, were in a state on a day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.case.claims import MeasureKind
from firmground.case.pledge_states import states_within
from firmground.case.questions import Pledged
from firmground.measures.pledged import asked_days, counted_pledges
from firmground.measures.units import NO, OUT, YES
from firmground.report.pledge_words import predicate_words, states_words
from firmground.report.words import count_words, date_words, party_words

if TYPE_CHECKING:
    from firmground.bounds import Bounds
    from firmground.case.case import Case
    from firmground.case.claims import Test
    from firmground.case.undertakings import Pledge, Stage
    from firmground.check import ClaimFindings, Findings

_AS_IT_WAS = (
    "A pledge without a later source stays as it was: that says something of the search for sources, not of the pledge."
)
_SHARE_OF_KNOWN = "The share is of the pledges that the case holds; it is not known to hold every one that was made."
_COALITION = "Who is meant is read for the day on which each pledge was made, for that is when it was given."


def that(case: Case, test: Test) -> str:  # noqa: ARG001 - one signature for every kind of question
    asked = _asked(test)
    return f"{predicate_words(asked.states)} {_when(asked)}"


def sentence(findings: Findings, found: ClaimFindings, amount: str) -> str:
    case, asked, measured = findings.case, _asked(found.test), found.headline.measurement
    if measured is None or measured.units is None or measured.bounds is None:
        return f"They hold {amount}."
    given = _given(case, found)
    if found.test.measure is MeasureKind.PLEDGES:
        return _count_sentence(measured.bounds, amount, given, that(case, found.test))
    must, may, _, perhaps = measured.units.tally()
    spread = f"between {must:,} and {must + may:,}" if may else f"{must:,}"
    of = f" that were {predicate_words(asked.of)}" if asked.of else ""
    pledges = count_words(len(measured.units), "pledge")
    body = f"Of the {pledges}{given}{of}, {spread} {'was' if spread == '1' else 'were'} {that(case, found.test)}"
    body += f" ({perhaps:,} of them perhaps not to be counted)" if perhaps else ""
    if found.test.out_of is not None:
        return f"{body}; of the whole of {found.test.out_of:,}, of which the rest is not known, that is {amount}."
    return f"{body}: {amount}."


def _count_sentence(bounds: Bounds, amount: str, given: str, state: str) -> str:
    if not math.isinf(float(bounds.high)):
        return f"They hold {amount}{given} {state}."
    least = count_words(int(bounds.low), "pledge")
    some = f"at least {least}" if bounds.low else "no pledge"
    opening = f"They hold {some}{given} {state}{'' if bounds.low else ' for sure'}"
    return f"{opening}; the case is not known to hold every pledge, so there may be more."


def remarks(findings: Findings, found: ClaimFindings) -> list[str]:
    asked = _asked(found.test)
    said = [_AS_IT_WAS]
    if found.test.measure is MeasureKind.PLEDGES_SHARE and found.test.out_of is None and not findings.case.all_pledges:
        said.append(_SHARE_OF_KNOWN)
    if asked.by or asked.to:
        said.append(_COALITION)
    return said


class PledgeWords:
    """What is known of each pledge that a claim can count, and where that stands."""

    def __init__(self, case: Case, found: ClaimFindings) -> None:
        self._case, self._asked = case, _asked(found.test)
        definition = case.definitions.get(found.headline.specification.definition)
        self._counted = counted_pledges(case, self._asked, definition)

    def why(self, unit: int) -> str:
        """The states that it may have been in on the day asked for, and whether it is sure that it is meant."""
        pledge, bits = self._counted[unit]
        states = states_within(pledge, asked_days(self._asked))
        words = states_words(states)
        if bits & OUT and bits & (YES | NO) and None not in states and not self._asked.of:
            words += "; it is not sure that those are meant who gave it or to whom it was given"
        return words

    def _told(self, unit: int) -> list[Pledge | Stage]:
        pledge, _ = self._counted[unit]
        return [pledge, *pledge.stages]

    def sources(self, unit: int) -> tuple[str, ...]:
        """Ids of its sources and of those of its stages."""
        return tuple(dict.fromkeys(one.source for one in self._told(unit) if one.source))

    def urls(self, unit: int) -> tuple[str, ...]:
        """The addresses of the same, as the case writes them or as the source has them."""
        known = self._case.sources
        addresses = (one.url or (known[one.source].url if one.source in known else "") for one in self._told(unit))
        return tuple(dict.fromkeys(address for address in addresses if address))


def _given(case: Case, found: ClaimFindings) -> str:
    asked, specification = _asked(found.test), found.headline.specification
    by = f" by {party_words(case, asked.by, specification)}" if asked.by else ""
    to = f" to {party_words(case, asked.to, specification)}" if asked.to else ""
    return f"{by}{to}"


def _when(asked: Pledged) -> str:
    if asked.on is None:
        return "by the last that is known of them"
    if not asked.on.known:
        return "at the end of a day that is not known"
    some = "" if asked.on.exact else "some day of "
    return f"at the end of {some}{date_words(asked.on)}"


def _asked(test: Test) -> Pledged:
    if not isinstance(test.about, Pledged):
        raise TypeError("no question about pledges")
    return test.about
