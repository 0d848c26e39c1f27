"""A record and the words behind it are written in one step, and taken back in one."""

from __future__ import annotations

import json
import tomllib

import pytest
from paper_case import (
    CASE,
    EVERY,
    QUOTED,
    TEXT,
    Desk,
    agreement_draft,
    claim_draft,
    event_draft,
    pledge_draft,
    release_draft,
    statement_draft,
    tie_draft,
    told,
    write_papers,
)

import firmground as fg
from firmground.documents.draft import Draft, DraftKind
from firmground.documents.page import Page
from firmground.errors import BadRequestError, Effect
from firmground.review.passages import (
    KnownRecord,
    NotWrittenError,
    accept_draft,
    decisions,
    form_of,
    prepare,
    step_of,
    targets,
    waiting,
)
from firmground.spans import Span


def entry(desk, file, table, number=-1):
    return tomllib.loads((desk.folder / file).read_text(encoding="utf-8"))[table][number]


@pytest.mark.parametrize("name", EVERY)
def test_each_kind_becomes_a_record_that_the_case_reads_without_a_problem(desk, name):
    draft = EVERY[name]()
    step = desk.accept(draft)
    case = desk.case
    assert not case.problems
    found = decisions(case, "paper-1")[draft.key("paper-1")]
    assert (found.decided, found.by, found.at) == ("accepted", "Ana", "2026-11-29T12:00:00Z")
    assert len(case.passages) == 1 + sum(len(one.spans) for one in (*draft.fields, *draft.facts))
    assert step_of(desk.ledger, found).number == step.number


@pytest.mark.parametrize("name", [*EVERY, "tie"])
def test_undo_takes_back_record_source_and_words_together(desk, name):
    before = desk.files()
    draft = tie_draft(to="islamic-state") if name == "tie" else EVERY[name]()
    step = desk.accept(draft)
    assert desk.case.passages
    desk.ledger.undo(step.number, who="Ana")
    case = desk.case
    assert (case.passages, case.sources, case.problems) == ((), {}, ())
    after = desk.files()
    assert {file: after[file] for file in before if file != "documents/documents.csv"} == {
        file: content for file, content in before.items() if file != "documents/documents.csv"
    }
    # What is left are new files in which nothing stands.
    assert all(after[file].count(b"\n") <= 1 for file in after.keys() - before.keys())


def test_an_event_gets_a_table_of_its_own_that_the_case_then_names(desk):
    desk.accept(event_draft())
    case = desk.case
    assert case.events.id == ["s001", "s002", "palmyra-2015-10-05"]
    assert case.events.dataset[-1] == "from-documents"
    assert case.events.column("object")[-1] == "depot"
    source = case.sources[case.events.source[-1]]
    document = case.documents["paper-1"]
    assert (source.file, source.sha256, source.url) == (document.kept, document.sha256, document.origin)
    assert (source.by, source.title, document.source) == ("Example News", "Strikes near Palmyra", source.id)


def test_an_event_may_go_into_a_table_that_the_case_has(desk):
    assert targets(desk.case, DraftKind.EVENT) == ("events/from-documents.csv", "events/told.csv")
    desk.accept(event_draft(), into="events/told.csv")
    assert set(desk.case.events.dataset) == {"told"}
    assert not (desk.folder / "events/from-documents.csv").exists()
    with pytest.raises(BadRequestError, match="no file for this"):
        desk.accept(release_draft(), into="../elsewhere.csv")


def test_the_columns_of_a_table_in_other_words_are_found(desk):
    (desk.folder / "case.toml").write_text(CASE + '[events.columns]\nby = "actor"\n', encoding="utf-8", newline="")
    (desk.folder / "events/told.csv").write_text("id,date,place,actor,kind\ns001,2015-10-01,aleppo,russia,x\n")
    desk.accept(event_draft(), into="events/told.csv")
    assert desk.case.events.by == ["russia", "russia"]
    assert "palmyra-2015-10-05,2015-10-05,palmyra,russia,air-strike" in (desk.folder / "events/told.csv").read_text()


