"""Lines for a terminal: measured in cells, where a Chinese letter is two wide and a combining mark none."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells

from firmground.render.visible import one_line


def wrap(text: str, width: int, *, indent: str = "", first: str | None = None) -> list[str]:
    """The text in lines of at most `width` cells; `first` opens the first line, `indent` the others.

    Words longer than a line are cut. Control characters are made visible before anything is measured.
    """
    lines: list[str] = []
    line = indent if first is None else first
    start = line
    for word in one_line(text).split(" "):
        room = max(4, width - cell_len(indent))
        for piece in chop_cells(word, room) if cell_len(word) > room else [word]:
            gap = "" if line == start else " "
            if line != start and cell_len(line) + len(gap) + cell_len(piece) > width:
                lines.append(line)
                line = start = indent
                gap = ""
            line += gap + piece
    return [*lines, line]
