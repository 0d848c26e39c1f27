"""Reading the log backwards: what was done to one record, and what was done to the files by other hands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from firmground.edit.change import At
    from firmground.edit.log import Step, Touched


@dataclass(frozen=True, slots=True)
class Outside:
    """A file that was changed by other hands: after step `after`, before step `before`, None if since the last one."""

    file: str
    after: int
    before: int | None


def list_outside(steps: Sequence[Step], hash_now: Callable[[str], str | None]) -> tuple[Outside, ...]:
    """The changes from outside, the newest first. `steps`: the newest first; `hash_now`: of a file, None if gone."""
    found: list[Outside] = []
    last: dict[str, tuple[int, str | None]] = {}
    for step in reversed(steps):
        for file in step.files:
            number, after = last.get(file.file, (0, None))
            if number and after != file.before:
                found.append(Outside(file.file, number, step.number))
            last[file.file] = (step.number, file.after)
    found += [Outside(name, number, None) for name, (number, after) in last.items() if hash_now(name) != after]
    return tuple(sorted(found, key=lambda one: (-(one.before or 2**62), one.file)))


def steps_of(at: At, fields: Mapping[str, str], steps: Iterable[Step]) -> Iterator[Step]:
    """The steps, the newest first, that touched a record. Its row and its id are followed back in time."""
    here, identity = at, at.id or fields.get("id", "")
    for step in steps:
        mine = False
        for done in reversed(step.records):
            if done.at.file != at.file:
                continue
            if _is_same(here, identity, done):
                mine = True
                if "id" in done.now and done.op == "change":
                    identity = done.was.get("id", "")
                    here = replace(here, id=identity) if here.id else here
        if mine:
            yield step
        here = _before(here, step)


def _is_same(here: At, identity: str, done: Touched) -> bool:
    there = done.at
    if here.row is not None:
        said = done.now.get("id") or done.was.get("id", "")
        # A row that was taken out is not the one that stands in its place now.
        return there.row == here.row and done.op != "remove" and (not said or not identity or said == identity)
    if here.table != there.table:
        return False
    if here.id or there.id:
        return identity == (there.id or done.now.get("id") or done.was.get("id", ""))
    return here.number == there.number and done.op != "remove"


def _before(here: At, step: Step) -> At:
    """Where the record stood before a step that took rows out or put them in above it."""
    if here.row is None:
        return here
    row = here.row
    rows = [(done.at.row, done.op) for done in step.records if done.at.file == here.file and done.at.row is not None]
    row -= sum(1 for there, op in rows if op == "restore" and there < row)
    for there in sorted(there for there, op in rows if op == "remove"):
        row += there <= row
    return replace(here, row=row)
