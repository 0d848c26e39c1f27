"""The first thing that is wrong with a package, in one sentence, and how far its checking had come."""

from __future__ import annotations

from enum import StrEnum

from firmground.errors import BadRequestError


class Step(StrEnum):
    """What is checked, in this order."""

    ARCHIVE = "archive"  # the bytes of the zip
    BAG = "bag"  # every file, and no other, as its manifest says
    SIGNATURE = "signature"  # the statement, and the key it is signed with
    TIMESTAMP = "timestamp"
    ROWS = "rows"  # every row's leaf, and the root of them all
    CASE = "case"  # what is shown can be read as a case
    FINDINGS = "findings"  # the sender's bounds lie inside what is shown


class PackageFaultError(BadRequestError):
    """A package is not what it says that it is. The message is one sentence that says what, and what to do next."""

    def __init__(self, step: Step, what: str) -> None:
        super().__init__(what)
        self.step = step
