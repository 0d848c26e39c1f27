"""The documents of a case and what was decided on them, as they stand on disk now.

A check of the case takes a while; what a person has just decided must be seen at once. So these two tables are read
again whenever they changed, and everything else is the snapshot's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    from firmground.errors import CaseProblem
    from firmground.web.desk import Snapshot

_A_SECOND = 1  # in which the log, and a check, tell their times


@dataclass(frozen=True, slots=True)
class Shelf:
    """`case`: that of the last check, with its documents and passages as they are now; `problems` met with these."""

    stamp: tuple[tuple[int, int], ...]
    case: Case
    problems: tuple[CaseProblem, ...]


def shelf_now(seen: Snapshot) -> Shelf:
    """The latest, and it alone, is remembered: a morning of answers is a thousand of them."""
    memory: dict[str, Shelf] = seen.remember("documents now", dict)
    stamp = tuple(_stamp(seen.case.folder / name) for name in (DOCUMENTS, PASSAGES))
    known = memory.get("now")
    if known is None or known.stamp != stamp:
        known = memory["now"] = _read(seen.case, stamp)
    return known


def case_now(seen: Snapshot) -> Case:
    return shelf_now(seen).case


def case_to_write(seen: Snapshot, ledger: Ledger) -> Case:
    """The case as a new record meets it: with what was written since the check that the page was made from.

    A second answer may come before the case was checked with the first one, and must not take its id.
    """
    began = seen.checked_at - timedelta(seconds=seen.seconds + _A_SECOND)
    steps = ledger.history()
    written = max((step.when for step in steps), default="")
    return read_case(seen.case.folder) if written >= began.strftime("%Y-%m-%dT%H:%M:%S") else case_now(seen)


def _read(case: Case, stamp: tuple[tuple[int, int], ...]) -> Shelf:
    files = CaseFiles(case.folder)
    documents = read_documents(files, case.sources)
    passages = read_passages(files, documents)
    return Shelf(stamp, replace(case, documents=documents, passages=passages), tuple(files.problems))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
