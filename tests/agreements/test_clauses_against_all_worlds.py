"""What a clause says of an event equals the enumeration of every world in which the event may have happened."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from watching import agreement, case_with, clause, definition, tie, trial_of

from firmground.case.actors import Bond
from firmground.case.definitions import Label
from firmground.dates import NO_START, Days, When, parse_when
from firmground.modality import CANNOT, MAY, MUST, Modality
from oracles.agreements import Event, Undertaking, World, answer
from oracles.worlds import actors, day

FIRST = day("2015-11-20")
LENGTH = 6
NAMES = ("russia", "syria", "is", "nusra", "army")
KINDS = ("air-strike", "shelling")

runs = st.tuples(st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1)).map(lambda ends: (min(ends), max(ends)))
a_tie = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(["member-of", "fights"]), st.sampled_from(NAMES), runs
).filter(lambda one: one[0] != one[2])
names = st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True).map(tuple)
readings = st.lists(names, max_size=2).map(tuple)
some = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)


@st.composite
def events(draw):
    return {
        "run": draw(runs),
        "by": draw(readings),
        "kind": draw(st.lists(st.sampled_from(KINDS), max_size=2, unique=True).map(tuple)),
        "target": draw(readings),
    }


@st.composite
def worlds(draw):
    return {
        "ties": draw(st.lists(a_tie, max_size=6)),
        "covers": draw(some),
        "excludes": draw(some),
        "fights": draw(some),
        "open": draw(st.booleans()),
    }


@st.composite
def clauses(draw, exempt):
    return {
        "parties": draw(some),
        "acts": draw(st.sampled_from([(), ("air-strike",), ("air-strike", "shelling")])),
        "protects": draw(st.sampled_from([("label",), ("nusra",), ("label", "army"), ()])),
        "exempt": draw(some) if exempt else (),
        "run": draw(runs),
        "may_begin": draw(st.integers(0, 2)),
    }


def days_of(run):
    return frozenset(range(FIRST + run[0], FIRST + run[1] + 1))


def edtf(run):
    first, last = (f"2015-11-{20 + end}" for end in run)
    return first if first == last else f"{first}/{last}"


def by_engine(world, own, event):
    surely = Days(FIRST + own["run"][0], FIRST + own["run"][1] + 1)
    period = When(Days(surely.start - own["may_begin"], surely.stop), surely)
    label = Label(
        "label", world["covers"], world["excludes"], parse_when("../.."), open=world["open"],
        bonds=tuple((Bond.FIGHTS, one) for one in world["fights"]),
    )  # fmt: skip
    row = {
        "date": edtf(event["run"]),
        "by": "|".join(";".join(one) for one in event["by"]),
        "kind": "|".join(event["kind"]),
        "target": "|".join(";".join(one) for one in event["target"]),
    }
    agreed = agreement(
        clause(parties=own["parties"], acts=own["acts"], protects=own["protects"], exempt=own["exempt"], period=period),
        parties=(),
    )
    everyone = actors(*NAMES, ties=tuple(tie(one, kind, to, edtf(run)) for one, kind, to, run in world["ties"]))
    case = case_with(agreed, row, parties=everyone, definitions=[definition(label)])
    trial = trial_of(case)
    one_by_one = [part.breaks for part in trial.parts_of(0)]
    columns = Modality(int(trial.judged.breaks[0]))
    assert columns is (one_by_one[0] if len(set(one_by_one)) == 1 else MAY)
    return columns


def by_worlds(world, own, event):
    surely = days_of(own["run"])
    known = World(
        NAMES,
        tuple((one, kind, to, days_of(run)) for one, kind, to, run in world["ties"]),
        frozenset(world["covers"]),
        frozenset(world["excludes"]),
        frozenset(world["fights"]),
        world["open"],
    )
    undertaking = Undertaking(
        own["parties"] or ("?",),
        own["acts"],
        own["protects"],
        own["exempt"],
        surely,
        frozenset(range(min(surely) - own["may_begin"], min(surely))),
    )
    happened = Event(tuple(sorted(days_of(event["run"]))), event["by"], event["kind"], event["target"])
    return answer(known, undertaking, happened)


@given(worlds(), clauses(exempt=False).filter(lambda own: own["parties"]), events())
@settings(deadline=None, max_examples=400)
def test_a_clause_without_exemptions_says_exactly_what_all_worlds_say(world, own, event):
    assert by_engine(world, own, event) is by_worlds(world, own, event)


@given(worlds(), clauses(exempt=True).filter(lambda own: own["parties"]), events())
@settings(deadline=None, max_examples=300)
def test_a_clause_with_exemptions_never_says_more_than_all_worlds_say(world, own, event):
    said, true = by_engine(world, own, event), by_worlds(world, own, event)
    assert said is true or said is MAY


def test_the_worlds_tell_the_three_answers_apart():
    world = {"ties": [], "covers": ("nusra",), "excludes": (), "fights": (), "open": False}
    own = {"parties": ("russia",), "acts": (), "protects": ("label",), "exempt": (), "run": (1, 4), "may_begin": 0}
    event = {"run": (2, 2), "by": (("russia",),), "kind": (), "target": (("nusra",),)}
    assert by_worlds(world, own, event) is MUST
    assert by_worlds(world, own, event | {"run": (0, 1)}) is MAY
    assert by_worlds(world, own, event | {"target": (("is",),)}) is CANNOT
    assert NO_START < FIRST
