"""A figure with all that it needs when it is cut out of the report: who said what, in which unit, on which map.

From the top: who and when; the sentence; what the figure shows; the figure; its key; then, in small print, the
choices it was made with, where the claim was said, and that what is allowed is not confirmed.
"""

from __future__ import annotations

import hashlib
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

from firmground.render.figures.svg import num
from firmground.render.pages import read_text
from firmground.render.pictures.flatten import SVG, Flat
from firmground.render.pictures.letters import alone, balance_words, fold_words, is_leftward, leftward_line, measure
from firmground.render.pictures.styles import Look, look

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.render.pictures.styles import Scheme

WIDE: Final = 760
MARGIN: Final = 28
INNER: Final = WIDE - 2 * MARGIN
_SMALL_PRINT: Final = 12.0  # pixels: running text, whose lines may end as they come


@dataclass
class Sheet:
    """A picture in the making: things are put under one another, each at the height where the last one ended."""

    scheme: Scheme
    root: Element = field(default_factory=lambda: Element("svg"))
    y: float = 0.0

    @property
    def look(self) -> Look:
        return look(self.scheme)

    def say(
        self, words: str, size: float, *, ink: str = "ink", serif: bool = False, bold: bool = False, most: int = 99
    ) -> None:
        """A paragraph across the picture; one that runs from right to left stands at the right."""
        leftward = is_leftward(words)
        fold = balance_words if size > _SMALL_PRINT else fold_words
        for line in fold(words, INNER, size, bold=bold, most=most):
            self.y += size * (1.22 if serif else 1.42)
            place, anchor = (WIDE - MARGIN, "end") if leftward else (MARGIN, "start")
            self.write(
                leftward_line(line) if leftward else line, place, self.y, size, ink=ink, serif=serif, bold=bold,
                anchor=anchor,
            )  # fmt: skip

    def write(
        self, words: str, x: float, y: float, size: float, *, ink: str = "ink", serif: bool = False,
        bold: bool = False, anchor: str = "start",
    ) -> None:  # fmt: skip
        """One line at a place."""
        line = SubElement(self.root, "text", {"x": num(x), "y": num(y), "fill": self.look.colour(ink)})
        line.set("font-family", self.look.tokens["--serif" if serif else "--sans"].replace('"', "'"))
        line.set("font-size", num(size))
        if bold:
            line.set("font-weight", "600")
        if anchor != "start":
            line.set("text-anchor", anchor)
        line.text = words

    def draw(self, flat: Flat, gap: float = 0.0) -> None:
        """A figure across the picture."""
        self.y += gap
        moved = SubElement(self.root, "g", {"transform": f"translate({MARGIN} {num(self.y)})"})
        if flat.clipped:
            clip = SubElement(SubElement(moved, "defs"), "clipPath", {"id": "frame"})
            SubElement(clip, "rect", {"width": num(flat.wide), "height": num(flat.tall)})
            moved = SubElement(moved, "g", {"clip-path": "url(#frame)"})
        moved.append(flat.body)
        self.y += flat.tall

    def list_key(self, before: str, items: Iterable[tuple[str, str]], size: float = 13.0) -> None:
        """A line of swatches with their words; it goes on in the next line where the picture ends."""
        x, step = float(MARGIN), size * 1.55
        self.y += step
        if before:
            for n, line in enumerate(fold_words(before, INNER, size)):
                self.y += step * (n > 0)
                self.write(line, MARGIN, self.y, size, ink="soft")
                x = MARGIN + measure(line, size) + 12
        for standing, words in items:
            wide = 22 + measure(words, size) + 16
            if x + wide > WIDE - MARGIN + 16 and x > MARGIN:
                x, self.y = MARGIN, self.y + step
            SubElement(
                self.root,
                "rect",
                {"class": standing, "x": num(x + 0.5), "y": num(self.y - 9.5), "width": "15", "height": "10"},
            )
            self.write(words, x + 22, self.y, size)
            x += wide

    def rule(self, gap: float, ink: str = "hair", thick: float = 1.0) -> None:
        self.y += gap
        line = SubElement(self.root, "path", {"d": f"M{MARGIN} {num(self.y)}H{WIDE - MARGIN}"})
        line.attrib |= {"stroke": self.look.colour(ink), "stroke-width": num(thick)}

    def finish(self, name: str, title: str, desc: str) -> str:
        """The picture as an SVG file. `name` goes into its ids, so that two in one page do not meet."""
        tall = round(self.y + MARGIN * 0.8)
        defs = SubElement(self.root, "defs")
        defs.extend(_textures())
        self.look.write_on(self.root)
        _split_halos(self.root)
        whole = Element("svg", {"xmlns": SVG, "xmlns:xlink": "http://www.w3.org/1999/xlink"})
        whole.attrib |= {"width": str(WIDE), "height": str(tall), "viewBox": f"0 0 {WIDE} {tall}", "role": "img"}
        whole.set("aria-labelledby", "t d")
        SubElement(whole, "title", {"id": "t"}).text = title
        SubElement(whole, "desc", {"id": "d"}).text = desc
        SubElement(whole, "rect", {"width": str(WIDE), "height": str(tall), "fill": self.look.colour("paper")})
        whole.append(defs)
        self.root.remove(defs)
        whole.extend(self.root)
        _own_ids(whole, f"fg-{hashlib.sha256(f'{name} {self.scheme}'.encode()).hexdigest()[:8]}-")
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(whole, encoding="unicode") + "\n"


def _textures() -> list[Element]:
    """The patterns of the page, without its swatches."""
    source = read_text("textures.html.j2")
    return list(fromstring(source[source.index("<svg") :]).iter("pattern"))


def _split_halos(root: Element) -> None:
    """A text with a halo becomes two: not every program knows that the stroke is to be painted first."""
    for parent in list(root.iter()):
        for place, child in reversed(list(enumerate(parent))):
            if child.tag == "text" and child.attrib.pop("paint-order", ""):
                halo = deepcopy(child)
                halo.attrib |= {"aria-hidden": "true", "fill": child.get("stroke", "none")}
                for part in halo:
                    part.attrib.pop("fill", None)
                for name in [name for name in child.attrib if name.startswith("stroke")]:
                    del child.attrib[name]
                parent.insert(place, halo)


def _own_ids(root: Element, before: str) -> None:
    """Every id and every reference to one gets our own beginning; hidden parts go."""
    for parent in list(root.iter()):
        for child in [child for child in parent if child.get("display") == "none"]:
            parent.remove(child)
    for element in root.iter():
        element.attrib.pop("display", None)
        if "id" in element.attrib:
            element.set("id", before + element.attrib["id"])
        for name, value in element.attrib.items():
            if value.startswith("url(#"):
                element.set(name, f"url(#{before}{value[5:]}")
        if "href" in element.attrib:
            element.set("xlink:href", f"#{before}{element.attrib.pop('href')[1:]}")
        if "aria-labelledby" in element.attrib:
            element.set(
                "aria-labelledby", " ".join(before + each for each in element.attrib["aria-labelledby"].split())
            )


def foreign(words: str) -> str:
    """A text of a case inside a sentence of ours."""
    return alone(words)
