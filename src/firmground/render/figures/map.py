"""The small map: every place as wide as it is known, on outlines of land.

Solid must, hatched may, hollow cannot; larger discs lie beneath smaller ones. Equal discs are drawn once. A
few hundred discs are elements with a title of their own; thousands are packed, per standing and radius, into
one path of dots whose stroke is as wide as the disc, so that a place costs about ten bytes.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup

from firmground.phrases import list_words
from firmground.render.basemap.land import box_around, cut_land
from firmground.render.figures.axis import round_step
from firmground.render.figures.labels import MOST_DISCS, Anchor, Label, place_labels
from firmground.render.figures.projection import TALL, WIDE, View, find_view
from firmground.render.figures.shelf import lay
from firmground.render.figures.svg import esc, frame, group, join, num, path
from firmground.render.numbers import say_digits, standing_class
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from firmground.render.figures.shelf import Shelf
    from firmground.report.model import ClaimSection, Mark

_FEW: Final = 400  # discs that are drawn one by one
_LEAST_UNITS: Final = 7.0  # radius of the smallest disc that can be seen, in units of the frame
_CROWD: Final = 1500  # marks; beyond, the smallest discs are drawn smaller, so that they cover less
_LEAST_IN_CROWD: Final = 4.5
_FINE: Final = 11.0  # radius under which a finer hatching is needed to be seen at all
_MOST_NUMBERED: Final = 40
_FINE_POINTS: Final = 2500  # of areas; beyond, their outlines are drawn on a coarser grid
_STRIP: Final = 24
_COARSE: Final = 6  # units of that grid: two pixels on a phone
_UPWARDS: Final = {"cannot": 0, "may": 1, "must": 2}  # equal discs of a crowd, from the lowest layer
# class -> width in pixels, most labels, most letters of each
_LABELS: Final = {"wide": (560.0, 18, 26), "narrow": (340.0, 9, 17)}


Spot = tuple[str, int, int, float, str]  # standing, x, y, radius and outline of what is drawn once


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc or an area in units of the frame. `d` "" for a disc."""

    standing: str
    x: int
    y: int
    radius: float
    d: str
    label: str
    title: str
    count: int
    number: int = 0


def draw_map(
    section: ClaimSection, name: str, view: View | None = None, shelf: Shelf | None = None
) -> tuple[Markup, str]:
    """The map and what a reader should know of it in a sentence or two. `view`: another than its own."""
    title, desc = _say(section)
    return _draw(section.marks, view or find_view(section.marks), name, title, desc, shelf)


def draw_places(
    marks: Sequence[Mark], name: str, *, title: str, desc: str, least_km: float | None = None
) -> tuple[Markup, str]:
    """`draw_map` of any marks, under words of one's own. `least_km`: how much of the ground around to show at least."""
    view = find_view(marks) if least_km is None else find_view(marks, least_km)
    return _draw(marks, view, name, title, desc, None)


def _draw(
    marks: Sequence[Mark], view: View, name: str, title: str, desc: str, shelf: Shelf | None
) -> tuple[Markup, str]:
    discs = _place_discs(marks, view)
    inner = Markup('<svg viewBox="0 0 {} {}" width="100%" height="100%">{}</svg>').format(
        WIDE, TALL, join((lay(_draw_land(view), shelf), _draw_discs(discs, name, shelf)))
    )
    body = join((inner, _draw_labels(discs), _draw_scale(view)))
    return frame("map", None, title=title, desc=desc, body=body), _caption(marks, discs, view)


