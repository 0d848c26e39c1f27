"""Values of TOML as the texts of a form, and back. A value keeps its kind as far as the new text allows."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a key that is not there yet will hold, where that is not text. From docs/case-format.md.
_NEW_KINDS = {
    **dict.fromkeys(("out_of", "counted", "km", "max_gap_days", "reach_km"), "number"),
    **dict.fromkeys(("anonymous", "taken", "greatest", "open", "complete"), "boolean"),
    **dict.fromkeys(("names", "covers", "excludes", "parties", "protects", "exempt"), "list"),
    **dict.fromkeys(("does_not_show", "header", "repair", "margin_km"), "list"),
}  # fmt: skip
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"[+-]?(?:\d[\d_]*)(?:\.[\d_]+)?(?:[eE][+-]?\d+)?|0[xob][0-9A-Fa-f_]+|[+-]?(?:inf|nan)")


def flatten(table: Any, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Every value of a table as (dotted key, text, kind). Entries of a list of tables count from 1."""
    for key, value in table.items():
        name = f"{prefix}{write_key(str(key))}"
        if isinstance(value, dict) and value:
            yield from flatten(value, f"{name}.")
        elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            for number, entry in enumerate(value, start=1):
                yield from flatten(entry, f"{name}.{number}.")
        else:
            yield name, show_value(value), kind_of(value)


def kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    for kinds, name in (((int, float), "number"), ((date, time, datetime), "date"), (list, "list"), (dict, "table")):
        if isinstance(value, kinds):
            return name
    return "text"


def new_kind(name: str) -> str:
    """What a key that is not there yet will hold, by its name."""
    return _NEW_KINDS.get(name, "text")


def show_value(value: Any) -> str:
    """A list of plain texts has one a line; any other list, and a table, is written as TOML."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    if isinstance(value, list):
        lines = [show_value(item) for item in value]
        plain = all(isinstance(item, str | int | float) for item in value)
        if plain and all(line.strip() == line != "" and "\n" not in line and "\r" not in line for line in lines):
            text = "\n".join(lines)
            return _literal(value) if text.startswith("[") else text
    return _literal(value)


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    if isinstance(value, dict):
        inner = ", ".join(f"{write_key(str(key))} = {_literal(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, bool | date | time | datetime):
        return show_value(value)
    return repr(value)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(char):04x}" if char < " " or char == "\x7f" else char for char in escaped) + '"'


def read_value(text: str, kind: str, name: str, like: Any = None) -> Any:
    """The value that a text stands for. `like`: what stands there now. Raises BadRequestError, saying what to write."""
    if kind == "boolean":
        if text.strip().lower() not in {"true", "false"}:
            raise BadRequestError(f"`{name}` is yes or no: write true or false, not {text!r}")
        return text.strip().lower() == "true"
    if kind == "number":
        return _read_number(text, name)
    if kind == "date":
        return _read_date(text)
    if kind == "list":
        return _read_list(text, name, like)
    if kind == "table":
        found = _read_literal(text, name)
        if not isinstance(found, dict):
            raise BadRequestError(f"`{name}` is a table: write it as {{ key = value }}")
        return found
    return text


def _read_number(text: str, name: str) -> int | float:
    value = _read_literal(text.strip(), name) if _NUMBER.fullmatch(text.strip()) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequestError(f"`{name}` is a number: write digits, such as 36.2, not {text!r}")
    return value


def _read_date(text: str) -> Any:
    """A date of TOML where it is one; an imprecise date, which TOML does not have, as text."""
    try:
        found = tomllib.loads(f"x = {text.strip()}")["x"]
    except tomllib.TOMLDecodeError:
        return text
    return found if isinstance(found, date | time | datetime) else text


def _read_list(text: str, name: str, like: Any) -> list[Any]:
    if text.lstrip().startswith("["):
        found = _read_literal(text.strip(), name)
        if not isinstance(found, list):
            raise BadRequestError(f"`{name}` is a list")
        return found
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    numbers = isinstance(like, list) and like and all(kind_of(item) == "number" for item in like)
    return [_read_number(line, name) for line in lines] if numbers else lines


def _read_literal(text: str, name: str) -> Any:
    try:
        found = tomllib.loads(f"x = {text}")
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise BadRequestError(f"`{name}` cannot be understood as TOML: {fault}") from None
    if list(found) != ["x"]:
        raise BadRequestError(f"`{name}` holds more than one value")
    return found["x"]


def write_key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quote(key)


def split_key(dotted: str) -> list[str]:
    """The parts of a dotted key. Raises BadRequestError if it is none."""
    try:
        value: Any = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        raise BadRequestError(f"{dotted!r} is no key of TOML") from None
    parts: list[str] = []
    while isinstance(value, dict):
        if len(value) != 1:
            raise BadRequestError(f"{dotted!r} is no key of TOML")
        ((part, value),) = value.items()
        parts.append(part)
    return parts
