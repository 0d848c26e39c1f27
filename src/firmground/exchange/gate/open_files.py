"""Everything that a file holds, opened down to what can be read: files in files, texts in texts, tables, pictures.

What a file is follows from its first bytes, not from its name. Nothing is unpacked to disk; what unpacks into too much,
is locked or too deeply nested is told and not opened. Style sheets and scripts of the program itself are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from firmground.exchange.gate import open_archives, open_pictures, open_tables, open_texts
from firmground.exchange.gate.open_clock import open_clock
from firmground.exchange.gate.open_pdf import open_pdf
from firmground.exchange.gate.pieces import Raw, Text, Unread, inside
from firmground.exchange.gate.unpacking import (
    Room,
    TooMuchError,
    bzip2_chunks,
    gzip_chunks,
    xz_chunks,
    zlib_chunks,
)
from firmground.render.own_elements import without_own_elements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firmground.exchange.gate.pieces import Piece

_DEEPEST: Final = 8
_SHORTEST_RAW: Final = 16  # bytes in which two doubles fit
_TAR: Final = slice(257, 262)
_NOT_OPENED: Final = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old office program"),
    (b"\x28\xb5\x2f\xfd", "a zstd stream"),
)


@dataclass
class Opener:
    """Opens files, all of them within one `room`."""

    room: Room = field(default_factory=Room)

    def open(self, where: str, data: bytes, depth: int = 0) -> Iterator[Piece]:
        """Every piece of a file. `where`: what to call its content, "" for the file itself."""
        if depth > _DEEPEST:
            yield Unread(where, f"is nested more than {_DEEPEST} files deep")
            return
        deeper = partial(self._deeper, depth)
        not_opened = next((what for magic, what in _NOT_OPENED if data.startswith(magic)), "")
        own = next((opened for magic, opened in _KINDS if data.startswith(magic)), None)
        if not_opened:
            yield Unread(where, f"is {not_opened}, which is not opened here")
        elif own is not None:
            yield from own(where, data, deeper, self.room)
        elif data[_TAR] == b"ustar":
            yield from open_archives.open_tar(where, data, deeper, self.room)
        else:
            yield from self._unnamed(where, data, deeper)

    def _deeper(self, depth: int, where: str, data: bytes) -> Iterator[Piece]:
        return self.open(where, data, depth + 1)

    def _unnamed(self, where: str, data: bytes, deeper: Deeper) -> Iterator[Piece]:
        """A zlib stream, a text, or bytes of no kind that is known."""
        try:
            stream = self._zlib(data)
        except TooMuchError as fault:
            yield Unread(where, str(fault))
            return
        if stream is not None:
            of_map = list(open_clock(where, stream, deeper))
            yield from of_map or deeper(inside(where, "unpacked"), stream)
        elif (text := open_texts.read_text(data)) is not None:
            yield from open_texts.open_text(where, without_own_elements(text), deeper)
        else:
            yield from open_bytes(where, data)

    def _zlib(self, data: bytes) -> bytes | None:
        """The content of a zlib stream, which begins with its window and a sum (RFC 1950); None for anything else."""
        if len(data) < 8 or data[0] & 0x0F != 8 or data[0] >> 4 > 7 or (data[0] << 8 | data[1]) % 31:
            return None
        content, whole = self.room.unpack(data, zlib_chunks)
        return content if whole else None


def open_bytes(where: str, data: bytes) -> Iterator[Piece]:
    """Bytes of no kind that is known: numbers as computers write them, and what looks like letters."""
    if len(data) >= _SHORTEST_RAW:
        yield Raw(where, data)
    for letters in open_texts.letters_among_bytes(data):
        yield Text(where, letters, chance=True)


def _packed(what: str, chunks: Callable[[bytes], Iterator[bytes]]) -> Opened:
    def opened(where: str, data: bytes, deeper: Deeper, room: Room) -> Iterator[Piece]:
        try:
            content, whole = room.unpack(data, chunks)
        except TooMuchError as fault:
            yield Unread(where, str(fault))
            return
        yield from open_bytes(where, data[:512])  # a gzip stream may carry a name and a comment
        if not whole:
            yield Unread(where, f"begins like {what} and cannot be unpacked")
        if content:
            yield from deeper(inside(where, "unpacked"), content)

    return opened


Deeper: TypeAlias = "Callable[[str, bytes], Iterator[Piece]]"
Opened: TypeAlias = "Callable[[str, bytes, Deeper, Room], Iterator[Piece]]"
_KINDS: Final[tuple[tuple[bytes, Opened], ...]] = (
    (b"PK\x03\x04", open_archives.open_zip),
    (b"PK\x05\x06", open_archives.open_zip),
    (b"\x1f\x8b", _packed("a gzip stream", gzip_chunks)),
    (b"BZh", _packed("a bzip2 stream", bzip2_chunks)),
    (b"\xfd7zXZ\0", _packed("an xz stream", xz_chunks)),
    (b"\x89PNG\r\n\x1a\n", open_pictures.open_png),
    (b"\xff\xd8\xff", open_pictures.open_jpeg),
    (b"II*\0", open_pictures.open_tiff),
    (b"MM\0*", open_pictures.open_tiff),
    (b"SQLite format 3\0", open_tables.open_sqlite),
    (b"PAR1", open_tables.open_parquet),
    (b"%PDF-", open_pdf),
)
