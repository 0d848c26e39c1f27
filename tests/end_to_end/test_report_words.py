"""What the report says under unusual conditions: never a traceback, never an empty "may" without its reason."""

from __future__ import annotations

import pytest

from firmground import check_claims, hold_events, locate_events, read_case
from firmground.report.build import build_report

CLAIM = '[[claims]]\nid = "{id}"\nby = "X"\non = "2024-03-31"\nsays = "S"\n[claims.test]\n{test}\n'
CASE = 'title = "T"\n[[events]]\nfile = "events.csv"\n'
HEADER = "id,date,place,lon,lat,radius_km,by,kind,strikes\n"
SHARE = 'measure = "share"\nthat = { in = "south" }\nvalue = "> 0.5"'


@pytest.fixture
def section(case_of):
    """The section of the one claim of a case."""

    def build(test=SHARE, **files):
        folder = case_of(claims__toml=CLAIM.format(id="c", test=test), **files)
        report = build_report(check_claims(hold_events(locate_events(read_case(folder)))))
        assert report.untested == ()
        return report.claims[0]

    return build


@pytest.fixture
def untested(case_of):
    """The reason why the one claim of a case could not be tested."""

    def build(test, **files):
        folder = case_of(claims__toml=CLAIM.format(id="c", test=test), **files)
        report = build_report(check_claims(hold_events(locate_events(read_case(folder)))))
        return report.untested[0].reason

    return build


def why(section):
    return next((remark for remark in section.remarks if remark.startswith("Why ")), "")


REASONS = {
    "no day is given": "1,,Milltown,,,,,,\n",
    "no place is given": "1,2024-03-02,,,,,,,\n",
    "the place is not in places.csv": "1,2024-03-02,Nowhere,,,,,,\n",
    "the map says nothing of their ground on their days": "1,2023-03-02,Milltown,,,,,,\n",
    "it is not sure that they count": None,
}


@pytest.mark.parametrize("reason", [reason for reason in REASONS if REASONS[reason]])
def test_every_undecided_event_has_its_reason(section, reason):
    assert why(section(events__csv=HEADER + REASONS[reason])) == f"Why 1 is undecided: {reason} (1)."


def test_an_event_that_need_not_count_says_so(section):
    found = section(SHARE + '\namong = { by = "north" }', events__csv=HEADER + "1,2024-03-02,Milltown,,,,,,\n")
    assert "it is not sure that they count" in why(found) or found.counts.perhaps == 1


def test_an_event_in_a_unit_without_a_border_asks_for_the_border(section):
    events = "id,date,area,level\n1,2024-03-02,Middleshire,1\n"
    assert "a file of borders would narrow them (1)" in why(section(events__csv=events))


def test_contested_ground_and_a_change_of_hands_are_told_apart(section):
    towns = (
        "place,holder,from,until\na,north;south,2024-01-01,\n"
        "b,north,2024-01-01,2024-03-09\nb,south,2024-03-10,2024-12-31\n"
    )
    events = "1,2024-03-02,Milltown,,,,,,\n2,2024-03-09/2024-03-10,Highford,,,,,,\n"
    case = CASE + '[[maps]]\nid="towns"\nfile="towns.csv"\n[choices]\ncontested=["does-not-count"]\n'
    found = section(SHARE.replace(">", ">="), towns__csv=towns, events__csv=HEADER + events, case__toml=case)
    assert "the holder changed, or is not sure, within their days (1)" in why(found)
    assert found.counts.may == 1


def test_a_case_whose_map_cannot_be_used_says_so(section):
    found = section(case__toml=CASE)
    assert found.sentence.endswith("2 undecided events decide it; 1 of them could settle it.")
    assert why(found).startswith("Why 2 are undecided: no map of the case could be used")
    assert "no map" in why(section(towns__csv="nothing,here\n1,2\n"))


def test_the_reasons_add_up_to_all_undecided_events(section):
    rows = [
        "1,,Milltown", "2,2024-03-02,", "3,2024-03-02,Nowhere", "4,2023-01-01,Milltown", "5,2024-03-02,Elsewhere",
    ]  # fmt: skip
    found = section(events__csv=HEADER + "".join(f"{row},,,,,,\n" for row in rows))
    told = why(found)
    assert told.startswith("Why 5 are undecided: ")
    assert sum(int(part.rsplit("(", 1)[1].rstrip(").")) for part in told.split("; ")) == 5


