"""The gazetteers that `case.toml` names. Here they are only found; who reads documents reads them.

A file of places takes no part in any number: it is no input of a run, and a check does not open it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.gazetteer_files import GazetteerFile, GazetteerKind
from firmground.errors import Effect
from firmground.read.wording import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.read.files import CaseFiles
    from firmground.read.records import Record


def read_gazetteer_files(files: CaseFiles, entries: Sequence[Record]) -> tuple[GazetteerFile, ...]:
    """The files of all `[[gazetteers]]` that are there and of a kind that is known."""
    found: list[GazetteerFile] = []
    for record in entries:
        text, word = record.required("file"), record.text("kind", GazetteerKind.GEONAMES)
        path = files.find(text, record.origin) if text else None
        if word not in list(GazetteerKind):
            hint = f"write one of {', '.join(GazetteerKind)}"
            record.problem(f"`kind` of a gazetteer is {show(word)}", hint, Effect.REFUSED)
        elif path is not None:
            found.append(GazetteerFile(path, text, GazetteerKind(word)))
        record.close()
    return tuple(found)
