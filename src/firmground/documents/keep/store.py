"""The folder `documents/` on disk: bytes under their sha256, texts under their ids, written once and never over.

A file appears whole under its name or not at all. A run that is stopped leaves at most a file that no row names, which
the next run recognises.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from firmground.edit.disk import sync_folder, write_all
from firmground.edit.refusals import CannotWriteError
from firmground.read.document_files import MARK_COLUMNS, marks_file
from firmground.read.files import lies_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from firmground.case.documents import Mark

KEPT, TEXTS = "documents/kept", "documents/text"
_ENDINGS = {"html": ".html", "pdf": ".pdf", "email": ".eml", "text": ".txt"}


class AnotherContentError(Exception):
    """A file of this name is there and holds something else."""


def kept_name(sha256: str, media: str) -> str:
    return f"{KEPT}/{sha256}{_ENDINGS.get(media, '.bin')}"


def text_name(identity: str) -> str:
    return f"{TEXTS}/{identity}.txt"


def keep_bytes(root: Path, name: str, content: bytes) -> None:
    """Raises CannotWriteError, also where a file of this name is not what its name says."""
    try:
        put_once(root, name, content)
    except AnotherContentError:
        raise CannotWriteError(f"{name} is not what its name says: move it away, and collect the page again") from None


def keep_text(root: Path, identity: str, text: str, marks: Iterable[Mark]) -> bool:
    """False if another text is kept under this id already."""
    name = text_name(identity)
    try:
        put_once(root, marks_file(name), write_marks(marks))
        put_once(root, name, text.encode("utf-8"))
    except AnotherContentError:
        return False
    return True


def write_marks(marks: Iterable[Mark]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(MARK_COLUMNS)
    rows.writerows((mark.span.start, mark.span.stop, str(mark.kind)) for mark in marks)
    return out.getvalue().encode()


def put_once(root: Path, name: str, content: bytes) -> None:
    """Writes a file that is not there yet, forced to the disk; the very same content that is there already stays.

    Raises AnotherContentError, or CannotWriteError if the disk does not allow it.
    """
    path = root / name
    new = path.parent / f".{path.name[:80]}.{secrets.token_hex(6)}.new"
    try:
        _make_folder(root, path.parent)
        if path.is_symlink() or path.exists():
            _check_same(path, content)
            return
        _write_new(new, content)
        try:
            os.link(new, path)  # unlike a renaming, it never takes the place of a file
        except FileExistsError:
            _check_same(path, content)
        except (OSError, NotImplementedError):  # a file system without second names
            new.rename(path)
        sync_folder(path.parent)
    except OSError as fault:
        raise CannotWriteError(f"{name} cannot be written: {fault.strerror or fault}") from fault
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def clear_torn(root: Path) -> None:
    """Takes away what a run that was stopped was about to write. For whoever holds the lock."""
    for folder in (KEPT, TEXTS):
        for path in (root / folder).glob(".*.new") if lies_in(root / folder, root) else ():
            with suppress(OSError):
                path.unlink()


def _check_same(path: Path, content: bytes) -> None:
    if path.is_symlink() or not path.is_file():
        raise AnotherContentError
    if path.stat().st_size != len(content):
        raise AnotherContentError
    with path.open("rb") as handle:
        if hashlib.file_digest(handle, "sha256").digest() != hashlib.sha256(content).digest():
            raise AnotherContentError


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        write_all(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_folder(root: Path, folder: Path) -> None:
    """Makes a folder of the case; raises CannotWriteError if a link leads out of the case on the way to it."""
    for place in (folder.parent, folder):
        if not lies_in(place, root):
            raise CannotWriteError(f"{place.relative_to(root)} is a link that leads out of the case")
        place.mkdir(exist_ok=True)
