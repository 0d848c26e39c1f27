"""A sentence written with one letter a word, so that a pattern over words is a short pattern over letters.

Each reader brings the letters for the words that it knows; all others are "w", or "C" with a capital. Patterns over
letters have no repeats without an end, so that time grows with the length of a sentence and no faster.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.documents.numerals import read_clock
from firmground.documents.prose import AlongWords, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UNKNOWN = frozenset("wC")
CLOCK = "h"
LONGEST_WORD = 24

_JOINED = re.compile(r"[-‑]")
_DAY_AND_YEAR = re.compile(r"(\d{1,2}),(\d{4})")


@dataclass(frozen=True, slots=True)
class Lettered(AlongWords):
    """Words and their letters; as many of one as of the other. `lower`: the words in small letters."""

    words: tuple[Word, ...]
    lower: tuple[str, ...]
    letters: str

    def before(self, at: int) -> str:
        """The letter before, "^" at the beginning."""
        return self.letters[at - 1] if at > 0 else "^"

    def after(self, stop: int) -> str:
        """The letter after, "$" at the end."""
        return self.letters[stop] if stop < len(self.letters) else "$"


def spell(words: Sequence[Word], letter_of: Callable[[str], str]) -> Lettered:
    """Writes words in letters. Times of day become one word; "mid-October" and "21,2015" become three."""
    found: list[Word] = []
    letters: list[str] = []
    at, count = 0, len(words)
    while at < count:
        word = words[at]
        text = word.text
        if text[0].isdecimal() or text in ("noon", "midnight"):
            stop = read_clock(words, at)
            if stop > at:
                found.append(Word(word.start, words[stop - 1].stop, text))
                letters.append(CLOCK)
                at = stop
                continue
        at += 1
        if len(text) > LONGEST_WORD:
            found.append(word)
            letters.append("w")
            continue
        letter = letter_of(text)
        if letter in UNKNOWN and len(text) > 3 and (parts := _parts(word, letter_of)):
            found.extend(parts)
            letters.extend(letter_of(part.text) for part in parts)
            continue
        found.append(word)
        letters.append(letter)
    return Lettered(tuple(found), tuple([word.text.lower() for word in found]), "".join(letters))


def _parts(word: Word, letter_of: Callable[[str], str]) -> list[Word]:
    """The words that are joined in one, if every one of them is known; else none."""
    text = word.text
    if pair := _DAY_AND_YEAR.fullmatch(text):
        cuts = [pair.span(1), (pair.end(1), pair.start(2)), pair.span(2)]
    elif "-" in text or "‑" in text:
        cuts, start = [], 0
        for mark in _JOINED.finditer(text):
            cuts += [(start, mark.start()), mark.span()]
            start = mark.end()
        cuts.append((start, len(text)))
    else:
        return []
    parts = [Word(word.start + start, word.start + stop, text[start:stop]) for start, stop in cuts]
    return parts if all(part.text and letter_of(part.text) not in UNKNOWN for part in parts) else []
