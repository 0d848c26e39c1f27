"""A sealed list is a source of a case: whoever holds it learns whether it was around an event, and can prove it."""

from __future__ import annotations

import pytest
from sealed_case import (
    CLAIM,
    EVENTS,
    PLACES,
    answers,
    check,
    holder_case,
    make_seal,
    numbers_of,
    shown_case,
    write_case,
)

import firmground as fg
from firmground.exchange.seals import reveal_list
from firmground.exchange.seals.of_claim import entries_for_claim

HOLDER = {
    "around": "must",
    "partly": "may",  # the market, 3 km wide, is not all of it within the 2 km
    "nowhere": "cannot",
    "before": "cannot",
    "straddling": "may",
    "that-day": "may",
    "day-after": "must",
    "unplaced": "may",
}
LATER = {"before": "cannot"}  # what the seal alone decides


@pytest.fixture
def sealed(tmp_path):
    return make_seal(tmp_path)


def bounds(findings):
    return findings.claims[0].headline.bounds


def test_whoever_holds_the_list_knows(sealed, tmp_path):
    findings = check(holder_case(tmp_path / "case", sealed[0]))
    assert findings.case.problems == ()
    assert answers(findings) == HOLDER
    assert (bounds(findings).low, bounds(findings).high) == (2, 6)
    assert findings.case.sealed["protected"].whole


def test_whoever_has_the_seal_alone_knows_only_what_came_before_it(sealed, tmp_path):
    findings = check(write_case(tmp_path / "case", sealed[0]))
    assert findings.case.problems == ()
    assert answers(findings) == dict.fromkeys(HOLDER, "may") | LATER
    assert (bounds(findings).low, bounds(findings).high) == (0, 7)


def test_each_entry_that_is_revealed_narrows_it(sealed, tmp_path):
    made, _, kept = sealed
    seen = []
    for number, ids in enumerate((set(), {"h1"}, {"h1", "h2"}, {row[0] for row in PLACES})):
        folder = shown_case(tmp_path / f"case-{number}", made, kept, numbers_of(kept, ids))
        seen.append(bounds(check(folder)))
    assert [(own.low, own.high) for own in seen] == [(0, 7), (1, 7), (2, 7), (2, 6)]


def test_the_entries_that_decide_a_claim_give_others_the_same_sure_answers(sealed, tmp_path):
    made, _, kept = sealed
    holder = holder_case(tmp_path / "holder", made)
    found = entries_for_claim(kept, holder, "hit")
    assert (found.list, found.events) == ("protected", 2)
    assert list(found.numbers) == sorted(numbers_of(kept, {"h1", "h2"}))
    theirs = answers(check(shown_case(tmp_path / "others", made, kept, found.numbers)))
    assert {own for own, answer in theirs.items() if answer == "must"} == {"around", "day-after"}
    # The list need not be named in the case of whoever proves it.
    alone = write_case(tmp_path / "alone", made)
    assert entries_for_claim(kept, alone, "hit") == found


def test_a_claim_about_something_else_is_told(sealed, tmp_path):
    made, _, kept = sealed
    folder = write_case(tmp_path / "case", made)
    with pytest.raises(ValueError, match="no claim 'other'"):
        entries_for_claim(kept, folder, "other")
    with pytest.raises(ValueError, match="does not ask about this list"):
        entries_for_claim(make_seal(tmp_path)[2], folder, "hit")


def test_what_is_near_the_region_counts_if_asked(sealed, tmp_path):
    claim = CLAIM.replace('on_list = "protected"', 'on_list = { list = "protected", km = 2 }')
    assert answers(check(holder_case(tmp_path / "case", sealed[0], claim=claim))) == HOLDER | {
        "partly": "may",
    }
    claim = CLAIM.replace('on_list = "protected"', 'on_list = { list = "protected", km = 4 }')
    assert answers(check(holder_case(tmp_path / "wider", sealed[0], claim=claim))) == HOLDER | {"partly": "must"}


