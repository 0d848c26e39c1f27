"""A package is a bag: a manifest names every file with its SHA-256, and no other file may be there (BagIt, RFC 8493).

Of all that BagIt allows our packages use one form only: version 1.0, SHA-256, no fetch.txt, and tag files that follow
from the payload and the statement, byte for byte. So a tag file cannot be changed unnoticed, although nothing signs it.
Bags of others, and packages that somebody unpacked, are validated by the `bagit` library, with what it leaves out.
"""

from __future__ import annotations

import logging
import os
import unicodedata
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from firmground.exchange.package.archive import PAYLOAD, check_name, fold_name
from firmground.exchange.package.faults import PackageFaultError, Step
from firmground.formats.files import MOST_BYTES, MOST_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BAGIT: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
_INFO: Final = "bag-info.txt"
REQUIRED: Final = ("bagit.txt", _INFO, MANIFEST, TAG_MANIFEST, "statement.json", "statement.sig")
_MADE_BY_SYSTEMS: Final = {".ds_store", "thumbs.db", "desktop.ini"}


def digest_files(members: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file, in hexadecimal digits."""
    return {name: sha256(content).hexdigest() for name, content in members.items()}


def write_manifest(digests: Mapping[str, str]) -> bytes:
    """A manifest of files with these digests. That of the payload has its own SHA-256 in the signed statement."""
    return "".join(f"{digests[name]}  {_encode(name)}\n" for name in sorted(digests)).encode()


def tag_files(
    members: Mapping[str, bytes], *, day: str, made_by: str, digests: Mapping[str, str] | None = None
) -> dict[str, bytes]:
    """The tag files of a bag with these payload files and statement. `members`: all files but those made here.

    `digests`: of the payload, where they are known.
    """
    payload = {name: content for name, content in members.items() if name.startswith(PAYLOAD)}
    octets = sum(map(len, payload.values()))
    info = f"Bag-Software-Agent: {made_by}\nBagging-Date: {day}\nPayload-Oxum: {octets}.{len(payload)}\n"
    manifest = write_manifest(digest_files(payload) if digests is None else digests)
    tags = {"bagit.txt": BAGIT, _INFO: info.encode(), MANIFEST: manifest}
    signed = {name: members[name] for name in members if name not in payload and name not in (*tags, TAG_MANIFEST)}
    return tags | {TAG_MANIFEST: write_manifest(digest_files(tags | signed))}


def check_bag(members: Mapping[str, bytes]) -> dict[str, str]:
    """The digests of the payload. Raises PackageFaultError if the files are not those of the manifests."""
    for needed in REQUIRED:
        if needed not in members:
            raise PackageFaultError(Step.BAG, f"its file {needed!r} is missing: this is no package, or not all of one")
    tags = {name: content for name, content in members.items() if not name.startswith(PAYLOAD)}
    digests = digest_files({name: content for name, content in members.items() if name not in tags})
    _check_manifest(MANIFEST, members[MANIFEST], digests)
    _check_manifest(TAG_MANIFEST, tags.pop(TAG_MANIFEST), digest_files(tags))
    return digests


def check_tag_files(members: Mapping[str, bytes], digests: Mapping[str, str], *, day: str, made_by: str) -> None:
    """Do the tag files follow from the payload and the statement? Whoever changed one may have changed its digest."""
    for name, content in tag_files(members, day=day, made_by=made_by, digests=digests).items():
        if members[name] != content:
            raise PackageFaultError(Step.BAG, f"its file {name!r} is not what follows from the rest: it was changed")


def _check_manifest(manifest: str, content: bytes, digests: Mapping[str, str]) -> None:
    listed = read_manifest(manifest, content)
    if added := digests.keys() - listed.keys():
        raise PackageFaultError(Step.BAG, f"its file {min(added)!r} is in no manifest: somebody added it")
    if missing := listed.keys() - digests.keys():
        raise PackageFaultError(Step.BAG, f"its file {min(missing)!r} is missing: somebody removed it")
    for name, digest in digests.items():
        if listed[name] != digest:
            raise PackageFaultError(Step.BAG, f"its file {name!r} is not what its manifest says: somebody changed it")


def _encode(name: str) -> str:
    # RFC 8493 section 2.1.3: "%" alone is left of what must be written otherwise; line ends are no part of our names.
    return name.replace("%", "%25")


def read_manifest(manifest: str, content: bytes) -> dict[str, str]:
    """Digest by name. Raises PackageFaultError for lines that are no such thing."""
    found: dict[str, str] = {}
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise PackageFaultError(Step.BAG, f"its {manifest} is not text: it was changed") from None
    for number, line in enumerate(text.splitlines(), start=1):
        digest, gap, name = line.partition("  ")
        name = name.replace("%25", "%")
        if not gap or check_name(name) or name in found or len(digest) != 2 * sha256().digest_size:
            raise PackageFaultError(Step.BAG, f"line {number} of its {manifest} is no digest and file: it was changed")
        found[name] = digest
    return found


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file of a package that somebody unpacked. Raises PackageFaultError for what no package unpacks into.

    A link is not followed: where it leads may have no end, or be none of the sender's business.
    """
    found: dict[str, bytes] = {}
    size = 0
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file():
            raise PackageFaultError(Step.BAG, f"{name!r} is a link or a device, which no package holds")
        if wrong := check_name(name):
            raise PackageFaultError(Step.BAG, f"it holds a file {name!r}, which {wrong}")
        size += path.stat().st_size
        if size > MOST_BYTES or len(found) >= MOST_ENTRIES:
            raise PackageFaultError(Step.BAG, "the folder is larger than any package")
        found[name] = path.read_bytes()
    return found


def _files(folder: Path) -> Iterator[Path]:
    for base, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(base, name) for name in (*sorted(files), *folders) if name in files or _is_link(base, name))


