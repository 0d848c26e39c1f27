"""How many people a story says were killed, captured or wounded, each group of people apart.

Such a release says the same twice, in its first sentence and again in detail, so numbers are not added up: of each
group the greatest that any sentence gives counts, and only what is called "another" or "additional" is added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.releases.counts import UNTOLD, Count
from firmground.documents.releases.phrases import Line
from firmground.documents.releases.release import Said
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.documents.releases.effects import Effect
    from firmground.documents.releases.format import PeopleGroup

# After one of these an object tells more of somebody who was named before it.
_DESCRIBES = frozenset("of for with to responsible wanted linked associated".split())


class _Tally:
    """Numbers and words by verb and group."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], Count] = {}
        self.spans: dict[tuple[str, str], list[Span]] = {}

    def put(self, key: tuple[str, str], count: Count, span: Span) -> None:
        self.counts[key] = count
        self.spans.setdefault(key, []).append(span)


def count_people(sentences: Iterable[Sequence[Effect]], groups: Sequence[PeopleGroup]) -> dict[str, Said]:
    """For each column of the groups how many, with the words; a column of which nothing is said is left out.

    `sentences`: the effects that each sentence tells, in order.
    """
    tally = _Tally()
    again: list[tuple[tuple[str, str], Effect]] = []
    for effects in sentences:
        _count_sentence(effects, groups, tally, again)
    # "Him", "the individual", "both men" were counted where they were named first; unless that was never said.
    for key, effect in again:
        if not any(verb == key[0] for verb, _ in tally.counts):
            tally.put(key, _at_least_one(effect.count), effect.span)
    return _columns(groups, tally)


def _count_sentence(
    effects: Sequence[Effect], groups: Sequence[PeopleGroup], tally: _Tally, again: list[tuple[tuple[str, str], Effect]]
) -> None:
    here: dict[tuple[str, str], Count] = {}
    for effect in effects:
        group = _group_of(effect, groups)
        if group is None or effect.verb not in group.columns:
            continue
        key = (effect.verb, group.name)
        if effect.named_before and not group.within:
            again.append((key, effect))
            continue
        number = _at_least_one(effect.count)
        # "An additional insurgent" beside a leader is one more than the leader, not than the insurgents told before.
        beside = any((effect.verb, other.name) in tally.counts for other in groups if other.within == group.name)
        if effect.further and key in tally.counts and not beside:
            tally.put(key, _sum(tally.counts[key], number), effect.span)
        else:
            here[key] = _sum(here[key], number) if key in here else number
            tally.spans.setdefault(key, []).append(effect.span)
    for key, number in here.items():
        tally.counts[key] = _greater(tally.counts.get(key, number), number)


def _group_of(effect: Effect, groups: Sequence[PeopleGroup]) -> PeopleGroup | None:
    """The first group with a word of the object; somebody called by name alone is of the group that takes names."""
    line = Line.of(effect.object, Span(0, len(effect.object)))
    stop = next((place for place, word in enumerate(line.folded) if word in _DESCRIBES and place), len(line))
    for group in groups:
        if group.words.first(line, 0, stop):
            return group
    named = all(word[0].isupper() or word[0] == "." for word in line.plain[:stop])
    return next((group for group in groups if group.names), None) if named else None


def _columns(groups: Sequence[PeopleGroup], tally: _Tally) -> dict[str, Said]:
    """The numbers of each group; those within another are counted in its columns as well."""
    found: dict[str, Said] = {}
    for group in groups:
        inner = [other.name for other in groups if other.within == group.name]
        for verb, column in group.columns.items():
            keys = [key for key in ((verb, name) for name in (group.name, *inner)) if key in tally.counts]
            if keys and column not in found:
                total = tally.counts[keys[0]]
                for key in keys[1:]:
                    total = _sum(total, tally.counts[key])
                spans = {span for key in keys for span in tally.spans[key]}
                found[column] = Said(str(total), tuple(sorted(spans)))
    return found


def _at_least_one(count: Count) -> Count:
    """Somebody was killed or captured, even where no number is said."""
    return Count(1, None) if count == UNTOLD else count


def _sum(one: Count, other: Count) -> Count:
    high = None if one.high is None or other.high is None else one.high + other.high
    return Count(one.low + other.low, high)


def _greater(one: Count, other: Count) -> Count:
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return Count(max(one.low, other.low), high)
