"""Where in the text of a TOML file each table stands, so that one entry can be taken out, changed and put back.

Only headers are looked for. What stands inside texts, lists and comments is passed over as the parser would, and what
belongs to an entry is what the parser gives it: everything up to the next header that is none of its own tables.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

# Texts in three quotes and in one, comments, what opens and closes lists, line ends, and all else.
_PIECE = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'"""
    r"""|\#[^\n]*|[\[\]{}\n]|[^\s"'\#\[\]{}]+|[ \t\r]+""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One header with what follows it. `path`: () for what stands before the first header.

    `start`, `stop`: of its text; `end`: where its last value ends, before the blank lines and comments that lead up to
    the next header.
    """

    path: tuple[str, ...]
    is_list: bool
    start: int
    end: int
    stop: int


@dataclass(frozen=True, slots=True)
class Span:
    """The text of one record, `end` excluded."""

    start: int
    end: int


# One step asks for the spans of the same text several times.
@lru_cache(maxsize=4)
def split_sections(text: str) -> tuple[Section, ...]:
    """The sections of a TOML text, in order; the text must be one that the parser accepts."""
    heads: list[tuple[int, tuple[str, ...], bool]] = [(0, (), False)]
    ends: list[int] = [0]
    position = depth = 0
    fresh = True
    while position < len(text):
        found = _PIECE.match(text, position)
        piece = found[0] if found else text[position]
        stop = position + len(piece)
        if fresh and depth == 0 and piece == "[":
            stop = _line_end(text, position)
            heads.append((text.rfind("\n", 0, position) + 1, *_read_header(text[position:stop])))
            ends.append(stop)
            fresh = True
        elif piece == "\n":
            fresh = True
        elif not piece.isspace() and not piece.startswith("#"):
            depth += (piece in {"[", "{"}) - (piece in {"]", "}"})
            fresh = False
            ends[-1] = _line_end(text, stop)
        position = stop
    stops = [head[0] for head in heads[1:]] + [len(text)]
    return tuple(
        Section(path, is_list, start, max(start, end), stop)
        for (start, path, is_list), end, stop in zip(heads, ends, stops, strict=True)
    )


def find_top(text: str) -> Span:
    """The values that stand before the first header."""
    first = split_sections(text)[0]
    return Span(0, first.end)


def find_tables(text: str, name: str) -> list[Span] | None:
    """The records of `[[name]]`, or the one of `[name]`; None if one of them is torn apart by other tables, or is
    written in one line.
    """
    sections = split_sections(text)
    path = tuple(name.split("."))
    found: list[Span] = []
    index = 0
    while index < len(sections):
        section = sections[index]
        index += 1
        if section.path != path:
            if found and section.path[: len(path)] == path:
                return None
            continue
        end = section.end
        while index < len(sections) and _is_below(sections[index], path):
            end = sections[index].end
            index += 1
        found.append(Span(section.start, end))
    return found or None


def _is_below(section: Section, path: tuple[str, ...]) -> bool:
    return len(section.path) > len(path) and section.path[: len(path)] == path


def _line_end(text: str, position: int) -> int:
    """Just after the line break."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1


def _read_header(line: str) -> tuple[tuple[str, ...], bool]:
    is_list = line.startswith("[[")
    value = tomllib.loads(line.rstrip("\r\n"))
    path: list[str] = []
    while value:
        (name, inner), *_ = value.items()
        path.append(name)
        value = inner[0] if isinstance(inner, list) else inner
    return tuple(path), is_list
