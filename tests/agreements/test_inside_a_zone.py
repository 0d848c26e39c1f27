"""Ground in ground: what lies in an area or a place, told against points, and asked for by claims."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.case.claims import Condition, MeasureKind, Selection, Unit
from firmground.case.claims import Test as ClaimTest
from firmground.case.gazetteer import Place
from firmground.check import choices_that_matter
from firmground.engine.containment import lies_in
from firmground.measures import measure
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Area, Candidates, Disc, Unknown, geod
from oracles.worlds import box, case_of, event_table, hold, on_map

ZONES = [
    Area("square", "square", box(36, 35, 37, 36)),
    Area("ring", "ring", box(36, 35, 37, 36).difference(box(36.4, 35.4, 36.6, 35.6))),
    Area("two", "two", shapely.union_all([box(36, 35, 36.3, 36), box(36.7, 35, 37, 36)])),
    Area("seam", "seam", shapely.MultiPolygon([box(179, 35, 180, 36), box(-180, 35, -179, 36)])),
]


def points_of(disc):
    """The centre, and points around it at several distances, the farthest just inside the rim."""
    turns = np.linspace(0, 360, 73)
    found = [(disc.lon, disc.lat)]
    for part in (0.25, 0.5, 0.75, 0.9999):
        far = np.full(len(turns), disc.radius_km * 1000 * part)
        lon, lat, _ = geod().fwd(np.full(len(turns), disc.lon), np.full(len(turns), disc.lat), turns, far)
        found += list(zip(lon, lat, strict=True))
    return found


@given(
    st.sampled_from(ZONES), st.floats(35.8, 37.2), st.floats(34.8, 36.2), st.sampled_from([0.0, 0.5, 5.0, 12.0, 60.0])
)
@settings(deadline=None, max_examples=150)
def test_a_disc_is_in_a_zone_only_if_all_of_its_points_are(zone, lon, lat, radius):
    if zone.id == "seam":
        lon = lon + 143.5 if lon < 36.5 else lon - 216.5  # the same places around the seam of the map
    disc = Disc(lon, lat, radius)
    inside = {bool(shapely.covers(zone.geometry, shapely.Point(*point))) for point in points_of(disc)}
    found = lies_in(disc, zone)
    if found is MUST:
        assert inside == {True}
    if found is CANNOT:
        assert inside == {False}
    if inside == {True, False}:
        assert found is MAY


def test_a_disc_across_the_seam_of_the_map_lies_in_a_zone_across_it():
    zone = ZONES[-1]
    assert lies_in(Disc(180, 35.5, 10), zone) is MUST
    assert lies_in(Disc(-179.99, 35.5, 10), zone) is MUST
    assert lies_in(Disc(-178.9, 35.5, 12), zone) is MAY
    assert lies_in(Disc(178, 35.5, 10), zone) is CANNOT


def test_an_area_lies_in_a_zone_if_it_is_covered_and_outside_if_only_a_border_is_shared():
    zone = ZONES[0]
    assert lies_in(Area("same", "same", box(36, 35, 37, 36)), zone) is MUST
    assert lies_in(Area("corner", "corner", box(36, 35, 36.5, 35.5)), zone) is MUST
    assert lies_in(Area("over", "over", box(36.5, 35, 37.5, 36)), zone) is MAY
    assert lies_in(Area("beside", "beside", box(37, 35, 38, 36)), zone) is CANNOT
    assert lies_in(zone, Disc(36.5, 35.5, 80)) is MUST
    assert lies_in(zone, Disc(36.5, 35.5, 20)) is MAY
    assert lies_in(zone, Disc(40, 35.5, 20)) is CANNOT


def test_what_is_not_known_may_lie_anywhere():
    assert lies_in(Unknown(), ZONES[0]) is MAY
    assert lies_in(Disc(36.5, 35.5), Unknown()) is MAY
    assert lies_in(Candidates((Disc(36.5, 35.5), Unknown())), ZONES[0]) is MAY
    assert lies_in(Disc(36.5, 35.5), Candidates((ZONES[0], Disc(36.5, 35.5, 1)))) is MUST


IDLIB = ZONES[0]
HOMS = Place("homs", "Homs", Disc(36.7, 34.7, 5.0))
AREAS = {("1", "idlib"): IDLIB, ("", "square"): IDLIB}
ROWS = [{"lon": 36.5, "lat": 35.5}, {"lon": 37.0, "lat": 35.5}, {"place": "Homs"}, {}]


def counted(**asked):
    case = case_of(event_table(*ROWS), areas=AREAS, places=(HOMS,), complete=frozenset({"strikes"}))
    found = measure(hold(case), ClaimTest(MeasureKind.COUNT, **asked), on_map())
    return (found.bounds.low, found.bounds.high)


def test_a_claim_counts_what_lies_inside_by_the_name_or_the_id_of_an_area_or_a_place():
    for name in ("square", "Idlib", "idlib"):
        assert counted(among=Selection(inside=(name,))) == (1, 3)
    assert counted(among=Selection(inside=("Homs",))) == (1, 2)
    assert counted(among=Selection(inside=("idlib", "homs"))) == (2, 4)
    assert counted(that=Condition(inside=("idlib",))) == (1, 3)
    assert counted(that=Condition(none_of=(Condition(inside=("idlib",)),))) == (1, 3)


def test_a_place_is_inside_as_soon_as_one_of_its_events_is():
    from firmground.measures.select import counts_all  # noqa: PLC0415 - beside the only test of it

    assert not counts_all(Condition(inside=("idlib",)))
    assert counts_all(Condition(none_of=(Condition(inside=("idlib",)),)))


def test_the_width_of_places_matters_to_a_claim_about_a_zone():
    case = case_of(event_table(*ROWS), areas=AREAS, places=(HOMS,))
    inside = ClaimTest(MeasureKind.COUNT, unit=Unit.EVENT, that=Condition(inside=("idlib",)))
    assert choices_that_matter(case, inside)["radius"]
    assert not choices_that_matter(case, ClaimTest(MeasureKind.COUNT))["radius"]


def test_a_disc_that_just_fits_is_inside_and_one_that_just_does_not_only_may_be():
    to_border = geod().inv(36.9, 35.5, 37.0, 35.5)[2] / 1000
    assert math.isclose(to_border, 9.07, abs_tol=0.02)
    assert lies_in(Disc(36.9, 35.5, to_border - 0.01), IDLIB) is MUST
    assert lies_in(Disc(36.9, 35.5, to_border + 0.01), IDLIB) is MAY


@pytest.mark.parametrize("radius", [0.0, 1.0])
def test_the_corner_of_a_zone_may_be_inside(radius):
    assert lies_in(Disc(37.0, 36.0, radius), IDLIB) is MAY
