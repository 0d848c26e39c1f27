"""What a reader of one file has met that the user must know: problems to show and refusals to count.

Every reader of this package writes into one `Findings`, so that a refused row is always both counted and
shown.
"""

from __future__ import annotations

from collections import Counter

from firmground.errors import CaseProblem, Effect

# A file of the wrong kind can have a fault in each of a million rows. All are counted; so many are shown.
MOST_SHOWN = 1000


class UnreadableFileError(Exception):
    """This file as a whole cannot be read. Raised inside `formats` only; its readers return it as a
    problem.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class Findings:
    """Problems of one file, in the order in which they were met. `name` is the path to show for it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[CaseProblem] = []
        self.refused: Counter[str] = Counter()

    def refuse(self, row: int | None, reason: str, what: str, hint: str = "") -> None:
        """Counts a row or feature under `reason` (few words, the same for all of its kind) and shows
        `what`.
        """
        self.refused[reason] += 1
        if self.refused[reason] <= MOST_SHOWN:
            self.problems.append(CaseProblem(self.name, row, what, hint))

    def note(self, row: int | None, what: str, hint: str = "") -> None:
        """Something that the user should know of and that stands as it is."""
        self.problems.append(CaseProblem(self.name, row, what, hint, Effect.NOTED))

    def refuse_file(self, fault: UnreadableFileError) -> None:
        self.problems.append(CaseProblem(self.name, None, fault.what, fault.hint))

    def finish(self) -> list[CaseProblem]:
        """All problems, with one more for each kind of which not every single one is shown."""
        more = [
            CaseProblem(self.name, None, f"{count - MOST_SHOWN:,} more were refused for the same reason: {reason}")
            for reason, count in self.refused.items()
            if count > MOST_SHOWN
        ]
        return self.problems + more
