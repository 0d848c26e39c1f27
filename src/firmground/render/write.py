"""write_report: a report into a file, in the form that the file's name asks for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.render.csv_tables import outcomes_csv, outcomes_spreadsheet_csv, undecided_csv
from firmground.report.build import build_report
from firmground.report.chapters.room import PAGE, WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.check import Findings
    from firmground.report.model import Report


def write_report(findings: Findings, path: str | Path) -> Path:
    """Writes a report, whole or not at all, and returns the path. The name's ending decides the form.

    .html, .txt, .json: the report. .csv: every outcome of every claim, true to the byte; .spreadsheet.csv: the
    same, safe to open in a spreadsheet; .undecided.csv: every undecided unit. Raises BadRequestError for another
    ending or a folder that does not exist.
    """
    data = str(path).lower().endswith(".json")
    return write_built(build_report(findings, WHOLE if data else PAGE), path)


def write_built(report: Report, path: str | Path) -> Path:
    """`write_report` for a report that is built already."""
    target = Path(path)
    write_whole(target, render_form(report, target.name))
    return target


def render_form(report: Report, name: str) -> bytes:
    """A report in the form that a file's name asks for. Raises BadRequestError for another ending."""
    render = next((form for ending, form in FORMS.items() if name.lower().endswith(ending)), None)
    if render is None:
        endings = ", ".join(FORMS)
        raise BadRequestError(f"a report ends in one of {endings}, not {Path(name).suffix or 'nothing'}")
    return render(report)


def _html(report: Report) -> bytes:
    from firmground.render.clock import build_clock  # noqa: PLC0415 - only the form that is asked for
    from firmground.render.html import render_html  # noqa: PLC0415 - as above

    return render_html(report, clock=build_clock(report)).encode()


def _text(report: Report) -> bytes:
    from firmground.render.text import render_text  # noqa: PLC0415 - as above

    return render_text(report).encode()


def _json(report: Report) -> bytes:
    from firmground.render.json import render_json  # noqa: PLC0415 - as above

    return render_json(report)


# The longer endings stand first: ".undecided.csv" is a ".csv" too.
FORMS: dict[str, Callable[[Report], bytes]] = {
    ".html": _html,
    ".htm": _html,
    ".txt": _text,
    ".json": _json,
    ".undecided.csv": lambda report: undecided_csv(report).encode(),
    ".spreadsheet.csv": lambda report: outcomes_spreadsheet_csv(report).encode(),
    ".csv": lambda report: outcomes_csv(report).encode(),
}


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
