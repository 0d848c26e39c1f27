"""Keys and entries as they are said where something is proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.proofs.fingerprint import fingerprint
from firmground.proofs.keys import find_key

if TYPE_CHECKING:
    from firmground.proofs.seals import Entry

MOST_SHOWN = 400  # letters of one field


def key_words(public: bytes) -> str:
    """A key by the name that this user gave it, else as a stranger's; with its fingerprint either way."""
    try:
        known = find_key(public)
    except (BadRequestError, OSError):
        known = None  # a folder of keys that cannot be read is told where keys are used, not here
    return f"the key {known.name} ({fingerprint(public)})" if known else f"the key {fingerprint(public)}"


def show_fields(entry: Entry) -> str:
    """One entry on one line: its fields with their names, long ones cut."""
    parts = []
    for name, value in entry.fields.items():
        text = "" if value is None else str(value)
        if text:
            parts.append(f"{name} = {text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + '…'}")
    empty = "what is shown of it is empty" if entry.withheld else "empty, as a list is filled up with"
    return f"no. {entry.number:,}: {'; '.join(parts) or empty}"
