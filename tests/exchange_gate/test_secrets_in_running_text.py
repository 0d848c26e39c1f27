"""What counts as naming a secret in running text, and what does not: both sides of each boundary."""

from __future__ import annotations

import pytest

from firmground.exchange.gate import Sign, not_looked_for, say_leaks, scan
from firmground.exchange.views import Secret

LATAMNEH = ("Al-Latamneh", "Эль-Латамна", "اللطامنة")
GHOUTA = ("Eastern Ghouta", "Восточная Гута", "الغوطة الشرقية")


def found(
    text: str, *names: str, ids: tuple[str, ...] = (), points: tuple[tuple[float, float], ...] = (), **more: object
) -> list[str]:
    leaks = scan({"a.txt": text.encode()}, [Secret("it", "rule", names, ids, points)], **more)
    return [f"{leak.found}" for leak in leaks]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("in al-latamneh.", LATAMNEH),
        ("Latamneh's market", LATAMNEH),
        ("the L a t a m n e h post", LATAMNEH),
        ("https://latamnehnews.example/x", LATAMNEH),
        ("fileNearLatamneh2015.csv", LATAMNEH),
        ("Ｌａｔａｍｎｅｈ", LATAMNEH),
        ("Lаtаmnеh", LATAMNEH),  # three letters are Cyrillic
        ("Lātämnéh", LATAMNEH),
        ("удары по Латамне", LATAMNEH),
        ("над Эль-Латамной", LATAMNEH),
        ("وباللطامنة", LATAMNEH),
        ("اللَّطَامِنَة", LATAMNEH),
        ("اللطـــامنه", LATAMNEH),
        ("в Восточной Гуте", GHOUTA),
        ("Восточную Гуту", GHOUTA),
        ("بالغوطة الشرقية", GHOUTA),
        ("EASTERN-GHOUTA", GHOUTA),
        ("Kafrzita", ("Kafr Zita",)),
        ("Deir ez-Zor", ("Deir Ezzor",)),
        ("للرقة", ("الرقة",)),
        ("地点はヒルバト・アルースです", ("ヒルバト・アルース",)),
        ("near Hit, Iraq", ("Hit",)),
        ("İdlib'de", ("Idlib",)),
        ("in Tadmor (Palmyra) on", ("Tadmor (Palmyra)",)),
        ("in Tadmor on", ("Tadmor (Palmyra)",)),
        ("Mosul/Tigris", ("Mosul/Tigris",)),
        ("Idlibs Umland", ("Idlib",)),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, names: tuple[str, ...]):
    assert found(text, *names), text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("hit by a bomb", ("Hit",)),
        ("it is what it is", ("IS",)),
        ("Salman said", ("Salma",)),
        ("a habit of the week", ("Al Habit",)),
        ("commentaries", ("Al-Mentar",)),
        ("more[k]", ("Morek",)),
        ("TALL = 900", ("Tall 900",)),
        ("Eastern Europe. Ghouta", ("Eastern Ghouta",)),
        ("باب الهوى", ("الباب",)),
        ("соломенный", ("Сальма",)),
        ("the may Syrian", ("Masaran",)),
        ("бригады", ("Baraghidah",)),
        ("Deir ez-Zor", ("Deir ez Zor airport",)),
        ("Latamneh", ("Hatla", "Хатла", "حطلة")),
    ],
)
def test_a_word_that_only_looks_a_little_like_it_is_not(text: str, names: tuple[str, ...]):
    assert found(text, *names) == [], text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Latamineh post", ("Al-Latamneh",)),
        ("Kafer Zaita", ("Kafr Zita",)),
        ("в Латамне", ("Al-Latamneh",)),
        ("كفر زيتا", ("Kafr Zita",)),
        ("Khan Sheikhoun", ("Khan Shaykhun",)),
    ],
)
def test_a_spelling_that_nobody_listed_is_found_and_told_as_a_guess(text: str, names: tuple[str, ...]):
    leaks = scan({"a": text.encode()}, [Secret("it", "rule", names)])
    assert [leak.sign for leak in leaks] == [Sign.SPELLING]
    assert "--harmless" in str(leaks[0])


def test_words_that_the_owner_read_and_found_harmless_are_no_leak():
    assert found("Latamineh and Hatla", "Al-Latamneh", harmless=["latamineh"]) == []
    assert found("Latamineh and Hatla", "Al-Latamneh", "Hatla", harmless=["latamineh"]) == ["Hatla"]
    assert found("36.6033, 35.3743", points=((36.6033, 35.3743),), harmless=["36.6033, 35.3743"]) == [
        "36.6033, 35.3743"
    ]


