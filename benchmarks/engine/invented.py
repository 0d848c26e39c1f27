"""An invented war, for measuring and for testing: ground that changes hands daily, and events near its fronts.

A box of degrees is a quilt of cells. About three in five are *regions*, whose borders are rough arcs that neighbours
share; the others are bare. *Pockets*, large and small, with holes and far parts, stand apart from each other on bare
ground and in enclaves cut out of regions; or, where the plan says `overlapping`, anywhere, across fronts too. The
faces of one holder never overlap. Everything follows from the plan, its seed included.

    faces = invent_faces(Plan())                     # 365 states of about 2,000 polygons and 243,000 vertices
    events = invent_events(Plan(), faces, 100_000)
    snapshots = in_snapshots(faces)                  # the same, as a source publishes it: every polygon, every state
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.edges.faces import Faces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Plan:
    """What to invent. `vertices`: of one state, about; `changing`: polygons that change from a state to the next,
    about. `box`: west, south, east, north in degrees.
    """

    seed: int = 20151021
    states: int = 365
    polygons: int = 2_000
    vertices: int = 243_000
    changing: int = 60
    holders: int = 11
    overlapping: bool = False
    box: tuple[float, float, float, float] = (35.0, 32.0, 45.0, 38.0)


SMALL = Plan(states=20, polygons=60, vertices=3_000, changing=8, holders=5)


@dataclass(frozen=True, eq=False)
class Events:
    """One entry for each event. It happened in `place` within `radius_km`, on some state from `state` to `stop`,
    excluded; at `hour` of that day; by `actor`.
    """

    lon: Floats
    lat: Floats
    radius_km: Floats
    state: Codes
    stop: Codes
    hour: NDArray[np.float32]
    actor: Codes


def invent_faces(plan: Plan) -> Faces:
    """Each face on its longest run of states, in the order in which they end."""
    rng = np.random.default_rng(plan.seed)
    war = _War(plan, rng)
    rolls = _Rolls()
    since = dict.fromkeys(war.names(), 0)
    for state in range(1, plan.states):
        shown = {name: war.shape(name) for name in war.changes()}
        for name, (parts, holding) in shown.items():
            rolls.add(parts, holding, since[name], state)
            since[name] = state
        war.turn(rng)
    for name, start in since.items():
        rolls.add(*war.shape(name), start, plan.states)
    return rolls.faces(plan.states, plan.holders)


def in_snapshots(faces: Faces) -> Faces:
    """The same as a source of snapshots has it: every face once for each state on which it stands, by state."""
    rolls = _Rolls()
    order = [np.flatnonzero((faces.first <= state) & (state < faces.stop)) for state in range(faces.states)]
    parts_of = [_parts(faces, face) for face in range(len(faces))]
    for state, standing in enumerate(order):
        for face in standing:
            rolls.add(parts_of[face], int(faces.holding[face]), state, state + 1)
    return rolls.faces(faces.states, faces.holdings)


def invent_events(plan: Plan, faces: Faces, rows: int) -> Events:
    """Seven in ten near a front of their day, two at places of a gazetteer, one anywhere. Four in five of one day."""
    rng = np.random.default_rng([plan.seed, rows])
    state = rng.integers(0, plan.states, rows).astype(np.int32)
    kind = rng.choice(3, rows, p=[0.7, 0.2, 0.1])
    west, south, east, north = plan.box
    lon, lat = rng.uniform(west, east, rows), rng.uniform(south, north, rows)
    listed = np.flatnonzero(kind == 1)
    weight = 1 / np.arange(1, 301) ** 0.8
    place = rng.choice(300, len(listed), p=weight / weight.sum())
    lon[listed] = np.round(rng.uniform(west, east, 300), 4)[place]
    lat[listed] = np.round(rng.uniform(south, north, 300), 4)[place]
    near = np.flatnonzero(kind == 0)
    vertex = _vertices(rng, faces, state[near])
    spread = rng.choice([0.5, 3.0, 15.0], len(near), p=[0.4, 0.4, 0.2]) / 111.2
    lat[near] = faces.xy[vertex, 1] + rng.normal(0, 1, len(near)) * spread
    lon[near] = faces.xy[vertex, 0] + rng.normal(0, 1, len(near)) * spread / np.cos(np.radians((south + north) / 2))
    lasting = np.where(rng.random(rows) < 0.8, 1, rng.integers(2, 31, rows))
    return Events(
        lon=np.round(np.clip(lon, -180.0, 180.0), 5).astype(np.float64),
        lat=np.round(np.clip(lat, -90.0, 90.0), 5).astype(np.float64),
        radius_km=rng.choice([1.0, 5.0, 10.0, 25.0, 100.0], rows, p=[0.35, 0.3, 0.15, 0.12, 0.08]),
        state=state,
        stop=np.minimum(state + lasting, plan.states).astype(np.int32),
        hour=rng.uniform(0, 24, rows).astype(np.float32),
        actor=rng.integers(0, 6, rows).astype(np.int32),
    )


def _vertices(rng: np.random.Generator, faces: Faces, state: Codes) -> Ints:
    """For each state a vertex of the faces that stand on it."""
    begin = faces.ring_first[faces.part_first[faces.face_first[:-1]]]
    count = faces.ring_first[faces.part_first[faces.face_first[1:]]] - begin
    order = np.argsort(state, kind="stable")
    limits = np.searchsorted(state[order], np.arange(faces.states + 1))
    found = np.empty(len(state), np.int64)
    for one in range(faces.states):
        rows = order[limits[one] : limits[one + 1]]
        standing = np.flatnonzero((faces.first <= one) & (one < faces.stop))
        total = np.cumsum(count[standing])
        drawn = rng.integers(0, total[-1], len(rows))
        face = np.searchsorted(total, drawn, side="right")
        found[rows] = begin[standing[face]] + drawn - (total[face] - count[standing[face]])
    return found


# ---- what the ground looks like on one day, and how it changes ----


def _rough(rng: np.random.Generator, points: int) -> Floats:
    """A rough closed line: random waves, the shorter the lower; standard deviation 1."""
    waves = np.arange(1, max(2, points // 3) + 1)
    spectrum = np.zeros(points // 2 + 1, complex)
    spectrum[1 : len(waves) + 1] = (waves**-1.2 * np.exp(2j * np.pi * rng.random(len(waves))))[: len(spectrum) - 1]
    line = np.fft.irfft(spectrum, points)
    return np.asarray(line / line.std())


def _push(rng: np.random.Generator, line: Floats) -> Floats:
    """The line pushed out or in over a short stretch."""
    points = len(line)
    width = max(3, int(points * rng.uniform(0.01, 0.08)))
    start = int(rng.integers(0, max(1, points - width)))
    bump = np.sin(np.pi * (np.arange(width) + 0.5) / width) ** 2
    pushed = line.copy()
    pushed[start : start + width] += rng.choice([-1, 1]) * rng.uniform(0.2, 1.0) * bump[: points - start]
    return pushed


@dataclass
class _Arc:
    """A stretch of front between two corners of the quilt, as heights of a rough line over the straight one."""

    begin: Floats
    end: Floats
    line: Floats

    def points(self) -> Floats:
        """Without the last point. The heights stay within a lens, so that arcs never meet but at their corners."""
        along = self.end - self.begin
        across = np.array([-along[1], along[0]])
        t = np.arange(len(self.line)) / len(self.line)
        lens = np.minimum(0.1, 0.5 * np.minimum(t, 1 - t))
        height = np.where(lens > 0, lens * np.tanh((self.line - self.line[0]) * 0.05 / np.maximum(lens, 1e-9)), 0)
        return np.asarray(self.begin + t[:, None] * along + height[:, None] * across)


@dataclass
class _Pocket:
    """Ground within an ellipse of half axes `reach` about `centre`: a rough shell, with holes or far parts or none."""

    centre: Floats
    reach: Floats
    holding: int
    shell: Floats
    holes: list[Floats] = field(default_factory=list)
    far: list[Floats] = field(default_factory=list)

    def parts(self) -> list[list[Floats]]:
        """Parts as lists of closed rings."""
        size = 0.55 if self.far else 1.0
        thirds = [np.array([np.cos(turn), np.sin(turn)]) for turn in 0.4 + 2 * np.pi * np.arange(3) / 3]
        rings = [self._ring(self.shell, 0.35 * size, 0.95 * size, np.zeros(2))]
        rings += [
            self._ring(hole, 0.05 * size, 0.12 * size, 0.17 * size * to)[::-1]
            for hole, to in zip(self.holes, thirds, strict=False)
        ]
        return [rings, *([self._ring(far, 0.1, 0.2, 0.78 * to)] for far, to in zip(self.far, thirds, strict=False))]

    def _ring(self, line: Floats, least: float, most: float, offset: Floats) -> Floats:
        turn = 2 * np.pi * np.arange(len(line)) / len(line)
        radius = least + (most - least) * (0.5 + 0.5 * np.tanh(line * 0.7))
        points = offset + radius[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
        return _closed(self.centre + points * self.reach)


def _closed(points: Floats) -> Floats:
    closed: Floats = np.round(np.concatenate([points, points[:1]]), 6)
    return closed


class _War:
    """The ground on one day. Polygons are named by ("region", n) and ("pocket", n)."""

    def __init__(self, plan: Plan, rng: np.random.Generator) -> None:
        self.plan = plan
        columns, rows = (5, 4) if plan.polygons >= 500 else (3, 2)
        self.cells = [(column, row) for row in range(rows) for column in range(columns)]
        self.held = [cell for cell in self.cells if (cell[0] + 2 * cell[1]) % 5 < 3]
        self.size = np.array([(plan.box[2] - plan.box[0]) / columns, (plan.box[3] - plan.box[1]) / rows])
        self.region_holders = max(1, min(4, plan.holders // 2))
        self.arcs = self._draw_arcs(rng, columns, rows)
        self.pockets: list[_Pocket] = []
        self.enclaves: dict[int, list[int]] = {}
        self._draw_pockets(rng)
        self.next_arcs: list[tuple[int, int, int]] = []
        self.next_pockets: list[int] = []
        self._draw_changes(rng)

    def names(self) -> Iterator[tuple[str, int]]:
        yield from (("region", number) for number in range(len(self.held)))
        yield from (("pocket", number) for number in range(len(self.pockets)))

    def shape(self, name: tuple[str, int]) -> tuple[list[list[Floats]], int]:
        """Parts, as lists of rings, and the holder."""
        kind, number = name
        if kind == "pocket":
            return self.pockets[number].parts(), self.pockets[number].holding
        column, row = self.held[number]
        south, north = self.arcs[column, row, 0].points(), self.arcs[column, row + 1, 0]
        west, east = self.arcs[column, row, 1], self.arcs[column + 1, row, 1].points()
        ring = _closed(np.concatenate([south, east, _backwards(north), _backwards(west)]))
        holes = [self.pockets[pocket].parts()[0][0][::-1] for pocket in self.enclaves.get(number, [])]
        return [[ring, *holes]], (number // 2) % self.region_holders

    def changes(self) -> list[tuple[str, int]]:
        """The polygons that `turn` is about to change."""
        around = set()
        for column, row, upward in self.next_arcs:
            around |= {(column, row), (column - 1, row) if upward else (column, row - 1)}
        regions = {number for number, cell in enumerate(self.held) if cell in around}
        regions |= {region for region, inside in self.enclaves.items() if set(inside) & set(self.next_pockets)}
        return [("region", number) for number in sorted(regions)] + [("pocket", one) for one in self.next_pockets]

    def turn(self, rng: np.random.Generator) -> None:
        """To the next day."""
        for key in self.next_arcs:
            arc = self.arcs[key]
            self.arcs[key] = _Arc(arc.begin, arc.end, _push(rng, arc.line))
        for number in self.next_pockets:
            self.pockets[number].shell = _push(rng, self.pockets[number].shell)
        self._draw_changes(rng)

    def _draw_changes(self, rng: np.random.Generator) -> None:
        fronts = sorted(self.arcs)
        arcs = rng.choice(len(fronts), min(len(fronts), max(1, self.plan.changing // 10)), replace=False)
        self.next_arcs = [fronts[arc] for arc in sorted(arcs)]
        pockets = min(len(self.pockets), self.plan.changing * 17 // 20)
        weight = np.array([len(pocket.shell) ** 0.9 for pocket in self.pockets])
        drawn = rng.choice(len(self.pockets), pockets, replace=False, p=weight / weight.sum())
        self.next_pockets = sorted(int(one) for one in drawn)

    def _draw_arcs(self, rng: np.random.Generator, columns: int, rows: int) -> dict[tuple[int, int, int], _Arc]:
        """Of all borders between cells one of which is held. Key: column, row of the cell; 0 its southern border, 1
        its western one.
        """
        origin = np.array(self.plan.box[:2])
        corners = {}
        for column in range(columns + 1):
            for row in range(rows + 1):
                inner = np.array([0 < column < columns, 0 < row < rows])
                corners[column, row] = origin + self.size * ((column, row) + inner * rng.uniform(-0.06, 0.06, 2))
        points = max(4, round(0.3 * self.plan.vertices / len(self.held) / 4))
        arcs = {}
        for column, row in self.held:
            for key, end in (
                ((column, row, 0), (column + 1, row)),
                ((column, row + 1, 0), (column + 1, row + 1)),
                ((column, row, 1), (column, row + 1)),
                ((column + 1, row, 1), (column + 1, row + 1)),
            ):
                if key not in arcs:
                    arcs[key] = _Arc(corners[key[:2]], corners[end], _rough(rng, points))
        return arcs

    def _draw_pockets(self, rng: np.random.Generator) -> None:
        plan = self.plan
        count = max(0, plan.polygons - len(self.held))
        large = max(1, round(0.044 * count))
        points = {True: round(0.24 * plan.vertices / large), False: round(0.37 * plan.vertices / max(1, count - large))}
        enclaved = 0 if plan.overlapping else min(large // 2, 2 * len(self.held))
        slots = self._slots(rng, large - enclaved, count - large)
        for number in range(enclaved):
            region = number % len(self.held)
            self.enclaves.setdefault(region, []).append(number)
            middle = np.add(self.held[region], (0.35 + 0.3 * (number // len(self.held)), 0.5))
            slots.insert(number, (np.array(plan.box[:2]) + middle * self.size, 0.1 * self.size))
        for number, (centre, reach) in enumerate(slots):
            corners = max(6, points[number < large])
            holding = int(rng.integers(self.region_holders, plan.holders))
            pocket = _Pocket(centre, reach, holding, _rough(rng, corners))
            drawn = rng.random()
            if drawn < 0.15 and number >= enclaved:
                pocket.far = [_rough(rng, max(6, corners // 3)) for _ in range(rng.integers(1, 4))]
            elif drawn < 0.35:
                pocket.holes = [_rough(rng, max(6, corners // 10)) for _ in range(rng.integers(1, 4))]
            self.pockets.append(pocket)

    def _slots(self, rng: np.random.Generator, large: int, small: int) -> list[tuple[Floats, Floats]]:
        """Centres and half axes of ellipses that do not meet, the large ones first."""
        free = self.cells if self.plan.overlapping else [cell for cell in self.cells if cell not in self.held]
        blocks = -(-(large + -(-small // 9)) // len(free))
        side = int(np.ceil(np.sqrt(blocks)))
        margin, step = (0.0, 1 / side) if self.plan.overlapping else (0.18, 0.64 / side)
        lattice = [(cell, across, up) for cell in free for across in range(side) for up in range(side)]
        lattice = [lattice[one] for one in rng.permutation(len(lattice))]
        origin = np.array(self.plan.box[:2])
        big, little = [], []
        for number, (cell, across, up) in enumerate(lattice):
            corner = np.array(cell) + margin + step * np.array([across, up])
            if number < large:
                big.append((origin + (corner + step / 2) * self.size, 0.48 * step * self.size))
                continue
            for third in range(9):
                middle = corner + step / 3 * (np.array([third % 3, third // 3]) + 0.5)
                reach = min(1.0, float(np.exp(rng.normal(-0.7, 0.4)))) * 0.48 * step / 3
                little.append((origin + middle * self.size, reach * self.size))
        return big + little[:small]


def _backwards(arc: _Arc) -> Floats:
    """The same points from the arc's end, without its beginning."""
    return np.concatenate([arc.points()[1:], arc.end[None]])[::-1]


