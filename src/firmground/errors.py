"""What is wrong with a case is a value; what is wrong with a call is an exception.

A `CaseProblem` is collected and shown, all of them at once, while the good rows go on. An exception is raised
only where the caller asked for something that cannot be done.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What became of the row, feature or file that has the problem."""

    REFUSED = "refused"  # it takes no part; it is counted and shown
    WIDENED = "widened"  # it takes part, and what could not be read counts as unknown
    NOTED = "noted"  # it takes part as it stands


@dataclass(frozen=True, slots=True)
class CaseProblem:
    """One fault in a file of a case.

    `file` is relative to the case folder. `row` is counted as a person counts: the first line of a table, its
    header, is row 1; for a map it is the feature's number from 1; for TOML the line of the entry; None for
    the file as a whole. `what` says what is wrong, `hint` what to do next.
    """

    file: str
    row: int | None
    what: str
    hint: str = ""
    effect: Effect = Effect.REFUSED

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        return f"{place}: {self.what}" + (f" ({self.hint})" if self.hint else "")


class FirmgroundError(Exception):
    """Every exception that firmground raises on purpose is one of these, and a built-in as well."""


class CaseNotFoundError(FirmgroundError, FileNotFoundError):
    """There is no case in this folder."""


class BadRequestError(FirmgroundError, ValueError):
    """The call asks for something that does not exist or makes no sense; the message names the way out."""
