"""The app's own pages in a real browser, by mouse and keys: read, searched, checked again."""

from __future__ import annotations

import shutil

import pytest

import firmground as fg

PAGES = ["/", "/events", "/events/3", "/events?kind=none-such", "/problems", "/search", "/search?q=deir", "/sources", "/actors", "/actors/islamic-state", "/places", "/places/homs-north", "/sharing", "/nothing-here"]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "case"
    shutil.copytree(fg.example_folder("syria-2015"), target)
    return target


@pytest.fixture
def base(serve_case, folder):
    return serve_case(folder)


def quiet(seen):
    told = [text for text in seen.complaints if "404" not in text]  # Chromium tells of a page that is not there
    return (told, seen.outside, seen.dialogs) == ([], [], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_every_page_fits_asks_nobody_and_complains_of_nothing(visit, base, width, scheme):
    with visit(f"{base}/", width=width, color_scheme=scheme) as seen:
        for path in PAGES:
            seen.page.goto(base + path)
            assert seen.page.locator("h1").count() == 1, path
            wider = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, path
        assert quiet(seen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, base, scheme):
    axe_playwright = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe, which is not installed"
    )
    # axe is put into the page by the test, which the policy of the pages would not let anybody else do.
    with visit(f"{base}/", color_scheme=scheme, bypass_csp=True) as seen:
        for path in PAGES:
            seen.page.goto(base + path)
            found = axe_playwright.Axe().run(seen.page)
            told = [
                (one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found.response["violations"]
            ]
            assert told == [], path


def test_the_search_is_reached_and_used_by_keys_alone(visit, base):
    with visit(f"{base}/") as seen:
        seen.page.keyboard.press("/")
        assert seen.page.evaluate("document.activeElement.id") == "find"
        seen.page.keyboard.type("deir ezzor")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/search?q=*")
        assert "Deir ez-Zor" in seen.page.inner_text("#found")
        seen.page.fill("#search-words", "حلب")
        seen.page.locator("#found").get_by_text("Aleppo").first.wait_for()
        assert quiet(seen)


def test_a_filter_shows_its_rows_at_once_and_back_leads_back(visit, base):
    with visit(f"{base}/events") as seen:
        whole = seen.page.inner_text("#table [role=status]")
        assert whole.startswith("115 events")
        seen.page.select_option("select[name=precision]", "none")
        seen.page.locator("#table [role=status]").get_by_text(" of 115").wait_for()
        assert "precision=none" in seen.page.url
        shown = seen.page.locator("#table tbody tr").count()
        assert seen.page.inner_text("#table [role=status]").startswith(f"{shown} of 115")
        seen.page.go_back()
        seen.page.locator("#table [role=status]").get_by_text("115 events", exact=True).wait_for()
        assert quiet(seen)


def test_a_change_on_disk_is_told_checked_again_and_says_what_moved(visit, base, folder):
    with visit(f"{base}/") as seen:
        path = folder / "control" / "hand-coded.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("talbiseh,islamic-state,cannot", "talbiseh,islamic-state,must"), encoding="utf-8")
        seen.page.wait_for_timeout(1100)
        seen.page.goto(f"{base}/events")
        assert "control/hand-coded.csv" in seen.page.inner_text("#strip")
        assert "from before" in seen.page.inner_text("#strip")
        seen.page.click("text=Check again")
        seen.page.wait_for_selector("text=Show the new numbers", timeout=60_000)
        assert "moved" in seen.page.inner_text("#strip")
        seen.page.goto(f"{base}/")
        moved = seen.page.inner_text("section:has(#moved-h)")
        assert "63.3 to 77.6" in moved.replace("\u00a0", " ")
        assert quiet(seen)


def test_the_overview_shows_the_new_numbers_by_itself(visit, base, folder):
    with visit(f"{base}/") as seen:
        path = folder / "case.toml"
        path.write_text(
            path.read_text(encoding="utf-8").replace("Russian strikes in Syria", "Renamed"), encoding="utf-8"
        )
        seen.page.click("text=Check again")
        seen.page.wait_for_selector("h1:has-text('Renamed')", timeout=60_000)
        assert quiet(seen)


def test_it_works_without_javascript(visit, base):
    with visit(f"{base}/", java_script_enabled=False) as seen:
        with seen.page.expect_navigation(url=f"{base}/"):
            seen.page.click("text=Check again")
        assert seen.page.locator("h1").count() == 1
        seen.page.goto(f"{base}/events?precision=none")
        assert " of 115" in seen.page.inner_text("#table")
        seen.page.fill("#find", "deir")
        seen.page.press("#find", "Enter")
        assert "Deir ez-Zor" in seen.page.inner_text("#found")


def test_a_foreign_page_gets_nothing(visit, base, tmp_path):
    foreign = tmp_path / "foreign.html"
    foreign.write_text(
        f'<form method="post" action="{base}/recheck"><button>go</button></form>'
        f'<img src="{base}/"><iframe src="{base}/"></iframe><script src="{base}/state"></script>',
        encoding="utf-8",
    )
    with visit(foreign.as_uri()) as seen:
        assert seen.page.frames[1].locator("h1").count() == 0 or "Russian" not in seen.page.frames[1].content()
        seen.page.click("button")
        seen.page.wait_for_load_state()
        assert "Russian strikes" not in seen.page.content()
        assert "not the app's own" in seen.page.content()
