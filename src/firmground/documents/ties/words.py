"""Words that say a tie between whoever stands before them and whoever stands after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.case.actors import TieKind
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.documents.prose import Word


@dataclass(frozen=True, slots=True)
class TieWords:
    """`backwards`: the one after them is tied to the one before ("X, backed by Y"). `first`, `last`: the first and the
    last of their words, counted in the words that were searched.
    """

    kind: TieKind
    span: Span
    first: int
    last: int
    backwards: bool = False


def _forms(kind: TieKind, text: str, *, backwards: bool = False) -> dict[tuple[str, ...], tuple[TieKind, bool]]:
    return {tuple(phrase.split()): (kind, backwards) for phrase in text.split("|")}


_PHRASES: Final = {
    **_forms(
        TieKind.BACKS,
        "backs|back|backing|backed|supports|supporting|supported|support|arms|arming|armed|funds|funding|funded|trains"
        "|training|trained|props up|propping up|gives support to|provides support to|provided support to|in support of"
        "|-backed|-supported|-armed|-trained",
    ),
    **_forms(
        TieKind.BACKS,
        "backed by|supported by|armed by|funded by|trained by|propped up by",
        backwards=True,
    ),
    **_forms(
        TieKind.FIGHTS,
        "fights|fight|fighting|fought|fights against|fighting against|fought against|battles|battling|battled|attacks"
        "|attacking|attacked|bombs|bombing|bombed|is at war with|at war with|clashed with|clashing with|opposes"
        "|opposing|opposed to|opposed",
    ),
    **_forms(TieKind.FIGHTS, "is fought by|attacked by|bombed by|opposed by", backwards=True),
    **_forms(
        TieKind.ALLIED,
        "allied with|allied to|ally of|an ally of|a close ally of|in alliance with|joined forces with|fights alongside"
        "|fight alongside|fighting alongside|fought alongside|sided with|siding with",
    ),
    **_forms(
        TieKind.MEMBER_OF,
        "member of|a member of|members of|part of|belongs to|belong to|belonging to|is part of|joined|affiliated with"
        "|a branch of|branch of|an affiliate of|affiliate of|loyal to|pledged allegiance to",
    ),
}
# "With support from", "the attacks of": these are things and no deeds of whoever stands before them.
_BEFORE_THINGS: Final = frozenset("with a an the its his her their some any such no of for".split())
_AFTER_THINGS: Final = frozenset("from of by for".split())
_THINGS: Final = frozenset("support supports back training attacks fight battles supporting arms".split())
_LONGEST: Final = max(map(len, _PHRASES))
_LINKED: Final = "-‑–"


def find_tie_words(words: Sequence[Word]) -> Iterator[TieWords]:
    """The ties that these words say, in order, the longest phrase where one begins with another."""
    low = [word.text.lower() for word in words]
    at = 0
    while at < len(words):
        found = _phrase_at(words, low, at) or _linked_at(words, low, at)
        if found is None:
            at += 1
            continue
        yield found
        at = found.last + 1


def _phrase_at(words: Sequence[Word], low: Sequence[str], at: int) -> TieWords | None:
    for length in range(min(_LONGEST, len(low) - at), 0, -1):
        told = _PHRASES.get(tuple(low[at : at + length]))
        if told is not None and not (length == 1 and _is_thing(low, at)):
            span = Span(words[at].start, words[at + length - 1].stop)
            return TieWords(told[0], span, at, at + length - 1, told[1])
    return None


def _is_thing(low: Sequence[str], at: int) -> bool:
    before, after = low[at - 1] if at else "", low[at + 1] if at + 1 < len(low) else ""
    return low[at] in _THINGS and (before in _BEFORE_THINGS or after in _AFTER_THINGS)


def _linked_at(words: Sequence[Word], low: Sequence[str], at: int) -> TieWords | None:
    """“Turkish-backed”: the tie hangs on the name."""
    for hyphen in _LINKED:
        head, cut, tail = low[at].rpartition(hyphen)
        told = _PHRASES.get(("-" + tail,)) if cut and head else None
        if told is not None:
            return TieWords(told[0], Span(words[at].start + len(head) + 1, words[at].stop), at, at, told[1])
    return None
