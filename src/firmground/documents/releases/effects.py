"""What a strike did to what: "engaged two tactical units; destroyed 11 fighting positions, a truck and a tank".

Verbs of effect come from the format; each takes the list of objects after it, or before it where it is in the passive.
A list goes on as long as its parts are things with numbers; an object whose number is not said has "?".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from firmground.documents.releases.counts import ONE, UNTOLD, Count, read_count
from firmground.documents.releases.phrases import Lexicon, Line
from firmground.spans import Span

if TYPE_CHECKING:
    from firmground.documents.releases.format import ReleaseFormat
    from firmground.documents.releases.phrases import Met

_WINDOW = 12  # words back from a verb in which a clause about something else may begin
_PASSIVE = frozenset("was were been being are is".split())
_AUXILIARIES = _PASSIVE | {"has", "have", "had"}
_ADVERBS = frozenset("all both also then later successfully subsequently reportedly completely partially not".split())
_RELATIVE = frozenset("which that who whom whose where".split())
# A list of objects ends here; "of", "for", "with" and "to" belong to the thing that they describe.
_ENDS = frozenset(
    "during in at on near after while by when from throughout according over following without between within as "
    "because who whom whose which that where including before under amid using via this these he she it they "
    "through upon since until inside across along behind responsible said told added specified noted".split()
)
_LEADS_IN = frozenset("as in on at by during after following with according near before".split())
_DEFINITE = frozenset("the their his her its him them".split())
_SIZES = frozenset("large small separate other various different additional more suspected armed".split())
_DROPPED = frozenset({"separate", "different", "various"})
_TRAIL = frozenset({",", ";", "and", "or", "also", ".", ":", "-", "--", "then", "—"})
_OPEN, _CLOSE = frozenset('([“"'), frozenset(')]”"')
_AS_WELL = Lexicon(["as well as", "along with", "together with", "in addition to"])


@dataclass(frozen=True, slots=True)
class Effect:
    """One object of one verb. `how`: where the number comes from if not from words, "" if it is said."""

    verb: str
    count: Count
    object: str
    verb_span: Span
    span: Span
    target: str = ""
    target_span: Span | None = None
    how: str = ""
    further: bool = False  # "another", "additional", "other"
    named_before: bool = False  # "the leader", "both men", "him"

    def __str__(self) -> str:
        return f"{self.verb} {self.count} {self.object}"


class _Item(NamedTuple):
    """A part of a list: its words, the number, and the word after the number."""

    start: int
    stop: int
    number: Count | None
    noun: int


def find_effects(line: Line, form: ReleaseFormat, start: int, stop: int, taken: frozenset[int]) -> list[Effect]:
    """The effects said between these words; words in `taken` (places, other numbers) are no objects."""
    things = {index for met in form.objects.all(line, start, stop) for index in range(met.start, met.stop)}
    verbs = [met for met in form.effects.all(line, start, stop) if _is_verb(line, met, start, taken | things)]
    found: list[Effect] = []
    begin, held = start, None
    for place, verb in enumerate(verbs):
        end = verbs[place + 1].start if place + 1 < len(verbs) else stop
        auxiliary = _auxiliary(line, verb.start, begin)
        relative = _aside(line, form, begin, verb.start, passive=auxiliary is not None)
        if relative is not None:
            held = held or (begin, relative)
        elif auxiliary is not None:
            # "The leader of an attack that killed four soldiers was captured" is of the leader.
            first, last = held or (begin, auxiliary)
            found += _effects_of(line, form, verb, _subject(line, form, first, last, taken))
        else:
            items = _objects(line, form, verb.stop, end, taken) or _reduced(line, form, begin, verb.start, taken)
            found += _effects_of(line, form, verb, items)
        if relative is None:
            held = None
        begin = verb.stop
    return found


def _is_verb(line: Line, met: Met, start: int, taken: frozenset[int]) -> bool:
    written = line.plain[met.start]
    return met.start not in taken and (written.islower() or met.start == start)


def _aside(line: Line, form: ReleaseFormat, begin: int, verb: int, *, passive: bool) -> int | None:
    """Where a clause about something else begins that the verb stands in: "an attack that killed four soldiers".

    None if it stands in none: after "the strike that", "officials said that", "men who fled were killed".
    """
    for index in range(verb - 1, max(begin, verb - _WINDOW) - 1, -1):
        word = line.folded[index]
        if word in {",", ";"}:
            return None
        if word in _RELATIVE:
            beside = all(between in _AUXILIARIES | _ADVERBS for between in line.folded[index + 1 : verb])
            if not beside and (passive or word == "that"):
                return None
            struck = index == 0 or any(unit.words.at(line, index - 1, index) for unit in form.units.values())
            return None if struck or line.folded[index + 1] in {"resulted", "led"} else index
    return None


def _auxiliary(line: Line, verb: int, begin: int) -> int | None:
    """The word "was" or "were" before the verb, past adverbs; None in the active."""
    index = verb - 1
    while index > begin and (line.folded[index] in _ADVERBS or line.folded[index].endswith("ly")):
        index -= 1
    if index <= begin or line.folded[index] not in _PASSIVE:
        return None
    return index - 1 if line.folded[index] == "been" and index - 1 > begin else index


def _reduced(line: Line, form: ReleaseFormat, begin: int, stop: int, taken: frozenset[int]) -> list[_Item]:
    """What stands right before a verb that has nothing after it: "resulted in 14 insurgents killed"."""
    items = _items(line, begin, stop, form)
    last = _from_number(line, form, items[-1], definite=True) if items else None
    return [last] if last and last.number and last.noun not in taken and last.stop == stop else []


def _from_number(line: Line, form: ReleaseFormat, item: _Item, *, definite: bool = False) -> _Item:
    """The part from its first number on: "initial reports indicate three insurgents"."""
    if item.number is None and (definite or line.folded[item.start] not in _DEFINITE):
        for index in range(item.start + 1, item.stop):
            if read_count(line, index, form.vague):
                return _item(line, form, index, item.stop)
    return item


def _subject(line: Line, form: ReleaseFormat, begin: int, stop: int, taken: frozenset[int]) -> list[_Item]:
    """What stands before "were destroyed": the last run of things with numbers, or the one thing named."""
    parts = _items(line, begin, stop, form)
    items = [_from_number(line, form, item) for item in parts]
    while len(items) > 1 and items[0] != parts[0] and line.folded[parts[0].start] in _LEADS_IN:
        items, parts = items[1:], parts[1:]  # "As a result of the strike, a workshop was destroyed"
    if not items:
        return []
    counted = [item for item in items if item.number is not None]
    if not counted:
        last = items[-1]
        return [last] if last.start not in taken else []
    first = items.index(counted[0])
    return [item for item in items[first:] if item.noun not in taken]


def _objects(line: Line, form: ReleaseFormat, begin: int, stop: int, taken: frozenset[int]) -> list[_Item]:
    """What stands after "destroyed", up to where its list ends."""
    end = begin
    depth = 0
    while end < stop:
        word = line.folded[end]
        depth += (word in _OPEN and word != '"') - (word in _CLOSE and word != '"')
        if whole := _AS_WELL.at(line, end, stop):
            end = whole.stop
            continue
        if depth <= 0 and (word in _ENDS or (end in taken and end > begin)):
            break
        if (word in {":", ";"} or line.words[end].text in {"”", "»", '"'}) and end > begin:
            break
        end += 1
    items = _items(line, begin, end, form)
    kept: list[_Item] = []
    for item in items:
        if kept and item.number is None and (line.folded[item.start] in _DEFINITE or _is_somebody(line, form, item)):
            break
        if kept and line.folded[item.noun : item.noun + 2] in {("of", "them"), ("of", "which"), ("of", "these")}:
            break  # "three vehicles, one of them with ammunition"
        kept.append(item)
    return [item for item in kept if item.noun not in taken and item.noun < item.stop]


def _is_somebody(line: Line, form: ReleaseFormat, item: _Item) -> bool:
    """A name that begins after the list: "…, 7 warehouses, Maj. Gen. Igor Konashenkov said"; "VBIED" is none."""
    word = line.plain[item.start]
    if _lone(form.targets, word.partition("-")[0]):
        return False  # "ISIL-used equipment"
    return word[0].isupper() and not word.isupper() and not form.targets.at(line, item.start, item.stop)


def _items(line: Line, begin: int, stop: int, form: ReleaseFormat) -> list[_Item]:
    """The parts of a list between these words."""
    parts = []
    start = index = begin
    depth = 0
    while index < stop:
        word = line.folded[index]
        depth = max(0, depth + (word in {"(", "["}) - (word in {")", "]"}))
        whole = form.objects.at(line, index, stop)
        if whole:
            index = whole.stop
            continue
        joined = 0 if depth else _join(line, index, stop) or _unmarked(line, form, start, index)
        if joined:
            parts.append((start, index))
            start = joined
            index = max(joined, index + 1)
        else:
            index += 1
    parts.append((start, stop))
    found = []
    for first, last in parts:
        if trimmed := _trim(line, first, last):
            found.append(_item(line, form, *trimmed))
    return found


def _join(line: Line, index: int, stop: int) -> int:
    """The word after a comma, "and" or "as well as" that joins two parts; 0 if none stands here."""
    if met := _AS_WELL.at(line, index, stop):
        return met.stop
    if line.folded[index] not in {",", ";", "and", "plus", "&"}:
        return 0
    after = index + 1
    while after < stop and line.folded[after] in {",", "and", "also"}:
        after += 1
    if met := _AS_WELL.at(line, after, stop):
        return met.stop
    return after


def _unmarked(line: Line, form: ReleaseFormat, start: int, index: int) -> int:
    """A comma was left out: "a vehicle an ISIL mortar position" are two things. The word itself, or 0."""
    if index <= start + 1 or line.folded[index - 1] in {"of", "for", "with", "to"}:
        return 0
    read = read_count(line, index)
    return index if read and form.targets.at(line, read[1]) and not _blank(line, start, index) else 0


def _blank(line: Line, start: int, stop: int) -> bool:
    """Nothing but a number and joining words stands here."""
    return _trim(line, start, stop) is None


def _trim(line: Line, start: int, stop: int) -> tuple[int, int] | None:
    while start < stop and line.folded[start] in _TRAIL:
        start += 1
    while stop > start and (line.folded[stop - 1] in _TRAIL | {"a", "an"} or line.folded[stop - 1] in _ADVERBS):
        stop -= 1
    return (start, stop) if start < stop else None


def _item(line: Line, form: ReleaseFormat, start: int, stop: int) -> _Item:
    found = read_count(line, start, form.vague)
    if found and found[1] <= stop:
        count, noun = found
        # "an additional three vehicles"
        if count.article and (more := read_count(line, noun, form.vague)) and more[1] < stop and not more[0].article:
            count, noun = more
        return _Item(start, stop, count, noun)
    return _Item(start, stop, None, start)


def _effects_of(line: Line, form: ReleaseFormat, verb: Met, items: list[_Item]) -> list[Effect]:
    """Effects of a list. Parts without a noun take the next one's; parts without a number are told how they stand."""
    found: list[Effect] = []
    waiting: list[_Item] = []
    for place, item in enumerate(items):
        last = place + 1 == len(items)
        if not last and item.number and all(word in _SIZES for word in line.folded[item.noun : item.stop]):
            waiting.append(item)
            continue
        before = items[place - 1] if place else None
        effect = _effect(line, form, verb, item)
        if effect is None:
            continue
        if (
            item.number is None
            and before
            and found
            and not form.targets.at(line, item.start)
            and _shares(line, before, item, joined=form.joined)
        ):
            if before.number and before.number.article:
                found.append(replace(effect, count=ONE, how='the "a" before the thing that it is joined to'))
            else:
                joined = line.said(before.stop, item.stop)
                space = "" if joined.startswith(",") else " "
                found[-1] = replace(
                    found[-1],
                    object=f"{found[-1].object}{space}{joined}",
                    span=line.span_of(before.start, item.stop),
                    how="one number for all that is joined",
                )
                items[place] = _Item(before.start, item.stop, before.number, before.noun)
            continue
        for one in waiting:
            noun = [word for word in effect.object.split() if word not in _SIZES]
            words = [word for word in line.plain[one.noun : one.stop] if word not in _DROPPED]
            borrowed = replace(effect, count=one.number or UNTOLD, object=" ".join([*words, *noun]))
            found.append(replace(borrowed, span=line.span_of(one.start, one.stop)))
        waiting.clear()
        found.append(effect)
    return found


