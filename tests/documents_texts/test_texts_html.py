"""Web pages: everything visible is in the text, the story is unmarked, the day is that of this story."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.case.documents import MarkKind
from firmground.documents.texts import read_text
from firmground.spans import Span

LEAD = (
    "MARDAN, Oct. 21 (Ours) - More than half of the strikes that the northern air force has carried out in the valley "
    "were on places where its enemy was not, two diplomats said on Wednesday."
)
SECOND = (
    "One of them, who asked not to be named, said that the figures were taken from the lists that the ministry itself "
    "had put out since the campaign began."
)
SHORT = "The ministry disagrees."
LAST = (
    "The figures could not be checked independently, and the ministry did not answer questions about them on Thursday."
)
TITLE = "Most strikes hit outside, diplomats say"
LD = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2031-10-21T23:30:00-04:00"}


def page(
    *,
    head: str = "",
    above: str = '<p class="byline">By Jo Doe</p>',
    inside: str = "",
    below: str = "",
    lang: str = ' lang="en"',
    title: str = TITLE,
) -> bytes:
    return (
        f'<!doctype html><html{lang}><head><meta charset="utf-8"><title>{title} | Daily</title>{head}</head><body>'
        f'<nav><a href="/">Home</a> <a href="/w">World</a></nav><main><article><h1>{title}</h1>{above}<p>{LEAD}</p>'
        f"<p>{SECOND}</p>{inside}<p>{SHORT}</p><h2>What is known</h2><p>{LAST}</p></article>{below}</main>"
        "<footer>© 2035 The Daily. All rights reserved.</footer></body></html>"
    ).encode()


def read(content: bytes, url: str = ""):
    return read_text(content, "page.html", url=url)


def kind_of(found, words: str) -> MarkKind | None:
    start = found.text.index(words)
    span = Span(start, start + len(words))
    return next((mark.kind for mark in found.marks if mark.span.overlaps(span)), None)


def body_of(found) -> list[str]:
    lines, at = [], 0
    for line in found.text.split("\n"):
        if not any(mark.span.start == at for mark in found.marks):
            lines.append(line)
        at += len(line) + 1
    return lines


def test_the_story_is_unmarked_and_all_else_is_marked_but_there():
    found = read(
        page(below='<section class="related"><h2>Related Posts</h2><p>An older story about the lake.</p></section>')
    )
    assert body_of(found) == [LEAD, SECOND, SHORT, "What is known", LAST]
    assert kind_of(found, TITLE) is MarkKind.TITLE
    assert kind_of(found, "By Jo Doe") is MarkKind.BYLINE
    assert kind_of(found, "Home") is MarkKind.BOILERPLATE
    assert kind_of(found, "Related Posts") is MarkKind.TEASER
    assert "© 2035 The Daily. All rights reserved." in found.text


def test_captions_and_boxes_within_the_story_are_marked():
    inside = (
        "<figure><img><figcaption>A bomber takes off on Oct. 3, 2030.</figcaption></figure>"
        '<p><a href="/r">RELATED: How the war in the valley began</a></p><p>Advertisement</p>'
        "<ul><li>12 of them lie on the eastern road</li><li>9 of them lie in the hills</li></ul>"
    )
    found = read(page(inside=inside))
    assert kind_of(found, "A bomber takes off") is MarkKind.CAPTION
    assert kind_of(found, "RELATED: How") is MarkKind.TEASER
    assert kind_of(found, "Advertisement") is MarkKind.BOILERPLATE
    assert body_of(found)[2:4] == ["12 of them lie on the eastern road", "9 of them lie in the hills"]


def test_what_is_hidden_is_no_text():
    inside = (
        "<script>var words = 'secret one'</script><style>p { color: red }</style><template><p>secret two</p></template>"
        '<p hidden>secret three</p><div style="color: red; Display : NONE">secret four</div><noscript>secret five</noscript>'
        "<!-- secret six --><svg><title>secret seven</title><text>a label</text></svg><dialog>secret eight</dialog>"
    )
    found = read(page(inside=inside))
    assert "secret" not in found.text
    assert "a label" in found.text


def test_text_runs_in_reading_order_one_block_a_line():
    found = read_text(
        b"<body>first<p>In <b>Pal</b>myra, <a href=x>three</a>\n   strikes</p>between<br>then"
        b"<table><tr><td>a</td><td> b </td></tr></table><pre>x  y\n z</pre></body>",
        "a.html",
    )
    assert found.text.split("\n") == ["first", "In Palmyra, three strikes", "between", "then", "a\tb", "x y", "z"]


def test_the_last_line_of_a_list_of_strikes_is_as_much_body_as_the_first():
    strikes = [
        f"* Near {place}, {n} strikes destroyed a depot and {n} vehicles."
        for n, place in enumerate(("Amud", "Sher", "Kand"), 2)
    ]
    items = "".join(f"<li>{one}</li>" for one in strikes)
    content = f'<html lang="en"><body><div id="left"><a href="/">Home</a></div><div class="text"><p>{LEAD}</p>{items}</div></body></html>'
    assert body_of(read(content.encode())) == [LEAD, *strikes]


def test_a_repeated_paragraph_is_found_where_it_stands():
    found = read(page(above=f'<aside class="promo"><p>{SHORT}</p></aside>'))
    first, second = found.text.index(SHORT), found.text.rindex(SHORT)
    assert first < second
    assert any(mark.span.start == first for mark in found.marks)
    assert not any(mark.span.start == second for mark in found.marks)


@pytest.mark.parametrize(
    ("head", "above", "day", "how"),
    [
        (f"<script type='application/ld+json'>{json.dumps(LD)}</script>", "", "2031-10-21", "JSON-LD datePublished"),
        (
            f"<script type='application/ld+json'>{json.dumps({'@graph': [{'@type': 'WebPage'}, LD]})}</script>",
            "",
            "2031-10-21",
            "JSON-LD datePublished",
        ),
        (
            '<meta property="article:published_time" content="2031-10-21T08:00:00Z">',
            "",
            "2031-10-21",
            "meta tag article:published_time",
        ),
        ("", '<time datetime="2031-10-21">Wednesday</time>', "2031-10-21", "time element of the story"),
        ("", "<time>21 October 2031</time>", "2031-10-21", "time element of the story"),
        ("", "<p>21 October 2031</p>", "2031-10-21", "dateline, its year from elsewhere"),
        (
            "<link rel=canonical href='https://d.example/2031/10/21/x'>",
            "",
            "2031-10-21",
            "dateline, its year from elsewhere",
        ),
    ],
)
def test_the_day_comes_from_the_best_of_what_says_it(head, above, day, how):
    found = read(page(head=head, above=above))
    assert (found.published.value, found.published.how) == (day, how)


def test_a_day_of_another_story_is_none():
    teasers = (
        '<script type="application/ld+json">[{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle",'
        '"headline":"Other","datePublished":"2014-01-01"}]}]</script>'
        '<aside class="trending"><a href="/a">Minister resigns after talks</a><time datetime="2030-02-02">2 Feb</time></aside>'
        '<section class="related"><article><h3>New list</h3><time datetime="2031-11-05">Nov 5, 2031</time></article></section>'
        '<section id="comments"><div class="comment"><time datetime="2031-12-01"></time>I said so on 1 May 2029.</div></section>'
        "<p>Copyright 2019-01-02 The Daily</p>"
    )
    found = read(page(below=teasers))
    assert found.published.value == ""
    assert 'its dateline says "MARDAN, Oct. 21" without a year: give the day of publication by hand' in found.doubts


def test_several_stories_in_json_that_are_not_this_one_give_no_day():
    others = [{"@type": "NewsArticle", "headline": f"Other {n}", "datePublished": f"2014-01-0{n}"} for n in (1, 2)]
    found = read(page(head=f"<script type='application/ld+json'>{json.dumps(others)}</script>"))
    assert found.published.value == ""


def test_days_that_conflict_are_told():
    found = read(
        page(
            head='<meta name="date" content="2031-10-21"><meta name="pubdate" content="2031-11-02">',
            above="<time datetime='2031-10-22'></time>",
        )
    )
    assert found.published.value == "2031-11-02"
    assert any("2031-10-21 (meta tag date)" in doubt and "2031-10-22" in doubt for doubt in found.doubts)


def test_a_day_of_change_is_no_day_of_publication():
    found = read(
        page(head='<meta property="article:modified_time" content="2031-12-24">').replace(
            b"MARDAN, Oct. 21 (Ours) - ", b""
        )
    )
    assert found.published.value == ""
    assert any("changed on 2031-12-24" in doubt for doubt in found.doubts)


def test_what_the_page_says_of_itself_is_attested():
    about = {**LD, "author": [{"name": "Jo Doe"}, {"name": "Ann Roe"}], "publisher": {"name": "The Daily"}}
    found = read(page(head=f"<script type='application/ld+json'>{json.dumps(about)}</script>", lang=' lang="en-GB"'))
    assert (found.title.value, found.title.how) == (TITLE, "JSON-LD headline")
    assert (found.byline.value, found.byline.how) == ("Jo Doe, Ann Roe", "JSON-LD author")
    assert (found.site.value, found.site.how) == ("The Daily", "JSON-LD publisher")
    assert (found.language.value, found.language.how) == ("en-gb", "attribute lang")


def test_without_code_the_page_itself_is_read():
    found = read(page(), url="https://www.daily.example/a?b")
    assert (found.byline.value, found.byline.how) == ("Jo Doe", "byline on the page")
    assert (found.site.value, found.site.how) == ("daily.example", "address of the page")
    assert (found.title.value, found.title.how) == (TITLE, "heading of the page")


def test_the_name_of_the_site_is_no_part_of_a_title():
    head = '<title>Strikes in the hills | The Daily</title><meta property="og:site_name" content="The Daily">'
    found = read(f"<html><head>{head}</head><body><p>{LEAD}</p><p>{LAST}</p></body></html>".encode())
    assert (found.title.value, found.title.how) == ("Strikes in the hills", "title of the page")


def test_a_heading_that_is_the_name_of_the_site_is_no_title():
    body = (
        f'<h1 class="menu-title">The Valley Herald</h1><main><h1 id="s"><a href="#s">Strikes in the hills</a></h1><p>{LEAD}</p>'
        f'<h2 id="t"><a href="#t">What was said about them later</a></h2><p>{LAST}</p></main>'
    )
    found = read(
        f"<html><head><title>Strikes in the hills - The Valley Herald</title></head><body>{body}</body></html>".encode()
    )
    assert (found.title.value, found.title.how) == ("Strikes in the hills", "heading of the page")
    assert body_of(found) == [LEAD, "What was said about them later", LAST]


@pytest.mark.parametrize("written", ["\ufffe", "\uffff", "\x01", "&#xFFFE;", "&#1;", "&#x1b;", "&#xD800;", "&#0;"])
def test_what_no_text_holds_is_shown_and_told(written):
    found = read(f"<body><p>At least 12 {written} people. {LEAD}</p></body>".encode("utf-8", "surrogatepass"))
    assert found.text == f"At least 12 \ufffd people. {LEAD}"


def test_a_language_in_which_it_is_not_written_is_not_believed():
    found = read_text(
        f'<html lang="en"><body><p>{"أعلنت وزارة الدفاع أن طائراتها قصفت مواقع قرب البلدة يوم الجمعة. " * 4}</p></body></html>'.encode(),
        "a.html",
    )
    assert found.language.value == "ar"
    assert any('says that it is in "en", but its letters are Arabic' in doubt for doubt in found.doubts)


def test_a_page_of_nothing_says_so():
    for content in (b"", b"<html><body></body></html>", b"<html><body><script>x()</script></body></html>"):
        found = read(content)
        assert found.text == ""
        assert "the page shows no text of its own" in found.doubts[0]
    story = '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"It is here."}</script>'
    assert "a story of 11 characters stands in its scripts" in read(page_of_scripts(story)).doubts[0]


def page_of_scripts(script: str) -> bytes:
    return f"<html><head>{script}</head><body><div id=app></div></body></html>".encode()


def test_a_page_where_no_layout_tells_anything_apart_is_judged_by_its_words():
    rows = f"{LEAD}<br><br>{SECOND}<br><br>{SHORT}<br><br>{LAST}"
    content = f"<table><tr><td>{TITLE}<br>21 October 2031<br>{rows}<br>Other news<br>A bridge reopens<br>1 May 2030</td></tr></table>"
    found = read_text(content.encode(), "a.html")
    assert body_of(found) == [LEAD, SECOND, SHORT, LAST]
    assert found.published.value == "2031-10-21"


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@settings(max_examples=40)
@given(st.lists(TEXT, max_size=8))
def test_every_mark_lies_on_whole_lines_and_every_word_is_kept(parts):
    found = read_text(("<body>" + "".join(f"<p>{html.escape(part)}</p>" for part in parts)).encode(), "a.html")
    starts, at = set(), 0
    for line in found.text.split("\n"):
        starts.add(at)
        at += len(line) + 1
    for mark in found.marks:
        assert mark.span.fits(found.text)
        assert (
            mark.span.start
            - (len(found.text[: mark.span.start]) - len(found.text[: mark.span.start].rstrip(" \t\xa0")))
            in starts
            or mark.span.start in starts
        )
    squeezed = "".join(found.text.split())
    assert squeezed == "".join("".join(parts).translate({0x85: None, 0x2028: None, 0x2029: None}).split())
