"""The map with one clock: the data, the script and the sheet that make a report's maps move.

The static map stays what it is: without a script, a canvas or a way to unpack the data a reader sees that one.
"""

from __future__ import annotations

import base64
import re
import zlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from firmground.render.clock.frames import Frame
from firmground.render.clock.pack import Packed, pack_scene
from firmground.render.figures.projection import views_of
from firmground.render.pages import BYTES, Block, Clock

if TYPE_CHECKING:
    from firmground.report.model import Report

__all__ = [
    "Packed",
    "build_clock",
    "clock_script",
    "clock_style",
    "opening_script",
    "pack_scene",
    "script_block",
]

MOST_BYTES: Final = 320_000  # of the scene, as the page carries it
_PARTS: Final = (
    "unpack.js", "words.js", "project.js", "days.js", "paint.js", "ground.js", "glyphs.js", "sprites.js", "labels.js",
    "panel.js", "bar.js", "legend.js", "map.js", "hands.js", "start.js",
)  # fmt: skip


def build_clock(report: Report) -> Clock:
    """The moving maps of a report; nothing at all for one without a scene or without a static map to move."""
    frames = {name: Frame(view) for name, view in views_of(report.claims).items()}
    if report.scene is None or not frames:
        return Clock()
    packed = pack_scene(report.scene, frames, claims=[claim.id for claim in report.claims], most_bytes=MOST_BYTES)
    data = (Block("firmground-scene", BYTES, packed.text), script_block())
    return Clock(clock_style(), data, (opening_script(),), unpacked=(clock_script(),))


@cache
def clock_script() -> str:
    """The vendored part and ours as one script, closed in on itself."""
    own = _squeeze("\n".join(_read("js", name) for name in _PARTS))
    return f'(() => {{\n"use strict";\n{_read("vendor", "d3-zoom.min.js")}{own}}})();\n'


@cache
def script_block() -> Block:
    """`clock_script` as a zlib stream in base64, which `opening_script` unpacks."""
    return Block("firmground-clock", BYTES, base64.b64encode(zlib.compress(clock_script().encode(), 9)).decode())


@cache
def opening_script() -> str:
    """The script that the page carries as it is."""
    return _squeeze(_read("open.js"))


def _squeeze(script: str) -> str:
    """Comments and indentation stay in the files; the page needs neither. No text in them holds a comment's mark."""
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/|(?m:^\s*//[^\n]*$)", "", script, flags=re.DOTALL)).lstrip()


@cache
def clock_style() -> str:
    return _read("clock.css")


def _read(*path: str) -> str:
    source = resources.files("firmground.render.clock").joinpath(*path)
    return source.read_text(encoding="utf-8").replace("\r\n", "\n")