def test_a_decided_claim_gives_no_reasons(section):
    assert why(section('measure = "count"\nvalue = ">= 1"')) == ""


def test_of_nothing_no_share_can_be_said(section):
    found = section(events__csv=HEADER)
    assert found.bounds is None
    assert found.sentence.startswith("Nothing in these data can be counted for it")


def test_no_events_at_all_is_no_fault(section):
    assert section('measure = "count"\nvalue = ">= 1"', events__csv=HEADER).counts.total == 0


def test_a_claim_without_a_value_is_measured_and_decides_nothing(section):
    found = section('measure = "share"\nthat = { in = "south" }', events__csv=HEADER + "1,2023-01-01,Milltown,,,,,,\n")
    assert found.sentence.startswith("It names no value to compare with.")
    assert found.sentence.endswith("1 event is undecided.")


def test_strikes_are_weights_of_rows_and_the_sentence_counts_rows(section):
    events = HEADER + "1,2024-03-02,Milltown,,,,north,strike,3+\n2,2024-03-02,Highford,,,,north,strike,2\n"
    found = section(SHARE + '\nunit = "strike"', events__csv=events)
    assert "Of the strikes of 2 rows, those of 1 were in ground held by Army of the South" in found.sentence
    assert "undecided row" in found.sentence or found.standing == "must"


def test_places_have_events_on_days_and_do_not_happen(section):
    found = section(SHARE + '\nunit = "place"\namong = { from = "2024-03-01" }')
    assert "Of the 2 places of events from 1 March 2024 on, 1 were" in found.sentence


def test_a_place_is_explained_only_where_ground_is_asked_about(section):
    near = 'measure = "share"\nunit = "place"\nthat = { near = { to = "a", km = 5 } }\nvalue = "> 0.5"'
    assert not any("A place is counted once" in remark for remark in section(near).remarks)
    assert any("A place is counted once" in remark for remark in section(SHARE + '\nunit = "place"').remarks)


def test_listed_places_are_told_with_party_and_day(section):
    found = section('measure = "places"\nparty = "south"\non = "2024-03-05"\nvalue = "<= 5"')
    assert found.sentence.endswith("On 5 March 2024 Army of the South held 1 listed place.")
    assert found.that == "held by Army of the South"
    old = section('measure = "places"\nparty = "south"\non = "1924-03-05"\nvalue = "= 1"')
    assert why(old) == "Why 2 are undecided: the map says nothing of their ground on their days (2)."


def test_an_area_is_told_with_party_days_and_what_it_is_a_part_of(section, untested):
    square = '{"type":"Polygon","coordinates":[[[20,50],[21,50],[21,51],[20,51],[20,50]]]}'
    faces = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"holder":"south",'
        f'"from":"2024-01-01"}},"geometry":{square}}}]}}'
    )
    test = 'measure = "area"\nparty = "south"\non = "2024-03-05"\nvalue = "> 5"'
    case = CASE + '[[maps]]\nid = "m"\nfile = "m.geojson"\n'
    found = section(test, case__toml=case, m__geojson=faces)
    assert found.sentence.startswith("The data require it. On 5 March 2024 Army of the South held at least 7,")
    assert any("there is no limit above" in remark for remark in found.remarks)
    gain = test.replace('"area"', '"gain"').replace("value", 'until = "2024-03-06"\nvalue')
    assert "name region" in untested(gain, case__toml=case, m__geojson=faces)
    within = section(test, case__toml=case + 'within = "m.geojson"\n', m__geojson=faces)
    assert any(remark.startswith("Measured within the 7,") for remark in within.remarks)


def test_a_place_of_the_list_that_is_in_no_gazetteer_is_not_called_unplaced(case_of):
    folder = case_of(
        events__csv="id,date,place\n1,2023-01-01,Lonely\n",
        towns__csv="place,holder,from\nLonely,south,2024-01-01\n",
    )
    report = build_report(check_claims(hold_events(locate_events(read_case(folder)))))
    (account,) = [rows for rows in report.rows if rows.file == "events.csv"]
    assert (account.unplaced, account.unmapped) == (0, 1)
