"""write_export: the folder, whole or not at all, and nothing that was there before is touched."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firmground.errors import BadRequestError
from firmground.render.cards.embed import card_height, render_embed
from firmground.render.chapter_tables import chapter_files
from firmground.render.csv_tables import (
    best_values_csv,
    outcomes_csv,
    outcomes_spreadsheet_csv,
    undecided_csv,
    units_csv,
    units_spreadsheet_csv,
)
from firmground.render.export.datawrapper import datawrapper_tables
from firmground.render.export.index import render_index, render_readme
from firmground.render.export.names import number_names
from firmground.render.export.snippet import frame_card
from firmground.render.geo_export.geopackage import render_geopackage
from firmground.render.geo_export.geoparquet import render_geoparquet
from firmground.render.pictures.claim import draw_pictures
from firmground.render.pictures.png import MissingLettersError, to_png
from firmground.report.build import build_report
from firmground.report.chapters.room import WHOLE
from firmground.report.layers import claim_layer, control_layer, event_layer, place_layer
from firmground.report.units import list_units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from firmground.check import ClaimFindings, Findings
    from firmground.render.pictures.styles import Scheme
    from firmground.report.layers import Layer
    from firmground.report.model import ClaimSection, Report
    from firmground.report.units import UnitRow

FORMATS: Final = ("embed", "svg", "png", "csv", "datawrapper", "gpkg", "geoparquet")


@dataclass
class Export:
    """A folder in the making. `omitted`: pictures that could not be drawn, each with why."""

    folder: Path
    report: Report
    formats: frozenset[str]
    tell: Callable[[str], None]
    omitted: list[tuple[str, str]] = field(default_factory=list)

    def put(self, name: str, content: str | bytes) -> None:
        """Writes a file; folders are made as they are needed."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())


