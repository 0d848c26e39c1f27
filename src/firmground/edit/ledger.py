"""The one door through which a case is changed: behind a lock, checked against what was seen, whole or not at all.

A step goes 1. lock, 2. finish what a stopped process left, 3. read and check, 4. write down the intent, 5. write the
new files beside the old, 6. check that nobody touched the old meanwhile, 7. rename, 8. write down that it is done.
Stopped before 7 it never happened; stopped within 7 it is finished by whoever comes next; after 7 it stands.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from firmground.edit.columns import find_column, list_columns
from firmground.edit.disk import Replacement, sync_folder
from firmground.edit.draft import Draft
from firmground.edit.files import OWN_FOLDER, CaseFolder, OpenFile, check_writable, sign
from firmground.edit.leaning import without_needed
from firmground.edit.log import DONE, DROPPED, OVERTAKEN, FileChange, Log, Step
from firmground.edit.past import Outside, list_outside, steps_of
from firmground.edit.refusals import CannotWriteError, ChangedMeanwhileError
from firmground.edit.toml_text import TomlText
from firmground.edit.trial import Trial, try_reading
from firmground.edit.undo import draft_undo
from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from firmground.edit.change import At, Change, Record, Wish

# A step takes milliseconds; whoever waits as long as this waits for a process that hangs.
_MOST_WAIT_SECONDS = 30.0
_MOST_TRIES = 8
# Files up to here are compared byte by byte before they are replaced; of larger ones size and time of writing suffice.
_COMPARED_BYTES = 4 * 2**20


@dataclass(frozen=True)
class _Pending:
    """A file of a step that is being made."""

    file: OpenFile
    content: bytes
    place: Replacement


class Ledger:
    """The records of one case folder, to be changed. May be shared by threads; each process makes its own.

    Raises CaseNotFoundError if there is no case. Every method raises BadRequestError for what makes no sense.
    """

    def __init__(self, folder: str | Path) -> None:
        self._folder = CaseFolder(Path(folder))
        self._own = self._folder.root / OWN_FOLDER
        self._log = Log(self._own / "edits.jsonl")
        self._threads = threading.RLock()

    @property
    def folder(self) -> Path:
        return self._folder.root

    def record(self, at: At) -> Record:
        """A record as it stands now."""
        return Draft(self._folder).find(at, "", {}, {})

    def locate(self, at: At) -> At:
        """The record on a line of a TOML file, as problems name it; any other place as it is."""
        text = Draft(self._folder).text(at.file)
        return text.at_line(at.row) if isinstance(text, TomlText) and at.row is not None else at

    def change(self, wish: Change, *, who: str, why: str = "") -> Step:
        """One change; see `apply`."""
        return self.apply([wish], who=who, why=why)

    def apply(self, wishes: Sequence[Wish], *, who: str, why: str = "") -> Step:
        """Makes all of these changes in one step, or none of them. Rows are counted as they stand before the step.

        Raises StaleRecordError if a record is not what was seen, CannotWriteError if the disk does not allow it.
        """

        def draft() -> Draft:
            made = Draft(self._folder)
            made.take(wishes)
            return made

        return self._make(draft, who, why)

    def undo(self, number: int, *, who: str, why: str = "") -> Step:
        """Takes a step back, which is a step of its own; to redo, take that one back. What later steps rest on stays.

        Raises StaleRecordError if what it wrote has since been changed.
        """

        def draft() -> Draft:
            step = self._log.steps.get(number)
            if step is None or step.state != DONE:
                raise BadRequestError(f"there is no step {number} to take back")
            if step.undone_by is not None:
                raise BadRequestError(f"step {number} has been taken back already, by step {step.undone_by}")
            records = without_needed(step, self._log.steps.values())
            if not records:
                raise BadRequestError(f"records of later steps rest on what step {number} added: take those back first")
            return draft_undo(self._folder, replace(step, records=records))

        return self._make(draft, who, why, undoes=number)

    def history(self, at: At | None = None) -> tuple[Step, ...]:
        """What was done, the newest first; with `at` what was done to this record, wherever it then stood."""
        self._catch_up()
        done = [step for step in self._log.steps.values() if step.state == DONE]
        done.sort(key=lambda step: -step.number)
        if at is None:
            return tuple(done)
        try:
            fields = self.record(at).fields
        except (BadRequestError, CannotWriteError):
            fields = {}
        return tuple(steps_of(at, fields, done))

    def torn(self) -> int:
        """Lines of the log that were cut short and cannot be read; they stay in it."""
        self._catch_up()
        return self._log.torn

    def outside(self) -> tuple[Outside, ...]:
        """Files that somebody changed by hand between two steps, or since the last one."""
        return list_outside(self.history(), self._hash_now)

    def trial(self, wishes: Sequence[Wish]) -> Trial:
        """Which problems the case would gain and lose by these changes; nothing is written."""
        draft = Draft(self._folder)
        draft.take(wishes)
        return try_reading(self.folder, draft.contents())

    def column_of(self, file: str, ours: str) -> str:
        """What a column of ours is called in a table of events, or would be if it were added; "" if it is derived."""
        return find_column(self._folder, file, ours)

    def columns(self, file: str, ours: Iterable[str] = ()) -> dict[str, str]:
        """The columns of a table in its order, each with the one of `ours` that it is read as, "" for none."""
        return list_columns(self._folder, file, ours)

    def is_named(self, file: str) -> bool:
        """Does case.toml name this table among its events or maps?"""
        return bool(self._folder.entries_of(file))

    # One step

    def _make(self, draft: Callable[[], Draft], who: str, why: str, undoes: int | None = None) -> Step:
        with self._locked():
            for _ in range(_MOST_TRIES):
                with suppress(ChangedMeanwhileError):
                    return self._write(draft(), who, why, undoes)
        raise CannotWriteError("another program keeps writing the file: close it there and try again")

    def _write(self, draft: Draft, who: str, why: str, undoes: int | None) -> Step:
        token = secrets.token_hex(6)
        pending = [
            _Pending(file, content, Replacement(file.path, token))
            for name, content in draft.contents().items()
            for file in [draft.files[name]]
        ]
        if not pending:
            raise BadRequestError("nothing would change: the record says this already")
        for entry in pending:
            check_writable(entry.file.path, entry.file.name)
        step = Step(
            number=self._log.next_number(),
            when=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            who=who.strip(),
            why=why.strip(),
            files=tuple(FileChange(e.file.name, _sha(e.file.content), _sha(e.content)) for e in pending),
            records=draft.records(),
            undoes=undoes,
            token=token,
        )
        self._commit(step, pending)
        return self._log.steps[step.number]

    def _commit(self, step: Step, pending: list[_Pending]) -> None:
        put: list[_Pending] = []
        try:
            self._log.start(step)
            for entry in pending:
                entry.place.write(entry.content)
            for entry in pending:
                _check_untouched(entry)
            for entry in pending:
                entry.place.keep_old()
                entry.place.put()
                put.append(entry)
            for folder in {entry.file.path.parent for entry in pending}:
                sync_folder(folder)
        except OSError as fault:
            why = _why_not(fault)
            if self._give_up(step, pending, put, why):
                raise CannotWriteError(f"nothing was changed: {why}") from fault
            raise CannotWriteError(
                f"half of the change was made, and the rest follows at the next one: {why}"
            ) from fault
        except ChangedMeanwhileError:
            self._give_up(step, pending, put, "the file was changed from outside")
            raise
        # Cleared while the step still counts as unfinished, so that whoever comes next knows what may lie about.
        for entry in pending:
            entry.place.clear()
        # The files stand. If only this line cannot be written, whoever opens the case next will write it.
        with suppress(OSError):
            self._log.finish(step.number, DONE)

    def _give_up(self, step: Step, pending: list[_Pending], put: list[_Pending], why: str) -> bool:
        """Back to the old files; False if the disk does not allow even that. Whoever comes next then finishes it."""
        back = [entry.place.go_back(existed=entry.file.content is not None) for entry in reversed(put)]
        if not all(back):
            return False
        for entry in pending:
            entry.place.clear()
        with suppress(OSError):
            self._log.settle()
            if step.number in self._log.steps:
                self._log.finish(step.number, DROPPED, why)
        return True

    # What a stopped process left

    def _recover(self) -> None:
        """Decides by the hashes of the files what became of a step that was begun and not finished."""
        self._log.settle()
        for step in self._log.unfinished():
            try:
                places = [Replacement(self._folder.path(file.file), step.token) for file in step.files]
            except BadRequestError:  # it has become a link that leads out, or was never a file of the case
                self._log.finish(step.number, OVERTAKEN)
                continue
            now = [self._hash_now(file.file) for file in step.files]
            if any(found == file.after for found, file in zip(now, step.files, strict=True)):
                # At least one file has taken its new name: the others follow.
                for place, found, file in zip(places, now, step.files, strict=True):
                    if found == file.before and place.new.exists() and _sha(place.new.read_bytes()) == file.after:
                        place.put()
                        sync_folder(place.path.parent)
                now = [self._hash_now(file.file) for file in step.files]
            if all(found == file.after for found, file in zip(now, step.files, strict=True)):
                state = DONE
            elif all(found == file.before for found, file in zip(now, step.files, strict=True)):
                state = DROPPED
            else:
                state = OVERTAKEN
            for place in places:
                place.clear()
            self._log.finish(step.number, state, "" if state == DONE else "the program was stopped")

    def _catch_up(self) -> None:
        """The log as it stands; finished first where that is possible without waiting."""
        with self._threads:
            self._log.read()
            if self._log.unfinished():
                with suppress(CannotWriteError), self._locked(wait=0.0):
                    pass

    def _hash_now(self, name: str) -> str | None:
        try:
            return _sha(self._folder.open(name).content)
        except (BadRequestError, CannotWriteError):
            return None

    @contextmanager
    def _locked(self, wait: float = _MOST_WAIT_SECONDS) -> Iterator[None]:
        """One writer at a time, in this process and in all others. A lock dies with the process that holds it."""
        with self._threads:
            lock = self._lock()
            try:
                lock.acquire(timeout=wait)
            except Timeout:
                raise CannotWriteError("another program is changing this case: try again when it is done") from None
            except (OSError, NotImplementedError) as fault:
                raise CannotWriteError(f"this case cannot be changed here: {_why_not(fault)}") from fault
            try:
                try:
                    self._recover()
                except OSError as fault:
                    raise CannotWriteError(f"this case cannot be changed here: {_why_not(fault)}") from fault
                yield
            finally:
                lock.release()

    def _lock(self) -> FileLock:
        if self._own.is_symlink() or self._log.path.is_symlink():
            raise CannotWriteError(f"this case cannot be changed here: {OWN_FOLDER} is a link, or holds one")
        try:
            if not self._own.is_dir():
                self._own.mkdir(exist_ok=True)  # somebody else may be making the first edit as well
                sync_folder(self.folder)
        except OSError as fault:
            raise CannotWriteError(f"this case cannot be changed here: {_why_not(fault)}") from fault
        # A lock that the system keeps, never one that is only a file: such a one outlives a process that was killed.
        return FileLock(self._own / "lock", poll_interval=0.004, fallback_to_soft=False, thread_local=False)


def _check_untouched(entry: _Pending) -> None:
    file = entry.file
    if sign(file.path) != file.signature:
        raise ChangedMeanwhileError
    if file.content is not None and len(file.content) <= _COMPARED_BYTES and file.path.read_bytes() != file.content:
        raise ChangedMeanwhileError


def _sha(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _why_not(fault: BaseException) -> str:
    """One plain sentence for what the system said."""
    said = getattr(fault, "strerror", None) or str(fault)
    known = {
        "No space left on device": "the disk is full",
        "Disk quota exceeded": "your part of the disk is full",
        "File too large": "the file would be larger than is allowed here",
        "Read-only file system": "the folder is on a disk that can only be read",
        "Permission denied": "you may not write in its folder",
    }
    return known.get(said, said)
