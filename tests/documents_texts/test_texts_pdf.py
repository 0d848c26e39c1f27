"""PDFs: paragraphs rebuilt, running lines marked, broken words joined only where certain, faults in one sentence."""

from __future__ import annotations

import pytest
from pdf_pages import make_pdf

from firmground.documents.texts import NoTextError, pdf, pdf_layout, read_text
from firmground.documents.texts.pdf_layout import PdfLine, PdfPage, lay_out_pages

FIRST = (
    "Kafr Zita, 21 October 2031 - More than half of the strikes that the air force has carried",
    "out in the valley were on places where its enemy was not, inter-",
    "national observers said, and the remote-",
    "controlled aircraft of the other side were seen over the road.",
)
SECOND = (
    "The ministry disagrees. It says that international observers have seen nothing and that",
    "all of its targets were those of the enemy, whoever may say otherwise, and that it will go on with",
)
THIRD = ("its lists as before, one for each day, until the war in the valley is over.",)


def bulletin() -> bytes:
    def page(number: int, *paragraphs: tuple[str, ...]) -> list[tuple[float, float, float, str]]:
        lines: list[tuple[float, float, float, str]] = [
            (72, 810, 9, "Ministry of Defence"),
            (290, 30, 9, f"Page {number} of 3"),
        ]
        y = 740.0
        for paragraph in paragraphs:
            for line in paragraph:
                lines.append((72, y, 11, line))
                y -= 14
            y -= 14
        return lines

    return make_pdf([page(1, FIRST, SECOND), page(2, THIRD), page(3, ("A last page stands here for the sake of it.",))])


@pytest.fixture(scope="module")
def found():
    return read_text(bulletin(), "bulletin.pdf")


def test_paragraphs_are_whole_again_over_the_ends_of_lines_and_pages(found):
    lines = found.text.split("\n")
    assert lines[1].startswith(
        "Kafr Zita, 21 October 2031 - More than half of the strikes that the air force has carried out"
    )
    assert any(
        line.endswith(
            "that it will go on with its lists as before, one for each day, until the war in the valley is over."
        )
        for line in lines
    )
    assert found.media == "pdf"


def test_a_word_is_joined_only_where_it_stands_elsewhere(found):
    assert "its enemy was not, international observers said" in found.text
    assert "the remote-controlled aircraft" in found.text
    assert "1 words that were broken over the ends of lines were put together: inter-national" in found.doubts


def test_running_lines_are_marked(found):
    marked = [mark.span.of(found.text) for mark in found.marks]
    assert marked.count("Ministry of Defence") == 3
    assert {"Page 1 of 3", "Page 2 of 3", "Page 3 of 3"} <= set(marked)
    assert len(marked) == 6


def test_its_dateline_gives_the_day(found):
    assert (found.published.value, found.published.how) == ("2031-10-21", "dateline")
    assert found.language.value == "en"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (make_pdf([[], []]), "has 2 pages and no text, so it is pictures of pages"),
        (make_pdf([[]]), "has 1 page and no text"),
        (b"%PDF-1.7\nnothing of the kind", "this PDF is broken"),
        (make_pdf([[(72, 700, 11, "A line of text.")]])[:400], "this PDF is broken"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_a_way_out(content, told):
    with pytest.raises(NoTextError, match=told) as caught:
        read_text(content, "a.pdf")
    assert ": " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_locked_one_says_so():
    content = make_pdf([[(72, 700, 11, "A line of text.")]])
    lock = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <"
        + b"ab" * 32
        + b"> /U <"
        + b"cd" * 32
        + b"> /P -4 >> /ID [<00> <00>] /Root"
    )
    with pytest.raises(NoTextError, match="locked with a password: open it with the password"):
        read_text(content.replace(b"/Root", lock, 1) if content.count(b"/Root") == 1 else _lock(content, lock), "a.pdf")


def _lock(content: bytes, lock: bytes) -> bytes:
    head, _, tail = content.rpartition(b"/Root")
    return head + lock + tail


def test_what_is_called_a_pdf_and_is_none_says_so():
    with pytest.raises(NoTextError, match="called a PDF but is none inside"):
        read_text(b"Hello.", "a.pdf")


def test_one_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.01)
    with pytest.raises(NoTextError, match=r"was not read within 0.015 seconds: cut it into parts"):
        read_text(bulletin(), "a.pdf")


def test_pages_without_text_among_others_are_told():
    words = "A page with enough words on it to be one, which others are not."
    found = read_text(make_pdf([[(72, 700, 11, words)], []]), "a.pdf")
    assert "1 of its pages have no text, and may be pictures of text: 2" in found.doubts


def line(text: str, bottom: float, left: float = 72, right: float = 500) -> PdfLine:
    return PdfLine(text, left, bottom, right, bottom + 11)


def test_bullets_and_headings_begin_paragraphs():
    heading = PdfLine("Strikes in the hills", 72, 700, 200, 716)
    lines = [
        heading,
        line("Aircraft struck these:", 684, right=190),
        line("- a depot near Amud", 670),
        line("- a column on the road", 656),
    ]
    layout = lay_out_pages([PdfPage(842, lines)])
    assert layout.lines == [
        "Strikes in the hills",
        "Aircraft struck these:",
        "- a depot near Amud",
        "- a column on the road",
    ]


def test_a_list_ends_where_a_sentence_stands_at_its_bullets_left():
    lines = [
        line("• a depot near Amud that had been struck once", 700),
        line("before, on Monday.", 686, left=84, right=180),
        line("• a column on the road that leads to the lake.", 672),
        line("None of it could be checked by those who were there.", 658),
    ]
    assert lay_out_pages([PdfPage(842, lines)]).lines == [
        "• a depot near Amud that had been struck once before, on Monday.",
        "• a column on the road that leads to the lake.",
        "None of it could be checked by those who were there.",
    ]


def test_a_broken_compound_keeps_its_hyphen():
    lines = [line("He spoke of a co-", 700), line("operation of both, and of co-operation again.", 686)]
    assert lay_out_pages([PdfPage(842, lines)]).lines == [
        "He spoke of a co-operation of both, and of co-operation again."
    ]


def test_no_page_and_no_line_are_no_fault():
    assert lay_out_pages([]).lines == []
    assert lay_out_pages([PdfPage(0, [])]).lines == []
    assert pdf_layout.tell_joined([]) == ""


def test_pages_without_measure_end():
    crowded = PdfPage(842, [line("word - ", 10 + n % 3, left=n % 500) for n in range(30_000)])
    endless = [PdfPage(842, [line("goes on and", 700 - 14 * n) for n in range(40)]) for _ in range(400)]
    assert lay_out_pages([crowded, crowded, crowded]).lines
    assert max(map(len, lay_out_pages(endless).lines)) < 25_000
