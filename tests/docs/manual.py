"""The pages of the manual, cut into the blocks that a reader may copy, and the rules by which they are tried."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", *sorted(f"docs/{path.name}" for path in (PROJECT / "docs").glob("*.md")))
_FENCE = re.compile(r"^```(\S*)[ ]*(.*)$")
ELISION = "..."


@dataclass(frozen=True)
class Block:
    """A fenced block. `name`: the file that it is, where the fence names one ("```toml my-case/case.toml")."""

    page: str
    line: int
    language: str
    name: str
    text: str
    heading: str

    @property
    def where(self):
        return f"{self.page}:{self.line}"


def read_page(page):
    return (PROJECT / page).read_text(encoding="utf-8")


def read_blocks(page):
    """The blocks of a page in order. An unclosed fence is a fault of the page."""
    blocks, heading, opened, lines = [], "", None, []
    for number, line in enumerate(read_page(page).splitlines(), start=1):
        fence = _FENCE.match(line)
        if opened is None and fence:
            opened, lines = (number, fence[1], fence[2].strip()), []
        elif opened is not None and line == "```":
            start, language, name = opened
            blocks.append(Block(page, start, language, name, "\n".join(lines) + "\n", heading))
            opened = None
        elif opened is not None:
            lines.append(line)
        elif line.startswith("#"):
            heading = line.lstrip("#").strip()
    assert opened is None, f"{page}:{opened and opened[0]}: the block is never closed"
    return blocks


def prose(page):
    """The page without its blocks."""
    return re.sub(r"^```.*?^```$", "", read_page(page), flags=re.DOTALL | re.MULTILINE)


def section(page, heading):
    """The text under a heading of any level, up to the next of the same level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}$", read_page(page), flags=re.MULTILINE)
    assert found, f"{page} has no heading {heading!r}"
    rest = read_page(page)[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", rest, flags=re.MULTILINE)
    return rest[: following.start()] if following else rest


def slug(heading):
    """The anchor that a heading gets on the usual forges."""
    kept = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return kept.strip().replace(" ", "-")


def same_output(shown, written):
    """Is this the output that a page shows? A line of three dots stands for any lines, three dots for any characters."""
    return re.fullmatch(_pattern(shown), _tidy(written), flags=re.DOTALL) is not None


def first_difference(shown, written):
    """The first shown line to which the output does not lead, for the message of a test."""
    lines = _tidy(shown).splitlines()
    for number in range(1, len(lines) + 1):
        if not re.match(_pattern("\n".join([*lines[:number], ELISION])), _tidy(written)):
            return f"first difference at: {lines[number - 1]!r}"
    return "the output goes on after the shown lines"


def _tidy(text):
    # A no-break space looks like a space on the page, and keeps a number and its unit together in the terminal.
    return "\n".join(line.rstrip() for line in text.replace("\u00a0", " ").strip("\n").splitlines())


def _pattern(shown):
    parts = []
    for line in _tidy(shown).splitlines():
        if line.strip() == ELISION:
            parts.append(r"(?:[^\n]*\n)*?")
        else:
            parts.append(r"[^\n]*".join(re.escape(part) for part in line.split(ELISION)) + r"\n")
    # The last line of the output has no line break of its own.
    pattern = "".join(parts)
    if pattern.endswith(r"(?:[^\n]*\n)*?"):
        return pattern + r"[^\n]*"
    return pattern.removesuffix(r"\n")


def split_console(text):
    """Pairs of a command and the output shown under it."""
    pairs = []
    for line in text.splitlines():
        if line.startswith("$ "):
            pairs.append((line[2:], []))
        else:
            assert pairs, f"a console block begins with a command, not with {line!r}"
            pairs[-1][1].append(line)
    return [(command, "\n".join(output)) for command, output in pairs]