def _shares(line: Line, before: _Item, item: _Item, *, joined: bool) -> bool:
    """A part without a number belongs to the number before it: "a headquarters and weapons cache", and, where a format
    says so, "272 positions, strongpoints and camps"; not a mass ("equipment"), nor a thing with a name of its own.
    """
    if before.number is None:
        return False
    if before.number.article:
        return not line.folded[item.stop - 1].endswith(_MASS)
    if before.number.high == 1 or not line.folded[item.stop - 1].endswith("s"):
        return False
    # "two gas and oil separation plants": the first part is no plural, so it is no thing of its own.
    return joined or not line.folded[before.stop - 1].endswith("s")


_MASS = ("equipment", "infrastructure", "ammunition", "terrain", "hardware", "s")


def _effect(line: Line, form: ReleaseFormat, verb: Met, item: _Item) -> Effect | None:
    start, stop = item.noun, item.stop
    target = next(iter(form.targets.all(line, start, stop)), None)
    target_name, target_span = (target.meaning, line.span_of(target.start, target.stop)) if target else ("", None)
    if target is None:
        for index in range(start, stop):
            head, dash, _ = line.plain[index].partition("-")
            if dash and (named := _lone(form.targets, head)):
                target_name, target_span = named, line.span_of(index, index + 1)
                break
    if target and target.stop == stop:
        target = None  # it is itself what was hit: "30 militants"
    kept = [index for index in range(start, stop) if target is None or not target.start <= index < target.stop]
    if target and target.start == start and target.stop < stop and line.folded[target.stop] in {"'s", "'"}:
        kept = kept[1:]
    while kept and line.folded[kept[0]] in _DROPPED | _DEFINITE and len(kept) > 1:
        kept = kept[1:]
    while len(kept) > 1 and line.folded[kept[-1]] in {"for", "of", "to", "with", "by"}:
        kept.pop()
    name = _written(line, kept) or line.said(start, stop)
    if not name:
        return None
    definite = line.folded[item.start] in _DEFINITE
    count, how = item.number, ""
    if count is None:
        single = definite and not line.folded[stop - 1].endswith("s") and line.folded[stop - 1] not in {"them", "their"}
        count, how = (ONE, "one thing that was named before") if single else (UNTOLD, "no number is said")
    before = definite or line.folded[item.start] == "both"
    further = bool({"another", "additional", "other", "others", "more"} & set(line.folded[item.start : stop]))
    return Effect(
        verb.meaning, count, name, line.span_of(verb.start, verb.stop), line.span_of(item.start, stop),
        target_name, target_span, how, further, before,
    )  # fmt: skip


def _lone(names: Lexicon, word: str) -> str:
    """The meaning of a name of one word."""
    met = names.at(Line.of(word, Span(0, len(word))), 0) if word else None
    return met.meaning if met else ""


def _written(line: Line, kept: list[int]) -> str:
    """These words as they are spaced in the text, on one line."""
    parts: list[str] = []
    for place, index in enumerate(kept):
        word = line.words[index]
        if place and kept[place - 1] == index - 1 and line.words[index - 1].stop == word.start:
            parts.append(word.text)
        else:
            parts.append(f" {word.text}")
    return "".join(parts).strip()
