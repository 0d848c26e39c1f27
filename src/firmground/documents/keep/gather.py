"""Files, folders of them and pasted text become arrivals: what may be opened is opened, bounded; the rest is told.

Nothing that a person names can hang the program: no pipe and no device is read, no link in a folder is followed, and
nothing larger than a page can be is loaded.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections import Counter
from pathlib import Path
from typing import IO, TYPE_CHECKING

from firmground.documents.keep.offers import PASTED, Arrival, Passed, Refusal, utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from firmground.documents.keep.offers import Offer

MOST_BYTES = 64 * 2**20
MOST_FILES = 10_000
MOST_MESSAGES = 10_000
# What is taken from a folder; a file that is named itself may end in anything.
ENDINGS = (".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".pdf", ".eml", ".mbox")

# The line that divides the messages of a mailbox, after a blank one: "From somebody Sat Mar  9 10:00:00 2024".
_MESSAGE = re.compile(rb"(?:\A|\r?\n\r?\n)From \S{1,200} +([^\r\n]{16,60})\r?\n")
_STAMPED = re.compile(rb"\d\d:\d\d.*\d{4}")
_SIZE = f"{MOST_BYTES // 2**20} MB"


def gather_files(
    names: Sequence[str],
    *,
    standard_input: IO[bytes] | None = None,
    without: Sequence[Path] = (),
    now: Callable[[], str] = utc_now,
    progress: Callable[[str], None] | None = None,
) -> Iterator[Offer]:
    """What these names bring, in their order: files, folders (their files by name), "-" for pasted text.

    `without`: folders that are passed over, the case's own. Files are opened one at a time, as they are asked for.
    """
    for name in names:
        if name == "-":
            yield _pasted(standard_input, now())
        elif Path(name).is_dir():
            yield from _from_folder(Path(name), without, now, progress)
        else:
            if progress:
                progress(f"reading {name}")
            yield from _from_file(Path(name), Path(name).name, now())


def _pasted(standard_input: IO[bytes] | None, received: str) -> Offer:
    content = standard_input.read(MOST_BYTES + 1) if standard_input is not None else b""
    if len(content) > MOST_BYTES:
        return Refusal(PASTED, f"more than {_SIZE} were pasted: save them as files, page by page")
    if not content.strip():
        return Refusal(PASTED, "nothing was pasted: paste the text and end with Ctrl-D, or name a file")
    return Arrival(content, "pasted.txt", PASTED, received, media_hint="text")


def _from_folder(
    folder: Path, without: Sequence[Path], now: Callable[[], str], progress: Callable[[str], None] | None
) -> Iterator[Offer]:
    passed: Counter[str] = Counter()
    taken = 0
    for path in _walk(folder, [place.resolve() for place in without], passed):
        if taken == MOST_FILES:
            yield Refusal(_written(folder), f"more than {MOST_FILES:,} files lie in it: name its folders one by one")
            return
        taken += 1
        inside = path.relative_to(folder).as_posix()
        if progress:
            progress(f"reading {inside} ({taken:,})")
        yield from _from_file(path, inside, now())
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in passed.most_common(8))
    if kinds:
        yield Passed(_written(folder), f"{kinds}. A file that is named itself may end in anything.")
    if not taken:
        yield Refusal(_written(folder), f"no page lies in it: pages end in {', '.join(ENDINGS)}")


def _walk(folder: Path, without: Sequence[Path], passed: Counter[str]) -> Iterator[Path]:
    """The pages in a folder and in the folders in it; what is no page is counted in `passed`."""
    for at, folders, files in os.walk(folder, followlinks=False):
        here = Path(at)
        pages = {name.rsplit(".", 1)[0] for name in files if name.lower().endswith((".html", ".htm"))}
        for name in sorted(folders):
            # A browser that saves a page puts its pictures and frames into a folder beside it.
            frames = name.endswith("_files") and name.removesuffix("_files") in pages
            if (here / name).is_symlink():
                passed["links"] += 1
            elif frames:
                passed["folders of a saved page's pictures"] += 1
            elif not name.startswith(".") and (here / name).resolve() not in without:
                continue
            folders.remove(name)
        folders.sort()
        for name in sorted(files):
            if name.startswith("."):
                continue
            if (here / name).is_symlink():
                passed["links"] += 1
            elif name.lower().endswith(ENDINGS):
                yield here / name
            else:
                passed[Path(name).suffix.lower()[:12] or "without ending"] += 1


def _from_file(path: Path, name: str, received: str) -> Iterator[Offer]:
    origin = _written(name)
    try:
        content = read_bounded(path)
    except ValueError as fault:
        yield Refusal(origin, str(fault))
        return
    if path.suffix.lower() == ".mbox" or _is_mailbox(content):
        yield from _messages(content, origin, received)
    else:
        yield Arrival(content, origin.rsplit("/", 1)[-1], origin, received)


def read_bounded(path: Path) -> bytes:
    """The content of a regular file of bounded size. Raises ValueError with what is wrong and what to do."""
    try:
        # Without O_NONBLOCK a pipe would be waited for before it could be refused.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as fault:
        raise ValueError(_why_not(fault)) from None
    with os.fdopen(handle, "rb") as opened:
        found = os.fstat(opened.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("is not a regular file: copy its content into one, or give it by way of -")
        if found.st_size > MOST_BYTES:
            raise ValueError(f"is larger than {_SIZE}: no page is; split it, or take the part that matters")
        try:
            content = opened.read(MOST_BYTES + 1)
        except OSError as fault:
            raise ValueError(_why_not(fault)) from None
    if len(content) > MOST_BYTES:
        raise ValueError(f"is larger than {_SIZE}: it is still being written to")
    if not content:
        raise ValueError("is empty")
    return content


def _is_mailbox(content: bytes) -> bool:
    return content.startswith(b"From ") and b"\nFrom: " in content[: 64 * 2**10]


def _messages(content: bytes, origin: str, received: str) -> Iterator[Offer]:
    """Each message of a mailbox, unchanged, as an arrival of its own, without the line "From ..." that divides them."""
    found = [mark for mark in _MESSAGE.finditer(content) if _STAMPED.search(mark[1])]
    if not found:
        yield Refusal(origin, "is no mailbox: none of its lines begins a message; save the messages as .eml")
        return
    if len(found) > MOST_MESSAGES:
        yield Refusal(origin, f"holds more than {MOST_MESSAGES:,} messages: save the ones that matter as .eml")
        return
    stops = [mark.start() for mark in found[1:]] + [len(content)]
    for number, (mark, stop) in enumerate(zip(found, stops, strict=True), start=1):
        message = content[mark.end() : stop]
        where = f"{origin}, message {number}"
        if message.strip():
            yield Arrival(message, f"message-{number}.eml", where, received, media_hint="email")
        else:
            yield Refusal(where, "is empty")


def _written(name: object) -> str:
    """A file name as it can be written into a table: bytes that are no text show as what they are."""
    return os.fsencode(str(name)).decode("utf-8", "backslashreplace").replace("\0", "")


def _why_not(fault: Exception) -> str:
    if isinstance(fault, FileNotFoundError):
        return "there is no such file"
    if isinstance(fault, PermissionError):
        return "may not be read by you: change the rights of the file"
    number = getattr(fault, "errno", None)
    if number == errno.ELOOP:
        return "is a link that leads round in a circle"
    if number == errno.ENXIO:
        return "is not a regular file: copy its content into one"
    return f"cannot be opened: {getattr(fault, 'strerror', None) or fault}"
