"""Names written another way: what is suggested, and that what only resembles is marked as doubtful."""

from __future__ import annotations

import pytest

import firmground as fg
from firmground.case.spelling import NameIndex, consonants, plain_name
from firmground.review import Fit


@pytest.fixture(scope="module")
def towns():
    places = fg.read_case(fg.example_folder("syria-2015")).gazetteer.places.values()
    return NameIndex({place.id: (place.id, place.name, *place.aliases) for place in places})


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Latmeen", "al-latamneh"),
        ("Lattamna", "al-latamneh"),
        ("اللطامنه", "al-latamneh"),
        ("Khan Sheikhun", "khan-shaykhun"),
        ("Jisr Shughour", "jisr-al-shughur"),
        ("Джиср Шугур", "jisr-al-shughur"),
        ("Хан-Шейхун", "khan-shaykhun"),
        ("Kafar Zita", "kafr-zita"),
    ],
)
def test_another_romanisation_or_script_finds_the_place_by_its_consonants(towns, written, place):
    first = towns.suggest(written)[0]
    assert (first.known, first.doubtful) == (place, False)


@pytest.mark.parametrize("written", ["Al Lataminah town", "the town of Lataminah", "Lataminah"])
def test_an_article_or_the_word_town_does_not_hide_a_name(towns, written):
    first = towns.suggest(written)[0]
    assert (first.known, first.fit) == ("al-latamneh", Fit.PLAIN)


def test_a_name_inside_a_longer_text_is_only_a_hint(towns):
    first = towns.suggest("DAMASCUS : Marj al sultan")[0]
    assert (first.known, first.fit, first.doubtful) == ("marj-al-sultan", Fit.PART, True)


def test_a_likeness_of_spelling_is_always_doubtful(towns):
    found = [match for name in ("Marra al-Nuaman", "Talbisah", "Sarakeb") for match in towns.suggest(name)]
    assert any(match.fit is Fit.SPELLING for match in found)
    assert all(match.doubtful for match in found if match.fit in (Fit.SPELLING, Fit.PART))


def test_two_consonants_fit_by_chance_and_are_doubtful(towns):
    assert all(match.doubtful for match in towns.suggest("Raqa") if match.fit is Fit.CONSONANTS)


def test_what_resembles_nothing_suggests_nothing(towns):
    assert towns.suggest("Zabadani") == []
    assert towns.suggest("") == []
    assert towns.suggest("…!?") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("اللطامنة", "Latamna"),
        ("معرة النعمان", "Maarat al-Numan"),
        ("Дейр-эз-Зор", "Deir ez-Zor"),
        ("Сватове", "Svatovo"),
        ("Sheikh Badr", "al-Shaykh Badr"),
        ("Raqqah", "Raqqa"),
    ],
)
def test_one_name_in_two_scripts_has_the_same_consonants(one, other):
    assert consonants(one) == consonants(other) != ""


def test_the_letters_of_the_naughty_strings_break_nothing(shared, towns):
    for line in (shared("corpora/naughty-strings") / "blns.txt").read_text(encoding="utf-8").splitlines()[:600]:
        assert isinstance(plain_name(line) + consonants(line), str)
        towns.suggest(line[:200])
