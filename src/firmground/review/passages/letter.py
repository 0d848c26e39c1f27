"""Words that are written down as somebody's must stand in the document to the letter, as whole words.

Several stretches are joined by three dots, and each is looked for behind the one before.
"""

from __future__ import annotations

import re
from typing import Final

from firmground.errors import BadRequestError
from firmground.spans import Span, find_words

_OMITTED: Final = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*")
_SHOWN: Final = 120
_AROUND: Final = 20_000  # characters before and behind the passage that are searched first


def find_quoted(text: str, words: str, near: int = 0) -> tuple[Span, ...]:
    """Where these words stand: one stretch, or several where dots mark what was left out; () if nowhere."""
    # Most words stand where the proposal does: a long text is not searched from end to end for them.
    start, stop = max(0, near - _AROUND), near + _AROUND + 2 * len(words)
    around = _find_stretches(text[start:stop], words, near - start)
    edges = {0 if start else -1, stop - start if stop < len(text) else -1}
    if around and not edges & {end for span in around for end in span}:
        return tuple(span.shifted(start) for span in around)
    return _find_stretches(text, words, near)


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


def _find_stretches(text: str, words: str, near: int) -> tuple[Span, ...]:
    if whole := find_words(text, words, near):
        return (whole,)
    parts = [part for part in _OMITTED.split(words) if part.strip()]
    if len(parts) < 2:
        return ()
    # The first stretch may stand in several places: the nearest, else the first of all.
    for place in dict.fromkeys((near, 0)):
        chain = [find_words(text, parts[0], place)]
        for part in parts[1:]:
            chain.append(_find_behind(text, part, chain[-1]))
        found = tuple(span for span in chain if span is not None)
        if len(found) == len(parts):
            return found
    return ()


def _find_behind(text: str, words: str, span: Span | None) -> Span | None:
    """The first place of the words behind another stretch."""
    found = None if span is None else find_words(text[span.stop :], words)
    return None if span is None or found is None else found.shifted(span.stop)
