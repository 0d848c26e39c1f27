"""Untrusted text made harmless to look at: what cannot be seen but changes what is seen becomes visible.

A name in a table may carry an escape sequence that rewrites a terminal, or a mark that turns the order of the
letters around it, so that "at most 15" is read as "51 tsom ta". Such characters are replaced by a picture of
themselves; all others, in every script, stay as they are. Escaping for HTML is not done here.
"""

from __future__ import annotations

import re
from typing import Final

# Unicode 15, chapter 23.2 and Annex 9: embeddings, overrides and isolates. The plain marks LRM, RLM and ALM
# stay: they move no other letters and honest Arabic and Hebrew text uses them.
_TURNING: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_REPLACEMENT: Final = 0xFFFD

_PICTURES: Final[dict[int, str | int]] = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),  # C1: some terminals obey these like escape sequences
    **{code: f"⟨U+{code:04X}⟩" for code in _TURNING},
    **dict.fromkeys((0x2028, 0x2029), "\n"),
    **dict.fromkeys(range(0xFFF9, 0xFFFC), _REPLACEMENT),  # interlinear notes hide text
    **dict.fromkeys((0xFFFE, 0xFFFF), _REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),  # halves of a pair cannot be written as UTF-8
}
_SPACES: Final = re.compile(r"[ \t\n]+")  # a no-break space holds a number and its unit together


def make_visible(text: str) -> str:
    """The text with control and reordering characters replaced by visible ones; tabs and line ends stay."""
    return text.replace("\r\n", "\n").translate(_PICTURES)


def one_line(text: str) -> str:
    """`make_visible`, with every run of white space as a single space."""
    return _SPACES.sub(" ", make_visible(text)).strip()


def shorten(text: str, cells: int) -> str:
    """One line of at most `cells` terminal cells (a wide letter is two), ending in … where it was cut."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - the HTML page of a small case needs no rich

    line = one_line(text)
    return line if cell_len(line) <= cells else set_cell_size(line, cells - 1).rstrip() + "…"
