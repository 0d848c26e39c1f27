"""What speaks against a name in a text being that place: a word that is only capitalised, a part of a longer name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.documents.places.around import ROADS
from firmground.documents.places.governments import PLACE_AFTER, PLACE_BEFORE
from firmground.documents.places.tokens import adjoining
from firmground.documents.places.vocabulary import ARTICLES, CENTRAL, COMMON, EDGES, FUNCTION, PARTS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from firmground.documents.places.around import Around
    from firmground.documents.places.index import Hit
    from firmground.documents.places.tokens import Token

_PREPOSITIONS: Final = PLACE_BEFORE | {
    "of", "from", "to", "between", "and", "or", "via", "over", "beyond", "past", "off", "with", "the", "for", "by",
    "on",
}  # fmt: skip
# Capitalised words beside a name that make no longer name of it.
_PLAIN: Final = (
    PARTS.keys() | CENTRAL | EDGES | ARTICLES | _PREPOSITIONS | PLACE_AFTER | ROADS | {"syrian", "iraqi", "see"}
)
_DATELINE: Final = 60


def is_function_word(hit: Hit, tokens: Sequence[Token], starts: Collection[int]) -> bool:
    """A little word at the head of a sentence, which is a place somewhere in the world and is not one here."""
    return hit.first == hit.last and hit.first in starts and tokens[hit.first].fold in FUNCTION


def doubt_of_word(
    text: str, tokens: Sequence[Token], hit: Hit, around: Around, starts: Collection[int], taken: Collection[int]
) -> str:
    """Why the words may be no name of a place, "" if nothing says so. `taken`: the tokens of other names of places."""
    written = text[tokens[hit.first].start : tokens[hit.last].stop]
    said_so = around.first < hit.first or around.last > hit.last or _before(tokens, hit) in PLACE_BEFORE
    word = tokens[hit.last].fold
    if longer := _longer(text, tokens, hit, around, starts, taken):
        return f"it stands in a longer name: “{longer}”"
    if hit.first == hit.last and word in COMMON and (not said_so or (word in FUNCTION and hit.first in starts)):
        return f"“{written}” may be only a word or a person's name"
    return ""


def is_dateline(text: str, tokens: Sequence[Token], hit: Hit, begins: int) -> bool:
    """It stands at the head of a paragraph, in capitals or before "(Agency) -", and says where this was written."""
    if hit.first != 0 or tokens[0].start - begins > 2:
        return False
    name = text[tokens[hit.first].start : tokens[hit.last].stop]
    line = text[tokens[hit.last].stop : tokens[hit.last].stop + _DATELINE].split("\n", maxsplit=1)[0]
    dash = min((at for mark in (" —", " –", " -", "—") if (at := line.find(mark)) >= 0), default=-1)
    if dash < 0:
        return False
    between = line[:dash]
    return (name.isupper() and not name.islower()) or between.startswith((" (", ","))


def _before(tokens: Sequence[Token], hit: Hit) -> str:
    place = hit.first - 1
    if place >= 0 and tokens[place].fold == "the":
        place -= 1
    return tokens[place].fold if place >= 0 else ""


def _longer(
    text: str, tokens: Sequence[Token], hit: Hit, around: Around, starts: Collection[int], taken: Collection[int]
) -> str:
    """A capitalised name that it is only a part of, "" if it stands alone."""
    first, last = around.first, around.last
    begin, end = first, last
    if first == hit.first and first > 0 and _is_name(text, tokens, first - 1, first, taken):
        begin = first - 1 if first - 1 not in starts else first
    if last == hit.last and last + 1 < len(tokens) and last + 1 not in starts:
        end = last + 1 if _is_name(text, tokens, last + 1, last, taken) else last
    if (begin, end) == (first, last):
        return ""
    words = text[tokens[begin].start : tokens[end].stop]
    return "" if words.isupper() else words


def _is_name(text: str, tokens: Sequence[Token], place: int, beside: int, taken: Collection[int]) -> bool:
    """A capitalised Latin or Cyrillic word beside another, which is no known place and says nothing of its kind."""
    token = tokens[place]
    first, second = sorted((place, beside))
    gap = text[tokens[first].stop : tokens[second].start]
    cased = token.capital and text[token.start].lower() != text[token.start]
    joined = gap in {" ", "-", "\u00a0"} and adjoining(text, tokens[first], tokens[second])
    return cased and joined and place not in taken and token.fold not in _PLAIN
