"""The pages of documents, asked as a browser does: what they show, what an answer writes, what is told of a fault."""

from __future__ import annotations

import csv
import html
import json
import re

import pytest
from shelf_case import LATER, NEWS, RELEASE, write_case

from firmground.documents.found import Found
from firmground.documents.keep import open_page
from firmground.documents.reading import Reading
from firmground.read import read_case
from firmground.spans import Span
from firmground.web.documents.address import Asked, read_asked, words_url
from firmground.web.documents.room import Read

SIGNED = {"who": "Ana"}
ARABIC = "قال مسؤول فرنسي إن “أكثر من نصف الغارات” كانت بعيدة.\ne\u0301tat: l'arme\u0301e a frappe\u0301 Homs.\n\u202etxet sdrawkcab\u202c"


@pytest.fixture
def folder(tmp_path):
    return write_case(tmp_path / "case", NEWS, (LATER, "doc-1"), RELEASE)


@pytest.fixture
def app(client, folder, by_hand):
    return client(folder)


def cards(page):
    """Number, key, state and title of each record on a page."""
    found = re.findall(
        r'<details class="doc-card is-(\w+)".*?data-number="(\d+)".*?data-draft="(\w+)">.*?'
        r'<span class="doc-title"[^>]*>(.*?)</span>',
        page,
        flags=re.DOTALL,
    )
    return [(int(number), key, state, html.unescape(title)) for state, number, key, title in found]


def key_of(app, words, path="/documents/doc-1"):
    return next(key for _, key, _, title in cards(app.get(path).text) if words in title)


def decided(folder):
    path = folder / "documents/passages.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if not row["field"]]


def decide(app, document="doc-1", **form):
    return app.post(f"/documents/{document}/decide", data=form)


def follow(app, answer):
    assert answer.status_code == 303, re.findall(r'role="alert"[^>]*>(.*?)</', answer.text)
    return app.get(answer.headers["location"])


def test_the_list_tells_of_each_document_what_is_known_and_how(app):
    page = app.get("/documents").text
    assert page.count('<tr><th scope="row"') == 2  # an older version stands behind the later one
    assert "version 2 of 2" in page
    assert "/documents/doc-2/changes" in page
    assert "first line" in page


def test_the_list_counts_what_waits_once_it_was_read(app):
    app.get("/documents/doc-2")
    app.get("/documents/doc-3")
    page = app.get("/documents").text
    assert "being read" not in page
    waiting = sum(len(cards(app.get(f"/documents/{one}").text)) for one in ("doc-2", "doc-3"))
    assert f'Documents <span class="badge">{waiting}</span>' in page


def test_the_reading_page_shows_text_records_and_totals(app):
    page = app.get("/documents/doc-1").text
    assert [card[0] for card in cards(page)] == [1, 3, 2, 4]  # in a line the doubtful ones stand first
    assert "The headline says 64 targets" in page
    assert 'class="w w-number lit"' in page
    assert "Set aside, 2 lines: <bdi>Related posts</bdi>" in page
    assert '<p class="doc-line of-caption"' in page
    assert page.count('<details class="doc-card') == 4
    assert "64 named targets and not strikes: check the unit." in page


def test_in_the_order_of_the_text_the_numbers_rise(app):
    page = app.get("/documents/doc-1?order=text").text
    assert [card[0] for card in cards(page)] == [1, 2, 3, 4]


def test_doubtful_ones_are_gone_through_first(app):
    first = app.get("/documents/doc-1").text
    order = []
    while True:
        order.append(next(card[0] for card in cards(first) if f'data-draft="{card[1]}"' in opened(first)))
        later = re.search(r'<a href="([^"]+)" data-key="j s"', opened(first))
        if not later:
            break
        first = app.get(html.unescape(later[1])).text
    assert order == [1, 3, 2, 4]


def opened(page):
    return re.search(r'<details class="doc-card[^>]* name="record" open.*?</div>\s*</details>', page, flags=re.DOTALL)[
        0
    ]


def test_accepting_writes_the_record_and_the_words_and_goes_on(app, folder):
    key = key_of(app, "near Milltown")
    page = follow(app, decide(app, accept=key, **SIGNED, why="two sources")).text
    rows = decided(folder)
    assert [(row["kind"], row["decided"], row["by"], row["why"]) for row in rows] == [
        ("event", "accepted", "Ana", "two sources")
    ]
    assert "struck a depot near Milltown on 2 March" in rows[0]["words"]
    written = (folder / rows[0]["file"]).read_text(encoding="utf-8")
    assert "2020-03-02" in written
    assert "Accepted" in page
    assert next(card for card in cards(page) if card[1] == key)[2] == "accepted"
    assert f'data-draft="{key}"' not in opened(page)


