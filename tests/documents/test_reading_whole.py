"""All readers over one text: what they propose lies in it, and is the same at every reading."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.case.documents import Document, Mark, MarkKind
from firmground.dates import parse_when
from firmground.documents.draft import check_spans
from firmground.documents.known import Known
from firmground.documents.page import Page
from firmground.documents.reading import read_page
from firmground.examples import example_folder
from firmground.read import read_case
from firmground.spans import Span

MARKED = sorted((Path(__file__).parents[1] / "documents_statements/texts").glob("*.txt"))
WORDS = (  # noqa: SIM905 - a list of words reads best as a line of words
    "“ ” \" ' « » said told that not 80 percent more than at most 15 of 64 strikes near Palmyra Idlib Russia Islamic State "
    "on Oct. 21 yesterday mid-October promised agreed to if backs fights according to . , ; : ? – — ( ) \n -- * Near "
    "قصف حلب 2015 Aleppo שדה Алеппо é the Russians admit"
).split(" ")


@pytest.fixture(scope="module")
def known():
    return Known.of(read_case(example_folder("syria-2015")))


def page_of(text: str, published: str = "2015-10-21", marks: tuple[Mark, ...] = ()) -> Page:
    return Page(Document("d1", "", "", "", "", "", "", "text", parse_when(published)), text, marks)


def every_span(reading):
    found = reading.found
    yield from (one.span for one in (*found.days, *found.quantities, *found.places, *found.actors))
    yield from (one.name for one in found.places)
    for one in found.statements:
        yield from (*one.content, *one.hedges)
        yield from (span for span in (one.speaker, one.cue, one.means, one.relayed_by) if span is not None)


def check_reading(text, known, published="2015-10-21"):
    page = page_of(text, published)
    reading = read_page(page, known)
    assert all(span.fits(text) for span in every_span(reading))
    assert all(check_spans(draft, text) for draft in reading.drafts)
    assert [draft.doubtful for draft in reading.drafts] == sorted(
        (draft.doubtful for draft in reading.drafts), reverse=True
    )
    keys = [draft.key("d1") for draft in reading.drafts]
    assert len(set(keys)) == len(keys)
    for draft in reading.drafts:
        for told in draft.fields:
            assert not told.value or told.spans or told.how or told.doubt, (
                f"{draft.kind}: where does {told.name} come from?"
            )
    return reading


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_marked_texts_are_read_the_same_twice(path, known):
    text = path.read_text(encoding="utf-8")
    first, second = check_reading(text, known), check_reading(text, known)
    assert first.drafts == second.drafts


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join), st.sampled_from(["", "2015-10-21", "2015-10"]))
@settings(max_examples=150)
def test_any_heap_of_such_words_is_read(known, text, published):
    check_reading(text, known, published)


@given(st.text(max_size=80))
@settings(max_examples=80)
def test_any_text_is_read(known, text):
    check_reading(text, known)


def test_naughty_strings_and_payloads_are_read(known, shared):
    texts = json.loads(shared("corpora/naughty-strings/blns.json").read_text(encoding="utf-8"))
    payloads = json.loads(shared("corpora/dompurify-xss/payloads.json").read_text(encoding="utf-8"))
    words = [
        str(one) for one in (*texts, *(one.get("payload", one) if isinstance(one, dict) else one for one in payloads))
    ]
    check_reading("\n".join(f"“{one}” said Sergei Lavrov on Oct. 21 near Palmyra." for one in words), known)


def test_what_is_marked_is_never_proposed(known):
    text = "Almost 80 percent of the targets lay outside areas of Islamic State, Reuters said.\nRelated posts\nOne in 20 strikes was against Islamic State, somebody said.\n"
    start = text.index("Related")
    marked = read_page(page_of(text, marks=(Mark(Span(start, len(text) - 1), MarkKind.BOILERPLATE),)), known)
    assert marked.drafts
    assert all(draft.span.stop <= start for draft in marked.drafts)
    assert any(draft.span.start > start for draft in read_page(page_of(text), known).drafts)


@pytest.mark.parametrize(
    "line",
    ["said " * 40_000, "“" * 100_000, "1" * 100_000, "1 " * 50_000, "near " * 40_000, "(" * 100_000, "a" * 200_000, "On Oct. " * 20_000, ", and " * 30_000, "at most 15 of " * 15_000, "Russia backs " * 15_000, "Russia will strike " * 10_000, "he said Russia will promise to agree if " * 5_000],
    ids=lambda line: line[:12],
)  # fmt: skip
def test_a_hostile_line_is_read_to_its_end(known, line):
    """What grows with the square of the length would take many minutes here."""
    check_reading(line, known)


def test_long_articles_are_read_whole(known, shared):
    path = shared("data/wikipedia_text_syria/syrian_civil_war_ceasefires.md.gz")
    reading = check_reading(gzip.decompress(path.read_bytes()).decode(), known, "2023-09-03")
    assert len(reading.found.days) >= 40
