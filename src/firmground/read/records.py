"""One entry of a file, read value by value, with every fault collected instead of raised.

A `Record` is an entry of a TOML file or a row of a table: a mapping with the place where it was written. Each
getter returns a value of the right type and, where the text cannot be read, says so and returns what is
known, which is nothing. A record remembers what it was asked for: what is left over at the end is a key that
nobody knows.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from firmground.bounds import Bounds
from firmground.case.events import STRIKES_UNLIMITED
from firmground.dates import Days, When, parse_when
from firmground.errors import CaseProblem, Effect
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Choice = TypeVar("Choice", bound=StrEnum)

# Ids that would be read as something else: lists and alternatives, and words with a meaning of their own.
RESERVED_IDS = frozenset({"?", "unknown", "nobody", "none", "all"})
_SPLITS = re.compile(r"[;|]")
_COUNT = re.compile(r"(\d+)(?:\.0*)?(?:\s*\.\.\s*(\d+)(?:\.0*)?|\s*(\+))?")
_YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was written: `row` as `CaseProblem` counts it."""

    file: str
    row: int | None = None


def split_list(text: str) -> tuple[str, ...]:
    """The parts of a cell "a;b", without empty ones."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def read_number(value: object) -> float:
    """A finite number. Raises ValueError, also for what Python alone would take: "nan", "1_000"."""
    text = str(value).strip()
    number = float(text)
    if "_" in text or not math.isfinite(number):
        raise ValueError(text)
    return number


def read_count(text: str) -> tuple[int, int]:
    """Reads "3", "2..4", "3+" as least and greatest; of "3+" the greatest is `STRIKES_UNLIMITED`.

    Raises ValueError with what to write instead.
    """
    found = _COUNT.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{show(text)} is not a number of things: write 3, 2..4 or 3+")
    low = int(found[1])
    high = int(found[2]) if found[2] else STRIKES_UNLIMITED if found[3] else low
    if low > high or low >= STRIKES_UNLIMITED:
        raise ValueError(f"{show(text)} runs backwards or is out of reach: write the smaller number first")
    return low, high


def read_period(first: When | None, last: When | None, as_of: When | None) -> When:
    """The days of a holding, tie or definition. None is no limit, an unknown `When` an unknown day.

    What is known `as_of` a day stood on that day and MAY have stood before and after it, within the limits
    that are given. Raises ValueError if the dates contradict each other.
    """
    if as_of is None:
        return When.between(first, last)
    limits = When.between(first or When.unknown(), last or When.unknown())
    if as_of.possible.overlap(limits.possible).empty:
        raise ValueError(f"as_of {as_of} lies outside the period {limits}")
    if not as_of.exact:
        return limits
    known = [days for days in (limits.certain, as_of.possible) if not days.empty]
    certain = Days(min(days.start for days in known), max(days.stop for days in known))
    return When(limits.possible, certain, f"as of {as_of}" if limits.possible == Days() else "")


class Record:
    """An entry with its values still as they were written. `inner` holds the lines of nested entries."""

    def __init__(
        self,
        values: Mapping[str, Any],
        origin: Origin,
        problems: list[CaseProblem],
        inner: Mapping[str, list[int | None]] | None = None,
    ) -> None:
        self.origin = origin
        self.problems = problems
        self._values = values
        self._inner = inner or {}
        self._asked: set[str] = set()

    def at(self, origin: Origin) -> Record:
        """The same values, written somewhere more exact."""
        return Record(self._values, origin, self.problems, self._inner)

    def problem(self, what: str, hint: str = "", effect: Effect = Effect.NOTED) -> str:
        """Notes a fault of this entry and returns its words."""
        self.problems.append(CaseProblem(self.origin.file, self.origin.row, what, hint, effect))
        return what

    def __contains__(self, key: str) -> bool:
        """Was a value written under this key? An empty text is none."""
        self._asked.add(key)
        value = self._values.get(key)
        return value is not None and not (isinstance(value, str) and not value.strip())

    def raw(self, key: str) -> Any:
        return self._values[key] if key in self else None

    def __iter__(self) -> Iterator[str]:
        """The keys, as they were written."""
        return iter(self._values)

    def text(self, key: str, default: str = "") -> str:
        value = self.raw(key)
        if value is None:
            return default
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, bool | int | float | date | datetime):
            return str(value).lower() if isinstance(value, bool) else _plain(value)
        self.problem(f"`{key}` is not a text", f'write {key} = "…"')
        return default

    def required(self, key: str) -> str:
        """The text under this key; "" with a problem that refuses the entry where there is none."""
        found = self.text(key)
        if not found:
            self.problem(f"`{key}` is missing", f'add {key} = "…"', Effect.REFUSED)
        return found

    def identity(self, taken: Mapping[str, object]) -> str:
        """The entry's id; "" with a problem where it is missing, taken or not to be told from other words."""
        found = self.required("id")
        if found in RESERVED_IDS or _SPLITS.search(found):
            self.problem(f"{show(found)} cannot be an id", 'choose a short name without ";" and "|"', Effect.REFUSED)
            return ""
        if found in taken:
            self.problem(f"the id {show(found)} is used twice", "give each its own id", Effect.REFUSED)
            return ""
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list, or one text with ";" between the parts."""
        value = self.raw(key)
        if isinstance(value, list):
            if all(isinstance(part, str | int | float | date) for part in value):
                return tuple(part for part in (_plain(part) for part in value) if part)
            self.problem(f"`{key}` is not a list of texts", f'write {key} = ["…", "…"]')
            return ()
        return split_list(self.text(key))

    def choice(
        self,
        key: str,
        kinds: type[Choice],
        default: Choice | None = None,
        effect: Effect = Effect.WIDENED,
    ) -> Choice | None:
        """One of the words of an enumeration; the default, with a problem, where the word is none of them."""
        word = self.text(key)
        if not word:
            return default
        known = [str(kind) for kind in kinds]
        if word in known:
            return kinds(word)
        self.problem(f"`{key}` is {show(word)}", suggest(word, known), effect)
        return default

    def flag(self, key: str, *, default: bool = False) -> bool:
        word = self.text(key).lower()
        if word and word not in _YES:
            self.problem(f"`{key}` is {show(word)}", "write true or false")
        return _YES.get(word, default)

    def when(self, key: str) -> When | None:
        """A date; None where none is written; an unknown date for "?" and, with a problem, for no date at all."""
        text = self.text(key)
        if not text:
            return None
        if text == "?":
            return When.unknown(text)
        try:
            return parse_when(text)
        except ValueError as fault:
            self.problem(f"`{key}`: {fault}", "until then it counts as unknown", Effect.WIDENED)
            return When.unknown(text)

    def period(self) -> When:
        """The period from `from`, `until` and `as_of`; unknown, with a problem, where they contradict."""
        first, last, as_of = self.when("from"), self.when("until"), self.when("as_of")
        try:
            return read_period(first, last, as_of)
        except ValueError as fault:
            self.problem(str(fault), "until then the period counts as unknown", Effect.WIDENED)
            return When.unknown()

    def number(self, key: str, *, least: float = -math.inf, most: float = math.inf) -> float | None:
        value = self.raw(key)
        if value is None:
            return None
        try:
            number = read_number(value)
        except (ValueError, TypeError):
            self.problem(f"`{key}` is {show(value)}, which is not a number", "write digits, 36.2", Effect.WIDENED)
            return None
        if not least <= number <= most:
            self.problem(f"`{key}` is {number:g}", f"write a number from {least:g} to {most:g}", Effect.WIDENED)
            return None
        return number

    def whole(self, key: str) -> int | None:
        """A number of things, 0 or more."""
        number = self.number(key, least=0)
        if number is not None and number != int(number):
            self.problem(f"`{key}` is {number:g}", "write a whole number", Effect.WIDENED)
            return None
        return None if number is None else int(number)

    def counts(self, key: str) -> Bounds | None:
        """A number of things, "3", "2..4" or "3+"; of the last the high end is infinity."""
        text = self.text(key)
        if not text:
            return None
        try:
            low, high = read_count(text)
        except ValueError as fault:
            self.problem(f"`{key}`: {fault}", "until then it counts as unknown", Effect.WIDENED)
            return None
        return Bounds(low, math.inf if high == STRIKES_UNLIMITED else high)

    def table(self, key: str) -> Record | None:
        """A table inside this entry; None, with a problem where something else stands there."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return Record(value, self.origin, self.problems)
        self.problem(f"`{key}` is not a table", f"write {key} = {{ … }}", Effect.REFUSED)
        return None

    def entries(self, key: str) -> list[Record]:
        """The entries of a list of tables inside this one; a single table counts as a list of one."""
        value = self.raw(key)
        if value is None:
            return []
        found = [value] if isinstance(value, dict) else value
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.problem(f"`{key}` is not a list of entries", f"write [[{key}]]", Effect.REFUSED)
            return []
        lines = self._inner.get(key, [])
        rows = lines if len(lines) == len(found) else [self.origin.row] * len(found)
        return [
            Record(entry, Origin(self.origin.file, row), self.problems) for entry, row in zip(found, rows, strict=True)
        ]

    def expect(self, *keys: str) -> None:
        """These keys are known here, even if an earlier fault keeps them from being read."""
        self._asked.update(keys)

    def close(self) -> None:
        """Every key that nobody asked for is a problem: it is misspelt, or it does nothing."""
        for key in self._values:
            if key not in self._asked:
                hint = suggest(key, self._asked - set(self._values), "take it out: it does nothing")
                self.problem(f"the key {show(key)} is not known here", hint)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value).strip()
