"""A web page: its visible text, which of its lines are the story, and what the page says of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firmground.case.documents import Attested, MarkKind
from firmground.documents.texts import phrases
from firmground.documents.texts.cutter import cut_lines, is_prose
from firmground.documents.texts.decode import decode_page
from firmground.documents.texts.html_body import Body, find_body, mend
from firmground.documents.texts.html_facts import TITLE_ELEMENT, PageFacts, read_facts
from firmground.documents.texts.html_lines import Clock, Line, PageTree, Region, parse_page
from firmground.documents.texts.language import tell_language
from firmground.documents.texts.nouns import TextRead
from firmground.documents.texts.plain import UNDATED, host_of
from firmground.documents.texts.published import Candidate, choose, dateline_candidates, find_dateline, head_candidates
from firmground.documents.texts.tidy import mark_lines
from firmground.documents.texts.written_days import day_of_address, day_of_stamp, find_day, is_mostly_day
from firmground.spans import same_print

if TYPE_CHECKING:
    from collections.abc import Sequence

EMPTY = "the page shows no text of its own: open it in a browser, and save it from there or copy its text"
BY_WORDS = (
    "the page was too large or too odd for its layout to be used, so what is no body was told by its words: "
    "look at the marks"
)
_NEAR = 8  # lines below the title in which its day stands; further down stand facts of the story
_FAR = 25  # lines between title and story, beyond which what stands there is furniture


def read_html(content: bytes, hint: str = "", url: str = "") -> TextRead:
    """A page as it came. `hint`: the Content-Type that came with it; `url`: where it came from."""
    decoded = decode_page(content, hint)
    return read_markup(decoded.text, url, decoded.doubts)


def read_markup(page: str, url: str = "", doubts: tuple[str, ...] = ()) -> TextRead:
    """The same, of characters."""
    tree = parse_page(page)
    facts = read_facts(tree.root)
    doubts = (*doubts, *tree.doubts)
    if not tree.lines:
        unseen = f" (a story of {facts.hidden_story:,} characters stands in its scripts, which are not read)"
        return TextRead("", "html", doubts=(*doubts, EMPTY + (unseen if facts.hidden_story else "")))
    found = find_body(tree)
    kinds, told = _judge(tree, found, facts)
    text = "\n".join(line.text for line in tree.lines)
    body = "\n".join(line.text for line, kind in zip(tree.lines, kinds, strict=True) if kind is None)
    language, odd = tell_language(body or text, facts.language)
    published, days_told = _find_day(tree, kinds, facts, url, language.value)
    site = facts.site
    if not site.value and (host := host_of(url) or host_of(facts.address)):
        site = Attested(host, "address of the page")
    return TextRead(
        text,
        "html",
        mark_lines(text, kinds),
        facts.title,
        _find_byline(tree.lines, kinds, facts),
        published,
        site,
        language,
        tuple(dict.fromkeys((*doubts, *told, *filter(None, [odd]), *days_told))),
    )


def _judge(tree: PageTree, found: Body, facts: PageFacts) -> tuple[list[MarkKind | None], tuple[str, ...]]:
    """The kind of each line, None for body; and what a person should look at."""
    lines = tree.lines
    title = _title_line(lines, facts)
    if found.lines is None:
        cut = cut_lines([line.text for line in lines])
        body = {number for number, kind in enumerate(cut.kinds) if kind is None}
        doubts: tuple[str, ...] = (BY_WORDS,)
    else:
        body = set(mend(lines, found.lines))
        if found.how == "all":
            cut = cut_lines([line.text for line in lines])
            body = {number for number in body if cut.kinds[number] is None}
        doubts = ()
    kinds = [_kind_of(line, number in body) for number, line in enumerate(lines)]
    for number in title:
        kinds[number] = MarkKind.TITLE
    if title and facts.title.how in {"", TITLE_ELEMENT}:
        facts.title = Attested(lines[title[0]].text, "heading of the page")
    elif facts.title.how == TITLE_ELEMENT:
        facts.title = Attested(_without_site(facts.title.value, facts.site.value), TITLE_ELEMENT)
    for number in (number for number, kind in enumerate(kinds[:]) if kind is None):
        # A day on a line of its own at the top of the story is that of the page.
        if not is_mostly_day(lines[number].text) or find_dateline(lines[number].text):
            break
        kinds[number] = MarkKind.BYLINE
    return kinds, (*doubts, *_look_aside(lines, kinds))


def _kind_of(line: Line, in_body: bool) -> MarkKind | None:  # noqa: FBT001 - one of two readings of a line
    by_itself = _kind_by_itself(line, in_body)
    if by_itself is not None:
        return by_itself
    if phrases.is_like(phrases.TEASER, line.text) or _is_teaser_link(line):
        return MarkKind.TEASER
    if in_body:
        return MarkKind.BOILERPLATE if phrases.is_furniture(line.text) else None
    other = Region.TEASER in line.region and Region.COMMENT not in line.region
    return MarkKind.TEASER if other else MarkKind.BOILERPLATE


def _kind_by_itself(line: Line, in_body: bool) -> MarkKind | None:  # noqa: FBT001 - as above
    """What a line is by its own words and code, whatever is around it; None if they do not tell."""
    text, region = line.text, line.region
    if Region.QUOTED in region:
        return MarkKind.BOILERPLATE
    if Region.CAPTION in region or phrases.is_caption(text):
        return MarkKind.CAPTION
    if phrases.is_byline(text) or (Region.BYLINE in region and not in_body and len(text) <= phrases.MOST_IN_LINE):
        return MarkKind.BYLINE
    return MarkKind.BYLINE if Region.DATE in region and not region & _OTHERS and is_mostly_day(text) else None


def _is_teaser_link(line: Line) -> bool:
    """A headline that is one link and no sentence, outside a list."""
    words = len(line.text.split())
    return line.linked > 0.9 and words >= 4 and not line.text.endswith(".") and Region.ITEM not in line.region


def _title_line(lines: Sequence[Line], facts: PageFacts) -> list[int]:
    """The line that says what the page calls its title; else the only first heading."""
    known = facts.title.value
    for number, line in enumerate(lines):
        if known and Region.TEASER not in line.region and line.linked < 0.9 and same_print(line.text, known):
            return [number]
    firsts = [number for number, line in enumerate(lines) if Region.FIRST_HEADING in line.region]
    heads = [number for number, line in enumerate(lines) if Region.HEADING in line.region and line.linked < 0.9]
    within = [
        n for n in heads if lines[n].text in known and (len(lines[n].text) > 12 or known.startswith(lines[n].text))
    ]
    # A site's own name may be a heading, too; it stands at the end of what the page calls its title.
    within.sort(
        key=lambda n: (not known.startswith(lines[n].text), Region.FRAME in lines[n].region, -len(lines[n].text))
    )
    return within[:1] or (firsts if len(firsts) == 1 else [])


def _without_site(title: str, site: str) -> str:
    """The title of a page without the name of its site after a bar or a dash."""
    if not site:
        return title
    return re.sub(rf"\s{{1,3}}[|–—:-]\s{{1,3}}{re.escape(site)}\s*$", "", title, flags=re.IGNORECASE) or title


def _look_aside(lines: Sequence[Line], kinds: Sequence[MarkKind | None]) -> tuple[str, ...]:
    """Prose that was set aside, where it is more than what was kept."""
    kept = sum(len(line.text) for line, kind in zip(lines, kinds, strict=True) if kind is None)
    aside = sum(
        len(line.text)
        for line, kind in zip(lines, kinds, strict=True)
        if kind is MarkKind.BOILERPLATE and Region.COMMENT not in line.region and is_prose(line.text)
    )
    if not kept:
        return ("no line of it was taken for the story: look at the marks, and unmark what is",)
    if aside > kept:
        return ("more running text was set aside than was kept as the story: look at the marks",)
    return ()


def _find_byline(lines: Sequence[Line], kinds: Sequence[MarkKind | None], facts: PageFacts) -> Attested:
    if facts.byline.value:
        return facts.byline
    for line, kind in zip(lines, kinds, strict=True):
        if kind is MarkKind.BYLINE and phrases.is_byline(line.text):
            return Attested(phrases.strip_by(line.text), "byline on the page")
    for line, kind in zip(lines, kinds, strict=True):
        named = kind is MarkKind.BYLINE and Region.DATE not in line.region and not is_mostly_day(line.text)
        if named and len(line.text) <= 80:
            return Attested(line.text, "byline on the page")
    return Attested()


def _find_day(
    tree: PageTree, kinds: Sequence[MarkKind | None], facts: PageFacts, url: str, language: str
) -> tuple[Attested, tuple[str, ...]]:
    """The day of publication. Nothing outside the stretch from the title to the end of the story is looked at."""
    lines = tree.lines
    body = [number for number, kind in enumerate(kinds) if kind is None]
    titles = [number for number, kind in enumerate(kinds) if kind is MarkKind.TITLE]
    first, last = (body[0], body[-1]) if body else (0, -1)
    start = next(
        (number for number in reversed(titles) if number <= first and first - number <= _FAR), max(0, first - 5)
    )
    days = list(facts.days)
    days += _clock_days([clock for clock in tree.clocks if start - 3 <= clock.line <= last + 2], language)
    near = range(max(0, start - 2), min(first, start + _NEAR))
    above = [number for number in near if _may_date(lines[number], kinds[number])]
    heads, doubts = head_candidates(
        [lines[n].text for n in above if is_mostly_day(lines[n].text, language)], "first lines", language
    )
    address = Candidate(day_of_address(url) or day_of_address(facts.address), "address of the page")
    for number in body[:4]:
        if line := find_dateline(lines[number].text, language):
            found, told = dateline_candidates(line, [one.value for one in (*days, *heads, address)])
            days += found
            doubts += told
            break
    published, others = choose([*days, *heads, address])
    if others and published.value:
        doubts += others
    if not published.value and facts.changed:
        doubts += (
            f"it says only that it was changed on {facts.changed}, not when it was published: give the day by hand",
        )
    elif not published.value and not any("by hand" in doubt for doubt in doubts):
        doubts += (UNDATED,)
    return published, doubts


_OTHERS = Region.TEASER | Region.COMMENT | Region.ASIDE | Region.FRAME


def _clock_days(clocks: Sequence[Clock], language: str) -> list[Candidate]:
    """Days of `time` elements of the story itself, those marked as the day of publication first."""
    found = []
    for clock in sorted(clocks, key=lambda one: not one.published):
        if clock.region & _OTHERS:
            continue
        shown = find_day(clock.shown, language)
        day = day_of_stamp(clock.stamp) or (shown.edtf if shown else "")
        if day:
            found.append(
                Candidate(day, "datePublished on the page" if clock.published else "time element of the story")
            )
    return found


def _may_date(line: Line, kind: MarkKind | None) -> bool:
    return not line.region & _OTHERS and kind not in {MarkKind.TEASER, MarkKind.TITLE, MarkKind.CAPTION}
