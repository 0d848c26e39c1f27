"""Markup of figures: escaped texts, short numbers, one frame with words for those who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from firmground.render.visible import make_visible, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable


def esc(text: str) -> Markup:
    """Untrusted text as SVG text, with nothing hidden in it."""
    return escape(one_line(text))


def num(value: float) -> str:
    """A coordinate to a tenth, as short as it can be written."""
    body = f"{value:.1f}"
    body = body.removesuffix(".0")
    return "0" if body == "-0" else body


def join(parts: Iterable[str]) -> Markup:
    """Markup glued together; the parts must be markup already (a plain text is escaped)."""
    return Markup("").join(parts)


def pct(value: float) -> str:
    """A length in percent of the width to a hundredth, as short as it can be written."""
    body = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if body == "-0" else f"{body}%" if body != "0" else body


def frame(css: str, height: int | None, *, title: str, desc: str, body: Markup) -> Markup:
    """The outer element of a figure. `title` says what it shows, `desc` how it is drawn.

    `height` in pixels; None where the style sheet gives the shape. A title and a description inside an element
    with the role of a picture are its name and description (SVG Accessibility API Mappings 1.0, 5.1.1).
    """
    tall = Markup(' height="{}"').format(height) if height is not None else Markup("")
    return Markup(
        '<svg class="fig {css}"{tall} role="img"><title>{title}</title><desc>{desc}</desc>{body}</svg>'
    ).format(css=css, tall=tall, title=make_visible(title), desc=make_visible(desc), body=body)


def strip(css: str, height: int, body: Markup) -> Markup:
    """A figure whose words stand beside it in the same row of the page, so that nothing is read out twice."""
    return Markup('<svg class="fig {}" height="{}" aria-hidden="true">{}</svg>').format(css, height, body)


def group(css: str, parts: Iterable[str]) -> Markup:
    """Elements that share a class; nothing where there are none."""
    body = join(parts)
    return Markup('<g class="{}">{}</g>').format(css, body) if body else body


def _of(css: str) -> Markup:
    return Markup(' class="{}"').format(css) if css else Markup("")


def _from_left(name: str, percent: float) -> Markup:
    """An attribute that is nought where it is not written."""
    return Markup(' {}="{}"').format(name, pct(percent)) if pct(percent) != "0" else Markup("")


def text(x: float, y: float, words: str, css: str, *, anchor: str = "start", dx: float = 0) -> Markup:
    """A text at `x` percent and `y` pixels, moved by `dx` pixels; `css` "" where a group has the class."""
    shift = Markup(' dx="{}"').format(num(dx)) if dx else Markup("")
    side = Markup(' text-anchor="{}"').format(anchor) if anchor != "start" else Markup("")
    return Markup('<text{}{} y="{}"{}{}>{}</text>').format(
        _of(css), _from_left("x", x), num(y), shift, side, esc(words)
    )


def rect(x: float, y: float, width: float, height: float, css: str) -> Markup:
    """A rectangle: `x` and `width` in percent, `y` and `height` in pixels."""
    return Markup('<rect{}{} y="{}" width="{}" height="{}"/>').format(
        _of(css), _from_left("x", x), num(y), pct(max(width, 0.0)), num(height)
    )


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    """A line: x in percent, y in pixels."""
    return Markup('<line{}{} y1="{}" x2="{}" y2="{}"/>').format(
        _of(css), _from_left("x1", x1), num(y1), pct(x2), num(y2)
    )


def at(x: float, y: float, body: Markup) -> Markup:
    """`body` drawn in pixels around a point at `x` percent and `y` pixels."""
    return Markup('<svg x="{}" y="{}" overflow="visible">{}</svg>').format(pct(x), num(y), body)


def path(d: str, css: str) -> Markup:
    return Markup('<path class="{}" d="{}"/>').format(css, d)
