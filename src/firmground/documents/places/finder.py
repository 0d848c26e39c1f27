"""The places of a page: names, the words around them, what they may mean."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.case.gazetteer import Gazetteer
from firmground.case.gazetteer_files import GazetteerKind
from firmground.documents.places.from_case import entries_of_case
from firmground.documents.places.from_geonames import entries_of_file
from firmground.documents.places.from_ucdp import entries_of_ucdp, rows_of_file, rows_of_table
from firmground.documents.places.in_paragraph import ParagraphReader
from firmground.documents.places.known_places import KnownPlaces
from firmground.documents.places.merging import merge_entries
from firmground.documents.places.tokens import cut_stretches, read_tokens
from firmground.documents.places.unknown import find_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firmground.case.case import Case
    from firmground.documents.page import Page
    from firmground.documents.places.nouns import Entry, PlaceMatch, PlaceWords
    from firmground.documents.prose import Paragraph
    from firmground.errors import CaseProblem


class PlaceFinder:
    """Finds the names of gazetteers in texts. `problems`: what was wrong with a file of `[[gazetteers]]`."""

    def __init__(self, entries: Iterable[Entry] = (), problems: Sequence[CaseProblem] = ()) -> None:
        self.known = KnownPlaces(merge_entries(entries))
        self.problems = tuple(problems)

    @classmethod
    def of(cls, known: Case | Gazetteer) -> PlaceFinder:
        """All names of a case: its places and units, its events in UCDP's layout, the files of `[[gazetteers]]`.

        Reads those files, which takes a second for each 20,000 places: make it once and keep it. Of a gazetteer alone:
        its places and units.
        """
        if isinstance(known, Gazetteer):
            return cls(entries_of_case(known))
        gazetteer = known.gazetteer
        entries = [*entries_of_case(gazetteer), *entries_of_ucdp(rows_of_table(known.events), gazetteer)]
        problems: list[CaseProblem] = []
        # UCDP before GeoNames, which has more of everything.
        for file in sorted(known.gazetteers, key=lambda one: one.kind is GazetteerKind.GEONAMES):
            if file.kind is GazetteerKind.UCDP_GED:
                rows, faults = rows_of_file(file)
                entries += entries_of_ucdp(rows, gazetteer)
            else:
                more, faults = entries_of_file(file, gazetteer)
                entries += more
            problems += faults
        return cls(entries, problems)

    def find(self, page: Page) -> tuple[PlaceWords, ...]:
        """Every place of the body, in order."""
        compared: dict[str, list[tuple[int, PlaceMatch]]] = {}
        return tuple(one for paragraph in page.paragraphs for one in self._in_paragraph(paragraph, compared))

    def match(self, name: str, *, spot: bool = False) -> tuple[PlaceMatch, ...]:
        """The places that a name alone may mean, the closest match first; none if it is unknown.

        `spot`: something is said to be near it, so that units are left out where a place has the name too.
        """
        found = self.known.look_up(name)
        if spot and any(not match.level and not match.doubt for _, match in found):
            found = [one for one in found if not one[1].level]
        first = found[0][0] if found else -1
        return tuple(
            match if place == 0 else replace(match, km=self.known.apart(first, number))
            for place, (number, match) in enumerate(found)
        )

    def _in_paragraph(
        self, paragraph: Paragraph, compared: dict[str, list[tuple[int, PlaceMatch]]]
    ) -> Iterator[PlaceWords]:  # fmt: skip
        text = paragraph.text
        sentences: list[int] = []
        for start, stop in cut_stretches(text, *paragraph.span):
            tokens = read_tokens(text, start, stop)
            hits = self.known.names.find(text, tokens)
            unknown = find_unknown(text, tokens, hits)
            if hits or unknown:
                sentences = sentences or [one.span.start for one in paragraph.sentences]
                inside = sentences[bisect_left(sentences, start) : bisect_left(sentences, stop)]
                reader = ParagraphReader(self.known, text, tokens, inside or [start], compared)
                yield from reader.read(sorted((*hits, *unknown)))
