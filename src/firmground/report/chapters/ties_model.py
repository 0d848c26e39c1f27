"""Who backs, fights and is allied with whom, and the blocs that leave the fewest contradictions.

Plain data: nothing here is computed and nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ties:
    """To be filled."""
