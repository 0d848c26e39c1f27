"""Random redactions of a small world, applied to its tables as a view would apply them: cells emptied or made coarser,
rows of which nothing is shown, records that are absent.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import shapely
from small_world import HIDEABLE, PLACES, UNITS

from firmground.engine.meetings.enclose import enclosing_disc
from firmground.places import Area, distance_km

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from small_world import World

    Row = dict[str, str]
    Disc = tuple[float, float, float]

_SITE = ("lon", "lat", "radius_km", "area", "level", "unplaced")
_PLAIN = ("by", "kind", "target", "parity", "duplicate_of", "id", "strikes", "reported", "date")


def redact(world: World, random: Random) -> World:
    """A view of the world; of a view a narrower one."""
    view, share = world.copy(), random.choice((0.1, 0.35, 0.6))
    for row in view.events:
        if random.random() < share:
            _redact_row(row, random)
    for place in HIDEABLE:
        if place in view.places and random.random() < share / 3:
            _hide_place(view, place, random)
    for redaction in (
        _mask_holders,
        _hide_ties,
        _hide_definition,
        _hide_releases,
        _hide_pledges,
        _hide_face,
        _open_map,
    ):
        if random.random() < share / 3:
            redaction(view, random)
    return view


def withhold(row: Row, *names: str) -> None:
    """Names fields as withheld, beside those that are."""
    known = [name for name in row["withheld"].split(";") if name]
    if "*" not in known:
        row["withheld"] = ";".join(dict.fromkeys([*known, *names]))


def _redact_row(row: Row, random: Random) -> None:
    if random.random() < 0.12:
        row.update({name: "" for name in row if name not in ("dataset", "withheld")}, withheld="*")
        return
    for name in random.sample(_PLAIN, random.choice((0, 1, 1, 2, 4))):
        row[name] = _coarser(name, row[name], random) if random.random() < 0.5 else ""
        withhold(row, name)
    if random.random() < 0.6:
        _redact_place(row, random)


def _coarser(name: str, value: str, random: Random) -> str:
    """A value that contains the true one; "" where none is at hand."""
    wider: dict[str, dict[str, tuple[str, ...]]] = {
        "strikes": {"1": ("1..3", "0..2", "1+"), "2": ("2..9", "2+"), "1..3": ("0..5", "1+"), "0": ("0..1",)},
        "by": {"a": ("a|b",), "b": ("a|b", "b|a;c"), "a1": ("a1|c",)},
        "target": {"a": ("a|b",), "b": ("b|c",), "c": ("c|",)},
        "kind": {"air-strike": ("air-strike|shelling",), "shelling": ("shelling|clash",)},
    }
    if name in ("date", "reported"):
        return _coarser_days(value, random)
    return random.choice(wider.get(name, {}).get(value, ("",)))


def _coarser_days(value: str, random: Random) -> str:
    first, _, last = value.partition("/")
    if not value.startswith("2015-10") or "~" in value:
        return ""
    if len(first) == len("2015-10"):
        return random.choice(("2015", ""))
    early, late = int(first[-2:]), int((last or first)[-2:])
    early, late = max(1, early - random.randint(0, 3)), min(31, late + random.randint(0, 3))
    return random.choice((f"2015-10-{early:02d}/2015-10-{late:02d}", "2015-10"))


def _redact_place(row: Row, random: Random) -> None:
    """The name, the ground, or both; what is shown in the place of the ground holds it."""
    how = random.random()
    if how < 0.3:
        row["place"] = ""
        withhold(row, "place")
        return
    if how < 0.45:
        name = random.choice(_SITE)
        row[name] = ""
        withhold(row, name)
        return
    discs = _true_discs(row)
    unit = (row["level"], row["area"]) if row["level"] and row["area"] else None
    hide_name = random.random() < 0.7
    chosen = _choose_ground(discs, unit, random)
    row.update(dict.fromkeys(_SITE, "") if not row["unplaced"] else {})
    if hide_name:
        row["place"] = ""
    withhold(row, *(name for name in _SITE if not row["unplaced"]), *(["place"] if hide_name else []))
    if not row["unplaced"]:
        row.update(chosen)


def _true_discs(row: Row) -> list[Disc]:
    """The discs one of which the row's place is; none where it is no disc, or not known."""
    hidden = set(row["withheld"].split(";"))
    if row["unplaced"] or row["level"] or hidden & {"*", "level", "area", "unplaced"}:
        # A unit, a coarser one, or nothing that is known.
        return []
    if row["lon"] and row["lat"] and row["radius_km"]:
        return [(float(row["lon"]), float(row["lat"]), float(row["radius_km"]))]
    if row["lon"] or row["lat"] or hidden & {"lon", "lat", "radius_km", "place"}:
        return []
    found = [place for key, place in PLACES.items() if row["place"] in (key, place[0])]
    return [(lon, lat, radius) for _, lon, lat, radius in found]


