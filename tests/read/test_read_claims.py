"""Claims, their tests, subsets and choices: everything that they name is checked before it can mislead."""

from __future__ import annotations

from fractions import Fraction

import pytest

from firmground.bounds import Bounds
from firmground.case.choices import Choices
from firmground.case.claims import Condition, MeasureKind, Near, Relation, Selection, Unit
from firmground.errors import Effect

CASE = """
[[events]]
id = "e"
file = "e.csv"
[[maps]]
id = "m"
file = "m.csv"
"""
FILES = {
    "e.csv": "id,by,kind,target,Sector\n1,russia,air-strike,rebels,North\n2,Wagner,shelling,,South\n",
    "m.csv": "place,lon,lat,from,holder\na,1,2,2015,russia\n",
    "places.csv": "id,name,lon,lat,radius_km\nraqqa,Raqqa,39,36,5\nk1,Kafr,1,1,1\nk2,Kafr,2,2,1\n",
    "incidents.csv": "id,date,place\njet,2015-11-24,raqqa\n",
}
DEFINITIONS = '[[definitions]]\nid = "ru"\n[[definitions.labels]]\nlabel = "terrorist"\ncovers = ["islamic-state"]\n[[definitions]]\nid = "us"\n[[definitions.labels]]\nlabel = "terrorist"\ncovers = ["islamic-state"]\n'


def faults(case):
    """Problems of what was written by hand; that the events have parties of their own is of no matter here."""
    return [problem for problem in case.problems if problem.file.endswith(".toml")]


@pytest.fixture
def with_claims(case_of, actors):
    def read(claims, case="", **named):
        given = {"actors": actors, "definitions": DEFINITIONS, "files": FILES} | named
        return case_of(CASE + case, claims=claims, **given)

    return read


@pytest.fixture
def test_of(with_claims):
    """The claim with this test, and what is wrong."""

    def read(text, case="", **named):
        found = with_claims(
            f'[[claims]]\nid = "c"\nby = "R"\non = "2015-10-21"\nsays = "s"\n[claims.test]\n{text}\n', case, **named
        )
        return found.claims["c"], [problem.what for problem in faults(found)]

    return read


SHARE = 'measure = "share"\nthat = { outside = "islamic-state" }\n'


