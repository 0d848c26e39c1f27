"""A claim's choices in a real browser: switched by mouse and by keys, back again, without a script, with hostile texts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

EXAMPLE = Path(__file__).parents[2] / "src/firmground/examples/syria-2015"
CLAIM = "/claims/reuters-1021-share"
# As much of a busy machine's time as a page may take before a test gives up; nothing is measured by it.
PATIENT = 30_000


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The app over the built-in case, for tests that only look."""
    from firmground.web.serve import Background  # noqa: PLC0415 - a browser may be missing, and then nothing is served

    app = Background(Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("claims") / "case")))
    assert app.desk.wait(240)
    yield app.url
    app.stop()


def reading(page):
    return page.locator(".found-in-words .reading").inner_text()


def wait_for(page, query):
    """Until the page shows the trial with this query ("" for the claim as it was meant)."""
    page.wait_for_function(
        "(url) => document.getElementById('trial').dataset.url === url", arg=CLAIM + query, timeout=PATIENT
    )


def test_the_mouse_switches_a_map_and_bounds_curve_and_map_follow(base, visit):
    with visit(base + CLAIM) as seen:
        page = seen.page
        before = {
            "bounds": reading(page),
            "bar": page.locator(".measured svg.bar").first.inner_html(),
            "map": page.locator(".clock-seat svg").first.inner_html(),
            "curve": page.locator(".curve-seat").first.inner_html(),
        }
        page.get_by_label("Who held which place, from cited pages").check()
        wait_for(page, "?map=holders")
        assert page.url == base + CLAIM + "?map=holders"
        after = {
            "bounds": reading(page),
            "bar": page.locator(".measured svg.bar").first.inner_html(),
            "map": page.locator(".clock-seat svg").first.inner_html(),
            "curve": page.locator(".curve-seat").first.inner_html(),
        }
        assert before["bounds"].startswith("63.3 to 77.6")
        assert after["bounds"].startswith("65.3 to 73.5")
        assert all(before[name] != after[name] for name in before)
        assert "A trial, not the claim as it was meant." in page.locator("#changes").inner_text()
        assert page.locator("#told").inner_text() == page.locator(".found-in-words").inner_text()
        assert seen.complaints == seen.outside == seen.dialogs == []


def test_keys_alone_switch_a_unit_and_one_key_goes_back(base, visit):
    with visit(base + CLAIM) as seen:
        page = seen.page
        page.locator("#trial input[name=unit][value=place]").focus()
        page.keyboard.press("ArrowDown")
        wait_for(page, "?unit=event")
        focused = page.evaluate("[document.activeElement.name, document.activeElement.value]")
        assert focused == ["unit", "event"]
        page.keyboard.press("m")
        wait_for(page, "")
        assert reading(page).startswith("63.3 to 77.6")
        assert seen.complaints == []


def test_the_way_back_is_the_browsers_own(base, visit):
    with visit(base + CLAIM) as seen:
        page = seen.page
        page.get_by_label("Who held which place, from cited pages").check()
        wait_for(page, "?map=holders")
        page.locator("#trial input[name=unit][value=event]").check()
        wait_for(page, "?map=holders&unit=event")
        page.go_back()
        wait_for(page, "?map=holders")
        assert page.locator("#trial input[name=unit][value=place]").is_checked()
        assert reading(page).startswith("65.3 to 73.5")
        page.go_back()
        wait_for(page, "")
        page.go_forward()
        wait_for(page, "?map=holders")
        assert seen.complaints == []


def test_a_click_on_a_column_takes_its_combination(base, visit):
    with visit(base + CLAIM) as seen:
        page = seen.page
        column = page.locator(".takes a").nth(3)
        url = column.get_attribute("href")
        words = column.locator("title").text_content()
        column.locator("rect").click()
        wait_for(page, url.removeprefix(CLAIM))
        assert words.startswith(reading(page).split(" percent")[0])
        assert seen.complaints == []