def _place_discs(marks: Sequence[Mark], view: View) -> list[Disc]:
    """Marks as discs of the frame, equal ones once, larger ones first."""
    centres = view.place(np.array([m.lon for m in marks]), np.array([m.lat for m in marks]))
    least = _least_units(marks)
    outlines = _outline_areas(marks, view)
    groups: dict[Spot, list[Mark]] = defaultdict(list)
    radii = {km: round(max(least, km * view.scale), 1) for km in {mark.radius_km for mark in marks}}
    classes = {standing: standing_class(standing) for standing in {mark.standing for mark in marks}}
    for mark, x, y in zip(marks, *np.rint(centres).astype(int).T.tolist(), strict=True):
        d = outlines[id(mark.rings)]
        groups[classes[mark.standing], x, y, radii[mark.radius_km], d].append(mark)
    if len(groups) > _FEW:
        groups = _uncover(groups)
    many = sum(not d for *_, d in groups) > _FEW
    discs = []
    for (standing, x, y, radius, d), alike in groups.items():
        number = _number(alike)
        # A disc that is packed among many has no words of its own, and one of many areas has few.
        title = _say_group(alike, 3) if not many else _say_group(alike, 1) if number or d else ""
        discs.append(Disc(standing, x, y, radius, d, alike[0].label, title, len(alike), number))
    return sorted(discs, key=lambda disc: (-disc.radius, disc.x, disc.y, disc.standing))


def _outline_areas(marks: Sequence[Mark], view: View) -> dict[int, str]:
    """Every different area's outline, by the identity of its rings; coarser where there are a great many."""
    areas = {id(mark.rings): mark.rings for mark in marks}
    points = sum(len(ring) for rings in areas.values() for ring in rings)
    grain = 1 if points <= _FINE_POINTS else _COARSE
    return {
        key: "".join(
            _outline(view.place(*np.array(ring).T), closed=True, grain=grain) for ring in rings if len(ring) > 2
        )
        for key, rings in areas.items()
    }


def _uncover(groups: dict[Spot, list[Mark]]) -> dict[Spot, list[Mark]]:
    """Of many discs and areas those that would lie exactly under another are left out: it stands for them as well."""
    tops: dict[tuple[int, int, float, str], str] = {}
    for standing, x, y, radius, d in groups:
        place = (x, y, radius, d)
        if place not in tops or _UPWARDS[standing] > _UPWARDS[tops[place]]:
            tops[place] = standing
    shown: dict[Spot, list[Mark]] = defaultdict(list)
    for (_, x, y, radius, d), alike in groups.items():
        shown[tops[x, y, radius, d], x, y, radius, d] += alike
    return shown


def _least_units(marks: Sequence[Mark]) -> float:
    return _LEAST_UNITS if len(marks) <= _CROWD else _LEAST_IN_CROWD


def _number(alike: list[Mark]) -> int:
    """The least of their numbers that is drawn: a map of hundreds of numbers can be read by nobody."""
    return min((mark.number for mark in alike if 0 < mark.number <= _MOST_NUMBERED), default=0)


def _say_group(alike: list[Mark], most: int) -> str:
    different = dict.fromkeys((mark.number, mark.title or mark.label) for mark in alike)
    # A few more than are said, for those that look the same.
    names = list(dict.fromkeys(_say_mark(*mark) for mark in islice(different, 9)))
    more = f" and {len(different) - most} more" if len(different) > most else ""
    return "; ".join(names[:most]) + more


def _say_mark(number: int, title: str) -> str:
    words = one_line(title)
    return f"{number} {words}" if number and words else words


def _outline(points: NDArray[np.float64], *, closed: bool, grain: int = 1) -> str:
    """Points as a path of whole units, relative to the one before; what shrinks to a point is left out."""
    whole = np.rint(points / grain).astype(int) * grain
    keep = np.r_[True, np.any(np.diff(whole, axis=0) != 0, axis=1)]
    whole = whole[keep]
    if grain > 1 and len(whole) > 2:
        # On a coarse grid many steps only go on in the same direction; the last point of each run is enough.
        turn = np.diff(whole, axis=0)
        bends = turn[:-1, 0] * turn[1:, 1] != turn[:-1, 1] * turn[1:, 0]
        whole = whole[np.r_[True, bends, True]]
    if len(whole) < (3 if closed else 2):
        return ""
    steps = np.diff(whole, axis=0)
    head = f"M{whole[0][0]} {whole[0][1]}l"
    return head + " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-") + ("z" if closed else "")


