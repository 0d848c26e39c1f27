"""Disclosure in a real browser: days, silences and changes fit their page at any width, and words stay in the figure."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

import firmground as fg
from firmground.render.html import render_html

sys.path.append(str(Path(__file__).resolve().parents[1] / "render"))

from disclosure_sample import change, entry, record, series, silence, week
from sample import sample_report

LONG = "The Provisional Committee of the Northern Districts and of all who live there, and their press"


def _with_a_change(letters, day, **fields):
    """A record in which the rate changed on `day`, with everything that the chapter can show."""
    days = len(letters)
    return record(
        letters,
        others=4,
        publisher=LONG,
        series=(series(change(days, day)), series(change(days, day, evidence=0.1), title="Places named in a release")),
        silences=(silence(1, 1), silence(days - 2, days - 1)),
        weekdays=week(),
        entries=tuple(entry(n, note="وزارة الدفاع " * 8) for n in range(9)),
        **fields,
    )


RECORDS = {
    "three days": _with_a_change("#.#", 1),
    "a change at the start": _with_a_change("#" + ".?" * 20, 1),
    "a change at the end": _with_a_change("#?" * 40 + ".", 79),
    "two years": _with_a_change("#####.?" * 104, 700),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1240, 390])
@pytest.mark.parametrize("shown", RECORDS.values(), ids=RECORDS)
def test_every_word_of_the_figures_lies_on_the_page(visit, tmp_path, shown, width, scheme):
    path = tmp_path / "report.html"
    path.write_text(render_html(replace(sample_report(), claims=(), disclosure=(shown,))), encoding="utf-8")
    with visit(path.as_uri(), width=width, color_scheme=scheme) as seen:
        seen.page.evaluate("document.querySelectorAll('#disclosure details').forEach((each) => (each.open = true))")
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        outside = seen.page.evaluate(
            """[...document.querySelectorAll("svg.disclosed text, svg.changed text")].filter((text) => {
                 const box = text.getBoundingClientRect();
                 return box.left < 0 || box.right > innerWidth;
               }).map((text) => text.textContent)"""
        )
        assert outside == []
        assert seen.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1240, 390])
def test_axe_finds_nothing_on_the_page_of_the_built_in_case(serve_case, visit, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    base = serve_case(fg.example_folder("syria-2015"))
    with visit(base + "/disclosure", width=width, color_scheme=scheme, bypass_csp=True) as seen:
        assert seen.page.locator("svg.disclosed").count() == 1
        assert seen.page.locator("svg.changed").count() == 1
        found = axe.Axe().run(seen.page)
        assert found.violations_count == 0, found.generate_report()
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.complaints == seen.outside == []
