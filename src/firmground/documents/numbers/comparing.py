"""The words that compare a number ("more than", "almost", "or more") and those that soften it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.documents.numbers.vocabulary import (
    AFTERWARDS,
    HEDGES,
    LONGEST_OPERATOR,
    NO_COMPARISON,
    OPERATORS,
    SOFT,
)

if TYPE_CHECKING:
    from firmground.documents.numbers.line import Line


@dataclass(frozen=True, slots=True)
class Comparison:
    """The operator of a number, its words from `start` to `stop` with the number between, and the words that soften."""

    operator: str
    start: int
    stop: int
    hedges: tuple[tuple[int, int], ...] = ()


def compare(line: Line, start: int, stop: int) -> Comparison:
    """What the words around a number make of it. One that sets a limit goes before one that softens."""
    signs: list[str] = []
    hedges: list[tuple[int, int]] = []
    for _ in range(2):  # "perhaps as many as 30"
        found = _before(line, start)
        if found is None:
            break
        begin, sign = found
        signs.append(sign)
        if sign in SOFT:
            hedges.append((begin, start))
        start = begin
    while start and line.lower[start - 1] in HEDGES:
        start -= 1
        hedges.append((start, start + 1))
    for words, sign in AFTERWARDS.items():
        if line.lower[stop : stop + len(words)] == words and (words[0] not in "-+" or line.is_glued(stop)):
            if words[0] == "at" and line.word(stop + 2)[:1].isalnum():
                break  # "15 at least ten of which"
            if sign in SOFT:
                hedges.append((stop, stop + len(words)))
            signs.append(sign)
            stop += len(words)
            break
    limits = [sign for sign in signs if sign not in SOFT and sign != "="]
    softened = [sign for sign in signs if sign in SOFT]
    operator = (limits or softened or ["="])[0]
    return Comparison(operator, start, stop, tuple(reversed(hedges)))


def _before(line: Line, start: int) -> tuple[int, str] | None:
    for length in range(min(LONGEST_OPERATOR, start), 0, -1):
        words = line.lower[start - length : start]
        sign = OPERATORS.get(words)
        if sign is None or line.dated[start - 1]:
            continue
        before = line.word(start - length - 1)
        if length == 1 and before in NO_COMPARISON.get(words[0], ()):
            return None
        if length == 1 and words[0] in ("over", "above", "around") and before in ("from", "all", "in"):
            return None
        return start - length, sign
    return None
