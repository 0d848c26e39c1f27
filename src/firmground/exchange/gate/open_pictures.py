"""Pictures: everything but the picture. What can be seen on it is not read."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import numpy as np

from firmground.exchange.gate.open_texts import letters_among_bytes
from firmground.exchange.gate.pieces import Points, Raw, Text, Unread, inside
from firmground.exchange.gate.unpacking import TooMuchError, zlib_chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firmground.exchange.gate.pieces import Piece
    from firmground.exchange.gate.unpacking import Room

    Deeper = Callable[[str, bytes], Iterator[Piece]]

_PIXELS: Final = frozenset({b"IDAT", b"IHDR", b"PLTE", b"tRNS", b"fdAT"})
_PNG_HEAD: Final = 8
_GPS: Final = 0x8825
_SUBFOLDERS: Final = frozenset({0x8769, _GPS, 0xA005})
_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_UTF16: Final = range(0x9C9B, 0x9CA0)  # XPTitle and its like, as Windows writes them
_MOST_ENTRIES: Final = 2000


def open_png(where: str, data: bytes, deeper: Deeper, room: Room) -> Iterator[Piece]:
    """Every chunk that is no pixels (PNG, third edition, 11.3), and what follows the last one."""
    at = _PNG_HEAD
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size
        name = inside(where, f"chunk {kind.decode('latin-1')}")
        if kind == b"IEND":
            break
        if kind == b"eXIf":
            yield from open_tiff(name, body, deeper, room)
        elif kind in (b"zTXt", b"iTXt", b"tEXt", b"iCCP"):
            yield from _open_png_text(name, kind, body, deeper, room)
        elif kind not in _PIXELS:
            yield from _open_rest(name, body)
    if at < len(data):
        yield from deeper(inside(where, "after the picture"), data[at:])


def _open_png_text(where: str, kind: bytes, body: bytes, deeper: Deeper, room: Room) -> Iterator[Piece]:
    keyword, _, rest = body.partition(b"\0")
    heads = [keyword.decode("latin-1")]
    if kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:]
        language, _, rest = rest.partition(b"\0")
        translated, _, rest = rest.partition(b"\0")
        heads += [language.decode("latin-1"), translated.decode("utf-8", "replace")]
    else:
        packed, rest = kind != b"tEXt", rest[1:] if kind != b"tEXt" else rest
    yield Text(where, " ".join(heads))
    if packed:
        try:
            rest, _ = room.unpack(rest, zlib_chunks)
        except TooMuchError as fault:
            yield Unread(where, str(fault))
            return
    yield from deeper(where, rest)


def open_jpeg(where: str, data: bytes, deeper: Deeper, room: Room) -> Iterator[Piece]:
    """Every segment before the picture (ITU T.81, B.1.1): EXIF, XMP, IPTC, comments; and what follows it."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            break
        body = data[at + 4 : at + 2 + size]
        name = inside(where, f"segment {marker:02X}")
        if body.startswith(b"Exif\0\0"):
            yield from open_tiff(inside(where, "EXIF"), body[6:], deeper, room)
        elif marker == 0xFE:
            yield from deeper(inside(where, "comment"), body)
        elif marker == 0xE1 and b"\0" in body:
            yield from deeper(inside(where, "XMP"), body.partition(b"\0")[2])
        elif 0xE0 <= marker <= 0xEF:
            yield from _open_rest(name, body)
        at += 2 + size
    end = data.rfind(b"\xff\xd9")
    if end >= 0 and len(data) - end > 2:
        yield from deeper(inside(where, "after the picture"), data[end + 2 :])


def open_tiff(where: str, data: bytes, _deeper: Deeper, _room: Room) -> Iterator[Piece]:
    """The tags of a TIFF or of EXIF: texts, numbers, and the place where a camera was (EXIF 2.32, 4.6.6)."""
    order = "<" if data[:2] == b"II" else ">"
    gps: dict[int, list[float]] = {}
    try:
        first = struct.unpack_from(f"{order}I", data, 4)[0]
        for in_gps, tag, kind, raw in _tags(data, order, first):
            if kind in (5, 10) and in_gps and tag in (2, 4):
                gps[tag] = _ratios(raw, order, signed=kind == 10)
            elif tag in _UTF16:
                yield Text(where, raw.decode("utf-16-le", "replace"))
            else:
                yield from _open_rest(where, raw)
    except (struct.error, IndexError, OverflowError):
        pass  # what is left of a damaged one is looked at as bytes, below
    if 2 in gps and 4 in gps:
        pair = [[_of_parts(gps[4]), _of_parts(gps[2])]]
        yield Points(inside(where, "GPS"), np.array(pair), np.array([1 / 36_000]))
    yield from _open_rest(where, data[: 2**16])


def _tags(data: bytes, order: str, first: int) -> Iterator[tuple[bool, int, int, bytes]]:
    """(in the GPS folder, tag, type, value) of every entry of every folder."""
    folders, seen, count = [(first, False)], set(), 0
    while folders:
        at, in_gps = folders.pop()
        if not at or at in seen:
            continue
        seen.add(at)
        entries = struct.unpack_from(f"{order}H", data, at)[0]
        for n in range(entries):
            count += 1
            if count > _MOST_ENTRIES:
                return
            tag, kind, number = struct.unpack_from(f"{order}HHI", data, at + 2 + 12 * n)
            size = _SIZES.get(kind, 1) * number
            place = at + 10 + 12 * n
            if size > 4:
                place = struct.unpack_from(f"{order}I", data, place)[0]
            raw = data[place : place + size]
            if tag in _SUBFOLDERS:
                folders.append((struct.unpack_from(f"{order}I", raw)[0], tag == _GPS))
            yield in_gps, tag, kind, raw
        following = at + 2 + 12 * entries
        folders.append((struct.unpack_from(f"{order}I", data, following)[0], False))


def _ratios(raw: bytes, order: str, *, signed: bool) -> list[float]:
    kind = "i" if signed else "I"
    numbers = struct.unpack(f"{order}{len(raw) // 8 * 2}{kind}", raw[: len(raw) // 8 * 8])
    return [above / below if below else 0.0 for above, below in zip(numbers[::2], numbers[1::2], strict=True)]


def _of_parts(parts: list[float]) -> float:
    return float(sum(part / 60**n for n, part in enumerate(parts[:3])))


def _open_rest(where: str, body: bytes) -> Iterator[Piece]:
    yield Raw(where, body)
    yield from (Text(where, letters, chance=True) for letters in letters_among_bytes(body))
    try:
        yield Text(where, body.decode("utf-8"))
    except UnicodeDecodeError:
        yield Text(where, body.decode("latin-1") if len(body) < 2**12 else "", chance=True)
