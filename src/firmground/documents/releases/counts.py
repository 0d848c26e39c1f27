"""How many, in words or figures: "13", "twenty-one", "a", "several", "more than 50", "two to three", "up to 10".

A number is a run from least to greatest. What gives no number at all is "?", never one or zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from firmground.documents.releases.phrases import Lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.documents.releases.phrases import Line


class Count(NamedTuple):
    """From `low` to `high`, None for no upper end. `article`: said by "a" or "an" alone. `about`: "nearly", "some"."""

    low: int
    high: int | None
    article: bool = False
    about: str = ""

    def __str__(self) -> str:
        if self == UNTOLD:
            return "?"
        if self.high is None:
            return f"{self.low}+"
        return str(self.low) if self.low == self.high else f"{self.low}..{self.high}"

    @property
    def exact(self) -> bool:
        return self.low == self.high and not self.about


UNTOLD = Count(0, None)
ONE = Count(1, 1)

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split()
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(_ONES)} | {word: 10 * (i + 2) for i, word in enumerate(_TENS)}
_VALUES |= {f"{ten}-{one}": _VALUES[ten] + _VALUES[one] for ten in _TENS for one in _ONES[1:10]}
_SINGLE = {"a": True, "an": True, "another": False, "single": False}

# What words without a number promise at the least. "Several" is more than two (Oxford), "multiple" more than one.
VAGUE = {
    "several": Count(3, None),
    "numerous": Count(3, None),
    "many": Count(3, None),
    "a large number of": Count(3, None),
    "multiple": Count(2, None),
    "various": Count(2, None),
    "some": UNTOLD,
    "a number of": Count(2, None),
    "an unknown number of": UNTOLD,
    "a few": Count(2, None),
    "a couple of": Count(2, 2),
    "a pair of": Count(2, 2),
    "both": Count(2, 2),
    "a dozen": Count(12, 12),
    "dozens of": Count(24, None),
    "hundreds of": Count(200, None),
    "no": Count(0, 0),
}
_VAGUE_WORDS = Lexicon(list(VAGUE))
_BEFORE = Lexicon(
    {
        "": ["a total of", "the total of", "an additional", "another", "additional", "exactly", "the other", "the"],
        "more": ["more than", "over", "upwards of", "in excess of"],
        "least": ["at least", "no fewer than", "no less than", "a minimum of"],
        "most": ["up to", "at most", "no more than", "as many as", "a maximum of"],
        "less": ["fewer than", "less than", "under"],
        "about": ["about", "around", "approximately", "roughly", "nearly", "almost", "some", "close to"],
    }
)  # fmt: skip
_DASHES = frozenset("-")
MOST = 10**9


def read_count(line: Line, index: int, vague: Mapping[str, Count] = VAGUE) -> tuple[Count, int] | None:
    """The number that begins at this word, and the word after it. None if none begins here."""
    before = _BEFORE.at(line, index)
    if before and (found := _read_range(line, before.stop)):
        count, stop = found
        return _bound(before.meaning, count, line.said(before.start, before.stop)), stop
    if named := _VAGUE_WORDS.at(line, index):
        return vague.get(named.meaning, VAGUE[named.meaning]), named.stop
    if found := _read_range(line, index):
        return found
    if index < len(line) and (article := _SINGLE.get(line.folded[index])) is not None:
        return Count(1, 1, article=article), index + 1
    return None


def _bound(kind: str, count: Count, words: str) -> Count:
    low, high = count.low, count.high
    bounds = {
        "": count,
        "more": Count(low + 1, None),
        "least": Count(low, None),
        "most": Count(0, high),
        "less": Count(0, max(0, (high or 1) - 1)),
        "about": Count(low, high, about=words),
    }
    return bounds[kind]


def _read_range(line: Line, index: int) -> tuple[Count, int] | None:
    first = read_number(line, index)
    if first is None:
        return None
    low, stop = first
    if stop + 1 < len(line) and (line.folded[stop] in {"to", "or"} or line.plain[stop] in _DASHES):
        last = read_number(line, stop + 1)
        if last and last[0] > low:
            return Count(low, last[0]), last[1]
    return Count(low, low), stop


def read_number(line: Line, index: int) -> tuple[int, int] | None:
    """A plain number at this word: "1,204", "twenty-one", "twenty one", "one hundred and twenty", "three dozen"."""
    if index >= len(line):
        return None
    word = line.folded[index]
    if word[0].isdigit():
        digits = word.replace(",", "")
        sound = digits.isascii() and digits.isdigit() and len(digits) < 10
        return (int(digits), index + 1) if sound else None
    value = _VALUES.get(word)
    if value is None:
        return None
    stop = index + 1
    if stop < len(line) and line.folded[stop] == "dozen":
        return value * 12, stop + 1
    if value in range(20, 100, 10) and stop < len(line) and 0 < _VALUES.get(line.folded[stop], 0) < 10:
        value, stop = value + _VALUES[line.folded[stop]], stop + 1
    if stop < len(line) and line.folded[stop] == "hundred":
        value, stop = value * 100, stop + 1
        further = read_number(line, stop + 1) if stop < len(line) and line.folded[stop] == "and" else None
        if further and further[0] < 100:
            return value + further[0], further[1]
    return value, stop
