"""Lists that were committed to on a day without being shown, as far as whoever reads the case knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.places import Where


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry that is known: its number in the seal, from 1, its fields, and where it is.

    `where` is None for an entry that is empty, as a list is filled up with so that its length does not tell.
    """

    number: int
    fields: Mapping[str, str]
    where: Where | None


@dataclass(frozen=True, slots=True)
class SealedList:
    """A list of `size` entries under one seal, and those of them that are known here.

    `said`: the day that the seal itself names, by the word of whoever made it. `by`: the day by which it was surely
    sealed: that of its time stamp if one was verified (`stamped`), else the same word. Both as ordinals; nothing
    happened after the sealing unless its day is later than `by`, and nothing may have if all of its days are earlier
    than `said`. `key`: the fingerprint of whoever signed it. `root`: what the seal commits to, as its file writes it.
    """

    id: str
    title: str
    size: int
    said: int
    by: int
    stamped: bool
    key: str
    root: str
    entries: tuple[SealedEntry, ...] = ()

    @property
    def whole(self) -> bool:
        """Is every entry known?"""
        return len(self.entries) == self.size
