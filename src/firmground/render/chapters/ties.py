"""Who stands with whom: the chapter as pages and terminals show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.phrases import list_words
from firmground.render.figures.tied import MOST, Knot, Step, draw_blocs, draw_marks
from firmground.render.figures.tied_days import draw_tied_days
from firmground.render.numbers import say_digits
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.report.chapters.ties_model import (
        Circle,
        Contradiction,
        Group,
        Place,
        Split,
        TieChange,
        TieLink,
        Ties,
    )
    from firmground.report.model import Report

TITLE: Final = "Who stands with whom"
ANCHOR: Final = "ties"
TEMPLATE: Final = "chapters/ties.html.j2"
_MOST_TIES: Final = 200  # lines of the table of all ties; the report's JSON has all
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth")
_SAID: Final = 12  # names in a line of a terminal


@dataclass(frozen=True, slots=True)
class BlocView:
    """A bloc in words. `sure`: who is in it in every best division; `unsure`: who stands elsewhere in some."""

    name: str
    sure: list[str]
    unsure: list[str]


@dataclass(frozen=True, slots=True)
class SplitView:
    """One number of blocs. `undrawn`: names for which the picture has no room; `found`: where several are best."""

    split: Split
    title: str
    figure: Markup
    blocs: list[BlocView]
    apart: list[str]
    undrawn: int
    drawn: list[Contradiction]
    others: list[Contradiction]
    circles: list[Circle]
    found: list[EquallyGood]


@dataclass(frozen=True, slots=True)
class EquallyGood:
    """Divisions of which none is better. `cores`: a letter for each set of actors that all of them keep together;
    `divisions`: each as its letters, "A and C, against B"; `all`: none is left out.
    """

    sentence: str
    cores: list[tuple[str, list[str]]]
    divisions: list[str]
    all: bool


@dataclass(frozen=True, slots=True)
class LinkView:
    """A line of the table of all ties. `contradicts`: the first division that is drawn."""

    link: TieLink
    contradicts: bool


@dataclass(frozen=True, slots=True)
class TiesView:
    """The chapter. `marks` are the shapes that figures refer to, once a page; `changes` the last first; `unlisted` how
    many ties the table leaves out.
    """

    ties: Ties
    marks: Markup
    splits: list[SplitView]
    strip: Markup
    changes: list[TieChange]
    links: list[LinkView]
    unlisted: int
    unplaced: list[str]


def view(report: Report) -> TiesView | None:
    return None if report.ties is None else view_ties(report.ties)


def view_ties(ties: Ties, until: str = "") -> TiesView:
    """The chapter of any day: the app asks for other days than the report's own, which is `until` (ISO) then."""
    splits = [_view_split(ties, split) for split in ties.splits]
    contradicting = {each.link for split in splits[:1] for each in split.drawn}
    links = [LinkView(link, n in contradicting) for n, link in enumerate(ties.links)]
    return TiesView(
        ties=ties,
        marks=draw_marks(),
        splits=splits,
        strip=_draw_strip(ties, until or ties.on),
        changes=list(reversed(ties.changes)),
        links=sorted(links, key=lambda each: (not each.contradicts, each.link.standing != "must"))[:_MOST_TIES],
        unlisted=max(0, len(links) - _MOST_TIES),
        unplaced=[actor.name for actor in ties.unplaced],
    )


def _draw_strip(ties: Ties, until: str) -> Markup:
    """A strip of days is worth its place where the number of contradictions changes, in years that have months."""
    numbers = {(change.contradictions.low, change.contradictions.high) for change in ties.changes}
    last = max(until, *(change.on for change in ties.changes[-1:]), "")
    return draw_tied_days(ties.changes, last) if len(numbers) > 1 and last < "9999" else Markup("")


def _view_split(ties: Ties, split: Split) -> SplitView:
    names = {actor.id: actor.name for actor in ties.actors}
    heads = _name_blocs(len(split.shown))
    drawn = [each for each in split.contradicted if each.drawn]
    figure, undrawn = _draw(ties, split, heads, drawn)
    return SplitView(
        split=split,
        title=f"In {_say_number(split.blocs)} blocs: {_say_least(split)}",
        figure=figure,
        blocs=[
            BlocView(
                head,
                [names[place.actor] for place in bloc.places if place.standing == "must"],
                [names[place.actor] for place in bloc.places if place.standing != "must"],
            )
            for head, bloc in zip(heads, split.shown, strict=True)
        ],
        apart=[names[actor] for actor in split.apart],
        undrawn=undrawn,
        drawn=drawn,
        others=[each for each in split.contradicted if not each.drawn],
        circles=sorted(split.circles, key=lambda circle: circle.standing != "must"),
        found=_list_divisions(split, names),
    )


def _name_blocs(number: int) -> list[str]:
    if number == 2:
        return ["One bloc", "The other bloc"]
    return [f"The {_ORDINALS[n]} bloc" if n < len(_ORDINALS) else f"Bloc {n + 1}" for n in range(number)]


def _say_number(number: int) -> str:
    return ("no", "one", "two", "three", "four", "five", "six")[number] if number < 7 else str(number)


def _say_least(split: Split) -> str:
    least, most = (round(end or 0) for end in (split.contradictions.low, split.contradictions.high))
    if not most:
        return "no tie contradicts"
    if least == most:
        return f"{least} tie{' contradicts' if least == 1 else 's contradict'}"
    return f"{least} to {most} ties contradict"


