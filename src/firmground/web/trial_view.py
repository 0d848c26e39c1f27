"""A trial as its page shows it: the choices as fields of a form, the claim's article, and what is not as was meant."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from markupsafe import Markup

from firmground.case.choices import CHOICES, show_choice
from firmground.dates import iso_day
from firmground.explore import Question, list_controls, list_days
from firmground.render.claim_view import view_claim
from firmground.render.figures.curve import PLOT, TOP, find_heights
from firmground.report.sections import sort_facets, write_section
from firmground.report.words import (
    CHOICE_TITLES,
    STANDINGS,
    bounds_words,
    choice_words,
    date_words,
    spoken_number,
    unit_words,
)
from firmground.web.answers import quoted

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.check import Finding
    from firmground.dates import When
    from firmground.explore import Control, DayControl, Trial
    from firmground.render.claim_view import ClaimView, FacetView
    from firmground.report.model import ClaimSection

DAY_TITLES: Final = {
    "from": "Events from",
    "until": "Events until",
    "named_from": "Named from",
    "named_until": "Named until",
}
_UNITS: Final = {"margin_km": "km", "radius": "times as wide"}
MOST_NAMES: Final = 60  # of the units that would settle it
MOST_MARKS: Final = 3000  # units that are drawn one by one
MOST_LINKS: Final = 600  # columns of one curve that can be clicked; beyond, one is too thin to be hit


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a choice. `text` as a link writes it, `words` as it is read."""

    text: str
    words: str
    meant: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """A choice as a field of the form. `closed`: why it cannot be changed; `other`: a value of one's own, "" if none.

    `unit`: of the value that can be given freely, "" where none can.
    """

    name: str
    title: str
    options: list[Option]
    closed: str
    other: str
    unit: str
    changed: bool


@dataclass(frozen=True, slots=True)
class DayField:
    """An end of the window. `value`, `least`, `most` as date fields write them, "" for none; `limit` in words."""

    name: str
    title: str
    value: str
    least: str
    most: str
    limit: str
    closed: str
    changed: bool


@dataclass(frozen=True, slots=True)
class TrialView:
    """`changes`: how it differs from what was meant, one a choice; `as_meant`: the bounds and standing that were meant.

    `keep`: lines for the case's files that would keep this combination.
    """

    page: ClaimView
    fields: list[ChoiceField]
    days: list[DayField]
    changes: list[str]
    problem: str
    was: str
    keep: str


def view_trial(trial: Trial, number: int, *, shown: Question | None = None) -> TrialView:
    """`shown`: the question whose choices the form shows, if it is not the trial's own yet."""
    question, case = shown or trial.question, trial.findings.case
    section = write_section(trial.findings, trial.found, most_marks=MOST_MARKS, most_names=MOST_NAMES)
    page = view_claim(section, number)
    page = replace(page, facets=[replace(one, figure=figure) for one, figure in _linked(trial, section, page)])
    return TrialView(
        page=page,
        fields=[_view_choice(case, control) for control in list_controls(case, question)],
        days=[_view_day(control) for control in list_days(case, question)],
        changes=say_changes(case, question),
        problem=trial.found.headline.problem,
        was=_was(trial),
        keep=write_choices(case, question),
    )


