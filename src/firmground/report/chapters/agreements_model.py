"""What was agreed, clause by clause, set against the events of its days.

Plain data: nothing here is computed and nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """To be filled."""
