"""Who undertakes what, and who is tied to whom, in sentences of our own."""

from __future__ import annotations

import re

import pytest

from firmground.case.actors import TieKind
from firmground.case.documents import Document
from firmground.dates import parse_when
from firmground.documents.actors import ActorWords
from firmground.documents.days import DayWords
from firmground.documents.draft import DraftKind, check_spans
from firmground.documents.found import Found
from firmground.documents.known import Known
from firmground.documents.page import Page
from firmground.documents.statements import Naming, Statement, find_statements
from firmground.documents.ties import propose_ties
from firmground.documents.undertakings import find_cues, propose_undertakings
from firmground.spans import Span

NAMES = {
    "Russia": "russia",
    "Moscow": "russia",
    "Vladimir Putin": "russia",
    "France": "france",
    "Turkey": "turkey",
    "Turkish": "turkey",
    "Iran": "iran",
    "Damascus": "syria",
    "the Free Brigades": "free-brigades",
    "the Northern Front": "northern-front",
    "Syrian": "syria",
    "opposition": "opposition",
    "ISIS": "islamic-state",
    "Islamic State": "islamic-state",
}


def page_of(text: str, published: str = "2015-11-26") -> Page:
    document = Document("d1", "", "", "", "", "", "", "text", parse_when(published))
    return Page(document, text)


def found_in(text: str, statements: tuple[Statement, ...] = ()) -> Found:
    pattern = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
    actors = tuple(
        ActorWords(Span(*one.span()), (NAMES[one.group()],), adjective=one.group() in {"Turkish", "Syrian"})
        for one in re.finditer(pattern, text)
    )
    return Found((), (), (), actors, statements)


def undertaken(text: str, statements: tuple[Statement, ...] = (), published: str = "2015-11-26"):
    drafts = propose_undertakings(page_of(text, published), Known(), found_in(text, statements))
    assert all(check_spans(draft, text) for draft in drafts)
    return drafts


def tied(text: str):
    drafts = propose_ties(page_of(text), Known(), found_in(text))
    assert all(check_spans(draft, text) for draft in drafts)
    return [(one.value("actor"), one.value("tie"), one.value("to"), one.doubtful) for one in drafts]


@pytest.mark.parametrize(
    ("text", "by", "to", "what", "condition"),
    [
        (
            "Vladimir Putin promised not to strike the Free Brigades if France draws a map of them.",
            "russia",
            "",
            "not to strike the Free Brigades",
            "if France draws a map of them",
        ),
        ("France pledged to triple its strikes.", "france", "", "to triple its strikes", ""),
        (
            "Turkey vowed that it would answer every breach, provided parliament approves.",
            "turkey",
            "",
            "that it would answer every breach",
            "provided parliament approves",
        ),
        ("On Thursday Russia promised Turkey to give warning.", "russia", "turkey", "to give warning", ""),
        (
            "Iran has committed itself to withdraw, once the talks begin.",
            "iran",
            "",
            "itself to withdraw",
            "once the talks begin",
        ),
    ],
)
def test_a_promise_says_who_is_bound_to_what_and_when_it_counts(text, by, to, what, condition):
    (draft,) = undertaken(text)
    assert draft.kind is DraftKind.PLEDGE
    assert (draft.value("by"), draft.value("to"), draft.value("what"), draft.value("condition")) == (
        by,
        to,
        what,
        condition,
    )
    assert draft.value("on") == "2015-11-26"
    assert not draft.doubtful


@pytest.mark.parametrize(
    "text",
    [
        "Russia and France agreed to share what they know of Islamic State.",
        "Russia and France agreed on Thursday to share what they know.",
        "Russia, and Turkey, and the rest of them, were silent; but Russia, and France signed an accord.",
        "Russia and France have signed a joint memorandum on the safety of flights.",
        "Moscow and Turkey reached a ceasefire for the north.",
    ],
)
def test_what_two_parties_agree_on_is_an_agreement(text):
    (draft,) = undertaken(text)
    assert draft.kind is DraftKind.AGREEMENT
    assert draft.value("says") == text
    assert len(draft.value("parties").split(";")) == 2
    assert [told.name for told in draft.fields if told.doubt] == ["cannot_test"]


@pytest.mark.parametrize(
    "text",
    [
        "Russia did not promise to stop.",
        "Russia refused to agree to a truce.",
        "Russia could agree to a truce.",
        "Turkey urged Russia to promise restraint.",
        "The sides failed to reach an agreement.",
        "Whether Russia agreed to that is unknown.",
        "The promise was old.",
        "Russia struck Islamic State near Palmyra.",
        "Russia will strike again.",
    ],
)
def test_what_is_denied_hoped_for_or_only_told_is_no_undertaking(text):
    assert undertaken(text) == ()


def test_will_in_the_mouth_of_somebody_is_proposed_with_its_doubt():
    text = "“Russia will not strike the Free Brigades,” the minister said."
    said = Statement(Span(44, 56), Span(57, 61), (Span(1, 42),), "say", Naming.NAMED, "direct")
    (draft,) = undertaken(text, (said,))
    assert (draft.value("by"), draft.value("what"), draft.value("said_by")) == (
        "russia",
        "not strike the Free Brigades",
        "the minister",
    )
    assert any("forecast" in doubt for doubt in draft.doubts)


def test_an_offer_is_no_promise_yet():
    (draft,) = undertaken("Moscow is ready to share its targets with France.")
    assert draft.value("what") == "to share its targets with France"
    assert any("offered" in doubt for doubt in draft.doubts)