def _choose_ground(discs: list[Disc], unit: tuple[str, str] | None, random: Random) -> Row:
    options: list[Callable[[], Row]] = [dict]
    if discs:
        options += [lambda: _disc_around(discs, random)] * 2
    if unit is not None and unit in UNITS:
        west, south, east, north = UNITS[unit]
        # Where radii are taken wider, a unit stands for the disc around it.
        around = enclosing_disc(Area("", "", shapely.box(west, south, east, north)))
        options += [lambda: _disc_around([(around.lon, around.lat, around.radius_km)], random)]
    ground = [unit for unit in UNITS if discs and all(_holds(UNITS[unit], disc) for disc in discs)]
    if unit in (("2", "Middle"), ("2", "Northwest")):
        ground.append(("1", "West"))
    if ground:
        level, area = random.choice(ground)
        options += [lambda: {"level": level, "area": area}] * 2
    return random.choice(options)()


def _disc_around(discs: list[Disc], random: Random) -> Row:
    lon = discs[0][0] + random.choice((0.0, 0.0, 0.05, -0.2))
    lat = discs[0][1] + random.choice((0.0, 0.02, -0.1))
    radius = max(distance_km(lon, lat, one[0], one[1]) + one[2] for one in discs)
    # Upwards, so that it still holds them once it is written.
    radius = math.ceil(radius * 1e6) / 1e6 + random.choice((0.0, 0.0, 1.0, 7.0))
    return {"lon": repr(lon), "lat": repr(lat), "radius_km": repr(radius)}


def _holds(box: tuple[float, float, float, float], disc: Disc) -> bool:
    """Is the disc inside the box, by a degree that is surely no longer than so many km?"""
    west, south, east, north = box
    lon, lat, radius = disc
    high, wide = radius / 110.5, radius / 88.0
    return west <= lon - wide and lon + wide <= east and south <= lat - high and lat + high <= north


def _hide_place(view: World, place: str, random: Random) -> None:
    """Nothing that is shown speaks of it: not by its id, nor by a name that may mean it."""
    name = view.places[place][0]
    for row in view.events:
        if row["place"] in (place, name):
            ground = _choose_ground(_true_discs(row), None, random)
            hidden = ["place"]
            if not row["lon"] and not row["level"] and not row["unplaced"] and ground:
                row.update(ground)
                hidden += ["lon", "lat", "radius_km", "area", "level"]
            row["place"] = ""
            withhold(row, *hidden)
    del view.places[place]
    shown = [row for row in view.listed if row["place"] not in (place, name)]
    _hide_listed(view, shown)


def _mask_holders(view: World, random: Random) -> None:
    """Somebody holds the place, who is not said; nor who is there."""
    for row in view.listed:
        if "party" not in row and random.random() < 0.4:
            row.update(holder="?", present="")


def _hide_listed(view: World, shown: list[Row]) -> None:
    hidden = len(view.listed) - len(shown)
    view.listed = shown
    for name in ("towns", "around"):
        if hidden:
            view.withheld[f"map:{name}"] = view.withheld.get(f"map:{name}", 0) + hidden
        if not shown:
            view.open_maps = (*view.open_maps, name)


def _hide_some(view: World, kind: str, records: list, random: Random) -> list:
    shown = [one for one in records if random.random() < 0.6]
    if len(shown) < len(records):
        view.withheld[kind] = view.withheld.get(kind, 0) + len(records) - len(shown)
    return shown


def _hide_ties(view: World, random: Random) -> None:
    view.ties = _hide_some(view, "ties", view.ties, random)


def _hide_definition(view: World, random: Random) -> None:
    view.definitions = _hide_some(view, "definitions", view.definitions, random)


def _hide_releases(view: World, random: Random) -> None:
    view.releases = _hide_some(view, "releases", view.releases, random)


def _hide_pledges(view: World, random: Random) -> None:
    view.pledges = _hide_some(view, "pledges", view.pledges, random)


def _hide_face(view: World, random: Random) -> None:
    """A polygon of a map, whose file is still there."""
    name = random.choice(("front", "drawn"))
    faces = view.faces if name == "front" else view.drawn
    if len(faces) > 1:
        faces.pop(random.randrange(len(faces)))
        view.withheld[f"map:{name}"] = view.withheld.get(f"map:{name}", 0) + 1


def _open_map(view: World, random: Random) -> None:
    view.open_maps = (*view.open_maps, random.choice(("front", "drawn", "towns", "around")))
