"""Silences of a publisher: runs of days without a release, with all that tells a silence from a lull or a gap.

The chance of a silence is that of nothing at the rate of what was found before it. Where the record is open that rate
is too low and the chance too high: a silence is never made to look stranger than it is.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import NO_STOP, Days, iso_day
from firmground.engine.changes import Series as Counted
from firmground.engine.changes import silence_chance
from firmground.engine.changes.laws import law_of
from firmground.engine.changes.rates import RateLaw
from firmground.engine.changes.silences import chance_somewhere
from firmground.report.chapters.disclosure_model import Silence
from firmground.report.chapters.disclosure_rows import note_of, published_words
from firmground.report.questions.disclosed import runs_of
from firmground.report.words import count_words, days_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.bounds import Bounds
    from firmground.case.releases import Release
    from firmground.report.chapters.disclosure_changes import Weekly
    from firmground.report.chapters.disclosure_days import Looked

MOST_SILENCES = 12
FEWEST_DAYS = 2


def list_silences(looked: Looked, weekly: Weekly | None) -> tuple[Silence, ...]:
    """Every silence that somebody attests, and the longest others, by day."""
    kept = weekly.kept if weekly is not None else np.ones(len(looked.days))
    runs = runs_of(~looked.days.sure, looked.window)
    attested = [run for run in runs if looked.days.attested[_inside(looked, run)].any()]
    others = [run for run in runs if run not in attested and run.stop - run.start >= FEWEST_DAYS]
    others.sort(key=lambda run: (-kept[_inside(looked, run)].sum(), run.start))
    chosen = attested + others[: max(0, MOST_SILENCES - len(attested))]
    return tuple(_silence(looked, run, kept) for run in sorted(chosen))


def _inside(looked: Looked, run: Days) -> slice:
    return slice(run.start - looked.window.start, run.stop - looked.window.start)


def _silence(looked: Looked, run: Days, kept: NDArray[np.float64]) -> Silence:
    case, own = looked.case, _inside(looked, run)
    attested = looked.days.attested[own]
    witnesses = [one for one in looked.publishing.silences if not one.covers.certain.overlap(run).empty]
    names = list(dict.fromkeys(case.actors.name(one.attested_by) for one in witnesses if one.attested_by))
    chances = _chances(looked, own, kept)
    return Silence(
        first=iso_day(run.start),
        last=iso_day(run.stop - 1),
        days=run.stop - run.start,
        attested=int(attested.sum()),
        attested_by=" and ".join(names),
        source=next((note_of(case, one) for one in witnesses if one.url), None),
        chance=chances[0] if chances else None,
        anywhere=chances[1] if chances else None,
        sentence=" ".join(part for part in (_say(looked, run, names), _say_chance(looked, own, kept, chances)) if part),
        later=tuple(_say_later(looked, run)),
        others=_say_others(looked, run),
        doubt=_say_doubt(looked, witnesses),
    )


def _chances(looked: Looked, own: slice, kept: NDArray[np.float64]) -> tuple[float, float] | None:
    """Of nothing on these days, and of a run as long anywhere, at the rate of the days before; None without any."""
    sure = np.where(kept > 0, looked.days.sure, 0).astype(np.int64)
    counted, exposed = int(sure[: own.start].sum()), float(kept[: own.start].sum())
    length = float(kept[own].sum())
    if not exposed or not length:
        return None
    law = law_of(Counted.of(sure, kept))
    anywhere = chance_somewhere(kept, length, RateLaw.after(law, counted, exposed))
    return silence_chance(law, counted, exposed, length), anywhere


def _say(looked: Looked, run: Days, names: list[str]) -> str:
    attested = int(looked.days.attested[_inside(looked, run)].sum())
    number = run.stop - run.start
    who = f"as {' and '.join(names)} says" if len(names) == 1 else "as several say" if names else "as somebody says"
    if attested == number:
        return f"Nothing came out on {'this day' if number == 1 else f'these {number:,} days'}, {who}."
    if attested:
        return f"Nothing was found of these {number:,} days; on {attested:,} of them nothing came out, {who}."
    if not looked.days.can[_inside(looked, run)].any():
        return f"Nothing came out on these {number:,} days: the record is complete."
    if looked.loose and any(not issue.days.overlap(run).empty for issue in looked.loose):
        return f"Nothing was found that surely came out on these {number:,} days; nobody says that nothing did."
    return f"Nothing was found of these {number:,} days; nobody says that nothing came out."


def _say_chance(looked: Looked, own: slice, kept: NDArray[np.float64], chances: tuple[float, float] | None) -> str:
    if chances is None:
        return ""
    before = int(looked.days.sure[: own.start][kept[: own.start] > 0].sum())
    watched = count_words(int(kept[: own.start].sum()), "day")
    here, anywhere = (chance_words(chance) for chance in chances)
    return (
        f"Before them something was found on {before:,} of {watched}; at that rate, days like these are silent {here}, "
        f"and a run as long comes up somewhere in the record {anywhere}."
    )


def chance_words(chance: float) -> str:
    """Such as "about once in 40 times", "about 37 times in 100"."""
    if chance >= 0.995:
        return "almost always"
    if chance >= 0.1:
        return f"about {100 * chance:.0f} times in 100"
    if chance < 1e-6:
        return "less than once in a million times"
    odds = 1 / chance
    digits = max(0, math.floor(math.log10(odds)) - 1)
    return f"about once in {round(odds / 10**digits) * 10**digits:,} times"


def _say_later(looked: Looked, run: Days) -> list[str]:
    """What the publisher said afterwards of these days."""
    texts: list[str] = []
    active = np.zeros(run.stop - run.start, dtype=bool)
    for issue in looked.publishing.issues:
        release = issue.release
        if release is None or not issue.single or issue.days.start < run.stop:
            continue
        shared = release.covers.certain.overlap(run)
        if shared.empty or not release.covers.possible.limited:
            continue
        whole = shared == release.covers.certain
        numbers = " and ".join(_counts(release))
        spoken = f"{days_words(release.covers.certain)}{'' if whole else ', these days in part'}"
        said = f": {numbers}" if numbers else ""
        texts.append(f"What came out on {published_words(release)} speaks of {spoken}{said}.")
        if whole and numbers:
            active[shared.start - run.start : shared.stop - run.start] = True
    if active.any():
        when = "on these days" if active.all() else f"on {_list_runs(runs_of(active, run))}"
        texts.append(f"By its own later word there was no lull {when}.")
    return texts


def _list_runs(runs: list[Days]) -> str:
    return " and ".join(days_words(run) for run in runs)


def _counts(release: Release) -> list[str]:
    return [
        f"{_number(bounds)} {what}"
        for what, bounds in (("sorties", release.sorties), ("targets", release.targets))
        if bounds
    ]


def _number(bounds: Bounds) -> str:
    if math.isinf(bounds.high):
        return f"more than {int(bounds.low):,}"
    return f"{int(bounds.low):,}" if bounds.exact else f"{int(bounds.low):,} to {int(bounds.high):,}"


def _say_others(looked: Looked, run: Days) -> str:
    beside = looked.publishing.publisher.beside
    if not beside:
        return (
            "Nobody else's record of these days is named in this case, so a lull cannot be told from a silence by it."
        )
    events = looked.case.events
    theirs = np.array([dataset in beside for dataset in events.dataset], dtype=bool)
    touching = theirs & (events.start < run.stop) & (events.stop > run.start)
    within = touching & (events.start >= run.start) & (events.stop <= run.stop)
    least, most = int(within.sum()), int(touching.sum())
    if not most:
        return "Others recorded nothing on these days either: it may have been a lull."
    number = f"{least:,}" if least == most else f"at least {least:,} and at most {most:,}"
    return f"Others recorded {number} events on these days{': it was no lull' if least else ''}."


def _say_doubt(looked: Looked, witnesses: list[Release]) -> str:
    """Days beside these that the same witness calls silent and of which a release was found."""
    told = [one.covers.certain for one in witnesses]
    refuted = [
        day
        for day in runs_of(looked.days.contradicted, looked.window)
        if any(not day.overlap(days).empty for days in told if days.stop < NO_STOP)
    ]
    if not refuted:
        return ""
    return f"The same word calls {_list_runs(refuted)} silent too, and yet a release of then was found."
