"""Where the engine's index of a map is kept: in the case's folder, beside the case, to be deleted at will.

Each map has one folder, in which a new index takes the place of the old one.

The key says what the index was made from, without going through every polygon: the files that they were read from,
what was read of each face, and by which version of this program. Another key, another index.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import numpy as np
import shapely

from firmground.engine.compiled import kernel_folder
from firmground.provenance import version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.hold.states import StatedMap

_OWN = ".firmground"


def kept_at(case: Case, stated: StatedMap) -> tuple[Path, str] | None:
    """The folder for a map's index, and the key of what is in it; None where nothing can or should be kept.

    Frames in memory are no case on disk, and a folder may be somebody else's.
    """
    stamps = {one.path: one.sha256 for one in case.inputs}
    files = sorted({face.file for face in stated.control.faces})
    room = case.folder / _OWN / "territory"
    if not files or not stamps.keys() >= set(files) or not _may_write(case.folder, room):
        return None
    # Arrays of another version of the engine may mean something else.
    digest = hashlib.sha256(f"{version()} {kernel_folder().name}".encode())
    for part in (*(stamps[file].encode() for file in files), *_said(stated)):
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    name = hashlib.sha256(stated.control.id.encode()).hexdigest()[:16]
    return room / name, digest.hexdigest()


def _may_write(folder: Path, room: Path) -> bool:
    """Makes the room, with a word to git that nothing in it is to be committed."""
    if not (folder / "case.toml").is_file():
        return False
    try:
        room.mkdir(parents=True, exist_ok=True)
        if not (room / ".gitignore").exists():
            (room / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError:
        return False
    return os.access(room, os.W_OK)


def _said(stated: StatedMap) -> Iterator[bytes]:
    """What the engine's polygons are made from; of their points only how many there are and how far they go."""
    control = stated.control
    yield b"" if control.within is None else shapely.to_wkb(control.within)
    yield repr((len(stated.states), stated.codes)).encode()
    for face in control.faces:
        yield f"{face.file}\0{face.row}".encode()
    shapes = np.array([face.geometry for face in control.faces], dtype=object)
    yield shapely.get_num_coordinates(shapes).tobytes()
    yield shapely.bounds(shapes).tobytes()
    for column in (stated.face, stated.code, stated.first, stated.stop):
        yield np.ascontiguousarray(column, dtype=np.int64).tobytes()
