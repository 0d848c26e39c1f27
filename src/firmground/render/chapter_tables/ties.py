"""Ties of a day: a row for each record of one, with the blocs of both ends and whether it contradicts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.render.chapter_tables.cells import source_cells, yes_no

if TYPE_CHECKING:
    from firmground.render.csv_tables import Rows
    from firmground.report.chapters.ties_model import Split, Ties

_COLUMNS: Final = (
    "day", "tie", "actor", "to", "actor_name", "to_name", "against", "one_way", "stands", "known", "record_stands",
    "source", "url", "note",
)  # fmt: skip


def tie_rows(chapter: Ties | None) -> Rows:
    """`stands`: must or may stand on the day. For each division into blocs: the bloc of both ends ("" where it has no
    place in it), and whether the tie must or may contradict every best division; "cannot" where it contradicts none.
    """
    splits = chapter.splits if chapter else ()
    heads = (
        f"{what}_of_{split.blocs}" for split in splits for what in ("actor_bloc", "to_bloc", "contradicts_division")
    )
    rows: Rows = [(*_COLUMNS, *heads)]
    if chapter is None:
        return rows
    names = {actor.id: actor.name for actor in chapter.actors}
    for number, link in enumerate(chapter.links):
        ends = (link.actor, link.to, names.get(link.actor, link.actor), names.get(link.to, link.to))
        signs = (yes_no(flag=link.against), yes_no(flag=link.oneway), link.standing)
        blocs = tuple(cell for split in splits for cell in _in_blocs(split, number, link.actor, link.to))
        for record in link.records:
            told = (record.known, record.standing, *source_cells(record.source), record.note)
            rows.append((chapter.on, record.words, *ends, *signs, *told, *blocs))
    return rows


def _in_blocs(split: Split, link: int, actor: str, to: str) -> tuple[int | None, int | None, str]:
    bloc = {place.actor: number for number, bloc in enumerate(split.shown, start=1) for place in bloc.places}
    against = next((found.standing for found in split.contradicted if found.link == link), "cannot")
    return bloc.get(actor), bloc.get(to), against
