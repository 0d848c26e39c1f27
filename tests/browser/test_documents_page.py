"""The pages of documents in a real browser: by keys, by mouse, without a script, narrow, dark, with hostile texts."""

from __future__ import annotations

import importlib.util
import json
from itertools import pairwise
from pathlib import Path

import pytest
from test_app_hostile import SOUND

from firmground.web.documents import room
from firmground.web.pages import document, documents

_TESTS = Path(__file__).resolve().parents[1]
_SPEC = importlib.util.spec_from_file_location("shelf_case", _TESTS / "web_documents" / "shelf_case.py")
shelf_case = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(shelf_case)

FIRST = "at least 49 of 64 named targets outside areas of the Band"
SECOND = "strike in Hilltown, the day after"
THIRD = "strike near Milltown, 2 March"
FOURTH = "a diplomat: “Almost 80 percent of the raids were elsewhere,”"


@pytest.fixture(autouse=True)
def by_hand(monkeypatch):
    """The readers are stood in for by what the fixture says, in a reading room of the test's own."""
    own = room.ReadingRoom()
    monkeypatch.setattr(room, "read_page", shelf_case.reading_by_hand)
    for module in (room, document, documents):
        monkeypatch.setattr(module, "ROOM", own)


@pytest.fixture
def folder(tmp_path):
    return shelf_case.write_case(tmp_path / "case", shelf_case.NEWS, (shelf_case.LATER, "doc-1"), shelf_case.RELEASE)


def opened(page):
    return page.locator(".doc-card[open] .doc-title").inner_text()


def sign(page):
    page.fill('#decide input[name="who"]', "Ana")
    page.keyboard.press("Escape")


def press(page, key):
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def passages(folder):
    path = folder / "documents/passages.csv"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def quiet(seen):
    return (seen.complaints, seen.outside, seen.dialogs) == ([], [], [])


def lit(page, name="lit"):
    return "".join(page.locator(f"#rows .w.{name}").all_inner_texts())


