"""Adding a record by a form: every kind, copies, ids, what is tried first, and others who add at the same time."""

from __future__ import annotations

import re
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from records_case import HOSTILE, contents

from firmground.edit import At, Ledger, NewRecord
from firmground.errors import BadRequestError
from firmground.read import read_case
from firmground.web.record_kinds import KINDS

DOCS = Path(__file__).parents[2] / "docs/case-format.md"
# What a person fills in so that a record of each kind makes sense; into which file it goes.
FILLED = {
    "events": {"date": "2015-10-04", "place": "p1", "who": "russia", "kind": "raid"},
    "claims": {"by": "Ana", "on": "2015-11-01", "says": "So it was.", "cannot_test": "no data"},
    "places": {"name": "Homs", "lon": "36.72", "lat": "34.73", "radius_km": "5"},
    "sources": {"title": "A page", "by": "Reuters", "published": "2015-11-01"},
    "actors": {"name": "France", "names": "République française\nFR"},
    "ties": {"actor": "russia", "tie": "backs", "to": "rebels"},
    "definitions": {"title": "Theirs", "labels.1.label": "worse", "labels.1.covers": "rebels", "labels.1.open": "true"},
    "agreements": {"title": "A pause", "on": "2015-11-01", "parties": "russia", "clauses.1.act": "raid\nair-strike"},
    "pledges": {
        "by": "russia", "what": "To go", "on": "2015-11-01", "source": "paper",
        "stages.1.state": "kept", "stages.1.on": "2015-12-01", "stages.1.source": "paper",
    },
    "releases": {"by": "russia", "published": "2015-10-02", "status": "published"},
    "incidents": {"date": "2015-10-06", "kind": "crash", "place": "p1"},
}  # fmt: skip


def filled(form, fields, **words):
    return form | {f"field:{name}": text for name, text in fields.items()} | {"who": "Ana"} | words


@pytest.mark.parametrize("name", KINDS)
def test_a_record_of_each_kind_is_added_lands_on_its_page_and_is_taken_back(app, folder, words_of, sent_by, name):
    before = contents(folder)
    form = sent_by(app.get(f"/record/new/{name}"))
    assert form["kind"] == name
    known = {field.removeprefix("field:") for field in form}
    assert set(FILLED[name]) <= known, "the form has every field that is filled in"
    answer = app.post("/record/add", data=filled(form, FILLED[name]))
    assert answer.status_code == 303, words_of(answer)
    changed = {file for file, content in contents(folder).items() if content != before[file]}
    assert changed == {form["into"]}
    page = app.get(answer.headers["location"])
    assert page.status_code == 200
    assert "Saved as step 1" in words_of(page)
    said = sent_by(page)
    for field, text in FILLED[name].items():
        assert said[f"field:{field}"] == text
    assert not read_case(folder).problems
    assert app.post("/record/undo", data={"step": "1", "who": "Ana"}).headers["location"] == "/log?saved=2"
    assert contents(folder) == before


@pytest.mark.parametrize("name", KINDS)
def test_every_field_of_a_form_stands_in_the_documentation(name):
    told = DOCS.read_text(encoding="utf-8")
    kind = KINDS[name]
    every = [*kind.fields, *(field for part in kind.parts.values() for field in part.fields)]
    leaves = {field.rpartition(".")[2] for field in every}
    assert not [leaf for leaf in leaves if not re.search(rf"\b{leaf}\b", told)]


@pytest.mark.parametrize("name", KINDS)
def test_what_is_required_is_told_and_asked_for(looked_at, words_of, sent_by, name):
    page = looked_at.get(f"/record/new/{name}")
    needed = [field for field in KINDS[name].needed if field != "id"]
    assert len(re.findall(r" required[ >]", page.text)) == len(needed) + 1  # and the name of who adds it
    answer = looked_at.post("/record/add", data=sent_by(page) | {"who": "Ana"})
    assert answer.status_code == 422
    assert ("Fill in what is required" if needed else "Nothing stands in the form yet") in words_of(answer)


