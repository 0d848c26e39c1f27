"""The page says everything, and nothing that a text says becomes part of it."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from urllib.parse import unquote

import pytest
from hostile import fill, small_report
from page import Page
from rich.cells import cell_len
from sample import MARKS, UncountedRow, sample_report, share_claim

from firmground.render.html import render_html
from firmground.render.pages import Block, Clock, seal
from firmground.render.visible import make_visible, one_line
from firmground.render.words import is_linkable
from firmground.report.model import Mark, RowAccount

CSV = "data:text/csv;charset=utf-8"
LOCAL = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "</title></style></svg><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "]]><!--",
    "\u202eevil\u202c\u2066x\u2069",
    "\x1b[2J\x00\x07",
    "\ud800 half",
    'https://example.org/" onclick=alert(1)',
)


@pytest.fixture(scope="module")
def page():
    return Page(render_html(sample_report()))


@pytest.fixture(scope="module")
def source():
    return render_html(sample_report())


def test_every_text_of_the_report_can_be_read_on_the_page(page):
    unseen = [
        text
        for text in _texts(sample_report())
        if one_line(text) and one_line(text) not in page.text and text not in page.links
    ]
    # An id of a claim or rival, and the words of the program's own vocabulary, are not written out.
    vocabulary = {
        "must",
        "may",
        "cannot",
        "share",
        "count",
        "area",
        "distance",
        "place",
        "event",
        "strike",
        "require",
        "rule out",
        "allow",
        "uniform",
    }
    ids = {claim.id for claim in sample_report().claims} | {
        rival.id for claim in sample_report().claims for rival in claim.rivals
    }
    ids |= {claim.id for claim in sample_report().untested}
    assert {text for text in unseen if text not in vocabulary | ids} <= {"0.95", "> 0.9", "> 0.5", "64", "0"}


def test_the_page_has_one_h1_and_its_headings_skip_no_level(page):
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_element_is_closed_and_every_id_is_there_once(page):
    assert page.unclosed == []
    assert "unclosed" not in page.tags
    assert len(page.ids) == len(set(page.ids))


def test_every_reference_within_the_page_leads_somewhere(page, source):
    local = {link[1:] for link in page.links if link.startswith("#")} | set(re.findall(r"url\(#([\w-]+)\)", source))
    labels = {name for names in re.findall(r'aria-labelledby="([^"]+)"', source) for name in names.split()}
    assert local | labels <= set(page.ids)


def test_every_figure_has_a_role_and_a_title_and_a_description(source):
    figures = re.findall(r'<svg class="fig[^>]*role="img"[^>]*><title>(.*?)</title><desc>(.*?)</desc>', source)
    assert len(figures) == source.count('role="img"') > 10
    assert all(title.strip() and desc.strip() for title, desc in figures)


def test_a_line_that_is_drawn_beside_its_words_is_not_read_out_twice(source):
    lines = re.findall(r'<svg class="fig (?:row|bar)"[^>]*aria-hidden="true">', source)
    assert len(lines) + source.count('role="img"') == source.count('class="fig ')
    assert len(lines) > 10


def test_the_page_asks_nobody_and_runs_nothing(page, source):
    assert not {"script", "iframe", "object", "embed", "img", "form", "base", "video", "audio"} & set(page.tags)
    assert not any(name.startswith("on") for name in page.names)
    assert "style" not in page.names
    assert "@import" not in source
    assert all(link.startswith(("#", "http://", "https://", CSV)) or link == "data:," for link in page.links)


def test_the_policy_lets_in_the_style_sheet_by_its_hash(source):
    sheet = source.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)[1]
    assert policy.split("; ") == [
        "default-src 'none'",
        "img-src data: blob:",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_links_out_carry_no_referrer_and_only_http_is_a_link(source):
    links = re.findall(r'<a href="(?!#)([^"]*)"([^>]*)>', source)  # a download opens with its name
    assert links
    assert all(not rest and url.startswith("http") for url, rest in links)
    assert '<meta name="referrer" content="no-referrer">' in source.partition("<body>")[0]
    assert re.search(r"\((<bdi>)?javascript:alert\(1\)(</bdi>)?\)", source)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "http://",
        "https://a b",
        "https://a\u202eb",
        "ftp://example.org",
        " https://example.org",
        "http://[",
        "",
    ],
)
def test_an_address_that_is_not_plain_http_is_no_link(url):
    assert not is_linkable(url)


def test_the_same_report_gives_the_same_page(source):
    assert render_html(sample_report()) == source


def test_the_verb_is_set_apart_even_where_a_word_stands_inside_it(source):
    assert '<strong class="verb">rule it out</strong>' in source
    assert '<strong class="verb">allow</strong>' in source
    assert '<strong class="reading">63 to 78 percent</strong>' in source


def test_rows_that_do_not_add_up_are_called_out():
    report = replace(sample_report(), rows=(RowAccount("events/a.csv", 10, 6, 1, 1, 0, 0, 1, 0),))
    assert "does not add up: +1 rows" in Page(render_html(report)).text


def test_rows_that_add_up_are_not_called_out(page):
    assert "does not add up" not in page.text


def test_every_uncounted_row_is_listed_though_thousands_share_a_reason():
    rows = tuple(
        UncountedRow("events/a.csv", n, f"id-{n}", f"village {n % 7}", "unplaced", "not found") for n in range(2, 3002)
    )
    text = Page(render_html(replace(sample_report(), claims=(), uncounted=rows))).text
    assert all(f"{n} id-{n}" in text for n in range(2, 3002))


def _downloads(report):
    """name -> the rows of every table that the page carries in a link."""
    found = {}
    for name, link in re.findall(r"""<a download="([^"]*)" href='([^']*)'""", render_html(report)):
        text = unquote(link.partition(",")[2])
        assert text.startswith("\ufeff")  # without it Excel takes UTF-8 for a Western code page
        found[name] = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    return found


