"""What a statement would become in claims.toml."""

from dataclasses import replace

import pytest
import statement_gold as gold

from firmground.dates import parse_when
from firmground.documents.draft import DraftKind, check_spans
from firmground.documents.known import Known
from firmground.documents.page import Page
from firmground.documents.prose import Sentence
from firmground.documents.reading import find_all
from firmground.documents.statements import propose_statements
from firmground.spans import same_print


def _drafts(text: str, published: str = "2015-10-21"):
    page = gold.page_of(text)
    page = Page(replace(page.document, published=parse_when(published)), text)
    return propose_statements(page, Known(), find_all(page, Known()))


def _values(draft) -> dict[str, str]:
    return {told.name: told.value for told in draft.fields}


def test_a_named_speaker_has_a_role():
    (draft,) = _drafts("“It is late,” said U.S. Secretary of State John Kerry.")
    assert draft.kind is DraftKind.STATEMENT
    assert _values(draft) == {
        "by": "John Kerry",
        "role": "U.S. Secretary of State",
        "on": "2015-10-21",
        "says": "It is late",
    }
    assert {told.name: told.value for told in draft.facts} == {"cue": "said", "quoted": "direct"}


def test_the_name_of_an_institution_is_no_role_and_a_name():
    (draft,) = _drafts("BBC News reported that the road was open.")
    assert _values(draft) == {"by": "BBC News", "on": "2015-10-21", "says": "the road was open"}


@pytest.mark.parametrize(
    "text",
    [
        'He said "the road is open" on Monday.',
        "The mayor denied “any role in it” on Monday.",
        "Lavrov told reporters: “It is late.” in a call on Monday.",
        "Kerry called the raid “a disgrace” in Moscow on Monday, and left.",
    ],
)
def test_a_day_behind_a_closed_quotation_is_the_day_on_which_it_was_said(text):
    (draft,) = _drafts(text)
    assert _values(draft)["on"] == "2015-10-19"
    assert "Monday" not in _values(draft)["says"]


def test_an_unnamed_speaker_is_anonymous():
    (draft,) = _drafts("A French official privately said that it was late.")
    assert _values(draft) == {
        "by": "A French official",
        "anonymous": "true",
        "on": "2015-10-21",
        "says": "it was late",
    }
    assert ("hedges", "privately") in {(told.name, told.value) for told in draft.facts}


def test_an_office_without_a_name_is_doubtful():
    (draft,) = _drafts("The foreign minister said that it was late.")
    assert draft.doubtful


def test_the_day_beside_the_verb_is_the_day_it_was_said():
    (draft,) = _drafts("The ministry said on Oct. 19 that it was late.")
    on = next(told for told in draft.fields if told.name == "on")
    assert on.spans
    assert on.value.startswith("2015-10-19") or on.doubt


def test_a_document_without_a_date_leaves_the_day_open():
    page = gold.page_of("The ministry said that it was late.")
    (draft,) = propose_statements(page, Known(), find_all(page, Known()))
    assert draft.value("on") == ""
    assert draft.doubtful


def test_a_verb_that_turns_the_words_stays_with_them():
    said = [draft.value("says") for draft in _drafts("Moscow denied that it hit a school. Paris urged it to stop.")]
    assert said == ["denied that it hit a school", "urged it to stop"]


def test_stretches_are_joined_by_dots():
    (draft,) = _drafts("“The list was final,” a diplomat said. “It was not.”")
    assert draft.value("says") == "The list was final … It was not."


def test_a_pronoun_becomes_the_name_before_it():
    drafts = _drafts("Omar Haddad said it was late. He said it was dark.")
    assert [draft.value("by") for draft in drafts] == ["Omar Haddad", "Omar Haddad"]
    assert not drafts[1].doubtful


def test_two_who_may_be_meant_make_it_doubtful():
    drafts = _drafts("Ali Hamdan said it was late. Omar Haddad said it was early. He said it was noon.")
    assert "Ali Hamdan" in next(told.doubt for told in drafts[2].fields if told.name == "by")


def test_who_passes_it_on_and_where_it_stands_are_facts():
    (draft,) = _drafts("Interfax quoted Igor Konashenkov as saying the depot burned.")
    assert ("relayed_by", "Interfax") in {(told.name, told.value) for told in draft.facts}
    _, inner = _drafts("Medics said that Lavrov had denied the strike.")
    assert ("inside", "Medics") in {(told.name, told.value) for told in inner.facts}
    assert inner.doubtful


def test_a_quotation_that_is_not_closed_is_doubtful():
    (draft,) = _drafts("He said: “It is late.")
    assert any("not closed" in doubt for doubt in draft.doubts)


def test_every_field_of_every_text_says_its_words_to_the_letter():
    for name in gold.names():
        text = gold.read_text(name)
        for draft in _drafts(text):
            assert check_spans(draft, text)
            says = next(told for told in draft.fields if told.name == "says")
            assert says.value == " … ".join(span.of(text) for span in says.spans)
            by = next(told for told in draft.fields if told.name == "by")
            assert not by.value or same_print(by.value, by.spans[0].of(text))
            assert draft.title
            assert Sentence(text, draft.span).words


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            "On 1 October 2015, the ambassador to Russia, Riyad Haddad, said that it was late in the war.",
            "Riyad Haddad",
        ),
        ("The ceasefire was largely holding, according to the United Nations on 6 January 2017.", "United Nations"),
    ],
)
def test_a_day_is_no_part_of_whoever_spoke_on_it(text, by):
    (draft,) = _drafts(text)
    assert _values(draft)["by"] == by


def test_what_nobody_said_is_no_statement():
    assert _drafts("Nobody said that the strikes had stopped.") == ()
    assert _drafts("No official said that the strikes had stopped.") == ()


def test_of_two_who_said_it_together_neither_is_the_role_of_the_other():
    text = "Army spokesman General Chris Olukolade and communications official Mike Omeri told VOA that the report is untrue."
    (draft,) = _drafts(text)
    by = draft.fields[0]
    assert by.value == "Mike Omeri"
    assert by.doubt == "“Chris Olukolade” is named as well: did both say it?"
    (draft,) = _drafts("The chairman and director of the company John Doe said that the report is untrue.")
    assert not draft.fields[0].doubt


@pytest.mark.parametrize("day", ["on 6 January 2016", "on January 6, 2016", "on Jan. 6, 2016,", "6 January 2016"])
def test_the_day_beside_the_verb_is_when_it_was_said(day):
    (draft,) = _drafts(f"The ministry said {day} that the ceasefire was largely holding.")
    assert (_values(draft)["on"], _values(draft)["says"]) == ("2016-01-06", "the ceasefire was largely holding")


def test_what_an_analysis_is_about_is_part_of_it():
    (draft,) = _drafts("An analysis of targets disclosed up to mid-October showed that most of them lay elsewhere.")
    assert _values(draft)["by"] == "analysis of targets disclosed up to mid-October"
