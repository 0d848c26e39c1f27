"""The map page in a real browser, drawn by WebGL and, without it, on a plain canvas: the same events either way."""

from __future__ import annotations

import json
import re

import pytest
from app_map_case import cell, write_map_case

SIZE = {"width": 1000, "height": 700}
AT_ONCE = 6  # attacks in one text
# Opens every event of the list in the panel, one after the other; gives how many of them it showed.
OPEN_ALL = """async () => {
  const rows = [...document.querySelectorAll("#list a")].map((link) => link.dataset.row);
  let opened = 0;
  for (const row of rows) {
    document.querySelector(`#list a[data-row="${row}"]`).click();
    const there = () => document.querySelector(`#panel a[href="/events/${row}"]`);
    for (let wait = 0; wait < 3000 && !there(); wait += 1) await new Promise((go) => setTimeout(go, 10));
    opened += there() ? 1 : 0;
  }
  return opened;
}"""
HANDLERS = """[...document.querySelectorAll("main *")].filter(
  (one) => [...one.attributes].some(({ name }) => name.startsWith("on"))).length"""
SETTLED = "() => { const d = document.getElementById('atlas').dataset; return d.ready && d.settled === d.drawn; }"


@pytest.fixture(params=["webgl", "canvas"])
def drawn(request):
    """Either way of drawing: its name and what opens a page in it. Software WebGL is drawn only where it is asked for."""
    if request.param == "canvas":
        return request.param, request.getfixturevalue("visit_plain")
    visit = request.getfixturevalue("visit_webgl")
    return request.param, lambda url, **words: visit(with_webgl(url), **words)


def with_webgl(url):
    return f"{url}{'&' if '?' in url else '?'}draw=webgl"


@pytest.fixture
def base(serve_case, tmp_path):
    return serve_case(write_map_case(tmp_path / "case"))


def settle(page):
    page.wait_for_function(SETTLED, timeout=60_000)


def counts(page):
    """The sentence on top: (on the map, of all), and every number in it by what it counts."""
    words = page.locator("#counts").inner_text()
    shown, total = re.match(r"([\d,]+) of ([\d,]+) event", words).groups()
    named = {"without a place": 0, "on other days": 0, "left out by the filters": 0}
    for name in named:
        found = re.search(rf"([\d,]+) {name}", words)
        named[name] = int(found[1].replace(",", "")) if found else 0
    return int(shown.replace(",", "")), int(total.replace(",", "")), named


def check_sum(page):
    shown, total, others = counts(page)
    assert shown + sum(others.values()) == total
    assert page.locator("#list a").count() == shown + others["without a place"]
    return shown


def picture(page):
    return page.locator("#map").screenshot()


def test_it_opens_and_asks_nobody_outside(base, drawn):
    kind, visit = drawn
    with visit(f"{base}/map", **SIZE) as seen:
        settle(seen.page)
        assert seen.page.locator("#atlas").get_attribute("data-ready") == kind
        assert seen.page.locator("#flag").is_visible() == (kind == "canvas")
        assert check_sum(seen.page) == 6
        assert seen.page.locator("#list a").count() == 7
        assert seen.outside == []
        assert seen.complaints == []


def test_webgl_without_a_graphics_card_is_used_only_where_it_is_asked_for(base, visit_webgl):
    with visit_webgl(f"{base}/map", **SIZE) as seen:
        page = seen.page
        settle(page)
        assert page.locator("#atlas").get_attribute("data-ready") == "canvas"
        page.get_by_role("button", name="Use WebGL all the same").click()
        page.locator("#flag").wait_for(state="hidden")
        settle(page)
        assert "draw=webgl" in page.url
        assert page.locator("#map canvas.maplibregl-canvas").count() == 1
        assert seen.complaints == []


def test_the_clock_moves_by_keys_and_by_mouse(base, drawn):
    _, visit = drawn
    with visit(f"{base}/map", **SIZE) as seen:
        page = seen.page
        settle(page)
        page.locator("#slider").focus()
        page.keyboard.press("Home")
        settle(page)
        assert page.locator("#day").inner_text() == "1 March 2024"
        assert check_sum(page) == 1  # the one without a day is there on every day
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        settle(page)
        assert page.locator("#slider").get_attribute("aria-valuetext") == "3 March 2024"
        assert check_sum(page) == 3
        track = page.locator("#slider").bounding_box()
        page.mouse.click(track["x"] + track["width"] / 2, track["y"] + track["height"] / 2)
        settle(page)
        assert page.locator("#day").inner_text() == "16 March 2024"
        page.get_by_label("One day back").click()
        settle(page)
        assert page.locator("#day").inner_text() == "15 March 2024"
        page.get_by_label("On the day").check()
        settle(page)
        assert check_sum(page) == 2
        assert counts(page)[2]["on other days"] == 5
        assert seen.complaints == []


