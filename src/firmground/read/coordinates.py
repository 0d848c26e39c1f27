"""Longitude and latitude as somebody typed them: a point on Earth, or the reason why there is none.

Nothing is mended here. Swapped axes, a decimal comma or "None" make a row unplaced, with a name for the fault,
so that a person can mend the file and two thousand rows with one fault are one problem.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from firmground.read.records import read_number
from firmground.read.wording import show


class Fault(NamedTuple):
    """Why coordinates were set aside: `kind` is the same for all rows with this fault, `reason` is of the row."""

    kind: str
    reason: str


# The kinds of fault, each with what to do about it.
HINTS = {
    "half a point": "give both lon and lat, or neither",
    "not a number": "write degrees with a point, 36.2021, and leave unknown coordinates empty",
    "swapped": "longitude and latitude look swapped: name the columns the other way round",
    "not on Earth": "longitude goes from -180 to 180, latitude from -90 to 90",
    "null island": "longitude 0 and latitude 0 stand for nothing known: leave both empty",
}

NOWHERE = (math.nan, math.nan)


def read_point(lon: str, lat: str) -> tuple[tuple[float, float], Fault | None]:
    """Longitude and latitude in degrees; NaN for both where nothing is written, or where there is a fault."""
    if not lon and not lat:
        return NOWHERE, None
    if not lon or not lat:
        return NOWHERE, Fault("half a point", f"there is no {'latitude' if lon else 'longitude'}")
    degrees: list[float] = []
    for name, text in (("longitude", lon), ("latitude", lat)):
        try:
            degrees.append(read_number(text))
        except ValueError:
            return NOWHERE, Fault("not a number", f"{name} {show(text)} is not a number")
    return place_point(*degrees)


def place_point(lon: float, lat: float) -> tuple[tuple[float, float], Fault | None]:
    """The point, if it is on Earth and not where computers put what has no place."""
    if lon == 0 and lat == 0:
        return NOWHERE, Fault("null island", "longitude 0, latitude 0 stands for no place")
    if -180 <= lon <= 180 and -90 <= lat <= 90:
        return (lon, lat), None
    written = f"longitude {lon:g}, latitude {lat:g} is not on Earth"
    if -90 <= lon <= 90 and -180 <= lat <= 180:
        return NOWHERE, Fault("swapped", f"{written}; swapped it would be")
    return NOWHERE, Fault("not on Earth", written)
