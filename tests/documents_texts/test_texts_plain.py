"""Pasted text: nothing is changed but ends of lines, furniture is marked, the first lines tell title and day."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.case.documents import MarkKind
from firmground.documents.texts import read_text
from firmground.documents.texts.unwrap import unwrap

BODY = """\
More than half of the strikes that the northern air force has carried out in the valley were on places where its enemy was not.
The ministry disagrees.
Strikes in the hills
-- Near Amud, three strikes destroyed a depot and two vehicles.
-- Near Kafr Zita, a strike hit a command post.
“All of the targets were those of the enemy,” its spokesman told reporters, and he gave a list of them to those who asked."""


def read(text: str, url: str = ""):
    return read_text(text.encode(), "pasted.txt", url=url)


def marked(found) -> dict[str, str]:
    return {mark.span.of(found.text): mark.kind.value for mark in found.marks}


def body_of(found) -> str:
    marks = marked(found)
    return "\n".join(line for line in found.text.split("\n") if line.strip() and line.strip() not in marks)


def test_what_is_pasted_alone_is_all_body():
    found = read(BODY)
    assert (found.text, found.marks) == (BODY, ())
    assert (found.language.value, found.language.how) == ("en", "its function words")


def test_menus_above_and_comments_below_are_marked():
    above = "Home\nWorld\nSearch\nMost strikes fell outside, observers say\nBy Jo Doe\n21 October 2031\nShare this\n"
    below = (
        "\nRelated Posts\nMinister resigns after talks\nThe minister of transport has stepped down after a night of talks in which"
        " his own party did not want to keep him.\n2 comments\nI have lived there for twenty years and I do not believe a word of"
        " what these people say.\nThis was written on 4 May 2027 already, and nobody in the ministry wanted to hear it then.\n"
        "Comments are closed.\nCopyright 2019 The Daily"
    )
    found = read(above + BODY + below)
    assert body_of(found) == BODY
    kinds = marked(found)
    assert kinds["Most strikes fell outside, observers say"] == "title"
    assert kinds["By Jo Doe"] == kinds["21 October 2031"] == "byline"
    assert kinds["Home"] == kinds["Comments are closed."] == kinds["Copyright 2019 The Daily"] == "boilerplate"
    assert (found.title.value, found.title.how) == ("Most strikes fell outside, observers say", "first lines")
    assert (found.byline.value, found.byline.how) == ("Jo Doe", "first lines")
    assert (found.published.value, found.published.how) == ("2031-10-21", "first lines")


def test_the_story_goes_on_after_a_box_of_other_stories():
    first, *rest = BODY.split("\n")
    more = [
        "Neither side would say how it draws the line between one group and the next, and on that much depends.",
        "A diplomat who asked not to be named put the share at almost 80 percent, but he would not show his figures.",
        "Only one of them signed it.",
    ]
    found = read(
        "\n".join([first, *rest, "Related stories", "Minister resigns after talks", "A bridge reopens", *more])
    )
    assert body_of(found) == "\n".join([BODY, *more])
    assert marked(found)["A bridge reopens"] == "teaser"


def test_a_word_that_heads_a_list_is_body():
    found = read("Syria\n* Near Amud, three strikes destroyed a depot.\n" + BODY)
    assert found.marks == ()


@pytest.mark.parametrize(
    "line",
    [
        "More in the north fled, the ministry said.",
        "By Friday the town had fallen.",
        "Share of the ground held by each side",
        "Related to this is the question of the lake.",
        "Comment from the ministry was not to be had.",
        "In the end the bridge was hit.",
    ],
)
def test_a_sentence_that_begins_like_furniture_is_body(line):
    assert line not in marked(read(f"{BODY}\n{line}\n{BODY}"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Facebook 12 Twitter 3 Email", "boilerplate"),
        ("Read more: Minister resigns after talks", "teaser"),
        ("Smoke over the hills (AP Photo/Jo Doe)", "caption"),
        ("Image copyright: Jo Doe", "caption"),
        ("Reporting by Jo Doe; Editing by Ann Roe", "byline"),
        ("Advertisement", "boilerplate"),
        ("Читайте также: Министр ушёл", "teaser"),
    ],
)
def test_furniture_within_the_story_is_marked(line, kind):
    assert marked(read(f"{BODY}\n{line}\n{BODY}"))[line] == kind


@pytest.mark.parametrize(
    ("first", "day", "how"),
    [
        ("SOUTHWEST ASIA, Dec. 28, 2016 — Forces continued to attack the group yesterday.", "2016-12-28", "dateline"),
        ("KABUL, Afghanistan (Jan. 25, 2013) - A force killed a leader in Andar district.", "2013-01-25", "dateline"),
        ("KABUL, Afghanistan (Jan. 25, 2013)", "2013-01-25", "dateline"),
        ("MARDAN, Oct 21 (Ours) - Aircraft struck.", "", ""),
        ("The ministry said that on Dec. 28, 2016 - a Wednesday - it struck.", "", ""),
        ("Dec. 28, 2016, is the day that nobody there forgets.", "", ""),
    ],
)
def test_a_dateline_gives_the_day(first, day, how):
    found = read(f"{first}\n{BODY}")
    assert (found.published.value, found.published.how) == (day, how)


def test_datelines_are_read_in_the_language_of_the_text():
    first = "МАРДАН, 21 октября 2031. /ТАСС/. Самолёты северных нанесли двенадцать ударов по целям в долине реки."
    found = read(f"{first}\nПредставитель министерства заявил, что все удары были нанесены по объектам противника.")
    assert (found.published.value, found.published.how, found.language.value) == ("2031-10-21", "dateline", "ru")


def test_a_dateline_without_a_year_takes_it_from_the_address():
    found = read(f"MARDAN, Oct 21 (Ours) - {BODY}", url="https://www.ours.example/2031/10/22/strikes")
    assert (found.published.value, found.published.how) == ("2031-10-21", "dateline, its year from elsewhere")
    assert any("2031-10-22 (address of the page)" in doubt for doubt in found.doubts)


def test_a_text_without_a_day_asks_for_it():
    assert read(BODY).doubts == ("it does not say when it was published: give the day by hand",)


def test_a_day_that_may_be_two_is_asked_for():
    found = read(f"A headline of some words\n10/11/2031\n{BODY}")
    assert found.published.value == ""
    assert '"10/11/2031" may be 2031-11-10 or 2031-10-11: give the day of publication by hand' in found.doubts


def test_a_release_of_the_coalition_is_read(shared):
    found = read_text(shared("data/releases/us_2015-12-27_centcom.mil.txt").read_bytes(), "a.txt")
    assert found.title.value == "Dec. 27: Military airstrikes continue against ISIL terrorists in Syria and Iraq"
    assert found.published.value == "2015-12-27"
    assert all(not mark.span.of(found.text).startswith(("*", "SOUTHWEST")) for mark in found.marks)


def test_other_scripts_are_cut_with_a_lighter_hand():
    body = "\n".join(
        ["أعلنت وزارة الدفاع أن طائراتها قصفت اثني عشر موقعا قرب البلدة يوم الجمعة في إطار حملتها على التنظيم."] * 4
    )
    found = read(f"{body}\nالتعليقات\nلا أصدق كلمة واحدة مما يقوله هؤلاء الناس عن الطريق.")
    assert body_of(found) == body
    assert found.language.value == "ar"
    assert any("by length alone" in doubt for doubt in found.doubts)


def test_lines_broken_to_a_width_are_joined_in_place():
    text = (
        "On 21 October aircraft of the northern air force carried out\ntwelve strikes on places in the valley. Near Amud, three strikes\n"
        "destroyed a depot and two vehicles, and near the lake four strikes\nhit a command post.\n\n- a first item of a list that is long"
        " enough to be broken\n- a second item\n\nRegards,\nJo"
    )
    joined, count = unwrap(text)
    assert count == 3
    assert len(joined) == len(text)
    assert [a for a, b in zip(text, joined, strict=True) if a != b] == ["\n"] * 3
    assert "carried out twelve strikes" in joined
    assert joined.endswith("Regards,\nJo")


def test_a_list_of_short_lines_is_not_joined():
    text = "\n".join(["Amud", "Kafr Zita", "Tell Nur", "Sher", "Lower Kand"] * 5)
    assert unwrap(text) == (text, 0)


def test_ends_of_lines_are_made_one_and_controls_are_told():
    found = read_text("one\r\ntwo\rthree\u2028four\x00".encode(), "a.txt")
    assert found.text == "one\ntwo\nthree\nfour\ufffd"
    assert any("1 control characters" in doubt for doubt in found.doubts)


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\r\t"), max_size=300))
def test_marks_of_any_text_lie_on_its_lines(text):
    found = read_text(text.encode("utf-8", "replace"), "a.txt")
    last = 0
    for mark in found.marks:
        assert mark.span.fits(found.text)
        assert mark.span.start >= last
        assert "\n" not in mark.span.of(found.text)
        assert isinstance(mark.kind, MarkKind)
        last = mark.span.stop


def test_naughty_strings_come_out_as_they_are(shared):
    def shown(words: str) -> str:
        return "".join(c for c in words if c.isprintable() and c != "\ufffd")

    for words in json.loads(shared("corpora/naughty-strings/blns.json").read_text(encoding="utf-8")):
        assert shown(words) in shown(read(f"{BODY}\n{words}").text)
