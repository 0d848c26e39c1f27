"""Ties in a real browser: the picture fits and names are legible, the app shows other days, and the second line leads on."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import firmground as fg
from firmground.render.html import render_html

sys.path.append(str(Path(__file__).resolve().parents[1] / "render"))

from sample import sample_report
from ties_sample import link, ring_of, ties_of

LONG = "The Provisional Committee of the Northern Districts and of all who live there"
NAMES = {"a": "جبهة النصرة", "b": LONG, "c": "שלום (west)", "d": "Партія", "e": "トルコ"}
MIXED = ties_of(
    [["a", "b", "c"], ["d", "e"]],
    [link("a", "b"), link("d", "e"), link("a", "d", against=True, standing="may"), link("c", "e")],
    names=NAMES,
    contradicted=(3,),
    changes=(("2015-11-01", 0, 1), ("2015-11-20", 1, 1)),
)


@pytest.fixture
def base(serve_case, tmp_path):
    target = tmp_path / "case"
    shutil.copytree(fg.example_folder("syria-2015"), target)
    return serve_case(target)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1240, 390])
@pytest.mark.parametrize("ties", [ring_of(3), ring_of(40), MIXED], ids=["3", "40", "any script"])
def test_the_picture_fits_and_every_name_lies_in_it(visit, tmp_path, ties, width, scheme):
    path = tmp_path / "report.html"
    path.write_text(render_html(replace(sample_report(), claims=(), ties=ties)), encoding="utf-8")
    with visit(path.as_uri(), width=width, color_scheme=scheme) as seen:
        seen.page.evaluate("document.querySelectorAll('#ties details').forEach((each) => (each.open = true))")
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        outside = seen.page.evaluate(
            """[...document.querySelectorAll("svg.ties text")].filter((text) => {
                 const box = text.getBoundingClientRect(), frame = text.closest("svg.ties").getBoundingClientRect();
                 return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1);
               }).map((text) => text.textContent)"""
        )
        assert outside == []
        assert seen.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1240, 390])
def test_axe_finds_nothing_on_the_page_of_any_day(base, visit, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    with visit(base + "/ties?on=2015-10-01", width=width, color_scheme=scheme, bypass_csp=True) as seen:
        assert "On 1 October 2015" in seen.page.inner_text(".lead")
        found = axe.Axe().run(seen.page)
        assert found.violations_count == 0, found.generate_report()
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.complaints == seen.outside == []


def test_another_day_is_shown_by_its_link_and_by_its_field(base, visit):
    with visit(base + "/ties") as seen:
        assert "On 26 November 2015" in seen.page.inner_text(".lead")
        seen.page.get_by_role("link", name="13 November 2015").first.click()
        assert "On 13 November 2015" in seen.page.inner_text(".lead")
        seen.page.fill('input[name="on"]', "2015-10-02")
        seen.page.get_by_role("button", name="Show").click()
        seen.page.wait_for_url("**/ties?on=2015-10-02")
        assert "On 2 October 2015" in seen.page.inner_text(".lead")


@pytest.mark.parametrize(("width", "everywhere"), [(1240, True), (390, False)])
def test_a_phone_shows_the_second_line_of_where_one_is_and_a_way_to_the_others(base, visit, width, everywhere):
    def shown(page, name):
        return page.get_by_role("navigation").get_by_role("link", name=name, exact=True).first.is_visible()

    with visit(base + "/ties", width=width) as seen:
        assert shown(seen.page, "Ties")
        assert shown(seen.page, "Sources") == everywhere
        assert shown(seen.page, "Lists") != everywhere
        seen.page.goto(base + "/actors")
        assert shown(seen.page, "Actors")
        assert shown(seen.page, "Ties") == everywhere
        assert shown(seen.page, "Chapters") != everywhere
