"""Stretches of a text, and the rule that words which are shown as somebody's are in the text to the letter.

Offsets count code points of the text as it is kept, `stop` excluded, so that `text[start:stop]` is the words in any
script. Nothing is ever found "nearly": the only liberties are those of the typesetter (kinds of quotation marks,
apostrophes, dashes, spaces, the three dots), because they change no word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Span(NamedTuple):
    """Characters of a text from `start` to `stop`, excluded."""

    start: int
    stop: int

    def of(self, text: str) -> str:
        return text[self.start : self.stop]

    def fits(self, text: str) -> bool:
        """It lies in the text and holds at least one character."""
        return 0 <= self.start < self.stop <= len(text)

    def overlaps(self, other: Span) -> bool:
        return self.start < other.stop and other.start < self.stop

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.stop <= self.stop

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.stop + by)

    def trimmed(self, text: str) -> Span:
        """Without white space at its ends."""
        words = self.of(text)
        return Span(self.start + len(words) - len(words.lstrip()), self.stop - len(words) + len(words.rstrip()))


# What a typesetter may change without changing a word. Each is one character long on either side but for the dots.
_SAME_MARK = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),  # noqa: RUF001 - letters that look alike are the subject
    **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001 - as above
}
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")  # soft hyphen, zero-width space, word joiner, byte order mark
_PLAIN = str.maketrans({**_SAME_MARK, **dict.fromkeys(_UNSEEN, ""), "…": "..."})
_EDGES = re.compile(r"^[\s\"']+|[\s\"']+$")


def find_words(text: str, words: str, near: int = 0) -> Span | None:
    """Where these words stand in the text, to the letter but for typography; the place nearest to `near`, if several.

    None if they do not stand there: another letter, another figure, a word left out or added is not found, and nothing
    that begins or ends inside a word or a number ("hit 4" is not in "hit 49", "can" not in "can't", "combatant" not in
    "non-combatant"). White space of any length counts as one space; quotation marks at the ends are set aside.
    """
    folded, places = fold_print(text)
    wanted = _EDGES.sub("", fold_print(words)[0])
    if not wanted:
        return None
    best: Span | None = None
    at = folded.find(wanted)
    while at >= 0:
        found = Span(places[at], places[at + len(wanted) - 1] + 1)
        torn = _joined(folded, at) or _joined(folded, at + len(wanted))
        if not torn and (best is None or abs(found.start - near) < abs(best.start - near)):
            best = found
        at = folded.find(wanted, at + 1)
    return best


_JOINING = re.compile(r"\d[.,]\d|n't\b")
_TURNING = re.compile(r"(?:non|anti|un|ex|pre|post|counter|pro|semi|quasi|near)-$", re.IGNORECASE)
# Between the words of these scripts stands no space: Thai and Lao, Myanmar, Khmer, Japanese, Chinese.
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def _joined(text: str, place: int) -> bool:
    """The characters before and after this place belong to one word or number."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if unicodedata.combining(after):
        return True
    if any(_JOINING.match(text, start) for start in range(max(0, place - 2), place)):
        return True
    if after.isalnum() and _TURNING.search(text, max(0, place - 9), place):
        return True
    return before.isalnum() and after.isalnum() and not (_NO_SPACES.match(before) or _NO_SPACES.match(after))


def same_print(one: str, other: str) -> bool:
    """The same words but for what a typesetter may change."""
    return plain_print(one) == plain_print(other)


def plain_print(text: str) -> str:
    """The text in plain typography, without white space at its ends: the words of `fold_print` alone, and faster."""
    return " ".join(text.translate(_PLAIN).split())


@lru_cache(maxsize=8)
def fold_print(text: str) -> tuple[str, list[int]]:
    """The text in plain typography, and for each of its characters where it stood."""
    out: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _SAME_MARK.get(character, character)
        if plain.isspace():
            if out and out[-1] == " ":
                continue
            plain = " "
        elif plain == "…":
            out.extend("...")
            places.extend((place,) * 3)
            continue
        elif plain in _UNSEEN:
            continue
        out.append(plain)
        places.append(place)
    return "".join(out), places
