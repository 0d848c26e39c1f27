"""Stories whose every word is known, and layouts to put them into, for `page_text`. All of it is ours and invented.

In every layout other stories stand beside or within the one that is sought, with days of their own.
"""
# ruff: noqa: E501, RUF001, ISC004 - a page is easier to read on its lines

from __future__ import annotations

import html
import json
import textwrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Story(NamedTuple):
    title: str
    day: str  # as EDTF
    written: str  # the day as a header writes it
    body: list[str]


OWN = (
    Story(
        "Most strikes fell outside the zone, observers say",
        "2031-10-21",
        "21 October 2031",
        [
            "MARDAN, Oct. 21 (Valley Desk) - More than half of the strikes that the northern air force has carried out since"
            " September fell on ground that its declared enemy did not hold, two people who keep count of them said.",
            "They had compared 64 places that the ministry itself named with a map of who held what. At most 15 lay in the"
            " zone of the enemy.",
            "“We do not say that nobody was hit there,” one of them said. “We say that it was not whom they named.”",
            "The ministry disagrees.",
            "Its spokesman told reporters on Tuesday that all targets had been “terrorist objects, without exception”, and"
            " that lists would be published as before.",
            "Neither side would say how it draws the line between one group and the next, and on that much depends.",
            "A diplomat who asked not to be named put the share at almost 80 percent, but would not show his figures.",
        ],
    ),
    Story(
        "Air force adds four towns to its daily list",
        "2031-11-02",
        "2 November 2031",
        [
            "In the past day aircraft made 38 sorties and struck 51 targets in the provinces of Amud, Sher and Lower Kand,"
            " the ministry of defence said in its bulletin.",
            "Targets were:",
            "a command post near the village of Tell Nur, destroyed by a pair of bombers",
            "two depots with fuel on the road from Amud to Kafr Zita",
            "a column of nine vehicles south of the lake",
            "No civilian buildings were hit, according to the bulletin.",
            "Residents reached by telephone said that a bakery in Kafr Zita had burnt down after an explosion at about six"
            " in the morning, and that at least four people were brought to the clinic.",
            "It was not possible to check either account.",
        ],
    ),
    Story(
        "Ceasefire holds in the hills, fails on the road",
        "2032-02-28",
        "28 February 2032",
        [
            "The truce that both armies signed in January has held for a month in the hills, monitors said in their second"
            " report, but on the eastern road it was broken on eleven days out of thirty.",
            "Under the second clause neither side may fire across the river unless it is fired upon.",
            "The monitors counted 46 violations. For 19 of them they could not tell who had begun.",
            "“We write down what we hear and when,” said their head, a retired colonel. “We do not write down who is right.”",
            "Both delegations accepted the report. Only one of them signed it.",
            "Talks go on next week if the southern delegation gets its visas in time, its lawyer said on Friday.",
        ],
    ),
)
TEASERS = (
    (
        "Minister resigns after long night of talks",
        "3 March 2030",
        "The minister of transport has stepped down after a night of talks in which his own party did not want to keep him.",
    ),
    (
        "Bridge over the Sher reopens to lorries",
        "12 August 2029",
        "Lorries may cross the river again after a year in which all of them had to take the long way over the pass.",
    ),
    (
        "What we know about the missing convoy",
        "1 January 2033",
        "Three weeks after a convoy with grain was last seen near the lake there are more questions than there are answers.",
    ),
    (
        "Ten photographs from the valley",
        "30 June 2028",
        "A photographer spent a summer in the valley and came home with pictures of people who wait for a war to be over.",
    ),
)
COMMENTS = (
    "I have lived there for twenty years and I do not believe a word of what these people say about the road.",
    "This was written on 4 May 2027 already, and nobody in the ministry wanted to hear it at the time.",
)


def paragraphs(story: Story) -> list[str]:
    return [html.escape(one, quote=False) for one in story.body]


def blocks(story: Story, *, within: dict[int, str] | None = None) -> str:
    """The body as paragraphs, with other things put in front of some of them."""
    parts = []
    for number, one in enumerate(paragraphs(story)):
        parts += [(within or {}).get(number, ""), f"<p>{one}</p>"]
    return "\n".join(parts)