def _draw(ties: Ties, split: Split, heads: list[str], drawn: list[Contradiction]) -> tuple[Markup, int]:
    """The picture, and how many names it has no room for: those are the last of the largest blocs."""
    names = {actor.id: actor.name for actor in ties.actors}
    room = [len(bloc.places) for bloc in split.shown]
    while sum(room) > MOST:
        room[room.index(max(room))] -= 1
    places = [_order(bloc.places[:most], ties.links) for bloc, most in zip(split.shown, room, strict=True)]
    order = {place.actor: n for n, place in enumerate(place for bloc in places for place in bloc)}
    if len(order) < 2:
        return Markup(""), 0
    against = {each.link for each in drawn}
    knots = [
        Knot(
            upper=min(order[link.actor], order[link.to]),
            lower=max(order[link.actor], order[link.to]),
            against=link.against,
            sure=link.standing == "must",
            contradicts=n in against,
            words=link.words,
        )
        for n, link in enumerate(ties.links)
        if link.actor in order and link.to in order
    ]
    blocs = [[Step(names[place.actor], place.standing == "must") for place in bloc] for bloc in places]
    sizes = list_words([say_digits(len(bloc.places), 0) for bloc in split.shown])
    told = " ".join(each.sentence for each in drawn) or "None contradicts it."
    figure = draw_blocs(
        blocs,
        heads,
        knots,
        title=f"{len(knots)} ties between {len(order)} actors, in {_say_number(split.blocs)} blocs of {sizes}",
        desc=f"A table in steps, each actor once. Ties that contradict the division that is drawn: {told}",
    )
    return figure, sum(len(bloc.places) for bloc in split.shown) - len(order)


def _order(places: Sequence[Place], links: Sequence[TieLink]) -> list[Place]:
    """Friends next to each other: after each actor its friends of the bloc, and theirs, those with most links first."""
    rank = {place.actor: n for n, place in enumerate(places)}
    friends: dict[str, list[str]] = {actor: [] for actor in rank}
    for link in links:
        if not link.against and link.actor in rank and link.to in rank:
            friends[link.actor].append(link.to)
            friends[link.to].append(link.actor)
    order: list[str] = []
    waiting = sorted(rank, key=rank.__getitem__, reverse=True)
    while waiting:
        actor = waiting.pop()
        if actor not in order:
            order.append(actor)
            # The branch with fewest friends comes first, so that a name with many is not torn from them.
            waiting += sorted(friends[actor], key=lambda each: (len(friends[each]), rank[each]), reverse=True)
    return [places[rank[actor]] for actor in order]


def _list_divisions(split: Split, names: dict[str, str]) -> list[EquallyGood]:
    """Where more than one division is best: with the sure ties alone, and with all that are possible."""
    found = []
    for world in split.worlds:
        which = "with the sure ties alone" if world.ties == "sure" else "if every possible tie stood"
        opening = f"In {_say_number(split.blocs)} blocs, {which}"
        found += [_find_cores(opening, group, names) for group in world.groups if len(group.listed) > 1]
    return found


def _find_cores(opening: str, group: Group, names: dict[str, str]) -> EquallyGood:
    sets: dict[tuple[int, ...], list[str]] = {}
    for actor in group.actors:
        stands = tuple(next(n for n, bloc in enumerate(one.blocs) if actor in bloc) for one in group.listed)
        sets.setdefault(stands, []).append(names[actor])
    cores = [(_letter(n), stands, actors) for n, (stands, actors) in enumerate(sets.items())]
    divisions = [
        ", against ".join(
            " and ".join(letter for letter, stands, _ in cores if stands[number] == bloc)
            for bloc, actors in enumerate(one.blocs)
            if actors
        )
        for number, one in enumerate(group.listed)
    ]
    number = f"at least {len(group.listed)}" if group.number is None else say_digits(group.number, 0)
    return EquallyGood(
        f"{opening}, {number} divisions of {len(group.actors)} actors are equally good.",
        [(letter, actors) for letter, _, actors in cores],
        divisions,
        group.number == len(group.listed),
    )


def _letter(n: int) -> str:
    """0 is "A", 25 "Z", 26 "AA"."""
    return (_letter(n // 26 - 1) if n > 25 else "") + chr(65 + n % 26)


def glance(report: Report) -> str:
    if report.ties is None:
        return ""
    sure = sum(link.standing == "must" for link in report.ties.links)
    words = f"{say_digits(sure, 0)} sure and {say_digits(len(report.ties.links) - sure, 0)} possible ties"
    return f"{words} on {report.ties.day}"


def say(report: Report, width: int) -> Iterator[str]:
    if report.ties is None:
        return
    shown = view_ties(report.ties)
    yield ""
    yield from wrap(report.ties.sentence, width, first="  ", indent="  ")
    for split in shown.splits:
        yield ""
        yield from wrap(split.split.sentence, width, first="  → ", indent="    ")
        for bloc in split.blocs:
            yield from wrap(f"{bloc.name}: {_say_names(bloc)}", width, first="    ", indent="      ")
        for each in split.drawn:
            yield from wrap(each.sentence, width, first="    ! ", indent="      ")
    for called in report.ties.called:
        yield from wrap(called.sentence, width, first="  ! ", indent="    ")
    for remark in report.ties.remarks:
        yield from wrap(remark, width, first="  · ", indent="    ")


def _say_names(bloc: BlocView) -> str:
    """Sure ones first, those that may stand elsewhere in brackets; the first few of many."""
    names = [*bloc.sure, *(f"({name})" for name in bloc.unsure)]
    more = f" and {len(names) - _SAID} more" if len(names) > _SAID else ""
    return ", ".join(names[:_SAID]) + more
