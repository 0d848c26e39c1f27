"""Places as a release writes them: "near Raqqa", "southwest of Kobani", "Andar district", "the provinces of A and B".

A name is found by its capital letters and the words around it, not by a list, so that a place that nobody has in a
gazetteer is read as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from firmground.documents.releases.counts import read_number
from firmground.documents.releases.phrases import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.documents.releases.format import ReleaseFormat
    from firmground.documents.releases.phrases import Line

# Words inside a name that may stand without a capital letter, if one with a capital follows.
_PARTICLES = frozenset(
    "al ar as ash at ad adh an az el es ed e ez de du la le wa va bin ibn umm abu tal ayn dayr deir".split()
)
# What a name is of ("the town of Khan Shaykhun"), and what makes a longer name of it ("Mosul Dam", "the Tanf border").
_FEATURES = Lexicon(
    "city cities town towns village villages area areas region outskirts suburb suburbs vicinity settlement "
    "district province governorate centre center".split()
)
_TAILS = frozenset("dam airport airfield refinery border crossing lake mountains mountain valley river base".split())
_NOT_NAMES = frozenset(
    "the a an one two three four five six seven eight nine ten in on near strike strikes airstrike airstrikes "
    "coalition u.s. friday saturday sunday monday tuesday wednesday thursday "
    "january february march april may june july august september october november december afghan iraqi syrian".split()
)
_LONGEST = 6  # words of a name


class PlaceName(NamedTuple):
    """A place from word `start` to word `stop`; `begin` is where the words that lead to it begin.

    `name`: as written. `relation`: "near", "southwest of", "" for a unit. `level`: "province", "" for a place.
    `alone`: a unit that is known by its name, without the word.
    """

    name: str
    begin: int
    start: int
    stop: int
    relation: str = ""
    level: str = ""
    several: bool = False
    alone: bool = False


def find_near(line: Line, form: ReleaseFormat, start: int = 0, stop: int | None = None) -> list[PlaceName]:
    """Every place that stands after a word of relation, in order. A country is no place here."""
    last = len(line) if stop is None else stop
    found = []
    for met in form.relations.all(line, start, last):
        place = _after(line, met.stop, last)
        if place is None:
            continue
        first, end = place
        if form.countries.at(line, first, end) or form.targets.at(line, first):
            continue
        further = _further_name(line, end, last, form)
        stop_at = further or end
        found.append(
            PlaceName(line.said(first, stop_at), met.start, first, stop_at, met.meaning, several=bool(further))
        )
    return found


def _after(line: Line, index: int, last: int) -> tuple[int, int] | None:
    """The name at this word, read over "the", "the city of", "the Syrian town of"."""
    limit = min(last, index + 5)
    for place in range(index, limit):
        feature = _FEATURES.at(line, place, last)
        if feature and feature.stop < last and line.folded[feature.stop] in {"of", "around", "surrounding"}:
            return _name(line, feature.stop + 1 + (line.folded[min(feature.stop + 1, last - 1)] == "the"), last)
        if feature and feature.stop < last and line.plain[feature.stop][0].isupper() and place > index:
            return _name(line, feature.stop, last)
    return _name(line, index + (index < last and line.folded[index] == "the"), last)


def _name(line: Line, index: int, last: int) -> tuple[int, int] | None:
    """A run of words with capital letters; particles count if one with a capital letter follows them."""
    stop = index
    while stop < min(last, index + _LONGEST):
        word = line.plain[stop]
        if _opens_name(line, stop) or (stop > index and word.casefold() in _TAILS):
            stop += 1
        elif word.casefold() in _PARTICLES and stop + 1 < last and _opens_name(line, stop + 1):
            stop += 2
        else:
            break
    return (index, stop) if stop > index else None


def _opens_name(line: Line, index: int) -> bool:
    word = line.plain[index]
    head, dash, rest = word.partition("-")
    if dash and rest[:1].isupper() and head in _PARTICLES:
        return True  # "ez-Zor"
    return (
        word[0].isupper()
        and line.folded[index] not in _NOT_NAMES
        and (not read_number(line, index) and not word.endswith("."))
    )


def _further_name(line: Line, index: int, last: int, form: ReleaseFormat) -> int:
    """Where a second name ends that is joined to the first: "Al Hasakah and Dayr Az Zawr"; 0 if there is none."""
    if index + 1 >= last or line.folded[index] not in {"and", "&"} or form.targets.at(line, index + 1):
        return 0
    found = _name(line, index + 1, last)
    return found[1] if found else 0


def find_units(line: Line, form: ReleaseFormat, start: int = 0, stop: int | None = None) -> list[PlaceName]:
    """Every administrative unit: "Andar district", "the A, B and C provinces", "provinces of A and B", known names."""
    last = len(line) if stop is None else stop
    found: list[PlaceName] = []
    for level in form.levels:
        taken: set[int] = set()
        for met in level.words.all(line, start, last):
            listed = list(_names_before(line, met.start, start)) or list(_names_of(line, met.stop, last))
            for first, end in listed:
                named = level.names.at(line, first, end)
                name = named.meaning if named and named.stop == end else line.said(first, end)
                if not form.countries.at(line, first, end):
                    found.append(PlaceName(name, first, first, end, level=level.name))
                taken |= set(range(first, end))
        for named in level.names.all(line, start, last):
            if named.start not in taken and not _other_level(line, named.stop, form, last):
                name, first, end = named
                found.append(PlaceName(name, first, first, end, level=level.name, alone=True))
    return sorted(found, key=lambda place: place.start)


def _other_level(line: Line, index: int, form: ReleaseFormat, last: int) -> bool:
    """The name is that of a unit of another level, or of a city: "Kandahar district", "Kandahar City"."""
    if index < last and line.folded[index] in {"city", "airfield", "airport"}:
        return True
    return any(level.words.at(line, index, last) for level in form.levels)


def _names_before(line: Line, index: int, start: int) -> Iterator[tuple[int, int]]:
    """The names that end before this word, back through a list of them, in the order of the text."""
    names: list[tuple[int, int]] = []
    stop = index
    while stop > start:
        first = _back_to_name(line, stop, start)
        if first == stop:
            break
        names.append((first, stop))
        # Before "A, B and C provinces" the list goes on; "In Sabari district, Khost province" is no such list.
        joined = first - 1
        if joined <= start or line.folded[joined] not in {",", "and"}:
            break
        stop = joined
        if line.folded[stop] == "and" and line.folded[stop - 1] == ",":
            stop -= 1
    plural = index < len(line) and line.folded[index].endswith("s")
    yield from reversed(names if plural else names[:1])


def _back_to_name(line: Line, stop: int, start: int) -> int:
    first = stop
    while first > max(start, stop - _LONGEST):
        word = line.folded[first - 1]
        if _opens_name(line, first - 1):
            first -= 1
        elif first < stop and word in _PARTICLES and first - 2 >= start and _opens_name(line, first - 2):
            first -= 2
        else:
            break
    return first


def _names_of(line: Line, index: int, last: int) -> Iterator[tuple[int, int]]:
    """The names of "provinces of A, B and C"."""
    if index >= last or line.folded[index] != "of":
        return
    index += 1
    while index < last:
        found = _name(line, index, last)
        if found is None:
            return
        yield found
        index = found[1]
        joined = index
        while index < last and line.folded[index] in {",", "and"}:
            index += 1
        if index == joined:
            return
