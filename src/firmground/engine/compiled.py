"""Kernels: functions that numba compiles, for work that is too much for the plain path.

A module of kernels is imported only where it is about to be used, through `load`, which says so on the first use of a
machine: compiling takes seconds, once, and the machine code is kept in the user's cache folder. Nothing else in the
project imports numba. `firmground warm` loads them all.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

CACHE_VARIABLE = "FIRMGROUND_CACHE"


def cache_folder() -> Path:
    """Where this user's caches are: `FIRMGROUND_CACHE`, else the folder that the system has for it."""
    own = os.environ.get(CACHE_VARIABLE)
    if own:
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "firmground" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "firmground"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "firmground"


@cache
def _numba() -> Any:
    import numba  # noqa: PLC0415 - small cases never need it

    settings: Any = numba.config
    settings.CACHE_DIR = str(cache_folder() / f"kernels-{metadata.version('firmground')}")
    return numba


def kernel(*signatures: str, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compiles a function for these signatures as its module is loaded; it lets go of the GIL while it runs."""
    return _numba().njit(list(signatures), cache=True, nogil=True, error_model="numpy", **options)  # type: ignore[no-any-return]


def inlined(function: Callable[..., Any]) -> Any:
    """A small function that is only called from kernels and becomes part of each of them."""
    return _numba().njit(inline="always", error_model="numpy")(function)


def load(module: str, tell: Callable[[str], None] | None = None) -> ModuleType:
    """The module of kernels, compiled. `tell` is told, once, if this machine has to compile it first."""
    if module not in sys.modules and tell is not None and not _compiled(module):
        tell("compiling the fast path, once on this machine (`firmground warm` does it ahead) ...")
    loaded = import_module(module)
    mark_compiled(module)
    return loaded


def _compiled(module: str) -> bool:
    """Has this machine compiled the module's kernels before? By the marks that `mark_compiled` leaves."""
    return _mark(module).exists()


def mark_compiled(module: str) -> None:
    """Leaves a mark that the kernels of this module, as it is now, are in the cache. A mark is never needed."""
    try:
        mark = _mark(module)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError:
        return  # then it is told again next time


def _mark(module: str) -> Path:
    file = sys.modules[module].__file__ if module in sys.modules else _file_of(module)
    stamp = Path(file).stat().st_mtime_ns if file else 0
    return cache_folder() / "compiled" / f"{module}-{stamp:x}-{sys.version_info.major}{sys.version_info.minor}"


def _file_of(module: str) -> str | None:
    found = find_spec(module)
    return found.origin if found is not None else None
