"""The map and its clock: all events and all maps of a case on one ground, with filters.

The page's data go to the browser once; the clock, the filters and the textures are worked there. Whatever is shown
was decided by the report: this page measures nothing, and a place stays as wide as it is known.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from firmground.dates import Days
from firmground.report.accounts import row_statuses
from firmground.report.scene import build_scene
from firmground.report.words import days_words
from firmground.web.answers import MAP_POLICY, refuse
from firmground.web.atlas.columns import atlas_data, precision_of
from firmground.web.atlas.facets import PRECISIONS, STATUS_WORDS, list_facets
from firmground.web.atlas.ground import ground_data, land_data
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show, show_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from firmground.report.scene_model import Scene, SceneClaim
    from firmground.web.atlas.facets import Facet
    from firmground.web.desk import Snapshot

ANSWERS = ("not counted", "cannot", "may", "must")


@dataclass(frozen=True, slots=True)
class Part:
    """An answer for the page's script, made once a check: its bytes and the mark by which a browser knows them."""

    body: bytes
    mark: str

    @classmethod
    def of(cls, seen: Snapshot, data: dict[str, Any]) -> Part:
        # ASCII throughout: half a surrogate pair in a name is then still JSON.
        body = json.dumps({"check": seen.number, **data}, separators=(",", ":")).encode("ascii")
        return cls(body, f'"{hashlib.sha256(body).hexdigest()[:24]}"')


def scene_of(seen: Snapshot) -> Scene:
    return seen.remember("map-scene", lambda: build_scene(seen.findings))


def facets_of(seen: Snapshot) -> dict[str, Facet]:
    """The facets of all events, for every page that filters them."""

    def make() -> dict[str, Facet]:
        scene = scene_of(seen)
        kinds = [precision_of(place) for place in scene.places]
        precision = [kinds[place] for place in scene.events.place.tolist()]
        return list_facets(seen.case, precision, row_statuses(seen.findings))

    return seen.remember("map-facets", make)


def map_page(request: Request, seen: Snapshot) -> Response:
    """The page without its data, which its script asks for."""
    scene = scene_of(seen)
    sections = {section.id: section for section in seen.report.claims}
    claims = [(number, sections[claim.id]) for number, claim in enumerate(scene.claims) if claim.id in sections]
    words: dict[str, Any] = {"scene": scene, "claims": claims, "n": len(scene.events)}
    return show(request, seen, "map/map.html.j2", title="Map", policy=MAP_POLICY, **words)


def data_part(request: Request, seen: Snapshot) -> Response:
    def make() -> dict[str, Any]:
        return atlas_data(seen.report, scene_of(seen), facets_of(seen))

    return _answer(request, seen, "map-data", make)


def land_part(request: Request, seen: Snapshot) -> Response:
    return _answer(request, seen, "map-land", lambda: land_data(scene_of(seen)))


def ground_part(request: Request, seen: Snapshot) -> Response:
    """One map of control; `number` is its place among the case's chosen maps."""
    maps = scene_of(seen).maps
    number = _number(request, len(maps), "There is no map of that number.")
    return _answer(request, seen, ("map-ground", number), lambda: ground_data(scene_of(seen), maps[number]))


def claim_part(request: Request, seen: Snapshot) -> Response:
    """How every event stands to one claim, a digit each: 0 not counted, 1 cannot, 2 may, 3 must."""
    claims = scene_of(seen).claims
    number = _number(request, len(claims), "There is no claim of that number.")
    return _answer(request, seen, ("map-claim", number), lambda: {"standing": _digits(claims[number].standing)})


def event_part(request: Request, seen: Snapshot) -> Response:
    """What the panel says of one event: where, when, why, on whose word."""
    scene = scene_of(seen)
    number = _number(request, len(scene.events), "There is no event of that number.")
    claim = _chosen(request, "claim", len(scene.claims))
    chosen_map = _chosen(request, "map", len(scene.maps))
    words = _event_words(seen, scene, number, chosen_map if claim is None else None, claim)
    return show_part(request, seen, "map/event.html.j2", **words)


def _event_words(seen: Snapshot, scene: Scene, event: int, chosen: int | None, claim: int | None) -> dict[str, Any]:
    events, place = scene.events, scene.places[int(scene.events.place[event])]
    facets = facets_of(seen)
    status = _value(facets["status"], event)
    source = int(events.source[event])
    found = scene.claims[claim] if claim is not None else None
    section = next((one for one in seen.report.claims if found is not None and one.id == found.id), None)
    return {
        "number": event,
        "events": events,
        "place": place,
        "precision": PRECISIONS[_value(facets["precision"], event)],
        "days": days_words(Days(int(events.start[event]), int(events.stop[event]))),
        "counted_as": "" if status in {"used", "outside"} else STATUS_WORDS[status],
        "says": _ground_says(scene, event, chosen, found),
        "standing": ANSWERS[int(found.standing[event])] if found is not None else "",
        "claim": found,
        "section": section,
        "source_note": scene.sources[source] if source >= 0 else None,
        "url": events.url[event],
    }


def _ground_says(scene: Scene, event: int, chosen: int | None, claim: SceneClaim | None) -> list[tuple[str, str]]:
    """What the maps say of the event's ground on its days: the claim's own map first, or the one that is shown."""
    readings = claim.readings if claim is not None else tuple(range(len(scene.readings)))
    first = claim.map if claim is not None else chosen
    said = {scene.readings[one].map: scene.readings[one].words(scene, event) for one in reversed(readings) if one >= 0}
    ranked = sorted(said, key=lambda number: (number != first, number))
    return [(scene.maps[number].title, said[number]) for number in ranked]


def _value(facet: Facet, event: int) -> str:
    return facet.keys[facet.sets[int(facet.of[event])][0]]


def _digits(standing: Any) -> str:
    return "".join(map(str, standing.tolist()))


def _number(request: Request, count: int, otherwise: str) -> int:
    text = request.path_params["number"]
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) < count):
        return refuse(404, otherwise)
    return int(text)


def _chosen(request: Request, name: str, count: int) -> int | None:
    """A number in the query; anything else there is as if it were not there."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) < count else None


def _answer(request: Request, seen: Snapshot, name: Any, make: Callable[[], dict[str, Any]]) -> Response:
    """JSON, made once a check. The browser may keep it but asks each time whether it is still so.

    It is not packed: on this computer's own address packing takes longer than it saves (see benchmarks/app_map.py).
    """
    part: Part = seen.remember(name, lambda: Part.of(seen, make()))
    headers = {"ETag": part.mark, "Cache-Control": "no-cache, private"}
    if part.mark in (mark.strip() for mark in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(part.body, media_type="application/json", headers=headers)


NAV = (NavEntry("Map", "/map", 30),)
ROUTES = (
    PageRoute("/map", map_page),
    PageRoute("/map/data", data_part),
    PageRoute("/map/land", land_part),
    PageRoute("/map/ground/{number}", ground_part),
    PageRoute("/map/claim/{number}", claim_part),
    PageRoute("/map/event/{number}", event_part),
)
