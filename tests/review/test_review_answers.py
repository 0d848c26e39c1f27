"""An answer is carried out as it said, kept, never asked again, and can be taken back to the last byte."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from open_questions import FILES, ask, contents, write_case

import firmground as fg
from firmground.edit import Ledger, StaleRecordError
from firmground.errors import BadRequestError
from firmground.review import Kind, accept, read_decisions

FILLED_IN = {"lon": "30.5", "lat": "30.5", "radius_km": "2", "note": "a map", "date": "2020-12-31"}
NOW = lambda: datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)  # noqa: E731 - a clock that stands still


def decide(folder, proposal, option, answers=FILLED_IN, **words):
    return accept(Ledger(folder), proposal, proposal.option(option), answers, who="Ana", now=NOW, **words)


ANSWERS = [
    ("duplicate", "e1; e2", "repeats"),
    ("duplicate", "e1; e2", "repeats-other-way"),
    ("duplicate", "e1; e2", "different-events"),
    ("ambiguous-place", "Ford", "place:ford-east"),
    ("ambiguous-place", "Ford", "place:ford-west"),
    ("ambiguous-place", "Ford", "any-of-them"),
    ("ambiguous-place", "Ford", "new-place"),
    ("unplaced-name", "Lattamna", "alias:latamneh"),
    ("unplaced-name", "Lattamna", "place:latamneh"),
    ("unplaced-name", "Lattamna", "new-place"),
    ("unplaced-name", "Lattamna", "not-locatable"),
    ("unplaced-name", "Zzyzx", "new-place"),
    ("unplaced-name", "Zzyzx", "not-locatable"),
    ("unread-value", "31.13.2020", "date"),
    ("unread-value", "31.13.2020", "stays-unknown"),
    ("unread-value", "longitude 'None' is not a number", "by-name"),
    ("unread-value", "longitude 'None' is not a number", "point"),
    ("unread-value", "longitude 'None' is not a number", "stays-unknown"),
    ("unknown-party", "Army of North", "actor:north"),
    ("unknown-party", "Army of North", "new-actor"),
    ("unknown-party", "Army of North", "own-party"),
]


@pytest.mark.parametrize(("kind", "subject", "option"), ANSWERS, ids=lambda text: text.replace(" ", "-"))
def test_an_answer_ends_the_question_and_undone_it_leaves_every_byte_as_it_was(folder, find, kind, subject, option):
    before, asked = contents(folder), ask(folder)
    step = decide(folder, find(asked, kind, subject), option)
    assert contents(folder) != before
    now = ask(folder)
    assert [p for p in now.proposals if (p.kind, p.subject) == (kind, subject)] == []
    assert {(str(p.kind), p.subject) for p in now.proposals} < {(str(p.kind), p.subject) for p in asked.proposals}
    Ledger(folder).undo(step.number, who="Ana")
    assert contents(folder) == before
    assert [p.seen for p in ask(folder).proposals] == [p.seen for p in asked.proposals]


def test_every_answer_of_every_question_is_among_those_tried(folder):
    offered = {(str(p.kind), p.subject, option.id) for p in ask(folder).proposals for option in p.options}
    assert offered == set(ANSWERS)


def test_a_decision_is_a_row_that_a_person_can_read(folder, find):
    decide(folder, find(ask(folder), "duplicate"), "different-events", why="two depots, says the page")
    text = (folder / "decisions.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0] == "kind,about,decided,seen,by,at,why"
    (decision,) = read_decisions(folder).values()
    assert (decision.about, decision.decided, decision.by) == ("e1; e2", "different-events", "Ana")
    assert (decision.at, decision.why) == ("2020-02-03T04:05:06Z", "two depots, says the page")


def test_a_decision_that_writes_nothing_else_is_asked_again_only_when_the_rows_change(folder, find):
    decide(folder, find(ask(folder), "duplicate"), "different-events")
    queue = ask(folder)
    assert queue.decided == 1
    assert queue.of_kind(Kind.DUPLICATE) == ()
    path = folder / "events/strikes.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("in the morning", "at noon"), encoding="utf-8")
    assert len(ask(folder).of_kind(Kind.DUPLICATE)) == 1


def test_a_double_is_kept_and_not_counted_again(folder, find):
    decide(folder, find(ask(folder), "duplicate"), "repeats")
    findings = fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(folder))))
    events = findings.case.events
    assert len(events) == 9
    assert events.duplicate_of[events.id.index("e2")] == "e1"


def test_an_answer_may_be_meant_for_some_of_the_rows(folder, find):
    asked = find(ask(folder), "unplaced-name", "Lattamna")
    decide(folder, asked, "place:latamneh", rows={asked.rows[0].event})
    events = fg.read_case(folder).events
    assert [events.place[events.id.index(name)] for name in ("e4", "e5")] == ["latamneh", "Lattamna"]
    assert [row.id for row in find(ask(folder), "unplaced-name", "Lattamna").rows] == ["e5"]
    with pytest.raises(BadRequestError, match="no row is chosen"):
        decide(folder, find(ask(folder), "unplaced-name", "Lattamna"), "place:latamneh", rows=set())


@pytest.mark.parametrize(
    ("option", "was", "becomes"),
    [("place:latamneh", "Lattamna", "Lattamneh"), ("place:latamneh", "e4,", "e44,")],
    ids=["the-cell-itself", "the-row-is-gone"],
)
def test_a_record_that_changed_since_is_not_written_over(folder, find, option, was, becomes):
    asked = find(ask(folder), "unplaced-name", "Lattamna")
    path = folder / "events/strikes.csv"
    text = path.read_text(encoding="utf-8")
    moved = (
        "\n".join(line for line in text.splitlines() if not line.startswith("e4,")) + "\n"
        if was == "e4,"
        else text.replace(was, becomes)
    )
    path.write_text(moved, encoding="utf-8")
    before = contents(folder)
    with pytest.raises((StaleRecordError, BadRequestError)):
        decide(folder, asked, option)
    assert contents(folder) == before


def test_comments_and_order_of_the_files_stay(folder, find):
    decide(folder, find(ask(folder), "unknown-party"), "actor:north")
    text = (folder / "actors.toml").read_text(encoding="utf-8")
    assert text.startswith("# Who fights.\n")
    assert 'names = ["AN", "Army of North"]' in text


def test_nothing_that_only_resembles_is_ever_the_first_answer_of_its_own_accord(folder):
    for proposal in ask(folder).proposals:
        for option in proposal.options:
            candidate = next((one for one in proposal.candidates if one.number == option.candidate), None)
            assert candidate is None or option.doubtful is candidate.doubtful


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "=HYPERLINK(1)", "a;b", 'q"uo,te', "line\nbreak", "\u202egnirts", "ﷺ" * 40]
)
def test_hostile_names_are_asked_about_and_written_as_they_stand(tmp_path, find, text):
    row = 'e1,2020-01-01,"' + text.replace('"', '""') + '",,,,north,air,,\n'
    folder = write_case(tmp_path, events_in_strikes__csv=FILES["events/strikes.csv"].splitlines()[0] + "\n" + row)
    before, asked = contents(folder), ask(folder)
    proposal = asked.of_kind(Kind.UNPLACED)[0]
    option = "new-place" if ";" in text else "not-locatable"
    step = decide(folder, proposal, option)
    if option == "not-locatable":
        assert ask(folder).of_kind(Kind.UNPLACED) == ()
    Ledger(folder).undo(step.number, who="Ana")
    assert contents(folder) == before
