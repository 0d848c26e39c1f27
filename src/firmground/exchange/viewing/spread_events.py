"""What of events must be held back because it names, or leads to, what is hidden: field by field."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.handling import Treatment, strictest
from firmground.exchange.tables import Kind
from firmground.exchange.viewing.free_fields import DATES, FREE, LOCATION, STRUCTURE, is_free
from firmground.exchange.viewing.hidden import NAMES, REFERS
from firmground.exchange.viewing.mentions import LEAST_LETTERS
from firmground.exchange.viewing.references import FIELDS
from firmground.exchange.viewing.treat import location_treatment, treat_field, treat_location, withhold_days
from firmground.read.event_files import COLUMNS as EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.handling import Rule
    from firmground.exchange.tables import Json
    from firmground.exchange.viewing.drafts import Draft, Mask
    from firmground.exchange.viewing.hidden import Hidden
    from firmground.exchange.viewing.subjects import Subject, Subjects
    from firmground.exchange.viewing.treat import Coarsener

AT_PLACE = "it would tell which place it was"
BY_SOURCE = "it would tell which source it was"
_NUMBERS = frozenset({"lon", "lat", "radius_km", "strikes", "reported", *DATES})


def spread_events(draft: Draft, hidden: Hidden, coarsen: Coarsener) -> None:
    """Withholds what names anything hidden in a table of events, and what would tell which place or source it was."""
    _at_places(draft, hidden, coarsen)
    if hidden.subjects.source(draft.source) is not None:
        draft.ensure("source")  # every row that names none has a hidden one
    for name in draft.table.columns:
        if name in STRUCTURE or name in _NUMBERS:
            continue
        for subject, rows in hidden.naming(draft, name).items():
            # Who names a hidden place by its name was dealt with above, and is perhaps shown coarser.
            if subject.kind is not Kind.PLACES or name != "place":
                _withhold_naming(draft, name, rows, subject, hidden)
    for name, kind in (("area", Kind.AREAS), ("duplicate_of", Kind.EVENTS)):
        if hidden.gone[kind] and name in draft.table.columns:
            _lead_nowhere(draft, name, hidden.gone[kind])


def _withhold_naming(draft: Draft, name: str, rows: Mask, subject: Subject, hidden: Hidden) -> None:
    """Withholds a field of events that names what is hidden."""
    rule, refers = hidden.subjects.rule(subject), name in FIELDS[Kind.EVENTS]
    if not refers:
        hidden.stop(draft, name, int(np.flatnonzero(rows)[0]), rule)
    if subject.kind is Kind.SOURCES and name == "source":
        hide_source(draft, rows, subject, hidden.subjects)
    for own in LOCATION if name in LOCATION else (name,):
        draft.withhold(own, rows, rule, REFERS if refers else NAMES)


def _lead_nowhere(draft: Draft, name: str, gone: Mapping[str, str]) -> None:
    """Withholds fields of events that name hidden areas or events."""
    rows = draft.column(name).mask(lambda cell: isinstance(cell, str) and cell in gone)
    for row in np.flatnonzero(rows).tolist():
        for own in LOCATION if name in LOCATION else (name,):
            draft.withhold_one(own, row, gone[str(draft.value(name, row))], REFERS)


def _at_places(draft: Draft, hidden: Hidden, coarsen: Coarsener) -> None:
    """Withholds where events were that were at a hidden place, by its name or by coordinates that tell it."""
    if "place" in draft.table.columns:
        for subject, rows in hidden.naming(draft, "place").items():
            if subject.kind is Kind.PLACES:
                _hide_place(draft, rows, subject, hidden, coarsen)
        for subject, rows in _also_meant(draft, hidden.subjects).items():
            _hide_place(draft, rows, subject, hidden, coarsen)
    for subject, rows in _near_places(draft, hidden.subjects).items():
        # The cell of a site of its own beside that of the place would tell where their border is.
        _hide_place(draft, rows, subject, hidden, None)


def _also_meant(draft: Draft, subjects: Subjects) -> dict[Subject, Mask]:
    """Events that name several hidden places by one name, by each but the first."""
    column = draft.column("place")
    found: dict[Subject, list[int]] = defaultdict(list)
    for number, value in enumerate(column.values):
        for subject in subjects.places(str(value))[1:] if value else ():
            found[subject].append(number)
    return {subject: np.isin(column.codes, numbers) for subject, numbers in found.items()}


def _near_places(draft: Draft, subjects: Subjects) -> dict[Subject, Mask]:
    """Events whose coordinates tell that they were at a hidden place: in its disc, where they name no known place;
    on its very point, whatever they are said to be near.
    """
    if not subjects.points:
        return {}
    gazetteer = subjects.case.gazetteer
    lon, lat = draft.points()
    there = subjects.at_points(lon, lat, within=False)
    if "place" in draft.table.columns:
        elsewhere = draft.column("place").mask(lambda cell: bool(cell) and bool(gazetteer.find(str(cell))))
        lon = np.where(elsewhere, np.nan, lon)
        lat = np.where(elsewhere, np.nan, lat)
    found: dict[Subject, list[int]] = defaultdict(list)
    for at in (there, subjects.at_points(lon, lat, within=True)):
        for row, those in at.items():
            for subject in those:
                found[subject].append(row)
    return {subject: np.isin(np.arange(draft.table.rows), rows) for subject, rows in found.items()}


def _hide_place(draft: Draft, rows: Mask, subject: Subject, hidden: Hidden, coarsen: Coarsener | None) -> None:
    """Withholds where events were, and what would tell it: free fields, and columns of the file that we do not know.

    `coarsen`: None where no wider place may be shown instead.
    """
    own = hidden.subjects.rule(subject)
    rules = _rules_on(subject, own, hidden)
    if not rules:
        for name in LOCATION:
            draft.withhold(name, rows, own, REFERS)
    for rule in rules:
        _hide_by(draft, rows, rule, coarsen)


def _rules_on(subject: Subject, own: str, hidden: Hidden) -> list[Rule]:
    """Every rule that hides a place or another on its point, of which the strictest word on each field counts; of one
    that is hidden with another, those that hide any of the others.
    """
    first = hidden.rules.get(own)
    if first is None:
        return []
    meant = {one.id for one in hidden.subjects.on_point_of(subject)}
    meant |= set() if subject in hidden.subjects.secret else set(first.places)
    return [first, *(one for one in hidden.rules.values() if one is not first and meant & set(one.places))]


def _hide_by(draft: Draft, rows: Mask, rule: Rule, coarsen: Coarsener | None) -> None:
    said = dict(rule.fields) if not rule.table else {}
    if coarsen is not None and not rule.table and location_treatment(rule, []) is Treatment.COARSEN:
        treat_location(draft, rows, rule, Treatment.COARSEN, coarsen)
    else:
        for name in LOCATION:
            draft.withhold(name, rows, rule.id)
    for name in draft.table.columns:
        if name in LOCATION or name in STRUCTURE:
            continue
        telling = name in FREE[Kind.EVENTS] or name not in EVENT_COLUMNS
        usual = said.get("*", Treatment.WITHHOLD if telling else Treatment.KEEP)
        alike = [said[other] for other in (DATES if name in DATES else (name,)) if other in said]
        wanted = strictest(alike, usual)
        treat_field(draft, name, rows, rule.id, wanted, "" if alike else AT_PLACE)
    withhold_days(draft, rows, rule)


def hide_source(draft: Draft, rows: Mask, subject: Subject, subjects: Subjects) -> None:
    """Withholds what would tell who is behind a record: its address, free fields, columns that name the publisher."""
    rule = subjects.rule(subject)
    publisher = subjects.publisher(subject).strip().casefold()
    for name in draft.table.columns:
        if name in STRUCTURE or name == "source":
            continue
        if is_free(draft.table.kind, name, draft.theirs):
            draft.withhold(name, rows, rule, BY_SOURCE)
        elif publisher and draft.table.kind is Kind.EVENTS and name not in EVENT_COLUMNS:
            draft.withhold(name, rows & draft.column(name).mask(lambda cell: _is_of(cell, publisher)), rule, BY_SOURCE)


def _is_of(cell: Json, publisher: str) -> bool:
    """Does a cell name a publisher, in full or in part?"""
    text = cell.strip().casefold() if isinstance(cell, str) else ""
    return publisher in text or (len(text) >= LEAST_LETTERS and text in publisher)