def _draw_land(view: View) -> Markup:
    land, borders = cut_land(box_around(view.lon, view.lat, view.reach_km))
    ground = "".join(_outline(view.place(*ring.T), closed=True) for rings in land for ring in rings)
    lines = "".join(_outline(view.place(*part.T), closed=False) for part in borders)
    sea = Markup('<rect class="sea" width="{}" height="{}"/>').format(WIDE, TALL)
    return Markup("<g>{}{}{}</g>").format(sea, path(ground, "land"), path(lines, "border"))


def _draw_discs(discs: list[Disc], name: str, shelf: Shelf | None) -> Markup:
    areas = [disc for disc in discs if disc.d]
    rounds = [disc for disc in discs if not disc.d]
    drawn = [*_draw_each(areas, shelf)]
    if len(rounds) <= _FEW:
        return join([*drawn, *_draw_each(rounds, shelf)])
    drawn += _pack([disc for disc in rounds if not disc.number], name)
    return join([*drawn, *_draw_each([disc for disc in rounds if disc.number], shelf)])


def _draw_each(discs: Iterable[Disc], shelf: Shelf | None) -> Iterable[Markup]:
    """In their order; those that follow each other and look the same share a group."""
    for css, alike in groupby(discs, lambda disc: f"disc {disc.standing}{' numbered' if disc.number else ''}"):
        yield group(css, (_draw_one(disc, shelf) for disc in alike))


def _draw_one(disc: Disc, shelf: Shelf | None) -> Markup:
    title = Markup("<title>{}</title>").format(esc(disc.title)) if disc.title else Markup("")
    if disc.d and shelf is not None:
        shape = shelf.put(Markup('<path d="{}"/>').format(disc.d))
        return Markup('<use href="#{}">{}</use>').format(shape, title)
    if disc.d:
        return Markup('<path d="{}">{}</path>').format(disc.d, title)
    return Markup('<circle cx="{}" cy="{}" r="{}">{}</circle>').format(disc.x, disc.y, num(disc.radius), title)


