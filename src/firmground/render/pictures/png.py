"""PNG of a picture, in letters that we bring along, and never a box in place of a letter.

resvg draws what a font does not have as an empty box and says nothing. So every letter is tried first: with the
fonts beside this file, then with those of the computer; a picture with a letter that neither has is not drawn.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, tostring

import resvg_py
from defusedxml.ElementTree import fromstring

from firmground.errors import BadRequestError
from firmground.render.pictures.flatten import SVG
from firmground.render.pictures.letters import is_leftward

if TYPE_CHECKING:
    from collections.abc import Iterable

SCALE: Final = 2  # a picture of 760 px is 1,520 wide: sharp on a phone and in print at a column's width
_SANS, _SERIF, _ARABIC = "Noto Sans", "Noto Serif", "Noto Sans Arabic"
# The last code point of the second private plane, which no font gives a shape: drawn, it is the empty box.
_NOWHERE: Final = "\U0010fffd"


class MissingLettersError(BadRequestError):
    """No font has these letters. The picture in SVG is complete: a browser with the fonts shows it."""

    def __init__(self, letters: Iterable[str]) -> None:
        """Names at most a few of the letters."""
        self.letters = "".join(sorted(letters))
        shown = " ".join(self.letters[:12]) + (" …" if len(self.letters) > 12 else "")
        super().__init__(
            f"no font on this computer has the letters {shown}: install one that has them (Noto Sans covers every "
            "script), or open the SVG where there is one"
        )


def to_png(svg: str, *, scale: float = SCALE) -> bytes:
    """The picture as PNG, `scale` times its size in pixels. Raises MissingLettersError."""
    root = fromstring(svg, forbid_dtd=True)
    for element in root.iter():
        if "font-family" in element.attrib:
            element.set("font-family", _own_family(element))
    letters = {letter for element in root.iter(f"{{{SVG}}}text") for letter in element.itertext()}
    own = not any(_is_missing(letter, system=False) for letter in sorted(set("".join(letters))))
    if not own and (missing := [one for one in sorted(set("".join(letters))) if _is_missing(one, system=True)]):
        raise MissingLettersError(missing)
    return _draw(tostring(root, encoding="unicode"), system=not own, scale=scale)


def _own_family(element: Element) -> str:
    """Ours in place of the page's. The last name of a list is the generic one: "serif" or "sans-serif".

    A line of Arabic names its letters itself: found by falling back, they would have another weight.
    """
    if is_leftward("".join(element.itertext()).strip("\u2067\u2068\u2069")):
        return _ARABIC
    generic = element.get("font-family", "").rsplit(",", 1)[-1].strip()
    return _SERIF if generic == "serif" else _SANS


@cache
def _is_missing(letter: str, *, system: bool) -> bool:
    return _try(letter, system=system) == _try(_NOWHERE, system=system)


@cache
def _try(letter: str, *, system: bool) -> bytes:
    """The letter alone, as the drawing program draws it."""
    root = Element("svg", {"xmlns": SVG, "width": "24", "height": "24"})
    SubElement(root, "text", {"x": "4", "y": "16", "font-size": "14", "font-family": _SANS}).text = letter
    return _draw(tostring(root, encoding="unicode"), system=system, scale=1)


def _draw(svg: str, *, system: bool, scale: float) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=scale,
        skip_system_fonts=not system,
        font_files=list(_own_fonts()),
        font_family=_SANS,
        sans_serif_family=_SANS,
        serif_family=_SERIF,
    )


@cache
def _own_fonts() -> tuple[str, ...]:
    folder = resources.files("firmground.render.pictures").joinpath("vendor")
    return tuple(sorted(str(file) for file in folder.iterdir() if file.name.endswith(".ttf")))