def test_what_is_undecided_and_every_outcome_can_be_taken_from_the_page_itself():
    tables = _downloads(sample_report())
    undecided = tables["reuters-four-fifths-undecided.csv"]
    assert [row[:3] for row in undecided[:3]] == [
        ["number", "undecided", "within_km"],
        ["1", "Jabal Batra", "10"],
        ["2", "Aleppo city area", "20"],
    ]
    assert len(undecided) == 1 + len(share_claim().undecided)
    outcomes = [outcome for facet in share_claim().facets for outcome in facet.outcomes]
    assert len(tables["reuters-four-fifths-outcomes.csv"]) == 1 + len(outcomes)


def test_a_download_is_safe_to_open_in_a_spreadsheet():
    unit = replace(share_claim().undecided[0], label='=HYPERLINK("http://x")', why="a;=1", rows=("@b:1",))
    report = replace(sample_report(), claims=(replace(share_claim(), undecided=(unit,)),))
    header, row = _downloads(report)["reuters-four-fifths-undecided.csv"]
    assert dict(zip(header, row, strict=True)) | {"links": ""} == {
        "number": "1",
        "undecided": '\'=HYPERLINK("http://x")',
        "within_km": "10",
        "what_is_known": "a;=1",
        "rows": "'@b:1",
        "links": "",
    }
    assert '"a;=1"' in unquote(render_html(report))  # a spreadsheet that cuts at semicolons must not see =1


def test_a_table_too_large_for_the_page_says_how_much_of_it_is_there():
    many = tuple(replace(share_claim().undecided[0], label=f"Place {n}") for n in range(1000))
    report = replace(sample_report(), claims=(replace(share_claim(), undecided=many),))
    words = re.search(r"the first (\d+) of 1\u202f000 undecided", render_html(report))
    assert len(_downloads(report)["reuters-four-fifths-undecided.csv"]) == 1 + int(words[1])
    assert "The first 60 of 1 000 are listed here" in Page(render_html(report)).text