def _pack(discs: list[Disc], name: str) -> Iterable[Markup]:
    """One path per standing and radius: a dot for each disc, stroked as wide as the disc.

    Among discs of one size solid lies over hatched over hollow; the caption says so.
    """
    groups: dict[tuple[float, str], list[tuple[int, int]]] = defaultdict(list)
    for disc in discs:
        groups[(disc.radius, disc.standing)].append((disc.y, disc.x))
    for n, ((radius, standing), places) in enumerate(
        sorted(groups.items(), key=lambda found: (-found[0][0], _UPWARDS[found[0][1]]))
    ):
        at_x, at_y, pieces = 0, 0, []
        # In strips from the left, so that each step to the next dot is short to write.
        for y, x in sorted(places, key=lambda place: (place[0] // _STRIP, place[1], place[0])):
            pieces.append(f"m{x - at_x} {y - at_y}z")
            at_x, at_y = x, y
        d = "".join(pieces).replace(" -", "-")
        key = f"{name}-p{n}"
        yield Markup('<defs><path id="{}" d="{}"/></defs>').format(key, d)
        fine = " fine" if radius < _FINE else ""
        for layer, less in (("rim", 0.0), ("ground", 2.4), (f"of-{standing}{fine}", 2.4)):
            yield Markup('<use href="#{}" class="dot {}" stroke-width="{}"/>').format(
                key, layer, num(2 * radius - less)
            )


def _draw_labels(discs: list[Disc]) -> Markup:
    anchors = [
        Anchor(
            one_line(disc.label),
            disc.x / WIDE * 100,
            disc.y / TALL * 100,
            _reach(disc),
            disc.standing == "may",
            str(disc.number) if disc.number else "",
        )
        for disc in _nameable(discs)
    ]
    groups = []
    for css, (wide, most, cells) in _LABELS.items():
        labels = place_labels(anchors, wide, wide * TALL / WIDE, most, cells)
        sides: dict[str, list[Markup]] = defaultdict(list)
        for label in labels:
            sides[label.align].append(_draw_label(label))
        body = [Markup('<g text-anchor="{}">{}</g>').format(side, join(texts)) for side, texts in sides.items()]
        groups.append(Markup('<g class="place {}">{}</g>').format(css, join(body)))
    return join(groups)


def _nameable(discs: list[Disc]) -> list[Disc]:
    """Those that could get a name, of many: no others would come among the first that `place_labels` looks at."""
    named = [disc for disc in discs if disc.label]
    if len(named) <= MOST_DISCS:
        return named
    keys = [(not disc.number, disc.standing != "may", -_reach(disc)) for disc in named]
    last = heapq.nsmallest(MOST_DISCS, keys)[-1]
    return [disc for disc, key in zip(named, keys, strict=True) if key <= last]


def _reach(disc: Disc) -> float:
    return 0.0 if disc.d else disc.radius / WIDE


def _draw_label(label: Label) -> Markup:
    number = Markup('<tspan class="number">{}</tspan>').format(label.number) if label.number else Markup("")
    gap = " " if number and label.words else ""
    aside = Markup(' dx="{}"').format(num(label.dx)) if num(label.dx) != "0" else ""
    return Markup('<text x="{}%" y="{}%"{} dy="{}">{}{}{}</text>').format(
        num(label.x), num(label.y), aside, num(label.dy), number, gap, esc(label.words)
    )


def _draw_scale(view: View) -> Markup:
    """A bar of a round length, about a fifth of the width."""
    km = round_step(WIDE / 7 / view.scale)
    wide = km * view.scale / WIDE * 100
    return Markup(
        '<line class="scale" x1="2.5%" y1="96%" x2="{:.2f}%" y2="96%"/>'
        '<text class="place soft" x="2.5%" y="96%" dy="-6">{} km</text>'
    ).format(2.5 + wide, say_digits(km, 2))


def _say(section: ClaimSection) -> tuple[str, str]:
    """What the map shows, in words."""
    standings: Counter[str] = Counter()
    for standing, own in Counter(mark.standing for mark in section.marks).items():
        standings[standing_class(standing)] += own
    tally = list_words(
        [
            f"{standings[standing]} {words}"
            for standing, words in (("must", "must be"), ("may", "may be"), ("cannot", "cannot be"))
            if standing in standings
        ]
    )
    labels = dict.fromkeys(mark.label for mark in section.marks if mark.standing == "may" and mark.label)
    unsure: dict[str, None] = {}
    for label in labels:
        unsure[one_line(label)] = None
        if len(unsure) > 12:
            break
    others = " and others" if len(unsure) > 12 else ""
    names = f" Undecided: {', '.join(islice(unsure, 12))}{others}." if unsure else ""
    lons, lats = [m.lon for m in section.marks], [m.lat for m in section.marks]
    east_west = f"longitude {min(lons):.1f} to {max(lons):.1f}"
    where = f"From {east_west}, latitude {min(lats):.1f} to {max(lats):.1f}."
    counted = f"{section.counts.total} {section.unit_words}" if section.counts else section.unit_words
    shown = (
        f"of {counted} {len(section.marks)} can be drawn"
        if section.undrawn
        else f"of {len(section.marks)} {section.unit_words}"
    )
    return f"Where: {shown}, {tally} {section.that}", f"{where}{names}"


def _caption(marks: Sequence[Mark], discs: list[Disc], view: View) -> str:
    least = _least_units(marks) / view.scale
    if any(mark.radius_km < least and not mark.rings for mark in marks):
        decimals = max(0, 1 - math.floor(math.log10(least)))
        small = f" Discs of less than {say_digits(least, decimals)} km around their centre are drawn that wide."
    else:
        small = ""
    same = sum(disc.count - 1 for disc in discs)
    hidden = f" {say_digits(same, 0)} lie exactly on another and are drawn once." if same else ""
    if len(discs) > _FEW:
        hidden += " Where discs of one size crowd, solid ones lie over hatched ones and those over hollow ones."
    return f"Every disc is a place as wide as it is known; nobody said where inside it.{small}{hidden}"
