"""Sharing: what an audience would see of the case on a day, what that does to the findings, and how to give it away.

Nothing leaves by looking at it. The page makes the view that `firmground pack` and `firmground report --for` make, and
shows what it holds back.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from firmground.case.handling import Label
from firmground.errors import FirmgroundError
from firmground.exchange.package.commit import describe_table
from firmground.exchange.plain import record_tables
from firmground.exchange.viewing.effects import Change, effects_of_rules
from firmground.exchange.viewing.make import make_view
from firmground.exchange.viewing.words import say_held
from firmground.render.figures.axis import Axis
from firmground.render.figures.bar import draw_strip
from firmground.render.numbers import STANDING_WORDS, say_range
from firmground.report.model import Range
from firmground.web.answers import quoted, refuse
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show, show_part

if TYPE_CHECKING:
    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.bounds import Bounds
    from firmground.case.handling import Rule
    from firmground.exchange.tables import RecordTable
    from firmground.exchange.viewing.effects import ClaimEffect, Effects
    from firmground.exchange.views import View
    from firmground.report.model import ClaimSection
    from firmground.web.desk import Snapshot

# Who is meant by a label of the Traffic Light Protocol (FIRST, TLP 2.0, 2022), in our words.
AUDIENCES: Final = {
    Label.CLEAR: "the world: readers, the other side, everybody",
    Label.GREEN: "a community: colleagues in other newsrooms, a network of monitors",
    Label.AMBER: "an organisation that you chose, and those it works for",
    Label.AMBER_STRICT: "an organisation that you chose, and nobody else",
    Label.RED: "the persons you give it to, and nobody else",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule and what it held back, a line a table: its name, what of it, and why where the rule does not say it."""

    rule: Rule
    days: str
    held: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class EffectLine:
    """A claim of which something is lost: its bounds in full and as the audience would find them.

    `why`: what leaves it untested or open. `rules`: ids of the rules that do so alone.
    """

    claim: ClaimSection
    url: str
    full: Markup
    full_words: str
    shown: Markup | None
    shown_words: str
    why: str
    rules: tuple[str, ...]


def sharing_page(request: Request, seen: Snapshot) -> Response:
    audience, day = _read_audience(request.query_params.get("for", "")), _read_day(request.query_params.get("on", ""))
    view, fault = _try_view(seen, audience, day)
    return show(
        request,
        seen,
        "sharing/page.html.j2",
        title="Sharing",
        audience=audience,
        day=day.isoformat(),
        audiences=AUDIENCES,
        handling=seen.case.handling,
        fault=fault,
        view=view,
        tables=[describe_table(one) for one in view.tables if one.table.rows] if view else (),
        rules=_rules(seen, view) if view else (),
    )


def findings_part(request: Request, seen: Snapshot) -> Response:
    """What the view does to each finding. It takes seconds, so the page asks for it once it is there."""
    audience, day = _read_audience(request.query_params.get("for", "")), _read_day(request.query_params.get("on", ""))
    view, fault = _try_view(seen, audience, day)
    lines = _effect_lines(seen, view, day) if view and view.holds_back else ()
    tested = len(seen.report.claims)
    return show_part(request, seen, "sharing/findings.html.j2", fault=fault, lines=lines, tested=tested)


def _try_view(seen: Snapshot, audience: Label, day: date) -> tuple[View | None, str]:
    """The view, or why there is none."""
    try:
        return seen.work_out(("view", audience, day), lambda: make_view(seen.case, _plain(seen), audience, day)), ""
    except FirmgroundError as fault:
        return None, str(fault)


def _plain(seen: Snapshot) -> list[RecordTable]:
    return seen.work_out("plain tables", lambda: record_tables(seen.case))


def _rules(seen: Snapshot, view: View) -> tuple[RuleLine, ...]:
    return tuple(
        RuleLine(
            rule,
            "" if rule.period is None else str(rule.period),
            tuple((one.table, say_held(one), one.why) for one in view.applied if one.rule == rule.id),
        )
        for rule in seen.case.handling.rules
    )


def _effect_lines(seen: Snapshot, view: View, day: date) -> tuple[EffectLine, ...]:
    def make() -> Effects:
        return effects_of_rules(seen.case, _plain(seen), view, day, full=seen.findings)

    effects = seen.work_out(("effects", view.audience, day), make)
    sections = {claim.id: claim for claim in seen.report.claims}
    alone: dict[str, list[str]] = defaultdict(list)
    for rule in effects.alone:
        for one in rule.moved:
            alone[one.claim].append(rule.rule)
    return tuple(
        _effect_line(sections[one.claim], one, tuple(alone[one.claim]))
        for one in effects.together.moved
        if one.claim in sections
    )


def _effect_line(claim: ClaimSection, effect: ClaimEffect, rules: tuple[str, ...]) -> EffectLine:
    axis = Axis.of(claim.axis, claim.measure)
    shown = _range(effect.shown)
    words = f"{STANDING_WORDS.get(effect.standing_shown, '')}, {say_range(shown, claim.measure)}"
    known = effect.change in (Change.WIDER, Change.OPEN)
    return EffectLine(
        claim,
        f"/claims/{quoted(claim.id)}",
        draw_strip(_range(effect.full), claim.claimed, axis),
        f"{STANDING_WORDS.get(effect.standing_full, '')}, {say_range(_range(effect.full), claim.measure)}",
        draw_strip(shown, claim.claimed, axis) if known else None,
        words if known else str(effect.change),
        effect.why,
        rules,
    )


def _range(bounds: Bounds | None) -> Range | None:
    if bounds is None:
        return None
    low, high = (float(end) if math.isfinite(end) else None for end in (bounds.low, bounds.high))
    return Range(low, high)


def _read_audience(text: str) -> Label:
    asked = Label.of(text) if text else Label.CLEAR
    return asked or refuse(400, f"An audience is one of {', '.join(label.word for label in Label)}.")


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011 - the day of the person who looks
    except ValueError:
        refuse(400, "A day is written as 2015-11-26.")


NAV = (NavEntry("Sharing", "/sharing", 60),)
ROUTES = (PageRoute("/sharing", sharing_page), PageRoute("/sharing/findings", findings_part))
