"""Cells that could not be read and that one change would mend: dates that are no dates, coordinates that are none."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from firmground.dates import NO_START, NO_STOP
from firmground.formats.tables import TEXT_ENDINGS, read_table
from firmground.review.proposal import ANSWER, Ask, FieldChange, Kind, Option, Proposal, Write
from firmground.review.rows import see_rows
from firmground.review.seal import seal
from firmground.review.writable import why_not

if TYPE_CHECKING:
    from firmground.case.case import Case

MOST_DATES = 200  # rows of one file that are asked one by one
# Reasons for which `read/coordinates.py` sets a point aside, and which a person can mend in the row.
_COORDINATES = re.compile(
    r"there is no (?:latitude|longitude)$|(?:longitude|latitude) .* is not a number$|longitude 0, latitude 0 "
    r"|longitude .* is not on Earth"
)
_DATE_COLUMNS = ("date", "date_from", "date_until")


def ask_unread(case: Case) -> tuple[list[Proposal], list[str]]:
    """A proposal for each row whose date cannot be read, and for each kind of coordinates that cannot."""
    dates, left = _ask_dates(case)
    return [*_ask_points(case), *dates], left


def _ask_points(case: Case) -> list[Proposal]:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, reason in enumerate(case.events.unplaced):
        if reason and _COORDINATES.match(reason) and not case.events.duplicate_of[index]:
            groups[case.events.file[index], reason].append(index)
    return [_ask_point(case, file, reason, rows) for (file, reason), rows in groups.items()]


def _ask_point(case: Case, file: str, reason: str, rows: list[int]) -> Proposal:
    events = case.events
    named = [row for row in rows if events.place[row]]
    options = []
    count = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
    if named:
        says = f"{file}: lon and lat become empty in {count}, so that the name of the place decides where it was."
        options.append(
            Option(
                "by-name", "Go by the name of the place", says, _clear(case, rows), per_row=True, blocked=why_not(file)
            )
        )
    if len(rows) == 1:
        asks = (
            Ask("lon", "Longitude", hint="degrees with a point, east is positive"),
            Ask("lat", "Latitude", hint="degrees with a point, north is positive"),
        )
        fields = tuple(FieldChange(ask.column, "", ANSWER) for ask in asks)
        write = Write(file, int(events.row_number[rows[0]]), events.id[rows[0]], fields, event=rows[0])
        options.append(
            Option("point", "The point is", f"{file}: lon and lat of this row.", (write,), asks, blocked=why_not(file))
        )
    options.append(_stays("The coordinates stay set aside, and are not asked again."))
    seen = see_rows(case, rows)
    key, fingerprint = seal(Kind.UNREAD, f"{file}: {reason}", seen, len(rows))
    where = "has" if len(rows) == 1 else "have"
    return Proposal(
        kind=Kind.UNREAD, key=key, seen=fingerprint, subject=reason, title=f"Coordinates set aside: {reason}",
        why=f"{count} of {file} {where} coordinates that cannot be used, and count as unplaced.",
        rows=seen, options=tuple(options), likeness=5.0, row_count=len(rows),
    )  # fmt: skip


def _clear(case: Case, rows: list[int]) -> tuple[Write, ...]:
    events = case.events
    fields = (FieldChange("lon", "", ""), FieldChange("lat", "", ""))
    return tuple(
        Write(events.file[row], int(events.row_number[row]), events.id[row], fields, event=row) for row in rows
    )


def _stays(says: str) -> Option:
    return Option("stays-unknown", "It stays unknown", f"Nothing is written into the files. {says}", refuses=True)


def _ask_dates(case: Case) -> tuple[list[Proposal], list[str]]:
    undated: dict[str, list[int]] = defaultdict(list)
    for index, (start, stop) in enumerate(zip(case.events.start.tolist(), case.events.stop.tolist(), strict=True)):
        if (start, stop) == (NO_START, NO_STOP):
            undated[case.events.file[index]].append(index)
    proposals: list[Proposal] = []
    left = []
    for file, rows in undated.items():
        written = _written_dates(case, file)
        asked = [row for row in rows if written.get(int(case.events.row_number[row]))]
        proposals += [_ask_date(case, row, written[int(case.events.row_number[row])]) for row in asked[:MOST_DATES]]
        if len(asked) > MOST_DATES:
            left.append(
                f"{len(asked) - MOST_DATES:,} further dates of {file} cannot be read: name their form in case.toml."
            )
    return proposals, left


def _ask_date(case: Case, row: int, cells: dict[str, str]) -> Proposal:
    events = case.events
    file = events.file[row]
    shown = " to ".join(text for text in cells.values() if text)
    asks = tuple(
        Ask(name, _LABELS[name], text, hint="2015-10-21, 2015-10, 2015-10-01/2015-10-05")
        for name, text in cells.items()
    )
    fields = tuple(FieldChange(name, text, ANSWER) for name, text in cells.items())
    write = Write(file, int(events.row_number[row]), events.id[row], fields, event=row)
    names = " and ".join(cells)
    seen = see_rows(case, [row])
    key, fingerprint = seal(Kind.UNREAD, f"date {shown}", seen, 1)
    return Proposal(
        kind=Kind.UNREAD, key=key, seen=fingerprint, subject=shown, title=f"What day is “{shown}”?",
        why="The date cannot be read, so this event may have been on any day.", rows=seen,
        options=(
            Option("date", "The date is", f"{file}: {names} of this row.", (write,), asks, blocked=why_not(file)),
            _stays("The day stays unknown, and is not asked again."),
        ),
        likeness=6.0, row_count=1,
    )  # fmt: skip


_LABELS = {"date": "Date", "date_from": "First day", "date_until": "Last day"}


def _written_dates(case: Case, file: str) -> dict[int, dict[str, str]]:
    """The date cells of each row as they stand, by row number; only rows that have any, only of plain tables."""
    entry = _entry(case, file)
    if not file.casefold().endswith(TEXT_ENDINGS) or entry is None or entry.get("layout"):
        return {}
    header, columns = entry.get("header"), entry.get("columns")
    table, _ = read_table(
        case.folder / file, name=file, encoding=str(entry.get("encoding") or ""),
        header=tuple(str(name) for name in header) if isinstance(header, list) else (),
    )  # fmt: skip
    theirs = columns if isinstance(columns, dict) else {}
    folded = {name.casefold(): name for name in table.names}
    named = {name: theirs.get(name, folded.get(name)) for name in _DATE_COLUMNS}
    found = {
        name: table.columns[column]
        for name, column in named.items()
        if isinstance(column, str) and column in table.columns
    }
    if "date" in found and not any(found["date"]):
        found.pop("date")
    elif "date" in found:
        found = {"date": found["date"]}
    return {
        int(row): cells
        for index, row in enumerate(table.rows)
        if any((cells := {name: column[index].strip() for name, column in found.items()}).values())
    }


def _entry(case: Case, file: str) -> dict[str, Any] | None:
    try:
        events = tomllib.loads((case.folder / "case.toml").read_text(encoding="utf-8")).get("events", [])
        return next((dict(entry) for entry in events if entry.get("file") == file), None)
    except (OSError, ValueError, TypeError, AttributeError):
        return None
