"""What was promised, and what became of it: the chapter as pages and terminals show it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.phrases import list_words
from firmground.render.figures.pledged import day_axis, draw_days, draw_pledge
from firmground.render.numbers import say_digits
from firmground.render.visible import one_line
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firmground.render.figures.pledged import DayAxis
    from firmground.report.chapters.pledges_model import PledgeGroup, Pledges, PledgeStage, Promised
    from firmground.report.model import Report

TITLE: Final = "What was promised, and what became of it"
ANCHOR: Final = "pledges"
TEMPLATE: Final = "chapters/pledges.html.j2"
MOST_SHOWN: Final = 150  # pledges on a page; the rest is in the tables
MOST_SIDE: Final = 16  # parties on a side of the table from whom to whom


@dataclass(frozen=True, slots=True)
class PledgeView:
    """A line of the board. `stages`: without the first if it only repeats that the pledge was made, open."""

    pledge: Promised
    by: str
    to: str
    figure: Markup
    stages: tuple[PledgeStage, ...]
    now: str
    since: str
    then: str


@dataclass(frozen=True, slots=True)
class GroupView:
    title: str
    kept: str
    total: int
    rows: tuple[PledgeView, ...]


@dataclass(frozen=True, slots=True)
class CellCount:
    kept: str
    words: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One giver: a cell for each taker, with how many pledges ended in which state; `total`: all of its own."""

    name: str
    cells: tuple[tuple[CellCount, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class MatrixView:
    """From whom to whom. `totals`: of each column, every pledge once; `left_out`: parties without room on the page."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[int, ...]
    whole: int
    left_out: int


@dataclass(frozen=True, slots=True)
class PledgesView:
    summary: tuple[str, ...]
    besides: tuple[str, ...]
    limits: tuple[str, ...]
    end: str
    axis: Markup
    beyond: bool
    unmade: bool
    groups: tuple[GroupView, ...]
    more: int
    matrix: MatrixView


def view(report: Report) -> PledgesView | None:
    chapter = report.pledges
    if chapter is None:
        return None
    axis = day_axis(chapter)
    groups, room = [], MOST_SHOWN
    for found in chapter.groups:
        shown = found.pledges[:room]
        room -= len(shown)
        rows = tuple(_view_pledge(chapter.pledges[number], axis) for number in shown)
        groups.append(GroupView(found.title, found.kept, len(found.pledges), rows))
    return PledgesView(
        summary=chapter.summary,
        besides=chapter.besides,
        limits=chapter.limits,
        end=chapter.end,
        axis=draw_days(axis) if axis else Markup(""),
        beyond=axis is not None and any(axis.is_beyond(pledge) for pledge in chapter.pledges),
        unmade=any(step.made == "may" for pledge in chapter.pledges for step in pledge.steps),
        groups=tuple(groups),
        more=len(chapter.pledges) - (MOST_SHOWN - room),
        matrix=_view_matrix(chapter),
    )


def _view_pledge(pledge: Promised, axis: DayAxis | None) -> PledgeView:
    changed = pledge.at_end is not None and pledge.at_end.states != pledge.at_last.states
    return PledgeView(
        pledge,
        by=name_side(pledge.by),
        to=name_side(pledge.to),
        figure=draw_pledge(pledge, axis) if axis else Markup(""),
        stages=pledge.stages[1:] if _repeats(pledge) else pledge.stages,
        now=pledge.at_last.text,
        since=_since(pledge),
        then=pledge.at_end.text if changed and pledge.at_end else "",
    )


def _repeats(pledge: Promised) -> bool:
    """Does the first stage only say again that the pledge was made, and is open?"""
    first = pledge.stages[0] if pledge.stages else None
    return (
        first is not None
        and (first.state, first.on, first.source) == ("open", pledge.made, pledge.source)
        and not first.note
    )


def _since(pledge: Promised) -> str:
    """From which day on it is in its last state; "" where that is not known or where it is open since it was made."""
    last = [stage for stage in pledge.stages if stage.state in pledge.at_last.states and stage.state != "open"]
    return f"since {last[-1].on.text}" if len(pledge.at_last.states) == 1 and last and last[-1].on.first else ""


def name_side(parties: Iterable[str]) -> str:
    return list_words([one_line(party) for party in parties]) or "somebody not named"


def _view_matrix(chapter: Pledges) -> MatrixView:
    by, to = chapter.by[:MOST_SIDE], chapter.to[:MOST_SIDE]
    pairs = {(pair.by, pair.to): pair.pledges for pair in chapter.pairs}
    rows = tuple(
        MatrixRow(
            name_side([giver] if giver else []),
            tuple(_count_cell(chapter, pairs.get((giver, taker), ())) for taker in to),
            len({number for pair in chapter.pairs if pair.by == giver for number in pair.pledges}),
        )
        for giver in by
    )
    totals = tuple(
        len({number for pair in chapter.pairs if pair.to == taker for number in pair.pledges}) for taker in to
    )
    columns = tuple(name_side([taker] if taker else []) for taker in to)
    left_out = len(chapter.by) - len(by) + len(chapter.to) - len(to)
    return MatrixView(columns, rows, totals, len(chapter.pledges), left_out)


def _count_cell(chapter: Pledges, numbers: tuple[int, ...]) -> tuple[CellCount, ...]:
    """How many of these pledges ended in which states, in the order of the groups."""
    groups = {number: found for found in chapter.groups for number in found.pledges}
    counts = Counter(chapter.groups.index(groups[number]) for number in numbers)
    return tuple(
        CellCount(chapter.groups[place].kept, f"{say_digits(counts[place], 0)} {_short(chapter.groups[place])}")
        for place in sorted(counts)
    )


def _short(found: PledgeGroup) -> str:
    """The title of a group within a cell, without what follows its colon."""
    title = found.title.partition(":")[0]
    return title[:1].lower() + title[1:]


def glance(report: Report) -> str:
    chapter = report.pledges
    if chapter is None:
        return ""
    words = [f"{len(found.pledges)} {_short(found)}" for found in chapter.groups]
    return f"{len(chapter.pledges)} pledge{'' if len(chapter.pledges) == 1 else 's'}: {list_words(words)}"


def say(report: Report, width: int) -> Iterator[str]:
    chapter = report.pledges
    if chapter is None:
        return
    for sentence in (*chapter.summary, *chapter.besides):
        yield from wrap(sentence, width)
    for found in chapter.groups:
        yield ""
        yield from wrap(f"{found.title} ({len(found.pledges)})", width)
        for number in found.pledges[:MOST_SHOWN]:
            yield from _say_pledge(chapter.pledges[number], width)
        if len(found.pledges) > MOST_SHOWN:
            yield f"  and {len(found.pledges) - MOST_SHOWN} more, in the JSON and the CSV"
    yield ""
    yield "From whom to whom"
    matrix = _view_matrix(chapter)
    for row in matrix.rows:
        for taker, cell in zip(matrix.columns, row.cells, strict=True):
            if cell:
                words = list_words([count.words for count in cell])
                yield from wrap(f"{row.name} to {taker}: {words}", width, indent="    ", first="  ")
    yield ""
    for sentence in chapter.limits:
        yield from wrap(sentence, width)


def _say_pledge(pledge: Promised, width: int) -> Iterator[str]:
    head = f"{name_side(pledge.by)} to {name_side(pledge.to)}, {pledge.made.text}: {one_line(pledge.what)}"
    yield from wrap(head, width, indent="    ", first="  ")
    if pledge.condition:
        words = f"condition: {one_line(pledge.condition)} ({pledge.condition_words})"
        yield from wrap(words, width, indent="      ", first="    ")
    stages = [f"{stage.title} {stage.on.text}" for stage in pledge.stages]
    yield from wrap("; ".join((*stages, pledge.waited.text)), width, indent="      ", first="    ")
    for remark in pledge.remarks:
        yield from wrap(remark, width, indent="      ", first="    ")
