"""Every stored span is sliced again when the case is read; a row whose words are not there is refused and told."""

from __future__ import annotations

import hashlib

import paper_case
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper_case import EVERY, Desk, event_draft

from firmground.documents.draft import Draft, DraftKind
from firmground.errors import Effect
from firmground.read.passages import PASSAGES
from firmground.review.passages import decisions
from firmground.spans import Span


@pytest.fixture
def decided(desk):
    desk.accept(event_draft())
    return desk


def test_accepted_words_are_read_back_to_the_letter(decided):
    passages = decided.case.passages
    assert passages
    text = decided.page().text
    assert all(one.span.of(text) == one.words for one in passages)
    assert [one.field for one in passages] == ["", "date", "place", "by", "object"]
    assert {one.record for one in passages} == {"palmyra-2015-10-05"}


def change_row(desk, old, new):
    path = desk.folder / PASSAGES
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8", newline="")


def faults(desk):
    return [problem for problem in desk.case.problems if problem.file == PASSAGES]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("paper-1,25,34,", "paper-1,26,34,", "do not stand"),
        ("paper-1,25,34,", "paper-1,25,35,", "do not stand"),
        ("paper-1,25,34,", "paper-1,34,25,", "outside"),
        ("paper-1,25,34,", "paper-1,25,99999,", "outside"),
        ("paper-1,25,34,", "paper-1,-9,34,", "outside"),
        ("paper-1,25,34,", f"paper-1,25,{'9' * 5000},", "outside"),
        ("paper-1,25,34,", "paper-1,25,٣٤,", "outside"),
        ("paper-1,25,34,", "paper-2,25,34,", "not in documents"),
        ("34,October 5,", "34,October 6,", "do not stand"),
        ("34,October 5,", '34,"October 5 ",', "do not stand"),
        ("34,October 5,", "34,october 5,", "do not stand"),
        (",accepted,events/from-documents.csv,,palmyra-2015-10-05,date", ",sure,x,,y,date", "no decision"),
    ],
)
def test_a_row_that_says_something_else_is_refused_with_file_and_row(decided, old, new, what):
    before = len(decided.case.passages)
    change_row(decided, old, new)
    (fault,) = faults(decided)
    assert what in fault.what
    assert (fault.row, fault.effect) == (3, Effect.REFUSED)
    assert fault.hint
    assert len(decided.case.passages) == before - 1


def test_no_words_are_shown_of_a_text_that_was_edited(decided):
    path = decided.folder / "documents/text/paper-1.txt"
    path.write_bytes(path.read_bytes().replace(b"approves", b"refuses."))
    assert not decided.case.passages
    (fault,) = faults(decided)
    assert "not what they were" in fault.what
    assert "rows 2, 3, 4, 5 and 6" in fault.what


def test_a_file_without_a_needed_column_is_told(decided):
    path = decided.folder / PASSAGES
    path.write_text(path.read_text(encoding="utf-8").replace("words", "wrods", 1), encoding="utf-8")
    assert not decided.case.passages
    (fault,) = faults(decided)
    assert fault.row == 1
    assert "'words'" in fault.what


def test_no_file_is_no_passage_and_no_problem(desk):
    case = desk.case
    assert (case.passages, case.problems) == ((), ())


# Text of any script, with what makes spans hard: combining marks, joiners, directions, letters beyond 16 bits.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"), min_size=1, max_size=60
) | st.sampled_from(["“أكثر من النصف” قال", "й́ e\u0301 \U0001f1eb\U0001f1f7 𐍈 a\u200db", 'a "b", c;d|e\tf', "=1+1\n'x"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=TEXTS, cut=st.tuples(st.integers(0, 59), st.integers(1, 60)))
def test_whatever_words_were_decided_on_they_come_back(tmp_path_factory, text, cut):
    start = cut[0] % len(text)
    span = Span(start, min(len(text), start + cut[1]))
    desk = Desk(paper_case.write_papers(tmp_path_factory.mktemp("any") / "case", text))
    desk.refuse(Draft(DraftKind.STATEMENT, span, "any", (), "hand"), why=text)
    case = desk.case
    assert not [problem for problem in case.problems if problem.effect is Effect.REFUSED]
    (passage,) = case.passages
    assert (passage.span, passage.words) == (span, text[start : span.stop])
    assert hashlib.sha256(text.encode()).hexdigest() == case.documents["paper-1"].text_sha256


@pytest.mark.parametrize("name", ["event", "claim", "agreement", "pledge", "release"])
def test_a_record_that_somebody_took_out_is_told(desk, name):
    draft = EVERY[name]()
    desk.accept(draft)
    decision = decisions(desk.case)[draft.key("paper-1")]
    path = desk.folder / decision.file
    path.write_bytes(path.read_bytes().replace(decision.record.encode(), b"another-id"))
    (fault,) = faults(desk)
    assert (fault.row, fault.effect) == (2, Effect.NOTED)
    assert decision.record in fault.what


def test_an_id_of_two_files_is_no_lost_record(desk):
    (desk.folder / "events/told.csv").write_text("id,date\npalmyra-2015-10-05,2015-10-01\n", encoding="utf-8")
    desk.accept(event_draft(), {"id": "mine"})
    path = desk.folder / "events/told.csv"
    path.write_text("id,date\nmine,2015-10-01\n", encoding="utf-8")
    assert desk.case.events.id == ["mine", "from-documents:mine"]
    assert not faults(desk)
