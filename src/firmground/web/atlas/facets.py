"""The facets by which the map is filtered: for every event, which values of each facet it has.

An event may have several values of a facet (two actors who struck together, an actor and the coalition it was part
of), so a facet holds the distinct *sets* of values and every event names one set. A facet never leaves an event out:
what a row does not say is a value of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firmground.case.actors import SOMEBODY, TieKind
from firmground.case.events import parse_parties
from firmground.case.parties import names_party
from firmground.dates import NO_START
from firmground.modality import CANNOT
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from firmground.case.case import Case

# How wide a place is, in the order of the list; the steps are those of common codebooks (UCDP: 25 km around a place).
PRECISIONS: Final = {
    "exact": "an exact point",
    "5": "within 5 km",
    "25": "within 25 km",
    "wider": "within more than 25 km",
    "area": "somewhere in an area",
    "candidates": "one of several places",
    "none": "no place known",
}
STATUS_WORDS: Final = {
    "used": "asked about by a claim",
    "outside": "no claim asks about it",
    "withheld": "not shown, or only in part",
    "undated": "no day given",
    "unplaced": "no place known",
    "unmapped": "on no map of control",
    "duplicate": "repeats another row",
}
NOT_SAID: Final = "not said"
WITH_MEMBERS: Final = "+"  # after an actor's id: the actor and everybody who was part of it on the event's days


@dataclass(frozen=True, eq=False)
class Facet:
    """`sets[k]`: value numbers of the k-th distinct set; `of[e]`: the set of event e. `keys` stand in addresses."""

    title: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    sets: tuple[tuple[int, ...], ...]
    of: NDArray[np.int64]

    def plain(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "keys": self.keys,
            "names": [one_line(name) for name in self.names],
            "sets": self.sets,
            "of": self.of.tolist(),
        }


def list_facets(case: Case, precision: Sequence[str], statuses: Sequence[str]) -> dict[str, Facet]:
    """All facets by their short names, in the page's order. `precision`, `statuses`: one word for each event."""
    events = case.events
    titles = {key: source.title or key for key, source in case.sources.items()}
    found = {
        "actor": _actors(case),
        "kind": _texts("Kind", events.kind, {}),
        "dataset": _texts("Data set", events.dataset, {}),
        "source": _texts("Source", events.source, titles),
        "precision": _coded("Place known to", PRECISIONS, precision),
        "status": _coded("The row is", STATUS_WORDS, statuses),
    }
    return {name: facet for name, facet in found.items() if len(facet.keys)}


def _coded(title: str, words: dict[str, str], column: Sequence[str]) -> Facet:
    """Values in the order of their table, those that occur."""
    used = set(column)
    keys = tuple(key for key in words if key in used)
    number = {key: index for index, key in enumerate(keys)}
    return Facet(
        title,
        keys,
        tuple(words[key] for key in keys),
        tuple((index,) for index in range(len(keys))),
        np.array([number[key] for key in column], dtype=np.int64),
    )


def _texts(title: str, column: Sequence[str], names: dict[str, str]) -> Facet:
    words = {text: names.get(text, text or NOT_SAID) for text in set(column)}
    values = sorted(words, key=lambda text: (not text, words[text].casefold()))
    number = {text: index for index, text in enumerate(values)}
    return Facet(
        title,
        tuple(values),
        tuple(words[text] for text in values),
        tuple((index,) for index in range(len(values))),
        np.array([number[text] for text in column], dtype=np.int64),
    )


def _actors(case: Case) -> Facet:
    """Every actor that is named, and every coalition that a named one was or may have been part of on the day."""
    events = case.events
    breaks = case.break_days()
    first = np.searchsorted(breaks, events.start, side="right")
    last = np.searchsorted(breaks, np.maximum(events.stop - 1, events.start), side="right")
    coalitions = sorted({tie.to for tie in case.actors.ties if tie.kind is TieKind.MEMBER_OF})
    found: dict[Hashable, tuple[str, ...]] = {}
    chosen = []
    for text, begin, end in zip(events.by, first.tolist(), last.tolist(), strict=True):
        key = (text, begin, end)
        if key not in found:
            days = [breaks[epoch - 1] if epoch else NO_START for epoch in range(begin, end + 1)]
            groups = [group for group in coalitions if _may_name(case, group, text, days)]
            found[key] = (*_named(text), *(f"{group}{WITH_MEMBERS}" for group in groups))
        chosen.append(found[key])
    return _sets("Actor", _without_echoes(chosen), partial(_actor_name, case))


def _without_echoes(chosen: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """A coalition "with its members" says nothing of its own where no row names a member."""
    own = {
        key
        for keys in set(chosen)
        for key in keys
        if key.endswith(WITH_MEMBERS) and key.removesuffix(WITH_MEMBERS) not in keys
    }
    kept = {keys: tuple(key for key in keys if key in own or not key.endswith(WITH_MEMBERS)) for keys in set(chosen)}
    return [kept[keys] for keys in chosen]


def _named(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actor for reading in parse_parties(text) for actor in reading)) or ("",)


def _may_name(case: Case, coalition: str, text: str, days: Iterable[int]) -> bool:
    """Does the attribution name the coalition or, on one of the days, a member? One that names nobody does not."""
    readings = parse_parties(text)
    if {actor for reading in readings for actor in reading} <= {SOMEBODY}:
        return False
    return any(names_party(coalition, readings, day, case.actors, None) > CANNOT for day in days)


def _actor_name(case: Case, key: str) -> str:
    if key.endswith(WITH_MEMBERS):
        return f"{case.actors.name(key.removesuffix(WITH_MEMBERS))}, with its members"
    special: dict[str, str] = {"": NOT_SAID, SOMEBODY: "somebody who is not named"}
    return special[key] if key in special else case.actors.name(key)


def _sets(title: str, chosen: list[tuple[str, ...]], name: Callable[[str], str]) -> Facet:
    values = sorted({key for keys in chosen for key in keys}, key=lambda key: (not key, name(key).casefold()))
    number = {key: index for index, key in enumerate(values)}
    distinct = {keys: index for index, keys in enumerate(dict.fromkeys(chosen))}
    return Facet(
        title,
        tuple(values),
        tuple(name(key) for key in values),
        tuple(tuple(number[key] for key in keys) for keys in distinct),
        np.array([distinct[keys] for keys in chosen], dtype=np.int64),
    )
