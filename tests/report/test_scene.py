"""The scene of the moving map says what the findings say, of every event and of all ground."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

import firmground as fg
from firmground.case.choices import Specification
from firmground.dates import Days
from firmground.hold.timeline import Timeline
from firmground.places import Disc
from firmground.report.ground import ground_words
from firmground.report.scene import build_scene


@pytest.fixture(scope="module")
def findings():
    case = fg.read_case(fg.example_folder("syria-2015"))
    return fg.check_claims(fg.hold_events(fg.locate_events(case)))


@pytest.fixture(scope="module")
def scene(findings):
    return build_scene(findings)


def of_folder(folder):
    return fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(folder))))


def test_each_unit_stands_as_the_claims_counts_say(findings, scene):
    report = fg.build_report(findings)
    counted = 0
    for section, claim in zip(report.claims, scene.claims, strict=True):
        assert claim.id == section.id
        units = claim.unit_of[claim.unit_of >= 0]
        if not len(units):
            continue
        first = [int(np.flatnonzero(claim.unit_of == unit)[0]) for unit in range(claim.units)]
        tally = np.bincount(claim.standing[first], minlength=4)
        assert tuple(tally[[3, 2, 1]]) == (section.counts.must, section.counts.may, section.counts.cannot)
        assert int(claim.perhaps[first].sum()) == section.counts.perhaps
        counted += 1
    assert counted >= 10


def test_all_events_of_a_unit_have_its_standing(scene):
    for claim in scene.claims:
        for unit in range(claim.units):
            assert len(set(claim.standing[claim.unit_of == unit])) == 1


def test_the_numbers_of_the_undecided_are_those_of_the_table(findings, scene):
    report = fg.build_report(findings)
    for section, found, claim in zip(report.claims, findings.claims, scene.claims, strict=True):
        units = found.headline.measurement.units
        # Days, pledges and ties are no events: they are numbered in their table and stand nowhere on the map.
        on_the_map = section.undecided if units is not None and len(units.members) else ()
        assert sorted(set(claim.number) - {0}) == list(range(1, len(on_the_map) + 1))


def test_every_event_is_on_the_map_or_says_why_not(findings, scene):
    assert len(scene.events) == len(findings.case.events)
    for event in range(len(scene.events)):
        place = scene.places[int(scene.events.place[event])]
        assert bool(place.options) != bool(place.reason)


def test_what_a_map_says_is_said_as_in_the_tables(findings, scene):
    maps = findings.case.choices.map
    for reading in scene.readings:
        chosen = Specification(map=maps[reading.map], radius=reading.radius, margin_km=reading.margin_km)
        for event in range(len(scene.events)):
            assert reading.words(scene, event) == ground_words(findings.held, chosen, event)


def test_the_order_of_parties_does_not_depend_on_chance(findings, scene):
    assert build_scene(findings).parties == scene.parties
    assert scene.parties[0].id in {"opposition", "islamic-state"}


CASE = """
title = "Fronts"
period = "2024-03-01/2024-04-30"
[[events]]
file = "events.csv"
[[maps]]
id = "drawn"
file = "drawn.geojson"
max_gap_days = 10
[[maps]]
id = "towns"
file = "towns.csv"
max_gap_days = 10
"""
ACTORS = "".join(f'[[actors]]\nid = "{one}"\nname = "{one.title()}"\n' for one in ("north", "south"))


def square(west, holder, date):
    ring = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]
    shape = f'{{"type": "Polygon", "coordinates": [{ring}]}}'
    return f'{{"type": "Feature", "geometry": {shape}, "properties": {{"holder": "{holder}", "date": "{date}"}}}}'


@pytest.fixture
def fronts(tmp_path):
    """A map drawn on four days, with one long gap, and a list whose towns change hands on days known badly or well."""
    drawn = [
        square(0, "north", "2024-03-05"), square(0, "north", "2024-03-12"),
        square(0, "south", "2024-03-20"), square(0, "south", "2024-04-20"),
        square(1, "south", "2024-03-05"), square(1, "south", "2024-03-20"),
    ]  # fmt: skip
    towns = io.StringIO()
    csv.writer(towns).writerows(
        [
            ["place", "holder", "from", "until"],
            ["a", "north", "2024-03-01", "2024-03-10"], ["a", "south", "2024-03-15", "2024-03-20"],
            ["a", "south", "2024-03-25", ""],
            ["b", "north", "2024-03", "2024-03-20"], ["b", "south", "2024-03-28", "2024-04"],
        ]
    )  # fmt: skip
    files = {
        "case.toml": CASE,
        "actors.toml": ACTORS,
        "drawn.geojson": f'{{"type": "FeatureCollection", "features": [{", ".join(drawn)}]}}',
        "towns.csv": towns.getvalue(),
        "places.csv": "id,name,lon,lat,radius_km\na,Aleford,0.5,0.5,1\nb,Beford,1.5,0.5,1\n",
        "events.csv": "id,date,place\n1,2024-03-12,a\n2,2024-03-12/2024-04-20,b\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return of_folder(tmp_path)


@pytest.mark.parametrize("name", ["drawn", "towns"])
def test_ground_is_sure_on_the_days_on_which_hold_has_one_reading(fronts, name):
    scene = build_scene(fronts)
    control = fronts.case.maps[name]
    shown = next(one for one in scene.maps if one.id == name)
    timeline = Timeline(control)
    first, stop = scene.first, scene.stop
    assert stop - first == 61
    for lon, key in ((0.5, "a"), (1.5, "b")):
        for day in range(first, stop):
            days = Days(day, day + 1)
            spells = (
                timeline.listed_spells((key,), days)
                if control.listed
                else timeline.ground_spells(Disc(lon, 0.5, 0.0), days)
            )
            readings = {tuple(one.ground for one in held) + tuple(h for one in held for h in one.holders)
                        for spell in spells for held, _ in spell.reading}  # fmt: skip
            here = [
                p for p in shown.pieces if p.place == key or (not control.listed and p.geometry.bounds[0] == lon - 0.5)
            ]
            sure = {scene.holdings[p.holding].holders for p in here if p.certain[0] <= day < p.certain[1]}
            perhaps = {scene.holdings[p.holding].holders for p in here if p.possible[0] <= day < p.possible[1]} | sure
            names = [party.id for party in scene.parties]
            possible = {reading[1:] for reading in readings if reading[0] == "held"}
            assert {tuple(names[h] for h in one) for one in perhaps} == possible, (key, day)
            assert bool(sure) == (len(readings) == 1 and bool(possible)), (key, day)


def test_a_shape_that_stays_is_one_piece_and_one_row_of_several(fronts):
    drawn = build_scene(fronts).maps[0]
    west = [piece for piece in drawn.pieces if piece.geometry.bounds[0] == 0]
    assert [(piece.rows, piece.certain[1] - piece.certain[0]) for piece in west] == [(2, 8), (1, 1), (1, 1)]
