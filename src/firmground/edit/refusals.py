"""Why a change was not made: somebody else was there first, or the disk says no.

What can never be written (an unknown column, a workbook) is a `BadRequestError`, as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.errors import FirmgroundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.edit.change import At


class StaleRecordError(FirmgroundError, RuntimeError):
    """This record is no longer what the person saw who wants to change it.

    `base`: the fields as that person saw them, empty where the call did not say; `theirs`: as they stand now, None
    if the record is gone; `yours`: the fields that were to be written.
    """

    def __init__(
        self,
        what: str,
        at: At,
        *,
        base: Mapping[str, str],
        theirs: Mapping[str, str] | None,
        yours: Mapping[str, str],
    ) -> None:
        super().__init__(what)
        self.at = at
        self.base = dict(base)
        self.theirs = None if theirs is None else dict(theirs)
        self.yours = dict(yours)


class CannotWriteError(FirmgroundError, OSError):
    """The disk or the rights of a file do not allow the change; nothing was changed."""


class ChangedMeanwhileError(Exception):
    """A file was replaced from outside between reading and writing. The ledger looks again; nobody else sees this."""
