"""Removing a record by a form: what refers to it, what the case would lose, undo, and others at the same time."""

from __future__ import annotations

import pytest
from records_case import HOSTILE, contents

from firmground.edit import At, Change, Ledger, Removal

WHERE = {
    "source": "file=sources.toml&table=sources&id=paper",
    "actor": "file=actors.toml&table=actors&id=russia",
    "tie": "file=actors.toml&table=ties&number=1",
    "definition": "file=definitions.toml&table=definitions&id=ours",
    "claim": "file=claims.toml&table=claims&id=one",
    "agreement": "file=undertakings.toml&table=agreements&id=truce",
    "pledge": "file=undertakings.toml&table=pledges&id=p",
    "place": "file=places.csv&row=2",
    "incident": "file=incidents.csv&row=2",
    "release": "file=releases/mod.csv&row=2",
    "event": "file=events/e.csv&row=2",
    "row of a map": "file=control/m.csv&row=2",
    "map": "file=case.toml&table=maps&id=m",
}
REFERS = {
    "source": ["3 events of this source", "in claims.toml names it under source", "in case.toml names it under source"],
    "actor": ["3 events by or against it", "in actors.toml names it under actor", "in claims.toml names it under test.among.by",
              "in undertakings.toml names it under parties", "in undertakings.toml names it under by", "in releases/mod.csv names it under by"],
    "definition": ["2 refer to it", "in case.toml names it under definition", "in undertakings.toml names it under clauses.protects"],
    "claim": ["in claims.toml names it under restates"],
    "place": ["2 events with this place", "in control/m.csv names it under place", "in incidents.csv names it under place",
              "in undertakings.toml names it under clauses.zone"],
    "event": ["1 claim counts it"],
}  # fmt: skip


@pytest.mark.parametrize("what", WHERE)
def test_each_is_taken_out_and_put_back_byte_for_byte(app, folder, words_of, sent_by, what):
    before = contents(folder)
    page = app.get(f"/record/removal?{WHERE[what]}")
    assert page.status_code == 200
    told = words_of(page)
    for words in REFERS.get(what, ()):
        assert words in told, told
    assert contents(folder) == before
    answer = app.post("/record/remove", data=sent_by(page) | {"who": "Ana", "why": "it was wrong"})
    assert answer.headers["location"] == "/log?saved=1"
    assert contents(folder) != before
    log = words_of(app.get("/log?saved=1"))
    assert "was taken out" in log
    assert "it was wrong" in log
    assert app.post("/record/undo", data={"step": "1", "who": "Ana"}).status_code == 303
    assert contents(folder) == before


def test_what_the_case_would_lose_is_shown_before_the_button(looked_at, words_of):
    told = words_of(looked_at.get(f"/record/removal?{WHERE['claim']}"))
    assert "What the case would lose by it" in told
    assert "restates 'one', which is no claim" in told
    assert told.index("refers to it") < told.index("would lose") < told.index("Your name")
    assert "Nothing refers to it" in words_of(looked_at.get("/record/removal?file=claims.toml&table=claims&id=two"))


@pytest.mark.parametrize("what", ["event", "claim"])
def test_what_somebody_changed_meanwhile_is_not_removed(app, folder, words_of, sent_by, what):
    form = sent_by(app.get(f"/record/removal?{WHERE[what]}")) | {"who": "Ana"}
    at = At("events/e.csv", row=2) if what == "event" else At("claims.toml", table="claims", id="one")
    Ledger(folder).change(Change(at, {"note": "theirs"}), who="Ben")
    after_ben = contents(folder)
    answer = app.post("/record/remove", data=form)
    assert answer.status_code == 409
    assert "Somebody changed this while you had it open" in words_of(answer)
    assert "theirs" in words_of(answer)
    assert contents(folder) == after_ben
    # Having seen it, one may still mean it.
    assert app.post("/record/remove", data=sent_by(answer) | {"who": "Ana"}).status_code == 303


def test_a_row_that_moved_meanwhile_is_the_one_that_goes(app, folder, sent_by):
    form = sent_by(app.get("/record/removal?file=events/e.csv&row=3")) | {"who": "Ana"}
    Ledger(folder).apply([Removal(At("events/e.csv", row=2))], who="Ben")
    assert app.post("/record/remove", data=form).status_code == 303
    assert [line[:4] for line in (folder / "events/e.csv").read_text().splitlines()[1:]] == ["s003"]


def test_what_is_gone_already_is_said(app, folder, words_of, sent_by):
    form = sent_by(app.get(f"/record/removal?{WHERE['claim']}")) | {"who": "Ana"}
    Ledger(folder).apply([Removal(At("claims.toml", table="claims", id="one"))], who="Ben")
    answer = app.post("/record/remove", data=form)
    assert answer.status_code == 409
    assert "taken this record out already" in words_of(answer)


def test_nobody_removes_without_a_name(app, folder, words_of, sent_by):
    before = contents(folder)
    answer = app.post("/record/remove", data=sent_by(app.get(f"/record/removal?{WHERE['claim']}")))
    assert answer.status_code == 422
    assert "Write your name" in words_of(answer)
    assert contents(folder) == before


def test_hostile_names_stay_texts(app, folder, sent_by):
    Ledger(folder).change(Change(At("places.csv", row=2), {"id": HOSTILE}), who="Ana")
    page = app.get(f"/record/removal?{WHERE['place']}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert app.post("/record/remove", data=sent_by(page) | {"who": HOSTILE}).status_code == 303


@pytest.mark.parametrize(
    "where",
    ["file=case.toml&table=choices", "file=case.toml", "file=documents/documents.csv&row=2", "file=places.csv&row=99"],
)
def test_what_cannot_be_taken_out_has_no_such_page(looked_at, where):
    assert looked_at.get(f"/record/removal?{where}").status_code == 404


def test_a_records_page_leads_to_both(looked_at):
    page = looked_at.get(f"/record?{WHERE['claim']}").text
    assert 'href="/record/copy?file=claims.toml&amp;table=claims&amp;id=one"' in page
    assert 'href="/record/removal?file=claims.toml&amp;table=claims&amp;id=one"' in page
    assert "/record/removal" not in looked_at.get("/record?file=case.toml&table=choices").text