def test_a_claim_is_read_whole(with_claims):
    text = """
[[claims]]
id = "c"
by = "Reuters"
role = "news agency"
anonymous = true
on = 2015-10-21
says = "Almost 80 percent"
topic = "share"
said = { value = "almost 80 percent", unit = "targets" }
[claims.test]
measure = "share"
unit = "place"
among = { by = "Россия", kind = ["air-strike"], reported_until = "2015-10-21", datasets = ["e"], near = { to = "Raqqa", km = 20 }, where = { Sector = "North" }, where_not = { id = ["2", "3"] } }
that = { outside = ["ISIS", "terrorist"], near = { to = "jet", km = 5 }, any = [{ target = "rebels" }], none = [{ with = "ukraine" }] }
value = "0.75..0.80"
out_of = 800
choices = { map = "m", definition = "ru", contested = "counts", margin_km = 5, radius = "doubled", subset = "all" }
"""
    case = with_claims(text)
    assert faults(case) == []
    claim = case.claims["c"]
    assert (claim.by, claim.role, claim.anonymous, str(claim.on), claim.said) == (
        "Reuters",
        "news agency",
        True,
        "2015-10-21",
        (("value", "almost 80 percent"), ("unit", "targets")),
    )
    test = claim.test
    assert (test.measure, test.unit, test.out_of, test.value.low) == (
        MeasureKind.SHARE,
        Unit.PLACE,
        800,
        Fraction(3, 4),
    )
    assert test.among == Selection(
        by="russia", kind=("air-strike",), reported_last=test.among.reported_last, datasets=("e",), near=(Near("raqqa", 20),), where=(("Sector", ("North",)),), where_not=(("id", ("2", "3")),)
    )  # fmt: skip
    assert test.that == Condition(
        ground=((Relation.OUTSIDE, "islamic-state"), (Relation.OUTSIDE, "terrorist")),
        near=(Near("jet", 5),),
        any_of=(Condition(target="rebels"),),
        none_of=(Condition(ground=((Relation.WITH, "ukraine"),)),),
    )
    assert test.choices == (
        ("map", "m"),
        ("definition", "ru"),
        ("contested", "counts"),
        ("margin_km", "5"),
        ("radius", "doubled"),
        ("subset", "all"),
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('measure = "shares"\nthat = { in = "ukraine" }', "`measure` is 'shares'"),
        ('that = { in = "ukraine" }', "`measure` is missing"),
        ('measure = "share"', "a share needs `that`"),
        (SHARE + 'unit = "places"', "`unit` is 'places'"),
        (SHARE + 'value = "about 80"', "`value`: 'about 80' is not understood"),
        (SHARE + "out_of = 0", "`out_of` is '0'"),
        (SHARE + 'out_of = "many"', "`out_of` is 'many'"),
        (SHARE + 'model = "normal"', "`model` is 'normal'"),
        (SHARE + "model = true", "`model` is"),
        ('measure = "area"\nparty = "ukraine"\non = "2015"\nmodel = "uniform"', "the measure area counts none"),
        (
            'measure = "share"\nnumbers = { counted = 64, that = 15 }\nmodel = "uniform"',
            "a test by numbers of its own counts none",
        ),
        (SHARE + 'vlaue = ">= 0.8"', "the key 'vlaue' is not known here"),
        (
            'measure = "share"\nthat = { outside = "islamic-sate" }',
            "'islamic-sate' is no actor of the case and no label",
        ),
        ('measure = "share"\nthat = { outsid = "islamic-state" }', "the key 'outsid' is not known here"),
        ('measure = "share"\nthat = {}', "a condition in `that` asks for nothing"),
        ('measure = "share"\nthat = "outside"', "`that` is not a table"),
        ('measure = "share"\nthat = { near = { to = "raqqa" } }', "`near` has no km"),
        ('measure = "share"\nthat = { near = { to = "raqqa", km = -1 } }', "`km` is -1"),
        ('measure = "share"\nthat = { near = { to = "Rakka", km = 1 } }', "`to` is 'Rakka', which is no place"),
        ('measure = "share"\nthat = { near = { to = "Kafr", km = 1 } }', "'Kafr' is the name of several places"),
        (SHARE + 'among = { by = "rusia" }', "'rusia' is no actor of the case and did nothing"),
        (SHARE + 'among = { by = "terrorist" }', "'terrorist' is no actor of the case and did nothing"),
        (SHARE + 'among = { by = ["russia", "ukraine"] }', "`by` names several parties"),
        (SHARE + 'among = { datasets = ["x"] }', "'x' is no [[events]] of the case"),
        (SHARE + 'among = { where = { sector = "North" } }', "no file of events has the column 'sector'"),
        (SHARE + 'among = { from = "2015-13" }', "`from`: '2015-13' is no day of the calendar"),
        (SHARE + 'among = { untl = "2015" }', "the key 'untl' is not known here"),
        ('measure = "count"\nnumbers = { counted = 10, that = "9..11" }', "`numbers` cannot be understood"),
        ('measure = "count"\nnumbers = { counted = 10, that = "some" }', "`numbers` cannot be understood"),
        ('measure = "area"\nparty = "ukraine"', "the measure area needs `on`"),
        ('measure = "gain"\nparty = "ukraine"\non = "2015"', "the measure gain needs `until`"),
        ('measure = "places"\nparty = "ukraine"\non = "2015"\ntaken = true', "places taken need `until`"),
        ('measure = "distance"', "the measure distance needs `to` or `party`"),
        ('measure = "area"\nparty = "ukraine"\non = "2015"\nregion = "Aleppo"', "the region 'Aleppo' is no area"),
    ],
)
def test_a_test_that_is_not_understood_is_kept_as_the_reason_why_it_is_not_run(test_of, text, fault):
    claim, problems = test_of(text)
    assert claim.test is None
    assert fault in claim.cannot_test
    assert any(fault in problem for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        SHARE,
        'measure = "count"',
        'measure = "count"\nnumbers = { counted = 10, that = "9..10" }',
        'measure = "share"\nnumbers = { counted = 64, that = 15 }',
        'measure = "area"\nparty = "ukraine"\non = "2015-10-01"\nregion = "raqqa"',
        'measure = "gain"\nparty = "ukraine"\non = "2015-10-01"\nuntil = "2015-11-01"',
        'measure = "places"\nparty = "ukraine"\non = "2015-10-01"',
        'measure = "distance"\nto = "jet"\ngreatest = true',
        'measure = "distance"\nparty = "terrorist"',
        SHARE + 'among = { by = "Wagner" }',
        SHARE + 'value = "49/64"\nout_of = 1',
        SHARE + 'model = "uniform"',
    ],
)
def test_a_test_that_is_understood_is_run(test_of, text):
    claim, problems = test_of(text)
    assert claim.test is not None
    assert (claim.cannot_test, problems) == ("", [])