def test_the_choice_of_the_radius_matters(sealed, tmp_path):
    head = 'title = "T"\n[[events]]\nid = "e"\nfile = "events.csv"\n[choices]\nradius = ["as-coded", "doubled"]\n'
    findings = check(holder_case(tmp_path / "case", sealed[0], head=head))
    assert findings.claims[0].varied == ("radius",)
    assert [own.bounds.low for own in findings.claims[0].every] == [2, 2]
    events = EVENTS.replace("37.0,35.02,2", "37.0,35.02,3")
    findings = check(holder_case(tmp_path / "wider", sealed[0], head=head, events=events))
    assert [own.bounds.low for own in findings.claims[0].every] == [2, 3]


def test_a_region_that_is_only_shown_coarser_is_never_sure(sealed, tmp_path):
    """A wider disc may hold a place that the true region does not."""
    rows = EVENTS.splitlines()
    events = "\n".join(
        [
            rows[0] + ",withheld",
            *(row + "," for row in rows[1:-1]),
            "wide,2015-10-10,a,strike,,36.2,35.0,40,lon;lat;radius_km",
            "far,2015-10-10,a,strike,,44.0,35.0,40,lon;lat;radius_km",
            "no-day,,a,strike,,36.0,35.0,5,date",
            "nothing,,,,,,,,*",
        ]
    )
    findings = check(holder_case(tmp_path / "case", sealed[0], events=events + "\n"))
    found = answers(findings)
    assert {own: found[own] for own in ("wide", "far", "no-day", "nothing")} == {
        "wide": "may",
        "far": "cannot",
        "no-day": "may",
        "nothing": "may",
    }


class TestWhatDoesNotProve:
    """A clear problem each, and nothing of it is used."""

    def problems(self, folder):
        return [str(problem) for problem in fg.read_case(folder).problems]

    def test_a_list_that_is_not_what_was_sealed(self, sealed, tmp_path):
        made, _, _ = sealed
        kept = made.kept.replace(b"Hospital", b"Barracks")
        folder = holder_case(tmp_path / "case", made, files={"x.kept.json": kept})
        (problem,) = self.problems(folder)
        assert "the list is not the one that was sealed" in problem
        assert "the list is not used" in problem
        assert answers(check(folder)) == dict.fromkeys(HOLDER, "may") | LATER

    def test_an_entry_that_was_changed_or_is_of_another_list(self, sealed, tmp_path):
        made, _, kept = sealed
        raw = reveal_list(kept, numbers_of(kept, {"h1"}))
        for number, (changed, words) in enumerate(
            (
                (raw.replace(b'"36.0"', b'"39.0"'), "does not lead to the root"),
                (reveal_list(make_seal(tmp_path)[2], [1]), "belongs to another seal"),
                (b"{}", "no reveal"),
                (b"\xff", "no JSON"),
            )
        ):
            entry = 'revealed = ["sealed/shown.json"]\n'
            folder = write_case(tmp_path / f"case-{number}", made, sealed=entry, files={"shown.json": changed})
            (problem,) = self.problems(folder)
            assert words in problem
            assert answers(check(folder)) == dict.fromkeys(HOLDER, "may") | LATER

    def test_a_seal_that_was_changed(self, sealed, tmp_path):
        made, _, _ = sealed
        changed = made.seal.replace(b"2015-10-01", b"2015-09-01")
        folder = write_case(tmp_path / "case", made, files={"x.seal.json": changed})
        first, second = self.problems(folder)
        assert "signature of the seal is not right" in first
        assert "no sealed list of the case" in second
        findings = check(folder)
        assert findings.claims == ()
        assert [claim.id for claim, _ in findings.untested] == ["hit"]

    @pytest.mark.parametrize(
        ("that", "words"),
        [
            ('on_list = "protected-places"', 'did you mean "protected"'),
            ("on_list = { km = 2 }", "no sealed list"),
            ('on_list = { list = "protected", miles = 2 }', "'miles' is not known here"),
            ('on_list = { list = "protected", km = -1 }', "from 0"),
        ],
    )
    def test_a_question_that_cannot_be_understood(self, sealed, tmp_path, that, words):
        claim = CLAIM.replace('on_list = "protected"', that)
        folder = write_case(tmp_path / "case", sealed[0], claim=claim)
        assert any(words in problem for problem in self.problems(folder))
        assert check(folder).claims == ()

    @pytest.mark.parametrize(
        ("entry", "words"),
        [
            ('id = "a"\n', "`seal` is missing"),
            ('id = "a"\nseal = "sealed/none.seal.json"\n', "there is no file"),
            ('id = "a"\nseal = "../x.seal.json"\n', "leads out of the case"),
            ('seal = "sealed/x.seal.json"\n', "`id` is missing"),
            ('id = "protected"\nseal = "sealed/x.seal.json"\n', "used twice"),
            ('id = "a"\nseal = "sealed/x.seal.json"\nrevealled = "x"\n', 'did you mean "revealed"'),
            ('id = "a"\nseal = "sealed/x.seal.json"\nstamp = "sealed/x.seal.json"\n', "without its `authority`"),
        ],
    )
    def test_an_entry_of_case_toml(self, sealed, tmp_path, entry, words):
        folder = write_case(tmp_path / "case", sealed[0], sealed=f"[[sealed]]\n{entry}")
        found = self.problems(folder)
        assert any(words in problem for problem in found), found
        assert "protected" in fg.read_case(folder).sealed


