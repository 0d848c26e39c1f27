"""The documents of a case and what was decided on them, as they stand on disk now.

A check of the case takes a while; what a person has just decided must be seen at once. So these two tables are read
again whenever they changed, and everything else is the snapshot's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from firmground.read import read_case
from firmground.read.documents import DOCUMENTS, read_documents
from firmground.read.files import CaseFiles
from firmground.read.passages import PASSAGES, read_passages

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.edit import Ledger
    from firmground.web.desk import Snapshot

_A_SECOND = 1  # in which the log, and a check, tell their times


def case_now(seen: Snapshot) -> Case:
    """The case of the last check, with its documents and passages as they are now."""
    folder = seen.case.folder
    stamp = tuple(_stamp(folder / name) for name in (DOCUMENTS, PASSAGES))
    return seen.remember(("documents now", stamp), lambda: _read(seen.case))


def case_to_write(seen: Snapshot, ledger: Ledger) -> Case:
    """The case as a new record meets it: with what was written since the check that the page was made from.

    A second answer may come before the case was checked with the first one, and must not take its id.
    """
    began = seen.checked_at - timedelta(seconds=seen.seconds + _A_SECOND)
    steps = ledger.history()
    written = max((step.when for step in steps), default="")
    return read_case(seen.case.folder) if written >= began.strftime("%Y-%m-%dT%H:%M:%S") else case_now(seen)


def _read(case: Case) -> Case:
    files = CaseFiles(case.folder)
    documents = read_documents(files, case.sources)
    return replace(case, documents=documents, passages=read_passages(files, documents))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
