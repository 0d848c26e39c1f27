"""The choices that an analyst could defend, as `case.toml` names them. A value that makes no sense is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firmground.case.choices import CHOICES, CONTESTED, FACETS, RADII, Choices
from firmground.case.claims import Selection, Unit
from firmground.case.questions import Met
from firmground.errors import Effect
from firmground.read.records import Record, read_number
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from firmground.case.claims import Claim
    from firmground.case.undertakings import Agreement
    from firmground.read.known import Known

ALL_EVENTS = "all"
FARTHEST_KM = 20_004


def read_choices(
    record: Record | None,
    known: Known,
    subsets: Mapping[str, Selection],
    claims: Iterable[Claim],
    agreements: Iterable[Agreement],
) -> Choices:
    """The choices of the case, with what holds where it names none."""
    labels = known.parties.labels
    uses_label = bool(labels) and any(party in labels for party in _parties(claims, agreements, subsets.values()))
    defaults: dict[str, tuple[Any, ...]] = {
        "map": tuple(known.maps),
        "definition": tuple(known.definitions) if uses_label else ("",),
        "unit": (),
        "contested": (True,),
        "margin_km": (0.0,),
        "radius": (1.0,),
        "subset": (ALL_EVENTS,),
    }
    facets: tuple[str, ...] = FACETS
    if record is not None:
        defaults = {name: _values(record, name, known) or defaults[name] for name in CHOICES}
        facets = _facets(record)
        record.close()
    return Choices(**defaults, subsets=dict(subsets), facets=facets)


def read_fixed_choices(record: Record, known: Known) -> tuple[tuple[str, str], ...]:
    """The specification that a speaker meant: one value for some of the choices."""
    table = record.table("choices")
    if table is None:
        return ()
    found = tuple((name, table.text(name)) for name in CHOICES if name in table and _values(table, name, known))
    table.close()
    return found


def _values(record: Record, name: str, known: Known) -> tuple[Any, ...]:
    """The values of one choice that make sense, each once, in order."""
    found: list[Any] = []
    for text in _listed(record, name):
        try:
            value = _READERS[name](text, known)
        except ValueError as fault:
            what = f"the choice `{name}` has {show(text)}, which is left out"
            record.problem(what, str(fault), Effect.REFUSED)
            continue
        if value in found:
            record.problem(f"the choice `{name}` has {show(text)} twice")
        else:
            found.append(value)
    return tuple(found)


def _listed(record: Record, name: str) -> list[str]:
    raw = record.raw(name)
    if isinstance(raw, list) and not any(isinstance(value, list | dict) for value in raw):
        return [str(value).strip() for value in raw]
    return [text] if (text := record.text(name)) else []


def _facets(record: Record) -> tuple[str, ...]:
    table = record.table("facets")
    if table is None:
        return FACETS
    names = table.texts("by")
    for name in names:
        if name not in CHOICES:
            table.problem(f"`facets` names {show(name)}, which is no choice", suggest(name, CHOICES))
    table.close()
    return tuple(name for name in names if name in CHOICES) if "by" in table else FACETS


def _one_of(text: str, words: Iterable[str]) -> str:
    names = list(words)
    if text not in names:
        raise ValueError(suggest(text, names) or "the case has none")
    return text


def _number(text: str, least: float, most: float, words: Mapping[str, float] | None = None) -> float:
    if words and text in words:
        return words[text]
    hint = f"write a number from {least:g} to {most:g}" + (f" or {', '.join(words)}" if words else "")
    try:
        number = read_number(text)
    except ValueError as fault:
        raise ValueError(hint) from fault
    if not least <= number <= most:
        raise ValueError(hint)
    return number


_READERS: dict[str, Callable[[str, Known], Any]] = {
    "map": lambda text, known: _one_of(text, known.maps),
    "definition": lambda text, known: _one_of(text, known.definitions),
    "unit": lambda text, _: _one_of(text, [str(unit) for unit in Unit]),
    "contested": lambda text, _: CONTESTED[_one_of(text, CONTESTED)],
    "margin_km": lambda text, _: _number(text, 0, FARTHEST_KM),
    "radius": lambda text, _: _number(text, 0, 1000, RADII),
    "subset": lambda text, known: _one_of(text, (ALL_EVENTS, *known.subsets)),
}


def _parties(
    claims: Iterable[Claim], agreements: Iterable[Agreement], selections: Iterable[Selection]
) -> Iterable[str]:
    """Every party, actor or label, that a test, a clause or a subset names."""
    for claim in claims:
        if claim.test is not None:
            yield from (claim.test.party, claim.test.among.target)
            yield from claim.test.that.parties()
            if isinstance(claim.test.about, Met):
                yield claim.test.about.other.target
    for agreement in agreements:
        for clause in agreement.clauses:
            yield from (*clause.protects, *clause.exempt)
    for selection in selections:
        yield selection.target
