"""Paragraphs, sentences and quotations: in one pass, and the same as plain slow ways of finding them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.documents.prose import read_paragraphs
from firmground.spans import Span

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda ends: Span(*sorted(ends))), max_size=8)


@given(st.text("ab \n", max_size=60), SPANS)
def test_paragraphs_that_touch_a_mark_are_left_out(text, without):
    whole = read_paragraphs(text)
    plain = [one.span for one in whole if not any(one.span.overlaps(other) for other in without)]
    assert [one.span for one in read_paragraphs(text, without)] == plain


@given(st.text("aA. “”\"'‘’?!\n„«»…", max_size=80))
def test_sentences_words_and_quotations_slice_their_paragraph(text):
    for paragraph in read_paragraphs(text):
        ends = [paragraph.span.start]
        for sentence in paragraph.sentences:
            assert sentence.span.fits(text)
            assert not text[ends[-1] : sentence.span.start].strip()
            ends.append(sentence.span.stop)
            assert all(text[word.start : word.stop] == word.text for word in sentence.words)
        assert not text[ends[-1] : paragraph.span.stop].strip()
        stops = [0]
        for quotation in paragraph.quotations:
            assert quotation.fits(text)
            assert quotation.start >= stops[-1]
            stops.append(quotation.stop)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He left the U.S. The official stayed.", ["He left the U.S.", "The official stayed."]),
        ("George W. Bush left at 8 p.m. The end.", ["George W. Bush left at 8 p.m.", "The end."]),
        ("Lt. Gen. John A. Doe of St. Louis spoke.", ["Lt. Gen. John A. Doe of St. Louis spoke."]),
        ("„Das ist gut.“ „Ja.“", ["„Das ist gut.“", "„Ja.“"]),
        ("قال الوزير. وصل الجيش.", ["قال الوزير.", "وصل الجيش."]),
    ],
)
def test_where_sentences_end(text, sentences):
    (paragraph,) = read_paragraphs(text)
    assert [str(sentence) for sentence in paragraph.sentences] == sentences


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ('He said “yes” and "no".', ["“yes”", '"no"']),
        ("„Ja“, «oui», “yes", ["„Ja“", "«oui»", "“yes"]),
        ("‘It’s late,’ the officials’ spokesman said. ‘Go.’", ["‘It’s late,’", "‘Go.’"]),
        ("The rebels’ leaders don’t know.", []),
    ],
)
def test_what_is_quoted(text, quotations):
    (paragraph,) = read_paragraphs(text)
    assert [span.of(text) for span in paragraph.quotations] == quotations


@pytest.mark.parametrize(
    "text", ["." * 200_000 + "x", ". " * 100_000, '"' * 200_000, "‘a " * 60_000, "x’ " * 60_000, "A." * 100_000]
)
def test_a_hostile_line_is_read_in_one_pass(text):
    (paragraph,) = read_paragraphs(text)
    assert paragraph.sentences
    assert len(paragraph.quotations) <= len(text)
