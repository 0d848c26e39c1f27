"""The ground of a scene: what each map says, piece by piece, with the days on which it stands surely or perhaps.

It says of each piece what `hold` would answer for a point inside it, and no more: between two snapshots, or two rows
on one place, that are near enough, the ground is as before or as after.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import shapely

from firmground.case.control import Ground, Timing
from firmground.dates import NO_STOP, Days
from firmground.places import Disc
from firmground.report.scene_model import NEVER, SceneHolding, SceneMap, ScenePiece
from firmground.report.words import STANDINGS, holding_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firmground.case.case import Case
    from firmground.case.control import ControlMap, Face, Holding
    from firmground.case.gazetteer import Place
    from firmground.report.scene_model import Span


class Holdings:
    """The distinct sets of holdings of a scene, numbered as they are met."""

    def __init__(self, case: Case, parties: dict[str, int], sources: dict[str, int]) -> None:
        self.case = case
        self.parties = parties
        self.sources = sources
        self._codes: dict[tuple[Holding, ...], int] = {}

    def code(self, held_by: tuple[Holding, ...]) -> int:
        return self._codes.setdefault(held_by, len(self._codes))

    def list(self) -> tuple[SceneHolding, ...]:
        return tuple(self._describe(held_by) for held_by in self._codes)

    def _describe(self, held_by: tuple[Holding, ...]) -> SceneHolding:
        holders = dict.fromkeys(self.parties.get(holder, -1) for one in held_by for holder in one.holders)
        present = dict.fromkeys(self.parties[group] for one in held_by for group in one.present or ())
        coded = next((one.coded for one in held_by if one.coded is not None), None)
        return SceneHolding(
            ground=str(_kind(held_by)),
            holders=tuple(holders),
            present=tuple(present),
            coded=(self.parties[coded[0]], STANDINGS[coded[1]]) if coded else None,
            words=holding_words(self.case, held_by),
        )


def _kind(held_by: tuple[Holding, ...]) -> Ground:
    """Of several holdings over one spot, the one that leaves most open."""
    grounds = {one.ground for one in held_by}
    return next(kind for kind in (Ground.UNMAPPED, Ground.CODED, Ground.HELD, Ground.NOBODY) if kind in grounds)


def show_map(control: ControlMap, holdings: Holdings) -> SceneMap:
    """One map as pieces of ground, in the order of its file."""
    if control.listed:
        pieces = list(_listed_pieces(control, holdings))
    elif control.timing is Timing.SNAPSHOTS:
        pieces = list(_snapshot_pieces(control, holdings))
    else:
        pieces = [_piece(face, holdings, face.period.certain, face.period.possible) for face in control.faces]
    unmapped = control.listed or control.elsewhere.ground is Ground.UNMAPPED
    return SceneMap(
        id=control.id,
        title=control.title,
        listed=control.listed,
        elsewhere=-1 if unmapped else holdings.code((control.elsewhere,)),
        within=control.within,
        reach_km=control.reach_km if control.listed else 0.0,
        spoken=() if control.listed else tuple(_spoken(control)),
        pieces=tuple(pieces),
        note=control.note,
    )


def _piece(face: Face, holdings: Holdings, certain: Span, possible: Span, rows: int = 1) -> ScenePiece:
    place = _listed_place(holdings.case, face)
    return ScenePiece(
        geometry=face.geometry,
        holding=holdings.code((face.holding,)),
        certain=(int(certain[0]), int(certain[1])) if certain[0] < certain[1] else NEVER,
        possible=(int(possible[0]), int(possible[1])),
        name=face.name if place is None else place.name,
        place=face.place,
        radius_km=place.where.radius_km if place is not None and isinstance(place.where, Disc) else 0.0,
        note=face.note,
        source=holdings.sources.get(face.source, -1),
        url=face.url,
        file=face.file,
        row=-1 if face.row is None else face.row,
        rows=rows,
    )


def _listed_place(case: Case, face: Face) -> Place | None:
    """The place of a list's row in the gazetteer, where it is exactly one."""
    found = case.gazetteer.find(face.place) if face.place else ()
    return found[0] if len(found) == 1 else None


