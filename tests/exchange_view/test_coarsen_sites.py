"""Coarser places in a view: one for a site, for ever, and which place it was is withheld."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.exchange_view.conftest import CASE

from firmground.errors import BadRequestError
from firmground.exchange.coarsen.cells import cell_disc, cell_of, resolution_of
from firmground.exchange.coarsen.ledger import LEDGER_FILE, Site, keep_sites, read_ledger
from firmground.places import distance_km

RAIDS = "events/raids.csv"
RULE = 'places = ["rastan"]\nfields = { lon = "coarsen" }\ncell = %s\nsettlements = %s'


def disc(row):
    return tuple(float(row[name]) for name in ("lon", "lat", "radius_km"))


def test_events_at_a_coarsened_place_have_one_disc_that_contains_it(small, shown, rule):
    seen = shown(small(rule(RULE % (5, 1))))
    first, second = (disc(seen.row(RAIDS, own)) for own in ("e1", "e2"))
    assert first == second
    assert distance_km(36.73, 34.92, first[0], first[1]) <= first[2]
    assert "place" not in seen.row(RAIDS, "e1")
    base = cell_disc(cell_of(36.73, 34.92, 5))
    assert first == (base.lon, base.lat, round(base.radius_km + 2, 2))  # Rastan reaches 2 km round its point


def test_an_event_that_is_there_by_coordinates_only_is_withheld(small, shown, rule):
    """A cell of its own beside that of the place would tell where their border is."""
    assert "lon" not in shown(small(rule(RULE % (5, 1)))).row(RAIDS, "e3")


def test_the_cell_holds_as_many_settlements_as_the_rule_asks_for(small, shown, rule):
    few, many = (shown(small(rule(RULE % (8, number)))).view.sites[0] for number in (1, 3))
    assert resolution_of(few.cell) == 8
    assert resolution_of(many.cell) < 4
    assert many.settlements >= 3


def test_where_no_cell_holds_enough_the_place_is_withheld_and_that_is_told(small, shown, rule):
    seen = shown(small(rule(RULE % (5, 50))))
    assert "lon" not in seen.row(RAIDS, "e1")
    assert "no cell or unit holds enough settlements and the whole region" in seen.why(RAIDS)
    assert seen.view.sites == ()


def test_a_preview_fixes_nothing(small, shown, rule):
    case = small(rule(RULE % (5, 1)))
    shown(case)
    assert not (case.folder / LEDGER_FILE).exists()


def test_what_is_fixed_never_becomes_finer(small, shown, rule):
    case = small(rule(RULE % (8, 1)))
    coarse = Site("rastan", cell_of(36.73, 34.92, 4), "", 2, "2025-01-01")
    keep_sites(case.folder, [coarse])
    seen = shown(case)
    assert seen.view.sites == ()
    base = cell_disc(coarse.cell)
    assert disc(seen.row(RAIDS, "e1")) == (base.lon, base.lat, round(base.radius_km + 2, 2))


def test_it_may_become_coarser_and_then_stays_so(small, shown, rule):
    case = small(rule(RULE % (3, 1)))
    keep_sites(case.folder, [Site("rastan", cell_of(36.73, 34.92, 6), "", 1, "2025-01-01")])
    seen = shown(case, day=date(2026, 5, 5))
    keep_sites(case.folder, seen.view.sites)
    kept = read_ledger(case.folder)["rastan"]
    assert (kept.cell, kept.since) == (cell_of(36.73, 34.92, 3), "2025-01-01")


def test_a_place_that_has_moved_out_of_its_cell_is_withheld(small, shown, rule):
    case = small(rule(RULE % (5, 1)))
    keep_sites(case.folder, [Site("rastan", cell_of(30.0, 30.0, 5), "", 9, "2025-01-01")])
    assert "lon" not in shown(case).row(RAIDS, "e1")


def test_a_ledger_that_cannot_be_read_stops_the_view(small, shown, rule):
    case = small(rule(RULE % (5, 1)))
    (case.folder / LEDGER_FILE).write_text("nonsense\n")
    with pytest.raises(BadRequestError, match=r"coarsened\.csv cannot be read"):
        shown(case)


def test_a_rule_on_records_coarsens_by_exact_coordinates(small, shown, rule):
    body = f'table = "{RAIDS}"\nids = ["e3", "e4"]\nfields = {{ lat = "coarsen", "*" = "keep" }}\nsettlements = 1\ncell = 4'
    seen = shown(small(rule(body)))
    assert {one.site for one in seen.view.sites} == {"36.735,34.921", "plain"}
    assert disc(seen.row(RAIDS, "e3"))[2] > 20
    assert seen.row(RAIDS, "e4")["note"] == "seen from the road"


def square(west, south, east, north, name):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"name": name, "id": name.lower()},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def with_units(small, rule):
    """The small case with two provinces, one of which holds Rastan, and a country."""

    def read(body):
        provinces = [square(36, 34.5, 37, 35.2, "West"), square(37, 34.5, 38, 36, "East")]
        country = [square(35, 33, 42, 38, "Syria")]
        areas = "".join(f'[[areas]]\nfile = "areas/{level}.geojson"\nlevel = "{level}"\n' for level in ("1", "country"))
        files = {
            f"areas/{level}.geojson": json.dumps({"type": "FeatureCollection", "features": found})
            for level, found in (("1", provinces), ("country", country))
        }
        return small(rule(body), {"case.toml": CASE.replace("[subsets", f"{areas}[subsets"), **files})

    return read


UNIT = 'places = ["rastan"]\nfields = { lon = "coarsen" }\nunit = "1"\nsettlements = %s'


@pytest.mark.parametrize(
    ("settlements", "area", "level"), [(1, "West", "1"), (2, "West", "1"), (3, "Syria", "country")]
)
def test_the_unit_is_the_lowest_that_holds_enough(with_units, shown, settlements, area, level):
    seen = shown(with_units(UNIT % settlements))
    row = seen.row(RAIDS, "e1")
    assert (row["area"], row["level"]) == (area, level)
    assert not row.keys() & {"lon", "lat", "radius_km", "place"}


def test_a_region_that_no_unit_contains_is_withheld(with_units, shown):
    # A disc of 5 km round a point 1 km from the border of the province.
    body = f'table = "{RAIDS}"\nids = ["e3"]\nfields = {{ lat = "coarsen", "*" = "keep" }}\nunit = "1"\nsettlements = 1'
    assert shown(with_units(body)).row(RAIDS, "e3")["area"] == "West"
    wide = shown(with_units(body.replace('["e3"]', '["e4"]'))).row(RAIDS, "e4")
    assert wide["area"] == "East"


def test_the_coarser_case_is_read_as_it_is_meant(small, shown, rule, tmp_path):
    seen = shown(small(rule(RULE % (5, 1)))).write(tmp_path / "view")
    row = seen.events.row(list(seen.events.id).index("e1"))
    assert set(row["withheld"].split(";")) >= {"place", "lon", "lat", "radius_km"}
    assert row["place"] == ""
    assert row["radius_km"] > 5


def test_a_hidden_unit_is_no_unit_of_any_event(with_units, shown):
    body = 'table = "areas/1.geojson"\nwhere = { name = "West" }'
    seen = shown(with_units(body))
    assert [one["name"] for one in seen.rows("areas/1.geojson")] == ["East"]
    assert len(seen.rows("areas/country.geojson")) == 1
