"""Reading a case as it would be, so that a person sees what a change breaks before it is made.

A copy of the case's files is read, which is quick for the cases that people edit by hand. A large case is not tried:
the check after the change tells the same. Documents are left out on both sides: no number rests on them, and they may
be many and large.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.read import read_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from firmground.errors import CaseProblem

MOST_BYTES = 8 * 2**20
_DOCUMENTS = "documents/"


@dataclass(frozen=True, slots=True)
class Trial:
    """Problems that the case would gain and lose. `read`: False if it is too large to be tried."""

    came: tuple[CaseProblem, ...] = ()
    went: tuple[CaseProblem, ...] = ()
    read: bool = True


def try_reading(folder: Path, contents: Mapping[str, bytes]) -> Trial:
    """Reads the case as it stands and as it would be with these contents."""
    case = read_case(folder)
    if sum(stamp.size for stamp in case.inputs if not stamp.path.startswith(_DOCUMENTS)) > MOST_BYTES:
        return Trial(read=False)
    with tempfile.TemporaryDirectory(prefix="firmground-") as made:
        there = Path(made)
        tried = {name: content for name, content in contents.items() if not name.startswith(_DOCUMENTS)}
        for name in {*(stamp.path for stamp in case.inputs), *tried, *_kept_copies(folder, tried.values())}:
            target = there / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name in tried:
                target.write_bytes(tried[name])
            else:
                shutil.copyfile(folder / name, target)
        then = read_case(there).problems
    came, went = compare_problems(_without_documents(case.problems), _without_documents(then))
    return Trial(came, went)


def _kept_copies(folder: Path, contents: Iterable[bytes]) -> Iterator[str]:
    """The kept copies of documents that the new contents name: a source of which the copy is missing is a problem."""
    told = b"\n".join(contents)
    kept = folder / _DOCUMENTS / "kept"
    for path in kept.iterdir() if kept.is_dir() else ():
        if path.is_file() and path.name.encode() in told:
            yield path.relative_to(folder).as_posix()


def compare_problems(
    before: tuple[CaseProblem, ...], after: tuple[CaseProblem, ...]
) -> tuple[tuple[CaseProblem, ...], tuple[CaseProblem, ...]]:
    """The problems that came and those that went. A problem whose line merely moved is the same one."""
    return _missing(after, before), _missing(before, after)


def _without_documents(problems: tuple[CaseProblem, ...]) -> tuple[CaseProblem, ...]:
    """Documents are no inputs of a case and are not copied for a trial, so nothing can be said of them."""
    return tuple(problem for problem in problems if not problem.file.startswith(_DOCUMENTS))


def _missing(these: tuple[CaseProblem, ...], those: tuple[CaseProblem, ...]) -> tuple[CaseProblem, ...]:
    known = Counter((problem.file, problem.what, problem.effect) for problem in those)
    found = []
    for problem in these:
        key = (problem.file, problem.what, problem.effect)
        if known[key]:
            known[key] -= 1
        else:
            found.append(problem)
    return tuple(found)
