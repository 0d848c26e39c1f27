"""What was promised, by whom to whom, and what became of it.

Plain data: nothing here is computed and nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pledges:
    """To be filled."""
