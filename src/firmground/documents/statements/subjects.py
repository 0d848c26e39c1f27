"""Who stands before or after a verb of saying: the noun phrase, found by what bounds it.

Right of the verb a phrase ends at a mark, a time or "in a statement". Left of it it begins after a mark, a word that
joins clauses, or the verb before. Between commas stands an apposition, which belongs to the speaker, or a clause,
which does not.
"""

from __future__ import annotations

from itertools import pairwise

from firmground.documents.statements.line import FAR, Line, is_break
from firmground.documents.statements.wordkinds import (
    AUXILIARIES,
    COORDINATORS,
    DASHES,
    DAY_NAMES,
    DETERMINERS,
    OPENING_ADVERBS,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_LEADS,
    TIMES,
    TRAILERS,
    is_adverb,
    is_ed,
    is_ing,
)

Range = tuple[int, int]
_VERBAL = AUXILIARIES - POSSESSIVES  # after a noun "'s" is nearly always a genitive


def subject_before(line: Line, stop: int, floor: int) -> Range | None:
    """The noun phrase that ends before `stop`, not reaching below `floor`."""
    if line.at(stop - 1) == ",":
        return _before_comma(line, stop - 1, floor)
    if line.at(stop - 1) == ")":
        opened = next((at for at in range(stop - 1, max(floor, stop - 12), -1) if line.at(at) == "("), -1)
        return subject_before(line, opened, floor) if opened > floor else None
    start = _left_edge(line, stop, floor)
    relative = _relative_left_of(line, start, stop, floor)
    if relative is not None:
        return relative
    return tidy(line, (start, stop))


def _left_edge(line: Line, stop: int, floor: int) -> int:
    start = stop
    while start > max(floor, stop - FAR):
        low = line.at(start - 1)
        if is_break(low) or low in SUBORDINATORS or low in RELATIVES or low == "as" or low in _VERBAL:
            break
        if low in COORDINATORS and (low in {"but", "then", "yet"} or _joins_clauses(line, start - 1, floor)):
            break
        if line.is_quoted(start - 1) and not line.is_quoted(stop):
            break
        start -= 1
    return start


def _joins_clauses(line: Line, at: int, floor: int) -> bool:
    """What stands left of this "and" has a verb: it joins sentences, not nouns."""
    if line.at(at - 1) == ",":
        return True
    start = at
    while start > max(floor, at - FAR) and not is_break(line.at(start - 1)):
        start -= 1
        if line.is_finite(start) or line.verb(start) is not None:
            return True
    return False


def _relative_left_of(line: Line, start: int, stop: int, floor: int) -> Range | None:
    """As in "officials in a town that was hit | said": the phrase before "that", where its clause has its own verb."""
    low = line.at(start - 1)
    place = start
    if low in _VERBAL:
        place = next(
            (at + 1 for at in range(start - 1, max(floor, start - 12) - 1, -1) if line.at(at) in RELATIVES), -1
        )
        if place < 0:
            return None
        low = line.at(place - 1)
    if low not in RELATIVES or (place - 1 <= floor and low == "that"):
        return None
    if place == stop:
        return antecedent(line, place - 1, floor)
    own_verb = low == "who" or line.is_finite(place) or line.has_finite(place, stop) or is_ed(line.at(place))
    return antecedent(line, place - 1, floor) if own_verb else None


