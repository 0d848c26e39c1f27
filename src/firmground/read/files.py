"""The files of a case: which of them may be opened, and which were.

A case may come from a stranger. What it names must lie inside its own folder: no absolute path, no "..", no
link that leads out, no device. Every file that is opened is stamped before it is read.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from firmground.errors import CaseProblem, Effect
from firmground.provenance import InputFile, stamp_file
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.read.records import Origin

_MAGIC = ("*", "?", "[")


class CaseFiles:
    """The folder of a case while it is being read, with the problems met so far and the stamps of what was read."""

    def __init__(self, root: Path, progress: Callable[[str], None] | None = None) -> None:
        self.root = root
        self.problems: list[CaseProblem] = []
        self._progress = progress
        self._stamps: dict[str, InputFile] = {}

    @property
    def inputs(self) -> tuple[InputFile, ...]:
        return tuple(self._stamps[path] for path in sorted(self._stamps))

    def open(self, path: Path) -> str:
        """Stamps a file that is about to be read; its path as it is shown, relative and with forward slashes."""
        name = path.relative_to(self.root).as_posix()
        if name not in self._stamps:
            if self._progress:
                self._progress(f"reading {name}")
            self._stamps[name] = stamp_file(path, self.root)
        return name

    def stamp(self, path: Path) -> InputFile:
        return self._stamps[self.open(path)]

    def own(self, name: str) -> Path | None:
        """A file that every case may have, under its fixed name; None where it has none."""
        path = self.root / name
        if not path.exists():
            return None
        return path if self._allowed(path, name, None) else None

    def find(self, text: str, origin: Origin) -> Path | None:
        """The file that an entry names; None with a problem if it is absent or may not be opened."""
        path = self._inside(text, origin)
        if path is None:
            return None
        if not _exists(path):
            hint = suggest(text, self._names(), "put it into the case folder or correct the name")
            self._refuse(f"there is no file {show(text)}", hint, origin)
            return None
        return path if self._allowed(path, text, origin) else None

    def find_many(self, text: str, origin: Origin) -> list[Path]:
        """The files of a folder or of a pattern such as "control/*.geojson", in the order of their names.

        Hidden files are passed over, as a shell does.
        """
        path = self._inside(text, origin)
        if path is None:
            return []
        pattern = f"{text.rstrip('/')}/*" if path.is_dir() else text
        try:
            found = sorted(entry for entry in self.root.glob(pattern) if not entry.name.startswith("."))
        except (ValueError, NotImplementedError):
            found = []  # no pattern at all, such as "**a"
        files = [entry for entry in found if not entry.is_dir()]
        if not files:
            self._refuse(f"there is no file at {show(text)}", "put the maps there or correct the name", origin)
        return [entry for entry in files if self._allowed(entry, str(entry.relative_to(self.root)), origin)]

    def is_many(self, text: str) -> bool:
        """Does this name a folder or a pattern rather than one file?"""
        path = self.root / text
        return (_exists(path) and path.is_dir()) or (any(mark in text for mark in _MAGIC) and not _exists(path))

    def _inside(self, text: str, origin: Origin) -> Path | None:
        windows = PureWindowsPath(text)
        if "\x00" in text or windows.drive or windows.root or PurePosixPath(text).is_absolute():
            self._refuse(f"{show(text)} is no path inside the case", "name the file from the case folder", origin)
            return None
        if ".." in windows.parts:
            self._refuse(f'{show(text)} leads out of the case by ".."', "move the file into the case folder", origin)
            return None
        return self.root / PurePosixPath(text)

    def _allowed(self, path: Path, text: str, origin: Origin | None) -> bool:
        if not lies_in(path, self.root):
            self._refuse(
                f"{show(text)} is a link that leads out of the case", "copy the file itself into the folder", origin
            )
            return False
        if not path.is_file():
            self._refuse(f"{show(text)} is not a file", "name a file", origin)
            return False
        if not os.access(path, os.R_OK):
            self._refuse(f"{show(text)} may not be read by you", "change the rights of the file", origin)
            return False
        return True

    def _refuse(self, what: str, hint: str, origin: Origin | None) -> None:
        file, row = (origin.file, origin.row) if origin else ("case.toml", None)
        self.problems.append(CaseProblem(file, row, what, hint, Effect.REFUSED))

    def _names(self) -> list[str]:
        found = (path for path in self.root.rglob("*") if not path.name.startswith(".") and path.is_file())
        return [path.relative_to(self.root).as_posix() for path, _ in zip(found, range(2000), strict=False)]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for the file system
        return False


def lies_in(path: Path, root: Path) -> bool:
    """It is in the folder, wherever links lead; False for links that lead round in a circle."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # links that lead round in a circle
        return False