def modern(story: Story) -> str:
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.day + "T08:00:00Z",
        "author": {"@type": "Person", "name": "Jo Doe"},
    }
    cards = "".join(
        f'<article class="card"><a href="/{n}"><h3>{title}</h3></a><time datetime="2030-01-0{n + 1}">{day}</time><p>{text}</p></article>'
        for n, (title, day, text) in enumerate(TEASERS)
    )
    notes = "".join(f'<li class="comment"><b>reader{n}</b><p>{text}</p></li>' for n, text in enumerate(COMMENTS))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{story.title} | Valley Desk</title>'
        f'<script type="application/ld+json">{json.dumps(about)}</script></head><body><header><nav><ul>'
        '<li><a href="/">Home</a></li><li><a href="/war">War</a></li><li><a href="/about">About us</a></li></ul></nav></header>'
        f'<main><article><h1>{story.title}</h1><p class="byline">By Jo Doe</p><figure><img src="a.jpg"><figcaption>A bomber takes'
        f" off from an airfield in the north, in a picture of the ministry from August</figcaption></figure>{blocks(story)}"
        f'</article><section class="related"><h2>Related stories</h2>{cards}</section><section id="comments"><h2>2 comments</h2>'
        f"<ol>{notes}</ol></section></main><footer><p>© 2035 Valley Desk. All rights reserved.</p></footer></body></html>"
    )


def blog(story: Story) -> str:
    recent = "".join(
        f'<li><a href="/{n}">{title}</a> <span class="post-date">{day}</span></li>'
        for n, (title, day, _) in enumerate(TEASERS)
    )
    notes = "".join(
        f'<div class="comment-body"><cite>reader{n}</cite> says: <p>{text}</p></div>' for n, text in enumerate(COMMENTS)
    )
    return (
        f'<html><head><title>{story.title} – A blog</title><meta property="article:published_time" content="{story.day}T10:00:00+02:00">'
        '</head><body class="single-post"><div id="header"><h2>A blog about the valley</h2><div id="nav"><a href="/">Home</a> <a href="/a">About</a>'
        f'</div></div><div id="content"><div class="post"><h1 class="entry-title">{story.title}</h1><div class="entry-meta">Posted on '
        f'{story.written} by admin</div><div class="entry-content">{blocks(story)}<div class="sharedaddy"><h3>Share this:</h3><ul><li>'
        "<a>Twitter</a></li><li><a>Facebook</a></li></ul></div></div></div><h3>Related Posts</h3><ul>"
        f"{recent}</ul><div id='comments'><h3>2 thoughts on “{story.title}”</h3>{notes}<p>Comments are closed.</p></div></div>"
        f'<div id="sidebar"><h3>Recent posts</h3><ul>{recent}</ul><h3>About the author</h3><p>The author of this blog has lived in the '
        "valley for most of her life and writes about it when there is something to write about.</p></div></body></html>"
    )


def table(story: Story) -> str:
    column = "<br>".join(
        f'<font size=1>{day}</font><br><a href="{n}.htm">{title}</a><br>{text}<br>'
        for n, (title, day, text) in enumerate(TEASERS)
    )
    body = "<br><br>\n".join(paragraphs(story))
    return (
        f"<html><head><title>{story.title}</title></head><body><table width=100%><tr><td colspan=3><b>THE VALLEY HERALD</b></td></tr><tr>"
        '<td width=120><a href="/">Front page</a><br><a href="/n">News</a><br><a href="/o">Opinion</a><br><a href="/s">Sport</a></td>'
        f"<td><font size=5><b>{story.title}</b></font><br><i>{story.written}</i><br><br>{body}<br><br></td><td width=160>"
        f"<b>Other news</b><br>{column}</td></tr><tr><td colspan=3><font size=1>Copyright 2034 The Valley Herald</font></td></tr></table></body></html>"
    )


def hashed(story: Story) -> str:
    """Names that say nothing, teasers between the paragraphs, the day in a time element."""
    title, day, text = TEASERS[0]
    box = (
        f'<div class="_3x"><div class="q1"><a href="/r"><span>{title}</span></a></div><div class="q2">{day}</div></div>'
    )
    more = "".join(
        f'<div class="_7f"><div><a href="/{n}"><span class="t">{one}</span></a></div><div class="d"><time datetime="2029-05-0{n + 1}">{when}</time></div><div class="s">{words}</div></div>'
        for n, (one, when, words) in enumerate(TEASERS)
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{story.title}</title></head><body><div class="_0a"><div><a href="/">Home</a></div>'
        f'<div><a href="/w">World</a></div><div><a href="/l">Live</a></div></div><div class="_1b"><div class="_1c"><h1>{story.title}</h1>'
        f'<div class="z9"><span>Jo Doe in Mardan</span> <time datetime="{story.day}T06:12:00Z">{story.written}</time></div>'
        f'<div class="_2d">{blocks(story, within={2: box, 4: "<p><a href=/s>Subscribe to our newsletter</a></p>"})}</div></div>'
        f'<div class="_5e"><div class="h">More from the valley</div>{more}</div></div><div class="_9z"><div>{text}</div></div></body></html>'
    )