def test_an_id_is_drafted_next_in_line_or_of_what_the_record_says(app, folder, sent_by):
    assert sent_by(app.get("/record/new/events"))["field:id"] == "s004"
    assert sent_by(app.get("/record/new/places"))["field:id"] == "p3"
    form = sent_by(app.get("/record/new/claims"))
    assert form["field:id"] == ""
    app.post("/record/add", data=filled(form, FILLED["claims"]))
    app.post("/record/add", data=filled(form, FILLED["claims"]))
    ids = [claim["id"] for claim in tomllib.loads((folder / "claims.toml").read_text())["claims"]]
    assert ids == ["one", "two", "ana-2015-11-01", "ana-2015-11-01-2"]


def test_what_the_case_would_gain_is_shown_and_written_only_if_that_is_meant(app, folder, words_of, sent_by):
    before = contents(folder)
    form = sent_by(app.get("/record/new/claims"))
    wrong = filled(form, FILLED["claims"] | {"cannot_test": "", "test.measure": "cuont"})
    answer = app.post("/record/add", data=wrong)
    assert answer.status_code == 422
    assert "Not added yet" in words_of(answer)
    assert "cuont" in words_of(answer)
    assert contents(folder) == before
    again = sent_by(answer)
    assert again["field:test.measure"] == "cuont"
    assert again["field:id"] == "ana-2015-11-01-cuont"
    assert app.post("/record/add", data=again | {"anyway": "1"}).status_code == 303
    assert b"cuont" in (folder / "claims.toml").read_bytes()


def test_a_value_that_cannot_stand_there_and_a_missing_name_are_told(app, folder, words_of, sent_by):
    before = contents(folder)
    form = sent_by(app.get("/record/new/claims"))
    answer = app.post("/record/add", data=filled(form, FILLED["claims"] | {"test.out_of": "many"}))
    assert "is a number: write digits" in words_of(answer)
    answer = app.post("/record/add", data=filled(form, FILLED["claims"]) | {"who": " "})
    assert "Write your name" in words_of(answer)
    assert sent_by(answer)["field:says"] == "So it was."
    assert contents(folder) == before


def test_a_copy_says_the_same_with_an_id_of_its_own_and_keeps_lists_as_lists(app, folder, words_of, sent_by):
    page = app.get("/record/copy?file=claims.toml&table=claims&id=one")
    assert "which stays as it is" in words_of(page)
    form = sent_by(page)
    assert form["field:id"] == "one-2"
    assert app.post("/record/add", data=form | {"who": "Ana"}).status_code == 303
    first, *_, last = tomllib.loads((folder / "claims.toml").read_text())["claims"]
    assert last == first | {"id": "one-2"}
    page = app.get("/record/copy?file=undertakings.toml&table=agreements&id=truce")
    assert app.post("/record/add", data=sent_by(page) | {"who": "Ana"}).status_code == 303
    truce, copy = tomllib.loads((folder / "undertakings.toml").read_text())["agreements"]
    assert copy["clauses"] == [{"id": "1", "act": "air-strike", "zone": "p1", "protects": ["bad"]}]
    assert truce["clauses"] == copy["clauses"]


@pytest.mark.parametrize(
    ("where", "own"),
    [("events/e.csv&row=2", "s004"), ("control/m.csv&row=2", "p1"), ("releases/mod.csv&row=2", "r1-2")],
)
def test_a_row_of_any_table_is_copied_with_all_its_columns(app, folder, sent_by, where, own):
    form = sent_by(app.get(f"/record/copy?file={where}"))
    answer = app.post("/record/add", data=form | {"who": "Ana", "anyway": "1"})
    assert answer.status_code == 303
    lines = (folder / form["into"]).read_text(encoding="utf-8").splitlines()
    assert lines[-1].partition(",")[2] == lines[1].partition(",")[2]
    assert lines[-1].partition(",")[0] == own