# Ids.


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("id,note\ns0017,x", "s0017"),
        ('<tr id="row-s0017">', "s0017"),
        ("see S0017.", "s0017"),
        ("a/rebel-hq-7/b", "rebel-hq-7"),
        ('"source": "witness"', "witness"),
        ("source,witness,x", "witness"),
        ("row 187654 of", "187654"),
        ("the id is net 7, and", "net 7"),
    ],
)
def test_an_id_is_found(text: str, one: str):
    assert found(text, ids=(one,)) == [found(text, ids=(one,))[0]]


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("s00175, xs0017", "s0017"),
        ("a witness said", "witness"),
        ("https://example.org/world/russia/x", "russia"),
        ("17 of 64", "17"),
        ("36.187654", "87654"),
    ],
)
def test_what_only_contains_an_id_is_not(text: str, one: str):
    assert found(text, ids=(one,)) == []


def test_an_id_that_is_shown_in_its_own_right_may_hold_a_secret_one():
    assert found("claim isw-1103", ids=("isw",), shown={"isw-1103"}) == []
    assert found("claim,isw-1104,isw", ids=("isw",), shown={"isw-1103"}) != []


def test_what_is_too_short_to_be_looked_for_is_told():
    told = not_looked_for([Secret("the event", "rule", ("X", "Hatla"), ("17", "s0017"))])
    assert told == ("“X”, “17” of the event: too short to be looked for, so look yourself",)


# Long texts.

NOTE = "the first hit is named only in the statement of 1 October, and the man who filmed it from his roof lives two doors from the mill"


def test_a_part_of_a_long_text_is_found():
    assert found("He said: the man who filmed it from his roof lives two doors from the mill!", NOTE)
    assert found(NOTE.upper(), NOTE)
    assert found("the first hit is named only in the report", NOTE) == []


def test_words_that_are_shown_elsewhere_are_no_sign_of_a_text_that_is_not():
    words = Secret("what is withheld of events.csv", "", ("fortified command post", "a mill by the river"))
    page = b"They hit a fortified command post and a mill by the river"
    assert [leak.found for leak in scan({"a": page}, [words], shown={"again a fortified command post"})] == [
        "a mill by the river"
    ]


def test_words_that_are_no_name_have_one_spelling():
    note = Secret("what is withheld of events.csv", "", ("one of three days",))
    assert scan({"a": b"on their days, only three days"}, [note]) == []
    assert scan({"a": b"One of three days."}, [note]) != []


# Points.

POINT = ((36.6033, 35.3743),)


@pytest.mark.parametrize(
    "text",
    [
        "36.60, 35.37",
        "35.3743 36.6033",
        "N 35.374 / E 36.603",
        "36.6033",
        "35.37430001",
        "-36.6033, -35.3743",
        "5,36.6033,35.3743,1",
        "35°22'27\"N 36°36'12\"E",
        "37SBV8227617189",
        "37S BV 8227 1718",
        "8G7R9JF3+P8",
    ],
)
def test_a_point_is_found(text: str):
    assert found(text, points=POINT), text


@pytest.mark.parametrize(
    "text",
    [
        "36.6, 35.4",  # one decimal is a region of ten kilometres
        "36.60 and far away, in another sentence of this long paragraph that goes on and on for more than eighty letters, 35.37",
        "36.6033, 35.9999",  # another place on the same meridian
        "36.6051, 35.3761",
        "136.6033",
        "version 36.60",
    ],
)
def test_what_is_no_point_of_it_is_not(text: str):
    assert found(text, points=POINT) == [], text


# How it is told.


def test_a_leak_is_told_with_file_line_words_rule_and_what_to_do():
    page = "one\ntwo\nprobably the Latamneh post: filmed\n"
    (leak,) = scan({"page.html": page.encode()}, [Secret("the place al-latamneh", "villages", LATAMNEH)])
    assert str(leak) == (
        "page.html, line 3: “one two probably the Latamneh post: filmed” names the place al-latamneh, which the rule "
        "villages keeps back; take it out of the text that says it, or let a rule withhold that field"
    )


def test_the_same_thing_many_times_is_told_once():
    (leak,) = scan({"a": b"Hatla\n" * 500}, [Secret("it", "rule", ("Hatla",))])
    assert leak.times == 500
    assert say_leaks([leak] * 30)[-1] == "  and 10 more"


def test_a_secret_in_every_row_of_a_large_table_takes_no_longer_than_the_table():
    rows = "".join(f"{n},Hatla,36.6033,35.3743,note\n" for n in range(20_000))
    leaks = scan({"a.csv": rows.encode()}, [Secret("it", "rule", ("Hatla",), (), POINT)])
    assert {(leak.sign, leak.found, leak.times) for leak in leaks} == {
        (Sign.NAME, "Hatla", 20_000),
        (Sign.COORDINATES, "36.6033,35.3743", 20_000),
    }


def test_without_secrets_nothing_is_opened():
    assert scan({"a": b"PK\x03\x04 no zip"}, []) == []


def test_names_of_files_are_looked_at():
    assert scan({"strikes-hatla.csv": b"x"}, [Secret("it", "rule", ("Hatla",))])[0].where == "its name"
