"""Every testable number of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.numbers.changes import as_change, changed_thing, read_factor
from firmground.documents.numbers.comparing import Comparison, compare
from firmground.documents.numbers.cores import Core, read_core
from firmground.documents.numbers.fronted import fronted_whole, part_of
from firmground.documents.numbers.line import Line
from firmground.documents.numbers.quantity import Quantity
from firmground.documents.numbers.shares import read_share
from firmground.documents.numbers.traps import is_no_claim
from firmground.documents.numbers.units import Counted, counted_by_verb, read_counted
from firmground.documents.numbers.vocabulary import CHANGES, MOSTLY, SETS, VAGUE
from firmground.documents.numerals import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.documents.days import DayWords
    from firmground.documents.numbers.fronted import Whole
    from firmground.documents.page import Page
    from firmground.spans import Span

# A number begins with a figure or with one of these words.
_BEGINS = frozenset(
    {*SMALL, *VAGUE, *CHANGES, *MOSTLY, *(first for first, _ in SETS), "half", "tens", "many", "between", "from"}
    | {"most", "all", "none", "majority", "minority"}
) - {"zero"}
_HYPHENED = ("-third", "-thirds", "-quarter", "-quarters", "-half", "fifth", "fifths", "tenth", "tenths", "eighths")


def find_quantities(page: Page, days: tuple[DayWords, ...]) -> tuple[Quantity, ...]:
    """Every testable number of the body, in order; ages, dates, and numbers of names are no such numbers."""
    found: list[Quantity] = []
    dates = [one.span for one in days]
    at = 0
    for paragraph in page.paragraphs:
        first = True
        for sentence in paragraph.sentences:
            while at < len(dates) and dates[at].stop <= sentence.span.start:
                at += 1
            stop = at
            while stop < len(dates) and dates[stop].start < sentence.span.stop:
                stop += 1
            line = Line.of(sentence, dates[at:stop], first_of_paragraph=first)
            found.extend(_of_line(line, page.text))
            first = False
    return tuple(found)


def _of_line(line: Line, text: str) -> Iterator[Quantity]:
    whole = fronted_whole(line)
    found = _in_order(line, text, whole)
    if whole is None:
        return found
    quantities = list(found)
    words = line.span(whole.counted.whole, whole.counted.stop)
    if all(one.whole != words for one in quantities):
        return iter(quantities)
    # Of a whole whose parts are told the number is no number of its own.
    return (one for one in quantities if not words.overlaps(one.span))


def _in_order(line: Line, text: str, whole: Whole | None) -> Iterator[Quantity]:
    at, free = 0, 0
    while at < len(line.words):
        core = None if line.dated[at] or not _begins(line, at) else _core(line, at)
        if core is None:
            at += 1
            continue
        quantity, stop = _quantity(line, core, text, free, whole)
        if quantity is not None:
            yield quantity
            free = stop
        at = max(stop, at + 1)


def _begins(line: Line, at: int) -> bool:
    word = line.lower[at]
    return word[0].isdecimal() or word in _BEGINS or ("-" in word and word.endswith(_HYPHENED))


def _core(line: Line, at: int) -> Core | None:
    core = read_share(line, at) or read_factor(line, at) or read_core(line, at)
    if core is None or any(line.dated[core.start : core.stop]):
        return None
    return core


def _quantity(line: Line, core: Core, text: str, free: int, fronted: Whole | None) -> tuple[Quantity | None, int]:
    """The quantity, or None if the number is no claim, and where to read on. `free`: words before it are taken."""
    compared = compare(line, core.start, core.stop)
    if core.kind == "vague" or core.operator in (">", "<"):
        compared = _unless_vague(core, compared)
    core = as_change(line, core, compared.start)
    counted = _counted(line, core, compared)
    part = part_of(line, fronted, core, compared.start, counted) if fronted else None
    if part is not None and fronted is not None:
        core, counted = part, fronted.counted
    if is_no_claim(line, core, counted, compared=compared.operator != "=" or compared.start < core.start):
        return None, core.stop
    start, stop = max(free, min(core.start, compared.start)), max(core.stop, compared.stop)
    operator = _operator(line, core, compared)
    span = line.span(start, stop)
    unit = line.span(counted.start, counted.stop) if counted else None
    whole = line.span(counted.whole, counted.stop) if counted and counted.whole >= 0 else None
    out_of = core.out_of if core.kind == "ratio" else counted.out_of if counted and core.kind == "share" else None
    quantity = Quantity(
        span=span,
        kind=core.kind,
        value=core.value,
        operator=operator,
        accepted=core.accept(operator),
        unit=unit.of(text) if unit else "",
        unit_span=unit,
        hedges=_hedges(line, compared),
        whole=whole,
        out_of=out_of,
    )
    # The number of the whole ("half of the 120 sorties") is no number of its own.
    return quantity, counted.start if part is None and counted and counted.out_of is not None else stop


def _counted(line: Line, core: Core, compared: Comparison) -> Counted | None:
    if core.kind == "change":
        return changed_thing(line, core.start)
    value = core.value
    one = core.kind == "count" and value is not None and value.low == 1
    found = read_counted(line, max(core.stop, compared.stop), share=core.kind in ("share", "ratio"), one=one)
    if found is None and core.kind in ("count", "range", "vague"):
        verb = counted_by_verb(line, compared.start, compared.stop)
        return Counted(*verb) if verb else None
    return found


def _operator(line: Line, core: Core, compared: Comparison) -> str:
    if core.operator and compared.operator == "=":
        return core.operator
    if core.operator in (">", "<"):
        return core.operator
    if compared.operator == "=" and core.kind == "ratio" and line.word(compared.start - 1) == "not":
        return "<"  # "not one in ten"
    return compared.operator


def _unless_vague(core: Core, compared: Comparison) -> Comparison:
    """“Almost most” says nothing: words that have no number take only what softens or limits them before."""
    if core.kind == "vague" and compared.operator != "=":
        return compared
    return Comparison("=", core.start, core.stop)


def _hedges(line: Line, compared: Comparison) -> tuple[Span, ...]:
    return tuple(line.span(start, stop) for start, stop in compared.hedges)
