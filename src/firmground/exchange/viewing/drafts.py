"""A view while it is being drawn up: one table of it, with what is held back so far, by which rule and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.exchange.plain.cells import Cells
from firmground.exchange.plain.nouns import our_column
from firmground.exchange.views import Applied

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from firmground.exchange.tables import Json, RecordTable

    Mask = NDArray[np.bool_]


class Column:
    """The values of a column, each different one once, so that it is looked at once."""

    def __init__(self, values: Sequence[Json]) -> None:
        self.values: list[Json]
        self.codes: NDArray[np.integer[Any]]
        if isinstance(values, Cells):
            self.values, self.codes = list(values.values), values.codes
        else:
            self.values, self.codes = _coded(values)

    def mask(self, holds: Callable[[Json], bool]) -> Mask:
        """The rows whose value has a property."""
        if not self.values:
            return np.zeros(0, dtype=np.bool_)
        found: Mask = np.fromiter(map(holds, self.values), dtype=np.bool_, count=len(self.values))[self.codes]
        return found

    def numbers(self) -> NDArray[np.float64]:
        """Each value as a number, NaN where it is none."""
        each = np.array([_number(value) for value in self.values] or [np.nan], dtype=np.float64)
        found: NDArray[np.float64] = each[self.codes]
        return found


def _coded(values: Sequence[Json]) -> tuple[list[Json], NDArray[np.integer[Any]]]:
    """The different values, and for each row the place of its own among them."""
    different: list[Json] = []
    numbers: dict[object, int] = {}
    codes: list[int] = []
    for value in values:
        # Lists and mappings cannot be keys; as they are few, each is its own.
        key = (type(value), value) if isinstance(value, str | int | float | None) else object()
        codes.append(numbers.setdefault(key, len(different)))
        if codes[-1] == len(different):
            different.append(value)
    return different, np.array(codes, dtype=np.int64)


def _number(value: Json) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return np.nan


class Draft:
    """A table of a view. Whatever is done to it is counted for the rule that asked for it.

    `theirs`: for a map, our names for columns of its file. `words`: what values of its holders stand for, folded.
    `source`: the source of rows that name none, as the entry of case.toml says.
    """

    def __init__(
        self,
        table: RecordTable,
        theirs: Mapping[str, str] | None = None,
        words: Mapping[str, tuple[str, ...]] | None = None,
        source: str = "",
    ) -> None:
        self.table = table
        self.source = source
        self.theirs = theirs or {}
        self.words = words or {}
        self.hidden: Mask = np.zeros(table.rows, dtype=np.bool_)
        self.withheld: dict[str, Mask] = {}
        self.coarser: dict[str, dict[int, Json]] = {}
        self._rules: list[str] = [""]
        self._hidden_by = np.zeros(table.rows, dtype=np.int32)
        self._factored: dict[str, Column] = {}
        self._hid: Counter[tuple[str, str]] = Counter()
        self._withheld: dict[tuple[str, str], Counter[str]] = {}
        self._coarsened: dict[tuple[str, str], Counter[str]] = {}

    @cached_property
    def nobody(self) -> Mask:
        return np.zeros(self.table.rows, dtype=np.bool_)

    def column(self, name: str) -> Column:
        if name not in self._factored:
            self._factored[name] = Column(self.table.columns[name])
        return self._factored[name]

    def points(self, lon: str = "lon", lat: str = "lat") -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The coordinates of the rows, NaN where a row has none on Earth."""
        if lon not in self.table.columns or lat not in self.table.columns:
            nowhere = np.full(self.table.rows, np.nan)
            return nowhere, nowhere
        found = self.column(lon).numbers(), self.column(lat).numbers()
        on_earth = (np.abs(found[0]) <= 180) & (np.abs(found[1]) <= 90)
        return np.where(on_earth, found[0], np.nan), np.where(on_earth, found[1], np.nan)

    def ensure(self, *names: str) -> None:
        """Columns that the table must have, empty where it had none."""
        missing = [name for name in names if name not in self.table.columns]
        if missing:
            nothing = Cells([None], np.zeros(self.table.rows, dtype=np.int32))
            columns = dict(self.table.columns) | dict.fromkeys(missing, nothing)
            self.table = replace(self.table, columns=columns)

    def value(self, name: str, row: int) -> Json:
        """The true value; None where the record or the table has no such field."""
        return self.table.columns[name][row] if name in self.table.columns else None

    def hide(self, rows: Mask, rule: str, why: str = "") -> bool:
        """Hides rows; was any of them not hidden yet?"""
        new = rows & ~self.hidden
        number = int(np.count_nonzero(new))
        if number:
            self.hidden |= new
            self._hid[rule, why] += number
            self._hidden_by[new] = self._number(rule)
        return bool(number)

    def withhold(self, name: str, rows: Mask, rule: str, why: str = "") -> bool:
        """Withholds a field of rows, whatever was shown in its place; was any not withheld yet?"""
        if name not in self.table.columns:
            return False
        kept = self.withheld.setdefault(name, self.nobody.copy())
        wider = self.coarser.get(name, {})
        for row in [row for row in wider if rows[row]]:
            del wider[row]
        new = rows & ~kept & ~self.hidden
        number = int(np.count_nonzero(new))
        if number:
            kept |= new
            if name == "id":
                self._hidden_by[new] = self._number(rule)
            self._withheld.setdefault((rule, why), Counter())[name] += number
        return bool(number)

    def hide_one(self, row: int, rule: str, why: str = "") -> None:
        """Hides one row, however many the table has."""
        if not self.hidden[row]:
            self.hidden[row] = True
            self._hid[rule, why] += 1
            self._hidden_by[row] = self._number(rule)

    def withhold_one(self, name: str, row: int, rule: str, why: str = "") -> None:
        """Withholds a field of one row."""
        if name not in self.table.columns:
            return
        kept = self.withheld.setdefault(name, self.nobody.copy())
        self.coarser.get(name, {}).pop(row, None)
        if not kept[row] and not self.hidden[row]:
            kept[row] = True
            self._withheld.setdefault((rule, why), Counter())[name] += 1
            if name == "id":
                self._hidden_by[row] = self._number(rule)

    def coarsen(self, name: str, values: Mapping[int, Json], rule: str, why: str = "") -> None:
        """Shows wider values in some rows. What is withheld stays so; two that differ are both withheld."""
        if name not in self.table.columns:
            return
        kept = self.withheld.setdefault(name, self.nobody.copy())
        wider = self.coarser.setdefault(name, {})
        for row, value in values.items():
            if self.hidden[row]:
                continue
            if not kept[row]:
                kept[row], wider[row] = True, value
                self._coarsened.setdefault((rule, why), Counter())[name] += 1
            elif row in wider and wider[row] != value:
                del wider[row]

    def is_withheld(self, name: str) -> Mask:
        """The rows in which a field is not shown as it is."""
        return self.hidden | self.withheld.get(name, self.nobody)

    def ruled(self, row: int) -> str:
        """The rule by which a row, or its id, is hidden."""
        return self._rules[int(self._hidden_by[row])]

    def rule_of(self, name: str) -> str:
        """A rule by which a field is withheld in some row, "" if it is in none."""
        rules = (rule for found in (self._withheld, self._coarsened) for (rule, _), own in found.items() if own[name])
        return next(rules, "")

    def shows_of(self, row: int, other: Draft, original: int) -> bool:
        """Does this row show anything in a field that is withheld of the other one?"""
        return any(
            kept[original] and not self.is_withheld(name)[row] and self.value(name, row) is not None
            for name, kept in other.withheld.items()
            if name != "duplicate_of"
        )

    def ours(self, name: str) -> str:
        """What we call a column of the file of a map."""
        return our_column(self.theirs, name)

    def _number(self, rule: str) -> int:
        if rule not in self._rules:
            self._rules.append(rule)
        return self._rules.index(rule)

    def applied(self) -> list[Applied]:
        keys = dict.fromkeys([*self._hid, *self._withheld, *self._coarsened])
        return [
            Applied(
                rule=rule,
                table=self.table.name,
                hidden=self._hid[rule, why],
                withheld=tuple(sorted(self._withheld.get((rule, why), {}).items())),
                coarsened=tuple(sorted(self._coarsened.get((rule, why), {}).items())),
                why=why,
            )
            for rule, why in keys
        ]
