"""What is asked of a case, and what each answer would write."""

from __future__ import annotations

import pytest
from open_questions import ask, write_case

from firmground.errors import BadRequestError
from firmground.review import Kind
from firmground.review.proposal import fill_in


def test_everything_that_is_open_is_asked_once(folder):
    asked = [(str(p.kind), p.subject) for p in ask(folder).proposals]
    assert sorted(asked) == [
        ("ambiguous-place", "Ford"),
        ("duplicate", "e1; e2"),
        ("unknown-party", "Army of North"),
        ("unplaced-name", "Lattamna"),
        ("unplaced-name", "Zzyzx"),
        ("unread-value", "31.13.2020"),
        ("unread-value", "longitude 'None' is not a number"),
    ]


def test_a_case_without_open_questions_has_an_empty_queue(tmp_path):
    events = "id,date,place,by\ne1,2020-01-01,milltown,north\n"
    queue = ask(write_case(tmp_path, events_in_strikes__csv=events))
    assert queue.proposals == ()


def test_an_unknown_name_may_become_another_name_or_the_id(folder, find):
    asked = find(ask(folder), "unplaced-name", "Lattamna")
    (candidate,) = asked.candidates
    assert (candidate.id, candidate.doubtful) == ("latamneh", False)
    alias, by_id = asked.options[:2]
    assert alias.writes[0].fields[0].becomes == "اللطامنة;Lattamna"
    assert [(write.record, write.fields[0].becomes) for write in by_id.writes] == [
        ("e4", "latamneh"),
        ("e5", "latamneh"),
    ]


def test_a_name_that_resembles_nothing_has_no_candidate_but_still_its_answers(folder, find):
    asked = find(ask(folder), "unplaced-name", "Zzyzx")
    assert asked.candidates == ()
    assert [option.id for option in asked.options] == ["new-place", "not-locatable"]


def test_the_candidates_of_a_name_come_with_their_distance_and_what_lies_beside(folder, find):
    asked = find(ask(folder), "ambiguous-place")
    assert [candidate.id for candidate in asked.candidates] == ["ford-west", "ford-east"]
    assert asked.candidates[1].km == pytest.approx(116, abs=1)
    assert "known to 4 km" in asked.candidates[0].evidence
    assert [option.label for option in asked.options[:2]] == ["Ford, West", "Ford, East"]


def test_a_new_place_needs_a_point_on_earth_and_says_so(folder, find):
    option = find(ask(folder), "unplaced-name", "Zzyzx").option("new-place")
    with pytest.raises(BadRequestError, match="Longitude is missing"):
        fill_in(option, {})
    with pytest.raises(BadRequestError, match="Latitude is '95'"):
        fill_in(option, {"lon": "30", "lat": "95", "radius_km": "2"})
    (write,) = fill_in(option, {"lon": "30", "lat": "31", "radius_km": "2", "id": "zz"})
    assert {change.column: change.becomes for change in write.fields}["id"] == "zz"


def test_a_place_that_cannot_be_located_needs_a_reason(folder, find):
    option = find(ask(folder), "unplaced-name", "Zzyzx").option("not-locatable")
    with pytest.raises(BadRequestError, match="Why is missing"):
        fill_in(option, {"note": "  "})


def test_a_mended_date_must_be_a_date(folder, find):
    option = find(ask(folder), "unread-value", "31.13.2020").option("date")
    with pytest.raises(BadRequestError, match="Date"):
        fill_in(option, {"date": "31.12.2020"})
    assert fill_in(option, {"date": "2020-12-31"})[0].fields[0].becomes == "2020-12-31"


def test_a_question_says_which_claims_it_may_move(folder, find):
    stakes = find(ask(folder), "ambiguous-place").stakes
    assert [(stake.claim, stake.counted) for stake in stakes] == [("west", 1)]


def test_the_fingerprint_holds_while_the_rows_do_and_not_longer(folder, find):
    first = find(ask(folder), "duplicate")
    path = folder / "events/strikes.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("e3,2020-01-02", "e0,2020-03-02,,,,,,,,\ne3,2020-01-02"),
        encoding="utf-8",
    )
    assert find(ask(folder), "duplicate").seen == first.seen  # another row above it changes nothing
    path.write_text(path.read_text(encoding="utf-8").replace("in the morning", "at noon"), encoding="utf-8")
    assert find(ask(folder), "duplicate").seen != first.seen


@pytest.mark.parametrize("ending", [".csv.gz", ".parquet"])
def test_what_cannot_be_written_is_offered_with_the_reason(ending):
    from firmground.review.writable import why_not  # noqa: PLC0415 - one function of a module

    assert "unpack" in why_not("e.csv.gz")
    assert why_not(f"events/e{ending}")
    assert why_not("events/e.csv") == ""


def test_the_kinds_have_words_in_the_app():
    from firmground.web.question import KINDS  # noqa: PLC0415 - the library is tested without the app

    assert set(KINDS) == set(Kind)
