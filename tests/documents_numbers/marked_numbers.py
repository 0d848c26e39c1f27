"""Reads the marked sentences beside it, and compares what was found with what was marked."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.case.documents import Attested, Document
from firmground.dates import When, parse_when
from firmground.documents.days import DayWords, find_days
from firmground.documents.numbers import Quantity, find_quantities
from firmground.documents.page import Page

if TYPE_CHECKING:
    from firmground.spans import Span

GOLD = Path(__file__).parent / "gold"
TEXTS = Path(__file__).parents[1] / "documents_statements" / "texts"


def page_of(text: str, published: str = "", site: str = "") -> Page:
    when = parse_when(published) if published else When.unknown()
    document = Document("d", "", "", "", "", "", "", "text", when, site=Attested(site, "asked" if site else ""))
    return Page(document, text)


@dataclass(frozen=True)
class Marked:
    """What stands under one sentence: the words, and the columns behind them."""

    sentence: str
    published: str
    items: tuple[tuple[str, ...], ...]


def read_marked(name: str) -> list[Marked]:
    found: list[Marked] = []
    published, sentence, items = "", "", []
    for line in [*(GOLD / name).read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            continue
        if line.startswith("@"):
            published = line[1:].strip().removeprefix("?")
        elif line.startswith("  "):
            items.append(tuple(part.strip() for part in line.split("|")))
        elif line.strip():
            sentence = line.strip()
        elif sentence:
            found.append(Marked(sentence, published, tuple(items)))
            sentence, items = "", []
    return found


def same_value(written: str, found: Quantity) -> bool:
    if written == "-":
        return found.value is None
    low, _, high = written.partition("..")
    value = found.value
    return value is not None and value.low == Fraction(low) and value.high == Fraction(high or low)


@dataclass
class Score:
    """Counts over marked sentences, and the misses in words."""

    marked: int = 0
    found: int = 0
    met: int = 0  # overlaps
    exact: int = 0  # the very words
    right: int = 0  # value (and operator, and kind)
    unit: int = 0
    wrong: list[str] | None = None

    def __post_init__(self) -> None:
        self.wrong = []

    def f1(self, hits: int) -> float:
        return 200 * hits / (self.marked + self.found) if self.marked + self.found else 100.0


def score_quantities(name: str) -> Score:
    score = Score()
    for one in read_marked(name):
        page = page_of(one.sentence, "2015-11-27")
        _count_quantities(score, page, one.items)
    return score


def score_days(name: str) -> Score:
    score = Score()
    for one in read_marked(name):
        _count_days(score, page_of(one.sentence, one.published), one.items)
    return score


def read_texts(*, last: bool = False) -> dict[str, tuple[str, list[tuple[str, ...]], list[tuple[str, ...]]]]:
    """By name of the text: when it was published, its dates, its numbers. `last`: those marked when the rules stood."""
    found: dict[str, tuple[str, list[tuple[str, ...]], list[tuple[str, ...]]]] = {}
    here = ""
    for line in (GOLD / "texts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            _, here, published, *part = line.split()
            if bool(part) != last:
                here = ""
                continue
            found[here] = (published, [], [])
        elif here and line[:2] in ("D ", "Q "):
            found[here][1 if line[0] == "D" else 2].append(tuple(part.strip() for part in line[2:].split("|")))
    return found


def read_text(name: str) -> str:
    own = GOLD.parent / "texts" / f"{name}.txt"
    return (own if own.exists() else TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def score_texts(*, last: bool = False) -> tuple[Score, Score]:
    """Dates and numbers of the marked texts."""
    days, quantities = Score(), Score()
    for name, (published, dates, numbers) in read_texts(last=last).items():
        page = page_of(read_text(name), published)
        _count_days(days, page, tuple(dates))
        _count_quantities(quantities, page, tuple(numbers))
    return days, quantities


def _count_quantities(score: Score, page: Page, items: tuple[tuple[str, ...], ...]) -> None:
    text = page.text
    found = list(find_quantities(page, find_days(page)))
    score.found += len(found)
    score.marked += len(items)
    for words, value, operator, unit in items:
        hit = next((one for one in found if _meets(text, words, one.span)), None)
        if hit is None:
            score.wrong.append(f"not found: {words!r} ({unit}) in {_around(text, words)!r}")
            continue
        found.remove(hit)
        told = hit.span.of(text)
        right = same_value(value, hit) and hit.operator == operator
        score.met += 1
        score.exact += told == words
        score.right += right
        score.unit += hit.unit == unit
        if not right:
            score.wrong.append(f"value: {words!r} is {operator} {value}, read as {hit.operator} {hit.value} {told!r}")
        elif hit.unit != unit:
            score.wrong.append(f"unit: {words!r} counts {unit!r}, read as {hit.unit!r}")
        elif told != words:
            score.wrong.append(f"words: {words!r}, read as {told!r}")
    score.wrong += [f"none is marked: {one.span.of(text)!r} in {_around(text, '', one.span.start)!r}" for one in found]


def _count_days(score: Score, page: Page, items: tuple[tuple[str, ...], ...]) -> None:
    text = page.text
    found = list(find_days(page))
    score.found += len(found)
    score.marked += len(items)
    for words, value, *kind in items:
        hit = next((one for one in found if _meets(text, words, one.span)), None)
        if hit is None:
            score.wrong.append(f"not found: {words!r} in {_around(text, words)!r}")
            continue
        found.remove(hit)
        told = hit.span.of(text)
        right = same_days(value, hit) and hit.kind == (kind[0] if kind else "date")
        score.met += 1
        score.exact += told == words
        score.right += right
        if not right:
            score.wrong.append(f"value: {words!r} is {value}, read as {hit.when.text!r} ({hit.kind}) in {told!r}")
        elif told != words:
            score.wrong.append(f"words: {words!r}, read as {told!r}")
    score.wrong += [f"none is marked: {one.span.of(text)!r} in {_around(text, '', one.span.start)!r}" for one in found]


def _around(text: str, words: str, at: int = -1) -> str:
    start = text.find(words) if at < 0 else at
    return text[max(0, start - 40) : start + 60].replace("\n", " ")


def same_days(written: str, found: DayWords) -> bool:
    wanted = When.unknown() if written == "?" else parse_when(written)
    return (wanted.possible, wanted.certain) == (found.when.possible, found.when.certain)


def _meets(sentence: str, words: str, span: Span) -> bool:
    """The found words overlap the marked ones, wherever these stand in the sentence."""
    if words not in sentence:
        raise ValueError(f"{words!r} is not in {sentence!r}")
    start = sentence.find(words, max(0, span.start - len(words) + 1))
    return 0 <= start < span.stop
