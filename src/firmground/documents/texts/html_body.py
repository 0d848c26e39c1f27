"""Which lines of a page are the story: what trafilatura takes for it, found again line by line.

trafilatura rewrites what it extracts, so nothing of its text is used. Every line of the page gets a label of three
symbols that occur nowhere on it, written into the tree in front of the line's words; the lines whose labels come out at
the other end are the body. That holds to the letter, for repeated and for changed lines as well. The mode that favours
precision is asked first; where it would lose over 40 % of what the default mode finds, the default is taken (measured
on 181 pages in a prototype: F1 .962).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

from firmground.documents.texts import phrases
from firmground.documents.texts.cutter import is_sentence
from firmground.documents.texts.html_lines import Region
from firmground.documents.texts.tidy import show_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firmground.documents.texts.html_lines import Line, PageTree

# Beyond these trafilatura takes longer than anybody waits; the cutter for plain text judges such pages by their lines.
MOST_ELEMENTS = 60_000
MOST_DEPTHS = 2_000_000
LOST = 0.4
ALL = 0.95

# Symbols that are printable, no letters, and rare: Braille patterns, hexagrams, domino tiles.
_ALPHABETS = tuple("".join(map(chr, range(start, start + 64))) for start in (0x2840, 0x4DC0, 0x1F030))


@dataclass(frozen=True, slots=True)
class Body:
    """Numbers of the lines that are body, None if trafilatura was not asked or found nothing; `how` it was found.

    "all" means that it told nothing apart: it took the whole page.
    """

    lines: frozenset[int] | None
    how: str


def find_body(page: PageTree) -> Body:
    """Writes labels into the tree, so the tree is of no other use afterwards."""
    if page.elements > MOST_ELEMENTS or page.depths > MOST_DEPTHS:
        return Body(None, "too large")
    alphabet = next((one for one in _ALPHABETS if not any(set(line.text) & set(one) for line in page.lines)), None)
    if alphabet is None or not page.lines:
        return Body(None, "no labels")
    labels = _write_labels(page.lines, alphabet)
    precise = _ask(page.root, labels, favor_precision=True)
    default = _ask(page.root, labels, favor_precision=False)
    found, how = precise, "precision"
    if _size(page.lines, precise) < (1 - LOST) * _size(page.lines, default):
        found, how = default, "default"
    if _size(page.lines, found) > ALL * _size(page.lines, set(range(len(page.lines)))):
        how = "all"
    return Body(frozenset(found) if found else None, how)


def mend(lines: list[Line], body: Iterable[int]) -> frozenset[int]:
    """Adds what was dropped though it stands under the same element as the body beside it, and is no caption, no teaser
    and no furniture: between two lines of the body whatever it is (headings, lists, short paragraphs), at its two ends
    sentences only. The last line of a release is as much an event as its first.
    """
    found = sorted(body)
    added = {*found, *_sentences_beside(lines, found)}
    for before, after in pairwise(found):
        if lines[before].parent is not lines[after].parent or after - before > 40:
            continue
        for number in range(before + 1, after):
            line = lines[number]
            if line.parent is lines[before].parent and _may_be_body(line):
                added.add(number)
    return frozenset(added)


def _sentences_beside(lines: list[Line], found: list[int]) -> Iterator[int]:
    if not found:
        return
    for at, step in ((found[0], -1), (found[-1], 1)):
        parent = lines[at].parent
        number = at + step
        while 0 <= number < len(lines) and lines[number].parent is parent:
            if not _may_be_body(lines[number]) or not is_sentence(lines[number].text):
                break
            yield number
            number += step


def _may_be_body(line: Line) -> bool:
    apart = Region.CAPTION | Region.TEASER | Region.COMMENT | Region.FRAME | Region.BYLINE | Region.ASIDE
    return not line.region & apart and line.linked < 0.5 and not phrases.is_furniture(line.text)


def _write_labels(lines: list[Line], alphabet: str) -> dict[str, int]:
    labels = {}
    for (number, line), symbols in zip(enumerate(lines), product(alphabet, repeat=3), strict=False):
        label = "".join(symbols)
        labels[label] = number
        # A link within a line may be dropped, so the words around it carry the label too.
        for place, (element, slot, linked) in enumerate(line.pieces):
            if place and linked:
                continue
            words, _ = show_controls(getattr(element, slot) or "")  # lxml takes none that were written as references
            bare = words.lstrip()
            setattr(element, slot, words[: len(words) - len(bare)] + label + bare)
    return labels


def _ask(root: Any, labels: dict[str, int], *, favor_precision: bool) -> set[int]:
    # Loaded only for a page: a third of a second.
    from trafilatura import bare_extraction  # noqa: PLC0415 - as above

    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        document = bare_extraction(
            root, favor_precision=favor_precision, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # noqa: BLE001 - whatever a foreign library stumbles over, the page has its text all the same
        return set()
    finally:
        logger.setLevel(level)
    text = getattr(document, "text", None) or ""
    first = {label[0] for label in labels}
    found = (labels.get(text[place : place + 3]) for place, symbol in enumerate(text) if symbol in first)
    return {number for number in found if number is not None}


def _size(lines: list[Line], numbers: set[int]) -> int:
    return sum(len(lines[number].text) for number in numbers)
