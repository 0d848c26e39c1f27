"""Letters for terminals and files that cannot show ours.

A console of Windows, or a pipe in the C locale, may know neither bars nor Arabic. The bars then become letters that
still tell must, may and cannot apart, and names become their code points: nothing is lost, and no command fails.
"""

from __future__ import annotations

import codecs
import io
from typing import TextIO

PLAIN_LETTERS = {
    "█": "#", "▒": ":", "░": ".", "·": "-", "─": "-", "└": "[", "┘": "]", "╰": "(", "╯": ")", "▲": "^",
    "→": ">", "←": "<", "“": '"', "”": '"', "…": "...", "\u2212": "-", "±": "+-", "²": "2", "°": " deg",
    "\u00a0": " ", "\u202f": " ",
}  # fmt: skip
_HANDLER = "firmground-letters"


def _replace(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    text = fault.object[fault.start : fault.end]
    return "".join(
        PLAIN_LETTERS.get(one) or one.encode("ascii", "backslashreplace").decode() for one in text
    ), fault.end


def speak_plainly(*streams: TextIO) -> None:
    """Lets each stream write letters of its own alphabet where it has none of ours."""
    codecs.register_error(_HANDLER, _replace)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)
