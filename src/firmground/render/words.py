"""Sentences that the page makes of a report's numbers, and the emphasis inside its sentences."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from firmground.render.numbers import STANDING_WORDS
from firmground.render.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.report.model import Outcome

_MOST_VERB_WORDS: Final = 3


def find_verb(sentence: str, verb: str) -> tuple[int, int] | None:
    """Where the verb stands in the sentence: "rule out" is also found as "rule it out". None: nowhere."""
    words = verb.split()
    if not words:
        return None
    if len(words) <= _MOST_VERB_WORDS:
        body = r"\s+(?:\w+\s+)?".join(re.escape(word) for word in words)
    else:
        body = re.escape(verb.strip())
    found = re.search(rf"(?<!\w){body}(?!\w)", sentence)
    return found.span() if found else None


def emphasise(sentence: str, verb: str, reading: str) -> Markup:
    """The sentence, escaped, with its verb and the reading of its bounds set apart."""
    spans = []
    if found := find_verb(sentence, verb):
        spans.append((*found, "verb"))
    start = sentence.find(reading) if reading else -1
    clear = not spans or start >= spans[0][1] or start + len(reading) <= spans[0][0]
    if start >= 0 and clear:
        spans.append((start, start + len(reading), "reading"))
    parts, last = [], 0
    for begin, end, css in sorted(spans):
        parts.append(_show(sentence[last:begin]))
        parts.append(Markup('<strong class="{}">{}</strong>').format(css, make_visible(sentence[begin:end])))
        last = end
    return Markup("").join((*parts, _show(sentence[last:])))


def _show(text: str) -> Markup:
    return escape(make_visible(text))


def direction_of(text: str) -> str:
    """The direction of the first letter that has one, as in HTML's `dir`: rtl or ltr (Unicode Annex 9, P2)."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L" else "ltr"


def is_linkable(url: str) -> bool:
    """Whether an address may stand behind a link: http or https, with a host, without anything hidden."""
    if url != make_visible(url) or re.search(r"\s", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The host of a link, as its short name; the address itself where it is no link."""
    return (urlsplit(url).hostname or url).removeprefix("www.") if is_linkable(url) else url


def say_tally(outcomes: Iterable[Outcome]) -> str:
    """As "required under 3 of 12 combinations, allowed under 9": counted, never made a percentage."""
    standings = [outcome.standing for outcome in outcomes if outcome.bounds is not None]
    undefined = sum(outcome.bounds is None for outcome in outcomes)
    parts = [
        f"{words} under {standings.count(standing)}"
        for standing, words in STANDING_WORDS.items()
        if standing in standings
    ]
    if undefined:
        parts.append(f"undefined under {undefined}")
    total = len(standings) + undefined
    if total == 1:
        return f"{parts[0].partition(' under ')[0]} under the one combination of choices"
    return f"{', '.join(parts) or 'no answer'} of {total} combinations of choices"


MOST_ROWS: Final = 12  # of a unit that are named one by one


def say_rows(rows: Sequence[str]) -> str:
    """Rows of files as "events/a.csv:7, 9; events/b.csv:2", the first `MOST_ROWS` of them."""
    words = "; ".join(f"{file}:{', '.join(numbers)}" for file, numbers in rows_by_file(rows[:MOST_ROWS]).items())
    return f"{words} and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else words


def rows_by_file(rows: Sequence[str]) -> dict[str, list[str]]:
    """The numbers of "file:row" texts, by file, as they come."""
    files: dict[str, list[str]] = {}
    for row in rows:
        file, _, number = row.rpartition(":")
        files.setdefault(file, []).append(number)
    return files


ANSWERS: Final = {"must": "The data require it", "may": "The data allow it", "cannot": "The data rule it out"}


def say_answer(standing: str, *, measured: bool, claimed: bool) -> str:
    """What the data make of a claim, as a line of the list of claims."""
    if not measured:
        return "Nothing to count"
    return ANSWERS.get(standing, standing) if claimed else "Measured"


def say_drivers(drivers: Sequence[tuple[str, float]]) -> str:
    """As "The choice that moves it most: map (62 % of the variation), then radius (30 %)."; "" if none."""
    moving = sorted((d for d in drivers if d[1] >= 0.005), key=lambda d: -d[1])
    if not moving:
        return ""
    named = [f"{name} ({part * 100:.0f} %)" for name, part in moving[:4]]
    first = f"The choice that moves it most: {named[0].removesuffix(')')} of the variation)"
    return f"{first}{', then ' + ', '.join(named[1:]) if named[1:] else ''}."
