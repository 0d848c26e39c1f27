"""Faces that stay the same from one state to the next: found by their points, without knowing which is which."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.engine.edges.faces import Faces

    Ints = NDArray[np.int64]

_KERNELS = "firmground.engine.edges.rings_kernels"


def merge_unchanged(faces: Faces, tell: Callable[[str], None] | None = None) -> Faces:
    """Faces with the same points and holding on states that follow each other become one face on all of them.

    A source of daily snapshots, each with all polygons, becomes a few faces on long runs, in the order of their first
    states. Two equal faces on one state stay two. Where nothing is merged the same faces are returned.
    """
    faces = faces.for_kernels()
    if len(faces) < 2:
        return faces
    key = _likeness(faces)
    order = np.lexsort((faces.first, key))
    before, after = order[:-1], order[1:]
    alike = (key[before] == key[after]) & (faces.stop[before] == faces.first[after])
    alike &= faces.holding[before] == faces.holding[after]
    pairs = np.flatnonzero(alike)
    same = np.zeros(len(pairs), np.bool_)
    old, new = before[pairs], after[pairs]
    kernels = load(_KERNELS, tell)
    offsets = (faces.ring_first, faces.part_first, faces.face_first)
    in_parts(lambda part: kernels.same_faces(faces.xy, *offsets, old, new, part.start, part.stop, same), len(pairs))
    if not same.any():
        return faces
    goes_on = np.zeros(len(order), np.bool_)
    goes_on[pairs + 1] = same
    begins = np.flatnonzero(~goes_on)
    ends = np.append(begins[1:], len(order)) - 1
    kept = order[begins]
    stop = faces.stop[order[ends]]
    by_time = np.lexsort((kept, faces.first[kept]))
    return replace(faces.some(kept[by_time]), stop=stop[by_time])


def _likeness(faces: Faces) -> NDArray[np.uint64]:
    """A number for each face that is the same for the same faces and hardly ever else: of a few of its points."""
    begin = faces.ring_first[faces.part_first[faces.face_first[:-1]]]
    points = faces.ring_first[faces.part_first[faces.face_first[1:]]] - begin
    key = faces.holding.astype(np.uint64)
    for number in [points, *(column for eighth in range(8) for column in _bits(faces, begin + points * eighth // 8))]:
        key = (key ^ number.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return key


def _bits(faces: Faces, point: Ints) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    found = faces.xy[point].view(np.uint64)
    return found[:, 0], found[:, 1]
