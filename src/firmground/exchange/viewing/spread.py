"""What else must be held back because it names, or leads to, what is hidden: until nothing that is shown does.

The guarantee behind every number of a view: no shown record refers to a hidden one, nor by a name that may also mean
one. Events lose the fields that would; of any other record what no number rests on is withheld, and if anything else
names it, the record is hidden, and with it whatever refers to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.exchange.tables import Kind
from firmground.exchange.viewing.free_fields import FREE_WITHIN, HOLDING, is_free
from firmground.exchange.viewing.hidden import NAMES, REFERS
from firmground.exchange.viewing.references import parts
from firmground.exchange.viewing.spread_events import hide_source, spread_events
from firmground.exchange.viewing.treat import open_holding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.exchange.tables import Json
    from firmground.exchange.viewing.drafts import Draft, Mask
    from firmground.exchange.viewing.hidden import Hidden
    from firmground.exchange.viewing.subjects import Subject, Subjects
    from firmground.exchange.viewing.treat import Coarsener

SAME_POINT = "it lies on the same point"


def spread(drafts: Sequence[Draft], hidden: Hidden, coarsen: Coarsener) -> None:
    """Holds back in every table what names anything hidden, until nothing more follows from that."""
    more = hidden.collect() or bool(hidden.subjects.secret)
    while more:
        for draft in drafts:
            if draft.table.kind is Kind.EVENTS:
                spread_events(draft, hidden, coarsen)
            elif draft.table.kind is Kind.PLACE_LIST:
                _spread_list(draft, hidden)
            else:
                _spread_records(draft, hidden)
        more = hidden.collect()
    for draft in drafts:
        _tell_names(draft, hidden)


def _tell_names(draft: Draft, hidden: Hidden) -> None:
    """Notes a name of the file or of a column that names what is hidden: it leaves, and nothing withholds it."""
    for what, text in (("the file", draft.table.file), *(("the column", name) for name in draft.table.columns)):
        if (subject := hidden.subjects.mentioned(text)) is not None:
            where = f" of {draft.table.name}" if what == "the column" else ""
            rule = hidden.subjects.rule(subject)
            hidden.notes[f"the name of {what} {text}{where} names what the rule {rule} hides: change it"] = None


def _spread_list(draft: Draft, hidden: Hidden) -> None:
    """Of a list of places the rows of hidden ones go, and who held a place may be left open."""
    for name in draft.table.columns:
        for subject, rows in hidden.naming(draft, name).items():
            _hide_naming(draft, name, rows, subject, hidden)
    lon, lat = (_theirs(draft, axis) for axis in ("lon", "lat"))
    if hidden.subjects.points and lon and lat:
        for row, there in hidden.subjects.at_points(*draft.points(lon, lat), within=False).items():
            draft.hide_one(row, hidden.subjects.rule(there[0]), SAME_POINT)


def _hide_naming(draft: Draft, name: str, rows: Mask, subject: Subject, hidden: Hidden) -> None:
    """Hides rows of a list that name what is hidden, or what in them does."""
    ours, rule = draft.ours(name), hidden.subjects.rule(subject)
    if subject.kind is Kind.SOURCES and ours == "source":
        hide_source(draft, rows, subject, hidden.subjects)
    if is_free(Kind.PLACE_LIST, name, draft.theirs):
        if ours != "source":
            hidden.stop(draft, name, int(np.flatnonzero(rows)[0]), rule)
        draft.withhold(name, rows, rule, NAMES)
    elif ours in HOLDING:
        open_holding(draft, rows, rule, REFERS)
    else:
        draft.hide(rows, rule, REFERS)


def _spread_records(draft: Draft, hidden: Hidden) -> None:
    """Any other record is shown, or shown without what is free, or hidden."""
    kind = draft.table.kind
    lon, lat = draft.points()
    for row in np.flatnonzero(~draft.hidden).tolist():
        for name in draft.table.columns:
            value = draft.value(name, row)
            if value is None:
                continue
            for fault in hidden.faults(draft, name, value):
                _settle(draft, row, name, fault, hidden)
        if kind in (Kind.PLACES, Kind.INCIDENTS) and hidden.subjects.points and not draft.hidden[row]:
            within = kind is Kind.INCIDENTS and not draft.value("place", row)
            if subject := hidden.subjects.at_point(lon[row], lat[row], within=within):
                draft.hide_one(row, hidden.subjects.rule(subject), SAME_POINT)


def _names_actor(meant: Json, word: str, subjects: Subjects) -> bool:
    """Does an entry of `[maps.holders]` put a word down to a hidden actor, or name anything hidden?"""
    return any(subjects.actor(text) for text in parts(meant)) or subjects.mentioned([word, meant]) is not None


def _settle(draft: Draft, row: int, name: str, fault: tuple[str, str], hidden: Hidden) -> None:
    """Withholds a field of a record, or hides the record. `fault`: the rule and the reason."""
    kind, (rule, why) = draft.table.kind, fault
    if why == NAMES:
        hidden.stop(draft, name, row, rule)
    if is_free(kind, name, draft.theirs):
        source = hidden.subjects.source(str(draft.value(name, row))) if name == "source" else None
        if source is not None:
            hide_source(draft, np.arange(draft.table.rows) == row, source, hidden.subjects)
        draft.withhold_one(name, row, rule, why)
        return
    free = FREE_WITHIN.get((kind, name))
    if free is not None:
        value = _without(draft.value(name, row), free)
        if not any(hidden.faults(draft, name, value)):
            draft.coarsen(name, {row: value}, rule, why)
            return
    if kind is Kind.CASE and name == "choices":
        return  # what is hidden is taken out of the choices at the end
    if kind is Kind.MAPS_ENTRY and name == "holders" and isinstance(draft.value(name, row), dict):
        table = draft.value(name, row)
        kept = {word: own for word, own in table.items() if not _names_actor(own, word, hidden.subjects)}
        draft.coarsen(name, {row: kept or None}, rule, why)
        return
    if kind is Kind.MAPS_ENTRY and name == "elsewhere":
        draft.withhold_one(name, row, rule, why)  # the ground that no face covers is then unknown
        return
    if kind in (Kind.CASE, Kind.EVENTS_ENTRY):
        what = "the case's" if kind is Kind.CASE else f"{draft.value('id', row) or 'an entry'}'s"
        note = f"{what} {name} names what the rule {rule} hides and cannot be withheld: change it"
        hidden.notes[note] = None
        return
    draft.hide_one(row, rule, why)


def _theirs(draft: Draft, ours: str) -> str:
    """The name of our column in the table of a place list, "" if it has none."""
    return next((name for name in draft.table.columns if draft.ours(name) == ours), "")


def _without(value: Json, free: frozenset[str]) -> Json:
    """A list of entries without the keys on which no number rests."""
    entries = value if isinstance(value, list | tuple) else [value]
    return [
        {key: own for key, own in entry.items() if key not in free} if isinstance(entry, dict) else entry
        for entry in entries
    ]
