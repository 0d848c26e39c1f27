"""Maps of who held what, over time.

Every kind of map becomes one list of faces: a piece of ground (or a listed place), who held it, and on which
days. What a face says of its ground is a `Holding`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firmground.dates import When
    from firmground.modality import Modality


class Ground(StrEnum):
    """What a map says of a piece of ground."""

    HELD = "held"  # by one holder, or contested by several
    NOBODY = "nobody"  # the map says that nobody holds it
    CODED = "coded"  # a person coded one party's standing there, and nothing else
    UNMAPPED = "unmapped"  # the map says nothing


@dataclass(frozen=True, slots=True, order=True)
class Holding:
    """What a map says of a piece of ground on some days.

    `holders`: actor ids, sorted; more than one means contested by each; `SOMEBODY` among them means a holder
    the map does not name. `present`: groups listed as present without holding; None where the map does not
    speak of presence, and then others MAY be present. `coded`: (party, standing) for `Ground.CODED`.
    """

    ground: Ground
    holders: tuple[str, ...] = ()
    present: tuple[str, ...] | None = None
    coded: tuple[str, Modality] | None = None


UNMAPPED = Holding(Ground.UNMAPPED)
NOBODY = Holding(Ground.NOBODY)


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A piece of ground with what was said of it, on the days of `period`.

    `geometry`: shapely Polygon or MultiPolygon in longitude, latitude; for a listed place a Point, or None
    where the place has no coordinates. `place`: the key of a listed place (its id, else its folded name), ""
    for polygons. `row`: row or feature number in `file`.
    """

    holding: Holding
    period: When
    geometry: Any = None
    place: str = ""
    name: str = ""
    file: str = ""
    row: int | None = None
    source: str = ""
    url: str = ""
    note: str = ""


class Timing(StrEnum):
    INTERVALS = "intervals"  # each face says from when until when
    SNAPSHOTS = "snapshots"  # the map as it was on single days


@dataclass(frozen=True, slots=True)
class ControlMap:
    """One map: its faces and how to read what it does not say.

    `listed`: a list of places instead of polygons. `elsewhere`: the holding of ground inside `within` that no
    face covers (`UNMAPPED` where absence means nothing). `within`: shapely geometry, None where there is no
    limit. `snapshot_days`: sorted days on which the map was drawn, for `Timing.SNAPSHOTS`. `max_gap_days`:
    between two snapshots (or two rows on one place) at most so many days apart, at most one change of hands
    is assumed; beyond that nothing is known. `reach_km`: how far a listed place speaks for the ground around
    it; 0 means for itself only. `open`: so much of it is withheld that it says nothing of any ground.
    """

    id: str
    title: str
    source: str
    faces: tuple[Face, ...]
    timing: Timing
    listed: bool = False
    elsewhere: Holding = UNMAPPED
    within: Any = None
    snapshot_days: tuple[int, ...] = ()
    max_gap_days: int = 14
    reach_km: float = 0.0
    note: str = ""
    open: bool = False
