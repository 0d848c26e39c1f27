"""Small cases with one agreement, and the answers of its clause for each event."""

from __future__ import annotations

from firmground.case.actors import Bond, Tie, TieKind
from firmground.case.choices import Choices, Specification
from firmground.case.definitions import Definition, Label
from firmground.case.undertakings import Agreement, Clause
from firmground.dates import When, parse_when
from firmground.measures import Selector
from firmground.measures.clauses import ClauseTrial, bound_days, bound_parties
from firmground.modality import Modality
from oracles.worlds import actors, case_of, event_table, hold, member

EVER = parse_when("../..")
FIGHTERS = Label("fighters", (), ("is",), EVER, bonds=((Bond.FIGHTS, "is"),))


def tie(actor, kind, to, period="../.."):
    return Tie(actor, TieKind(kind), to, period if isinstance(period, When) else parse_when(period))


EVERYONE = actors(
    "russia", "syria", "is", "nusra", "army", "fsa", "brigade",
    ties=(
        tie("fsa", "fights", "is"),
        tie("army", "fights", "is", "2015-10-01/2015-11-26"),
        member("nusra", "army"),
        member("brigade", "fsa"),
    ),
)  # fmt: skip


def definition(*labels, key="d"):
    return Definition(key, f"the words of {key}", "somebody", labels or (FIGHTERS,))


def clause(**given):
    plain = {
        "id": "1", "parties": ("russia",), "acts": ("air-strike",), "protects": ("fighters",), "zones": (),
        "period": parse_when("2015-11-20/.."),
    }  # fmt: skip
    return Clause(**(plain | given))


def agreement(*clauses, on="2015-11-19", **given):
    plain = {"title": "An agreement", "parties": ("russia",), "said_by": "", "source": "", "says": ""}
    return Agreement(id="a", on=parse_when(on), clauses=clauses or (clause(),), **(plain | given))


def strike(**given):
    """An air strike of Russia on a group that fights, on a day in force."""
    return {"date": "2015-11-22", "by": "russia", "kind": "air-strike", "target": "fsa"} | given


def case_with(agreed, *rows, parties=EVERYONE, definitions=None, **more):
    found = [definition()] if definitions is None else definitions
    return case_of(
        event_table(*rows),
        parties=parties,
        definitions={one.id: one for one in found},
        agreements={agreed.id: agreed},
        **({"choices": Choices(definition=tuple(one.id for one in found) or ("",))} | more),
    )


def trial_of(case, *, definition_id="", radius=1.0, number=0):
    agreed = case.agreements["a"]
    own = agreed.clauses[number]
    surely, possibly = bound_days(agreed, own)
    return ClauseTrial(
        Selector(hold(case)),
        own,
        bound_parties(agreed, own),
        surely=surely,
        possibly=possibly,
        definition=definition_id,
        radius=radius,
    )


def answers(agreed, *rows, **more):
    """Must, may or cannot each of the events break the first clause?"""
    return [Modality(int(one)) for one in trial_of(case_with(agreed, *rows, **more)).judged.breaks]


def on_choices(**given):
    return Specification(**given)
