"""A publisher's record made for tests: what it put out on some days, in letters, and what follows for the figures.

Not from any case. A letter is a day: "#" surely something, "?" perhaps, "." surely nothing.
"""

from __future__ import annotations

from datetime import date, timedelta

from firmground.report.chapters.disclosure_model import (
    Change,
    DayTally,
    Detail,
    Disclosure,
    PublishedDay,
    RateRange,
    ReleaseRow,
    Segment,
    Series,
    Silence,
    Weekday,
    Weekdays,
)

STANDINGS = {"#": "must", "?": "may", ".": "cannot"}
FIRST = date(2031, 3, 3)  # a Monday


def iso(day: int, first: date = FIRST) -> str:
    return (first + timedelta(days=day)).isoformat()


def tally(letters: str) -> DayTally:
    return DayTally(letters.count("#"), letters.count("?"), letters.count("."), 0)


def record(letters: str, *, first: date = FIRST, others: int | None = None, **fields) -> Disclosure:
    """`others`: what others recorded on every second day, None for no record of theirs."""
    days = tuple(
        PublishedDay(
            day=iso(number, first),
            standing=STANDINGS[letter],
            details=(STANDINGS[letter],),
            found=letter == "#",
            perhaps=0,
            most=letter != ".",
            attested=False,
            places=None,
            others=None if others is None else others * (number % 2),
        )
        for number, letter in enumerate(letters)
    )
    made = {
        "publisher": "The Ministry",
        "publisher_id": "ministry",
        "first": iso(0, first),
        "last": iso(len(letters) - 1, first),
        "complete": False,
        "releases": letters.count("#"),
        "rows": letters.count("#"),
        "not_used": (),
        "tally": tally(letters),
        "kinds": (Detail("place", "a place", tally(letters)),),
        "days": days,
        "series": (),
        "weekdays": None,
        "silences": (),
        "unnamed": (),
        "altered": (),
        "entries": (),
        "summary": ("Something came out.",),
        "limits": ("Little follows.",),
    }
    return Disclosure(**(made | fields))


def silence(first: int, last: int, **fields) -> Silence:
    made = {
        "first": iso(first),
        "last": iso(last),
        "days": last - first + 1,
        "attested": 0,
        "attested_by": "",
        "source": None,
        "chance": 0.1,
        "anywhere": 0.2,
        "sentence": f"Nothing came out on {last - first + 1} days.",
        "later": (),
        "others": "",
        "doubt": "",
    }
    return Silence(**(made | fields))


def change(days: int, day: int, *, evidence: float = 30.0, segments: tuple[Segment, ...] = (), **fields) -> Change:
    """A change on `day`, as likely on the days before and after it as a tenth of that."""
    posterior = [0.0] * days
    for other, chance in ((day - 1, 0.1), (day, 0.8), (day + 1, 0.1)):
        posterior[other] = chance
    made = {
        "reading": "found",
        "counts": (),
        "exposure": (),
        "posterior": tuple(posterior),
        "likely": iso(day),
        "low": iso(day),
        "high": iso(day + 1),
        "evidence": evidence,
        "probability": 0.97,
        "fell": 0.99,
        "before": RateRange(0.8, 0.7, 0.9),
        "after": RateRange(0.3, 0.2, 0.4),
        "segments": segments,
        "sentence": "It changed.",
    }
    return Change(**(made | fields))


def series(*changes: Change, **fields) -> Series:
    made = {
        "what": "rate",
        "title": "Days with a release",
        "unit": "of the days",
        "shares": True,
        "readings": changes,
        "conclusion": "It may have changed.",
    }
    return Series(**(made | fields))


def week(sentence: str = "No habit of the week is found.") -> Weekdays:
    rows = (Weekday("Monday", 2, 2), Weekday("Sunday", 2, 0))
    return Weekdays(rows, 1.0, pattern=False, rest=(), first="", last="", sentence=sentence)


def entry(number: int, **fields) -> ReleaseRow:
    made = {
        "id": f"r-{number}",
        "published": iso(number),
        "covers": iso(number),
        "status": "published",
        "gives": ("date", "place"),
        "counted": True,
        "why": "",
        "note": "",
        "source": None,
        "rows": 1,
    }
    return ReleaseRow(**(made | fields))
