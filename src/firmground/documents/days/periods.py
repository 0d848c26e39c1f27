"""What the words around dates make of them: "since", "until", "between ... and ...", "from ... to ...", "before".

Here a sentence is written once more with one letter a word, and one "A" for every date that it holds ("I" for a length
of time, "~" for a repetition).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from firmground.dates import parse_when
from firmground.documents.days.atoms import FROM_DOCUMENT, Atom, Scene
from firmground.documents.days.reckoning import Anchor, day_after, day_before
from firmground.documents.days.relative import shifted
from firmground.documents.days.vocabulary import UNITS, number_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.documents.letters import Lettered

_MARK = {"date": "A", "duration": "I", "set": "~"}


class _Outline:
    """A sentence with each atom as one letter; `first` and `last` lead back to the words."""

    def __init__(self, sentence: Lettered, atoms: list[Atom]) -> None:
        letters: list[str] = []
        self.cuts: list[int] = []
        self.atoms: dict[int, Atom] = {}
        at = 0
        for atom in atoms:
            letters.append(sentence.letters[at : atom.start])
            self.cuts.extend(range(at, atom.start))
            self.atoms[len(self.cuts)] = atom
            letters.append(_MARK[atom.kind])
            self.cuts.append(atom.start)
            at = atom.stop
        letters.append(sentence.letters[at:])
        self.cuts.extend(range(at, len(sentence.letters) + 1))
        self.letters = "".join(letters)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A stretch of the outline that may be a period."""

    scene: Scene
    outline: _Outline
    match: re.Match[str]

    @property
    def words(self) -> tuple[int, int]:
        """The first word of it, and the word after it."""
        return self.outline.cuts[self.match.start()], self.outline.cuts[self.match.end()]

    @property
    def dates(self) -> list[Atom]:
        start, stop = self.match.span()
        return [self.outline.atoms[at] for at in range(start, stop) if self.outline.letters[at] == "A"]

    @property
    def published(self) -> str:
        """The last day of which the document can speak, "" if it has no date."""
        return self.scene.anchor.last.isoformat() if self.scene.anchor else ""


def join_periods(scene: Scene, atoms: list[Atom]) -> list[Atom]:
    """The dates of a sentence, those that make a period joined to one."""
    outline = _Outline(scene.sentence, atoms)
    joined: list[Atom] = []
    place = 0
    while match := _PERIOD.search(outline.letters, place):
        name = match.lastgroup or ""
        found = _BUILD[name](_Reading(scene, outline, match))
        if found is None:
            # Not this reading: whatever begins after its first letter may still be one.
            place = match.start() + 1
            continue
        joined.append(found)
        place = match.end()
    taken = {at for atom in joined for at in range(atom.start, atom.stop)}
    left = [atom for atom in atoms if atom.start not in taken]
    return sorted([*joined, *left], key=lambda atom: atom.start)


def _both(reading: _Reading) -> Atom | None:
    """From some day of one date to some day of another. A year written with one is meant for both."""
    first, last = _same_years(*reading.dates[:2])
    at = reading.words
    how, doubt = first.how or last.how, first.doubt or last.doubt
    if not first.text or not last.text:
        return Atom(*at, "", how=how, doubt=doubt)
    return _checked(at, f"{first.begins}/{last.ends}", how, doubt)


def _and(reading: _Reading) -> Atom | None:
    """“Saturday and today”: one run, if the second follows on the first."""
    first, last = _same_years(*reading.dates)
    if not first.text or not last.text or first.low or last.high:
        return None
    one, two = parse_when(first.text), parse_when(last.text)
    if one.approximate or two.approximate or one.possible.stop != two.possible.start:
        return None
    return _checked(reading.words, f"{first.begins}/{last.ends}", first.how or last.how, first.doubt or last.doubt)


def _same_years(first: Atom, last: Atom) -> tuple[Atom, Atom]:
    if first.yearly and not last.yearly and len(last.ends) >= 7 and last.how == "":
        return _in_year(first, int(last.ends[:4]), lambda text: text <= last.ends), last
    if last.yearly and not first.yearly and len(first.begins) >= 7 and first.how == "":
        return first, _in_year(last, int(first.begins[:4]), lambda text: text >= first.begins)
    return first, last


def _in_year(atom: Atom, year: int, fits: Callable[[str], bool]) -> Atom:
    month, day = atom.yearly or (1, 0)
    for one in (year, year - 1, year + 1):
        text = f"{one:04d}-{month:02d}" + (f"-{day:02d}" if day else "")
        if fits(text):
            try:
                parse_when(text)
            except ValueError:
                continue
            return replace(atom, text=text, low="", high="", doubt="", how="")
    return atom


