"""What the moving map shows, as plain data: ground, places, events and answers, day by day. Nothing is drawn here.

Days are ordinals, half-open; `NO_START` and `NO_STOP` stand for no limit. Where one thing points to another it does
so by its position in the scene's tuples, -1 for none. Texts are raw and untrusted, as everywhere in a report.
It is not part of the JSON report: it repeats the case's own files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.report.model import SourceNote

    Ints = NDArray[Any]

Span = tuple[int, int]  # days, the second excluded; empty where they are equal
NEVER: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class SceneParty:
    """Somebody who holds ground or is coded for it. The order is that of the ground held, so it is stable."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SceneHolding:
    """What a map says of a piece of ground. `ground`: held, nobody, coded or unmapped.

    `holders`: parties, -1 for one that the map does not name; several contest it. `present`: parties listed as
    present without holding. `coded`: the party that was coded by hand, and its standing ("must", "may", "cannot").
    """

    ground: str
    holders: tuple[int, ...]
    present: tuple[int, ...]
    coded: tuple[int, str] | None
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class ScenePiece:
    """A piece of ground (shapely, longitude and latitude), or a listed place: a Point, None without coordinates.

    It stood so on each of the `certain` days and perhaps on the other `possible` ones: where an end is imprecise,
    or between two snapshots (or two rows on a place) of which only one says so. `rows`: how many features or rows
    in succession say the same; `row` is the first. `radius_km`: how wide the listed place is in the gazetteer.
    """

    geometry: Any
    holding: int
    certain: Span
    possible: Span
    name: str = ""
    place: str = ""
    radius_km: float = 0.0
    note: str = ""
    source: int = -1
    url: str = ""
    file: str = ""
    row: int = -1
    rows: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class SceneMap:
    """One map of control. `elsewhere`: the holding of ground inside `within` that no piece covers, on `spoken` days.

    Without `within` (shapely) the map has no limit; `elsewhere` -1 means that such ground is not on the map.
    """

    id: str
    title: str
    listed: bool
    elsewhere: int
    within: Any
    reach_km: float
    spoken: tuple[Span, ...]
    pieces: tuple[ScenePiece, ...]
    note: str


@dataclass(frozen=True, slots=True)
class SceneDisc:
    lon: float
    lat: float
    radius_km: float


@dataclass(frozen=True, slots=True, eq=False)
class SceneArea:
    name: str
    geometry: Any


@dataclass(frozen=True, slots=True)
class ScenePlace:
    """Where events may have been: one option, several candidates, or none, for which `reason` says why."""

    label: str
    options: tuple[SceneDisc | SceneArea, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SceneEvents:
    """Columns, one entry an event, in the order of the case's event table. `by`, `target`: in words.

    `occurrence`: events of equal place and days share one; a `SceneReading` answers by it. `source`: of the
    scene's sources.
    """

    place: Ints
    start: Ints
    stop: Ints
    occurrence: Ints
    id: Sequence[str]
    by: Sequence[str]
    kind: Sequence[str]
    target: Sequence[str]
    dataset: Sequence[str]
    source: Ints
    url: Sequence[str]
    file: Sequence[str]
    row: Ints
    note: Sequence[str]
    duplicate_of: Sequence[str]

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, slots=True, eq=False)
class SceneReading:
    """What one map, with one radius and margin, says of the ground of each occurrence on its days.

    Occurrence k owns the parts `first[k]` to `first[k + 1]`: a holding and its percent of the region (100 where
    no number needs to be said). `more`: parts that are left out; `note`: the map's own notes.
    """

    map: int
    radius: float
    margin_km: float
    first: Ints
    holding: Ints
    percent: Ints
    more: Ints
    note: list[str]

    def words(self, scene: Scene, event: int) -> str:
        """The reading in words, as the report's tables say it."""
        occurrence = int(scene.events.occurrence[event])
        texts = [
            scene.holdings[int(self.holding[part])].words
            + (f" ({int(self.percent[part])}%)" if self.percent[part] < 100 else "")
            for part in range(int(self.first[occurrence]), int(self.first[occurrence + 1]))
        ]
        if self.more[occurrence]:
            texts.append(f"and {int(self.more[occurrence])} more")
        note = self.note[occurrence]
        return "; ".join(dict.fromkeys(texts)) + (f". {note}" if note else "")


@dataclass(frozen=True, slots=True, eq=False)
class SceneClaim:
    """How each event stands to one claim, under the claim's headline specification.

    `standing`: 0 not counted, else 1 cannot, 2 may, 3 must: of the unit that the event belongs to, as in the
    claim's counts. `perhaps`: the unit may not count at all. `own`: of the event by itself (0 cannot, 1 may,
    2 must). `unit_of`: unit or -1. `number`: the unit's number among the claim's undecided, 0 for none. `first`:
    units that a settlement names. `readings`: for each map the reading that the claim's choices ask for.
    """

    id: str
    that: str
    unit: str
    unit_words: str
    map: int
    units: int
    standing: Ints
    perhaps: Ints
    own: Ints
    unit_of: Ints
    number: Ints
    settling: frozenset[int]
    readings: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything that a moving map of a case shows. `first`, `stop`: the days of its clock; equal if it has none."""

    first: int
    stop: int
    parties: tuple[SceneParty, ...]
    holdings: tuple[SceneHolding, ...]
    maps: tuple[SceneMap, ...]
    places: tuple[ScenePlace, ...]
    events: SceneEvents
    readings: tuple[SceneReading, ...]
    claims: tuple[SceneClaim, ...]
    sources: tuple[SourceNote, ...]
