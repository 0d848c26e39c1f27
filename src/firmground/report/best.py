"""Best values in words: what the model of a claim's test says, beside its bounds and never instead of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.bounds import Bounds
from firmground.case.claims import MeasureKind, Model
from firmground.engine.counts.law import ROUNDING
from firmground.measures.outlook import HOLDS, Outlook
from firmground.phrases import list_words
from firmground.report.model import BestValue, Range
from firmground.report.words import bounds_words, count_words, counted_words, number_words, unit_words

if TYPE_CHECKING:
    from firmground.check import ClaimFindings, Findings

# What is taken for likely, as a condition that opens a sentence.
IF_SO = {Model.UNIFORM: "if every point of a place and every day of a date is as likely as any other"}


def best_value(found: ClaimFindings) -> BestValue | None:
    """None where the test asks for no model, or the model has nothing to say (see `say_no_outlook`)."""
    outlook, model = found.headline.outlook, found.test.model
    if not isinstance(outlook, Outlook) or model is None:
        return None
    interval = Bounds(outlook.interval.low, outlook.interval.high)
    return BestValue(
        model=str(model),
        value=_range(outlook.best, found),
        interval=_range(interval, found),
        holds=outlook.interval.holds,
        accepted=_chance(outlook.accepted),
        anyhow=_chance(outlook.anyhow),
        likely=outlook.likely,
        partly=outlook.partly,
        open=outlook.open,
        margins=outlook.margins,
        readings=outlook.readings,
        lost=outlook.lost,
        sentences=_sentences(found, model, outlook, interval),
    )


def say_no_outlook(found: ClaimFindings) -> list[str]:
    """Why the model that was asked for says nothing."""
    outlook = found.headline.outlook
    return [f"It asks for best values, of which there are none: {outlook}."] if isinstance(outlook, str) else []


def _range(bounds: Bounds, found: ClaimFindings) -> Range:
    low, high = (float(end) if math.isfinite(end) else None for end in (bounds.low, bounds.high))
    return Range(low, high, _words(bounds, found))


def _words(bounds: Bounds, found: ClaimFindings) -> str:
    """Bounds of expected values need not be whole numbers of anything."""
    return bounds_words(bounds, found.test.measure, unit_words(found.test, found.headline.specification))


def _chance(bounds: Bounds | None) -> Range | None:
    return None if bounds is None else Range(float(bounds.low), float(bounds.high), chance_words(bounds))


def chance_words(bounds: Bounds) -> str:
    """A chance in percent, never rounded to impossible or certain: "12 percent", "less than 0.1 percent"."""
    low, high = (_percent(float(end)) for end in (bounds.low, bounds.high))
    return f"{low} percent" if low == high else f"{low} to {high} percent"


def _percent(chance: float) -> str:
    if 0 < chance < 0.0005:
        return "less than 0.1"
    if 0.9995 < chance < 1:
        return "more than 99.9"
    return number_words(chance, MeasureKind.SHARE)


def _sentences(found: ClaimFindings, model: Model, outlook: Outlook, interval: Bounds) -> tuple[str, ...]:
    best, within = _words(outlook.best, found), _words(interval, found)
    sentences = [f"Best value {IF_SO[model]}: {best}{'' if outlook.best.exact else ', depending on what stays open'}."]
    if outlook.interval.holds >= 1 - ROUNDING - outlook.lost:
        sentences.append(f"Nothing less than {within} holds {chance_words(Bounds(HOLDS, HOLDS))} of the chance.")
    else:
        holds = chance_words(Bounds(outlook.interval.holds, outlook.interval.holds))
        least = "" if outlook.best.exact else "at least "
        sentences.append(f"With a chance of {least}{holds} it is {within}.")
    if outlook.accepted is not None and outlook.anyhow is not None:
        met, anyhow = chance_words(outlook.accepted), chance_words(outlook.anyhow)
        sentences.append(
            f"The claim is met with a chance of {met}; however places hang together, with one of {anyhow}."
        )
    sentences.append(_say_units(found, outlook))
    return tuple(sentences)


def _say_units(found: ClaimFindings, outlook: Outlook) -> str:
    one, many = (counted_words(found.test, found.headline.specification, number) for number in (1, 2))
    total = outlook.likely + outlook.partly + outlook.open
    if total == outlook.likely:
        return (
            f"The one undecided {one} has a chance." if total == 1 else f"All {total:,} undecided {many} have a chance."
        )
    parts = [
        f"{number:,} {'has' if number == 1 else 'have'} {words}"
        for number, words in (
            (outlook.likely, "a chance"),
            (outlook.partly, "one that is known in part"),
            (outlook.open, "none that could be known"),
        )
        if number
    ]
    undecided = count_words(total, "undecided " + one, "undecided " + many)
    return f"Of {undecided}, {list_words(parts)}; what is not known stays open."


def say_model(findings: Findings) -> str:
    """The methods paragraph on the model; "" where no claim asks for one."""
    asked = [found for found in findings.claims if found.test.model is not None]
    if not asked:
        return ""
    text = (
        f"{count_words(len(asked), 'claim')} {'asks' if len(asked) == 1 else 'ask'} for best values (model “uniform”). "
        "They are a second layer: they stand beside the bounds, decide nothing, and hold only if every point of an "
        "event's disc or unit, every day of its date, and every candidate for its place is as likely as any other. "
        "The chance of an event is then the part of its place, over its days, that is what the claim asks for. All "
        "events at one place are decided by one draw, so they move together; different places are drawn one by one. "
    )
    outlooks = [found.headline.outlook for found in asked if isinstance(found.headline.outlook, Outlook)]
    if any(outlook.readings > 1 for outlook in outlooks):
        text += (
            "Where a map leaves several readings of one day, as before or as after a change, one draw decides for "
            "all events. "
        )
    if any(len(outlook.margins) > 1 for outlook in outlooks):
        text += "How far borders are off is one draw for all events, each stated margin up to that one as likely. "
    return text + (
        "Ground outside all maps, an unknown place, a holder without a name, a target that is not known, a unit that "
        "may not count and a number of strikes between two have no chance: they stay open as in the bounds, at their "
        "worst on either side. The limits “however places hang together” use the chances alone and no word on what "
        "hangs on what."
    )
