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


def frame(name: str, css: str, height: int | None, *, title: str, desc: str, body: Markup) -> Markup:
    """The outer element of a figure. `name` is ours and unique on the page; `title` says what it shows.

    `height` in pixels; None where the style sheet gives the shape.
    """
    tall = Markup(' height="{}"').format(height) if height is not None else Markup("")
    return Markup(
        '<svg class="fig {css}" width="100%"{tall} role="img" aria-labelledby="{name}-t {name}-d">'
        '<title id="{name}-t">{title}</title><desc id="{name}-d">{desc}</desc>{body}</svg>'
    ).format(css=css, tall=tall, name=name, title=make_visible(title), desc=make_visible(desc), body=body)


def text(x: float, y: float, words: str, css: str, *, anchor: str = "start", dx: float = 0) -> Markup:
    """A text at `x` percent and `y` pixels, moved by `dx` pixels."""
    shift = Markup(' dx="{}"').format(num(dx)) if dx else Markup("")
    return Markup('<text class="{}" x="{}%" y="{}"{} text-anchor="{}">{}</text>').format(
        css, num(x), num(y), shift, anchor, esc(words)
    )


def rect(x: float, y: float, width: float, height: float, css: str) -> Markup:
    """A rectangle: `x` and `width` in percent, `y` and `height` in pixels."""
    return Markup('<rect class="{}" x="{:.2f}%" y="{}" width="{:.2f}%" height="{}"/>').format(
        css, x, num(y), max(width, 0.0), num(height)
    )


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    """A line: x in percent, y in pixels."""
    return Markup('<line class="{}" x1="{:.2f}%" y1="{}" x2="{:.2f}%" y2="{}"/>').format(css, x1, num(y1), x2, num(y2))


def at(x: float, y: float, body: Markup) -> Markup:
    """`body` drawn in pixels around a point at `x` percent and `y` pixels."""
    return Markup('<svg x="{:.2f}%" y="{}" overflow="visible">{}</svg>').format(x, num(y), body)


def path(d: str, css: str) -> Markup:
    return Markup('<path class="{}" d="{}"/>').format(css, d)
