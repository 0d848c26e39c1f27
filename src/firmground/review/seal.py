"""Fingerprints of questions, so that an answer is kept for what it was given to, and asked again when that changes."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import TYPE_CHECKING

from firmground.read.records import RESERVED_IDS

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from firmground.review.proposal import Kind, SeenRow

KEY_LENGTH = 12  # characters of a fingerprint that stand in an address


def seal(
    kind: Kind, subject: str, rows: Sequence[SeenRow], row_count: int, about: Sequence[object] = ()
) -> tuple[str, str]:
    """A short key for addresses, and the fingerprint: equal as long as kind, subject, rows and candidates are.

    Of a row its file, id and words count, not its number: a line added above it changes nothing.
    """
    what = [str(kind), subject, row_count, [(row.file, row.id, row.words) for row in rows], list(about)]
    body = json.dumps(what, ensure_ascii=True, sort_keys=True, default=str).encode()
    digest = hashlib.sha256(body).hexdigest()
    return digest[:KEY_LENGTH], digest[:24]


def make_id(name: str, taken: Container[str]) -> str:
    """An id for a new entry: the name in small letters and hyphens, else a part of its fingerprint."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    spaced = "".join(
        letter if letter.isascii() and letter.isalnum() else " "
        for letter in decomposed
        if not unicodedata.combining(letter)
    )
    short = "-".join(spaced.split())[:40].strip("-")
    if not short or short in RESERVED_IDS:
        short = f"place-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
    own, number = short, 2
    while own in taken:
        own, number = f"{short}-{number}", number + 1
    return own