@pytest.mark.parametrize(
    ("text", "low", "high"), [("49..64", 49, 64), ("15", 15, 15), ("<= 15", 0, 15), ("> 48", 49, 64), ("< 1", 0, 0)]
)
def test_the_own_numbers_of_a_claim_are_bounds(test_of, text, low, high):
    claim, _ = test_of(f'measure = "share"\nnumbers = {{ counted = 64, that = "{text}" }}')
    assert (claim.test.numbers.counted, claim.test.numbers.that) == (64, Bounds(low, high))


def test_all_faults_of_a_test_are_told_not_the_first(test_of):
    claim, problems = test_of('measure = "shares"\nunit = "x"\nthat = { in = "a", out = "b" }\nvalue = "y"')
    assert len(problems) == 5
    assert claim.cannot_test.count(";") == 4


def test_a_kind_that_no_event_has_is_noted_and_the_test_is_run(test_of):
    claim, problems = test_of(SHARE + 'among = { kind = "airstrike" }')
    assert claim.test.among.kind == ("airstrike",)
    assert problems == ["no event is of the kind 'airstrike'"]


def test_a_choice_of_the_speaker_that_does_not_exist_is_left_out(test_of):
    claim, problems = test_of(SHARE + 'choices = { map = "isw", unit = "place", mapp = "m" }')
    assert claim.test.choices == (("unit", "place"),)
    assert len(problems) == 2


def test_a_claim_has_a_test_or_a_reason_and_not_both(with_claims):
    text = '[[claims]]\nid = "{0}"\non = "2015"\nsays = "s"\n{1}\n'
    test = '[claims.test]\nmeasure = "count"'
    case = with_claims(
        text.format("a", 'cannot_test = "no data"')
        + text.format("b", "")
        + text.format("c", 'cannot_test = "no data"\n' + test)
        + text.format("d", test)
    )
    assert [bool(claim.test) for claim in case.claims.values()] == [False, False, False, True]
    assert [bool(claim.cannot_test) for claim in case.claims.values()] == [True, True, True, False]
    assert [problem.row for problem in faults(case)] == [6, 11]


def test_claims_restate_claims_that_exist_and_never_themselves(with_claims):
    text = "".join(
        f'[[claims]]\nid = "{key}"\non = "2015"\nsays = "s"\ncannot_test = "x"\nrestates = "{other}"\n'
        for key, other in ("ab", "bc", "cb", "dx", "ed", "ff")
    )
    case = with_claims(text)
    assert {key: claim.restates for key, claim in case.claims.items()} == {
        "a": "b",
        "b": "",
        "c": "",
        "d": "",
        "e": "d",
        "f": "",
    }
    assert len(faults(case)) == 4