class TestTheDayOfTheSealing:
    """Of its time stamp, if there is one that verifies."""

    def stamped(self, sealed, tmp_path, time_authority, content=None):
        made = sealed[0]
        files = {
            "x.seal.json.tsr": time_authority.stamp(made.seal if content is None else content),
            "root.pem": time_authority.root,
        }
        entry = 'stamp = "sealed/x.seal.json.tsr"\nauthority = "sealed/root.pem"\n'
        return holder_case(tmp_path / "case", made, sealed=entry, files=files)

    def test_events_before_the_stamp_only_may_have_come_after_the_sealing(self, sealed, tmp_path, time_authority):
        folder = self.stamped(sealed, tmp_path, time_authority)
        findings = check(folder)
        assert findings.case.problems == ()
        assert findings.case.sealed["protected"].stamped
        # The stamp is of the day of this test, later than all events: that it was sealed before is only its own word.
        own = {key: "may" if answer == "must" else answer for key, answer in HOLDER.items()}
        assert answers(findings) == own

    def test_events_after_the_stamp_surely_did(self, tmp_path, time_authority):
        sealed = make_seal(tmp_path)
        folder = self.stamped(sealed, tmp_path, time_authority)
        (folder / "events.csv").write_text(EVENTS.replace("2015-10-10", "2100-01-01"))
        assert answers(check(folder)) == HOLDER | {"day-after": "may"}

    def test_a_stamp_of_something_else_leaves_the_word_of_the_seal(self, sealed, tmp_path, time_authority):
        folder = self.stamped(sealed, tmp_path, time_authority, content=b"something else")
        case = fg.read_case(folder)
        assert ["something else" in str(problem) for problem in case.problems] == [True]
        assert not case.sealed["protected"].stamped
        assert answers(check(folder)) == HOLDER