def test_play_goes_on_by_itself_and_stops(base, visit_plain):
    with visit_plain(f"{base}/map?show=until&day=2024-03-29", **SIZE) as seen:
        settle(seen.page)
        seen.page.get_by_role("button", name="Play").click()
        seen.page.wait_for_function("() => document.getElementById('day').textContent === '31 March 2024'")
        seen.page.get_by_role("button", name="Play").wait_for()


def test_ground_changes_hands_with_the_day_and_the_rest_stays(base, drawn):
    _, visit = drawn
    with visit(f"{base}/map?show=day&day=2024-03-14&view=36.0,34.9,10", **SIZE) as seen:
        page = seen.page
        settle(page)
        before = picture(page)
        page.get_by_label("One day on").click()  # the 15th, the last day of the same holder
        settle(page)
        assert picture(page) == before
        page.get_by_label("One day on").click()
        settle(page)
        assert picture(page) != before


def test_filters_count_what_they_leave_and_the_address_follows(base, drawn):
    _, visit = drawn
    with visit(f"{base}/map", **SIZE) as seen:
        page = seen.page
        settle(page)
        page.get_by_label("one of several places").check()
        settle(page)
        assert check_sum(page) == 1
        assert counts(page)[2]["left out by the filters"] == 6
        assert "precision=candidates" in page.url
        page.get_by_label("somewhere in an area").check()
        settle(page)
        assert check_sum(page) == 2
        page.go_back()
        settle(page)
        assert check_sum(page) == 1
        page.reload()
        settle(page)
        assert check_sum(page) == 1
        assert page.get_by_label("one of several places").is_checked()
        page.get_by_role("button", name="Take all filters off").click()
        settle(page)
        assert check_sum(page) == 6
        assert "precision" not in page.url


def test_a_coalition_is_a_filter_with_its_members(base, visit_plain):
    with visit_plain(f"{base}/map?actor=league%2B", **SIZE) as seen:
        settle(seen.page)
        assert [text.split(" ")[0] for text in seen.page.locator("#list .soft").all_inner_texts()] == [
            "3",
            "3",
            "15",
            "20",
            "day",
        ]


def test_a_click_tells_what_may_have_been_there_and_what_the_ground_was(base, drawn):
    _, visit = drawn
    with visit(f"{base}/map?day=2024-03-20&show=until&view=36.2,34.2,9", **SIZE) as seen:
        page = seen.page
        settle(page)
        page.locator("#map").click()
        panel = page.locator("#panel")
        panel.get_by_text("2 events may have been here").wait_for()
        assert "held by South Aabar" in panel.inner_text()
        panel.get_by_role("link").first.click()
        panel.get_by_role("link", name="Everything about this event").wait_for()
        assert "3 March 2024" in panel.inner_text()
        assert "event=0" in page.url
        assert seen.complaints == []


def test_a_click_where_nothing_was_says_so(base, visit_plain):
    with visit_plain(f"{base}/map?view=38.3,35.6,9", **SIZE) as seen:
        settle(seen.page)
        seen.page.locator("#map").click()
        seen.page.get_by_text("No event here").wait_for()
        seen.page.get_by_text("the map says nothing of this ground").wait_for()


def test_the_list_is_the_map_for_the_keyboard(base, drawn):
    _, visit = drawn
    with visit(f"{base}/map", **SIZE) as seen:
        page = seen.page
        settle(page)
        link = page.locator("#list a").nth(1)
        assert link.get_attribute("href") == "/events/6"
        link.focus()
        page.keyboard.press("Enter")
        page.locator("#panel article").wait_for()
        assert page.evaluate("document.activeElement.id") == "panel"
        assert "repeats another row" in page.locator("#panel").inner_text()
        page.keyboard.press("Escape")
        page.locator("#panel").wait_for(state="hidden")
        assert page.evaluate("document.activeElement.dataset.row") == "6"


def test_enter_on_the_map_tells_what_is_in_the_middle(base, drawn):
    _, visit = drawn
    with visit(f"{base}/map?view=37.6,35.4,8", **SIZE) as seen:
        page = seen.page
        settle(page)
        page.locator("#map canvas").last.focus()
        page.keyboard.press("Enter")
        page.locator("#panel article").wait_for()
        assert "Aabar B" in page.locator("#panel h2").inner_text()


def test_both_candidates_answer_for_the_event(base, visit_plain):
    for view in ("36.8,35.7,9", "38.4,34.3,9"):
        with visit_plain(f"{base}/map?precision=candidates&view={view}", **SIZE) as seen:
            settle(seen.page)
            seen.page.locator("#map").click()
            seen.page.locator("#panel article").wait_for()
            assert "one of several places" in seen.page.locator("#panel").inner_text()


