"""What the report, the page and the terminal say of encounters and incidents."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient
from test_encounters_read import ASKED, CLAIM

import firmground as fg
from firmground.measures import met_pairs
from firmground.render.chapters import encounters
from firmground.render.html import render_html
from firmground.report.build import build_report
from firmground.report.chapters.encounters import build_encounters
from firmground.web.app import make_app

INCIDENT = "id,date,kind,place,lon,lat,radius_km,actors,note,url\n"
NASTY = "<img src=x onerror=alert(1)>\"'&{{7*7}}\u202e</title></svg><script>"


@pytest.fixture
def chapter_of(findings_of):
    return lambda more="", **files: build_encounters(findings_of(more, **files))


def test_a_case_without_incidents_and_questions_has_no_chapter(findings_of):
    findings = findings_of(incidents_csv=INCIDENT)
    assert build_encounters(findings) is None
    report = build_report(findings)
    assert encounters.view(report) is None
    assert encounters.glance(report) == ""
    assert list(encounters.say(report, 80)) == []


def test_pairs_are_told_with_their_places_days_bounds_and_sources(chapter_of):
    (asked,) = chapter_of(ASKED).asked
    assert asked.sentence == (
        "1 pair must have been so near, 2 more may have been. 1 event of unknown place or day may be in up to 1 more."
    )
    assert (asked.must, asked.may, asked.bounds.low, asked.bounds.high) == (1, 2, 1, 4)
    chapter = chapter_of(ASKED)
    first = asked.pairs[0]
    one, two = chapter.events[first.first], chapter.events[first.second]
    assert (one.id, one.by, two.id, two.by) == ("e1", "Army A", "e2", "Army B")
    assert (one.place, one.days, one.first, one.last) == ("Near", "10 October 2015", "2015-10-10", "2015-10-10")
    assert (one.url, two.row) == ("https://example.org/1", "events.csv:3")
    assert (first.standing, first.km.text, first.hours.text, first.chance) == (
        "must",
        "0.6 to 8.6 km",
        "less than 24 hours",
        1.0,
    )
    assert [pair.standing for pair in asked.pairs] == ["must", "may", "may"]


def test_a_chance_stands_beside_the_bounds_and_never_for_them(chapter_of):
    (asked,) = chapter_of(ASKED).asked
    assert all(0 < pair.chance < 1 for pair in asked.pairs[1:])
    assert asked.expected == pytest.approx(sum(pair.chance for pair in asked.pairs))
    assert asked.must <= asked.expected <= asked.must + asked.may


def test_a_record_that_may_lack_events_says_so(chapter_of, write_case):
    folder = write_case(ASKED)
    (folder / "case.toml").write_text((folder / "case.toml").read_text().replace("complete = true", ""))
    findings = fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(folder))))
    chapter = build_encounters(findings)
    assert chapter.asked[0].sentence.endswith("The record is not known to be complete, so there may be more still.")
    assert chapter.asked[0].bounds.high is None
    assert not chapter.incidents[0].complete


def test_shuffled_days_are_said_in_words_and_name_no_cause(chapter_of):
    (asked,) = chapter_of(ASKED).asked
    assert asked.shuffled.observed == 3
    assert asked.shuffled.low <= asked.shuffled.mean <= asked.shuffled.high
    assert "dealt out anew 999 times" in asked.shuffled.sentence
    assert asked.shuffled.sentence.endswith("and nothing of the cause.")
    assert chapter_of(ASKED).asked == (asked,)


def test_shuffling_that_would_compare_something_else_is_not_done(chapter_of):
    (asked,) = chapter_of('[[encounters]]\nid = "x"\nkm = 10\nhours = 24\ndifferent_actors = true\n').asked
    assert asked.shuffled is None
    assert asked.not_shuffled.startswith("Pairs were left out for their actors")


def test_an_incident_tells_what_was_before_on_and_after(chapter_of):
    (note,) = chapter_of('[[around]]\nincident = "fell"\nkm = 10\ndays_before = 1\ndays_after = 2\n').incidents
    assert note.sentence == (
        "2 of the recorded events were within 10 km of it in the 1 day before, 1 on the same day, 1 in the 2 days after."
    )
    assert [(phase.phase, phase.low, phase.high) for phase in note.phases] == [
        ("before", 2, 2),
        ("on", 1, 1),
        ("after", 1, 1),
    ]
    assert (note.total, note.unplaced, note.undated) == (4, 1, 0)
    assert [near.when for near in note.events] == [("before",), ("before",), ("on",), ("after",)]
    assert {near.standing for near in note.events} == {"must"}
    assert note.limits == ""


def test_days_that_the_case_does_not_cover_are_told(chapter_of):
    (note,) = chapter_of().incidents
    assert note.limits == (
        "The case covers 1 October 2015 to 20 October 2015: 20 of the 30 days before it and 21 of the 30 days after it lie outside."
    )
    assert note.covered == (-10, 9)


def test_an_incident_without_a_place_says_why_nothing_is_said(chapter_of):
    chapter = chapter_of()
    assert [(one.id, one.reason) for one in chapter.not_looked] == [("lost", "no place is given")]


def test_several_questions_of_one_incident_are_each_answered(chapter_of):
    chapter = chapter_of('[[around]]\nincident = "fell"\nkm = 1\n[[around]]\nincident = "fell"\nkm = 100\n')
    assert [note.km for note in chapter.incidents] == [1, 100]


def test_the_claim_is_told_with_its_pairs_by_name(findings_of):
    (section,) = build_report(findings_of(claims_toml=CLAIM.replace(">= 1", ">= 2"))).claims
    assert section.sentence == (
        "The data allow it. They hold 1 to 4 pairs of events within 10 km and 24 hours of each other, of events by Army A "
        "with events by Army B. 3 undecided pairs of events decide it; 1 of them could settle it."
    )
    labels = {unit.label: unit.why for unit in section.undecided}
    assert labels["Near, 10 October 2015 (e1) and Next day, 11 October 2015 (e3)"] == "up to 4 km; less than 48 hours"
    assert labels["Nowhere, 12 October 2015 (e5), with any other"] == "the place 'Nowhere' is not in places.csv"
    assert any(
        remark.startswith("The place or the day of 1 event is not known, so that up to 1 more pair may be.")
        for remark in section.remarks
    )
    assert section.remarks[-1] == (
        "Why 3 are undecided: their places are too wide, or their days too many, for one answer (2); the place or the "
        "day of an event is not known at all (1)."
    )


class Elements(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text.append(data)


def parsed(page):
    found = Elements()
    found.feed(page)
    return found


def test_hostile_names_are_text_on_the_page(findings_of):
    quoted = '"' + NASTY.replace('"', '""') + '"'
    events = f"id,date,by,kind,lon,lat,radius_km,place,url\ne1,2015-10-10,a,strike,36,35,2,{quoted},javascript:alert(1)\ne2,2015-10-10,b,strike,36,35,2,{quoted},\n"
    incidents = f"{INCIDENT}fell,2015-10-10,{quoted},,36,35,1,{quoted},{quoted},javascript:alert(2)\nlost,2015-10-10,{quoted},,,,,,{quoted},data:text/html\n"
    around = f"[[around]]\nincident = \"fell\"\ntitle = '''{NASTY.replace(chr(0x202E), '')}'''\n"
    page = render_html(build_report(findings_of(ASKED + around, events_csv=events, incidents_csv=incidents)))
    found = parsed(page)
    assert "img" not in found.tags
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    assert not [
        value for name, value in found.attributes if name == "href" and not value.startswith(("#", "http", "data:,"))
    ]
    assert "\u202e" not in page
    assert "onerror=alert(1)" in "".join(found.text)


def test_many_incidents_are_cut_and_counted(findings_of):
    rows = "".join(f"i{number},2015-10-11,raid {number},,36.0,35.0,1,,,\n" for number in range(230))
    report = build_report(findings_of(incidents_csv=INCIDENT + rows))
    assert len(report.encounters.incidents) == 200
    page = render_html(report)
    assert page.count('<section class="near"') == encounters.MOST_DRAWN
    assert "162 more incidents are not described here." in page
    lines = list(encounters.say(report, 80))
    assert any("222 more incidents in the report" in line for line in lines)


def test_many_events_around_an_incident_are_columns(findings_of):
    rows = "".join(f"e{number},2015-10-{10 + number % 3},a,strike,36,35,2,P{number},\n" for number in range(90))
    report = build_report(findings_of(events_csv=f"id,date,by,kind,lon,lat,radius_km,place,url\n{rows}"))
    (note,) = report.encounters.incidents
    assert (note.total, len(note.events), note.more) == (90, 60, 30)
    assert note.histogram[29:32] == ((30, 0), (30, 0), (30, 0))
    assert sum(sure + perhaps for sure, perhaps in note.histogram) == 90
    page = render_html(report)
    assert "as high as the number of events near it on that day" in page
    assert "70 more are in the data of this report." in page


def test_the_map_draws_places_as_wide_as_they_are_known(findings_of):
    page = render_html(build_report(findings_of('[[around]]\nincident = "fell"\nkm = 10\n')))
    figure = page[page.index('<section class="near"') :]
    radii = [float(text) for text in re.findall(r'<circle[^>]* r="([\d.]+)"', figure)]
    reach, own = radii[-2:]
    assert reach / own == pytest.approx(11.0, rel=0.01)  # (1 + 10) km against 1 km
    assert radii[0] / own == pytest.approx(2.0, rel=0.01)  # an event within 2 km


def test_the_terminal_says_the_same_within_its_width(findings_of):
    report = build_report(findings_of(ASKED))
    lines = list(encounters.say(report, 60))
    assert all(len(line) <= 60 for line in lines)
    assert "1 incident without a known place or day" in "\n".join(lines)
    assert encounters.glance(report) == "1 incident looked around, 1 to 4 pairs within 10 km"


def test_what_else_is_asked_is_said_and_its_choices_are_tried(findings_of):
    control = "place,holder,from,until,lon,lat\nNear,a,2015-10-01,2015-10-20,36.0,35.0\n"
    maps = "".join(
        f'[[maps]]\nid = "{name}"\nfile = "control.csv"\nlayout = "place-list"\nreach_km = {reach}\n'
        for name, reach in (("one", 0), ("two", 30))
    )
    claim = CLAIM.replace("value = ", 'that = { in = "a" }\nvalue = ')
    findings = findings_of(maps, claims_toml=claim, control_csv=control)
    (section,) = build_report(findings).claims
    assert findings.claims[0].varied == ("map",)
    assert "with events by Army B, the first of them in ground held by Army A." in section.sentence


def test_the_app_leads_from_an_event_to_its_page(write_case):
    app = make_app(write_case(ASKED), token="t")  # noqa: S106 - a test's own
    assert app.state.desk.wait(60)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        page = client.get("/encounters").text
        assert '<section class="near"' in page
        assert '<a href="/events/1">event</a>' in page
        assert client.get("/events/1").status_code == 200


def test_the_app_says_how_to_ask_where_nothing_is_asked(write_case):
    app = make_app(write_case(incidents_csv=INCIDENT), token="t")  # noqa: S106 - a test's own
    assert app.state.desk.wait(60)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        assert "An [[encounters]] or [[around]] entry of case.toml asks" in client.get("/encounters").text


def test_more_pairs_than_can_be_held_are_refused_with_what_to_do(findings_of, monkeypatch):
    monkeypatch.setattr(met_pairs, "MOST_PAIRS", 2)
    findings = findings_of(ASKED, claims_toml=CLAIM)
    ((_, why),) = findings.untested
    assert why.startswith("more than 2 pairs may be so near: ask for fewer km or hours")
    report = build_report(findings)
    assert report.encounters.asked[0].sentence == f"Not counted: {why}."
    assert f"Not counted: {why}." in render_html(report)
    monkeypatch.setattr(met_pairs, "MOST_PAIRS", 3)
    assert findings_of(ASKED, claims_toml=CLAIM).untested == ()
