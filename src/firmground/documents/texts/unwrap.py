"""Lines that were broken to a width, as e-mail and old terminals do it, made paragraphs again.

Only the character of the line's end is changed, into a space: every other character keeps its place, so that the text
can be laid over what was pasted, character by character.
"""

from __future__ import annotations

import re

LEAST_WIDTH, MOST_WIDTH = 50, 100
# Broken lines that must be seen before any is joined, at the widths that mail programs break at and at others; ours.
LEAST_LINES = 4
LEAST_MAIL_LINES, MAIL_WIDTHS = 2, range(60, 82)
_ENDS = re.compile(r"[.!?:;…。؟][”\"’')\]]{0,3}$")
_OWN_LINE = re.compile(r"\s{0,8}(?:[-–—•*·▪►]{1,2}\s|\d{1,2}[.)]\s|>|\|)|\s{4}")


def unwrap(text: str) -> tuple[str, int]:
    """The text with its paragraphs whole, and how many ends of lines were joined.

    A line's end is joined where the next line's first word would not have fitted before it, the text is as wide as such
    texts are, and most of the long lines that another one follows at once are broken so.
    """
    lines = text.split("\n")
    inner = [number for number in range(len(lines) - 1) if lines[number].strip() and lines[number + 1].strip()]
    if len(inner) < LEAST_MAIL_LINES:
        return text, 0
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    width = lengths[-1 - len(lengths) // 50]
    if not LEAST_WIDTH <= width <= MOST_WIDTH or lengths[-1] > 2 * MOST_WIDTH:
        return text, 0
    broken = [number for number in inner if _is_broken(lines[number], lines[number + 1], width)]
    # Short lines (an address, a signature) speak neither for it nor against it.
    prose = [n for n in inner if len(lines[n]) > 0.6 * width and not _OWN_LINE.match(lines[n + 1])]
    least = LEAST_MAIL_LINES if width in MAIL_WIDTHS else LEAST_LINES
    # Lines of one length may be paragraphs; where a line ends in the middle of a sentence, it was broken.
    if sum(not _ENDS.search(lines[n].rstrip()[-4:]) for n in broken) < least or len(broken) < 0.6 * len(prose):
        return text, 0
    joined = set(broken)
    parts = [line + (" " if number in joined else "\n") for number, line in enumerate(lines[:-1])]
    return "".join([*parts, lines[-1]]), len(joined)


def _is_broken(line: str, following: str, width: int) -> bool:
    if _OWN_LINE.match(following):
        return False
    word = following.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(word) > width - 3
