"""The card: small always, alone always, honest always."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import numpy as np
import pytest
import shapely
import tinycss2
from hostile import fill, scatter, small_report
from page import Page
from sample import MARKS, sample_report, share_claim

from firmground.places import distance_km
from firmground.render.cards.embed import MOST_BYTES, render_embed
from firmground.render.cards.namespace import confine
from firmground.render.cards.thin import thin_marks
from firmground.render.export.snippet import frame_card
from firmground.render.pages import read_text
from firmground.report.model import Counts, Mark, Settling


def card(**changes):
    return render_embed(sample_report(), replace(share_claim(), **changes))


def crowd(number, seed=1):
    """Places like those of a large case: spread over a country, most small, some wide."""
    rng = np.random.default_rng(seed)
    radii = rng.choice([0.0, 1.0, 5.0, 25.0, 60.0], number, p=[0.2, 0.3, 0.3, 0.15, 0.05])
    return tuple(
        Mark(f"place {n}", ("must", "may", "cannot")[n % 3], lon, lat, radius, title=f"place {n}: within {radius} km")
        for n, (lon, lat, radius) in enumerate(
            zip(rng.uniform(35.5, 42.4, number), rng.uniform(32.3, 37.3, number), radii, strict=True)
        )
    )


def test_a_card_says_who_what_how_much_what_would_settle_it_and_that_allowed_is_not_confirmed():
    text = Page(card()).text
    for words in (
        "Reuters (news agency), 21 October 2015 · counted in named places",
        "Almost 80 percent of the declared targets",
        "The data allow it.",
        "63 to 78 percent",
        "31 must be",
        "7 may be",
        "11 cannot be",
        "map: hand-coded places; definition: Russia",
        "What would settle it",
        "Jabal Batra",
        "Allowed is not confirmed",
        "Said in Four-fifths of Russia's Syria strikes",
        "Outlines of land: Natural Earth",
        sample_report().run,
    ):
        assert words in text, words


def test_what_a_map_cannot_show_is_counted_under_it():
    assert "At least 21 of the 49 have no place that is known and are not drawn." in Page(card()).text
    assert "not drawn" not in Page(card(counts=Counts(28, 15, 7, 6))).text


def test_words_from_right_to_left_stand_apart_and_no_mark_is_shown():
    source = card(by="رويترز", unit_words="أهداف", choices={"map": "خريطة"})
    assert "U+206" not in source
    for words in ("رويترز", "أهداف", "خريطة"):
        assert f"<bdi>{words}</bdi>" in source


@pytest.mark.parametrize(
    ("standing", "words"),
    [("must", "Required by these data"), ("cannot", "Ruled out by these data"), ("may", "Allowed is not confirmed")],
)
def test_no_answer_goes_out_without_what_it_does_not_mean(standing, words):
    assert words in Page(card(standing=standing)).text


def test_a_card_has_no_script_and_asks_for_nothing():
    for claim in sample_report().claims:
        page = Page(render_embed(sample_report(), claim))
        assert not {"script", "link", "img", "iframe", "object", "base"} & set(page.tags)
        assert not [name for name in page.names if name.startswith("on") or name in {"src", "srcset", "style"}]
        assert all(link.startswith(("https://", "http://", "#")) for link in page.links)


def test_its_policy_lets_in_its_own_sheet_and_nothing_else():
    source = card()
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', source)[1])
    assert policy.startswith("default-src 'none'")
    assert re.search(r"style-src 'sha256-[\w+/]+=*'", policy)
    assert "script-src" not in policy
    assert "unsafe" not in policy


def test_a_link_opens_beside_the_article_and_not_inside_the_frame():
    assert re.search(r'<a href="https://www\.reuters[^"]+" target="_blank" rel="noreferrer noopener">', card())


def test_every_rule_of_the_card_stays_inside_the_card():
    sheet = re.search(r"<style>(.*?)</style>", card(), flags=re.DOTALL)[1]
    selectors = []

    def walk(rules):
        for rule in rules:
            if rule.type == "at-rule":
                walk(tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True))
            else:
                selectors.extend(tinycss2.serialize(rule.prelude).split(","))

    walk(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))
    assert len(selectors) > 50
    assert {each.strip() for each in selectors if not each.strip().startswith(".firmground")} == {
        "body.firmground-page"
    }


def test_confining_a_sheet_changes_no_declaration():
    sheet = read_text("tokens.css")
    for declared in ("--paper: #fcfbf8", "stroke-dasharray: 7 5", "prefers-color-scheme: dark"):
        assert declared in sheet
        assert declared in confine(sheet)


def test_a_case_with_few_places_is_not_simplified():
    assert "simplified" not in Page(card()).text
    assert len(card().encode()) < 60_000


@pytest.mark.parametrize("number", [1_500, 30_000])
def test_a_large_case_gives_a_small_card_that_says_what_was_simplified(number):
    source = card(marks=crowd(number))
    assert len(source.encode()) <= MOST_BYTES
    text = Page(source).text
    if "simplified map" in text:
        assert re.search(r"drawn up to [\d.]+ km wider than they are known", text)
        assert f"of {number // 1000}\u202f{number % 1000:03d}" in source
        assert 'role="img"' in source
    assert ("simplified map" in text) == (number > 10_000)


def rough_areas(number):
    """Areas with thousands of corners each, as borders come from a survey."""
    rng = np.random.default_rng(3)
    turn = np.linspace(0, 2 * np.pi, 4000, endpoint=False)
    return tuple(
        Mark(
            f"area {n}", "may", lon, lat, 0.0,
            (tuple(zip(lon + np.cos(turn) * (0.5 + rng.uniform(0, 0.05, 4000)), lat + np.sin(turn) * 0.5, strict=True)),),
        )
        for n, (lon, lat) in enumerate(zip(rng.uniform(36, 42, number), rng.uniform(33, 37, number), strict=True))
    )  # fmt: skip


@pytest.mark.parametrize("grid_km", [2.0, 20.0])
def test_a_coarser_area_leaves_out_none_of_it(grid_km):
    for mark, coarse in zip(rough_areas(3), thin_marks(rough_areas(3), grid_km), strict=True):
        whole = shapely.union_all([shapely.Polygon(ring) for ring in coarse.rings])
        assert shapely.covers(whole, shapely.Polygon(mark.rings[0]))
        assert len(coarse.rings[0]) < len(mark.rings[0]) / 4


def test_areas_with_thousands_of_corners_are_drawn_coarser():
    source = card(marks=rough_areas(400))
    assert len(source.encode()) <= MOST_BYTES
    assert "simplified" in source


def test_texts_of_any_length_give_a_small_card_that_says_so():
    long = "wörd \U0001f4a5 & < " * 40_000
    for claim in fill(small_report(), long).claims:
        source = render_embed(fill(small_report(), long), claim)
        assert len(source.encode()) <= MOST_BYTES
        assert "cut short on this card" in source


def test_hundreds_of_undecided_names_are_counted_and_not_all_listed():
    many = Settling("require", 300, exact=True, units=tuple(f"place {n}" for n in range(300)), sentence="If 300 were:")
    text = Page(card(settling=(many,))).text
    assert "and 288 more" in text
    assert "place 299" not in text


@pytest.mark.parametrize("grid_km", [1.0, 8.0, 40.0])
def test_a_thinned_disc_holds_every_disc_that_it_stands_for(grid_km):
    marks = crowd(400)
    thinned = thin_marks(marks, grid_km)
    assert len(thinned) <= len(marks)
    for mark in marks:
        assert any(
            disc.standing == mark.standing
            and distance_km(mark.lon, mark.lat, disc.lon, disc.lat) + mark.radius_km <= disc.radius_km * 1.01
            for disc in thinned
        )


def test_a_thinned_disc_is_never_smaller_than_it_was():
    assert min(mark.radius_km for mark in thin_marks(MARKS, 5.0)) >= min(mark.radius_km for mark in MARKS)


def test_the_piece_to_paste_holds_the_whole_card_in_a_frame_without_rights():
    piece = frame_card(card(), 'A "title" <b>', 900)
    page = Page(piece)
    assert page.tags == ["iframe", "/iframe"]
    assert html.unescape(re.search(r'srcdoc="([^"]*)"', piece)[1]) == card()
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in piece
    assert "allow-scripts" not in piece


@pytest.mark.parametrize("turn", range(4))
def test_hostile_text_stays_text_in_every_field(shared, turn):
    corpus = json.loads(shared("corpora/dompurify-xss/payloads.json").read_text(encoding="utf-8"))
    hostile, harmless = scatter(small_report(), corpus, turn), fill(small_report(), "harmless words")
    for mean, plain in zip(hostile.claims, harmless.claims, strict=True):
        one, other = Page(render_embed(hostile, mean)), Page(render_embed(harmless, plain))
        assert set(one.tags) <= set(other.tags) | {"strong", "/strong", "a", "/a"}
        assert one.names <= other.names | {"href", "target", "rel"}
        assert all(link.startswith(("https://", "http://")) for link in one.links)
        assert one.unclosed == other.unclosed