def test_parties_of_a_list_are_all_bound_on_the_day_that_the_sentence_names():
    text = "On 4 May 2017, Russia, Iran, and Turkey signed an agreement on four zones."
    days = (DayWords(Span(3, 13), parse_when("2017-05-04")),)
    found = Found(days, (), (), found_in(text).actors, ())
    (draft,) = propose_undertakings(page_of(text), Known(), found)
    assert (draft.kind, draft.value("parties"), draft.value("on")) == (
        DraftKind.AGREEMENT,
        "russia;iran;turkey",
        "2017-05-04",
    )


def test_a_clause_before_a_comma_and_an_and_is_no_party():
    (draft,) = undertaken("Russia backs Iran, and Turkey pledged to stay out of it.")
    assert draft.value("by") == "turkey"


def test_what_is_only_held_out_is_an_offer():
    (draft,) = undertaken("France held out the prospect of joining the strikes, provided parliament approves.")
    assert (draft.value("what"), draft.value("condition")) == ("joining the strikes", "provided parliament approves")
    assert any("offered" in doubt for doubt in draft.doubts)


def test_a_party_that_the_case_does_not_know_stands_as_it_is_written():
    (draft,) = undertaken("The committee of elders promised to open the road.")
    assert draft.value("by") == "The committee of elders"
    assert "no actor of the case" in next(told.doubt for told in draft.fields if told.name == "by")


def test_a_page_without_a_date_leaves_the_day_open():
    (draft,) = undertaken("France pledged to triple its strikes.", published="")
    day = next(told for told in draft.fields if told.name == "on")
    assert (day.value, bool(day.doubt)) == ("", True)


def test_quotation_marks_do_not_hide_the_words_of_a_promise():
    (cue,) = find_cues(page_of("France “pledged” to go on.").paragraphs[0].sentences[0])
    assert cue.deed.of("France “pledged” to go on.") == "to go on"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran backs Damascus.", ("iran", "backs", "syria", False)),
        ("Damascus, backed by Iran, took the hill.", ("iran", "backs", "syria", False)),
        ("The Turkish-backed fighters of the Free Brigades left.", ("turkey", "backs", "free-brigades", True)),
        ("Russia is fighting Islamic State in the east.", ("russia", "fights", "islamic-state", False)),
        ("The Northern Front was a day away; the Free Brigades are allied with the Northern Front.", ("free-brigades", "allied", "northern-front", False)),
        ("Iran sent men to fight alongside Damascus.", ("iran", "allied", "syria", False)),
        ("Iran does not back Damascus.", ("iran", "backs", "syria", True)),
        ("Turkey accused Iran of arming the Northern Front.", ("iran", "backs", "northern-front", True)),
        ("Russia backs the Syrian army.", ("russia", "backs", "syria", True)),
        ("Russia trained a Syrian Army unit called the ISIS Hunters.", ("russia", "backs", "syria", True)),
        ("Turkish-backed “moderate Syrian opposition groups” left.", ("turkey", "backs", "opposition", True)),
        ("Damascus fears what it called the Turkish-backed opposition.", ("turkey", "backs", "opposition", True)),
        ("Iran trained a group called Islamic State.", ("iran", "backs", "islamic-state", False)),
        ("the Free Brigades joined the Northern Front.", ("free-brigades", "member-of", "northern-front", False)),
    ],
)  # fmt: skip
def test_words_between_two_actors_say_their_tie(text, expected):
    assert tied(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Russia said that France backs nobody.",
        "Iran and Damascus met.",
        "Turkey backs Turkmen rebels in the north, and Russia fights them.",
        "No strike was against Islamic State or fighters affiliated with Iran.",
        "Russia backs nobody.",
        "Turkish-backed Syrian rebels left.",
        "Turkish-backed rebels against Islamic State left.",
        "Turkish-backed rebels seized Islamic State trucks.",
        "Russia supports the Syrian people.",
        "Syrian Democratic Forces fought Islamic State.",
        "A unit called the ISIS Hunters fought alongside Russia.",
        "The ISIS Hunters are backed by Russia.",
        "A campaign called Death to ISIS was backed by Russia.",
        "Rebels backed by Iran fought Islamic State.",
        "Damascus, with support from Iran, took the hill.",
        "Damascus took the hill with the support of Iran.",
        "Russia bombed Turkey-backed rebels.",
        "Turkey-backed rebels attacked Islamic State.",
        "Russia supports talks, and in a long sentence of its own somebody else met Iran.",
    ],
)
def test_actors_without_such_words_between_them_are_not_tied(text):
    assert tied(text) == []


def test_the_same_tie_is_proposed_once_where_it_is_said_first():
    text = "Iran backs Damascus. Nobody doubts it: Iran backs Damascus."
    (draft,) = propose_ties(page_of(text), Known(), found_in(text))
    assert draft.span.of(text) == "Iran backs Damascus."


def test_every_kind_of_tie_has_words():
    from firmground.documents.ties.words import _PHRASES  # noqa: PLC0415 - the table is the subject here

    assert {kind for kind, _ in _PHRASES.values()} == set(TieKind)


@pytest.mark.parametrize(
    "text",
    [
        "France denied having signed the deal.",
        "The operation of France had been prepared in advance.",
        "The approach promised by France fell short.",
    ],
)
def test_what_binds_nobody_is_no_undertaking(text):
    assert undertaken(text) == ()


def test_a_tie_that_somebody_speaks_of_is_doubtful():
    text = "Iran backs Damascus, a diplomat said."
    (draft,) = propose_ties(page_of(text), Known(), found_in(text, find_statements(page_of(text))))
    assert draft.doubts == ("it is what “a diplomat” says",)
