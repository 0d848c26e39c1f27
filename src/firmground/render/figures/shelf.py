"""What the figures of one page have in common, held by the page once: frames of a map, grids, brackets, names of rows.

A figure that stands alone (an export, a card, a page of the app) is drawn without a shelf and holds all of its parts.
"""

from __future__ import annotations

from markupsafe import Markup


class Shelf:
    """Parts under ids of ours. `put` may be asked for the same part any number of times."""

    def __init__(self, prefix: str = "s") -> None:
        self._prefix = prefix
        self._ids: dict[Markup, str] = {}

    def put(self, part: Markup) -> str:
        """The id of the part, which must be one element."""
        return self._ids.setdefault(part, f"{self._prefix}{len(self._ids)}")

    def write(self) -> Markup:
        """All parts, for an element of the page that shows nothing by itself."""
        parts = (Markup('<g id="{}">{}</g>').format(name, part) for part, name in self._ids.items())
        return Markup("").join(parts)


def lay(part: Markup, shelf: Shelf | None) -> Markup:
    """The part itself, or the way to where the page holds it; nothing stays nothing."""
    return part if shelf is None or not part else Markup('<use href="#{}"/>').format(shelf.put(part))
