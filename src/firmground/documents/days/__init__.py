"""Dates in a text, as the days that they may mean."""

from firmground.documents.days.day_words import DayWords
from firmground.documents.days.find import find_days

__all__ = ["DayWords", "find_days"]
