"""Text behind text: entities, percent signs, escapes of scripts and sheets, Punycode, letters read in a wrong charset.

Each layer is taken off until none is left, so that what was written twice over is read as well.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from email.header import decode_header
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_MOST_LAYERS: Final = 5
_PERCENT: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_QUOTED: Final = re.compile(r"(?:=[0-9A-F]{2}|=\r?\n){2,}")
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|U([0-9A-Fa-f]{8})|[uU]([0-9A-Fa-f]{4})|[xX]([0-9A-Fa-f]{2})|([0-9A-Fa-f]{4,6})\s?|([nrtbfv])|([\"'/\\]))"
)
_PUNYCODE: Final = re.compile(r"\bxn--([A-Za-z0-9-]+)", re.IGNORECASE)
_HEADER: Final = re.compile(r"=\?[\w-]+\?[bBqQ]\?[^?\s]*\?=")
# UTF-8 that was read as Windows-1252 or Latin-1: a lead byte, then what follows it.
# (Windows-1252 has other letters where Latin-1 has control characters.)
_AFTER: Final = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MISREAD: Final = re.compile(rf"(?:[\u00c2-\u00f4][{_AFTER}]{{1,3}} ?){{2,}}")
_TAG: Final = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|<[/!?]?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ROW_END: Final = re.compile(r"</(?:tr|row|p|li|div|text|h\d)\b", re.IGNORECASE)
_HAS_TAG: Final = re.compile(r"<[/!?]?[A-Za-z]")
# What may be bytes written in letters; `_is_nonsense` tells it from words joined by signs.
RUN: Final = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_CHANGES: Final = re.compile(r"[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])")
_LONG_RUN: Final = 20
_SHORT_RUN: Final = 8
_LINES: Final = re.compile(r"(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]+={0,2}")  # as mails are wrapped
_HEX: Final = re.compile(r"(?:0x|x)?((?:[0-9A-Fa-f]{2}){8,})")
_OF_DATA: Final = re.compile(r"data:[^,\s\"'<>]*;base64,([A-Za-z0-9+/_=\s-]*)")
_MANY: Final = 0.2  # changes of case or to digits, a letter, from which on a run is no word


def decode_text(text: str) -> str:
    """The text with every layer of writing taken off."""
    for _ in range(_MOST_LAYERS):
        plain = text
        for sign, decode in _LAYERS:
            if sign in plain:
                plain = decode(plain)
        if plain == text:
            return text
        text = plain
    return text


def without_tags(text: str) -> str | None:
    """What a reader of a marked-up text sees and what its comments say, a line for each row of a table; None where
    there is no markup.
    """
    if not _HAS_TAG.search(text):
        return None
    return _TAG.sub(lambda tag: "\n" if _ROW_END.match(tag[0]) else " ", text.replace("\n", " "))


def _letters(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _escape(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3] or found[4] or found[5]
    if code is not None:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else found[0]
    return " " if found[6] else found[7]


def _unescape(text: str) -> str:
    plain = _ESCAPE.sub(_escape, text)
    # Two halves of one letter, as JSON writes those beyond U+FFFF.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _percent(text: str) -> str:
    return _PERCENT.sub(lambda run: _letters(unquote_to_bytes(run[0])), text)


def _quoted(text: str) -> str:
    def decode(run: re.Match[str]) -> str:
        return _letters(bytes.fromhex(re.sub(r"=\r?\n|=", "", run[0])))

    return _QUOTED.sub(decode, text)


def _header(text: str) -> str:
    def decode(word: re.Match[str]) -> str:
        try:
            return "".join(
                part.decode(charset or "utf-8", "replace") if isinstance(part, bytes) else part
                for part, charset in decode_header(word[0])
            )
        except (LookupError, ValueError, binascii.Error):
            return word[0]

    return _HEADER.sub(decode, text)


def _puny(text: str) -> str:
    def decode(label: re.Match[str]) -> str:
        try:
            return label[1].encode("ascii").decode("punycode")
        except UnicodeError:
            return label[0]

    return _PUNYCODE.sub(decode, text)


def _misread(text: str) -> str:
    def decode(run: re.Match[str]) -> str:
        for charset in ("cp1252", "latin-1"):
            try:
                return run[0].encode(charset).decode("utf-8")
            except UnicodeError:
                continue
        return run[0]

    return _MISREAD.sub(decode, text)


_LAYERS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("&", html.unescape),
    ("%", _percent),
    ("\\", _unescape),
    ("=?", _header),
    ("=", _quoted),
    ("xn--", _puny),
    ("\u00d0", _misread),
    ("\u00d1", _misread),
    ("\u00d8", _misread),
    ("\u00d9", _misread),
    ("\u00c3", _misread),
)


# Bytes written in letters.


def is_nonsense(run: str) -> bool:
    """Is this no word and no words, but bytes in base64 or in hexadecimal digits?"""
    return len(_CHANGES.findall(run)) >= _MANY * len(run)


def cut_nonsense(text: str, runs: Collection[str]) -> tuple[str, str]:
    """The text without runs of letters that are bytes, and those runs, a line each. `runs`: as `Vocabulary.runs`."""
    if not any(len(run) >= _LONG_RUN and is_nonsense(run) for run in runs):
        return text, ""
    cut: list[str] = []

    def replace(run: re.Match[str]) -> str:
        if not is_nonsense(run[0]):
            return run[0]
        cut.append(run[0])
        return "\n"

    plain = RUN.sub(replace, text)
    return plain, "\n".join(cut)


def bytes_within(text: str, runs: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Bytes that the text carries in base64 or in hexadecimal digits, each with where it stands.

    `runs`: as `Vocabulary.runs`.
    """
    if "base64," in text:
        for found in _OF_DATA.finditer(text):
            if (raw := from_base64(re.sub(r"\s", "", found[1]))) is not None:
                yield f"data at character {found.start() + 1:,}", raw
    for found in _LINES.finditer(text) if any(60 <= len(run) <= 76 for run in runs) else ():
        if (raw := from_base64(re.sub(r"\s", "", found[0]))) is not None:
            yield f"base64 at character {found.start() + 1:,}", raw
    for run in runs:
        if len(run) < _SHORT_RUN:
            continue
        if (digits := _HEX.fullmatch(run)) is not None:
            yield f"hexadecimal digits at character {text.find(run) + 1:,}", bytes.fromhex(digits[1])
        if not (run.islower() or run.isdecimal()) and (raw := from_base64(run)) is not None:
            yield f"base64 at character {text.find(run) + 1:,}", raw


def from_base64(run: str) -> bytes | None:
    """The bytes, in either alphabet, padded or not; None for what is none."""
    bare = run.rstrip("=").replace("-", "+").replace("_", "/")
    if len(bare) % 4 == 1:
        return None
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
