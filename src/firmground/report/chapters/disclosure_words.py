"""The opening of the chapter on a publisher, and what cannot be concluded from its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.measures.silent_runs import longest_silence
from firmground.report.chapters.disclosure_changes import CLEARLY
from firmground.report.words import count_words, days_words

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.report.chapters.disclosure_days import Looked


def say_summary(looked: Looked) -> tuple[str, ...]:
    days = looked.days
    sure, can, attested = (int(flags.sum()) for flags in (days.sure, days.can, days.attested))
    found = f"{count_words(looked.releases, 'release')} {'was' if looked.releases == 1 else 'were'} found"
    loose = f", {len(looked.loose):,} of them without a certain day" if looked.loose else ""
    span = f"{count_words(len(days), 'day')} from {days_words(looked.window)}"
    texts = [f"In the {span}, {looked.name} surely put something out on {sure:,}: {found}{loose}."]
    if attested:
        texts.append(f"On {count_words(attested, 'day')} nothing came out, as somebody attests.")
    if can > sure:
        texts.append(_say_open(looked, can - sure))
    run = longest_silence(days)
    longest = f"{int(run.low):,}" if run.exact else f"at least {int(run.low):,} and at most {int(run.high):,}"
    texts.append(f"The longest run of days without anything has {longest} {'day' if run.high == 1 else 'days'}.")
    return tuple(texts)


def _say_open(looked: Looked, number: int) -> str:
    days = count_words(number, "other day")
    if looked.is_open:
        return f"Of {days} nothing is known for certain: something may have come out that was not found."
    return f"On {days} something may have come out: there are releases without a certain day."


_OPEN = (
    "The record is not known to be complete: {} without a release found are open. When it changed is worked out twice: "
    "from what was found, and as if something had come out on each of them."
)
_SEARCH = (
    "A change of what was found may be a change of the search, or of who repeats the publisher, and not of what it put "
    "out. A detail that was not found in a release may still stand in it: how much it says is a lower bound."
)
_ATTESTED = "That a day was silent rests on somebody's word, which is named with it."
_ALONE = (
    "No record by others is named beside it: what happened on a day without a release is not shown here, unless the "
    "publisher itself spoke of it later."
)
_ALIKE = (
    "A change is looked for as if days were alike but for a change of rate; it names no cause. How often a silence "
    "comes by chance is said at the rate of what was found before it."
)


def say_limits(looked: Looked) -> tuple[str, ...]:
    texts: list[str] = []
    if looked.is_open:
        number = int((looked.days.open & ~looked.days.sure).sum())
        texts += [_OPEN.format(count_words(number, "day")), _SEARCH]
    if looked.days.attested.any():
        texts.append(_ATTESTED)
    if not looked.publishing.publisher.beside:
        texts.append(_ALONE)
    return (*texts, _ALIKE)


def say_method(case: Case) -> str:
    """How days of disclosure were worked out, for the methods; "" where no publisher is watched."""
    if not any(publisher.days for publisher in case.publishers.values()):
        return ""
    return (
        "A publisher must have put something out on a day if a release surely came out on it, and cannot have if "
        "somebody attests that nothing did or the record is complete; otherwise it may have. One change of rate is "
        "weighed by its marginal likelihood, beta-binomial for days with and without, gamma-Poisson for counts, every "
        "day alike before looking; it is called clear where its Bayes factor against none is "
        f"{CLEARLY:g} or more. Several changes are found by PELT, each at one and a half times the logarithm of the "
        "days, and silences are weighed by the posterior predictive of the days before them. These chances stand in "
        "the chapter on disclosure; no claim is decided by one."
    )
