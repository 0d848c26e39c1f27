"""What a rule on records does to a table: fields shown, coarsened or withheld, and records hidden.

Events are treated field by field. Of any other record only what no number rests on is withheld singly; where a rule
asks for more, the whole record is hidden. Of a row of a place list who held the place may be left open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from firmground.case.handling import Treatment, strictest
from firmground.exchange.coarsen.dates import coarser_date
from firmground.exchange.coarsen.numbers import coarser_count
from firmground.exchange.tables import Kind
from firmground.exchange.viewing.free_fields import DATES, HOLDING, LOCATION, STANDING, STRUCTURE, is_free
from firmground.exchange.viewing.mentions import Mentions
from firmground.exchange.viewing.rules import treatment_of
from firmground.read.event_files import COLUMNS as EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from firmground.case.handling import Rule
    from firmground.exchange.tables import Json
    from firmground.exchange.viewing.drafts import Draft, Mask

_WIDER: dict[str, Callable[[Json], Json]] = {
    **dict.fromkeys((*DATES, "reported"), coarser_date),
    "strikes": coarser_count,
}
NOT_SINGLY = "what the rule withholds of the record could not be withheld without the rest"
TOGETHER = "the other fields that say the same would have told it"
NO_SITE = "no cell or unit holds enough settlements and the whole region"
SOMEBODY = "?"
MAY = "may"


class Coarsener(Protocol):
    """Shows wider places for rows of events, where there are such; the rows for which there are none."""

    def __call__(self, draft: Draft, rows: Mask, rule: Rule) -> Mask: ...


@dataclass(frozen=True)
class Means:
    """What treating events needs of the case. `spellings`: every name of whatever a text may mean, and the text."""

    coarsen: Coarsener
    spellings: Callable[[str], Iterable[str]]


def treat(draft: Draft, rows: Mask, rule: Rule, means: Means) -> None:
    """Does to these rows what the rule says."""
    if not rows.any():
        return
    if draft.table.kind is Kind.EVENTS:
        _treat_events(draft, rows, rule, means)
    elif not rule.fields:
        hide_records(draft, rows, rule.id)
    elif draft.table.kind is Kind.PLACE_LIST:
        _treat_list(draft, rows, rule)
    else:
        _treat_records(draft, rows, rule)


def hide_records(draft: Draft, rows: Mask, rule: str, why: str = "") -> bool:
    """Hides records; of one that a case cannot do without, what no number rests on is withheld."""
    if draft.table.kind not in (Kind.CASE, Kind.EVENTS_ENTRY):
        return draft.hide(rows, rule, why)
    new = False
    for name in draft.table.columns:
        if is_free(draft.table.kind, name):
            new |= draft.withhold(name, rows, rule, why or "a case cannot do without this record")
    return new


def _treat_events(draft: Draft, rows: Mask, rule: Rule, means: Means) -> None:
    if not rule.fields:
        draft.hide(rows, rule.id)
        return
    names = [name for name in draft.table.columns if name not in STRUCTURE and name not in LOCATION]
    said = {name: treatment_of(rule, name, DATES if name in DATES else ()) for name in names}
    place = location_treatment(rule, [name for name in LOCATION if name in draft.table.columns])
    if place is Treatment.WITHHOLD and all(one is Treatment.WITHHOLD for one in said.values()):
        draft.hide(rows, rule.id)
        return
    treat_location(draft, rows, rule, place, means.coarsen)
    dates = [said[name] for name in DATES if name in said]
    telling = False
    if place is not Treatment.KEEP or any(said[name] is not Treatment.KEEP for name in said if _is_told(name)):
        # Columns that we do not know may say the same in other words: the layout of a data set has many that do.
        said |= {
            name: Treatment.WITHHOLD for name in said if name not in EVENT_COLUMNS and name not in dict(rule.fields)
        }
        telling = True
    for name, treatment in said.items():
        # A date may be written in one column or in two: the strictest word on either is for all of them.
        wanted = strictest(dates) if name in DATES else treatment
        treat_field(draft, name, rows, rule.id, wanted, "" if wanted is treatment else TOGETHER)
    if telling:
        withhold_telling(draft, rows, rule, means)
        withhold_days(draft, rows, rule)


def _is_told(name: str) -> bool:
    """Does a number rest on this column of events?"""
    return name in EVENT_COLUMNS and not is_free(Kind.EVENTS, name) and name != "id"


def withhold_telling(draft: Draft, rows: Mask, rule: Rule, means: Means) -> None:
    """Withholds free fields of events that name the row's own place or party, where that is withheld."""
    named = [name for name in ("place", "area", "by", "target") if name in draft.withheld]
    texts = [name for name in draft.table.columns if is_free(Kind.EVENTS, name) or name == "id"]
    known: dict[tuple[Json, ...], Mentions] = {}
    for row in np.flatnonzero(rows & ~draft.hidden).tolist():
        words = tuple(draft.value(name, row) if draft.withheld[name][row] else None for name in named)
        if not any(words):
            continue
        if words not in known:
            known[words] = Mentions({"": [name for word in words if word for name in means.spellings(str(word))]})
        for name in texts:
            if known[words].find(str(draft.value(name, row) or "")):
                draft.withhold_one(name, row, rule.id, TOGETHER)


