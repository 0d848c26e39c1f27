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
from firmground.render.figures.axis import Axis, draw_bracket, round_step
from firmground.render.figures.bar import draw_bar
from firmground.render.figures.curve import draw_curve, find_heights, varied_choices
from firmground.render.figures.labels import Anchor, place_labels
from firmground.render.figures.map import draw_map
from firmground.render.figures.projection import TALL, WIDE, find_view
from firmground.render.figures.rivals import draw_rivals
from firmground.report.model import Claimed, Facet, Mark, Outcome, Range


def _rects(svg, css):
    found = re.findall(rf'<rect class="{css}" x="([\d.]+)%" y="[\d.]+" width="([\d.]+)%"', svg)
    return [(float(x), float(width)) for x, width in found]


def test_the_bar_is_solid_up_to_the_low_bound_and_hatched_up_to_the_high_one():
    bar = draw_bar(share_claim(), "b")
    assert _rects(bar, "must") == [(0.0, pytest.approx(31 / 49 * 100, abs=0.01))]
    assert _rects(bar, "may") == [(pytest.approx(31 / 49 * 100, abs=0.01), pytest.approx(7 / 49 * 100, abs=0.01))]


def test_the_claims_bracket_spans_the_accepted_values():
    assert _rects(draw_bar(share_claim(), "b"), "claim-wash") == [(75.0, 5.0)]


def test_a_count_without_an_upper_limit_is_hatched_to_the_end_and_has_an_arrow():
    bar = draw_bar(anonymous_claim(), "b")
    assert _rects(bar, "may") == [(17.5, 82.5)]
    assert 'class="arrow"' in bar
    assert "7 or more" in bar


def test_a_bound_beyond_the_axis_has_an_arrow_too():
    assert 'class="arrow"' in draw_bar(replace(area_claim(), bounds=Range(1000, 200_000)), "b")
    assert 'class="arrow"' not in draw_bar(area_claim(), "b")


def test_a_distance_has_a_hatched_span_and_nothing_solid():
    bar = draw_bar(distance_claim(), "b")
    assert _rects(bar, "must") == []
    assert _rects(bar, "may") == [(pytest.approx(10.8), pytest.approx(28.4))]


def test_bounds_that_are_undefined_are_said_to_be():
    assert "undefined: nothing could be counted" in draw_bar(undefined_claim(), "b")


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
    rows, _ = draw_rivals(share_claim(), "r")
    named = next(row for row in rows if row.unit == "named places" and "64" in row.value)
    assert named.figure == ""
    assert "not on this axis" in named.value


def test_every_rival_is_listed_between_the_claim_and_the_data():
    rows, _ = draw_rivals(share_claim(), "r")
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
    curve = draw_curve(claim, facet, find_heights(claim), "f")
    assert curve.count('class="may plain"') == hatched
    assert ('class="stroke"' in curve) == (hatched == 0)


def test_the_dots_stand_in_the_column_and_the_row_of_what_was_chosen():
    facet = _facet(4)
    claim = replace(share_claim(), facets=(facet,))
    curve = draw_curve(claim, facet, find_heights(claim), "f")
    (dots,) = re.findall(r'class="dots" d="([^"]*)"', curve)
    columns = [(int(n), float(y)) for n, y in re.findall(r"M(\d+)\.5 ([\d.]+)h0", dots)]
    labels = {label: float(y) for y, label in re.findall(r'class="option"[^>]*? y="([\d.]+)"[^>]*>(\d)<', curve)}
    rows = dict(varied_choices(facet))["map"]
    first_rows = sorted({y for _, y in columns})[: len(rows)]
    assert [sorted(n for n, y in columns if y == row) for row in first_rows] == [[0, 3], [1], [2]]
    assert len(columns) == 8
    assert labels


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
    radii = [float(r) for r in re.findall(r'<circle class="disc \w+"[^>]* r="([\d.]+)"', drawn)]
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
    assert drawn.count("h0") == 1000


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
    assert _rects(draw_bar(restated_claim(), "b"), "claim-wash") == [(80.0, 0.0)]
