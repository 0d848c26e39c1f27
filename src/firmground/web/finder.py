"""Search over everything that a case says, in every script: an index that is made once a check.

All records stand in one folded text, a line each, and a word is looked up by running over it. That is plain, needs no
database, finds parts of words as well as words, and takes milliseconds for 100,000 events.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.case.events import parse_parties
from firmground.case.folding import fold_text, fold_words, squeeze
from firmground.web.answers import event_url, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firmground.case.actors import Actors
    from firmground.case.case import Case
    from firmground.web.desk import Snapshot

# Kind -> how it is called in the list. The order is the order of the answer.
KINDS: Final = {
    "claim": "Claims",
    "agreement": "Agreements",
    "pledge": "Pledges",
    "release": "Releases",
    "incident": "Incidents",
    "actor": "Actors",
    "place": "Places",
    "event": "Events",
    "source": "Sources",
    "problem": "Problems",
    "file": "Files",
}
MOST_WORDS: Final = 12
MOST_RANKED: Final = 3000  # records that are compared one by one; of more, those that begin with the words go first
MOST_LETTERS: Final = 200
_FIELD: Final = "\x1f"  # between the name and the rest of a record; never in folded text
_LINE: Final = "\n"
# How good the best place is at which the words stand: the whole name, its beginning, the beginning of a word in it,
# inside it; then the same in the rest of the record.
_WHOLE, _START, _WORD, _INSIDE, _REST_WORD, _REST = range(6)


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that can be found. `title` is its name; `about` is shown beside it; `more` is searched as well."""

    kind: str
    title: str
    url: str
    about: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    record: Record
    rank: int


@dataclass(frozen=True)
class Answer:
    """Hits of one kind, the best first. `total`: how many there are, `hits` being a page of them."""

    kind: str
    words: str
    total: int
    hits: tuple[Hit, ...]