def withhold_days(draft: Draft, rows: Mask, rule: Rule) -> None:
    """Withholds ids and free fields of events that write the row's own day in figures, where that is not shown: an
    address has it more often than not (".../2015/10/21/...").
    """
    names = [name for name in (*DATES, "reported") if name in draft.withheld]
    texts = [name for name in draft.table.columns if is_free(Kind.EVENTS, name) or name == "id"]
    known: dict[str, re.Pattern[str] | None] = {}
    for text in texts if names else ():
        likely = draft.column(text).mask(lambda cell: isinstance(cell, str) and _LIKE_A_DAY.search(cell) is not None)
        for row in np.flatnonzero(rows & likely & ~draft.hidden).tolist():
            cells = " ".join(str(draft.value(name, row) or "") for name in names if draft.withheld[name][row])
            if cells not in known:
                forms = [_in_figures(day) for day in sorted(set(_DAY.findall(cells)))]
                known[cells] = re.compile("|".join(forms)) if forms else None
            figures = known[cells]
            if figures and figures.search(draft.value(text, row)):
                draft.withhold_one(text, row, rule.id, TOGETHER)


# What every form of a day in figures has; most ids and addresses have nothing like it.
_LIKE_A_DAY = re.compile(r"\d{6}|\d\D\d{1,2}\D\d|\d{4}\D\d{3,4}|\d{5,6}\D\d")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def _in_figures(day: tuple[str, str, str]) -> str:
    """A pattern for a day in figures, from the year down or up to it: 2015-10-21, 20151021, 21.10.2015, 10/21/15."""
    year, *others = day
    month, number = (f"0?{int(one)}" for one in others)
    short = f"(?:{year}|{year[2:]})"
    forms = (
        rf"{year}\D?{month}\D?{number}",
        rf"{year[2:]}{others[0]}{others[1]}",
        rf"{number}\D{month}\D{short}",
        rf"{month}\D{number}\D{short}",
    )
    return "|".join(rf"(?<!\d)(?:{form})(?!\d)" for form in forms)


def location_treatment(rule: Rule, names: list[str]) -> Treatment:
    """One treatment for all fields that say where an event was: coarser if the rule says so of any, and otherwise
    shown only if all are.
    """
    named = [treatment for name, treatment in rule.fields if name in LOCATION]
    if Treatment.COARSEN in named:
        return Treatment.COARSEN
    return strictest(treatment_of(rule, name) for name in names)


def treat_location(draft: Draft, rows: Mask, rule: Rule, treatment: Treatment, coarsen: Coarsener) -> None:
    """Withholds where events were, all of it, or shows a wider disc or a unit instead."""
    if treatment is Treatment.KEEP:
        return
    left = coarsen(draft, rows, rule) if treatment is Treatment.COARSEN else rows
    why = NO_SITE if treatment is Treatment.COARSEN else ""
    for name in LOCATION:
        draft.withhold(name, left, rule.id, why)


def treat_field(draft: Draft, name: str, rows: Mask, rule: str, treatment: Treatment, why: str = "") -> None:
    """One field of events, which is not its place."""
    if treatment is Treatment.KEEP or name not in draft.table.columns:
        return
    if treatment is Treatment.COARSEN and name in _WIDER:
        wider = {int(row): _WIDER[name](draft.value(name, int(row))) for row in np.flatnonzero(rows)}
        draft.coarsen(name, {row: value for row, value in wider.items() if value is not None}, rule, why)
        rows = rows & np.array([wider.get(row, "") is None for row in range(len(rows))], dtype=np.bool_)
    draft.withhold(name, rows, rule, why)


def _treat_records(draft: Draft, rows: Mask, rule: Rule) -> None:
    withheld = [name for name in draft.table.columns if treatment_of(rule, name) is not Treatment.KEEP]
    bound = [name for name in withheld if not is_free(draft.table.kind, name, draft.theirs)]
    if bound:
        asked = any(name in dict(rule.fields) for name in bound)
        hide_records(draft, rows, rule.id, NOT_SINGLY if asked or "*" not in dict(rule.fields) else "")
        return
    for name in withheld:
        draft.withhold(name, rows, rule.id)


def _treat_list(draft: Draft, rows: Mask, rule: Rule) -> None:
    ours = {name: draft.ours(name) for name in draft.table.columns}
    withheld = [name for name in ours if treatment_of(rule, name) is not Treatment.KEEP]
    bound = [name for name in withheld if not is_free(Kind.PLACE_LIST, name, draft.theirs)]
    if any(ours[name] not in (*HOLDING, STANDING) for name in bound):
        draft.hide(rows, rule.id, NOT_SINGLY)
        return
    for name in withheld:
        if name not in bound:
            draft.withhold(name, rows, rule.id)
    if bound:
        open_holding(draft, rows, rule.id)


def open_holding(draft: Draft, rows: Mask, rule: str, why: str = "") -> None:
    """Leaves open who held a listed place, and how sure somebody was of it; rows that say neither are hidden."""
    columns = {draft.ours(name): name for name in draft.table.columns}
    coded = draft.nobody.copy()
    for ours in ("party", STANDING):
        if ours in columns:
            coded |= draft.column(columns[ours]).mask(bool)
    if "holder" in columns:
        where = np.flatnonzero(rows & ~coded)
        draft.coarsen(columns["holder"], {int(row): SOMEBODY for row in where}, rule, why)
        if "present" in columns:
            draft.withhold(columns["present"], rows & ~coded, rule, why)
    else:
        draft.hide(rows & ~coded, rule, why)
    if STANDING in columns:
        draft.coarsen(columns[STANDING], {int(row): MAY for row in np.flatnonzero(rows & coded)}, rule, why)
    else:
        draft.hide(rows & coded, rule, why)
