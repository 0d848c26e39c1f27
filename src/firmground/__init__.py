"""firmground tests what is said about a war against where things happened.

    import firmground as fg
    case = fg.read_case("syria-2015")
    held = fg.hold_events(fg.locate_events(case))
    findings = fg.check_claims(held)
    fg.write_report(findings, "report.html")

Each step takes the value of the step before it. Nothing heavy is loaded before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firmground.bounds import Bounds
    from firmground.case.case import Case
    from firmground.check import Finding, Findings, check_claims
    from firmground.dates import When, parse_when
    from firmground.errors import CaseProblem
    from firmground.examples import example_folder
    from firmground.frames import Columns, who_held
    from firmground.hold import Held, hold_events
    from firmground.locate import Located, locate_events
    from firmground.measures import measure
    from firmground.modality import CANNOT, MAY, MUST, Modality
    from firmground.places import Area, Candidates, Disc, Unknown
    from firmground.read import read_case
    from firmground.render.export.write import write_export
    from firmground.render.write import write_report
    from firmground.report.build import build_report

_HOMES = {
    "firmground.bounds": ("Bounds",),
    "firmground.case.case": ("Case",),
    "firmground.check": ("Finding", "Findings", "check_claims"),
    "firmground.dates": ("When", "parse_when"),
    "firmground.errors": ("CaseProblem",),
    "firmground.examples": ("example_folder",),
    "firmground.frames": ("Columns", "who_held"),
    "firmground.hold": ("Held", "hold_events"),
    "firmground.locate": ("Located", "locate_events"),
    "firmground.measures": ("measure",),
    "firmground.modality": ("CANNOT", "MAY", "MUST", "Modality"),
    "firmground.places": ("Area", "Candidates", "Disc", "Unknown"),
    "firmground.read": ("read_case",),
    "firmground.render.export.write": ("write_export",),
    "firmground.render.write": ("write_report",),
    "firmground.report.build": ("build_report",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [  # noqa: RUF022 - in the order of the work
    "read_case", "locate_events", "hold_events", "measure", "check_claims", "build_report", "write_report",
    "write_export", "who_held", "Columns", "example_folder",
    "Case", "CaseProblem", "Located", "Held", "Finding", "Findings",
    "MUST", "MAY", "CANNOT", "Modality", "Bounds", "When", "parse_when",
    "Disc", "Area", "Candidates", "Unknown",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'firmground' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