def test_a_claim_gives_the_textures_and_its_own_map(base, drawn):
    _, visit = drawn
    with visit(f"{base}/map?map=towns", **SIZE) as seen:
        page = seen.page
        settle(page)
        plain = picture(page)
        page.locator("#claim").select_option(index=1)
        page.get_by_text("Of those shown").wait_for()
        settle(page)
        words = page.locator("#counts").inner_text()
        answers = [
            int(n) for n in re.search(r"(\d+) must, (\d+) may, (\d+) cannot be.*?; (\d+) not counted", words).groups()
        ]
        assert sum(answers) == 7
        assert "map=faces" in page.url
        assert "claim=most-in-the-south" in page.url
        assert picture(page) != plain


def test_the_whole_state_is_in_the_address(base, drawn):
    _, visit = drawn
    address = f"{base}/map?claim=most-in-the-south&map=towns&show=day&day=2024-03-10&kind=strike&event=1&view=37.000,35.000,8.00"
    with visit(address, **SIZE) as seen:
        page = seen.page
        settle(page)
        page.locator("#panel article").wait_for()
        assert page.locator("#day").inner_text() == "10 March 2024"
        assert page.get_by_label("On the day").is_checked()
        assert page.locator("#ground").evaluate("one => one.selectedOptions[0].textContent") == "Towns Aabar"
        assert page.get_by_label("strike", exact=False).first.is_checked()
        page.get_by_label("One day on").click()
        page.wait_for_function("() => location.search.includes('day=2024-03-11')")
        assert page.url.replace("&draw=webgl", "") == address.replace("2024-03-10", "2024-03-11")


@pytest.mark.parametrize(
    "address", ["day=soon", "view=1,2", "event=999", "claim=none", "actor=nobody", "map=%3Cscript%3E", "show=x"]
)
def test_an_address_that_means_nothing_shows_everything(base, visit_plain, address):
    with visit_plain(f"{base}/map?{address}", **SIZE) as seen:
        settle(seen.page)
        assert check_sum(seen.page) == 6
        assert seen.complaints == []


def test_the_same_is_shown_either_way(base, visit_plain, visit_webgl):
    words = []
    address = f"{base}/map?claim=most-in-the-south&show=until&day=2024-03-16"
    for visit, url in ((visit_plain, address), (visit_webgl, with_webgl(address))):
        with visit(url, **SIZE) as seen:
            settle(seen.page)
            words.append([seen.page.locator(f"#{name}").inner_text() for name in ("counts", "key", "list")])
    assert words[0] == words[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 390])
def test_axe_finds_nothing_and_nothing_runs_out_of_the_page(base, visit_plain, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    with visit_plain(
        f"{base}/map?claim=most-in-the-south&event=2", width=width, height=800, color_scheme=scheme
    ) as seen:
        settle(seen.page)
        seen.page.locator("#panel article").wait_for()
        found = axe.Axe().run(seen.page)
        assert found.violations_count == 0, found.generate_report()
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_reader_who_wants_no_motion_gets_none(base, visit_webgl):
    with visit_webgl(f"{base}/map?draw=webgl", **SIZE, reduced_motion="reduce") as seen:
        page = seen.page
        settle(page)
        page.get_by_label("Nearer").click()
        settle(page)
        assert seen.complaints == []


def test_attacks_in_every_field_stay_text(serve_case, tmp_path, shared, visit_plain):
    payloads = json.loads(shared("corpora/dompurify-xss/payloads.json").read_text(encoding="utf-8"))
    folder = write_map_case(tmp_path / "case", "\n".join(payloads[:8]))
    texts = ["\n".join(payloads[at : at + AT_ONCE]) for at in range(0, len(payloads), AT_ONCE)]
    with (folder / "events.csv").open("a", encoding="utf-8", errors="replace") as out:
        for number, text in enumerate(map(cell, texts)):
            out.write(f"x{number},2024-03-03,2024-03-03,{text},37.{number:03},34.5,3,,,north,{text},s,{text},{text},\n")
    with visit_plain(f"{serve_case(folder)}/map?claim=most-in-the-south", **SIZE) as seen:
        page = seen.page
        settle(page)
        assert page.evaluate(OPEN_ALL) == 7 + len(texts)
        strange = "script, iframe, img, object, embed, math, form form, style, link, svg image, [srcdoc]"
        assert page.locator("main").locator(strange).count() == 0
        assert page.evaluate(HANDLERS) == 0
        assert page.locator("main a[href^='javascript:' i]").count() == 0
        assert seen.dialogs == []
        assert seen.outside == []
        assert seen.complaints == []
