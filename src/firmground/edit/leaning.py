"""What later steps rest on stays when the step that added it is taken back.

The first record from a document brings the document's source with it, and the first row of a new table the entry of
that table in case.toml. Taking the step back takes back the record; source and entry stay if later records name them:
else these would lose their source, or stand in a file that the case no longer reads, lost in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.edit.log import DONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.edit.log import Step, Touched

_ADDS = frozenset({"append", "restore"})


def without_needed(step: Step, steps: Iterable[Step]) -> tuple[Touched, ...]:
    """What of a step is to be taken back: all but the entries that records of later steps, not taken back, rest on."""
    # A step that brings back what was taken back stands for the first one, which then counts as not taken back.
    later = [
        one
        for one in steps
        if one.number > step.number and one.state == DONE and one.undone_by is None and one.undoes is None
    ]
    written = [done for one in later for done in one.records if done.op != "remove"]
    sources = {done.now.get("source", "") for done in written} - {""}
    tables = {done.at.file for done in written if done.op in _ADDS}
    return tuple(done for done in step.records if not _needed(done, sources, tables))


def _needed(done: Touched, sources: set[str], tables: set[str]) -> bool:
    if done.op in _ADDS and (done.at.file, done.at.table) == ("sources.toml", "sources"):
        return done.now.get("id", "") in sources
    if done.op in _ADDS and (done.at.file, done.at.table) == ("case.toml", "events"):
        return done.now.get("file", "") in tables
    # A row that was only told which source it is, as that of a kept document.
    return done.op == "change" and done.now.keys() == {"source"} and done.now["source"] in sources
