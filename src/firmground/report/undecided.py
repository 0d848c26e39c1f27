"""The units that leave a claim open, each with what is known of it and where that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.measures.territory import place_name
from firmground.modality import MAY
from firmground.places import Disc
from firmground.report.ground import event_days, ground_words
from firmground.report.model import DecidingUnit
from firmground.report.words import days_words

if TYPE_CHECKING:
    from firmground.check import ClaimFindings
    from firmground.hold import Held


# A page that names more than this is read by nobody; the number of all of them is in the claim's counts.
MOST_NAMED = 1000


def list_undecided(held: Held, found: ClaimFindings) -> tuple[DecidingUnit, ...]:
    """The undecided units of the headline, those named in a settlement first, at most `MOST_NAMED`."""
    return tuple(_deciding(held, found, unit) for unit in number_undecided(found))


def number_undecided(found: ClaimFindings) -> dict[int, int]:
    """Each undecided unit that is named, with its number from 1; {} where the claim is not left open."""
    measured = found.headline.measurement
    if (
        measured is None
        or measured.units is None
        or found.test.numbers is not None
        or found.headline.standing is not MAY
    ):
        return {}
    undecided = {int(unit): None for unit in np.flatnonzero(measured.units.undecided)}
    named = [unit for option in (found.require, found.rule_out) if option for unit in option.units]
    order = dict.fromkeys([*(unit for unit in named if unit in undecided), *undecided])
    return {unit: number for number, unit in enumerate(list(order)[:MOST_NAMED], start=1)}


def unit_label(held: Held, found: ClaimFindings, unit: int) -> str:
    """A unit's name: its place, for single events with the day; for listed places the list's name."""
    measured = found.headline.measurement
    if measured is None or measured.units is None:
        return ""
    if measured.labels:
        return place_name(held.case.maps[found.headline.specification.map], measured.labels[unit])
    events = measured.units.events_of(unit)
    label = held.located.region(events[0]).label
    if not label and found.headline.specification.unit == "place":
        return f"place not named ({held.case.events.id[events[0]]})"
    label = label or "place not named"
    if found.headline.specification.unit != "place":
        label += f", {days_words(event_days(held, events[0]))} ({held.case.events.id[events[0]]})"
    return label


def _deciding(held: Held, found: ClaimFindings, unit: int) -> DecidingUnit:
    measured = found.headline.measurement
    events = measured.units.events_of(unit) if measured is not None and measured.units is not None else []
    table = held.case.events
    why = list(dict.fromkeys(ground_words(held, found.headline.specification, event) for event in events))
    urls = list(dict.fromkeys(table.url[event] for event in events if table.url[event]))
    where = held.located.region(events[0]).where if events else None
    return DecidingUnit(
        label=unit_label(held, found, unit),
        why=" / ".join(why),
        radius_km=where.radius_km if isinstance(where, Disc) else None,
        rows=tuple(f"{table.file[event]}:{int(table.row_number[event])}" for event in events),
        urls=tuple(urls),
    )
