"""Texts: in whatever charset, behind whatever escapes, with and without their markup, and the bytes that they carry."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from firmground.exchange.gate.decoded import bytes_within, cut_nonsense, decode_text, without_tags
from firmground.exchange.gate.pieces import Points, Raw, Text, inside
from firmground.exchange.gate.rings import centres_in_text
from firmground.exchange.gate.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from firmground.exchange.gate.pieces import Piece

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before that of UTF-16, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What is no UTF-8 may be any of these: Western, Cyrillic twice, Arabic, Hebrew.
_OLDER: Final = ("cp1252", "cp1251", "koi8-r", "cp1256", "cp1255")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_UTF8_RUN: Final = re.compile(
    rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){5,}"
)
# Letters of Latin, Greek, Cyrillic, Hebrew, Arabic and of East Asia in two bytes each.
_UTF16_LE_RUN: Final = re.compile(
    rb"(?:[\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01-\x06\x20\x30\xfb-\xfe]|[\x00-\xff][\x4e-\x9f]){4,}"
)
_UTF16_BE_RUN: Final = re.compile(
    rb"(?:\x00[\x20-\x7e\xa0-\xff]|[\x01-\x06\x20\x30\xfb-\xfe][\x00-\xff]|[\x4e-\x9f][\x00-\xff]){4,}"
)
_SMALL: Final = 64  # bytes; what is smaller and no text is looked at together
_LEAST_BYTES: Final = 16
_NO_LETTERS: Final = frozenset({"Cc", "Cn", "Co", "Cs"})  # of Unicode's categories: no text has these
_KNOWN: Final = re.compile(
    rb"PK\x03\x04|\x1f\x8b|BZh|\xfd7zXZ|\x89PNG|\xff\xd8\xff|II\*\x00|MM\x00\*|SQLite|PAR1|%PDF|\x78[\x01\x5e\x9c\xda]"
)


def read_text(data: bytes) -> str | None:
    """The text that a file is, by its mark or by trying; None for one that is no text.

    What is text and no UTF-8 is read in each of a few older charsets, one after the other.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return data.decode(charset, "replace").removeprefix("\ufeff")
    if b"\0" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if _CONTROL.search(data) is None:
            return "\n".join(data.decode(charset, "replace") for charset in _OLDER)
        return None
    half = len(data) // 2
    for charset, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        # In two bytes each, letters of one script share their high byte, and spaces have a zero there.
        if half >= 4 and len(data) % 2 == 0 and sum(zeros.count(high) for high in range(7)) > 0.9 * half:
            try:
                text = data.decode(charset)
            except UnicodeDecodeError:
                continue
            if sum(one.isprintable() or one.isspace() for one in text[:2000]) > 0.9 * len(text[:2000]):
                return text
    return None


def open_text(where: str, text: str, deeper: Callable[[str, bytes], Iterator[Piece]]) -> Iterator[Piece]:
    """A text as it stands, as it reads once all escapes are taken off, and without its tags; then what it carries."""
    runs = Vocabulary(text).runs
    plain, nonsense = cut_nonsense(text, runs)
    yield Text(where, plain)
    if nonsense:
        yield Text(where, nonsense, nonsense=True)
    yield from _open_bytes_within(where, text, runs, deeper)
    read = decode_text(text)
    if read != text:
        runs_read = Vocabulary(read).runs
        yield from _open_bytes_within(where, read, runs_read - runs, deeper)
        read, _ = cut_nonsense(read, runs_read)
        yield Text(where, read)
    seen = without_tags(read)
    if seen is not None:
        yield Text(where, seen)
    if (centres := centres_in_text(read)) is not None:
        yield Points(inside(where, "middle of an area"), *centres)


def _open_bytes_within(
    where: str, text: str, runs: Collection[str], deeper: Callable[[str, bytes], Iterator[Piece]]
) -> Iterator[Piece]:
    small: list[bytes] = []
    letters: list[str] = []
    for place, raw in bytes_within(text, runs):
        if len(raw) >= _SMALL or _KNOWN.match(raw):
            yield from deeper(inside(where, place), raw)
        elif (written := _short_text(raw)) is not None:
            letters.append(written)
        elif len(raw) >= _LEAST_BYTES:
            small.append(raw)
    if letters:
        yield from deeper(inside(where, "base64 or hexadecimal digits"), "\n".join(letters).encode("utf-8", "replace"))
    if small:
        yield Raw(inside(where, "base64 or hexadecimal digits"), b"\0".join(small))


def _short_text(raw: bytes) -> str | None:
    for charset in ("utf-8", "utf-16-le"):
        try:
            text = raw.decode(charset)
        except UnicodeDecodeError:
            continue
        unlikely = (unicodedata.category(one) in _NO_LETTERS for one in text if one not in "\t\r\n")
        if any(map(str.isalnum, text)) and not any(unlikely):
            return text
    return None


def letters_among_bytes(data: bytes) -> Iterator[str]:
    """What looks like letters in bytes that are no text, in UTF-8 and in UTF-16 of either order, a line a run."""
    if runs := _UTF8_RUN.findall(data):
        yield b"\n".join(runs).decode("utf-8", "replace")
    for pattern, charset in ((_UTF16_LE_RUN, "utf-16-le"), (_UTF16_BE_RUN, "utf-16-be")):
        if runs := pattern.findall(data):
            yield "\n".join(run.decode(charset, "replace") for run in runs)
