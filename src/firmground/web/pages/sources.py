"""Where everything comes from, and who is who: sources and files, actors with their names and ties, places."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import TYPE_CHECKING

from firmground.case.events import parse_parties
from firmground.case.folding import fold_words
from firmground.report.sections import source_note
from firmground.report.words import date_words
from firmground.web.answers import refuse
from firmground.web.record_kinds import KINDS
from firmground.web.record_list import list_records
from firmground.web.register import width_words
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.case.actors import Actor, Tie
    from firmground.case.gazetteer import Place
    from firmground.web.desk import Snapshot

PAGE = 200


def sources_page(request: Request, seen: Snapshot) -> Response:
    case = seen.case
    used = seen.remember("events by source", lambda: Counter(case.events.source))
    sources = [(source, source_note(case, source.id, ""), used[source.id]) for source in case.sources.values()]
    return show(request, seen, "sources/sources.html.j2", title="Sources", sources=sources, inputs=seen.report.inputs)


def actors_page(request: Request, seen: Snapshot) -> Response:
    counts = _by_actor(seen)
    actors = sorted(seen.case.actors, key=lambda actor: (fold_words(actor.name), actor.id))
    return show(request, seen, "sources/actors.html.j2", title="Actors", actors=actors, counts=counts)


def actor_page(request: Request, seen: Snapshot) -> Response:
    case, key = seen.case, request.path_params["id"]
    if key not in case.actors:
        refuse(404, "The case has no actor of that name.")
    actor: Actor = case.actors[key]
    ties = [tie for tie in case.actors.ties if key in (tie.actor, tie.to)]
    labels = [
        (definition, label) for definition in case.definitions.values() for label in definition.labels
        if key in (*label.covers, *label.excludes)
    ]  # fmt: skip
    return show(
        request,
        seen,
        "sources/actor.html.j2",
        title=actor.name,
        actor=actor,
        source=source_note(case, actor.source, ""),
        ties=[(tie, _tie_days(tie), source_note(case, tie.source, "")) for tie in ties],
        labels=labels,
        number=_by_actor(seen)[key],
        entered=key in _entered(seen),
    )


def places_page(request: Request, seen: Snapshot) -> Response:
    places = _places(seen)
    number = request.query_params.get("page", "1")
    pages = max(1, -(-len(places) // PAGE))
    page = min(max(1, int(number)), pages) if number.isascii() and number.isdecimal() and len(number) < 8 else 1
    shown = [(place, width_words(place.where)) for place in places[(page - 1) * PAGE : page * PAGE]]
    return show(
        request, seen, "sources/places.html.j2", title="Places", places=shown, total=len(places), page=page, pages=pages
    )


def place_page(request: Request, seen: Snapshot) -> Response:
    place = seen.case.gazetteer.places.get(request.path_params["id"])
    if place is None:
        refuse(404, "The case has no place of that name.")
    return show(
        request,
        seen,
        "sources/place.html.j2",
        title=place.name,
        place=place,
        row=_row_of(seen, place.id),
        width=width_words(place.where),
        events=_by_place(seen).get(place.id, []),
    )


def _row_of(seen: Snapshot, place: str) -> int | None:
    """The row of places.csv in which a place stands."""
    rows = seen.remember("rows of places", lambda: {one.id: one.at.row for one in list_records(seen, KINDS["places"])})
    return rows.get(place)


def _entered(seen: Snapshot) -> set[str]:
    """Actors that have an entry; the others are only named by an event or a map, and there is nothing to edit."""

    def collect() -> set[str]:
        try:
            entries = tomllib.loads((seen.case.folder / "actors.toml").read_text(encoding="utf-8")).get("actors", [])
            return {str(entry.get("id", "")) for entry in entries}
        except (OSError, ValueError, AttributeError, TypeError):
            return set()  # what is wrong with the file is told among the problems

    return seen.remember("actors with an entry", collect)


def _tie_days(tie: Tie) -> str:
    return date_words(tie.period) or str(tie.period)


def _places(seen: Snapshot) -> list[Place]:
    def collect() -> list[Place]:
        return sorted(seen.case.gazetteer.places.values(), key=lambda place: (fold_words(place.name), place.id))

    return seen.remember("places in order", collect)


def _by_actor(seen: Snapshot) -> Counter[str]:
    """Actor -> how many events name it as the one who acted."""

    def collect() -> Counter[str]:
        found: Counter[str] = Counter()
        for text, number in Counter(seen.case.events.by).items():
            for actor in {actor for reading in parse_parties(text) for actor in reading}:
                found[actor] += number
        return found

    return seen.remember("events by actor", collect)


def _by_place(seen: Snapshot) -> dict[str, list[int]]:
    """Place -> the events that are placed at it by name."""

    def collect() -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        located = seen.held.located
        for index, region in enumerate(located.region_of):
            found.setdefault(located.regions[int(region)].counts_as, []).append(index)
        return found

    return seen.remember("events by place", collect)


NAV = (NavEntry("Sources", "/sources", 70), NavEntry("Actors", "/actors", 72), NavEntry("Places", "/places", 74))
ROUTES = (
    PageRoute("/sources", sources_page),
    PageRoute("/actors", actors_page),
    PageRoute("/actors/{id:text}", actor_page),
    PageRoute("/places", places_page),
    PageRoute("/places/{id:text}", place_page),
)