def test_numbers_of_what_would_settle_it_are_those_of_the_list_and_of_the_map():
    marks = tuple(replace(mark, number={"Jabal Batra": 1, "Aleppo city area": 2}.get(mark.label, 0)) for mark in MARKS)
    settling = replace(share_claim().settling[0], units=("Jabal Batra", "Aleppo city area"), numbers=(1, 2))
    source = render_html(replace(sample_report(), claims=(replace(share_claim(), marks=marks, settling=(settling,)),)))
    assert '<b class="n">1</b> Jabal Batra' in source
    assert '<tr><td>1</td><th scope="row">Jabal Batra</th>' in source
    assert '<tspan class="number">1</tspan> Jabal Batra' in source


def test_what_would_be_the_same_figure_again_is_shown_once_and_pointed_to():
    first = share_claim()
    rest = [replace(rival, id=first.id, claimed=first.claimed) for rival in first.rivals[:1]]
    second = replace(
        first, id="fallon", by="Fallon", claimed=first.rivals[0].claimed, rivals=(*rest, *first.rivals[1:])
    )
    text = Page(render_html(replace(sample_report(), claims=(first, second)))).text
    assert text.count("What others said about the same matter") == 2
    assert text.count("What the data allow") == 1
    assert "This claim is one of those compared at claim 1" in text


@pytest.mark.parametrize(
    ("title", "says", "page_runs", "claim_runs"),
    [
        ("Strikes", "Almost 80 percent", "ltr", "ltr"),
        ("الضربات الروسية 2015", "Almost 80 percent", "rtl", "ltr"),
        ("Strikes", "80 אחוז", "ltr", "rtl"),
        ("2015", "", "ltr", "ltr"),
    ],
)
def test_a_page_and_each_claim_run_as_their_own_first_letter_does(title, says, page_runs, claim_runs):
    source = render_html(replace(sample_report(), title=title, claims=(replace(share_claim(), says=says),)))
    assert f'<div class="page" dir="{page_runs}">' in source
    assert re.search(rf'<article class="claim" id="claim-1" dir="{claim_runs}"', source)


LATIN, ARABIC = "Latakia (west), 2015", "اللاذقية (غرب), 2015"


@pytest.mark.parametrize(
    ("title", "label", "kept_apart"),
    [
        ("Strikes", LATIN, False),
        ("Strikes", ARABIC, True),
        ("Strikes", "a\u200fb", True),
        ("Strikes", "a\u061cb", True),
        ("الضربات", LATIN, True),
    ],
)
def test_a_text_is_kept_apart_where_it_or_the_page_runs_from_the_right(title, label, kept_apart):
    unit = replace(share_claim().undecided[0], label=label)
    source = render_html(replace(sample_report(), title=title, claims=(replace(share_claim(), undecided=(unit,)),)))
    shown = make_visible(label)
    assert (f'<th scope="row"><bdi>{shown}</bdi></th>' in source) == kept_apart
    assert (f'<th scope="row">{shown}</th>' in source) == (not kept_apart)


def test_what_claims_share_is_held_once_and_each_use_of_it_leads_there():
    claims = tuple(replace(share_claim(), id=f"c{n}") for n in range(3))
    source = render_html(replace(sample_report(), claims=claims))
    held = source.partition('<svg class="defs" aria-hidden="true"><line id="s0"')[2]
    assert source.count('class="land"') == held.count('class="land"') == 1
    ids = re.findall(r'<\w+ id="(s\d+)"', source)
    assert set(re.findall(r'href="#(s\d+)"', source)) == set(ids)
    assert len(ids) == len(set(ids))


def test_a_clock_is_let_in_by_hash_and_its_data_stand_as_they_are():
    clock = Clock("canvas { width: 1px }", (Block("scene", "application/json", '{"a": "b & c"}'),), ("let a = 1 < 2;",))
    source = render_html(sample_report(), clock=clock)
    assert '<script type="application/json" id="scene">{"a": "b & c"}</script>' in source
    assert "<script>let a = 1 < 2;</script>" in source
    for text in (clock.style, *clock.scripts):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in source
    assert source.count("<script>") == 1


