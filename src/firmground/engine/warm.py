"""Compiling ahead: every module of kernels, so that no large case has to wait for it."""

from __future__ import annotations

import pkgutil
import time
from typing import TYPE_CHECKING

import firmground.engine
from firmground.engine.compiled import load

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDING = "_kernels"


def kernel_modules() -> list[str]:
    """The names of all modules of kernels, in order."""
    path, name = firmground.engine.__path__, firmground.engine.__name__
    return sorted(one.name for one in pkgutil.walk_packages(path, f"{name}.") if one.name.endswith(ENDING))


def warm_up() -> Iterator[tuple[str, float]]:
    """Compiles each module, or takes it from the cache: its name, and the seconds that it took."""
    for module in kernel_modules():
        began = time.perf_counter()
        load(module)
        yield module, time.perf_counter() - began
