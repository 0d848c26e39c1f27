"""The day of publication: candidates in the order in which they are believed, and what speaks against the best one.

A candidate comes from what the publisher says of this story, never from a teaser of another one, a copyright line or a
reader's comment; the readers of each kind of document see to that.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from firmground.case.documents import Attested
from firmground.dates import calendar_day
from firmground.documents.texts.written_days import WrittenDay, find_all_days

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_SHOWN = 4
_AGENCY_OR_DASH = re.compile(
    r"\s{0,2}[).,]{0,2}\s{0,2}(?:[(/][^()/\n]{2,30}[)/][.,]?\s{0,2})?(?:[-–—:]{1,2}(?=\s|$|\w))"
)
_AGENCY = re.compile(r"\s{0,2}[.,]{0,2}\s{0,2}[(/][^()/\n]{2,30}[)/]")
_CLOSED = re.compile(r"\s{0,2}\)")
_SHOWN = re.compile(r"\b(?:updated|modified|changed|обновлено|تحديث|mis à jour|aktualisiert)\b", re.IGNORECASE)


class Candidate(NamedTuple):
    """A day, as EDTF, and where it stands."""

    value: str
    how: str


class Dateline(NamedTuple):
    """The day that a story's first paragraph opens with: "SOUTHWEST ASIA, Dec. 28, 2016 —". `year` may be missing."""

    day: WrittenDay
    words: str


def choose(candidates: Iterable[Candidate]) -> tuple[Attested, tuple[str, ...]]:
    """The first candidate, and a doubt if others say another day."""
    known = [candidate for candidate in candidates if candidate.value]
    if not known:
        return Attested(), ()
    best = known[0]
    others: dict[str, str] = {}
    for candidate in known[1:]:
        if candidate.value != best.value:
            others.setdefault(candidate.value, candidate.how)
    if not others:
        return Attested(*best), ()
    listed = ", ".join(f"{value} ({how})" for value, how in list(others.items())[:_MOST_SHOWN])
    more = f" and {len(others) - _MOST_SHOWN} more" if len(others) > _MOST_SHOWN else ""
    return Attested(*best), (
        f"it was taken to be published on {best.value} ({best.how}), but it also says {listed}{more}",
    )


def find_dateline(paragraph: str, language: str = "") -> Dateline | None:
    """A place or an agency may stand before the day, a dash, a bracket or an agency after it; nothing else may."""
    start = paragraph[:120]
    for day in find_all_days(start, language):
        before, after = start[: day.start], start[day.stop :]
        if day.either is not None or len(before) > 70 or not _is_place(before):
            continue
        closed = bool(_CLOSED.match(after)) and before.rstrip().endswith("(")
        if _AGENCY_OR_DASH.match(after) or _AGENCY.match(after) or closed:
            return Dateline(day, start[: day.stop].strip())
    return None


def dateline_candidates(line: Dateline, years: Iterable[str]) -> tuple[list[Candidate], tuple[str, ...]]:
    """The dateline's day. If it names no year: the one nearest to the first day that is known from elsewhere
    (`years`, as EDTF), for a story of 31 December may be put out on 1 January.
    """
    if line.day.edtf:
        return [Candidate(line.day.edtf, "dateline")], ()
    known = next((date.fromisoformat(day) for day in years if day), None)
    if known is not None:
        days = [calendar_day(known.year + by, line.day.month, line.day.day) for by in (0, -1, 1)]
        nearest = min((day for day in days if day is not None), key=lambda day: abs(day - known), default=None)
        if nearest is not None:
            return [Candidate(nearest.isoformat(), "dateline, its year from elsewhere")], ()
    return [], (f'its dateline says "{line.words}" without a year: give the day of publication by hand',)


def head_candidates(lines: Iterable[str], how: str, language: str = "") -> tuple[list[Candidate], tuple[str, ...]]:
    """Days in the lines between title and story. Lines that tell of a change only are told, and give no candidate."""
    candidates, doubts = [], []
    for line in lines:
        days = find_all_days(line, language)
        changed = _SHOWN.search(line)
        for day in days:
            if changed and changed.start() < day.start:
                told = day.edtf or line.strip()
                doubts.append(f"it says that it was changed ({told}), so its words may not be those first published")
                break
            if day.either is not None:
                one, other = day.either
                doubts.append(
                    f'"{line[day.start : day.stop]}" may be {one} or {other}: give the day of publication by hand'
                )
            elif day.edtf:
                candidates.append(Candidate(day.edtf, how))
                break
    return candidates, tuple(dict.fromkeys(doubts))


def _is_place(words: str) -> bool:
    """Nothing, or names: every word begins with a capital or a figure, in scripts that have capitals."""
    words = words.strip(" \t(,.–—-/")
    return not re.search(r"[.!?]\s\S{4,}\s\S{4,}\s", words) and all(
        not word[0].islower() or word in {"of", "the", "and", "de", "al", "el", "on", "г"} for word in words.split()
    )
