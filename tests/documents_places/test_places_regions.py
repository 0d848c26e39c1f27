"""What the words around a name make of it, held against points that the words may mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places_world import NORTH, page, spot, unit, world
from shapely import Point

from firmground.documents.places import PlaceFinder, regions
from firmground.places import Area, Candidates, Disc, Unknown, distance_km, geod
from oracles.worlds import box

FINDER = world()
RAQQA = Disc(37.2, 36.2, 5.0)
BEARINGS = st.sampled_from([0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0])


def one(text):
    (found,) = FINDER.find(page(text))
    return found


def where(text):
    return one(text).where


def holds(region, lon, lat):
    if isinstance(region, Disc):
        return distance_km(region.lon, region.lat, lon, lat) <= region.radius_km + 1e-6
    return region.geometry.covers(Point(lon, lat))


def at(disc, km, bearing):
    return geod().fwd(disc.lon, disc.lat, bearing, km * 1000)[:2]


@pytest.mark.parametrize("words", ["near", "close to", "around", "outside", "in the area of", "in the vicinity of"])
def test_near_is_25_km_about_it(words):
    assert where(f"A strike {words} Raqqa.") == Disc(37.2, 36.2, regions.NEAR_KM)


def test_near_a_wide_place_is_never_narrower_than_the_place():
    wide = PlaceFinder([spot("Ghab", radius=40.0)])
    (found,) = wide.find(page("A strike near Ghab."))
    assert found.where == Disc(36.0, 35.0, 40.0)


@pytest.mark.parametrize(
    ("words", "relation", "radius"),
    [
        ("on the outskirts of Raqqa", "outskirts of", 15.0),
        ("in the suburbs of Raqqa", "suburbs of", 15.0),
        ("the Raqqa suburbs", "suburbs", 15.0),
        ("in the city of Raqqa", "city of", 5.0),
        ("in the town of Raqqa", "town of", 5.0),
        ("at Raqqa airport", "airport", 25.0),
        ("at Raqqa military airport", "military airport", 25.0),
    ],
)
def test_a_kind_of_place_says_that_the_town_is_meant(words, relation, radius):
    found = one(f"It fell {words} today.")
    assert (found.relation, found.where) == (relation, Disc(37.2, 36.2, radius))


@pytest.mark.parametrize(
    ("words", "km", "bearing"),
    [
        ("45 km south of", 45, 180), ("45 kilometres to the south of", 45, 180), ("45km south of", 45, 180),
        ("about 45 km south of", 45, 180), ("40-45 km south of", 45, 180), ("12.5 km north-east of", 12.5, 45),
        ("12.5 km northeast of", 12.5, 45), ("ten miles west of", 16.09344, 270), ("1,200 metres east of", 1.2, 90),
        ("some 30 kilometers northwest of the town of", 30, 315),
    ],
)  # fmt: skip
def test_a_distance_on_a_side_is_a_disc_about_the_point_there(words, km, bearing):
    found = one(f"It fell {words} Raqqa today.")
    assert found.relation == words
    assert distance_km(found.where.lon, found.where.lat, *at(RAQQA, km, bearing)) < 0.1
    assert found.where.radius_km < km + 10


@settings(max_examples=200)
@given(
    km=st.floats(1, 400), slack=st.floats(0, 20), bearing=BEARINGS, turn=st.floats(-1, 1), off=st.floats(-1, 1),
    radius=st.floats(0, 30), start=st.floats(0, 1), wind=st.floats(0, 360),
)  # fmt: skip
def test_every_point_that_the_words_may_mean_lies_in_the_disc(km, slack, bearing, turn, off, radius, start, wind):
    """From any point of the place, so far within its rounding, as far to the side as the word for the wind may mean."""
    place = Disc(37.2, 36.2, radius)
    region = regions.away(place, km, slack, bearing)
    lon, lat = at(place, max(0.0, km + off * slack + start * radius), bearing + turn * regions.spread(bearing))
    assert distance_km(region.lon, region.lat, lon, lat) <= region.radius_km * 1.01 + 0.1
    lon, lat = at(place, km + off * slack + start * radius, wind)
    assert holds(regions.away(place, km, slack, None), lon, lat)


def test_a_distance_without_a_side_is_the_whole_disc():
    for text in ("It fell 30 km from Raqqa.", "It fell 30 km away from Raqqa.", "It fell within 30 km of Raqqa."):
        assert where(text) == Disc(37.2, 36.2, 40.0)
    assert where("It fell 20 km outside Raqqa.") == Disc(37.2, 36.2, 30.0)


@pytest.mark.parametrize(
    ("km", "off"), [(1, 0.5), (12, 0.5), (43, 0.5), (45, 2.5), (40, 5), (100, 50), (250, 5), (12.5, 0.5)]
)
def test_the_last_figure_says_how_exact_a_distance_is(km, off):
    assert regions.rounding(km, about=False) == off
    assert regions.rounding(km, about=True) == pytest.approx(off + km / 10)


@settings(max_examples=100)
@given(bearing=BEARINGS, km=st.floats(0, 50), turn=st.floats(-89, 89))
def test_a_side_without_a_distance_is_the_half_disc_there(bearing, km, turn):
    region = regions.side(RAQQA, bearing)
    assert holds(region, *at(RAQQA, km, bearing + turn))
    assert not holds(region, *at(RAQQA, 20, bearing + 180))


def test_a_side_in_words():
    found = one("A camp southwest of Raqqa.")
    assert found.relation == "southwest of"
    assert holds(found.where, *at(RAQQA, 30, 225))
    assert not holds(found.where, *at(RAQQA, 30, 45))


def test_a_part_of_a_unit_is_two_thirds_of_its_box_on_that_side():
    assert where("in northern North governorate").geometry.bounds == pytest.approx((36, 35 + 2 / 3, 38, 37))
    assert where("in the western part of North governorate").geometry.bounds == pytest.approx((36, 35, 37 + 1 / 3, 37))
    assert where("in south-eastern North governorate").geometry.bounds == pytest.approx(
        (36 + 2 / 3, 35, 38, 36 + 1 / 3)
    )
    assert where("in central North governorate").geometry.bounds == pytest.approx(
        (36 + 1 / 3, 35 + 1 / 3, 38 - 1 / 3, 37 - 1 / 3)
    )


def test_the_side_before_the_word_town_says_where_the_town_lies():
    assert where("in the northern town of Raqqa") == RAQQA


def test_a_part_of_a_country_and_of_a_town():
    assert where("in northern Land").geometry.bounds == pytest.approx((36, 33 + 4 / 3, 38, 37))
    northern = where("in northern Palmyra")
    assert holds(northern, 37.0, 34.2)
    assert not holds(northern, 37.0, 33.85)


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("between Raqqa and Palmyra", "between … and"),
        ("between the towns of Raqqa and Palmyra", "between … and"),
        ("the Raqqa-Palmyra road", "… road"),
        ("the Raqqa–Palmyra highway", "… highway"),
        ("the Raqqa to Palmyra road", "… road"),
        ("the road from Raqqa to Palmyra", "road from … to"),
    ],
)
def test_two_places_bound_a_corridor(words, relation):
    found = one(f"A convoy on {words} burned.")
    assert found.relation == relation
    assert found.candidates[0].id == "raqqa"
    assert [match.id for match in found.beside] == ["palmyra"]
    for share in (0.0, 0.3, 0.5, 1.0):
        assert holds(found.where, 37.2 - 0.2 * share, 36.2 - 2.2 * share)
    assert holds(found.where, 37.5, 35.1)
    assert not holds(found.where, 38.5, 35.1)


def test_between_places_of_several_meanings_is_any_of_the_corridors():
    found = one("between Salma and Palmyra")
    assert isinstance(found.where, Candidates)
    assert len(found.where.options) == 2


def test_from_a_town_to_another_is_no_road():
    assert len(FINDER.find(page("They went from Raqqa to Palmyra."))) == 2


def test_the_border_of_a_unit_is_a_band_about_it_and_unknown_without_one():
    band = where("on the border with Land")
    assert holds(band, 36.0, 35.0)
    assert holds(band, 35.8, 35.0)
    assert not holds(band, 37.0, 35.0)
    (found,) = PlaceFinder([unit("Elsewhere", level="country")]).find(page("on the border with Elsewhere"))
    assert found.where == Unknown("the border of Elsewhere is in none of the [[areas]]")


def test_the_countryside_of_a_unit_is_the_unit_and_of_a_town_50_km():
    (found,) = PlaceFinder([spot("Hama")]).find(page("the countryside of Hama"))
    assert found.where == Disc(36.0, 35.0, regions.COUNTRYSIDE_KM)
    (found,) = PlaceFinder([unit("Hama", area=NORTH)]).find(page("the Hama countryside"))
    assert found.where.geometry.equals(NORTH)


def test_a_unit_that_is_not_known_stays_unknown_and_says_so():
    (found,) = PlaceFinder([spot("Hama")]).find(page("in Hama province"))
    assert isinstance(found.where, Unknown)
    assert found.doubt == "no unit of this name is known; Hama may be meant"
    assert [match.id for match in found.candidates] == ["hama"]


def test_a_region_of_a_place_that_is_nowhere_is_nowhere():
    nowhere = Unknown("not placed")
    for made in (
        regions.near(nowhere), regions.away(nowhere, 5, 1, 90.0), regions.side(nowhere, 90.0), regions.part(nowhere, 90.0),
        regions.between(nowhere, RAQQA), regions.between(RAQQA, nowhere),
    ):  # fmt: skip
        assert made is nowhere


def test_a_buffer_is_as_wide_in_the_far_north():
    """Degrees of longitude are short there."""
    area = Area("a", "A", box(20, 68, 21, 69))
    wide = regions.near(area, 25.0)
    for bearing in (0, 90, 180, 270):
        for corner in ((20, 68), (21, 69), (20, 69), (21, 68)):
            assert holds(wide, *geod().fwd(*corner, bearing, 24_500)[:2])
