"""The case's own places and areas, findable by id and by any of their names in any script."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firmground.places import Area, Where


@dataclass(frozen=True, slots=True)
class Place:
    """A named place. `unit` is the administrative unit it lies in, as the file names it."""

    id: str
    name: str
    where: Where
    aliases: tuple[str, ...] = ()
    unit: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """`areas` is keyed by (level, folded name) and by ("", id)."""

    places: dict[str, Place] = field(default_factory=dict)
    areas: dict[tuple[str, str], Area] = field(default_factory=dict)

    def __post_init__(self) -> None:
        index: dict[str, list[str]] = {}
        for place in self.places.values():
            for name in {fold_name(text) for text in (place.id, place.name, *place.aliases)} - {""}:
                index.setdefault(name, []).append(place.id)
        object.__setattr__(self, "_index", index)

    def find(self, text: str) -> tuple[Place, ...]:
        """Every place that this id or name may mean: none, one, or several candidates. An id wins over names."""
        if text in self.places:
            return (self.places[text],)
        index: dict[str, list[str]] = self._index  # type: ignore[attr-defined]
        return tuple(self.places[place] for place in index.get(fold_name(text), ()))

    def find_area(self, level: str, name: str) -> Area | None:
        """The unit of this level and name, or of this id; without a level the only one of this name on any level."""
        folded = fold_name(name)
        found = self.areas.get((level, folded)) or self.areas.get(("", name))
        if found is not None or level or not folded:
            return found
        named = [area for (own, key), area in self.areas.items() if own and key == folded]
        return named[0] if len(named) == 1 else None


@cache
def fold_name(text: str) -> str:
    """A name without case, accents, hyphens and spaces, in any script. Not a transliteration."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept: list[Any] = [mark for mark in decomposed if unicodedata.category(mark)[0] in "LN"]
    return "".join(kept)
