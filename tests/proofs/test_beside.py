"""Leaves worked out in a process of its own are those worked out here."""

from __future__ import annotations

import pytest

from firmground.errors import BadRequestError
from firmground.proofs import beside
from firmground.proofs.beside import Beside, PartRows, WholeRows
from firmground.proofs.commitments import fresh_secrets, open_row
from firmground.proofs.table_leaves import row_leaves
from firmground.texts import Texts

NAMES = ["Ḥoms", "", "a\nb", "\u202eevil", "-1"]


def jobs(rows=40):
    columns = {
        "id": [f"e{row}" for row in range(rows)],
        "place": [NAMES[row % 5] or None for row in range(rows)],
        "coded": Texts.of(NAMES[row % 5] for row in range(rows)),
        "shape": [{"type": "Point", "coordinates": [row / 3, 1e-7]} for row in range(rows)],
    }
    secrets = fresh_secrets(rows)
    nulls = {"place": [1, 6]}
    opened = [open_row(["id"], [f"e{row}"], secret) for row, secret in enumerate(secrets)]
    salts = [{"id": one["id"][0]} for one in opened]
    return [
        WholeRows("events.csv", columns, secrets, nulls),
        PartRows("events.csv", {"id": columns["id"]}, salts, [{} for _ in opened]),
        WholeRows("nothing.csv", {}, []),
    ]


def test_another_process_gives_the_same_leaves(monkeypatch):
    work = jobs()
    here = Beside(work).leaves()
    monkeypatch.setattr(beside, "_WORTH_A_PROCESS", 1)
    assert Beside(work).leaves() == here
    whole = work[0]
    assert here[0] == row_leaves(whole.table, whole.columns, whole.secrets, whole.nulls)
    assert [len(one) for one in here] == [40, 40, 0]


def test_what_cannot_be_worked_out_elsewhere_is_told_here(monkeypatch):
    monkeypatch.setattr(beside, "_WORTH_A_PROCESS", 1)
    with pytest.raises(BadRequestError):
        Beside([WholeRows("t", {"a": [float("nan")]}, fresh_secrets(1))]).leaves()


def test_without_another_process_it_is_done_here(monkeypatch):
    monkeypatch.setattr(beside, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(beside.sys, "executable", "no-such-program")
    work = jobs()
    assert Beside(work).leaves() == [job.leaves() for job in work]
