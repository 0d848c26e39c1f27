"""The chapter on pledges from a case: the board, its groups, and who promised how much to whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from firmground.case.pledge_states import AT_LAST, states_on
from firmground.dates import NO_STOP
from firmground.phrases import between_words, list_words
from firmground.report.chapters.one_pledge import kept_standing, known_day, tell_pledge
from firmground.report.chapters.pledges_model import Pair, PledgeGroup, Pledges, StateTally
from firmground.report.pledge_words import STATES, sort_states, state_key
from firmground.report.words import count_words, day_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.case import Case
    from firmground.case.undertakings import PledgeState
    from firmground.check import Findings
    from firmground.report.chapters.pledges_model import Promised

    States = frozenset[PledgeState | None]

GROUP_TITLES: dict[tuple[str, ...], str] = {
    ("kept",): "Kept",
    ("broken",): "Broken",
    ("condition-unmet",): "Condition not met",
    ("not-verifiable",): "Not verifiable",
    ("open",): "Open: nothing later was found",
}


def build_pledges(findings: Findings) -> Pledges | None:
    """The chapter, None where the case has no pledge."""
    case = findings.case
    if not case.pledges:
        return None
    pledges = sorted(case.pledges.values(), key=lambda pledge: (*pledge.on.possible, pledge.id))
    end = _last_day(case)
    at_end = [states_on(pledge, end) for pledge in pledges] if end is not None else None
    at_last = [states_on(pledge, AT_LAST) for pledge in pledges]
    told = tuple(tell_pledge(case, pledge, end) for pledge in pledges)
    tally = _tally(at_end, at_last)
    return Pledges(
        first=known_day(case.period.possible.start) if case.period else None,
        last=None if end is None else known_day(end),
        end=day_words(end) if end is not None else "",
        complete=case.all_pledges,
        summary=tuple(_summary(told, tally)),
        besides=tuple(_besides(told, tally, day_words(end) if end is not None else "")),
        pledges=told,
        groups=_groups(at_last),
        tally=tally,
        by=_most_first(pledge.by for pledge in told),
        to=_most_first(pledge.to for pledge in told),
        pairs=_pairs(told),
        limits=tuple(_limits(case, told)),
    )


def _last_day(case: Case) -> int | None:
    if case.period is None or case.period.possible.stop >= NO_STOP:
        return None
    return case.period.possible.stop - 1


def _groups(at_last: list[States]) -> tuple[PledgeGroup, ...]:
    """What is known to have ended well first, then badly, then what is not known; several possible states last."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    kept = {}
    for number, states in enumerate(at_last):
        key = tuple(state_key(state) for state in sort_states(states))
        found[key].append(number)
        kept[key] = kept_standing(states)
    order = [state_key(state) for state in STATES]
    ranked = sorted(found, key=lambda key: (len(key), [order.index(state) for state in key]))
    return tuple(
        PledgeGroup(key, GROUP_TITLES.get(key) or f"{_titles(key)}: which is not known", kept[key], tuple(found[key]))
        for key in ranked
    )


def _titles(key: tuple[str, ...]) -> str:
    return list_words((words for state, words in STATES.items() if state_key(state) in key), "or").capitalize()


def _tally(at_end: list[States] | None, at_last: list[States]) -> tuple[StateTally, ...]:
    found = []
    for state, title in STATES.items():
        last = _in_state(state, at_last)
        end = (None, None) if at_end is None else _in_state(state, at_end)
        if end[1] or last[1]:
            found.append(StateTally(state_key(state), title, end[0], end[1], *last))
    return tuple(found)


def _in_state(state: PledgeState | None, pledges: list[States]) -> tuple[int, int]:
    return sum(states == {state} for states in pledges), sum(state in states for states in pledges)


def _most_first(named: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    counts = Counter(party for parties in named for party in dict.fromkeys(parties or ("",)))
    return tuple(sorted(counts, key=lambda party: (party == "", -counts[party], party)))


def _pairs(told: tuple[Promised, ...]) -> tuple[Pair, ...]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, pledge in enumerate(told):
        for by in dict.fromkeys(pledge.by or ("",)):
            for to in dict.fromkeys(pledge.to or ("",)):
                found[by, to].append(number)
    return tuple(Pair(by, to, tuple(numbers)) for (by, to), numbers in sorted(found.items()))


def _summary(told: tuple[Promised, ...], tally: tuple[StateTally, ...]) -> Iterable[str]:
    givers, takers = ({party for pledge in told for party in getattr(pledge, side)} for side in ("by", "to"))
    named = f"{count_words(len(givers), 'party', 'parties')} to {count_words(len(takers), 'party', 'parties')}"
    yield f"{count_words(len(told), 'pledge')} by {named}."
    yield f"The last that is known of them: {_counts(tally, at_end=False)}."
    yield _who_kept(told)


def _besides(told: tuple[Promised, ...], tally: tuple[StateTally, ...], end: str) -> Iterable[str]:
    if end:
        yield f"On {end}, the last day of the period: {_counts(tally, at_end=True)}."
    conditional = [pledge for pledge in told if pledge.condition]
    if conditional:
        said = Counter(pledge.condition_standing for pledge in conditional)
        words = {"met": "{} was met", "unmet": "{} was not", "unknown": "of {} no source says whether it was"}
        yield (
            f"{count_words(len(conditional), 'pledge has a condition', 'pledges have a condition')}: "
            f"{list_words(words[key].format(said[key]) for key in words if said[key])}."
        )


def _who_kept(told: tuple[Promised, ...]) -> str:
    """From whom anything came at all; a pledge by several counts for each of them."""
    kept = Counter(
        party for pledge in told if pledge.at_last.kept == "must" for party in pledge.by or ("somebody not named",)
    )
    if not kept:
        return "None is known to have been kept."
    several = max(kept.values()) > 1
    named = (f"{party} ({number:,})" if several else party for party, number in kept.most_common())
    return f"What was kept came from {list_words(named)}."


def _counts(tally: tuple[StateTally, ...], *, at_end: bool) -> str:
    parts = []
    for entry in tally:
        least, most = (entry.end_least, entry.end_most) if at_end else (entry.last_least, entry.last_most)
        if most:
            parts.append(f"{between_words(least or 0, most)} {entry.title}")
    return list_words(parts)


def _limits(case: Case, told: tuple[Promised, ...]) -> Iterable[str]:
    yield (
        "A pledge without a later source stays as it was: that says something of the search for sources, "
        "not of the pledge."
    )
    if not case.all_pledges:
        yield "The case is not known to hold every pledge that was made."
    if any(len(pledge.by) > 1 or len(pledge.to) > 1 for pledge in told):
        yield "A pledge by several, or to several, stands under each pair of them and counts once in the sums."
