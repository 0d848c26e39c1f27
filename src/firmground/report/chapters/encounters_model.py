"""Which events came close to each other, and what was near the incidents.

Plain data: nothing here is computed and nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Encounters:
    """To be filled."""
