"""What a map says of a region on each day, with every reading where it does not say it plainly.

A `Spell` is a run of days with one reading of the ground. Where several readings are possible on the same
days - between two snapshots, on the day of a change, while an end is known only to the month, for a place with
several candidates - there are several spells on those days, and the truth is one of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property, partial
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from firmground.case.control import UNMAPPED, Timing
from firmground.dates import NO_STOP, Days
from firmground.hold.faces import MapFaces, Piece
from firmground.hold.ground import NOTHING_KNOWN, merge_cells
from firmground.hold.spells import Spell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from firmground.case.control import ControlMap, Face, Holding
    from firmground.hold.ground import Reading
    from firmground.places import Area, Disc

# With more uncertain faces over one spot than this, all their combinations say no more than "unknown".
MOST_UNCERTAIN = 3


class Timeline:
    """One map, ready to be asked about regions and days."""

    def __init__(self, control: ControlMap) -> None:
        self.control = control
        self.faces = MapFaces(control)

    @cached_property
    def _spoken(self) -> list[Days]:
        return _covered_days(self.control.faces)

    def speaks_of(self, keys: tuple[str, ...]) -> bool:
        """Does the map list a place under one of these keys?"""
        return any(key in self.faces.listed for key in keys)

    def listed_spells(self, keys: tuple[str, ...], days: Days) -> list[Spell]:
        """What a list of places says of one of its own places, as a whole."""
        rows = next(self.faces.listed[key] for key in keys if key in self.faces.listed)
        piece = Piece(tuple(rows), 1.0)
        spells = []
        for run in _runs(rows, days):
            spells += _as_spells(run, [((chosen, 1.0),) for chosen in self._row_readings(run, piece)])
        return spells

    def ground_spells(self, region: Disc | Area, days: Days) -> list[Spell]:
        """What the map says of the ground of a region, whatever its name."""
        if self.control.listed:
            return self._list_ground_spells(region, days)
        if self.control.timing is Timing.SNAPSHOTS:
            return self._snapshot_spells(region, days)
        return self._interval_spells(region, days)

    # Polygons that say from when until when.

    def _interval_spells(self, region: Disc | Area, days: Days) -> list[Spell]:
        near = self.faces.near(region)
        spells = []
        for run in _runs(near, days, self._spoken):
            active = [face for face in near if not face.period.possible.overlap(run).empty]
            pieces = self.faces.arrange(region, active)
            spells += _as_spells(run, _combine(pieces, partial(self._face_readings, run)))
        return spells

    def _face_readings(self, run: Days, piece: Piece) -> list[tuple[Holding, ...]]:
        # A day on which no face of the map stands for sure is a day outside the map.
        spoken = any(run.overlap(covered) == run for covered in self._spoken)
        bare = self.control.elsewhere if piece.inside and spoken else UNMAPPED
        return [holdings_of(chosen) or (bare,) for chosen in possible_rows(piece.faces, run)] or [(UNMAPPED,)]

    # Polygons as they were on single days.

    def _snapshot_spells(self, region: Disc | Area, days: Days) -> list[Spell]:
        known = self.control.snapshot_days
        if not known:
            return [Spell(days.start, days.stop, NOTHING_KNOWN)]
        drawn: dict[int, list[Face]] = {}
        for face in self.faces.near(region):
            drawn.setdefault(face.period.possible.start, []).append(face)
        first = max(bisect_right(known, days.start) - 1, 0)
        last = min(bisect_left(known, days.stop), len(known) - 1)
        readings = {day: self._snapshot_reading(region, drawn.get(day, [])) for day in known[first : last + 1]}
        spells: list[Spell] = []
        if days.start < known[0]:
            spells.append(Spell(days.start, min(days.stop, known[0]), NOTHING_KNOWN))
        for day, following in pairwise((*known[first:], NO_STOP)):
            if day >= days.stop:
                break
            spells += self._snapshot_and_gap(day, following, days, readings)
        return spells

    def _snapshot_and_gap(self, day: int, following: int, days: Days, readings: dict[int, Reading]) -> list[Spell]:
        spells = _as_spells(Days(day, day + 1).overlap(days), [readings[day]])
        gap = Days(day + 1, following).overlap(days)
        if gap.empty:
            return spells
        if following == NO_STOP or following - day > self.control.max_gap_days:
            return [*spells, Spell(*gap, NOTHING_KNOWN)]
        # At most one change of hands is assumed in a gap, so each day is as before or as after.
        return spells + _as_spells(gap, _different([readings[day], readings[following]]))

    def _snapshot_reading(self, region: Disc | Area, active: list[Face]) -> Reading:
        pieces = self.faces.arrange(region, active)
        bare = self.control.elsewhere
        return merge_cells(
            (holdings_of(piece.faces) or ((bare if piece.inside else UNMAPPED),), piece.share) for piece in pieces
        )

    # Lists of places.

    def _row_readings(self, run: Days, piece: Piece) -> list[tuple[Holding, ...]]:
        """What a place's own rows say on the days of a run; between two rows, what their gap allows."""
        found = [holdings_of(chosen) for chosen in possible_rows(piece.faces, run)]
        if not found:
            return [(UNMAPPED,)]
        if () in found:
            found = [chosen for chosen in found if chosen] + self._gap_readings(piece.faces, run)
        return found

    def _gap_readings(self, rows: tuple[Face, ...], run: Days) -> list[tuple[Holding, ...]]:
        """As the last row before or as the first row after; where several may be that row, as any of them."""
        before = [row for row in rows if row.period.possible.stop <= run.start]
        after = [row for row in rows if row.period.possible.start >= run.stop]
        if not before or not after:
            return [(UNMAPPED,)]
        last_stop = max(row.period.earliest_stop for row in before)
        first_start = min(row.period.latest_start for row in after)
        # Where the ends are imprecise the gap is as long as it can be.
        if first_start - (last_stop - 1) > self.control.max_gap_days:
            return [(UNMAPPED,)]
        last = [row for row in before if row.period.possible.stop >= last_stop]
        first = [row for row in after if row.period.possible.start <= first_start]
        return list(dict.fromkeys((row.holding,) for row in (*last, *first)))

    def _list_ground_spells(self, region: Disc | Area, days: Days) -> list[Spell]:
        pieces = self.faces.nearest(region)
        rows = [row for piece in pieces for row in piece.faces]
        spells = []
        for run in _runs(rows, days):
            spells += _as_spells(run, _combine(pieces, partial(self._row_readings, run)))
        return spells


