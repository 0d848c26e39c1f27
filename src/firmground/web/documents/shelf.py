"""The documents of a case and what was decided on them, as they stand on disk now.

A check of the case takes a while; what a person has just decided must be seen at once. So these two tables are read
again whenever they changed, and everything else is the snapshot's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.read.documents import DOCUMENTS, read_documents
from firmground.read.files import CaseFiles
from firmground.read.passages import PASSAGES, read_passages

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.web.desk import Snapshot


def case_now(seen: Snapshot) -> Case:
    """The case of the last check, with its documents and passages as they are now."""
    folder = seen.case.folder
    stamp = tuple(_stamp(folder / name) for name in (DOCUMENTS, PASSAGES))
    return seen.remember(("documents now", stamp), lambda: _read(seen.case))


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