def test_one_more_clause_is_asked_for_without_a_script_and_writes_nothing(app, folder, sent_by):
    before = contents(folder)
    form = filled(sent_by(app.get("/record/new/agreements")), FILLED["agreements"])
    answer = app.post("/record/add", data=form | {"more": "clauses"})
    assert answer.status_code == 200
    again = sent_by(answer)
    assert again["field:clauses.2.id"] == "2"
    assert again["field:clauses.1.act"] == "raid\nair-strike"
    assert contents(folder) == before
    # An inner entry in which nothing was written is none.
    app.post("/record/add", data=again)
    assert len(tomllib.loads((folder / "undertakings.toml").read_text())["agreements"][1]["clauses"]) == 1


def test_a_field_that_no_form_has_can_be_added_by_its_name(app, folder, sent_by):
    form = filled(sent_by(app.get("/record/new/events")), FILLED["events"])
    app.post("/record/add", data=form | {"added-name": "weapon", "added-text": "Kh-29"})
    assert Ledger(folder).record(At("events/e.csv", row=5)).fields["weapon"] == "Kh-29"


def test_two_who_add_at_once_never_write_one_id_twice(app, folder, words_of, sent_by):
    mine = filled(sent_by(app.get("/record/new/events")), FILLED["events"])
    Ledger(folder).apply([NewRecord("events/e.csv", {"id": "s004", "date": "2015-10-05", "place": "p2"})], who="Ben")
    after_ben = contents(folder)
    answer = app.post("/record/add", data=mine)
    assert answer.status_code == 422
    assert "'s004' already" in words_of(answer)
    assert contents(folder) == after_ben
    # Even if it is meant; another id goes in behind theirs.
    assert app.post("/record/add", data=mine | {"anyway": "1"}).status_code == 422
    assert app.post("/record/add", data=mine | {"field:id": "s005"}).status_code == 303
    assert contents(folder)["events/e.csv"].startswith(after_ben["events/e.csv"])


def test_of_many_who_add_one_id_at_the_same_moment_one_is_served(folder):
    start = threading.Barrier(6)

    def add(number):
        start.wait()
        try:
            wish = NewRecord("places.csv", {"id": "p9", "name": f"from {number}"}, unique="id")
            return Ledger(folder).apply([wish], who=str(number)).number
        except BadRequestError:
            return None

    with ThreadPoolExecutor(6) as pool:
        served = [number for number in pool.map(add, range(6)) if number]
    assert len(served) == 1
    assert (folder / "places.csv").read_text(encoding="utf-8").count("\np9,") == 1


def test_the_ledger_itself_refuses_an_id_that_is_taken(folder):
    ledger = Ledger(folder)
    for wish in (
        NewRecord("claims.toml", {"id": "one", "by": "x"}, table="claims", unique="id"),
        NewRecord("places.csv", {"id": "p1"}, unique="id"),
    ):
        with pytest.raises(BadRequestError, match="already: choose another"):
            ledger.apply([wish], who="Ana")
    with pytest.raises(BadRequestError, match="there is no file"):
        ledger.apply([NewRecord("nothing.csv", {"id": "p1"}, unique="id")], who="Ana")


def test_the_first_record_of_its_kind_makes_its_file(app, folder, sent_by):
    for name in ("incidents.csv", "releases/mod.csv", "undertakings.toml", "events/e.csv"):
        (folder / name).unlink()
    (folder / "case.toml").write_text('title = "T"\n', encoding="utf-8")
    app.app.state.desk.recheck()
    assert app.app.state.desk.wait(60)
    for name in ("incidents", "releases", "pledges", "events"):
        fields = {("by" if key == "who" else key): text for key, text in FILLED[name].items()}
        answer = app.post("/record/add", data=filled(sent_by(app.get(f"/record/new/{name}")), fields))
        assert answer.status_code == 303, name
    case = read_case(folder)
    assert (len(case.incidents), len(case.releases), len(case.pledges), len(case.events)) == (1, 1, 1, 1)
    assert not [problem for problem in case.problems if problem.file.endswith((".csv", "undertakings.toml"))]