def write_export(
    findings: Findings,
    folder: str | Path,
    *,
    claims: Sequence[str] = (),
    formats: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Writes a folder with a subfolder for each claim, whole or not at all, and returns its path.

    `claims`: ids, all that were tested if empty. `formats`: some of `FORMATS`, all if empty. The folder must not
    exist, or be empty. Raises BadRequestError for anything else, and for a claim that was not tested.
    """
    return make_export(findings, Path(folder), claims=claims, formats=formats, progress=progress).folder


def make_export(
    findings: Findings,
    target: Path,
    *,
    claims: Sequence[str] = (),
    formats: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
    check: Callable[[Path], None] = lambda _: None,
) -> Export:
    """`write_export`, with what could not be drawn. `check`: given the finished folder before it is put in its place;
    what it raises is passed on, and then nothing was written.
    """
    chosen = _chosen_claims(findings, claims)
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise BadRequestError(f"there is no format {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    if not target.absolute().parent.is_dir():
        raise BadRequestError(f"there is no folder {target.parent} to make {target.name} in")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadRequestError(f"{target} exists and is not empty: name another folder, or take that one away first")
    making = Path(tempfile.mkdtemp(dir=target.absolute().parent, prefix=f".{target.name}."))
    try:
        tell = progress or (lambda _: None)
        export = Export(making, build_report(findings, WHOLE), frozenset(formats or FORMATS), tell)
        _fill(export, findings, chosen)
        check(making)
        making.chmod(0o755)  # a temporary folder is private, an export is not
        making.replace(target)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return replace(export, folder=target)


def _chosen_claims(findings: Findings, claims: Sequence[str]) -> set[str]:
    tested = [found.claim.id for found in findings.claims]
    untested = {claim.id: reason for claim, reason in findings.untested}
    for name in claims:
        if name in untested:
            raise BadRequestError(f"the claim {name} was not tested, so there is nothing to export: {untested[name]}")
        if name not in tested:
            raise BadRequestError(f"the case has no claim {name}; it has {', '.join(tested)}")
    return set(claims or tested)


def _fill(export: Export, findings: Findings, chosen: set[str]) -> None:
    report = export.report
    names = number_names(found.claim.id for found in findings.claims)
    layers = []
    for found, section in zip(findings.claims, report.claims, strict=True):
        if section.id not in chosen:
            continue
        folder = names[section.id]
        export.tell(f"claim {section.id}")
        units = list_units(findings, found, progress=export.tell)
        _put_claim(export, folder, section, units)
        if units and any(unit.where is not None for unit in units):
            layers.append(_claim_layer(export, folder, found, section, units))
    if "csv" in export.formats:
        export.tell("the tables of the chapters")
        for name, table in chapter_files(report).items():
            export.put(name, table)
    layers += _case_layers(export, findings)
    if "gpkg" in export.formats and layers:
        export.tell("the GeoPackage")
        export.put("case.gpkg", render_geopackage(layers))
    elif "gpkg" in export.formats:
        export.omitted.append(
            ("case.gpkg", "the case has nothing on the ground: no place, no map, no event with a point")
        )
    shown = [(names[claim.id], claim) for claim in report.claims if claim.id in chosen]
    listed = sorted(str(path.relative_to(export.folder).as_posix()) for path in export.folder.rglob("*.*"))
    export.put("README.txt", render_readme(report, shown, listed, export.omitted))
    export.put("index.html", render_index(report, shown, listed, export.omitted))


def _put_claim(export: Export, folder: str, section: ClaimSection, units: tuple[UnitRow, ...]) -> None:
    alone = replace(export.report, claims=(section,))
    if "embed" in export.formats:
        card = render_embed(export.report, section)
        export.put(f"{folder}/embed.html", card)
        export.put(
            f"{folder}/embed-to-paste.txt", frame_card(card, f"{section.by}: {section.says}", card_height(section))
        )
    if export.formats & {"svg", "png"}:
        _put_pictures(export, folder, section)
    if "csv" in export.formats:
        export.put(f"{folder}/outcomes.csv", outcomes_csv(alone))
        export.put(f"{folder}/outcomes.spreadsheet.csv", outcomes_spreadsheet_csv(alone))
        export.put(f"{folder}/undecided.csv", undecided_csv(alone))
        if section.best is not None:
            export.put(f"{folder}/best-value.csv", best_values_csv(alone))
        if units:
            export.put(f"{folder}/units.csv", units_csv(section, units))
            export.put(f"{folder}/units.spreadsheet.csv", units_spreadsheet_csv(section, units))
    if "datawrapper" in export.formats:
        for name, table in datawrapper_tables(section, units).items():
            export.put(f"{folder}/{name}", table)


def _put_pictures(export: Export, folder: str, section: ClaimSection) -> None:
    """Light and dark as SVG; light alone as PNG, which is for print and for posts."""
    schemes: tuple[tuple[Scheme, str], ...] = (("light", ""), ("dark", "-dark"))
    for scheme, ending in schemes:
        for name, picture in draw_pictures(export.report, section, scheme=scheme).items():
            if "svg" in export.formats:
                export.put(f"{folder}/{name}{ending}.svg", picture)
            if "png" in export.formats and scheme == "light":
                export.tell(f"claim {section.id}: {name}.png")
                try:
                    export.put(f"{folder}/{name}.png", to_png(picture))
                except MissingLettersError as fault:
                    export.omitted.append((f"{folder}/{name}.png", str(fault)))


def _claim_layer(
    export: Export, folder: str, found: ClaimFindings, section: ClaimSection, units: tuple[UnitRow, ...]
) -> Layer:
    layer = claim_layer(f"claim-{folder}", found, units, section.that)
    if "geoparquet" in export.formats:
        export.put(f"{folder}/units.parquet", render_geoparquet(layer))
    return layer


def _case_layers(export: Export, findings: Findings) -> list[Layer]:
    """Events, each map, places; none where neither format that holds them was asked for."""
    if not export.formats & {"gpkg", "geoparquet"}:
        return []
    export.tell("events, maps and places")
    case = findings.case
    maps = number_names(case.maps)
    layers = [
        event_layer(findings),
        *(control_layer(case, control, f"control-{maps[name]}") for name, control in case.maps.items()),
        place_layer(case),
    ]
    layers = [layer for layer in layers if len(layer)]
    if "geoparquet" in export.formats:
        for layer in layers:
            export.put(f"{layer.name}.parquet", render_geoparquet(layer))
    return layers
