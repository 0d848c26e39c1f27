"""What a publisher put out, day by day, and what it no longer said.

Plain data: nothing here is computed and nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disclosure:
    """To be filled."""
