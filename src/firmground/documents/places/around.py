"""The words around a name that make a region of it: "45 km south of", "the town of", "northern", "province".

They are read outwards from the name, word by word, as long as each is one that is known here. English only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from firmground.documents.places import regions
from firmground.documents.places.distances import read_distance
from firmground.documents.places.tokens import adjoining, bare, stem, without_prefix
from firmground.documents.places.vocabulary import (
    CENTRAL,
    PARTS,
    SETTLEMENT,
    SETTLEMENTS,
    UNIT_LEVELS,
    UNIT_PLURALS,
    WINDS,
)
from firmground.places import Area, Disc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from firmground.documents.places.tokens import Token
    from firmground.places import Where

    Shape = Callable[[Where], Where]

_NEAR: Final = frozenset(
    {"near", "around", "outside", "surrounding", "nearby", "около", "возле", "близ", "قرب", "окрестностях"}
)
_NEAR_IN_RUSSIAN: Final = "раионе"  # "в районе": in the area of; the district itself stands in other cases
_NEAR_TO: Final = frozenset({"close", "next", "adjacent"})
_AREA: Final = frozenset({"area", "areas", "vicinity", "region", "surroundings", "environs"})
_OUTSKIRTS: Final = frozenset({"outskirts", "suburb", "suburbs"})
_COUNTRYSIDE: Final = frozenset({"countryside", "hinterland", "rif"})
_PARTS_OF: Final = frozenset({"part", "parts", "half", "side", "sections", "sectors"})
_FACILITIES: Final = frozenset({"airport", "airbase", "airfield", "airstrip"})
_FACILITY_WORDS: Final = frozenset({"military", "international", "air"})
_BORDERS: Final = frozenset({"border", "frontier"})
ROADS: Final = frozenset({"road", "highway", "motorway", "route", "axis", "railway", "line", "corridor"})
# By the word itself and by what is left of it without the ending of a case.
_KINDS: Final = {
    form: level
    for word, level in (*UNIT_LEVELS.items(), *((word, SETTLEMENT) for word in SETTLEMENTS))
    for form in (word, stem(word))
    if form
}
_MOST_WORDS: Final = 14


@dataclass
class Around:
    """What the words around a name say. `first`, `last`: the tokens that it reaches over, the name among them.

    `level`: of the unit that is meant, `SETTLEMENT` for a town or village, "" if no word says it. `shapes`: what
    becomes of the region, from the name outwards. `near`: a distance or nearness is said of it, so a spot is meant and
    no unit. `plural`: "provinces", so others in the list are provinces too.
    """

    first: int
    last: int
    level: str = ""
    near: bool = False
    plural: bool = False
    shapes: list[Shape] = field(default_factory=list)

    def shape(self, where: Where) -> Where:
        for one in self.shapes:
            where = one(where)
        return where


def read_around(text: str, tokens: Sequence[Token], first: int, last: int, name: str) -> Around:
    """The words before and after the tokens of a name."""
    found = Around(first, last)
    words = _Words(text, tokens, found, name)
    if last + 1 < len(tokens) and adjoining(text, tokens[last], tokens[last + 1]):
        _read_after(words, last + 1)
    place, least = first - 1, max(-1, first - 1 - _MOST_WORDS)
    while place > least and adjoining(text, tokens[place], tokens[place + 1]):
        step = next((taken for read in _BEFORE if (taken := read(words, place))), None)
        if step is None or step.ends:
            break
        place = step.place
    return found


@dataclass
class _Words:
    """The words of a paragraph, and what has been found of those around one name."""

    text: str
    tokens: Sequence[Token]
    found: Around
    name: str

    def fold(self, place: int) -> str:
        return self.tokens[place].fold if 0 <= place < len(self.tokens) else ""

    def take(self, first: int, shape: Shape | None = None) -> None:
        """What was found reaches back to a token now."""
        self.found.first = first
        if shape:
            self.found.shapes.append(shape)


class _Step(NamedTuple):
    """Words were understood: reading goes on at `place`, unless nothing more can stand before them."""

    place: int
    ends: bool = False


def _read_after(words: _Words, place: int) -> None:
    found, word, following = words.found, words.fold(place), words.fold(place + 1)
    if word == "sub" and following == "district":
        found.last, found.level = place + 1, "3"
    elif level := UNIT_LEVELS.get(word) or UNIT_PLURALS.get(word):
        found.last, found.level, found.plural = place, level, word in UNIT_PLURALS
    elif word in _COUNTRYSIDE:
        found.last = place
        found.shapes.append(_countryside)
    elif word in _OUTSKIRTS:
        found.last, found.level = place, SETTLEMENT
        found.shapes.append(_outskirts)
    elif word in SETTLEMENTS:
        found.last, found.level = place, SETTLEMENT
    elif word in _AREA:
        found.last = place
        found.shapes.append(regions.near if word != "region" else _near_if_a_spot)
    elif word in _FACILITIES or (word in _FACILITY_WORDS and following in _FACILITIES | {"base"}):
        found.last, found.level = place + (word in _FACILITY_WORDS), SETTLEMENT
        found.shapes.append(regions.near)
    elif word in _BORDERS:
        found.last = place
        found.shapes.append(partial(regions.border, name=words.name))


def _the(words: _Words, place: int) -> _Step | None:
    return _Step(place - 1) if words.fold(place) == "the" else None


def _part_of_it(words: _Words, place: int) -> _Step | None:
    """Reads "northern", "south-western", "central"; not in "the northern town of", which says where the town lies."""
    wind = _wind(words, place)
    if words.fold(place) in CENTRAL:
        words.take(place, partial(_part, bearing=None))
        return _Step(place - 1)
    if wind is None or (words.found.level == SETTLEMENT and not words.found.shapes):
        return None
    words.take(wind.first, partial(_part, bearing=wind.bearing))
    return _Step(wind.first - 1)


def _kind_of_place(words: _Words, place: int) -> _Step | None:
    """Reads "the town of", "provinces of", "the outskirts of", "the area of"."""
    word = words.fold(place - 1)
    if words.fold(place) != "of":
        return None
    if level := UNIT_LEVELS.get(word) or UNIT_PLURALS.get(word):
        words.found.level, words.found.plural = level, word in UNIT_PLURALS
        words.take(place - 1)
    elif word in _OUTSKIRTS:
        words.found.level = SETTLEMENT
        words.take(place - 1, _outskirts)
    elif word in SETTLEMENTS:
        words.found.level = SETTLEMENT
        words.take(place - 1)
    elif word in _COUNTRYSIDE:
        words.take(place - 1, _countryside)
    elif word in _AREA or word == "outside":
        words.found.near = word != "region"
        words.take(place - 1, regions.near if words.found.near else _near_if_a_spot)
        return _Step(place - 2, ends=words.found.near)
    else:
        return None
    return _Step(place - 2)


def _kind_before_it(words: _Words, place: int) -> _Step | None:
    """Reads "city" and "province" right before the name, as Arabic, Hebrew and Russian have it, with their endings."""
    fold = words.fold(place)
    if words.found.level or not fold or fold == _NEAR_IN_RUSSIAN:
        return None
    for form in (fold, bare(fold), *without_prefix(fold), stem(fold)):
        if level := _KINDS.get(form):
            words.found.level = level
            words.take(place)
            return _Step(place - 1)
    return None


def _side_of_it(words: _Words, place: int) -> _Step | None:
    """Reads "the northern part of", "north of", "45 km to the south of", "within 20 km of"."""
    if words.fold(place) != "of":
        return None
    if words.fold(place - 1) in _PARTS_OF and (wind := _wind(words, place - 2)):
        words.take(wind.first, partial(_part, bearing=wind.bearing))
        return _Step(wind.first - 1)
    if (wind := _wind(words, place - 1)) and words.fold(place - 1) in WINDS:
        words.found.near = True
        words.take(wind.first, partial(regions.side, bearing=wind.bearing))
        before = _skip(words, wind.first - 1, ("the", "to"))
        if away := read_distance(words.text, words.tokens, before):
            words.found.shapes.pop()
            words.take(
                away.first, partial(regions.away, km=away.km, rounding_km=away.rounding_km, bearing=wind.bearing)
            )
        return _Step(0, ends=True)
    return _so_far_from(words, place, place - 1)


def _near_it(words: _Words, place: int) -> _Step | None:
    """Reads "near", "close to", "outside", "20 km outside"."""
    word = words.fold(place)
    if word in _NEAR or word == _NEAR_IN_RUSSIAN:
        if step := _so_far_from(words, place, place - 1):
            return step
        first = place
    elif word == "to" and words.fold(place - 1) in _NEAR_TO:
        first = place - 1
    else:
        return None
    words.found.near = True
    words.take(first, regions.near)
    return _Step(0, ends=True)


def _from_it(words: _Words, place: int) -> _Step | None:
    """Reads "45 km from", "45 km away from"."""
    if words.fold(place) != "from":
        return None
    return _so_far_from(words, place, place - 2 if words.fold(place - 1) == "away" else place - 1)


def _border_with_it(words: _Words, place: int) -> _Step | None:
    if words.fold(place) != "with" or words.fold(place - 1) not in _BORDERS:
        return None
    words.take(place - 1, partial(regions.border, name=words.name))
    return _Step(0, ends=True)


_BEFORE: Final = (_the, _part_of_it, _kind_of_place, _kind_before_it, _side_of_it, _near_it, _from_it, _border_with_it)


def _so_far_from(words: _Words, place: int, before: int) -> _Step | None:
    """A distance that ends at a token, on no side."""
    away = read_distance(words.text, words.tokens, before) if before < place else None
    if away is None:
        return None
    words.found.near = True
    words.take(away.first, partial(regions.away, km=away.km, rounding_km=away.rounding_km, bearing=None))
    return _Step(0, ends=True)


class _Wind(NamedTuple):
    first: int
    bearing: float


def _wind(words: _Words, place: int) -> _Wind | None:
    """The wind that ends at a token, written in one word or in two."""
    word, before = words.fold(place), words.fold(place - 1)
    if before in {"north", "south"} and before + word in PARTS:
        return _Wind(place - 1, PARTS[before + word])
    return _Wind(place, PARTS[word]) if word in PARTS else None


def _skip(words: _Words, place: int, left_out: tuple[str, ...]) -> int:
    """The token before these words, which may stand there in this order from right to left."""
    for word in left_out:
        if words.fold(place) == word:
            place -= 1
    return place


def _outskirts(where: Where) -> Where:
    return regions.near(where, km=0.0, beyond_km=regions.OUTSKIRTS_KM)


def _countryside(where: Where) -> Where:
    """A unit has its own countryside; a town's is about it."""
    return where if isinstance(where, Area) else regions.near(where, regions.COUNTRYSIDE_KM)


def _near_if_a_spot(where: Where) -> Where:
    """A region such as "the Donetsk region" is the unit where there is one."""
    return where if isinstance(where, Area) else regions.near(where)


def _part(where: Where, bearing: float | None) -> Where:
    """A part of a unit; of a town, of what is about it."""
    wide = isinstance(where, Area) or (isinstance(where, Disc) and where.radius_km >= regions.NEAR_KM)
    return regions.part(where if wide else regions.near(where), bearing)
