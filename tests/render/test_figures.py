"""The figures put numbers where they belong."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from pyproj import Geod
from sample import (
    MARKS,
    anonymous_claim,
    area_claim,
    distance_claim,
    restated_claim,
    share_claim,
    undefined_claim,
)

from firmground.render.basemap.land import box_around, cut_land
from firmground.render.figures.account import draw_account
from firmground.render.figures.axis import Axis, draw_bracket, round_step
from firmground.render.figures.bar import draw_bar
from firmground.render.figures.chain import draw_chain
from firmground.render.figures.curve import draw_curve, find_heights, varied_choices
from firmground.render.figures.labels import Anchor, place_labels
from firmground.render.figures.map import draw_map
from firmground.render.figures.projection import TALL, WIDE, find_view
from firmground.render.figures.rivals import draw_rivals
from firmground.report.model import Claimed, Facet, Mark, Outcome, Range, Restatement, RowAccount


def _rects(svg, css):
    found = re.findall(rf'<rect class="{css}"(?: x="([\d.]+)%")? y="[\d.]+" width="([\d.]+)%?"', svg)
    return [(float(x or 0), float(width)) for x, width in found]


def test_the_bar_is_solid_up_to_the_low_bound_and_hatched_up_to_the_high_one():
    bar = draw_bar(share_claim())
    assert _rects(bar, "must") == [(0.0, pytest.approx(31 / 49 * 100, abs=0.01))]
    assert _rects(bar, "may") == [(pytest.approx(31 / 49 * 100, abs=0.01), pytest.approx(7 / 49 * 100, abs=0.01))]


def test_the_claims_bracket_spans_the_accepted_values():
    assert _rects(draw_bar(share_claim()), "claim-wash") == [(75.0, 5.0)]


def test_a_count_without_an_upper_limit_is_hatched_to_the_end_and_has_an_arrow():
    bar = draw_bar(anonymous_claim())
    assert _rects(bar, "may") == [(17.5, 82.5)]
    assert 'class="arrow"' in bar
    assert "7 or more" in bar


def test_a_bound_beyond_the_axis_has_an_arrow_too():
    assert 'class="arrow"' in draw_bar(replace(area_claim(), bounds=Range(1000, 200_000)))
    assert 'class="arrow"' not in draw_bar(area_claim())


def test_a_distance_has_a_hatched_span_and_nothing_solid():
    bar = draw_bar(distance_claim())
    assert _rects(bar, "must") == []
    assert _rects(bar, "may") == [(pytest.approx(10.8), pytest.approx(28.4))]


def test_bounds_that_are_undefined_are_said_to_be():
    assert "undefined: nothing could be counted" in draw_bar(undefined_claim())


@pytest.mark.parametrize(
    ("low_open", "high", "shape"), [(False, 10.0, "H5"), (True, 10.0, "Q"), (False, None, "L0 0L")]
)
def test_an_end_of_a_bracket_is_square_round_or_open(low_open, high, shape):
    bracket = draw_bracket(Axis(0, 20, "count"), Claimed(2.0, high, low_open, high_open=False, text=""), 0, 20)
    assert shape in bracket


@pytest.mark.parametrize(
    ("rough", "step"),
    [(0.9, 1), (1, 1), (1.01, 2), (2.1, 2.5), (3, 5), (5.1, 10), (18_000, 20_000), (0.03, 0.05)],
)
def test_steps_of_an_axis_are_round(rough, step):
    assert round_step(rough) == pytest.approx(step)


def test_a_rival_in_another_measure_is_written_but_not_drawn():
    rows, _ = draw_rivals(share_claim())
    named = next(row for row in rows if row.unit == "named places" and "64" in row.value)
    assert named.figure == ""
    assert "not on this axis" in named.value


def test_every_rival_is_listed_between_the_claim_and_the_data():
    rows, _ = draw_rivals(share_claim())
    assert [row.by for row in rows] == [
        "Reuters",
        *(rival.by for rival in share_claim().rivals),
        "What the data allow",
    ]


def _facet(count, **extra):
    outcomes = tuple(
        Outcome({"map": str(n % 3), "radius": str(n)}, Range(n / count / 2, 0.6), "may", None) for n in range(count)
    )
    return Facet("Places", {}, outcomes, (), **extra)


@pytest.mark.parametrize(("count", "hatched"), [(2, 2), (60, 60), (61, 0), (2000, 0)])
def test_up_to_sixty_outcomes_are_columns_and_more_are_strokes(count, hatched):
    facet = _facet(count)
    claim = replace(share_claim(), facets=(facet,))
    curve = draw_curve(claim, facet, find_heights(claim))
    columns = re.search(r'<g class="may">(.*?)</g>', curve)
    assert (columns[1].count("<rect") if columns else 0) == hatched
    assert ('class="stroke"' in curve) == (hatched == 0)


def test_the_dots_stand_in_the_column_and_the_row_of_what_was_chosen():
    facet = _facet(4)
    claim = replace(share_claim(), facets=(facet,))
    curve = draw_curve(claim, facet, find_heights(claim))
    (drawn,) = re.findall(r'class="dots" d="([^"]*)"', curve)
    columns = _dots(drawn)
    labels = re.search(r'<g class="option">(.*?)</g>', curve)[1]
    values = [(label, float(y)) for y, label in re.findall(r'<text y="([\d.]+)">(\d)<', labels)]
    rows = dict(varied_choices(facet))["map"]
    assert [label for label, _ in values[: len(rows)]] == rows
    first_rows = sorted({y for _, y in columns})[: len(rows)]
    assert [sorted(n for n, y in columns if y == row) for row in first_rows] == [[0, 3], [1], [2]]
    assert len(columns) == 8
    assert all(0 < row - y < 12 for row, (_, y) in zip(first_rows, values, strict=False))  # its name is above its dots


def _dots(d):
    """Column and height of every dot of a path whose dots start afresh (M) or stand right of the last (m)."""
    dots, column, y = [], 0, 0.0
    for start, first, height, step in re.findall(r"(M)(\d+)\.5 ([\d.]+)h0|m(\d+) 0h0", d):
        column, y = (int(first), float(height)) if start else (column + int(step), y)
        dots.append((column, y))
    return dots


def test_each_choice_says_how_far_it_moves_the_result_and_which_one_most():
    facet = replace(_facet(4), drivers=(("map", 0.25), ("radius", 0.7)))
    claim = replace(share_claim(), facets=(facet,))
    curve = draw_curve(claim, facet, find_heights(claim))
    assert re.findall(r'class="(moved[^"]*)"[^>]*>([^<]*)<', curve) == [
        ("moved", "25 %"),
        ("moved most", "moves it most: 70 %"),
    ]
    assert _rects(curve, "ink") == [(0.0, 25.0), (0.0, 70.0)]


def test_all_facets_of_a_claim_share_their_heights():
    claim = share_claim()
    heights = find_heights(claim)
    known = [o.bounds for facet in claim.facets for o in facet.outcomes if o.bounds]
    assert heights.axis.low <= min(b.low for b in known)
    assert heights.axis.high >= max(b.high for b in known)


def test_an_open_end_leaves_room_above_the_claim():
    assert find_heights(anonymous_claim()).axis.high > anonymous_claim().claimed.low


def test_every_disc_lies_in_the_frame_at_its_true_size():
    view = find_view(MARKS)
    geod = Geod(ellps="WGS84")
    for mark in MARKS:
        lon, lat, _ = geod.fwd(mark.lon, mark.lat, 60, mark.radius_km * 1000)
        centre, rim = view.place(np.array([mark.lon, lon]), np.array([mark.lat, lat]))
        assert np.hypot(*(rim - centre)) == pytest.approx(mark.radius_km * view.scale, rel=0.01)
        assert mark.radius_km * view.scale <= centre[0] <= WIDE - mark.radius_km * view.scale
        assert mark.radius_km * view.scale <= centre[1] <= TALL - mark.radius_km * view.scale


def test_larger_discs_lie_beneath_smaller_ones():
    drawn, _ = draw_map(share_claim(), "m")
    assert drawn.count("<circle") == drawn.partition('<g class="disc ')[2].count("<circle")
    radii = [float(r) for r in re.findall(r'<circle [^>]* r="([\d.]+)"', drawn)]
    assert len(radii) == len(MARKS)
    assert radii == sorted(radii, reverse=True)


def test_equal_discs_are_drawn_once_and_the_caption_counts_them():
    drawn, caption = draw_map(replace(share_claim(), marks=(*MARKS, *MARKS[:5])), "m")
    assert drawn.count("<circle") == len(MARKS)
    assert "5 lie exactly on another" in caption


def test_a_thousand_discs_are_packed_and_each_has_its_dot():
    marks = tuple(Mark(str(n), "must", 36 + n % 40 / 20, 34 + n // 40 / 20, 1) for n in range(1000))
    drawn, _ = draw_map(replace(share_claim(), marks=marks), "m")
    assert "<circle" not in drawn
    assert len(re.findall(r"m-?\d+ ?-?\d+z", drawn)) == 1000


def test_a_view_over_the_date_line_is_not_the_whole_world():
    view = find_view((Mark("a", "may", 179.5, 0, 10), Mark("b", "may", -179.5, 0, 10)))
    assert abs(abs(view.lon) - 180) < 1
    assert view.reach_km < 200


def test_a_mark_whose_standing_is_not_known_is_drawn_as_may():
    drawn, _ = draw_map(replace(share_claim(), marks=(Mark("x", "?", 36, 35, 5),)), "m")
    assert 'class="disc may"' in drawn


@pytest.mark.parametrize(("lon", "lat", "is_land"), [(38.0, 35.0, True), (34.0, 34.5, False), (30.5, 50.4, True)])
def test_the_outlines_tell_land_from_sea(lon, lat, is_land):
    import shapely  # noqa: PLC0415 - only this test asks it

    land, _ = cut_land(box_around(lon, lat, 30))
    point = shapely.Point(lon, lat)
    assert any(shapely.Polygon(rings[0]).contains(point) for rings in land) == is_land


def test_outlines_can_be_cut_anywhere_on_earth():
    boxes = [box_around(lon, lat, 900) for lon in range(-180, 181, 30) for lat in range(-75, 76, 25)]
    assert sum(len(cut_land(box)[0]) > 0 for box in boxes) > len(boxes) / 2


def test_names_on_the_map_never_lie_over_each_other():
    anchors = [
        Anchor(f"Place number {n}", n * 37 % 101 / 1.01, n * 53 % 97 / 0.97, 0.01, undecided=n < 5) for n in range(80)
    ]
    labels = place_labels(anchors, 560, 420, 40, 26)
    boxes = []
    for each in labels:
        length = len(each.words) * 6.0
        x = each.x / 100 * 560 + each.dx - {"start": 0, "middle": length / 2, "end": length}[each.align]
        y = each.y / 100 * 420 + each.dy
        boxes.append((x, y - 9, x + length, y + 2))
    assert len(labels) > 10
    assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in combinations(boxes, 2))


def test_a_restated_figure_of_one_value_is_a_bracket_at_that_value():
    assert _rects(draw_bar(restated_claim()), "claim-wash") == [(80.0, 0.0)]


def _numbered(number, label, lon):
    return Mark(label, "may", lon, 35.0, 8.0, number=number)


def test_an_undecided_place_carries_its_number_on_the_map_before_its_name():
    marks = (_numbered(1, "Jabal Batra", 36.0), Mark("Homs", "must", 38.0, 35.0, 8.0))
    drawn, _ = draw_map(replace(share_claim(), marks=marks), "m")
    assert drawn.count('<tspan class="number">1</tspan> Jabal Batra') == 2  # for wide and for narrow frames
    assert drawn.count("numbered") == 1
    assert "<title>1 Jabal Batra</title>" in drawn


def test_where_there_is_no_room_for_a_name_the_number_still_stands():
    marks = tuple(_numbered(n, f"A place with a very long name {n}", 36.0 + n / 30) for n in range(1, 9))
    drawn, _ = draw_map(replace(share_claim(), marks=marks), "m")
    narrow = drawn[drawn.index('class="place narrow"') :]
    assert {int(n) for n in re.findall(r'class="number">(\d+)<', narrow)} >= {1, 2, 3, 4}


def test_of_hundreds_of_undecided_places_the_first_ones_are_numbered():
    marks = tuple(_numbered(n, f"P{n}", 36 + n % 40 / 20) for n in range(1, 600))
    drawn, _ = draw_map(replace(share_claim(), marks=marks), "m")
    numbered = "".join(re.findall(r'<g class="disc may numbered">(.*?)</g>', drawn))
    assert numbered.count("<circle") == 40


def _chain(*steps):
    return tuple(
        Restatement(
            str(n), f"Speaker {n}", f"{n} May", f"words {n}", (("value", f"v{n}"),), before, claimed, measure,
            "places", bounds, "may", own=n == 1,
        )
        for n, (before, claimed, measure, bounds) in enumerate(steps)
    )  # fmt: skip


def test_a_repeated_figure_is_drawn_saying_by_saying_on_one_axis_and_linked():
    at_80, over_90 = Claimed(0.8, 0.8, False, False, "= 0.8"), Claimed(0.9, None, True, False, "> 0.9")  # noqa: FBT003 - ends
    chain = _chain(("", at_80, "share", Range(0.6, 0.7)), ("0", over_90, "share", Range(0.5, 0.9)))
    drawn = draw_chain(replace(share_claim(), chain=chain))
    assert re.findall(r'<text class="(step[^"]*)"[^>]*>([^<]*)<', drawn) == [
        ("step", "1 Speaker 0, 0 May: v0"),
        ("step own", "2 Speaker 1, 1 May: v1"),
    ]
    assert _rects(drawn, "must") == [(0.0, 60.0), (0.0, 50.0)]
    assert '<line class="link" x1="80%" y1="44" x2="95%" y2="70"/>' in drawn
    assert "Said 2 times: from 80\u00a0% to more than 90\u00a0%" in drawn


def test_a_saying_in_another_measure_is_named_but_not_on_the_axis():
    at_80, places = Claimed(0.8, 0.8, False, False, "= 0.8"), Claimed(64, 64, False, False, "64")  # noqa: FBT003 - ends
    chain = _chain(("", at_80, "share", Range(0.6, 0.7)), ("0", places, "count", Range(49, None)))
    drawn = draw_chain(replace(share_claim(), chain=chain))
    assert "not on this axis" in drawn
    assert 'class="link"' not in drawn


def test_the_account_draws_every_row_of_a_file_in_one_of_four_textures():
    drawn = draw_account(
        (RowAccount("a.csv", 100, 40, 5, 10, 5, 4, 30, 6), RowAccount("b.csv", 50, 50, 0, 0, 0, 0, 0, 0))
    )
    assert _rects(drawn, "must") == [(0.0, 40.0), (0.0, 50.0)]
    assert _rects(drawn, "may") == [(40.0, 20.0)]
    assert _rects(drawn, "cannot") == [(60.0, 30.0)]
    assert _rects(drawn, "undefined") == [(90.0, 10.0)]
    assert "Of 150 rows that were read, 90 are used" in drawn
