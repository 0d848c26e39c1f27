"""What a page says of itself in its code: structured data (JSON-LD), meta tags, its language, its address."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from firmground.case.documents import Attested
from firmground.documents.texts.published import Candidate
from firmground.documents.texts.written_days import day_of_stamp
from firmground.spans import same_print

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE_ELEMENT = "title of the page"
MOST_JSON = 2_000_000  # characters of one script
_MOST_DEPTH = 12
_STORIES = re.compile(
    r"(?:Article|NewsArticle|BlogPosting|Report|LiveBlogPosting|PressRelease|WebPage|Statement|Posting)$"
)

# Meta tags that name the day of publication, in the order in which they are believed; the first two are what the Open
# Graph and Dublin Core say, the rest are those of content systems.
_DAYS = (
    "article:published_time",
    "og:article:published_time",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.issued",
    "dc.date.created",
    "dc.date",
    "citation_publication_date",
    "datepublished",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "publication_date",
    "publicationdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "displaydate",
    "cxenseparse:recs:publishtime",
    "date",
    "rnews:datepublished",
)
_CHANGED = ("article:modified_time", "og:updated_time", "last-modified", "dcterms.modified", "lastmod")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "headline")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author")
_SITES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")


@dataclass(slots=True)
class PageFacts:
    """`days`: candidates for the day of publication in the order in which they are believed. `changed`: the day on
    which the page says that it was changed, "" if it does not. `address`: its own, if it names one. `hidden_story`: how
    many characters of a story stand in its scripts.
    """

    title: Attested = field(default_factory=Attested)
    byline: Attested = field(default_factory=Attested)
    site: Attested = field(default_factory=Attested)
    language: Attested = field(default_factory=Attested)
    days: list[Candidate] = field(default_factory=list)
    changed: str = ""
    address: str = ""
    hidden_story: int = 0


def read_facts(root: Any) -> PageFacts:
    """Everything that the code of a page says about the story on it. Nothing in it is believed to be well formed."""
    metas = dict(_read_metas(root))
    stories = list(_read_stories(root))
    facts = PageFacts()
    shown = metas.get("og:title") or _title_element(root)
    story = _main_story(stories, shown)
    _read_story(facts, story)
    for name in _DAYS:
        if day := day_of_stamp(metas.get(name, "")):
            facts.days.append(Candidate(day, f"meta tag {name}"))
    if not facts.changed:
        facts.changed = next((day for name in _CHANGED if (day := day_of_stamp(metas.get(name, "")))), "")
    _fill(facts, metas)
    if not facts.title.value and (title := _title_element(root)):
        facts.title = Attested(title, TITLE_ELEMENT)
    html = root if root.tag == "html" else root.find(".//html")
    language = "" if html is None else html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}", language.strip()):
        facts.language = Attested(language.strip().lower().replace("_", "-"), "attribute lang")
    elif re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}", said := metas.get("content-language", "")):
        facts.language = Attested(said.lower().replace("_", "-"), "meta tag content-language")
    facts.address = _address(root, metas)
    return facts


def _fill(facts: PageFacts, metas: dict[str, str]) -> None:
    for attribute, names in (("title", _TITLES), ("byline", _AUTHORS), ("site", _SITES)):
        if getattr(facts, attribute).value:
            continue
        for name in names:
            value = metas.get(name, "")
            if value and not (attribute == "byline" and re.match(r"https?://", value)):
                setattr(facts, attribute, Attested(value, f"meta tag {name}"))
                break


def _read_metas(root: Any) -> Iterator[tuple[str, str]]:
    """Name and content of each meta tag, the last first, so that in a dict the first one wins."""
    for meta in reversed(list(root.iter("meta"))[:2000]):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv") or meta.get("itemprop") or ""
        content = _clean(meta.get("content") or "")
        if name and content:
            yield name.strip().lower(), content


def _title_element(root: Any) -> str:
    title = root.find(".//title")
    return "" if title is None else _clean(title.text_content())


def _address(root: Any, metas: dict[str, str]) -> str:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return _clean(link.get("href") or "")
    return metas.get("og:url", "")


def _read_stories(root: Any) -> Iterator[dict[str, Any]]:
    """Objects of JSON-LD that describe a story, those that stand in lists of other stories left out."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        if not text.strip() or len(text) > MOST_JSON:
            continue
        try:
            told = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _stories_in(told, 0)


def _stories_in(told: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(told, list):
        for one in told:
            yield from _stories_in(one, depth + 1)
    elif isinstance(told, dict):
        kinds = told.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _STORIES.search(kind) for kind in kinds):
            yield told
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _stories_in(told.get(key), depth + 1)


def _main_story(stories: list[dict[str, Any]], title: str) -> dict[str, Any]:
    """The story that the page is about: the one with its headline, else the only one, else the first with a day that
    is no plain "WebPage". Several stories with other headlines are teasers.
    """
    heads = [(_text_of(story.get("headline")) or _text_of(story.get("name")), story) for story in stories]
    for head, story in heads:
        if head and title and (same_print(head, title) or title.startswith(head) or head.startswith(title)):
            return story
    proper = [story for story in stories if "WebPage" not in str(story.get("@type"))]
    if len(proper) == 1:
        return proper[0]
    return {} if proper else next(iter(stories), {})


def _read_story(facts: PageFacts, story: dict[str, Any]) -> None:
    for key in ("datePublished", "dateCreated"):
        if day := day_of_stamp(_text_of(story.get(key))):
            facts.days.append(Candidate(day, f"JSON-LD {key}"))
            break
    facts.changed = day_of_stamp(_text_of(story.get("dateModified")))
    if headline := _text_of(story.get("headline")):
        facts.title = Attested(headline, "JSON-LD headline")
    authors = story.get("author")
    names = [_text_of(one) for one in (authors if isinstance(authors, list) else [authors])]
    if known := ", ".join(name for name in names if name and not name.startswith("http")):
        facts.byline = Attested(known[:300], "JSON-LD author")
    if publisher := _text_of(story.get("publisher")):
        facts.site = Attested(publisher, "JSON-LD publisher")
    facts.hidden_story = len(_text_of(story.get("articleBody"), most=MOST_JSON))


def _text_of(value: Any, most: int = 1000) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return _clean(value, most) if isinstance(value, str) else ""


def _clean(words: str, most: int = 1000) -> str:
    """In one line, with nothing in it that no text holds."""
    words = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]", " ", words[:most])
    return re.sub(r" {2,}", " ", words).strip()
