"""Where a text names something that is hidden: by any of its names, in any script, however it is spelt and inflected.

Two texts that fold to the same letters (`case.folding`) are the same name. A name is found with or without its gaps
("Kafr Zita", "Kafrzita"), in Arabic behind the particles that are written as one with the next word, in Cyrillic with
another ending, in Latin with a plural or a possessive; in addresses of pages, percent signs decoded. It errs towards
finding too much: what is found is held back. A name that the case does not list in this spelling is not found.
"""

# ruff: noqa: RUF001 - letters of several alphabets, some of which look alike, are the subject here

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from firmground.case.folding import fold_text, squeeze
from firmground.case.spelling import ARTICLES, GENERIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# Letters of a name, from which on it is looked for in texts by its letters alone. Shorter ones ("US", "IS") are words
# of their own in many languages: they are looked for as they are written.
LEAST_LETTERS: Final = 4
# Particles of Arabic that are written as one with the next word: and, then, with, to, as, will; and with the article.
_PARTICLES: Final = tuple(
    sorted({a + b for a in ("", "و", "ف") for b in ("", "ب", "ل", "ك", "س", "ال", "بال", "لل", "كال")} - {""}, key=len)
)
_LATIN_ENDINGS: Final = ("s", "es", "is", "i", "in")
_ARTICLE: Final = "ال"
_DIGITS: Final = re.compile(r"[\d\W_]+")


