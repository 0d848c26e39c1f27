"""The claims in the app: a link is the whole of a trial, and what cannot be had is said and not guessed."""

from __future__ import annotations

import csv
import io
import re

import firmground as fg
from firmground.explore import ask
from firmground.web.trial_view import write_choices
from firmground.web.trials import Trials, Work

CLAIM = "/claims/reuters-1021-share"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def test_the_list_has_every_claim_and_filters_it(demo):
    whole = demo.get("/claims").text
    assert whole.count('href="/claims/') - whole.count('href="/claims/"') >= 30
    narrow = demo.get("/claims", params={"by": "Reuters", "standing": "may"}).text
    assert "Almost 80 percent of the targets" in narrow
    assert "Michael Fallon" not in narrow.split("<ol", 1)[1]
    assert "No claim is like that" in demo.get("/claims", params={"topic": "nothing of the kind"}).text


def test_a_link_shows_the_trial_and_says_that_it_is_one(demo):
    meant, tried = demo.get(CLAIM), demo.get(CLAIM, params={"map": "holders"})
    assert "63.3 to 77.6 percent" in text_of(meant)
    assert "A trial, not the claim as it was meant" not in text_of(meant)
    assert "65.3 to 73.5 percent" in text_of(tried)
    assert "A trial, not the claim as it was meant." in text_of(tried)
    assert "As meant: 63.3 to 77.6 percent (may)." in text_of(tried)
    assert 'data-url="/claims/reuters-1021-share?map=holders"' in tried.text


def test_the_form_without_a_script_and_the_part_for_one_say_the_same(demo):
    form = {"map": "holders", "unit": "event", "contested": "counts", "margin_km": "0", "radius": "as-coded",
            "subset": "all", "margin_km.other": "", "radius.other": "", "from": "", "until": "2015-10-12",
            "named_from": "", "named_until": "2015-10-21"}  # fmt: skip
    page = demo.get(CLAIM, params=form)
    part = demo.get(
        CLAIM, params={"map": "holders", "unit": "event", "until": "2015-10-12"}, headers={"HX-Request": "true"}
    )
    assert "<html" not in part.text
    inner = page.text[page.text.index('<div id="trial"') :]
    assert inner.startswith(part.text.strip())


def test_a_number_of_ones_own_goes_before_those_on_offer(demo):
    page = demo.get(CLAIM, params={"margin_km": "0", "margin_km.other": "4"})
    assert 'data-url="/claims/reuters-1021-share?margin_km=4"' in page.text
    assert "borders may be off by 4 km" in text_of(page)


def test_what_cannot_be_had_is_refused_beside_the_claim_as_it_was_meant(demo):
    page = demo.get(CLAIM, params={"map": "<script>alert(1)</script>"})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "is not offered; there is hand-coded, holders" in text_of(page)
    assert "63.3 to 77.6 percent" in text_of(page)


def test_a_claim_that_is_not_tested_says_why(demo):
    page = demo.get("/claims/reuters-1021-sorties")
    assert "It counts sorties and targets." in text_of(page)
    assert demo.get("/claims/never-said").status_code == 404


def test_each_column_of_the_curve_is_a_link_to_its_combination(demo, demo_app):
    page = demo.get(CLAIM).text
    links = re.findall(r'<a href="(/claims/reuters-1021-share[^"]*)" tabindex="-1" data-take="">', page)
    found = next(one for one in demo_app.state.desk.snapshot.findings.claims if one.claim.id == "reuters-1021-share")
    assert len(links) == len(found.every) == len(set(links))
    for link in links[::5]:
        answer = demo.get(link.replace("&amp;", "&"))
        assert f'data-url="{link}"' in answer.text


def test_the_table_of_a_trial_says_of_itself_that_it_is_one(demo):
    answer = demo.get("/claims.csv", params={"claim": "reuters-1021-share", "until": "2015-10-12"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 24
    assert {row["claim"] for row in rows} == {"reuters-1021-share (a trial: Events until 12 October 2015)"}
    plain = list(csv.DictReader(io.StringIO(demo.get("/claims.csv", params={"claim": "reuters-1021-share"}).text)))
    assert {row["claim"] for row in plain} == {"reuters-1021-share"}
    assert demo.get("/claims.csv", params={"claim": "never-said"}).status_code == 404
    assert demo.get("/claims.csv", params={"claim": "reuters-1021-share", "unit": "strike"}).status_code == 400


def test_the_lines_to_keep_a_trial_are_read_as_the_same_choices(tmp_path, demo_folder):
    import shutil  # noqa: PLC0415 - this test alone writes into a case

    folder = shutil.copytree(demo_folder, tmp_path / "case")
    case = fg.read_case(folder)
    question = ask(case, "reuters-1021-share", {"map": "holders", "unit": "event", "margin_km": "4"})
    kept = write_choices(case, question)
    line = next(line for line in kept.splitlines() if line.startswith("choices"))
    assert "# case.toml, to have it in every curve: margin_km = [0, 4]" in kept
    path = folder / "claims.toml"
    text = path.read_text()
    path.write_text(text.replace('choices = { map = "hand-coded" }', line, 1))
    again = fg.read_case(folder)
    assert ask(again, "reuters-1021-share", {}).meant == question.specification


def test_a_row_leads_to_the_page_of_its_event(demo):
    answer = demo.get("/row", params={"at": "events/disclosed.csv:2"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/events/0")
    assert demo.get("/row", params={"at": "events/disclosed.csv:999999"}).status_code == 404


def test_the_rows_of_an_undecided_place_are_links_to_their_events(demo):
    links = re.findall(r'<a href="(/row\?at=[^"]+)">(\d+)</a>', demo.get(CLAIM).text)
    assert len(links) >= 7
    for address, number in links:
        assert f"row {number}" in text_of(demo.get(address, follow_redirects=True))


def test_ground_is_held_once_and_the_newest_question_goes_first(demo_app):
    findings = demo_app.state.desk.snapshot.findings
    trials = Trials(findings)
    first = trials.make(ask(findings.case, "reuters-1021-share", {"margin_km": "11"}), patience=0)
    made = trials.make(ask(findings.case, "reuters-1021-share", {"margin_km": "12"}), patience=60)
    assert not isinstance(made, Work)
    assert isinstance(first, Work)
    assert first.done.wait(60)
    assert trials.make(ask(findings.case, "reuters-1021-share", {"margin_km": "12"})) is made
    assert ("hand-coded", 1.0, 12.0) not in findings.held.tables
