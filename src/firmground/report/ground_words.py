"""What is said of a party's ground: how much, how many places, how far, of whom and when; and within what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.claims import MeasureKind
from firmground.engine.areas import area_km2
from firmground.report.words import date_words, party_words, place_words

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.claims import Test


def ground_sentence(case: Case, test: Test, specification: Specification, amount: str) -> str:
    """The measured amount as a sentence about the party, the days and the ground."""
    party = party_words(case, test.party, specification) if test.party else ""
    first, last = date_words(test.on), date_words(test.until)
    within = f" within {_region_words(case, test.region)}" if test.region else ""
    match test.measure:
        case MeasureKind.AREA:
            return f"On {first} {party} held {amount}{within}."
        case MeasureKind.GAIN:
            return f"From {first} to {last} the ground of {party}{within} changed by {amount}."
        case MeasureKind.PLACES if test.taken:
            return f"From {first} to {last} {party} took {amount}."
        case MeasureKind.PLACES:
            return f"On {first} {party} held {amount}."
        case MeasureKind.DISTANCE:
            to = place_words(case, test.to) if test.to else f"ground held by {party}"
            which = "farthest" if test.greatest else "nearest"
            return f"The {which} of the events was {amount} from {to}."
    return f"The data give {amount}."


def _region_words(case: Case, region: str) -> str:
    area = case.gazetteer.find_area("", region)
    return area.name or area.id if area is not None else region


def measured_within(case: Case, test: Test, specification: Specification) -> str:
    """Of what ground an area is a part: a number of square kilometres means little without it."""
    control = case.maps[specification.map]
    area = case.gazetteer.find_area("", test.region) if test.region else None
    if area is not None:
        size = area_km2(area.geometry)
        return (
            f"{area.name or area.id} has {size:,.0f} km² as its border is drawn; if that takes in water, so does this."
        )
    if control.within is not None:
        size = area_km2(control.within)
        return (
            f"Measured within the {size:,.0f} km² that the map speaks of; if its outline takes in water, so does this."
        )
    return (
        "What was held outside the ground that the map draws is not known, so there is no limit above: name a region, "
        "or give the map its limits (within)."
    )
