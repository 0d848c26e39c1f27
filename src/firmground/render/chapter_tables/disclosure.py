"""What each publisher put out: a row for each day that was watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.render.chapter_tables.cells import yes_no

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.render.csv_tables import Cell, Rows
    from firmground.report.chapters.disclosure_model import Disclosure

_COLUMNS: Final = (
    "publisher", "day", "released", "releases_found", "releases_perhaps", "releases_most", "said_to_be_silent",
    "places_named", "events_by_others",
)  # fmt: skip


def disclosure_rows(publishers: Iterable[Disclosure]) -> Rows:
    """`released` and each kind of detail: must, may or cannot have been given that day; "" where nobody asked of it."""
    watched = list(publishers)
    kinds = list(dict.fromkeys(detail.kind for publisher in watched for detail in publisher.kinds))
    rows: Rows = [(*_COLUMNS, *(f"gave_{kind}" for kind in kinds))]
    for publisher in watched:
        own = [detail.kind for detail in publisher.kinds]
        for day in publisher.days:
            given = dict(zip(own, day.details, strict=True))
            cells: tuple[Cell, ...] = (
                publisher.publisher,
                day.day,
                day.standing,
                day.found,
                day.perhaps,
                day.most,
                yes_no(flag=day.attested),
                day.places,
                day.others,
            )
            rows.append((*cells, *(given.get(kind, "") for kind in kinds)))
    return rows
