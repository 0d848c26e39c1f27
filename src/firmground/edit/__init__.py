"""Changing a case: one record at a time in its plain files, safely, with a log of who changed what, and undo.

There is no form and no page here, and nothing is decided: what a field may say is for the reader of the case to tell.
"""

from firmground.edit.change import At, Change, More, NewRecord, Record, Removal, Wish
from firmground.edit.ledger import Ledger
from firmground.edit.log import FileChange, Step, Touched
from firmground.edit.past import Outside
from firmground.edit.refusals import CannotWriteError, StaleRecordError
from firmground.edit.trial import Trial, compare_problems

__all__ = [
    "At",
    "CannotWriteError",
    "Change",
    "FileChange",
    "Ledger",
    "More",
    "NewRecord",
    "Outside",
    "Record",
    "Removal",
    "StaleRecordError",
    "Step",
    "Touched",
    "Trial",
    "Wish",
    "compare_problems",
]