def _covered_days(faces: Iterable[Face]) -> list[Days]:
    """The runs of days on each of which some face stands for sure."""
    runs: list[Days] = []
    for days in sorted(face.period.certain for face in faces if not face.period.certain.empty):
        if runs and days.start <= runs[-1].stop:
            runs[-1] = Days(runs[-1].start, max(runs[-1].stop, days.stop))
        else:
            runs.append(days)
    return runs


def _runs(faces: Iterable[Face], days: Days, spoken: Iterable[Days] = ()) -> list[Days]:
    """The days cut wherever a face begins or ends, surely or possibly, or the whole map begins or ends to speak."""
    cuts = {days.start, days.stop}
    periods = [run for face in faces for run in (face.period.possible, face.period.certain)]
    for run in (*periods, *spoken):
        cuts.update(day for day in run if days.start < day < days.stop)
    return [Days(start, stop) for start, stop in pairwise(sorted(cuts))]


def possible_rows(faces: Sequence[Face], run: Days) -> list[tuple[Face, ...]]:
    """Which of the faces over one spot may have stood together on the days of a run.

    Empty where so many are uncertain that nothing is known.
    """
    sure = [face for face in faces if face.period.certain.overlap(run) == run]
    maybe = [face for face in faces if face not in sure and face.period.possible.overlap(run) == run]
    if len(maybe) > MOST_UNCERTAIN:
        return []
    subsets = [chosen for size in range(len(maybe) + 1) for chosen in combinations(maybe, size)]
    return [(*handed, *chosen) for handed in _handovers(sure, run) for chosen in subsets]


def _handovers(sure: list[Face], run: Days) -> list[list[Face]]:
    """On a day on which one face ends and another begins over the same spot, each of them alone may be meant."""
    if run.stop - run.start != 1:
        return [sure]
    ending = [face for face in sure if face.period.certain.stop == run.stop]
    starting = [face for face in sure if face.period.certain.start == run.start]
    changing = [face for face in sure if face in ending or face in starting]
    if not ending or not starting or len(changing) < 2:
        return [sure]
    staying = [face for face in sure if face not in changing]
    return [[*staying, face] for face in changing]


def _combine(pieces: tuple[Piece, ...], readings_of: Callable[[Piece], list[tuple[Holding, ...]]]) -> list[Reading]:
    """Readings of the whole region from readings of its pieces."""
    options = [readings_of(piece) for piece in pieces]
    shares = [piece.share for piece in pieces]
    return [merge_cells(zip(chosen, shares, strict=True)) for chosen in combine_options(options)]


def combine_options(options: Sequence[Sequence[tuple[Holding, ...]]]) -> list[tuple[tuple[Holding, ...], ...]]:
    """Of several pieces, each with the holdings that it may have: what all of them may have together.

    Every question is "in all readings of all pieces" or "in some", so it is enough that each option of each
    piece occurs at least once; not every combination of them is written out.
    """
    most = max((len(option) for option in options), default=1)
    return list(
        dict.fromkeys(tuple(option[min(number, len(option) - 1)] for option in options) for number in range(most))
    )


def holdings_of(faces: Iterable[Face]) -> tuple[Holding, ...]:
    """What faces over one spot say together, sorted; empty where there are none."""
    found = {face.holding for face in faces}
    return tuple(found) if len(found) < 2 else tuple(sorted(found, key=repr))


def _different(readings: list[Reading]) -> list[Reading]:
    return list(dict.fromkeys(readings))


def _as_spells(run: Days, readings: list[Reading]) -> list[Spell]:
    if run.empty:
        return []
    return [Spell(run.start, run.stop, reading, 1 / len(readings)) for reading in readings]