def antecedent(line: Line, relative: int, floor: int) -> Range | None:
    """The noun that "who" or "which" at this place goes on about."""
    stop = relative - 1 if line.at(relative - 1) == "," else relative
    start = stop
    while start > max(floor, stop - 12):
        low = line.at(start - 1)
        boundary = is_break(low) or low in SUBORDINATORS or low in RELATIVES or line.is_finite(start - 1)
        if boundary or (low in PREPOSITIONS and low != "of") or low in COORDINATORS or line.verb(start - 1):
            break
        if low in SUBJECT_PRONOUNS and start < stop:
            break
        start -= 1
        if low in DETERMINERS and line.at(start - 1) != "of":
            break
    where = line.at(start - 1) in {"in", "at", "from", "for", "near"} and line.is_capital(stop - 1)
    person = line.at(start - 2).isalpha() and line.verb(start - 2) is None and not line.is_finite(start - 2)
    if line.at(relative) == "who" and where and person and start - 2 >= floor:
        before = antecedent(line, start - 1, floor)
        return (before[0], stop) if before else tidy(line, (start, stop))
    return tidy(line, (start, stop))


def _before_comma(line: Line, comma: int, floor: int) -> Range | None:
    """As in "X, the head of Y, | said": the first part between commas that names and leads nothing in."""
    start = comma
    while start > max(floor, comma - FAR - FAR):
        low = line.at(start - 1)
        if low in DASHES or low in {"“", "”", '"'} or (low in {"but", "while", "although", "though"} and start < comma):
            break
        start -= 1
    edges = [start, *(at + 1 for at in range(start, comma) if line.at(at) == ","), comma + 1]
    parts = [_past_time(line, (one, other - 1)) for one, other in pairwise(edges) if other - 1 > one]
    bases = [number for number, part in enumerate(parts) if _may_name(line, part)]
    if len(parts) > 2 and _is_full_name(line, parts[-2]) and line.at(parts[-1][0]) in DETERMINERS:
        bases = [len(parts) - 2]
    elif bases and any(line.has_finite(*part) for part in parts[: bases[0]]):
        # What was said stands first, with lists of its own: the speaker is the last name that an apposition follows.
        bases = [at for at in reversed(bases[:-1]) if line.is_capital(parts[at][0])] or bases
    if not bases or (bases[0] == len(parts) - 1 and len(parts) > 1 and line.at(parts[-1][0] - 1) == ","):
        return None  # the part between the last commas alone is an aside, not a speaker
    base = tidy(line, parts[bases[0]])
    return None if base is None else _with_apposition(line, base, parts[bases[0] + 1 :])


def _past_time(line: Line, part: Range) -> Range:
    """As in "On Oct. 7 John Kirby": the name alone."""
    place = line.skip_time(part[0])
    return (place, part[1]) if part[0] < place < part[1] else part


def _is_full_name(line: Line, part: Range) -> bool:
    return part[1] - part[0] > 1 and all(line.is_capital(at) for at in range(*part))


def _may_name(line: Line, part: Range) -> bool:
    return tidy(line, part) is not None and not _leads_in(line, part[0]) and not line.has_finite(*part)


def _with_apposition(line: Line, base: Range, parts: list[Range]) -> Range:
    stop = base[1]
    for part in parts:
        if _leads_in(line, part[0]) or line.at(part[0]) in RELATIVES or line.at(part[0]) in COORDINATORS:
            break
        if is_ing(line.at(part[0])) or is_ed(line.at(part[0])):
            break
        stop = part[1]
    return (base[0], stop)


def _leads_in(line: Line, place: int) -> bool:
    """Words that open a sentence before its subject: "On Monday", "After ...", "Speaking ...", "However"."""
    low = line.at(place)
    if low in PREPOSITIONS or low in SUBORDINATORS or low in RELATIVES or low in DAY_NAMES or low == "as":
        return True
    return low in OPENING_ADVERBS or is_adverb(low) or (is_ing(low) and not line.is_capital(place + 1)) or is_ing(low)


def tidy(line: Line, found: Range) -> Range | None:
    """Without what goes before or after a name: "But", "on Monday", "both"; None if nothing is left that names."""
    start, stop = found
    while start < stop and _goes_before(line, start, stop):
        after = line.skip_time(start)
        start = after if start < after < stop else start + 1
    while stop > start and _goes_after(line, start, stop):
        stop -= 1
    if line.at(start) in PREPOSITIONS and not line.is_capital(start + 1):
        start = next((at for at in range(start + 3, stop) if _begins_noun(line, at)), start)
    if start >= stop or all(line.is_mark(at) for at in range(start, stop)):
        return None
    single = stop - start == 1
    if single and (line.at(start) in PREPOSITIONS or is_adverb(line.at(start)) or line.at(start) in AUXILIARIES):
        return None
    return start, stop


