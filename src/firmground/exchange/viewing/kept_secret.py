"""What must be nowhere in what leaves, beside what the rules name: the words, ids and points of what is withheld."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.exchange.tables import Kind
from firmground.exchange.views import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.exchange.viewing.drafts import Draft, Mask
    from firmground.exchange.viewing.subjects import Subjects

# Tables are called by these in what is signed, whatever is shown of them.
_FILES = dict.fromkeys((Kind.EVENTS_ENTRY, Kind.MAPS_ENTRY, Kind.AREAS_ENTRY), ("file", "within"))
# A text shorter than this stands elsewhere for other reasons.
_TELLING = 12


def secrets_of(drafts: Sequence[Draft], subjects: Subjects) -> tuple[list[Secret], list[str]]:
    """What must be nowhere in what leaves, and notes on what is hidden but has the name of something that is shown."""
    texts, points = _all_shown(drafts)
    notes: list[str] = []
    found: list[Secret] = []
    for secret in subjects.secrets():
        names = tuple(name for name in secret.names if name not in texts)
        ids = tuple(one for one in secret.ids if one not in texts)
        kept = tuple(point for point in secret.points if point not in points)
        if (names, ids, kept) != (secret.names, secret.ids, secret.points):
            notes.append(f"{secret.what} is hidden, and something that is shown has the same name, id or point")
        found.append(replace(secret, names=names, ids=ids, points=kept))
    known = {text for secret in found for text in (*secret.names, *secret.ids)}
    for draft in drafts:
        found += _secrets_of_records(draft, texts | known, points)
    return found, notes


def _all_shown(drafts: Sequence[Draft]) -> tuple[set[str], set[tuple[float, float]]]:
    """Every text that a field shows as a whole, and every point."""
    texts: set[str] = set()
    points: set[tuple[float, float]] = set()
    for draft in drafts:
        for name in draft.table.columns:
            column = draft.column(name)
            codes = np.unique(column.codes[~draft.is_withheld(name)]) if draft.table.rows else ()
            texts |= {value for code in codes if isinstance(value := column.values[int(code)], str)}
        points |= _points(draft, ~(draft.is_withheld("lon") | draft.is_withheld("lat"))).keys()
    return texts, points


def _points(draft: Draft, rows: Mask) -> dict[tuple[float, float], None]:
    """The different points of some rows."""
    lon, lat = (axis[rows & ~np.isnan(axis)].tolist() for axis in draft.points())
    return dict.fromkeys(zip(lon, lat, strict=True))


def _tells(value: str, *, is_id: bool) -> bool:
    """Is it met for one reason alone? A short text, or an id that is a word, stands elsewhere for others."""
    return not value.isalpha() if is_id else len(value) >= _TELLING


def _secrets_of_records(draft: Draft, shown: set[str], points: set[tuple[float, float]]) -> Iterator[Secret]:
    """Ids, addresses, points and longer texts of a table that are withheld and stand in nothing that is shown."""
    texts: dict[str, dict[str, None]] = defaultdict(dict)
    for name in draft.table.columns:
        kept = draft.is_withheld(name)
        if not kept.any() or name == "geometry" or name in _FILES.get(draft.table.kind, ()):
            continue
        column = draft.column(name)
        for code in np.unique(column.codes[kept]).tolist():
            value = column.values[code]
            if isinstance(value, str) and value not in shown and _tells(value, is_id=name == "id"):
                texts["id" if name == "id" else "text"].setdefault(value)
    own = [one for one in _points(draft, draft.is_withheld("lon") | draft.is_withheld("lat")) if one not in points]
    if texts or own:
        what = f"what is withheld of {draft.table.name}"
        yield Secret(what, "", tuple(texts["text"]), tuple(texts["id"]), tuple(own))
