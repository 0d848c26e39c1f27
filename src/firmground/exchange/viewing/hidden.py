"""Everything that is hidden so far in a view that is drawn up, and which fields of what is shown name any of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.handling import Mentions
from firmground.exchange.tables import Kind
from firmground.exchange.viewing.free_fields import HOLDING
from firmground.exchange.viewing.references import FIELDS, NESTED, named_within, parts
from firmground.exchange.viewing.subjects import SUBJECTS, Subject, Subjects
from firmground.read.files import CaseFiles
from firmground.read.records import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from firmground.case.case import Case
    from firmground.case.handling import Rule
    from firmground.exchange.tables import Json
    from firmground.exchange.viewing.drafts import Draft, Mask

TELLS_FIELD = "it tells a field that is withheld"
REFERS = "it refers to what is hidden"
NAMES = "it names what is hidden"
# Names and codes by which layouts of boundary files call a unit.
_OF_AREA = ("id", "name", "shapeISO", "shapeID", "pcode", "iso_3166_2", "shapeName", "GID_0", "GID_1", "NAME_0",
            "NAME_1", "NAME_EN", "ADM1_EN", "ADM2_EN")  # fmt: skip


class Hidden:
    """Places, sources and actors that are hidden (`subjects`), records of other kinds (`gone`), and parts of records.

    `gone`: by kind, the id of each hidden record and the rule that hides it. `partly`: ids of records of which some
    field is withheld, with a rule. `notes`: what cannot be held back and names it all the same. `stops`: where
    something is named that a rule says must stop everything. Both are sentences, in the order in which they were met.
    """

    def __init__(self, drafts: Sequence[Draft], subjects: Subjects, rules: Mapping[str, Rule]) -> None:
        self.subjects = subjects
        self.rules = rules
        self.gone: dict[Kind, dict[str, str]] = defaultdict(dict)
        self.partly: dict[str, str] = {}
        self.notes: dict[str, None] = {}
        self.stops: dict[str, None] = {}
        self._drafts = drafts
        self._named: dict[tuple[int, str], tuple[int, dict[int, Subject]]] = {}
        self._quoted = any(draft.table.kind is Kind.PASSAGES and draft.table.rows for draft in drafts)

    def collect(self) -> bool:
        """Takes in the records that were hidden since; was there any?"""
        new = False
        for draft in self._drafts:
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
        units = [one for one in self._drafts if one.table.kind is Kind.AREAS and one.table.of == file]
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

    def naming(self, draft: Draft, name: str) -> dict[Subject, Mask]:
        """Rows in whose field a hidden subject is named, by subject: as a reference, or anywhere in its text."""
        column = draft.column(name)
        key = (id(draft), name)
        known = self._named.get(key)
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
                    if (subject := self.referred(text, kinds)) is not None:
                        numbers[number] = subject
                        break
            known = self._named[key] = (self.subjects.version, numbers)
        found: dict[Subject, list[int]] = defaultdict(list)
        for number, subject in known[1].items():
            found[subject].append(number)
        return {subject: np.isin(column.codes, numbers) for subject, numbers in found.items()}

    def referred(self, text: str, kinds: tuple[Kind, ...] | None) -> Subject | None:
        """The hidden subject that a text means, if it is of one of these kinds; `kinds`: None for any."""
        if kinds is None:
            return self.subjects.any_of(text)
        readers = {
            Kind.PLACES: self.subjects.place,
            Kind.ACTORS: self.subjects.actor,
            Kind.SOURCES: self.subjects.source,
        }
        return next((found for kind in kinds if kind in readers and (found := readers[kind](text))), None)

    def faults(self, draft: Draft, name: str, value: Json) -> Iterator[tuple[str, str]]:
        """Why a field may not be shown, the rule and the reason; nothing where it may be."""
        kind = draft.table.kind
        kinds = FIELDS.get(kind, {}).get(draft.ours(name) if kind is Kind.FACES else name)
        named = [(text, kinds) for text in _parts(draft, name, value)] if kinds else []
        if name in NESTED.get(kind, ()):
            named += [(part, own) for text, own in named_within(value) for part in parts(text)]
        for text, own in named:
            subject = self.referred(text, own)
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

    def stop(self, draft: Draft, name: str, row: int, rule: str) -> None:
        """Takes down a text that names what a rule hides, if the rule says that nothing may leave then."""
        if rule in self.rules and self.rules[rule].mentions is Mentions.STOP and not draft.is_withheld(name)[row]:
            own = draft.value("id", row) or f"record {row + 1}"
            self.stops[f"{name} of {own} in {draft.table.name} names what the rule {rule} hides"] = None


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
