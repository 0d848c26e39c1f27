"""The review queue in a real browser: by keys, by mouse, without a script, from a second tab, with hostile rows."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

import firmground as fg

_SPEC = importlib.util.spec_from_file_location(
    "review_case", Path(__file__).parents[1] / "review" / "open_questions.py"
)
review_case = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(review_case)


@pytest.fixture
def folder(tmp_path):
    return review_case.write_case(tmp_path / "case")


def strikes(folder):
    return (folder / "events/strikes.csv").read_text(encoding="utf-8")


def sign(page):
    """A person says who decides, and leaves the field, so that keys are keys again."""
    page.fill('input[name="who"]', "Ana")
    page.keyboard.press("Escape")


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_question_is_accepted_by_one_key_and_taken_back_by_another(serve_case, visit, folder):
    before = strikes(folder)
    with visit(serve_case(folder) + "/review?kind=duplicate") as seen:
        page = seen.page
        assert page.locator("h1").inner_text() == "One event or two: e1 and e2"
        assert page.evaluate("document.activeElement.tagName") == "H1"
        sign(page)
        press(page, "a")
        assert "duplicate_of" in strikes(folder)
        assert "Decided: e1; e2: the later row repeats the earlier one." in page.locator("#review-said").inner_text()
        assert page.locator("h1").inner_text() == "Nothing waits for a decision of this kind."
        press(page, "u")
        assert strikes(folder) == before
        assert page.locator("h1").inner_text() == "One event or two: e1 and e2"
        assert seen.complaints == seen.outside == seen.dialogs == []


def test_without_a_name_nothing_is_decided(serve_case, visit, folder):
    with visit(serve_case(folder) + "/review?kind=duplicate") as seen:
        seen.page.keyboard.press("a")
        assert "Say first who decides" in seen.page.locator("#review-said").inner_text()
        assert seen.page.evaluate("document.activeElement.name") == "who"
        assert not (folder / "decisions.csv").exists()


def test_the_candidates_stand_on_the_map_with_the_numbers_of_their_keys(serve_case, visit, folder):
    with visit(serve_case(folder) + "/review?kind=ambiguous-place") as seen:
        page = seen.page
        numbers = page.locator(".q-facts svg .number").all_text_contents()
        assert numbers == ["1", "2"]
        assert page.locator(".q-facts svg circle.may").count() == 2
        radii = [
            float(text)
            for text in page.locator(".q-facts svg circle.may").evaluate_all(
                "all => all.map(one => one.getAttribute('r'))"
            )
        ]
        assert radii[0] == radii[1] > 20  # four km each, drawn as wide as that
        sign(page)
        press(page, "2")
        assert "e3,2020-01-02,ford-east" in strikes(folder)


def test_a_cell_that_cannot_be_read_is_mended_in_its_form(serve_case, visit, folder):
    with visit(serve_case(folder) + "/review?kind=unread-value") as seen:
        page = seen.page
        while "What day is" not in page.locator("h1").inner_text():
            press(page, "j")
        sign(page)
        page.keyboard.press("c")
        page.fill('input[name="date.date"]', "2020-12-31")
        with page.expect_navigation():
            page.get_by_role("button", name="Write it").click()
        assert "e7,2020-12-31" in strikes(folder)


def test_the_findings_that_moved_are_told_after_the_check_that_follows(serve_case, visit, folder):
    with visit(serve_case(folder) + "/review?kind=unplaced-name") as seen:
        page = seen.page
        while "Lattamna" not in page.locator("h1").inner_text():
            press(page, "j")
        sign(page)
        press(page, "1")
        page.locator("#strip", has_text="1 claim moved").wait_for(timeout=30_000)
        assert "Al-Latamneh" in (folder / "places.csv").read_text(encoding="utf-8")


def test_a_change_of_ones_own_is_filled_in_and_faults_are_told_beside_it(serve_case, visit, folder):
    with visit(serve_case(folder) + "/review?kind=unplaced-name") as seen:
        page = seen.page
        while "Zzyzx" not in page.locator("h1").inner_text():
            press(page, "j")
        sign(page)
        page.keyboard.press("c")
        assert page.evaluate("document.activeElement.name") == "new-place.lon"
        page.fill('input[name="new-place.lon"]', "30.5")
        page.fill('input[name="new-place.lat"]', "95")
        with page.expect_navigation():
            page.get_by_role("button", name="Write it").first.click()
        assert "Latitude is '95': write a number from -90 to 90" in page.get_by_role("alert").inner_text()
        assert page.input_value('input[name="new-place.lon"]') == "30.5"
        page.fill('input[name="new-place.lat"]', "30.5")
        page.fill('input[name="new-place.radius_km"]', "2")
        with page.expect_navigation():
            page.get_by_role("button", name="Write it").first.click()
        assert "zzyzx,Zzyzx,,30.5,30.5,2" in (folder / "places.csv").read_text(encoding="utf-8")


def test_r_refuses_with_a_reason(serve_case, visit, folder):
    with visit(serve_case(folder) + "/review?kind=duplicate") as seen:
        sign(seen.page)
        press(seen.page, "r")
        text = (folder / "decisions.csv").read_text(encoding="utf-8")
        assert "duplicate,e1; e2,different-events" in text
        assert strikes(folder) == review_case.FILES["events/strikes.csv"]


def test_what_only_resembles_is_not_taken_by_the_key_of_acceptance(serve_case, visit, tmp_path):
    rows = "id,date,place,by\ne1,2020-01-01,Hilltown,north\n"
    folder = review_case.write_case(tmp_path, events_in_strikes__csv=rows)
    with visit(serve_case(folder) + "/review") as seen:
        page = seen.page
        assert page.locator(".q-doubt").count() >= 1
        sign(page)
        page.keyboard.press("a")
        assert "No answer here is sure enough for one key" in page.locator("#review-said").inner_text()
        assert not (folder / "decisions.csv").exists()


def test_a_second_tab_is_told_politely_that_the_question_is_answered(serve_case, visit, folder):
    url = serve_case(folder)
    with visit(url + "/review?kind=duplicate") as first, visit(url + "/review?kind=duplicate") as second:
        sign(first.page)
        press(first.page, "a")
        written = strikes(folder)
        sign(second.page)
        press(second.page, "r")
        assert second.page.locator("h1").inner_text() == "This question has been answered already."
        assert "the later row repeats the earlier one, by Ana" in second.page.locator(".lead").inner_text()
        assert strikes(folder) == written


def test_a_row_changed_by_hand_meanwhile_is_not_written_over(serve_case, visit, folder):
    with visit(serve_case(folder) + "/review?kind=ambiguous-place") as seen:
        changed = strikes(folder).replace("e3,2020-01-02,Ford,", "e3,2020-01-02,milltown,")
        (folder / "events/strikes.csv").write_text(changed, encoding="utf-8")
        sign(seen.page)
        press(seen.page, "1")
        assert "Nothing was written" in seen.page.get_by_role("alert").inner_text()
        assert strikes(folder) == changed
        assert not (folder / "decisions.csv").exists()


def test_without_a_script_everything_can_be_answered(serve_case, visit, folder):
    with visit(serve_case(folder) + "/review?kind=unplaced-name", java_script_enabled=False) as seen:
        page = seen.page
        while "Lattamna" not in page.locator("h1").inner_text():
            page.get_by_role("link", name="Later").click()
        page.fill('input[name="who"]', "Ana")
        page.get_by_label("as the place's id").check()
        page.locator('input[name="row"]').nth(1).uncheck()
        page.locator(".q-choice button").first.click()
        assert "e4,2020-01-05,latamneh" in strikes(folder)
        assert "e5,2020-01-07,Lattamna" in strikes(folder)
        page.get_by_role("button", name="Undo").click()
        assert strikes(folder) == review_case.FILES["events/strikes.csv"]


def test_the_name_is_remembered_for_the_next_question(serve_case, visit, folder):
    with visit(serve_case(folder) + "/review") as seen:
        sign(seen.page)
        seen.page.fill('input[name="who"]', "Åsa Ñ; <b>")
        seen.page.keyboard.press("Escape")
        press(seen.page, "1")
        assert seen.page.input_value('input[name="who"]') == "Åsa Ñ; <b>"


@pytest.mark.parametrize("kind", ["unplaced-name", "ambiguous-place", "duplicate", "unread-value", "unknown-party"])
@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark", "width": 390}], ids=["light", "dark-phone"]
)
def test_axe_finds_nothing(serve_case, visit, folder, kind, look):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    with visit(f"{serve_case(folder)}/review?kind={kind}", **look) as seen:
        page = seen.page
        found = axe.Axe().run(page)
        assert [
            (rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found.response["violations"]
        ] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_hostile_rows_stay_text_and_can_be_answered(serve_case, visit, shared, tmp_path):
    payloads = json.loads((shared("corpora/dompurify-xss") / "payloads.json").read_text(encoding="utf-8"))
    rows = ["id,date,place,by,kind,note,url"]
    for number, payload in enumerate(payloads[:60]):
        cell = '"' + payload.replace('"', '""').replace("\r", " ") + '"'
        rows.append(f"h{number},2020-01-01,{cell},{cell},air,{cell},{cell}")
    folder = review_case.write_case(tmp_path, events_in_strikes__csv="\n".join(rows) + "\n")
    with visit(serve_case(folder) + "/review") as seen:
        page = seen.page
        for _ in range(12):
            assert page.locator("h1").count() == 1
            if not page.get_by_role("link", name="Later").count():
                break
            press(page, "s")
        assert seen.dialogs == seen.outside == seen.complaints == []


def test_the_doubles_of_the_built_in_case_can_be_worked_through(serve_case, visit, tmp_path):
    folder = tmp_path / "demo"
    shutil.copytree(fg.example_folder("syria-2015"), folder)
    with visit(serve_case(folder) + "/review") as seen:
        page = seen.page
        assert page.locator("h1").inner_text() == "One event or two: s007 and s009"
        assert page.locator(".review .kicker").inner_text() == "Possible doubles · 1 of 64"
        sign(page)
        press(page, "1")
        assert page.locator("h1").inner_text() == "One event or two: s085 and s086"
        press(page, "3")
        text = (folder / "events/disclosed.csv").read_text(encoding="utf-8")
        assert text.splitlines()[9].endswith(",s007")
        assert seen.complaints == seen.outside == seen.dialogs == []
