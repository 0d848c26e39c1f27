"""Numbers become claims whose tests the case understands; what the words leave open is left empty and said."""

from __future__ import annotations

import shutil

import marked_numbers as marked
import pytest
import tomlkit
from marked_numbers import page_of

import firmground as fg
from firmground.bounds import Bounds
from firmground.case.claims import MeasureKind, Relation, Unit
from firmground.documents.days import find_days
from firmground.documents.draft import DraftKind, check_spans
from firmground.documents.found import Found
from firmground.documents.known import Known
from firmground.documents.numbers import claim_of, find_quantities, propose_claims
from firmground.documents.statements import Naming, Statement
from firmground.spans import Span


@pytest.fixture(scope="module")
def known():
    return Known.of(fg.read_case(fg.example_folder("syria-2015")))


def found_on(page, known, statements=()):
    days = find_days(page)
    return Found(days, find_quantities(page, days), (), known.actors.find(page), tuple(statements))


def drafts(text, known, published="2015-10-21", site="Reuters"):
    page = page_of(text, published, site)
    found = propose_claims(page, known, found_on(page, known))
    assert all(check_spans(draft, text) and draft.kind is DraftKind.CLAIM for draft in found)
    return found


def told(draft, name):
    return next((field for field in draft.fields if field.name == name), None)


FOUR_FIFTHS = "Almost 80 percent of Russia's declared targets in Syria have been in areas not held by Islamic State."


def test_the_sentence_of_the_model_case_is_drafted_as_the_built_in_case_has_it(known):
    (draft,) = drafts(FOUR_FIFTHS, known)
    values = {field.name: field.value for field in draft.fields}
    assert values == {
        "by": "Reuters",
        "on": "2015-10-21",
        "says": FOUR_FIFTHS,
        "said.value": "Almost 80 percent",
        "said.unit": "declared targets",
        "said.condition": "not held by Islamic State",
        "test.measure": "share",
        "test.unit": "place",
        "test.among.by": "russia",
        "test.among.kind": "air-strike",
        "test.among.reported_until": "2015-10-21",
        "test.that.outside": "islamic-state",
        "test.value": "0.75..0.8",
    }
    assert told(draft, "by").how == "the document's site (asked)"


@pytest.mark.parametrize(
    ("words", "relation", "doubted"),
    [
        ("were in areas held by Islamic State", "in", False),
        ("were not in areas of Islamic State", "outside", False),
        ("lay outside ground held by Islamic State", "outside", False),
        ("lay in territory under the control of Islamic State", "in", False),
        ("were in areas where there were no positions of Islamic State", "without", False),
        ("were in areas where Islamic State has no fighters", "without", False),
        ("were in areas that Islamic State does not hold", "outside", False),
        ("fell on ground that Islamic State holds", "in", False),
        ("were in Islamic State territory", "in", False),
        ("were outside Islamic State territory", "outside", False),
        ("were against Islamic State", "in", True),
        ("were not against Islamic State", "outside", True),
        ("were in areas with no Islamic State presence", "without", False),
        ("were aimed at Islamic State", "in", True),
        ("hit Islamic State", "in", True),
    ],
)
def test_on_whose_ground(known, words, relation, doubted):
    (draft,) = drafts(f"More than half of Russian strikes {words}.", known)
    field = next(field for field in draft.fields if field.name.startswith("test.that."))
    assert (field.name, field.value) == (f"test.that.{relation}", "islamic-state")
    assert bool(field.doubt) == doubted


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("between Oct. 7 and Oct. 12", {"from": "2015-10-07", "until": "2015-10-12"}),
        ("since Sept. 30", {"from": "2015-09-30", "until": "2015-10-21"}),
        ("before Oct. 12", {"until": "2015-10-11"}),
        ("on Oct. 12", {"from": "2015-10-12", "until": "2015-10-12"}),
        ("disclosed up to mid-October", {"reported_until": "2015-10-15~"}),
        ("so far", {"reported_until": "2015-10-21"}),
    ],
)
def test_of_which_days(known, words, fields):
    (draft,) = drafts(f"Half of the Russian strikes {words} were in areas held by Islamic State.", known)
    days = ("from", "until", "reported_from", "reported_until")
    values = {name: draft.value(f"test.among.{name}") for name in days if draft.value(f"test.among.{name}")}
    assert values == fields


