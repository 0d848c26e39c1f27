"""The visible text of a web page in reading order, one line a block, each with what the page's own code says of it.

Nothing that a reader of the page would see is left out; scripts, styles and what is hidden by an attribute are. White
space is collapsed as a browser does it, cells of a table row are parted by a tab. Nothing here recurses: pages nest as
deep as they like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Flag, auto
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import lxml.html
from lxml import etree

from firmground.documents.texts.tidy import show_controls, tell_controls, tidy
from firmground.documents.texts.unwrap import unwrap

if TYPE_CHECKING:
    from collections.abc import Iterator


class Region(Flag):
    """What the elements around a line say of it, by their kind, class, id or role."""

    PLAIN = 0
    FRAME = auto()  # navigation, header, footer, forms: around the story
    ASIDE = auto()
    CAPTION = auto()
    TEASER = auto()
    COMMENT = auto()
    BYLINE = auto()
    HEADING = auto()
    FIRST_HEADING = auto()  # h1
    ITEM = auto()  # of a list
    ARTICLE = auto()
    DATE = auto()
    QUOTED = auto()  # another message, in an e-mail


@dataclass(slots=True)
class Line:
    """One line of the page. `parent`: the element around its block. `pieces`: where its characters stand."""

    text: str
    region: Region
    parent: Any
    linked: float = 0.0  # share of its characters that stand in links
    pieces: list[tuple[Any, str, bool]] = field(default_factory=list)  # element, "text" or "tail", within a link


@dataclass(slots=True)
class Clock:
    """A `time` element: what it says to machines, what it shows, the number of its line."""

    stamp: str
    shown: str
    line: int
    region: Region
    published: bool  # it is marked as the day of publication


@dataclass(slots=True)
class PageTree:
    """A page parsed. `elements`, `depths`: how many there are, and the sum of how deep each one lies."""

    root: Any
    lines: list[Line]
    clocks: list[Clock]
    elements: int
    depths: int
    doubts: tuple[str, ...] = ()


_BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p"
    " plaintext pre search section select summary table tbody textarea tfoot thead tr ul xmp listing".split()
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset(
    "script style template noscript head title meta link base iframe noframes noembed object embed applet audio video"
    " canvas map area param source track datalist rp input defs metadata desc symbol annotation annotation-xml".split()
)
_BY_TAG = {
    "nav": Region.FRAME,
    "footer": Region.FRAME,
    "form": Region.FRAME,
    "select": Region.FRAME,
    "button": Region.FRAME,
    "aside": Region.ASIDE,
    "figcaption": Region.CAPTION,
    "h1": Region.HEADING | Region.FIRST_HEADING,
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), Region.HEADING),
    "li": Region.ITEM,
    "article": Region.ARTICLE,
    "time": Region.DATE,
}
_BY_ROLE = {
    "navigation": Region.FRAME,
    "banner": Region.FRAME,
    "contentinfo": Region.FRAME,
    "search": Region.FRAME,
    "complementary": Region.ASIDE,
}
# Words of class and id, whole between their hyphens and humps. Ours, from the names that content systems give.
_WORDS = (
    (Region.COMMENT, "comment comments comentarios disqus respond replies commentlist"),
    (Region.QUOTED, "gmailquote yahooquoted mozcite"),
    (
        Region.TEASER,
        "related teaser teasers promo recommended recommendation recommendations trending mostread popular",
    ),
    (Region.TEASER, "latest sidebar widget outbrain taboola morestories readmore seealso card cards"),
    (Region.CAPTION, "caption captions credit credits wpcaption photographer"),
    (Region.BYLINE, "byline bylines author authors reporter dateline"),
    (Region.DATE, "date published pubdate timestamp posted postdate"),
    (
        Region.FRAME,
        "nav navbar navigation menu breadcrumb breadcrumbs footer masthead cookie newsletter share sharing social",
    ),
    (Region.FRAME, "subscribe toolbar pagination skip banner advert advertisement ad ads sponsored"),
)
_BY_WORD = {word: region for region, words in _WORDS for word in words.split()}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ENDS = re.compile(r"[\x0c\x1c-\x1e\x85\u2028\u2029]")  # written as references; what ends a line elsewhere
_SPACE = re.compile(r"[ \t\n\r\f]+")
_NO_SHOW = re.compile(r"(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)", re.IGNORECASE)
_TAGS = re.compile(r"</?(?!script|style|title|textarea|template|noscript)[a-zA-Z][^<>]{0,2000}>", re.IGNORECASE)


def parse_page(page: str) -> PageTree:
    """The lines of a page. What nests deeper than the parser goes is read without its layout, and it says so."""
    page, doubts = tidy(page)
    root, whole = _parse(page)
    if not whole:
        doubts = (
            *doubts,
            "the page nests too deep to be laid out; all of its text is here, but lines may be broken oddly",
        )
        root, _ = _parse(_TAGS.sub("<br>", page))
    walk = _Walk()
    walk.over(root)
    doubts = (*doubts, *tell_controls(walk.controls))
    return PageTree(root, walk.lines, walk.clocks, walk.elements, walk.depths, tuple(dict.fromkeys(doubts)))


def _parse(page: str) -> tuple[Any, bool]:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(page.encode("utf-8"), parser=parser)
    except etree.ParserError:  # a page of nothing
        return lxml.html.document_fromstring(b"<html><body></body></html>"), True
    return root, not any(entry.level >= etree.ErrorLevels.FATAL for entry in parser.error_log)


class _Walk:
    """One way through the tree, from its first element to its last, by hand and not by recursion."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.clocks: list[Clock] = []
        self.elements = self.depths = self.controls = 0
        self._parts: list[str] = []
        self._pieces: list[tuple[Any, str, bool]] = []
        self._linked = 0
        self._links = self._pres = 0
        self._regions: list[Region] = [Region.PLAIN]
        self._block: Any = None
        self._region = Region.PLAIN
        self._open: list[tuple[Clock, int]] = []

    def over(self, root: Any) -> None:
        hidden: Any = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self.elements += 1
                self.depths += len(self._regions)
                self._regions.append(self._regions[-1] | _region_of(element))
                if hidden is None and _is_hidden(element):
                    hidden = element
                if hidden is None:
                    self._enter(element)
            else:
                if hidden is None:
                    self._leave(element)
                self._regions.pop()
                if hidden is element:
                    hidden = None
                    if element.tag in _BLOCKS:
                        self._flush()
                if hidden is None and element.tail:
                    self._add(element, "tail", element.tail)
        self._flush()

    def _enter(self, element: Any) -> None:
        tag = element.tag
        if tag == "br" and Region.HEADING in self._regions[-1]:
            self._parts.append(" ")
        elif tag in _BLOCKS:
            self._flush()
        elif tag in _CELLS and any(part.strip() for part in self._parts):
            self._parts.append("\v")
        self._links += _is_link(element)
        self._pres += tag in {"pre", "textarea", "listing", "xmp", "plaintext"}
        if tag == "time" or element.get("itemprop") == "datePublished":
            published = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
            stamp = element.get("datetime") or element.get("content") or ""
            self._open.append((Clock(stamp, "", 0, self._regions[-1], published), len(self._parts)))
        if element.text:
            self._add(element, "text", element.text)

    def _leave(self, element: Any) -> None:
        tag = element.tag
        if self._open and (tag == "time" or element.get("itemprop") == "datePublished"):
            clock, start = self._open.pop()
            clock.shown = _SPACE.sub(" ", "".join(self._parts[start:])).strip()
            clock.line = len(self.lines)
            self.clocks.append(clock)
        if tag in _BLOCKS and tag != "br":
            self._flush()
        self._links -= _is_link(element)
        self._pres -= tag in {"pre", "textarea", "listing", "xmp", "plaintext"}

    def _add(self, element: Any, place: str, words: str) -> None:
        if self._pres and "\n" in words:
            words, _ = unwrap(words)
            for number, line in enumerate(words.split("\n")):
                if number:
                    self._flush()
                self._put(element, place, line)
        else:
            self._put(element, place, words)

    def _put(self, element: Any, place: str, words: str) -> None:
        self._parts.append(words)
        if not words.strip():
            return
        if not self._pieces:
            self._block = element if place == "text" else element.getparent()
            self._region = self._regions[-1]
        self._pieces.append((element, place, self._links > 0))
        self._linked += len(words) if self._links else 0

    def _flush(self) -> None:
        if self._pieces:
            raw, count = show_controls(_ENDS.sub(" ", "".join(self._parts)))
            self.controls += count
            text = "\t".join(_SPACE.sub(" ", cell).strip() for cell in raw.split("\v"))
            if text.strip():
                line = Line(text.strip("\t "), self._region, _parent_of(self._block), pieces=self._pieces)
                line.linked = min(1.0, self._linked / max(1, len(text)))
                self.lines.append(line)
        self._parts, self._pieces, self._linked = [], [], 0
        self._open = [(clock, 0) for clock, _ in self._open]


