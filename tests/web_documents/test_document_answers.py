"""Answers that reach further than one button of one record: several at once, and a record named by its id."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace

from shelf_case import NEWS, reading_by_hand, write_case
from test_document_pages import SIGNED, cards, decide, decided, follow, key_of, opened

from firmground.web.documents import room


def test_the_list_counts_as_the_page_of_the_document_does(client, tmp_path, by_hand):
    folder = write_case(tmp_path / "case", NEWS)
    (folder / "events/strikes.csv").write_text("id,date,place,by\ne7,2020-03-02,milltown,north\n", encoding="utf-8")
    app = client(folder)
    shown = Counter(state for _, _, state, _ in cards(app.get("/documents/doc-1").text))
    counted = [int(number) for number in re.findall(r'<td class="num">(\d+)</td>', app.get("/documents").text)]
    assert counted == [shown["doubtful"], shown["waits"], 0]
    assert shown["doubtful"] == 3  # two by the readers, and one that may repeat e7


def test_the_record_is_any_other_of_the_case_by_its_id(client, tmp_path, by_hand):
    folder = write_case(tmp_path / "case", NEWS)
    (folder / "events/strikes.csv").write_text("id,date,place,by\ne7,2020-05-02,milltown,north\n", encoding="utf-8")
    app = client(folder)
    key = key_of(app, "near Milltown")
    page = app.get(f"/documents/doc-1?draft={key}").text
    assert '<datalist id="ids-event"><option value="e7"></datalist>' in page
    for said, why in (("e8", "no record of the id “e8”"), ("", "id of the record is missing")):
        answer = decide(app, other=key, **{f"record:{key}": said}, **SIGNED)
        assert answer.status_code == 400
        assert why in html.unescape(answer.text)
        assert decided(folder) == []
    follow(app, decide(app, keep="name", **{f"record:{key}": "e7"}, **SIGNED))  # as the enter key sends it
    assert [(row["decided"], row["record"]) for row in decided(folder)] == [("linked", "e7")]


def test_what_waits_of_one_sentence_is_refused_in_one_step_and_taken_back_in_one(
    client, tmp_path, by_hand, monkeypatch
):
    def three(page, known, more=()):
        reading = reading_by_hand(page, known, more)
        event = next(one for one in reading.drafts if "near Milltown" in one.title)
        return replace(
            reading, drafts=(*reading.drafts, *(replace(event, title=f"strike, {n}") for n in ("one", "two")))
        )

    monkeypatch.setattr(room, "read_page", three)
    folder = write_case(tmp_path / "case", NEWS)
    app = client(folder)
    key = key_of(app, "strike, one")
    page = app.get(f"/documents/doc-1?draft={key}").text
    assert "Refuse these 3" in opened(page)
    page = follow(app, decide(app, **{"refuse-all": key, "why": "only a list"}, **SIGNED)).text
    assert [(row["decided"], row["why"]) for row in decided(folder)] == [("refused", "only a list")] * 3
    assert "Refused: 3 proposals" in page
    assert "Take these 3 back" in page
    (step,) = set(re.findall(r'name="step" value="(\d+)"', page))
    follow(app, app.post("/documents/doc-1/undo", data={"step": step, "draft": key}))
    assert decided(folder) == []
