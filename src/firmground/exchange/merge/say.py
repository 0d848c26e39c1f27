"""What a merge found, in a terminal: what came in, where the sides disagree, what waits for a decision.

Words of the other side are a stranger's: they are shown in one line, with nothing in them that a terminal obeys.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from firmground.phrases import several
from firmground.render.paint import BOLD, paint_lines
from firmground.render.visible import one_line
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.exchange.merge.model import Disagreement, Merged, Taken

_LEAST_WIDTH: Final = 40
_FIRST: Final = 6  # disagreements of one kind, questions and changes that are shown; all stand in the files
# Kinds of disagreements in the order in which they matter, and how they read.
_HEADINGS: Final = {
    "holder": "Who held this place",
    "place": "Where a place lies",
    "actor": "Who an actor is",
    "tie": "Who is tied to whom",
    "definition": "Whose words mean whom",
    "claim": "What was claimed",
    "agreement": "What was agreed",
    "pledge": "What was promised",
    "incident": "What happened",
    "source": "What a source is",
    "names": "What an actor is called",
}


def say_merged(merged: Merged, *, width: int = 80, color: bool = False) -> str:
    """The account in lines of at most `width` cells (at least 40). No escape sequences unless `color`."""
    width = max(_LEAST_WIDTH, width)
    lines = [*_say_head(merged, width, color=color)]
    for part in (_say_taken, _say_disagreements, _say_waiting, _say_again, _say_notes):
        lines += part(merged, width)
    lines += ["", "─" * width, *_say_next(merged, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _say_head(merged: Merged, width: int, *, color: bool) -> Iterator[str]:
    yield from paint_lines(wrap(f"{merged.name}: {merged.title}", width), BOLD, color=color)
    signed = f"signed by {merged.sender}" if merged.sender else "signed by nobody"
    label = f"; its records are labelled {merged.audience} in handling.toml" if merged.audience else ""
    yield from wrap(f"{signed}{label}", width)
    yield from wrap(f"Now beside your own case in {merged.folder}. Nothing of yours was overwritten.", width)


def _say_taken(merged: Merged, width: int) -> Iterator[str]:
    yield from ("", "─" * width, f"What came in from {merged.name}")
    wide = max((len(one.kind) for one in merged.taken), default=0)
    for one in merged.taken:
        yield from wrap(_account(one), width, first=f"  {one.kind:<{wide}}  ", indent=" " * (wide + 4))


def _account(one: Taken) -> str:
    further = {"events": "rows beside your own", "maps": "beside your own", "releases": "rows beside your own"}
    parts = [
        f"{one.same:,} the same as yours" if one.same else "",
        f"{one.added:,} that you did not have" if one.added else "",
        f"{one.renamed:,} {further.get(one.kind, 'under a name of their own')}" if one.renamed else "",
        f"{one.left:,} not taken over: {one.why}" if one.left else "",
    ]
    return ", ".join(part for part in parts if part) or "none"


def _say_disagreements(merged: Merged, width: int) -> Iterator[str]:
    counts = Counter(one.kind for one in merged.disagreements)
    total = sum(counts.values())
    if not total:
        yield from ("", "─" * width, "The two sides disagree about nothing that both speak of")
        return
    yield from ("", "─" * width, f"Where the two sides disagree: {total:,}")
    order = list(_HEADINGS)
    for kind in sorted(counts, key=lambda kind: (order.index(kind) if kind in order else len(order), kind)):
        yield from ("", f"  {_HEADINGS.get(kind, kind)}")
        found = [one for one in merged.disagreements if one.kind == kind]
        for one in found[:_FIRST]:
            yield from _say_one(merged.name, one, width)
        if len(found) > _FIRST:
            yield f"    … and {len(found) - _FIRST:,} more"
    yield ""
    yield from wrap(
        f"All of them: {merged.folder}/from/{merged.name}/disagreements.csv", width, first="  ", indent="  "
    )


def _say_one(name: str, one: Disagreement, width: int) -> Iterator[str]:
    about = f"{one.about}, {one.days}" if one.days else one.about
    yield from wrap(about, width, first="  · ", indent="    ")
    wide = max(len(name), len("you"))
    for who, said, source in (("you", one.own, one.own_source), (name, one.theirs, one.their_source)):
        quoted = f"{said} ({source})" if source else said
        yield from wrap(quoted, width, first=f"      {who:<{wide}}  ", indent=" " * (wide + 8))


def _say_waiting(merged: Merged, width: int) -> Iterator[str]:
    waiting = merged.waiting
    if not waiting and not merged.doubles:
        return
    yield from ("", "─" * width, "What waits for your decision")
    for one in waiting[:_FIRST]:
        yield from wrap(one.says, width, first="  · ", indent="    ")
    if len(waiting) > _FIRST:
        yield f"    … and {len(waiting) - _FIRST:,} more"
    if waiting:
        says = (
            f"Until then rows of {merged.name} that name one of them MAY be of anybody. Answer in "
            f"from/{merged.name}/questions.csv, column decided: same or different of actors, take or leave of ties. "
            "Then merge again, from this folder into a new one."
        )
        yield from wrap(says, width, first="    ", indent="    ")
    if merged.doubles:
        many = several(merged.doubles, "pair of rows", "pairs of rows")
        yield from wrap(f"{many}, one of each side, may tell of one event", width, first="  · ", indent="    ")
        pairs = ", ".join(f"{mine} and {theirs}" for mine, theirs in merged.double_rows[:3])
        yield from wrap(f"the likeliest: {pairs}", width, first="    ", indent="    ")


def _say_again(merged: Merged, width: int) -> Iterator[str]:
    if not merged.again:
        return
    yield from ("", "─" * width, f"Since {merged.name} was merged before")
    for one in merged.again[: 4 * _FIRST]:
        yield from wrap(f"{one.says}: {one.about}", width, first="  · ", indent="    ")
    if len(merged.again) > 4 * _FIRST:
        yield f"    … and {len(merged.again) - 4 * _FIRST:,} more"


def _say_notes(merged: Merged, width: int) -> Iterator[str]:
    if merged.notes:
        yield from ("", "─" * width, "What else to know")
        for note in merged.notes:
            yield from wrap(note, width, first="  · ", indent="    ")


def _say_next(merged: Merged, width: int) -> Iterator[str]:
    folder = one_line(str(merged.folder))
    yield from wrap(
        f'Your claims start from your own rows ("own"), then come those of {merged.name}, then both ("all").', width
    )
    yield f"  firmground check {folder}"
    if merged.doubles:
        yield f"  firmground review {folder}"
        yield f"  firmground serve {folder}"