def ministry(story: Story) -> str:
    latest = "".join(
        f'<div class="item"><span>{day}</span><br><a href="?id={n}">{title}</a></div>'
        for n, (title, day, _) in enumerate(TEASERS)
    )
    rows = "".join(f"<li>{one}</li>" if len(one) < 90 else f"<p>{one}</p>" for one in paragraphs(story))
    return (
        f'<html><head><meta name="description" content="Ministry"><title>Ministry of Defence: {story.title}</title></head><body><div id="top">'
        '<img alt="Coat of arms"><a href="?lang=en">English</a> <a href="?lang=xx">Local</a></div><div id="left"><ul><li><a href="?s=1">Structure'
        '</a></li><li><a href="?s=2">Leadership</a></li><li><a href="?s=3">Press office</a></li></ul></div><div id="main"><div class="crumbs">'
        f'<a href="/">Main page</a> / <a href="/news">News</a></div><div class="date">{story.written}</div><h2>{story.title}</h2>'
        f'<div class="text">{rows}</div><div class="print"><a href="#">Print version</a></div></div><div id="right"><h3>Latest news</h3>{latest}</div>'
        '<div id="bottom">Ministry of Defence, 1 Garrison Square. When material is used a link to the site is required.</div></body></html>'
    )


def agency(story: Story) -> str:
    """Captions, boxes of other stories and a fact box in the column of the story itself."""
    title, day, text = TEASERS[1]
    box = f'<aside class="inline-promo"><h4>Read more</h4><a href="/p">{title}</a><p>{day}</p><p>{text}</p></aside>'
    picture = (
        "<figure><img><figcaption>Smoke over the hills on Monday. Photo: Valley Desk/Handout</figcaption></figure>"
    )
    tail = "".join(f'<li><a href="/{n}">{one}</a><time>{when}</time></li>' for n, (one, when, _) in enumerate(TEASERS))
    return (
        f'<!doctype html><html lang="en-GB"><head><title>{story.title} - Agency</title><meta property="og:title" content="{story.title}">'
        f'<meta name="date" content="{story.day}"><link rel="canonical" href="https://agency.example/{story.day.replace("-", "/")}/x"></head><body>'
        '<div class="cookie-banner"><p>We use cookies so that this site works and so that we learn how it is used; you may say no to the second.</p>'
        '<button>Accept</button></div><header class="site-header"><a href="/">Agency</a><nav><a href="/w">World</a><a href="/b">Business</a></nav>'
        f'</header><div class="article-wrap"><h1>{story.title}</h1><div class="meta">By Jo Doe and Ann Roe | {story.written}</div>'
        f'<div class="article-body">{blocks(story, within={1: picture, 3: box})}<p>Reporting by Jo Doe; Editing by Ann Roe</p></div>'
        f'<ul class="tags"><li><a href="/t/war">War</a></li><li><a href="/t/valley">Valley</a></li></ul><div class="most-read"><h3>Most read</h3><ol>{tail}</ol></div>'
        "</div><footer><a href='/terms'>Terms of use</a><span>© 2036 Agency</span></footer></body></html>"
    )


def mirror(story: Story) -> str:
    """A copy on somebody else's page: the story quoted, words of the host before and after it, a thread below."""
    thread = "".join(
        f'<div class="msg"><span>{day}</span><blockquote>{text}</blockquote></div>' for _, day, text in TEASERS[:2]
    )
    quoted = "".join(f"<p>{one}</p>" for one in paragraphs(story))
    return (
        f'<html lang="en"><head><title>Archive :: {story.title}</title></head><body><div class="bar"><a href="/">Archive</a> | <a href="/i">Index'
        f'</a> | <a href="/h">Help</a></div><div class="page"><h2>{story.title}</h2><div>Source: Valley Desk, {story.written}</div>'
        f'<div class="quote">{quoted}</div><div class="nav2"><a href="/p">Previous document</a> <a href="/n">Next document</a></div>'
        f"<h3>Discussion</h3>{thread}</div><div>Hosted without charge. Last change of this page: 9 September 2034.</div></body></html>"
    )


def wire(story: Story) -> str:
    """Text broken to a width, as old archives keep it."""
    rows = "\n\n".join(textwrap.fill(one, 68) for one in paragraphs(story))
    return (
        f'<html><head><title>{story.title}</title></head><body><p><a href="i.html">[index]</a> <a href="p.html">[previous]</a></p>'
        f"<h1>{story.title}</h1><pre>\n{story.written}\n\n{rows}\n</pre><hr><address>Kept by the library of the valley</address></body></html>"
    )


LAYOUTS: tuple[tuple[str, bool, Callable[[Story], str]], ...] = (
    ("modern", True, modern),
    ("blog", True, blog),
    ("table", True, table),
    ("hashed", True, hashed),
    ("ministry", True, ministry),
    ("agency", True, agency),
    ("mirror", False, mirror),
    ("wire", False, wire),
)
