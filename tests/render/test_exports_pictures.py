"""Pictures that leave the report: any program opens them, they say their unit, and no letter becomes a box."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring
from hostile import fill, scatter, small_report
from sample import sample_report, share_claim

from firmground.render.pictures.claim import draw_pictures
from firmground.render.pictures.letters import balance_words, fold_words, measure
from firmground.render.pictures.png import MissingLettersError, to_png
from firmground.render.pictures.sheet import INNER, WIDE
from firmground.render.pictures.styles import look

SVG = "{http://www.w3.org/2000/svg}"
SCHEMES = ("light", "dark")
# What SVG 1.1 lets stand in an attribute; anything else would be lost in Illustrator or Inkscape.
NOT_SVG = re.compile(r"var\(|light-dark|currentColor|\d%|vector-effect|calc\(")


def pictures(scheme="light"):
    return [
        (f"{claim.id}: {name}", svg)
        for claim in sample_report().claims
        for name, svg in draw_pictures(sample_report(), claim, scheme=scheme).items()
    ]


def texts(svg):
    return [" ".join("".join(each.itertext()).split()) for each in fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture(scope="module")
def bar():
    return draw_pictures(sample_report(), share_claim())["bar"]


def test_a_claim_has_every_figure_that_it_can_have():
    names = list(draw_pictures(sample_report(), share_claim()))
    assert names == ["bar", "map", "rivals", "curve-1", "curve-2", "curve-3", "curve-4"]
    assert list(draw_pictures(sample_report(), replace(share_claim(), marks=(), rivals=(), facets=()))) == ["bar"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_picture_holds_only_what_any_program_reads(scheme):
    for name, svg in pictures(scheme):
        root = fromstring(svg)
        assert root.tag == f"{SVG}svg", name
        assert root.get("width") == str(WIDE)
        assert root.get("viewBox") == f"0 0 {WIDE} {root.get('height')}"
        for element in root.iter():
            assert "class" not in element.attrib, name
            assert element.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image"}
            for value in element.attrib.values():
                assert not NOT_SVG.search(value), f"{name}: {element.tag} {element.attrib}"
        inner = [each for each in root.iter(f"{SVG}svg") if each is not root]
        assert inner == [], name


def test_every_reference_leads_to_an_id_that_only_this_picture_has():
    seen = set()
    for name, svg in [*pictures("light"), *pictures("dark")]:
        root = fromstring(svg)
        ids = {each.get("id") for each in root.iter() if "id" in each.attrib}
        used = set(re.findall(r'(?:url\(#|xlink:href="#|ns\d:href="#)([\w-]+)', svg))
        assert used <= ids, name
        assert {"hatch"} <= {each.rpartition("-")[2] for each in ids}
        assert not ids & seen, name
        seen |= ids


@pytest.mark.parametrize("name", ["bar", "map", "rivals", "curve-1"])
def test_a_picture_cut_out_of_the_report_still_says_its_unit_its_map_and_its_source(name):
    said = " ".join(texts(draw_pictures(sample_report(), share_claim())[name]))
    for words in (
        "Reuters, 21 October 2015 · counted in named places",
        "Almost 80 percent of the declared targets",
        "map: hand-coded places; definition: Russia; contested: counts as held",
        "Said in Four-fifths of Russia's Syria strikes",
        "Allowed is not confirmed",
        "firmground",
        sample_report().run,
    ):
        assert words in said, words


def test_the_bar_has_its_numbers_and_its_key(bar):
    said = " ".join(texts(bar))
    for words in ("63.3 %", "77.6 %", "claimed: 75 to 80 %", "31 must be", "7 may be", "11 cannot be", "of 49"):
        assert words in said, words


def test_must_is_solid_may_is_hatched_and_cannot_is_hollow(bar):
    rects = [each.attrib for each in fromstring(bar).iter(f"{SVG}rect")]
    ink, paper = look("light").colour("data"), look("light").colour("paper")
    fills = {each["fill"] for each in rects if each.get("height") == "30"}
    assert ink in fills
    assert paper in fills
    assert any(fill.startswith("url(#fg-") and fill.endswith("-hatch)") for fill in fills)


def test_dark_and_light_differ_in_colours_only():
    light, dark = (draw_pictures(sample_report(), share_claim(), scheme=scheme)["bar"] for scheme in SCHEMES)
    assert look("light").colour("paper") in light
    assert look("dark").colour("paper") in dark
    assert texts(light) == texts(dark)


def test_equal_reports_give_equal_pictures():
    assert pictures() == pictures()


@pytest.mark.parametrize("turn", range(4))
def test_hostile_text_stays_text_in_every_field(shared, turn):
    corpus = json.loads(shared("corpora/dompurify-xss/payloads.json").read_text(encoding="utf-8"))
    hostile, harmless = scatter(small_report(), corpus, turn), fill(small_report(), "harmless words")
    for mean, plain in zip(hostile.claims, harmless.claims, strict=True):
        like = draw_pictures(harmless, plain)
        allowed = {each.tag for svg in like.values() for each in fromstring(svg).iter()}
        for svg in draw_pictures(hostile, mean).values():
            assert {each.tag for each in fromstring(svg).iter()} <= allowed | {f"{SVG}tspan"}


def test_what_turns_or_hides_letters_is_made_visible():
    svg = draw_pictures(sample_report(), replace(share_claim(), says="a\u202eb\x1bc"))["bar"]
    assert "a⟨U+202E⟩b␛c" in svg


def test_a_sentence_from_right_to_left_stands_at_the_right():
    svg = draw_pictures(sample_report(), replace(share_claim(), says="قالت الوزارة إن الضربات أصابت الدولة الإسلامية"))
    line = next(each for each in fromstring(svg["bar"]).iter(f"{SVG}text") if "قالت" in (each.text or ""))
    assert line.get("text-anchor") == "end"
    assert line.text.startswith("\u2067")
    assert line.text.endswith("\u2069")


def test_a_name_from_right_to_left_does_not_turn_the_line_around_it():
    rival = replace(share_claim().rivals[3], by="وزارة الدفاع " * 8)
    for svg in draw_pictures(sample_report(), replace(share_claim(), by="رويترز", rivals=(rival,))).values():
        assert "U+206" not in svg
        for line in texts(svg):
            assert line.count("\u2068") + line.count("\u2067") == line.count("\u2069"), line
        kicker = next(each for each in fromstring(svg).iter(f"{SVG}text") if "رويترز" in (each.text or ""))
        assert kicker.get("text-anchor") is None


def test_a_very_long_sentence_leaves_room_for_the_figure():
    svg = draw_pictures(sample_report(), replace(share_claim(), says="word " * 5000))["bar"]
    assert float(fromstring(svg).get("height")) < 700
    assert any(line.endswith("…") for line in texts(svg))


@pytest.mark.parametrize("words", ["a" * 500, "the quick brown fox " * 20, "漢字" * 200, ""])
def test_no_line_is_wider_than_the_picture_and_no_letter_is_lost(words):
    lines = fold_words(words, INNER, 24)
    assert all(measure(line, 24) <= INNER for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")


def test_no_word_stands_alone_in_the_last_line():
    words = "Where: of 45 places, 29 must be, 5 may be and 11 cannot be outside ground held by Islamic State there"
    balanced = balance_words(words, INNER * 0.8, 14.5)
    assert len(balanced) == len(fold_words(words, INNER * 0.8, 14.5))
    assert len(balanced[-1]) > len(balanced[0]) / 2


def test_a_png_is_twice_the_size_of_its_picture(bar):
    png = to_png(bar)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, tall = struct.unpack(">II", png[16:24])
    assert (wide, tall) == (2 * WIDE, 2 * int(fromstring(bar).get("height")))


def test_a_png_of_arabic_is_drawn_with_our_own_letters(monkeypatch):
    from firmground.render.pictures import png  # noqa: PLC0415 - looked into by this test alone

    drawn = []
    draw = png._draw
    monkeypatch.setattr(png, "_draw", lambda svg, **words: drawn.append(words) or draw(svg, **words))
    to_png(draw_pictures(sample_report(), replace(share_claim(), says="قالت الوزارة"))["bar"])
    assert drawn[-1]["system"] is False


@pytest.mark.parametrize("letter", ["\U000f0000", "\ue123"])
def test_a_letter_that_no_font_has_is_told_and_never_drawn_as_a_box(letter):
    svg = draw_pictures(sample_report(), replace(share_claim(), says=f"from {letter} here"))["bar"]
    with pytest.raises(MissingLettersError) as told:
        to_png(svg)
    assert told.value.letters == letter
    assert "open the SVG" in str(told.value)
