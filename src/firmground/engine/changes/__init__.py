"""When a rate changed, what is only a habit of the week, and which silences are longer than chance makes them.

Arrays of days in, frozen results out; nothing here knows what was released, by whom, or on which date. Every rate has
a prior and is never taken as known (`laws`), so that every answer says how much it does not know: `one_change` weighs
every day, `many_changes` divides the days at a price, `weekdays` finds habits, `silences` weighs what did not come.
"""

from firmground.engine.changes.laws import CountLaw, DayLaw, Law, law_of
from firmground.engine.changes.many_changes import Segment, Segments, find_changes
from firmground.engine.changes.one_change import OneChange, find_change
from firmground.engine.changes.rates import Rate
from firmground.engine.changes.series import Series
from firmground.engine.changes.silences import Silence, find_silences, silence_chance
from firmground.engine.changes.weekdays import Weekdays, find_weekdays

__all__ = [
    "CountLaw",
    "DayLaw",
    "Law",
    "OneChange",
    "Rate",
    "Segment",
    "Segments",
    "Series",
    "Silence",
    "Weekdays",
    "find_change",
    "find_changes",
    "find_silences",
    "find_weekdays",
    "law_of",
    "silence_chance",
]
