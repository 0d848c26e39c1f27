"""Whom "he", "the general" or a last name means. {Braces} stand around the speaker that is asked for."""

import re

import pytest
import statement_gold as gold

from firmground.documents.statements import find_statements


def _asked(marked: str):
    text = re.sub(r"[{}]", "", marked)
    wanted = re.search(r"\{(.*?)\}", marked).group(1)
    found = [one for one in find_statements(gold.page_of(text)) if one.speaker and one.speaker.of(text) == wanted]
    return text, found[-1]


@pytest.mark.parametrize(
    ("marked", "means"),
    [
        ("Rami Haddad, a spokesman for the front, spoke to us.\n“They came at night,” {he} said.", "Rami Haddad"),
        ("The Sudanese government has denied it. {It} says the troops stayed.", "The Sudanese government"),
        ("Angela Merkel spoke with Vladimir Putin. {She} said the truce must hold.", "Angela Merkel"),
        ("Col. Hassan Rajab said the hill fell. {The colonel} said it was held by 40 men.", "Hassan Rajab"),
        ("Mr. Rahman said nine died. Ms. Zakharova denied it. {She} said it was false.", "Zakharova"),
        ("Mr. Rahman said nine died. Ms. Zakharova denied it. {He} said it was true.", "Rahman"),
        ("Residents said the school was hit. {They} said nine children died.", "Residents"),
        ("State Department spokesman John Kirby said it was short. {Kirby} said it was known.", "John Kirby"),
        ("A French diplomat said half missed. {The diplomat} said the list was long.", "A French diplomat"),
        ("President Vladimir Putin flew to Sochi. {The president} said it was over.", "Vladimir Putin"),
        ("Human Rights Watch reported nine dead. {The group} said bombs were used.", "Human Rights Watch"),
        ("The ministry’s spokesman, Igor Konashenkov, said it burned. {He} said it was a depot.", "Igor Konashenkov"),
        ("A visit of John Kerry was planned. Nobody knew when. {Kerry} said it was soon.", "John Kerry"),
    ],
)
def test_the_words_before_name_the_speaker(marked, means):
    text, found = _asked(marked)
    assert found.means.of(text) == means


def test_two_who_may_be_meant_are_both_told():
    text, found = _asked("Ali Hamdan said it was late. Omar Haddad said it was early. {He} said it was noon.")
    assert found.means.of(text) == "Omar Haddad"
    assert "Ali Hamdan" in found.doubt


def test_nobody_near_is_nobody():
    _, found = _asked("{He} said it was late.")
    assert found.means is None
    assert found.doubt


def test_a_person_named_long_ago_is_not_he():
    _, found = _asked("Ali Hamdan said it was late.\nA.\nB b.\nC c.\nD d.\n{He} said it was early.")
    assert found.means is None


def test_a_heading_is_nobody():
    text, found = _asked("Peter Cook said it was late.\nProgress in Fallujah\n{He} said it was early.")
    assert found.means.of(text) == "Peter Cook"


def test_an_office_named_since_is_the_one_named():
    text, found = _asked(
        "It was late, the press secretary said.\nIt was noon, Peter Cook said. {The press secretary} said more."
    )
    assert found.means.of(text) == "Peter Cook"
