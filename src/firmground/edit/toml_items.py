"""Setting one value inside a document of tomlkit, in the manner of the value that it replaces.

A text in three quotes stays in three, a list with an item a line keeps its lines and the comments between them.
"""

from __future__ import annotations

import difflib
import tomllib
from contextlib import suppress
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable, String, Table

from firmground.errors import BadRequestError

Parts = list[str | int]

# Tables of an entry that are written under a header of their own; all others are short and stand in one line.
_HEADED = frozenset({"test", "columns", "constants", "holders"})
# Lists of tables that are written as entries with headers of their own, where they are new.
_HEADED_LISTS = frozenset({"clauses", "stages", "labels"})


def reach(data: Any, parts: Parts | list[str]) -> Any:
    """What stands at the end of a way through tables and lists; None if it ends before. Texts count lists from 1."""
    for part in parts:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list):
            data = _item(data, part)
        else:
            return None
    return data


def _item(entries: list[Any], part: str | int) -> Any:
    if isinstance(part, str):
        part = int(part) - 1 if part.isdigit() else -1
    return entries[part] if 0 <= part < len(entries) else None


def assign_plain(data: Any, parts: list[str], value: Any) -> None:
    """Sets a value in plain data; None takes the key out."""
    holder = _holder(data, parts, lambda _holder, _part: {})
    if value is None:
        holder.pop(parts[-1], None)
    else:
        holder[parts[-1]] = value


def assign(data: Any, parts: list[str], value: Any) -> None:
    """Sets a value in a document of tomlkit; None takes the key out."""
    holder = _holder(data, parts, _new_table)
    key = parts[-1]
    old = holder.get(key)
    if value is None:
        if old is not None:
            del holder[key]
        return
    if isinstance(old, Array) and isinstance(value, list) and _change_list(old, value):
        return
    if key in _HEADED_LISTS and old is None and isinstance(holder, Table) and _is_entries(value):
        holder[key] = _write_entries(value)
        return
    holder[key] = _write_like(old, value, inline=isinstance(holder, InlineTable))


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def _write_entries(entries: list[dict[str, Any]]) -> Any:
    made = tomlkit.aot()
    for entry in entries:
        table = tomlkit.table()
        for key, item in entry.items():
            table[key] = _write_like(None, item, inline=False)
        made.append(table)
    return made


def _holder(data: Any, parts: list[str], make: Any) -> Any:
    """The table that holds the last part; tables on the way are made where they are missing."""
    for part in parts[:-1]:
        if isinstance(data, dict) and part not in data:
            data[part] = make(data, part)
        data = reach(data, [part])
    if not isinstance(data, dict):
        raise BadRequestError(f"`{'.'.join(parts)}` leads to no table")
    return data


def _new_table(holder: Any, part: str) -> Any:
    return tomlkit.table() if isinstance(holder, Table) and part in _HEADED else tomlkit.inline_table()


def _write_like(old: Any, value: Any, *, inline: bool) -> Any:
    if isinstance(value, str):
        return _write_text(old.as_string() if isinstance(old, String) else "", value, inline=inline)
    if isinstance(value, list):
        made = tomlkit.array()
        made.extend(_write_like(None, item, inline=True) for item in value)
        return made.multiline("\n" in old.as_string()) if isinstance(old, Array) else made
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, item in value.items():
            table[key] = _write_like(None, item, inline=True)
        return table
    return tomlkit.item(value)


def _write_text(old: str, value: str, *, inline: bool) -> String:
    # A break that is no plain line feed would be read back as one.
    if (old.startswith('"""') or ("\n" in value and not inline)) and "\r" not in value:
        body = tomlkit.string(value, multiline=True).as_string().removeprefix('"""')
        opening = "" if old.startswith('"""') and not old.startswith('"""\n') else "\n"
        made = tomlkit.value('"""' + opening + body)
        if isinstance(made, String) and made == value:
            return made
    if old.startswith("'") and not old.startswith("'''"):
        with suppress(ValueError):
            return tomlkit.string(value, literal=True)
    return tomlkit.string(value)


def _change_list(old: Array, value: list[Any]) -> bool:
    """Changes the items that differ and leaves the others where they stand; False if that does not work out."""
    before = old.unwrap()
    if any(isinstance(item, dict | list) for item in [*before, *value]) or not before:
        return False
    was = [(type(item), item) for item in before]
    now = [(type(item), item) for item in value]
    for kind, i1, i2, j1, j2 in reversed(difflib.SequenceMatcher(a=was, b=now, autojunk=False).get_opcodes()):
        if kind == "equal":
            continue
        if i2 - i1 == j2 - j1:
            for place, item in zip(range(i1, i2), value[j1:j2], strict=True):
                old[place] = item
            continue
        for place in reversed(range(i1, i2)):
            del old[place]
        for offset, item in enumerate(value[j1:j2]):
            old.insert(i1 + offset, item)
    try:
        return bool(tomllib.loads(f"x = {old.as_string()}")["x"] == value)
    except tomllib.TOMLDecodeError:
        # What tomlkit made of it is no TOML; the caller writes the list anew.
        return False