def _is_link(element: Any) -> bool:
    """It leads somewhere else: a heading that links to itself is no link."""
    return element.tag == "a" and not (element.get("href") or "").startswith("#")


def _parent_of(element: Any) -> Any:
    """The element around the block that `element` stands in."""
    while element.tag not in _BLOCKS and element.getparent() is not None:
        element = element.getparent()
    above = element.getparent()
    return element if above is None else above


def _is_hidden(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return True
    get = element.get
    if get("hidden") is not None or (element.tag == "dialog" and get("open") is None):
        return True
    style = get("style")
    return bool(style and _NO_SHOW.search(style[:2000]))


def _region_of(element: Any) -> Region:
    tag = element.tag
    if not isinstance(tag, str):
        return Region.PLAIN
    region = _BY_TAG.get(tag, Region.PLAIN)
    attributes = element.attrib
    if not attributes or tag in {"html", "body"}:
        return region
    region |= _BY_ROLE.get(attributes.get("role", ""), Region.PLAIN)
    if tag == "blockquote" and attributes.get("type") == "cite":
        region |= Region.QUOTED
    if "author" in (attributes.get("rel", ""), attributes.get("itemprop", "")):
        region |= Region.BYLINE
    for word in _words_of(attributes):
        region |= _BY_WORD.get(word, Region.PLAIN)
    return region


def _words_of(attributes: Any) -> Iterator[str]:
    named = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:300]
    for name in named.split():
        words = [word.lower() for word in _WORD.findall(name)]
        yield from words
        # "relatedPosts", "most-read" and "wp-caption" are one word each in the table above
        yield from (one + other for one, other in pairwise(words))
