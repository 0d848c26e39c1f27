"""PDF: what it says, what it says of itself, and every stream in it. Pages that are pictures are not read."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from firmground.exchange.gate.open_texts import letters_among_bytes, open_text
from firmground.exchange.gate.pieces import Text, Unread, inside
from firmground.exchange.gate.unpacking import TooMuchError, zlib_chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firmground.exchange.gate.pieces import Piece
    from firmground.exchange.gate.unpacking import Room

_STREAM: Final = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_ENCRYPTED: Final = re.compile(rb"/Encrypt\b")
_UTF16: Final = re.compile(rb"\(?\xfe\xff((?:..){1,400})", re.DOTALL)
_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")


def open_pdf(where: str, data: bytes, deeper: Callable[[str, bytes], Iterator[Piece]], room: Room) -> Iterator[Piece]:
    """Its text as a reader program sees it; its streams unpacked; its own words about itself."""
    from firmground.documents.texts.nouns import NoTextError  # noqa: PLC0415 - PDFs are rare in what leaves
    from firmground.documents.texts.pdf import read_pdf  # noqa: PLC0415 - as above

    if _ENCRYPTED.search(data):
        yield Unread(where, "is a locked PDF")
        return
    # Pictures of pages, or a damaged one, have no text: what its bytes say is read below.
    with suppress(NoTextError):
        yield from open_text(inside(where, "text"), read_pdf(data).text, deeper)
    yield from _strings(where, data)
    for number, stream in enumerate(_STREAM.finditer(data), 1):
        name = inside(where, f"stream {number}")
        try:
            content, _ = room.unpack(stream[1], zlib_chunks)
        except TooMuchError as fault:
            yield Unread(name, str(fault))
            continue
        if content:
            yield from _strings(name, content)
    outside = _STREAM.sub(b" ", data)
    yield from (Text(where, letters, chance=True) for letters in letters_among_bytes(outside))


def _strings(where: str, data: bytes) -> Iterator[Piece]:
    """Strings of a PDF in UTF-16 and in hexadecimal digits (ISO 32000-1, 7.3.4 and 7.9.2.2), and plain letters."""
    for found in _UTF16.finditer(data):
        yield Text(where, found[1].decode("utf-16-be", "replace"))
    for found in _HEX.finditer(data):
        digits = re.sub(rb"\s", b"", found[1]).decode()
        raw = bytes.fromhex(digits + "0" * (len(digits) % 2))
        yield Text(
            where, raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
        )
    yield from (Text(where, letters, chance=True) for letters in letters_among_bytes(data))
