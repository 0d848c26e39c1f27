"""Borders of the oblasts, with the sea inside them: events coded to a unit, and ground measured within one."""

from __future__ import annotations

import json

import pytest

from firmground.case.choices import Specification
from firmground.case.claims import Relation
from firmground.dates import Days
from firmground.engine.areas import area_km2

FILE = "ukraine_boundaries_geoboundaries/geoBoundaries-UKR-ADM1_simplified.geojson.gz"
CASE = """
title = "Oblasts"
[[events]]
file = "events.csv"
[[areas]]
file = "geoBoundaries-UKR-ADM1_simplified.geojson.gz"
level = "1"
id = "shapeISO"
name = "shapeName"
[[maps]]
id = "m"
file = "m.geojson"
"""
ACTORS = '[[actors]]\nid = "russia"\nname = "Russia"\n'
# All of Luhansk oblast lies in it, about half of Donetsk oblast, and nothing of Lviv.
EAST = [[37.7, 46.0], [41.0, 46.0], [41.0, 50.5], [37.7, 50.5], [37.7, 46.0]]
MAP = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"holder": "russia", "from": "2022-06-01"},
                "geometry": {"type": "Polygon", "coordinates": [EAST]},
            }
        ],
    }
)
EVENTS = (
    "id,date,area,level\n1,2022-06-05,Luhansk Oblast,1\n2,2022-06-05,UA-14,1\n3,2022-06-05,Lviv Oblast,1\n"
    "4,2022-06-05,Nowhere Oblast,1\n5,2022-06-05,Ukraine,country\n"
)
CLAIM = """
[[claims]]
id = "a"
by = "A test"
on = "2022-07-01"
says = "Half of Donetsk oblast"
[claims.test]
measure = "area"
party = "russia"
on = "2022-06-05"
region = "Donetsk Oblast"
value = ">= 14000"
"""


@pytest.fixture
def found(real_case, checked):
    return checked(real_case(FILE, case__toml=CASE, actors__toml=ACTORS, m__geojson=MAP, events__csv=EVENTS,
                             claims__toml=CLAIM))  # fmt: skip


def test_an_event_coded_to_a_unit_lies_anywhere_in_it_and_never_at_its_middle(found):
    findings, report = found
    table = findings.held.table(Specification(map="m"))
    answers = table.answer(findings.case, Relation.IN, "russia", None, Days(), contested=True).tolist()
    # Ground that no polygon covers is unknown, so Lviv may be Russia's as far as this map says.
    assert answers == [2, 1, 1, 1, 1]
    share = table.share(findings.case, "russia", None, Days(), contested=True)
    assert share[0] == pytest.approx(1.0)
    assert 0.3 < share[1] < 0.8
    assert share[2] == 0
    (account,) = [rows for rows in report.rows if rows.file == "events.csv"]
    assert (account.read, account.unplaced) == (5, 2)


def test_the_area_of_a_unit_takes_in_its_sea_and_the_report_says_so(found):
    findings, report = found
    donetsk = findings.case.gazetteer.find_area("1", "Donetsk Oblast")
    # With the sea 28,937 km2 in the full file; the land alone has about 26,500.
    assert area_km2(donetsk.geometry) == pytest.approx(28_937, rel=0.005)
    (section,) = report.claims
    assert section.sentence.endswith("km² within Donetsk Oblast.")
    assert any("if that takes in water, so does this" in remark for remark in section.remarks)
    assert section.bounds.high == pytest.approx(area_km2(donetsk.geometry), rel=1e-6)
