"""One event: its row as it stands, where and when it may have been, what every map and every claim make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from firmground.case.events import STRIKES_UNLIMITED
from firmground.dates import Days
from firmground.edit import At, Ledger
from firmground.places import Unknown
from firmground.render.figures.map import draw_places
from firmground.report.marks import mark_place
from firmground.report.one_event import asked_parties, claim_uses, map_answers
from firmground.report.sections import source_note
from firmground.report.words import days_words
from firmground.web.answers import refuse
from firmground.web.atlas.facets import STATUS_WORDS
from firmground.web.documents.records import behind
from firmground.web.raw_rows import raw_row
from firmground.web.register import party_names, statuses_of, width_words
from firmground.web.routes import PageRoute, desk_of
from firmground.web.shell import show

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.edit import Step, Touched
    from firmground.report.model import Mark
    from firmground.web.desk import Snapshot

_AROUND_KM, _AROUND = 60.0, 2.5  # what the map shows at least, to each side: km, and radii of the place


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that was understood from the row. `link`: an address of the app, "" for none."""

    what: str
    value: str
    link: str = ""


def event_page(request: Request, seen: Snapshot) -> Response:
    index = int(request.path_params["number"])
    if index >= len(seen.case.events):
        refuse(404, "The case has no event of that number. It may have had one before the files changed.")
    events, region = seen.case.events, seen.held.located.region(index)
    file, row = events.file[index], int(events.row_number[index])
    marks = mark_place(region.where, region.label, "may")
    place = region.label or "place not named"
    drawn, caption = (
        draw_places(marks, "where", title=f"Where it may have been: {place}", desc="") if marks else ("", "")
    )
    return show(
        request,
        seen,
        "events/one.html.j2",
        title=f"{place}, {_days(seen, index)}",
        index=index,
        place=place,
        days=_days(seen, index),
        file=file,
        row=row,
        facts=list(_facts(seen, index)),
        raw={} if file in desk_of(request).changed_files() else raw_row(seen, file, events.dataset[index], row),
        map=drawn,
        map_caption=caption,
        unplaced=region.where.reason if isinstance(region.where, Unknown) else "",
        answers=map_answers(seen.held, index, asked_parties(seen.findings)),
        uses=claim_uses(seen.findings, index),
        words_behind=behind(seen, file, "", events.id[index]),
        source=source_note(seen.case, events.source[index], events.url[index]),
        problems=[note for note in seen.report.problems if note.file == file and note.row == row],
        repeated_by=_repeated_by(seen).get(events.id[index], ()),
        status_words=STATUS_WORDS[statuses_of(seen)[index]],
        steps=_history(desk_of(request).folder, file, row),
        following=index + 1 if index + 1 < len(events) else None,
    )


def _draw(marks: tuple[Mark, ...], place: str) -> tuple[Markup, str]:
    """The place with enough around it to see in which part of the country it lies."""
    if not marks:
        return Markup(""), ""
    title = f"Where it may have been: {place}"
    widest = max(mark.radius_km for mark in marks)
    return draw_places(marks, "where", title=title, desc="", least_km=max(_AROUND_KM, _AROUND * widest))


def _history(folder: Path, file: str, row: int) -> list[tuple[Step, Touched]]:
    """What was done to this row in the app, the newest first."""
    ledger = Ledger(folder)
    if not any(change.file == file for step in ledger.history() for change in step.files):
        return []  # to follow one row through its history the file is read, which takes a while where it is large
    steps = ledger.history(At(file, row=row))
    return [(step, touched) for step in steps for touched in step.records if touched.at.file == file]


def _days(seen: Snapshot, index: int) -> str:
    events = seen.case.events
    return days_words(Days(int(events.start[index]), int(events.stop[index])))


def _facts(seen: Snapshot, index: int) -> list[Fact]:
    """What was understood from the row, in the order in which one asks; what it does not say is left out."""
    events, region = seen.case.events, seen.held.located.region(index)
    reported = days_words(Days(int(events.reported_start[index]), int(events.reported_stop[index])))
    repeats = events.duplicate_of[index]
    original = _by_id(seen).get(repeats)
    known = [
        Fact("Day", _days(seen, index)),
        Fact("Named by its source on", "" if reported == "day unknown" else reported),
        Fact("Place", region.label),
        Fact("How wide", width_words(region.where)),
        Fact("By", party_names(seen.case, events.by[index])),
        Fact("Kind", events.kind[index]),
        Fact("Said to be aimed at", party_names(seen.case, events.target[index])),
        Fact("Strikes", _strikes(int(events.strikes_low[index]), int(events.strikes_high[index]))),
        Fact("Repeats", repeats, f"/events/{original}" if original is not None else ""),
        Fact("Note", events.note[index]),
    ]
    return [fact for fact in known if fact.value]


def _strikes(low: int, high: int) -> str:
    if high >= STRIKES_UNLIMITED:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _by_id(seen: Snapshot) -> dict[str, int]:
    return seen.remember("events by id", lambda: {key: at for at, key in enumerate(seen.case.events.id)})


def _repeated_by(seen: Snapshot) -> dict[str, list[int]]:
    """Id of an event -> the rows that repeat it."""

    def collect() -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, original in enumerate(seen.case.events.duplicate_of):
            if original:
                found.setdefault(original, []).append(index)
        return found

    return seen.remember("repeated by", collect)


NAV = ()
ROUTES = (PageRoute("/events/{number:int}", event_page),)
