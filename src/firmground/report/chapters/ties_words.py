"""How ties, what contradicts a division, and how few there can be are said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.actors import TieKind
from firmground.dates import Days
from firmground.modality import CANNOT, MAY, MUST
from firmground.report.words import count_words, days_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.case.actors import Actors, Tie
    from firmground.case.signed_ties import SignedTie
    from firmground.dates import When
    from firmground.measures.blocs import Blocs
    from firmground.modality import Modality

VERBS = {
    TieKind.MEMBER_OF: "is part of",
    TieKind.BACKS: "backs",
    TieKind.ALLIED: "is allied with",
    TieKind.FIGHTS: "fights",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number_word(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def tie_words(actors: Actors, tie: Tie) -> str:
    """One tie as it was written: "Russia backs Government of Syria"."""
    return f"{actors.name(tie.actor)} {VERBS[tie.kind]} {actors.name(tie.to)}"


def link_words(actors: Actors, link: SignedTie) -> str:
    """Everything of one sign between two actors as one sentence without a full stop."""
    one, other = actors.name(link.one), actors.name(link.other)
    kinds: dict[TieKind, set[str]] = {}
    for tie, _ in link.ties:
        kinds.setdefault(tie.kind, set()).add(tie.actor)
    if set(kinds) == {TieKind.FIGHTS}:
        return f"{one} fights {other}" if len(kinds[TieKind.FIGHTS]) == 1 else f"{one} and {other} fight each other"
    if link.oneway or set(kinds) == {TieKind.ALLIED}:
        return f"{one} {' and '.join(VERBS[kind] for kind in kinds)} {other}"
    return " and ".join(dict.fromkeys(tie_words(actors, tie) for tie, _ in link.ties))


def known_words(period: When) -> str:
    """From when to when a tie stands, as far as that is known."""
    sure, possible = period.certain, period.possible
    if possible == Days():
        if sure == Days():
            return "at all times"
        return f"known for {days_words(sure)}, perhaps at other times too" if not sure.empty else "day not known"
    if sure.empty:
        return f"some time within {days_words(possible)}"
    if sure == possible:
        return _span_words(possible)
    return f"{_span_words(sure)}, perhaps {_span_words(possible)}"


def _span_words(days: Days) -> str:
    if days.start == Days().start:
        return f"up to {days_words(Days(days.stop - 1, days.stop))}"
    if days.stop == Days().stop:
        return f"since {days_words(Days(days.start, days.start + 1))}"
    return f"{days_words(days)} only" if days.stop - days.start == 1 else f"from {days_words(days)}"


def split_sentence(found: Blocs) -> str:
    """How few ties contradict the best division, with the sure ties and with every possible one."""
    bounds, blocs = found.contradictions, f"{number_word(found.most)} bloc{'' if found.most == 1 else 's'}"
    low, high = int(bounds.low), int(bounds.high)
    sure = any(tie.standing is MUST for tie in found.ties)
    at_least = (
        f"However the actors are divided into {blocs}, "
        f"at least {count_words(low, 'tie contradicts', 'ties contradict')} the division"
    )
    if not found.exact:
        return f"{at_least}; the best leaves at most {high:,}. The ties are too entangled for an exact number."
    if low == high == 0:
        return f"Every tie fits a division into {blocs}."
    if low == high:
        return f"{at_least}."
    most = "every tie that is only possible stood too" if sure else "every possible tie stood"
    if low == 0:
        opening = f"The sure ties fit a division into {blocs}" if sure else "No tie is sure to stand"
        return f"{opening}; if {most}, at least {count_words(high, 'tie')} would contradict any division into {blocs}."
    return f"{at_least}; if {most}, at least {high:,}."


def contradiction_sentence(actors: Actors, link: SignedTie, standing: Modality, blocs: int) -> str:
    """What contradicts a division, and in how many of the best."""
    words = link_words(actors, link)
    words += " (possible, not sure)" if link.standing is MAY else ""
    where = "stand in one bloc" if link.against else "stand in different blocs"
    if blocs == 1:
        where = "stand in one bloc, there being no other"
    which = "every best division" if standing is MUST else "some best divisions"
    return f"{words}: in {which} the two {where}."


def circle_sentence(actors: Actors, links: Sequence[SignedTie], circle: Sequence[int], blocs: int) -> str:
    """Why a circle of ties contradicts itself, in one sentence."""
    inside = list(dict.fromkeys(end for place in circle for end in (links[place].one, links[place].other)))
    names = [actors.name(one) for one in inside]
    if len(circle) == 3 and all(links[place].against for place in circle):
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        return f"{listed} are all foes of each other: in {number_word(blocs)} blocs two of them must stand together."
    one = f"one of these {number_word(len(circle))} ties" if len(circle) > 1 else "this tie"
    return f"Any division into {number_word(blocs)} bloc{'' if blocs == 1 else 's'} contradicts at least {one}."


def change_words(actors: Actors, tie: Tie, before: Modality, after: Modality) -> str:
    """What a day changes about a tie; "" for nothing."""
    words = tie_words(actors, tie)
    said = {
        (CANNOT, MUST): "begins",
        (CANNOT, MAY): "may stand from this day",
        (MAY, MUST): "sure on this day",
        (MUST, MAY): "no longer sure",
        (MAY, CANNOT): "no longer possible",
        (MUST, CANNOT): "has ended",
    }.get((before, after), "")
    return said and f"{words}: {said}"
