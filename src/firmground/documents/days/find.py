"""Every date of a page: single dates by rules over words, then the periods that they make, then the days they mean."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from firmground.dates import When, parse_when
from firmground.documents.days import figures, lengths, relative, written
from firmground.documents.days.atoms import Atom, Scene
from firmground.documents.days.day_words import DayWords
from firmground.documents.days.periods import join_periods
from firmground.documents.days.reckoning import Anchor
from firmground.documents.days.vocabulary import letter_of
from firmground.documents.letters import Lettered, spell

if TYPE_CHECKING:
    from firmground.documents.days.atoms import Rule
    from firmground.documents.page import Page

    _Match = tuple[int, int, re.Match[str]]

_RULES: tuple[Rule, ...] = (*figures.RULES, *written.RULES, *relative.RULES, *lengths.RULES)
# No date is without one of these.
_SIGNS = frozenset("MmWVSDydP#R%zsG")


def find_days(page: Page) -> tuple[DayWords, ...]:
    """Every date of the body, in order. Raises nothing: a date of a document without a date stays unknown."""
    anchor = Anchor.of(page.document.published)
    looks_back = _looks_back(page.text, anchor)
    told: date | None = None
    found: list[DayWords] = []
    for paragraph in page.paragraphs:
        narrative: date | None = None
        for sentence in paragraph.sentences:
            lettered = spell(sentence.words, letter_of)
            if _SIGNS.isdisjoint(lettered.letters):
                continue
            scene = Scene(lettered, anchor, narrative, looks_back, told)
            found.extend(_day_words(lettered, atom) for atom in join_periods(scene, _atoms(scene)))
            narrative = scene.narrative
            told = scene.told
    return tuple(found)


_YEARS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) (?:\d\d?, )?(\d{4})\b"
)
_FAR_YEARS = 2


def _looks_back(text: str, anchor: Anchor | None) -> bool:
    """Most dates that are written with their year are years before the document's own: a history, not news."""
    if anchor is None:
        return True
    far = [anchor.last.year - int(year) >= _FAR_YEARS for year in _YEARS.findall(text)]
    return sum(far) > len(far) / 2


def _day_words(sentence: Lettered, atom: Atom) -> DayWords:
    when = parse_when(atom.text) if atom.text else When.unknown()
    return DayWords(sentence.span(atom.start, atom.stop), when, atom.kind, atom.how, atom.doubt)


def _atoms(scene: Scene) -> list[Atom]:
    """The single dates in order; of two that overlap the longer one, of equals the one whose rule stands first.

    Where a rule finds that its letters are no date after all ("in 2000 villages"), the next best reading gets its turn.
    """
    letters = scene.sentence.letters
    matches = [
        (match.start() - match.end(), rank, match)
        for rank, (pattern, _) in enumerate(_RULES)
        for match in pattern.finditer(letters)
    ]
    matches.sort(key=lambda one: one[:2])
    before = scene.narrative, scene.told
    for _ in range(_ROUNDS):
        scene.narrative, scene.told = before
        built, refused = _built(scene, _choose(matches, len(letters)))
        if not refused:
            break
        matches = [one for one in matches if (one[1], one[2].start()) not in refused]
    return built


_ROUNDS = 4


def _choose(matches: list[_Match], count: int) -> list[_Match]:
    taken = bytearray(count)
    chosen = []
    for one in matches:
        start, stop = one[2].span()
        if not any(taken[start:stop]):
            chosen.append(one)
            taken[start:stop] = b"\x01" * (stop - start)
    return sorted(chosen, key=lambda one: one[2].start())


def _built(scene: Scene, chosen: list[_Match]) -> tuple[list[Atom], set[tuple[int, int]]]:
    """The dates, and which of the matches were none."""
    atoms: list[Atom] = []
    refused = set()
    for _, rank, match in chosen:
        built = _RULES[rank][1](scene, match)
        if not built:
            refused.add((rank, match.start()))
            continue
        for atom in built if isinstance(built, list) else [built]:
            if atom.kind == "date" and len(atom.text) == len("2015-10-21"):
                scene.narrative = date.fromisoformat(atom.text)
            if (
                scene.looks_back
                and not atom.how
                and atom.kind == "date"
                and len(atom.text) >= len("2015-10")
                and atom.text[:4].isdecimal()
            ):
                scene.told = date.fromordinal(parse_when(atom.text).possible.start)
            atoms.append(atom)
    return atoms, refused
