"""Names of places that are not known, and names that fit several places: what may be meant, and what may be done.

The candidates come from the case's own gazetteer. No list of the world is asked: a person who knows the place gives
its coordinates, or says that it cannot be located, which keeps it as an unknown place with the reason beside it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.case.spelling import DOUBTFUL, Fit, Match, NameIndex
from firmground.places import Candidates, Disc, distance_km
from firmground.review.context import Context
from firmground.review.proposal import (
    ANSWER,
    Ask,
    Candidate,
    FieldChange,
    Kind,
    Option,
    Proposal,
    Write,
)
from firmground.review.rows import see_rows
from firmground.review.seal import make_id, seal
from firmground.review.writable import why_not

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.case.case import Case
    from firmground.case.gazetteer import Place
    from firmground.locate import Located

PLACES = "places.csv"
MOST_NAMES = 500  # unknown names that are asked at all, those of the most rows first
# A name without a place leaves its events anywhere, which weighs more than most doubles: hence the higher numbers.
_LIKENESS = {Fit.NAME: 13.0, Fit.PLAIN: 12.5, Fit.CONSONANTS: 12.0, Fit.PART: 9.0, Fit.SPELLING: 8.5}
_NO_CANDIDATE, _SEVERAL = 7.0, 13.0


def ask_places(case: Case, located: Located) -> tuple[list[Proposal], list[str]]:
    """A proposal for every name that is in no gazetteer or fits several places; and what was left out."""
    unknown: dict[str, list[int]] = defaultdict(list)
    several: dict[str, list[int]] = defaultdict(list)
    for index, place in enumerate(case.events.place):
        region = located.region(index)
        if not place or case.events.unplaced[index] or case.events.duplicate_of[index]:
            continue
        if isinstance(region.where, Candidates):
            several[place].append(index)
        elif located.unplaced[index] and region.names and not case.gazetteer.find(place):
            unknown[place].append(index)
    asker = _Asker(case, located)
    chosen = sorted(unknown, key=lambda name: -len(unknown[name]))[:MOST_NAMES]
    proposals = [asker.unknown(name, unknown[name]) for name in chosen]
    proposals += [asker.several(name, rows) for name, rows in several.items()]
    left = len(unknown) - len(chosen)
    return proposals, [
        f"{left:,} further names of places are not known; those of the most rows are asked first."
    ] * bool(left)


class _Asker:
    def __init__(self, case: Case, located: Located) -> None:
        self.case = case
        self.context = Context(case, located)
        self.places = case.gazetteer.places
        self.names = NameIndex({place.id: (place.name, *place.aliases, place.id) for place in self.places.values()})

    def unknown(self, name: str, rows: list[int]) -> Proposal:
        matches = self.names.suggest(name)
        candidates = self._candidates([(self.places[match.known], match) for match in matches], rows)
        options = [
            option for candidate in candidates for option in (self._alias(candidate, name), self._id(candidate, rows))
        ]
        options += [self._new_place(name, rows, by_id=False), self._not_locatable(name)]
        count = _events(len(rows))
        why = f"The place is not in places.csv, so {count} may have been anywhere."
        likeness = _LIKENESS[candidates[0].fit] if candidates else _NO_CANDIDATE
        return self._proposal(Kind.UNPLACED, name, rows, why, candidates, options, likeness)

    def several(self, name: str, rows: list[int]) -> Proposal:
        found = self.case.gazetteer.find(name)
        candidates = self._candidates([(place, Match(place.id, name, Fit.NAME, False, 100.0)) for place in found], rows)  # noqa: FBT003 - a record, by position
        options = [self._id(candidate, rows) for candidate in candidates]
        options.append(
            Option(
                "any-of-them",
                "Any of them may be meant",
                "Nothing is written into the files. The name stays open between these places, and is not asked again.",
                refuses=True,
            )
        )
        options.append(self._new_place(name, rows, by_id=True))
        why = f"{len(found)} places have this name, so {_events(len(rows))} may have been at any of them."
        return self._proposal(Kind.AMBIGUOUS, name, rows, why, candidates, options, _SEVERAL)

    def _proposal(
        self,
        kind: Kind,
        name: str,
        rows: list[int],
        why: str,
        candidates: list[Candidate],
        options: list[Option],
        likeness: float,
    ) -> Proposal:
        seen = see_rows(self.case, rows)
        about = [(candidate.id, repr(candidate.where)) for candidate in candidates]
        key, fingerprint = seal(kind, name, seen, len(rows), about)
        return Proposal(
            kind=kind, key=key, seen=fingerprint, subject=name, title=f"Where is “{name}”?", why=why, rows=seen,
            options=tuple(options), candidates=tuple(candidates), likeness=likeness, row_count=len(rows),
        )  # fmt: skip

    def _candidates(self, found: Sequence[tuple[Place, Match[str]]], rows: list[int]) -> list[Candidate]:
        candidates: list[Candidate] = []
        first = next((place.where for place, _ in found if isinstance(place.where, Disc)), None)
        for number, (place, match) in enumerate(found, start=1):
            where = place.where
            apart = (
                distance_km(first.lon, first.lat, where.lon, where.lat) if first and isinstance(where, Disc) else None
            )
            candidate = Candidate(
                number=number, id=place.id, name=place.name, where=where, fit=match.fit, matched=match.matched,
                doubtful=match.doubtful or match.fit in DOUBTFUL, km=apart if apart and number > 1 else None,
            )  # fmt: skip
            candidates.append(replace(candidate, evidence=tuple(self._evidence(place, candidate, rows))))
        return candidates

    def _evidence(self, place: Place, candidate: Candidate, rows: list[int]) -> list[str]:
        said = [_width(place)]
        if candidate.km is not None:
            said.append(f"{candidate.km:,.0f} km from the first")
        if isinstance(place.where, Disc) and (near := self.context.nearest(place.where, rows)):
            said.append(
                f"{near[0]:,.0f} km from another event of the same source and days ({self.context.label(near[1])})"
            )
        if number := self.context.events_at(place.id):
            said.append(f"{number:,} {'event is' if number == 1 else 'events are'} placed here already")
        return [part for part in said if part]

    def _alias(self, candidate: Candidate, name: str) -> Option:
        place = self.places[candidate.id]
        joined = ";".join((*place.aliases, name))
        blocked = "A name with a “;” in it cannot stand in a list of names." if ";" in name else why_not(PLACES)
        return Option(
            f"alias:{place.id}", _label(place),
            f"places.csv: “{name}” becomes another name of {place.name}, which places every row that has it.",
            (Write(PLACES, None, place.id, (FieldChange("aliases", ";".join(place.aliases), joined),)),),
            candidate=candidate.number, way="alias", doubtful=candidate.doubtful, blocked=blocked,
        )  # fmt: skip

    def _id(self, candidate: Candidate, rows: list[int]) -> Option:
        return Option(
            f"place:{candidate.id}", _label(self.places[candidate.id]),
            f"{_rows(len(rows))} of {_files(self.case, rows)}: place becomes {candidate.id}.",
            self._place_writes(candidate.id, rows), candidate=candidate.number, way="id",
            doubtful=candidate.doubtful, per_row=True, blocked=self._blocked(rows),
        )  # fmt: skip

    def _place_writes(self, place: str, rows: list[int]) -> tuple[Write, ...]:
        events = self.case.events
        return tuple(
            Write(
                events.file[row], int(events.row_number[row]), events.id[row],
                (FieldChange("place", events.place[row], place),), event=row,
            )
            for row in rows
        )  # fmt: skip

    def _blocked(self, rows: list[int]) -> str:
        return next((reason for row in rows if (reason := why_not(self.case.events.file[row]))), "")

    def _new_place(self, name: str, rows: list[int], *, by_id: bool) -> Option:
        own = make_id(name, self.places)
        asks = (
            Ask("id", "Id", own, hint="short, lower case, without spaces"),
            Ask("name", "Name", name.replace(";", ",")),
            Ask("lon", "Longitude", hint="degrees with a point, east is positive"),
            Ask("lat", "Latitude", hint="degrees with a point, north is positive"),
            Ask("radius_km", "Radius in km", hint="how far from this point the event may have been"),
            Ask("note", "Where this is from", required=False),
        )
        fields = tuple(FieldChange(ask.column, "", ANSWER) for ask in asks)
        writes: tuple[Write, ...] = (Write(PLACES, None, own, fields, new=True),)
        says = "places.csv: a new row with what you fill in."
        if by_id:
            writes += self._place_writes(ANSWER, rows)
            says += f" {_rows(len(rows))} of {_files(self.case, rows)}: place becomes its id."
        blocked = self._blocked(rows) if by_id else ""
        return Option("new-place", "Another place", says, writes, asks, blocked=blocked)

    def _not_locatable(self, name: str) -> Option:
        own = make_id(name, self.places)
        fields = (FieldChange("id", "", own), FieldChange("name", "", name), FieldChange("note", "", ANSWER))
        return Option(
            "not-locatable", "It cannot be located",
            "places.csv: a new row without coordinates, with your reason as its note. The events stay unplaced.",
            (Write(PLACES, None, own, fields, new=True),),
            (Ask("note", "Why", hint="say why in a few words"),),
            refuses=True,
            blocked="A name with a “;” in it cannot stand in a list of names." if ";" in name else "",
        )  # fmt: skip


def _label(place: Place) -> str:
    return f"{place.name}, {place.unit}" if place.unit else place.name


def _width(place: Place) -> str:
    if isinstance(place.where, Disc):
        return f"known to {place.where.radius_km:g} km" if place.where.radius_km else "an exact point"
    return "without coordinates" if place.where.__class__.__name__ == "Unknown" else "an area"


def _events(count: int) -> str:
    return "this event" if count == 1 else f"these {count:,} events"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _files(case: Case, rows: list[int]) -> str:
    names = list(dict.fromkeys(case.events.file[row] for row in rows))
    return names[0] if len(names) == 1 else f"{len(names)} files"
