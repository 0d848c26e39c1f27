"""Who must and who may have held the ground of each event, as columns: the answers of `firmground.who_held`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from firmground.case.claims import Relation
from firmground.case.parties import holds
from firmground.dates import Days
from firmground.engine.territory.territory import ON_BORDER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.hold.table import HoldTable
    from firmground.scale.ground import Ground
    from firmground.scale.rows import Rows

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Answers = NDArray[np.int8]

_NOT_ASKED = -2
MUST_COLUMN, MAY_COLUMN, SHARE_COLUMN = "must", "may", "share"


@dataclass(frozen=True, eq=False)
class Answered:
    """Row k has the pattern `pattern[k]`: for each party 0 cannot, 1 may, 2 must (`patterns`, shape (m, parties)).

    `share`, shape (n, parties): of the rows of which it is not 1 where a party must and 0 elsewhere, numbered by `own`.
    `on_border`: how many points of one day lie on a border.
    """

    patterns: Answers
    pattern: Ints
    own: Ints
    share: Floats
    on_border: int

    def answers(self) -> Answers:
        """Shape (n, parties)."""
        return self.patterns[self.pattern]


def ask(ground: Ground, rows: Rows, *, contested: bool = True) -> Answered:
    """Points on a day of one state by a table, all others by their spells."""
    return look(ground, rows).answered(contested=contested)


@dataclass(frozen=True, eq=False)
class Looked:
    """The geometry of some rows, from which all that is asked of them follows."""

    ground: Ground
    rows: Rows
    quick: Ints  # rows that are answered by their covering
    coverings: NDArray[np.int32]  # of these
    slow: Ints  # all others
    table: HoldTable | None  # of these
    on_border: int

    def answered(self, *, contested: bool) -> Answered:
        ground, start = self.ground, self.rows.start[self.quick]
        patterns, quick = _by_covering(ground, self.coverings, start, contested=contested)
        if self.table is None:
            return Answered(patterns, quick, self.slow, np.zeros((0, len(ground.parties))), 0)
        own, share = _of_table(ground, self.table, contested=contested)
        together, code = _distinct(own)
        pattern = np.empty(len(self.rows), np.int64)
        pattern[self.quick], pattern[self.slow] = quick, code + len(patterns)
        return Answered(np.concatenate([patterns, together]), pattern, self.slow, share, self.on_border)


def look(ground: Ground, rows: Rows) -> Looked:
    quick, coverings = _quick(ground, rows)
    fast, slow = np.flatnonzero(quick), np.flatnonzero(~quick)
    border = int(np.count_nonzero(coverings[slow] == ON_BORDER))
    table = ground.table(rows.some(slow)) if len(slow) else None
    return Looked(ground, rows, fast, coverings[fast], slow, table, border)


def _quick(ground: Ground, rows: Rows) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Which rows a single look at the territory answers, and their coverings."""
    states = ground.states
    quick = (rows.radius_km == 0) & (rows.stop - rows.start == 1) & np.isfinite(rows.lon) & np.isfinite(rows.lat)
    state = np.searchsorted(states.start, rows.start, side="right") - 1
    quick &= state >= 0
    quick[quick] = rows.start[quick] < states.stop[state[quick]]
    chosen = np.flatnonzero(quick)
    coverings = np.full(len(rows), _NOT_ASKED, np.int32)
    if len(chosen):
        found = ground.territory.points(rows.lon[chosen], rows.lat[chosen], state[chosen].astype(np.int32))
        coverings[chosen] = found
        plain = np.array([ground.stated.is_plain(held) for held in ground.territory.coverings], np.bool_)
        quick[chosen] = (found != ON_BORDER) & plain[np.maximum(found, 0)]
    return quick, coverings


