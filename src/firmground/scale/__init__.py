"""Events by the hundred million: files larger than memory on one machine, or on many (`firmground.spark`).

A map is laid down in a folder once (`lay_ground`). Then events stream through: Parquet files in, row group by row
group, Parquet files out. Every answer is the one that `firmground.who_held` gives for the same event.
"""

from __future__ import annotations

from firmground.scale.encounters import encounters_files
from firmground.scale.ground import Ground, lay_ground, open_ground
from firmground.scale.held import who_held_files
from firmground.scale.rows import EventColumns
from firmground.scale.shares import Counting, count_files, share_table
from firmground.scale.stream import Told

__all__ = [
    "Counting",
    "EventColumns",
    "Ground",
    "Told",
    "count_files",
    "encounters_files",
    "lay_ground",
    "open_ground",
    "share_table",
    "who_held_files",
]
