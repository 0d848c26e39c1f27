"""Names in a text: the longest, however they are written, with what is doubtful of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places_world import NORTH, ids, page, spot, unit, world

from firmground.case.documents import Mark, MarkKind
from firmground.documents.page import Page
from firmground.documents.places import Match, PlaceFinder
from firmground.places import Candidates, Disc
from firmground.spans import Span

FINDER = world()


def read(text):
    return FINDER.find(page(text))


def one(text):
    (found,) = read(text)
    return found


def told(text):
    return [(found.name.of(text), ids(found)) for found in read(text)]


def test_the_longest_name_wins_and_none_lies_in_another():
    assert told("Clashes near Deir ez-Zor and near Zor.") == [("Deir ez-Zor", ["deir"]), ("Zor", ["zor"])]


@pytest.mark.parametrize(
    "written",
    [
        "Deir ez-Zor",
        "Deir ez Zor",
        "DEIR EZ-ZOR",
        "Deir Ezzor",
        "Deir al-Zor",
        "Deirezzor",
        "Dayr Az Zawr",
        "Dayr az-Zawr",
    ],
)
def test_a_name_is_found_however_it_is_spaced_and_romanised(written):
    found = one(f"The base near {written}, they said.")
    assert (found.name.of(f"The base near {written}, they said."), ids(found)) == (written, ["deir"])


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("قصفت الطائرات دير الزور أمس", "دير الزور", "deir"),
        ("قصفت الطائرات بالرقة أمس", "بالرقة", "raqqa"),
        ("الرقة واللطامنة", "واللطامنة", "latamneh"),
        ("قصف الرَّقَّة", "الرَّقَّة", "raqqa"),
        ("Удары по Дейр-эз-Зору, сообщили", "Дейр-эз-Зору", "deir"),
        ("Удары в районе Ракки", "Ракки", "raqqa"),
        ("ההפצצה ברקה אתמול", "ברקה", "raqqa"),
    ],
)
def test_a_name_in_another_script_is_found_with_its_prefix_or_case(text, name, place):
    found = read(text)[-1]
    assert (found.name.of(text), ids(found)[0]) == (name, place)
    assert "written otherwise" not in found.doubt


def test_two_places_of_one_name_are_candidates_and_no_choice():
    found = one("A strike near Salma killed four.")
    assert set(ids(found)) == {"salma-north", "salma-south"}
    assert isinstance(found.where, Candidates)
    assert "2 places have this name: Salma in North, Salma in South" in found.doubt
    assert found.candidates[0].km is None
    assert found.candidates[1].km == pytest.approx(222, abs=1)


def test_a_province_in_the_sentence_prefers_what_lies_in_it_and_drops_nothing():
    salma = next(
        found for found in read("Salma in South governorate was shelled.") if found.candidates[0].name == "Salma"
    )
    assert ids(salma) == ["salma-south", "salma-north"]
    assert salma.where == Disc(36.5, 34.0, 5.0)
    assert "1 other of this name elsewhere" in salma.doubt
    assert "which the sentence names" in salma.candidates[0].why


@pytest.mark.parametrize(
    "text", ["They met in Salma, South.", "They met in Salma in South.", "Salma (South) was shelled."]
)
def test_a_province_right_behind_a_town_needs_no_word(text):
    assert read(text)[0].where == Disc(36.5, 34.0, 5.0)


def test_a_province_in_another_sentence_decides_nothing():
    salma = read("South governorate is quiet. In Salma they fought.")[1]
    assert isinstance(salma.where, Candidates)


def test_what_is_named_nearby_comes_first_and_decides_nothing():
    salma = read("From Palmyra they went into Salma.")[1]
    assert ids(salma) == ["salma-south", "salma-north"]
    assert isinstance(salma.where, Candidates)
    assert "km from Palmyra, named nearby" in salma.candidates[0].why


def test_a_name_of_a_town_and_of_its_province_stands_for_either_until_a_word_says_which():
    assert "the place or the unit of this name" in one("It fell on Raqqa.").doubt
    assert one("It fell on Raqqa province.").where.name == "Raqqa"
    assert one("It fell on the city of Raqqa.").where == Disc(37.2, 36.2, 5.0)
    assert one("It fell near Raqqa.").where == Disc(37.2, 36.2, 25.0)
    assert one("It fell near Raqqa.").doubt == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("قصفت محافظة الرقة", "unit"),
        ("قصفت مدينة الرقة", "town"),
        ("سقط بمدينة الرقة", "town"),
        ("удар по провинции Ракка", "unit"),
        ("удар по городу Ракка", "town"),
        ("in the province Raqqa", "unit"),
    ],
)
def test_a_word_for_the_kind_stands_before_the_name_in_other_languages(text, meant):
    (found,) = read(text)
    assert (found.where.name == "Raqqa") if meant == "unit" else (found.where == Disc(37.2, 36.2, 5.0))


@pytest.mark.parametrize("text", ["взрыв в районе Ракки", "взрыв возле Ракки", "انفجار قرب الرقة"])
def test_near_in_other_languages(text):
    (found,) = read(text)
    assert found.where == Disc(37.2, 36.2, 25.0)


def test_provinces_in_a_list_are_provinces_each():
    text = "targets in the North, South and Raqqa provinces"
    assert [found.where.name for found in read(text)] == ["North", "South", "Raqqa"]
    text = "targets in the provinces of Raqqa and South"
    assert [found.where.name for found in read(text)] == ["Raqqa", "South"]


def test_a_place_that_is_itself_a_phrase_is_found_as_a_whole():
    assert told("hit 15 km south-west of Raqqa today") == [("15 km south-west of Raqqa", ["raqqa-15km-sw"])]


@pytest.mark.parametrize("text", ["The jets hit a depot.", "They hit, and left.", "an attack as far as they know"])
def test_a_small_letter_makes_no_place(text):
    assert told(text) == []


def test_a_common_word_is_doubted_unless_a_preposition_of_place_stands_before_it():
    assert "may be only a word" in one("Hit by four bombs, it burned.").doubt
    assert one("The depot in Hit burned.").doubt == ""


def test_a_part_of_a_longer_name_is_doubted():
    assert "“Abu Salma”" in one("A man called Abu Salma spoke.").doubt
    assert "“Palmyra Brigade”" in one("Fighters of the Palmyra Brigade left.").doubt
    assert one("Fighters left Palmyra.").doubt == ""


@pytest.mark.parametrize(
    "text",
    ["Moscow said so.", "Moscow’s campaign goes on.", "It was backed by Moscow.", "Moscow and its allies agreed."],
)
def test_a_capital_that_speaks_or_acts_is_a_government_and_no_place(text):
    found = one(text)
    assert (found.government, found.where, ids(found), found.doubt) == (True, None, [], "")


def test_a_capital_of_the_gazetteer_is_a_place_where_the_words_say_so():
    assert one("Damascus said so.").government
    assert one("Damascus said so.").where is None
    for text in ("They met in Damascus.", "Shells fell near Damascus.", "The Damascus suburbs were shelled."):
        assert (one(text).government, one(text).where is None) == (False, False), text
    assert one("They blamed Damascus.").doubt == "taken for the government there; the town may be meant"
    assert one("A convoy came from Damascus.").doubt == "the town or the government there"


def test_a_capital_in_a_list_of_towns_is_a_town():
    assert [found.government for found in read("targets in Raqqa, Damascus and Palmyra")] == [False] * 3
    assert [found.government for found in read("Moscow, Damascus and Tehran agreed.")] == [True] * 3


def test_a_district_without_a_border_is_no_licence_to_be_anywhere():
    entries = [unit("Hama", area=NORTH, above="Land"), unit("Hama", level="2", above="Hama, Land")]
    (found,) = PlaceFinder(entries).find(page("It fell on Hama."))
    assert len(found.candidates) == 2
    assert found.where.geometry is NORTH


def test_a_dateline_says_where_it_was_written():
    assert "dateline" in read("DAMASCUS (Agency) - Shells fell near Palmyra.")[0].doubt
    assert "dateline" in read("Damascus, Land — Shells fell near Palmyra.")[0].doubt
    assert read("Damascus fell - nobody knows why.")[0].doubt.startswith("taken for")


def test_a_name_that_no_gazetteer_has_is_told_where_the_words_are_sure():
    found = one("A strike near Tell Fulan killed two.")
    assert (ids(found), found.where, found.doubt) == ([], None, "in no gazetteer")
    assert [found.relation for found in read("in northern Fulania")] == ["northern"]
    assert read("A man called Fulan spoke of October in the Northern Alliance.") == ()


def test_another_spelling_is_found_by_its_consonants_and_doubted():
    found = one("A strike near Lataminah killed two.")
    assert (ids(found), found.candidates[0].match) == (["latamneh"], Match.SKELETON)
    assert "only the consonants are the same" in found.doubt
    assert found.where == Disc(36.2, 35.5, 25.0)


def test_a_likeness_of_spelling_is_a_suggestion_and_no_region():
    found = one("A strike near Palmyrax killed two.")
    assert found.candidates[0].match is Match.SPELLING
    assert found.candidates[0].doubt
    assert found.where is None or found.where.reason == found.doubt
    assert found.doubt == "in no gazetteer; spelled like it: Palmyra in South"


def test_what_stands_in_a_mark_of_the_page_is_not_read():
    text = "Photo of Palmyra\nStrikes near Raqqa."
    marked = Page(page(text).document, text, (Mark(Span(0, 16), MarkKind.CAPTION),))
    assert [found.name.of(text) for found in FINDER.find(marked)] == ["Raqqa"]


def test_an_empty_gazetteer_finds_what_the_words_alone_say():
    assert PlaceFinder().match("Raqqa") == ()
    assert [found.government for found in PlaceFinder().find(page("Moscow said so, in Paris."))] == [True, False]


WORDS = st.sampled_from(
    [
        "Salma",
        "Raqqa",
        "Deir",
        "ez-Zor",
        "Zor",
        "Hit",
        "near",
        "of",
        "the",
        "45",
        "km",
        "-",
        "–",
        "south-west",
        "north",
        "ern",
        "northern",
        "between",
        "and",
        "road",
        "province",
        "in",
        "Moscow",
        "said",
        ",",
        ".",
        "(",
        ")",
        "\n",
        "’s",
        "دير",
        "الزور",
        "٤٥",
        "Ракке",
        "́",
        "\u202e",
        "\u200f",
        "Al",
        "al-",
        "Ar",
        "𝔖",
        "é",
    ]
)


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=40), st.sampled_from(["", " ", " ", "  "]))
def test_every_span_lies_in_the_text_and_holds_its_name(words, gap):
    text = gap.join(words)
    last = -1
    for found in read(text):
        assert found.span.fits(text)
        assert found.span.covers(found.name)
        assert found.name.start > last
        last = found.name.start
        assert (found.relation == "") == (found.span == found.name)
        assert found.government is False or found.where is None


@pytest.mark.parametrize(
    "text",
    [
        "near " * 20_000, "Deir " * 20_000, "Salma " * 10_000, "of the " * 15_000, "north of " * 12_000, "1 km of " * 12_000,
        "A" * 150_000, "Al-" * 40_000, "دير ال" * 15_000, "province " * 12_000, "Salma and " * 7_000, "Raqqa province " * 7_000, "Raqqa, North provinces, " * 3_000, "َ" * 100_000,
        "near " + "X" * 100_000, "Raqqa-" * 15_000, "between Salma and " * 4_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_hostile_line_takes_the_time_of_its_length(text):
    assert all(found.span.fits(text) for found in read(text))


def test_a_line_of_any_length_is_read_to_its_end():
    text = "x" * 150_000 + " Raqqa " + "y, " * 60_000 + "z" * 250_000 + " near Palmyra"
    assert [found.span.of(text) for found in read(text)] == ["Raqqa", "near Palmyra"]


def test_the_naughty_strings_break_nothing(shared):
    text = (shared("corpora/naughty-strings") / "blns.txt").read_text(encoding="utf-8")
    assert all(found.span.fits(text) for found in read(text))
    for line in text.splitlines():
        FINDER.match(line)


def test_a_gazetteer_of_strange_names_is_taken_as_it_is():
    odd = PlaceFinder(
        [spot(""), spot("-", key="dash"), spot("of", key="of"), spot("x" * 5000, key="long"), spot("١٢", key="n")]
    )
    assert odd.find(page("of - x ١٢ Of the town of Of")) is not None
