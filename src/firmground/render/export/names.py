"""Names of files and layers, made from the ids of a case but never from their raw text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST: Final = 48


def plain_name(text: str) -> str:
    """Small Latin letters, digits and hyphens, at most 48 of them; "" where the text has none."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:_MOST].strip("-")


def number_names(ids: Iterable[str]) -> dict[str, str]:
    """A name for each id: its place in the list and what can be kept of it, as "03-reuters-november".

    The number keeps two of them apart, keeps their order in a folder, and makes no name that Windows reserves.
    """
    return {one: f"{n:02d}-{plain_name(one)}".rstrip("-") for n, one in enumerate(ids, start=1)}