@pytest.mark.parametrize("text", ["a</script>", "<!-- a", "a</STYLE>"])
def test_a_sheet_or_script_that_would_end_its_own_element_is_refused(text):
    with pytest.raises(ValueError, match="end its own element"):
        seal(text)


@pytest.mark.parametrize(("kind", "text"), [("application/json", "<"), ("text/javascript", "1")])
def test_data_that_a_browser_would_read_as_markup_or_run_are_refused(kind, text):
    with pytest.raises(ValueError, match="data block"):
        Block("a", kind, text)


def test_a_report_of_nothing_is_still_a_page():
    page = Page(
        render_html(
            replace(
                sample_report(),
                claims=(),
                untested=(),
                rows=(),
                sources=(),
                methods=(),
                choices={},
                inputs=(),
            )
        )
    )
    assert page.unclosed == []
    assert "0 claims tested" in page.text


def test_a_page_with_twenty_thousand_places_stays_under_one_megabyte():
    marks = tuple(
        Mark(
            f"Place {n}",
            ("must", "may", "cannot")[n % 3],
            36 + (n * 7919 % 20011) / 5000,
            33 + (n * 104729 % 20011) / 6000,
            n % 5 * 4.0,
        )
        for n in range(20_000)
    )
    report = replace(sample_report(), claims=(replace(share_claim(), marks=marks), *sample_report().claims[1:]))
    assert len(render_html(report).encode()) < 1_000_000


@pytest.mark.parametrize("text", LOCAL)
def test_a_hostile_text_in_every_field_adds_no_element_and_no_attribute(text):
    _assert_harmless(text, {})


def test_a_control_or_reordering_character_never_reaches_the_page():
    source = render_html(fill(small_report(), "a\x1b\x00\u202e\u2066\x9b\ud800b"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", source)
    assert "a␛␀⟨U+202E⟩⟨U+2066⟩��b" in source


@pytest.mark.parametrize("corpus", ["dompurify-xss/payloads.json", "naughty-strings/blns.json"])
def test_no_payload_of_a_corpus_adds_an_element_or_an_attribute(shared, corpus):
    payloads = json.loads(shared(f"corpora/{corpus}").read_text(encoding="utf-8"))
    seen = {}
    texts = [payload for payload in payloads if one_line(payload)]  # an empty text is left out of the page
    links = [text for text in texts if is_linkable(text)]
    others = [text for text in texts if not is_linkable(text)]
    # Several in one text: if any of them came to life, the elements of the page would be others.
    for text in (*links, *(" ".join(others[n : n + 8]) for n in range(0, len(others), 8))):
        _assert_harmless(text, seen)
    assert len(texts) > 200


def _assert_harmless(text, seen):
    """The page made of this text has the elements and attributes of one made of as many harmless letters."""
    length = max(1, cell_len(one_line(text)))
    link = is_linkable(text)
    key = (length, link)
    if key not in seen:
        letters = "h" * length
        harmless = "https://h.org/" + letters if link else letters
        seen[key] = Page(render_html(fill(small_report(), harmless)))
    page = Page(render_html(fill(small_report(), text)))
    assert _without_labels(page.attributes) == _without_labels(seen[key].attributes), text
    assert not any(name.startswith("on") for name in page.names)
    links = [link for link in page.links if not link.startswith(CSV)]
    assert not any(link.lower().lstrip().startswith(("javascript:", "vbscript:", "data:text")) for link in links)
    assert make_visible(text).split() == [] or page.unclosed == []


def _without_labels(attributes):
    """Elements without those that only the letters decide: names on the map, placed where there is room for them with
    what groups them, and what keeps a text that runs from the right from its surroundings.
    """
    return [
        (tag, tuple(name for name in names if name != "dir"))
        for tag, names in attributes
        if tag != "bdi" and not (tag == "text" and "dy" in names) and not (tag == "g" and names == ("text-anchor",))
    ]


def _texts(value):
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(name)
            yield from _texts(each)