def test_a_claim_is_written_with_its_test_and_is_tested(desk):
    desk.accept(claim_draft())
    written = entry(desk, "claims.toml", "claims")
    assert written["test"] == {
        "measure": "share",
        "unit": "place",
        "among": {"by": "russia"},
        "that": {"outside": "islamic-state"},
        "value": "> 0.5",
        "out_of": 64,
    }
    assert "[claims.test]" in (desk.folder / "claims.toml").read_text(encoding="utf-8")
    assert written["said"] == {"value": "More than half"}
    assert written["anonymous"] is True
    findings = fg.check_claims(fg.hold_events(fg.locate_events(desk.case)))
    assert [found.claim.id for found in findings.claims] == [written["id"]]


def test_a_statement_says_why_it_is_not_tested_and_takes_the_day_of_the_document(desk):
    desk.accept(statement_draft())
    written = entry(desk, "claims.toml", "claims")
    assert (written["on"], written["says"]) == ("2015-10-07", QUOTED)
    assert "nobody has written a test" in written["cannot_test"]
    # A person who writes a test need not take the reason out first.
    desk.accept(claim_draft(), {"cannot_test": ""})
    assert "cannot_test" not in entry(desk, "claims.toml", "claims")


def test_an_agreement_is_written_with_its_clauses_as_entries(desk):
    desk.accept(agreement_draft())
    agreement = desk.case.agreements["russia-france-2015-10-07"]
    (clause,) = agreement.clauses
    assert (agreement.parties, clause.acts, clause.protects) == (
        ("russia", "france"),
        ("air-strike",),
        ("france", "islamic-state"),
    )
    assert "[[agreements.clauses]]" in (desk.folder / "undertakings.toml").read_text(encoding="utf-8")


def test_a_tie_and_a_pledge_name_their_source(desk):
    desk.accept(tie_draft(), {"to": "islamic-state"})
    desk.accept(pledge_draft(), {"stages.1.state": "open", "stages.1.on": "2015-10-07"})
    case = desk.case
    assert not case.problems
    (tie,) = case.actors.ties
    (pledge,) = case.pledges.values()
    assert {tie.source, pledge.source, pledge.stages[0].source} == {case.documents["paper-1"].source}
    tied = next(one for one in decisions(case).values() if one.kind == "tie")
    assert (tied.decided, tied.record) == ("changed", "russia backs islamic-state")


def test_a_tie_by_names_is_found_again_by_its_ids(desk):
    desk.accept(tie_draft(), {"actor": "Russian", "to": "Islamic State"})
    case = desk.case
    assert not case.problems
    assert case.passages[0].record == "russia backs islamic-state"


def test_a_release_is_read_as_one(desk):
    desk.accept(release_draft())
    (release,) = desk.case.releases
    assert (release.by, release.gives, release.targets.low) == ("russia", ("date", "place"), 64)


def test_what_a_person_altered_is_kept_beside_what_was_proposed(desk):
    draft = event_draft()
    desk.accept(draft, {"place": "aleppo", "note": "in my own words", "object": ""}, why="the map says so")
    found = decisions(desk.case)[draft.key("paper-1")]
    assert (found.decided, found.why) == ("changed", "the map says so")
    head = found.passages[0]
    assert json.loads(head.proposed)["place"] == "palmyra"
    assert json.loads(head.value)["place"] == "aleppo"
    fields = {one.field: one for one in found.passages}
    assert (fields["place"].decided, fields["place"].proposed, fields["place"].value) == (
        "changed",
        "palmyra",
        "aleppo",
    )
    assert (fields["date"].decided, fields["object"].value) == ("accepted", "")
    assert desk.case.events.note[-1] == "in my own words"


