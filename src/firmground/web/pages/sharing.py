"""Sharing: what an audience would see of the case on a day, what that does to the findings, and how to give it away.

Nothing leaves by looking at it. The page makes the view that `firmground pack` and `firmground report --for` make, and
shows what it holds back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from firmground.case.handling import Label
from firmground.errors import FirmgroundError
from firmground.exchange.plain import record_tables
from firmground.exchange.view import make_view
from firmground.web.answers import refuse
from firmground.web.routes import NavEntry, PageRoute
from firmground.web.shell import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.case.handling import Rule
    from firmground.exchange.views import Applied, View
    from firmground.web.desk import Snapshot

# Who is meant by a label of the Traffic Light Protocol (FIRST, TLP 2.0, 2022), in our words.
AUDIENCES: Final = {
    Label.CLEAR: "the world: readers, the other side, everybody",
    Label.GREEN: "a community: colleagues in other newsrooms, a network of monitors",
    Label.AMBER: "an organisation that you chose, and those it works for",
    Label.AMBER_STRICT: "an organisation that you chose, and nobody else",
    Label.RED: "the persons you give it to, and nobody else",
}
WORDS: Final = {label: label.removeprefix("TLP:").lower() for label in Label}


@dataclass(frozen=True, slots=True)
class TableLine:
    """What would leave of one table, in records."""

    name: str
    rows: int
    whole: int
    partly: int
    hidden: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule, whether it binds this audience on this day, and what it held back of each table."""

    rule: Rule
    label: str
    days: str
    held: tuple[Applied, ...]


def sharing_page(request: Request, seen: Snapshot) -> Response:
    audience, day = _read_audience(request.query_params.get("for", "")), _read_day(request.query_params.get("on", ""))
    view, fault = _view(seen, audience, day)
    return show(
        request,
        seen,
        "sharing/page.html.j2",
        title="Sharing",
        audience=audience,
        day=day.isoformat(),
        audiences=AUDIENCES,
        words=WORDS,
        handling=seen.case.handling,
        fault=fault,
        view=view,
        tables=_tables(view) if view else (),
        rules=_rules(seen, view) if view else (),
    )


def _view(seen: Snapshot, audience: Label, day: date) -> tuple[View | None, str]:
    """The view, or why there is none."""

    def make() -> View:
        tables = seen.remember("plain tables", lambda: record_tables(seen.case))
        return make_view(seen.case, tables, audience, day)

    try:
        return seen.remember(("view", audience, day), make), ""
    except FirmgroundError as fault:
        return None, str(fault)


def _tables(view: View) -> tuple[TableLine, ...]:
    return tuple(
        TableLine(one.table.name, one.table.rows, one.table.rows - partly - hidden, partly, hidden)
        for one in view.tables
        if one.table.rows
        for partly, hidden in [(int(np.count_nonzero(one.partly)), int(np.count_nonzero(one.hidden)))]
    )


def _rules(seen: Snapshot, view: View) -> tuple[RuleLine, ...]:
    return tuple(
        RuleLine(
            rule,
            rule.label.value,
            "" if rule.period is None else str(rule.period),
            tuple(one for one in view.applied if one.rule == rule.id),
        )
        for rule in seen.case.handling.rules
    )


def _read_audience(text: str) -> Label:
    asked = next((label for label, word in WORDS.items() if text in (word, "")), None)
    return asked or refuse(400, f"An audience is one of {', '.join(WORDS.values())}.")


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011 - the day of the person who looks
    except ValueError:
        refuse(400, "A day is written as 2015-11-26.")


NAV = (NavEntry("Sharing", "/sharing", 60),)
ROUTES = (PageRoute("/sharing", sharing_page),)
