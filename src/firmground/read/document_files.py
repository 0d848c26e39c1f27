"""The files behind a document: its bytes as they were received, its text, and the marks of what is not its body.

A span is a promise that these are the words. So the text that is opened is the text that was kept, to the bit, or it is
not opened at all; and a mark that does not lie in it is no mark.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from firmground.case.documents import Mark, MarkKind
from firmground.errors import Effect
from firmground.formats.tables import read_table
from firmground.spans import Span

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.formats.tables import Table

MARK_COLUMNS = ("start", "stop", "kind")
# Texts are kept by `collect`, which takes no page as large as this.
MOST_TEXT_BYTES = 64 * 2**20

_CHANGED = "is not what it was when it was collected"
_Signature = tuple[str, int, int, int]


def marks_file(text_file: str) -> str:
    """Where the marks of a text stand: beside it, "text/a.txt" and "text/a.marks.csv"."""
    return text_file.removesuffix(".txt") + ".marks.csv"


def check_kept(path: Path, sha256: str) -> None:
    """Raises ValueError if the file is not, to the bit, what was received."""
    if _hash_file(path, _sign(path)) != sha256:
        raise ValueError(_CHANGED)


def check_text(path: Path, sha256: str, marks: Path) -> None:
    """Raises ValueError if the text is not what was kept, or a mark does not lie in it."""
    _check_text(path, _sign(path), sha256, marks, _sign(marks))


def load_text(path: Path, sha256: str) -> str:
    """The text that spans point into. Raises ValueError if it is not, to the bit, what was kept; OSError."""
    if path.stat().st_size > MOST_TEXT_BYTES:
        raise ValueError(f"is larger than {MOST_TEXT_BYTES // 2**20} MB")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(_CHANGED)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 text") from None


def load_marks(path: Path, text: str) -> tuple[Mark, ...]:
    """The marks of a text, in order. Raises ValueError if one cannot be read or does not lie in the text."""
    table, problems = read_table(path, name=path.name)
    if any(problem.effect is Effect.REFUSED for problem in problems):
        raise ValueError(f"{problems[0].what}")
    if missing := [name for name in MARK_COLUMNS if name not in table.columns]:
        raise ValueError(f"has no column {missing[0]!r}")
    found = [_mark(table, index, text) for index in range(len(table.rows))]
    return tuple(sorted(found, key=lambda mark: mark.span))


def _mark(table: Table, index: int, text: str) -> Mark:
    start, stop, kind = (table.columns[name][index].strip() for name in MARK_COLUMNS)
    if not (start.isascii() and start.isdecimal() and stop.isascii() and stop.isdecimal()):
        raise ValueError(f"row {table.rows[index]:,} has no whole numbers for `start` and `stop`")
    # Ten digits and more lie in no text, and make work for whoever reads the number.
    span = Span(int(start[:10]), int(stop[:10]))
    if not span.fits(text):
        raise ValueError(f"row {table.rows[index]:,} points outside the text")
    if kind not in set(MarkKind):
        raise ValueError(f"row {table.rows[index]:,} has an unknown kind of mark: write {', '.join(MarkKind)}")
    return Mark(span, MarkKind(kind))


def _sign(path: Path) -> _Signature:
    """What changes when a file is written, so that a case that is read again does not read every page again."""
    found = path.stat()
    return (str(path), found.st_ino, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=4096)
def _hash_file(path: Path, signature: _Signature) -> str:  # noqa: ARG001 - the key under which it is remembered
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@lru_cache(maxsize=4096)
def _check_text(path: Path, _text: _Signature, sha256: str, marks: Path, _marks: _Signature) -> None:
    load_marks(marks, load_text(path, sha256))
