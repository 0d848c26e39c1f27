"""Random rules over the small random cases of tests/withheld, and whether a view of one holds the bounds of the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from tests.withheld.small_world import PLACES, make_world, write_world

from firmground.case.handling import Handling, Label, Rule, Treatment
from firmground.check import check_test, specifications
from firmground.exchange.plain import kind_counts, record_tables, write_tables
from firmground.exchange.viewing.make import make_view
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.measures import Selector
from firmground.modality import MUST
from firmground.read import read_case

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.check import Finding
    from firmground.exchange.views import View

DAY = date(2026, 1, 1)
WIDENED = ("date", "reported", "place", "lon", "lat", "radius_km", "area", "level", "strikes")
FIELDS = (*WIDENED, "by", "kind", "target", "source", "url", "note", "duplicate_of", "parity", "id", "unplaced")
SPECIFICATIONS = 6  # of each claim, that of its headline and so many others
_ROUNDING = 1e-9  # of areas and distances


def random_rules(random: Random) -> tuple[Rule, ...]:
    """One to three rules of any kind."""
    makers = (
        _on_events,
        _on_events,
        _on_events,
        _on_places,
        _on_places,
        _on_actors,
        _on_list,
        _on_records,
        _on_records,
    )
    return tuple(random.choice(makers)(random, _base(random, number)) for number in range(random.choice((1, 1, 2, 3))))


def _base(random: Random, number: int) -> dict[str, Any]:
    return {
        "id": f"rule-{number}",
        "label": Label.RED,
        "reason": "so",
        "cell": random.choice((2, 3, 4, 5, 6)),
        "unit": random.choice(("", "", "1", "2")),
        "settlements": random.choice((1, 1, 2, 4)),
    }


def _on_events(random: Random, base: dict[str, Any]) -> Rule:
    fields: dict[str, Treatment] = {}
    for name in random.sample(FIELDS, random.randint(0, 5)):
        more = [Treatment.COARSEN] * 3 if name in WIDENED else []
        fields[name] = random.choice([Treatment.WITHHOLD, Treatment.WITHHOLD, Treatment.KEEP, *more])
    if fields and random.random() < 0.8:
        fields["*"] = random.choice((Treatment.KEEP, Treatment.KEEP, Treatment.KEEP, Treatment.WITHHOLD))
    ids = tuple(random.sample([str(number) for number in range(1, 8)], random.randint(1, 4)))
    table = random.choice(("events:one", "events:one", "events:two"))
    return Rule(**base, table=table, ids=ids if random.random() < 0.7 else (), fields=tuple(fields.items()))


def _on_places(random: Random, base: dict[str, Any]) -> Rule:
    fields: dict[str, Treatment] = {}
    if random.random() < 0.5:
        fields["lon"] = Treatment.COARSEN
    if random.random() < 0.3:
        fields[random.choice(("date", "strikes"))] = Treatment.COARSEN
    if random.random() < 0.2:
        fields[random.choice(("by", "target", "kind", "duplicate_of"))] = Treatment.WITHHOLD
    return Rule(**base, places=tuple(random.sample(list(PLACES), random.randint(1, 3))), fields=tuple(fields.items()))


def _on_actors(random: Random, base: dict[str, Any]) -> Rule:
    return Rule(**base, actors=(random.choice(("a", "b", "c", "a1")),))


def _on_list(random: Random, base: dict[str, Any]) -> Rule:
    names = random.sample([*PLACES, "Twin", "Unheard of"], random.randint(1, 4))
    fields: dict[str, Treatment] = {}
    if random.random() < 0.7:
        fields = {random.choice(("holder", "holder", "present", "standing", "from", "status")): Treatment.WITHHOLD}
        fields["*"] = Treatment.KEEP
    # One of several rows of a place, too, so that the others would answer for it.
    meant = random.choice((("place", tuple(names)), ("holder", (random.choice(("a", "b", "c", "nobody")),)), None))
    where = () if meant is None else (meant,)
    return Rule(**base, table=random.choice(("maps:towns", "maps:around")), where=where, fields=tuple(fields.items()))


def _on_records(random: Random, base: dict[str, Any]) -> Rule:
    """Whole records of any other table."""
    by_id = {
        "definitions.toml": ("d1", "d2"),
        "undertakings.toml/pledges": ("g0", "g1"),
        "releases/c.csv": ("r0", "r1"),
        "places.csv": tuple(PLACES),
        "actors.toml/actors": ("a", "a1"),
        "case.toml/maps": ("front", "towns"),
        "incidents.csv": ("fall",),
        "undertakings.toml/agreements": ("truce",),
        "case.toml/subsets": ("air",),
        "case.toml/disclosure": (),
        "claims.toml": (),
    }
    by_field = {
        "actors.toml/ties": ("actor", ("a", "b", "c", "a1")),
        "areas/1.geojson": ("name", ("West", "East")),
        "areas/2.geojson": ("name", ("Middle", "Northwest")),
        "maps:front": ("holder", ("a", "b", "c")),
        "maps:drawn": ("holder", ("a", "b", "c")),
    }
    table = random.choice((*by_id, *by_field))
    if table in by_field:
        column, values = by_field[table]
        return Rule(**base, table=table, where=((column, (random.choice(values),)),))
    ids = by_id[table]
    return Rule(**base, table=table, ids=(random.choice(ids),) if ids else ())


def viewed(case: Case, folder: Path, audience: Label = Label.CLEAR, day: date = DAY) -> tuple[View, Case]:
    """The view of a case, and what whoever is given it reads."""
    view = make_view(case, record_tables(case), audience, day)
    write_tables(view.tables, folder, withheld=kind_counts(view.tables), open_maps=view.open_maps)
    return view, read_case(folder)


def not_contained(case: Case, seen: Case, random: Random) -> tuple[list[str], int, int]:
    """Findings of the view that do not hold those of the case; how many were compared, and how many are wider."""
    full, part = (_Checked(one) for one in (case, seen))
    wrong, compared, wider = [], 0, 0
    for key, claim in seen.claims.items():
        test = case.claims[key].test
        if claim.test is None or test is None:
            continue
        if claim.test != test:
            wrong.append(f"{key} asks something else")
        headline, *others = specifications(case, test)
        chosen = [headline, *random.sample(others, min(SPECIFICATIONS, len(others)))]
        for specification in chosen:
            if specification.map not in ("", *seen.maps) or specification.definition not in ("", *seen.definitions):
                continue
            if specification.subset not in ("all", *seen.choices.subsets):
                continue
            one, other = full.find(test, specification), part.find(test, specification)
            if one.measurement is None or other.measurement is None:
                continue
            compared += 1
            wider += one.bounds != other.bounds
            if not _holds(one, other):
                wrong.append(f"{key} under {specification}: {one.bounds} became {other.bounds}")
    return wrong, compared, wider


class _Checked:
    def __init__(self, case: Case) -> None:
        self._held = hold_events(locate_events(case))
        self._selector = Selector(self._held)

    def find(self, test: Any, specification: Any) -> Finding:
        return check_test(self._held, test, specification, self._selector)


def _holds(one: Finding, other: Finding) -> bool:
    """Do the bounds of the other hold those of the one, and is it as sure of nothing that the one is not?"""
    assert one.measurement is not None
    assert other.measurement is not None
    if other.measurement.defined is MUST and one.measurement.defined is not MUST:
        return False
    if one.bounds is None:
        return True
    if other.bounds is None:
        return False
    return other.bounds.low <= one.bounds.low + _ROUNDING and one.bounds.high <= other.bounds.high + _ROUNDING


def try_one(seed: int, folder: Path) -> tuple[list[str], int, int]:
    """A random case, random rules, and whether the view holds what the case says."""
    random = Random(seed)  # noqa: S311 - a case is to be made again from its number
    case = read_case(write_world(make_world(random), folder / "case"))
    case = replace(case, handling=Handling(None, random_rules(random)))
    _, seen = viewed(case, folder / "view")
    return not_contained(case, seen, random)
