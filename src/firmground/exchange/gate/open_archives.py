"""Archives: names, comments and the content of all members. A member is read from memory; no name becomes a path."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from firmground.exchange.gate.open_texts import letters_among_bytes
from firmground.exchange.gate.pieces import Text, Unread, inside
from firmground.exchange.gate.unpacking import TooMuchError
from firmground.formats.files import MOST_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firmground.exchange.gate.pieces import Piece
    from firmground.exchange.gate.unpacking import Room

_CHUNK: Final = 2**20
_HEAD: Final = 30  # bytes of a local file header before its name (APPNOTE.TXT 4.3.7)


def open_zip(where: str, data: bytes, deeper: Callable[[str, bytes], Iterator[Piece]], room: Room) -> Iterator[Piece]:
    """A zip archive, as spreadsheets and packages are: its members, their names, comments, and what lies between."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as fault:
        yield Unread(where, f"begins like a zip archive and is none ({fault})")
        return
    with archive:
        members = archive.infolist()
        if len(members) > MOST_ENTRIES:
            yield Unread(where, f"is an archive of more than {MOST_ENTRIES:,} files")
            return
        if sum(member.compress_size for member in members) > len(data):
            yield Unread(where, "is an archive whose parts overlap, as only a harmful one does")
            return
        yield from (
            Text(inside(where, "between its members"), letters, chance=True)
            for letters in letters_among_bytes(_between(data, members))
        )
        yield Text(inside(where, "comment"), _letters(archive.comment))
        for member in members:
            name = inside(where, member.filename)
            yield Text(inside(where, "name of a member"), member.filename)
            yield Text(inside(name, "comment"), _letters(member.comment) + "\n" + _letters(member.extra))
            yield from _open_member(archive, member, name, deeper, room)


def _open_member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    name: str,
    deeper: Callable[[str, bytes], Iterator[Piece]],
    room: Room,
) -> Iterator[Piece]:
    if member.is_dir():
        return
    if member.flag_bits & 0x1:
        yield Unread(name, "is locked with a password")
        return
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as stream:
            while part := stream.read(_CHUNK):
                size += len(part)
                room.spend(len(part), size, member.compress_size)
                parts.append(part)
    except TooMuchError as fault:
        yield Unread(name, str(fault))
        return
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as fault:
        yield Unread(name, f"cannot be unpacked ({fault})")
    yield from deeper(name, b"".join(parts))


def _between(data: bytes, members: list[zipfile.ZipInfo]) -> bytes:
    """All bytes of the archive that are no member's content."""
    kept: list[bytes] = []
    at = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        head = data[member.header_offset : member.header_offset + _HEAD]
        if len(head) < _HEAD:
            continue
        start = (
            member.header_offset + _HEAD + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        )
        kept.append(data[at:start])
        at = max(at, start + member.compress_size)
    return b"".join((*kept, data[at:]))


def open_tar(where: str, data: bytes, deeper: Callable[[str, bytes], Iterator[Piece]], room: Room) -> Iterator[Piece]:
    """A tar archive: names, owners and contents of its members."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for member in archive:
                name = inside(where, member.name)
                heads = (
                    member.name,
                    member.linkname,
                    member.uname,
                    member.gname,
                    *map(str, member.pax_headers.values()),
                )
                yield Text(inside(where, "name of a member"), "\n".join(heads))
                room.spend(member.size, member.size, len(data))
                stream = archive.extractfile(member) if member.isfile() else None
                if stream is not None:
                    yield from deeper(name, stream.read())
    except TooMuchError as fault:
        yield Unread(where, str(fault))
    except (tarfile.TarError, OSError, ValueError) as fault:
        yield Unread(where, f"begins like a tar archive and is none ({fault})")


def _letters(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")
