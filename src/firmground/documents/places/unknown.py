"""Names that no gazetteer has and that the words say are places: "the town of Qasr al-Fulan", "near Tell Fulan",
"northern Fulania".

Only where the words are sure, since every capitalised word could be called a place. Found so, a person sees that the
gazetteer has a gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.documents.places.index import Hit
from firmground.documents.places.tokens import adjoining
from firmground.documents.places.vocabulary import ARTICLES, FUNCTION, PARTS, SETTLEMENTS, UNIT_LEVELS, WINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.documents.places.tokens import Token

_BEFORE_OF: Final = SETTLEMENTS | UNIT_LEVELS.keys() | WINDS.keys() | {"outskirts", "suburb", "countryside", "vicinity"}
_AFTER: Final = UNIT_LEVELS.keys() | {"countryside"}
_SIDES: Final = frozenset(f"{wind}ern" for wind in WINDS)
_LONGEST: Final = 4


def find_unknown(text: str, tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """Names after "near" and "the town of", before "province", that touch none of the hits; without numbers."""
    taken = bytearray(len(tokens))
    for hit in hits:
        taken[hit.first : hit.last + 1] = b"\x01" * (hit.last + 1 - hit.first)
    found: list[Hit] = []
    for first in _beginnings(text, tokens):
        if taken[first] or (last := _end(text, tokens, first, taken)) is None:
            continue
        if last + 1 < len(tokens) and taken[last + 1] and adjoining(text, tokens[last], tokens[last + 1]):
            continue
        taken[first : last + 1] = b"\x01" * (last + 1 - first)
        found.append(Hit(first, last, ()))
    return found


def _beginnings(text: str, tokens: Sequence[Token]) -> Iterator[int]:
    for place, token in enumerate(tokens):
        fold = token.fold
        if fold == "near" or (fold == "of" and place > 0 and tokens[place - 1].fold in _BEFORE_OF):
            follows = place + 1 if place + 1 >= len(tokens) or tokens[place + 1].fold != "the" else place + 2
            if follows < len(tokens) and adjoining(text, tokens[follows - 1], tokens[follows]):
                yield follows
        elif fold in _SIDES and not token.capital:
            if place + 1 < len(tokens) and adjoining(text, token, tokens[place + 1]):
                yield place + 1
        elif fold in _AFTER and place > 0 and (first := _begin(text, tokens, place - 1)) is not None:
            yield first


def _begin(text: str, tokens: Sequence[Token], place: int) -> int | None:
    """The first capitalised word of those that end at a token."""
    first = None
    for back in range(_LONGEST):
        here = place - back
        if here < 0 or not _is_name(text, tokens[here]) or not adjoining(text, tokens[here], tokens[here + 1]):
            break
        first = here
    return first


def _end(text: str, tokens: Sequence[Token], first: int, taken: bytearray) -> int | None:
    """The last word of a name that begins at a token: capitalised words, with articles between them."""
    last = None
    for place in range(first, min(first + _LONGEST, len(tokens))):
        if taken[place] or (place > first and not adjoining(text, tokens[place - 1], tokens[place])):
            break
        if _is_name(text, tokens[place]):
            last = place
        elif tokens[place].fold not in ARTICLES:
            break
    return last


def _is_name(text: str, token: Token) -> bool:
    letter = text[token.start]
    cased = letter.isupper() and letter.lower() != letter
    return cased and token.fold not in FUNCTION and token.fold not in PARTS and token.fold not in UNIT_LEVELS
