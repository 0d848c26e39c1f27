"""What is known at each line of a release: the country and the days of the heading above, and what was read so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from firmground.dates import When
from firmground.documents.releases.counts import Count
from firmground.documents.releases.format import Scope
from firmground.documents.releases.release import DayOf, Event, Quiet, Said, Total, Unread
from firmground.documents.releases.release_days import TO_ITS_END, find_days
from firmground.documents.releases.sentence import read_clauses
from firmground.spans import Span

if TYPE_CHECKING:
    from firmground.documents.releases.effects import Effect
    from firmground.documents.releases.format import ReleaseFormat
    from firmground.documents.releases.heads import Head
    from firmground.documents.releases.lines import Block
    from firmground.documents.releases.phrases import Line
    from firmground.documents.releases.place_names import PlaceName
    from firmground.documents.releases.release import Figure
    from firmground.documents.releases.release_days import DaySaid
    from firmground.documents.releases.sentence import Clause

LONGEST_HEADING = 10  # words
_NONE = Count(0, 0)
NO_DAY = DayOf(When.unknown(), doubt="no day is said")
_SPOKE = frozenset("said told reported announced added stated noted".split())
_WITHIN = frozenset({"in", "at"})  # a second place after one of these is what the first lies in
_OF_REPORTS = frozenset("report release statement announcement briefing summary".split())


@dataclass
class Walk:
    """Reads blocks one after the other into events, totals and the rest."""

    form: ReleaseFormat
    head: Head
    country: Said = field(default_factory=Said)
    main_day: DayOf = NO_DAY
    day: DayOf = NO_DAY
    sections: list[str] = field(default_factory=lambda: [""])
    events: list[Event] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    quiet: list[Quiet] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    summary: list[Effect] = field(default_factory=list)

    @property
    def section(self) -> int:
        return len(self.sections) - 1

    def read(self, block: Block) -> None:
        """A heading, or a block of sentences. After prose that speaks of one country alone its lines are of it."""
        if len(block.sentences) == 1 and self._read_heading(block.sentences[0]):
            return
        named: dict[str, Said] = {}
        for line in block.sentences:
            if country := self._read_sentence(line, block):
                named.setdefault(country.value, country)
                if not block.bullet and country.value != self.country.value:
                    self.country = Said(country.value, country.spans, "a sentence before")
        if not block.bullet and len(named) > 1:
            self.country = Said()

    def finish(self) -> None:
        """Events of which no day is said are of the days that the release as a whole speaks of, which is doubtful."""
        if self.main_day is NO_DAY or len(self.sections) > 1:
            return
        doubt = "the days are those of another sentence of the release"
        day = DayOf(self.main_day.when, self.main_day.spans, self.main_day.how, doubt)
        self.events = [replace(event, day=day) if event.day is NO_DAY else event for event in self.events]

    def _read_heading(self, line: Line) -> bool:
        stop = len(line) - (len(line) > 1 and line.plain[-1] in {":", ".", "-", "--"})
        if stop > LONGEST_HEADING:
            return False
        met = self.form.headings.at(line, 0, stop)
        if met and met.stop == stop:
            self.country = Said(met.meaning, (line.span_of(0, stop),), "the heading above") if met.meaning else Said()
            return True
        days = find_days(line, self.head.published)
        start = days[0].stop if days and days[0].start == 0 else 0
        met = self.form.earlier.at(line, start, stop)
        if met is None or met.stop != stop or (start == 0 and met.stop == 1):
            return False
        self.sections.append(line.said(0, stop))
        self.country = Said()
        self.day = _told(line, days[0], "the heading above") if start else NO_DAY
        return True

    def _read_sentence(self, line: Line, block: Block) -> Said | None:
        """Reads one sentence; the country that it is about if it reports something of one country."""
        clauses = read_clauses(line, self.form, self.head.published)
        reporting = self.form.reports.first(line) is not None
        if self.form.corrects.first(line):
            why = "it corrects or adds to an earlier release: change the records of that one by hand"
            self.unread.append(Unread(line.span, why))
            return None
        if self.form.explains.first(line):
            return None
        if self.form.silences.first(line) and not any(self._is_event(clause) for clause in clauses):
            return self._read_silence(line, clauses[0])
        self._read_main_day(line, clauses, reporting=reporting)
        countries = [self._read_clause(clause, block, reporting=reporting) for clause in clauses]
        return next((country for country in countries if country), None)

    def _read_silence(self, line: Line, clause: Clause) -> Said | None:
        country = _own_country(clause)
        for named in {met.meaning for met in clause.countries} or {self.country.value}:
            self.quiet.append(Quiet(line.span, named, self.section, self._day(clause)))
        return country

    def _read_main_day(self, line: Line, clauses: list[Clause], *, reporting: bool) -> None:
        """The lead says on which days; "Officials reported today" says when they spoke."""
        telling = reporting or any(clause.effects or clause.figures for clause in clauses)
        own = any(self._is_event(clause) for clause in clauses)
        if self.section or self.main_day is not NO_DAY or not telling or own:
            return
        days = [said for clause in clauses for said in self.days_of(clause)]
        if days:
            self.main_day = self.day = _told(line, days[0], "the release's first sentences")

    def days_of(self, clause: Clause) -> list[DaySaid]:
        """The days that what is reported is of: not the dateline, and not the day on which somebody reported it."""
        kept = []
        for said in clause.days:
            words = clause.line.folded
            own = self.head.span and clause.line.span_of(said.start, said.stop).overlaps(self.head.span)
            after = words[said.stop : said.stop + 2]
            if said.start and words[said.start - 1] in _SPOKE and "yesterday" not in words[said.start : said.stop]:
                continue
            owned = len(after) == 2 and after[0] == "'s"
            if own or (owned and (after[1] in _OF_REPORTS or self.form.scope is Scope.INCIDENT)):
                continue
            kept.append(said)
        spoken = [said for said in kept if clause.line.folded[said.start] != "today" or said.stop - said.start > 1]
        struck = [said for said in spoken if not _closed(clause.line, said)]
        return struck or spoken or kept

    def _is_event(self, clause: Clause) -> bool:
        """It says what happened at a place, on days of its own."""
        return bool(clause.near and (clause.figure(self.form.strikes) or clause.effects))

    def _read_clause(self, clause: Clause, block: Block, *, reporting: bool) -> Said | None:
        """The rules, the first that fits: events at places, one for each unit, totals, what goes on, what is unread."""
        strikes = clause.figure(self.form.strikes)
        country = _own_country(clause)
        if self._is_event(clause):
            self.events.append(self._event(clause, clause.near[0], strikes))
        elif clause.units and (clause.effects or clause.figures or reporting):
            self._read_units(clause)
        elif clause.figures and (reporting or not clause.effects):
            self._read_totals(clause, country)
        elif strikes and clause.effects:
            self.events.append(self._event(clause, None, strikes))
        elif clause.effects and self.events and self.form.continues.at(clause.line, clause.start):
            self.events[-1] = _grown(self.events[-1], clause)
        elif clause.effects and self.form.summaries:
            self.summary += clause.effects
        elif (block.bullet and (clause.near or clause.figures or clause.effects)) or (clause.near and reporting):
            self.unread.append(Unread(block.span, _why_unread(clause)))
            return None
        else:
            return None
        return country

    def _read_totals(self, clause: Clause, country: Said | None) -> None:
        days = self.days_of(clause)
        if days and self.form.further.at(clause.line, 0) and self._begun():
            self.sections.append(clause.line.said(days[0].start, days[0].stop))
            self.country = Said()
        heading = self.country if self.country.how == "the heading above" else Said()
        several = len({met.meaning for met in clause.countries}) > 1
        of = country or (Said() if several else heading)
        day = self.day
        if days and clause.line.span_of(days[0].start, days[0].stop) not in self.main_day.spans:
            day = _told(clause.line, days[0], "the sentence above")
        # A sum since some day says nothing of the lines after it.
        self.day = self.day if days and days[0].how.endswith(TO_ITS_END) else day
        for place, figure in clause.figures:
            # "No strikes on homes were carried out" denies something; "conducted no strikes" is a total.
            said = figure.count != _NONE or self.form.reports.first(clause.line, max(0, place - 2), place)
            if said:
                self.totals.append(Total(figure, of.value, self.section, clause.line.span, day))
        if self.form.summaries:
            self.summary += clause.effects

    def _begun(self) -> bool:
        """The part of the release that is being read has events or totals of its own already."""
        sections = {event.section for event in self.events} | {total.section for total in self.totals}
        return self.section in sections

    def _read_units(self, clause: Clause) -> None:
        """A sentence that names provinces and no place: an event in each, with the numbers as those of all of them."""
        for figure in (figure for _, figure in clause.figures if figure.unit != self.form.strikes):
            self.totals.append(Total(figure, "", self.section, clause.line.span, self._day(clause)))
        lowest = clause.units[0].level
        places = [unit for unit in clause.units if unit.level == lowest]
        shared = len(places) > 1
        if shared:
            self.summary += clause.effects
        for unit in places:
            self.events.append(self._event(clause, unit, clause.figure(self.form.strikes), shared=shared))

    def _day(self, clause: Clause) -> DayOf:
        """The days of the line itself; those of what stands above it if it only says when its account was closed."""
        days = self.days_of(clause)
        closed = bool(days) and _closed(clause.line, days[0])
        if not days or (closed and self.day is not NO_DAY and self.day is not self.main_day):
            return self.day
        return _told(clause.line, days[0], "the line itself" if days[0].how else "", close=closed)

    def _event(self, clause: Clause, place: PlaceName | None, strikes: Figure | None, *, shared: bool = False) -> Event:
        line = clause.line
        country = _country_beside(clause, place) or _own_country(clause) or self.country
        units = {unit.level: Said(unit.name, (line.span_of(unit.start, unit.stop),)) for unit in reversed(clause.units)}
        if place and place.level and place.level in units:
            units[place.level] = Said(place.name, (line.span_of(place.start, place.stop),))
        return Event(
            span=line.span_of(clause.start, clause.stop) if clause.start else _clause_span(clause),
            kind=_kind(self.form, line, clause),
            place=_place(line, place, shared=shared),
            relation=place.relation if place else "",
            units=units,
            country=country,
            strikes=None if shared else strikes,
            figures=() if shared else tuple(figure for _, figure in clause.figures),
            target=_target(clause),
            effects=() if shared else clause.effects,
            day=self._day(clause),
            section=self.section,
            people={},
            doubts=tuple(_doubts(self.form, clause, place, strikes, shared=shared)),
        )


def _clause_span(clause: Clause) -> Span:
    return clause.line.span if clause.stop == len(clause.line) else clause.line.span_of(clause.start, clause.stop)


def _closed(line: Line, said: DaySaid) -> bool:
    """In "… that closed within the last 24 hours" the days are those on which the account of a strike was closed."""
    return "closed" in line.folded[max(0, said.start - 4) : said.start]


def _told(line: Line, said: DaySaid, where: str, *, close: bool = False) -> DayOf:
    how = "; ".join(part for part in (where, said.how) if part)
    span = (line.span_of(said.start, said.stop),)
    if close and said.when.known:
        when = When.between(When.unknown(), When.on(said.when.possible.stop - 1))
        doubt = "this is when the account of it was closed; it struck on that day or before"
        return DayOf(when, span, how, doubt)
    return DayOf(said.when, span, how, said.doubt)


def _own_country(clause: Clause) -> Said | None:
    """The country that the clause names, if it names one alone."""
    if len({met.meaning for met in clause.countries}) != 1:
        return None
    met = clause.countries[0]
    return Said(met.meaning, (clause.line.span_of(met.start, met.stop),))


def _country_beside(clause: Clause, place: PlaceName | None) -> Said | None:
    """The country right after a place: "near Shadaddi, Syria"."""
    for met in clause.countries if place else ():
        if place and place.stop <= met.start <= place.stop + 1:
            return Said(met.meaning, (clause.line.span_of(met.start, met.stop),))
    return None


def _place(line: Line, place: PlaceName | None, *, shared: bool) -> Said:
    if place is None:
        return Said()
    doubt = "two places are named for one number of strikes: which was where is not said" if place.several else ""
    if shared and not doubt:
        doubt = "several units are named together: that each of them was struck is how such lists are read"
    return Said(place.name, (line.span_of(place.start, place.stop),), doubt=doubt)


def _target(clause: Clause) -> Said:
    """The party that is said to have been hit: that of the objects, else the first that is named."""
    named = {effect.target: effect.target_span for effect in reversed(clause.effects) if effect.target}
    if not named and clause.targets:
        met = clause.targets[0]
        return Said(met.meaning, (clause.line.span_of(met.start, met.stop),))
    doubt = "several parties are named as hit" if len(named) > 1 else ""
    spans = tuple(span for span in named.values() if span)
    return Said("|".join(dict.fromkeys(reversed(named))), tuple(sorted(spans)), doubt=doubt)


def _kind(form: ReleaseFormat, line: Line, clause: Clause) -> str:
    met = form.kinds.first(line, clause.start, clause.stop)
    return met.meaning if met else form.kind


def _doubts(
    form: ReleaseFormat, clause: Clause, place: PlaceName | None, strikes: Figure | None, *, shared: bool
) -> list[str]:
    doubts = []
    if place is None:
        doubts.append("no place is named, only a country" if clause.countries else "no place is named")
    if strikes is None and not form.summaries:
        doubts.append("no number of strikes is said")
    if sum(figure.unit == form.strikes for _, figure in clause.figures) > 1:
        doubts.append("several numbers of strikes stand in one line: the first was taken")
    if other := [one.name for one in clause.near[1:] if one.relation not in _WITHIN]:
        doubts.append(f"another place is named in the line: {', '.join(other)}")
    if not clause.effects and not shared:
        doubts.append("what was hit is not said in words that are known")
    return doubts


def _grown(event: Event, clause: Clause) -> Event:
    """An event with what the sentence after it adds: "The strike also destroyed …"."""
    return replace(event, effects=(*event.effects, *clause.effects), span=Span(event.span.start, clause.line.span.stop))


def _why_unread(clause: Clause) -> str:
    missing = []
    if not clause.near and not clause.units:
        missing.append("no place")
    if not clause.figures:
        missing.append("no number")
    if not clause.effects:
        missing.append("nothing hit")
    found = " and ".join(missing) or "nothing that fits together"
    return f"it stands where an event stands, but {found} was found in it"
