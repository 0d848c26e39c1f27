"""The TOML files of a case, each entry with the line on which it starts.

The parser of the standard library tells values but not lines, so the headers are looked up in the text: the
n-th `[[claims]]` is the n-th claim. Where the two do not agree (entries written in one line) the line is left
out rather than guessed.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from firmground.errors import CaseProblem, Effect
from firmground.read.records import Origin, Record
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from firmground.read.files import CaseFiles

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w\s.\"'-]+?)\s*\]\]?\s*(?:#.*)?")
_QUOTES = re.compile(r'"""|\'\'\'')
_LINE = re.compile(r"\(at line (\d+)")


class TomlFile:
    """A file of entries. An absent file has none; a `broken` one could not be read, which has been told."""

    def __init__(self, name: str, values: dict[str, Any], text: str, problems: list[CaseProblem]) -> None:
        self.name = name
        self.problems = problems
        self._values = values
        self._lines = entry_lines(text)
        self._asked: set[str] = set()
        self.broken = False

    def top(self, lists: tuple[str, ...]) -> Record:
        """The values that stand outside these lists of entries."""
        plain = {key: value for key, value in self._values.items() if key not in lists}
        self._asked |= set(plain)
        return Record(plain, Origin(self.name), self.problems)

    def entries(self, key: str, nested: str = "") -> list[Record]:
        """The entries of `[[key]]`; with the lines of `[[key.nested]]` for the entries inside them."""
        self._asked.add(key)
        found = self._values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            what, hint = f"`{key}` is not a list of entries", f"write [[{key}]]"
            self.problems.append(CaseProblem(self.name, None, what, hint))
            return []
        lines = _matched(self._lines.get(key, []), len(found))
        counts = [_length(entry.get(nested)) for entry in found]
        below = iter(_matched(self._lines.get(f"{key}.{nested}", []), sum(counts)))
        return [
            Record(entry, Origin(self.name, line), self.problems, {nested: [next(below) for _ in range(count)]})
            for entry, line, count in zip(found, lines, counts, strict=True)
        ]

    def line_of(self, table: str) -> int | None:
        """The line of a `[table]` header."""
        return next(iter(self._lines.get(table, [])), None)

    def close(self) -> None:
        for key in self._values:
            if key not in self._asked:
                hint = suggest(key, self._asked, "take it out: it does nothing")
                what = f"the key {show(key)} is not known in this file"
                self.problems.append(CaseProblem(self.name, self.line_of(key), what, hint, Effect.NOTED))


def read_toml(files: CaseFiles, name: str, *, counts: bool = True) -> TomlFile:
    """The file of this name; empty where it is absent or, with a problem, where it cannot be read.

    `counts`: results rest on this file, so that it is stamped as an input of the run.
    """
    path = files.own(name)
    if path is None:
        return TomlFile(name, {}, "", files.problems)
    if counts:
        files.open(path)
    text, problem = _text(path, name)
    if problem is None:
        try:
            return TomlFile(name, tomllib.loads(text), text, files.problems)
        except tomllib.TOMLDecodeError as fault:
            problem = _syntax_problem(name, text, fault)
        except RecursionError:
            problem = CaseProblem(name, None, "lists or tables are nested too deep", "write them flat")
    files.problems.append(problem)
    file = TomlFile(name, {}, "", files.problems)
    file.broken = True
    return file


def entry_lines(text: str) -> dict[str, list[int]]:
    """The lines, from 1, of every header `[name]` and `[[name]]`, by name, in order.

    A header inside a text of several lines is text.
    """
    lines: dict[str, list[int]] = {}
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not inside and (found := _HEADER.fullmatch(line)):
            name = ".".join(part.strip().strip("\"'") for part in found[2].split("."))
            lines.setdefault(name, []).append(number)
        if inside or not line.lstrip().startswith("#"):
            for quotes in _QUOTES.findall(line):
                inside = "" if inside == quotes else inside or quotes
    return lines


def _text(path: Path, name: str) -> tuple[str, CaseProblem | None]:
    body = path.read_bytes()
    try:
        # utf-8-sig: editors on Windows put a mark before the first key, which the parser would refuse.
        return body.decode("utf-8-sig"), None
    except UnicodeDecodeError as fault:
        line = body[: fault.start].count(b"\n") + 1
        return "", CaseProblem(name, line, "this is not UTF-8 text", "save the file as UTF-8")


def _syntax_problem(name: str, text: str, fault: Exception) -> CaseProblem:
    found = _LINE.search(str(fault))
    line = int(found[1]) if found else text.count("\n") + 1
    words = str(fault).split(" (at ")[0]
    return CaseProblem(
        name, line, f"this is not TOML: {words}", "nothing of this file was read; mend the line and try again"
    )


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 0


def _matched(lines: list[int], count: int) -> Iterable[int | None]:
    return lines if len(lines) == count else [None] * count