def test_a_number_in_a_statement_is_the_speakers(known):
    text = "More than half of Russian strikes hit rebels, a Western diplomat said."
    page = page_of(text, "2015-11-26", "Reuters")
    statement = Statement(
        speaker=Span(text.index("a Western"), text.index(" said")),
        cue=Span(text.index("said"), text.index("said") + 4),
        content=(Span(0, text.index(",")),),
        verb="say",
        naming=Naming.ANONYMOUS,
        quoted="paraphrase",
    )
    (draft,) = propose_claims(page, known, found_on(page, known, [statement]))
    assert draft.value("by") == "a Western diplomat"
    assert draft.value("anonymous") == "true"
    assert draft.value("on") == "2015-11-26"


def test_what_the_words_do_not_say_is_empty_and_asked_for(known):
    (draft,) = drafts("More than half of the strikes were a success.", known, published="", site="")
    for name in ("by", "on", "test.that.in"):
        assert told(draft, name).value == ""
        assert told(draft, name).doubt
    assert draft.doubtful


def test_who_alone_acts_in_a_case_is_meant_and_doubted(known):
    (draft,) = drafts("More than half of the strikes were in areas held by Islamic State.", known)
    assert draft.value("test.among.by") == "russia"
    assert told(draft, "test.among.by").doubt == "The sentence does not say whose strikes are counted."


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Of 64 places named, 15 were held by Islamic State.", "= 15/64"),
        ("Out of the 64 places that Russia named, only 15 were held by Islamic State.", "= 15/64"),
        ("Of the 64 places, at most fifteen were held by Islamic State.", "<= 15/64"),
        ("Of about 60 places, 15 were held by Islamic State.", "0.2..0.3"),
    ],
)
def test_a_number_behind_its_whole_is_a_share_of_it(known, text, value):
    (draft,) = drafts(text, known)
    assert (draft.value("test.measure"), draft.value("test.unit")) == ("share", "place")
    assert (draft.value("test.value"), draft.value("test.that.in")) == (value, "islamic-state")


@pytest.mark.parametrize(
    "text", ["Of the 64 places, 15 villages were struck.", "A list of 64 places was struck out, 15 days late."]
)
def test_a_whole_without_parts_is_a_number_of_its_own(text):
    page = page_of(text)
    found = find_quantities(page, find_days(page))
    assert found[0].value == Bounds(64, 64)
    assert all(one.kind == "count" for one in found)


def test_a_vague_number_of_nobody_is_no_claim(known):
    assert drafts("The base was closed in the wake of several attacks.", known) == ()
    assert drafts("Islamic State paused its training after several strikes.", known) == ()
    assert len(drafts("Russia carried out several strikes.", known)) == 1
    assert len(drafts("Several strikes hit areas held by Islamic State.", known)) == 1


def test_what_is_not_done_from_the_air_is_no_air_strike(known):
    assert drafts("Russia reported 12 rocket attacks on its base.", known) == ()
    assert drafts("Russia counted 12 car-bomb attacks.", known) == ()
    assert len(drafts("Russia carried out 12 attacks.", known)) == 1


def test_who_backs_others_is_not_who_strikes(known):
    (draft,) = drafts("Multiple strikes fell on rebels backed by Turkey, close to the border.", known)
    assert draft.value("test.among.by") != "turkey"


def test_a_condition_belongs_to_the_number_beside_it(known):
    text = "Russia named 64 locations, and at most 15 of the 64 named locations were in areas held by Islamic State."
    first, second = drafts(text, known)
    assert not [field for field in first.fields if field.name.startswith("test.that")]
    assert second.value("test.that.in") == "islamic-state"


