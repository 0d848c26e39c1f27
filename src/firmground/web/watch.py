"""Notices that a file of the case is not what it was when the case was read, so that no number is shown as fresh.

A file whose time and size are as they were at the check is taken as unchanged; any other is read and its sha256
compared. Nothing runs in the background: it is looked up when somebody looks.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final

from firmground.provenance import stamp_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from firmground.provenance import InputFile

# Files that are read if they are there, under these names (read.folder and what it calls).
OWN_NAMES: Final = (
    "case.toml", "sources.toml", "actors.toml", "definitions.toml", "claims.toml", "undertakings.toml",
    "places.csv", "incidents.csv",
)  # fmt: skip
_OWN_PATTERNS: Final = ("releases/*",)
_MAGIC: Final = ("*", "?", "[")

Mark = tuple[int, int]  # time of the last change in nanoseconds, size in bytes


def mark_files(folder: Path) -> dict[str, Mark]:
    """Time and size of every file of the folder that could be read, to be taken before the case is read."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not any(part.startswith(".") for part in name.split("/")) and (mark := _mark(path)):
            found[name] = mark
    return found


class Watch:
    """The inputs of one check. `before`: their marks from before the case was read."""

    def __init__(self, folder: Path, inputs: Iterable[InputFile], before: dict[str, Mark]) -> None:
        self._folder = folder
        self._sha256 = {item.path: item.sha256 for item in inputs}
        # A file that was touched while it was being read has no mark that can be relied on.
        self._same = {name: mark for name, mark in before.items() if _mark(folder / name) == mark}
        self._known = frozenset(_possible(folder))

    def changed(self) -> tuple[str, ...]:
        """Names of the files that changed, are gone, or are new and would be read, sorted."""
        found = {name for name in self._sha256 if not self._as_it_was(name)}
        return tuple(sorted(found | (_possible(self._folder) - self._known)))

    def _as_it_was(self, name: str) -> bool:
        path = self._folder / name
        mark = _mark(path)
        if mark is None:
            return False
        if self._same.get(name) == mark:
            return True
        try:
            same = stamp_file(path, self._folder).sha256 == self._sha256[name]
        except OSError:
            return False
        if same:
            self._same[name] = mark
        return same


def _mark(path: Path) -> Mark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _possible(folder: Path) -> set[str]:
    """The files that a case in this folder reads without naming each: own names and what its patterns find now."""
    names = {name for name in OWN_NAMES if (folder / name).is_file()}
    for pattern in (*_OWN_PATTERNS, *_patterns(folder)):
        try:
            found = [path for path in folder.glob(pattern) if path.is_file() and not path.name.startswith(".")]
        except (ValueError, NotImplementedError, OSError):
            continue  # no pattern at all, or one that leads out of the case: the reader tells that
        names |= {path.relative_to(folder).as_posix() for path in found}
    return names


def _patterns(folder: Path) -> list[str]:
    try:
        entries = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8")).get("maps", [])
        named = [str(entry.get("file", "")) for entry in entries]
    except (OSError, ValueError, AttributeError, TypeError):
        return []  # a case.toml that cannot be read has changed, which is told already
    inside = [name for name in named if name and ".." not in name]
    return [
        f"{name.rstrip('/')}/*" if (folder / name).is_dir() else name
        for name in inside
        if (folder / name).is_dir() or any(mark in name for mark in _MAGIC)
    ]
