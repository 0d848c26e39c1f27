"""What else must be held back because it names, or leads to, what is hidden: until nothing that is shown does.

The guarantee behind every number of a view: no shown record refers to a hidden one, nor by a name that may also mean
one. Events lose the fields that would; of any other record what no number rests on is withheld, and if anything else
names it, the record is hidden, and with it whatever refers to that.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.handling import Mentions, Treatment
from firmground.exchange.tables import Kind
from firmground.exchange.viewing.free_fields import DATES, FREE, FREE_WITHIN, HOLDING, LOCATION, STRUCTURE, is_free
from firmground.exchange.viewing.mentions import LEAST_LETTERS
from firmground.exchange.viewing.references import FIELDS, NESTED, named_within, parts
from firmground.exchange.viewing.subjects import SUBJECTS, Subject, Subjects
from firmground.exchange.viewing.treat import (
    location_treatment,
    open_holding,
    treat_field,
    treat_location,
    withhold_days,
)
from firmground.read.event_files import COLUMNS as EVENT_COLUMNS
from firmground.read.files import CaseFiles
from firmground.read.records import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from firmground.case.case import Case
    from firmground.case.handling import Rule
    from firmground.exchange.tables import Json
    from firmground.exchange.viewing.drafts import Draft, Mask
    from firmground.exchange.viewing.treat import Coarsener

TELLS_FIELD = "it tells a field that is withheld"
REFERS = "it refers to what is hidden"
NAMES = "it names what is hidden"
AT_PLACE = "it would tell which place it was"
SAME_POINT = "it lies on the same point"
BY_SOURCE = "it would tell which source it was"
_NUMBERS = frozenset({"lon", "lat", "radius_km", "strikes", "reported", *DATES})
_OF_AREA = ("id", "name", "shapeISO", "shapeID", "pcode", "iso_3166_2", "shapeName", "GID_0", "GID_1", "NAME_0",
            "NAME_1", "NAME_EN", "ADM1_EN", "ADM2_EN")  # fmt: skip


class Spreading:
    """The tables of a view, and everything hidden so far."""

    def __init__(
        self, drafts: Sequence[Draft], subjects: Subjects, rules: Mapping[str, Rule], coarsen: Coarsener
    ) -> None:
        self.drafts = drafts
        self.subjects = subjects
        self.rules = rules
        self.coarsen = coarsen
        self.gone: dict[Kind, dict[str, str]] = defaultdict(dict)  # ids of hidden records of other kinds: the rule
        self._known: dict[tuple[int, str], tuple[int, dict[int, Subject]]] = {}
        self._quoted = any(draft.table.kind is Kind.PASSAGES and draft.table.rows for draft in drafts)
        self.notes: dict[str, None] = {}
        self.partly: dict[str, str] = {}  # ids of records of which some field is withheld: the rule
        self.stops: dict[str, None] = {}  # where something is named that a rule says must stop everything

    def run(self) -> None:
        """Until nothing more follows from what is hidden."""
        more = self._collect() or bool(self.subjects.secret)
        while more:
            for draft in self.drafts:
                if draft.table.kind is Kind.EVENTS:
                    self._events(draft)
                elif draft.table.kind is Kind.PLACE_LIST:
                    self._list(draft)
                else:
                    self._records(draft)
            more = self._collect()
        self._tell_names()

    def _tell_names(self) -> None:
        """Names of files and columns stand in what leaves, and nothing withholds them."""
        for draft in self.drafts:
            for what, text in (("the file", draft.table.file), *(("the column", name) for name in draft.table.columns)):
                if (subject := self.subjects.mentioned(text)) is not None:
                    where = f" of {draft.table.name}" if what == "the column" else ""
                    rule = self.subjects.rule(subject)
                    self.notes[f"the name of {what} {text}{where} names what the rule {rule} hides: change it"] = None

    def _collect(self) -> bool:
        """Takes in the records that were hidden since; was there any?"""
        new = False
        for draft in self.drafts:
            kind = draft.table.kind
            for row in np.flatnonzero(draft.hidden).tolist() if draft.hidden.any() else ():
                rule = draft.ruled(row)
                for key in _ids(draft, row):
                    if kind in SUBJECTS:
                        new |= self.subjects.hide(Subject(kind, key), rule, secret=False)
                    elif key not in self.gone[kind]:
                        self.gone[kind][key] = rule
                        new = True
                if kind is Kind.AREAS_ENTRY:
                    new |= self._hide_units(str(draft.value("file", row)), rule)
            if kind is Kind.EVENTS and "id" in draft.withheld:
                for row in np.flatnonzero(draft.withheld["id"]).tolist():
                    if (key := draft.value("id", row)) and key not in self.gone[kind]:
                        self.gone[kind][str(key)] = draft.ruled(row)
                        new = True
            new |= self._collect_partly(draft)
        return new

    def _hide_units(self, file: str, rule: str) -> bool:
        """Hides the units of a file whose entry is hidden; was any of them not hidden yet?"""
        units = [one for one in self.drafts if one.table.kind is Kind.AREAS and one.table.of == file]
        found = [one.hide(~one.nobody, rule, REFERS) for one in units]
        return any(found)

    def _collect_partly(self, draft: Draft) -> bool:
        """Takes in records of which fields are withheld, for whatever gives the words that these fields rest on."""
        before = len(self.partly)
        for name, kept in draft.withheld.items() if self._quoted else ():
            if "id" in draft.table.columns and draft.table.kind is not Kind.PASSAGES:
                for row in np.flatnonzero(kept & ~draft.hidden).tolist():
                    if key := draft.value("id", row):
                        self.partly.setdefault(str(key), draft.rule_of(name))
        return len(self.partly) > before

    # Events: field by field.

    def _events(self, draft: Draft) -> None:
        self._at_places(draft)
        if self.subjects.source(draft.source) is not None:
            draft.ensure("source")  # every row that names none has a hidden one
        for name in draft.table.columns:
            if name in STRUCTURE or name in _NUMBERS:
                continue
            for subject, rows in self._naming(draft, name).items():
                # Who names a hidden place by its name was dealt with above, and is perhaps shown coarser.
                if subject.kind is not Kind.PLACES or name != "place":
                    self._withhold_naming(draft, name, rows, subject)
        for name, kind in (("area", Kind.AREAS), ("duplicate_of", Kind.EVENTS)):
            if self.gone[kind] and name in draft.table.columns:
                self._lead_nowhere(draft, name, self.gone[kind])

    def _withhold_naming(self, draft: Draft, name: str, rows: Mask, subject: Subject) -> None:
        """Withholds a field of events that names what is hidden."""
        rule, refers = self.subjects.rule(subject), name in FIELDS[Kind.EVENTS]
        if not refers:
            self._stop(draft, name, int(np.flatnonzero(rows)[0]), rule)
        if subject.kind is Kind.SOURCES and name == "source":
            self._hide_source(draft, rows, subject)
        for own in LOCATION if name in LOCATION else (name,):
            draft.withhold(own, rows, rule, REFERS if refers else NAMES)

    @staticmethod
    def _lead_nowhere(draft: Draft, name: str, gone: Mapping[str, str]) -> None:
        """Withholds fields of events that name hidden areas or events."""
        rows = draft.column(name).mask(lambda cell: isinstance(cell, str) and cell in gone)
        for row in np.flatnonzero(rows).tolist():
            for own in LOCATION if name in LOCATION else (name,):
                draft.withhold_one(own, row, gone[str(draft.value(name, row))], REFERS)

    def _naming(self, draft: Draft, name: str) -> dict[Subject, Mask]:
        """Rows in whose field a hidden subject is named, by subject: as a reference, or anywhere in its text."""
        column = draft.column(name)
        key = (id(draft), name)
        known = self._known.get(key)
        if known is None or known[0] != self.subjects.version:
            kinds = FIELDS.get(draft.table.kind, {}).get(draft.ours(name))
            of_source = draft.ours(name) == "source"
            numbers = self.subjects.mentioned_each(column.values)
            # Of a column that may name anything most values are texts that are no name at all.
            likely = range(len(column.values)) if kinds else self.subjects.written_in(column.values)
            for number in likely:
                value = column.values[number]
                # A row that names no source has that of its entry in case.toml.
                own = draft.source if of_source and not value else value
                for text in _parts(draft, name, own) if own else ():
                    if (subject := self._referred(text, kinds)) is not None:
                        numbers[number] = subject
                        break
            known = self._known[key] = (self.subjects.version, numbers)
        found: dict[Subject, list[int]] = defaultdict(list)
        for number, subject in known[1].items():
            found[subject].append(number)
        return {subject: np.isin(column.codes, numbers) for subject, numbers in found.items()}

    def _referred(self, text: str, kinds: tuple[Kind, ...] | None) -> Subject | None:
        """`kinds`: None for a column that may name anything."""
        if kinds is None:
            return self.subjects.any_of(text)
        readers = {
            Kind.PLACES: self.subjects.place,
            Kind.ACTORS: self.subjects.actor,
            Kind.SOURCES: self.subjects.source,
        }
        return next((found for kind in kinds if kind in readers and (found := readers[kind](text))), None)

    def _at_places(self, draft: Draft) -> None:
        """Where events were that were at a hidden place, by its name or by coordinates that tell it."""
        if "place" in draft.table.columns:
            for subject, rows in self._naming(draft, "place").items():
                if subject.kind is Kind.PLACES:
                    self._hide_place(draft, rows, subject)
        for subject, rows in self._near_places(draft).items():
            # The cell of a site of its own beside that of the place would tell where their border is.
            self._hide_place(draft, rows, subject, coarser=False)

    def _near_places(self, draft: Draft) -> dict[Subject, Mask]:
        """Events whose coordinates tell that they were at a hidden place: in its disc, where they name no known place;
        on its very point, whatever they are said to be near.
        """
        if not self.subjects.points:
            return {}
        gazetteer = self.subjects.case.gazetteer
        lon, lat = draft.points()
        there = self.subjects.at_points(lon, lat, within=False)
        if "place" in draft.table.columns:
            elsewhere = draft.column("place").mask(lambda cell: bool(cell) and bool(gazetteer.find(str(cell))))
            lon = np.where(elsewhere, np.nan, lon)
            lat = np.where(elsewhere, np.nan, lat)
        found: dict[Subject, list[int]] = defaultdict(list)
        for row, subject in (there | self.subjects.at_points(lon, lat, within=True)).items():
            found[subject].append(row)
        return {subject: np.isin(np.arange(draft.table.rows), rows) for subject, rows in found.items()}

    def _hide_place(self, draft: Draft, rows: Mask, subject: Subject, *, coarser: bool = True) -> None:
        """Where events were, and what would tell it: free fields, and columns of the file that we do not know."""
        own = self.subjects.rule(subject)
        rules = self._rules_on(subject, own)
        if not rules:
            for name in LOCATION:
                draft.withhold(name, rows, own, REFERS)
        for rule in rules:
            self._hide_by(draft, rows, rule, coarser=coarser)

    def _rules_on(self, subject: Subject, own: str) -> list[Rule]:
        """Every rule that hides a place, of which the strictest word on each field counts; of one that is hidden with
        another, those that hide any of the others.
        """
        first = self.rules.get(own)
        if first is None:
            return []
        meant = {subject.id} if subject in self.subjects.secret else {subject.id, *first.places}
        return [first, *(one for one in self.rules.values() if one is not first and meant & set(one.places))]

    def _hide_by(self, draft: Draft, rows: Mask, rule: Rule, *, coarser: bool) -> None:
        said = dict(rule.fields) if not rule.table else {}
        treatment = Treatment.WITHHOLD
        if coarser and location_treatment(rule, []) is Treatment.COARSEN and not rule.table:
            treatment = Treatment.COARSEN
        treat_location(draft, rows, rule, treatment, self.coarsen)
        for name in draft.table.columns:
            if name in LOCATION or name in STRUCTURE:
                continue
            telling = name in FREE[Kind.EVENTS] or name not in EVENT_COLUMNS
            usual = said.get("*", Treatment.WITHHOLD if telling else Treatment.KEEP)
            alike = [said[other] for other in (DATES if name in DATES else (name,)) if other in said]
            wanted = max(alike, key=list(Treatment).index, default=usual)
            treat_field(draft, name, rows, rule.id, wanted, "" if alike else AT_PLACE)
        withhold_days(draft, rows, rule)

    def _hide_source(self, draft: Draft, rows: Mask, subject: Subject) -> None:
        """What would tell who is behind a record: its address and free fields, and columns that name the publisher."""
        rule = self.subjects.rule(subject)
        publisher = self.subjects.publisher(subject).strip().casefold()
        for name in draft.table.columns:
            if name in STRUCTURE or name == "source":
                continue
            if is_free(draft.table.kind, name, draft.theirs):
                draft.withhold(name, rows, rule, BY_SOURCE)
            elif publisher and draft.table.kind is Kind.EVENTS and name not in EVENT_COLUMNS:
                draft.withhold(
                    name, rows & draft.column(name).mask(lambda cell: _is_of(cell, publisher)), rule, BY_SOURCE
                )

    # Lists of places: rows of hidden places go, and who held a place may be left open.

    def _list(self, draft: Draft) -> None:
        for name in draft.table.columns:
            for subject, rows in self._naming(draft, name).items():
                self._hide_naming(draft, name, rows, subject)
        lon, lat = (_theirs(draft, axis) for axis in ("lon", "lat"))
        if self.subjects.points and lon and lat:
            for row, there in self.subjects.at_points(*draft.points(lon, lat), within=False).items():
                draft.hide_one(row, self.subjects.rule(there), SAME_POINT)

    def _hide_naming(self, draft: Draft, name: str, rows: Mask, subject: Subject) -> None:
        """Hides rows of a list that name what is hidden, or what in them does."""
        ours, rule = draft.ours(name), self.subjects.rule(subject)
        if subject.kind is Kind.SOURCES and ours == "source":
            self._hide_source(draft, rows, subject)
        if is_free(Kind.PLACE_LIST, name, draft.theirs):
            if ours != "source":
                self._stop(draft, name, int(np.flatnonzero(rows)[0]), rule)
            draft.withhold(name, rows, rule, NAMES)
        elif ours in HOLDING:
            open_holding(draft, rows, rule, REFERS)
        else:
            draft.hide(rows, rule, REFERS)

    # All other records: shown, without what is free, or hidden.

    def _records(self, draft: Draft) -> None:
        kind = draft.table.kind
        lon, lat = draft.points()
        for row in np.flatnonzero(~draft.hidden).tolist():
            for name in draft.table.columns:
                value = draft.value(name, row)
                if value is None:
                    continue
                for rule, why in self._faults(draft, name, value):
                    self._settle(draft, row, name, rule, why)
            if kind in (Kind.PLACES, Kind.INCIDENTS) and self.subjects.points and not draft.hidden[row]:
                within = kind is Kind.INCIDENTS and not draft.value("place", row)
                if subject := self.subjects.at_point(lon[row], lat[row], within=within):
                    draft.hide_one(row, self.subjects.rule(subject), SAME_POINT)

    def _faults(self, draft: Draft, name: str, value: Json) -> Iterator[tuple[str, str]]:
        """Why a field may not be shown: the rule and the reason, once for each kind of reason."""
        kind = draft.table.kind
        kinds = FIELDS.get(kind, {}).get(draft.ours(name) if kind is Kind.FACES else name)
        named = [(text, kinds) for text in _parts(draft, name, value)] if kinds else []
        if name in NESTED.get(kind, ()):
            named += [(part, own) for text, own in named_within(value) for part in parts(text)]
        for text, own in named:
            subject = self._referred(text, own)
            if subject is not None:
                yield self.subjects.rule(subject), REFERS
                return
            if kind is Kind.PASSAGES and name == "record" and text in self.partly:
                yield self.partly[text], TELLS_FIELD
                return
            for other in own:
                if text in self.gone[other] and other not in SUBJECTS:
                    yield self.gone[other][text], REFERS
                    return
        if kind is Kind.SEALED_ENTRY and name in ("seal", "revealed"):
            value = [value, *_contents(self.subjects.case, value)]
        if (subject := self.subjects.mentioned(value)) is not None:
            yield self.subjects.rule(subject), NAMES

    def _stop(self, draft: Draft, name: str, row: int, rule: str) -> None:
        """Takes down a text that names what a rule hides, if the rule says that nothing may leave then."""
        if rule in self.rules and self.rules[rule].mentions is Mentions.STOP and not draft.is_withheld(name)[row]:
            own = draft.value("id", row) or f"record {row + 1}"
            self.stops[f"{name} of {own} in {draft.table.name} names what the rule {rule} hides"] = None

    def _names_actor(self, meant: Json, word: str) -> bool:
        """Does an entry of `[maps.holders]` put a word down to a hidden actor, or name anything hidden?"""
        return (
            any(self.subjects.actor(text) for text in parts(meant))
            or self.subjects.mentioned([word, meant]) is not None
        )

    def _settle(self, draft: Draft, row: int, name: str, rule: str, why: str) -> None:
        """Withholds a field of a record, or hides the record."""
        kind = draft.table.kind
        if why == NAMES:
            self._stop(draft, name, row, rule)
        if is_free(kind, name, draft.theirs):
            source = self.subjects.source(str(draft.value(name, row))) if name == "source" else None
            if source is not None:
                self._hide_source(draft, np.arange(draft.table.rows) == row, source)
            draft.withhold_one(name, row, rule, why)
            return
        free = FREE_WITHIN.get((kind, name))
        if free is not None:
            value = without(draft.value(name, row), free)
            if not any(self._faults(draft, name, value)):
                draft.coarsen(name, {row: value}, rule, why)
                return
        if kind is Kind.CASE and name == "choices":
            return  # what is hidden is taken out of the choices at the end
        if kind is Kind.MAPS_ENTRY and name == "holders" and isinstance(draft.value(name, row), dict):
            table = draft.value(name, row)
            kept = {word: own for word, own in table.items() if not self._names_actor(own, word)}
            draft.coarsen(name, {row: kept or None}, rule, why)
            return
        if kind is Kind.MAPS_ENTRY and name == "elsewhere":
            draft.withhold_one(name, row, rule, why)  # the ground that no face covers is then unknown
            return
        if kind in (Kind.CASE, Kind.EVENTS_ENTRY):
            what = "the case's" if kind is Kind.CASE else f"{draft.value('id', row) or 'an entry'}'s"
            note = f"{what} {name} names what the rule {rule} hides and cannot be withheld: change it"
            self.notes[note] = None
            return
        draft.hide_one(row, rule, why)


def _is_of(cell: Json, publisher: str) -> bool:
    """Does a cell name a publisher, in full or in part?"""
    text = cell.strip().casefold() if isinstance(cell, str) else ""
    return publisher in text or (len(text) >= LEAST_LETTERS and text in publisher)


def _contents(case: Case, named: Json) -> Iterator[str]:
    """The texts of the files that an entry names, which leave as they are."""
    files = CaseFiles(case.folder)
    for text in parts(named):
        path = files.find(text, Origin("case.toml"))
        if path is not None:
            yield path.read_bytes().decode(errors="replace")


def _parts(draft: Draft, name: str, value: Json) -> Iterator[str]:
    """What a field names, and whom the words of a map stand for."""
    for text in parts(value):
        yield text
        if draft.words and draft.ours(name) in (*HOLDING, "party"):
            yield from draft.words.get(text.strip().casefold(), ())


def _ids(draft: Draft, row: int) -> Iterator[str]:
    """What a record is referred to by."""
    names = _OF_AREA if draft.table.kind is Kind.AREAS else ("id",)
    for name in names:
        value = draft.value(name, row)
        if value not in (None, ""):
            yield str(value)


def _theirs(draft: Draft, ours: str) -> str:
    """The name of our column in the table of a place list, "" if it has none."""
    return next((name for name in draft.table.columns if draft.ours(name) == ours), "")


def without(value: Json, free: frozenset[str]) -> Json:
    """A list of entries without the keys on which no number rests."""
    entries = value if isinstance(value, list | tuple) else [value]
    return [
        {key: own for key, own in entry.items() if key not in free} if isinstance(entry, dict) else entry
        for entry in entries
    ]
