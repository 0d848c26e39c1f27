"""Kernels: functions that numba compiles, for work that is too much for the plain path.

A module of kernels is imported only where it is about to be used, through `load`, which says so on the first use of a
machine: compiling takes seconds, once, and the machine code is kept in the user's cache folder. Nothing else in the
project imports numba. `firmground warm` loads them all.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

CACHE_VARIABLE = "FIRMGROUND_CACHE"
# One thread at a time: others would find modules half made, which stand in `sys.modules` already.
_LOADING = RLock()
_LOADED: dict[str, ModuleType] = {}


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
def kernel_folder() -> Path:
    """Where the machine code of these very kernels is. numba looks at the module of a kernel only and would miss a
    change in one that it calls, so the folder is named by the sources of all of them.
    """
    sources = sorted(Path(__file__).parent.rglob("*_kernels.py"))
    digest = sha256(b"".join(source.read_bytes() for source in (Path(__file__), *sources))).hexdigest()
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return cache_folder() / f"kernels-{python}-{digest[:16]}"


@cache
def _numba() -> Any:
    import numba  # noqa: PLC0415 - small cases never need it

    settings: Any = numba.config
    settings.CACHE_DIR = str(kernel_folder())
    return numba


def kernel(*signatures: str, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compiles a function for these signatures as its module is loaded; it lets go of the GIL while it runs."""
    return _numba().njit(list(signatures), cache=True, nogil=True, error_model="numpy", **options)  # type: ignore[no-any-return]


def inlined(function: Callable[..., Any]) -> Any:
    """A small function that is only called from kernels and becomes part of each of them."""
    return _numba().njit(inline="always", error_model="numpy")(function)


def load(module: str, tell: Callable[[str], None] | None = None) -> ModuleType:
    """The module of kernels, compiled. `tell` is told, once, if this machine has to compile it first."""
    if module in _LOADED:
        return _LOADED[module]
    if not is_ready(module):
        if tell is not None:
            tell("compiling the fast path, once on this machine (`firmground warm` does it ahead) ...")
        from firmground.engine.warm import compile_apart, wanted_with  # noqa: PLC0415 - only a new machine needs it

        compile_apart(wanted_with(module))
    return load_here(module)


def is_loaded(module: str) -> bool:
    """Is the module at hand in this process, so that using it costs no start?"""
    return module in _LOADED


def load_here(module: str) -> ModuleType:
    """The same; what is not compiled is compiled by this process."""
    with _LOADING:
        loaded = _LOADED[module] = import_module(module)
    with suppress(OSError):  # a mark is never needed: without it, it is told again next time
        mark = _mark(module)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    return loaded


def is_ready(module: str) -> bool:
    """Has this machine compiled the module's kernels, as they are now?"""
    return _mark(module).exists()


def _mark(module: str) -> Path:
    return kernel_folder() / f"{module}.ready"
