"""A question of the review queue as it is shown: rows side by side, candidates on a map, answers with their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from firmground.errors import BadRequestError
from firmground.places import Area, Candidates, Disc
from firmground.render.figures.candidates import draw_candidates
from firmground.report.model import Mark
from firmground.review import Kind
from firmground.review.context import Context

if TYPE_CHECKING:
    from markupsafe import Markup

    from firmground.places import Where
    from firmground.review import Option, Proposal
    from firmground.web.desk import Snapshot
    from firmground.web.routes import Form

KINDS = {
    Kind.UNPLACED: "Unplaced names",
    Kind.AMBIGUOUS: "Ambiguous places",
    Kind.DUPLICATE: "Possible doubles",
    Kind.UNREAD: "Unread cells",
    Kind.PARTY: "Unknown parties",
}
MOST_SIDE_BY_SIDE = 6  # rows in one table; more stand in a list
MOST_CHOSEN = 60  # rows that may be ticked one by one
_MOST_BESIDE = 40  # other events on the map
_WAYS = (
    ("alias", "as another name of the place, in places.csv: every row that has the name is placed"),
    ("id", "as the place's id in these rows only"),
)


@dataclass(frozen=True)
class Answered:
    """An answer that could not be carried out: why, and what was filled in, so that nobody types it twice."""

    fault: str
    form: Form


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer as it stands on the page. `key`: the digit that presses it, "" beyond nine."""

    key: str
    value: str
    label: str
    says: tuple[tuple[str, str], ...]
    doubtful: bool
    refuses: bool
    blocked: str
    candidate: Any
    fields: tuple[dict[str, Any], ...]


def view_question(seen: Snapshot, proposal: Proposal, answered: Answered | None) -> dict[str, Any]:
    """Everything that the template shows of a proposal."""
    choices = _choices(proposal, answered)
    drawn, beside = _map(seen, proposal)
    return {
        "p": proposal,
        "kind_words": KINDS[proposal.kind],
        "choices": choices,
        "main": next(
            (
                choice.key
                for choice in choices
                if not (choice.doubtful or choice.refuses or choice.blocked or choice.fields)
            ),
            "",
        ),
        "change": next((number for number, choice in enumerate(choices) if choice.fields and not choice.refuses), None),
        "refuse": next((number for number, choice in enumerate(choices) if choice.refuses), None),
        "ways": _ways(proposal),
        "table": _side_by_side(proposal),
        "listed": proposal.rows if len(proposal.rows) > MOST_SIDE_BY_SIDE else (),
        "tickable": 1 < proposal.row_count <= MOST_CHOSEN and any(option.per_row for option in proposal.options),
        "map": drawn,
        "beside": beside,
        "why": answered.form.get("why") if answered else "",
    }


def _ways(proposal: Proposal) -> tuple[tuple[str, str, bool], ...]:
    present = {option.way: bool(option.blocked) for option in proposal.options if option.way}
    return tuple((way, words, present[way]) for way, words in _WAYS if way in present) if len(present) > 1 else ()


def _choices(proposal: Proposal, answered: Answered | None) -> list[Choice]:
    """The options, those of one candidate together, numbered as their keys."""
    groups: dict[str, list[Option]] = {}
    for option in proposal.options:
        groups.setdefault(f"candidate:{option.candidate}" if option.way else option.id, []).append(option)
    candidates = {candidate.number: candidate for candidate in proposal.candidates}
    return [
        Choice(
            key=str(number) if number < 10 else "",
            value=value,
            label=options[0].label,
            says=tuple((option.way, option.says) for option in options),
            doubtful=options[0].doubtful,
            refuses=options[0].refuses,
            blocked=options[0].blocked if all(option.blocked for option in options) else "",
            candidate=candidates.get(options[0].candidate),
            fields=_fields(options[0], answered),
        )
        for number, (value, options) in enumerate(groups.items(), start=1)
    ]


def _fields(option: Option, answered: Answered | None) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "name": f"{option.id}.{ask.column}",
            "label": ask.label,
            "value": answered.form.get(f"{option.id}.{ask.column}", ask.value) if answered else ask.value,
            "hint": ask.hint,
            "required": ask.required,
        }
        for ask in option.asks
    )


