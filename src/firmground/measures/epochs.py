"""Answers for rows of text over the days of each event, each asked once for every run of days without a change.

An event happened on one of its days; who is meant by a text, and how parties are tied, may differ between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import NO_START, Days
from firmground.modality import Modality, one_of
from firmground.texts import code_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from firmground.texts import Texts

    Answers = NDArray[np.int8]
    Ints = NDArray[np.int64]


def answer_by_epoch(
    codes: Ints, start: Ints, stop: Ints, breaks: Sequence[int], ask: Callable[[int, int], Modality]
) -> Answers:
    """For each row whether `ask(code, day)` holds, on the day of [start, stop) that is meant: nobody knows which.

    `codes`: a small whole number a row, that `ask` understands. `breaks`: sorted days, between two of which its
    answers do not change. A row without any day is asked on the day before `start`'s epoch ends.
    """
    first = np.searchsorted(breaks, start, side="right")
    last = np.searchsorted(breaks, np.maximum(stop - 1, start), side="right")
    kinds, rows = code_rows(codes, first, last)
    answers = np.empty(len(rows), dtype=np.int8)
    for place, (code, begin, end) in enumerate(
        zip(*(part[rows].tolist() for part in (codes, first, last)), strict=True)
    ):
        days = (breaks[epoch - 1] if epoch else NO_START for epoch in range(begin, end + 1))
        answers[place] = one_of(ask(code, day) for day in days)
    return np.asarray(answers[kinds])


def code_texts(*columns: Texts) -> tuple[list[tuple[str, ...]], Ints]:
    """The different texts (tuples of texts of several columns), and for each row the place of its own among them."""
    codes, rows = code_rows(*(column.codes for column in columns))
    return [tuple(column[row] for column in columns) for row in rows.tolist()], codes


def clip_days(start: Ints, stop: Ints, days: Days) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """The days of each event that lie in `days`, and which events have none there: their own days stay as they are."""
    begin, end = np.maximum(start, days.start), np.minimum(stop, days.stop)
    none = begin >= end
    return np.where(none, start, begin), np.where(none, stop, end), none
