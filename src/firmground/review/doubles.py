"""Rows that may tell of one event: proposed to a person, never merged by the program.

Two rows *could* be one event if their days may coincide, their places may touch, and neither their actors nor their
kinds contradict each other. Of those there are many; the signs in `_SIGNS` bring the likelier ones first. The sum of
signs is an order of the queue. It is not shown as a measure, and no sum is enough to merge anything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz import fuzz, process

from firmground.case.actors import SOMEBODY
from firmground.case.events import parse_parties
from firmground.case.spelling import NameIndex
from firmground.dates import NO_START, NO_STOP
from firmground.places import geod
from firmground.review.pairs import Spots, Windows, find_spots, pair_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.locate import Located

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

# Signs that two rows are one event, and what each adds to the order of the queue. Our judgement.
_SIGNS: Final = {
    "names-row": 8.0,  # the note of one gives the id of the other: somebody has asked this before
    "same-words": 4.0,  # the notes are the same word for word
    "names-place": 3.0,  # the note of one names the other's place
    "same-place": 2.0,
    "same-day": 1.5,  # both on one known day
    "shared-day": 1.0,  # their days overlap
    "same-target": 1.0,
    "other-report": 1.0,  # told by two sources: one strike is often told twice; one source seldom repeats itself
    "alike": 3.0,  # times the likeness of their words, 0 to 1
    "other-target": -1.5,
    "one-report": -2.0,  # one page that tells of two places tells of two events
}
_LEAST_NOTE: Final = 12  # letters of a note that may identify an event
_MOST_COMPARED: Final = 20_000  # pairs whose words are compared; those with the most other signs
_IDS = re.compile(r"[\w.:-]*\w")


@dataclass(frozen=True, slots=True)
class Double:
    """Rows that may be one event: two, or more that say the same in every cell that we read. Indices of events.

    `signs`: which of `_SIGNS` were found. `km`: between the nearest points of the places, `centre_km` between their
    centres; NaN where one is not known as a disc.
    """

    events: tuple[int, ...]
    signs: frozenset[str]
    likeness: float
    km: float = float("nan")
    centre_km: float = float("nan")


@dataclass(frozen=True, slots=True)
class Doubles:
    """The pairs and groups, the likelier ones first, and sentences about what was not compared or not asked."""

    found: tuple[Double, ...]
    left_out: tuple[str, ...]


def find_doubles(case: Case, located: Located, windows: Windows, *, sides: Sequence[bool] | None = None) -> Doubles:
    """Rows of all files of a case that may be one event. `sides`: for each row on which of two sides it stands; then
    only pairs are found that have one row of each.
    """
    events = case.events
    if not len(events):
        return Doubles((), ())
    free = np.array([not repeats for repeats in events.duplicate_of], dtype=bool)
    groups, spare = _same_rows(case, free) if sides is None else ([], np.zeros(len(events), dtype=bool))
    rows = np.flatnonzero(free & ~spare)
    comparer = _Comparer(case, located, windows)
    near, cut = comparer.pairs(rows)
    ranked, further = comparer.rank(near if sides is None else near.between(np.array(sides, dtype=bool)))
    left_out = [
        f"{further:,} further pairs of rows could be one event as far as place, day and actor go, but resemble each "
        f"other less: they are not asked." if further else "",
        f"{cut:,} pairs were not compared: more than {windows.each} rows of one day came into question for a row."
        if cut else "",
        comparer.say_apart(rows),
    ]  # fmt: skip
    return Doubles((*groups, *ranked), tuple(sentence for sentence in left_out if sentence))


def _same_rows(case: Case, free: Flags) -> tuple[list[Double], Flags]:
    """Groups of three rows or more that say the same; and which rows need no comparison because their group stands for
    them: all of a group but the first.
    """
    events = case.events
    spare = np.zeros(len(events), dtype=bool)
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    columns = (
        events.start.tolist(), events.stop.tolist(), events.by, events.kind, events.target, events.place,
        [repr(value) for value in events.lon.tolist()], [repr(value) for value in events.lat.tolist()],
        events.note,
    )  # fmt: skip
    for index, key in enumerate(zip(*columns, strict=True)):
        if free[index] and len(str(key[-1])) >= _LEAST_NOTE and key[0] != NO_START:
            groups[key].append(index)
    found = []
    for members in groups.values():
        if len(members) > 2:
            spare[members[1:]] = True
            found.append(Double(tuple(members), frozenset({"same-words", "same-place", "same-day"}), 12.0, 0.0, 0.0))
    return found, spare


@dataclass
class _Pairs:
    """Pairs of rows as columns, with a flag for what brought them here."""

    first: Ints
    second: Ints
    names_row: Flags
    names_place: Flags

    def between(self, sides: Flags) -> _Pairs:
        """Those with one row of each side."""
        kept = sides[self.first] != sides[self.second]
        return _Pairs(self.first[kept], self.second[kept], self.names_row[kept], self.names_place[kept])


class _Comparer:
    """What two rows have in common, for the rows of one case."""

    def __init__(self, case: Case, located: Located, windows: Windows) -> None:
        self.case, self.located, self.windows = case, located, windows
        self.events = case.events
        self.start, self.stop = self.events.start, self.events.stop
        self.dated = (self.start > NO_START) & (self.stop < NO_STOP) & (self.stop - self.start <= windows.widest_days)
        self.spots = find_spots(located, np.flatnonzero(self.dated), windows.widest_km)
        self.placed = np.zeros(len(self.events), dtype=bool)
        self.placed[self.spots.row] = True

    def pairs(self, rows: Ints) -> tuple[_Pairs, int]:
        """Every pair that comes into question, each once, and how many were cut off."""
        usable = np.zeros(len(self.events), dtype=bool)
        usable[rows] = True
        chosen = usable[self.spots.row]
        spots = Spots(*(getattr(self.spots, name)[chosen] for name in ("row", "lon", "lat", "radius", "area")))
        first, second, cut = pair_rows(spots, self.start, self.stop, self.windows)
        named_row = self._named_rows(rows)
        named_place, cut_named = self._named_places(rows[self.placed[rows]])
        wordy, cut_words = self._same_words(rows)
        parts = [(first, second), named_row, named_place, wordy]
        first = np.concatenate([part[0] for part in parts])
        second = np.concatenate([part[1] for part in parts])
        origin = np.concatenate([np.full(len(part[0]), number) for number, part in enumerate(parts)])
        return self._once(first, second, origin), cut + cut_named + cut_words

    def _once(self, first: Ints, second: Ints, origin: Ints) -> _Pairs:
        low, high = np.minimum(first, second), np.maximum(first, second)
        key = low * len(self.events) + high
        unique, place = np.unique(key, return_inverse=True)
        flags = np.zeros((4, len(unique)), dtype=bool)
        flags[origin, place] = True
        a, b = unique // len(self.events), unique % len(self.events)
        return _Pairs(a, b, flags[1], flags[2])

    def _distances(self, a: Ints, b: Ints) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Between the nearest points and between the centres, in km; NaN where a place is no disc."""
        lon, lat, radius = (np.full(len(self.events), np.nan) for _ in range(3))
        single = np.bincount(self.spots.row, minlength=len(lon)) == 1
        one = single[self.spots.row] & (self.spots.area < 0)
        for column, values in ((lon, self.spots.lon), (lat, self.spots.lat), (radius, self.spots.radius)):
            column[self.spots.row[one]] = values[one]
        centre = np.full(len(a), np.nan)
        both = ~np.isnan(lon[a]) & ~np.isnan(lon[b])
        if both.any():
            _, _, metres = geod().inv(lon[a][both], lat[a][both], lon[b][both], lat[b][both])
            centre[both] = np.asarray(metres) / 1000
        return np.maximum(0.0, centre - radius[a] - radius[b]), centre

    def _named_rows(self, rows: Ints) -> tuple[Ints, Ints]:
        """Rows whose note gives the id of another: those ids only that hold a letter and a digit, as words do not."""
        ids = {
            text: index for index, text in enumerate(self.events.id)
            if any(letter.isdigit() for letter in text) and any(letter.isalpha() for letter in text)
        }  # fmt: skip
        usable = set(rows.tolist())
        found = [
            (index, ids[word])
            for index in rows.tolist()
            if self.events.note[index]
            for word in set(_IDS.findall(self.events.note[index]))
            if word in ids and ids[word] != index and ids[word] in usable
        ]
        table = np.array(found, dtype=np.int64).reshape(-1, 2)
        return self._coinciding(table[:, 0], table[:, 1])

    def _named_places(self, rows: Ints) -> tuple[tuple[Ints, Ints], int]:
        """Rows of which the note of one names the place of the other, not too far apart."""
        places = self.case.gazetteer.places
        names = NameIndex({place.id: (place.name, *place.aliases) for place in places.values()})
        here_of: dict[str, list[int]] = defaultdict(list)
        for index in rows.tolist():
            here_of[self.located.region(index).counts_as].append(index)
        at = {place: np.array(events, dtype=np.int64) for place, events in here_of.items()}
        notes = {note: names.named_in(note) for note in {self.events.note[index] for index in rows.tolist()} if note}
        first, second, cut = [rows[:0]], [rows[:0]], 0
        for index in rows.tolist():
            own = self.located.region(index).counts_as
            for place, _ in notes.get(self.events.note[index], ()):
                others = at.get(place, rows[:0]) if place != own else rows[:0]
                a, b = self._coinciding(np.full(len(others), index, dtype=np.int64), others)
                near = self._distances(a, b)[0] <= self.windows.named_km if len(a) else np.zeros(0, dtype=bool)
                cut += max(0, int(near.sum()) - self.windows.each)
                first.append(a[near][: self.windows.each])
                second.append(b[near][: self.windows.each])
        return (np.concatenate(first), np.concatenate(second)), cut

    def _same_words(self, rows: Ints) -> tuple[tuple[Ints, Ints], int]:
        """Rows of one note whose place or day is not known well enough to compare them by it."""
        groups: dict[str, list[int]] = defaultdict(list)
        for index in rows.tolist():
            note = " ".join(self.events.note[index].casefold().split())
            if len(note) >= _LEAST_NOTE:
                groups[note].append(index)
        found: list[tuple[int, int]] = []
        cut = 0
        for members in groups.values():
            members.sort(key=lambda index: (int(self.start[index]), index))
            for place, index in enumerate(members):
                if self._known(index):
                    continue
                later = members[place + 1 : place + 1 + self.windows.each]
                before = [other for other in members[max(0, place - self.windows.each) : place] if self._known(other)]
                cut += max(0, len(members) - place - 1 - self.windows.each)
                found.extend((index, other) for other in (*later, *before))
        table = np.array(found, dtype=np.int64).reshape(-1, 2)
        return self._coinciding(table[:, 0], table[:, 1]), cut

    def _known(self, index: int) -> bool:
        return bool(self.placed[index] and self.dated[index])

    def _coinciding(self, a: Ints, b: Ints) -> tuple[Ints, Ints]:
        """The pairs whose days may coincide, and that are no row with itself."""
        days = self.windows.days
        keep = (self.start[a] < self.stop[b] + days) & (self.start[b] < self.stop[a] + days) & (a != b)
        return a[keep], b[keep]

    def rank(self, pairs: _Pairs) -> tuple[list[Double], int]:
        """The pairs that nothing contradicts, by how much speaks for them, and how many there are beyond the limit."""
        events = self.events
        keep = _agree(events.by, pairs.first, pairs.second, _parties_agree)
        keep &= _agree(events.kind, pairs.first, pairs.second, _kinds_agree)
        a, b = pairs.first[keep], pairs.second[keep]
        signs = self._signs(a, b) | {"names-row": pairs.names_row[keep], "names-place": pairs.names_place[keep]}
        score = np.zeros(len(a))
        for name, flags in signs.items():
            score += _SIGNS[name] * flags
        order = np.argsort(-score, kind="stable")[:_MOST_COMPARED]
        score[order] += _SIGNS["alike"] * self._likeness(a[order], b[order])
        order = np.argsort(-score, kind="stable")
        top, rest = order[: self.windows.most], order[self.windows.most :]
        km, centre = self._distances(a[top], b[top])
        built = [
            Double(
                (int(a[n]), int(b[n])), frozenset(name for name, flags in signs.items() if flags[n]),
                float(score[n]), float(km[place]), float(centre[place]),
            )
            for place, n in enumerate(top)
        ]  # fmt: skip
        return built, len(rest)

    def _signs(self, a: Ints, b: Ints) -> dict[str, Flags]:
        events, start, stop = self.events, self.start, self.stop
        region = self.located.region_of
        note, url, source, target = (
            _codes(column) for column in (_notes(events.note), events.url, events.source, events.target)
        )
        same_place = region[a] == region[b]
        one_report = (url[a] == url[b]) & (url[a] > 0)
        known = (target[a] > 0) & (target[b] > 0)
        same_target = known & (target[a] == target[b])
        single = (stop - start) == 1
        return {
            "same-words": (note[a] == note[b]) & (note[a] > 0),
            "same-place": same_place,
            "same-day": single[a] & single[b] & (start[a] == start[b]),
            "shared-day": (start[a] < stop[b]) & (start[b] < stop[a]),
            "same-target": same_target,
            "other-target": known & ~same_target,
            "other-report": ((url[a] != url[b]) & (url[a] > 0) & (url[b] > 0))
            | ((source[a] != source[b]) & (source[a] > 0)),
            "one-report": one_report & ~same_place,
        }

    def _likeness(self, a: Ints, b: Ints) -> NDArray[np.float64]:
        """How alike the words of two rows are, 0 to 1: of their notes and of what else they say in words."""
        texts = _wordings(self.case, np.unique(np.concatenate((a, b))))
        scores = process.cpdist(
            [texts[index] for index in a.tolist()], [texts[index] for index in b.tolist()], scorer=fuzz.token_set_ratio
        )
        return np.asarray(scores, dtype=np.float64) / 100 if len(a) else np.zeros(0)

    def say_apart(self, rows: Ints) -> str:
        """How many rows could not be compared by place and day."""
        apart = int((~(self.placed[rows] & self.dated[rows])).sum())
        if not apart:
            return ""
        return (
            f"{apart:,} rows have no place or no day, or are known only to more than {self.windows.widest_km:g} km or "
            f"{self.windows.widest_days} days: they are compared only with rows whose notes are the same or name them."
        )


