"""Until the engine can shuffle days."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any


def knox(*_: Any, **__: Any) -> Any:
    """No comparison."""
    return SimpleNamespace(observed=-1)
