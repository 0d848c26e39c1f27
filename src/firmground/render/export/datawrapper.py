"""Tables that Datawrapper takes as they are: plain numbers, shares in percent, one heading a column.

Datawrapper shows some HTML in labels, so the signs that begin it are replaced; and what begins like a formula gets an
apostrophe, because people open the same file in a spreadsheet first.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

import shapely

from firmground.places import Area, Candidates, Disc
from firmground.render.csv_tables import spreadsheet_safe
from firmground.render.numbers import in_unit, unit_of
from firmground.render.visible import one_line
from firmground.report.regions import where_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firmground.places import Where
    from firmground.report.model import Claimed, ClaimSection, Range
    from firmground.report.units import UnitRow

Cell = str | float | int | None
_DIGITS: Final = 6  # of degrees in the shapes: a tenth of a metre


def datawrapper_tables(claim: ClaimSection, units: Iterable[UnitRow]) -> dict[str, str]:
    """The tables of a claim by file name; a table with nothing in it is left out."""
    counted = list(units)
    tables = {
        "datawrapper-bar.csv": _bar(claim),
        "datawrapper-rivals.csv": _rivals(claim),
        "datawrapper-choices.csv": _choices(claim),
        "datawrapper-symbols.csv": _symbols(counted),
    }
    written = {name: _write(rows) for name, rows in tables.items() if len(rows) > 1}
    if any(unit.where is not None for unit in counted) and (shapes := _shapes(counted)):
        written["datawrapper-areas.geojson"] = shapes
    return written


def _bar(claim: ClaimSection) -> list[list[Cell]]:
    """Stacked bars: what must, may and cannot be, of all that is counted."""
    rows: list[list[Cell]] = [["", "must be", "may be", "cannot be"]]
    if claim.counts is not None:
        what = label(f"{claim.unit_words} {claim.that}".strip())
        rows.append([what, claim.counts.must, claim.counts.may, claim.counts.cannot])
    return rows


def _rivals(claim: ClaimSection) -> list[list[Cell]]:
    """Range plot: what each said, in the order of the report, and what the data allow."""
    unit = _unit(claim)
    rows: list[list[Cell]] = [["who", "counted in", f"from{unit}", f"to{unit}"]]
    rows.append([label(f"{claim.by}, {claim.on}"), label(claim.unit_words), *_claimed(claim, claim.claimed)])
    rows += [
        [label(f"{rival.by}, {rival.on}"), label(rival.unit), *_claimed(claim, rival.claimed)]
        for rival in claim.rivals
        if rival.claimed is not None and rival.measure in {"", claim.measure}
    ]
    rows.append(["What the data allow", label(claim.unit_words), *_bounds(claim, claim.bounds)])
    return rows


def _choices(claim: ClaimSection) -> list[list[Cell]]:
    """Range plot: the bounds under every combination of choices, beside the accepted values."""
    unit = _unit(claim)
    head = ["choices", "question", f"low{unit}", f"high{unit}", f"claimed from{unit}", f"claimed to{unit}", "standing"]
    rows: list[list[Cell]] = [list(head)]
    for facet in claim.facets:
        for outcome in facet.outcomes:
            words = "; ".join(outcome.choices.values()) or "as meant"
            ends = (*_bounds(claim, outcome.bounds), *_claimed(claim, claim.claimed))
            rows.append([label(words), label(facet.title), *ends, outcome.standing])
    return rows


def _symbols(units: list[UnitRow]) -> list[list[Cell]]:
    """Symbol map: the middle of each place with its width. The middle is where the symbol stands, no more."""
    rows: list[list[Cell]] = [["lat", "lon", "name", "standing", "within km", "note"]]
    for unit in units:
        for where in _options(unit.where):
            if isinstance(where, Disc):
                note = f"somewhere within {where.radius_km:g} km" if where.radius_km else "an exact point"
                rows.append([where.lat, where.lon, label(unit.label), unit.standing, where.radius_km, note])
            else:
                middle = where.geometry.representative_point()
                rows.append([
                    round(middle.y, _DIGITS), round(middle.x, _DIGITS), label(unit.label), unit.standing, None,
                    label(f"somewhere in {where.name}"),
                ])  # fmt: skip
    return rows


def _options(where: Where | None) -> Iterator[Disc | Area]:
    if isinstance(where, Disc | Area):
        yield where
    elif isinstance(where, Candidates):
        for option in where.options:
            yield from _options(option)


def _shapes(units: list[UnitRow]) -> str:
    """The places as wide as they are known, the widest first, as GeoJSON (RFC 7946)."""
    shapes = [(unit, shape) for unit in units if unit.where is not None and (shape := where_shape(unit.where))]
    if not shapes:
        return ""
    features = [
        {
            "type": "Feature",
            "properties": {"name": label(unit.label), "standing": unit.standing, "within_km": unit.radius_km},
            "geometry": json.loads(shapely.to_geojson(shapely.set_precision(shape, 10**-_DIGITS))),
        }
        for unit, shape in sorted(shapes, key=lambda pair: -float(pair[1].area))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, allow_nan=False)


def label(text: str) -> str:
    """A text as a label that no program takes for markup or a formula."""
    return spreadsheet_safe(one_line(text).replace("<", "\u2039").replace(">", "\u203a"))


def _unit(claim: ClaimSection) -> str:
    return unit_of(claim.measure)


def _number(claim: ClaimSection, value: float | None) -> float | None:
    return None if value is None else in_unit(value, claim.measure)


def _bounds(claim: ClaimSection, bounds: Range | None) -> tuple[Cell, Cell]:
    return (None, None) if bounds is None else (_number(claim, bounds.low), _number(claim, bounds.high))


def _claimed(claim: ClaimSection, claimed: Claimed | None) -> tuple[Cell, Cell]:
    return (None, None) if claimed is None else (_number(claim, claimed.low), _number(claim, claimed.high))


def _write(rows: list[list[Any]]) -> str:
    page = io.StringIO(newline="")
    csv.writer(page, lineterminator="\n").writerows(rows)
    return page.getvalue()
