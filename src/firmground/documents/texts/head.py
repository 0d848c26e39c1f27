"""Title, byline and day from the lines that stand above a story, where no code of a page says them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.case.documents import Attested, MarkKind
from firmground.documents.texts import phrases
from firmground.documents.texts.published import Candidate, dateline_candidates, find_dateline, head_candidates
from firmground.documents.texts.written_days import is_mostly_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.texts.cutter import Cut

_MOST_ABOVE = 8  # lines; what stands further up is furniture of the page
_DAILY = re.compile(
    r"\b(?:update|bulletin|briefing|summary|communiqu[eé]|release|digest|сводка|брифинг|بيان)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Head:
    """What stands above the body. `days`: candidates for the day of publication, a dateline first."""

    title: Attested = field(default_factory=Attested)
    byline: Attested = field(default_factory=Attested)
    days: list[Candidate] = field(default_factory=list)
    doubts: tuple[str, ...] = ()


def read_head(
    lines: Sequence[str],
    cut: Cut,
    language: str = "",
    years: Sequence[str] = (),
    aside: frozenset[int] = frozenset(),
    *,
    titled: bool = False,
) -> Head:
    """Reads what stands above the body, and gives its lines in `cut.kinds` their kinds.

    `years`: days that are known from elsewhere, for a dateline that names no year. `aside`: lines not to be read.
    `titled`: its title is known already, so no line is taken for it.
    """
    head = Head()
    above = [number for number in range(max(cut.first, 0)) if lines[number].strip() and cut.kinds[number] is not None]
    above = [number for number in above if number not in aside][-_MOST_ABOVE:]
    title = None if titled else _find_title(lines, above, language)
    if title is not None:
        head.title = Attested(lines[title].strip(), "first lines")
        cut.kinds[title] = MarkKind.TITLE
    dated = []
    for number in above:
        line = lines[number]
        if number == title:
            continue
        if phrases.is_byline(line) and not head.byline.value:
            head.byline = Attested(_name_in(line), "first lines")
        if find_dateline(line.strip(), language):
            cut.kinds[number] = None  # it opens the story, on a line of its own
        elif is_mostly_day(line, language) and not phrases.is_like(phrases.TEASER, line):
            cut.kinds[number] = MarkKind.BYLINE
            # Further up than right above the title it may be the day of another story.
            if title is None or number >= title - 2:
                dated.append(line)
        elif title is not None and number > title and _is_standfirst(line):
            cut.kinds[number] = None
    if title is not None and _DAILY.search(lines[title]):
        dated.append(lines[title])  # "Operational Update March 12, 2011" names its own day
    first, told = head_candidates(dated, "first lines", language)
    _read_dateline(head, lines, cut, language, [*years, *(candidate.value for candidate in first)])
    head.days += first
    head.doubts += told
    return head


def _read_dateline(head: Head, lines: Sequence[str], cut: Cut, language: str, years: Sequence[str]) -> None:
    body = (number for number, kind in enumerate(cut.kinds) if kind is None and lines[number].strip())
    for _, number in zip(range(4), body, strict=False):
        if line := find_dateline(lines[number].strip(), language):
            head.days, head.doubts = dateline_candidates(line, years)
            return


def _find_title(lines: Sequence[str], above: Sequence[int], language: str) -> int | None:
    """The first line that reads like a headline; the last one, if so much stands above that the first are a menu."""
    like = [number for number in above if _is_title(lines[number], language) and not _goes_on(lines, number)]
    if not like:
        return None
    return like[0] if len(above) < _MOST_ABOVE else like[-1]


def _goes_on(lines: Sequence[str], number: int) -> bool:
    """The next line begins with a small letter: one sentence, broken."""
    following = lines[number + 1 : number + 2]
    return bool(following) and following[0][:1].islower()


def _is_title(line: str, language: str) -> bool:
    line = line.strip()
    lettered = [word for word in line.split() if any(map(str.isalpha, word))]
    words = len(line) // 3 if phrases.is_without_spaces(line) else len(lettered)
    return (
        words >= 3
        and len(line) <= phrases.MOST_IN_LINE
        and not line.endswith((".", ":", ";"))
        and line.count("|") < 2
        and not phrases.is_byline(line)
        and not phrases.is_caption(line)
        and not phrases.is_furniture(line)
        and not is_mostly_day(line, language)
    )


def _is_standfirst(line: str) -> bool:
    return len(line.split()) >= 5 and not (
        phrases.is_byline(line) or phrases.is_caption(line) or phrases.is_furniture(line)
    )


def _name_in(line: str) -> str:
    return phrases.strip_by(line)