def _is_link(base: str, name: str) -> bool:
    return Path(base, name).is_symlink()


def validate_bag(folder: Path) -> list[str]:
    """Any bag of any version, in a folder: valid, and what is odd about it, a sentence each. Raises PackageFaultError.

    The `bagit` library validates; it says nothing of the white space in bagit.txt, of paths in fetch.txt that only
    another system would follow, nor of names that some systems cannot tell apart.
    """
    import bagit  # noqa: PLC0415 - nothing else needs it

    listening = _Listening()
    logger = logging.getLogger("bagit")
    level, spread = logger.level, logger.propagate
    logger.addHandler(listening)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        bag = bagit.Bag(str(folder))
        _check_declaration(folder)
        _check_fetch(bag)
        names = list(bag.entries)
        _drop_doubles(bag, folder)
        bag.validate()
    except (bagit.BagError, OSError, ValueError, UnicodeError) as fault:
        raise PackageFaultError(Step.BAG, f"is no valid bag: {fault}") from fault
    finally:
        logger.removeHandler(listening)
        logger.setLevel(level)
        logger.propagate = spread
    return [*listening.heard, *_oddities(names, folder)]


class _Listening(logging.Handler):
    """What the library has to say, which it tells to the log only."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


def _check_declaration(folder: Path) -> None:
    # RFC 8493 section 2.1.1: from version 1.0 on, no white space before the colon.
    text = (folder / "bagit.txt").read_text(encoding="utf-8-sig")
    if any(line.partition(":")[0] != line.partition(":")[0].strip() for line in text.splitlines()):
        raise ValueError("bagit.txt has white space before a colon")


def _check_fetch(bag: Any) -> None:
    for _, _, name in bag.fetch_entries():
        plain = name.replace("\\", "/")
        if not plain.removeprefix("./").startswith(PAYLOAD) or ".." in plain.split("/"):
            raise ValueError(f"fetch.txt would write to {name!r}, outside the payload")


def _drop_doubles(bag: Any, folder: Path) -> None:
    """A bag made where HELLO and hello are one file lists both and has one: it has all that it lists."""
    there = {fold_name(name): digests for name, digests in bag.entries.items() if (folder / name).is_file()}
    for name, digests in list(bag.entries.items()):
        if not (folder / name).exists() and there.get(fold_name(name)) == digests:
            del bag.entries[name]


def _oddities(names: list[str], folder: Path) -> Iterator[str]:
    alike = Counter(fold_name(name) for name in names)
    for name in names:
        if alike[fold_name(name)] > 1:
            yield f"{name} is a name that some systems cannot tell from another one in this bag"
        if unicodedata.normalize("NFC", name) != name:
            yield f"{name} is not written in composed letters (NFC)"
        if Path(name).name.lower() in _MADE_BY_SYSTEMS:
            yield f"{name} was made by a system, not by a person"
    for manifest in sorted(folder.glob("*manifest-*.txt")):
        lines = manifest.read_bytes().splitlines()
        if any(b" *" in line[:130] for line in lines):
            yield f"{manifest.name} was made with tools that mark binary files"
        if any(line.split(None, 1)[-1].lstrip(b"*").startswith(b"./") for line in lines if line.strip()):
            yield f"{manifest.name} names files beginning with ./"
