"""A figure of the page, in percent of a width that it does not know, as a drawing of fixed size in pixels.

Figures hold percentages, inner frames that only move their content, and one that stretches it. All become plain
numbers and groups: many programs cannot read the former, and none has trouble with the latter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from defusedxml.ElementTree import fromstring

from firmground.render.figures.svg import num

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

SVG: Final = "http://www.w3.org/2000/svg"
_ACROSS: Final = frozenset({"x", "x1", "x2", "cx", "width", "dx"})
_DOWN: Final = frozenset({"y", "y1", "y2", "cy", "height", "dy"})
_STEP: Final = re.compile(r"([MmLlHhVvQqZz])([^MmLlHhVvQqZz]*)")
_NUMBER: Final = re.compile(r"-?\d*\.?\d+")


@dataclass(frozen=True, slots=True)
class Flat:
    """A drawing of `wide` by `tall` pixels: `body` is a group; `title`, `desc` its words for who cannot see it."""

    wide: float
    tall: float
    title: str
    desc: str
    body: Element
    clipped: bool  # what runs over the edge is to be cut off, as on a map


def flatten(figure: Markup, wide: float) -> Flat:
    """The figure at this width. Its elements keep their classes and ids."""
    root = fromstring(figure, forbid_dtd=True)
    is_map = "map" in root.get("class", "").split()
    tall = wide * 3 / 4 if root.get("height") is None else float(root.get("height", "0"))
    body = Element("g", {"class": root.get("class", "")})
    for child in root:
        if child.tag not in {"title", "desc"}:
            body.append(_fix(child, wide, tall))
    words = {child.tag: child.text or "" for child in root}
    return Flat(wide, tall, words.get("title", ""), words.get("desc", ""), body, is_map)


def _fix(element: Element, wide: float, tall: float) -> Element:
    if element.tag == "svg":
        return _fix_frame(element, wide, tall)
    fixed = Element(element.tag, dict(_fix_attributes(element, wide, tall)))
    fixed.text, fixed.tail = element.text, element.tail
    for child in element:
        fixed.append(_fix(child, wide, tall))
    return fixed


def _fix_attributes(element: Element, wide: float, tall: float) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if value.endswith("%") and name in _ACROSS | _DOWN:
            yield name, num(float(value[:-1]) / 100 * (wide if name in _ACROSS else tall))
        else:
            yield name, value


def _fix_frame(frame: Element, wide: float, tall: float) -> Element:
    """An inner frame as a group: moved, scaled to its box, or with its paths stretched across."""
    box = dict(_fix_attributes(frame, wide, tall))
    x, y = float(box.get("x", "0")), float(box.get("y", "0"))
    if "viewBox" not in box:
        group = Element("g", {"transform": f"translate({num(x)} {num(y)})"})
    elif box.get("preserveAspectRatio") == "none":
        columns = float(box["viewBox"].split()[2])
        group = Element("g")
        for child in frame:
            d = _stretch(child.get("d", ""), x, float(box["width"]) / columns)
            SubElement(group, child.tag, {**child.attrib, "d": d})
        return group
    else:
        group = Element("g", {"transform": f"scale({wide / float(box['viewBox'].split()[2]):.6g})"})
    for child in frame:
        group.append(_fix(child, wide, tall))
    return group


def _stretch(d: str, left: float, factor: float) -> str:
    """A path with every x moved and stretched, so that its stroke is not."""
    parts = []
    for letter, words in _STEP.findall(d):
        numbers = [float(number) for number in _NUMBER.findall(words)]
        across = {"H": (0, 1), "V": (1, 1)}.get(letter.upper(), (0, 2))
        for n in range(across[0], len(numbers), across[1]):
            if letter.upper() != "V":
                numbers[n] = numbers[n] * factor + (left if letter.isupper() else 0)
        parts.append(letter + " ".join(f"{number:.2f}".rstrip("0").rstrip(".") for number in numbers))
    return "".join(parts)
