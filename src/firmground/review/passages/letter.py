"""Words that are written down as somebody's must stand in the document to the letter, as whole words.

`find_words` finds letters; here they must also be nobody else's: "5 targets" is not what "15 targets" says, and "arms"
is not what "farms" says. In scripts that write words without a gap, or join small words to the next, any letter may
begin one. Several stretches are joined by three dots, and each is looked for behind the one before.
"""

from __future__ import annotations

import re
from typing import Final

from firmground.errors import BadRequestError
from firmground.spans import Span, fold_print

_OMITTED: Final = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*")
_EDGES: Final = " \t\n\"'"
_SHOWN: Final = 120
_AROUND: Final = 20_000  # characters before and behind the passage that are searched first
_MOST_BEGINNINGS: Final = 40  # places where the first of several stretches is looked for, the nearest


def find_quoted(text: str, words: str, near: int = 0) -> tuple[Span, ...]:
    """Where these words stand: one stretch, or several where dots mark what was left out; () if nowhere."""
    # Most words stand where the proposal does: a long text is not searched from end to end for them.
    start, stop = max(0, near - _AROUND), near + _AROUND + 2 * len(words)
    around = _find_stretches(text[start:stop], words, near - start)
    edges = {0 if start else -1, stop - start if stop < len(text) else -1}
    if around and not edges & {end for span in around for end in span}:
        return tuple(span.shifted(start) for span in around)
    return _find_stretches(text, words, near)


def _find_stretches(text: str, words: str, near: int) -> tuple[Span, ...]:
    if whole := _find(text, words, near):
        return (whole,)
    parts = [part for part in _OMITTED.split(words) if part.strip()]
    if len(parts) < 2:
        return ()
    # The first stretch may stand in several places: the chain that begins nearest to where it was read wins.
    for first in sorted(_find_all(text, parts[0]), key=lambda span: abs(span.start - near))[:_MOST_BEGINNINGS]:
        chain = [first]
        for part in parts[1:]:
            following = _find(text, part, chain[-1].stop, after=chain[-1].stop)
            if following is None:
                break
            chain.append(following)
        if len(chain) == len(parts):
            return tuple(chain)
    return ()


def check_quoted(text: str, name: str, words: str, near: int = 0) -> tuple[Span, ...]:
    """As `find_quoted`. Raises BadRequestError, saying what to do, if the words are not there."""
    found = find_quoted(text, words, near)
    if not found:
        short = " ".join(words.split())
        short = short if len(short) <= _SHOWN else f"{short[: _SHOWN - 1]}…"
        raise BadRequestError(
            f"`{name}` holds words that are not in the document to the letter: “{short}”. Copy them from the text, "
            "with … where something is left out, or write words of your own into `note`"
        )
    return found


def _find(text: str, words: str, near: int, after: int = 0) -> Span | None:
    found = [span for span in _find_all(text, words) if span.start >= after]
    return min(found, key=lambda span: abs(span.start - near), default=None)


def _find_all(text: str, words: str) -> list[Span]:
    """Every place where these words stand as whole words."""
    folded, places = fold_print(text)
    wanted = fold_print(words)[0].strip(_EDGES)
    found: list[Span] = []
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        stop = at + len(wanted)
        if not _joined(folded, at) and not _joined(folded, stop):
            found.append(Span(places[at], places[stop - 1] + 1))
        at = folded.find(wanted, at + 1)
    return found


def _joined(text: str, at: int) -> bool:
    """Does a cut before this character go through a word or a number?"""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isdigit() or after.isdigit():
        left = before.isdigit() or (before in ".," and text[at - 2 : at - 1].isdigit())
        right = after.isdigit() or (after in ".," and text[at + 1 : at + 2].isdigit())
        return left and right
    return _cased(before) and _cased(after)


def _cased(letter: str) -> bool:
    return letter.isupper() or letter.islower()
