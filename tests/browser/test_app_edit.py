"""Editing in a real browser: a change made and taken back by mouse and by keys, a second tab, hostile texts, no script."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from firmground.edit import At, Change, Ledger

EXAMPLE = Path(__file__).parents[2] / "src/firmground/examples/syria-2015"
ROW = "/record?file=control/hand-coded.csv&row=2"
CLAIM = "/record?file=claims.toml&table=claims&id=reuters-1021-share"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path / "case"))


def fill(page, label, text):
    page.get_by_label(label, exact=True).fill(text)


def save(page, who="Ana"):
    fill(page, "Your name", who)
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("#after :text('moved')")


def test_a_change_moves_findings_and_the_mouse_takes_it_back(serve_case, visit, folder):
    table = folder / "control/hand-coded.csv"
    before = table.read_bytes()
    with visit(serve_case(folder) + ROW) as seen:
        page = seen.page
        fill(page, "standing", "must")
        fill(page, "Why", "a later page says so")
        save(page)
        assert table.read_bytes().count(b"al-latamneh,islamic-state,must,") == 1
        assert len(table.read_bytes()) == len(before) - 2  # "cannot" is two letters longer than "must"
        told = page.locator("#after")
        assert re.search(r"\d+ claims? moved", told.inner_text())
        assert "Almost 80 percent" in told.inner_text()
        assert "a later page says so" in page.locator("section[aria-labelledby=history-h]").inner_text()
        with page.expect_navigation():
            told.get_by_role("button", name="Undo").click()
        page.wait_for_selector("#after :text('moved')")
        assert table.read_bytes() == before
        assert page.get_by_label("standing", exact=True).input_value() == "cannot"
        assert seen.complaints == seen.outside == seen.dialogs == []


def test_a_change_is_made_and_taken_back_by_keys_alone(serve_case, visit, folder):
    claims = folder / "claims.toml"
    before = claims.read_bytes()
    with visit(serve_case(folder) + CLAIM) as seen:
        page = seen.page
        fill(page, "Your name", "Ana")
        page.get_by_label("test.value", exact=True).focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("0.50..0.60")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert claims.read_bytes() == before.replace(b'value   = "0.75..0.80"', b'value   = "0.50..0.60"', 1)
        page.wait_for_selector("#after :text('moved')")
        page.locator("#main").focus()
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "Undo":
                break
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert claims.read_bytes() == before
        assert seen.complaints == seen.outside == []


def test_a_second_tab_is_refused_politely_and_may_take_one_or_the_other(serve_case, visit, folder):
    base = serve_case(folder)
    with visit(base + ROW) as first, visit(base + ROW) as second:
        fill(first.page, "confidence", "low")
        fill(first.page, "evidence", "theirs")
        save(first.page, "Ana")
        fill(second.page, "confidence", "medium")
        fill(second.page, "note", "mine alone")
        fill(second.page, "Your name", "Ben")
        with second.page.expect_response(lambda answer: answer.url.endswith("/record/save")) as answer:
            second.page.get_by_role("button", name="Save", exact=True).click()
        assert answer.value.status == 409
        page = second.page
        assert page.locator("h1").inner_text() == "Somebody changed this while you had it open"
        assert "Ana saved it" in page.locator(".deck").inner_text()
        rows = {row.split("\t")[0].strip(): row for row in page.locator("table.conflict tbody tr").all_inner_texts()}
        assert set(rows) == {"confidence", "evidence", "note"}
        assert all(word in rows["confidence"] for word in ("high", "low", "medium"))
        assert "mine alone" not in (folder / "control/hand-coded.csv").read_text(encoding="utf-8")
        page.locator("tr:has(th:has-text('confidence')) input[value=theirs]").check()
        with page.expect_navigation():
            page.get_by_role("button", name="Save what is chosen").click()
        record = Ledger(folder).record(At("control/hand-coded.csv", row=2)).fields
        assert (record["confidence"], record["evidence"]) == ("low", "theirs")
        assert record["note"].endswith("mine alone")
        assert [one for one in second.complaints if "409" not in one] == []


def test_a_change_by_hand_outside_shows_as_such(serve_case, visit, folder):
    base = serve_case(folder)
    with visit(base + ROW) as seen:
        fill(seen.page, "confidence", "low")
        save(seen.page)
        table = folder / "control/hand-coded.csv"
        table.write_bytes(
            table.read_bytes().replace(b"kafr-zita,islamic-state,cannot", b"kafr-zita,islamic-state,must", 1)
        )
        seen.page.goto(base + "/log")
        assert "control/hand-coded.csv was changed outside the app since step 1." in seen.page.inner_text("main")


def test_what_would_cost_a_claim_its_test_is_not_saved_unless_that_is_meant(serve_case, visit, folder):
    before = (folder / "claims.toml").read_bytes()
    with visit(serve_case(folder) + CLAIM) as seen:
        page = seen.page
        fill(page, "test.value", "about four fifths")
        fill(page, "Your name", "Ana")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_selector("[role=alert]")
        assert "is not understood" in page.locator("[role=alert]").inner_text()
        assert (folder / "claims.toml").read_bytes() == before
        with page.expect_navigation():
            page.get_by_role("button", name="Save anyway").click()
        assert b"about four fifths" in (folder / "claims.toml").read_bytes()
        assert "New problem" in page.locator("#after").inner_text()


def test_an_undo_of_what_was_changed_again_is_refused_and_says_why(serve_case, visit, folder):
    base = serve_case(folder)
    with visit(base + ROW) as seen:
        page = seen.page
        for word in ("low", "medium"):
            fill(page, "confidence", word)
            save(page)
        page.goto(base + "/log")
        page.locator("#step-1 button").click()
        page.wait_for_selector("h1:text('was not taken back')")
        assert all(word in page.inner_text("table.conflict") for word in ("low", "medium", "high"))


def test_everything_works_without_a_script(serve_case, visit, folder):
    base = serve_case(folder)
    with visit(base + ROW, java_script_enabled=False) as seen:
        page = seen.page
        fill(page, "confidence", "low")
        fill(page, "Your name", "Ana")
        page.get_by_role("button", name="Save", exact=True).click()
        assert "Saved as step 1" in page.inner_text("#after")
        page.goto(base + "/log")
        assert page.locator("#step-1").count() == 1
        page.locator("#step-1 button").click()
        assert "Taken back" in page.inner_text("#after")


def test_hostile_texts_stay_texts_in_fields_log_and_conflict(serve_case, visit, folder, shared):
    payloads = json.loads(shared("corpora/dompurify-xss/payloads.json").read_text(encoding="utf-8"))
    ledger, at = Ledger(folder), At("control/hand-coded.csv", row=2)
    for start in range(0, len(payloads), 8):
        bunch = payloads[start : start + 8]
        text = "\n".join(bunch).replace("\0", "")
        ledger.change(Change(at, {"note": text, "evidence": bunch[0].replace("\0", "")}), who=bunch[-1], why=bunch[0])
    base = serve_case(folder)
    with visit(base + ROW) as seen:
        page = seen.page
        seen.page.evaluate("document.cookie = 'x=1'")
        shown = page.get_by_label("evidence", exact=True)
        assert shown.count() == 1
        fill(page, "confidence", '"><img src=x onerror=alert(1)>')
        save(page, "<script>alert(2)</script>")
        for address in ("/log", "/log?page=2", ROW):
            page.goto(base + address)
            page.wait_for_load_state("networkidle")
            assert page.locator("main img, main script, main iframe, main svg a, main object").count() == 0
        assert seen.dialogs == []
        assert seen.outside == []
        assert seen.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (390, "dark")])
def test_axe_finds_nothing(serve_case, visit, folder, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    base = serve_case(folder)
    with visit(base + CLAIM, width=width, color_scheme=scheme) as seen:
        page = seen.page
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        Ledger(folder).change(
            Change(At("claims.toml", table="claims", id="reuters-1021-share"), {"topic": "x"}), who="B"
        )
        fill(page, "topic", "y")
        fill(page, "Your name", "Ana")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_selector("table.conflict")
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.goto(base + "/log?saved=1")
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
