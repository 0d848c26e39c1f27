"""Faults of many rows, told once a kind: two thousand rows with "None" for a latitude are one problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.errors import CaseProblem, Effect
from firmground.read.wording import first_of, show

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_ROWS = 5
_EXAMPLES = 3


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
        kind = self._kinds.setdefault(what, _Kind(what, hint, effect, self.file))
        kind.count += 1
        # Rows are named for the file in which the fault was met first.
        if len(kind.rows) < _FIRST_ROWS and kind.file == self.file:
            kind.rows.append(int(self.rows[index]))
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
