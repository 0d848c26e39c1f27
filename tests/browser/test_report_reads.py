"""The built-in case's report as people meet it: on a desk, a phone, in the dark, without scripts, on paper, by keys."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import firmground as fg
from firmground.render.html import render_html

sys.path.append(str(Path(__file__).resolve().parents[1] / "render"))

from sample import area_claim, restated_claim, sample_report, share_claim

MOST_PAGES = 45  # of A4 for fifteen claims, every row's account and 160 sources


@pytest.fixture(scope="module")
def built():
    case = fg.read_case(fg.example_folder("syria-2015"))
    return fg.build_report(fg.check_claims(fg.hold_events(fg.locate_events(case))))


@pytest.fixture(scope="module")
def report(tmp_path_factory, built):
    """The report without its clock: what is left where no script runs."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_html(built), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory):
    """A report whose title and first claims run from the right, with numbers and Latin words among them."""
    arabic = replace(
        share_claim(),
        by="رويترز",
        says="ما يقرب من 80 في المئة من الأهداف المعلنة تقع خارج مناطق تنظيم الدولة (ISIS)",
        that="خارج مناطق تنظيم الدولة",
    )
    hebrew = replace(restated_claim(), by="כתב", says="80 אחוז היו באזורים ללא נוכחות של המדינה האסלאמית")
    report = replace(
        sample_report(),
        title="الضربات الروسية في سوريا، خريف 2015",
        summary="ما قيل عن مكان وقوع الضربات، مقارنة بالأماكن التي سمتها الوزارة (49 من 64).",
        claims=(arabic, hebrew, area_claim()),
    )
    path = tmp_path_factory.mktemp("mirrored") / "report.html"
    path.write_text(render_html(report), encoding="utf-8")
    return path.as_uri()


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("which", ["report", "mirrored"])
@pytest.mark.parametrize("width", [1200, 820, 390, 320])
def test_it_fits_every_screen(visit, request, which, width):
    with visit(request.getfixturevalue(which), width=width) as seen:
        assert overflow(seen.page) <= 0
        assert seen.asked == [request.getfixturevalue(which)]
        assert seen.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (1200, "dark"), (390, "light")])
def test_axe_finds_nothing_to_blame(visit, mirrored, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core, which is not installed")
    # The policy keeps every script out, that of axe among them.
    with visit(mirrored, width=width, color_scheme=scheme, bypass_csp=True) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        found = axe.Axe().run(seen.page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


def test_without_scripts_it_says_who_said_what_what_is_undecided_and_where_to_take_it(visit, report):
    with visit(report, java_script_enabled=False) as seen:
        article = seen.page.locator("#claim-1")
        assert "Almost 80 percent" in article.locator("h2").inner_text()
        assert "63.3 to 77.6 percent" in article.locator(".found-in-words").inner_text()
        assert "Jabal Batra" in article.locator("table.undecided").first.inner_text()
        assert article.locator(".clock-seat svg.map").is_visible()
        assert "all 7 undecided" in article.locator(".take").inner_text()
        assert seen.page.locator(".toc li a.words").count() == seen.page.locator("article.claim").count() >= 15


def test_from_the_list_a_reader_comes_to_what_is_undecided_and_to_the_tables(visit, report):
    with visit(report) as seen:
        row = seen.page.locator(".toc li", has_text="Almost 80 percent of the targets that Russia declared").first
        row.get_by_role("link", name="7 undecided").click()
        assert seen.page.url.endswith("#claim-1-un")
        assert seen.page.locator("#claim-1-un").is_visible()
        seen.page.go_back()
        row.get_by_role("link", name="tables").click()
        assert seen.page.locator("#claim-1-take").is_visible()


def test_a_table_is_saved_from_the_page_itself_and_reads_as_csv(visit, report, tmp_path):
    with visit(report, java_script_enabled=False) as seen:
        with seen.page.expect_download() as waiting:
            seen.page.locator("#claim-1-take a").first.click()
        assert waiting.value.suggested_filename == "reuters-1021-share-undecided.csv"
        waiting.value.save_as(tmp_path / "table.csv")
        assert seen.outside == []
    rows = list(csv.DictReader((tmp_path / "table.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["undecided"] for row in rows][:2] == ["Jabal Batra", "Aleppo city area"]
    assert len(rows) == 7


def test_a_number_on_the_map_is_the_number_in_the_list(visit, report):
    with visit(report) as seen:
        article = seen.page.locator("#claim-1")
        listed = {
            cells[0]: cells[1]
            for cells in article.locator("table.undecided tbody tr").evaluate_all(
                "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
            )
        }
        drawn = article.locator(".map .wide text:has(.number)").evaluate_all(
            "texts => texts.map((text) => [text.querySelector('.number').textContent, text.textContent])"
        )
        assert len(drawn) >= 4
        for number, words in drawn:
            name = words.removeprefix(number).strip().rstrip("…")
            assert listed[number].startswith(name)


def test_keys_alone_lead_past_the_list_and_into_every_fold(visit, report):
    with visit(report) as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.className") == "skip"
        assert seen.page.locator(".skip").bounding_box()["x"] >= 0
        seen.page.keyboard.press("Enter")
        assert seen.page.url.endswith("#claims")
        fold = seen.page.locator("#claim-1 details").first
        fold.locator("summary").focus()
        outline = seen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        seen.page.keyboard.press("Enter")
        assert fold.evaluate("fold => fold.open")
        assert outline == "solid"


def test_on_paper_each_claim_begins_a_page_and_the_whole_stays_readable(visit, report, built):
    with visit(report) as seen:
        pages = seen.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
        seen.page.emulate_media(media="print")
        article = seen.page.locator("#claim-1")
        assert article.locator("table.undecided").first.is_visible()
        assert not article.locator("details").last.is_visible()  # long tables stay in the file
        assert seen.page.evaluate("getComputedStyle(document.querySelector('#claim-2')).breakBefore") == "page"
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        chapters = seen.page.locator(".part.chapter").count()
    assert len(built.claims) < pages <= MOST_PAGES + 2 * chapters


def test_a_page_that_runs_from_the_right_is_mirrored_and_its_figures_are_not(visit, mirrored):
    with visit(mirrored) as seen:
        edges = seen.page.evaluate(
            """() => {
              const at = (selector) => document.querySelector(selector).getBoundingClientRect();
              return { title: at("h1").right, page: at(".page").right, bar: at("#claim-1 .measured").left,
                       map: at("#claim-1 .placed").left, must: at("#claim-1 .fig.bar .must").left,
                       may: at("#claim-1 .fig.bar .may").left };
            }"""
        )
        assert edges["map"] < edges["bar"]  # the map stands left of the words
        assert edges["must"] < edges["may"]  # numbers still run from left to right
        assert edges["page"] - edges["title"] < 60
        latin = seen.page.locator("#claim-3 .found-in-words")
        assert latin.evaluate("p => getComputedStyle(p).direction") == "ltr"


def test_the_grey_of_the_textures_is_told_apart_without_colour(visit, report):
    """Solid, hatched and hollow differ by what is drawn, so a forced palette or grey paper loses nothing."""
    with visit(report, forced_colors="active") as seen:
        fills = seen.page.evaluate(
            "['must', 'may', 'cannot'].map((c) => getComputedStyle(document.querySelector(`#claim-1 .bar .${c}`)).fill)"
        )
        assert "url" in fills[1]
        assert fills[0] != fills[2]
