"""The one file of a package: a zip that can be written in one way only, and is read in no other.

Members stand in a fixed order, close to one another, with a fixed time, and nothing is said of them twice in two
ways. So no bit can change without a difference that is seen, but for those that decode to the same content (the few
bits after the end of a compressed stream). The form is that of APPNOTE.TXT 6.3.10 (PKWARE 2022), sections 4.3.7,
4.3.12 and 4.3.16.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Self

from firmground.errors import BadRequestError
from firmground.exchange.package.faults import PackageFaultError, Step
from firmground.formats.files import MOST_BYTES, open_zip
from firmground.formats.findings import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from zipfile import ZipInfo

# The files that are not the payload, in the order in which they stand. All others begin with "data/".
HEAD: Final = (
    "bagit.txt",
    "bag-info.txt",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "statement.json",
    "statement.sig",
    "statement.tsr",
)
PAYLOAD: Final = "data/"
_MOST_MEMBERS: Final = 10_000
# 1 January 1980, the first that a zip can say: when a package was made is said by its statement.
_TIME, _DATE = 0, (1 << 5) | 1
_VERSION, _MADE_BY, _UTF8_NAME, _DEFLATED = 20, 20 | 3 << 8, 0x800, 8
_MODE: Final = (stat.S_IFREG | 0o644) << 16
_LEVEL: Final = 6
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
# What some system cannot write, or would write elsewhere: Windows is the strictest of them.
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


def check_name(name: str) -> str:
    """Why this is no name for a file in a package, "" if it is one. Names are paths with "/", inside the package."""
    parts = name.split("/")
    if any(part in {"", ".", ".."} for part in parts):
        return "points outside the package"
    if _UNSAFE.search(name) or any(part != part.strip(" ") or part.endswith(".") for part in parts):
        return "is no name that every system can write"
    if not (name in HEAD or name.startswith(PAYLOAD)):
        return "does not belong in a package"
    return ""


def in_order(names: Iterable[str]) -> list[str]:
    """The names as they stand in a package: the head first, then the payload by its code points."""
    found = set(names)
    return [name for name in HEAD if name in found] + sorted(found.difference(HEAD))


def write_archive(members: Mapping[str, bytes]) -> bytes:
    """The zip. Raises BadRequestError for a name that no package can hold."""
    with ArchiveWriter() as writer:
        writer.add(members)
        return writer.write()


class ArchiveWriter:
    """Files on their way into a zip. Each is compressed while its maker goes on: zlib lets go of the interpreter."""

    def __init__(self) -> None:
        self._members: dict[str, bytes] = {}
        self._packed: dict[str, Future[bytes]] = {}
        self._pool = ThreadPoolExecutor()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def add(self, members: Mapping[str, bytes]) -> None:
        """Raises BadRequestError for a name that no package can hold, or too much for one."""
        for name, content in members.items():
            if wrong := check_name(name):
                raise BadRequestError(f"{name!r} {wrong}: rename the file")
            self._members[name] = content
        if sum(map(len, self._members.values())) > MOST_BYTES or len(self._members) > _MOST_MEMBERS:
            raise BadRequestError("this is too much for one package: pack a part of the case, with --without")
        self._packed |= {name: self._pool.submit(_pack, content) for name, content in members.items()}

    def write(self) -> bytes:
        """The zip of all that was added."""
        parts, directory, at = [], b"", 0
        for name in in_order(self._members):
            content, data = self._members[name], self._packed[name].result()
            local, central = _headers(name, (zlib.crc32(content), len(data), len(content)), at)
            parts += [local, data]
            directory += central
            at += len(local) + len(data)
        return b"".join([*parts, directory, _end(len(self._members), directory, at)])


def _pack(content: bytes) -> bytes:
    stream = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()


def read_archive(path: Path) -> dict[str, bytes]:
    """Every file of a package by name. Nothing is written to disk.

    Raises PackageFaultError for anything but a zip as `write_archive` makes it. Nothing is unpacked before the sizes
    are known, nor more than was declared.
    """
    try:
        with open_zip(path) as archive:
            members = archive.infolist()
            content = path.read_bytes()
    except UnreadableFileError as fault:
        hint = f" ({fault.hint})" if fault.hint else ""
        raise PackageFaultError(Step.ARCHIVE, f"the file {fault.what}{hint}") from None
    _check_names([member.filename for member in members])
    starts = _check_frame(members, content)
    return {
        member.filename: _unpack(member, content[start : start + member.compress_size])
        for member, start in zip(members, starts, strict=True)
    }


def _check_names(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if wrong := check_name(name):
            raise PackageFaultError(Step.ARCHIVE, f"it holds a file {name!r}, which {wrong}")
        if (alike := fold_name(name)) in seen:
            raise PackageFaultError(Step.ARCHIVE, f"it holds two files with the name {name!r}")
        seen.add(alike)
    if list(names) != in_order(names):
        raise PackageFaultError(Step.ARCHIVE, "its files do not stand in the order of a package")


def fold_name(name: str) -> str:
    """What two names share that some system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _check_frame(members: Sequence[ZipInfo], content: bytes) -> list[int]:
    """Where the data of each member start. All that stands around them is built again and compared, byte for byte."""
    view, at = memoryview(content), 0
    starts, directory = [], b""
    for member in members:
        local, central = _headers(member.filename, (member.CRC, member.compress_size, member.file_size), at)
        if view[at : at + len(local)] != local:
            raise _frame_fault(f"before its file {member.filename!r}")
        starts.append(at + len(local))
        directory += central
        at += len(local) + member.compress_size
    if view[at:] != directory + _end(len(members), directory, at):
        raise _frame_fault("in its list of files")
    return starts


def _headers(name: str, sizes: tuple[int, int, int], at: int) -> tuple[bytes, bytes]:
    """The local header and the entry of the central directory of a member at this offset.

    `sizes`: the CRC-32 of its content, its length as it stands there, and its length unpacked.
    """
    written = name.encode("utf-8", "surrogateescape")
    common = (_VERSION, 0 if name.isascii() else _UTF8_NAME, _DEFLATED, _TIME, _DATE, *sizes, len(written), 0)
    local = _LOCAL.pack(b"PK\3\4", *common)
    central = _CENTRAL.pack(b"PK\1\2", _MADE_BY, *common, 0, 0, 0, _MODE, at)
    return local + written, central + written


def _end(count: int, directory: bytes, at: int) -> bytes:
    return _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), at, 0)


def _frame_fault(where: str) -> PackageFaultError:
    return PackageFaultError(
        Step.ARCHIVE,
        f"the archive is not as firmground writes one: it was changed {where} "
        "(if somebody packed it anew, unpack it and verify the folder)",
    )


def _unpack(member: ZipInfo, packed: bytes) -> bytes:
    """Exactly as many bytes as were declared, from all the bytes that stand there."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(packed, member.file_size + 1)
    except zlib.error:
        content = b""
        whole = False
    else:
        whole = stream.eof and not stream.unused_data and not stream.unconsumed_tail
    if not whole or len(content) != member.file_size or zlib.crc32(content) != member.CRC:
        raise PackageFaultError(Step.ARCHIVE, f"its file {member.filename!r} is damaged (fetch the package again)")
    return content
