"""What the names of a paragraph mean: with the words around them, with one another, and with what may be doubted."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from firmground.documents.places import regions
from firmground.documents.places.around import ROADS, Around, read_around
from firmground.documents.places.choosing import Chosen, choose
from firmground.documents.places.doubts import doubt_of_word, is_dateline, is_function_word
from firmground.documents.places.governments import (
    GOVERNMENT_AFTER,
    PLACE_AFTER,
    PLACE_BEFORE,
    UNSURE_BEFORE,
    is_capital,
)
from firmground.documents.places.index import Hit, kind_of
from firmground.documents.places.merging import key_of, unit_keys
from firmground.documents.places.nouns import Match, Nearby, PlaceMatch, PlaceWords
from firmground.documents.places.tokens import adjoining
from firmground.documents.places.vocabulary import COUNTRY, SETTLEMENT
from firmground.places import Unknown
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.documents.places.known_places import KnownPlaces
    from firmground.documents.places.tokens import Token
    from firmground.places import Where

# A name that no gazetteer has is compared with all names for its spelling; so many different ones a page.
MOST_COMPARED: Final = 200
_MOST_PAIRED: Final = 6
_LONGEST_LIST_GAP: Final = 16
_MOST_SPOTS: Final = 20
_ENOUGH_MENTIONS: Final = 2  # one's own and another's
_DASHES: Final = frozenset({"-", "‐", "‑", "‒", "–", "—", "/"})


@dataclass
class _Named:
    """A name that was found, before what it means is settled."""

    hit: Hit
    around: Around
    matches: list[tuple[int, PlaceMatch]]
    sentence: int
    capital: bool = False
    government: bool = False
    doubts: tuple[str, ...] = ()


class ParagraphReader:
    """The words around the names of one paragraph, and what each may mean."""

    def __init__(
        self, known: KnownPlaces, text: str, tokens: list[Token], sentences: list[int],
        compared: dict[str, list[tuple[int, PlaceMatch]]],
    ) -> None:  # fmt: skip
        self.known = known
        self.text = text
        self.tokens = tokens
        self.sentences = sentences
        self.compared = compared
        starts = [token.start for token in tokens]
        self.spots: tuple[int, ...] = ()
        self.units: dict[int, dict[int, list[_Named]]] = {}
        self.nearby: dict[int, Nearby] = {}
        self.heads = {bisect_right(starts, place - 1) for place in sentences}

    def read(self, hits: list[Hit]) -> Iterator[PlaceWords]:
        taken = {place for hit in hits for place in range(hit.first, hit.last + 1)}
        named = [
            self._named(hit, taken) for hit in hits if not is_function_word(hit, self.tokens, self.heads)
        ]  # fmt: skip
        self._share_kind(named)
        for place, one in enumerate(named):
            if one.capital and not self._among_places(named, place):
                self._settle_government(one)
        self.spots = tuple(_spots(named))
        self._note_units(named)
        place = 0
        while place < len(named):
            one = named[place]
            other = named[place + 1] if place + 1 < len(named) else None
            joint = _joint(self.text, self.tokens, one, other) if other else None
            if other and joint:
                yield self._pair(one, other, joint)
                place += 2
            else:
                yield self._words(one)
                place += 1

    def _share_kind(self, named: Sequence[_Named]) -> None:
        """In "the provinces of Aleppo and Idlib", "the Raqqah, Hamah and Aleppo provinces": each is a province."""
        for place, one in enumerate(named):
            if not one.around.plural:
                continue
            step = 1 if one.around.first < one.hit.first else -1
            here = place
            while 0 <= here + step < len(named):
                pair = sorted((here, here + step))
                if named[here + step].around.level or not self._listed(named[pair[0]], named[pair[1]]):
                    break
                here += step
                named[here].around.level = one.around.level

    def _among_places(self, named: Sequence[_Named], place: int) -> bool:
        """Is a capital listed with towns that are none: "Hama, Damascus and Aleppo"?"""
        pairs = ((place - 1, place), (place, place + 1))
        inside = [pair for pair in pairs if pair[0] >= 0 and pair[1] < len(named)]
        return any(
            self._listed(named[first], named[second]) and not (named[first].capital and named[second].capital)
            for first, second in inside
        )

    def _listed(self, one: _Named, other: _Named) -> bool:
        gap = self.text[self.tokens[one.hit.last].stop : self.tokens[other.hit.first].start]
        return len(gap) < _LONGEST_LIST_GAP and gap.strip(" ,") in {"", "and", "or", "as well as"}

    def _named(self, hit: Hit, taken: set[int]) -> _Named:
        name = self._text(hit.first, hit.last)
        around = read_around(self.text, self.tokens, hit.first, hit.last, name)
        around.level = around.level or kind_of([token.fold for token in self.tokens[hit.first : hit.last + 1]])
        known = self.known.known_of(hit.numbers)
        capital = len(known) < len(hit.numbers)
        matches = self.known.matches(name, known) if hit.numbers else self._compare(name)
        sentence = bisect_right(self.sentences, self.tokens[hit.first].start)
        doubts = [doubt_of_word(self.text, self.tokens, hit, around, self.heads, taken)]
        dateline = is_dateline(self.text, self.tokens, hit, self.sentences[0] if self.sentences else 0)
        if dateline:
            doubts.append("a dateline: it says where this was written")
        return _Named(hit, around, matches, sentence, capital and not dateline, doubts=tuple(filter(None, doubts)))

    def _settle_government(self, one: _Named) -> None:
        """Marks a capital that stands for its government, and says what is doubtful of that."""
        hit, around = one.hit, one.around
        key = "".join(token.fold for token in self.tokens[hit.first : hit.last + 1])
        if around.level or not is_capital(key):
            return
        before = self._fold(hit.first - 1) if self._fold(hit.first - 1) != "the" else self._fold(hit.first - 2)
        after = self._fold(hit.last + 1) if self._side_by_side(hit.last) else ""
        if around.first < hit.first or around.last > hit.last or before in PLACE_BEFORE or after in PLACE_AFTER:
            return
        if before in UNSURE_BEFORE:
            one.doubts = (*one.doubts, "the town or the government there")
            return
        one.government = True
        sure = after in GOVERNMENT_AFTER or self._possessive(hit.last) or before in {"by", "with", "against", "for"}
        allies = self._fold(hit.last + 1) == "and" and self._fold(hit.last + 2) in {"its", "their"}
        if one.matches and not sure and not allies:
            one.doubts = (*one.doubts, "taken for the government there; the town may be meant")

    def _compare(self, name: str) -> list[tuple[int, PlaceMatch]]:
        if name not in self.compared:
            spelling = len(self.compared) < MOST_COMPARED
            self.compared[name] = self.known.look_up(name, spelling=spelling)
        return self.compared[name]

    def _side_by_side(self, place: int) -> bool:
        return place + 1 < len(self.tokens) and adjoining(self.text, self.tokens[place], self.tokens[place + 1])

    def _possessive(self, place: int) -> bool:
        stop = self.tokens[place].stop
        return self.text[stop : stop + 2].lower() in {"'s", "’s"}

    def _fold(self, place: int) -> str:
        return self.tokens[place].fold if 0 <= place < len(self.tokens) else ""

    def _text(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last].stop]

    def _note_units(self, named: Sequence[_Named]) -> None:
        """What is named as a unit, with a word such as "province", or because it is a unit and nothing else."""
        for place, one in enumerate(named):
            units = [number for number, match in one.matches if match.level and match.match is not Match.SPELLING]
            around = one.around
            meant = around.level not in {"", SETTLEMENT} or around.shapes or len(units) == len(one.matches)
            if one.government or around.near or not (meant or self._follows_its_town(named, place)):
                continue
            mentions = self.units.setdefault(one.sentence, {})
            for number in units:
                if len(mentions.setdefault(number, [])) < _ENOUGH_MENTIONS:
                    mentions[number].append(one)

    def _follows_its_town(self, named: Sequence[_Named], place: int) -> bool:
        """Does it stand as in "Salma, Latakia" or "Salma in Latakia"?"""
        if place == 0:
            return False
        gap = self.text[self.tokens[named[place - 1].around.last].stop : self.tokens[named[place].around.first].start]
        return len(gap) < _LONGEST_LIST_GAP and gap.strip() in {",", "in", ", in", "("}

    def _nearby(self, one: _Named) -> Nearby:
        """What else is named in the sentence of a name, and in the paragraph."""
        own = {number for number, _ in one.matches}
        mentions = self.units.get(one.sentence, {})
        # Most names are no unit of their sentence: what is nearby is then the same for all of them.
        seen = own & mentions.keys()
        if not seen and one.sentence in self.nearby:
            return self.nearby[one.sentence]
        others = {}
        for number, names in mentions.items():
            other = next((name for name in names if name is not one), None)
            if other is not None and self.known.entries[number].level != COUNTRY:
                others[number] = self._text(other.hit.first, other.hit.last)
        found = self.known.nearby(others, self.spots)
        if not seen:
            self.nearby[one.sentence] = found
        return found

    def _chosen(self, one: _Named, *, spot: bool = False) -> Chosen:
        return choose(self.known, one.matches, one.around.level, spot=spot or one.around.near, nearby=self._nearby(one))

    def _words(self, one: _Named) -> PlaceWords:
        chosen = self._chosen(one)
        where: Where | None = None
        if not one.government and chosen.candidates:
            reason = chosen.doubt or "no place of this name is known"
            held = chosen.candidates[: chosen.open]
            where = regions.one_of([one.around.shape(match.where) for match in _with_ground(held)], reason)
        name = self._span(one.hit.first, one.hit.last)
        span = self._span(one.around.first, one.around.last)
        relation = " … ".join(
            part
            for part in (self.text[span.start : name.start].strip(), self.text[name.stop : span.stop].strip())
            if part
        )
        doubts = [*one.doubts, chosen.doubt if not one.government else ""]
        if not one.matches and not one.government:
            doubts.append("in no gazetteer")
        return PlaceWords(
            span, name, chosen.candidates, where, relation, one.government, "; ".join(filter(None, doubts))
        )  # fmt: skip

    def _pair(self, one: _Named, other: _Named, joint: _Joint) -> PlaceWords:
        first, second = (self._chosen(end, spot=True) for end in (one, other))
        reason = first.doubt or second.doubt or "one of its ends is in no gazetteer"
        pairs = [
            (a.where, b.where)
            for a in first.candidates[: min(first.open, _MOST_PAIRED)]
            for b in second.candidates[: min(second.open, _MOST_PAIRED)]
        ]
        doubts = [*one.doubts, first.doubt, *other.doubts, second.doubt]
        if max(first.open, second.open) > _MOST_PAIRED:
            doubts.append(f"more than {_MOST_PAIRED} places at one end; the region is made of the first")
        doubts += [
            f"{self._text(end.hit.first, end.hit.last)} is in no gazetteer" for end in (one, other) if not end.matches
        ]
        return PlaceWords(
            self._span(joint.first, joint.last), self._span(one.hit.first, one.hit.last), first.candidates,
            regions.one_of([regions.between(a, b) for a, b in pairs], reason) if first.candidates else None,
            joint.words, doubt="; ".join(dict.fromkeys(filter(None, doubts))), beside=second.candidates,
        )  # fmt: skip

    def _span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].start, self.tokens[last].stop)


def _spots(named: Sequence[_Named]) -> Iterator[int]:
    """The first places of only one meaning."""
    sure = (one.matches[0][0] for one in named if len(one.matches) == 1 and not one.government)
    return islice(sure, _MOST_SPOTS)


def _with_ground(matches: Sequence[PlaceMatch]) -> list[PlaceMatch]:
    """Without a unit of which no border is known where the unit that it lies in is a candidate too and has ground."""
    known = {key_of(match.name) for match in matches if match.level and not isinstance(match.where, Unknown)}
    return [
        match for match in matches if not isinstance(match.where, Unknown) or known.isdisjoint(unit_keys(match.unit))
    ]


@dataclass(frozen=True)
class _Joint:
    """Two names that bound one region: its tokens, and the words that say so."""

    first: int
    last: int
    words: str


def _joint(text: str, tokens: Sequence[Token], one: _Named, other: _Named) -> _Joint | None:
    """Is it "between X and Y", "the road from X to Y", "the X-Y road"?"""
    between = [token.fold for token in tokens[one.hit.last + 1 : other.hit.first]]
    gap = text[tokens[one.hit.last].stop : tokens[other.hit.first].start]
    inside = [fold for fold in between if fold not in {"the", "of", "town", "towns", "city", "village", "cities"}]
    place = one.hit.first - 1
    while place >= 0 and tokens[place].fold in {"the", "of", "town", "towns", "city", "cities", "village", "villages"}:
        place -= 1
    before = tokens[place].fold if place >= 0 else ""
    if len(gap) > 40 or "," in gap:
        return None
    if before == "between" and inside == ["and"]:
        return _Joint(place, other.hit.last, "between … and")
    if before == "from" and inside == ["to"] and place > 0 and tokens[place - 1].fold in ROADS:
        return _Joint(place - 1, other.hit.last, f"{tokens[place - 1].fold} from … to")
    after = other.hit.last + 1
    if after >= len(tokens) or tokens[after].fold not in ROADS or not adjoining(text, tokens[after - 1], tokens[after]):
        return None
    joined = inside == ["to"] or (not inside and gap.strip() in _DASHES)
    return _Joint(one.hit.first, after, f"… {tokens[after].fold}") if joined else None
