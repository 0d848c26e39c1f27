"""measure: a share, a count, an area, a distance, as bounds, with the units that leave it open."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.bounds import Bounds
from firmground.case.claims import MeasureKind
from firmground.dates import Days, window
from firmground.engine.separation import FARTHEST_KM
from firmground.errors import BadRequestError
from firmground.measures.alike import Alike
from firmground.measures.breached import measure_breaches
from firmground.measures.complete import is_complete
from firmground.measures.contradicted import measure_contradictions
from firmground.measures.disclosed import measure_change, measure_disclosed, measure_silence
from firmground.measures.measurement import Measurement, measure_part, measured
from firmground.measures.met import measure_encounters
from firmground.measures.pledged import measure_pledges
from firmground.measures.reach import distances_to_party, distances_to_place, extreme_distance
from firmground.measures.select import Selector
from firmground.measures.settle import Question
from firmground.measures.territory import check_has_areas, gained_area, held_area, limited, places_held
from firmground.measures.units import (
    NO,
    YES,
    count_bounds,
    states_of,
    units_in,
)
from firmground.measures.withheld import NOT_SHOWN, hidden_places, say_number, why_widest, widest
from firmground.modality import CANNOT, MAY, MUST

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.case.choices import Specification
    from firmground.case.claims import OwnNumbers, Test
    from firmground.hold import Held
    from firmground.measures.units import Tallied, Units

    Measure = Callable[[Held, Test, Specification, Selector], Measurement]

__all__ = ["Alike", "Measurement", "Selector", "is_counted", "measure", "measure_alike"]


def measure(held: Held, test: Test, specification: Specification, selector: Selector | None = None) -> Measurement:
    """Measures one test under one specification.

    A `selector` may be shared between calls on the same `held`; it remembers what it has worked out. Raises
    BadRequestError where the test asks for what the case does not have.
    """
    if test.numbers is not None:
        return _own_numbers(test, test.numbers)
    if why := why_widest(held.case, test, specification):
        return widest(test, why)
    return _MEASURES[test.measure](held, test, specification, selector or Selector(held))


def measure_alike(held: Held, test: Test, specification: Specification, alike: Alike) -> Measurement:
    """As `measure` for what is counted in events, with the units only added up: the same bounds, much sooner."""
    if why := why_widest(held.case, test, specification):
        return widest(test, why)
    return _measure_units(held, test, specification, alike.tally(specification))


def is_counted(test: Test) -> bool:
    """Is it a share or a count of the events of the case?"""
    return test.numbers is None and test.measure in (MeasureKind.SHARE, MeasureKind.COUNT)


def _counted(held: Held, test: Test, specification: Specification, selector: Selector) -> Measurement:
    return _measure_units(held, test, specification, selector.units(test, specification))


def _measure_units(held: Held, test: Test, specification: Specification, units: Units | Tallied) -> Measurement:
    complete = is_complete(held, test.among, subset=specification.subset)
    question = Question(test.measure, test.out_of, complete)
    if test.measure is MeasureKind.COUNT:
        return measured(question, count_bounds(units, complete=complete), MUST, units)
    return measure_part(question, units)


def _own_numbers(test: Test, numbers: OwnNumbers) -> Measurement:
    """A claim given by its own numbers, as units of which so many surely are "that" and so many may be."""
    sure, most = int(numbers.that.low), int(numbers.that.high)
    units = units_in([YES] * sure + [YES | NO] * (most - sure) + [NO] * (numbers.counted - most))
    question = Question(test.measure, test.out_of)
    if test.measure is MeasureKind.COUNT:
        return Measurement(question, count_bounds(units), MUST, units)
    return measure_part(question, units)


def _ground(held: Held, test: Test, specification: Specification, _: Selector) -> Measurement:
    question = Question(test.measure)
    if test.on is None or not specification.map:
        raise BadRequestError("an area needs a map and a day: say on = ... in the claim's test")
    within_limits = limited(held.case.maps[specification.map], test.region)
    if test.measure is MeasureKind.AREA:
        area = held_area(held.case, specification, test.party, test.on, test.region)
        return Measurement(question, area if within_limits else Bounds(area.low, math.inf), MUST)
    if not within_limits:
        raise BadRequestError(
            "a gain needs ground with a limit, since what the map does not draw may be anybody's: "
            "name region = ... in the claim's test, or give the map `within`"
        )
    if test.until is None:
        raise BadRequestError("a gain needs two days: say on = ... and until = ... in the claim's test")
    net, gained, lost = gained_area(held.case, specification, test.party, test.on, test.until, test.region)
    return Measurement(question, net, MUST, details=(("gained", gained), ("lost", lost)))


def _places(held: Held, test: Test, specification: Specification, _: Selector) -> Measurement:
    if test.on is None or not specification.map:
        raise BadRequestError("listed places need a map and a day: say on = ... in the claim's test")
    found = places_held(held.case, specification, test.party, test.on, test.until, taken=test.taken)
    hidden = hidden_places(held.case, specification.map)
    units = units_in([*states_of(found.values()), *([YES | NO] * hidden)])
    labels = (*found, *([NOT_SHOWN] * hidden))
    why = () if not hidden else (f"{say_number(f'map:{specification.map}', hidden)}: up to so many places more.",)
    return Measurement(Question(MeasureKind.COUNT), count_bounds(units), MUST, units, labels, withheld=why)


def _distance(held: Held, test: Test, specification: Specification, selector: Selector) -> Measurement:
    counted = selector.counted(test.among, specification)
    if test.to:
        distances = distances_to_place(held, test.to, counted, specification.radius)
    elif test.party and specification.map:
        check_has_areas(held.case.maps[specification.map])
        inside = window(test.among.first, test.among.last)
        events = held.case.events
        days = [
            Days(int(start), int(stop)).overlap(inside) for start, stop in zip(events.start, events.stop, strict=True)
        ]
        distances = distances_to_party(held, specification, test.party, days, counted)
    else:
        raise BadRequestError("a distance needs `to` (a place, an incident) or `party` with a map")
    bounds, defined = extreme_distance(distances, counted, greatest=test.greatest)
    if bounds is not None and not is_complete(held, test.among, subset=specification.subset):
        # An event that the record lacks may have been nearer, or farther, or the only one.
        low = bounds.low if test.greatest and defined is MUST else 0.0
        bounds = Bounds(low, bounds.high if not test.greatest and defined is MUST else FARTHEST_KM)
    return Measurement(Question(test.measure), bounds, defined if defined is not CANNOT else MAY)


_MEASURES: dict[MeasureKind, Measure] = {
    MeasureKind.SHARE: _counted,
    MeasureKind.COUNT: _counted,
    MeasureKind.AREA: _ground,
    MeasureKind.GAIN: _ground,
    MeasureKind.PLACES: _places,
    MeasureKind.DISTANCE: _distance,
    MeasureKind.DISCLOSED: measure_disclosed,
    MeasureKind.LESS_DISCLOSED: measure_change,
    MeasureKind.SILENCE: measure_silence,
    MeasureKind.BREACHES: measure_breaches,
    MeasureKind.PLEDGES: measure_pledges,
    MeasureKind.PLEDGES_SHARE: measure_pledges,
    MeasureKind.CONTRADICTIONS: measure_contradictions,
    MeasureKind.ENCOUNTERS: measure_encounters,
}
