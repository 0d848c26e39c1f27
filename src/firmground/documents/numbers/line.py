"""A sentence ready to be searched for numbers: its words, and which of them belong to dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.documents.numerals import read_clock
from firmground.documents.prose import AlongWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.documents.prose import Sentence, Word
    from firmground.spans import Span


@dataclass(frozen=True, slots=True)
class Line(AlongWords):
    """`lower`: the words in small letters. `dated`: 1 for each word that is part of a date or a time of day."""

    words: tuple[Word, ...]
    lower: tuple[str, ...]
    dated: bytearray
    first_of_paragraph: bool = False

    @classmethod
    def of(cls, sentence: Sentence, dates: Iterable[Span], *, first_of_paragraph: bool = False) -> Line:
        words = sentence.words
        dated = bytearray(len(words))
        at = 0
        for span in dates:
            while at < len(words) and words[at].stop <= span.start:
                at += 1
            while at < len(words) and words[at].start < span.stop:
                dated[at] = 1
                at += 1
        line = cls(words, tuple([word.text.lower() for word in words]), dated, first_of_paragraph)
        line._mark_clocks()
        return line

    def _mark_clocks(self) -> None:
        for at, word in enumerate(self.words):
            if word.text[0].isdecimal() and not self.dated[at]:
                for place in range(at, read_clock(self.words, at)):
                    self.dated[place] = 1

    def word(self, at: int) -> str:
        """In small letters; "" beyond the ends."""
        return self.lower[at] if 0 <= at < len(self.lower) else ""

    def numeric(self, at: int) -> bool:
        return 0 <= at < len(self.words) and self.words[at].text[0].isdecimal()