def test_words_that_are_somebodys_must_be_in_the_document(desk):
    before = desk.files()
    with pytest.raises(BadRequestError, match="not in the document to the letter"):
        desk.accept(claim_draft(), {"says": "More than half of the 65 named targets"})
    with pytest.raises(BadRequestError, match=r"`said.value`"):
        desk.accept(claim_draft(), {"said.value": "most of them"})
    with pytest.raises(BadRequestError, match=r"`clauses.1.says`"):
        desk.accept(agreement_draft(), {"clauses.1.says": "not to bomb groups"})
    assert desk.files() == before
    # Another stretch of the document is theirs to choose, and its own words stand behind it then.
    desk.accept(claim_draft(), {"says": "More than half … were outside areas of Islamic State"})
    spans = [one.words for one in desk.case.passages if one.field == "says"]
    assert spans == ["More than half", "were outside areas of Islamic State"]


def test_what_the_case_would_refuse_is_shown_and_not_written(desk):
    before = desk.files()
    with pytest.raises(NotWrittenError) as caught:
        desk.accept(tie_draft(), {"to": "the moon"})
    assert [problem.effect for problem in caught.value.problems] == [Effect.REFUSED]
    assert "the moon" in str(caught.value)
    with pytest.raises(NotWrittenError):
        desk.accept(claim_draft(), {"test.value": "many"})
    assert desk.files() == before


def test_what_cannot_be_read_is_written_only_on_purpose(desk):
    before = desk.files()
    with pytest.raises(NotWrittenError, match="the day after") as caught:
        desk.accept(event_draft(), {"date": "the day after"})
    assert not caught.value.refused
    assert desk.files() == before
    desk.accept(event_draft(), {"date": "the day after"}, despite=True)
    assert [problem.effect for problem in desk.case.problems] == [Effect.WIDENED]
    with pytest.raises(NotWrittenError) as caught:
        desk.accept(tie_draft(), {"to": "the moon"}, despite=True)
    assert caught.value.refused


@pytest.mark.parametrize(
    ("make", "values", "says"),
    [
        (claim_draft, {"on": ""}, "`on` is missing"),
        (claim_draft, {"by": " "}, "`by` is missing"),
        (tie_draft, {}, "`to` is missing"),
        (claim_draft, {"sayz": "x"}, "'sayz' is no field"),
        (agreement_draft, {"clauses.x.act": "x"}, "is no field"),
        (claim_draft, {"id": "old"}, "is taken"),
        (claim_draft, {"test.out_of": "many"}, "is a number"),
        (event_draft, {"note": "a\0b"}, "NUL"),
    ],
)
def test_a_form_that_cannot_be_written_says_what_to_do_and_writes_nothing(desk, make, values, says):
    before = desk.files()
    with pytest.raises(BadRequestError, match=says):
        desk.accept(make(), values)
    assert desk.files() == before


def test_a_day_that_nobody_knows_stays_unknown(tmp_path):
    desk = Desk(write_papers(tmp_path / "case", published=""))
    (on,) = (field for field in form_of(desk.page(), statement_draft()) if field.name == "on")
    assert (on.value, on.required) == ("", True)
    desk.accept(statement_draft(), {"on": "?"})
    claim = list(desk.case.claims.values())[-1]
    assert not claim.on.known


def test_the_same_proposal_is_not_accepted_twice_and_may_be_after_a_refusal(desk):
    draft = event_draft()
    desk.refuse(draft, why="not ours")
    assert (desk.case.events.id, decisions(desk.case)[draft.key("paper-1")].decided) == (["s001", "s002"], "refused")
    step = desk.accept(draft)
    with pytest.raises(BadRequestError, match="accepted already"):
        desk.accept(draft)
    with pytest.raises(BadRequestError, match="accepted already"):
        desk.refuse(draft)
    desk.ledger.undo(step.number, who="Ana")
    assert decisions(desk.case)[draft.key("paper-1")].decided == "refused"


