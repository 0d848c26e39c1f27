"""Strings that have broken other programs, as names, titles and texts: kept to the letter, and read back the same."""

from __future__ import annotations

import json
from itertools import pairwise

from firmground.documents.keep import (
    Arrival,
    Came,
    Given,
    Vanished,
    collect_pages,
    compare_versions,
    open_page,
    tell_of_document,
)
from firmground.documents.keep.fetch import FetchError, Guards
from firmground.documents.keep.fetch.addresses import read_address
from firmground.documents.keep.saying import say_outcome
from firmground.edit import Ledger
from firmground.read import read_case

WHEN = "2024-03-10T08:00:00Z"


def naughty(shared):
    return json.loads(shared("corpora/naughty-strings/blns.json").read_text(encoding="utf-8"))


def test_naughty_names_and_texts_are_kept_and_read_back(case, shared):
    words = naughty(shared)
    offers = [
        Arrival(
            f"No. {number}. They said: {word}\n\nA last line.".encode("utf-8", "replace"),
            f"{word}.txt",
            f"{word}.txt",
            WHEN,
        )
        for number, word in enumerate(words)
    ]
    outcomes = collect_pages(case, offers, who="a tester")
    found = read_case(case)
    assert [str(problem) for problem in found.problems] == []
    kept = [outcome for outcome in outcomes if outcome.kept]
    assert len(kept) > 0.9 * len(words)
    for outcome in kept:
        document = found.documents[outcome.document.id]
        assert document.origin == outcome.origin.strip()
        assert open_page(case, document).text
        assert say_outcome(outcome)


def test_naughty_words_of_a_person_stand_as_they_were_told(case, page, keep, shared):
    document = keep(page())[0].document
    ledger = Ledger(case)
    told = [word for word in naughty(shared) if word.strip() and word.isprintable()][::16]
    for word in told:
        tell_of_document(ledger, document.id, Given(title=f"x {word}"), who=word)
        assert read_case(case).documents[document.id].title.value == " ".join(f"x {word}".split())


def test_naughty_addresses_are_refused_or_are_addresses(case, shared):
    for word in naughty(shared):
        for text in (word, f"https://{word}", f"https://example.org/{word}", f"https://example.org/?{word}"):
            try:
                assert str(read_address(text, Guards())).isascii()
            except FetchError as fault:
                assert str(fault)  # noqa: PT017 - either answer will do
        (outcome,) = collect_pages(case, [Vanished(word, 404, WHEN)], who="a tester")
        assert outcome.came is Came.REFUSED


def test_naughty_texts_are_compared(shared):
    words = naughty(shared)
    for one, other in pairwise(words):
        found = compare_versions(f"Before. {one} after.", f"Before. {other} after.")
        assert all(
            span is None or span.fits(text)
            for change in found.changes
            for span, text in ((change.old, f"Before. {one} after."), (change.new, f"Before. {other} after."))
        )
