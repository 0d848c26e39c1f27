"""A newer package of the same sender: the first is taken out, decisions stay, and what is different is told."""

from __future__ import annotations

import tomllib

import pytest
from two_sides import OTHER, OWN, find, headlines

from firmground.edit import Ledger
from firmground.errors import BadRequestError
from firmground.exchange.merge import merge_cases
from firmground.locate import locate_events
from firmground.read import read_case
from firmground.review import accept, find_proposals, read_decisions

ROWS = OTHER["events/strikes.csv"]


def decide(folder, subject, option):
    case = read_case(folder)
    queue = find_proposals(case, locate_events(case))
    (proposal,) = [one for one in queue.proposals if one.subject == subject]
    accept(Ledger(folder), proposal, proposal.option(option), who="me", why="seen both")


def asked(folder):
    case = read_case(folder)
    return {one.subject for one in find_proposals(case, locate_events(case)).proposals}


@pytest.fixture
def decided(sides, tmp_path):
    """A merge in which s1 was found to be told twice, and s2 to be two events."""
    merged = merge_cases(*sides, tmp_path / "first", name="them")
    assert ("s1", "them.s1") in merged.double_rows
    decide(merged.folder, "s1; them.s1", "repeats")
    if "s3; them.s3" in asked(merged.folder):
        decide(merged.folder, "s3; them.s3", "different-events")
    return merged.folder


def test_decisions_survive_the_same_package(sides, tmp_path, decided):
    again = merge_cases(decided, sides[1], tmp_path / "second", name="them")
    case = read_case(again.folder)
    assert case.events.duplicate_of[case.events.id.index("them.s1")] == "s1"
    assert not {"s1; them.s1", "s3; them.s3"} & asked(again.folder)
    assert read_decisions(again.folder) == read_decisions(decided)
    assert [(one.what, one.about) for one in again.again] == [("kept", "them.s1")]


def test_the_same_package_twice_is_the_same_case(sides, tmp_path):
    first = merge_cases(*sides, tmp_path / "first", name="them")
    second = merge_cases(first.folder, sides[1], tmp_path / "second", name="them")
    one, other = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (first.folder, second.folder)
    )
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] in ([], ["case.toml"])
    assert tomllib.loads(one["case.toml"].decode()) == tomllib.loads(other["case.toml"].decode())
    assert second.again == ()


def test_what_is_gone_new_or_changed_is_told(sides, tmp_path, decided):
    rows = ROWS.replace("s2,2031-02-05", "s2,2031-02-06").replace("s4,", "s5,")
    (sides[1] / "events" / "strikes.csv").write_text(rows, encoding="utf-8")
    again = merge_cases(decided, sides[1], tmp_path / "second", name="them")
    assert {(one.what, one.about) for one in again.again} == {
        ("kept", "them.s1"), ("changed", "them.s2"), ("new", "them.s5"), ("gone", "them.s4"),
    }  # fmt: skip


def test_a_decision_on_a_row_that_the_sender_changed_stays_and_is_told(sides, tmp_path, decided):
    (sides[1] / "events" / "strikes.csv").write_text(ROWS.replace("first", "first and more"), encoding="utf-8")
    again = merge_cases(decided, sides[1], tmp_path / "second", name="them")
    case = read_case(again.folder)
    row = case.events.id.index("them.s1")
    assert (case.events.duplicate_of[row], case.events.note[row]) == ("s1", "first and more")
    assert any(one.about == "them.s1" and "look whether what was decided" in one.says for one in again.again)


def test_a_decision_on_a_row_that_is_gone_is_told(sides, tmp_path, decided):
    rows = "".join(line for line in ROWS.splitlines(keepends=True) if not line.startswith("s1,"))
    (sides[1] / "events" / "strikes.csv").write_text(rows, encoding="utf-8")
    again = merge_cases(decided, sides[1], tmp_path / "second", name="them")
    assert any(one.about == "them.s1" and "went with it" in one.says for one in again.again)


def test_own_findings_start_where_they_started_after_decisions(sides, tmp_path, decided):
    again = merge_cases(decided, sides[1], tmp_path / "second", name="them")
    before, after = headlines(find(sides[0])), headlines(find(again.folder))
    assert {key: after[key] for key in before} == before


def test_records_that_were_changed_here_become_ones_own(sides, tmp_path):
    with (sides[1] / "actors.toml").open("a", encoding="utf-8") as file:
        file.write('[[actors]]\nid = "tenth"\nname = "Tenth Brigade"\n')
    first = merge_cases(*sides, tmp_path / "first", name="them")
    path = first.folder / "actors.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Tenth Brigade", "10th Brigade"), encoding="utf-8")
    again = merge_cases(first.folder, sides[1], tmp_path / "second", name="them")
    assert ("kept", 'actors.toml: id = "tenth"') in [(one.what, one.about) for one in again.again]
    actors = read_case(again.folder).actors
    assert [actor.name for actor in actors if actor.id in ("tenth", "them.tenth")] == ["10th Brigade", "Tenth Brigade"]


def test_a_folder_that_no_merge_made_is_left_alone(sides, tmp_path):
    (sides[0] / "from" / "them").mkdir(parents=True)
    with pytest.raises(BadRequestError, match="no merge made it"):
        merge_cases(*sides, tmp_path / "both", name="them")


@pytest.mark.parametrize(("answer", "told"), [("yes", "write same or different"), ("same", "leave in `own` the one")])
def test_an_answer_that_is_none_is_told(sides, tmp_path, answer, told):
    first = merge_cases(*sides, tmp_path / "first", name="them")
    path = first.folder / "from" / "them" / "questions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("is it?,", f"is it?,{answer}"), encoding="utf-8")
    with pytest.raises(BadRequestError, match=told):
        merge_cases(first.folder, sides[1], tmp_path / "second", name="them")


def test_taking_a_side_out_leaves_what_was_ones_own(sides, tmp_path):
    """All but case.toml, in which one's own questions stay limited to one's own rows."""
    first = merge_cases(*sides, tmp_path / "first", name="them")
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "case.toml").write_text('title = "Bare"\n', encoding="utf-8")
    again = merge_cases(first.folder, tmp_path / "bare", tmp_path / "second", name="them")
    for name in ("actors.toml", "places.csv", "events/strikes.csv", "control/holders.csv"):
        assert (again.folder / name).read_text(encoding="utf-8") == OWN[name], name
    case = read_case(again.folder)
    assert (list(case.maps), case.events.datasets) == (["holders"], {"strikes"})
    before, after = headlines(find(sides[0])), headlines(find(again.folder))
    assert after == before