def test_a_source_that_is_not_listed_is_noted_with_the_nearest(with_claims):
    case = with_claims(
        '[[claims]]\nid = "c"\non = "2015"\nsays = "s"\ncannot_test = "x"\nsource = "reuter"\n',
        sources='[[sources]]\nid = "reuters"\n',
    )
    assert [(problem.row, problem.effect, "reuters" in problem.hint) for problem in faults(case)] == [
        (1, Effect.NOTED, True)
    ]


LABELLED = '[[claims]]\nid = "c"\non = "2015"\nsays = "s"\n[claims.test]\nmeasure = "share"\nthat = { none = [{ in = "terrorist" }] }\n'


def test_without_choices_all_maps_count_and_definitions_only_where_a_label_is_used(with_claims):
    assert with_claims("").choices == Choices(map=("m",))
    assert with_claims(LABELLED, folder="labelled").choices == Choices(map=("m",), definition=("ru", "us"))


CHOICES = """
[subsets.north]
where = { Sector = "North" }
[choices]
map = ["m"]
definition = "us"
unit = ["place", "event"]
contested = ["does-not-count", "counts"]
margin_km = [0, 5.5]
radius = ["as-coded", "doubled", 3]
subset = ["all", "north"]
[choices.facets]
by = ["unit"]
"""


def test_choices_are_read_in_their_order(with_claims):
    case = with_claims("", CHOICES)
    assert faults(case) == []
    choices = case.choices
    assert (choices.map, choices.definition, choices.unit, choices.contested) == (
        ("m",),
        ("us",),
        ("place", "event"),
        (False, True),
    )
    assert (choices.margin_km, choices.radius, choices.subset, choices.facets) == (
        (0, 5.5),
        (1, 2, 3),
        ("all", "north"),
        ("unit",),
    )
    assert choices.subsets == {"north": Selection(where=(("Sector", ("North",)),))}


@pytest.mark.parametrize(
    ("line", "left", "hint"),
    [
        ('map = ["m", "isw"]', {"map": ("m",)}, "known: m"),
        ('map = ["isw"]', {"map": ("m",)}, "known: m"),
        ('definition = ["ruu"]', {"definition": ("",)}, "known: ru, us"),
        ('unit = ["place", "plase"]', {"unit": ("place",)}, 'did you mean "place"?'),
        ('contested = ["yes"]', {"contested": (True,)}, "known: counts, does-not-count"),
        ("contested = [true]", {"contested": (True,)}, "known: counts, does-not-count"),
        ("margin_km = [0, -1]", {"margin_km": (0,)}, "write a number from 0 to 20004"),
        ('margin_km = ["nan"]', {"margin_km": (0,)}, "write a number from 0 to 20004"),
        ('radius = ["tripled", 2]', {"radius": (2,)}, "or as-coded, doubled"),
        ('subset = ["south"]', {"subset": ("all",)}, "known: all"),
    ],
)
def test_a_value_that_makes_no_sense_is_left_out_of_a_choice(with_claims, line, left, hint):
    case = with_claims("", f"[choices]\n{line}\n")
    assert {name: getattr(case.choices, name) for name in left} == left
    assert [(problem.row, problem.effect) for problem in faults(case)] == [(9, Effect.REFUSED)]
    assert hint in faults(case)[0].hint or hint.replace("known: ru, us", 'did you mean "ru"?') in faults(case)[0].hint


def test_a_subset_that_is_not_understood_is_left_out_with_the_choice_of_it(with_claims):
    case = with_claims(
        "",
        '[subsets.north]\nwhere = { sector = "North" }\n[subsets.all]\n[choices]\nsubset = ["all", "north"]\nmaps = ["m"]\n[choices.facets]\nby = ["units"]\n',
    )
    assert (case.choices.subset, case.choices.subsets, case.choices.facets) == (("all",), {}, ())
    assert len(faults(case)) == 5