def test_ids_are_readable_and_never_taken_ones(desk):
    twice = event_draft()
    other = Draft(twice.kind, Span(0, 20), "another", twice.fields, "hand")
    desk.accept(twice)
    desk.accept(other)
    assert desk.case.events.id[2:] == ["palmyra-2015-10-05", "palmyra-2015-10-05-2"]
    arabic = Draft(DraftKind.EVENT, Span(0, 7), "تدمر", (told(TEXT, "place", "تدمر"),), "hand")
    desk.accept(arabic)
    assert desk.case.events.id[-1] == "event"


def test_a_source_that_later_records_name_stays_when_the_first_is_taken_back(desk):
    first = desk.accept(event_draft())
    desk.accept(claim_draft())
    other = Draft(DraftKind.EVENT, Span(0, 20), "another", event_draft().fields, "hand")
    desk.accept(other)
    desk.ledger.undo(first.number, who="Ana")
    case = desk.case
    assert not case.problems
    assert case.events.id == ["s001", "s002", "palmyra-2015-10-05-2"]
    assert case.documents["paper-1"].source in case.sources
    # And back again: the record and its words return.
    again = desk.ledger.history()[0]
    desk.ledger.undo(again.number, who="Ana")
    assert sorted(desk.case.events.id) == ["palmyra-2015-10-05", "palmyra-2015-10-05-2", "s001", "s002"]
    assert not desk.case.problems


def test_nothing_is_written_for_a_text_that_is_not_the_documents(desk):
    document = desk.case.documents["paper-1"]
    page = Page(document, TEXT.replace("depot", "depots"))
    with pytest.raises(BadRequestError, match="not the one that was collected"):
        accept_draft(desk.ledger, desk.case, page, event_draft(), who="Ana")
    outside = Draft(DraftKind.EVENT, Span(0, len(TEXT) + 1), "x", (), "hand")
    with pytest.raises(BadRequestError, match="outside the text"):
        desk.accept(outside)


def test_prepare_shows_what_would_be_written_and_writes_nothing(desk):
    before = desk.files()
    made = prepare(desk.ledger, desk.case, desk.page(), event_draft(), {"place": "aleppo"}, who="Ana")
    assert (made.file, made.record, made.decided) == ("events/from-documents.csv", "aleppo-2015-10-05", "changed")
    assert made.fields["date"] == "2015-10-05"
    assert desk.files() == before


def test_words_are_linked_to_a_record_that_the_case_has(desk):
    draft, events = event_draft(), (desk.folder / "events/told.csv").read_bytes()
    desk.link(draft, KnownRecord("events/told.csv", "", "s001"))
    found = decisions(desk.case)[draft.key("paper-1")]
    assert (found.decided, found.record, found.taken) == ("linked", "s001", True)
    fields = {one.field: one for one in found.passages}
    assert (fields["place"].proposed, fields["place"].value) == ("palmyra", "Tadmur")
    assert (desk.folder / "events/told.csv").read_bytes() == events
    assert not desk.case.problems
    for wrong in (
        KnownRecord("events/told.csv", "", "s999"),
        KnownRecord("claims.toml", "claims", "older"),
        KnownRecord("sources.toml", "sources", "old"),
        KnownRecord("actors.toml", "ties", "russia backs france"),
    ):
        with pytest.raises(BadRequestError):
            desk.link(claim_draft(), wrong)
    # Words may be behind a record of another kind than the reader took them for.
    desk.link(statement_draft(), KnownRecord("events/told.csv", "", "s002"))
    assert not desk.case.problems


def test_only_what_nobody_decided_on_waits(desk):
    drafts = (event_draft(), claim_draft(), pledge_draft())
    desk.accept(drafts[0])
    desk.refuse(drafts[1])
    assert waiting(desk.case, desk.reading(*drafts)) == (drafts[2],)
