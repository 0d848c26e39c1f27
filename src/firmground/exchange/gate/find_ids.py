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

    from firmground.exchange.gate.vocabulary import Vocabulary
    from firmground.exchange.views import Secret

_TOKEN: Final = re.compile(r"\w+(?:[-.:/@#~+]+\w+)*")
_PART: Final = re.compile(r"\w+")
_DECIMAL: Final = re.compile(r"\d+")
_FAR: Final = 120  # characters of the longest id that is looked at as one
_LEAST: Final = 3
_LEAST_DIGITS: Final = 5
_PLAIN: Final = re.compile(r"[^\W\d_]+")
_VALUE_BEFORE: Final = frozenset("\"'`<>,;|[]{}()\t\r\n#=")
_VALUE_AFTER: Final = frozenset("\"'`<>,;|[]{}()\t\r\n&")


class Ids:
    """The ids of all secrets. `shown`: ids that are shown in their own right, which may hold a secret one as a part."""

    def __init__(self, secrets: Sequence[Secret], shown: Collection[str] = ()) -> None:
        self._one_part: dict[str, list[int]] = {}
        self._several: dict[str, list[int]] = {}
        self._first_parts: dict[str, str] = {}
        self.short: list[str] = []
        for number, secret in enumerate(secrets):
            for one in dict.fromkeys(secret.ids):
                self._add(one.strip().casefold(), number)
        secret_ids = self._one_part.keys() | self._several.keys()
        self._shown = {one.casefold() for one in shown if len(one) <= _FAR} - secret_ids

    def _add(self, one: str, number: int) -> None:
        parts = _PART.findall(one)
        if len(one) < _LEAST or not parts or (one.isdecimal() and len(one) < _LEAST_DIGITS):
            self.short.append(one)
        elif parts == [one]:
            self._one_part.setdefault(one, []).append(number)
        else:
            self._several.setdefault(one, []).append(number)
            self._first_parts[one] = parts[0]

    def find(self, vocabulary: Vocabulary) -> list[Met]:
        """Every place where the text holds an id."""
        here = self._one_part.keys() & vocabulary.parts
        text = vocabulary.text
        met = [one for key in here for one in self._met(text, key, self._one_part[key])]
        likely = [key for key, first in self._first_parts.items() if first in vocabulary.parts]
        if likely:
            folded = text.casefold()
            met += [one for key in likely if key in folded for one in self._met(text, key, self._several[key])]
        return met

    def _met(self, text: str, key: str, numbers: list[int]) -> Iterator[Met]:
        plain = _PLAIN.fullmatch(key) is not None
        for match in re.finditer(rf"(?<!\w){re.escape(key)}(?!\w)", text, re.IGNORECASE):
            first, last = match.span()
            if plain and not (match[0] == match[0].lower() and _is_value(text, first, last)):
                continue
            if (
                _DECIMAL.fullmatch(key)
                and text[first - 1 : first] in (".", ",")
                and text[first - 2 : first - 1].isdigit()
            ):
                continue
            if self._shown and _around(text, first, last).casefold() in self._shown:
                continue
            yield from (Met(first, last, number, Sign.ID) for number in numbers)


def _around(text: str, first: int, last: int) -> str:
    """The run of parts in which it stands: an id of which it may be a part."""
    start = max(0, first - _FAR)
    return next(
        (run[0] for run in _TOKEN.finditer(text, start, last + _FAR) if run.start() <= first and last <= run.end()), ""
    )


def _is_value(text: str, first: int, last: int) -> bool:
    return (not first or text[first - 1] in _VALUE_BEFORE) and (last == len(text) or text[last] in _VALUE_AFTER)
