"""The same answers on Apache Spark: `pip install firmground[spark]`, and Java 17 or later.

Two ways in. Over file names, each task reads its own Parquet files, row group by row group, and writes its answers:
the fast one, for nothing goes through Java. Over a DataFrame, rows pass as Arrow batches. Both give what
`firmground.scale` gives on one machine, number for number. Workers need firmground installed, and the ground in a
folder that all of them see, or sent with `ship_ground`.
"""

from __future__ import annotations

from firmground.spark.frames import count_frame, encounters_frame, who_held_frame
from firmground.spark.jobs import count_files, encounters_files, who_held_files
from firmground.spark.session import local_session, ship_ground

__all__ = [
    "count_files",
    "count_frame",
    "encounters_files",
    "encounters_frame",
    "local_session",
    "ship_ground",
    "who_held_files",
    "who_held_frame",
]
