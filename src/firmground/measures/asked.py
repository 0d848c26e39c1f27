"""What a test may ask of an event under any of its specifications: texts, days, places, ground."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.case.claims import Condition, Near, OnList, Selection
from firmground.case.target_ties import PARTNERS
from firmground.dates import sure_window, window
from firmground.errors import BadRequestError
from firmground.measures.on_list import sealing_days
from firmground.measures.target_ties import break_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.claims import Test
    from firmground.dates import When
    from firmground.measures.select import Selector


@dataclass
class Asked:
    """`columns`: of texts, by name. `days`, `reported`: the days, sorted, at which windows of the event, and of its
    being named, begin or end. `epochs`: the days, sorted, on which anything changes that is asked of its texts.
    `ground`: whether anything is asked of that.
    """

    columns: list[str] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    reported: list[int] = field(default_factory=list)
    epochs: list[int] = field(default_factory=list)
    near: list[Near] = field(default_factory=list)
    inside: list[tuple[str, ...]] = field(default_factory=list)
    lists: list[OnList] = field(default_factory=list)
    radii: list[float] = field(default_factory=list)
    ground: bool = False

    def of_regions(self, selector: Selector) -> Iterator[NDArray[np.int8]]:
        """The answers of every region to what is asked of places alone. What cannot be asked tells nothing apart."""
        for radius in self.radii:
            for near in self.near:
                with suppress(BadRequestError):  # what cannot be asked is told when it is
                    yield selector.near_regions(near, radius)
            for zones in self.inside:
                yield selector.inside_regions(zones, radius)
            for asked in self.lists:
                with suppress(BadRequestError):  # as above
                    yield selector.list_regions(asked, radius)


def what_is_asked(case: Case, test: Test, specifications: Iterable[Specification]) -> Asked:
    specifications = tuple(specifications)
    subsets = dict.fromkeys(one.subset for one in specifications)
    selections = [test.among, *(case.choices.subsets.get(name, Selection()) for name in subsets)]
    conditions = list(_every_part(test.that))
    parts: list[Selection | Condition] = [*selections, *conditions]
    asked = Asked(
        columns=list(dict.fromkeys(name for part in parts for name in _columns(part))),
        days=sorted({*_ends((one.first, one.last) for one in selections), *sealing_days(case, test.that.lists())}),
        reported=_ends((one.reported_first, one.reported_last) for one in selections),
        near=list(dict.fromkeys(near for part in parts for near in part.near)),
        inside=list(dict.fromkeys(part.inside for part in parts if part.inside)),
        lists=list(dict.fromkeys(test.that.lists())),
        radii=list(dict.fromkeys(one.radius for one in specifications)),
        ground=any(part.ground for part in conditions),
    )
    if any(name in ("by", "target") for name in asked.columns):
        ties = [part.target_tie for part in conditions if part.target_tie is not None]
        asked.epochs = sorted({*case.break_days(), *(day for tie in ties for day in break_days(case, tie))})
    return asked


def _every_part(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in (*condition.any_of, *condition.none_of):
        yield from _every_part(part)


def _columns(part: Selection | Condition) -> Iterator[str]:
    if isinstance(part, Condition):
        if part.target or part.target_tie is not None:
            yield "target"
        if part.target_tie is not None and part.target_tie.of == PARTNERS:
            yield "by"
        return
    named = {"by": part.by, "target": part.target, "kind": part.kind, "dataset": part.datasets}
    yield from (name for name, asked in named.items() if asked)
    yield from (name for name, _ in (*part.where, *part.where_not))


def _ends(windows: Iterable[tuple[When | None, When | None]]) -> list[int]:
    days = set()
    for first, last in windows:
        if first is not None or last is not None:
            days |= {day for one in (sure_window(first, last), window(first, last)) for day in (one.start, one.stop)}
    return sorted(days)
