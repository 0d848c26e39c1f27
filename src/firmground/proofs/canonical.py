"""One text for one value: the canonical JSON of RFC 8785, over which all that is committed to is hashed.

The `rfc8785` library is the authority. Texts, and lists of coordinates, are what a case is full of; for these msgspec
writes the same bytes twenty times faster, and the tests hold the two against each other.
"""

from __future__ import annotations

import re
from itertools import chain
from types import NoneType
from typing import TYPE_CHECKING, Any

import msgspec
import rfc8785

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

# A value as JSON has it: a text, a number, true or false, None, a list or a mapping of such.
Json = Any

_PLAIN = frozenset((str, NoneType, bool))  # as these very types: a subclass may write itself otherwise
_NUMBERS = frozenset((float, int))
_ENCODER = msgspec.json.Encoder()
_ROUND = re.compile(rb"\.0(?=[,\]])")  # RFC 8785 section 3.2.2.3 writes 5.0 as 5
_WHOLE = 2**53 - 1
_DEEPEST = 4  # coordinates of many polygons (RFC 7946 section 3.1.7)
_MOST = 1e15  # up to here Python, msgspec and ECMAScript write all digits and no exponent


def canonical(value: Json) -> bytes:
    """The value as RFC 8785 writes it: UTF-8, names in the order of UTF-16, numbers as ECMAScript writes them.

    BadRequestError: something in it has no such form (a number that is not finite, a whole number with more digits than
    a double keeps, half of a surrogate pair, a name that is no text, a date, a tree too deep).
    """
    try:
        return _written(value)
    except (ValueError, TypeError, RecursionError) as fault:
        raise BadRequestError(f"this cannot be written as canonical JSON (RFC 8785): {_reason(fault)}") from fault


def canonical_lines(values: Sequence[Json], end: bytes = b"") -> list[bytes]:
    """The canonical form of each, with `end` after it (no line break); fast for texts, true, false and None."""
    if set(map(type, values)) <= _PLAIN:
        try:
            text = _ENCODER.encode_lines(values)
        except ValueError:
            pass  # the way below says what is wrong
        else:
            # A line break inside a JSON text is always escaped, so each line is one value.
            return text.replace(b"\n", end + b"\n").split(b"\n")[:-1]
    return [canonical(value) + end for value in values]


def read_canonical(raw: bytes) -> Json:
    """The value of a text that must be canonical JSON, byte for byte: there is one way to write it and no other.

    BadRequestError: it is no JSON, or not in canonical form (names twice among the reasons).
    """
    try:
        value = msgspec.json.decode(raw)
    except (ValueError, RecursionError) as fault:
        raise BadRequestError(f"this is no JSON: {_reason(fault)}") from fault
    if canonical(value) != raw:
        raise BadRequestError("this is JSON, but not in the canonical form of RFC 8785: somebody rewrote it")
    return value


def _written(value: Json) -> bytes:
    kind = type(value)
    if kind in _PLAIN:
        return _ENCODER.encode(value)
    if kind is list or kind is tuple:
        return _written_list(value)
    if kind is dict:
        # RFC 8785 section 3.2.3; a name that is no text has no `encode` and is a TypeError here.
        names = sorted(value, key=_utf16)
        return b"{" + b",".join([_ENCODER.encode(name) + b":" + _written(value[name]) for name in names]) + b"}"
    if kind is int and abs(value) > _WHOLE:
        return _written_large(value)
    return rfc8785.dumps(value)


def _written_large(value: int) -> bytes:
    """A whole number that some double is written as: so is 9007199254740992.0 in JSON, and no reader sees a double."""
    text = str(value).encode()
    if abs(value) < 10**21 and rfc8785.dumps(float(value)) == text:
        return text
    return rfc8785.dumps(value)  # says why not


def _utf16(name: Any) -> bytes:
    if type(name) is not str:
        raise TypeError("a name is no text")
    return name.encode("utf-16-be")


def _written_list(values: Sequence[Json]) -> bytes:
    if set(map(type, values)) <= _PLAIN:
        return _ENCODER.encode(values)
    return _written_numbers(values) or b"[" + b",".join([_written(value) for value in values]) + b"]"


def _written_numbers(values: Sequence[Json]) -> bytes | None:
    """Lists of numbers, all equally deep, as coordinates are; None: the long way round must do it."""
    level: Sequence[Any] = values
    for _ in range(_DEEPEST):
        kinds = set(map(type, level))
        if kinds <= _NUMBERS:
            break
        if kinds != {list}:
            return None
        level = list(chain.from_iterable(level))
    else:
        return None
    if not level or not all(-_MOST < number < _MOST for number in level):  # not a number: not in between
        return None
    text = _ENCODER.encode(values)
    return None if b"e" in text or b"-0.0" in text else _ROUND.sub(b"", text)


def _reason(fault: BaseException) -> str:
    if isinstance(fault, RecursionError):
        return "it is nested too deep"
    if isinstance(fault, UnicodeError):
        return "it holds half of a surrogate pair"
    return str(fault).rstrip(".")
