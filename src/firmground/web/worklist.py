"""Problems as work to be done: those of one file that are mended in the same way stand together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.report.model import ProblemNote

# Effect -> what it means for the result, most pressing first.
EFFECTS: Final = {
    "refused": "takes no part",
    "widened": "takes part; what could not be read counts as unknown",
    "noted": "takes part as it stands",
}
_VARIES: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\b\d[\d,.]*\b")


@dataclass(frozen=True, slots=True)
class Task:
    """Problems of one file, of one kind. `what` is in the words of the first, with … for what differs between them.

    `rows`: (number in the report's list, row or None, what, hint) of each.
    """

    file: str
    effect: str
    what: str
    hint: str
    rows: tuple[tuple[int, int | None, str, str], ...]


def list_tasks(problems: Iterable[ProblemNote], *, effect: str = "", file: str = "") -> list[Task]:
    """Tasks in the order of the files; in a file those that cost rows first, then those with most rows."""
    groups: dict[tuple[str, str, str], list[tuple[int, ProblemNote]]] = {}
    for number, problem in enumerate(problems):
        if effect in ("", problem.effect) and file in ("", problem.file):
            key = (problem.file, problem.effect, _VARIES.sub("…", problem.what))
            groups.setdefault(key, []).append((number, problem))
    order = list(EFFECTS)
    files = list(dict.fromkeys(file for file, _, _ in groups))
    tasks = [_make_task(key, group) for key, group in groups.items()]
    return sorted(tasks, key=lambda task: (files.index(task.file), order.index(task.effect), -len(task.rows)))


def _make_task(key: tuple[str, str, str], group: list[tuple[int, ProblemNote]]) -> Task:
    file, effect, pattern = key
    first = group[0][1]
    alike = all(problem.what == first.what for _, problem in group)
    hints = {problem.hint for _, problem in group}
    rows = tuple((number, problem.row, problem.what, problem.hint) for number, problem in group)
    return Task(file, effect, first.what if alike else pattern, first.hint if len(hints) == 1 else "", rows)


def count_effects(problems: Iterable[ProblemNote]) -> dict[str, int]:
    found = dict.fromkeys(EFFECTS, 0)
    for problem in problems:
        found[problem.effect] += 1
    return found
