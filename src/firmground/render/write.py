"""write_report: a report into a file, in the form that the file's name asks for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.report.build import build_report

if TYPE_CHECKING:
    from firmground.check import Findings


def write_report(findings: Findings, path: str | Path) -> Path:
    """Writes .html, .txt or .json, whole or not at all, and returns the path.

    Raises BadRequestError for another ending or a folder that does not exist.
    """
    target = Path(path)
    report = build_report(findings)
    match target.suffix.lower():
        case ".html" | ".htm":
            from firmground.render.html import render_html  # noqa: PLC0415 - only the form that is asked for

            content = render_html(report).encode()
        case ".txt":
            from firmground.render.text import render_text  # noqa: PLC0415 - as above

            content = render_text(report).encode()
        case ".json":
            from firmground.render.json import render_json  # noqa: PLC0415 - as above

            content = render_json(report)
        case _:
            raise BadRequestError(f"a report ends in .html, .txt or .json, not {target.suffix or 'nothing'}")
    write_whole(target, content)
    return target


def write_whole(path: Path, content: bytes) -> None:
    """The old file or the new one, never a part: written beside it, then put in its place."""
    if not path.parent.is_dir():
        raise BadRequestError(f"there is no folder {path.parent} to write {path.name} into")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # noqa: PTH101 - a temporary file is private, a report is not
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
