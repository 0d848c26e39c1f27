"""What may be asked of a case: where a record stands, what it is to say, and what the asker saw.

A record is never addressed by a position in bytes. Its `base` is a hash of its filled fields alone, so that somebody
else's work on other records, an added empty column or a moved row is no conflict.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class At:
    """Where a record stands.

    `file`: relative to the case, with forward slashes. A row of a table: `row`, the header being row 1 and blank
    lines counted. An entry of TOML: `table` with `id`, or with `number` from 1 where entries have no ids; `table`
    alone is a table written once; neither is the top of the file.
    """

    file: str
    row: int | None = None
    table: str = ""
    id: str = ""
    number: int | None = None

    def __str__(self) -> str:
        if self.row is not None:
            return f"{self.file}, row {self.row:,}"
        if self.id:
            return f"{self.file}, {self.table} {self.id!r}"
        if self.number is not None:
            return f"{self.file}, {self.table} number {self.number}"
        return f"{self.file}, [{self.table}]" if self.table else self.file


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands. `fields`: every field as text, as it is written; `kinds`: text, number, boolean, date,
    list (one item a line) or table (as TOML).
    """

    at: At
    fields: dict[str, str]
    kinds: dict[str, str]

    @property
    def base(self) -> str:
        return base_of(self.fields)


@dataclass(frozen=True, slots=True)
class More:
    """Items to be added at the end of a list."""

    items: Sequence[str]


Value = str | int | float | bool | date | time | datetime | list[Any] | dict[str, Any] | More | None


@dataclass(frozen=True, slots=True)
class Change:
    """New values for fields of a record; None takes a key out (TOML) or empties a cell (table).

    `base`: of the record as it was seen, "" to write without having looked; `was`: its fields as they were seen, to
    be shown beside theirs in a conflict. `new_columns`: a table may get a column that it does not have.
    """

    at: At
    fields: Mapping[str, Value]
    base: str = ""
    was: Mapping[str, str] = field(default_factory=dict)
    new_columns: bool = False


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A row at the end of a table, or an entry at the end of a `[[table]]`.

    `create`: the header of a table that does not exist yet; without it a missing table is refused. `unique`: a field
    of which no other record of that table or list may say the same, as its id.
    """

    file: str
    fields: Mapping[str, Value]
    table: str = ""
    create: Sequence[str] = ()
    new_columns: bool = False
    unique: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """A record that is to be taken out."""

    at: At
    base: str = ""
    was: Mapping[str, str] = field(default_factory=dict)


Wish = Change | NewRecord | Removal


def base_of(fields: Mapping[str, str]) -> str:
    """The hash of what a record says. Empty fields say nothing and do not count."""
    said = sorted((name, text) for name, text in fields.items() if text)
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()


def text_of(value: Value) -> str:
    """A value as a cell of a table, or as it is shown. Raises BadRequestError for what is no single text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    raise BadRequestError('a cell of a table holds one text; write several as "a;b"')


def shown(value: Value) -> str:
    """A wished value as text, for showing it beside what stands."""
    if isinstance(value, More):
        return "\n".join(f"+ {item}" for item in value.items)
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return str(value) if isinstance(value, dict) else text_of(value)
