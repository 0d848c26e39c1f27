"""What the other side is called in the merged case, and what its records are called where an id is taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.read.records import RESERVED_IDS
from firmground.read.wording import show

if TYPE_CHECKING:
    from collections.abc import Callable, Container

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_TAKEN = RESERVED_IDS | {"own"}
# Names of devices, which Windows opens instead of a file, whatever the folder.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")


def check_name(name: str) -> str:
    """The name under which the other side stands. Raises BadRequestError if it cannot be one."""
    if not _NAME.fullmatch(name) or name in _TAKEN or _DEVICES.fullmatch(name):
        raise BadRequestError(
            f"{show(name)} cannot stand for the other side: choose a short name of small letters, digits and hyphens, "
            "such as --as their-newsroom"
        )
    return name


def prefixed(name: str, identity: str) -> str:
    """The id of one of the other's records where it needs one of its own."""
    return f"{name}.{identity}"


def free_id(name: str, identity: str, taken: Callable[[str], bool]) -> str:
    """The same where one's own case may have something that is called so."""
    own, number = prefixed(name, identity), 2
    while taken(own):
        own, number = f"{prefixed(name, identity)}-{number}", number + 1
    return own


def marked(name: str, text: str) -> str:
    """A name of the other's that means something else in one's own case, so that the two are told apart."""
    return f"{text} ({name})"


def file_stem(identity: str, taken: Container[str]) -> str:
    """A name for a file, of plain letters whatever the id was: an id of a stranger never becomes a path."""
    plain = re.sub(r"[^a-z0-9]+", "-", identity.casefold()).strip("-")[:40].strip("-")
    stem = plain if plain and not _DEVICES.fullmatch(plain) else f"table-{plain}".strip("-")
    own, number = stem, 2
    while own in taken:
        own, number = f"{stem}-{number}", number + 1
    return own
