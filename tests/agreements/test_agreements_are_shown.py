"""The chapter on pages and in terminals: every text escaped, every figure with words, long times in weeks."""

from __future__ import annotations

import re

import pytest
from agreed_texts import ACTORS, AGREEMENT, CLAIM, HEAD

from firmground.measures import Selector
from firmground.render.chapters import agreements
from firmground.render.figures.agreed import MOST_COLUMNS, draw_agreed
from firmground.render.html import render_html
from firmground.render.text import render_text
from firmground.report.build import build_report
from firmground.report.chapters.agreements_model import Bar

NASTY = "<script>alert(1)</script>"


def page_of(report):
    """The part of the page that is the chapter."""
    page = render_html(report)
    return page[page.index('id="agreements"') : page.index("</section>", page.index('id="agreements"'))]


def test_texts_of_the_case_reach_the_page_escaped(reported):
    text = AGREEMENT.replace('"Not to strike"', f'"{NASTY}"').replace("We will not", NASTY)
    head = HEAD + '[events.constants]\nnote = "x"\n'
    report = reported(
        f"2015-11-22,russia,{NASTY}", undertakings=text, actors=ACTORS.replace('"France"', f'"{NASTY}"'), case=head
    )
    page = page_of(report)
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") >= 4


def test_no_escape_sequence_reaches_a_terminal(reported):
    text = AGREEMENT.replace('"Not to strike"', '"\\u001b[2J wiped"')
    lines = render_text(reported("2015-11-22,russia,fsa", undertakings=text))
    assert "\x1b" not in lines
    assert "␛[2J wiped" in lines


def test_the_page_says_what_the_terminal_says(reported):
    report = reported("2015-11-22,russia,fsa", "2015-11-22,,fsa", "2015-11-22,russia,is")
    sentence = (
        "Watched on 11 days, to 30 November 2015, the last day of the record: 1 event breaks it, and none may; "
        "so may 1 for which nobody is named."
    )
    assert sentence in page_of(report)
    assert sentence in re.sub(r"\s+", " ", render_text(report))
    assert "events.csv:3" in page_of(report)


def test_what_a_check_selected_is_not_selected_anew_for_its_words(checked, monkeypatch):
    findings = checked("2015-11-22,,fsa")
    monkeypatch.setattr(Selector, "__init__", None)
    (section,) = build_report(findings).claims
    assert [one.why for one in section.undecided] == ["nobody is named as the one who did it"]


def test_a_report_without_agreements_has_no_part_for_them(reported):
    report = reported(undertakings="", claims="")
    assert agreements.view(report) is None
    assert 'id="agreements"' not in render_html(report)
    assert agreements.TITLE not in render_text(report)


def test_a_glance_says_how_many_are_watched(reported):
    assert agreements.glance(reported()) == "1 agreement, 1 clause watched"
    bare = AGREEMENT.partition("[[agreements.clauses]]")[0]
    assert agreements.glance(reported(undertakings=bare, claims="")) == (
        "1 agreement, none of which events can be set against"
    )


def test_a_long_list_is_cut_with_its_number(reported):
    report = reported(*["2015-11-22,russia,fsa"] * 70)
    page = page_of(report)
    assert "The first 60 of 70 are listed here" in page
    assert "the JSON report and firmground export have the others" in page
    assert len(report.agreements[0].clauses[0].monitors[0].events) == 70


def figure(monitor):
    return str(draw_agreed(monitor, "What was agreed"))


def test_the_figure_has_a_name_and_says_its_numbers(monitored):
    drawn = figure(monitored("2015-11-22,russia,fsa", "2015-11-10/2015-11-12,russia,is"))
    assert "<title>What was agreed</title>" in drawn
    assert "in force, 20 November 2015 to 30 November 2015: 1 must, 0 may and 0 cannot break it" in drawn


def rects(drawn, css):
    return [
        (float(x or 0), float(width))
        for x, width in re.findall(rf'<rect class="{css}" x="([\d.]+)%?" y="[^"]*" width="([\d.]+)%?"', drawn)
    ]


