"""Where a text holds an id of a secret, as a word of its own.

An id that is a plain word ("russia", "salma") also stands in addresses and sentences where it is nobody's id: it counts
only where it is a value by itself. Numbers of fewer than five digits and ids of one or two letters stand everywhere
and are not looked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firmground.exchange.gate.find_names import Met
from firmground.exchange.gate.leaks import Sign

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from firmground.exchange.views import Secret

_TOKEN: Final = re.compile(r"\w+(?:[-.:/@#~+]+\w+)*")
_PART: Final = re.compile(r"\w+")
_GAPS: Final = re.compile(r"\s")
_LEAST: Final = 3
_LEAST_DIGITS: Final = 5
_PLAIN: Final = re.compile(r"[^\W\d_]+")
_VALUE_BEFORE: Final = frozenset("\"'`<>,;|[]{}()\t\r\n#=")
_VALUE_AFTER: Final = frozenset("\"'`<>,;|[]{}()\t\r\n&")


class Ids:
    """The ids of all secrets. `shown`: ids that are shown in their own right, which may hold a secret one as a part."""

    def __init__(self, secrets: Sequence[Secret], shown: Collection[str] = ()) -> None:
        self._ids: dict[str, list[int]] = {}
        self._spaced: list[tuple[str, int]] = []
        self._shown = frozenset(one.casefold() for one in shown)
        self.short: list[str] = []
        for number, secret in enumerate(secrets):
            for one in dict.fromkeys(secret.ids):
                self._add(one.strip(), number)
        self._longest = max((len(_PART.findall(one)) for one in self._ids), default=0)

    def __bool__(self) -> bool:
        return bool(self._ids or self._spaced)

    def _add(self, one: str, number: int) -> None:
        if len(one) < _LEAST or (one.isdecimal() and len(one) < _LEAST_DIGITS):
            self.short.append(one)
        elif _TOKEN.fullmatch(one):
            self._ids.setdefault(one.casefold(), []).append(number)
        else:
            self._spaced.append((one.casefold(), number))

    def find(self, text: str) -> list[Met]:
        """Every place where the text holds an id."""
        if not self:
            return []
        tokens = set(_TOKEN.findall(text))
        wanted = {token: found for token in tokens if (found := list(self._within(token)))}
        met = [] if not wanted else [each for match in _TOKEN.finditer(text) for each in self._met(text, match, wanted)]
        return met + self._with_gaps(text)

    def _within(self, token: str) -> Iterator[tuple[int, int, str]]:
        """Ids in a run of parts: where each begins and ends in the run."""
        folded = token.casefold()
        if folded in self._ids:
            yield 0, len(token), folded
            return
        if folded in self._shown or len(folded) != len(token):
            return
        parts = [match.span() for match in _PART.finditer(token)]
        for first, (start, _) in enumerate(parts):
            for _, stop in parts[first : first + self._longest]:
                if folded[start:stop] in self._ids:
                    yield start, stop, folded[start:stop]

    def _met(self, text: str, match: re.Match[str], wanted: dict[str, list[tuple[int, int, str]]]) -> Iterator[Met]:
        for start, stop, one in wanted.get(match[0], ()):
            first, last = match.start() + start, match.start() + stop
            if _PLAIN.fullmatch(one) and not (text[first:last].islower() or not one.isascii()):
                continue
            if _PLAIN.fullmatch(one) and not _is_value(text, first, last):
                continue
            yield from (Met(first, last, number, Sign.ID) for number in self._ids[one])

    def _with_gaps(self, text: str) -> list[Met]:
        folded = text.casefold() if self._spaced else ""
        found = []
        for one, number in self._spaced:
            at = folded.find(one)
            while at >= 0:
                if not (folded[at - 1 : at].isalnum() or folded[at + len(one) : at + len(one) + 1].isalnum()):
                    found.append(Met(at, at + len(one), number, Sign.ID))
                at = folded.find(one, at + 1)
        return found


def _is_value(text: str, first: int, last: int) -> bool:
    return (not first or text[first - 1] in _VALUE_BEFORE) and (last == len(text) or text[last] in _VALUE_AFTER)
