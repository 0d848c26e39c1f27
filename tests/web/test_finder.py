"""The search finds everything that a case says, the best first."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.case.folding import fold_text
from firmground.web import finder
from firmground.web.finder import Finder, Record, finder_of


def titles(found):
    return [hit.record.title for answer in found for hit in answer.hits]


def places(*names):
    return Finder([Record("place", name, f"/places/{n}") for n, name in enumerate(names)])


def test_the_whole_name_stands_before_its_beginning_before_a_word_before_a_part():
    found = places("Old Homs road", "Alhomsi", "Homs", "Homs city").find("homs")
    assert titles(found) == ["Homs", "Homs city", "Old Homs road", "Alhomsi"]


def test_a_name_stands_before_a_mention():
    index = Finder([Record("event", "Hama", "/1", more=("north of Homs",)), Record("event", "Homs", "/2")])
    assert titles(index.find("homs")) == ["Homs", "Hama"]


def test_every_word_must_be_there_in_any_order():
    index = places("Tell Rifaat north", "Tell Abyad", "north")
    assert titles(index.find("north tell")) == ["Tell Rifaat north"]


@pytest.mark.parametrize("query", ["deirezzor", "Deir ez Zor", "deir-ezzor", "DEIR EZ-ZOR", "ezzor"])
def test_spaces_and_hyphens_do_not_matter(query):
    assert titles(places("Deir ez-Zor", "Deir Hafer").find(query)) == ["Deir ez-Zor"]


@pytest.mark.parametrize("query", ["", "   ", "—", "\u202e"])
def test_a_query_without_a_letter_finds_nothing(query):
    assert places("Homs").find(query) == []


def test_a_page_of_one_kind_says_how_many_there_are():
    index = places(*(f"Town {n:03}" for n in range(250)))
    (answer,) = index.find("town", kind="place", limit=100, skip=200)
    assert (answer.total, len(answer.hits)) == (250, 50)
    assert answer.hits[0].record.title == "Town 200"


def test_in_a_crowd_those_that_begin_with_the_words_come_first(monkeypatch):
    monkeypatch.setattr(finder, "MOST_RANKED", 3)
    assert titles(places("a homs", "b homs", "c homs", "homs").find("homs"))[0] == "homs"


LETTERS = st.text(st.sampled_from("ab حم -"), max_size=6)


@given(st.lists(LETTERS, max_size=8), LETTERS)
def test_it_finds_what_a_plain_look_at_every_name_finds(names, query):
    words = fold_text(query).split()
    joined = "".join(words)

    def has(name):
        folded = fold_text(name)
        either = f"{folded}\n{folded.replace(' ', '')}"
        return all(word in either for word in words) or joined in either

    wanted = [name for name in names if words and has(name)]
    assert sorted(titles(places(*names).find(query, limit=99))) == sorted(wanted)


def test_the_demo_is_found_by_its_names_in_every_script(demo, demo_app):
    index = finder_of(demo_app.state.desk.snapshot)
    kinds = {answer.kind for answer in index.find("reuters")}
    assert {"claim", "source", "event"} <= kinds
    for query, kind in product(["Дейр-эз-Зор", "dayr az zawr"], ["place"]):
        assert "Deir ez-Zor" in titles(index.find(query, kind=kind))
    assert "Islamic State" in titles(index.find("داعش", kind="actor"))
    assert "events/disclosed.csv" in titles(index.find("disclosed csv", kind="file"))


def test_every_address_that_the_search_gives_is_a_page(demo, demo_app):
    index = finder_of(demo_app.state.desk.snapshot)
    first = {record.kind: record.url for record in reversed(index.records)}
    for kind, url in first.items():
        assert demo.get(url).status_code == 200, kind
