"""A document of a case, opened: its text and marks, to the bit as they were kept, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from firmground.documents.page import Page
from firmground.errors import BadRequestError
from firmground.read.document_files import load_marks, load_text, marks_file

if TYPE_CHECKING:
    from firmground.case.documents import Document


def open_page(folder: str | Path, document: Document) -> Page:
    """Raises BadRequestError, in one sentence, if the text is missing or not what it was, or a mark lies outside it."""
    root = Path(folder)
    names = (document.text_file, marks_file(document.text_file))
    paths = [_inside(root, name) for name in names]
    for path, name in zip(paths, names, strict=True):
        if not path.is_file():
            raise BadRequestError(f"{name} is missing: put it back, or collect the page again")
    name = document.text_file
    try:
        text = load_text(paths[0], document.text_sha256)
        name = marks_file(name)
        return Page(document, text, load_marks(paths[1], text))
    except OSError as fault:
        raise BadRequestError(f"{name} cannot be read: {fault.strerror}") from None
    except ValueError as fault:
        raise BadRequestError(f"{name} {fault}: put it back as it was, from a copy or from git") from None


def _inside(root: Path, name: str) -> Path:
    """A file of the case, links followed. A case may come from a stranger."""
    try:
        path = (root / name).resolve()
    except (OSError, RuntimeError, ValueError):
        raise BadRequestError(f"{name!r} is no file of this case") from None
    if not path.is_relative_to(root.resolve()):
        raise BadRequestError(f"{name!r} leads out of the case")
    return path
