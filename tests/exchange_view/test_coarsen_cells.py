"""The discs that stand for cells: each contains its site, and a coarser one every finer one."""

from __future__ import annotations

import csv
import math
from itertools import pairwise

import h3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firmground.dates import parse_when
from firmground.errors import BadRequestError
from firmground.exchange.coarsen.cells import RADIUS_CLASSES_KM, cell_disc, cell_of, parent_of, resolution_of, widened
from firmground.exchange.coarsen.dates import coarser_date
from firmground.exchange.coarsen.ledger import LEDGER_FILE, Site, keep_sites, read_ledger
from firmground.exchange.coarsen.numbers import coarser_count
from firmground.places import Disc, distance_km
from firmground.read.records import read_count

COARSEST, FINEST = 0, 8
PENTAGONS = [h3.cell_to_latlng(cell) for resolution in (0, 2, 5) for cell in h3.get_pentagons(resolution)]


def points(near):
    """Points anywhere on Earth, near pentagons of H3, the poles and the antimeridian."""
    anywhere = st.tuples(st.floats(-180, 180), st.floats(-1, 1).map(lambda z: math.degrees(math.asin(z))))
    off = st.floats(-near, near)

    def beside(base):
        return st.tuples(off, off).map(
            lambda by: (max(-180.0, min(180.0, base[1] + by[0])), max(-90.0, min(90.0, base[0] + by[1])))
        )

    edges = [(90.0, 0.0), (-90.0, 0.0), (0.0, 180.0), (60.0, -180.0), *PENTAGONS]
    return st.one_of(anywhere, st.sampled_from(edges).flatmap(beside))


def inside(small, big):
    return distance_km(small.lon, small.lat, big.lon, big.lat) + small.radius_km <= big.radius_km


@given(points(0.5))
@example((180.0, 0.0))
@example((0.0, 90.0))
def test_every_disc_contains_the_point_and_every_finer_disc_of_it(point):
    lon, lat = point
    discs = [cell_disc(cell_of(lon, lat, resolution)) for resolution in range(COARSEST, FINEST + 1)]
    assert all(distance_km(lon, lat, disc.lon, disc.lat) <= disc.radius_km for disc in discs)
    assert all(inside(finer, coarser) for coarser, finer in pairwise(discs))


@given(points(0.5), st.floats(0, 500), st.integers(COARSEST, FINEST))
def test_the_disc_of_a_site_contains_its_whole_region(point, radius, resolution):
    lon, lat = point
    shown = widened(cell_disc(cell_of(lon, lat, resolution)), radius)
    assert shown is not None
    assert distance_km(lon, lat, shown.lon, shown.lat) + radius <= shown.radius_km


@pytest.mark.parametrize("resolution", [0, 1, 3, 5, 7])
def test_the_discs_of_children_of_pentagons_lie_in_those_of_their_parents(resolution):
    for cell in h3.get_pentagons(resolution):
        for parent in h3.grid_disk(cell, 1):
            for child in h3.cell_to_children(parent, resolution + 1):
                assert inside(cell_disc(child), cell_disc(parent))


def test_a_region_wider_than_any_class_has_no_disc():
    assert widened(Disc(0, 0, 10), RADIUS_CLASSES_KM[-1] + 1) is None


def test_the_cell_of_a_site_is_always_the_same_and_lies_under_its_parent():
    cell = cell_of(36.6229, 35.3215, 5)
    assert cell == cell_of(36.6229, 35.3215, 5)
    assert parent_of(cell, 4) == cell_of(36.6229, 35.3215, 4)
    assert resolution_of(cell) == 5
    with pytest.raises(ValueError, match="is no cell of H3"):
        resolution_of("85nothing")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2015-10-21", "2015-10"),
        ("2015-10", "2015-10"),
        ("2015-10-03/2015-10-09", "2015-10"),
        ("2015-10-30/2015-11-02", "2015"),
        ("2015-10-15~", "2015-10"),
        ("2015-10-01~", "2015"),
        ("2015-12-30/2016-01-02", None),
        ("2015-10/..", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_becomes_its_month_else_its_year(written, shown):
    assert coarser_date(written) == shown


@given(st.dates(), st.integers(0, 40))
def test_a_coarser_date_contains_the_date(day, length):
    first = day.toordinal()
    last = min(first + length, type(day).max.toordinal())
    written = f"{day.isoformat()}/{type(day).fromordinal(last).isoformat()}"
    shown = coarser_date(written)
    if shown is not None:
        true, wide = parse_when(written).possible, parse_when(shown).possible
        assert wide.start <= true.start
        assert true.stop <= wide.stop


@pytest.mark.parametrize(
    ("written", "shown"),
    [("1", "1..9"), ("9", "1..9"), ("10", "10..99"), ("5..12", "1..99"), ("0", "0..9"), ("0..2", "0..9"), ("12+", "10+"),
     ("0+", "0+"), ("many", None), ("", None), (None, None)],
)  # fmt: skip
def test_a_number_becomes_its_decade(written, shown):
    assert coarser_count(written) == shown


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_coarser_number_contains_the_number(low, more):
    low_shown, high_shown = read_count(coarser_count(f"{low}..{low + more}"))
    assert low_shown <= low
    assert low + more <= high_shown


SITE = Site("rastan", cell_of(36.73, 34.92, 4), "", 7, "2026-01-01")


def test_the_ledger_holds_what_was_kept_and_is_written_in_order(tmp_path):
    assert read_ledger(tmp_path) == {}
    keep_sites(tmp_path, [SITE, Site("anadan", "", "1:SY-HL", 9, "2026-01-02")])
    keep_sites(tmp_path, [])
    with (tmp_path / LEDGER_FILE).open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["site", "cell", "unit", "settlements", "since"],
        ["anadan", "", "1:SY-HL", "9", "2026-01-02"],
        ["rastan", SITE.cell, "", "7", "2026-01-01"],
    ]
    assert read_ledger(tmp_path)["rastan"] == SITE
    assert [path.name for path in tmp_path.iterdir()] == [LEDGER_FILE]


@pytest.mark.parametrize(
    "text",
    [
        "site,cell\nrastan,84\n",
        "site,cell,unit,settlements,since\nrastan,nocell,,7,2026-01-01\n",
        "site,cell,unit,settlements,since\nrastan,,,7,2026-01-01\n",
        "site,cell,unit,settlements,since\nrastan,,1:x,7,2026-01-01\nrastan,,1:y,7,2026-01-01\n",
        "site,cell,unit,settlements,since\nrastan,,1:x,few,2026-01-01\n",
        "\xff\xfe",
    ],
)
def test_a_ledger_that_cannot_be_read_lets_nothing_leave(tmp_path, text):
    (tmp_path / LEDGER_FILE).write_bytes(text.encode("latin-1"))
    with pytest.raises(BadRequestError, match=r"coarsened\.csv cannot be read"):
        read_ledger(tmp_path)
