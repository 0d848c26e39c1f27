"""Deciding by keys and lines: nothing before an answer, everything kept, the last answer taken back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from paper_case import TEXT, Desk, claim_draft, event_draft, span_of, tie_draft, told, write_papers

from firmground.documents.draft import Draft, DraftKind
from firmground.documents.keep import open_page
from firmground.review.passages import (
    Screen,
    Talk,
    decisions,
    describe_reading,
    export_decisions,
    say_reading,
)
from firmground.review.passages.marked import show_passage
from firmground.spans import Span


@pytest.fixture
def talk(desk):
    """Answers these lines, and gives what was told."""

    def run(*lines, drafts=()):
        drafts = drafts or (event_draft(), claim_draft(), tie_draft())
        answers, said = iter(lines), []

        def ask(prompt):
            said.append(prompt)
            return next(answers, None)

        Talk(desk.ledger, read=lambda: desk.case, who="Ana", ask=ask, tell=said.append).decide([desk.reading(*drafts)])
        return "\n".join(said)

    return run


def test_nothing_is_written_before_an_answer(desk, talk):
    before = desk.files()
    said = talk("?", "x", "", "actually", "a?", "aa", "rather not", "c place=aleppo", "l", "later", "L")
    assert "3 left for later" in said
    assert "place aleppo ← “near Palmyra”" in " ".join(said.split())
    assert desk.files() == before


def test_each_answer_does_what_it_says(desk, talk):
    said = talk("a", "r it is a guess", "c to=islamic-state", "a")
    assert "1 accepted, 1 refused, 1 changed, 0 left for later." in said
    found = list(decisions(desk.case).values())
    assert [(one.kind, one.decided, one.why, one.by) for one in found] == [
        ("event", "accepted", "", "Ana"),
        ("claim", "refused", "it is a guess", "Ana"),
        ("tie", "changed", "", "Ana"),
    ]


def test_back_takes_the_last_answer_back_and_asks_again(desk, talk):
    before = desk.files()
    said = talk("b", "a", "b", "l", "b", "q")
    assert "This is the first." in said
    assert "Taken back: it was accepted." in said
    assert "3 left for later" in said
    after = desk.files()
    assert {name: after[name] for name in before if name != "documents/documents.csv"}.items() <= before.items()
    assert not decisions(desk.case)


def test_what_cannot_be_written_is_told_and_asked_again(desk, talk):
    said = talk("a", "c to=the moon", "a", "c sayz=1", "c", "to", "islamic-state", "a", drafts=[tie_draft()])
    assert "`to` is missing" in said
    assert "the case would then have a fault" in said
    assert "actors.toml" in said
    assert "sayz is no field of it" in said
    assert "Written: russia backs islamic-state in actors.toml." in said
    assert len(desk.case.actors.ties) == 1


def test_a_date_that_cannot_be_read_is_written_only_on_purpose(desk, talk):
    said = talk("c date=the day after", "a", "a! it is what he said", drafts=[event_draft()])
    assert "a! writes it all the same" in said
    (found,) = decisions(desk.case).values()
    assert (found.decided, found.why) == ("changed", "it is what he said")


def test_known_records_are_linked_by_a_key(desk, talk):
    said = talk("=s001", drafts=[event_draft()])
    assert "may repeat s001" in said
    assert "Linked to s001." in said
    said = talk("= nothing", "= old", "q", drafts=[claim_draft()])
    assert "say which record it is" in said
    assert "Linked to old." in said


def test_the_end_of_the_input_is_a_quit_and_what_was_decided_stays(desk, talk):
    talk("a")
    assert len(decisions(desk.case)) == 1
    assert "2 left for later" in talk("l", "l")


def test_the_listing_marks_the_words_and_says_where_each_field_comes_from(desk):
    desk.refuse(event_draft(), why="not ours")
    reading = desk.reading(claim_draft(), event_draft(), totals=("5 strikes are named and 5 listed.",))
    lines = "\n".join(say_reading(desk.case, reading, Screen(80), everything=True))
    flat = " ".join(lines.split())
    assert "“[More than half of the 64 named targets were outside areas of Islamic State],” [a French official]" in flat
    assert "test.value > 0.5 ← “More than half”" in flat
    assert "(the document's date)" in flat
    assert "? is this the whole?" in flat
    assert "(hedges) “privately”" in flat
    assert "5 strikes are named and 5 listed." in lines
    assert "event refused by Ana, 2026-11-29T12:00:00Z: not ours" in lines
    assert "1 proposal waits, 1 decided." in lines
    assert max(map(len, lines.splitlines())) <= 80
    colored = "\n".join(say_reading(desk.case, reading, Screen(80, color=True)))
    # Closed at the end of a line, opened again on the next.
    assert "\x1b[0m\n     \x1b[1;4m" in colored
    assert all(line.count("\x1b[1;4m") == line.count("\x1b[0m") for line in colored.splitlines())
    told_as_json = json.loads(json.dumps(describe_reading(desk.case, reading)))
    assert [one["decided"] for one in told_as_json["proposals"]] == ["", "refused"]
    assert told_as_json["proposals"][0]["fields"][0]["spans"][0]["words"] == "a French official"


def test_a_document_without_a_date_is_told(tmp_path):
    desk = Desk(write_papers(tmp_path / "case", published=""))
    assert "It has no date" in "\n".join(say_reading(desk.case, desk.reading(), Screen(100)))


def test_escape_codes_of_a_text_never_reach_the_terminal():
    text = "a \x1b[2J\x9b31m \ufdd0b\ufdd1 \u202ec \u2028 d"
    for color in (False, True):
        shown = "\n".join(show_passage(text, Span(0, len(text)), [Span(2, 6)], 80, indent="  ", color=color))
        plain = shown.replace("\x1b[1;4m", "").replace("\x1b[0m", "")
        assert not set("\x1b\x9b\u202e\u2028\ufdd0\ufdd1") & set(plain)
    long = show_passage("word " * 10_000, Span(0, 50_000), (), 80, indent="", color=False)
    assert len(long) < 20
    assert long[-1].endswith("…")


def test_decisions_are_exported_as_test_data(desk):
    desk.accept(claim_draft(), {"test.value": "> 0.6", "note": "mine"}, why="as he meant it")
    desk.refuse(event_draft())
    claim, event = export_decisions(desk.case, lambda document: open_page(desk.folder, document))
    assert (claim["decided"], claim["why"], claim["by"]) == ("changed", "as he meant it", "Ana")
    assert (claim["proposed"]["test.value"], claim["value"]["test.value"]) == ("> 0.5", "> 0.6")
    assert (event["decided"], event["value"], event["fields"]) == ("refused", {}, [])
    assert claim["sha256"] == desk.case.documents["paper-1"].sha256
    context = claim["context"]
    start = claim["start"] - context["start"]
    assert (
        context["text"][start : start + len(claim["words"])] == claim["words"] == TEXT[claim["start"] : claim["stop"]]
    )
    value = next(one for one in claim["fields"] if one["name"] == "test.value")
    assert (value["words"], value["proposed"], value["value"]) == ("More than half", "> 0.5", "> 0.6")
    assert [one["name"] for one in claim["facts"]] == ["hedges", "cue"]


def test_a_table_of_decisions_that_somebody_rewrote_is_exported_without_guessing(desk):
    span = span_of(TEXT, "a depot")
    desk.refuse(Draft(DraftKind.EVENT, span, "x", (told(TEXT, "place", "x"),), "hand"))
    path = desk.folder / "documents/passages.csv"
    path.write_text(path.read_text(encoding="utf-8").replace('{""place"":""x""}', "[1"), encoding="utf-8")
    (found,) = export_decisions(desk.case, lambda document: open_page(desk.folder, document))
    assert found["proposed"] == {}


def test_no_text_of_a_stranger_rules_the_terminal(shared, tmp_path):
    naughty = json.loads(shared("corpora/naughty-strings/blns.json").read_text(encoding="utf-8"))
    bad = "".join(naughty).replace("\0", "").replace("\r", "")[:3000] + "\x1b[2J\x07\x9b1m\u202e"
    desk = Desk(write_papers(tmp_path / "hostile", bad, title=bad[:200], site=bad[-60:]))
    span = Span(0, len(bad))
    fields = (told(bad, "note", bad, how=bad, doubt=bad), told(bad, bad[-40:], bad[-40:]))
    draft = Draft(DraftKind.EVENT, span, bad, fields, bad, facts=(told(bad, bad, bad),), doubts=(bad,))
    desk.refuse(replace(draft, title="other"), why=bad)
    reading = desk.reading(draft, replace(draft, title="other"), totals=(bad,))
    lines = say_reading(desk.case, reading, Screen(80), everything=True)
    assert lines
    assert not [line for line in lines if any(ord(letter) < 32 or letter in "\x7f\x9b\u202e\u2028" for letter in line)]
    json.dumps(describe_reading(desk.case, reading))
