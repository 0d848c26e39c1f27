"""The pictures of one claim: its bar, what others said, its map, and a curve for each question asked of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from firmground.render.claim_view import view_claim
from firmground.render.figures.bar import FILLED
from firmground.render.numbers import counted_or_measured
from firmground.render.pictures.flatten import flatten
from firmground.render.pictures.letters import fold_words, is_leftward, leftward_line
from firmground.render.pictures.sheet import INNER, MARGIN, WIDE, Sheet, foreign
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.render.claim_view import ClaimView, FacetView
    from firmground.render.figures.rivals import RivalRow
    from firmground.render.pictures.styles import Scheme
    from firmground.report.model import ClaimSection, Report

# A sentence of a claim of any length still leaves room for its figure.
_MOST_LINES: Final = 5


def draw_pictures(report: Report, claim: ClaimSection, *, scheme: Scheme = "light") -> dict[str, str]:
    """Each figure of the claim as an SVG file, by name: "bar", "map", "rivals", "repeated", "curve-1", ..."""
    view = view_claim(claim, 1)
    fills: dict[str, Callable[[Sheet], tuple[str, str]]] = {"bar": partial(_put_bar, view=view)}
    if view.map:
        fills["map"] = partial(_put_map, view=view)
    if view.rivals:
        fills["rivals"] = partial(_put_rivals, view=view)
    if view.chain:
        fills["repeated"] = partial(_put_chain, view=view)
    for number, facet in enumerate(view.facets, start=1):
        fills[f"curve-{number}"] = partial(_put_curve, facet=facet)
    pictures = {}
    for name, fill in fills.items():
        sheet = Sheet(scheme, y=MARGIN * 0.5)
        _put_head(sheet, claim)
        title, desc = fill(sheet)
        _put_foot(sheet, report, claim)
        pictures[name] = sheet.finish(f"{report.run} {claim.id} {name}", _title(claim, title), desc)
    return pictures


def say_counted(claim: ClaimSection) -> str:
    """As "counted in named places"; "" where the claim names no unit."""
    if not claim.unit_words:
        return ""
    return f"{counted_or_measured(claim.measure)} in {foreign(claim.unit_words)}"


def say_choices(claim: ClaimSection) -> str:
    """The choices behind the numbers, as "Read with map: …; definition: …."."""
    said = "; ".join(f"{foreign(name)}: {foreign(value)}" for name, value in claim.choices.items())
    return f"Read with {said}." if said else ""


def _title(claim: ClaimSection, shown: str) -> str:
    return one_line(f"{claim.by}, {claim.on}: {claim.says}. {shown}")


def _put_head(sheet: Sheet, claim: ClaimSection) -> None:
    who = foreign(claim.by) + (", anonymous" if claim.anonymous else "")
    who += f", {foreign(claim.on)}" if claim.on else ""
    sheet.say(" · ".join(part for part in (who, say_counted(claim)) if part), 13, ink="claim", most=2)
    sheet.y += 4
    sheet.say(one_line(claim.says), 24, serif=True, bold=True, most=_MOST_LINES)
    sheet.y += 8


def _put_bar(sheet: Sheet, view: ClaimView) -> tuple[str, str]:
    flat = flatten(view.bar, INNER)
    sheet.say(_capital(flat.title), 14.5, most=4)
    sheet.draw(flat, 16)
    claim, counts = view.claim, view.claim.counts
    that = foreign(claim.that)
    if counts is not None:
        perhaps = f" ({counts.perhaps} of which may not count)" if counts.perhaps else ""
        before = f"of {counts.total}{perhaps}{', ' + that if that else ''}:"
        items = [("must", f"{counts.must} must be"), ("may", f"{counts.may} may be")]
        sheet.list_key(before, [*items, ("cannot", f"{counts.cannot} cannot be")])
    elif claim.bounds is not None:
        items = [("must", "must be")] if claim.measure in FILLED else []
        sheet.list_key(f"{that}:" if that else "", [*items, ("may", "may be"), ("cannot", "cannot be")])
    if claim.best is not None:
        sheet.y += 2
        sheet.say(f"Thin line: {one_line(' '.join(claim.best.sentences))}", 11.5, ink="soft")
    return flat.title, flat.desc


def _put_map(sheet: Sheet, view: ClaimView) -> tuple[str, str]:
    flat = flatten(view.map, INNER)
    sheet.say(_capital(flat.title), 14.5, most=4)
    sheet.draw(flat, 14)
    that = foreign(view.claim.that)
    items = [("must", "must be"), ("may", "may be"), ("cannot", "cannot be")]
    sheet.list_key(f"{that}:" if that else "", items)
    sheet.y += 2
    caption = " ".join(part for part in (one_line(view.map_caption), say_undrawn(view.claim)) if part)
    sheet.say(f"{caption} Outlines of land: Natural Earth.", 11.5, ink="soft")
    return flat.title, flat.desc


def _put_chain(sheet: Sheet, view: ClaimView) -> tuple[str, str]:
    flat = flatten(view.chain, INNER)
    sheet.say(_capital(flat.title), 14.5, most=4)
    sheet.draw(flat, 14)
    sheet.y += 4
    words = (
        "The bracket is what was said each time; the bar beneath is what the data of that saying are, in its own unit: "
        "solid must be, hatched may be, hollow cannot be."
    )
    sheet.say(words, 11.5, ink="soft")
    return flat.title, flat.desc


def _put_rivals(sheet: Sheet, view: ClaimView) -> tuple[str, str]:
    sheet.say(
        "What others said about the same matter, each figure in its own unit: they are not the same quantity", 14.5
    )
    sheet.y += 6
    last = len(view.rivals) - 1
    said = [_put_rival(sheet, row, data=n == last) for n, row in enumerate(view.rivals)]
    if view.rival_axis:
        sheet.draw(flatten(view.rival_axis, INNER), 2)
    return "What others said about the same matter", "; ".join(said)


def _put_rival(sheet: Sheet, row: RivalRow, *, data: bool) -> str:
    """A line of words with the figure's value at its end, and the bracket beneath; `data`: what the data allow."""
    who = foreign(row.by) + (f", {foreign(row.on)}" if row.on else "") + (", anonymous" if row.anonymous else "")
    who += f" · {foreign(row.unit)}" if row.unit else ""
    sheet.y += 24
    lines = fold_words(who, INNER * 0.68, 13, bold=row.own)
    for n, line in enumerate(lines):
        sheet.y += 17 * (n > 0)
        words = leftward_line(line) if is_leftward(line) else line
        sheet.write(words, MARGIN, sheet.y, 13, ink="data" if data else "ink", bold=row.own)
    value = fold_words(one_line(row.value), INNER * 0.32, 13, bold=row.own, most=1)[0]
    sheet.write(value, WIDE - MARGIN, sheet.y, 13, ink="data" if data else "claim", bold=row.own, anchor="end")
    if row.figure:
        sheet.draw(flatten(row.figure, INNER), 5)
    return one_line(f"{row.by}: {row.value}")


