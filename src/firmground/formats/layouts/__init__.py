"""Layouts of published event data: one small table each, naming the codebook that it follows.

A layout says which column is which and what the codes of precision mean. Where its codebook gives no
distance, none is made up: the event has a unit (a district, a province), or no region at all, and the reason
says so.
"""

from firmground.formats.layouts.acled import ACLED
from firmground.formats.layouts.layout import DATE_SPREADS, Derived, EventLayout, Precision, spread_days
from firmground.formats.layouts.ucdp_ged import UCDP_GED
from firmground.formats.layouts.viina import VIINA

EVENT_LAYOUTS: dict[str, EventLayout] = {layout.id: layout for layout in (UCDP_GED, ACLED, VIINA)}

__all__ = [
    "DATE_SPREADS",
    "EVENT_LAYOUTS",
    "Derived",
    "EventLayout",
    "Precision",
    "recognise_layout",
    "spread_days",
]


def recognise_layout(names: tuple[str, ...]) -> EventLayout | None:
    """The layout whose signs all stand in a header: for a hint to the user, never applied unasked."""
    present = set(names)
    return next((layout for layout in EVENT_LAYOUTS.values() if present.issuperset(layout.signs)), None)
