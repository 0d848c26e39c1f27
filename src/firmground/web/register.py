"""The events as a table to leaf through: filtered, sorted and cut into pages where the columns are, not in the browser.

A filter never hides a row in silence: how many rows there are without it is always said beside those with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import numpy as np

from firmground.dates import NO_START, NO_STOP, Days
from firmground.places import Area, Candidates, Disc
from firmground.report.accounts import row_statuses
from firmground.report.words import days_words
from firmground.web.atlas.facets import list_facets
from firmground.web.finder import finder_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.places import Where
    from firmground.texts import Texts
    from firmground.web.atlas.facets import Facet
    from firmground.web.desk import Snapshot

PAGE: Final = 100
FILTERS: Final = ("dataset", "actor", "kind", "source", "precision", "status")
# Name in the address -> how it is called above the column.
SORTS: Final = {"row": "Row", "day": "Day", "place": "Place", "kind": "Kind", "by": "By"}
NOT_SAID: Final = "-"  # in an address: rows that do not say it; an empty word there asks for nothing
_MOST_CHOSEN: Final = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the table is asked for. `chosen`: filter -> keys; `text` is searched; `page` counts from 1."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    text: str = ""
    sort: str = "row"
    down: bool = False
    page: int = 1

    def of(self, name: str) -> tuple[str, ...]:
        return next((keys for own, keys in self.chosen if own == name), ())

    def address(self, **other: object) -> str:
        """The address of this table with some words changed; what is as usual is left out."""
        words = [(name, key or NOT_SAID) for name, keys in self.chosen for key in keys]
        mine = {"q": self.text, "sort": self.sort, "down": "1" if self.down else "", "page": str(self.page)}
        usual = {"q": "", "sort": "row", "down": "", "page": "1"}
        told = mine | {name: str(value) for name, value in other.items()}
        words += [(name, value) for name, value in told.items() if value != usual[name]]
        return f"/events?{urlencode(words)}" if words else "/events"

    def on_the_map(self) -> str:
        """The address of the map of the same events; it has no search and no order."""
        words = [(name, key) for name, keys in self.chosen for key in keys]
        return f"/map?{urlencode(words)}" if words else "/map"


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event as the table shows it. `width`: how wide its place is known, in words."""

    index: int
    row: int
    file: str
    id: str
    days: str
    place: str
    width: str
    kind: str
    by: str
    status: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the table. `total`: rows that pass; `of`: all rows; `pages` at least 1."""

    lines: tuple[EventLine, ...]
    total: int
    of: int
    page: int
    pages: int


def read_wanted(query: Sequence[tuple[str, str]]) -> Wanted:
    """What an address asks for. What it says that makes no sense is as if it said nothing."""
    chosen = {name: _keys(query, name) for name in FILTERS}
    plain = dict(query)
    number = plain.get("page", "1")
    return Wanted(
        chosen=tuple((name, keys) for name, keys in chosen.items() if keys),
        text=plain.get("q", "").strip(),
        sort=plain["sort"] if plain.get("sort") in SORTS else "row",
        down=plain.get("down") == "1",
        page=int(number) if number.isascii() and number.isdecimal() and len(number) < 8 else 1,
    )


def _keys(query: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    values = [value for key, value in query if key == name and value]
    return tuple("" if value == NOT_SAID else value for value in dict.fromkeys(values[:_MOST_CHOSEN]))


def facets_of(seen: Snapshot) -> dict[str, Facet]:
    """The facets by which events are filtered, the same as those of the map."""
    return seen.remember("event facets", lambda: _facets(seen))


def statuses_of(seen: Snapshot) -> Texts:
    return seen.remember("event statuses", lambda: row_statuses(seen.findings))


def find_events(seen: Snapshot, wanted: Wanted) -> Found:
    """The page of the table that is asked for, or the last there is."""
    passing = _passing(seen, wanted)
    order = _order(seen, wanted.sort)
    rows = order[passing[order]]
    if wanted.down:
        rows = rows[::-1]
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, wanted.page), pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    lines = tuple(event_line(seen, int(index)) for index in shown)
    return Found(lines, len(rows), len(seen.case.events), page, pages)


def event_line(seen: Snapshot, index: int) -> EventLine:
    events, region = seen.case.events, seen.held.located.region(index)
    return EventLine(
        index=index,
        row=int(events.row_number[index]),
        file=events.file[index],
        id=events.id[index],
        days=days_words(Days(int(events.start[index]), int(events.stop[index]))),
        place=region.label,
        width=width_words(region.where),
        kind=events.kind[index],
        by=party_names(seen.case, events.by[index]),
        status=statuses_of(seen)[index],
    )


def party_names(case: Case, text: str) -> str:
    """An attribution in names: "a and b" where both took part, "a or b" where it is not known which."""
    readings = [reading.split(";") for reading in text.split("|")] if text.strip() else []
    named = [" and ".join(case.actors.name(one.strip()) for one in reading if one.strip()) for reading in readings]
    return " or ".join(name or "somebody who is not named" for name in named)


def width_words(where: Where) -> str:
    """How wide a place is known: "within 5 km", "in Homs", "one of 3 places", "not known"."""
    if isinstance(where, Disc):
        return f"within {where.radius_km:g} km" if where.radius_km else "a point"
    if isinstance(where, Area):
        return f"in {where.name or where.id}"
    return f"one of {len(where.options)} places" if isinstance(where, Candidates) else "not known"


def precision_of(where: Where) -> str:
    """One of the keys of the facet `precision`."""
    if isinstance(where, Disc):
        steps = ((0.0, "exact"), (5.0, "5"), (25.0, "25"))
        return next((key for most, key in steps if where.radius_km <= most), "wider")
    return "area" if isinstance(where, Area) else "candidates" if isinstance(where, Candidates) else "none"


def _facets(seen: Snapshot) -> dict[str, Facet]:
    located = seen.held.located
    widths = [precision_of(region.where) for region in located.regions]
    precision = [widths[int(region)] for region in located.region_of]
    return list_facets(seen.case, precision, statuses_of(seen))


def _passing(seen: Snapshot, wanted: Wanted) -> NDArray[np.bool_]:
    passing = np.ones(len(seen.case.events), dtype=np.bool_)
    facets = facets_of(seen)
    for name, keys in wanted.chosen:
        facet = facets.get(name)
        passing &= _having(facet, keys) if facet else np.bool_(False)  # noqa: FBT003 - no row has any of these keys
    if wanted.text:
        found = np.zeros(len(passing), dtype=np.bool_)
        found[finder_of(seen).events(wanted.text)] = True
        passing &= found
    return passing


def _having(facet: Facet, keys: tuple[str, ...]) -> NDArray[np.bool_]:
    numbers = {number for number, key in enumerate(facet.keys) if key in keys}
    sets = np.array([not numbers.isdisjoint(values) for values in facet.sets], dtype=np.bool_)
    return sets[facet.of] if len(sets) else np.zeros(len(facet.of), dtype=np.bool_)


def _order(seen: Snapshot, sort: str) -> NDArray[np.int64]:
    """The events in this order; among equals as they stand in the files."""
    return seen.remember(("order", sort), lambda: _sorted(seen, sort))


def _sorted(seen: Snapshot, sort: str) -> NDArray[np.int64]:
    events, located = seen.case.events, seen.held.located
    if sort == "day":
        # A row without a day comes last, whichever way one reads it: it may be any.
        start = np.where(events.start == NO_START, NO_STOP, events.start)
        return np.lexsort((events.stop, start)).astype(np.int64)
    if sort == "place":
        regions = [region.label for region in located.regions]
        return np.argsort(_ranks(regions)[located.region_of], kind="stable").astype(np.int64)
    if sort in ("kind", "by"):
        return np.argsort(_ranks(getattr(events, sort)), kind="stable").astype(np.int64)
    return np.arange(len(events), dtype=np.int64)


def _ranks(texts: Sequence[str]) -> NDArray[np.int64]:
    """Where each text stands in the alphabet; an empty one last."""
    order: Mapping[str, int] = {
        text: rank for rank, text in enumerate(sorted(set(texts), key=lambda text: (not text, text.casefold(), text)))
    }
    return np.array([order[text] for text in texts], dtype=np.int64)
