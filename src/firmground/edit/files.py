"""Which files of a case may be changed here, and what the case says of how they are written.

Only plain text that firmground reads itself: the TOML files and tables of text, inside the folder of the case. A file
of another kind is refused with the way to change it.
"""

from __future__ import annotations

import fnmatch
import os
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from firmground.edit.csv_text import CsvText
from firmground.edit.refusals import CannotWriteError
from firmground.edit.toml_text import TomlText
from firmground.errors import BadRequestError, CaseNotFoundError
from firmground.formats.tables import EXCEL_ENDINGS, PARQUET_ENDINGS, TEXT_ENDINGS

# Where the ledger itself lives.
OWN_FOLDER = ".firmground"
TOML_FILES = frozenset(
    {"case.toml", "sources.toml", "actors.toml", "definitions.toml", "claims.toml", "undertakings.toml"}
)

_INSTEAD = {
    **dict.fromkeys(EXCEL_ENDINGS, "is a workbook: change it in a spreadsheet program, or save it as .csv"),
    **dict.fromkeys(PARQUET_ENDINGS, "is a Parquet file: change it in the program that made it, or save it as .csv"),
    **dict.fromkeys((".gpkg", ".fgb", ".shp", ".zip"), "is a map of binary form: change it in QGIS"),
    **dict.fromkeys((".geojson", ".json", ".kml", ".kmz"), "is a map: change it in QGIS or another map program"),
    ".gz": "is packed: unpack it, and name the unpacked file in case.toml",
}  # fmt: skip

Signature = tuple[int, int, int, int, int]
Text = CsvText | TomlText


@dataclass
class OpenFile:
    """A file as it was when it was opened. `content`, `signature`: None if there is no such file yet."""

    name: str
    path: Path
    content: bytes | None
    signature: Signature | None


class CaseFolder:
    """The folder of a case, as far as it may be written."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "case.toml").is_file():
            raise CaseNotFoundError(f"there is no case.toml in {folder}")
        self.root = folder.resolve()

    def path(self, name: str) -> Path:
        """The file that a name stands for, links followed. Raises BadRequestError if it may not be changed."""
        windows, plain = PureWindowsPath(name), PurePosixPath(name)
        outside = not name or "\0" in name or windows.drive or windows.root or ".." in windows.parts
        if outside or plain.as_posix() != name or "\\" in name:
            raise BadRequestError(f"{name!r} is no file of this case")
        if any(part.startswith(".") for part in plain.parts):
            raise BadRequestError(f"{name!r} is hidden, and not part of the case")
        _check_kind(plain)
        try:
            path = (self.root / plain).resolve()
        except (OSError, RuntimeError):
            raise BadRequestError(f"{name!r} is a link that leads nowhere") from None
        if not path.is_relative_to(self.root) or OWN_FOLDER in path.relative_to(self.root).parts:
            raise BadRequestError(f"{name} is a link that leads out of the case: copy the file itself into the folder")
        if path.name != plain.name:
            _check_kind(PurePosixPath(path.name))
        return path

    def open(self, name: str) -> OpenFile:
        """A file with its content, read whole. Raises BadRequestError, or CannotWriteError if it may not be read."""
        path = self.path(name)
        try:
            before = sign(path)
            if before is None:
                return OpenFile(name, path, None, None)
            if not path.is_file():
                raise BadRequestError(f"{name} is not a regular file")
            content = path.read_bytes()
            after = sign(path)
        except OSError as fault:
            raise CannotWriteError(f"{name} cannot be read: {fault.strerror}") from fault
        # Written to while it was being read: what was read may be half of it.
        return self.open(name) if before != after else OpenFile(name, path, content, after)

    def text(self, file: OpenFile) -> Text:
        """The records of a file. Raises BadRequestError."""
        content = file.content if file.content is not None else b""
        if file.name.endswith(".toml"):
            return TomlText(file.name, content)
        encoding, header = self._settings(file.name)
        return CsvText(file.name, content, encoding=encoding, header=header)

    def entries_of(self, name: str) -> list[tuple[str, dict[str, Any]]]:
        """What case.toml says of a table: ("events" or "maps", the entry) for each that names it."""
        try:
            data = tomllib.loads((self.root / "case.toml").read_bytes().decode("utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            return []
        found = []
        for kind in ("events", "maps"):
            entries = data.get(kind)
            for entry in entries if isinstance(entries, list) else ():
                if isinstance(entry, dict) and _names(str(entry.get("file", "")), name):
                    found.append((kind, entry))  # noqa: PERF401 - nested conditions read better as a loop
        return found

    def _settings(self, name: str) -> tuple[str, list[str]]:
        for _, entry in self.entries_of(name):
            titles = entry.get("header")
            header = [str(title) for title in titles] if isinstance(titles, list) else []
            return str(entry.get("encoding") or ""), header
        return "", []


def check_writable(path: Path, name: str) -> None:
    """Raises CannotWriteError for a file that its owner has protected, though its folder would let us replace it."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK):
        raise CannotWriteError(f"{name} is read-only: change the rights of the file if it may be changed")


def sign(path: Path) -> Signature | None:
    """What changes when a file is written or replaced; None if there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _check_kind(plain: PurePosixPath) -> None:
    ending = plain.suffix.lower()
    if ending in _INSTEAD:
        raise BadRequestError(f"{plain} {_INSTEAD[ending]}")
    if ending == ".toml" and plain.as_posix() not in TOML_FILES and plain.name not in TOML_FILES:
        raise BadRequestError(f"{plain} is no file of a case; its files are {', '.join(sorted(TOML_FILES))}")
    if ending not in {".toml", *TEXT_ENDINGS}:
        raise BadRequestError(f"{plain} is neither a TOML file nor a table of text")


def _names(written: str, name: str) -> bool:
    """Does an entry's `file` (a file, a folder or a pattern) name this one?"""
    plain = PurePosixPath(written or "-").as_posix()
    return plain == name or name.startswith(f"{plain}/") or fnmatch.fnmatchcase(name, plain)
