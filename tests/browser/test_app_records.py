"""Adding and removing a record in a real browser: by mouse, by keys, without a script, narrow, dark, hostile."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from firmground.edit import At, Change, Ledger

EXAMPLE = Path(__file__).parents[2] / "src/firmground/examples/syria-2015"
TIE = "/record/new/ties?actor=russia"
AGREEMENT = "/record/new/agreements"
REMOVAL = "/record/removal?file=places.csv&row=2"


@pytest.fixture
def folder(tmp_path):
    """The built-in case without its documents: nothing here reads them."""
    made = Path(shutil.copytree(EXAMPLE, tmp_path / "case"))
    shutil.rmtree(made / "documents")
    return made


def fill(page, name, text):
    page.locator(f'[name="field:{name}"]').fill(text)


def test_a_record_is_added_by_keys_alone_and_removed_by_the_mouse(serve_case, visit, folder):
    actors = folder / "actors.toml"
    before = actors.read_bytes()
    with visit(serve_case(folder) + TIE) as seen:
        page = seen.page
        assert page.locator('[name="field:actor"]').input_value() == "russia"
        fill(page, "tie", "backs")
        fill(page, "to", "france")
        fill(page, "source", "wikipedia-intervention")
        page.get_by_label("Your name", exact=True).fill("Ana")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.wait_for_selector("#after :text('moved')")
        assert tomllib.loads(actors.read_text(encoding="utf-8"))["ties"][-1]["to"] == "france"
        page.get_by_role("link", name="Remove it").click()
        page.wait_for_selector("text=Remove this record?")
        with page.expect_navigation():
            page.get_by_role("button", name="Remove", exact=True).click()
        assert actors.read_bytes().rstrip() == before.rstrip()
        page.wait_for_selector("#after :text('moved')")
        with page.expect_navigation():
            page.locator("#after").get_by_role("button", name="Undo").click()
        assert actors.read_bytes().rstrip() != before.rstrip()
        assert seen.complaints == seen.outside == seen.dialogs == []


def test_without_a_script_one_more_clause_is_asked_for_and_written(serve_case, visit, folder):
    with visit(serve_case(folder) + AGREEMENT, java_script_enabled=False) as seen:
        page = seen.page
        fill(page, "clauses.1.act", "air-strike")
        page.get_by_role("button", name="Another clause").click()
        fill(page, "clauses.2.act", "raid")
        # What is required is asked for by the browser itself.
        page.get_by_role("button", name="Add", exact=True).click()
        assert page.url.endswith("/record/add")
        fill(page, "title", "A pause")
        fill(page, "on", "2015-11-01")
        page.get_by_label("Your name", exact=True).fill("Ana")
        with page.expect_navigation():
            page.get_by_role("button", name="Add", exact=True).click()
        assert "as step 1 of the log" in page.inner_text("#after")
    made = tomllib.loads((folder / "undertakings.toml").read_text(encoding="utf-8"))["agreements"][-1]
    assert [clause["act"] for clause in made["clauses"]] == [["air-strike"], ["raid"]]


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (360, "dark")])
def test_axe_finds_nothing_and_nothing_runs_out_of_the_page(serve_case, visit, folder, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    hostile = "<b onclick=alert(1)>" + "W" * 300 + "\u202e"
    Ledger(folder).change(Change(At("places.csv", row=2), {"name": hostile}), who="Ana")
    base = serve_case(folder)
    with visit(base + AGREEMENT, width=width, color_scheme=scheme) as seen:
        page = seen.page
        for address in (AGREEMENT, "/record/new/claims", REMOVAL, "/record/copy?file=places.csv&row=2", "/records"):
            page.goto(base + address)
            found = axe.Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        page.goto(base + "/record/new/claims")
        for name, text in {"by": "Ana", "on": "?", "says": hostile, "test.measure": "cuont"}.items():
            fill(page, name, text)
        page.get_by_label("Your name", exact=True).fill("Ana")
        with page.expect_navigation():
            page.get_by_role("button", name="Add", exact=True).click()
        assert "Not added yet" in page.locator("[role=alert]").inner_text()
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.dialogs == seen.outside == []
