"""Names of places from rows of UCDP GED: what the coders wrote in `where_coordinates`, and the point they gave it.

A village that is named many times at one point is one place. The point is the named place's, whatever `where_prec` says
of the event: 1 is there and 2 within 25 km of it. How wide the place itself is the file does not say; here a village
has 2 km, a town 5, a city 10, anything else 5, and what is only ever coded as an area (2) has 25. Codes 3, 4 and 6 name
units, of which the point says nothing; 5 is a line or a fuzzy area.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from firmground.documents.places.from_case import centre_of, level_named
from firmground.documents.places.index import core_of
from firmground.documents.places.nouns import Entry
from firmground.documents.places.tokens import read_tokens
from firmground.documents.places.vocabulary import PHRASES
from firmground.formats.layouts import EVENT_LAYOUTS
from firmground.formats.tables import read_table
from firmground.places import Disc, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from firmground.case.events import EventTable
    from firmground.case.gazetteer import Gazetteer
    from firmground.case.gazetteer_files import GazetteerFile
    from firmground.errors import CaseProblem
    from firmground.places import Where

UCDP: Final = "ucdp"
_LAYOUT: Final = EVENT_LAYOUTS["ucdp-ged"]
_COLUMNS: Final = ("where_coordinates", "where_prec", "latitude", "longitude", "adm_1", "adm_2", "country")
_WIDTHS_KM: Final = {"village": 2.0, "town": 5.0, "city": 10.0, "suburb": 3.0}
_ELSE_KM, _AREA_KM = 5.0, 25.0
_LEVELS: Final = {"3": "2", "4": "1", "6": "country"}
_SLASH: Final = re.compile(r"\s*/\s*")
_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)\s*")


def rows_of_table(events: EventTable) -> Iterator[tuple[str, ...]]:
    """What rows in the UCDP layout say of their places, of the events of a case."""
    if not {"where_prec", "adm_1"} <= events.extra.keys():
        return iter(())
    extra = [events.extra.get(name, [""] * len(events)) for name in ("where_prec", "adm_1", "adm_2", "country")]
    rows = zip(events.place, events.lat.tolist(), events.lon.tolist(), *extra, strict=True)
    return (
        (name, prec, str(lat), str(lon), adm_1, adm_2, country)
        for name, lat, lon, prec, adm_1, adm_2, country in rows
        if prec
    )  # fmt: skip


def rows_of_file(file: GazetteerFile) -> tuple[Iterator[tuple[str, ...]], list[CaseProblem]]:
    """The same of a file that the user names."""
    table, problems = read_table(file.path, name=file.name)
    columns: Mapping[str, Sequence[str]] = table.columns
    cells = [columns.get(name) or [""] * len(table.rows) for name in _COLUMNS]
    return zip(*cells, strict=True), problems


def entries_of_ucdp(rows: Iterable[tuple[str, ...]], gazetteer: Gazetteer) -> Iterator[Entry]:
    """One entry for each name at each point, those of the most rows first, then one for each unit."""
    counts: Counter[tuple[str, str, str]] = Counter()
    codes: dict[tuple[str, str, str], set[str]] = {}
    units: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    found_units: dict[tuple[str, str], str] = {}
    for name, prec, lat, lon, adm_1, adm_2, country in rows:
        for level, unit, above in (("1", adm_1, country), ("2", adm_2, adm_1), ("country", country, "")):
            if unit.strip():
                found_units.setdefault((level, unit.strip()), above.strip())
        if name.strip() and prec in {"1", "2", "5"}:
            key = (" ".join(name.split()), lat.strip(), lon.strip())
            counts[key] += 1
            codes.setdefault(key, set()).add(prec)
            units.setdefault(key, (adm_2.strip(), adm_1.strip(), country.strip()))
    unit_names = {unit for _, unit in found_units}
    for key, count in counts.most_common():
        if key[0] not in unit_names and (entry := _entry(key, codes[key], units[key], count)):
            yield entry
    for (level, unit), above in found_units.items():
        yield _unit_entry(level, unit, above, gazetteer)


def _entry(key: tuple[str, str, str], codes: set[str], units: tuple[str, str, str], count: int) -> Entry | None:
    written, lat, lon = key
    try:
        centre = (float(lon), float(lat))
        where: Where = Disc(*centre)
    except ValueError:
        return None
    name, names, kind = read_name(written)
    rows = "1 row" if count == 1 else f"{count:,} rows"
    if codes == {"5"}:
        where, why = Unknown(_LAYOUT.where_precision[1]["5"].reason if _LAYOUT.where_precision else ""), rows
    else:
        width = _WIDTHS_KM.get(kind, _AREA_KM if codes == {"2"} else _ELSE_KM)
        where = Disc(*centre, width)
        why = f"{rows} of UCDP; {width:g} km for {_what(kind, codes)}"
    return Entry(
        f"ucdp:{written}@{lat},{lon}", name, names, where, UCDP, ", ".join(filter(None, units[:2])), "", centre, why,
        units[2],
    )  # fmt: skip


def _what(kind: str, codes: set[str]) -> str:
    return (
        f"a {kind}" if kind in _WIDTHS_KM else "what is coded as an area" if codes == {"2"} else "a place of its kind"
    )


def _unit_entry(level: str, unit: str, above: str, gazetteer: Gazetteer) -> Entry:
    name, names, _ = read_name(unit)
    area = gazetteer.find_area(level, unit) or gazetteer.find_area(level, name)
    what = "the country" if level == "country" else f"this unit of level {level}"
    where: Where = area or Unknown(f"the border of {what} is in none of the [[areas]]")
    return Entry(
        f"ucdp:{level}:{unit}", name, names, where, UCDP, above, level_named((unit,)) or level, centre_of(where)
    )


def read_name(written: str) -> tuple[str, tuple[str, ...], str]:
    """The name, all names, and the kind of place of "Asilah/Asili village": Asilah, Asili, and a village.

    What stands in brackets is another name of a village or town; of anything else it says where it lies. A phrase like
    "Northern Aleppo Governorate" or "Homs/Hama border" is a name only as a whole.
    """
    outside = " ".join(_BRACKETS.sub(" ", written).split())
    folds = [token.fold for token in read_tokens(outside)]
    if PHRASES.intersection(folds):
        return written, (), ""
    kind = next((fold for fold in reversed(folds) if fold in _WIDTHS_KM), "")
    inside = [part for part in _BRACKETS.findall(written) if part.strip()] if kind else []
    parts = [part for part in _SLASH.split(outside) if part.strip()]
    cores = [core for part in (*parts, *inside) if (core := core_text(part))]
    name = cores[0] if cores else outside
    return name, tuple(dict.fromkeys((written, *cores[1:]))), kind


def core_text(name: str) -> str:
    """The name as it is written, without "town", "Governorate" at its ends."""
    tokens = read_tokens(name)
    kept = core_of([token.fold for token in tokens])
    folds = [token.fold for token in tokens]
    for first in range(len(folds) - len(kept) + 1):
        if kept and tuple(folds[first : first + len(kept)]) == kept:
            return name[tokens[first].start : tokens[first + len(kept) - 1].stop]
    return name.strip()