def _by_covering(ground: Ground, coverings: NDArray[np.int32], day: Ints, *, contested: bool) -> tuple[Answers, Ints]:
    """Patterns and which of them each row has, where a covering means one thing only."""
    states, stated = ground.states, ground.stated
    speaking = np.flatnonzero(states.speaks)
    silent = np.flatnonzero(~states.speaks)
    held = ground.territory.coverings
    patterns = np.zeros((2 * len(held), len(ground.parties)), np.int8)
    for number, covering in enumerate(held):
        if not stated.is_plain(covering):
            continue
        for place, some in ((2 * number, silent), (2 * number + 1, speaking)):
            if len(some):
                patterns[place] = _standing(ground, stated.options(covering, int(some[0]))[0], contested=contested)
    speaks = states.speaks[np.searchsorted(states.start, day, side="right") - 1]
    return patterns, 2 * coverings.astype(np.int64) + speaks


def _standing(ground: Ground, holdings: tuple[Any, ...], *, contested: bool) -> list[int]:
    """How each party stands to ground with these holdings."""
    return [int(holds(party, holdings, 1, ground.actors, None, contested=contested)) for party in ground.parties]


def _of_table(ground: Ground, table: HoldTable, *, contested: bool) -> tuple[Answers, Floats]:
    """Answers and shares, shape (n, parties): as `firmground.who_held` takes them from the table."""
    answers = np.empty((len(table.occurrence_of), len(ground.parties)), np.int8)
    share = np.empty(answers.shape)
    for column, party in enumerate(ground.parties):
        answers[:, column] = table.answer(ground.asking, Relation.IN, party, None, Days(), contested=contested)
        share[:, column] = table.share(ground.asking, party, None, Days(), contested=contested)
    return answers, share


def _distinct(answers: Answers) -> tuple[Answers, Ints]:
    """The different rows, and which of them each is."""
    if not answers.shape[1]:
        return answers[:1], np.zeros(len(answers), np.int64)
    packed = np.ascontiguousarray(answers).view(np.dtype((np.void, answers.shape[1]))).reshape(-1)
    _, first, code = np.unique(packed, return_index=True, return_inverse=True)
    return answers[first], code.reshape(-1)


def columns_of(ground: Ground, answered: Answered, *, shares: bool = True) -> dict[str, pa.Array]:
    """`must` and `may`: the parties with ";" between, each set written once; `share`: a list beside those of `may`."""
    parties = np.array(ground.parties, dtype=object)
    texts = [
        pa.DictionaryArray.from_arrays(
            pa.array(answered.pattern.astype(np.int32)),
            pa.array([";".join(parties[row >= least]) for row in answered.patterns], pa.string()),
        )
        for least in (2, 1)
    ]
    told = {MUST_COLUMN: texts[0], MAY_COLUMN: texts[1]}
    return {**told, SHARE_COLUMN: _shares(answered)} if shares else told


def _shares(answered: Answered) -> pa.Array:
    """For each row one number for each party that may."""
    may = answered.patterns >= 1
    number = may.sum(axis=1)
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(number[answered.pattern])])
    # The shares of a pattern: 1 for those that must, which is all that is to be said but for the rows in `own`.
    plain = (answered.patterns == 2)[may].astype(np.float64)
    begins = np.concatenate([np.zeros(1, np.int64), np.cumsum(number)])[:-1]
    lengths = number[answered.pattern]
    place = np.repeat(begins[answered.pattern] - first[:-1], lengths) + np.arange(int(first[-1]))
    values = plain[place] if len(plain) else np.zeros(0)
    if len(answered.own):
        chosen = may[answered.pattern[answered.own]]
        own_lengths = lengths[answered.own]
        begin = np.repeat(first[answered.own] - (np.cumsum(own_lengths) - own_lengths), own_lengths)
        values[begin + np.arange(int(own_lengths.sum()))] = answered.share[chosen]
    return pa.ListArray.from_arrays(pa.array(first.astype(np.int32)), pa.array(values))


ANSWER_FIELDS = (
    pa.field(MUST_COLUMN, pa.dictionary(pa.int32(), pa.string())),
    pa.field(MAY_COLUMN, pa.dictionary(pa.int32(), pa.string())),
    pa.field(SHARE_COLUMN, pa.list_(pa.float64())),
)
