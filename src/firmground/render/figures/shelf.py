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
        return Markup("").join(_name(part, name) for part, name in self._ids.items())


def _name(part: Markup, name: str) -> Markup:
    tag = len(part.split(">", 1)[0].split(" ", 1)[0].rstrip("/"))
    return part[:tag] + Markup(' id="{}"').format(name) + part[tag:]


def lay(part: Markup, shelf: Shelf | None) -> Markup:
    """The part itself, or the way to where the page holds it; nothing stays nothing."""
    return part if shelf is None or not part else Markup('<use href="#{}"/>').format(shelf.put(part))
