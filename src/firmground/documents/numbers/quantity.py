"""A number of a text that can be tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.bounds import Bounds
    from firmground.spans import Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text. `kind`: "share", "count", "ratio" ("15 of 64"), "range", "vague" ("multiple", "dozens"),
    "change" ("doubled": 2; "fell by a third": -1/3).

    `value`: what is named, one number or two ends; None where no number is. `operator`: "=", ">", ">=", "<", "<=",
    "about", "almost", or "" where nothing is compared. `accepted`: the values that make the sentence true, as a test
    of a claim writes them (">= 0.5"), "" if none can be drafted. `unit`: what is counted, as written. `whole`: the
    words behind "of" in "80 percent of Russia's declared targets"; `out_of`: their number, if they give one.
    """

    span: Span
    kind: str
    value: Bounds | None
    operator: str
    accepted: str = ""
    unit: str = ""
    unit_span: Span | None = None
    hedges: tuple[Span, ...] = ()
    whole: Span | None = None
    out_of: int | None = None
