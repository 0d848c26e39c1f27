"""The words of a text as names are compared by: folded, each with where it stands, hyphens between them left out.

"Deir ez-Zor" is three words here and "Ma'arrat" is one, whatever marks stand on their letters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from firmground.case.folding import fold_words
from firmground.documents.places.vocabulary import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator

# Marks on letters, no letters for `re`: Latin and Cyrillic accents, Hebrew points, Arabic vowel signs, joiners.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e8\u200c\u200d\u00ad"
)
_TOKEN: Final = re.compile(rf"(?:[A-Z]\.){{2,}}|[^\W_](?:[^\W_]|[{_MARKS}]|['’‘`](?=[^\W_]))*")
_POSSESSIVE: Final = ("'s", "’s", "'S", "’S")
JOINTS: Final = frozenset(' -‐‑‒–—\u00a0\u202f\t"“”«»„')
_LONGEST_GAP: Final = 4
MOST_LETTERS: Final = 200_000


class Token(NamedTuple):
    """A word: `text[start:stop]` without a possessive ending. `fold`: its letters alone. `capital`: begins with one, or
    its script has none.
    """

    start: int
    stop: int
    fold: str
    capital: bool


def cut_stretches(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A paragraph, or parts of it that end at a space where it has more letters than any author writes in one."""
    while stop - start > MOST_LETTERS:
        cut = text.rfind(" ", start + 1, start + MOST_LETTERS)
        cut = cut if cut > 0 else start + MOST_LETTERS
        yield start, cut
        start = cut
    yield start, stop


def read_tokens(text: str, start: int = 0, stop: int | None = None) -> list[Token]:
    """The words between two offsets, in order."""
    return list(_tokens(text, start, len(text) if stop is None else stop))


def _tokens(text: str, start: int, stop: int) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, start, stop):
        word = found.group()
        end = found.end()
        if word[-2:] in _POSSESSIVE:
            word, end = word[:-2], end - 2
        if word.isascii():
            fold = word.lower()
            if not word.isalnum():
                fold = fold.replace("'", "").replace("`", "").replace(".", "")
        else:
            fold = fold_words(word).replace(" ", "")
        if fold:
            first = word[0]
            yield Token(found.start(), end, fold, first.isupper() or first == first.swapcase())


def adjoining(text: str, one: Token, other: Token) -> bool:
    """They stand side by side, with nothing but spaces, hyphens or quotation marks between them."""
    gap = text[one.stop : other.start]
    return len(gap) <= _LONGEST_GAP and (
        JOINTS.issuperset(gap) or (gap[:2] in _POSSESSIVE and JOINTS.issuperset(gap[2:]))
    )


def is_article(fold: str, following: str) -> bool:
    """The Arabic article as it is heard before the next word: "ar" before "raqqa", "al" before any."""
    if fold not in ARTICLES:
        return False
    return (
        fold in {"al", "el", "ul", "l", "аль", "эль"}
        or following[:1] == fold[-1]
        or following[: len(fold) - 1] == fold[1:]
    )


def bare(fold: str) -> str:
    """An Arabic word without the article that is joined to it."""
    return fold[2:] if len(fold) > 4 and fold.startswith("ال") else fold


def apart(fold: str) -> str:
    """A later word of a name without an article that is written together with it: "ezzor" in "Deir Ezzor"."""
    joined = len(fold) > 4 and fold[0] in "ae" and fold[1] == fold[2] and fold[1] in "rzsdnt"
    return fold[2:] if joined else fold


# What romanisations of one Arabic name write for each other, in this order. Our own table: vowels by their place in the
# mouth, emphatic consonants as plain ones; "kh" and "sh" stay what they are.
_SOUNDS: Final = (
    ("ou", "u"), ("oo", "u"), ("aw", "u"), ("au", "u"), ("ow", "u"), ("ay", "i"), ("ai", "i"), ("ei", "i"), ("ey", "i"),
    ("ee", "i"), ("iy", "i"), ("ie", "i"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("q", "k"), ("w", "u"), ("y", "i"),
    ("o", "u"), ("e", "i"),
)  # fmt: skip
_TWICE: Final = re.compile(r"(.)\1+")
_LEAST_SOUND: Final = 3


@lru_cache(maxsize=1 << 16)
def sound(fold: str) -> str:
    """A Latin word as it is heard, whichever romanisation it is in: "tall" and "tal" are one. Others as `bare`."""
    if not fold.isascii():
        return bare(fold)
    if len(fold) <= _LEAST_SOUND:
        heard = fold
    else:
        heard = fold[:-2] + "a" if fold.endswith(("ah", "eh")) else fold[:-1] + "a" if fold[-1] == "e" else fold
    for written, one in _SOUNDS:
        if written in heard:
            heard = heard.replace(written, one)
    return _TWICE.sub(r"\1", heard)


_ARABIC_PREFIXES: Final = (
    ("وال", "ال"), ("فال", "ال"), ("بال", "ال"), ("كال", "ال"), ("لل", "ال"), ("و", ""), ("ب", ""), ("ل", ""),
    ("ف", ""), ("ك", ""),
)  # fmt: skip
_HEBREW_PREFIXES: Final = "ובלמהשכ"
_LEAST_REST: Final = 3
# Endings of Russian and Ukrainian cases, folded (й is и); the longest first.
_ENDINGS: Final = tuple(
    sorted("ами ями ого ому ым их ои еи ом ем ам ям ах ях ою а я у ю е ы и о ь".split(), key=len, reverse=True)
)
_LEAST_STEM: Final = 3


def without_prefix(fold: str) -> tuple[str, ...]:
    """What a word may be without "and", "in", "to" before it, which Arabic and Hebrew write together with it."""
    first = fold[0]
    if "\u0600" <= first <= "\u06ff":
        return tuple(
            new + fold[len(old) :]
            for old, new in _ARABIC_PREFIXES
            if fold.startswith(old) and len(fold) - len(old) >= _LEAST_REST
        )
    if "\u05d0" <= first <= "\u05ea":
        heads = [
            count for count in (1, 2) if len(fold) - count >= _LEAST_REST and set(fold[:count]) <= set(_HEBREW_PREFIXES)
        ]
        return tuple(fold[count:] for count in heads)
    return ()


def stem(fold: str) -> str:
    """A Cyrillic word without the ending of its case; "" for a word of another script or too short to tell."""
    if not "\u0400" <= fold[0] <= "\u052f":
        return ""
    for ending in _ENDINGS:
        if fold.endswith(ending) and len(fold) - len(ending) >= _LEAST_STEM:
            return fold[: -len(ending)]
    return fold if len(fold) >= _LEAST_STEM else ""
