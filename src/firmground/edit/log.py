"""The log of a case: who changed what, when and why, one line of JSON a statement, never rewritten.

A step is an "intent" before a file is touched and "done" after. A line that was cut short by a crash or a full disk
stays where it is, is told apart because it is no JSON, and is counted: nothing is lost and nothing is guessed from it.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec

from firmground.edit.change import At  # noqa: TC001 - msgspec reads the annotations
from firmground.edit.disk import sync_folder, write_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TOKEN = re.compile(r"[0-9a-f]{12}")  # of which names of files are made

INTENT, DONE, DROPPED, OVERTAKEN = "intent", "done", "dropped", "overtaken"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file before and after a step, as sha256; None where there was or is no file."""

    file: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Touched:
    """What a step did to one record. `op`: change, append, remove, or restore (a removed one comes back).

    `at`: where the record stands after the step; of a removed one, where it stood. `was`, `now`: the fields that
    differ. `raw`: its text before and after, as it was written; `lead`: what stood before a removed entry.
    """

    at: At
    op: str
    was: dict[str, str]
    now: dict[str, str]
    raw: tuple[str, str] = ("", "")
    lead: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the log. `state`: "done"; "intent" while it is being made; "dropped" if nothing came of it;
    "overtaken" if a crash came in between and somebody changed the file before it was looked at again.

    `when`: UTC, as ISO 8601. `undoes`: the number of the step that this one takes back; `undone_by`: of the step that
    took this one back.
    """

    number: int
    when: str
    who: str
    why: str
    files: tuple[FileChange, ...]
    records: tuple[Touched, ...]
    undoes: int | None = None
    undone_by: int | None = None
    state: str = INTENT
    token: str = ""


@dataclass
class Log:
    """The file with everything read from it so far. Reading goes on where it stopped."""

    path: Path
    steps: dict[int, Step] = field(default_factory=dict)
    torn: int = 0
    _offset: int = 0
    _inode: int = 0
    _tail: bytes = b""

    def read(self) -> None:
        """Takes in what was written since. A last line without its end may still be being written: it waits."""
        try:
            with self.path.open("rb") as handle:
                found = os.fstat(handle.fileno())
                if found.st_ino != self._inode or found.st_size < self._offset:
                    self.steps, self.torn, self._offset, self._inode = {}, 0, 0, found.st_ino
                handle.seek(self._offset)
                body = handle.read()
        except FileNotFoundError:
            self.steps, self.torn, self._offset, self._inode, body = {}, 0, 0, 0, b""
        whole, _, self._tail = body.rpartition(b"\n")
        if whole:
            self._offset += len(whole) + 1
            for line in whole.split(b"\n"):
                self._take(line)

    def settle(self) -> None:
        """Ends a line that was cut short, so that what follows stands on a line of its own. Needs the lock."""
        self.read()
        if self._tail:
            self._write(b"\n")
            self.read()

    def start(self, step: Step) -> None:
        """Writes what is about to be done and forces it to the disk. Raises OSError."""
        body = asdict(step)
        del body["number"], body["undone_by"], body["state"]
        if step.undoes is None:
            del body["undoes"]
        self._append({"step": step.number, "state": INTENT, **body})

    def finish(self, number: int, state: str, why: str = "") -> None:
        """Writes what came of a step. Raises OSError."""
        self._append({"step": number, "state": state, **({"why": why} if why else {})})

    def unfinished(self) -> list[Step]:
        return [step for step in self.steps.values() if step.state == INTENT]

    def next_number(self) -> int:
        return max(self.steps, default=0) + 1

    def _append(self, statement: Mapping[str, Any]) -> None:
        # ASCII: a text that is no Unicode at all (half a surrogate) must not keep a change from being told.
        self._write(json.dumps(statement, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
        self.read()

    def _write(self, line: bytes) -> None:
        fresh = not self.path.exists()
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            write_all(handle, line)
            os.fsync(handle)
        except OSError:
            # The disk is full in the middle of a line: its end makes it a torn one, if even that can be written.
            with suppress(OSError):
                os.write(handle, b"\n")
            raise
        finally:
            os.close(handle)
        if fresh:
            sync_folder(self.path.parent)

    def _take(self, line: bytes) -> None:
        if not line.strip():
            return
        try:
            statement = json.loads(line)
            number, state = int(statement["step"]), str(statement["state"])
            if state == INTENT:
                self.steps[number] = _read_step(number, statement)
            else:
                self._finish(self.steps[number], state)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.torn += 1

    def _finish(self, step: Step, state: str) -> None:
        self.steps[step.number] = replace(step, state=state)
        current, active = step, state == DONE
        # Taking back an undo brings the step before it into force again, and so on down the line.
        while state == DONE and current.undoes in self.steps:
            undone = replace(self.steps[current.undoes], undone_by=current.number if active else None)
            self.steps[undone.number] = undone
            current, active = undone, not active


def _read_step(number: int, statement: Mapping[str, Any]) -> Step:
    """Raises ValueError for what was not written by us: a case, and its log, may come from a stranger."""
    token = str(statement["token"])
    if not _TOKEN.fullmatch(token):
        raise ValueError(token)
    return Step(
        number=number,
        when=str(statement["when"]),
        who=str(statement["who"]),
        why=str(statement["why"]),
        files=msgspec.convert(statement["files"], tuple[FileChange, ...]),
        records=msgspec.convert(statement["records"], tuple[Touched, ...]),
        undoes=msgspec.convert(statement.get("undoes"), int | None),
        token=token,
    )
