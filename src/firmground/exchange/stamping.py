"""Where a time stamp is for, and where it is kept: inside a package, beside any other file.

Of a package its signed statement is stamped, on which all the rest hangs, so that a stamp can come in after it was
signed. Of a seal, or of any other file, its very bytes are, and the stamp lies beside it as NAME.tsr.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.exchange.package.opened import STATEMENT, add_stamp, open_package
from firmground.formats.files import check_file
from firmground.formats.findings import UnreadableFileError
from firmground.proofs.timestamps import stamp_beside
from firmground.render.write import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def stamped_bytes(path: Path) -> bytes:
    """What a time stamp of this file is for. BadRequestError: it cannot be read, or is a package that is not whole."""
    if _is_package(path):
        return open_package(path).members[STATEMENT]
    return _read(path)


def read_stamp(path: Path) -> bytes | None:
    """The stamp that a file has; None if it has none."""
    if _is_package(path):
        return open_package(path).stamp
    beside = stamp_beside(path)
    return _read(beside) if beside.exists() else None


def write_stamp(path: Path, reply: bytes) -> Path:
    """Keeps a stamp, in place of the one that was there; the file that it is in."""
    if _is_package(path):
        add_stamp(path, reply)
        return path
    beside = stamp_beside(path)
    write_whole(beside, reply)
    return beside


def _read(path: Path) -> bytes:
    """The bytes as they are: what ends in .gz is not unpacked."""
    if not path.exists():
        raise BadRequestError(f"there is no file {path}")
    try:
        check_file(path)
    except UnreadableFileError as fault:
        raise BadRequestError(f"{path} {fault.what}") from None
    return path.read_bytes()


def _is_package(path: Path) -> bool:
    """Does it claim to be one? What it is worth is for `open_package` to say."""
    if path.is_dir():
        return (path / STATEMENT).is_file()
    try:
        with zipfile.ZipFile(path) as archive:
            return STATEMENT in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
