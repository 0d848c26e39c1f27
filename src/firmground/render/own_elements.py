"""The style sheets and scripts that pages of ours carry, element by element: always the same, whatever the case.

Whoever looks through a page for what must not be in it need not look through these, and they alone say nothing of it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, combinations
from typing import Final

from markupsafe import escape

from firmground.render.cards.embed import card_style
from firmground.render.chapters import SHEETS as CHAPTER_SHEETS
from firmground.render.clock import clock_style, opening_script, script_block
from firmground.render.export.index import index_style
from firmground.render.html import SHEETS
from firmground.render.pages import seal, style

# Where one may begin; the card in an article stands in an attribute, as text.
_BEGINS: Final = re.compile("<style>|<script[ >]|&lt;style&gt;")


def without_own_elements(page: str) -> str:
    """The page without every element that is, letter for letter, one of ours; the lines keep their numbers."""
    kept: list[str] = []
    at = 0
    for begins in _BEGINS.finditer(page):
        start = begins.start()
        own = next((one for one in _own() if page.startswith(one, start)), "") if start >= at else ""
        if own:
            kept += (page[at:start], "\n" * own.count("\n"))
            at = start + len(own)
    return "".join((*kept, page[at:]))


@cache
def _own() -> frozenset[str]:
    shared = [name for name in CHAPTER_SHEETS if "/" not in name]
    single = [name for name in CHAPTER_SHEETS if "/" in name]
    some = chain.from_iterable(combinations(single, number) for number in range(1, len(single) + 1))
    sheets = [style(*SHEETS), *(style(*SHEETS, *shared, *names) for names in some)]
    sheets += [seal(clock_style()), index_style(), card_style()]
    styles = [f"<style>{sheet.text}</style>" for sheet in sheets]
    block = script_block()
    scripts = [
        f"<script>{seal(opening_script()).text}</script>",
        f'<script type="{block.type}" id="{block.id}">{block.text}</script>',
    ]
    return frozenset([*styles, *scripts, *(str(escape(text)) for text in styles)])
