"""Ground in a folder: a map laid down once, that any number of processes can ask about events by the million.

The folder holds the map's states and what each says (ground.json), its polygons and the days of its faces as plain
.npy files, and the territory that the engine asks; all of it is mapped into memory, so the processes of one machine
share it. What the engine cannot tell, of a point on a border or a disc that nearly touches one, is looked up in the
polygons: slower, never otherwise. The folder may be copied to other machines, and deleted at will.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.case.actors import SOMEBODY, Actor, Actors
from firmground.case.control import ControlMap, Face, Holding, Timing
from firmground.case.control import Ground as Said
from firmground.dates import Days, When
from firmground.engine.area_runs import Standing
from firmground.engine.edges.faces import Faces
from firmground.engine.territory.store import Folder, key_of, open_territory
from firmground.engine.territory.territory import Territory
from firmground.errors import BadRequestError
from firmground.hold.fast import FastMap
from firmground.hold.ground import NOTHING_KNOWN, GroundWriter
from firmground.hold.spells import Spell, Spells
from firmground.hold.states import StatedMap, States, state_map
from firmground.hold.table import HoldTable, build_table
from firmground.modality import Modality

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from firmground.scale.rows import Rows

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Arrays = dict[str, NDArray[Any]]

FORMAT = 1
_WORDS = "ground.json"
_TERRITORY = "territory"
_FACE_COLUMNS = ("xy", "ring_first", "part_first", "face_first", "holding", "first", "stop")


def lay_ground(
    control: Any,
    folder: str | Path,
    *,
    columns: Any = None,
    elsewhere: str = "unknown",
    within: Any = None,
    max_gap_days: int = 14,
    tell: Callable[[str], None] | None = None,
) -> Path:
    """Writes a map of polygons into a folder, ready to be asked; returns the folder.

    `control`, `columns`, `elsewhere`, `within` and `max_gap_days` as for `firmground.who_held`; or a `ControlMap` of a
    case, which says all that itself. `tell` is told what is being done. Raises BadRequestError for what cannot be read,
    for a list of places (`who_held` takes one), and for a folder that holds something else.
    """
    from firmground.frames import read_control  # noqa: PLC0415 - a map of a case needs no frames

    if not isinstance(control, ControlMap):
        control = read_control(control, columns, elsewhere=elsewhere, within=within, max_gap_days=max_gap_days)
    if control.listed:
        raise BadRequestError("a list of places is not laid down in a folder: ask `firmground.who_held` with it")
    place = Path(folder)
    if place.exists() and any(place.iterdir()) and not (place / _WORDS).exists():
        raise BadRequestError(f"{place} is not empty and holds no ground: name another folder")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    stated = state_map(control)
    faces = stated.faces()
    arrays, words = _written(control, stated, faces)
    for name, array in arrays.items():
        np.save(place / f"{name}.npy", array, allow_pickle=False)
    territory = Territory(faces, shelf=Folder(place / _TERRITORY, words["key"], tell=tell), tell=tell)
    territory.make_ready(discs=True)
    (place / _WORDS).write_text(json.dumps(words, indent=1), encoding="utf-8")
    return place


def open_ground(folder: str | Path) -> Ground:
    """The ground in a folder; opened once in each process. Raises BadRequestError where there is none."""
    path = Path(folder)
    try:
        changed = (path / _WORDS).stat().st_mtime_ns
    except OSError as fault:
        raise BadRequestError(f"there is no ground in {path}: write it with lay_ground(control, folder)") from fault
    return _opened(path.absolute(), changed).ready()


@lru_cache(maxsize=4)
def _opened(path: Path, _: int) -> Ground:
    words = json.loads((path / _WORDS).read_text(encoding="utf-8"))
    if words.get("format") != FORMAT:
        raise BadRequestError(f"the ground in {path} is of another version of firmground: write it anew")
    arrays = {file.stem: np.asarray(np.load(file, mmap_mode="r", allow_pickle=False)) for file in path.glob("*.npy")}
    return Ground(path, words, arrays)


@dataclass(frozen=True, eq=False)
class _LaidMap(StatedMap):
    """A map whose polygons are made only when something has to be looked at one by one."""

    polygons: Callable[[], Faces]

    @cached_property
    def standing(self) -> Standing:
        faces = self.polygons()
        own = faces.holding != (-1 if self.limit is None else self.limit)
        columns = (getattr(faces, name)[own].astype(np.int64) for name in ("holding", "first", "stop"))
        return Standing(faces.shapes()[own], *columns)


@dataclass(frozen=True, eq=False)
class Ground:
    """A map that was laid down. `open_ground` gives it; threads may share it once it is `ready`."""

    path: Path
    words: dict[str, Any]
    arrays: Arrays

    def ready(self) -> Ground:
        """With everything opened that every question needs."""
        _ = self.territory, self.stated, self.parties, self.actors
        return self

    @cached_property
    def said(self) -> tuple[Holding, ...]:
        return tuple(_holding(one) for one in self.words["said"])

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """All who hold ground somewhere on the map, sorted: those for whom there are answers."""
        holders = {holder for holding in (*self.said, self._bare.elsewhere) for holder in holding.holders}
        return tuple(sorted(holders - {SOMEBODY}))

    @cached_property
    def actors(self) -> Actors:
        return Actors({party: Actor(party, party) for party in self.parties})

    @cached_property
    def asking(self) -> Any:
        """What `HoldTable` wants to know of a case: its actors."""
        return SimpleNamespace(actors=self.actors)

    @cached_property
    def _bare(self) -> ControlMap:
        """The map without its faces."""
        words = self.words
        within = shapely.from_wkb(bytes.fromhex(words["within"])) if words["within"] else None
        elsewhere = _holding(words["elsewhere"])
        return ControlMap("control", "control", "", (), Timing(words["timing"]), elsewhere=elsewhere, within=within)

    @cached_property
    def states(self) -> States:
        start, stop, stretch, speaks = (
            np.array(self.arrays[f"state_{name}"]) for name in ("start", "stop", "stretch", "speaks")
        )
        return States(start, stop, stretch, speaks, snapshots=self.words["snapshots"])

    @cached_property
    def stated(self) -> StatedMap:
        """What the engine's answers mean."""
        own = tuple(
            Face(self.said[said], _when(days))
            for said, days in zip(self.arrays["own_said"].tolist(), self.arrays["own_days"].tolist(), strict=True)
        )
        nothing = np.zeros(0, np.int64)
        rows = nothing, nothing, nothing, nothing
        return _LaidMap(self._bare, self.states, self.said, own, *rows, polygons=lambda: self._faces)

    @cached_property
    def territory(self) -> Territory:
        found = open_territory(self.path / _TERRITORY, self.words["key"], trusted=True)
        return found or Territory(self._faces)

    @cached_property
    def _faces(self) -> Faces:
        xy, ring_first, part_first, face_first, holding, first, stop = (
            np.array(self.arrays[f"faces_{name}"]) for name in _FACE_COLUMNS
        )
        states, holdings = self.words["states"], self.words["codes"]
        return Faces(xy, ring_first, part_first, face_first, holding, first, stop, states, holdings)

    def table(self, rows: Rows) -> HoldTable:
        """The spells of each row, one occurrence each. A row without a finite place may be anywhere."""
        ground = GroundWriter()
        placed = np.isfinite(rows.lon) & np.isfinite(rows.lat)
        known, lost = np.flatnonzero(placed), np.flatnonzero(~placed)
        some = rows.some(known)
        # A map for each call: what it remembers is not for several threads.
        fast = _LaidFast(self)
        discs = some.lon, some.lat, some.radius_km, some.start, some.stop
        parts = [(known, fast.disc_spells(*discs, ground, _silent))]
        if len(lost):
            days = zip(rows.start[lost].tolist(), rows.stop[lost].tolist(), strict=True)
            nothing = [[Spell(start, stop, NOTHING_KNOWN)] for start, stop in days]
            parts.append((lost, Spells.written(nothing, ground)))
        # The engine tells of whole states, a row asks for its own days.
        count = len(rows)
        joined = Spells.joined(count, parts).taken(np.arange(count), rows.start, rows.stop).merged()
        return build_table(ground.table(), np.arange(count, dtype=np.int32), joined, ())


