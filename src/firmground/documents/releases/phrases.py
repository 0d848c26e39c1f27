"""Words of a sentence ready to be compared, and lists of phrases that are looked up at a word.

A format of releases is made of lists of words and never of regular expressions: a list that somebody brings cannot run
away, and a person can read it. A phrase written without capital letters is met in any case ("near", "Near"); a word
with a capital letter in it is met only as it is written, so that "IS" is no verb.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from firmground.documents.prose import Sentence
from firmground.spans import Span, fold_print

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.documents.prose import Word


@dataclass(frozen=True)
class Line:
    """A sentence: its words as written (`plain`, in one typography) and without case (`folded`)."""

    text: str
    span: Span
    words: tuple[Word, ...]

    @classmethod
    def of(cls, text: str, span: Span) -> Line:
        words = Sentence(text, span).words
        # A zero-width mark between two words is none itself.
        return cls(text, span, words if text.isascii() else tuple(word for word in words if fold_print(word.text)[0]))

    @cached_property
    def plain(self) -> tuple[str, ...]:
        return tuple(word.text if word.text.isascii() else fold_print(word.text)[0] for word in self.words)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        return tuple(word.casefold() for word in self.plain)

    def __len__(self) -> int:
        return len(self.words)

    def span_of(self, start: int, stop: int) -> Span:
        """The characters from word `start` to word `stop`, excluded."""
        return Span(self.words[start].start, self.words[stop - 1].stop)

    def said(self, start: int, stop: int) -> str:
        """These words as they are written, on one line."""
        return " ".join(self.span_of(start, stop).of(self.text).split()) if start < stop else ""


class Met(NamedTuple):
    """A phrase of a list: its meaning, and the words from `start` to `stop`, excluded."""

    meaning: str
    start: int
    stop: int


class Lexicon:
    """Phrases with their meanings. The longest phrase at a word is the one that is met."""

    def __init__(self, phrases: Mapping[str, Iterable[str]] | Iterable[str] = ()) -> None:
        listed = phrases.items() if isinstance(phrases, Mapping) else ((phrase, (phrase,)) for phrase in phrases)
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for meaning, spellings in listed:
            for spelling in spellings:
                if parts := phrase_words(spelling):
                    self._by_first.setdefault(parts[0].casefold(), []).append((parts, meaning))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def at(self, line: Line, index: int, stop: int | None = None) -> Met | None:
        """The phrase that begins at this word and ends before `stop`."""
        last = len(line) if stop is None else stop
        if index >= last:
            return None
        for parts, meaning in self._by_first.get(line.folded[index], ()):
            end = index + len(parts)
            if end <= last and all(_same(line, index + place, part) for place, part in enumerate(parts)):
                return Met(meaning, index, end)
        return None

    def all(self, line: Line, start: int = 0, stop: int | None = None) -> list[Met]:
        """Every phrase between these words, in order, none inside another."""
        last = len(line) if stop is None else stop
        found = []
        index = start
        while index < last:
            if met := self.at(line, index, last):
                found.append(met)
                index = met.stop
            else:
                index += 1
        return found

    def first(self, line: Line, start: int = 0, stop: int | None = None) -> Met | None:
        last = len(line) if stop is None else stop
        return next((met for index in range(start, last) if (met := self.at(line, index, last))), None)


def _same(line: Line, index: int, part: str) -> bool:
    if line.plain[index] == part or (part.islower() and line.folded[index] == part):
        return True
    return not part.isalpha() and line.folded[index] == part.casefold()


@lru_cache(maxsize=4096)
def phrase_words(phrase: str) -> tuple[str, ...]:
    """A phrase cut into words as a sentence is."""
    return Line.of(phrase, Span(0, len(phrase))).plain
