"""A map of faces that say from when until when, in states: where a face stands plainly and where it does not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from firmground.case.control import Face

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Periods:
    """States, `start` to `stop` excluded and without gaps, `speaks` where some face stands for sure.

    `face[k]` stands on the states `first[k]` to `last[k]`, excluded: plainly where `own_of[k]` is -1, else as
    `own[own_of[k]]`, which stands for all faces of the same days and holding that never lie over each other.
    """

    own: tuple[Face, ...]
    start: Ints
    stop: Ints
    speaks: Bools
    face: Ints
    first: Ints
    last: Ints
    own_of: Ints


def read_periods(faces: Sequence[Face]) -> Periods:
    """The faces of a map of polygons."""
    possible = np.array([face.period.possible for face in faces], dtype=np.int64).reshape(-1, 2)
    certain = np.array([face.period.certain for face in faces], dtype=np.int64).reshape(-1, 2)
    sure = certain[:, 0] < certain[:, 1]
    certain[~sure] = possible[~sure, :1]  # an empty run at its beginning
    days = np.unique(np.concatenate([possible.ravel(), certain.ravel()]))
    start, stop = days[:-1], days[1:]
    # In states: `may` holds `must`, which is empty where nothing is certain.
    may, must = np.searchsorted(days, possible), np.searchsorted(days, certain)
    overlaps = _Overlaps(faces)
    handed = _handed_over(must, sure, stop - start == 1, overlaps)
    plain = [(face, *run, -1) for face, run in _plain_runs(must, handed)]
    doubtful: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for face in np.flatnonzero((may[:, 0] < must[:, 0]) | (must[:, 1] < may[:, 1])).tolist():
        ends = ((int(may[face, 0]), int(must[face, 0])), (int(must[face, 1]), int(may[face, 1])))
        doubtful[face] += [run for run in ends if run[0] < run[1]]
    for face, states in handed.items():
        doubtful[face] += [(state, state + 1) for state in states]
    numbers, own = _own_faces(faces, sorted(doubtful), overlaps)
    unclear = [(face, *run, numbers[face]) for face, runs in doubtful.items() for run in runs]
    table = np.array([*plain, *unclear], dtype=np.int64).reshape(-1, 4)
    spoken = np.bincount(must[sure, 0], minlength=len(days)) - np.bincount(must[sure, 1], minlength=len(days))
    columns = (np.ascontiguousarray(column) for column in table.T)
    return Periods(own, start, stop, np.cumsum(spoken)[:-1] > 0, *columns)


class _Overlaps:
    """Which faces lie over each other, beyond sharing a border."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self._faces = faces
        self._known: dict[tuple[int, int], bool] = {}

    def pairs(self, one: Sequence[int], other: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pairs of a face of the one kind and a different face of the other."""
        tree = shapely.STRtree([self._faces[face].geometry for face in other])
        for left, right in tree.query([self._faces[face].geometry for face in one]).T.tolist():
            a, b = one[left], other[right]
            if a != b and self._overlap(self._faces[a].geometry, self._faces[b].geometry):
                yield a, b

    def _overlap(self, one: Any, other: Any) -> bool:
        key = (id(one), id(other))
        if key not in self._known:
            self._known[key] = one is other or bool(shapely.relate_pattern(one, other, "T********"))
        return self._known[key]


def _handed_over(must: Ints, sure: Bools, one_day: Bools, overlaps: _Overlaps) -> dict[int, list[int]]:
    """By face the states, each of one day, on which it ends and another begins over the same ground, or the reverse."""
    ending: dict[int, list[int]] = defaultdict(list)
    starting: dict[int, list[int]] = defaultdict(list)
    for face in np.flatnonzero(sure).tolist():
        first, last = int(must[face, 0]), int(must[face, 1]) - 1
        if one_day[first]:
            starting[first].append(face)
        if one_day[last]:
            ending[last].append(face)
    found: dict[int, set[int]] = defaultdict(set)
    for state in ending.keys() & starting.keys():
        for face in chain.from_iterable(overlaps.pairs(ending[state], starting[state])):
            found[face].add(state)
    return {face: sorted(states) for face, states in found.items()}


def _plain_runs(must: Ints, handed: dict[int, list[int]]) -> Iterator[tuple[int, tuple[int, int]]]:
    for face, (first, last) in enumerate(must.tolist()):
        begin = first
        for state in handed.get(face, ()):
            if begin < state:
                yield face, (begin, state)
            begin = state + 1
        if begin < last:
            yield face, (begin, last)


def _own_faces(
    faces: Sequence[Face], doubtful: list[int], overlaps: _Overlaps
) -> tuple[dict[int, int], tuple[Face, ...]]:
    """Faces of the same days and holding share a number, unless they lie over each other: then each counts."""
    groups: dict[Any, list[int]] = defaultdict(list)
    for face in doubtful:
        groups[faces[face].holding, faces[face].period.possible, faces[face].period.certain].append(face)
    numbers: dict[int, int] = {}
    own: list[Face] = []
    for members in groups.values():
        alone = set(chain.from_iterable(overlaps.pairs(members, members))) if len(members) > 1 else set()
        shared = [face for face in members if face not in alone]
        for same in filter(None, [shared, *([face] for face in sorted(alone))]):
            numbers |= dict.fromkeys(same, len(own))
            own.append(faces[same[0]])
    return numbers, tuple(own)