def test_of_hearsay_the_claim_is_of_the_one_who_was_heard(known):
    text = "The Russians admit that more than half of their strikes hit rebels, a diplomat said."
    page = page_of(text, "2015-11-26", "Reuters")
    inner = Statement(
        speaker=Span(0, len("The Russians")),
        cue=Span(text.index("admit"), text.index("admit") + 5),
        content=(Span(text.index("more"), text.index(",")),),
        verb="admit",
        naming=Naming.INSTITUTION,
        quoted="paraphrase",
        inside=1,
    )
    outer = Statement(
        speaker=Span(text.index("a diplomat"), text.index(" said")),
        cue=Span(text.index("said"), text.index("said") + 4),
        content=(Span(0, text.index(",")),),
        verb="say",
        naming=Naming.ANONYMOUS,
        quoted="paraphrase",
    )
    (draft,) = propose_claims(page, known, found_on(page, known, [inner, outer]))
    assert draft.value("by") == "a diplomat"
    assert told(draft, "by").doubt == "Hearsay: “The Russians” is said to have said so."
    assert draft.value("test.among.by") == "russia"


def test_a_number_that_was_said_earlier_speaks_of_what_was_known_then(known):
    text = "On Oct. 7 a spokesman had said that half of Russian strikes hit Islamic State."
    page = page_of(text, "2015-10-21", "Reuters")
    statement = Statement(
        speaker=Span(text.index("a spokesman"), text.index(" had")),
        cue=Span(text.index("had said"), text.index(" that")),
        content=(Span(text.index("half"), len(text) - 1),),
        verb="say",
        naming=Naming.ANONYMOUS,
        quoted="paraphrase",
    )
    (draft,) = propose_claims(page, known, found_on(page, known, [statement]))
    assert (draft.value("on"), draft.value("test.among.reported_until")) == ("2015-10-07", "2015-10-07")


def test_a_pronoun_is_read_and_doubted(known):
    (draft,) = drafts("The Russians admit that more than half of their strikes were against Islamic State.", known)
    assert draft.value("test.among.by") == "russia"
    assert told(draft, "test.among.by").doubt == "“their” is read as Russians."


def test_a_vague_number_says_that_it_is_one(known):
    (draft,) = drafts("Multiple Russian strikes before Nov. 2 fell near the border.", known)
    assert draft.value("test.value") == ">= 2"
    assert told(draft, "test.value").doubt
    assert draft.doubts  # a count without a condition


def test_the_number_of_the_whole_becomes_out_of(known):
    (draft,) = drafts(
        "80 percent of the almost 800 targets that Russia named lay outside areas of Islamic State.", known
    )
    assert (draft.value("test.out_of"), draft.value("test.unit")) == ("800", "event")
    assert told(draft, "test.out_of").doubt


@pytest.mark.parametrize(
    "text",
    [
        "Near Raqqa, 12 strikes destroyed two vehicles.",
        "-- Near Hit, three strikes hit an ISIL checkpoint.",
        "The army took two villages.",
        "Some 419 fighters were killed.",
        "The number of strikes doubled.",
    ],
)
def test_numbers_that_are_drafted_only_when_asked(known, text):
    page = page_of(text, "2015-10-21", "Reuters")
    found = found_on(page, known)
    assert propose_claims(page, known, found) == ()
    draft = claim_of(page, known, found, found.quantities[0])
    assert draft.value("says") == text
    assert check_spans(draft, text)


def test_a_number_that_no_case_holds_says_why_it_cannot_be_tested(known):
    page = page_of("Some 419 fighters were killed.", "2015-10-21", "Reuters")
    found = found_on(page, known)
    draft = claim_of(page, known, found, found.quantities[0])
    assert draft.value("cannot_test") == "It counts fighters, which these data do not hold."


