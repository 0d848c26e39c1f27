"""Compiling: every module of kernels ahead, or those that are wanted together, on as many processors as there are.

numba compiles one function after the other in a process, so some of the modules are compiled by processes of their own.
What they compile lies in the cache, from where this one takes it.
"""

from __future__ import annotations

import pkgutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import firmground.engine
from firmground.engine.compiled import is_ready, load
from firmground.engine.threads import processors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENDING = "_kernels"
# Rooms whose kernels are wanted together: whoever asks about ground soon needs all of them.
_TOGETHER = ("edges", "points", "territory", "discs")
_CHILD = "import sys; from firmground.engine.compiled import load_here; [load_here(name) for name in sys.argv[1:]]"
_LONGEST_S = 600


def kernel_modules() -> list[str]:
    """The names of all modules of kernels, in order."""
    path, name = firmground.engine.__path__, firmground.engine.__name__
    return sorted(one.name for one in pkgutil.walk_packages(path, f"{name}.") if one.name.endswith(ENDING))


def warm_up() -> Iterator[tuple[str, float]]:
    """Compiles all modules, or takes them from the cache: the name of each, and the seconds that it took."""
    began = time.perf_counter()
    compile_apart(kernel_modules())
    for module in kernel_modules():
        load(module)
        yield module, time.perf_counter() - began
        began = time.perf_counter()


def wanted_with(module: str) -> list[str]:
    """The modules that are soon wanted where this one is, itself among them."""
    if _room(module) not in _TOGETHER:
        return [module]
    return [other for other in kernel_modules() if _room(other) in _TOGETHER]


def compile_apart(modules: Sequence[str]) -> None:
    """Compiles those that are not ready in processes side by side. What fails there is compiled where it is used."""
    missing = [module for module in modules if not is_ready(module)]
    lots = _dealt(missing, min(processors(), len(missing)))
    if len(lots) < 2 or not sys.executable:
        return
    children = []
    with suppress(OSError):
        for lot in lots:
            command = [sys.executable, "-c", _CHILD, *lot]
            quiet = subprocess.DEVNULL
            children.append(subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet))  # noqa: S603 - our own
    for child in children:
        try:
            child.wait(_LONGEST_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _dealt(modules: list[str], lots: int) -> list[list[str]]:
    """The modules in at most so many lots of about the same length of source, which says roughly how long they take.

    Rooms stay whole: kernels call those of their own room, which would be compiled twice.
    """
    rooms: dict[str, list[str]] = {}
    for module in modules:
        rooms.setdefault(_room(module), []).append(module)
    dealt: list[list[str]] = [[] for _ in range(min(lots, len(rooms)))]
    for room in sorted(rooms.values(), key=_size, reverse=True):
        min(dealt, key=_size).extend(room)
    return dealt


def _size(modules: list[str]) -> int:
    """How long their sources are together, in bytes."""
    place, prefix = Path(firmground.engine.__path__[0]), f"{firmground.engine.__name__}."
    parts = (module.removeprefix(prefix).split(".") for module in modules)
    return sum(place.joinpath(*names).with_suffix(".py").stat().st_size for names in parts)


def _room(module: str) -> str:
    return module.removeprefix(f"{firmground.engine.__name__}.").partition(".")[0]