# ---- from rings to flat arrays ----


class _Rolls:
    """Faces in the making."""

    def __init__(self) -> None:
        self.rings: list[Floats] = []
        self.part_first = [0]
        self.face_first = [0]
        self.said: list[tuple[int, int, int]] = []

    def add(self, parts: list[list[Floats]], holding: int, first: int, stop: int) -> None:
        for rings in parts:
            self.rings += rings
            self.part_first.append(len(self.rings))
        self.face_first.append(len(self.part_first) - 1)
        self.said.append((holding, first, stop))

    def faces(self, states: int, holdings: int) -> Faces:
        lengths = np.fromiter(map(len, self.rings), np.int64, len(self.rings))
        holding, first, stop = np.array(self.said, np.int32).reshape(-1, 3).T.copy()
        return Faces(
            xy=np.concatenate(self.rings),
            ring_first=np.append(0, np.cumsum(lengths)),
            part_first=np.array(self.part_first, np.int64),
            face_first=np.array(self.face_first, np.int64),
            holding=holding,
            first=first,
            stop=stop,
            states=states,
            holdings=holdings,
        )


def _parts(faces: Faces, face: int) -> list[list[Floats]]:
    """A face as a list of parts, each a list of rings: views of its points."""
    return [
        [
            faces.xy[faces.ring_first[ring] : faces.ring_first[ring + 1]]
            for ring in range(faces.part_first[part], faces.part_first[part + 1])
        ]
        for part in range(faces.face_first[face], faces.face_first[face + 1])
    ]
