"""Numbers that are no claims: in names, ages, money, distances, labels, scores, coordinates, telephone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.numbers.vocabulary import COUNTED_ONE, CURRENCY, LABELS, MEASURES, MONEY, NO_PERSONS, TIMES

if TYPE_CHECKING:
    from firmground.documents.numbers.cores import Core
    from firmground.documents.numbers.line import Line
    from firmground.documents.numbers.units import Counted

_CLOSING = frozenset(".,;:)]!?…%\"'”’»—")
_OPENING = frozenset("(\"'“‘«[—~…")


def is_no_claim(line: Line, core: Core, counted: Counted | None, *, compared: bool) -> bool:
    """Whether this number says nothing that could be tested. `compared`: words such as "at least" stand with it."""
    if _in_a_name(line, core) or _measured(line, core):
        return True
    if core.kind in ("share", "ratio", "vague", "change"):
        return False
    return _labelled(line, core, counted) or _age(line, core) or _alone(line, core, counted, compared=compared)


def _in_a_name(line: Line, core: Core) -> bool:
    """Written in one with letters or marks: "12-member", "16th", "5km", "$300"."""
    if line.is_glued(core.start) and line.word(core.start - 1) not in _OPENING:
        return True
    if line.word(core.start - 1) in ("+", "#", "-") and line.numeric(core.start):
        return True
    after = line.word(core.stop)
    if not line.is_glued(core.stop) or after in _CLOSING or after in ("'s", "’s", "--"):
        return after == ":" and line.numeric(core.stop + 1)
    if after in ("-", "‑"):
        return line.word(core.stop + 1) != "plus"
    return after not in ("–", "+")


def _measured(line: Line, core: Core) -> bool:
    """Money, distances, weights, lengths of time."""
    after = line.word(core.stop)
    if after in ("-", "‑"):
        after = line.word(core.stop + 1)
    if line.word(core.start - 1) in CURRENCY or after in MONEY or after in CURRENCY:
        return True
    if core.kind == "share" and after in TIMES:
        return False
    return after in MEASURES or after in TIMES


def _labelled(line: Line, core: Core, counted: Counted | None) -> bool:
    """“Resolution 2254”, “pages 12 and 13”, “top 10”, “Brigade 101”, “+1 202 555 0143”."""
    before = core.start - 1
    while line.word(before) in ("and", ",", "-", "to", "&") and line.numeric(before - 1) and core.start - before < 16:
        before -= 2  # "pages 12 and 13"
    if line.word(before) in LABELS and (line.word(before) != "number" or line.word(before + 1) != "of"):
        return counted is None or line.is_capital(before) or line.word(before) in ("no.", "top", "page", "pages")
    if (
        line.numeric(core.start)
        and line.is_capital(before)
        and before > 0
        and not line.dated[before]
        and counted is None
    ):
        return True
    if line.word(before) == "of" and line.word(before - 1) in ("group", "group") and counted is None:
        return True
    return _row_of_numbers(line, core)


def _row_of_numbers(line: Line, core: Core) -> bool:
    """Three and more in a row are a telephone number or a grid reference."""
    first, last = core.start, core.start
    while line.numeric(first - 1) and core.start - first < 4:
        first -= 1
    while line.numeric(last + 1) and last - core.start < 4:
        last += 1
    decimals = line.word(core.start).partition(".")[2]
    return last - first >= 2 or len(decimals) >= 3 or line.word(core.stop) == "°"


def _age(line: Line, core: Core) -> bool:
    """“Aged 12”, “Ahmed, 34, said”."""
    if line.word(core.start - 1) in ("aged", "age", "ages"):
        return True
    apart = line.word(core.start - 1) == "," and line.word(core.stop) in (",", ".")
    low = core.value.low if core.value else 0
    return apart and line.is_capital(core.start - 2) and line.numeric(core.start) and low < 120


def _alone(line: Line, core: Core, counted: Counted | None, *, compared: bool) -> bool:
    """A number without anything that it counts is kept where something still says that it counts."""
    if line.word(core.start) == "one" and core.stop == core.start + 1:
        limited = compared and line.word(core.start - 1) not in ("just", "only", "all")
        return not limited and not _counts_one(line, counted)
    if counted is not None or compared:
        return counted is None and core.value is not None and core.value.low == 0
    if core.kind == "range":
        return line.word(core.start) not in ("between", "from")  # "won 3-1" is a score
    if not line.numeric(core.start):
        some = line.word(core.stop) == "of" and line.word(core.stop + 1) in _OF_THESE
        return not some and line.word(core.start - 1) != "including"
    return _figure_of_another_kind(line, core)


_OF_THESE = frozenset("the them those these its their".split())
_JOINING_BEFORE, _JOINING_AFTER = frozenset("of ( [ / - –".split()), frozenset("/ - ] – °".split())


def _figure_of_another_kind(line: Line, core: Core) -> bool:
    """The number of a list, a year, one of a pair, one that begins with nought."""
    if line.first_of_paragraph and core.start <= 1 and line.word(core.stop) in (".", ")", "]", ":"):
        return True
    written = line.word(core.start)
    if len(written) == 4 and written.isdecimal() and 1900 <= int(written) <= 2099:
        return True
    if line.word(core.start - 1) in _JOINING_BEFORE or line.word(core.stop) in _JOINING_AFTER:
        return True
    return core.stop - core.start == 1 and written[0] == "0"


def _counts_one(line: Line, counted: Counted | None) -> bool:
    """“One strike”, not “one of them”, “one another”, “one day”."""
    if counted is None:
        return False
    word = line.lower[counted.stop - 1]
    return counted.whole < 0 and (
        word in COUNTED_ONE or (len(word) > 5 and word.endswith("er") and word not in NO_PERSONS)
    )
