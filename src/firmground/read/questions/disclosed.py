"""Reads `Disclosed` from a claim's test: whose record, which details, which days, and what they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.claims import MeasureKind
from firmground.case.questions import Disclosed
from firmground.case.releases import DETAILS
from firmground.dates import window
from firmground.read.publishers import publisher_names
from firmground.read.test_parts import check_keys, read_day
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from firmground.dates import When
    from firmground.read.records import Record
    from firmground.read.test_parts import Reading

OF = ("days", "published")
_BEFORE = 'write before = { from = "2015-09-30", until = "2015-10-15" }'


def read_disclosed(record: Record, reading: Reading) -> Disclosed | None:
    publisher = _publisher(record, reading)
    gives = _gives(record, reading)
    of_published = _of_published(record, gives, reading)
    first, last = _limit(record, "from", reading), _limit(record, "until", reading)
    before_first, before_last = _before(record, reading)
    if _backwards(first, last) or _backwards(before_first, before_last):
        reading.fail(record, "the days run backwards", "write the earlier day in `from`")
    elif _overlap(before_last, first):
        reading.fail(record, "the earlier period reaches into the later one", _BEFORE)
    if reading.faults:
        return None
    return Disclosed(publisher, gives, first, last, before_first, before_last, of_published)


def _publisher(record: Record, reading: Reading) -> str:
    text, known = record.text("publisher"), reading.known
    found = known.parties.actor(text) or text
    if text and found not in known.publishers:
        names = publisher_names(known.publishers, known.parties)
        hint = suggest(text, names, "add its releases to releases/*.csv, or a [[disclosure]] entry to case.toml")
        reading.fail(record, f"the case has no record of what {show(text)} put out", hint)
    return found


def _gives(record: Record, reading: Reading) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(record.texts("gives")))
    for word in words:
        if word not in DETAILS:
            reading.fail(record, f"`gives` has {show(word)}", suggest(word, DETAILS))
    if "gives" in record and not words:
        reading.fail(record, "`gives` names nothing", "leave it out to ask for anything at all")
    return words


def _of_published(record: Record, gives: tuple[str, ...], reading: Reading) -> bool:
    """Whether days without anything put out are left out of the whole."""
    if record.text("measure") == MeasureKind.SILENCE or "of" not in record:
        return False  # a silence is no part of a whole: there `of` is told as a key unknown
    word = record.text("of")
    if word not in OF:
        reading.fail(record, f"`of` is {show(word)}", suggest(word, OF))
    elif word == "published" and not gives:
        hint = 'write gives = ["place"], or leave `of` out'
        reading.fail(record, "of the days on which something was published it was on all: `of` needs `gives`", hint)
    return word == "published"


def _before(record: Record, reading: Reading) -> tuple[When | None, When | None]:
    measured = record.text("measure") == MeasureKind.LESS_DISCLOSED
    table = record.table("before")
    if table is None:
        if "before" in record:
            reading.faults.append("`before` is not a table")
        return None, None
    if not measured:
        reading.fail(record, "`before` compares two periods, and this measure has one", 'write "disclosed-change"')
    limits = _limit(table, "from", reading), _limit(table, "until", reading)
    check_keys(table, reading)
    return limits


def _limit(record: Record, key: str, reading: Reading) -> When | None:
    """A first or last day. About a day would leave open how many days are looked at: no share of them is known."""
    found = read_day(record, key, reading)
    if found is not None and (found.approximate or not found.known):
        reading.fail(record, f"`{key}` is {show(record.text(key))}, which is no certain day", "write one day")
    return found


def _backwards(first: When | None, last: When | None) -> bool:
    """Do two limits leave no day between them?"""
    return first is not None and last is not None and window(first, last).empty


def _overlap(earlier: When | None, later: When | None) -> bool:
    """Does a period that ends with `earlier` reach into one that begins with `later`?"""
    return earlier is not None and later is not None and earlier.possible.stop > later.possible.start