def test_a_margin_of_ones_own_and_a_window_of_days(base, visit):
    with visit(base + CLAIM) as seen:
        page = seen.page
        field = page.locator("[name='margin_km.other']")
        field.fill("4")
        field.press("Enter")
        page.wait_for_function(
            "() => document.getElementById('trial').dataset.url.endsWith('margin_km=4')", timeout=PATIENT
        )
        page.wait_for_selector("#changes", timeout=PATIENT)
        assert "borders may be off by 4 km" in page.locator("#changes").inner_text()
        page.goto(base + CLAIM)
        page.get_by_label("until").first.fill("2015-10-10")
        wait_for(page, "?until=2015-10-10")
        assert "Events until 10 October 2015" in page.locator("#changes").inner_text()
        assert seen.complaints == seen.outside == []


def test_without_a_script_the_form_has_a_button(base, visit):
    with visit(base + CLAIM, java_script_enabled=False) as seen:
        page = seen.page
        page.get_by_label("Who held which place, from cited pages").check()
        with page.expect_navigation():
            page.get_by_role("button", name="Show").click()
        assert "map=holders" in page.url
        assert reading(page).startswith("65.3 to 73.5")
        page.get_by_role("link", name="as meant").click()
        assert reading(page).startswith("63.3 to 77.6")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_runs_out_of_the_page(base, visit, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    for address in ("/claims", CLAIM + "?map=holders&until=2015-10-12", "/claims/reuters-1021-sorties"):
        with visit(base + address, width=width, color_scheme=scheme) as seen:
            found = axe.Axe().run(seen.page)
            assert found.violations_count == 0, address + found.generate_report()
            assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert seen.complaints == seen.outside == []


HOSTILE_ID = "<img src=x onerror=alert(1)>/.."


def hostile_case(folder, payloads):
    """The built-in case with a claim for each hostile text, whose speaker, topic and words it is."""
    shutil.copytree(EXAMPLE, folder)
    claims = [
        f"[[claims]]\nid = {toml(name)}\nby = {toml(text)}\non = '2015-10-21'\nsays = {toml(text)}\ntopic = {toml(text)}\n"
        f"note = {toml(text)}\n[claims.test]\nmeasure = 'share'\nunit = 'place'\n"
        "among = { by = 'russia' }\nthat = { outside = 'islamic-state' }\nvalue = '> 0.5'\n"
        for name, text in zip([HOSTILE_ID, *(f"claim-{n}" for n in range(len(payloads)))], payloads, strict=False)
    ]
    (folder / "claims.toml").write_text("\n".join(claims), encoding="utf-8")
    case = (folder / "case.toml").read_text(encoding="utf-8")
    (folder / "case.toml").write_text(
        case.replace('"Hand-coded must / may / cannot for Islamic State"', toml(payloads[0])), encoding="utf-8"
    )
    return folder


def toml(text):
    return json.dumps(text, ensure_ascii=True).replace("\\/", "/")


def test_hostile_texts_stay_texts(serve_case, visit, tmp_path, shared):
    every = json.loads(shared("corpora/dompurify-xss/payloads.json").read_text(encoding="utf-8"))
    payloads = [text for text in every if "\x00" not in text][:12]
    base = serve_case(hostile_case(tmp_path / "case", payloads))
    with visit(base + "/claims") as seen:
        page = seen.page
        for name in [HOSTILE_ID, *(f"claim-{n}" for n in range(len(payloads) - 1))]:
            page.goto(f"{base}/claims/{quote(name, safe='')}")
            page.locator("#trial input[name=unit][value=event]").check()
            page.wait_for_function(
                "() => document.getElementById('trial').dataset.url.includes('unit=event')", timeout=PATIENT
            )
            assert page.locator("main img, main script, main iframe, main object").count() == 0
        page.goto(f"{base}/claims/claim-0?map=" + quote(payloads[0], safe=""))
        assert "is not offered" in page.locator(".trial-says").first.inner_text()
        assert seen.dialogs == seen.outside == []