def test_what_was_accepted_is_taken_back_with_its_record(app, folder):
    before = {path: path.read_bytes() for path in folder.rglob("*.csv")}
    key = key_of(app, "near Milltown")
    page = follow(app, decide(app, accept=key, **SIGNED)).text
    step = re.search(r'name="step" value="(\d+)"', page)[1]
    back = follow(app, app.post("/documents/doc-1/undo", data={"step": step, "draft": key, **SIGNED})).text
    assert next(card for card in cards(back) if card[1] == key)[2] == "waits"
    for path, content in before.items():
        assert path.read_bytes() == content, path.name


def test_refusing_is_kept_and_writes_no_record(app, folder):
    key = key_of(app, "a diplomat")
    strikes = (folder / "events/strikes.csv").read_bytes()
    page = follow(app, decide(app, refuse=key, **SIGNED)).text
    assert [(row["decided"], row["record"]) for row in decided(folder)] == [("refused", "")]
    assert next(card for card in cards(page) if card[1] == key)[2] == "refused"
    assert (folder / "events/strikes.csv").read_bytes() == strikes


def test_changing_makes_the_fields_inputs_and_writes_what_was_filled_in(app, folder):
    key = key_of(app, "in Hilltown")
    page = app.get(f"/documents/doc-1?draft={key}&change=1").text
    names = re.findall(r'name="field:([^"]+)" value="([^"]*)"', page)
    assert ("date", "") in names
    assert ("place", "hilltown") in names
    form = {f"field:{name}": html.unescape(value) for name, value in names} | {"field:date": "2020-03-03"}
    follow(app, decide(app, change=key, **form, **SIGNED))
    (row,) = decided(folder)
    assert row["decided"] == "changed"
    assert "2020-03-03" in (folder / row["file"]).read_text(encoding="utf-8")


def test_what_cannot_be_written_is_told_beside_what_was_filled_in(app, folder):
    key = key_of(app, "a diplomat")
    answer = decide(app, change=key, **{"field:says": "Nearly all raids", "field:on": "2020-03-03"}, **SIGNED)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'name="field:says" value="Nearly all raids"' in answer.text
    assert decided(folder) == []


def test_without_a_name_nothing_is_decided(app, folder):
    answer = decide(app, accept=key_of(app, "near Milltown"), who=" ")
    assert answer.status_code == 400
    assert "Your name is missing" in answer.text
    assert decided(folder) == []


def test_enter_in_the_field_of_the_name_decides_nothing(app, folder):
    """A form is sent by its first button: that one only keeps the name."""
    page = app.get("/documents/doc-1").text
    form = re.search(r'<form[^>]*id="decide">.*?</form>', page, flags=re.DOTALL)[0]
    assert re.findall(r'<button[^>]*name="(\w+)"', form) == ["keep"]
    answer = decide(app, keep="name", **SIGNED)
    assert answer.status_code == 303
    assert "firmground-who=Ana" in answer.headers["set-cookie"]
    assert decided(folder) == []


def test_a_second_answer_is_told_politely_and_writes_nothing(app, folder):
    key = key_of(app, "near Milltown")
    decide(app, accept=key, **SIGNED)
    answer = decide(app, refuse=key, who="Ben")
    assert answer.status_code == 409
    assert "decided on already" in answer.text
    assert len(decided(folder)) == 1


def test_a_record_that_is_not_proposed_any_more_is_told(app):
    assert decide(app, accept="0" * 16, **SIGNED).status_code == 404
    assert app.post("/documents/doc-1/undo", data={"step": "999", **SIGNED}).status_code == 409
    assert app.post("/documents/doc-1/undo", data={"step": "x", **SIGNED}).status_code == 404


def test_a_number_becomes_a_draft_claim_by_its_link(app, folder):
    page = app.get("/documents/doc-1").text
    (link,) = re.findall(r'href="([^"]+)">More than half</a>', page)
    there = app.get(html.unescape(link)).text
    assert "More than half" in opened(there)
    key = re.search(r'data-draft="(\w+)"', opened(there))[1]
    number = re.search(r'name="number" value="([\d-]+)"', there)[1]
    form = {
        "field:by": "agency",
        "field:test.measure": "count",
        "field:test.value": "> 5",
        "field:test.among.by": "north",
        "field:test.unit": "event",
    }
    answer = decide(app, change=key, number=number, **form, **SIGNED)
    assert answer.status_code == 303, re.findall(r'role="alert"[^>]*>([^<]*)', answer.text)
    (row,) = decided(folder)
    assert row["kind"] == "claim"
    after = app.get("/documents/doc-1").text
    assert any(card[1] == key and card[2] in {"changed", "accepted"} for card in cards(after))


