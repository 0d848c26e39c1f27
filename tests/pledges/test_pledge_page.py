"""The board as it is drawn: textures over the right days, a table that adds up, and no text that escapes."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from types import SimpleNamespace

import pytest

import firmground as fg
from firmground.render.chapters import pledges
from firmground.render.figures.pledged import DayAxis, day_axis, draw_days, draw_pledge
from firmground.render.pages import environment
from firmground.report.chapters.pledges import build_pledges
from firmground.report.chapters.pledges_model import Moment, PledgeGroup

MOST_BYTES = 40_000


@pytest.fixture(scope="module")
def report():
    case = fg.read_case(fg.example_folder("syria-2015"))
    return SimpleNamespace(pledges=build_pledges(SimpleNamespace(case=case)))


def page(report):
    return environment().get_template(pledges.TEMPLATE).render(chapter=pledges.view(report))


def told(report, key):
    return next(pledge for pledge in report.pledges.pledges if pledge.id == key)


def bars(figure):
    """The texture of each bar with its first percent and its width."""
    found = re.findall(r'<rect class="(must|may|cannot|undefined)"(?: x="([\d.]+)%?")? y="14" width="([\d.]+)', figure)
    return [(css, float(x or 0), float(width)) for css, x, width in found]


def ordinal(iso):
    return date.fromisoformat(iso).toordinal()


def test_a_promise_is_hatched_from_its_day_and_solid_from_the_day_it_was_kept(report):
    axis = day_axis(report.pledges)
    (css, left, width), (then, start, rest) = bars(draw_pledge(told(report, "uk-strikes"), axis))
    assert (css, then) == ("may", "must")
    assert left == pytest.approx(axis.at(ordinal("2015-11-26")), abs=0.01)
    assert left + width == pytest.approx(start, abs=0.02) == pytest.approx(axis.at(ordinal("2015-12-02")), abs=0.02)
    assert start + rest == pytest.approx(100, abs=0.02)


def test_an_open_promise_is_hatched_to_the_edge(report):
    axis = day_axis(report.pledges)
    assert [css for css, _, _ in bars(draw_pledge(told(report, "cy-bases"), axis))] == ["may"]


def test_a_stage_of_eleven_years_later_lies_beyond_the_axis_and_an_arrow_says_so(report):
    axis = day_axis(report.pledges)
    assert axis.last < ordinal("2016-01-01")
    assert 'class="arrow"' in draw_pledge(told(report, "ru-map"), axis)
    assert 'class="arrow"' not in draw_pledge(told(report, "uk-strikes"), axis)
    assert "an arrow leads to a stage beyond it" in page(report)


def test_the_axis_reaches_the_last_stage_near_the_period_and_marks_its_end(report):
    axis = day_axis(report.pledges)
    assert axis.first == ordinal("2015-09-30")
    assert ordinal("2015-12-04") <= axis.last <= ordinal("2015-12-07")
    assert axis.end == ordinal("2015-11-26")
    assert "end of the period" in draw_days(axis)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2015-09-30", "2015-12-06", ["Oct 2015", "Nov", "Dec"]),
        ("2015-11-02", "2016-02-10", ["Dec 2015", "Jan 2016", "Feb"]),
        ("2015-11-02", "2015-11-20", ["2 Nov 2015", "20 Nov 2015"]),
        ("2009-03-01", "2015-11-20", ["2010", "2012", "2014"]),
    ],
)
def test_the_axis_names_months_or_years_and_of_a_few_days_its_ends(first, last, words):
    assert [said for _, said in DayAxis(ordinal(first), ordinal(last), None).say_ticks()] == words


def bare(report, *days):
    """The chapter with pledges of these days alone ("" is a day unknown), in a case without a period."""
    one = told(report, "cy-bases")
    moments = [Moment(day or None, day or None, day) for day in days]
    made = [
        replace(one, made=moment, stages=(), steps=(replace(one.steps[0], first=moment.first),)) for moment in moments
    ]
    groups = (PledgeGroup(("open",), "Open", "may", tuple(range(len(days)))),)
    return replace(report.pledges, first=None, last=None, pledges=tuple(made), groups=groups, pairs=())


def test_without_a_period_the_axis_lies_where_most_days_are(report):
    axis = day_axis(bare(report, "1915-01-01", "2015-11-20", "2015-11-26", "2015-12-02", "2095-01-01"))
    assert (axis.first, axis.last, axis.end) == (ordinal("2015-11-20"), ordinal("2015-12-04"), None)


def test_where_no_day_is_known_there_is_no_axis_and_the_words_still_stand(report):
    chapter = bare(report, "")
    assert day_axis(chapter) is None
    html = page(SimpleNamespace(pledges=chapter))
    assert 'class="fig' not in html
    assert "Each line runs" not in html
    assert "All facilities" in html


def test_the_board_has_a_line_for_every_pledge_and_its_sources_as_links(report):
    html = page(report)
    assert html.count('class="fig pledge"') == 10
    assert "397 to 223" in html
    assert "445 to 146" in html
    assert html.count('href="http') >= 13


def test_who_gave_and_who_took_keep_their_order_on_a_page_that_runs_from_the_right(report):
    """The line runs as its own words do: names are isolated, so that "to" decides, in whatever script they are."""
    arabic = replace(told(report, "uk-strikes"), by=("بريطانيا",), to=("فرنسا",))
    chapter = replace(
        report.pledges, pledges=(arabic,), groups=(PledgeGroup(("kept",), "Kept", "must", (0,)),), pairs=()
    )
    line = '<span class="line" dir="auto"><b><bdi>بريطانيا</bdi> to <bdi>فرنسا</bdi></b>'
    assert line in page(SimpleNamespace(pledges=chapter))


def test_the_chapter_of_the_built_in_case_is_light(report):
    assert len(page(report).encode()) < MOST_BYTES


def test_the_table_from_whom_to_whom_adds_up(report):
    matrix = pledges.view(report).matrix
    assert matrix.whole == 10 == sum(row.total for row in matrix.rows) == sum(matrix.totals)
    for row in matrix.rows:
        assert row.total == sum(int(count.words.split()[0]) for cell in row.cells for count in cell)


def test_a_long_list_is_cut_and_says_how_many_more_there_are(report, monkeypatch):
    monkeypatch.setattr(pledges, "MOST_SHOWN", 4)
    html = page(report)
    assert html.count('class="fig pledge"') == 4
    assert "6 more are not listed here" in html


def test_the_terminal_says_the_same_in_lines_no_wider_than_asked(report):
    lines = list(pledges.say(report, 72))
    text = " ".join(" ".join(lines).split())
    assert max(len(line) for line in lines) <= 72
    assert "kept 2 December 2015" in text
    assert "United Kingdom to France: 1 kept and 1 open" in text
    assert pledges.glance(report) == "10 pledges: 2 kept, 3 not verifiable and 5 open"


def test_a_report_without_pledges_shows_and_says_nothing():
    nothing = SimpleNamespace(pledges=None)
    assert (pledges.view(nothing), pledges.glance(nothing), list(pledges.say(nothing, 80))) == (None, "", [])


def fill(value, text):
    if isinstance(value, str):
        return text
    if is_dataclass(value):
        return replace(value, **{field.name: fill(getattr(value, field.name), text) for field in fields(value)})
    return tuple(fill(each, text) for each in value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    "text",
    [
        '<img src=x onerror="alert(1)">',
        '"><script>alert(1)</script>',
        "javascript:alert(1)",
        "\u202eabc\u0000\u2028",
        "{{ 7*7 }}",
        "",
    ],
)
def test_any_text_in_any_field_stays_text(report, text):
    hostile = SimpleNamespace(pledges=fill(report.pledges, text))
    html = page(hostile)
    assert "<img" not in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "49" not in re.findall(r"<bdi>(.*?)</bdi>", html)
    assert not set(html) & {"\u202e", "\u0000"}
    assert all("\n" not in line and "\u202e" not in line for line in pledges.say(hostile, 60))
