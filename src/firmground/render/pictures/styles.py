"""The page's style sheet, worked out for a picture: which colour and letter each element has.

A picture is opened in Inkscape, Illustrator or a CMS, which know no custom properties and may let a class of one
drawing restyle another. So the cascade is run here, once, and its outcome written down as attributes. Only what an
SVG attribute can say is kept; layout is the page's affair.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import cssselect2
import tinycss2

from firmground.render.pages import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

Scheme = Literal["light", "dark"]

# What SVG 1.1 knows as an attribute (appendix N) among what our sheet sets, and `paint-order` of SVG 2.
_KEPT: Final = frozenset({
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "stroke-opacity", "font-family", "font-size", "font-style", "font-weight", "paint-order",
    "display",
})  # fmt: skip
_SHEETS: Final = ("tokens.css",)
_VAR: Final = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_CLEAR: Final = re.compile(r"#([0-9a-f]{6})([0-9a-f]{2})", re.IGNORECASE)


class Look:
    """The sheet under one colour scheme."""

    def __init__(self, scheme: Scheme) -> None:
        """Reads the sheet; the rules of another medium or of a narrow screen are left out."""
        self.tokens: dict[str, str] = {}
        self._matcher = cssselect2.Matcher()
        text = "".join(read_text(name) for name in _SHEETS)
        for rule in _rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), scheme):
            declared = {
                item.lower_name if not item.name.startswith("--") else item.name: tinycss2.serialize(item.value).strip()
                for item in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
                if item.type == "declaration"
            }
            self.tokens |= {name: value for name, value in declared.items() if name.startswith("--")}
            kept = {name: value for name, value in declared.items() if name in _KEPT}
            if kept:
                for selector in cssselect2.compile_selector_list(rule.prelude):
                    self._matcher.add_selector(selector, kept)

    def colour(self, name: str) -> str:
        """A colour by its name in the sheet: "ink", "soft", "claim"."""
        return self.tokens[f"--{name}"]

    def write_on(self, root: Element) -> None:
        """Gives every element the attributes that the sheet sets for it, and takes its class away."""
        found = [
            (wrapper.etree_element, sorted(self._matcher.match(wrapper), key=lambda match: match[:2]))
            for wrapper in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree()
        ]
        for element, matches in found:
            values: dict[str, str] = {}
            for _, _, _, declared in matches:
                values |= declared
            for name, value in values.items():
                self._set(element, name, _VAR.sub(lambda use: self.tokens[use[1]], value))
            element.attrib.pop("class", None)

    @staticmethod
    def _set(element: Element, name: str, value: str) -> None:
        clear = _CLEAR.fullmatch(value)
        if clear:  # SVG 1.1 knows no colour with an opacity of its own
            element.set(name, f"#{clear[1]}")
            element.set(f"{name}-opacity", f"{int(clear[2], 16) / 255:.2f}")
        else:
            element.set(name, value.replace('"', "'") if name == "font-family" else value)


@cache
def look(scheme: Scheme) -> Look:
    return Look(scheme)


def _rules(parsed: list[tinycss2.ast.Node], scheme: Scheme) -> Iterator[tinycss2.ast.QualifiedRule]:
    for rule in parsed:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
            medium = tinycss2.serialize(rule.prelude)
            if "prefers-color-scheme" in medium and scheme in medium:
                yield from _rules(
                    tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True), scheme
                )
