"""The drafts of a release: an event for each of its lines, and the release itself as a row of what was put out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.folding import fold_words
from firmground.dates import NO_START, NO_STOP, Days, iso_day
from firmground.documents.draft import Draft, DraftKind, Told
from firmground.documents.releases.counts import UNTOLD
from firmground.documents.releases.totals import sum_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.documents.known import Known
    from firmground.documents.places import PlaceMatch
    from firmground.documents.releases.release import DayOf, Event, Figure, Release, Said

READER = "release"
# Words of a relation after which the place named is not the one that was hit.
_AWAY = frozenset(
    "north south east west northeast northwest southeast southwest outside suburbs outskirts".split()
)  # fmt: skip
_UNITS = frozenset("governorate governorates province provinces district districts region".split())
_PERIOD_DAYS = 3  # what a release says of more days than this and without places sums up other releases


def propose_release(known: Known, release: Release) -> tuple[Draft, ...]:
    """The release first, then its events in the order of the text."""
    reader = f"{READER}:{release.form.id}"
    drafts = [_release(known, release, reader)]
    drafts += [_event(known, release, event, reader) for event in release.events]
    return tuple(drafts)


def _event(known: Known, release: Release, event: Event, reader: str) -> Draft:
    fields = [
        *_days(event.day),
        *_reported(release),
        _place(known, event),
        _actor(known, "by", release.form.by, release),
        Told("kind", event.kind, how=f"the format {release.form.id}"),
        *_target(known, event),
        *_number("strikes", event.strikes),
        *_said("note", event.place, f"{event.relation} {event.place.value}".strip()),
        *_object(event),
        *_said("country", event.country),
        *(told for level, unit in event.units.items() for told in _said(level, unit)),
        *(told for figure in event.figures if figure is not event.strikes for told in _number(figure.unit, figure)),
        *(told for column, number in event.people.items() for told in _said(column, number)),
    ]
    facts = [
        Told(f"effect.{place}", str(effect), (effect.verb_span, effect.span), effect.how)
        for place, effect in enumerate(event.effects, 1)
    ]
    title = ", ".join(part for part in (_what(event), _where(event), str(event.day.when)) if part)
    return Draft(DraftKind.EVENT, event.span, title, _once(fields), reader, tuple(facts), event.doubts)


def _once(fields: Sequence[Told]) -> tuple[Told, ...]:
    """One field of each name, the first: a unit may be called like a column."""
    found: dict[str, Told] = {}
    for told in fields:
        found.setdefault(told.name, told)
    return tuple(found.values())


def _what(event: Event) -> str:
    if event.strikes:
        count = event.strikes.count
        return f"{count} strike" if str(count) == "1" else f"{count} strikes"
    people = [f"{number.value} {column.replace('_', ' ')}" for column, number in event.people.items()]
    return ", ".join(people) or event.kind.replace("-", " ")


def _where(event: Event) -> str:
    return f"{event.relation} {event.place.value}".strip()


def _days(day: DayOf) -> Iterator[Told]:
    """`date`, or `date_from` and `date_until`; an end that nobody knows is "?"."""
    start, stop = day.when.possible
    if not day.when.known:
        yield Told("date", "", day.spans, day.how, day.doubt or "no day is said")
    elif day.when.exact:
        yield Told("date", iso_day(start), day.spans, day.how, day.doubt)
    else:
        first = "?" if start == NO_START else iso_day(start)
        last = "?" if stop == NO_STOP else iso_day(stop - 1)
        yield Told("date_from", first, day.spans, day.how, day.doubt)
        yield Told("date_until", last, day.spans, day.how)


def _reported(release: Release) -> Iterator[Told]:
    if release.published:
        how = "the dateline" if release.dateline else "the document's date"
        yield Told("reported", release.published.isoformat(), (release.dateline,) if release.dateline else (), how)


def _place(known: Known, event: Event) -> Told:
    """The place of the case that the name means, if it can only be one; else the name as it is written."""
    name = event.place.value
    if not name:
        return Told("place", "", (), "", "no place is named")
    doubts = [event.place.doubt] if event.place.doubt else []
    if _AWAY & set(event.relation.split()):
        doubts.append(f"it was {event.relation} {name}, not there")
    candidates = [match for match in known.places.match(name) if match.gazetteer == "case"]
    # "Near Raqqa" is a town, "in Raqqa province" is none: where the case has both, the words say which.
    fitting = [match for match in candidates if _is_unit(match) == (name in _unit_names(event))] or candidates
    sure = [match for match in fitting if not match.doubt]
    value, how = name, ""
    if len(sure) == 1:
        value, how = sure[0].id, f"a place of the case: {sure[0].match}"
        doubts += _elsewhere(event, sure[0])
    elif candidates:
        doubts.append(f"it may be {' or '.join(match.name for match in fitting[:4])} of the case")
    return Told("place", value, event.place.spans, how, "; ".join(doubts))


def _elsewhere(event: Event, match: PlaceMatch) -> Iterator[str]:
    """A doubt where the release speaks of one country and a gazetteer says that the place is in another."""
    said, known = fold_words(event.country.value), fold_words(match.country)
    if said and known and not (known.startswith(said) or said.startswith(known)):
        yield f"it says {event.country.value}, but {match.name} of the case is in {match.country}"


def _is_unit(match: PlaceMatch) -> bool:
    return bool(match.level) or not _UNITS.isdisjoint(match.name.casefold().split())


def _unit_names(event: Event) -> set[str]:
    return set() if event.relation else {unit.value for unit in event.units.values()}


def _actor(known: Known, name: str, names: Sequence[str], release: Release) -> Told:
    """Who is behind it, by the format: the first of its names that the case knows as one actor."""
    how = f"the format {release.form.id}"
    for one in names:
        ids = known.actors.match(one)
        if len(ids) == 1:
            return Told(name, ids[0], how=how)
    return Told(name, names[0] if names else "", how=how, doubt="" if names else "the format does not say who it is")


def _target(known: Known, event: Event) -> Iterator[Told]:
    """The party that is named; a word without a capital letter ("terrorists") names none and has its own column."""
    words = event.target.value.split("|") if event.target.value else []
    called = [word for word in words if word.islower() and not known.actors.match(word)]
    names = [word for word in words if word not in called]
    if called:
        yield Told("called", "|".join(called), event.target.spans, "words for those hit that name no party")
    if not names:
        return
    meant = [known.actors.match(name) or (name,) for name in names]
    value = "|".join(dict.fromkeys(one for ids in meant for one in ids))
    doubts = [event.target.doubt] if event.target.doubt and len(names) > 1 else []
    doubts += ["the name may mean several actors"] if any(len(ids) > 1 for ids in meant) else []
    yield Told("target", value, event.target.spans, "the party that it says was hit", "; ".join(doubts))


def _number(name: str, figure: Figure | None) -> Iterator[Told]:
    if figure and figure.count != UNTOLD:
        doubt = f"“{figure.count.about}” is said of this number" if figure.count.about else ""
        yield Told(name, str(figure.count), (figure.span,), doubt=doubt)


def _said(name: str, said: Said, value: str = "") -> Iterator[Told]:
    if said.value:
        doubt = "" if name == "note" else said.doubt
        yield Told(name, value or said.value, said.spans, said.how, doubt)


def _object(event: Event) -> Iterator[Told]:
    if event.effects:
        spans = tuple(sorted({span for effect in event.effects for span in (effect.verb_span, effect.span)}))
        yield Told("object", "; ".join(map(str, event.effects)), spans)


def _release(known: Known, release: Release, reader: str) -> Draft:
    days = _covered(release)
    units = _units_named(release)
    places = {event.place.value for event in release.events if event.relation or event.place.value not in units} - {""}
    fields = [
        _actor(known, "by", release.form.publisher, release),
        *_published(release),
        *days,
        *_kind(release),
        Told("gives", ";".join(_gives(release)), how="what was read in it"),
        *_sums(release, "sorties"),
        *_sums(release, "targets"),
        Told(
            "places_named",
            str(len(places)),
            how=f"the different places of its events{', units apart' if units else ''}",
        ),
        *_units(release),
        *_note(release),
    ]
    doubts = [unread.why for unread in release.unread]
    title = f"{release.form.title}, {release.published or 'without a date'}"
    facts = [Told("means", means.value, means.spans) for means in release.means]
    facts += [
        Told(f"summed_up.{place}", str(effect), (effect.verb_span, effect.span), effect.how)
        for place, effect in enumerate(release.summary, 1)
    ]
    return Draft(
        DraftKind.RELEASE, release.span, title, tuple(fields), reader, tuple(facts), tuple(dict.fromkeys(doubts))
    )


def _published(release: Release) -> Iterator[Told]:
    how = "the dateline" if release.dateline else "the document's date"
    spans = (release.dateline,) if release.dateline else ()
    value = release.published.isoformat() if release.published else ""
    yield Told("published", value, spans, how if value else "", release.doubt or ("" if value else "it has no date"))


def _covered(release: Release) -> list[Told]:
    """The days that it speaks of: from the first to the last of its events and totals."""
    told = [release.day, *(event.day for event in release.events), *(total.day for total in release.totals)]
    known = [day for day in told if day.when.known and day.when.possible.limited]
    if not known:
        return []
    hull = Days(min(day.when.possible.start for day in known), max(day.when.possible.stop for day in known))
    first = next(day for day in known if day.when.possible.start == hull.start)
    last = next(day for day in known if day.when.possible.stop == hull.stop)
    how = "the days of its events and totals"
    return [
        Told("from", iso_day(hull.start), first.spans, how, first.doubt),
        Told("until", iso_day(hull.stop - 1), last.spans, how, last.doubt),
    ]


def _kind(release: Release) -> Iterator[Told]:
    long = [day for day in _spans_of(release) if day.when.possible.stop - day.when.possible.start > _PERIOD_DAYS]
    if not release.events and long:
        doubt = "it speaks of many days and of no place: does it sum up what other releases gave?"
        yield Told("kind", "total", long[0].spans, "a period and no places", doubt)


def _spans_of(release: Release) -> list[DayOf]:
    return [day for day in (release.day, *(total.day for total in release.totals)) if day.when.known]


def _gives(release: Release) -> Iterator[str]:
    events = release.events
    told = {
        "date": any(event.day.when.known for event in events) or release.day.when.known,
        "place": any(event.place.value for event in events),
        "target": any(event.target.value for event in events) or any(effect.target for effect in release.summary),
        "means": bool(release.means),
        "count": bool(release.totals) or any(event.strikes or event.people for event in events),
        "outcome": bool(release.summary) or any(event.effects for event in events),
    }
    yield from (detail for detail, given in told.items() if given)


def _sums(release: Release, unit: str) -> Iterator[Told]:
    """The number of sorties or targets that it gives; of several for different days none is chosen."""
    found = {total.figure.count: total for total in release.totals if total.figure.unit == unit}
    if len(found) == 1:
        yield from _number(unit, next(iter(found.values())).figure)
    elif found:
        spans = tuple(sorted(total.figure.span for total in found.values()))
        numbers = ", ".join(str(count) for count in found)
        yield Told(unit, "", spans, doubt=f"it gives several numbers ({numbers}): which is of the whole release?")


def _units(release: Release) -> Iterator[Told]:
    """The highest units that its events are in, as a record of releases names them."""
    if units := _units_named(release):
        spans = tuple(sorted(span for unit in units.values() for span in unit.spans))
        yield Told("units_named", ";".join(units), spans)


def _units_named(release: Release) -> dict[str, Said]:
    level = release.form.levels[-1].name if release.form.levels else ""
    return {event.units[level].value: event.units[level] for event in release.events if level in event.units}


def _note(release: Release) -> Iterator[Told]:
    """Totals that the columns of releases have no place for."""
    others = [
        total for total in release.totals if total.figure.unit not in {"sorties", "targets"} and not total.country
    ]
    under = [f" under {part}" if part else "" for part in release.sections]
    words = [f"{total.figure.count} {total.figure.unit}{under[total.section]}" for total in others]
    if not words and release.form.strikes == "strikes":
        counts = [event.strikes.count for event in release.events if event.strikes]
        added = sum_counts(counts)
        whole = counts and len(counts) == len(release.events)
        words = [f"{added} {'strike' if str(added) == '1' else 'strikes'} in its lines"] if whole else []
        others = []
    if words:
        how = "" if others else "what its lines add up to"
        yield Told("note", ", ".join(dict.fromkeys(words)), tuple(sorted(total.figure.span for total in others)), how)
