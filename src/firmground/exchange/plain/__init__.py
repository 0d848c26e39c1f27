"""The whole of a case as plain tables of records, and such tables as a plain case folder again."""

from firmground.exchange.plain.cells import Cells
from firmground.exchange.plain.counts import kind_counts
from firmground.exchange.plain.read import read_tables
from firmground.exchange.plain.record import SEALED_LISTS, record_tables, stays_behind
from firmground.exchange.plain.sealed import copy_sealed
from firmground.exchange.plain.write import nothing_hidden, write_case, write_tables

__all__ = [
    "SEALED_LISTS",
    "Cells",
    "copy_sealed",
    "kind_counts",
    "nothing_hidden",
    "read_tables",
    "record_tables",
    "stays_behind",
    "write_case",
    "write_tables",
]
