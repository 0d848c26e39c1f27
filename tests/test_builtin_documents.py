"""The built-in case's own documents: from their words to its records, and from these to findings."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

import firmground as fg
from firmground.documents.keep import compare_versions, open_page
from firmground.examples import example_folder
from firmground.read import read_case
from firmground.review.passages import decisions, propose, waiting

FOLDER = example_folder("syria-2015")
NOTE = "Written for the example case of firmground"

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from example_passages import LINKS, REFUSED  # noqa: E402 - a script of the project, found by its folder


@pytest.fixture(scope="module")
def case():
    return read_case(FOLDER)


@pytest.fixture(scope="module")
def pages(case):
    replaced = {document.replaces for document in case.documents.values()}
    return [open_page(FOLDER, document) for name, document in case.documents.items() if name not in replaced]


def test_every_text_says_that_it_is_ours(case):
    assert len(case.documents) == 4
    assert all(NOTE in open_page(FOLDER, document).text for document in case.documents.values())


def test_the_readme_counts_them():
    assert "| `documents/` | 4 |" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_case_reads_without_a_problem_of_its_documents(case):
    assert [str(one) for one in case.problems if one.file.startswith("documents/")] == []


def test_every_link_of_the_table_was_made_and_is_found_again(case, pages):
    linked = {(one.table, one.record) for one in case.passages if one.decided == "linked"}
    assert linked == {(table, record) for _, _, (_, table, record) in LINKS}
    assert {one.decided for one in case.passages} == {"linked", "refused"}
    # What was decided is proposed today in the very same words: nothing that was decided on is asked again.
    for page in pages:
        reading = propose(case, page)
        keys = {draft.key(page.document.id) for draft in reading.drafts}
        assert set(decisions(case, page.document.id)) <= keys
        assert not {draft.key(page.document.id) for draft in waiting(case, reading)} & set(
            decisions(case, page.document.id)
        )


def test_something_is_left_to_be_decided_on(case, pages):
    assert 3 <= sum(len(waiting(case, propose(case, page))) for page in pages) <= 30


def test_every_passage_is_a_slice_of_its_text(case):
    texts = {name: open_page(FOLDER, document).text for name, document in case.documents.items()}
    with (FOLDER / "documents/passages.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, strict=True))
    assert len(rows) == len(case.passages) > len(LINKS)
    for row in rows:
        assert texts[row["document"]][int(row["start"]) : int(row["stop"])] == row["words"]


def test_a_silent_change_of_a_page_is_found(case):
    new = next(document for document in case.documents.values() if document.replaces)
    old = case.documents[new.replaces]
    before, after = open_page(FOLDER, old).text, open_page(FOLDER, new).text
    (change,) = compare_versions(before, after).changes
    told = [(word.old and word.old.of(before), word.new and word.new.of(after)) for word in change.words]
    assert told == [("About", "Almost"), ("strikes", "targets")]


def test_words_record_and_finding_hang_together(case):
    report = fg.build_report(fg.check_claims(fg.hold_events(fg.locate_events(case))))
    claim = next(one for one in report.claims if one.id == "reuters-1021-share")
    (passage,) = claim.passages
    assert passage.words.startswith("Almost 80 percent of the targets that Russia declared")
    assert claim.says.rstrip(".") in passage.words
    assert passage.hedges == ("Almost",)
    assert claim.standing == "may"


def test_what_is_refused_says_why():
    assert all(why for _, _, why in REFUSED)