def _snapshot_pieces(control: ControlMap, holdings: Holdings) -> Iterator[ScenePiece]:
    """A shape that stands unchanged on one snapshot after another is one piece."""
    days = control.snapshot_days
    joined = [later - day <= control.max_gap_days for day, later in pairwise(days)]
    at: dict[tuple[object, ...], dict[int, Face]] = defaultdict(dict)
    for face in control.faces:
        number = bisect_right(days, face.period.possible.start) - 1
        key = (shapely.to_wkb(face.geometry), face.holding, face.name)
        at[key].setdefault(number, face)
    for faces in at.values():
        for first, last in _runs(sorted(faces), joined):
            start = days[first - 1] + 1 if first > 0 and joined[first - 1] else days[first]
            stop = days[last + 1] if last + 1 < len(days) and joined[last] else days[last] + 1
            yield _piece(faces[first], holdings, (days[first], days[last] + 1), (start, stop), last - first + 1)


def _runs(numbers: Sequence[int], joined: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last of each run of snapshots that follow on one another without too long a gap."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number == last + 1 and joined[last]:
            last = number
        else:
            yield first, last
            first = last = number
    yield first, last


def _spoken(control: ControlMap) -> Iterator[Span]:
    """The runs of days on which the map speaks at all."""
    if control.timing is Timing.SNAPSHOTS:
        spans = [(day, day + 1) for day in control.snapshot_days]
        spans += [(day, later) for day, later in pairwise(control.snapshot_days) if later - day <= control.max_gap_days]
    else:
        spans = [(int(face.period.certain.start), int(face.period.certain.stop)) for face in control.faces]
    return _joined(span for span in spans if span[0] < span[1])


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    run: Span | None = None
    for start, stop in sorted(spans):
        if run is not None and start <= run[1]:
            run = (run[0], max(run[1], stop))
        else:
            if run is not None:
                yield run
            run = (start, stop)
    if run is not None:
        yield run


def _listed_pieces(control: ControlMap, holdings: Holdings) -> Iterator[ScenePiece]:
    """The rows of a list, and for each place the days between two rows that are near enough."""
    rows_of: dict[str, list[Face]] = defaultdict(list)
    for face in control.faces:
        yield _piece(face, holdings, face.period.certain, face.period.possible)
        rows_of[face.place].append(face)
    for rows in rows_of.values():
        if len(rows) > 1:
            yield from _gap_pieces(rows, control.max_gap_days, holdings)


def _gap_pieces(rows: list[Face], longest: int, holdings: Holdings) -> Iterator[ScenePiece]:
    cuts = sorted({day for row in rows for day in row.period.possible} | {d for r in rows for d in r.period.certain})
    for start, stop in pairwise(cuts):
        run = Days(start, stop)
        if any(row.period.certain.overlap(run) == run for row in rows):
            continue
        before = [row for row in rows if row.period.possible.stop <= start]
        after = [row for row in rows if row.period.possible.start >= stop]
        if not before or not after:
            continue
        last_stop = max(row.period.earliest_stop for row in before)
        first_start = min(row.period.latest_start for row in after)
        if first_start - (last_stop - 1) > longest or stop >= NO_STOP:
            continue
        near = [row for row in before if row.period.possible.stop >= last_stop]
        near += [row for row in after if row.period.possible.start <= first_start]
        open_rows = any(not row.period.possible.overlap(run).empty for row in rows)
        sure = len({row.holding for row in near}) == 1 and not open_rows
        for holding in dict.fromkeys(row.holding for row in near):
            row = next(row for row in near if row.holding == holding)
            yield _piece(row, holdings, run if sure else NEVER, run)
