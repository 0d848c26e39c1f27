"""verify: what a package proves, to somebody who has nothing but the file.

In this order: the archive, the bag, the signature, the time stamp, the rows and their root, the case that is shown, the
findings computed from it and the sender's beside them. The first thing that is wrong ends it, in one sentence.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from firmground.case.withheld import OF_MAP
from firmground.check import check_case
from firmground.errors import BadRequestError, Effect, FirmgroundError
from firmground.exchange.package.faults import PackageFaultError, Step
from firmground.exchange.package.findings import FILE as FINDINGS
from firmground.exchange.package.findings import compare_findings, own_findings
from firmground.exchange.package.opened import open_package, unpack_case
from firmground.exchange.package.recompute import Recomputing
from firmground.exchange.package.say import say_held_back, say_not_proven, say_proven
from firmground.exchange.package.statement import as_document
from firmground.exchange.package.verification import PackageVerification, Stamped
from firmground.exchange.plain import read_tables
from firmground.exchange.tables import Kind
from firmground.proofs.commitments import to_text
from firmground.proofs.fingerprint import fingerprint, read_fingerprint
from firmground.proofs.keys import find_key, list_keys, read_public
from firmground.proofs.merkle import root
from firmground.proofs.timestamps import check_timestamp, read_timestamp
from firmground.read import read_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from firmground.case.case import Case
    from firmground.check import Findings
    from firmground.exchange.package.opened import Package
    from firmground.exchange.tables import Json, RecordTable

_OF_MAPS: Final = frozenset({Kind.PLACE_LIST, Kind.FACES})


def verify_package(
    path: Path,
    *,
    keys: Sequence[str] = (),
    roots: Sequence[Path] = (),
    progress: Callable[[str], None] | None = None,
) -> PackageVerification:
    """Checks a package, or the folder that one was unpacked into.

    `keys`: names, fingerprints or files of public keys, by one of which it must be signed; none: by any. `roots`: files
    with certificates of time-stamping services that the user relies on. Raises BadRequestError if there is no such
    file, or a key or certificate cannot be read; all that is wrong with the package is in the answer.
    """
    demanded = [_fingerprint_of(key) for key in keys]
    authorities = b"\n".join(_read(root) for root in roots)
    checking = _Checking(progress or (lambda _: None), demanded, authorities)
    try:
        checking.run(path)
    except PackageFaultError as fault:
        return replace(checking.found, fault=_sentence(str(fault)), step=fault.step)
    found = checking.found
    return replace(
        found, proven=say_proven(found), not_proven=say_not_proven(found), held_back=say_held_back(found.tables)
    )


@dataclass
class _Checking:
    """The steps, and what is known so far."""

    progress: Callable[[str], None]
    demanded: list[str]
    authorities: bytes
    found: PackageVerification = field(default_factory=PackageVerification)

    def run(self, path: Path) -> None:
        package = open_package(path, self.progress)
        self._tell_statement(package)
        self._check_key()
        self._check_stamp(package)
        with tempfile.TemporaryDirectory(prefix="firmground-") as name:
            folder = Path(name) / "case"
            unpack_case(package, folder)
            shown = _read_tables(folder)
            recomputing = Recomputing(package.statement, package.members, shown)
            findings = _try(lambda: check_case(read_case(folder, progress=self.progress), progress=self.progress))
            self._check_rows(package, recomputing)
            self._check_findings(package, shown, findings)

    def _tell_statement(self, package: Package) -> None:
        statement, known = package.statement, find_key(package.key)
        self.found = replace(
            self.found,
            title=statement.title,
            day=statement.day,
            audience=statement.audience,
            made_by=statement.made_by,
            key=statement.key,
            fingerprint=fingerprint(package.key),
            key_name=known.name if known else "",
            rows=statement.rows,
            tables=statement.tables,
            has_findings=bool(statement.findings),
        )

    def _check_key(self) -> None:
        if self.demanded and self.found.fingerprint not in self.demanded:
            raise PackageFaultError(
                Step.SIGNATURE,
                "it is signed by another key than you ask for: the fingerprint of its key is " + self.found.fingerprint,
            )
        self.found = replace(self.found, demanded=bool(self.demanded))

    def _check_stamp(self, package: Package) -> None:
        reply = package.stamp
        if reply is None:
            return
        try:
            told = read_timestamp(reply)
            if self.authorities:
                check_timestamp(reply, package.digest, self.authorities)
        except BadRequestError as fault:
            raise PackageFaultError(Step.TIMESTAMP, str(fault)) from fault
        if told.digest != package.digest:
            raise PackageFaultError(Step.TIMESTAMP, "its time stamp is for another statement than this")
        stamped = Stamped(f"{told.time:%Y-%m-%dT%H:%M:%SZ}", told.by, checked=bool(self.authorities))
        self.found = replace(self.found, stamped=stamped)

    def _check_rows(self, package: Package, recomputing: Recomputing) -> None:
        self.progress(f"computing the proofs of {package.statement.rows:,} rows")
        leaves = [leaf for own in recomputing.leaves() for leaf in own]
        if to_text(root(leaves)) != package.statement.root:
            raise PackageFaultError(
                Step.ROWS, "its rows are not those that were signed: a row was changed, added, removed or swapped"
            )

    def _check_findings(self, package: Package, shown: list[RecordTable], findings: Findings | FirmgroundError) -> None:
        if isinstance(findings, FirmgroundError):
            raise PackageFaultError(Step.CASE, f"what it shows cannot be read as a case: {findings}") from findings
        case = findings.case
        _check_told(package, shown, case)
        sent = package.members.get(FINDINGS)
        self.found = replace(
            self.found,
            findings=compare_findings(sent, findings) if sent is not None else own_findings(findings),
            untested=tuple((claim.id, reason) for claim, reason in findings.untested),
            refused=sum(1 for problem in case.problems if problem.effect is Effect.REFUSED),
        )


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row as a package has it. `wider`: what it shows in the place of fields that are withheld."""

    leaf: bytes
    kind: Kind
    wider: Mapping[str, Json]


