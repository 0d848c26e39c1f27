"""The moving map of the demo's report, driven by mouse and keys."""

from __future__ import annotations

import re

import numpy as np
import pytest

import firmground as fg
from firmground.render.figures.projection import View

FIRST, LAST = "30 September 2015", "26 November 2015"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The address of the report of the built-in case."""
    case = fg.read_case(fg.example_folder("syria-2015"))
    findings = fg.check_claims(fg.hold_events(fg.locate_events(case)))
    return fg.write_report(findings, tmp_path_factory.mktemp("clock") / "report.html").as_uri()


def moving(seen, claim=1):
    """The map of a claim, once it moves."""
    seat = seen.page.locator(f'.clock-seat[data-claim="{claim}"]')
    seat.scroll_into_view_if_needed()
    seen.page.wait_for_selector(f'.clock-seat[data-claim="{claim}"].clock-ready')
    seat.locator('.clock-events[aria-label^="Map"]').wait_for()
    return seat


def day_of(seat):
    return seat.locator(".clock-day").inner_text()


def pixels(seat, canvas=".clock-events"):
    """What a canvas shows now, as a text that changes with any pixel."""
    seat.page.evaluate("() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))")
    return seat.locator(canvas).evaluate("(canvas) => canvas.toDataURL()")


def pick_from_list(seat, words):
    """Chooses an event by the list, as a reader without a mouse does."""
    option = seat.locator(".clock-list option", has_text=words).first
    option.wait_for(state="attached")
    seat.locator(".clock-list").select_option(option.get_attribute("value"))
    return seat.locator(".clock-panel")


def test_the_maps_move_without_a_request_or_a_complaint(visit, report):
    with visit(report) as seen:
        seat = moving(seen)
        assert day_of(seat).startswith("Whole period")
        assert not seat.locator("> svg").is_visible()
        assert seen.asked == [report]
        assert seen.complaints == []


def test_a_step_moves_the_day_and_the_events_with_it(visit, report):
    with visit(report) as seen:
        seat = moving(seen)
        whole = pixels(seat)
        seat.get_by_label("One day back").click()
        assert day_of(seat) == "Up to 25 November 2015"
        seat.locator(".clock-slider").focus()
        seen.page.keyboard.press("Home")
        assert day_of(seat) == f"Up to {FIRST}"
        assert pixels(seat) != whole


def test_one_clock_moves_every_map_of_the_page(visit, report):
    with visit(report) as seen:
        first = moving(seen, 1)
        second = moving(seen, 3)
        second.get_by_label("One day back").click()
        assert day_of(first) == day_of(second) == "Up to 25 November 2015"


def test_the_map_obeys_keys(visit, report):
    with visit(report) as seen:
        seat = moving(seen)
        seat.locator(".clock-events").focus()
        for key, day in (
            ("Home", FIRST),
            ("ArrowRight", "1 October 2015"),
            ("End", LAST),
            ("ArrowLeft", "25 November 2015"),
        ):
            seen.page.keyboard.press(key)
            assert day_of(seat) == f"Up to {day}"
        before = pixels(seat)
        seen.page.keyboard.press("+")
        assert pixels(seat) != before
        seen.page.keyboard.press("0")
        assert pixels(seat) == before
        seen.page.keyboard.press("ArrowDown")
        assert "events/disclosed.csv:" in seat.locator(".clock-panel").inner_text()
        seen.page.keyboard.press("Escape")
        assert seat.locator(".clock-panel").inner_text() == ""
        assert seen.complaints == []


def test_it_plays_and_pauses(visit, report):
    with visit(report) as seen:
        seat = moving(seen)
        seat.get_by_label("Play").click()
        seat.locator(".clock-day", has_text="3 October 2015").wait_for()
        seat.get_by_label("Pause").click()
        stopped = day_of(seat)
        seen.page.wait_for_timeout(1200)
        assert day_of(seat) == stopped


def test_it_never_plays_by_itself_and_plays_slowly_where_motion_is_unwanted(visit, report):
    with visit(report, reduced_motion="reduce") as seen:
        seat = moving(seen)
        seen.page.wait_for_timeout(700)
        assert day_of(seat).startswith("Whole period")
        pace = """(seat) => new Promise((done) => {
          const day = seat.querySelector(".clock-day"), seen = [];
          new MutationObserver(() => {
            seen.push(performance.now());
            if (seen.length === 4) done(seen[3] - seen[1]);
          }).observe(day, { childList: true });
          seat.querySelector("[aria-label=Play]").click();
        })"""
        assert seat.evaluate(pace) > 1900


def test_another_map_of_control_lies_beneath_the_same_events(visit, report):
    with visit(report) as seen:
        seat = moving(seen)
        before, shown = pixels(seat), seat.locator(".clock-events").get_attribute("aria-label")
        assert "coded by hand" in seat.locator(".clock-legend").inner_text()
        seat.get_by_label("Ground according to").select_option("1")
        assert pixels(seat) != before
        assert seat.locator(".clock-events").get_attribute("aria-label") == shown
        assert "Government of Syria" in seat.locator(".clock-legend").inner_text()


def test_a_picked_event_shows_its_sources_and_why_it_counts(visit, report):
    with visit(report) as seen:
        seat = moving(seen)
        words = pick_from_list(seat, "Raqqa").inner_text()
        assert "Raqqa" in words
        assert re.search(r"The place (must|may|cannot) be outside ground held by Islamic State", words)
        assert "Map: Who held which place, from cited pages" in words
        assert re.search(r"events/disclosed\.csv:\d+", words)
        link = seat.locator(".clock-panel dd a").first
        assert link.get_attribute("href").startswith("http")
        assert link.get_attribute("rel") == "noreferrer noopener"


def test_a_click_finds_the_event_that_the_list_finds(visit, report):
    with visit(report) as seen:
        seat = moving(seen)
        wanted = pick_from_list(seat, "Tadmor").locator("h4").first.inner_text()
        seen.page.keyboard.press("Escape")
        box = seat.locator(".clock-events").bounding_box()
        spot = seen.page.evaluate(
            """async () => {
              const scene = await firmgroundClock.readScene(document.getElementById("firmground-scene").textContent);
              const places = scene.places;
              for (let p = 0; p + 1 < places.first.length; p += 1)
                if (scene.text(places.label[p]).startsWith("Tadmor")) {
                  const o = places.first[p];
                  return [places.lon[o] / 1e4, places.lat[o] / 1e4, ...scene.claims[0].frame];
                }
            }"""
        )
        lon, lat, *frame = spot
        ((x, y),) = View(*frame).place(np.array([lon]), np.array([lat]))
        seen.page.mouse.click(box["x"] + x * box["width"] / 1200, box["y"] + y * box["height"] / 900)
        seat.locator(".clock-panel h4").first.wait_for()
        assert wanted in seat.locator(".clock-panel").inner_text()


def test_what_is_not_on_the_map_is_counted_beneath_it(visit, report):
    with visit(report) as seen:
        words = moving(seen).locator(".clock-missing").inner_text()
        assert re.search(r"\d+ of \d+ events have no place and are not on this map", words)


def test_without_a_script_the_static_map_stays(visit, report):
    with visit(report, java_script_enabled=False) as seen:
        seat = seen.page.locator('.clock-seat[data-claim="1"]')
        assert seat.locator("svg").first.is_visible()
        assert seen.page.locator(".clock").count() == 0


@pytest.mark.parametrize(
    "lacking",
    ["delete window.DecompressionStream", "HTMLCanvasElement.prototype.getContext = () => null"],
    ids=["no way to unpack", "no canvas"],
)
def test_a_browser_that_cannot_move_it_keeps_the_static_map_and_says_so(chromium, report, lacking):
    context = chromium.new_context()
    try:
        page = context.new_page()
        page.add_init_script(lacking)
        page.goto(report)
        seat = page.locator('.clock-seat[data-claim="1"]')
        seat.scroll_into_view_if_needed()
        seat.locator(".clock-sorry").wait_for()
        assert "does not move" in seat.locator(".clock-sorry").inner_text()
        assert seat.locator("svg").first.is_visible()
    finally:
        context.close()


def test_it_prints_as_the_static_map(visit, report):
    with visit(report) as seen:
        seat = moving(seen)
        seen.page.emulate_media(media="print")
        assert seat.locator("> svg").is_visible()
        assert not seat.locator(".clock").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(visit, report, scheme):
    with visit(report, width=390, color_scheme=scheme) as seen:
        seat = moving(seen)
        pick_from_list(seat, "Raqqa")
        overflow = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0
        assert seen.complaints == []
