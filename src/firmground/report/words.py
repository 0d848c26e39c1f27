"""How findings are said in words: plain, short, and never more than the numbers carry."""

from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from firmground.case.actors import SOMEBODY, Bond
from firmground.case.choices import show_choice
from firmground.case.claims import MeasureKind, Relation, Unit
from firmground.case.control import Ground
from firmground.case.target_ties import PARTNERS
from firmground.dates import NO_START, NO_STOP, parse_when
from firmground.modality import CANNOT, MAY, MUST

if TYPE_CHECKING:
    from firmground.bounds import Bounds, Number
    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.claims import Condition, OnList, Selection, Test
    from firmground.case.control import Holding
    from firmground.dates import Days, When

VERBS = {MUST: "require", MAY: "allow", CANNOT: "rule out"}
ANSWERS = {MUST: "require it", MAY: "allow it", CANNOT: "rule it out"}
STANDINGS = {MUST: "must", MAY: "may", CANNOT: "cannot"}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UNITS = {Unit.PLACE: ("place", "places"), Unit.EVENT: ("event", "events"), Unit.STRIKE: ("strike", "strikes")}
AREA_UNITS = {MeasureKind.AREA: "km²", MeasureKind.GAIN: "km²", MeasureKind.DISTANCE: "km"}
OWN_UNITS = {
    MeasureKind.PLACES: ("listed place", "listed places"),
    MeasureKind.DISCLOSED: ("day", "days"),
    MeasureKind.LESS_DISCLOSED: ("day", "days"),
    MeasureKind.SILENCE: ("day", "days"),
    MeasureKind.BREACHES: ("event", "events"),
    MeasureKind.PLEDGES: ("pledge", "pledges"),
    MeasureKind.PLEDGES_SHARE: ("pledge", "pledges"),
    MeasureKind.CONTRADICTIONS: ("tie", "ties"),
    MeasureKind.ENCOUNTERS: ("pair of events", "pairs of events"),
}
# Measures whose numbers are parts of one, and what is said after them in percent.
PARTS = {
    MeasureKind.SHARE: "percent",
    MeasureKind.DISCLOSED: "percent of the days",
    MeasureKind.LESS_DISCLOSED: "percentage points",
    MeasureKind.PLEDGES_SHARE: "percent",
}


def unit_words(test: Test, specification: Specification, number: float = 2) -> str:
    """What is counted, in the plural unless the number is one."""
    if test.measure in AREA_UNITS:
        return AREA_UNITS[test.measure]
    one, many = OWN_UNITS.get(test.measure) or UNITS[Unit(specification.unit)]
    return one if number == 1 else many


def counted_words(test: Test, specification: Specification, number: float = 2) -> str:
    """What the units are of which some are undecided: strikes are weights, and it is their rows that are or are not."""
    if specification.unit == Unit.STRIKE and test.measure in (MeasureKind.SHARE, MeasureKind.COUNT):
        return "row" if number == 1 else "rows"
    return unit_words(test, specification, number)


def that_words(case: Case, condition: Condition, specification: Specification) -> str:
    """What an event must be to be "that", as the end of a sentence: "outside ground held by Islamic State"."""
    parts = [
        GROUND_WORDS[relation].format(party_words(case, party, specification)) for relation, party in condition.ground
    ]
    if condition.target:
        parts.append(f"said to be aimed at {party_words(case, condition.target, specification)}")
    if condition.target_tie is not None:
        of = condition.target_tie.of
        party = "a partner of the one who struck" if of == PARTNERS else party_words(case, of, specification)
        parts.append(f"said to be aimed at somebody {TIE_WORDS[condition.target_tie.bond].format(party)}")
    parts += [f"within {near.km:g} km of {place_words(case, near.to)}" for near in condition.near]
    if condition.inside:
        parts.append(f"in {zone_words(case, condition.inside)}")
    if condition.on_list is not None:
        parts.append(list_words(case, condition.on_list))
    if condition.any_of:
        parts.append(" or ".join(that_words(case, part, specification) for part in condition.any_of))
    parts += [f"not {that_words(case, part, specification)}" for part in condition.none_of]
    return " and ".join(parts)


TIE_WORDS = {
    Bond.BACKS: "who backs {}",
    Bond.BACKED_BY: "whom {} backs",
    Bond.FIGHTS: "who fights {}",
    Bond.FOUGHT_BY: "whom {} fights",
    Bond.ALLIED: "who is allied with {}",
}
GROUND_WORDS = {
    Relation.IN: "in ground held by {}",
    Relation.OUTSIDE: "outside ground held by {}",
    Relation.WITH: "where {} was present",
    Relation.WITHOUT: "where {} was not present",
}


def party_words(case: Case, party: str, specification: Specification) -> str:
    """An actor's name, or the label with whose word it is."""
    if party in case.actors:
        return case.actors.name(party)
    definition = case.definitions.get(specification.definition)
    owner = f" by {definition.title}" if definition else ""
    return f"those called “{party}”{owner}"


def place_words(case: Case, place: str) -> str:
    if place in case.incidents:
        incident = case.incidents[place]
        return f"the place of the incident “{incident.kind or incident.id}” ({date_words(incident.when)})"
    found = case.gazetteer.find(place)
    return found[0].name if len(found) == 1 else place


def zone_words(case: Case, zones: tuple[str, ...]) -> str:
    """Areas and places by name: an event counts in any one of them."""
    areas = [case.gazetteer.find_area("", zone) for zone in zones]
    return " or ".join(area.name if area else place_words(case, zone) for area, zone in zip(areas, zones, strict=True))