def _since(reading: _Reading) -> Atom | None:
    """Up to the document's date, which is the last of which it can speak."""
    atom, at = reading.dates[0], reading.words
    if not atom.text:
        return Atom(*at, "", how=atom.how, doubt=atom.doubt)
    start = atom.begins or atom.ends
    stop = reading.published
    if stop and parse_when(start).possible.start >= parse_when(stop).possible.start:
        stop = ""
    return _checked(at, f"{start}/{stop}", atom.how or (FROM_DOCUMENT if stop else ""), atom.doubt)


def _since_event(reading: _Reading) -> Atom | None:
    """“Since the start of the operation”: when that was stands somewhere else, or nowhere."""
    at = reading.words
    stop = reading.published
    return Atom(
        *at, f"/{stop}" if stop else "", how=FROM_DOCUMENT, doubt="On which day it began these words do not say."
    )


def _until(reading: _Reading) -> Atom | None:
    return _limit(reading, lambda atom: f"/{atom.ends or atom.begins}")


def _before(reading: _Reading) -> Atom | None:
    return _limit(reading, lambda atom: f"/{day_before((atom.ends if atom.loose else atom.begins) or atom.ends)}")


def _after(reading: _Reading) -> Atom | None:
    return _limit(reading, lambda atom: f"{day_after((atom.begins if atom.loose else atom.ends) or atom.begins)}/")


def _limit(reading: _Reading, write: Callable[[Atom], str]) -> Atom:
    atom, at = reading.dates[-1], reading.words
    if not atom.text:
        return Atom(*at, "", how=atom.how, doubt=atom.doubt)
    return _checked(at, write(atom), atom.how, atom.doubt)


def _shifted(reading: _Reading) -> Atom | None:
    """“Two days after Nov. 24”, “the day before the 24th”."""
    atom, at = reading.dates[-1], reading.words
    words = reading.scene.sentence.lower[at[0] : atom.start]
    unit = next((UNITS[word] for word in words if word in UNITS), "")
    way = words[-1] if words else ""
    count = number_of(words[0]) if words[0] != "the" else 1
    if not unit or not atom.text:
        return Atom(*at, "", how=atom.how, doubt=atom.doubt)
    when = parse_when(atom.text)
    if not when.possible.limited:
        return None
    anchor = Anchor(date.fromordinal(when.possible.start), date.fromordinal(when.possible.stop - 1))
    text = anchor.reckon(lambda day: shifted(day, count, unit, later=way == "after"))
    return _checked(at, text, atom.how, atom.doubt)


def _night(reading: _Reading) -> Atom | None:
    """“The night of Oct. 21” ends on the next day."""
    atom, at = reading.dates[-1], reading.words
    night = reading.scene.sentence.lower[reading.outline.cuts[reading.match.start("night_")]] == "night"
    if not night or not atom.text or not parse_when(atom.text).exact:
        return None
    return _checked(at, f"{atom.text}/{day_after(atom.text)}", atom.how, atom.doubt)


def _checked(at: tuple[int, int], text: str, how: str, doubt: str) -> Atom:
    """Unknown, and said so, if the period would run backwards."""
    try:
        parse_when(text)
    except ValueError:
        return Atom(*at, "", how=how, doubt="The later day stands first: which days are meant?")
    return Atom(*at, text, how=how, doubt=doubt)


_BUILD: dict[str, Callable[[_Reading], Atom | None]] = {
    "between": _both,
    "range": _both,
    "event": _since_event,
    "since": _since,
    "until": _until,
    "shift": _shifted,
    "before": _before,
    "after": _after,
    "night": _night,
    "and": _and,
}
_D = "(?:h,?)?A"  # a date, with a time of day before it
_PERIOD = re.compile(
    rf"(?P<between>bq?{_D},?h?,?&q?{_D})"
    rf"|(?P<range>(?:fq?)?{_D},?h?(?:-|[tu](?:iq?)?){_D})"
    r"|(?P<event>sq?Goq?[wC](?:[wC](?=[,.$]))?)"
    rf"|(?P<since>(?:s|(?<![^,.^])f)q?{_D}|f{_D}(?:i\+|\+))"
    rf"|(?P<shift>(?:I|qD)[BF]q?A)"
    rf"|(?P<until>(?:pu|pt|u|e|t){_D})"
    rf"|(?P<before>(?:B|Jt){_D})"
    rf"|(?P<after>F{_D})"
    r"|(?P<night>(?P<night_>H)oq?A)"
    r"|(?P<and>A&A)"
)
