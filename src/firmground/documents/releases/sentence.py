"""What one sentence or clause of a release says, before anybody decides what it is: places, numbers, effects, days."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from firmground.documents.releases.counts import read_count
from firmground.documents.releases.effects import Effect, find_effects
from firmground.documents.releases.place_names import PlaceName, find_near, find_units
from firmground.documents.releases.release import Figure
from firmground.documents.releases.release_days import DaySaid, find_days

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from firmground.documents.releases.format import ReleaseFormat
    from firmground.documents.releases.phrases import Lexicon, Line, Met

_BETWEEN = 4  # words that may stand between a number and what it counts ("two U.S. partner-nation air strikes")


@dataclass(frozen=True)
class Clause:
    """Words `start` to `stop` of a sentence with what was found among them. Figures come with their first word."""

    line: Line
    start: int
    stop: int
    near: tuple[PlaceName, ...]
    units: tuple[PlaceName, ...]
    figures: tuple[tuple[int, Figure], ...]
    effects: tuple[Effect, ...]
    days: tuple[DaySaid, ...]
    countries: tuple[Met, ...]
    targets: tuple[Met, ...]

    def figure(self, unit: str) -> Figure | None:
        return next((figure for _, figure in self.figures if figure.unit == unit), None)


def read_clauses(line: Line, form: ReleaseFormat, release: date | None) -> list[Clause]:
    """The clauses of a sentence: one, or one for each place that has a number of strikes of its own."""
    near = find_near(line, form)
    days = find_days(line, release)
    figures = find_figures(line, form, {index for day in days for index in range(day.start, day.stop)})
    units = find_units(line, form)
    bounds = [*_divide(near, [start for start, figure in figures if figure.unit == form.strikes]), len(line)]
    clauses = []
    for start, stop in pairwise(bounds):
        inside = [(place, figure) for place, figure in figures if start <= place < stop]
        places = [place for place in near if start <= place.begin < stop]
        named = [place for place in units if start <= place.start < stop]
        said = [day for day in days if start <= day.start < stop]
        taken = _taken(line, places, named, inside, said)
        targets = form.targets.all(line, start, stop)
        masked = {index for met in targets for index in range(met.start, met.stop)}
        countries = [met for met in form.countries.all(line, start, stop) if met.start not in masked]
        effects = find_effects(line, form, start, stop, taken)
        clauses.append(
            Clause(
                line, start, stop, tuple(places), tuple(named), tuple(inside), tuple(effects), tuple(said),
                tuple(countries), tuple(targets),
            )
        )  # fmt: skip
    return clauses


def _divide(near: list[PlaceName], strikes: list[int]) -> list[int]:
    """Where clauses begin: at a place or a number that comes after both a place and a number."""
    marks = sorted([(place.begin, "place") for place in near] + [(start, "strikes") for start in strikes])
    final = strikes[-1] if strikes else -1
    starts = [0]
    seen: set[str] = set()
    for index, kind in marks:
        # A second place after one number of strikes is where something was hit, not where another strike was.
        if kind in seen and len(seen) == 2 and (kind == "strikes" or final > index):
            starts.append(index)
            seen = set()
        seen.add(kind)
    return starts


def _taken(
    line: Line, near: list[PlaceName], units: list[PlaceName], figures: list[tuple[int, Figure]], days: list[DaySaid]
) -> frozenset[int]:
    taken = {index for place in (*near, *units) for index in range(place.start, place.stop)}
    taken |= {index for day in days for index in range(day.start, day.stop)}
    for start, figure in figures:
        index = start
        while index < len(line) and line.words[index].start < figure.span.stop:
            taken.add(index)
            index += 1
    return frozenset(taken)


def find_figures(line: Line, form: ReleaseFormat, taken: Collection[int] = ()) -> list[tuple[int, Figure]]:
    """Every number of something that the format counts, with its first word; words in `taken` are of a date."""
    found = []
    index = 0
    while index < len(line):
        read = None if index in taken or _denied(line, index) else read_count(line, index, form.vague)
        met = _counted(line, form, read[1], index) if read else None
        if read and met:
            unit, stop = met
            found.append((index, Figure(unit, read[0], line.span_of(index, stop))))
            index = stop
        else:
            index += 1
    return found


def _denied(line: Line, index: int) -> bool:
    """As in "not a single strike", "not one": no number of anything that happened."""
    before = line.folded[max(0, index - 2) : index]
    return before[-1:] == ("not",) or before == ("not", "a")


def _counted(line: Line, form: ReleaseFormat, after: int, index: int) -> tuple[str, int] | None:
    """The unit that follows a number within a few words, and the word after it."""
    for place in range(after, min(len(line), after + _BETWEEN + 1)):
        for name, unit in form.units.items():
            met = unit.words.at(line, place)
            if met and not _inside_compound(line, met.stop) and _led_by(line, index, met.stop, unit.after):
                return name, met.stop
        if not line.plain[place][0].isalpha() or (place > after and read_count(line, place)):
            return None
        if line.folded[place] in {"and", "or", "of", "in", "to", "near", "that", "which"} or form.effects.at(
            line, place
        ):
            return None
    return None


def _inside_compound(line: Line, index: int) -> bool:
    """The word is part of the name of something else: "strike areas", "strike aircraft"."""
    return index < len(line) and line.folded[index] in {
        "area",
        "areas",
        "aircraft",
        "fighter",
        "fighters",
        "assessments",
    }


def _led_by(line: Line, start: int, stop: int, after: Lexicon) -> bool:
    """One of the words that have to lead to the number does, or follows it in the passive; or none has to."""
    if not after:
        return True
    if any(after.at(line, place, start) for place in range(max(0, start - 3), start)):
        return True
    passive = stop < len(line) and line.folded[stop] in {"were", "was", "have", "had"}
    return passive and any(after.at(line, place) for place in range(stop + 1, min(len(line), stop + 3)))