def test_a_number_that_has_a_claim_leads_to_it(app):
    page = app.get("/documents/doc-1").text
    (link,) = re.findall(r'href="([^"]+)">at least 49 of 64</a>', page)
    assert f"draft={key_of(app, '49 of 64')}" in link


def test_words_are_landed_at_and_lit(app):
    at = NEWS.index("two vehicles")
    page = app.get(f"/documents/doc-1?at={at}-{at + 12}").text
    assert f'id="c{at}"' in page
    assert "lit asked" in page or "asked" in page
    assert words_url("doc-1", Span(at, at + 12)) == f"/documents/doc-1?at={at}-{at + 12}#c{at}"


def test_the_event_and_its_record_link_to_the_words_behind_them(app, folder):
    decide(app, accept=key_of(app, "near Milltown"), **SIGNED)
    assert app.app.state.desk.wait(120)
    (row,) = decided(folder)
    seen = app.app.state.desk.snapshot
    index = seen.case.events.id.index(row["record"])
    at = NEWS.index("struck a depot")
    for page in (app.get(f"/events/{index}").text, app.get(f"/record?file={row['file']}&row=2").text):
        assert "The words behind it" in page
        assert f"/documents/doc-1?at={at}-" in page
    shown = app.get("/documents/doc-1").text
    assert f'href="/events/{index}"' in shown


def test_a_statement_that_was_accepted_leads_back_from_its_claim(app, folder):
    decide(app, accept=key_of(app, "a diplomat"), **SIGNED)
    assert app.app.state.desk.wait(120)
    (row,) = decided(folder)
    page = app.get(f"/claims/{row['record']}").text
    assert "The words behind it" in page
    assert "/documents/doc-1?at=" in page


def test_a_changed_version_shows_what_was_deleted(app):
    page = app.get("/documents/doc-2/changes").text
    assert "1 sentence deleted, 1 sentence reworded" in page
    assert "<del>He gave no list.</del>" in page
    assert "<del>two</del>" in page
    assert "<ins>three</ins>" in page
    assert "line without a change" in page or "lines without a change" in page
    assert app.get("/documents/doc-1/changes").status_code == 404
    assert app.get("/documents/none/changes").status_code == 404
    assert "older version" in app.get("/documents/doc-1").text


def test_an_undated_document_asks_for_its_date_and_keeps_it(client, tmp_path, by_hand):
    folder = write_case(tmp_path / "case", NEWS, published="")
    app = client(folder)
    assert "stay unknown until it is known" in app.get("/documents/doc-1").text
    assert app.post("/documents/doc-1/date", data={"published": "soon", **SIGNED}).status_code == 400
    assert app.post("/documents/doc-1/date", data={"published": "2020-03-03"}).status_code == 400
    page = follow(app, app.post("/documents/doc-1/date", data={"published": "2020-03-03", **SIGNED})).text
    assert "told by a person" in page
    assert "2020-03-03" in (folder / "documents/documents.csv").read_text(encoding="utf-8")


def test_a_text_is_pasted_kept_and_known_again(client, tmp_path, by_hand):
    folder = write_case(tmp_path / "case", NEWS)
    app = client(folder)
    form = {"text": "Ein Text.\r\nZweite Zeile.", "published": "2020-05-05", "title": "A <b>title</b>", **SIGNED}
    first = app.post("/collect", data=form)
    page = app.get(first.headers["location"]).text if first.status_code == 303 else first.text
    assert "A &lt;b&gt;title&lt;/b&gt;" in page
    kept = list((folder / "documents/text").glob("*.txt"))
    assert any(path.read_text(encoding="utf-8").strip() == "Ein Text.\nZweite Zeile." for path in kept)
    again = app.post("/collect", data=form).text
    assert "It is kept already" in again
    assert app.post("/collect", data={"text": "  ", **SIGNED}).status_code == 400
    told = app.post("/collect", data={"text": "Some more words.", "who": ""})
    assert told.status_code == 400
    assert "Some more words." in told.text


