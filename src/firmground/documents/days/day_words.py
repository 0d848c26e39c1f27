"""A date as it is written, with the days that it may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.dates import When
    from firmground.spans import Span


@dataclass(frozen=True, slots=True)
class DayWords:
    """A date as it is written. `when` is unknown where it cannot be told; `how`: what it was reckoned from, "" if it is
    written in full; `doubt`: why a person should look. `kind`: "date", "duration" or "set" ("daily").

    `when.text` is EDTF that reads back as the same days, "" where nothing is known.
    """

    span: Span
    when: When
    kind: str = "date"
    how: str = ""
    doubt: str = ""
