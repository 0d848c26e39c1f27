"""Who is tied to whom, as a table of distances between towns is drawn: every name once, on a staircase.

The mark for two actors stands in the row of the lower and under the step of the upper. Steps of one bloc lie on a
wash, so a division that nothing contradicts has all friends on a wash and all foes off it; what contradicts it is
ringed in the colour of claims. Friend and foe differ in shape, sure and possible in texture. No actor is moved nearer
to another for looks, and there are no lines that cross.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.render.figures.svg import esc, frame, join, num, path, pct, text
from firmground.render.visible import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST: Final = 44  # names; of more, a step would be narrower than a mark
_ROW: Final = 18  # pixels
_HEAD: Final = 24  # a bloc's own line
_WIDEST: Final = 2.7  # percent of the width that a step takes at most
_ALL: Final = 57.0  # the same, of all steps together
_GAP: Final = 0.7  # of a step, between blocs
_LETTER: Final = 6.0  # pixels of a letter of a name
_NARROW: Final = 340.0  # pixels of the narrowest figure, and of one on a wide page
_WIDE: Final = 520.0


@dataclass(frozen=True, slots=True)
class Step:
    """A name on the staircase. `sure`: it stands in this bloc whichever best division one takes."""

    name: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Knot:
    """What stands between two names, by their places in the order of the staircase. `words` show under a pointer."""

    upper: int
    lower: int
    against: bool
    sure: bool
    contradicts: bool
    words: str


@dataclass(frozen=True, slots=True)
class _Stair:
    """Where things are: the left edge of each step in percent, the middle of each row in pixels."""

    lefts: list[float]
    middles: list[int]
    heads: list[tuple[float, int]]
    blocs: list[range]
    wide: float
    tall: int


def draw_blocs(
    blocs: Sequence[Sequence[Step]], heads: Sequence[str], knots: Sequence[Knot], *, title: str, desc: str
) -> Markup:
    """The staircase. `heads`: the name of each bloc; the marks are drawn by `draw_marks`, once a page."""
    stair = _lay_out([len(bloc) for bloc in blocs])
    steps = [step for bloc in blocs for step in bloc]
    body = [
        _draw_ground(stair, knots),
        *(text(x, y, words, "choice") for (x, y), words in zip(stair.heads, heads, strict=True)),
        *(_draw_name(step, stair, n) for n, step in enumerate(steps)),
        *(_draw_knot(knot, stair) for knot in knots),
    ]
    return frame("ties", stair.tall, title=title, desc=desc, body=join(body))


def draw_marks() -> Markup:
    """The marks themselves under their ids, for an element that shows nothing by itself."""
    shapes = {"friend": "M-3.5-3.5h7v7h-7z", "foe": "M-4-2.2l1.8-1.8 2.2 2.2 2.2-2.2 1.8 1.8-2.2 2.2 2.2 2.2-1.8 1.8"}
    shapes["foe"] += "-2.2-2.2-2.2 2.2-1.8-1.8 2.2-2.2z"
    marks = [
        Markup('<path id="tie-{}-{}" class="{} tie" d="{}"/>').format(name, standing, css, d)
        for name, d in shapes.items()
        for standing, css in (("must", "must"), ("may", "tie-may"))
    ]
    hatch = Markup(
        '<pattern id="hatch-tie" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="hatch-ground" width="3" height="3"/><rect class="hatch-line" width="1" height="3"/></pattern>'
    )
    return join([hatch, *marks, Markup('<circle id="tie-ring" class="claim-line" r="7.5"/>')])


def _lay_out(sizes: list[int]) -> _Stair:
    steps = sum(sizes) + _GAP * (len(sizes) - 1) + 0.5
    wide = min(_WIDEST, _ALL / steps)
    lefts: list[float] = []
    middles: list[int] = []
    heads, blocs = [], []
    place, y = 0.0, 0
    for size in sizes:
        heads.append((place * wide, y + _HEAD - 9))
        y += _HEAD
        blocs.append(range(len(lefts), len(lefts) + size))
        for _ in range(size):
            lefts.append(place * wide)
            middles.append(y + _ROW // 2)
            place, y = place + 1, y + _ROW
        place, y = place + _GAP, y + 6
    return _Stair(lefts, middles, heads, blocs, wide, y)


def _draw_ground(stair: _Stair, knots: Sequence[Knot]) -> Markup:
    """The wash under each bloc, and the lines along which a reader finds from a name to its marks.

    All of it stretches with the width: a step is one wide, however wide the figure is.
    """
    places = [left / stair.wide for left in stair.lefts]
    last = places[-1] + 1 if places else 1.0
    wash = []
    for bloc in stair.blocs:
        for n in bloc[1:]:
            left = num(places[bloc[0]])
            wash.append(f"M{left} {stair.middles[n] - _ROW // 2}H{num(places[n])}v{_ROW}H{left}z")
    farthest: dict[int, int] = {}
    lowest: dict[int, int] = {}
    for knot in knots:
        farthest[knot.lower] = min(knot.upper, farthest.get(knot.lower, knot.upper))
        lowest[knot.upper] = max(knot.lower, lowest.get(knot.upper, knot.lower))
    lines = [
        f"M{num(places[upper] + 0.5)} {stair.middles[lower]}H{num(places[lower])}" for lower, upper in farthest.items()
    ]
    lines += [
        f"M{num(places[upper] + 0.5)} {stair.middles[upper] + 7}V{stair.middles[lower]}"
        for upper, lower in lowest.items()
    ]
    body = path("".join(wash), "tie-wash") + path("".join(lines), "tie-line")
    return Markup('<svg width="{}" height="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>').format(
        pct(last * stair.wide), stair.tall, num(last), stair.tall, body
    )


def _draw_name(step: Step, stair: _Stair, n: int) -> Markup:
    """In full where there is room; else once for a wide figure and once for a narrow one."""
    x, y = stair.lefts[n], stair.middles[n] + 4
    room = (100 - x) / 100 / _LETTER
    css = "tie-name" if step.sure else "tie-name soft"
    name = one_line(step.name)
    wide, narrow = shorten(name, int(_WIDE * room)), shorten(name, int(_NARROW * room))
    if wide == narrow:
        return text(x, y, wide, css, dx=3)
    return text(x, y, wide, f"{css} wide", dx=3) + text(x, y, narrow, f"{css} narrow", dx=3)


def _draw_knot(knot: Knot, stair: _Stair) -> Markup:
    x, y = pct(stair.lefts[knot.upper] + stair.wide / 2), stair.middles[knot.lower]
    mark = f"tie-{'foe' if knot.against else 'friend'}-{'must' if knot.sure else 'may'}"
    drawn = Markup('<use href="#{}" x="{}" y="{}"><title>{}</title></use>').format(mark, x, y, esc(knot.words))
    return drawn + Markup('<use href="#tie-ring" x="{}" y="{}"/>').format(x, y) if knot.contradicts else drawn
