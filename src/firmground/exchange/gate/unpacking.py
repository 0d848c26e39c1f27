"""Streams unpacked in small steps, so that a bomb is met before it goes off."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.formats.files import MOST_RATIO, RATIO_MATTERS_FROM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_BYTES: Final = 2**31  # that one scan unpacks, all layers together
_CHUNK: Final = 2**20


class TooMuchError(Exception):
    """This unpacks into too much. Raised inside of the gate only; it becomes a piece that could not be read."""


@dataclass
class Room:
    """How much may still be unpacked."""

    left: int = MOST_BYTES

    def spend(self, part: int, unpacked: int, packed: int) -> None:
        """Counts what was unpacked. Raises TooMuchError."""
        self.left -= part
        if self.left < 0:
            raise TooMuchError("unpacks into more than can be looked at")
        if unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * packed:
            raise TooMuchError(f"unpacks into more than {MOST_RATIO} times its size")

    def unpack(self, stream: bytes, chunks: Callable[[bytes], Iterator[bytes]]) -> tuple[bytes, bool]:
        """What a stream unpacks into, and whether it came to its end. Raises TooMuchError."""
        parts: list[bytes] = []
        size = 0
        try:
            for part in chunks(stream):
                size += len(part)
                self.spend(len(part), size, len(stream))
                parts.append(part)
        except (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError):
            return b"".join(parts), False
        return b"".join(parts), True


def zlib_chunks(stream: bytes, window: int = 15) -> Iterator[bytes]:
    """A zlib stream (RFC 1950); one without a head where `window` is negative. What follows it is left."""
    unpacker = zlib.decompressobj(window)
    while stream and not unpacker.eof:
        yield unpacker.decompress(stream, _CHUNK)
        stream = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise EOFError


def gzip_chunks(stream: bytes) -> Iterator[bytes]:
    """All members of a gzip file."""
    with gzip.GzipFile(fileobj=io.BytesIO(stream)) as file:
        while part := file.read(_CHUNK):
            yield part


def bzip2_chunks(stream: bytes) -> Iterator[bytes]:
    """A bzip2 file."""
    with bz2.BZ2File(io.BytesIO(stream)) as file:
        while part := file.read(_CHUNK):
            yield part


def xz_chunks(stream: bytes) -> Iterator[bytes]:
    """An xz file."""
    with lzma.LZMAFile(io.BytesIO(stream)) as file:
        while part := file.read(_CHUNK):
            yield part