def _begins_noun(line: Line, place: int) -> bool:
    """As in "After the vote | the chairman": a noun that cannot go on from the one before it."""
    low = line.at(place)
    return (low in DETERMINERS or low in SUBJECT_PRONOUNS) and line.at(place - 1) not in PREPOSITIONS | COORDINATORS


def _goes_before(line: Line, place: int, stop: int) -> bool:
    low = line.at(place)
    if low in OPENING_ADVERBS or low in COORDINATORS or low in SUBORDINATORS or line.is_mark(place):
        return True
    if low in POSSESSIVES:
        return True
    timed = line.skip_time(place)
    return (place < timed < stop and line.at(timed) not in POSSESSIVES and low not in {"this", "that", "next"}) or (
        is_adverb(low) and place + 1 < stop
    )


def _goes_after(line: Line, start: int, stop: int) -> bool:
    low = line.at(stop - 1)
    if low in TRAILERS or is_adverb(low) or is_break(low):
        return stop - start > 1 or is_break(low)
    if low in DAY_NAMES or (low in TIMES and line.at(stop - 2) in TIME_LEADS):
        return stop - start > 1
    return low in {"on", "in"} and stop - start > 1


def subject_after(line: Line, start: int) -> Range | None:
    """The noun phrase that begins here, with its apposition: "said X, the foreign minister, on Monday"."""
    stop = start
    while stop < min(len(line), start + FAR) and not _ends_right(line, start, stop):
        stop += 1
    if stop == start or line.at(start) in PREPOSITIONS or line.at(start) in RELATIVES:
        return None
    return start, _past_apposition(line, stop)


def _ends_right(line: Line, start: int, place: int) -> bool:
    low = line.at(place)
    if is_break(low) or line.is_quoted(place) or line.is_finite(place):
        return True
    if low in RELATIVES or low in SUBORDINATORS or low in {"as", "but"}:
        return True
    if place > start and (low in DAY_NAMES or (low in TIMES and not line.is_capital(place - 1))):
        return True
    return place > start and (line.skip_time(place) > place or line.skip_occasion(place) > place)


def _past_apposition(line: Line, stop: int) -> int:
    if line.at(stop) != ",":
        return stop
    start = stop + 1
    low = line.at(start)
    if not (line.starts_noun(start) or low.isalpha()) or line.is_quoted(start) or low in SUBJECT_PRONOUNS:
        return stop
    if _leads_in(line, start) or low in COORDINATORS or low in RELATIVES or is_ed(low):
        return stop
    end = start
    while end < min(len(line), start + FAR) and not is_break(line.at(end)) and not line.is_quoted(end):
        if line.is_finite(end):
            return stop
        end += 1
    return end if line.at(end) in {",", ".", ""} or line.is_quoted(end) else stop


def main_subject(line: Line, start: int, stop: int) -> Range | None:
    """The subject of the clause that begins at `start`: up to its first verb."""
    at = start
    while at < stop and (_leads_in(line, at) or is_break(line.at(at))):
        comma = next((place for place in range(at, min(stop, at + FAR)) if line.at(place) == ","), -1)
        if comma < 0:
            at += 1
            break
        at = comma + 1
    end = at
    while end < min(stop, at + FAR):
        low = line.at(end)
        ends = line.is_finite(end) or low in _VERBAL or (line.verb(end) is not None and end > at)
        if ends or is_break(low) or low in RELATIVES or low in SUBORDINATORS:
            break
        end += 1
    return tidy(line, (at, end))
