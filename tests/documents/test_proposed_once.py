"""What a person would have to decide twice is proposed once."""

from __future__ import annotations

from firmground.case.documents import Document
from firmground.dates import parse_when
from firmground.documents.known import Known
from firmground.documents.page import Page
from firmground.documents.reading import read_page
from firmground.examples import example_folder
from firmground.read import read_case


def kinds(text: str) -> list[str]:
    page = Page(Document("d1", "", "", "", "", "", "", "text", parse_when("2015-10-21")), text)
    return sorted(
        str(draft.kind) for draft in read_page(page, Known.of(read_case(example_folder("syria-2015")))).drafts
    )


def test_a_statement_with_a_number_is_a_claim_and_no_statement_besides():
    assert kinds(
        "At most 15 of the 64 places that Russia named lay in areas held by Islamic State, a diplomat said."
    ) == ["claim"]


def test_a_paraphrase_of_a_promise_is_a_pledge_and_no_statement_besides():
    assert kinds("Germany promised to send planes, once parliament agrees.") == ["pledge"]


def test_words_of_a_promise_that_are_quoted_stay_a_statement_as_well():
    assert kinds("“We promise to send planes,” Angela Merkel promised.").count("statement") == 1


def test_a_statement_without_a_number_stays():
    assert kinds("The ministry stopped giving such detail, a diplomat said.") == ["statement"]


def test_another_statement_of_the_same_sentence_stays():
    assert kinds("The list was useless, a diplomat said. Almost 80 percent of the places lay outside areas of Islamic State, Reuters said.") == ["claim", "statement"]  # fmt: skip
