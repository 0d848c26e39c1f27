"""A report or an export for an audience: made from its view, looked through, and only then written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.check import check_case
from firmground.errors import BadRequestError
from firmground.exchange.coarsen.ledger import keep_sites
from firmground.exchange.gate.audience import SHOWN_CASE, audience_case, shown_texts
from firmground.exchange.gate.scan import not_looked_for, scan
from firmground.render.export.write import make_export
from firmground.render.write import render_form, write_whole
from firmground.report.build import build_report
from firmground.report.chapters.room import PAGE, WHOLE
from firmground.run import freeze_run

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from firmground.case.handling import Label
    from firmground.check import Findings
    from firmground.exchange.gate.leaks import Leak
    from firmground.exchange.views import View

    Tell = Callable[[str], None]


@dataclass(frozen=True)
class Published:
    """What became of it. `leaks`: why nothing was written; none where all was. `files`: how many were looked through,
    for how many `secrets`: where nothing is kept back, for none.

    `notes`: what the owner should know of the view and of what cannot be looked for, a sentence each. `omitted`:
    pictures that could not be drawn, each with why.
    """

    findings: Findings
    leaks: tuple[Leak, ...]
    files: int
    secrets: int
    notes: tuple[str, ...]
    omitted: tuple[tuple[str, str], ...] = ()


@dataclass
class _Gate:
    """What is kept back, and what the last look found."""

    case_folder: Path
    view: View
    harmless: Collection[str]
    tell: Tell
    leaks: tuple[Leak, ...] = ()
    files: int = 0

    def look(self, files: Mapping[str, bytes]) -> bool:
        """May they leave? If so, sites that are coarsened for the first time are added to the case's ledger."""
        self.files = len(files)
        shown = shown_texts(self.view) if self.view.secrets else ()
        found = scan(files, self.view.secrets, shown=shown, harmless=self.harmless, progress=self.tell)
        self.leaks = tuple(found)
        if not found:
            # What is shown coarser now stays so for ever: written down before anybody sees it.
            keep_sites(self.case_folder, self.view.sites)
        return not found

    def look_in(self, folder: Path) -> None:
        """Raises _StoppedError if something in the folder must not leave."""
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        if not self.look({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}):
            raise _StoppedError

    def published(self, findings: Findings, omitted: Sequence[tuple[str, str]] = ()) -> Published:
        """The answer."""
        notes = (*self.view.notes, *not_looked_for(self.view.secrets))
        return Published(findings, self.leaks, self.files, len(self.view.secrets), notes, tuple(omitted))


class _StoppedError(Exception):
    """Something was found. Never seen outside of this module."""


def publish_report(
    case_folder: Path,
    output: Path,
    *,
    audience: Label,
    day: date,
    harmless: Collection[str] = (),
    progress: Tell | None = None,
) -> Published:
    """Writes a report for an audience, and the frozen run beside it, if nothing that is kept back is in either.

    Files that were there before stay as they are where something was found. The frozen run speaks of the files of the
    view and no others. Raises CaseNotFoundError, and BadRequestError as `audience_case` and `render_form` do.
    """
    tell = progress or (lambda _: None)
    findings, gate = _prepare(case_folder, audience, day, harmless, tell)
    if not output.parent.is_dir():
        raise BadRequestError(f"there is no folder {output.parent} to write {output.name} into")
    tell("writing the report")
    data = output.name.lower().endswith(".json")
    page = render_form(build_report(findings, WHOLE if data else PAGE), output.name)
    run_path = output.with_suffix(".run.json")
    run = freeze_run(findings, SHOWN_CASE.parent.parent)
    if gate.look({output.name: page, run_path.name: run}):
        write_whole(output, page)
        write_whole(run_path, run)
    return gate.published(findings)


def publish_export(
    case_folder: Path,
    output: Path,
    *,
    audience: Label,
    day: date,
    claims: Sequence[str] = (),
    formats: Sequence[str] = (),
    harmless: Collection[str] = (),
    progress: Tell | None = None,
) -> Published:
    """Writes the folder of an export for an audience, if nothing that is kept back is in any of its files.

    Raises CaseNotFoundError, and BadRequestError as `audience_case` and `make_export` do.
    """
    tell = progress or (lambda _: None)
    findings, gate = _prepare(case_folder, audience, day, harmless, tell)
    try:
        made = make_export(
            findings, output, claims=claims, formats=formats, progress=tell, check=gate.look_in
        )  # fmt: skip
    except _StoppedError:
        return gate.published(findings)
    return gate.published(findings, made.omitted)


def _prepare(
    case_folder: Path, audience: Label, day: date, harmless: Collection[str], tell: Tell
) -> tuple[Findings, _Gate]:
    case, view = audience_case(case_folder, audience, day, progress=tell)
    return check_case(case, progress=tell), _Gate(case_folder, view, harmless, tell)
