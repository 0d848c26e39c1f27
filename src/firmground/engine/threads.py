"""Own threads for kernels, which let go of the GIL: as many as this process may use processors."""

from __future__ import annotations

import itertools
import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Task = TypeVar("Task")
    Result = TypeVar("Result")

_LEAST = 16_384  # rows below which a second thread costs more than it brings


THREADS_VARIABLE = "FIRMGROUND_THREADS"


def processors() -> int:
    """How many processors this process may use: `FIRMGROUND_THREADS`, else as many as the system gives it."""
    own = os.environ.get(THREADS_VARIABLE, "")
    if own.isdigit() and int(own):
        return int(own)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="firmground")


def in_parts(
    work: Callable[[slice], Result], rows: int, *, threads: int | None = None, least: int = _LEAST
) -> list[Result]:
    """`work` on slices that together are `range(rows)`, in order; side by side where there are enough rows.

    `threads`: None for all processors. `least`: the fewest rows a slice has.
    """
    count = threads or processors()
    size = max(least, -(-rows // (count * 8)))
    parts = [slice(start, min(start + size, rows)) for start in range(0, rows, size)]
    if count == 1 or len(parts) < 2:
        return [work(part) for part in parts]
    return list(_pool(count).map(work, parts))


def in_order(
    pool: ThreadPoolExecutor, work: Callable[[Task], Result], tasks: Iterable[Task], ahead: int
) -> Iterator[Result]:
    """`work` on each task, the results in the order of the tasks; no more than `ahead` of them are begun or waiting."""
    left = iter(tasks)
    waiting = deque(pool.submit(work, task) for task in itertools.islice(left, ahead))
    try:
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(pool.submit(work, task) for task in itertools.islice(left, 1))
            yield result
    finally:
        for task in waiting:
            task.cancel()
