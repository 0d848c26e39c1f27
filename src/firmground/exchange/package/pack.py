"""pack: a case, or what an audience may see of it, as one file with proofs.

First everything is prepared and can be looked at: what each rule holds back, and what that does to each finding. Then
the file is written, and beside it what its maker keeps. Nothing is written if the gate finds in the bytes what the
rules hide.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.check import check_case
from firmground.errors import BadRequestError
from firmground.exchange.coarsen.ledger import keep_sites
from firmground.exchange.gate import say_leaks, scan, shown_texts
from firmground.exchange.package.archive import ArchiveWriter
from firmground.exchange.package.commit import Committing, describe_table
from firmground.exchange.package.crate import FILE as CRATE
from firmground.exchange.package.crate import write_crate
from firmground.exchange.package.findings import FILE as FINDINGS
from firmground.exchange.package.findings import write_findings
from firmground.exchange.package.kept import SUFFIX, Kept, write_kept
from firmground.exchange.package.opened import CASE, seal_members
from firmground.exchange.package.proof_lines import FOLDER as PROOFS
from firmground.exchange.package.statement import FORMAT, Statement, as_document
from firmground.exchange.plain import record_tables, stays_behind
from firmground.exchange.tables import Kind
from firmground.exchange.viewing.effects import effects_of_rules
from firmground.exchange.viewing.make import make_view
from firmground.exchange.viewing.rules import check_day
from firmground.exchange.viewing.write import write_view
from firmground.proofs.commitments import to_text
from firmground.provenance import version
from firmground.read import read_case
from firmground.render.write import write_whole
from firmground.run import all_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from firmground.case.case import Case
    from firmground.case.handling import Label
    from firmground.exchange.gate import Leak
    from firmground.exchange.package.commit import Committed
    from firmground.exchange.package.statement import TableLine
    from firmground.exchange.viewing.effects import Effects
    from firmground.exchange.views import View
    from firmground.proofs.keys import SigningKey

    Tell = Callable[[str], None]


class LeakError(BadRequestError):
    """Something that the rules hide was found in the bytes of a package, and nothing was written."""

    def __init__(self, leaks: Sequence[Leak]) -> None:
        super().__init__(" ".join(say_leaks(leaks)))
        self.leaks = tuple(leaks)


_NO_DIGEST = "0" * 64  # stands in a statement until the files are there


@dataclass(frozen=True, eq=False)
class Prepared:
    """A package that is not written yet. `files`: the case as it is shown. `findings`: the sender's own bounds, as they
    are written; None where they were not asked for. `lines`: what its statement will say of each table. `effects`: of
    each rule on each finding; None where nothing is held back or computed. `left_behind`: what of the folder is not
    carried, a sentence each. `committing`: the proofs, if they were begun.
    """

    case: Case
    view: View
    day: date
    files: dict[str, bytes]
    findings: bytes | None
    lines: tuple[TableLine, ...]
    effects: Effects | None
    left_behind: tuple[str, ...]
    committing: Committing | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written: the package, and what its maker keeps."""

    path: Path
    kept: Path
    statement: Statement
    size: int


def pack_case(
    case_folder: Path,
    output: Path,
    *,
    audience: Label | None,
    key: SigningKey,
    day: date,
    findings: bool = True,
    without: Sequence[str] = (),
    harmless: Collection[str] = (),
    progress: Tell | None = None,
) -> Packed:
    """`prepare_package` and `write_package` in one."""
    prepared = prepare_package(
        case_folder, audience=audience, day=day, findings=findings, without=without, progress=progress, commit=True
    )
    return write_package(prepared, output, key=key, harmless=harmless, progress=progress)


def prepare_package(
    case_folder: Path,
    *,
    audience: Label | None,
    day: date,
    findings: bool = True,
    without: Sequence[str] = (),
    progress: Tell | None = None,
    commit: bool = False,
) -> Prepared:
    """Reads a case and holds back what this audience may not see on this day.

    `without`: names of tables of which nothing is shown, whoever it is for. `findings`: whether the sender's own bounds
    are computed. `commit`: begin at once with what takes longest of writing it. Raises CaseNotFoundError, and
    BadRequestError for rules with a fault and tables that there are not.
    """
    tell = progress or (lambda _: None)
    case = read_case(case_folder, progress=tell)
    tables = record_tables(case, progress=tell)
    tell("holding back what the rules say")
    view = make_view(case, tables, audience, day, without)
    committing = Committing(view.tables) if commit else None
    sent, effects = None, None
    with tempfile.TemporaryDirectory(prefix="firmground-") as name:
        folder = Path(name) / "case"
        files = _write_case(case, view, folder, tell)
        if findings:
            full = check_case(case, progress=tell)
            shown = check_case(read_case(folder, progress=tell), progress=tell) if view.holds_back else full
            sent = write_findings(all_numbers(full), all_numbers(shown), _made_by())
            if view.holds_back:
                effects = effects_of_rules(
                    case, tables, view, day, full=full, shown=shown, without=without, progress=tell
                )
    lines = tuple(map(describe_table, view.tables))
    stays = tuple(f"Not carried: {what}." for what in stays_behind(case))
    return Prepared(case, view, day, files, sent, lines, effects, stays, committing)