class Mentions:
    """Names to look for, each put down to somebody; `find` says to whom a text may refer."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """`names`: for whatever is hidden, by any key, its names. A name without letters is not looked for."""
        self._exact: dict[str, set[str]] = {}
        self._stems: dict[str, set[str]] = {}
        self._short: dict[str, set[str]] = {}
        self._cores: dict[str, None] = {}  # of each name some letters that stand in every text that names it
        for key, own in names.items():
            for name in own:
                self._add(key, name)
        self._longest = max((len(name) for name in (*self._exact, *self._stems)), default=0) + 8
        self._likely = _any_of(list(self._cores))
        self._short_words = _any_of(list(self._short), whole=True)

    def __bool__(self) -> bool:
        return bool(self._exact or self._short)

    def find(self, text: str) -> set[str]:
        """The keys of everything that the text may name; empty for most texts."""
        if not self or not text:
            return set()
        plain = unquote(text) if "%" in text else text
        found: set[str] = set()
        if self._short_words is not None:
            for match in self._short_words.finditer(plain):
                found |= self._short[match[0]]
        if self._likely is not None:
            folded = fold_text(plain)
            if self._likely.search(squeeze(folded)):
                found |= self._find(folded.split(" "))
        return found

    def find_in(self, value: Any) -> set[str]:
        """The same for every text in a value of JSON, keys of mappings among them."""
        found: set[str] = set()
        for text in texts_in(value):
            found |= self.find(text)
        return found

    def find_each(self, texts: Sequence[Any]) -> dict[int, set[str]]:
        """The same as `find_in` for each value of a column, by its place: only those that name something.

        Plain texts of ASCII, of which a table may have hundreds of thousands, are looked through as one.
        """
        if not self:
            return {}
        plain = [number for number, text in enumerate(texts) if isinstance(text, str) and _is_plain(text)]
        likely = set(range(len(texts))).difference(plain)
        joined = "\n".join(texts[number] for number in plain)
        squeezed = joined.lower().translate(_SQUEEZED)
        likely.update(plain[line] for line in _places_of(squeezed, list(self._cores)))
        if self._short_words is not None:
            ends = _ends(joined)
            likely.update(plain[bisect_right(ends, one.start())] for one in self._short_words.finditer(joined))
        return {number: found for number in sorted(likely) if (found := self.find_in(texts[number]))}

    def _add(self, key: str, name: str) -> None:
        words = fold_text(name).split()
        joined = "".join(words)
        if not _DIGITS.sub("", joined):
            return
        if len(joined) < LEAST_LETTERS:
            self._short.setdefault(name.strip(), set()).add(key)
            return
        telling = [word for word in words if word not in ARTICLES]
        bare = [word.removeprefix(_ARTICLE) if len(word) > len(_ARTICLE) + 2 else word for word in telling]
        for spelling in (words, telling, bare):
            whole = "".join(spelling)
            # What is left of a name without its article may be a word of the language ("the town").
            if len(whole) >= LEAST_LETTERS and (whole == joined or whole not in GENERIC):
                self._exact.setdefault(whole, set()).add(key)
                self._cores[max(map(_stem, spelling), key=len)] = None
                stem = "".join(map(_stem, spelling))
                if stem != whole and len(stem) >= LEAST_LETTERS:
                    self._stems.setdefault(stem, set()).add(key)

    def _find(self, words: list[str]) -> set[str]:
        found: set[str] = set()
        for first in range(len(words)):
            joined = stems = ""
            for word in words[first:]:
                joined += word
                stems += _stem(word)
                if len(stems) > self._longest:
                    break
                for spelling in _spellings(joined):
                    found |= self._exact.get(spelling, set())
                if stems in self._stems:
                    found |= self._stems[stems]
        return found


def _is_plain(text: str) -> bool:
    return text.isascii() and "%" not in text and "\n" not in text


# What `fold_text` and `squeeze` leave of lower-case ASCII, with the ends of lines.
_SQUEEZED: Final = {code: None for code in range(128) if not (chr(code).isalnum() or chr(code) == "\n")}


def _ends(joined: str) -> list[int]:
    """Where each line ends."""
    return [found.start() for found in re.finditer("\n", joined)]


def _places_of(squeezed: str, cores: list[str]) -> set[int]:
    """The lines in which any of these stands."""
    ends: list[int] = []
    found: set[int] = set()
    for core in cores:
        place = squeezed.find(core) if core.isascii() else -1
        while place >= 0:
            ends = ends or _ends(squeezed) or [len(squeezed)]
            line = bisect_right(ends, place)
            found.add(line)
            # What else stands in that line adds nothing.
            place = squeezed.find(core, ends[line]) if line < len(ends) else -1
    return found


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value of JSON, with the keys of its mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, own in value.items():
            yield str(key)
            yield from texts_in(own)
    elif isinstance(value, list | tuple):
        for own in value:
            yield from texts_in(own)


def _spellings(word: str) -> Iterator[str]:
    """The word, and without what its language may have joined to it."""
    yield word
    if word.isascii():
        for ending in _LATIN_ENDINGS:
            if word.endswith(ending):
                yield word[: -len(ending)]
        return
    for particle in _PARTICLES:
        if word.startswith(particle):
            yield word[len(particle) :]
            if particle.endswith("لل"):
                yield _ARTICLE + word[len(particle) :]  # li + al- is written ll


def _stem(word: str) -> str:
    """A word of Cyrillic without its ending; any other as it is."""
    if not word or not "а" <= word[-1] <= "я" or len(word) < LEAST_LETTERS:
        return word
    for ending in _CYRILLIC_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_LETTERS - 1:
            return word[: -len(ending)]
    return word


# Endings of Russian and Ukrainian nouns and adjectives, folded as `fold_text` does, the longest first.
_ENDINGS_FOLDED: Final = """
    ами ями ого его ому ему ыми ими ием ов ев ам ям ах ях ом ем ои еи ую юю ая яя ое ее ые ие ым им ых их ии ыи ью ия ию
    а я о е и ы у ю ь
"""
_CYRILLIC_ENDINGS: Final = tuple(sorted(_ENDINGS_FOLDED.split(), key=len, reverse=True))


def _any_of(words: list[str], *, whole: bool = False) -> re.Pattern[str] | None:
    if not words:
        return None
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if whole else either)
