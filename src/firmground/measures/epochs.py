"""Answers for rows of text over the days of each event, each asked once for every run of days without a change.

An event happened on one of its days; who is meant by a text, and how parties are tied, may differ between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import NO_START, Days
from firmground.modality import Modality, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

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
    wide = len(breaks) + 1
    distinct, inverse = np.unique((codes * wide + first) * wide + last, return_inverse=True)
    answers = np.empty(len(distinct), dtype=np.int8)
    for place, key in enumerate(distinct.tolist()):
        (code, begin), end = divmod(key // wide, wide), key % wide
        days = (breaks[epoch - 1] if epoch else NO_START for epoch in range(begin, end + 1))
        answers[place] = one_of(ask(code, day) for day in days)
    return np.asarray(answers[inverse.reshape(-1)])


def code_texts(*columns: Sequence[str]) -> tuple[list[tuple[str, ...]], Ints]:
    """The different texts (tuples of texts of several columns), and for each row the place of its own among them."""
    known: dict[tuple[str, ...], int] = {}
    codes = [known.setdefault(texts, len(known)) for texts in zip(*columns, strict=True)]
    return list(known), np.array(codes, dtype=np.int64)


def clip_days(start: Ints, stop: Ints, days: Days) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """The days of each event that lie in `days`, and which events have none there: their own days stay as they are."""
    begin, end = np.maximum(start, days.start), np.minimum(stop, days.stop)
    none = begin >= end
    return np.where(none, start, begin), np.where(none, stop, end), none