def _notes(notes: Sequence[str]) -> list[str]:
    """Notes as compared for "the same words": without case and spacing; "" where too short to identify anything."""
    folded = (" ".join(note.casefold().split()) for note in notes)
    return [note if len(note) >= _LEAST_NOTE else "" for note in folded]


def _codes(column: Sequence[str]) -> Ints:
    """Texts as numbers, the same for equal texts, 0 for an empty one."""
    known: dict[str, int] = {"": 0}
    return np.array([known.setdefault(text, len(known)) for text in column], dtype=np.int64)


def _agree(column: Sequence[str], a: Ints, b: Ints, agree: Callable[[str, str], bool]) -> Flags:
    """`agree` of the texts of each pair, asked once for each pair of different texts."""
    codes = _codes(column)
    texts = dict(zip(codes.tolist(), column, strict=True))
    most = int(codes.max(initial=0)) + 1
    unique, place = np.unique(codes[a] * most + codes[b], return_inverse=True)
    answers = [agree(texts.get(int(key) // most, ""), texts.get(int(key) % most, "")) for key in unique]
    return np.array(answers, dtype=bool)[place] if len(unique) else np.zeros(0, dtype=bool)


def _parties_agree(one: str, other: str) -> bool:
    """May both name the same actor? Nothing written may be anybody."""
    mine, theirs = ({actor for reading in parse_parties(text) for actor in reading} for text in (one, other))
    return not mine or not theirs or SOMEBODY in mine | theirs or bool(mine & theirs)


def _kinds_agree(one: str, other: str) -> bool:
    mine, theirs = (set(re.split(r"[;|]", text)) - {""} for text in (one, other))
    return not mine or not theirs or bool(mine & theirs)


def _wordings(case: Case, rows: Ints) -> dict[int, str]:
    """What each row says in words of its own: its note and every further cell of three words or more."""
    wanted = rows.tolist()
    columns = [case.events.note, *case.events.extra.values()]
    return {
        index: " ".join(cell.casefold() for column in columns if (cell := column[index]) and cell.count(" ") > 1)
        for index in wanted
    }
