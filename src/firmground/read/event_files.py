"""One file of events as columns under our names, before anything in it is understood.

Which of its columns is which comes from three places, in this order: `[events.columns]` of the case, the layout
of a published data set, and the header itself. Columns that nobody asks for are kept under their own names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.events import EventTable
from firmground.errors import CaseProblem, Effect
from firmground.formats.layouts import EVENT_LAYOUTS, Derived, EventLayout, recognise_layout
from firmground.formats.maps import MAP_ENDINGS, FeatureSet, read_features
from firmground.formats.tables import Table, read_table
from firmground.read.event_withheld import Withheld
from firmground.read.wording import show, suggest
from firmground.texts import Texts, code_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from firmground.read.files import CaseFiles
    from firmground.read.records import Record

COLUMNS = (
    "id", "date", "date_from", "date_until", "reported", "place", "lon", "lat", "radius_km", "area", "level",
    "by", "kind", "target", "strikes", "source", "url", "note", "duplicate_of", "unplaced", "withheld",
)  # fmt: skip

_OWN = frozenset(EventTable.__dataclass_fields__)
_TABLE_ENDINGS = (".parquet", ".zip")


@dataclass(frozen=True)
class EventEntry:
    """An entry of `[[events]]`, as far as it could be read.

    `rewritten_from`: the layout that its rows were read with before they were written in our own columns; their sources
    are that publisher's references.
    """

    dataset: str
    file: str
    source: str
    layout: EventLayout | None
    sheet: str
    encoding: str
    header: tuple[str, ...]
    date_format: str
    complete: bool
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    rewritten_from: str = ""


@dataclass
class EventFile:
    """The texts of one file. `raw`: its columns as they are; `misplaced`: records whose geometry is no point."""

    name: str
    table: Table
    misplaced: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.table.rows)


def read_entry(record: Record, taken: Mapping[str, object]) -> EventEntry | None:
    """What `case.toml` says of one file of events; None, with a problem, where it names no file."""
    file = record.required("file")
    if "id" not in record and file:
        key = file.rsplit("/", 1)[-1].split(".", 1)[0]
        if not key or key in taken:
            what = f"another entry is called {show(key)} too"
            record.problem(what, 'give this one an id = "…" of its own', Effect.REFUSED)
            key = ""
    else:
        key = record.identity(taken)
    word, layout = record.text("layout"), EVENT_LAYOUTS.get(record.text("layout"))
    if word and layout is None:
        record.problem(f"the layout {show(word)} is not known", suggest(word, EVENT_LAYOUTS), Effect.WIDENED)
    rewritten_from = record.text("rewritten_from")
    if rewritten_from and rewritten_from not in EVENT_LAYOUTS:
        record.problem(f"the layout {show(rewritten_from)} is not known", suggest(rewritten_from, EVENT_LAYOUTS))
    date_format = record.text("date_format")
    if date_format and "%" not in date_format:
        hint = 'write the parts as %d, %m and %Y: "%d/%m/%Y" for 21/10/2015'
        record.problem(f"date_format {show(date_format)} has no parts", hint, Effect.WIDENED)
    entry = EventEntry(
        dataset=key,
        file=file,
        source=record.text("source"),
        layout=layout,
        sheet=record.text("sheet"),
        encoding=record.text("encoding"),
        header=record.texts("header"),
        date_format=date_format,
        complete=record.flag("complete"),
        columns={ours: found.texts(ours) for found, ours in _settings(record, "columns")},
        constants={ours: ";".join(found.texts(ours)) for found, ours in _settings(record, "constants")},
        rewritten_from=rewritten_from,
    )
    record.close()
    return entry if key and file else None


def _settings(record: Record, key: str) -> list[tuple[Record, str]]:
    """The keys of a table of settings that are columns of ours; any other is a problem."""
    table = record.table(key)
    if table is None:
        return []
    for ours in table:
        if ours not in COLUMNS:
            hint = suggest(ours, COLUMNS, "other columns are kept under their own names without being listed")
            table.problem(f"`{key}` has {show(ours)}, which is no column of events", hint)
    return [(table, ours) for ours in table if ours in COLUMNS]


def read_event_file(files: CaseFiles, entry: EventEntry, path: Path) -> EventFile:
    """The columns of a table, or of a map of points."""
    name = files.open(path)
    plain = path.name.lower().removesuffix(".gz")
    if plain.endswith(MAP_ENDINGS) and not plain.endswith(_TABLE_ENDINGS):
        features, problems = read_features(path, name=name, layer=entry.sheet)
        files.problems.extend(problems)
        return _tabulate(name, features)
    table, problems = read_table(path, name=name, sheet=entry.sheet, encoding=entry.encoding, header=entry.header)
    files.problems.extend(problems)
    own = entry.layout is None and not entry.columns and not entry.rewritten_from
    likely = recognise_layout(table.names) if own else None
    if likely is not None:
        what = f"this looks like {likely.title}, of which no layout is named"
        hint = f'add layout = "{likely.id}" to read its columns and precision codes'
        files.problems.append(CaseProblem(name, 1, what, hint, Effect.NOTED))
    return EventFile(name, table)


def _tabulate(name: str, features: FeatureSet) -> EventFile:
    """A map of points as a table. What is no point has no coordinates: its middle would say more than the file."""
    found = features.features
    names = list(dict.fromkeys(key for feature in found for key in feature.properties))
    columns = {key: Texts.of(feature.properties.get(key, "") for feature in found) for key in names}
    misplaced: dict[int, str] = {}
    points: list[tuple[str, str]] = []
    for index, feature in enumerate(found):
        kind = "" if feature.geometry is None or feature.geometry.is_empty else feature.geometry.geom_type
        if kind not in {"", "Point"}:
            misplaced[index] = f"its geometry is a {kind}, not a point"
        points.append((repr(feature.geometry.x), repr(feature.geometry.y)) if kind == "Point" else ("", ""))
    for axis, key in enumerate(("lon", "lat")):
        columns.setdefault(key, Texts.of(point[axis] for point in points))
    rows = [feature.number for feature in found]
    return EventFile(name, Table(tuple(columns), columns, rows, features.read, features.refused), misplaced)


def map_columns(record: Record, entry: EventEntry, file: EventFile) -> tuple[dict[str, Texts], dict[str, Texts]]:
    """Our columns, each as long as the file, "" where it says nothing; and every other column under its name.

    Constants fill no cell that is withheld. What a layout makes of rows of which anything is withheld nobody can tell:
    nothing is known of them.
    """
    table = file.table
    ours: dict[str, Texts] = {}
    taken: set[str] = set()
    withheld = _read_withheld(record, entry, file)
    for name in COLUMNS:
        theirs = _their_columns(record, entry, name, table.names)
        if theirs is None and entry.layout is not None:
            cells = _derive(entry.layout.derived[name], table, len(file))
        else:
            cells = _first_filled([table.columns[column] for column in theirs or ()], len(file))
        if entry.layout is not None and withheld.any:
            cells = cells.changed(withheld.of(), "")
        if name == "withheld":
            cells = withheld.column
        elif name != "radius_km":
            # How wide a place is may also follow from a code of precision, which goes before a constant.
            cells = _fill(cells, entry.constants.get(name, ""), withheld, name)
        ours[name] = cells
        taken |= {name} & set(theirs or ())
    extra = {
        f"{name} (file)" if name in _OWN else name: cells.stripped()
        for name, cells in table.columns.items()
        if name not in taken or name not in _OWN
    }
    return ours, extra


def _read_withheld(record: Record, entry: EventEntry, file: EventFile) -> Withheld:
    """What is withheld of each row."""
    theirs = _their_columns(record, entry, "withheld", file.table.names)
    cells = _first_filled([file.table.columns[column] for column in theirs or ()], len(file))
    constant = entry.constants.get("withheld", "")
    withheld = Withheld(cells.reading(lambda cell: cell or constant))
    return withheld if entry.layout is None or not withheld.any else withheld.with_all(withheld.of())


def _their_columns(record: Record, entry: EventEntry, name: str, present: tuple[str, ...]) -> list[str] | None:
    """The columns of the file that stand for ours, in the order of choice; None where the layout derives ours.

    A column that the case names and the file lacks is a problem.
    """
    if name in entry.columns:
        for column in entry.columns[name]:
            if column not in present and present:
                hint = suggest(column, present)
                what = f"{entry.file} has no column {show(column)}, named as `{name}`"
                record.problem(what, hint, Effect.WIDENED)
        return [column for column in entry.columns[name] if column in present]
    if entry.layout is not None and name in entry.layout.derived:
        return None
    if entry.layout is not None and name in entry.layout.columns:
        named = entry.layout.columns[name]
        found = [column for column in ((named,) if isinstance(named, str) else named) if column in present]
        if found:
            return found
    folded = {column.casefold(): column for column in reversed(present)}
    return [folded[name]] if name in folded else []


def _first_filled(columns: list[Texts], length: int) -> Texts:
    if not columns:
        return Texts.same("", length)
    found = columns[0].stripped()
    for column in columns[1:]:
        empty = ~found.filled()
        found = found.changed(empty, column.taken(empty).stripped())
    return found


def _derive(derived: Derived, table: Table, length: int) -> Texts:
    """A column made of several. Each combination of cells is read once."""
    nothing = Texts.same("", length)
    needed = [table.columns.get(column, nothing) for column in derived.needs]
    code, first = code_rows(*(column.codes for column in needed))
    return Texts.recoded([derived.read(*(column[row] for column in needed)) for row in first.tolist()], code)


def _fill(cells: Texts, constant: str, withheld: Withheld, name: str) -> Texts:
    if not constant:
        return cells
    filled = cells.reading(lambda cell: cell or constant)
    kept = withheld.kept_from(name) if withheld.any else np.zeros(0, dtype=np.bool_)
    return filled.changed(kept, cells.taken(kept)) if kept.any() else filled
