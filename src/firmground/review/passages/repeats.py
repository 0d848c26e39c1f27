"""Proposals that may tell what the case knows already: told as a doubt, never left out and never merged.

Rougher than the questions of `review.doubles`, which compare rows that are placed on a map: here a day, a name of a
place and an actor are all that there is, and a person looks at each.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from firmground.case.events import parse_parties
from firmground.case.gazetteer import fold_name
from firmground.dates import When, parse_when
from firmground.documents.draft import DraftKind
from firmground.errors import BadRequestError
from firmground.read.names import Parties
from firmground.review.passages.decided import decisions
from firmground.review.passages.records import SHAPES
from firmground.spans import fold_print

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.dates import Days
    from firmground.documents.draft import Draft
    from firmground.documents.reading import Reading

_WIDEST_DAYS: Final = 7  # a day that is known less exactly is shared by too many events to say anything
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record that the case has: `record` is its id, of a tie its words ("russia backs syria")."""

    file: str
    table: str
    record: str


def doubt_repeats(case: Case, reading: Reading) -> Reading:
    """The reading with a doubt on each draft that may repeat a record of the case; doubtful drafts first, as ever.

    Done twice it says nothing twice.
    """
    known = _know(_Itself(case))
    document = reading.page.document.id
    decided = decisions(case, document)
    drafts = []
    for draft in reading.drafts:
        doubts = () if draft.key(document) in decided else known.doubts(draft, document)
        drafts.append(replace(draft, doubts=tuple(dict.fromkeys((*draft.doubts, *doubts)))) if doubts else draft)
    drafts.sort(key=lambda draft: (not draft.doubtful, draft.span, draft.kind))
    return replace(reading, drafts=tuple(drafts))


def find_repeated(case: Case, draft: Draft) -> tuple[KnownRecord, ...]:
    """The records of the case that a draft may tell again, for `link_draft`."""
    return _know(_Itself(case)).repeated(draft)


