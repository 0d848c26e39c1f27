"""The chapter of ties: each mark stands where its two actors meet, and the page says in words what the picture shows."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest
from hostile import small_report
from page import Page
from sample import sample_report
from ties_sample import link, ring_of, ties_of

from firmground.render.chapters import ties as chapter
from firmground.render.chapters.ties import view_ties
from firmground.render.figures.tied import MOST
from firmground.render.html import render_html
from firmground.render.visible import one_line
from firmground.report.chapters.ties_model import Division, Group, World

FRIENDS = [link("ada", "ben"), link("cid", "dot")]


def figure_of(ties):
    return view_ties(ties).splits[0].figure


def names_of(figure):
    """name -> its step in percent and its row in pixels."""
    found = re.findall(r'<text class="tie-name[^"]*"(?: x="([\d.]+)%")? y="(\d+)" dx="3">([^<]*)<', figure)
    return {name: (float(x or 0), int(y) - 4) for x, y, name in found}


def marks_of(figure):
    """(kind, percent, pixels, words) of every mark."""
    found = re.findall(r'<use href="#tie-(f[^"]*)" x="([\d.]+)%" y="(\d+)"><title>([^<]*)</title>', figure)
    return [(kind, float(x), int(y), words) for kind, x, y, words in found]


def rings_of(figure):
    return [(float(x), int(y)) for x, y in re.findall(r'<use href="#tie-ring" x="([\d.]+)%" y="(\d+)"/>', figure)]


@pytest.mark.parametrize("number", [3, 12, 40])
def test_a_mark_stands_in_the_row_of_the_lower_actor_under_the_step_of_the_upper(number):
    ties = ring_of(number)
    figure = figure_of(ties)
    places, marks = names_of(figure), marks_of(figure)
    step = places["a1"][0] - places["a0"][0]
    assert len(marks) == len(ties.links)
    for tie in ties.links:
        (_, x, y, _) = next(mark for mark in marks if mark[3] == tie.words)
        upper, lower = sorted((places[tie.actor], places[tie.to]))
        assert y == lower[1]
        assert upper[0] < x < upper[0] + (step or 3)


def test_friends_and_foes_sure_and_possible_have_four_different_marks():
    links = [
        link("ada", "ben"),
        link("cid", "dot", standing="may"),
        link("ada", "cid", against=True),
        link("ben", "dot", against=True, standing="may"),
    ]
    marks = {words: kind for kind, _, _, words in marks_of(figure_of(ties_of([["ada", "ben"], ["cid", "dot"]], links)))}
    assert marks == {
        "ada backs ben": "friend-must",
        "cid backs dot": "friend-may",
        "ada fights cid": "foe-must",
        "ben fights dot": "foe-may",
    }


def test_what_contradicts_the_division_is_ringed_and_said_and_nothing_else_is():
    links = [*FRIENDS, link("ben", "cid"), link("ada", "dot", against=True)]
    ties = ties_of([["ada", "ben"], ["cid", "dot"]], links, contradicted=(2,))
    figure = figure_of(ties)
    (place,) = [(x, y) for _, x, y, words in marks_of(figure) if words == "ben backs cid"]
    assert rings_of(figure) == [place]
    assert "ben backs cid: though in another bloc." in figure
    assert rings_of(figure_of(replace(ties, splits=ties_of([["ada", "ben"], ["cid", "dot"]], links).splits))) == []


def test_friends_of_a_bloc_stand_next_to_each_other():
    links = [link("hub", "far"), link("hub", "near"), link("far", "leaf")]
    rows = names_of(figure_of(ties_of([["hub", "near", "other", "far", "leaf"]], links)))
    order = sorted(rows, key=lambda name: rows[name][1])
    assert order == ["hub", "near", "far", "leaf", "other"]


def test_a_name_that_stands_elsewhere_in_some_best_division_is_grey_and_said_to():
    ties = ties_of([["ada", "ben"], ["cid", "dot"]], FRIENDS, unsure=("ben",))
    assert re.findall(r'class="tie-name soft"[^>]*>([^<]*)<', figure_of(ties)) == ["ben"]
    text = Page(render_html(replace(sample_report(), ties=ties))).text
    assert "One bloc: ada; here, but elsewhere in some best division: ben." in text


@pytest.mark.parametrize(("number", "undrawn"), [(MOST, 0), (MOST + 1, 1)])
def test_more_names_than_there_is_room_for_are_counted_and_all_are_listed(number, undrawn):
    ties = ring_of(number)
    (split,) = view_ties(ties).splits
    assert (len(names_of(split.figure)), split.undrawn) == (MOST, undrawn)
    text = Page(render_html(replace(sample_report(), ties=ties))).text
    assert all(f"a{n}" in text for n in range(number))
    assert (f"{undrawn} more have no room in the picture" in text) == bool(undrawn)


def test_a_long_name_is_cut_for_a_narrow_figure_and_stands_in_full_beside_it():
    name = "The Provisional Committee of the Northern Districts and of all who live there in the hills"
    ties = ties_of([["ada", "ben"], ["cid", "dot"]], FRIENDS, names={"dot": name})
    figure = figure_of(ties)
    wide, narrow = (re.search(rf'class="tie-name {css}"[^>]*>([^<]*)<', figure)[1] for css in ("wide", "narrow"))
    assert len(narrow) < len(wide)
    assert narrow.endswith("…")
    assert name in Page(render_html(replace(sample_report(), ties=ties))).text


DIVISIONS = (
    Division((("ada", "ben"), ("cid", "dot", "eve")), ()),
    Division((("ada", "ben", "eve"), ("cid", "dot")), ()),
    Division((("cid", "ada", "ben"), ("dot", "eve")), ()),
)


def test_actors_that_every_best_division_keeps_together_are_one_core():
    names = ("ada", "ben", "cid", "dot", "eve")
    group = Group(names, 1, 1, 3, DIVISIONS)
    ties = ties_of([["ada", "ben"], ["cid", "dot", "eve"]], FRIENDS)
    split = replace(ties.splits[0], worlds=(World("sure", 1, 1, (group,)),))
    (found,) = view_ties(replace(ties, splits=(split,))).splits[0].found
    core = {name: letter for letter, actors in found.cores for name in actors}
    for one, other in combinations(names, 2):
        together = all(any({one, other} <= set(bloc) for bloc in each.blocs) for each in DIVISIONS)
        assert (core[one] == core[other]) == together
    assert found.all
    assert found.divisions == ["A, against B and C and D", "A and D, against B and C", "A and B, against C and D"]
    assert found.sentence == "In two blocs, with the sure ties alone, 3 divisions of 5 actors are equally good."


def test_of_more_divisions_than_are_listed_it_is_said_that_these_are_the_first():
    group = Group(("ada", "ben", "cid", "dot", "eve"), 1, 1, 40, DIVISIONS)
    ties = ties_of([["ada", "ben"], ["cid", "dot", "eve"]], FRIENDS)
    split = replace(ties.splits[0], worlds=(World("possible", 1, 1, (group,)),))
    text = Page(render_html(replace(sample_report(), ties=replace(ties, splits=(split,))))).text
    assert "In two blocs, if every possible tie stood, 40 divisions of 5 actors are equally good." in text
    assert "The first divisions:" in text


def test_the_strip_of_days_is_solid_up_to_the_least_and_hatched_up_to_the_most():
    changes = (("2015-11-01", 0, 0), ("2015-11-11", 1, 3), ("2015-11-21", 2, 2))
    strip = view_ties(ties_of([["ada", "ben"], ["cid", "dot"]], FRIENDS, changes=changes)).strip
    rects = re.findall(
        r'<rect class="(must|may)" x="([\d.]+)%" y="([\d.]+)" width="([\d.]+)%" height="([\d.]+)"', strip
    )
    day = 95 / 26  # percent, of the 26 days to 26 November
    found = [(css, *(pytest.approx(float(value), abs=0.1) for value in rest)) for css, *rest in rects]
    assert found == [
        ("must", 5 + 10 * day, 6 + 40 * 2 / 3, 10 * day, 40 / 3),
        ("may", 5 + 10 * day, 6, 10 * day, 80 / 3),
        ("must", 5 + 20 * day, 6 + 40 / 3, 6 * day, 80 / 3),
    ]


@pytest.mark.parametrize("changes", [(), (("2015-11-01", 1, 2), ("2015-11-11", 1, 2)), (("2015-11-01", 0, 1), ("9999-12-31", 1, 1))])  # fmt: skip
def test_there_is_no_strip_where_the_number_stays_as_it_is_or_no_calendar_goes_on(changes):
    assert view_ties(ties_of([["ada", "ben"], ["cid", "dot"]], FRIENDS, changes=changes)).strip == ""


@pytest.mark.parametrize("blocs", [[], [["ada"]], [["ada", "ben"]], [["ada"], [], ["ben"]]])
def test_any_division_makes_a_chapter(blocs):
    ties = ties_of(blocs, [link("ada", "ben")] if {"ada", "ben"} <= {each for bloc in blocs for each in bloc} else [])
    page = Page(render_html(replace(sample_report(), ties=ties)))
    assert page.unclosed == []
    assert "Who stands with whom" in page.text


@pytest.mark.parametrize(("number", "more"), [(60, False), (61, True)])
def test_of_many_days_on_which_ties_change_the_last_are_listed_and_the_rest_counted(number, more):
    changes = [(f"2015-{1 + n // 28:02}-{1 + n % 28:02}", 0, 1) for n in range(number)]
    text = Page(
        render_html(replace(sample_report(), ties=ties_of([["ada", "ben"], ["cid", "dot"]], FRIENDS, changes=changes)))
    ).text
    assert f"{number} days on which ties change" in text
    assert (changes[0][0] in text) == (not more)
    assert ("1 more are in the JSON of the report" in text) == more


def test_a_report_without_ties_has_no_such_chapter():
    report = sample_report()
    assert chapter.view(report) is None
    assert chapter.glance(report) == ""
    assert list(chapter.say(report, 88)) == []


def test_a_page_carries_the_sheet_of_a_chapter_that_it_shows_and_of_no_other():
    ties = ties_of([["ada", "ben"], ["cid", "dot"]], FRIENDS)
    with_ties, without = (render_html(replace(sample_report(), ties=each)) for each in (ties, None))
    assert ".tie-wash" in with_ties
    assert ".ledger" in with_ties
    assert ".tie-wash" not in without
    assert ".ledger" not in without


@pytest.mark.parametrize("width", [40, 88])
def test_a_terminal_names_every_bloc_and_what_contradicts_it_in_lines_that_fit(width):
    links = [*FRIENDS, link("ben", "cid")]
    report = replace(sample_report(), ties=ties_of([["ada", "ben"], ["cid", "dot"]], links, contradicted=(2,)))
    lines = list(chapter.say(report, width))
    assert all(len(line) <= width for line in lines)
    said = " ".join(" ".join(lines).split())
    for words in ("One bloc: ada, ben", "The other bloc: cid, dot", "! ben backs cid: though in another bloc."):
        assert words in said


HOSTILE = ('<script>alert(1)</script>" onclick="x', "</title></svg><img src=x>", "\u202egnorw", "{{ 7*7 }}", "نص <b>")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_only_a_name(text):
    def page_of(name):
        links = [link("ada", "ben", words=name), link("ben", "cid", against=True, words=name)]
        ties = ties_of([["ada", "ben"], ["cid"]], links, names={"ada": name, "cid": name}, contradicted=(1,))
        return Page(render_html(replace(small_report(), ties=ties)))

    page, harmless = page_of(text), page_of("h" * len(one_line(text)))
    elements = [tag for tag, _ in page.attributes if tag != "bdi"]
    assert elements == [tag for tag, _ in harmless.attributes if tag != "bdi"]
    assert not any(name.startswith("on") for name in page.names)
    assert one_line(text) in page.text
