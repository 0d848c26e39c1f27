"""A package that was opened: its bytes are as firmground writes them, and what they say is signed by its key.

Nothing of it was computed yet, and nothing is on the disk. Whether to believe in the key is for whoever opened it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec

from firmground.errors import BadRequestError
from firmground.exchange.package.archive import read_archive, write_archive
from firmground.exchange.package.bag import (
    MANIFEST,
    check_bag,
    check_tag_files,
    digest_files,
    read_folder,
    tag_files,
    validate_bag,
    write_manifest,
)
from firmground.exchange.package.faults import PackageFaultError, Step
from firmground.exchange.package.findings import FILE as FINDINGS
from firmground.exchange.package.statement import KEY_BYTES, read_statement, write_statement
from firmground.proofs.canonical import canonical
from firmground.proofs.commitments import from_text, to_text
from firmground.proofs.signatures import check_signature, sign
from firmground.render.write import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from firmground.exchange.package.statement import Statement
    from firmground.proofs.keys import SigningKey

CASE: Final = "data/case/"
STATEMENT, SIGNATURE, STAMP = "statement.json", "statement.sig", "statement.tsr"


@dataclass(frozen=True, eq=False)
class Package:
    """`members`: every file by name. `statement`: what is signed."""

    members: dict[str, bytes]
    statement: Statement

    @property
    def key(self) -> bytes:
        """The raw public key that the statement is signed with."""
        return from_text(self.statement.key, KEY_BYTES)

    @property
    def digest(self) -> bytes:
        """SHA-256 of the statement: what a time stamp is for."""
        return sha256(self.members[STATEMENT]).digest()

    @property
    def stamp(self) -> bytes | None:
        return self.members.get(STAMP)


def open_package(path: Path, progress: Callable[[str], None] | None = None) -> Package:
    """Opens a zip, or the folder that it was unpacked into. Raises BadRequestError if there is none.

    Raises PackageFaultError (which is one, too) for the first thing that is wrong with its bytes or its signature.
    """
    tell = progress or (lambda _: None)
    tell(f"opening {path.name}")
    if not path.exists():
        raise BadRequestError(f"there is no file {path}")
    members = read_folder(path) if path.is_dir() else read_archive(path)
    tell("comparing its files with its manifest")
    digests = check_bag(members)
    if path.is_dir():
        validate_bag(path)  # what came from a zip is on no disk
    statement = read_statement(members[STATEMENT])
    _check_signature(statement, members)
    check_tag_files(members, digests, day=statement.day, made_by=statement.made_by)
    return Package(members, statement)


def seal_members(
    payload: dict[str, bytes], statement: Statement, key: SigningKey
) -> tuple[dict[str, bytes], Statement]:
    """Every file of a package, and its statement with the digests of the files, which are filled in here."""
    digests = digest_files(payload)
    manifest = sha256(write_manifest(digests)).hexdigest()
    statement = msgspec.structs.replace(statement, manifest=manifest, findings=digests.get(FINDINGS, ""))
    raw = write_statement(statement)
    signature = canonical({"key": to_text(key.public), "signature": sign(key.private, raw)})
    members = {**payload, STATEMENT: raw, SIGNATURE: signature}
    tags = tag_files(members, day=statement.day, made_by=statement.made_by, digests=digests)
    return members | tags, statement


def _check_signature(statement: Statement, members: dict[str, bytes]) -> None:
    signed = _Signature.read(members[SIGNATURE])
    if signed.key != statement.key:
        raise _fault("its signature is by another key than its statement names")
    if not check_signature(from_text(statement.key, KEY_BYTES), members[STATEMENT], signed.signature):
        raise _fault("its signature does not fit its statement: one of them was changed, or is another package's")
    if sha256(members[MANIFEST]).hexdigest() != statement.manifest:
        raise _fault("its signed statement is for other files than these: files were changed after it was signed")
    findings = sha256(members[FINDINGS]).hexdigest() if FINDINGS in members else ""
    if findings != statement.findings:
        raise _fault("its signed statement is for other findings than these")


class _Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    signature: str

    @staticmethod
    def read(raw: bytes) -> _Signature:
        try:
            found = msgspec.json.decode(raw, type=_Signature)
        except (msgspec.MsgspecError, ValueError) as fault:
            raise _fault(f"its signature cannot be read: {fault}") from fault
        if canonical({"key": found.key, "signature": found.signature}) != raw:
            raise _fault("its signature is not written in the one way in which it is written")
        return found


def unpack_case(package: Package, folder: Path) -> None:
    """Writes the case that a package shows into a folder, which must be empty or not exist."""
    if folder.exists() and any(folder.iterdir()):
        raise BadRequestError(f"{folder} is not empty: name a folder that does not exist yet")
    for name, content in package.members.items():
        if name.startswith(CASE):  # names were checked as the archive was read: none leads out
            target = folder / name.removeprefix(CASE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def add_stamp(path: Path, reply: bytes) -> None:
    """Puts a time stamp for its statement into a package, in place of one that it has. Raises BadRequestError."""
    if path.is_dir():
        raise BadRequestError("a time stamp is put into the one file of a package, not into a folder")
    package = open_package(path)
    members = {**package.members, STAMP: reply}
    tags = tag_files(members, day=package.statement.day, made_by=package.statement.made_by)
    write_whole(path, write_archive(members | tags))


def _fault(what: str) -> PackageFaultError:
    return PackageFaultError(Step.SIGNATURE, what)