def test_records_are_gone_through_by_keys_the_doubtful_first(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents/doc-1") as seen:
        page = seen.page
        order = [opened(page)]
        for _ in range(3):
            page.keyboard.press("j")
            order.append(opened(page))
        assert order == [FIRST, SECOND, THIRD, FOURTH]
        page.keyboard.press("k")
        assert opened(page) == THIRD
        assert lit(page) == "struck a depot near Milltown on 2 March"
        page.goto(page.url.partition("?")[0].partition("#")[0] + "?order=text")
        page.keyboard.press("s")
        assert opened(page) == THIRD
        assert quiet(seen)


def test_a_key_accepts_and_another_takes_it_back(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents/doc-1?order=text") as seen:
        page = seen.page
        sign(page)
        page.keyboard.press("j")
        assert opened(page) == THIRD
        press(page, "a")
        assert "accepted" in passages(folder)
        assert "Accepted" in page.locator("#said").inner_text()
        assert opened(page) == SECOND
        assert page.locator(".doc-card.is-accepted .doc-title").inner_text() == THIRD
        press(page, "u")
        assert "accepted" not in passages(folder)
        assert opened(page) == THIRD
        assert quiet(seen)


def test_a_doubtful_record_is_accepted_by_the_second_press_only(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents/doc-1") as seen:
        page = seen.page
        sign(page)
        page.keyboard.press("j")
        page.keyboard.press("k")
        assert opened(page) == FIRST
        page.keyboard.press("a")
        assert "doubtful: read why" in page.locator("#said").inner_text()
        assert passages(folder) == ""
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("a")
        assert passages(folder) == ""
        press(page, "a")
        assert "accepted" in passages(folder) or page.get_by_role("alert").count()


def test_refusing_asks_for_a_name_first(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents/doc-1") as seen:
        page = seen.page
        page.keyboard.press("r")
        page.wait_for_function("document.getElementById('said').innerText.includes('Say first who decides')")
        assert page.evaluate("document.activeElement.name") == "who"
        sign(page)
        press(page, "r")
        assert "refused" in passages(folder)
        assert opened(page) == SECOND


def test_the_fields_become_inputs_by_a_key_and_the_empty_one_is_at_hand(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents/doc-1") as seen:
        page = seen.page
        sign(page)
        page.keyboard.press("j")
        press(page, "c")
        assert opened(page) == SECOND
        page.wait_for_function("document.activeElement.name === 'field:date'")
        page.keyboard.type("2020-03-03")
        page.fill('#change input[name="who"]', "Ana")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "changed" in passages(folder)
        assert "2020-03-03" in "".join(path.read_text(encoding="utf-8") for path in (folder / "events").glob("*.csv"))
        assert quiet(seen)


def test_a_field_lights_its_words_and_words_bring_their_record(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents/doc-1") as seen:
        page = seen.page
        page.locator(".doc-card[open] .doc-field", has_text="outside areas").last.hover()
        assert "outside areas of the Band" in lit(page, "told")
        page.locator(".doc-card[open] .doc-words", has_text="A northern official").first.focus()
        assert lit(page, "told") == "A northern official"
        page.locator(".w", has_text="privately").first.click()
        assert opened(page) == FOURTH
        page.locator(".w-place", has_text="in Hilltown").click()
        assert opened(page) == SECOND
        assert page.locator(".doc-card[open]").count() == 1
        assert quiet(seen)


def test_n_drafts_a_claim_from_the_number_under_focus(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents/doc-1") as seen:
        page = seen.page
        page.locator("a.w-number", has_text="More than half").focus()
        press(page, "n")
        assert "More than half" in opened(page)
        assert "test.value" in page.locator(".doc-card[open]").inner_text()
        assert quiet(seen)
        page.goto(page.url.partition("?")[0])
        press(page, "n")  # no number is under focus: the first of the open record's words
        assert opened(page) == FIRST


def test_a_link_to_words_lands_at_them(serve_case, visit, folder):
    at = shelf_case.NEWS.index("two vehicles")
    with visit(f"{serve_case(folder)}/documents/doc-1?at={at}-{at + 12}#c{at}", height=500) as seen:
        page = seen.page
        assert lit(page, "asked") == "two vehicles"
        box = page.locator(f"#c{at}").bounding_box()
        assert 0 <= box["y"] <= 500
        assert opened(page) == SECOND


def test_without_a_script_everything_can_be_answered(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents/doc-1", java_script_enabled=False) as seen:
        page = seen.page
        page.locator(".doc-card[open]").get_by_role("link", name="Later").click()
        assert opened(page) == SECOND
        page.locator(".doc-card[open]").get_by_role("link", name="Change").click()
        page.fill('[name="field:date"]', "2020-03-03")
        page.fill('#change [name="who"]', "Ana")
        page.get_by_role("button", name="Accept as changed").click()
        assert "changed" in passages(folder)
        page.get_by_role("link", name="Record 4").click()
        page.locator(".doc-card", has_text="a diplomat").get_by_role("button", name="Refuse").click()
        assert "refused" in passages(folder)
        page.get_by_role("button", name="Undo").click()
        assert "refused" not in passages(folder)
        page.get_by_role("link", name="In the order of the text").click()
        assert page.locator(".doc-card .doc-n").all_inner_texts() == ["1", "2", "3", "4"]


PLACES = """() => {
  const box = (one) => { const {top, bottom} = one.getBoundingClientRect(); return [Math.round(top), Math.round(bottom)]; };
  return {cards: [...document.querySelectorAll(".doc-card")].map(box), rows: [...document.querySelectorAll(".doc-row")].map(box),
    open: box(document.querySelector(".doc-card[open]"))[0], words: box(document.querySelector(".doc-row:has(.doc-card[open])"))[0]};
}"""


def test_no_record_lies_over_another_and_the_text_has_no_gap(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents/doc-1") as seen:
        page = seen.page
        for key in ("", "j", "j", "j", "k"):
            if key:
                page.keyboard.press(key)
            places = page.evaluate(PLACES)
            cards, rows = places["cards"], places["rows"]
            assert all(after[0] >= before[1] - 1 for before, after in pairwise(cards))
            assert all(0 <= after[0] - before[1] <= 16 for before, after in pairwise(rows))  # the space between lines
            assert places["open"] - places["words"] in range(-1, 200)  # beside its words, or below what stands above it
        page.set_viewport_size({"width": 390, "height": 800})
        page.wait_for_function(
            "getComputedStyle(document.getElementById('rows')).minHeight === 'auto' || getComputedStyle(document.getElementById('rows')).minHeight === '0px'"
        )
        assert quiet(seen)


def test_enter_in_the_field_of_an_id_says_which_record_it_is(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents/doc-1") as seen:
        page = seen.page
        sign(page)
        page.locator(".doc-card[open] .doc-other > summary").click()
        page.locator(".doc-card[open] .doc-other input").fill("no-such-record")
        press(page, "Enter")
        assert "no record of the id “no-such-record”" in page.get_by_role("alert").inner_text()
        assert page.locator(".doc-card[open] .doc-other input").input_value() == "no-such-record"
        assert passages(folder) == ""


def test_a_text_is_pasted_and_read(serve_case, visit, folder):
    with visit(serve_case(folder) + "/documents") as seen:
        page = seen.page
        page.fill("#add-text", "The river rose.\nA bridge fell near Milltown.")
        page.fill('.doc-add [name="who"]', "Ana")
        page.fill('.doc-add [name="published"]', "2020-06-01")
        with page.expect_navigation():
            page.get_by_role("button", name="Keep it").click()
        if page.url.endswith("/collect"):
            page.locator(".doc-outcome a").first.click()
        assert "A bridge fell near Milltown." in page.locator("#rows").inner_text()
        assert quiet(seen)


PATHS = ["/documents", "/documents/doc-1", "/documents/doc-1?change=1&order=text", "/documents/doc-2", "/documents/doc-2/changes", "/documents/doc-3?page=1"]  # fmt: skip


@pytest.mark.parametrize(
    "look",
    [{"color_scheme": "light"}, {"color_scheme": "dark", "width": 390}, {"color_scheme": "dark"}],
    ids=["light", "dark-phone", "dark"],
)
def test_axe_finds_nothing_and_every_page_fits(serve_case, visit, folder, look):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    base = serve_case(folder)
    with visit(f"{base}/documents/doc-3", bypass_csp=True, **look) as seen:
        for path in PATHS:
            seen.page.goto(base + path)
            for summary in seen.page.locator(".doc details:not([open]):not(.doc-card) > summary").all():
                if summary.is_visible():
                    summary.click()
            found = axe.Axe().run(seen.page)
            told = [
                (one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found.response["violations"]
            ]
            assert told == [], path
            wider = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, path
        assert quiet(seen)


@pytest.mark.parametrize("corpus", ["dompurify-xss/payloads.json", "naughty-strings/blns.json"])
def test_no_text_of_a_document_comes_to_life(serve_case, visit, shared, tmp_path, corpus):
    attacks = [str(one) for one in json.loads((shared("corpora") / corpus).read_text(encoding="utf-8"))]
    lines = [" ".join(one.replace("\x00", "").split()).encode("utf-8", "replace").decode() for one in attacks]
    text = "\n".join(line for line in lines if line)
    folder = shelf_case.write_case(tmp_path / "case", text, (text[: len(text) // 2], "doc-1"), marks=(), published="")
    base = serve_case(folder)
    with visit(f"{base}/documents") as seen:
        for path in ("/documents", "/documents/doc-1", "/documents/doc-1?page=3&change=1", "/documents/doc-2/changes"):
            seen.page.goto(base + path)
            assert seen.page.evaluate(SOUND) == [], path
            wider = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, path
        seen.page.goto(f"{base}/documents/doc-1")
        for key in "jjjk":
            seen.page.keyboard.press(key)
        assert seen.page.evaluate(SOUND) == []
        assert quiet(seen)
