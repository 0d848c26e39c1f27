"""Which files of a case a decision can be written into: tables of plain text. Others belong to whoever made them."""

from __future__ import annotations

from pathlib import PurePosixPath

from firmground.formats.tables import TEXT_ENDINGS


def why_not(file: str) -> str:
    """Why nothing can be written into this file; "" where it can."""
    path = PurePosixPath(file)
    if path.suffix.casefold() in TEXT_ENDINGS:
        return ""
    if path.suffix.casefold() == ".gz":
        return f"{file} is packed: unpack it, name the unpacked file in case.toml, and this can be written."
    return f"{file} is not a table of plain text: save it as .csv, name that in case.toml, and this can be written."
