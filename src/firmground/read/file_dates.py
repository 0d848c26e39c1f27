"""The day in the name of a map file: "2022-03-01.geojson", "map_20220301.kml", "01Mar2022.geojson".

Day and month as two numbers are told apart only where one of them is above twelve.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firmground.dates import calendar_day

if TYPE_CHECKING:
    from datetime import date

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_FORMS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<sep>[-_. ]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})[-_. ]?{_MONTH}[-_. ]?(?P<year>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<![a-z]){_MONTH}[-_. ]?(?P<day>\d{{1,2}})[-_., ]+(?P<year>\d{{4}})(?!\d)", re.IGNORECASE),
)
_NUMBERS = re.compile(r"(?<!\d)(?P<one>\d{1,2})(?P<sep>[-_. ])(?P<two>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d)")


def read_file_day(stem: str) -> date:
    """The one day in a file's name. Raises ValueError, saying what is wrong, if there is none or several."""
    found = {day for form in _FORMS for match in form.finditer(stem) if (day := _day(match))}
    for match in _NUMBERS.finditer(stem):
        year, one, two = int(match["year"]), int(match["one"]), int(match["two"])
        found |= {day for day in (calendar_day(year, two, one), calendar_day(year, one, two)) if day}
    if not found:
        raise ValueError("there is no date in its name")
    if len(found) > 1:
        days = ", ".join(day.isoformat() for day in sorted(found))
        raise ValueError(f"the date in its name may be any of {days}")
    return found.pop()


def _day(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    month = int(groups["month"]) if "month" in groups else _MONTHS.index(groups["name"].lower()[:3]) + 1
    return calendar_day(int(groups["year"]), month, int(groups["day"]))
