"""Names found in texts, in any script and however they are inflected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.exchange.viewing.mentions import Mentions

NAMED = Mentions(
    {
        "latamneh": ["al-latamneh", "Al-Latamneh", "Al Lataminah", "Эль-Латамна", "اللطامنة"],
        "state": ["Исламское государство", "داعش", "IS"],
        "zita": ["Kafr Zita"],
        "palmyra": ["Пальмира"],
        "number": ["1234"],
    }
)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("a strike at Latamneh", "latamneh"),
        ("AL-LATAMNEH's headquarters", "latamneh"),
        ("el-Latamneh", "latamneh"),
        ("al_latamneh.jpg", "latamneh"),
        ("В Латамне", "latamneh"),
        ("у Эль-Латамны", "latamneh"),
        ("в اللطامنة", "latamneh"),
        ("باللطامنة", "latamneh"),
        ("للطامنة", "latamneh"),
        ("وداعش", "state"),
        ("позиции Исламского государства", "state"),
        ("IS fighters", "state"),
        ("kafrzita", "zita"),
        ("KAFR-ZITA", "zita"),
        ("Kafr  Zita", "zita"),
        ("под Пальмирой", "palmyra"),
        ("https://x.org/%D8%A7%D9%84%D9%84%D8%B7%D8%A7%D9%85%D9%86%D8%A9.html", "latamneh"),
    ],
)
def test_a_name_is_found(text, who):
    assert NAMED.find(text) == {who}


@pytest.mark.parametrize(
    "text", ["", "this is nothing", "latam", "flatamnehs", "Kafr and Zita", "государство", "пальмы", "in 1234", "is"]
)
def test_another_word_is_not(text):
    assert NAMED.find(text) == set()


def test_texts_inside_lists_and_mappings_are_looked_through():
    assert NAMED.find_in({"where": {"place": ["x", "Kafr Zita"]}}) == {"zita"}
    assert NAMED.find_in({"kafr-zita": 1}) == {"zita"}
    assert NAMED.find_in(12) == set()


def test_nothing_hidden_finds_nothing():
    assert Mentions({}).find("anything") == set()


@given(
    st.text("abcdeйклмнاللطم -", min_size=6, max_size=14).filter(lambda name: sum(map(str.isalpha, name)) >= 5),
    st.sampled_from(["", "before ", "до "]),
    st.sampled_from(["", " after", ", и"]),
    st.sampled_from([str, str.upper, str.title]),
)
def test_any_name_is_found_as_it_is_written(name, before, after, write):
    assert Mentions({"it": [name]}).find(f"{before}{write(name)}{after}") == {"it"}


TEXTS = st.one_of(
    st.none(),
    st.integers(),
    st.text("abIS latmneh-'\n%Zit Kfrо", max_size=24),
    st.sampled_from(
        ["x Latamneh", "IS", "kafr\nzita", "kafr zita", "Исламского государства", "%D8%AF%D8%A7%D8%B9%D8%B4"]
    ),
)


@given(st.lists(TEXTS, max_size=8))
def test_a_column_is_looked_through_as_its_values_are(values):
    each = {number: found for number, value in enumerate(values) if (found := NAMED.find_in(value))}
    assert NAMED.find_each(values) == each
