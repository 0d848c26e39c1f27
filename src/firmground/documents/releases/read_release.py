"""Walks through a release, line by line: what a line is follows from what was found in it, by rules in an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.releases.format import Scope
from firmground.documents.releases.format_files import built_in_formats
from firmground.documents.releases.heads import read_head
from firmground.documents.releases.incidents import read_incidents
from firmground.documents.releases.lines import MOST_WORDS, read_blocks
from firmground.documents.releases.release import Release, Said, Unread
from firmground.documents.releases.walk import Walk
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.documents.page import Page
    from firmground.documents.releases.format import ReleaseFormat
    from firmground.documents.releases.lines import Block


_ENDLESS = f"it is one sentence of more than {MOST_WORDS:,} words"


def recognise_format(text: str, own: Iterable[ReleaseFormat] = ()) -> ReleaseFormat | None:
    """The format of a text: one of those that somebody brought, else one of ours; None if it is no release of any.

    The first whose words are all there wins: of each list of `recognise` one phrase, and none of `unless`.
    """
    folded = text.casefold().replace("’", "'")
    for form in (*own, *built_in_formats()):
        groups = (any(phrase in folded for phrase in group) for group in form.recognise)
        if all(groups) and not any(phrase in folded for phrase in form.unless):
            return form
    return None


def read_release(page: Page, own: Iterable[ReleaseFormat] = (), form: ReleaseFormat | None = None) -> Release | None:
    """The release that a page is, read by its format, or by `form` if one is given; None if it is no known release."""
    form = form or recognise_format(page.text, own)
    blocks = read_blocks(page) if form and len(page.text) <= form.longest else []
    if form is None or not blocks:
        return None
    head = read_head(page, blocks)
    walk = Walk(form, head)
    if form.scope is Scope.INCIDENT:
        read_incidents(walk, blocks)
    else:
        for block in blocks:
            walk.read(block)
        walk.finish()
    return Release(
        form=form,
        text=page.text,
        span=Span(blocks[0].span.start, blocks[-1].span.stop),
        published=head.published,
        dateline=head.span,
        day=walk.main_day,
        events=tuple(walk.events),
        totals=tuple(walk.totals),
        quiet=tuple(walk.quiet),
        unread=(*walk.unread, *(Unread(span, _ENDLESS) for block in blocks for span in block.endless)),
        summary=tuple(walk.summary),
        means=tuple(_means(blocks, form)),
        sections=tuple(walk.sections),
        doubt=head.doubt,
    )


def _means(blocks: Sequence[Block], form: ReleaseFormat) -> Iterable[Said]:
    """What is said to have been used, each once: kinds of aircraft and weapons that the format lists."""
    seen = set()
    for block in blocks if form.means else ():
        for line in block.sentences:
            for met in form.means.all(line):
                if met.meaning not in seen:
                    seen.add(met.meaning)
                    yield Said(met.meaning, (line.span_of(met.start, met.stop),))


def too_long(page: Page, own: Iterable[ReleaseFormat] = ()) -> tuple[str, ...]:
    """A sentence for a page that has the words of a release and is longer than any."""
    form = recognise_format(page.text, own)
    if form is None or len(page.text) <= form.longest:
        return ()
    what = f"It has the words of “{form.title}”, but is longer than one ({form.longest:,} characters)"
    return (f"{what} and was not read as such; if it holds several, make a document of each.",)