def take_option(proposal: Proposal, value: str, way: str) -> Option:
    """The option that a button stands for. A candidate is taken in the way that was chosen, or in the first that can be
    written. Raises BadRequestError.
    """
    if not value.startswith("candidate:"):
        return proposal.option(value)
    number = value.removeprefix("candidate:")
    found = [option for option in proposal.options if option.way and str(option.candidate) == number]
    if not found:
        raise BadRequestError("There is no such candidate.")
    open_ways = [option for option in found if not option.blocked] or found
    return next((option for option in found if option.way == way), open_ways[0])


def read_answers(proposal: Proposal, option: Option, form: Form) -> tuple[dict[str, str], set[int] | None]:
    """What was filled in for this option, and the rows it is meant for; None for all."""
    answers = {ask.column: form.get(f"{option.id}.{ask.column}", ask.value) for ask in option.asks}
    if "tickable" not in form or not option.per_row:
        return answers, None
    ticked = {int(text) for text in form.all("row") if text.isdigit() and len(text) < 10}
    return answers, ticked & {row.event for row in proposal.rows}


def _side_by_side(proposal: Proposal) -> dict[str, Any] | None:
    """The rows as columns of a table; for each field whether they differ in it."""
    rows = proposal.rows
    if not rows or len(rows) > MOST_SIDE_BY_SIDE:
        return None
    words = [dict(row.words) for row in rows]
    names = list(dict.fromkeys(name for row in words for name in row))
    fields = [
        {"name": name, "cells": cells, "differs": len(rows) > 1 and len(set(cells)) > 1}
        for name in names
        for cells in [[row.get(name, "") for row in words]]
    ]
    return {"rows": rows, "fields": fields}


def _map(seen: Snapshot, proposal: Proposal) -> tuple[Markup | None, bool]:
    """The map of the places in question, and whether other events stand on it; None where there is nothing to draw."""
    located = seen.held.located
    if proposal.kind is Kind.DUPLICATE:
        rows = proposal.rows[:MOST_SIDE_BY_SIDE]
        if len({int(located.region_of[row.event]) for row in rows}) == 1:
            return None, False  # one place, as wide for each: the words say it
        regions = [located.region(row.event) for row in rows]
        places = [
            (number, region.label or row.id, region.where)
            for number, (row, region) in enumerate(zip(rows, regions, strict=True), start=1)
        ]
        title = "Where the rows place it"
    else:
        places = [(one.number, one.name, one.where) for one in proposal.candidates if one.where is not None]
        title = f"The places that “{proposal.subject}” may mean"
    marks = [mark for number, label, where in places for mark in _marks(number, label, where)]
    if not marks:
        return None, False
    own = {row.event for row in proposal.rows}
    context = seen.remember("review-context", lambda: Context(seen.case, located))
    beside = []
    for event in context.beside([row.event for row in proposal.rows], _MOST_BESIDE):
        if event not in own:
            label = f"{seen.case.events.id[event]}, {located.region(event).label}"
            beside += _marks(0, label, located.region(event).where)
    drawn, shown = draw_candidates(marks, beside, title)
    return drawn, bool(shown)


def _marks(number: int, label: str, where: Where) -> list[Mark]:
    if isinstance(where, Disc):
        return [
            Mark(
                label,
                "may",
                where.lon,
                where.lat,
                where.radius_km,
                number=number,
                title=f"{label}, within {where.radius_km:g} km",
            )
        ]
    if isinstance(where, Area):
        inside = where.geometry.representative_point()
        rings = tuple(
            tuple((float(x), float(y)) for x, y in shapely.get_coordinates(part.exterior))
            for part in shapely.get_parts(shapely.simplify(where.geometry, 0.005))
        )
        return [Mark(label, "may", float(inside.x), float(inside.y), 0.0, rings=rings, number=number, title=label)]
    if isinstance(where, Candidates):
        return [mark for option in where.options for mark in _marks(number, label, option)]
    return []


_DECIDED = {
    "new-place": "a place of its own, added to places.csv",
    "not-locatable": "it cannot be located",
    "any-of-them": "any of the places may be meant",
    "repeats": "the later row repeats the earlier one",
    "repeats-other-way": "the earlier row repeats the later one",
    "different-events": "different events",
    "new-actor": "an actor of its own, added to actors.toml",
    "own-party": "a party of its own",
    "by-name": "the name of the place decides",
    "point": "the point was written in",
    "date": "the date was written in",
    "stays-unknown": "it stays unknown",
}


def say_decided(option: str) -> str:
    """What was decided, from what `decisions.csv` keeps of it."""
    kind, _, target = option.partition(":")
    if target and kind in {"alias", "place", "actor"}:
        return f"it is {target}"
    return _DECIDED.get(option, option)
