"""A text is shown whole, in order, escaped, however its findings overlap."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from firmground.case.documents import Mark, MarkKind
from firmground.render.visible import make_visible
from firmground.spans import Span
from firmground.web.documents.blocks import (
    MOST_BLOCKS,
    MOST_IN_BLOCK,
    MOST_IN_WINDOW,
    MOST_RECORDS,
    split_blocks,
    split_windows,
    window_at,
)
from firmground.web.documents.paint import Layer, Look, Paint, cut_pieces, paint_block

TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("ab <>&\"'\n.  \u0301\u202e\u0627\u0644\U0001f5fa"), st.characters()),
    max_size=60,
)


@st.composite
def layered(draw):
    """A text and any stretches of it, some of which hold a record or a link."""
    text = draw(TEXTS.filter(bool))
    layers = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(text) - 1))
        span = Span(start, draw(st.integers(start + 1, len(text))))
        layers.append(
            Layer(
                span, draw(st.sampled_from([None, *Paint])), draw(st.integers(0, 3)), draw(st.sampled_from(["", "/x"]))
            )
        )
    return text, layers


def shown(markup):
    without_numbers = re.sub(r'<a class="ref"[^>]*>\d+</a>', "", str(markup))
    return html.unescape(re.sub(r"<[^>]*>", "", without_numbers))


@given(layered())
def test_the_words_of_a_painted_block_are_those_of_the_text(case):
    text, layers = case
    painted = paint_block(text, Span(0, len(text)), layers, Look(1, Span(0, 1), {0: (1, 2)}))
    assert shown(painted) == html.unescape(html.escape("".join(map(make_visible, text))))
    assert set(re.findall(r"<(/?\w+)", str(painted))) <= {"a", "/a", "span", "/span"}


@given(layered(), st.integers(0, 59), st.integers(0, 60))
def test_pieces_leave_no_gap_and_carry_all_that_covers_them(case, start, size):
    text, layers = case
    block = Span(min(start, len(text) - 1), min(start + size + 1, len(text)))
    if block.start >= block.stop:
        return
    pieces = list(cut_pieces(block, layers))
    assert "".join(piece.span.of(text) for piece in pieces) == block.of(text)
    for piece in pieces:
        over = [layer for layer in layers if layer.span.covers(piece.span)]
        assert set(piece.paints) == {layer.paint for layer in over} - {None}
        assert set(piece.records) == {layer.record for layer in over} - {0}
        assert piece.covered == bool(over)
        assert not any(layer.span.overlaps(piece.span) for layer in layers if layer not in over)


def test_a_number_in_a_quotation_lies_within_it():
    text = "he said “80 percent” so"
    layers = [
        Layer(Span(8, 20), Paint.CONTENT),
        Layer(Span(9, 19), Paint.NUMBER, link="/n"),
        Layer(Span(0, 20), record=7),
    ]
    painted = str(paint_block(text, Span(0, len(text)), layers, Look(7)))
    assert (
        '<span class="w-content"><a class="w w-number lit" id="c9" data-stop="19" data-of="7" href="/n">80 percent</a>'
        in painted
    )
    assert 'id="c8" data-stop="9" data-of="7">“</span>' in painted
    assert painted.endswith(" so")


def test_the_narrowest_passage_is_named_first():
    (piece, *_) = cut_pieces(Span(2, 4), [Layer(Span(0, 9), record=1), Layer(Span(1, 5), record=2)])
    assert piece.records == (2, 1)


def test_every_line_that_holds_something_is_a_block_and_marked_as_the_page_is():
    text = "  Title \n\nBody one.\nMore like this\n\n"
    marks = (Mark(Span(2, 7), MarkKind.TITLE), Mark(Span(20, 34), MarkKind.TEASER))
    blocks = split_blocks(text, marks)
    assert [(block.span.of(text), block.mark) for block in blocks] == [
        ("Title", MarkKind.TITLE),
        ("Body one.", None),
        ("More like this", MarkKind.TEASER),
    ]
    assert [block.aside for block in blocks] == [False, False, True]


@given(st.text(alphabet="ab \n", max_size=200), st.lists(st.integers(0, 200), max_size=20))
def test_windows_hold_every_block_once_and_find_every_place(text, starts):
    blocks = split_blocks(text, ())
    windows = split_windows(blocks, starts)
    assert [block for window in windows for block in window.blocks] == list(blocks)
    assert "".join("".join(block.span.of(text) for block in blocks).split()) == "".join(text.split())
    for block in blocks:
        assert block in window_at(windows, block.span.start).blocks
        assert block in window_at(windows, block.span.stop - 1).blocks


def test_a_line_of_a_megabyte_is_cut_and_no_window_is_larger_than_a_page():
    text = "word " * 200_000 + "x" * 50_000
    blocks = split_blocks(text, ())
    assert all(block.span.stop - block.span.start <= MOST_IN_BLOCK for block in blocks)
    assert "".join(block.span.of(text) for block in blocks) == text
    windows = split_windows(blocks, [0])
    assert all(window.span.stop - window.span.start <= MOST_IN_WINDOW for window in windows)


def test_many_records_and_many_lines_make_more_windows():
    text = "\n".join(["line"] * 3000)
    blocks = split_blocks(text, ())
    crowded = split_windows(blocks, [block.span.start for block in blocks])
    assert max(len(window.blocks) for window in crowded) == MOST_RECORDS
    assert max(len(window.blocks) for window in split_windows(blocks, ())) == MOST_BLOCKS