def row_in_package(path: Path, table: str, row: int) -> tuple[FoundRow | None, dict[str, Any]]:
    """A row of a package, and the package's statement; None if it has no such row. `row` counts from 0.

    Raises BadRequestError if the package is not what it says.
    """
    package = open_package(path)
    statement = package.statement
    with tempfile.TemporaryDirectory(prefix="firmground-") as name:
        folder = Path(name) / "case"
        unpack_case(package, folder)
        recomputing = Recomputing(statement, package.members, _read_tables(folder))
        by_table = recomputing.leaves()
    if to_text(root([leaf for leaves in by_table for leaf in leaves])) != statement.root:
        raise PackageFaultError(Step.ROWS, "its rows are not those that were signed")
    for line, leaves in zip(statement.tables, by_table, strict=True):
        if line.name == table and 0 <= row < len(leaves):
            return FoundRow(leaves[row], line.kind, recomputing.wider(table, row)), as_document(statement)
    return None, as_document(statement)


def _read_tables(folder: Path) -> list[RecordTable]:
    try:
        return read_tables(folder)
    except FirmgroundError as fault:
        raise PackageFaultError(Step.ROWS, f"what it shows cannot be read as tables: {fault}") from fault


def _try(work: Callable[[], Findings]) -> Findings | FirmgroundError:
    """What came of it. Whether the rows are those that were signed is told before what is wrong with their case."""
    try:
        return work()
    except FirmgroundError as fault:
        return fault


def _check_told(package: Package, shown: Sequence[RecordTable], case: Case) -> None:
    """Does the case that is shown say how many records are not in it? Its numbers rest on that."""
    owners = {table.name: table.of for table in shown}
    hidden: dict[str, int] = {}
    nowhere = 0
    for line in package.statement.tables:
        word = _word(line.kind, owners.get(line.name, ""))
        if word:
            hidden[word] = hidden.get(word, 0) + line.hidden
        elif line.kind in _OF_MAPS:
            nowhere += line.hidden
    told = {name: case.withheld.get(f"{OF_MAP}{name}", 0) for name, control in case.maps.items() if control.open}
    if nowhere > sum(told.values()) and not case.withheld.get(str(Kind.MAPS_ENTRY)):
        raise PackageFaultError(
            Step.CASE,
            f"{nowhere:,} rows of maps are not shown, and no map of the case that it shows is said to lack them",
        )
    for word, number in hidden.items():
        if number > case.withheld.get(word, 0):
            raise PackageFaultError(
                Step.CASE,
                f"{number:,} records of the kind {word!r} are not shown, and the case that it shows does not say so",
            )


def _word(kind: Kind, owner: str) -> str:
    """By what word a case tells that records of a table are withheld; "" where it tells that otherwise."""
    if kind in {Kind.EVENTS, Kind.CASE}:
        return ""
    if kind in _OF_MAPS:
        return f"{OF_MAP}{owner}" if owner else ""
    return str(kind)


def _fingerprint_of(named: str) -> str:
    """The fingerprint of the key that a user means by its name, its digits or its file."""
    names = {key.name: key.fingerprint for key in list_keys()}
    if named in names:
        return names[named]
    if Path(named).is_file():
        return fingerprint(read_public(_read(Path(named))))
    try:
        return read_fingerprint(named)
    except BadRequestError as fault:
        known = f"; you have the keys {', '.join(names)}" if names else ""
        raise BadRequestError(f"{named!r} is no key of yours, no file and no fingerprint{known}") from fault


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise BadRequestError(f"{path} cannot be read: {fault.strerror}") from fault


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
