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

_ELEMENT: Final = re.compile(r"<(style|script)\b[^<>]*>.*?</\1>", re.DOTALL)
# The card in an article stands in an attribute, as text.
_ESCAPED: Final = re.compile(r"&lt;style&gt;.*?&lt;/style&gt;", re.DOTALL)


def without_own_elements(page: str) -> str:
    """The page without every element that is, letter for letter, one of ours; the lines keep their numbers."""
    if "style" not in page and "script" not in page:
        return page
    for pattern in (_ELEMENT, _ESCAPED):
        page = pattern.sub(lambda found: "\n" * found[0].count("\n") if found[0] in _own() else found[0], page)
    return page


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