def write_package(
    prepared: Prepared,
    output: Path,
    *,
    key: SigningKey,
    harmless: Collection[str] = (),
    progress: Tell | None = None,
) -> Packed:
    """Writes the package and, beside it, `<output>.kept` with its secrets, for the eyes of the user alone.

    `harmless`: words that the gate found before and that mean something else. Raises LeakError if something that the
    rules hide is in the bytes, BadRequestError if there is such a file already, or its day is one on which a rule of
    today is not in force.
    """
    tell = progress or (lambda _: None)
    check_day(prepared.case.handling, prepared.view.audience, prepared.day)
    kept_path = output.with_name(output.name + SUFFIX)
    _check_free(output, kept_path)
    with ArchiveWriter() as writer:
        writer.add(prepared.files)
        committed = (prepared.committing or Committing(prepared.view.tables)).finish(tell)
        writer.add(committed.proofs)
        members, statement = _make_members(prepared, committed, key)
        writer.add(
            {name: content for name, content in members.items() if name not in prepared.files | committed.proofs}
        )
        _check_leaks(members, prepared.view, harmless, tell)
        tell(f"writing {output.name}")
        # What a place is shown as must be kept before anybody sees it: another answer later would narrow it down.
        keep_sites(prepared.case.folder, prepared.view.sites)
        write_kept(kept_path, Kept(as_document(statement), committed.kept))
        try:
            content = writer.write()
            write_whole(output, content)
        except BaseException:
            kept_path.unlink(missing_ok=True)
            raise
    return Packed(output, kept_path, statement, len(content))


def _make_members(prepared: Prepared, committed: Committed, key: SigningKey) -> tuple[dict[str, bytes], Statement]:
    """Every file of the package, and what is signed."""
    statement = _make_statement(prepared, committed, key)
    payload = {**prepared.files, **committed.proofs}
    if prepared.findings is not None:
        payload[FINDINGS] = prepared.findings
    payload[CRATE] = write_crate(payload, statement, key.public)
    return seal_members(payload, statement, key)


def _check_free(output: Path, kept: Path) -> None:
    if not output.parent.is_dir():
        raise BadRequestError(f"there is no folder {output.parent} to write {output.name} into")
    for path in (output, kept):
        if path.exists():
            # The secrets of a package that somebody has can be had nowhere else.
            raise BadRequestError(f"{path} is there already: name another file with -o, or move it away")


def _write_case(case: Case, view: View, folder: Path, tell: Tell) -> dict[str, bytes]:
    """The files of the case as it is shown, by their names in the package."""
    tell("writing what is shown as a case")
    write_view(case, view, folder)
    return {
        CASE + path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _make_statement(prepared: Prepared, committed: Committed, key: SigningKey) -> Statement:
    view = prepared.view
    return Statement(
        format=FORMAT,
        title=_title(view),
        day=prepared.day.isoformat(),
        audience=str(view.audience or ""),
        made_by=_made_by(),
        key=to_text(key.public),
        rows=committed.rows,
        root=to_text(committed.root),
        manifest=_NO_DIGEST,
        findings="",
        tables=committed.tables,
    )


def _made_by() -> str:
    return f"firmground {version()}"


def _title(view: View) -> str:
    titles = [table.shown("title", 0) for table in view.tables if table.table.kind is Kind.CASE and table.table.rows]
    return str(titles[0]) if titles and titles[0] is not None else ""


def _check_leaks(members: Mapping[str, bytes], view: View, harmless: Collection[str], tell: Tell) -> None:
    if not view.secrets:
        return
    # Proofs are random letters: whatever is found in them is there by chance.
    files = {name: content for name, content in members.items() if not name.startswith(PROOFS)}
    if leaks := scan(files, view.secrets, shown=shown_texts(view), harmless=harmless, progress=tell):
        raise LeakError(leaks)