def test_hostile_texts_stay_texts(app, folder, words_of, sent_by):
    form = filled(sent_by(app.get("/record/new/places")), {"name": HOSTILE, "note": '"><img src=x onerror=alert(1)>'})
    answer = app.post("/record/add", data=form | {"anyway": "1"})
    for page in (app.get(answer.headers["location"]), app.get("/records/places"), app.get("/records/places?page=9")):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert HOSTILE in (folder / "places.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address",
    [
        "/record/new/nothing", "/record/new/events?into=places.csv", "/record/new/rows", "/records/nothing",
        "/record/new/rows?into=../x.csv", "/record/new/rows?into=documents/documents.csv", "/record/copy",
        "/record/copy?file=case.toml&table=choices", "/record/copy?file=case.toml&table=maps&id=m",
        "/record/copy?file=documents/passages.csv&row=2", "/record/copy?file=/etc/passwd&row=2",
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_not_found(looked_at, address):
    assert looked_at.get(address).status_code == 404


def test_a_form_of_another_file_is_refused(looked_at):
    form = {"kind": "events", "into": "places.csv", "field:id": "x", "who": "Ana"}
    assert looked_at.post("/record/add", data=form).status_code == 400
    assert looked_at.post("/record/add", data=form | {"kind": "nothing"}).status_code == 400


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.page], ids=lambda kind: kind.name)
def test_each_list_leads_to_the_form(looked_at, kind):
    assert f'href="/record/new/{kind.name}"' in looked_at.get(kind.page).text


def test_the_list_of_a_kind_leads_to_each_record(looked_at):
    assert looked_at.get("/records/events").headers["location"] == "/events"
    for name in KINDS.keys() - {"events"}:
        page = looked_at.get(f"/records/{name}")
        links = re.findall(r'href="(/record\?[^"]*)"', page.text)
        assert links, name
        assert looked_at.get(links[0].replace("&amp;", "&")).status_code == 200


def test_the_overview_and_the_form_remember_different_things(looked_at):
    assert looked_at.get("/").status_code == 200
    assert looked_at.get("/record/new/events").status_code == 200


def test_a_table_of_another_layout_has_its_own_columns_with_our_hints(app, folder, words_of, sent_by):
    (folder / "events/ged.csv").write_text(
        "id,side_a,where_coordinates,latitude,longitude,where_prec,date_start,date_end,date_prec,best\n"
        "7,Government of Syria,Aleppo,36.2,37.16,1,2015-10-01,2015-10-01,1,3\n"
        "8,Government of Syria,Aleppo,36.2,37.16,1,2015-10-02,2015-10-02,1,3\n",
        encoding="utf-8",
    )
    case = folder / "case.toml"
    entry = '\n[[events]]\nfile = "events/ged.csv"\nlayout = "ucdp-ged"\n'
    case.write_text(case.read_text(encoding="utf-8") + entry, encoding="utf-8")
    app.app.state.desk.recheck()
    assert app.app.state.desk.wait(60)
    page = app.get("/record/new/events?into=events/ged.csv")
    form = sent_by(page)
    assert form["field:id"] == "9"
    assert "field:where_prec" in form
    assert "degrees north" in words_of(page)
    more = {"side_a": "Government of Syria", "latitude": "36.2", "longitude": "37.2", "where_prec": "1"}
    days = {"date_start": "2015-10-03", "date_end": "2015-10-03", "date_prec": "1"}
    answer = app.post("/record/add", data=filled(form, more | days, anyway="1"))
    assert answer.status_code == 303
    assert Ledger(folder).record(At("events/ged.csv", row=4)).fields["date_start"] == "2015-10-03"
