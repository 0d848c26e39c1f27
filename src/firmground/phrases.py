"""Pieces of sentences that the whole house says alike: lists, and whole numbers between two ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def list_words(words: Iterable[str], last: str = "and") -> str:
    """As "a", "a and b", "a, b and c"; "" of none."""
    named = list(words)
    return f" {last} ".join(part for part in (", ".join(named[:-1]), *named[-1:]) if part)


def between_words(low: int, high: int) -> str:
    """As "1,204", "3 to 7"."""
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def several(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 row", "1,804 rows"; `many`: the plural, where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
