"""Which actor the words around a name mean: the noun that an adjective goes with, and names that are longer.

"Syrian" alone is no party: "the Syrian army" may stand for the state, "Syrian opposition fighters" are others. Nor is
"ISIS" in "a unit called the ISIS Hunters".
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.documents.actors import ActorWords
    from firmground.documents.prose import Sentence, Word

_LONGEST: Final = 4  # words of a noun phrase behind its adjective
# Where a noun phrase ends.
_ENDS: Final = frozenset(
    "a an the this that these those who which whose of in on at to for from by with without into against near over "
    "under and or but as after before while when since is are was were be been has have had do does did will would "
    "can could may might must shall should not no never also still now long often openly strongly its his their".split()
)
_OF_A_STATE: Final = frozenset(
    "government governments regime state army military forces force troops soldiers navy fleet air jet jets plane "
    "planes warplane warplanes aircraft bombers fighter-jets helicopters drones tanks artillery missiles ships police "
    "ministry minister president presidency leader leadership official officials authorities command commander "
    "commanders officers advisers advisors pilots intelligence security guard guards marines administration parliament "
    "strike strikes airstrikes raids bombing bombers shelling side unit units".split()
)
_OF_OTHERS: Final = frozenset(
    "opposition opponents critics rebel rebels insurgent insurgents insurgency militant militants militia militias "
    "faction factions jihadist jihadists islamist islamists extremists terrorists separatists dissidents defectors "
    "deserters exiles refugees civilians people protesters activists journalists kurds kurdish turkmen turkomans "
    "tribes tribesmen democratic free uprising revolution volunteers mercenaries".split()
)
_NAMING: Final = frozenset("called named dubbed nicknamed codenamed christened titled entitled calling".split())
_REACH: Final = 8  # words of a name
# Capitals that stand behind a name without being part of it.
_NOT_NAMES: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december president prime foreign defence defense minister secretary general".split()
)
# What a phrase such as "US-backed rebels" may not reach across.
_BEHIND_LINKED: Final = frozenset(
    "in on at to for by with without into against near over under between around after before while when where".split()
)


def party_behind(sentence: Sentence, actors: Sequence[ActorWords], at: int) -> ActorWords | None:
    """The actor that is meant where the one at `at` is named: of "Syrian opposition" the opposition. None if none."""
    while actors[at].adjective and at + 1 < len(actors) and _goes_with(sentence, actors[at], actors[at + 1]):
        at += 1
    return actors[at] if is_party(sentence, actors[at], sentence.span.stop) else None


def _goes_with(sentence: Sentence, adjective: ActorWords, following: ActorWords) -> bool:
    phrase = _phrase(sentence, adjective.span.stop, sentence.span.stop)
    return any(word.start == following.span.start for word in phrase)


def is_party(sentence: Sentence, actor: ActorWords, stop: int) -> bool:
    """The name, up to `stop`, stands for the actor: it is no part of a longer name, and its noun, if it is an
    adjective, may stand for its state.
    """
    if _is_within_name(sentence, actor, stop):
        return False
    if not actor.adjective:
        return True
    nouns = {word.text.lower() for word in _phrase(sentence, actor.span.stop, stop)}
    if not nouns.isdisjoint(_OF_OTHERS):
        return False
    # "The US" is a name as well: nothing has to follow.
    return not nouns or actor.span.of(sentence.text).isupper() or not nouns.isdisjoint(_OF_A_STATE)


def _phrase(sentence: Sentence, start: int, stop: int) -> Iterator[Word]:
    """The words behind an adjective that its noun phrase may have."""
    first = _first_behind(sentence, start)
    return takewhile(
        lambda word: word.start < stop and word.text[0].isalnum() and word.text.lower() not in _ENDS,
        sentence.words[first : first + _LONGEST],
    )


def _first_behind(sentence: Sentence, place: int) -> int:
    """The number of the first word that begins there or later."""
    return bisect_left(sentence.words, place, key=lambda word: word.start)


def _is_within_name(sentence: Sentence, actor: ActorWords, stop: int) -> bool:
    """As in "the ISIS Hunters", "called Death to ISIS"."""
    behind = _first_behind(sentence, actor.span.stop)
    longer = (
        word.text[0].isupper() and word.text.lower() not in _NOT_NAMES | _ENDS
        for word in sentence.words[behind : behind + 1]
        if word.start < stop
    )
    if not actor.adjective and any(longer):
        return True
    first = _first_behind(sentence, actor.span.start)
    before = [word.text for word in sentence.words[max(0, first - _REACH) : first]]
    naming = max((at for at, word in enumerate(before) if _names(before, at, word.lower())), default=-1)
    between = [word for word in before[naming + 1 :] if word.lower() not in {"the", "a", "“", '"', "‘", "'"}]
    return naming >= 0 and bool(between) and between[0][0].isupper() and all(_is_of_name(word) for word in between)


def _names(words: Sequence[str], at: int, low: str) -> bool:
    return low in _NAMING or (low == "as" and at > 0 and words[at - 1].lower() == "known")


def _is_of_name(word: str) -> bool:
    """No "U.S.-backed" either."""
    small = word[0].islower() or word.rpartition("-")[2][:1].islower()
    return not small or word in {"of", "to", "for", "the", "in", "and", "against"}


def reaches_behind(between: Sequence[Word]) -> bool:
    """The words between "-backed" and a name keep to one noun phrase."""
    low = [word.text.lower() for word in between]
    return _BEHIND_LINKED.isdisjoint(low) and not any(word.endswith("ed") and word not in _PLAIN_ED for word in low)


_PLAIN_ED: Final = frozenset("armed united allied combined mixed".split())
