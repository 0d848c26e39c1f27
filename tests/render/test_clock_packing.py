"""The data of the moving map: nothing is lost on the way into the page, and what is left out is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from unpacked import column, rings, unpack

import firmground as fg
from firmground.render.clock import build_clock
from firmground.render.clock.columns import Columns, write_varints
from firmground.render.clock.pack import pack_scene
from firmground.report.scene_model import NEVER, SceneMap, ScenePiece


@pytest.fixture(scope="module")
def report():
    case = fg.read_case(fg.example_folder("syria-2015"))
    return fg.build_report(fg.check_claims(fg.hold_events(fg.locate_events(case))))


@pytest.fixture(scope="module")
def scene(report):
    return report.scene


@pytest.mark.parametrize("numbers", [[], [0], [0, -1, 1, -64, 64, 127, 128], [2**40, -(2**40)], list(range(-300, 300))])
@pytest.mark.parametrize("differences", [False, True])
def test_numbers_come_back_as_they_were(numbers, differences):
    columns = Columns()
    columns.add("x", numbers, differences=differences)
    ((_, count, how, at),) = columns.index
    assert column(columns.body(), count, how, at) == numbers


def test_small_numbers_take_one_byte():
    assert len(write_varints(np.arange(-64, 64))) == 128


def test_equal_columns_are_written_once():
    columns = Columns()
    columns.add("x", [1, 2, 3])
    columns.add("y", [1, 2, 3])
    assert columns.index[0][3] == columns.index[1][3]
    assert len(columns.body()) == 3


def test_every_event_comes_back(scene):
    header, columns = unpack(pack_scene(scene).data)
    events, texts = scene.events, header["texts"]
    assert columns["e.place"] == list(events.place)
    assert [start + scene.first for start in columns["e.start"]] == list(events.start)
    assert columns["e.length"] == list(events.stop - events.start)
    assert columns["e.row"] == list(events.row)
    for name in ("by", "kind", "target", "file", "note"):
        assert [texts[code] for code in columns[f"e.{name}"]] == getattr(events, name)
    for name in ("id", "url"):
        numbers = zip(columns[f"e.{name}.number"], columns[f"e.{name}.digits"], strict=True)
        ends = [str(number).zfill(digits) if digits else "" for number, digits in numbers]
        assert [texts[code] + end for code, end in zip(columns[f"e.{name}"], ends, strict=True)] == getattr(
            events, name
        )


def test_every_answer_comes_back(scene):
    header, columns = unpack(pack_scene(scene).data)
    assert [claim["id"] for claim in header["claims"]] == [claim.id for claim in scene.claims]
    for number, claim in enumerate(scene.claims):
        codes = np.array(columns[f"c{number}.standing"])
        assert (codes & 3 == claim.standing).all()
        assert (codes >> 2 & 1 == claim.perhaps).all()
        assert columns[f"c{number}.number"] == list(claim.number)
        assert set(claim.unit_of[codes >> 3 == 1]) == claim.settling & set(claim.unit_of)


def test_every_place_and_row_of_a_list_comes_back(scene):
    header, columns = unpack(pack_scene(scene).data)
    options = [option for place in scene.places for option in place.options]
    assert columns["p.options"] == [len(place.options) for place in scene.places]
    assert [lon / 10_000 for lon in columns["o.lon"]] == pytest.approx([option.lon for option in options], abs=6e-5)
    assert [radius / 1000 for radius in columns["o.radius"]] == [option.radius_km for option in options]
    for number, control in enumerate(scene.maps):
        assert columns[f"m{number}.holding"] == [piece.holding for piece in control.pieces]
        days = [day + scene.first for day in columns[f"m{number}.possible0"]]
        assert days == [piece.possible[0] for piece in control.pieces]
        assert [header["texts"][code] for code in columns[f"m{number}.name"]] == [p.name for p in control.pieces]


def test_what_does_not_fit_is_left_out_in_a_stated_order(scene):
    whole = pack_scene(scene)
    assert whole.left_out == ()
    spared = pack_scene(scene, most_bytes=len(whole.text) - 400)
    assert len(spared.text) < len(whole.text)
    assert spared.left_out[0].startswith("Notes beside the rows are")
    least = pack_scene(scene, most_bytes=1)
    header, columns = unpack(least.data)
    assert header["leftOut"] == list(least.left_out)
    assert len(least.left_out) == 3
    assert not any(name.startswith(("e.note", "e.url", "r0.")) for name in columns)
    assert columns["e.place"] == list(scene.events.place)


def test_a_page_of_some_claims_numbers_those(report):
    some = replace(report, claims=report.claims[2:4])
    header, _ = unpack(pack_scene(some.scene, claims=[claim.id for claim in some.claims]).data)
    assert [claim["id"] for claim in header["claims"]] == [claim.id for claim in some.claims]


def test_a_report_without_a_scene_or_a_map_stays_still(report):
    assert build_clock(replace(report, scene=None)).scripts == ()
    assert build_clock(replace(report, claims=())).data == ()


def wavy(x):
    """A border of many small bends from south to north."""
    return [(x + 0.01 * np.sin(40 * y), y) for y in np.linspace(0, 1, 400)]


def with_neighbours(scene):
    """The scene with one map of two pieces that share a bent border."""
    left = shapely.Polygon([(0, 0), *wavy(1.0), (0, 1)])
    right = shapely.Polygon([*wavy(1.0)[::-1], (2, 0), (2, 1)])
    days = (scene.first, scene.stop)
    pieces = tuple(ScenePiece(shape, holding, days, days) for holding, shape in enumerate((left, right)))
    drawn = SceneMap(
        "m", "m", listed=False, elsewhere=-1, within=None, reach_km=0, spoken=(days,), pieces=pieces, note=""
    )
    return replace(scene, maps=(drawn,), readings=(), places=(), claims=()), left, right


def test_borders_are_made_coarse_together_and_no_farther_off_than_said(scene):
    neighbours, left, right = with_neighbours(scene)
    packed = pack_scene(neighbours)
    header, columns = unpack(packed.data)
    shapes = [shapely.Polygon(own[0], own[1:]) for own in rings(header, columns)]
    assert sum(len(own[0]) for own in rings(header, columns)) < 400
    assert shapely.area(shapely.union_all(shapes)) == pytest.approx(2.0, abs=0.001)
    assert shapely.intersection(*shapes).area < 1e-9
    assert shapely.difference(shapely.box(0.1, 0.01, 1.9, 0.99), shapely.union_all(shapes)).area < 1e-9
    for full, drawn in zip((left, right), shapes, strict=True):
        vertices = [shapely.Point(point) for point in full.exterior.coords]
        assert max(drawn.exterior.distance(point) for point in vertices) * 111.7 <= header["withinKm"]


def test_ground_that_never_stands_for_sure_stays_so(scene):
    neighbours, left, _ = with_neighbours(scene)
    unsure = replace(neighbours.maps[0], pieces=(ScenePiece(left, 0, NEVER, (scene.first, scene.stop)),))
    _, columns = unpack(pack_scene(replace(neighbours, maps=(unsure,))).data)
    assert columns["m0.certain0"][0] == columns["m0.certain1"][0]


@pytest.mark.parametrize("middle", [0.0, 180.0])
def test_a_map_may_lie_across_the_date_line(scene, middle):
    far = tuple(
        replace(place, options=tuple(replace(o, lon=(o.lon - 37 + middle + 180) % 360 - 180) for o in place.options))
        for place in scene.places
        if all(hasattr(o, "lon") for o in place.options)
    )
    header, _ = unpack(pack_scene(replace(scene, places=far, maps=(), readings=(), claims=())).data)
    assert abs(abs(header["frame"][0]) - middle) < 5
    assert header["frame"][4] > 0.5  # units a km: a frame of a part of a country, not of the whole Earth
