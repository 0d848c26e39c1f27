"""A style sheet that keeps to its own corner: every selector under one class, so that a card restyles nothing else.

A card belongs into an iframe, where it is alone. Some systems strip the frame and paste the card into their own
page; then its rules must reach the card only.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import tinycss2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HOME: Final = "firmground"


@cache
def confine(sheet: str) -> str:
    """The sheet with `:root` as the home itself, every other selector inside it, and no comments."""
    return "\n".join(_confined(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)))


def _confined(rules: Iterable[tinycss2.ast.Node]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            body = tinycss2.serialize(rule.content).strip()
            yield f"{', '.join(_under(selector) for selector in _selectors(rule))} {{ {body} }}"
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            lines = "\n".join(_confined(inner))
            yield f"@media {tinycss2.serialize(rule.prelude).strip()} {{\n{lines}\n}}"
        else:
            raise ValueError(f"a sheet of a card holds rules and @media only, not {rule.type}")


def _selectors(rule: tinycss2.ast.QualifiedRule) -> Iterator[str]:
    part: list[tinycss2.ast.Node] = []
    for piece in (*rule.prelude, None):
        if piece is None or piece == ",":
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(piece)


def _under(selector: str) -> str:
    return f".{HOME}" if selector == ":root" else f".{HOME} {selector}"