class _Itself:
    """A case as a key: this very object, whatever it holds."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def __hash__(self) -> int:
        return id(self.case)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.case is other.case


@lru_cache(maxsize=1)
def _know(key: _Itself) -> _Known:
    """The records of the case that was asked about last: a page of proposals asks once for each of them."""
    return _Known(key.case)


@dataclass
class _Known:
    """The records of a case, found by what a proposal says."""

    case: Case

    def repeated(self, draft: Draft) -> tuple[KnownRecord, ...]:
        finders = {
            DraftKind.EVENT: self._events,
            DraftKind.STATEMENT: self._claims,
            DraftKind.CLAIM: self._claims,
            DraftKind.TIE: self._ties,
            DraftKind.RELEASE: self._releases,
            DraftKind.AGREEMENT: self._undertakings,
            DraftKind.PLEDGE: self._undertakings,
        }
        return tuple(dict.fromkeys(finders[draft.kind](draft)))

    def doubts(self, draft: Draft, document: str) -> tuple[str, ...]:
        """A sentence for each way in which a draft may repeat something."""
        same_words = self._decided_words.get((document, str(draft.kind), draft.span), "")
        doubts = [f"a record was made of these words before: {same_words}"] if same_words else []
        if others := [one.record for one in self.repeated(draft) if one.record != same_words]:
            more = f" and {len(others) - _MOST_NAMED:,} more" if len(others) > _MOST_NAMED else ""
            doubts.append(f"may repeat {', '.join(others[:_MOST_NAMED])}{more}: {_WHY[draft.kind]}")
        return tuple(doubts)

    @cached_property
    def _decided_words(self) -> dict[tuple[str, str, object], str]:
        return {
            (one.document, one.kind, one.span): one.record for one in self.case.passages if not one.field and one.record
        }

    @cached_property
    def _parties(self) -> Parties:
        return Parties(self.case.actors)

    @cached_property
    def _events_at(self) -> dict[str, list[int]]:
        """The events by the places that their words for the place may mean."""
        rows: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(self.case.events.place):
            if text:
                rows[text].append(index)
        found: dict[str, list[int]] = defaultdict(list)
        for text, indices in rows.items():
            for key in self._places(text):
                found[key].extend(indices)
        return found

    def _places(self, text: str) -> set[str]:
        return {place.id for place in self.case.gazetteer.find(text)} or {fold_name(text)}

    def _events(self, draft: Draft) -> list[KnownRecord]:
        days, place = self._days(draft), draft.value("place")
        if days is None or not place:
            return []
        events = self.case.events
        indices = sorted({index for key in self._places(place) for index in self._events_at.get(key, ())})
        return [
            KnownRecord(events.file[index], "", events.id[index])
            for index in indices
            if int(events.start[index]) < days.stop
            and days.start < int(events.stop[index])
            and int(events.stop[index]) - int(events.start[index]) <= _WIDEST_DAYS
            and self._may_agree(draft.value("by"), events.by[index])
        ]

    def _days(self, draft: Draft) -> Days | None:
        """The days on one of which it happened, where they are few."""
        when = _read(draft.value("date"))
        if when is None and (draft.value("date_from") or draft.value("date_until")):
            first, last = _read(draft.value("date_from")), _read(draft.value("date_until"))
            when = When.between(first, last) if first and last else first or last
        days = when.possible if when is not None else None
        return days if days is not None and days.stop - days.start <= _WIDEST_DAYS else None

    def _may_agree(self, one: str, other: str) -> bool:
        """Could both be put down to one actor? Nobody named may be anybody."""
        mine, theirs = ({party for reading in parse_parties(text) for party in reading} for text in (one, other))
        named = {self._parties.actor(party) or party for party in mine}
        return not named or not theirs or bool(named & theirs)

    @cached_property
    def _said(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for claim in self.case.claims.values():
            found[_plain(claim.says)].append(claim.id)
        return found

    def _claims(self, draft: Draft) -> list[KnownRecord]:
        says = _plain(draft.value("says"))
        return [KnownRecord("claims.toml", "claims", one) for one in (self._said.get(says, []) if says else [])]

    def _ties(self, draft: Draft) -> list[KnownRecord]:
        ends = [self._parties.actor(draft.value(name)) for name in ("actor", "to")]
        return [
            KnownRecord("actors.toml", "ties", f"{tie.actor} {tie.kind} {tie.to}")
            for tie in self.case.actors.ties
            if [tie.actor, tie.to] == ends and str(tie.kind) == draft.value("tie")
        ]

    def _releases(self, draft: Draft) -> list[KnownRecord]:
        by = self._parties.actor(draft.value("by")) or draft.value("by")
        published = _read(draft.value("published"))
        if published is None:
            return []
        return [
            KnownRecord(release.file, "", release.id)
            for release in self.case.releases
            if release.by == by and _may_be_one(release.published, published)
        ]

    def _undertakings(self, draft: Draft) -> list[KnownRecord]:
        on = _read(draft.value("on"))
        name = "parties" if draft.kind is DraftKind.AGREEMENT else "by"
        parties = {self._parties.actor(part.strip()) for part in draft.value(name).split(";")} - {""}
        if on is None or not parties:
            return []
        if draft.kind is DraftKind.AGREEMENT:
            known = [(one.id, one.on, one.parties) for one in self.case.agreements.values()]
        else:
            known = [(one.id, one.on, one.by) for one in self.case.pledges.values()]
        shape = SHAPES[draft.kind]
        return [
            KnownRecord(shape.file, shape.table, key)
            for key, day, own in known
            if _may_be_one(day, on) and parties & set(own)
        ]


_WHY: Final = {
    DraftKind.EVENT: "the same day and place",
    DraftKind.STATEMENT: "the same words",
    DraftKind.CLAIM: "the same words",
    DraftKind.TIE: "the same tie",
    DraftKind.RELEASE: "the same publisher and day",
    DraftKind.AGREEMENT: "the same day and party",
    DraftKind.PLEDGE: "the same day and party",
}


def _read(text: str) -> When | None:
    """A day or period as written; None where there is none, or it says nothing."""
    try:
        when = parse_when(text) if text and text != "?" else None
    except ValueError:
        return None
    return when if when is not None and when.known else None


def _may_be_one(one: When, other: When) -> bool:
    """May two dates be one day, both known well enough for that to say something?"""
    narrow = all(when.possible.stop - when.possible.start <= _WIDEST_DAYS for when in (one, other))
    return narrow and not one.possible.overlap(other.possible).empty


def _plain(words: str) -> str:
    return " ".join(fold_print(words)[0].casefold().split()).strip("\"' .")


def one_record(case: Case, draft: Draft, said: str) -> KnownRecord:
    """The record that a person means: by its id, or, with "", the only one that the draft may repeat.

    Raises BadRequestError if there is none or several.
    """
    known = find_repeated(case, draft)
    if not said and len(known) == 1:
        return known[0]
    found = [one for one in known if one.record == said] or find_records(case, draft.kind, said)
    if len(found) != 1:
        named = ", ".join(one.record for one in known) or "the id of a record of the case"
        raise BadRequestError(f"say which record it is: {named}")
    return found[0]


def find_records(case: Case, kind: DraftKind, record: str) -> list[KnownRecord]:
    """The records of the case of this id (of a tie its words): those of this kind, else of any other."""
    own = _records(case, kind, record)
    others = (one for other in DraftKind for one in _records(case, other, record))
    return own or list(dict.fromkeys(others))


def _records(case: Case, kind: DraftKind, record: str) -> list[KnownRecord]:
    shape = SHAPES[kind]
    if kind is DraftKind.EVENT:
        events = case.events
        return [KnownRecord(events.file[index], "", own) for index, own in enumerate(events.id) if own == record]
    if kind is DraftKind.RELEASE:
        return [KnownRecord(release.file, "", release.id) for release in case.releases if release.id == record]
    if kind is DraftKind.TIE:
        known = {f"{tie.actor} {tie.kind} {tie.to}" for tie in case.actors.ties}
    elif kind is DraftKind.AGREEMENT:
        known = set(case.agreements)
    else:
        known = set(case.pledges if kind is DraftKind.PLEDGE else case.claims)
    return [KnownRecord(shape.file, shape.table, record)] if record in known else []
