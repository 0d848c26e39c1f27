"""The words around a name that make a region of it: "45 km south of", "the town of", "northern", "province".

They are read outwards from the name, word by word, as long as each is one that is known here. English only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from firmground.documents.places import regions
from firmground.documents.places.tokens import adjoining
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

_NEAR: Final = frozenset({"near", "around", "outside", "surrounding", "nearby"})
_NEAR_TO: Final = frozenset({"close", "next", "adjacent"})
_AREA_OF: Final = frozenset(
    {"area", "areas", "vicinity", "region", "surroundings", "environs", "outside", "neighborhood"}
)
_OUTSKIRTS: Final = frozenset({"outskirts", "suburb", "suburbs", "edge", "edges", "gates"})
_COUNTRYSIDE: Final = frozenset({"countryside", "hinterland", "rif"})
_PARTS_OF: Final = frozenset({"part", "parts", "half", "side", "sections", "sectors"})
_FACILITIES: Final = frozenset({"airport", "airbase", "airfield", "airstrip"})
_FACILITY_WORDS: Final = frozenset({"military", "international", "air"})
_BORDERS: Final = frozenset({"border", "frontier"})
ROADS: Final = frozenset({"road", "highway", "motorway", "route", "axis", "railway", "line", "corridor"})
_UNITS_OF_LENGTH: Final = {
    **dict.fromkeys(("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"), 1.0),
    **dict.fromkeys(("mile", "miles", "mi"), 1.609344),
    **dict.fromkeys(("m", "meters", "metres", "meter", "metre"), 0.001),
}  # fmt: skip
_NUMBERS: Final = {
    **dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)),
    "a": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12,
}  # fmt: skip
_ABOUT: Final = frozenset({"about", "around", "some", "approximately", "roughly", "nearly", "almost", "over"})
_FARTHEST_KM: Final = 2000.0
_MOST_WORDS: Final = 14


@dataclass
class Around:
    """What the words around a name say. `first`, `last`: the tokens that it reaches over, the name's among them.

    `level`: of the unit that is meant, `SETTLEMENT` for a town or village, "" if no word says it. `shapes`: what becomes
    of the region, from the name outwards. `near`: a distance or nearness is said of it, so a spot is meant and no unit. `plural`: "provinces", so others in the list are provinces too.
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
    _read_after(text, tokens, found, name)
    _read_before(text, tokens, found, name)
    return found


def _read_after(text: str, tokens: Sequence[Token], found: Around, name: str) -> None:
    place = found.last + 1
    if place >= len(tokens) or not adjoining(text, tokens[place - 1], tokens[place]):
        return
    word = tokens[place].fold
    following = tokens[place + 1].fold if place + 1 < len(tokens) else ""
    if word == "sub" and following == "district":
        found.last, found.level = place + 1, "3"
    elif word in UNIT_LEVELS or word in UNIT_PLURALS:
        found.last, found.level = place, UNIT_LEVELS.get(word) or UNIT_PLURALS[word]
        found.plural = word in UNIT_PLURALS
    elif word in _COUNTRYSIDE:
        found.last = place
        found.shapes.append(partial(_countryside))
    elif word in _OUTSKIRTS and word not in {"edge", "edges"}:
        found.last, found.level = place, SETTLEMENT
        found.shapes.append(partial(regions.near, km=0.0, beyond_km=regions.OUTSKIRTS_KM))
    elif word in SETTLEMENTS:
        found.last, found.level = place, SETTLEMENT
    elif word in {"area", "region", "vicinity", "surroundings"}:
        found.last = place
        found.shapes.append(regions.near if word != "region" else _near_if_a_spot)
    elif word in _FACILITIES or (word in _FACILITY_WORDS and following in {*_FACILITIES, "base", "airport"}):
        found.last, found.level = place + (word in _FACILITY_WORDS), SETTLEMENT
        found.shapes.append(regions.near)
    elif word in _BORDERS:
        found.last = place
        found.shapes.append(partial(regions.border, name=name))


def _read_before(text: str, tokens: Sequence[Token], found: Around, name: str) -> None:
    place = found.first - 1
    least = max(-1, place - _MOST_WORDS)
    while place > least and adjoining(text, tokens[place], tokens[place + 1]):
        word = tokens[place].fold
        before = tokens[place - 1].fold if place > 0 else ""
        if word == "the":
            place -= 1
        elif (wind := _wind(tokens, place)) and wind[0] in PARTS:
            if found.level == SETTLEMENT and not found.shapes:
                return  # "the northern town of": where the town lies, not a part of it
            found.first = place - (wind[1] - 1)
            found.shapes.append(partial(_part, bearing=PARTS[wind[0]]))
            place = found.first - 1
        elif word in CENTRAL:
            found.first = place
            found.shapes.append(partial(_part, bearing=None))
            place -= 1
        elif word == "of" and (taken := _before_of(text, tokens, place, found)):
            found.first = place = taken[0]
            place -= 1
            if taken[1]:
                return
        elif word in _NEAR:
            found.first, found.near = place, True
            found.shapes.append(_distance(text, tokens, place - 1, found, None) or regions.near)
            return
        elif word == "to" and before in _NEAR_TO:
            found.first, found.near = place - 1, True
            found.shapes.append(regions.near)
            return
        elif word == "from":
            if shape := _distance(text, tokens, place - 1 - (before == "away"), found, None):
                found.near = True
                found.shapes.append(shape)
            return
        elif word == "with" and before in _BORDERS:
            found.first = place - 1
            found.shapes.append(partial(regions.border, name=name))
            return
        else:
            return


