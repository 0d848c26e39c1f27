"""A report as JSON, for programs: every field, in the order of the model, the same bytes each time."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from firmground.report.model import Report

FORMAT: Final = 1  # rises when a field changes its meaning or goes


def render_json(report: Report) -> bytes:
    """UTF-8, two spaces deep, ending in a line break. Texts are as they were read, not made visible or safe.

    Raises ValueError for a number that JSON cannot write (no limit is None in a report, never infinity).
    """
    body = {"firmground_report": FORMAT, **asdict(replace(report, scene=None))}
    del body["scene"]  # it repeats the case's own files, for the moving maps of the HTML report
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    # Half of a surrogate pair has no UTF-8; inside a JSON string its backslash form is how it is written.
    return text.encode("utf-8", errors="backslashreplace")