def _put_curve(sheet: Sheet, facet: FacetView) -> tuple[str, str]:
    flat = flatten(facet.figure, INNER)
    sheet.say(_capital(flat.title), 14.5, most=4)
    sheet.draw(flat, 14)
    sheet.y += 6
    notes = []
    if facet.constant:
        same = "; ".join(f"{foreign(name)}: {foreign(value)}" for name, value in facet.constant)
        notes.append(f"In all of them {same}.")
    if len(facet.outcomes) > 1:
        notes.append(
            "Each column is one combination of choices, from its lower to its upper bound; dots beneath mark what it "
            "chose; the band is the claim; the triangle marks the combination that the report speaks of first."
        )
    if notes:
        sheet.say(" ".join(notes), 11.5, ink="soft")
    return flat.title, flat.desc


def _put_foot(sheet: Sheet, report: Report, claim: ClaimSection) -> None:
    sheet.rule(14)
    sheet.y += 2
    source = claim.source
    if source is not None:
        parts = [source.title or source.id or source.url, source.by, source.published]
        where = f" Said in {', '.join(foreign(part) for part in dict.fromkeys(parts) if part)}."
    else:
        where = ""
    if behind := f"{say_choices(claim)}{where}".strip():
        sheet.say(behind, 11.5, ink="soft", most=6)
    if honest := say_honestly(claim):
        sheet.say(honest, 11.5, ink="soft")
    sheet.say(f"firmground {report.version}, run {report.run} · {foreign(report.title)}", 11.5, ink="soft", most=3)


def say_undrawn(claim: ClaimSection) -> str:
    """How many counted units a map cannot show, at the least (one of several candidates is drawn several times)."""
    missing = claim.counts.total - len(claim.marks) if claim.counts is not None and claim.marks else 0
    if missing <= 0 or claim.counts is None:
        return ""
    return f"At least {missing:,} of the {claim.counts.total:,} have no place that is known and are not drawn."


def say_honestly(claim: ClaimSection) -> str:
    """What an answer does not mean, beside every answer that leaves the report."""
    if claim.bounds is None or claim.claimed is None:
        return "The data do not answer this claim either way."
    if claim.standing == "may":
        return "Allowed is not confirmed: the same data also fit that the claim does not hold."
    found = "Required" if claim.standing == "must" else "Ruled out"
    return f"{found} by these data, under this definition and map: other data or another map may answer otherwise."


def _capital(words: str) -> str:
    words = one_line(words)
    return words[:1].upper() + words[1:]
