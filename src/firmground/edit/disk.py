"""A file is replaced whole or not at all, whatever stops the machine in between.

The new content is written beside the old one, forced to the disk, and takes its name in one step (rename). The folder
is forced to the disk too, without which the name may still lead to the old file after the power failed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Replacement:
    """A file that is to be replaced, and the names of what lies beside it meanwhile. All raise OSError.

    Hidden, and with an ending that no reader looks for: a folder or pattern of the case does not meet them.
    """

    path: Path
    token: str

    @property
    def new(self) -> Path:
        return self.path.parent / f".{self.path.name[:80]}.{self.token}.new"

    @property
    def old(self) -> Path:
        return self.path.parent / f".{self.path.name[:80]}.{self.token}.old"

    def write(self, content: bytes) -> None:
        """Writes the new content beside the file, with its rights and owner; makes the folder of a new one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            self._take_after(handle)
            write_all(handle, content)
            os.fsync(handle)
        finally:
            os.close(handle)

    def keep_old(self) -> None:
        """A second name for the old file, to go back to; not every file system has such."""
        with suppress(OSError, NotImplementedError, AttributeError):
            os.link(self.path, self.old)

    def put(self) -> None:
        """The new content takes the name."""
        os.replace(self.new, self.path)  # noqa: PTH105 - the one call on which everything rests stands by its own name

    def go_back(self, *, existed: bool) -> bool:
        """The old file takes its name again; False if there is none to go back to."""
        try:
            if existed:
                os.replace(self.old, self.path)  # noqa: PTH105 - as above
            else:
                self.path.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def clear(self) -> None:
        """Takes away what lies beside the file."""
        for path in (self.new, self.old):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _take_after(self, handle: int) -> None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return
        if hasattr(os, "fchown") and (found.st_uid, found.st_gid) != _owner(handle):
            # Somebody who may not give files away keeps the group if they can; the rights are set after.
            for owner in ((found.st_uid, found.st_gid), (-1, found.st_gid)):
                with suppress(OSError):
                    os.fchown(handle, *owner)
                    break
        if hasattr(os, "fchmod"):
            os.fchmod(handle, found.st_mode & 0o7777)


def _owner(handle: int) -> tuple[int, int]:
    found = os.fstat(handle)
    return found.st_uid, found.st_gid


def write_all(handle: int, content: bytes) -> None:
    """A single write may take less than it was given."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def sync_folder(folder: Path) -> None:
    """Forces the names in a folder to the disk, where the system knows such a thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
