"""Small random cases as tables of texts, and the folder that they make: with a claim for every measure that there is."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

EVENT_COLUMNS = (
    "id", "date", "reported", "by", "kind", "target", "place", "lon", "lat", "radius_km", "area", "level", "strikes",
    "duplicate_of", "unplaced", "parity", "withheld",
)  # fmt: skip
PLACES = {
    # id: name, lon, lat, radius_km; the last four are named by no claim
    "p1": ("One", 36.2, 35.5, 3.0),
    "p2": ("Two", 36.9, 35.5, 10.0),
    "p3": ("Three", 37.6, 35.5, 0.0),
    "p4": ("Twin", 36.3, 35.6, 1.0),
    "p5": ("Twin", 37.4, 35.4, 1.0),
    "h1": ("Hidden", 36.5, 35.5, 0.0),
    "h2": ("Lost", 36.85, 35.3, 4.0),
    "h3": ("Gone", 36.2, 35.5, 0.0),
}
# No claim that is shown names them, nor by a name that they share with another.
HIDEABLE = ("h1", "h2", "h3")
# Units in units: west, south, east, north.
UNITS = {
    ("1", "West"): (36.0, 35.0, 37.0, 36.0),
    ("1", "East"): (37.0, 35.0, 38.0, 36.0),
    ("2", "Northwest"): (36.0, 35.5, 36.5, 36.0),
    ("2", "Middle"): (36.5, 35.2, 37.0, 35.8),
}
DATES = ("2015-10-03", "2015-10-05/2015-10-09", "2015-10", "", "2015-10-12", "2015-10-04~", "2015-10-08", "2015-10-09")
REPORTED = ("", "2015-10-04", "2015-10-06", "2015-10-07/2015-10-11", "2015-10-07", "2015-10-06/2015-10-07")


@dataclass
class World:
    """A case as rows of texts. `head`: lines of case.toml that stand for themselves. `withheld`: `[withheld]`."""

    events: list[dict[str, str]]
    places: dict[str, tuple[str, float, float, float]]
    ties: list[dict[str, str]]
    definitions: list[dict[str, Any]]
    listed: list[dict[str, str]]
    faces: list[dict[str, Any]]
    drawn: list[dict[str, Any]]
    releases: list[dict[str, str]]
    pledges: list[dict[str, Any]]
    complete: tuple[str, ...]
    all_pledges: bool
    watched: str
    radii: tuple[str, ...]
    margins: tuple[str, ...]
    publisher_complete: bool
    constants: bool
    reach: float
    gap: int
    claims: list[dict[str, Any]] = field(default_factory=list)
    withheld: dict[str, int] = field(default_factory=dict)
    open_maps: tuple[str, ...] = ()

    def copy(self) -> World:
        return deepcopy(self)


def make_world(random: Random) -> World:
    """Any small case. Of half of them much is known: what is withheld of those is not lost among what nobody knows."""
    listed = [_listed(random) for _ in range(random.randint(0, 7))]
    known = random.random() < 0.5
    return World(
        events=[_event(random, number, known=known) for number in range(1, random.randint(0, 7) + 1)],
        places=dict(PLACES),
        ties=[tie for tie in TIES if random.random() < 0.6],
        definitions=[one for one in DEFINITIONS if random.random() < 0.9],
        listed=listed or [{"place": "p1", "holder": "a", "from": "2015-10-01", "until": ""}],
        faces=[_face(random) for _ in range(random.randint(0, 4))] or [_face(random)],
        drawn=[_drawn(random) for _ in range(random.randint(1, 5))],
        releases=[_release(random, number) for number in range(random.randint(0, 5))],
        pledges=[_pledge(random, number) for number in range(random.randint(0, 3))],
        complete=tuple(one for one in ("one", "two") if known or random.random() < 0.7),
        all_pledges=random.random() < 0.5,
        watched=random.choice(("", 'from = "2015-10-01"\nuntil = "2015-10-14"\n', 'from = "2015-10-02"\n')),
        radii=tuple(random.choice((["1"], ["1"], ["doubled"], ["1", "doubled"], ["1", "0.5"]))),
        margins=tuple(random.choice((["0"], ["0"], ["0", "5"]))),
        publisher_complete=random.random() < 0.5,
        constants=random.random() < 0.3,
        reach=random.choice((0.0, 0.0, 25.0)),
        gap=random.choice((0, 2, 14)),
        claims=CLAIMS,
    )


def _event(random: Random, number: int, *, known: bool) -> dict[str, str]:
    def pick(*values: str) -> str:
        clear = [value for value in values if value and not set(value) & set("|/~+")]
        return random.choice(clear if known else values)

    row = dict.fromkeys(EVENT_COLUMNS, "") | {
        "dataset": pick("one", "one", "two"),
        "id": str(number),
        "date": pick(*DATES),
        "reported": pick(*REPORTED),
        "by": pick("a", "b", "a1", "a;b", "a|c", ""),
        "kind": pick("air-strike", "shelling", "", "air-strike|clash"),
        "target": pick("a", "b", "c", "b|c", "", "a1"),
        "place": pick("p1", "p2", "p3", "Twin", "", "h1", "h2", "h3", "Unheard of", "p1"),
        "strikes": pick("", "1", "2", "1..3", "0..2", "2+", "0"),
        "parity": pick("even", "odd", "", "odd|even"),
        "duplicate_of": str(random.randint(1, number - 1)) if number > 1 and random.random() < 0.2 else "",
    }
    how = random.random()
    if how < 0.3:
        point = random.choice([(36.2, 35.5), (36.5, 35.5), (36.9, 35.52), (37.0, 35.5), (36.25, 35.75), (37.61, 35.5)])
        radius = pick("0", "0.5", "2", "6", "20")
        row |= {"lon": str(point[0]), "lat": str(point[1]), "radius_km": radius}
    elif how < 0.42:
        level, name = random.choice(list(UNITS))
        row |= {"level": level, "area": name}
    elif how < 0.48:
        row["unplaced"] = "it was not said where"
    return row


def _listed(random: Random) -> dict[str, str]:
    start = random.choice(("2015-10-01", "2015-10-04", "2015-10", "2015-10-08", ""))
    until = random.choice(("", "2015-10-06", "2015-10-10", "2015-10-31", ""))
    row = {"place": random.choice([*PLACES, "Twin", "Unheard of"]), "from": start, "until": until}
    if random.random() < 0.15:
        return row | {"party": "a", "standing": random.choice(("must", "may", "cannot"))}
    return row | {
        "holder": random.choice(("a", "b", "c", "nobody", "?", "a;b", "a1")),
        "present": random.choice(("", "", "none", "b", "c;a")),
        "status": random.choice(("", "", "", "contested", "present")),
    }


def _box(random: Random) -> list[float]:
    west, south = random.choice((36.0, 36.2, 36.5, 36.9, 37.0)), random.choice((35.0, 35.2, 35.5))
    return [west, south, west + random.choice((0.3, 0.5, 1.0)), south + random.choice((0.3, 0.5, 1.0))]


def _face(random: Random) -> dict[str, Any]:
    return {
        "box": _box(random),
        "holder": random.choice(("a", "b", "c", "?", "a;b")),
        "from": random.choice(("2015-09-01", "2015-10-04", "2015-10-09", "2015-10")),
        "until": random.choice(("", "2015-10-04", "2015-10-09", "2015-10-20", "2015-10")),
    }


def _drawn(random: Random) -> dict[str, Any]:
    day = random.choice(("2015-10-02", "2015-10-05", "2015-10-05", "2015-10-12"))
    return {"box": _box(random), "holder": random.choice(("a", "b", "c")), "date": day}


def _release(random: Random, number: int) -> dict[str, str]:
    day = random.choice(("2015-10-04", "2015-10-06", "2015-10-07/2015-10-09", "2015-10-10", "2015-10"))
    silent = random.random() < 0.3
    return {
        "id": f"r{number}",
        "by": "c",
        "published": "" if silent else day,
        "from": random.choice(("2015-10-03", "2015-10-06", "2015-10-07")) if silent else "",
        "until": random.choice(("2015-10-07", "2015-10-09", "2015-10-14")) if silent else "",
        "status": "silence" if silent else "published",
        "kind": random.choice(("", "total")),
        "gives": random.choice(("", "place", "place;target", "date;count")),
    }


def _pledge(random: Random, number: int) -> dict[str, Any]:
    stages = [
        {"state": random.choice(("kept", "broken", "open", "not-verifiable")), "on": on, "url": "https://example.org"}
        for on in ("2015-10-08", "2015-10", "2015-11-02")
        if random.random() < 0.4
    ]
    parties = {"by": random.choice((["a"], ["b"], ["a1", "c"])), "to": random.choice(([], ["b"], ["c"]))}
    return (
        {"id": f"g{number}", "what": "help", "on": random.choice(("2015-10-02", "2015-10"))}
        | parties
        | {"stages": stages}
    )


TIES = [
    {"actor": "a1", "tie": "member-of", "to": "a", "from": "2015-10-06"},
    {"actor": "b", "tie": "fights", "to": "c", "from": "2015-10-01", "until": "2015-10-09"},
    {"actor": "a", "tie": "fights", "to": "c"},
    {"actor": "a", "tie": "allied", "to": "b", "until": "2015-10"},
    {"actor": "c", "tie": "backs", "to": "a1", "from": "2015-10-05"},
    {"actor": "c", "tie": "member-of", "to": "a", "from": "2015-10-12"},
]
DEFINITIONS: list[dict[str, Any]] = [
    {"id": "d1", "title": "d1", "by": "a", "labels": [{"label": "enemy", "covers": ["b"]}]},
    {
        "id": "d2", "title": "d2", "by": "b",
        "labels": [{"label": "enemy", "covers": ["a"], "until": "2015-10-07"}, {"label": "friend", "covers": ["c"], "open": True}],
    },
]  # fmt: skip
_AIR = {"kind": ["air-strike"]}
_DAYS = {"from": "2015-10-04", "until": "2015-10-08"}
_OCTOBER = {"from": "2015-10-03", "until": "2015-10-11"}


def _test(measure: str, **parts: Any) -> dict[str, Any]:
    return {"measure": measure} | {key.rstrip("_"): part for key, part in parts.items()}


TESTS: list[dict[str, Any]] = [
    _test("share", that={"outside": "a"}, value=">= 0.5"),
    _test("share", that={"in": "enemy"}, among={"by": "a"}, value=">= 0.5"),
    _test("share", that={"without": "b"}, among=_AIR | _DAYS, value="0.2..0.6"),
    _test("share", that={"with": "c", "target": "enemy"}, value="<= 0.5"),
    _test("share", that={"inside": ["p2"]}, among={"by": "a"}, value="<= 0.5"),
    _test("share", that={"inside": ["West"]}, value="<= 0.5"),
    _test("share", that={"none": [{"inside": ["Middle", "p1"]}]}, value="<= 0.5"),
    _test("share", that={"near": [{"to": "p1", "km": 20}]}, out_of=9, value=">= 0.5"),
    _test("share", that={"any": [{"in": "a"}, {"near": [{"to": "fall", "km": 60}]}]}, value=">= 0.5"),
    _test("share", that={"target_tie": {"tie": "fights", "of": "b"}}, value=">= 0.5"),
    _test("share", that={"target_tie": {"tie": "fought-by", "of": "partners", "complete": True}}, value=">= 0.5"),
    _test("share", that={"in": "b"}, among={"inside": ["East"], "where": {"parity": ["odd"]}}, value="= 1"),
    _test("share", that={"target": "a"}, among={"where_not": {"parity": ["odd"], "id": ["2"]}}, value=">= 0.5"),
    _test("count", among={"near": [{"to": "p2", "km": 30}]}, value="<= 3"),
    _test("count", among={"reported_from": "2015-10-05", "reported_until": "2015-10-08", "by": "a"}, value="<= 3"),
    _test("count", among={"datasets": ["one"]}, that={"outside": "a"}, value="<= 3"),
    _test("count", among={"where": {"place": ["p1"], "duplicate_of": ["1"]}}, value="<= 3"),
    _test("count", among={"target": "enemy", "inside": ["p1", "Twin"]}, value=">= 1"),
    _test("count", model="uniform", that={"in": "a"}, value=">= 1"),
    _test("area", party="a", on="2015-10-05", value=">= 100"),
    _test("area", party="enemy", on="2015-10", region="West", value=">= 100"),
    _test("gain", party="b", on="2015-10-03", until="2015-10-10", region="West", value=">= 0"),
    _test("places", party="a", on="2015-10-05", value=">= 1"),
    _test("places", party="enemy", on="2015-10-02", until="2015-10-10", taken=True, value=">= 1"),
    _test("distance", to="p3", among={"by": "a"}, value="<= 50"),
    _test("distance", to="fall", greatest=True, value="<= 50"),
    _test("distance", party="a", among=_OCTOBER, value="<= 50"),
    _test("distance", party="b", greatest=True, among=_OCTOBER | {"datasets": ["one"]}, value="<= 50"),
    _test("disclosed", publisher="c", value=">= 0.5"),
    _test("disclosed", publisher="c", gives=["place"], from_="2015-10-03", until="2015-10-09", value=">= 0.5"),
    _test("disclosed", publisher="c", gives=["place", "target"], of="published", value=">= 0.5"),
    _test("disclosed", publisher="c", gives=["count"], of="published", from_="2015-10-03", until="2015-10-09"),
    _test("disclosed-change", publisher="c", from_="2015-10-08", until="2015-10-11",
          before={"from": "2015-10-03", "until": "2015-10-06"}, value="<= 0"),
    _test("disclosed-change", publisher="c", gives=["place"], of="published", from_="2015-10-08", until="2015-10-11",
          before={"from": "2015-10-03", "until": "2015-10-06"}, value="<= 0"),
    _test("silence", publisher="c", from_="2015-10-03", until="2015-10-12", value=">= 3"),
    _test("silence", publisher="c", gives=["target"], value=">= 3"),
    _test("breaches", agreement="truce", value="<= 0"),
    _test("breaches", agreement="truce", clause="zone", among={"by": "a"}, value="<= 0"),
    _test("breaches", agreement="truce", clause="held", hit="ground", value="<= 0"),
    _test("pledges", state=["kept"], value=">= 1"),
    _test("pledges", state=["broken", "open"], pledged_by="a", on="2015-10-15", value=">= 1"),
    _test("pledges-share", state=["kept"], of=["kept", "broken"], value=">= 0.5"),
    _test("pledges-share", state=["open"], pledged_to="c", value=">= 0.5"),
    _test("contradictions", on="2015-10-05", value="<= 0"),
    _test("contradictions", on="2015-10", complete=True, value="<= 1"),
    _test("encounters", among={"by": "a"}, other={"by": "b"}, km=30, hours=48, value="<= 3"),
    _test("encounters", other=_DAYS, km=80, hours=24, different_actors=True, that={"outside": "a"}, value="<= 3"),
    _test("encounters", among=_AIR, other=_AIR, km=10, hours=100, value="<= 3"),
]  # fmt: skip
CLAIMS: list[dict[str, Any]] = [
    {"id": f"c{number}-{test['measure']}", "by": "somebody", "on": "2015-11-01", "says": "so", "test": test}
    for number, test in enumerate(TESTS)
]
_AGREEMENT = {
    "id": "truce", "title": "Truce", "parties": ["a", "b"], "on": "2015-10-03",
    "clauses": [
        {"id": "zone", "zone": ["p1", "Middle"], "from": "2015-10-04", "until": "2015-10-09", "act": ["air-strike"]},
        {"id": "held", "protects": ["friend", "c"], "exempt": ["b"], "from": "2015-10-05"},
        {"id": "both", "parties": ["a"], "protects": ["enemy"], "zone": ["West"]},
    ],
}  # fmt: skip


def write_world(world: World, folder: Path) -> Path:
    """The case as a folder of files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("events", "control", "releases", "areas"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "case.toml").write_text(_case_toml(world))
    (folder / "actors.toml").write_text(
        _entries("actors", [{"id": one, "name": one.upper()} for one in ("a", "b", "c", "a1")])
        + _entries("ties", world.ties)
    )
    (folder / "definitions.toml").write_text(_entries("definitions", world.definitions))
    (folder / "undertakings.toml").write_text(_entries("agreements", [_AGREEMENT]) + _entries("pledges", world.pledges))
    (folder / "claims.toml").write_text(_entries("claims", world.claims))
    places = [
        {"id": key, "name": name, "lon": lon, "lat": lat, "radius_km": radius}
        for key, (name, lon, lat, radius) in world.places.items()
    ]
    (folder / "places.csv").write_text(_table(places))
    (folder / "incidents.csv").write_text("id,date,kind,lon,lat,radius_km\nfall,2015-10-06,crash,36.6,35.6,5\n")
    for dataset in ("one", "two"):
        rows = [row for row in world.events if row["dataset"] == dataset]
        (folder / f"events/{dataset}.csv").write_text(_table(rows, EVENT_COLUMNS))
    columns = ("place", "holder", "present", "status", "party", "standing", "from", "until")
    for name in ("towns", "around"):
        (folder / f"control/{name}.csv").write_text(_table(world.listed, columns))
    for name, faces in (("front", world.faces), ("drawn", world.drawn)):
        (folder / f"control/{name}.geojson").write_text(_features(faces))
    (folder / "control/within.geojson").write_text(_features([{"box": [35.9, 34.9, 37.9, 36.1]}]))
    for level in ("1", "2"):
        own = [{"box": box, "name": name} for (order, name), box in UNITS.items() if order == level]
        (folder / f"areas/{level}.geojson").write_text(_features(own))
    releases = ("id", "by", "published", "from", "until", "status", "kind", "gives")
    (folder / "releases/c.csv").write_text(_table(world.releases, releases))
    return folder


