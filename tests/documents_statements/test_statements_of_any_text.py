"""No text breaks the reader, and every span that it points at lies in the text."""

import json

import pytest
import statement_gold as gold
from hypothesis import given
from hypothesis import strategies as st

from firmground.documents.statements import find_statements

PIECES = st.sampled_from(
    (
        "he said", "Kerry", "said", "“", "”", '"', ",", ".", "\n", "according to", "the ministry", "that", "who", "quoted", "as saying", "citing",
        "and", "adding", "which", "told", "on Monday", "is", "‘", "’", "«", "»", "(", ")", "–", "Damascus", "denied", "it", "not", "?", ":",
        "قال", "é", "\u202e", "的", "n't", "'s", "U.S.", "4", "…", "accused", "of", "whereas",
    )
)  # fmt: skip


def _check(text: str) -> None:
    for one in find_statements(gold.page_of(text)):
        spans = [
            *one.content,
            *one.hedges,
            *(span for span in (one.speaker, one.cue, one.means, one.relayed_by, one.said_on) if span),
        ]
        assert one.content
        assert all(span.fits(text) for span in spans)
        assert list(one.content) == sorted(one.content)
        assert one.inside is None or one.inside >= 0


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_pieces_of_speech_in_any_order(text):
    _check(text)


@given(st.text(max_size=200))
def test_any_text(text):
    _check(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "قال الوزير إن الجيش “دخل المدينة” اليوم. Kerry said it was “متأخر”.",
        "He said «c’est fini",
        "Le\u0301on said it was late.",
        "\u202eKerry said it was late.\u202c",
        "“" * 50 + " he said",
    ],
)
def test_odd_texts(text):
    _check(text)


def test_a_name_with_combining_marks_is_whole():
    text = "Le\u0301on Bre\u0301mond said it was late."
    (found,) = find_statements(gold.page_of(text))
    assert found.speaker.of(text).endswith("mond")


@pytest.mark.parametrize(
    "piece",
    [
        "he said ",
        "“he said ",
        "X said that Y said that ",
        ", citing X, said ",
        "A quoted B as saying ",
        "“no way at all\n",
        "“a b c” said he. ",
    ],
)
def test_a_line_without_end_is_read_in_pieces(piece):
    text = piece * (120_000 // len(piece))
    found = find_statements(gold.page_of(text))
    assert sum(span.stop - span.start for one in found for span in one.content) < 20 * len(text)


def test_naughty_strings(shared):
    for words in json.loads(shared("corpora/naughty-strings/blns.json").read_text(encoding="utf-8")):
        _check(f"{words} said “{words}” and {words}.")
