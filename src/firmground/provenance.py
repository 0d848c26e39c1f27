"""What was read, by which version, with which choices: a result stamps itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file as it was read. `path` is relative to the case folder, with forward slashes; `size` in bytes."""

    path: str
    sha256: str
    size: int


@cache
def version() -> str:
    """The version of firmground that is running."""
    try:
        return metadata.version("firmground")
    except metadata.PackageNotFoundError:
        return "0+source"


def stamp_file(path: Path, root: Path) -> InputFile:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
            size += len(block)
    return InputFile(path.relative_to(root).as_posix(), digest.hexdigest(), size)
