"""The plain path: every site asked of a map by itself, through GEOS. Slow, and the oracle of the fast one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import Days
from firmground.hold.ground import NOTHING_KNOWN
from firmground.hold.spells import Spell, Spells
from firmground.places import Area, Disc

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.hold.ground import GroundWriter
    from firmground.hold.sites import Questions, Sites
    from firmground.hold.timeline import Timeline
    from firmground.hold.way import Way

_TELL_EVERY = 1000  # sites between two words on the progress


def plain_spells(
    timeline: Timeline,
    sites: Sites,
    asked: Questions,
    ground: GroundWriter,
    way: Way,
    tell: Callable[[str], None],
) -> tuple[np.ndarray, Spells]:
    """The sites that `asked` asks about, each once, and their spells."""
    told: dict[int, list[Spell]] = {}
    for number, (site, start, stop) in enumerate(
        zip(asked.region.tolist(), asked.start.tolist(), asked.stop.tolist(), strict=True)
    ):
        if number % _TELL_EVERY == 0:
            tell(f"{number:,} of {len(asked):,} places and days")
        told.setdefault(site, []).extend(_site_spells(timeline, sites, site, Days(start, stop), way))
    return np.fromiter(told, dtype=np.int64, count=len(told)), Spells.written(list(told.values()), ground)


def _site_spells(timeline: Timeline, sites: Sites, site: int, days: Days, way: Way) -> list[Spell]:
    keys = sites.keys.get(site, ())
    if keys and timeline.speaks_of(keys):
        # A list's own word on a place is about the place as a whole: no radius, no margin.
        return timeline.listed_spells(keys, days)
    where = sites.ground(site, way)
    if isinstance(where, Disc | Area):
        return timeline.ground_spells(where, days)
    return [Spell(days.start, days.stop, NOTHING_KNOWN)]
