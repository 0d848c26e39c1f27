"""Faults of many rows, told once a kind: two thousand rows with "None" for a latitude are one problem."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.errors import CaseProblem, Effect
from firmground.read.wording import first_of, show
from firmground.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_FIRST_ROWS = 5
_EXAMPLES = 3


@dataclass(frozen=True)
class Faulty:
    """One kind of fault: the records that have it, ascending, and what was written in each of them.

    `written`: one text for all, or a column as long as `rows`; "" is no example.
    """

    rows: NDArray[np.int64]
    what: str
    hint: str = ""
    written: Texts | str = ""
    effect: Effect = Effect.WIDENED


@dataclass
class _Kind:
    what: str
    hint: str
    effect: Effect
    file: str
    count: int = 0
    rows: list[int] = field(default_factory=list)
    examples: dict[str, None] = field(default_factory=dict)


class Tally:
    """The faults of the rows of one file. `rows[i]` is the row that record `i` stands on, as a person counts."""

    def __init__(self, file: str, rows: Sequence[int], problems: list[CaseProblem]) -> None:
        self.file = file
        self.rows = rows
        self._problems = problems
        self._kinds: dict[str, _Kind] = {}

    def add(self, index: int, what: str, *, hint: str = "", effect: Effect = Effect.WIDENED, example: str = "") -> None:
        """Counts the fault `what` for record `index`; `example` is what was written there."""
        self._count([index], 1, what, hint, effect, [example])

    def add_all(self, *kinds: Faulty) -> None:
        """As `add` for each row of each kind, in the order of the rows."""
        for one in sorted(_merge(one for one in kinds if len(one.rows)), key=lambda one: int(one.rows[0])):
            examples = [one.written] if isinstance(one.written, str) else one.written.used()
            self._count(one.rows[:_FIRST_ROWS].tolist(), len(one.rows), one.what, one.hint, one.effect, examples)

    def _count(
        self, first: Sequence[int], count: int, what: str, hint: str, effect: Effect, examples: Iterable[str]
    ) -> None:
        kind = self._kinds.setdefault(what, _Kind(what, hint, effect, self.file))
        kind.count += count
        # Rows are named for the file in which the fault was met first.
        if kind.file == self.file:
            kind.rows += [int(self.rows[index]) for index in first[: _FIRST_ROWS - len(kind.rows)]]
        for example in examples:
            if example and len(kind.examples) < _EXAMPLES:
                kind.examples[show(example)] = None

    def turn_to(self, file: str, rows: Sequence[int]) -> None:
        """Goes on with another file; a fault of both is one problem."""
        self.file, self.rows = file, rows

    def note(self, row: int | None, what: str, hint: str = "", effect: Effect = Effect.NOTED) -> None:
        """A problem that is not of single rows."""
        self._problems.append(CaseProblem(self.file, row, what, hint, effect))

    def tell(self) -> None:
        """Turns what was counted into problems, one a kind."""
        for kind in self._kinds.values():
            written = f": {', '.join(kind.examples)}" if kind.examples else ""
            what = f"{kind.what}{written} ({first_of(kind.rows, kind.count)})"
            self._problems.append(CaseProblem(kind.file, kind.rows[0], what, kind.hint, kind.effect))
        self._kinds.clear()


def _merge(kinds: Iterable[Faulty]) -> list[Faulty]:
    """One entry for each `what`."""
    same: dict[str, list[Faulty]] = {}
    for one in kinds:
        same.setdefault(one.what, []).append(one)
    return [group[0] if len(group) == 1 else _join(group) for group in same.values()]


def _join(group: Sequence[Faulty]) -> Faulty:
    rows = np.concatenate([one.rows for one in group])
    order = np.argsort(rows, kind="stable")
    columns = [Texts.same(one.written, len(one.rows)) if isinstance(one.written, str) else one.written for one in group]
    return replace(group[0], rows=rows[order], written=Texts.joined(columns).taken(order))
