"""A text as the words that it is made of: taken apart once, quickly, for all that are looked for.

Most large files are plain ASCII, and repeat a few words without end: those are taken apart by tables of bytes.
"""

from __future__ import annotations

import re
import string
from functools import cached_property
from typing import Final

MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640"
UNSEEN: Final = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
_LETTERS: Final = r"[^\W\d_]+"
# Runs of letters, with marks, joiners and signs of direction that stand among them.
WORD: Final = re.compile(rf"{_LETTERS}(?:[{MARKS}{UNSEEN}]+{_LETTERS})*")
_WORD_OR_DIGITS: Final = re.compile(rf"{WORD.pattern}|\d+")
_PART: Final = re.compile(r"\w+")
_RUN: Final = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")


def _table(kept: str, *, small: bool = False) -> bytes:
    """Every byte of ASCII that is kept, as it is or as a small letter; all others as a space."""
    return bytes(ord(one.lower() if small else one) if (one := chr(n)) in kept else 0x20 for n in range(256))


_WORDS: Final = _table(string.ascii_letters, small=True)
_WORDS_AND_DIGITS: Final = _table(string.ascii_letters + string.digits, small=True)
_PARTS: Final = _table(string.ascii_letters + string.digits + "_", small=True)
_RUNS: Final = _table(string.ascii_letters + string.digits + "+/_-=")
_EDGE: Final = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")


class Vocabulary:
    """`plain`: the text is ASCII, and its words and parts are given in small letters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = text.isascii()
        self._raw = text.encode("ascii") if self.plain else b""

    def words(self, *, digits: bool) -> list[str]:
        """Its words in order; with `digits` runs of digits are words, too."""
        if not self.plain:
            return (_WORD_OR_DIGITS if digits else WORD).findall(self.text)
        if not digits:
            return self._split(_WORDS)
        return [word for mixed in self._split(_WORDS_AND_DIGITS) for word in _EDGE.split(mixed)]

    @cached_property
    def folded(self) -> str:
        """The text in which the words of `words` stand as they are given there, each where it stands in the text."""
        return self.text.lower() if self.plain else self.text

    @cached_property
    def parts(self) -> set[str]:
        """Its different runs of letters, digits and underscores, folded."""
        return set(self._split(_PARTS)) if self.plain else {one.casefold() for one in set(_PART.findall(self.text))}

    @cached_property
    def runs(self) -> set[str]:
        """Its different runs of what base64 is written in."""
        return set(self._split(_RUNS) if self.plain else _RUN.findall(self.text))

    def _split(self, table: bytes) -> list[str]:
        return self._raw.translate(table).decode("ascii").split()