SENTENCES = [
    FOUR_FIFTHS,
    "At most 15 of the 64 locations that Russia named were in areas held by Islamic State.",
    "Almost 80 percent of the almost 800 targets that Russia named lay outside ground held by Islamic State.",
    "Russia named 64 locations.",
    "Russia put 80 percent of targets disclosed up to mid-October where there were no positions of Islamic State.",
    "Only one in 20 Russian strikes was against Islamic State.",
    "More than 90 percent of the strikes by Russia so far were not against Islamic State.",
    "Maybe 30 percent of Russian strikes hit Islamic State.",
    "Multiple Russian strikes were seen before Nov. 2, 2015.",
    "All Russian strikes between Oct. 27 and Nov. 5 were seen; none of the strikes hit Islamic State.",
    "Between 10 and 20 Russian air strikes hit the town on Oct. 12.",
    "About half of the 120 Russian strikes were in areas held by Islamic State.",
    "Two in three Russian raids in October were outside Islamic State territory.",
    "Dozens of Russian raids since Sept. 30 hit Jabhat al-Nusra.",
    "A third of Russian strikes fell on ground that Islamic State does not hold.",
]  # fmt: skip


def test_every_draft_is_read_by_the_built_in_case_without_a_problem(tmp_path, known):
    """Written into a copy of the case as they are; only an empty field of a draft is what a person would fill in."""
    folder = tmp_path / "case"
    shutil.copytree(fg.example_folder("syria-2015"), folder)
    before = fg.read_case(folder)
    every = [draft for text in SENTENCES for draft in drafts(text, known)]
    assert len(every) >= len(SENTENCES)
    texts = [_as_toml(draft, f"draft-{number}") for number, draft in enumerate(every)]
    file = folder / "claims.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n" + "\n".join(texts), encoding="utf-8")
    case = fg.read_case(folder)
    assert case.problems == before.problems
    for number, draft in enumerate(every):
        claim = case.claims[f"draft-{number}"]
        assert claim.test is not None, claim.cannot_test
        assert claim.says == draft.value("says")
    model = case.claims["draft-0"].test
    theirs = case.claims["reuters-1021-share"].test
    assert (model.measure, model.unit, model.among, model.that) == (
        theirs.measure,
        theirs.unit,
        theirs.among,
        theirs.that,
    )
    assert (model.value.low, model.value.high) == (theirs.value.low, theirs.value.high)
    assert model.measure is MeasureKind.SHARE
    assert model.unit is Unit.PLACE
    assert model.that.ground == ((Relation.OUTSIDE, "islamic-state"),)


def _as_toml(draft, key):
    table = tomlkit.table()
    table["id"] = key
    for field in draft.fields:
        *above, name = field.name.split(".")
        here = table
        for part in above:
            here = here.setdefault(part, tomlkit.table())
        if field.value:
            here[name] = int(field.value) if name == "out_of" else True if name == "anonymous" else field.value
    # What a person has to choose, chosen.
    if draft.value("test.measure") == "share" and not any(draft.value(f"test.that.{one}") for one in Relation):
        table["test"]["that"] = {"in": "islamic-state"}
    document = tomlkit.document()
    entries = tomlkit.aot()
    entries.append(table)
    document["claims"] = entries
    return tomlkit.dumps(document)


def test_drafts_of_the_marked_texts_hold(known):
    for name, (published, _, _) in marked.read_texts().items():
        page = page_of(marked.read_text(name), published)
        found = found_on(page, known)
        for quantity in found.quantities:
            draft = claim_of(page, known, found, quantity)
            assert check_spans(draft, page.text)
            assert quantity.value is None or isinstance(quantity.value, Bounds)


def test_a_page_that_is_one_long_table_proposes_nothing(known):
    assert drafts("90 percent of Russian strikes, " * 40, known) == ()


def test_positions_of_a_party_that_is_hit_are_no_strikes_of_its_own(known):
    (draft,) = drafts("The Russian ministry named nine positions of Islamic State that were bombed.", known)
    assert told(draft, "test.among.by").value != "islamic-state"
    (draft,) = drafts("In all 36 Russian strikes were counted.", known)
    assert told(draft, "test.among.by").value == "russia"


def test_all_of_our_strikes_are_a_share(known):
    (draft,) = drafts("All of our strikes hit Islamic State, the Russian ministry said.", known)
    assert (told(draft, "test.measure").value, told(draft, "test.value").value) == ("share", "= 1")
