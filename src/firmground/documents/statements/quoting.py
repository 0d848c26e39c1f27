"""Whether words are in a text as they are said to be: to the letter, from word to word, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.spans import find_whole_words

if TYPE_CHECKING:
    from firmground.spans import Span


def check_quote(text: str, words: str, near: int = 0) -> Span | None:
    """Where a quotation stands in the text, None if it does not stand there to the letter.

    Only what a typesetter changes may differ. A "not" more or less, another name, another figure, words left out (dots
    or none) or a word cut short are refused: a stretch on either side of dots is a quotation of its own.
    """
    return find_whole_words(text, words, near)
