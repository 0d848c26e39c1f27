"""The names of the files of a plain case: those that its author gave, as far as any system can have them.

No two differ in the case of letters alone, none is a name that Windows keeps for itself, none lies where the reader of
a case looks for something else.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

_MOST = 80
_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
# Folders of which the reader of a case takes every file for something of its own.
_OWN_FOLDERS = frozenset({"releases", "documents"})


class PlainPaths:
    """Gives out paths, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._closed: set[str] = set()

    def reserve(self, path: str) -> None:
        """A name that is in use already."""
        self._taken.add(path.lower())

    def file(self, written: str, folder: str, ending: str) -> str:
        """A path for the file that the author calls `written`: the same but for its ending where that can be had, else
        its name in `folder`.
        """
        path = PurePosixPath(written)
        stem = plain_stem(path.name)
        parts = path.parts[:-1]
        plain = bool(parts) and all(plain_name(part) == part for part in parts) and parts[0].lower() not in _OWN_FOLDERS
        home = "/".join(parts) if plain and not self._in_closed(parts) else folder
        return self._free(home, stem, ending)

    def own_folder(self, wished: str) -> str:
        """A folder in which no other file will ever lie."""
        parent, _, name = wished.rpartition("/")
        found = self._free(parent, plain_name(name), "")
        self._closed.add(found.lower())
        return found

    def in_folder(self, folder: str, name: str, ending: str) -> str:
        """A file in such a folder."""
        return self._free(folder, plain_name(name), ending)

    def _in_closed(self, parts: tuple[str, ...]) -> bool:
        return any("/".join(parts[:length]).lower() in self._closed for length in range(1, len(parts) + 1))

    def _free(self, folder: str, stem: str, ending: str) -> str:
        number = 1
        while True:
            again = f"{stem}-{number}" if number > 1 else stem
            path = f"{folder}/{again}{ending}" if folder else f"{again}{ending}"
            if path.lower() not in self._taken:
                self._taken.add(path.lower())
                return path
            number += 1


def plain_stem(name: str) -> str:
    """The name of a file without its endings, as any system can have it."""
    stem = name
    for ending in _ENDINGS:
        stem = stem[: -len(ending)] if stem.lower().endswith(ending) and len(stem) > len(ending) else stem
    return plain_name(stem)


def plain_name(name: str) -> str:
    """One part of a path as any system can have it: letters, digits, "_", "-", "." in between; never empty."""
    safe = _UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip(".-")[:_MOST].strip(".-")
    return f"{safe}-file" if _RESERVED.fullmatch(safe) else safe or "file"


_ENDINGS = (
    ".gz", ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".parquet", ".pq", ".geoparquet", ".geojson", ".json",
    ".kml", ".kmz", ".gpkg", ".fgb", ".shp", ".zip",
)  # fmt: skip