def _case_toml(world: World) -> str:
    lines = ['title = "small"', f"all_pledges = {_toml(world.all_pledges)}"]
    for dataset in ("one", "two"):
        lines += ["[[events]]", f'id = "{dataset}"', f'file = "events/{dataset}.csv"']
        lines += ["complete = true"] if dataset in world.complete else []
        if world.constants:
            lines += ["[events.constants]", 'kind = "air-strike"', 'by = "a"', 'strikes = "2"', 'radius_km = "3"']
    maps = {
        "front": 'file = "control/front.geojson"\nwithin = "control/within.geojson"\nelsewhere = "b"',
        "drawn": f'file = "control/drawn.geojson"\nmax_gap_days = {world.gap}',
        "towns": f'file = "control/towns.csv"\nlayout = "place-list"\nmax_gap_days = {world.gap}\nreach_km = 0',
        "around": f'file = "control/around.csv"\nlayout = "place-list"\nreach_km = {world.reach}',
    }
    for name, text in maps.items():
        lines += ["[[maps]]", f'id = "{name}"', "open = true" if name in world.open_maps else text]
    for level in ("1", "2"):
        lines += ["[[areas]]", f'file = "areas/{level}.geojson"', f'level = "{level}"', 'name = "name"']
    lines += ["[[disclosure]]", 'by = "c"', 'events = ["one"]', 'columns = { outcome = "parity" }']
    lines += [f"complete = {_toml(world.publisher_complete)}", world.watched]
    lines += ["[subsets]", 'air = { kind = "air-strike", by = "a" }', "[choices]"]
    definitions = [one["id"] for one in world.definitions]
    choices = {
        "map": list(maps),
        "definition": definitions,
        "unit": ["event", "place", "strike"],
        "contested": ["counts", "does-not-count"],
        "margin_km": list(world.margins),
        "radius": ["as-coded" if one == "1" else one for one in world.radii],
        "subset": ["all", "air"],
    }
    lines += [f"{name} = {_toml(values)}" for name, values in choices.items() if values]
    if world.withheld:
        lines += ["[withheld]", *(f'"{kind}" = {number}' for kind, number in world.withheld.items())]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """A value as TOML has it; tables inline."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {_toml(part)}' for key, part in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


def _entries(name: str, records: list[dict[str, Any]]) -> str:
    parts = []
    for record in records:
        parts += [f"[[{name}]]", *(f"{key} = {_toml(value)}" for key, value in record.items() if value != "")]
    return "\n".join(parts) + "\n"


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...] = ()) -> str:
    out = io.StringIO()
    names = columns or tuple(rows[0])
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.getvalue()


def _features(faces: list[dict[str, Any]]) -> str:
    def feature(face: dict[str, Any]) -> dict[str, Any]:
        west, south, east, north = face["box"]
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        properties = {key: value for key, value in face.items() if key != "box" and value != ""}
        return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    return json.dumps({"type": "FeatureCollection", "features": [feature(face) for face in faces]})