def _silent(_: str) -> None:
    """Batches are too many to be told of."""


class _LaidFast(FastMap):
    """The engine's way of asking, with the territory that lies in the folder."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground.stated, None, _silent)
        self._ground = ground

    @cached_property
    def territory(self) -> Territory:
        return self._ground.territory


def _written(control: ControlMap, stated: StatedMap, faces: Faces) -> tuple[Arrays, dict[str, Any]]:
    said = {holding: number for number, holding in enumerate(stated.said)}
    states = stated.states
    arrays: Arrays = {
        **{f"state_{name}": getattr(states, name) for name in ("start", "stop", "stretch", "speaks")},
        "own_said": np.array([said[face.holding] for face in stated.own], np.int32),
        "own_days": _days([face.period for face in stated.own]),
        **{f"faces_{name}": getattr(faces, name) for name in _FACE_COLUMNS},
    }
    words = {
        "format": FORMAT,
        "key": key_of(faces),
        "timing": str(control.timing),
        "snapshots": states.snapshots,
        "states": faces.states,
        "codes": faces.holdings,
        "within": shapely.to_wkb(control.within).hex() if control.within is not None else "",
        "elsewhere": _spelled(control.elsewhere),
        "said": [_spelled(holding) for holding in stated.said],
    }
    return arrays, words


def _days(periods: Sequence[When]) -> NDArray[np.int32]:
    """Shape (n, 4)."""
    return np.array([(*when.possible, *when.certain) for when in periods], np.int32).reshape(-1, 4)


def _when(days: Sequence[int]) -> When:
    return When(Days(*days[:2]), Days(*days[2:]))


def _spelled(holding: Holding) -> dict[str, Any]:
    coded = None if holding.coded is None else [holding.coded[0], int(holding.coded[1])]
    return {"ground": str(holding.ground), "holders": holding.holders, "present": holding.present, "coded": coded}


def _holding(words: dict[str, Any]) -> Holding:
    present, coded = words["present"], words["coded"]
    return Holding(
        Said(words["ground"]),
        tuple(words["holders"]),
        None if present is None else tuple(present),
        None if coded is None else (coded[0], Modality(coded[1])),
    )