def test_every_script_and_mark_is_shown_in_order(client, tmp_path, by_hand):
    app = client(write_case(tmp_path / "case", ARABIC, marks=()))
    page = app.get("/documents/doc-1").text
    words = html.unescape(
        re.sub(r"<[^>]*>", "", "".join(re.findall(r'<p class="doc-line".*?</p>', page, flags=re.DOTALL)))
    )
    plain = re.sub(r"\d", "", words)
    assert "قال مسؤول فرنسي" in plain
    assert "arme\u0301e a frappe\u0301" in plain
    assert "⟨U+202E⟩" in words  # what turns letters around is shown as what it is
    assert "\u202e" not in page


def test_a_text_whose_file_was_edited_is_told_and_opens_nothing(app, folder):
    app.get("/documents/doc-1")
    (folder / "documents/text/doc-1.txt").write_text("Another text.", encoding="utf-8")
    page = app.get("/documents/doc-1").text
    assert "It cannot be opened" in page
    assert "Another text." not in page
    assert decide(app, refuse="0" * 16, **SIGNED).status_code == 409


def test_a_row_of_the_list_of_documents_that_cannot_be_used_is_told(client, folder, by_hand):
    (folder / "documents/text/doc-1.txt").write_text("Another text.", encoding="utf-8")
    app = client(folder)
    page = html.unescape(app.get("/documents").text)
    assert "documents/documents.csv" in page
    assert 'href="/documents/doc-1"' not in page
    assert app.get("/documents/doc-1").status_code == 404


def test_a_reader_that_stops_leaves_the_text(client, folder, by_hand, monkeypatch):
    def stop(*_):
        raise RuntimeError

    monkeypatch.setattr("firmground.web.documents.room.read_page", stop)
    page = client(folder).get("/documents/doc-1").text
    assert "The readers stopped at a fault of the program (RuntimeError)" in page
    assert "A northern official said on Monday" in page


def test_a_text_that_takes_long_is_shown_before_it_was_read(client, folder, by_hand, monkeypatch):
    monkeypatch.setattr(by_hand, "read", lambda *_: Read())
    page = client(folder).get("/documents/doc-1").text
    assert "still being read" in page
    assert "data-again" in page
    assert "A northern official said on Monday" in page
    assert "doc-card" not in page


def test_a_megabyte_with_two_thousand_records_is_shown_in_parts(client, tmp_path, by_hand):
    line = "The ministry said that forces struck a depot near the river, " + "and it said so again " * 22 + "today."
    app = client(write_case(tmp_path / "case", "\n".join(f"{number}. {line}" for number in range(2000)), marks=()))
    page = app.get("/documents/doc-1").text
    assert "Part 1 of" in page
    assert len(page) < 800_000
    assert 0 < len(cards(page)) <= 60
    last = app.get("/documents/doc-1?page=999999999").text
    assert "2,000 doubtful" in last
    parts = int(re.search(r"Part \d+ of ([\d,]+)", page)[1].replace(",", ""))
    numbers = [card[0] for at in (1, parts) for card in cards(app.get(f"/documents/doc-1?page={at}").text)]
    assert numbers[0] == 1
    assert numbers[-1] == 2000


@pytest.mark.parametrize(
    "query",
    [
        "order=sideways&draft=zz&at=9-2&page=-1&done=x",
        "at=99999999-999999999",
        "number=0-4&draft=0000000000000000",
        "page=0&change=1",
        "draft=" + "f" * 16 + "&change=1&done=999999999",
        "at=%E2%82%AC&number=1e3-2",
    ],
)
def test_an_address_that_means_nothing_shows_the_page(app, query):
    assert app.get(f"/documents/doc-1?{query}").status_code == 200


def test_addresses_come_back_as_they_were_asked():
    asked = Asked("text", "ab" * 8, change=True, at=Span(3, 9), number=Span(1, 2), page=4, done=5)
    query = dict(part.split("=") for part in asked.url("doc-1", "").partition("?")[2].split("&"))
    assert read_asked(query) == asked


