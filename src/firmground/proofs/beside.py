"""Leaves of large tables, worked out in a process of its own while this one does something else.

Hashing a table keeps one processor busy and needs nothing but the table, so that it can go on beside the reading and
checking of a case. The answers are those of `table_leaves`; what is small, or cannot be sent, is worked out here.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firmground.proofs.merkle import HASH_BYTES
from firmground.proofs.table_leaves import partial_leaves, row_leaves

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from concurrent.futures import Future

    from firmground.proofs.canonical import Json

    Columns = Mapping[str, Sequence[Json]]

_WORTH_A_PROCESS = 300_000  # cells; starting one takes as long as hashing so many
_BOOT = """
import sys
sys.path.insert(0, sys.argv[1])
from firmground.proofs.beside import answer
answer(sys.stdin.buffer, sys.stdout.buffer)
"""


@dataclass(frozen=True, slots=True)
class WholeRows:
    """Rows that are shown whole, or that are committed to: the arguments of `table_leaves.row_leaves`."""

    table: str
    columns: Columns
    secrets: Sequence[bytes]
    nulls: Mapping[str, Collection[int]] | None = None

    def leaves(self) -> list[bytes]:
        return row_leaves(self.table, self.columns, self.secrets, self.nulls)

    def __len__(self) -> int:
        return len(self.secrets)


@dataclass(frozen=True, slots=True)
class PartRows:
    """Rows that are shown in part: the arguments of `table_leaves.partial_leaves`."""

    table: str
    columns: Columns
    salts: Sequence[Mapping[str, str]]
    digests: Sequence[Mapping[str, bytes]]

    def leaves(self) -> list[bytes]:
        return partial_leaves(self.table, self.columns, self.salts, self.digests)

    def __len__(self) -> int:
        return len(self.salts)


Rows = WholeRows | PartRows


class Beside:
    """The leaves of some tables: begun at once where they are many, and asked for when they are needed."""

    def __init__(self, jobs: Sequence[Rows]) -> None:
        self._jobs = list(jobs)
        self._answer: Future[list[list[bytes]] | None] | None = None
        if sum(len(job) * len(job.columns) for job in self._jobs) >= _WORTH_A_PROCESS:
            waiting = ThreadPoolExecutor(1)
            self._answer = waiting.submit(_ask, self._jobs)
            waiting.shutdown(wait=False)

    def leaves(self) -> list[list[bytes]]:
        """The leaf hashes of each table, in their order. Raises BadRequestError as `table_leaves` does."""
        found = self._answer.result() if self._answer is not None else None
        # Whatever went wrong elsewhere is told by doing the same here.
        return [job.leaves() for job in self._jobs] if found is None else found


def _ask(jobs: Sequence[Rows]) -> list[list[bytes]] | None:
    """What the other process answers; None if it could not."""
    root = str(Path(__file__).resolve().parents[2])
    sent = pickle.dumps([replace(job, columns={name: _flat(one) for name, one in job.columns.items()}) for job in jobs])
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-I", "-c", _BOOT, root], input=sent, stdout=subprocess.PIPE, check=True
        )
        found: list[bytes] = pickle.loads(done.stdout)  # noqa: S301 - written by our own program a moment ago
    except (OSError, subprocess.CalledProcessError, pickle.UnpicklingError, EOFError):
        return None
    return [[one[at : at + HASH_BYTES] for at in range(0, len(one), HASH_BYTES)] for one in found]


def answer(asked: Any, answers: Any) -> None:
    """What the other process does: reads jobs from one stream and writes their leaves to another."""
    jobs: list[Rows] = pickle.load(asked)  # noqa: S301 - written by our own program a moment ago
    read = (replace(job, columns={name: _read(one) for name, one in job.columns.items()}) for job in jobs)
    pickle.dump([b"".join(job.leaves()) for job in read], answers)


def _flat(column: Any) -> Any:
    """A column as it is sent: one that keeps each different text once goes as these texts and their places."""
    codes = getattr(column, "codes", None)
    return list(column) if codes is None else (list(column.values), codes)


def _read(column: Any) -> list[Any]:
    if isinstance(column, tuple):
        values, codes = column
        return [values[code] for code in codes.tolist()]
    return list(column)