def list_words(case: Case, asked: OnList) -> str:
    """That a place on a sealed list lies inside the event's region, as the end of a sentence."""
    title = case.sealed[asked.list].title if asked.list in case.sealed else asked.list
    near = f", or within {asked.km:g} km of," if asked.km else ""
    return f"around{near} a place on the list “{title}”, sealed before"


def claimed_period(selection: Selection, *, places: bool = False) -> str:
    """The days that a selection names, in words; "" if none. `places`: it is said of places, not of events."""
    texts = []
    for verb, first, last in (
        ("named", selection.reported_first, selection.reported_last),
        ("of events" if places else "that happened", selection.first, selection.last),
    ):
        if first or last:
            texts.append(f"{verb} {_span(first, last)}")
    return ", ".join(texts)


def _span(first: When | None, last: When | None) -> str:
    if first and last:
        return f"from {date_words(first)} to {date_words(last)}"
    return f"from {date_words(first)} on" if first else f"up to {date_words(last)}"


def number_words(value: Number, measure: MeasureKind) -> str:
    """A number as it is read aloud: "63.3", "49", "1,204"; shares in percent without the sign."""
    number = float(value)
    if math.isinf(number):
        return "no limit"
    if measure in PARTS:
        return _rounded(100 * number).removesuffix(".0").replace("-", "\N{MINUS SIGN}")
    text = f"{number:,.0f}" if number == int(number) or abs(number) >= 100 else _rounded(number)
    return text.replace("-", "\N{MINUS SIGN}")


def _rounded(number: float) -> str:
    """One digit, halves upwards as people round."""
    return str(Decimal(repr(number)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def spoken_number(bounds: Bounds) -> int:
    """1 where the unit of these bounds is said in the singular ("1 tie", "at least 1 tie"), else 2."""
    return 1 if bounds.low == 1 and (bounds.high == 1 or math.isinf(float(bounds.high))) else 2


def bounds_words(bounds: Bounds, measure: MeasureKind, unit: str) -> str:
    """Bounds as they are said, such as "63.3 to 77.6 percent", "at least 49 places"."""
    end = f" {PARTS[measure]}" if measure in PARTS else f" {unit}"
    low, high = number_words(bounds.low, measure), number_words(bounds.high, measure)
    if math.isinf(float(bounds.high)):
        return f"at least {low}{end}"
    if low == high:
        return f"{low}{end}" if bounds.exact else f"about {low}{end}"
    return f"{low} to {high}{end}"


@lru_cache(maxsize=1 << 16)
def days_words(days: Days) -> str:
    if days.start <= NO_START and days.stop >= NO_STOP:
        return "day unknown"
    first = "?" if days.start <= NO_START else day_words(days.start)
    last = "?" if days.stop >= NO_STOP else day_words(days.stop - 1)
    return first if first == last else f"{first} to {last}"


def day_words(day: int) -> str:
    """A day as it is written in English, in every locale: "21 October 2015"."""
    on = date.fromordinal(day)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def date_words(when: When | None) -> str:
    """A date as it was meant: "21 October 2015", "about 15 October 2015", "October 2015", "" if none is given."""
    if when is None or not when.known:
        return ""
    if when.approximate:
        exact = str(when).rstrip("~?%")
        # A season, or a period of which an end is not known, has no mark and no certain day either.
        return f"about {date_words(parse_when(exact))}" if exact != str(when) else days_words(when.possible)
    if when.exact:
        return day_words(when.possible.start)
    text = str(when)
    if len(text) == len("2015-10") and text[4:5] == "-":
        return f"{MONTHS[int(text[5:]) - 1]} {text[:4]}"
    return days_words(when.possible) if "/" in text else text


def choice_words(case: Case, name: str, value: object) -> str:
    """The value of a choice as a reader understands it."""
    text = show_choice(name, value)
    if name == "map":
        return case.maps[text].title if text in case.maps else text
    if name == "definition":
        return case.definitions[text].title if text in case.definitions else "none"
    if name == "unit":
        return UNITS[Unit(text)][1]
    words = {
        ("contested", True): "contested ground counts as held",
        ("contested", False): "contested ground does not count as held",
        ("margin_km", 0.0): "borders as drawn",
        ("radius", 1.0): "places as wide as coded",
        ("subset", "all"): "all events",
    }
    patterns = {"margin_km": "borders may be off by {} km", "radius": "places {} in radius"}
    return words.get((name, value)) or patterns.get(name, "{}").format(text)


CHOICE_TITLES = {
    "map": "Map",
    "definition": "Definition",
    "unit": "Counted in",
    "contested": "Contested ground",
    "margin_km": "Borders",
    "radius": "Width of places",
    "subset": "Events",
}


def holding_words(case: Case, holdings: tuple[Holding, ...]) -> str:
    """What a map says of a piece of ground: "held by ...", "contested by ... and ...", "not on the map"."""
    return "; ".join(_one_holding(case, holding) for holding in holdings)


def _one_holding(case: Case, holding: Holding) -> str:
    if holding.ground is Ground.UNMAPPED:
        return "not on the map"
    if holding.ground is Ground.NOBODY:
        return "held by nobody"
    if holding.coded is not None:
        party, standing = holding.coded
        return f"{STANDINGS[standing]} be in ground of {case.actors.name(party)} (coded by hand)"
    names = ["a holder the map does not name" if one == SOMEBODY else case.actors.name(one) for one in holding.holders]
    held = f"held by {names[0]}" if len(names) == 1 else f"contested by {' and '.join(names)}"
    if holding.present:
        held += f", with {', '.join(case.actors.name(group) for group in holding.present)} present"
    return held


def count_words(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
