"""A TOML file, changed entry by entry: the text of one entry is taken out, changed by tomlkit, and put back.

Comments, order, spacing and line ends of everything else stay because they are never parsed into anything. What was
written is read again by the parser of the standard library, and must say what was asked for and nothing else.
"""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import tomlkit
import tomlkit.exceptions

from firmground.edit.change import At, More, Record, Value, base_of
from firmground.edit.toml_items import Parts, assign, assign_plain, reach
from firmground.edit.toml_spans import Span, find_tables, find_top, split_sections
from firmground.edit.toml_values import flatten, kind_of, new_kind, read_value, split_key
from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK = b"\xef\xbb\xbf"
# What stands before an entry is remembered so that it can be put back in its place; a whole file is not.
_MOST_LEAD = 20_000


class TomlText:
    """One file of entries. Changes take effect at once; `build` gives the bytes."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self._mark = _MARK if content.startswith(_MARK) else b""
        try:
            self._text = content[len(self._mark) :].decode()
        except UnicodeDecodeError:
            raise BadRequestError(f"{name} is not UTF-8 text: save it as UTF-8 first") from None
        self._data = self._parse(self._text)

    def build(self) -> bytes:
        return self._mark + self._text.encode()

    # Looking

    def record(self, at: At) -> Record:
        """Raises BadRequestError if there is no such entry."""
        values = self._plain(at)
        if not at.table:
            values = {key: value for key, value in values.items() if not _is_tables(value)}
        found = list(flatten(values))
        return Record(at, {key: text for key, text, _ in found}, {key: kind for key, _, kind in found})

    def find(self, table: str, base: str) -> int | None:
        """The number of the only entry of a list that says this; None if none does, or several."""
        found = [
            number
            for number in range(1, len(self._entries(table)) + 1)
            if base_of(self.record(At(self.name, table=table, number=number)).fields) == base
        ]
        return found[0] if len(found) == 1 else None

    def says(self, table: str, name: str, value: str) -> bool:
        """Does any entry of a list say this under a key?"""
        return table in self._data and any(str(entry.get(name, "")) == value for entry in self._entries(table))

    def number(self, at: At) -> int:
        """The number of an entry of a list, from 1."""
        entries = self._entries(at.table)
        if at.number is not None:
            if not 1 <= at.number <= len(entries):
                raise BadRequestError(f"{self.name} has {len(entries)} [[{at.table}]], not {at.number}")
            return at.number
        found = [place for place, entry in enumerate(entries, start=1) if entry.get("id") == at.id]
        if len(found) != 1:
            many = f"{len(found)} [[{at.table}]] of the id {at.id!r}: give each its own id in an editor"
            raise BadRequestError(f"{self.name} has {many if found else f'no [[{at.table}]] of the id {at.id!r}'}")
        return found[0]

    def at_line(self, line: int) -> At:
        """The entry or table that a line belongs to. Raises BadRequestError if it belongs to none."""
        starts = [0, *(place + 1 for place, char in enumerate(self._text) if char == "\n")]
        position = starts[line - 1] if 0 < line <= len(starts) else -1
        owner = At(self.name)
        counted: dict[tuple[str, ...], int] = {}
        for section in split_sections(self._text):
            if section.start > position:
                break
            known = next((path for path in counted if path == section.path[: len(path)] != section.path), None)
            if known is None and section.path:
                counted[section.path] = counted.get(section.path, 0) + 1
                table, number = ".".join(section.path), counted[section.path]
                owner = At(self.name, table=table, number=number if section.is_list else None)
        if position < 0:
            raise BadRequestError(f"{self.name} has no line {line}")
        identity = self.record(owner).fields.get("id", "") if owner.number else ""
        return At(self.name, table=owner.table, id=identity) if identity else owner

    def raw(self, at: At) -> str:
        """The text of a record; "" where it cannot be taken out alone."""
        span = self._span(at)
        return "" if span is None else self._text[span.start : span.end]

    def _entries(self, table: str) -> list[dict[str, Any]]:
        found = reach(self._data, table.split("."))
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise BadRequestError(f"{self.name} has no [[{table}]]")
        return found

    def _plain(self, at: At) -> dict[str, Any]:
        if at.row is not None:
            raise BadRequestError(f"{self.name} is no table of rows: name an entry by its id or number")
        if not at.table:
            return self._data
        if at.id or at.number is not None:
            return self._entries(at.table)[self.number(at) - 1]
        found = reach(self._data, at.table.split("."))
        if not isinstance(found, dict):
            raise BadRequestError(f"{self.name} has no table [{at.table}]")
        return found

    def _span(self, at: At) -> Span | None:
        if not at.table:
            return find_top(self._text)
        spans = find_tables(self._text, at.table)
        if at.id or at.number is not None:
            return spans[self.number(at) - 1] if spans and len(spans) == len(self._entries(at.table)) else None
        return spans[0] if spans and len(spans) == 1 else None

    # Changing

    def change(self, at: At, fields: Mapping[str, Value]) -> None:
        """Dotted keys name what stands in tables of the entry. Raises BadRequestError if a value cannot stand there."""
        kinds = self.record(at).kinds
        wished = [(split_key(name), self._value(at, name, value, kinds)) for name, value in fields.items()]
        expected = deepcopy(self._data)
        for parts, value in wished:
            assign_plain(self._within(expected, at), parts, value)
        span = self._span(at) or Span(0, len(self._text))
        path = self._path(at, alone=span != Span(0, len(self._text)))
        changed = _edit(self._text[span.start : span.end], path, wished, at)
        self._accept(self._text[: span.start] + changed + self._text[span.end :], expected, at)

    def append(self, table: str, fields: Mapping[str, Value]) -> tuple[At, str]:
        """Adds an entry behind the last of its kind; where it stands now, and the text that was put in."""
        if not table:
            raise BadRequestError(f"say to which [[table]] of {self.name} the entry belongs")
        expected = deepcopy(self._data)
        entries = expected.setdefault(table, [])
        if not isinstance(entries, list) or "." in table:
            raise BadRequestError(f"{table} is no list of entries of {self.name}")
        spans = find_tables(self._text, table)
        if entries and (spans is None or len(spans) != len(entries)):
            raise BadRequestError(f"the {table} of {self.name} are written in one line: write each as [[{table}]]")
        position = spans[-1].end if spans else len(self._text)
        values = [(split_key(name), _new_value(name, value)) for name, value in fields.items() if value is not None]
        entry: dict[str, Any] = {}
        for parts, value in values:
            assign_plain(entry, parts, value)
        entries.append(entry)
        lead = "\n" if position and not self._text[:position].endswith("\n") else ""
        raw = lead + ("\n" if position else "") + _edit(f"[[{table}]]\n", [table, 0], values, None)
        if _is_crlf(self._text):
            raw = raw.replace("\n", "\r\n")
        self._accept(self._text[:position] + raw + self._text[position:], expected, None)
        identity = entry.get("id")
        place = {"id": identity} if isinstance(identity, str) and identity else {"number": len(entries)}
        return At(self.name, table=table, **place), raw

    def remove(self, at: At) -> tuple[str, str]:
        """Takes an entry out; its text, and the text between the entry before it and its own."""
        number, span = self.number(at), self._span(at)
        if span is None:
            raise BadRequestError(f"{at} cannot be taken out alone: do it in an editor")
        spans = find_tables(self._text, at.table) or []
        before = spans[number - 2].end if number > 1 else 0
        lead, raw = self._text[before : span.start], self._text[span.start : span.end]
        expected = deepcopy(self._data)
        entries = reach(expected, at.table.split("."))
        del entries[number - 1]
        if not entries:
            del expected[at.table]
        self._accept(self._text[: span.start] + self._text[span.end :], expected, at)
        return raw, lead if len(lead) <= _MOST_LEAD else ""

    def restore(self, at: At, raw: str) -> None:
        """Puts back the text of an entry as it was written."""
        span = self._span(at)
        if span is None:
            raise BadRequestError(f"{at} cannot be put back alone")
        self._replace(span.start, span.end, raw)

    def insert(self, table: str, number: int, raw: str, lead: str) -> None:
        """Puts an entry back as the n-th of its kind, behind what stood before it."""
        spans = find_tables(self._text, table) or []
        before = spans[number - 2].end if 2 <= number <= len(spans) + 1 else 0
        if self._text.startswith(lead, before):
            position = before + len(lead)
        else:
            position = spans[number - 1].start if number <= len(spans) else len(self._text)
        self._replace(position, position, raw)

    def cut(self, at: At, raw: str) -> bool:
        """Takes out an entry with exactly the text that was put in for it; False if the text is no longer that."""
        span = self._span(at)
        start = -1 if span is None else span.end - len(raw)
        if span is None or start < 0 or self._text[start : span.end] != raw:
            return False
        self._replace(start, span.end, "")
        return True

    def _replace(self, start: int, end: int, raw: str) -> None:
        text = self._text[:start] + raw + self._text[end:]
        self._data, self._text = self._parse(text), text

    def _within(self, data: Any, at: At) -> Any:
        if not at.table:
            return data
        found = reach(data, at.table.split("."))
        return found[self.number(at) - 1] if at.id or at.number is not None else found

    def _path(self, at: At, *, alone: bool) -> Parts:
        """The way to the record in the text that holds it: `alone`, or in the whole file."""
        if not at.table:
            return []
        listed = at.id or at.number is not None
        return [*at.table.split("."), *([0 if alone else self.number(at) - 1] if listed else [])]

    def _value(self, at: At, name: str, value: Value, kinds: Mapping[str, str]) -> Any:
        if value is None:
            return None
        like = reach(self._plain(at), split_key(name))
        if isinstance(value, More):
            held = [] if like is None else like if isinstance(like, list) else [like]
            return [*held, *value.items]
        if not isinstance(value, str):
            return value
        return read_value(value, kinds.get(name) or new_kind(split_key(name)[-1]), name, like)

    def _accept(self, text: str, expected: dict[str, Any], at: At | None) -> None:
        """Takes the new text if it says exactly what was asked for."""
        data = self._parse(text)
        if _ordered(data) != _ordered(expected):
            raise BadRequestError(f"{at or self.name} cannot be changed without changing something else: use an editor")
        self._text, self._data = text, data

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            raise BadRequestError(f"{self.name} is not TOML, so nothing in it can be changed: {fault}") from None
        except RecursionError:
            raise BadRequestError(f"{self.name} is nested too deep") from None


def _edit(fragment: str, path: Parts, wished: list[tuple[list[str], Any]], at: At | None) -> str:
    """The fragment with these values. Line ends that are all of one kind stay of that kind."""
    crlf = _is_crlf(fragment)
    try:
        document = tomlkit.parse(fragment.replace("\r\n", "\n") if crlf else fragment)
        target = reach(document, path)
        for parts, value in wished:
            assign(target, parts, value)
        text = document.as_string()
    except (tomlkit.exceptions.TOMLKitError, ValueError, TypeError, KeyError, IndexError, AttributeError) as fault:
        if isinstance(fault, BadRequestError):
            raise
        raise BadRequestError(f"{at or 'the entry'} cannot be changed here ({fault}): use an editor") from fault
    return text.replace("\n", "\r\n") if crlf else text


def _new_value(name: str, value: Value) -> Any:
    if isinstance(value, More):
        return list(value.items)
    return read_value(value, new_kind(split_key(name)[-1]), name) if isinstance(value, str) else value


def _is_crlf(text: str) -> bool:
    return "\r\n" in text and text.count("\n") == text.count("\r\n")


def _is_tables(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(entry, dict) for entry in value))


def _ordered(value: Any) -> str:
    """A value as text in which the order of keys does not count, and 1, 1.0 and true are not the same."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key!r}:{_ordered(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_ordered, value)) + "]"
    return f"{kind_of(value)}:{value!r}"
