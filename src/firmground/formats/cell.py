"""How one value of any format becomes the text of a cell."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def show_value(value: Any) -> str:
    """One value as text. Bytes that are not UTF-8 are written in hexadecimal."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return str(value)


def show_number(value: float) -> str:
    """The shortest text that reads back as the same number, without ".0"; "" for what is not a number."""
    if math.isnan(value):
        return ""
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return repr(value)


def _show_instant(value: datetime) -> str:
    offset = value.utcoffset()
    if offset is None or offset:
        return value.isoformat()
    return value.replace(tzinfo=None).isoformat() + "Z"


def _show_bytes(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.hex()


def _show_list(value: list[Any]) -> str:
    # A list of pairs is how pyarrow hands over a map.
    if any(isinstance(item, dict | list | tuple) for item in value):
        return _show_json(value)
    return ";".join(show_value(item) for item in value)


def _show_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=show_value)


_WRITERS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    (float, show_number),
    (int, str),
    (datetime, _show_instant),
    ((date, time), lambda value: value.isoformat()),
    (timedelta, lambda value: show_number(value.total_seconds())),
    (Decimal, lambda value: format(value, "f")),
    (bytes, _show_bytes),
    ((list, tuple), _show_list),
    (dict, _show_json),
)