@pytest.mark.parametrize("corpus", ["dompurify-xss/payloads.json", "naughty-strings/blns.json"])
def test_hostile_words_stay_words_in_every_field(client, tmp_path, shared, by_hand, corpus):
    """The reader by hand puts the words of the text into titles, fields, doubts, ways of knowing and totals."""
    attacks = [str(one) for one in json.loads((shared("corpora") / corpus).read_text(encoding="utf-8"))]
    lines = [" ".join(one.replace("\x00", "").split()).encode("utf-8", "replace").decode() for one in attacks]
    lines = [line for line in lines if line]
    app = client(write_case(tmp_path / "case", "\n".join(lines), marks=()))
    parts = int((re.search(r"Part \d+ of ([\d,]+)", app.get("/documents/doc-1").text) or ["", "1"])[1].replace(",", ""))
    ours = set("a b bdi button dd details div dl dt kbd p path span summary svg use".split())  # noqa: SIM905 - read as a list
    for number in range(1, parts + 1):
        page = app.get(f"/documents/doc-1?page={number}").text
        body = page.partition('<div class="doc-rows"')[2].rpartition("</details>")[0].partition("<nav")[0]
        body = re.sub(
            r'<label><span>Its id</span> <input form="decide" name="record:\w{16}" value="" [\w"= -]+></label>',
            "",
            body,
        )
        assert set(re.findall(r"<([a-zA-Z!?][\w:-]*)", body)) <= ours
        assert not re.search(r"<[^>]*\s(on\w+|style|src|srcdoc)\s*=", body)
    assert "<script>" not in app.get("/documents").text


def test_two_quick_answers_make_two_records(app, folder, monkeypatch):
    """The second is given before the case was read again with the first."""
    monkeypatch.setattr(app.app.state.desk, "recheck", lambda: None)
    keys = [key_of(app, "near Milltown"), key_of(app, "in Hilltown")]
    follow(app, decide(app, accept=keys[0], **SIGNED))
    form = {"field:date": "2020-03-03", "field:place": "hilltown", "field:by": "north"}
    follow(app, decide(app, change=keys[1], **form, **SIGNED))
    records = [row["record"] for row in decided(folder)]
    assert len(set(records)) == len(records) == 2


def test_a_record_that_the_case_has_is_linked_and_nothing_else_written(client, tmp_path, by_hand):
    strikes = "id,date,place,by\ne7,2020-03-02,milltown,north\n"
    folder = write_case(tmp_path / "case", NEWS)
    (folder / "events/strikes.csv").write_text(strikes, encoding="utf-8")
    app = client(folder)
    key = key_of(app, "near Milltown")
    page = app.get(f"/documents/doc-1?draft={key}").text
    (value,) = re.findall(r'name="link" value="([^"]+)">It is <bdi>e7</bdi>', opened(page))
    page = follow(app, decide(app, link=value, **SIGNED)).text
    assert [(row["decided"], row["record"]) for row in decided(folder)] == [("linked", "e7")]
    assert (folder / "events/strikes.csv").read_text(encoding="utf-8") == strikes
    assert next(card for card in cards(page) if card[1] == key)[2] == "linked"
    assert decide(app, link=f"{key_of(app, 'in Hilltown')}:{'0' * 16}", **SIGNED).status_code == 400


def test_what_cannot_be_read_is_written_only_on_purpose(app, folder):
    key = key_of(app, "in Hilltown")
    form = {"field:date": "the day after", "field:place": "hilltown", "field:by": "north"}
    answer = decide(app, change=key, **form, **SIGNED)
    assert answer.status_code == 400
    assert "Write it all the same" in answer.text
    assert decided(folder) == []
    follow(app, decide(app, change=key, **form, **SIGNED, despite="1"))
    assert [row["decided"] for row in decided(folder)] == ["changed"]


def test_a_proposal_that_lacks_something_becomes_inputs_when_it_is_accepted(app, folder):
    (link,) = re.findall(r'href="([^"]+)">More than half</a>', app.get("/documents/doc-1").text)
    there = opened(app.get(html.unescape(link)).text)
    key, number = (
        re.search(r'data-draft="(\w+)"', there)[1],
        html.unescape(link).partition("number=")[2].partition("#")[0],
    )
    answer = decide(app, accept=key, number=number, **SIGNED)
    assert answer.status_code == 400
    assert 'name="field:by"' in opened(answer.text)
    assert decided(folder) == []


def test_a_decision_stays_when_its_record_is_proposed_no_longer(client, folder, by_hand, monkeypatch):
    app = client(folder)
    key = key_of(app, "near Milltown")
    decide(app, accept=key, **SIGNED)
    monkeypatch.setattr(by_hand, "read", lambda *_: Read(reading_of_nothing(folder)))
    page = app.get(f"/documents/doc-1?draft={key}").text
    assert [card[1:3] for card in cards(page)] == [(key, "accepted")]
    assert "The readers propose it no longer." in page
    assert "struck a depot near Milltown on 2 March" in opened(page)


def reading_of_nothing(folder):
    page = open_page(folder, read_case(folder).documents["doc-1"])
    return Reading(page, Found((), (), (), (), ()), ())
