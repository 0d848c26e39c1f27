"""Both paths over a case: the same answers for every event, relation and party, and shares as near as can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import Relation
from firmground.dates import Days
from firmground.hold import hold_events
from firmground.locate import locate_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.case.case import Case

SHARES = 3e-5  # how far the two paths' shares may be apart


def assert_same_answers(case: Case, windows: Sequence[Days] = (Days(),)) -> None:
    located = locate_events(case)
    plain, fast = (hold_events(located, path=path) for path in ("plain", "engine"))
    assert plain.tables.keys() == fast.tables.keys()
    for key, one in plain.tables.items():
        other = fast.tables[key]
        assert_conserved(other)
        for party in case.actors.by_id:
            for contested in (True, False):
                for window in windows:
                    for relation in (Relation.IN, Relation.WITH):
                        answers = [
                            table.answer(case, relation, party, None, window, contested=contested)
                            for table in (one, other)
                        ]
                        np.testing.assert_array_equal(*answers, err_msg=f"{key} {party} {relation} {contested}")
                    shares = [table.share(case, party, None, window, contested=contested) for table in (one, other)]
                    np.testing.assert_allclose(*shares, rtol=0, atol=SHARES, err_msg=f"{key} {party} {contested}")
        np.testing.assert_array_equal(one.unmapped(), other.unmapped())


def assert_conserved(table) -> None:
    np.testing.assert_allclose(table.account().sum(axis=1), 1, atol=1e-9)
    days = np.add.reduceat((table.stop - table.start) * table.weight, table.first[:-1])
    np.testing.assert_allclose(days, table.stop[table.first[1:] - 1] - table.start[table.first[:-1]], rtol=1e-9)
