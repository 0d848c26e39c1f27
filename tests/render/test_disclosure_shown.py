"""What a publisher put out: days, silences and changes as the page and the terminal show them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from disclosure_sample import change, entry, iso, record, series, silence, week
from sample import sample_report

from firmground.render.chapters import disclosure
from firmground.render.figures.day_scale import DayScale
from firmground.render.figures.disclosed import MOST_IN_A_STRIP, draw_days, scale_of
from firmground.render.figures.disclosed_change import draw_change, is_drawn
from firmground.render.html import render_html
from firmground.render.text import render_text
from firmground.report.chapters.disclosure_model import RateRange, Segment
from firmground.report.model import Report, SourceNote


def _group(svg, css):
    """(x, width) of the rectangles of a texture, in percent."""
    body = re.search(rf'<g class="{css}">(.*?)</g>', svg)
    return [(x, width) for x, _, width, _ in _rects(body[1] if body else "")]


def _rects(svg, css=""):
    """(x, y, width, height); x and width in percent. An x of nothing is not written."""
    of = f' class="{css}"' if css else ""
    found = re.findall(rf'<rect{of}(?: x="([\d.]+)%")? y="([\d.]+)" width="([\d.]+)%?" height="([\d.]+)"', svg)
    return [tuple(float(number or 0) for number in each) for each in found]


def _report(*records) -> Report:
    return replace(sample_report(), claims=(), untested=(), disclosure=records)


def test_days_are_solid_where_something_came_out_hatched_where_it_may_and_hollow_where_it_did_not():
    svg = draw_days(record("##?..", kinds=()))
    assert _group(svg, "must")[:1] == [(0, 40)]
    assert _group(svg, "may")[:1] == [(40, 20)]
    assert _group(svg, "cannot")[:1] == [(60, 40)]


def test_the_strip_of_a_detail_has_its_own_days():
    one = record("###")
    days = tuple(replace(day, details=(s,)) for day, s in zip(one.days, ("must", "may", "cannot"), strict=True))
    svg = draw_days(replace(one, days=days))
    assert _group(svg, "must") == [(0, 100), (0, pytest.approx(33.33))]
    assert _group(svg, "cannot") == [(pytest.approx(66.67), pytest.approx(33.33))]
    assert ">a place</text>" in svg


def test_silences_carry_the_number_of_their_place_in_the_list():
    one = record("#..#..#", silences=(silence(1, 2), silence(4, 5)))
    numbers = re.findall(r'class="found" x="([\d.]+)%"[^>]*>(\d)</text>', draw_days(one))
    assert numbers == [("28.57", "1"), ("71.43", "2")]
    page = render_html(_report(one))
    assert page.index('<b class="n">1</b><div><b class="day">4 to 5 Mar 2031</b>') < page.index(
        '<b class="n">2</b><div><b class="day">7 to 8 Mar 2031</b>'
    )


@pytest.mark.parametrize(("days", "calendar"), [(MOST_IN_A_STRIP, False), (MOST_IN_A_STRIP + 1, True)])
def test_a_long_record_is_a_calendar_and_one_day_less_a_strip(days, calendar):
    svg = draw_days(record("#" * days))
    assert ("letters" in svg) is calendar
    assert (">a place</text>" in svg) is not calendar


def test_in_a_calendar_a_day_stands_in_its_week_and_its_day_of_the_week():
    letters = ["#"] * 140
    letters[7 * 10 + 6] = "."  # the Sunday of the eleventh week
    svg = draw_days(record("".join(letters)))
    scale = scale_of(record("".join(letters)))
    body = re.search(r'<g class="cannot"><rect x="([\d.]+)%" y="([\d.]+)" width="([\d.]+)%"', svg)
    assert float(body[1]) == pytest.approx(scale.at(70), abs=0.01)
    assert float(body[2]) == 4 + 6 * 12
    assert float(body[3]) == pytest.approx(7 * scale.wide, abs=0.01)


def test_a_calendar_that_opens_in_the_middle_of_a_week_has_nothing_before_its_first_day():
    svg = draw_days(record("#" * 140, first=date(2031, 3, 7)))  # a Friday
    rows = _group(svg, "must")
    assert len(rows) == 7
    scale = scale_of(record("#" * 140, first=date(2031, 3, 7)))
    assert scale.first == date(2031, 3, 3)
    assert rows[0][0] == pytest.approx(scale.at(7), abs=0.01)  # the first Monday is in the second week
    assert rows[4][0] == pytest.approx(scale.at(0), abs=0.01)


def test_what_others_recorded_stands_beside_it_only_where_somebody_did():
    assert "what others recorded" in draw_days(record("#.#.", others=3))
    assert "most on a day: 3" in draw_days(record("#.#.", others=3))
    assert "what others recorded" not in draw_days(record("#.#."))
    assert "what others recorded" not in draw_days(record("#.#.", others=0))


def test_the_change_stands_between_the_days_on_which_each_rate_surely_held():
    one = record("#" * 10 + "." * 10)
    svg = draw_change(one, series(), change(20, 10))
    boxes = _rects(svg, "may")
    assert [(x, width) for x, _, width, _ in boxes] == [(0, 50), (60, 40)]
    # From 70 to 90 percent of a height of 74 pixels, and from 20 to 40.
    assert [tall for *_, tall in boxes] == [pytest.approx(0.2 * 74)] * 2
    assert "80 % (70 to 90)" in svg
    assert "most likely 13 Mar" in svg
    assert "90 % within 13 Mar to 14 Mar" in svg


def test_the_ridge_is_as_high_as_a_day_is_likely():
    svg = draw_change(record("#" * 20), series(), change(20, 10))
    path = re.search(r'class="ridge" d="([^"]+)"', svg)[1]
    assert path == "M9 1V.875H10V0H11V.875H12V1"


def test_only_a_change_that_is_clearly_better_than_none_is_drawn():
    assert is_drawn(change(9, 4, evidence=10.0))
    assert not is_drawn(change(9, 4, evidence=9.9))
    assert not is_drawn(change(9, 4, before=None))
    assert not is_drawn(change(9, 4, likely=""))


def test_several_changes_are_a_thin_line_of_their_rates():
    steps = (
        Segment(iso(0), iso(4), 5, 5, 1.0),
        Segment(iso(5), iso(9), 5, 0, 0.0),
        Segment(iso(10), iso(19), 10, 5, 0.5),
    )
    svg = draw_change(record("#" * 20), series(), change(20, 10, segments=steps))
    assert re.search(r'class="several" d="([^"]+)"', svg)[1] == "M0 0H5V1H10V.5H20"
    assert "several" not in draw_change(record("#" * 20), series(), change(20, 10, segments=steps[:2]))


def test_rates_that_are_no_shares_have_an_axis_as_high_as_they_may_be():
    counted = series(shares=False)
    rates = change(20, 10, before=RateRange(3, 2, 4), after=RateRange(1, 0.5, 2))
    svg = draw_change(record("#" * 20), counted, rates)
    assert "3 (2 to 4)" in svg
    assert _rects(svg, "may")[0][1] == 20  # at the top of the panel


def test_the_page_has_the_publisher_its_figures_and_what_does_not_follow():
    one = record(
        "##?..##",
        series=(series(change(7, 3)), series(change(7, 3, evidence=0.2), title="Places")),
        silences=(
            silence(3, 4, others="Nobody else recorded these days."),
            silence(5, 5, others="Nobody else recorded these days."),
        ),
        weekdays=week(),
        entries=tuple(entry(n) for n in range(3)),
    )
    view = disclosure.view(_report(one))[0]
    assert [each.series.title for each in view.moved] == ["Days with a release"]
    assert [each.title for each in view.steady] == ["Places"]
    assert view.beside == "Nobody else recorded these days."
    assert view.textures == {"must", "may", "cannot"}
    page = render_html(_report(one))
    for words in ("Little follows.", "No habit of the week is found.", "The record itself: 3 entries of 4 rows"):
        assert words in page
    assert page.count("Nobody else recorded these days.") == 1
    assert page.count('class="fig changed"') == 1


def test_what_differs_from_silence_to_silence_stands_at_each():
    one = record("#.#.", silences=(silence(1, 1, others="A."), silence(3, 3, others="B.")))
    assert [each.others for each in disclosure.view(_report(one))[0].silences] == ["A.", "B."]
    assert disclosure.view(_report(one))[0].beside == ""


def test_without_a_strip_the_longest_silence_comes_first():
    silences = (silence(1, 2), silence(10, 14))
    long = disclosure.view(_report(record("#" * 200, silences=silences)))[0]
    assert [each.days for each in long.silences] == ["13 to 17 Mar 2031", "4 to 5 Mar 2031"]
    short = disclosure.view(_report(record("#" * 100, silences=silences)))[0]
    assert [each.days for each in short.silences] == ["4 to 5 Mar 2031", "13 to 17 Mar 2031"]


def test_a_report_that_watches_nobody_has_no_chapter():
    assert disclosure.view(_report()) is None
    assert list(disclosure.say(_report(), 80)) == []
    assert disclosure.TITLE not in render_html(_report())


@pytest.mark.parametrize("letters", ["#", "?", ".", "...", "#" * 700])
def test_a_record_of_one_day_of_nothing_or_of_two_years_is_drawn(letters):
    page = render_html(_report(record(letters)))
    assert 'class="fig disclosed' in page
    assert "nan" not in draw_days(record(letters))


def test_a_long_record_takes_no_more_room_than_a_short_one():
    assert len(draw_days(record(("#" * 6 + ".") * 100))) < 6_000
    assert len(draw_days(record("#.?" * 40))) < 30_000


def test_the_terminal_has_a_line_of_weeks_the_changes_and_the_silences():
    one = record("#" * 70 + "." * 3 + "?", series=(series(change(74, 70)),), silences=(silence(70, 72),))
    text = render_text(_report(one), width=80)
    assert "3 Mar 2031 " + "█" * 63 in text
    assert "5 May 2031 ███████░░░▒" in text
    assert "Days with a release: It may have changed." in text
    assert "12 to 14 May 2031: Nothing came out on 3 days." in text
    assert "Little follows." in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_glance_counts_releases_and_silent_days():
    assert disclosure.glance(_report(record("#?.."))) == "1 release, 2 days without one for certain"


def test_texts_of_a_record_cannot_leave_their_place():
    evil = '"><script>alert(1)</script>'
    source = SourceNote("s", evil, evil, "", "javascript:alert(1)")
    one = record(
        "#..",
        publisher=evil,
        summary=(evil, evil),
        limits=(evil,),
        series=(series(change(3, 1, sentence=evil), title=evil, conclusion=evil),),
        silences=(silence(1, 2, sentence=evil, later=(evil,), others=evil, doubt=evil, source=source),),
        entries=(entry(0, id=evil, note=evil, gives=(evil,), why=evil, counted=False, source=source),),
    )
    page = render_html(_report(one))
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page


def test_ticks_name_the_halves_of_months_then_months_then_years():
    assert DayScale(date(2015, 9, 30), 58).ticks() == [(1, "1 Oct"), (15, "15 Oct"), (32, "1 Nov"), (46, "15 Nov")]
    assert DayScale(date(2015, 9, 1), 91).ticks() == [(0, "Sept 2015"), (30, "Oct"), (61, "Nov")]
    assert DayScale(date(2014, 12, 15), 679).ticks()[:2] == [(17, "Jan 2015"), (198, "July")]
    assert [words for _, words in DayScale(date(2011, 3, 1), 3000).ticks()] == ["2012", "2014", "2016", "2018"]
    assert DayScale(date(2015, 10, 3), 3).ticks() == [(0, "3 Oct")]
