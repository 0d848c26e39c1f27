"""Chapters of ties for tests: of any size, from nothing computed."""

from __future__ import annotations

from itertools import pairwise

from firmground.report.chapters.ties_model import (
    Bloc,
    Contradiction,
    Place,
    Split,
    TieActor,
    TieChange,
    TieLink,
    TieRecord,
    Ties,
)
from firmground.report.model import Range, SourceNote

SOURCE = SourceNote("paper", "A newspaper", "Nobody", "2 May 2015", "https://example.org/a", "", "")


def link(actor, to, *, against=False, standing="must", words=""):
    words = words or f"{actor} {'fights' if against else 'backs'} {to}"
    records = (TieRecord(words, "since May", standing, SOURCE),)
    return TieLink(actor, to, against, oneway=True, standing=standing, words=words, records=records)


def ties_of(blocs, links, *, names=None, contradicted=(), unsure=(), changes=()):
    """A chapter of one split, drawn as `blocs` (ids); `contradicted`: places of links that contradict what is drawn."""
    ids = [actor for bloc in blocs for actor in bloc]
    names = names or {}
    least = len(contradicted)
    return Ties(
        on="2015-11-26",
        day="26 November 2015",
        sentence=f"On 26 November 2015 {len(links)} ties stand.",
        actors=tuple(TieActor(each, names.get(each, each), "state") for each in ids),
        links=tuple(links),
        splits=(
            Split(
                blocs=len(blocs),
                contradictions=Range(least, least, f"{least} ties"),
                sentence=f"At least {least} ties contradict any division.",
                shown=tuple(
                    Bloc(tuple(Place(each, "may" if each in unsure else "must") for each in bloc)) for bloc in blocs
                ),
                apart=(),
                contradicted=tuple(
                    Contradiction(n, "must", drawn=True, sentence=f"{links[n].words}: though in another bloc.")
                    for n in contradicted
                ),
                circles=(),
                worlds=(),
            ),
        ),
        changes=tuple(TieChange(on, on, ("a tie begins",), Range(low, high, f"{low} to {high}"), ()) for on, low, high in changes),
        unplaced=(TieActor("nobody", "Nobody in particular", ""),),
    )  # fmt: skip


def ring_of(number):
    """Two blocs of `number` actors in all, each backing the next of its own and fighting one of the other."""
    ids = [f"a{n}" for n in range(number)]
    half = number // 2
    links = [link(one, two) for bloc in (ids[:half], ids[half:]) for one, two in pairwise(bloc)]
    links += [link(one, two, against=True, standing="may") for one, two in zip(ids[:half], ids[half:], strict=False)]
    return ties_of([ids[:half], ids[half:]], links)