def _view_choice(case: Case, control: Control) -> ChoiceField:
    values = control.values if control.asked in control.values else (*control.values, control.asked)
    options = [
        Option(
            show_choice(control.name, value),
            _capital(choice_words(case, control.name, value)),
            value == control.meant,
            value == control.asked,
        )
        for value in values
    ]
    return ChoiceField(
        name=control.name,
        title=CHOICE_TITLES[control.name],
        options=options,
        closed=control.closed,
        other="",
        unit=_UNITS[control.name] if control.free else "",
        changed=control.asked != control.meant,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _view_day(control: DayControl) -> DayField:
    meant = date_words(control.meant)
    begins = control.name.endswith("from")
    limit = _iso(control.meant, last=not begins) if control.meant is not None else ""
    return DayField(
        name=control.name,
        title=DAY_TITLES[control.name],
        value=_iso(control.asked, last=not begins) if control.asked is not None else limit,
        least=limit if begins else "",
        most="" if begins else limit,
        limit=f"meant: {'from' if begins else 'up to'} {meant}" if meant else "meant: without limit",
        closed=control.closed,
        changed=control.asked is not None,
    )


def _iso(when: When, *, last: bool) -> str:
    return iso_day(when.possible.stop - 1 if last else when.possible.start)


def say_changes(case: Case, question: Question) -> list[str]:
    """How a question differs from the claim as it was meant, a sentence without an end for each choice."""
    said = []
    for name in question.changed:
        if name in CHOICES:
            now, was = (choice_words(case, name, getattr(of, name)) for of in (question.specification, question.meant))
            said.append(f"{CHOICE_TITLES[name]}: {now}, where {was} was meant")
        else:
            said.append(f"{DAY_TITLES[name]} {date_words(dict(question.days)[name])}")
    return said


def _was(trial: Trial) -> str:
    """The bounds under what was meant, to be read beside those of the trial; "" where that is what is shown."""
    own = next((one for one in trial.findings.claims if one.claim.id == trial.question.claim.id), None)
    if own is None or own.headline.bounds is None or trial.question.as_meant:
        return ""
    head, test = own.headline, own.test
    bounds = own.headline.bounds
    number = spoken_number(bounds)
    words = bounds_words(bounds, test.measure, unit_words(test, head.specification, number))
    return f"{words} ({STANDINGS[head.standing]})"


def link_to(question: Question, finding: Finding) -> str:
    """The address of the same question under the choices of a finding."""
    other = replace(question, specification=finding.specification)
    query = urlencode(other.written())
    return f"/claims/{quoted(question.claim.id)}{'?' if query else ''}{query}"


def _linked(trial: Trial, section: ClaimSection, page: ClaimView) -> list[tuple[FacetView, Markup]]:
    """The facets with a link laid over each column of their curve, which takes that combination."""
    gutter = find_heights(section).gutter
    groups = sort_facets(trial.findings.case, trial.found)
    result = []
    for facet, group in zip(page.facets, groups, strict=True):
        many = len(group)
        if many == 1 and group[0] is trial.found.headline:
            result.append((facet, facet.figure))
            continue
        wide = (100 - gutter) / many if many > 1 else 100.0
        links = [
            _column(link_to(trial.question, finding), gutter + wide * n if many > 1 else 0.0, wide, words)
            for n, finding in enumerate(group[:MOST_LINKS])
            for words in [_say_column(trial, finding)]
        ]
        layer = Markup('<svg class="takes" width="100%" height="{}" aria-hidden="true">{}</svg>').format(
            TOP + PLOT if many > 1 else 54, Markup("").join(links)
        )
        result.append((facet, Markup('<div class="curve-seat">{}{}</div>').format(facet.figure, layer)))
    return result


def _column(url: str, left: float, wide: float, words: str) -> Markup:
    return Markup(
        '<a href="{}" tabindex="-1" data-take=""><rect x="{:.2f}%" y="0" width="{:.2f}%" height="100%">'
        "<title>{}</title></rect></a>"
    ).format(url, left, wide, words)


def _say_column(trial: Trial, finding: Finding) -> str:
    case = trial.findings.case
    bounds = finding.bounds
    reading = "undefined"
    if bounds is not None:
        reading = bounds_words(bounds, trial.found.test.measure, unit_words(trial.found.test, finding.specification))
    chosen = (choice_words(case, name, getattr(finding.specification, name)) for name in trial.found.varied)
    return f"{reading} ({STANDINGS[finding.standing]}): {'; '.join(chosen)}"


def write_choices(case: Case, question: Question) -> str:
    """What one would write into the case's files to keep this combination, in TOML; "" if nothing was changed.

    It is for a person to copy: nothing writes it.
    """
    chosen = {name: text for name, text in question.written().items() if name in CHOICES}
    own = dict((question.claim.test or question.test).choices)
    lines = []
    if question.changed:
        lines.append(f"# claims.toml, in the test of the claim {question.claim.id!r}")
    if chosen:
        pairs = (f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in {**own, **chosen}.items())
        lines.append(f"choices = {{ {', '.join(pairs)} }}")
    days = {name.replace("named", "reported"): str(day) for name, day in question.days}
    if days:
        ends = ", ".join(f'{name} = "{day}"' for name, day in days.items())
        lines.append(f"# in its among: {ends}")
    for name, text in chosen.items():
        offered = [show_choice(name, value) for value in getattr(case.choices, name)]
        if text not in offered:
            values = ", ".join(one if _is_number(one) else f'"{one}"' for one in (*offered, text))
            lines.append(f"# case.toml, to have it in every curve: {name} = [{values}]")
    return "\n".join(lines)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