def test_an_exact_day_has_one_column_and_several_days_have_a_bar_over_all_of_them(monitored):
    found = monitored("2015-11-22,russia,fsa", "2015-11-10/2015-11-12,russia,is")
    drawn = figure(found)
    days = 46  # 16 October to 30 November
    day = 97 / days
    ((x, wide),) = rects(drawn, "must")
    assert x == pytest.approx(37 * day + 0.12 * day, abs=0.02)
    assert wide == pytest.approx(0.76 * day, abs=0.02)
    ((x, wide),) = rects(drawn, "cannot")
    assert (x, wide) == (pytest.approx(25 * day, abs=0.02), pytest.approx(3 * day, abs=0.02))


def test_what_nobody_is_named_for_has_a_texture_of_its_own(monitored):
    assert rects(figure(monitored("2015-11-22,,fsa")), "undefined")
    assert not rects(figure(monitored("2015-11-22,russia,fsa")), "undefined")


def test_a_long_time_is_drawn_in_weeks_counted_from_the_day_in_force(monitored):
    head = HEAD.replace("2015-11-30", "2016-05-30")
    found = monitored("2015-11-20/2015-11-26,russia,fsa", "2015-11-26/2015-11-27,russia,is", case=head)
    assert found.shown_last == "2016-05-30"
    drawn = figure(found)
    assert len(rects(drawn, "must")) == 1  # one week, so a column
    ((_, wide),) = rects(drawn, "cannot")  # the last day of one week and the first of the next
    weeks = 28 + 8  # 193 days in force, and 50 of the record before
    assert wide == pytest.approx(2 * 97 / weeks, abs=0.1)
    assert MOST_COLUMNS == 120
    assert "in one of several weeks:" in drawn


def test_bars_that_do_not_fit_are_told_by_their_number(monitored):
    from dataclasses import replace  # noqa: PLC0415 - one made-up figure

    found = monitored("2015-11-22,russia,fsa")
    many = tuple(Bar("2015-11-01", f"2015-11-{day:02d}", "may", nameless=False, count=2) for day in range(2, 31))
    assert "10 more are not drawn" in figure(replace(found, bars=many))


GROUND = HEAD + '[[maps]]\nid = "m"\ntitle = "The map"\nfile = "map.csv"\nlayout = "place-list"\nmax_gap_days = 14\n'
PLACES = "id,name,lon,lat\nhoms,Homs,36.7,34.7\nraqqa,Raqqa,39,35.9\n"
HOLDERS = "place,holder,from,until\nhoms,fsa,2015-01-01,\nraqqa,is,2015-01-01,\n"
STRUCK = (
    "id,date,by,target,kind,place\n1,2015-11-22,russia,is,air-strike,homs\n2,2015-11-22,russia,is,air-strike,raqqa\n"
)


@pytest.fixture
def grounded(tmp_path, reported):
    def build(**texts):
        (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
        (tmp_path / "map.csv").write_text(HOLDERS, encoding="utf-8")
        return reported(case=GROUND, events=STRUCK, **texts)

    return build


def test_whom_it_hit_is_also_counted_by_who_held_the_ground(grounded):
    (clause,) = grounded().agreements[0].clauses
    (found,) = clause.monitors
    assert (found.spans[0].tally.must, found.spans[0].tally.none) == (0, 2)  # the party says that it hit the other one
    own = found.by_ground[0]
    assert (own.ground, own.tally.must, own.tally.none) == ("The map", 1, 1)
    assert "by who held the ground: The map" in re.sub("<[^>]+>", "", page_of(grounded()))


def test_a_claim_can_ask_by_the_ground(grounded):
    by_record, by_ground = (grounded(claims=CLAIM + hit).claims[0] for hit in ("", 'hit = "ground"\n'))
    assert (by_record.bounds.low, by_ground.bounds.low) == (0, 1)
    assert by_ground.remarks[0].startswith("As it is tried: No air strike by Russia or France on ground of those who")
    assert any("read from who held its ground on the map" in remark for remark in by_ground.remarks)


def test_a_claim_by_the_ground_needs_a_map_and_a_known_word(written):
    case = written(claims=CLAIM + 'hit = "ground"\n')
    assert case.claims["c"].cannot_test == "whose ground was hit needs a map, and the case has none"
    assert written(claims=CLAIM + 'hit = "grond"\n').problems[0].hint == 'did you mean "ground"?'