class Finder:
    """The index. It holds records by number; a line of the text is a record, in the same order."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = tuple(records)
        lines = [_line(record) for record in self.records]
        self._text = _LINE + _LINE.join(lines) + _LINE
        self._starts: list[int] = []
        at = 1
        for line in lines:
            self._starts.append(at)
            at += len(line) + 1
        self._lines = lines

    def find(self, query: str, *, kind: str = "", limit: int = 8, skip: int = 0) -> list[Answer]:
        """Every kind that has a record with all words of the query; `kind`: that one alone."""
        folded = fold_words(query[:MOST_LETTERS])
        words = list(dict.fromkeys(folded.split()))[:MOST_WORDS]
        if not words:
            return []
        numbers = self._with_all(words) | (self._holding(squeeze(folded)) if len(words) > 1 else set())
        ranks = self._ranks(numbers, folded, words)
        by_kind: dict[str, list[tuple[int, int]]] = {}
        for number, rank in ranks.items():
            own = self.records[number].kind
            if not kind or own == kind:
                by_kind.setdefault(own, []).append((rank, number))
        answers = []
        for own, name in KINDS.items():
            if found := sorted(by_kind.get(own, [])):
                hits = tuple(Hit(self.records[number], rank) for rank, number in found[skip : skip + limit])
                answers.append(Answer(own, name, len(found), hits))
        return answers

    def events(self, query: str) -> list[int]:
        """Every event with all words of the query, by its place in the table of events."""
        folded = fold_words(query[:MOST_LETTERS])
        words = list(dict.fromkeys(folded.split()))[:MOST_WORDS]
        found = (self._with_all(words) | self._holding(squeeze(folded))) if words else set()
        first = next((number for number, record in enumerate(self.records) if record.kind == "event"), 0)
        return [number - first for number in sorted(found) if self.records[number].kind == "event"]

    def _with_all(self, words: list[str]) -> set[int]:
        """Records that hold every word: the longest is looked up, the others are tried where it was found."""
        first, *rest = sorted(words, key=len, reverse=True)
        return {number for number in self._holding(first) if all(word in self._lines[number] for word in rest)}

    def _holding(self, part: str, *, behind: int = 0) -> set[int]:
        """Records in whose line the part stands. `behind`: how many of its letters belong to the line before."""
        found = set()
        at = self._text.find(part)
        while at >= 0:
            number = bisect_right(self._starts, at + behind) - 1
            found.add(number)
            # One place in a record is enough: go on behind its line.
            at = self._text.find(part, self._starts[number] + len(self._lines[number]))
        return found

    def _ranks(self, numbers: set[int], folded: str, words: list[str]) -> dict[int, int]:
        if len(numbers) <= MOST_RANKED:
            return {number: self._rank(number, folded, words) for number in numbers}
        begin = self._holding(_LINE + folded, behind=1)
        return {number: _START if number in begin else _REST for number in numbers}

    def _rank(self, number: int, folded: str, words: list[str]) -> int:
        title, _, rest = self._lines[number].partition(_FIELD)
        if title == folded:
            return _WHOLE
        if title.startswith(folded):
            return _START
        padded = f" {title}"
        if all(f" {word}" in padded for word in words):
            return _WORD
        if all(word in title for word in words):
            return _INSIDE
        padded = f" {rest}"
        return _REST_WORD if all(f" {word}" in padded or f" {word}" in f" {title}" for word in words) else _REST


def _line(record: Record) -> str:
    """The name, then everything else; the name without its gaps too, so that it is found however it is spaced."""
    title = fold_words(record.title)
    return f"{title}{_FIELD}{squeeze(title)} {fold_text(' '.join(filter(None, record.more)))}"


def finder_of(seen: Snapshot) -> Finder:
    """The index of a snapshot, made when it is first wanted."""
    return seen.remember("finder", lambda: Finder(_records(seen)))


def _records(seen: Snapshot) -> Iterator[Record]:
    case = seen.case
    for claim in case.claims.values():
        about = ", ".join(part for part in (claim.by, str(claim.on)) if part)
        more = (
            claim.id,
            claim.by,
            claim.role,
            claim.note,
            claim.url,
            claim.cannot_test,
            *(text for _, text in claim.said),
        )
        yield Record("claim", claim.says or claim.id, f"/claims/{quoted(claim.id)}", about, more)
    yield from _watched(case)
    for actor in case.actors:
        more = (actor.id, *actor.names, actor.kind, actor.note)
        yield Record("actor", actor.name, f"/actors/{quoted(actor.id)}", "; ".join(actor.names[:3]), more)
    for place in case.gazetteer.places.values():
        more = (place.id, *place.aliases, place.unit, place.note, place.url)
        yield Record("place", place.name or place.id, f"/places/{quoted(place.id)}", "; ".join(place.aliases[:3]), more)
    yield from _events(seen)
    for source in case.sources.values():
        more = (source.id, source.by, source.url, source.note, source.licence, source.file)
        yield Record("source", source.title, f"/sources#{_anchor(seen, source.id)}", source.by, more)
    for number, problem in enumerate(seen.report.problems):
        about = problem.file if problem.row is None else f"{problem.file}, row {problem.row}"
        yield Record("problem", problem.what, f"/problems?at={number}#p{number}", about, (problem.file, problem.hint))
    for item in seen.report.inputs:
        yield Record("file", item.path, "/sources#files", f"{item.size:,} bytes", (item.sha256,))


def _watched(case: Case) -> Iterator[Record]:
    """What was agreed, promised, put out, and what happened besides: each on the page of its chapter."""
    for agreement in case.agreements.values():
        more = (agreement.id, agreement.says, agreement.note, agreement.url, *(c.says for c in agreement.clauses))
        yield Record("agreement", agreement.title, "/agreements", str(agreement.on), (*more, *agreement.parties))
    for pledge in case.pledges.values():
        more = (pledge.id, pledge.condition, pledge.note, pledge.url, pledge.said_by, *pledge.by, *pledge.to)
        yield Record("pledge", pledge.what or pledge.id, "/pledges", str(pledge.on), more)
    for release in case.releases:
        about = ", ".join(part for part in (release.by, str(release.published)) if part)
        yield Record("release", release.id, "/disclosure", about, (release.note, release.url, *release.units_named))
    for incident in case.incidents.values():
        more = (incident.id, incident.place, incident.actors, incident.note, incident.url)
        yield Record("incident", incident.kind or incident.id, "/encounters", str(incident.when), more)


def _anchor(seen: Snapshot, source: str) -> str:
    """Sources are numbered on their page, so that no text of a case becomes an anchor."""
    numbers: dict[str, int] = seen.remember(
        "source numbers", lambda: {key: n for n, key in enumerate(seen.case.sources)}
    )
    return f"s{numbers[source]}"


def _events(seen: Snapshot) -> Iterator[Record]:
    events, located = seen.case.events, seen.held.located
    names = {text: _party_names(text, seen.case.actors) for text in {*events.by, *events.target}}
    labels = [region.label for region in located.regions]
    extra = list(events.extra.values())
    for index in range(len(events)):
        label = labels[int(located.region_of[index])]
        more = (
            events.id[index],
            events.place[index],
            events.kind[index],
            names[events.by[index]],
            names[events.target[index]],
            events.source[index],
            events.note[index],
            events.url[index],
            *(column[index] for column in extra),
        )
        about = f"{events.id[index]}, {events.file[index]}, row {int(events.row_number[index])}"
        yield Record("event", label or events.id[index], event_url(index), about, more)


def _party_names(text: str, actors: Actors) -> str:
    return " ".join(f"{actors.name(actor)} {actor}" for reading in parse_parties(text) for actor in reading)
