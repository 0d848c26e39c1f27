"""Opening what somebody else gave away: a package, checked first, or a plain case.

Nothing of it is run and no name in it becomes a path outside the folder that it is unpacked into. How large it would be
is known before anything of it is unpacked or read.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from firmground.case.handling import Label
from firmground.errors import BadRequestError
from firmground.exchange.package.opened import open_package, unpack_case
from firmground.exchange.package.verify import verify_package
from firmground.formats.files import MOST_BYTES, open_zip, read_member
from firmground.formats.findings import UnreadableFileError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator

MOST_FILES: Final = 10_000
_CASE_FILE: Final = "case.toml"
_PACKAGE: Final = "statement.json"


@dataclass(frozen=True, slots=True)
class Opened:
    """`folder`: the other's case on the disk, gone once the block ends if it was unpacked. `sender`: the fingerprint of
    the key that signed it, "" for what nobody signed; `audience`: whom it was made for, None where it does not say.
    `package`: it is a view of a case, in which things may be withheld.
    """

    folder: Path
    sender: str = ""
    audience: Label | None = None
    day: str = ""
    package: bool = False
    notes: tuple[str, ...] = ()


@contextmanager
def open_other(path: Path, *, unverified: bool, tell: Callable[[str], None]) -> Iterator[Opened]:
    """The other's case, while the block lasts. BadRequestError: there is none, it does not verify, or it is huge."""
    if path.name == _CASE_FILE and path.is_file():
        path = path.parent
    if path.is_dir() and not (path / _PACKAGE).is_file():
        if not (path / _CASE_FILE).is_file():
            raise BadRequestError(f"{path} is neither a package nor a case: there is no case.toml in it")
        check_size(path)
        yield Opened(path)
        return
    if not path.exists():
        raise BadRequestError(f"there is no file or folder {path}")
    with TemporaryDirectory(prefix="firmground-") as scratch:
        yield _open_package(path, Path(scratch), unverified=unverified, tell=tell)


def _open_package(path: Path, scratch: Path, *, unverified: bool, tell: Callable[[str], None]) -> Opened:
    verified = verify_package(path, progress=tell)
    if not verified.fault:
        unpack_case(open_package(path), scratch)
        outside = len(verified.outside)
        note = f"{outside:,} of the bounds that the sender gives cannot be true of the rows that he shows."
        return Opened(
            scratch, verified.fingerprint, _label(verified.audience), verified.day, package=True,
            notes=(note,) * bool(outside),
        )  # fmt: skip
    why = verified.fault[:1].lower() + verified.fault[1:].rstrip(".")
    if not unverified:
        raise BadRequestError(
            f"{path.name} does not verify: {why}. Nothing was merged. Ask for it again, or take "
            "it as what it is, a case that nobody signed, with --unverified"
        )
    note = f"The package did not verify: {why}. Nothing about its sender is known."
    folder = unpack_any(path, scratch) if path.is_file() else path / "data" / "case"
    if not (folder / _CASE_FILE).is_file():
        raise BadRequestError(f"there is no case in {path.name}")
    check_size(folder)
    return Opened(folder, "", _label(verified.audience), verified.day, package=True, notes=(note,))


def _label(text: str) -> Label | None:
    return Label(text) if text in list(Label) else None


def unpack_any(path: Path, scratch: Path) -> Path:
    """Unpacks the case in a zip that nobody vouches for; the folder that has its case.toml.

    Names that lead anywhere but down are refused, as are links, and sizes are checked first (`formats.files`).
    """
    try:
        with open_zip(path) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    _unpack(archive, member, scratch)
    except (UnreadableFileError, OSError) as fault:
        raise BadRequestError(f"{path.name} cannot be opened: {fault}") from None
    found = sorted(scratch.rglob(_CASE_FILE), key=lambda file: len(file.parts))
    if not found:
        raise BadRequestError(f"there is no case.toml in {path.name}")
    return found[0].parent


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, scratch: Path) -> None:
    name, windows = PurePosixPath(member.filename), PureWindowsPath(member.filename)
    outside = name.is_absolute() or windows.drive or windows.root or ".." in windows.parts or "\0" in member.filename
    if outside or (member.external_attr >> 16) & 0o170000 == 0o120000:
        raise BadRequestError(f"it holds {member.filename!r}, which leads out of it")
    target = scratch.joinpath(*name.parts)
    if not target.resolve().is_relative_to(scratch.resolve()):
        raise BadRequestError(f"it holds {member.filename!r}, which leads out of it")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(read_member(archive, member))


def check_size(folder: Path) -> None:
    """Raises BadRequestError for a folder that holds more than is read at once. Links are not followed."""
    files = total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            files += 1
            total += (Path(parent) / name).lstat().st_size
        if files > MOST_FILES or total > MOST_BYTES:
            raise BadRequestError(
                f"{folder.name} is too large to merge ({MOST_FILES:,} files and {MOST_BYTES >> 30} GB at most): "
                "ask for the part that you need"
            )
