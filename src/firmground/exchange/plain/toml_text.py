"""Values of TOML as values that JSON has, and mappings of such as a file of TOML that gives them back exactly."""

from __future__ import annotations

import math
import tomllib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

# Whole numbers beyond it are not the same number in every language that reads JSON (RFC 7493 section 2.2).
_MOST_EXACT = 2**53 - 1


def plain_value(value: Any) -> Any:
    """A value of TOML as JSON can have it. What JSON lacks (days, infinity, endless numbers) becomes a text."""
    if isinstance(value, dict):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain_value(item) for item in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bool | str):
        return value
    beyond = math.isinf(value) or math.isnan(value) or abs(value) > _MOST_EXACT
    return str(value) if beyond and not _is_long_float(value) else value


def _is_long_float(value: Any) -> bool:
    """A fraction is kept as a double everywhere, however long it is."""
    return isinstance(value, float) and math.isfinite(value)


def write_toml(values: Mapping[str, Any], name: str) -> str:
    """A file of TOML: plain values first, then tables and lists of tables, so that each stands where it belongs.

    BadRequestError: a text in it has half a character (a lone surrogate), or it holds something that is no value.
    """
    import tomlkit  # noqa: PLC0415 - only who writes a case pays for it

    ordered = _ordered(dict(values))
    try:
        text = tomlkit.dumps(ordered)
        text.encode()
    except (UnicodeEncodeError, TypeError, ValueError) as fault:
        raise BadRequestError(f"{name} cannot be written: {fault}") from None
    if tomllib.loads(text) != ordered:
        raise BadRequestError(f"{name} cannot be written so that it is read back the same; tell who makes firmground")
    return text


def _ordered(value: Any) -> Any:
    """With what needs a header of its own last, at every depth."""
    if isinstance(value, list):
        return [_ordered(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: _needs_header(value[key]))}


def _needs_header(value: Any) -> int:
    if isinstance(value, dict):
        return 1
    return 2 if isinstance(value, list) and value and all(isinstance(item, dict) for item in value) else 0