class TestWhereAnEntryIs:
    def list_of(self, tmp_path, rows, columns, events=EVENTS, places=""):
        made, _, kept = make_seal(tmp_path, rows, columns=columns)
        folder = holder_case(tmp_path / "case", made, events=events)
        if places:
            (folder / "places.csv").write_text(places)
        return folder, made, kept

    def test_at_the_place_that_it_names(self, tmp_path):
        places = "id,name,lon,lat,radius_km,aliases\np1,Town,36.0,35.0,1,Polis\np2,Polis,39.0,35.0,1,\n"
        folder, _, _ = self.list_of(tmp_path, [("Town",)], ("place",), places=places)
        assert answers(check(folder))["around"] == "must"

    def test_at_any_of_the_places_that_a_name_may_mean(self, tmp_path):
        places = "id,name,lon,lat,radius_km,aliases\np1,Town,36.0,35.0,1,Polis\np2,Polis,39.0,35.0,1,\n"
        folder, _, _ = self.list_of(tmp_path, [("Polis",)], ("place",), places=places)
        found = answers(check(folder))
        assert (found["around"], found["nowhere"], found["partly"]) == ("may", "may", "cannot")

    def test_anywhere_if_it_does_not_say(self, tmp_path):
        folder, _, _ = self.list_of(tmp_path, [("step 1",)], ("text",))
        findings = check(folder)
        assert answers(findings) == dict.fromkeys(HOLDER, "may") | LATER
        assert "1 known entry of the list cannot be placed" in str(findings.case.problems[0])

    def test_nowhere_if_it_is_empty(self, tmp_path):
        made, _, _ = make_seal(tmp_path, pad=10)
        assert answers(check(holder_case(tmp_path / "case", made))) == HOLDER

    def test_a_name_is_no_place_where_places_are_withheld(self, tmp_path):
        """A place that is not shown may have the same name."""
        places = "id,name,lon,lat,radius_km\np1,Town,36.0,35.0,1\n"
        folder, _, _ = self.list_of(tmp_path, [("Town",)], ("place",), places=places)
        toml = folder / "case.toml"
        toml.write_text(toml.read_text() + "[withheld]\nplaces = 1\n")
        assert answers(check(folder))["around"] == "may"

    def test_a_radius_that_is_not_shown_may_be_any(self, tmp_path):
        made, _, kept = make_seal(tmp_path)
        for fields, answer in ((("lon", "lat"), "may"), (("lon", "lat", "radius_km"), "must")):
            raw = reveal_list(kept, numbers_of(kept, {"h1"}), fields)
            entry = 'revealed = "sealed/part.json"\n'
            folder = write_case(tmp_path / f"case-{len(fields)}", made, sealed=entry, files={"part.json": raw})
            assert answers(check(folder))["around"] == answer, fields

    def test_parts_of_an_entry_are_put_together(self, tmp_path):
        made, _, kept = make_seal(tmp_path)
        number = numbers_of(kept, {"h1"})
        files = {
            "a.json": reveal_list(kept, number, ("lon", "id")),
            "b.json": reveal_list(kept, number, ("lat", "radius_km")),
        }
        entry = 'revealed = ["sealed/a.json", "sealed/b.json"]\n'
        folder = write_case(tmp_path / "case", made, sealed=entry, files=files)
        assert answers(check(folder))["around"] == "must"
        (known,) = fg.read_case(folder).sealed["protected"].entries
        assert known.fields == {"id": "h1", "lon": "36.0", "lat": "35.0", "radius_km": "0.2"}


def test_the_report_says_what_was_asked_and_whose_word_it_is(sealed, tmp_path):
    made, _, kept = sealed
    claim = CLAIM.replace("<= 0", "<= 3")
    folder = shown_case(tmp_path / "case", made, kept, numbers_of(kept, {"h1"}), claim=claim)
    told = str(fg.build_report(check(folder)))
    assert "around a place on the list “Places not to be hit”, sealed before" in told
    assert "on 1 October 2015, which is the word of whoever made it" in told
    assert "4 entries, of which 1 is known; any other may lie anywhere" in told
    assert "not every entry of the sealed list is known here" in told
    assert "not sure that they came after the list was sealed" in told


def test_a_condition_with_ground_or_a_negation_takes_the_list_too(sealed, tmp_path):
    claim = CLAIM.replace('that = { on_list = "protected" }', 'that = { none = [{ on_list = "protected" }] }')
    findings = check(holder_case(tmp_path / "case", sealed[0], claim=claim))
    turned = {"must": "cannot", "cannot": "must", "may": "may"}
    assert answers(findings) == {own: turned[answer] for own, answer in HOLDER.items()}
    claim = CLAIM.replace(
        'that = { on_list = "protected" }', 'that = { any = [{ on_list = "protected" }, { target = "a" }] }'
    )
    folder = holder_case(tmp_path / "any", sealed[0], claim=claim)
    assert answers(check(folder)) == dict.fromkeys(HOLDER, "may") | {"around": "must", "day-after": "must"}
