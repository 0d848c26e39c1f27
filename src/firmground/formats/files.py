"""What can be refused before a file is read: what is not there, is no file, is too large, or unpacks into too
much.

Nothing is unpacked to disk, and no name inside an archive becomes a path.
"""

from __future__ import annotations

import gzip
import stat
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from firmground.formats.findings import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 2 * 2**30
# Text shrinks 5 to 50 times, a spreadsheet of one repeated value about 100 times, a bomb 1,000 times and
# more.
MOST_RATIO = 250
RATIO_MATTERS_FROM = 32 * 2**20
MOST_ENTRIES = 10_000
_CHUNK = 2**20


def check_file(path: Path) -> int:
    """Size in bytes of a file that may be opened. Raises UnreadableFileError for all others.

    Pipes and devices are refused: reading one may never end.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        raise UnreadableFileError("there is no such file", "check the name in case.toml") from None
    except (OSError, ValueError) as fault:
        raise UnreadableFileError(f"cannot be opened: {fault}") from None
    if stat.S_ISDIR(found.st_mode):
        raise UnreadableFileError(
            "is a folder, not a file", "name a file in it, or a pattern such as control/*.geojson"
        )
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableFileError("is not a regular file", "copy its content into a file")
    if found.st_size == 0:
        raise UnreadableFileError("is empty")
    if found.st_size > MOST_BYTES:
        raise UnreadableFileError(f"is larger than {_size(MOST_BYTES)}", "split it into several files")
    return found.st_size


def read_bytes(path: Path) -> bytes:
    """The content of a file, unpacked if its name ends in ".gz". Raises UnreadableFileError."""
    check_file(path)
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise UnreadableFileError(f"cannot be read: {fault.strerror}", "check its permissions") from None
    return _gunzip(path, len(content)) if path.suffix.lower() == ".gz" else content


def _gunzip(path: Path, packed: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.open(path) as stream:
            while part := stream.read(_CHUNK):
                size += len(part)
                _check_expansion(packed, size)
                parts.append(part)
    except (OSError, EOFError, zlib.error) as fault:
        raise UnreadableFileError(f"is not a whole gzip file: {fault}", "fetch it again") from None
    if not size:
        raise UnreadableFileError("is empty once unpacked")
    return b"".join(parts)


def _check_expansion(packed: int, unpacked: int) -> None:
    hint = "if you trust it, unpack it yourself and name the unpacked file"
    if unpacked > MOST_BYTES:
        raise UnreadableFileError(f"unpacks into more than {_size(MOST_BYTES)}", hint)
    if unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * packed:
        raise UnreadableFileError(f"unpacks into more than {MOST_RATIO} times its size", hint)


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive whose declared sizes have been checked; nothing in it has been unpacked yet.

    A member read with `read_member` cannot give more than it declared. Raises UnreadableFileError.
    """
    packed = check_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive.infolist(), packed)
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as fault:
        raise UnreadableFileError(f"is not a whole zip archive: {fault}", "fetch or save it again") from None


def _check_members(members: list[zipfile.ZipInfo], packed: int) -> None:
    if len(members) > MOST_ENTRIES:
        raise UnreadableFileError(f"is an archive of more than {MOST_ENTRIES:,} files")
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableFileError("is locked with a password", "save it without one")
    # Members that share their bytes are the way to a bomb within any ratio (Fifield 2019, "A better zip
    # bomb").
    if sum(member.compress_size for member in members) > packed:
        raise UnreadableFileError("is an archive whose parts overlap, as only a harmful one does")
    _check_expansion(packed, sum(member.file_size for member in members))


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The content of one member. Raises UnreadableFileError if it is damaged."""
    try:
        return archive.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise UnreadableFileError(f"holds a damaged file, {member.filename!r}: {fault}", "save it again") from None


def _size(count: int) -> str:
    return f"{count / 2**30:.0f} GB"
