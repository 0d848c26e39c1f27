"""The page of sharing: what an audience would see, what each rule holds back, and what that does to the findings."""

from __future__ import annotations

import html
import re
import shutil
from datetime import date

import pytest
from starlette.testclient import TestClient

from firmground.case.handling import Label
from firmground.exchange.plain import record_tables
from firmground.exchange.viewing.make import make_view
from firmground.read import read_case
from firmground.web.app import make_app

RULES = """
label = "TLP:CLEAR"

[[rules]]
id = "village"
label = "TLP:RED"
reason = "<b>People</b> who spoke to us live there"
places = ["kafr-zita"]

[[rules]]
id = "note"
label = "TLP:AMBER"
reason = "It names a witness"
from = "2015-10-01"
table = "incidents.csv"
ids = ["caspian-1007"]
fields = { note = "withhold", "*" = "keep" }
"""


@pytest.fixture(scope="module")
def ruled(demo_folder, tmp_path_factory):
    """The app over the built-in case with two rules."""
    folder = tmp_path_factory.mktemp("ruled") / "case"
    shutil.copytree(demo_folder, folder)
    (folder / "handling.toml").write_text(RULES)
    app = make_app(folder)
    assert app.state.desk.wait(120)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client, folder


def text_of(answer):
    assert answer.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def test_a_case_without_rules_holds_nothing_back_and_says_where_rules_would_stand(demo):
    page = text_of(demo.get("/sharing"))
    assert "nothing is held back from anybody" in page
    assert "handling.toml" in page
    assert "Nothing: they find the same bounds" in text_of(demo.get("/sharing/findings"))


def test_the_page_counts_what_the_view_holds_back(ruled):
    app, folder = ruled
    page = text_of(app.get("/sharing", params={"for": "clear", "on": "2026-01-31"}))
    case = read_case(folder)
    view = make_view(case, record_tables(case), Label.CLEAR, date(2026, 1, 31))
    for table in view.tables:
        hidden, partly = int(table.hidden.sum()), int(table.partly.sum())
        if hidden or partly:
            line = f"{table.table.name} {table.table.rows} {table.table.rows - hidden - partly} {partly} {hidden}"
            assert line in page
    assert "note withheld in 1" in page


def test_a_reason_is_a_text_and_no_markup(ruled):
    app, _ = ruled
    answer = app.get("/sharing")
    assert "<b>People</b>" not in answer.text
    assert html.escape("<b>People</b> who spoke to us live there") in answer.text


def test_a_rule_says_nothing_to_an_audience_that_may_see_all_or_before_its_day(ruled):
    app, _ = ruled
    everything = text_of(app.get("/sharing", params={"for": "red"}))
    assert everything.count("Holds nothing back from this audience on this day.") == 2
    early = text_of(app.get("/sharing", params={"for": "clear", "on": "2015-09-01"}))
    assert early.count("Holds nothing back from this audience on this day.") == 1


def test_each_claim_that_loses_something_stands_with_both_bounds_and_the_rule(ruled):
    app, _ = ruled
    answer = app.get("/sharing/findings", params={"for": "clear"})
    page = text_of(answer)
    assert "tested claims change under their own choices" in page
    assert "by village" in page
    assert "63.3 to 77.6 %" in page
    assert answer.text.count('class="fig bar') == 2 * answer.text.count("<li>")


@pytest.mark.parametrize("asked", [{"for": "everybody"}, {"on": "yesterday"}])
def test_what_is_no_audience_and_no_day_is_refused_in_a_sentence(demo, asked):
    answer = demo.get("/sharing", params=asked)
    assert answer.status_code == 400
    assert "An audience is one of" in answer.text or "A day is written as" in answer.text


def test_rules_that_cannot_be_read_stop_the_page_from_showing_half_a_view(client, demo_folder, tmp_path):
    folder = tmp_path / "case"
    shutil.copytree(demo_folder, folder)
    (folder / "handling.toml").write_text(RULES.replace("TLP:RED", "TLP:PURPLE"))
    answer = client(folder).get("/sharing")
    assert 'role="alert"' in answer.text
    assert "What would leave" not in answer.text


def test_a_record_says_how_it_is_handled_and_why(ruled):
    app, _ = ruled
    place = text_of(app.get("/record", params={"file": "places.csv", "row": 3}))
    assert "Handled as TLP:CLEAR , as the whole case" in place
    row = next(n for n, line in enumerate((ruled[1] / "places.csv").read_text().splitlines(), 1) if "kafr-zita" in line)
    hidden = text_of(app.get("/record", params={"file": "places.csv", "row": row}))
    assert "Handled as TLP:RED : <b>People</b> who spoke to us live there" in hidden
    source = text_of(app.get("/record", params={"file": "sources.toml", "table": "sources", "id": "mod-ru"}))
    assert "Handled as TLP:CLEAR" in source


def test_a_record_of_a_case_without_labels_says_nothing_of_handling(demo):
    assert "Handled" not in text_of(demo.get("/record", params={"file": "places.csv", "row": 3}))
