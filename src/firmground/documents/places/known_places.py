"""What a name may mean: the entries of all gazetteers behind one look-up, exact before folded before consonants.

A likeness of spelling is looked for only where nothing else fits, and is never more than a suggestion.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from firmground.case.folding import fold_words
from firmground.case.spelling import GENERIC, LEAST_CONSONANTS, NameIndex, consonants
from firmground.documents.places.from_ucdp import core_text
from firmground.documents.places.governments import CAPITALS
from firmground.documents.places.index import NameKeys, core_of, level_of, without_articles
from firmground.documents.places.merging import key_of, unit_keys
from firmground.documents.places.nouns import Match, Nearby, PlaceMatch
from firmground.documents.places.tokens import apart, bare, read_tokens, stem, without_prefix
from firmground.documents.places.vocabulary import PHRASES
from firmground.places import Area, distance_km
from firmground.spans import fold_print

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from firmground.case.spelling import Match as Spelled
    from firmground.documents.places.nouns import Entry

# Of names that share their consonants, or resemble each other, the likeliest; of the same name every one is kept.
MOST_UNLIKE: Final = 12
_JOINED: Final = re.compile(r"\bal(?=[^\W_]{3})", re.IGNORECASE)
_REMEMBERED: Final = 4096
_LONGER: Final = PHRASES | {fold_words(word) for word in GENERIC}
_ORDER: Final = list(Match)


class KnownPlaces:
    """Entries by number, and the ways to find them. `names`: theirs, and from the number `len(entries)` on capitals."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        count = len(self.entries)
        named = ((number, (entry.name, *entry.names)) for number, entry in enumerate(self.entries))
        capitals = ((count + place, (name,)) for place, name in enumerate(CAPITALS))
        self.names = NameKeys((*named, *capitals))
        self._own_keys: dict[int, set[str]] = {}
        self._matched: dict[tuple[str, tuple[int, ...]], list[tuple[int, PlaceMatch]]] = {}

    @cached_property
    def _spellings(self) -> NameIndex[int]:
        return NameIndex(
            {number: map(core_text, (entry.name, *entry.names)) for number, entry in enumerate(self.entries)}
        )

    def units_of(self, number: int) -> frozenset[str]:
        """The keys of the units that an entry lies in."""
        return unit_keys(self.entries[number].unit)

    def matches(self, name: str, numbers: tuple[int, ...]) -> list[tuple[int, PlaceMatch]]:
        """These entries as candidates for a name that is theirs when folded; the same name before another one."""
        found = self._matched.get((name, numbers))
        if found is None:
            found = self._judged(name, numbers)
            if len(self._matched) >= _REMEMBERED:
                self._matched.clear()
            self._matched[name, numbers] = found
        return found

    def _judged(self, name: str, numbers: tuple[int, ...]) -> list[tuple[int, PlaceMatch]]:
        written, level = _print(name), level_of([token.fold for token in read_tokens(name)])
        fits = {number: _fit(name, written, self.entries[number]) for number in numbers}
        akin = {other for number, (_, doubt) in fits.items() if not doubt for other in self._namesakes.get(number, ())}
        # What bears the name of a place that it holds, or lies in, may be meant however it is spelled.
        fits.update((number, (fits[number][0] if number in fits else Match.SKELETON, "")) for number in sorted(akin))
        found = [(number, self._match(number, fit, doubt)) for number, (fit, doubt) in fits.items()]
        if level:
            found = [(number, _of_level(match, level, name)) for number, match in found]
        # "Idlib province" is the unit before it is the town, and is never taken for a unit of another level.
        found.sort(key=lambda one: (bool(level) and one[1].level != level, _ORDER.index(one[1].match)))
        return found

    @cached_property
    def _namesakes(self) -> dict[int, tuple[int, ...]]:
        """Units and what they hold, where both have the same consonants: a town, and the district named after it."""
        units: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            if entry.level:
                units.setdefault(key_of(entry.name), []).append(number)
        found: dict[int, dict[int, None]] = {}
        for number in range(len(self.entries)):
            above = [unit for key in self.units_of(number) for unit in units.get(key, ()) if unit != number]
            own = self._core(number) if above else ""
            for unit in above:
                if (
                    own
                    and own == self._core(unit)
                    and (len(own) >= LEAST_CONSONANTS or self._heard_alike(number, unit))
                ):
                    found.setdefault(number, {})[unit] = None
                    found.setdefault(unit, {})[number] = None
        return {number: tuple(others) for number, others in found.items()}

    def _heard_alike(self, one: int, other: int) -> bool:
        return key_of(self.entries[one].name) == key_of(self.entries[other].name)

    def _core(self, number: int) -> str:
        """The consonants of an entry's name, "" of a phrase or a facility: Homs airport is no namesake of Homs."""
        core = core_of([token.fold for token in read_tokens(self.entries[number].name)])
        return "" if not _LONGER.isdisjoint(core) else consonants(core_text(self.entries[number].name))

    def by_consonants(self, name: str) -> list[tuple[int, PlaceMatch]]:
        """What has the same consonants, the likeliest first. Where they are few it is only a suggestion."""
        matches: list[Spelled[int]] = []
        for core in _variants(core_text(name)):
            matches = matches or self._spellings.same_consonants(core)
        matches.sort(key=lambda match: -match.likeness)
        few = len(consonants(core_text(name))) < LEAST_CONSONANTS
        fit = Match.SPELLING if few else Match.SKELETON
        said = f"only the consonants are the same{', and few' if few else ''}: “{name}” for "
        cut = f"; the likeliest {MOST_UNLIKE} of {len(matches)} such names" if len(matches) > MOST_UNLIKE else ""
        return [
            (one.known, self._match(one.known, fit, f"{said}“{one.matched}”{cut}")) for one in matches[:MOST_UNLIKE]
        ]

    def by_spelling(self, name: str) -> list[tuple[int, PlaceMatch]]:
        """What is spelled alike: suggestions. Compares with every name that is known."""
        return [
            (match.known, self._match(match.known, Match.SPELLING, f"only a similar spelling: {match.matched}"))
            for match in self._spellings.similar(core_text(name))[:MOST_UNLIKE]
        ]

    def known_of(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Those that are places of the gazetteer and not only capitals of somewhere."""
        return tuple(number for number in numbers if number < len(self.entries))

    def look_up(self, name: str, *, spelling: bool = True) -> list[tuple[int, PlaceMatch]]:
        """What a name alone may mean, by the closest way that finds anything."""
        found = self.matches(name, self.known_of(self.names.numbers(name))) or self.by_consonants(name)
        if spelling and all(match.match is Match.SPELLING for _, match in found):
            seen = {number for number, _ in found}
            found += [one for one in self.by_spelling(name) if one[0] not in seen]
        return found

    def _match(self, number: int, match: Match, doubt: str = "") -> PlaceMatch:
        entry = self.entries[number]
        return PlaceMatch(
            entry.id, entry.name, entry.where, match, entry.gazetteer, entry.unit, why=entry.why, doubt=doubt,
            level=entry.level, country=entry.country,
        )  # fmt: skip

    def nearby(self, units: Mapping[int, str], spots: tuple[int, ...]) -> Nearby:
        """What units that a sentence names say of other names in it. `units`: by number, as each is written there."""
        keys: dict[str, str] = {}
        areas: list[tuple[str, Area]] = []
        for number, written in units.items():
            entry = self.entries[number]
            if number not in self._own_keys:
                self._own_keys[number] = {key for name in (entry.name, *entry.names) if (key := key_of(name))}
            keys.update(dict.fromkeys(self._own_keys[number], written))
            if isinstance(entry.where, Area):
                areas.append((written, entry.where))
        return Nearby(keys, tuple(areas), spots)

    def apart(self, one: int, other: int) -> float | None:
        """Km between the middles of two entries, None where one has none."""
        a, b = self.entries[one].centre, self.entries[other].centre
        return None if a is None or b is None else _km(a, b)


@lru_cache(maxsize=1 << 16)
def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    return distance_km(*one, *other)


def _variants(core: str) -> Iterator[str]:
    """The name, then with the article that stands joined to a word taken off, then without a t for ta marbuta."""
    yield core
    apart = _JOINED.sub("al-", core)
    yield apart
    if apart.endswith("t"):
        yield apart[:-1]


def _of_level(match: PlaceMatch, level: str, name: str) -> PlaceMatch:
    if match.level == level or match.doubt:
        return match
    return replace(match, doubt=f"“{name}” is of another kind than {match.name}")


def _fit(name: str, written: str, entry: Entry) -> tuple[Match, str]:
    """How a name fits one of the entry's, and what is doubtful of that: one that is only heard alike may be another."""
    if written == _print(entry.name):
        return Match.EXACT, ""
    if any(written == _print(other) for other in entry.names):
        return Match.ALIAS, ""
    own = _letters_in_text(name)
    if any(own & _letters(other) for other in (entry.name, *entry.names)):
        return Match.FOLDED, ""
    return Match.SKELETON, f"written otherwise than in the gazetteer: “{name}” for “{entry.name}”"


@lru_cache(maxsize=1 << 12)
def _letters(name: str) -> frozenset[str]:
    """The letters of a name without articles and what kind of place it is; in Cyrillic also without a case's ending."""
    words = without_articles(core_of([token.fold for token in read_tokens(name)]))
    return frozenset(_spelled([bare(apart(fold) if place else fold) for place, fold in enumerate(words)]))


@lru_cache(maxsize=1 << 12)
def _letters_in_text(name: str) -> frozenset[str]:
    """The same, and without "and", "in", "to", where a script writes them together with the name."""
    words = without_articles(core_of([token.fold for token in read_tokens(name)]))
    rest = [bare(fold) for fold in words[1:]]
    heads = without_prefix(words[0]) if words else ()
    return _letters(name).union(*(_spelled([bare(head), *rest]) for head in heads))


def _spelled(words: list[str]) -> set[str]:
    letters = "".join(words)
    # Of ta marbuta at the end the h is written or not.
    found = {letters[:-1] if letters.endswith(("ah", "eh")) else letters} - {""}
    if found and (root := stem(words[-1])):
        found.add("".join((*words[:-1], root)))
    return found


def _print(name: str) -> str:
    return fold_print(unicodedata.normalize("NFC", name))[0].strip().casefold()