def _before_of(text: str, tokens: Sequence[Token], place: int, found: Around) -> tuple[int, bool] | None:
    """What "of" at a place belongs to: the token where it begins, and whether nothing more can stand before it."""
    if place < 1 or not adjoining(text, tokens[place - 1], tokens[place]):
        return None
    word = tokens[place - 1].fold
    if word in UNIT_LEVELS or word in UNIT_PLURALS:
        found.level = UNIT_LEVELS.get(word) or UNIT_PLURALS[word]
        found.plural = word in UNIT_PLURALS
        return place - 1, False
    if word in _OUTSKIRTS:
        found.level = SETTLEMENT
        found.shapes.append(partial(regions.near, km=0.0, beyond_km=regions.OUTSKIRTS_KM))
        return place - 1, False
    if word in SETTLEMENTS:
        found.level = SETTLEMENT
        return place - 1, False
    if word in _COUNTRYSIDE:
        found.shapes.append(_countryside)
        return place - 1, False
    if word in _AREA_OF:
        found.near = word != "region"
        found.shapes.append(regions.near if found.near else _near_if_a_spot)
        return place - 1, found.near
    if word in _PARTS_OF:
        wind = _wind(tokens, place - 2) if place > 1 else None
        if wind and wind[0] in PARTS:
            found.shapes.append(partial(_part, bearing=PARTS[wind[0]]))
            return place - 1 - wind[1], False
        return None
    wind = _wind(tokens, place - 1)
    if wind and wind[0] in WINDS:
        found.near = True
        first = place - wind[1]
        found.first = first
        shape = _distance(text, tokens, _skip(tokens, first - 1, ("the", "to")), found, WINDS[wind[0]])
        found.shapes.append(shape or partial(regions.side, bearing=WINDS[wind[0]]))
        return found.first, True
    return None


def _wind(tokens: Sequence[Token], place: int) -> tuple[str, int] | None:
    """The wind that ends at a token, written in one word or in two, and in how many."""
    word = tokens[place].fold
    before = tokens[place - 1].fold if place > 0 else ""
    if before in {"north", "south"} and word[:4] in {"east", "west"} and before + word in PARTS:
        return before + word, 2
    return (word, 1) if word in PARTS else None


def _skip(tokens: Sequence[Token], place: int, words: tuple[str, ...]) -> int:
    """The token before these words, which may stand there in this order from right to left."""
    for word in words:
        if place >= 0 and tokens[place].fold == word:
            place -= 1
    return place


def _distance(
    text: str, tokens: Sequence[Token], place: int, found: Around, bearing: float | None
) -> Shape | None:  # fmt: skip
    """The distance that ends at a token, "45 km", "about 20-25 miles"; it moves the beginning of what was found."""
    # "10km": a figure and its unit in one word.
    word = tokens[place].fold if place >= 0 else ""
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    if digits and digits != word and word[len(digits) :] in _UNITS_OF_LENGTH and digits.isdigit():
        number, first, unit = _figure(text, tokens, place, digits), place, _UNITS_OF_LENGTH[word[len(digits) :]]
    elif word in _UNITS_OF_LENGTH and place > 0:
        first, unit = place - 1, _UNITS_OF_LENGTH[word]
        number = _figure(text, tokens, first, tokens[first].fold)
    else:
        return None
    if number is None or not 0 < number[0] * unit <= _FARTHEST_KM:
        return None
    value, taken, least = number
    first -= taken
    about = first > 0 and tokens[first - 1].fold in _ABOUT
    found.first = first - about
    km = value * unit
    slack = max(regions.rounding(value, about=about) * unit, (value - least) * unit if least else 0.0)
    return partial(regions.away, km=km, rounding_km=slack, bearing=bearing)


def _figure(text: str, tokens: Sequence[Token], place: int, word: str) -> tuple[float, int, float] | None:
    """The number at a token, of how many tokens before it that one is made, and the least of a range, 0 for none."""
    if word in _NUMBERS:
        return float(_NUMBERS[word]), 0, 0.0
    if not (word.isascii() and word.isdigit() and len(word) < 6):
        return None
    before = tokens[place - 1] if place > 0 else None
    gap = text[before.stop : tokens[place].start] if before else ""
    if before and before.fold.isascii() and before.fold.isdigit() and len(before.fold) < 6:
        if gap in {".", ","}:
            value = float(f"{before.fold}.{word}") if gap == "." or len(word) < 3 else float(before.fold + word)
            return value, 1, 0.0
        if gap.strip(" ") in {"-", "–", "—"}:
            return float(word), 1, float(before.fold)
    return float(word), 0, 0.0


def _countryside(where: Where) -> Where:
    """A unit has its own countryside; a town's is about it."""
    return where if isinstance(where, Area) else regions.near(where, regions.COUNTRYSIDE_KM)


def _near_if_a_spot(where: Where) -> Where:
    """ "The Donetsk region" is the unit where there is one."""
    return where if isinstance(where, Area) else regions.near(where)


def _part(where: Where, bearing: float | None) -> Where:
    """A part of a unit; of a town, of what is about it."""
    wide = isinstance(where, Area) or (isinstance(where, Disc) and where.radius_km >= regions.NEAR_KM)
    return regions.part(where if wide else regions.near(where), bearing)
