"""The process in which PDFium opens a PDF. It builds walls around itself first (see `formats.confine`), gets the bytes
on its standard input, and writes lines of JSON: one about the file, then one for each page.

PDFium lays no text out. For each of its lines the words are written with where they stand on the page: left, bottom,
right, top, in points from the lower left corner.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from firmground.formats import confine

MOST_PAGES = 3000
MOST_CHARACTERS = 20_000_000
MOST_SECONDS = 120
MOST_MEMORY = 2 * 2**30
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_BROKEN = "\ufffe"  # what PDFium writes for a hyphen at the end of a line, and the end of the line with it


def main(request: str) -> None:
    """Answers {readable}."""
    confine.limit_work(MOST_SECONDS, MOST_MEMORY)
    confine.close_network()
    asked = json.loads(request)
    import pypdfium2 as pdfium  # noqa: PLC0415 - no thread may start before the network is closed
    from pypdfium2 import raw  # noqa: PLC0415 - as above

    content = sys.stdin.buffer.read()
    confine.close_files(asked["readable"])
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as fault:
        _say({"fault": "password" if fault.err_code == _PASSWORD else "broken", "told": str(fault)[:300]})
        return
    count = len(document)
    _say({"pages": count, "about": document.get_metadata_dict(skip_empty=True)})
    spent = 0
    for number in range(min(count, MOST_PAGES)):
        try:
            page = document.get_page(number)
            lines = _read_page(page, raw)
            told: dict[str, Any] = {"height": page.get_height(), "lines": lines}
            page.close()
        except pdfium.PdfiumError as fault:
            told = {"height": 0, "lines": [], "fault": str(fault)[:300]}
        spent += sum(len(line[0]) for line in told["lines"])
        if spent > MOST_CHARACTERS:
            _say({"stopped": number})
            return
        _say(told)


def _read_page(page: Any, raw: Any) -> list[list[Any]]:
    words = page.get_textpage()
    text = words.get_text_range(errors="replace")
    lines = []
    unit = 0  # PDFium counts in units of UTF-16
    for line in text.split("\r\n"):
        parts = line.split(_BROKEN)
        for number, part in enumerate(parts):
            units = len(part.encode("utf-16-le", "surrogatepass")) // 2
            if part.strip():
                shown = part + ("-" if number < len(parts) - 1 else "")
                lines.append([shown, *_box(words, raw, unit, part)])
            unit += units + 1
        unit += 1
    words.close()
    return lines


def _box(words: Any, raw: Any, unit: int, part: str) -> list[float]:
    """From the left of its first character to the right of its last one, as high as one in its middle: a bullet or a
    footnote's mark is of another size than its line.
    """
    filled = [place for place, character in enumerate(part) if not character.isspace()]
    places = (filled[0], filled[len(filled) // 2], filled[-1])
    units = (unit + len(part[:place].encode("utf-16-le", "surrogatepass")) // 2 for place in places)
    indices = (raw.FPDFText_GetCharIndexFromTextIndex(words, place) for place in units)
    first, middle, last = (words.get_charbox(place, loose=True) for place in indices)
    return [round(value, 1) for value in (min(first[0], last[0]), middle[1], max(first[2], last[2]), middle[3])]


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
