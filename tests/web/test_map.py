"""What the map page hands to its script: every event once, places as wide as they are known, days half-open."""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from firmground.web.atlas.facets import PRECISIONS, STATUS_WORDS
from firmground.web.pages.map import facets_of, scene_of

sys.path.append(str(Path(__file__).resolve().parents[1] / "browser"))

from app_map_case import write_map_case

VENDOR = Path(__file__).resolve().parents[2] / "src" / "firmground" / "web" / "static" / "vendor" / "maplibre"


@pytest.fixture
def small(client, tmp_path):
    """A client of the app over the small case."""
    return client(write_map_case(tmp_path / "case"))


def part(client, name):
    answer = client.get(f"/map/{name}")
    assert answer.status_code == 200
    return answer.json()


def values(data, name):
    """For every event the keys that it has in a facet."""
    facet = data["facets"][name]
    return [{facet["keys"][value] for value in facet["sets"][one]} for one in facet["of"]]


def test_every_event_of_the_case_is_in_the_data(demo, demo_app):
    data = part(demo, "data")
    count = len(demo_app.state.desk.snapshot.case.events)
    assert count == 115
    assert {len(column) for column in data["events"].values()} == {count}
    assert {len(facet["of"]) for facet in data["facets"].values()} == {count}


def test_a_disc_keeps_its_width_and_equal_discs_cross_once(demo, demo_app):
    discs = part(demo, "data")["discs"]
    sent = [tuple(discs[at : at + 3]) for at in range(0, len(discs), 3)]
    scene = scene_of(demo_app.state.desk.snapshot)
    known = {
        (round(o.lon, 6), round(o.lat, 6), o.radius_km)
        for place in scene.places
        for o in place.options
        if hasattr(o, "lon")
    }
    assert set(sent) == known
    assert len(sent) == len(known)


def test_candidates_an_area_and_an_unknown_place_stay_what_they_are(small):
    data = part(small, "data")
    shapes = [data["places"]["shapes"][place] for place in data["events"]["place"]]
    assert len(shapes[2]) == 2  # one of two towns of the same name
    assert shapes[4] == []
    assert shapes[5] == [-1]
    assert data["areas"][0]["coordinates"][0][0][0] == [37.8, 33.9]


def test_the_precision_of_each_event_is_told(small):
    assert values(part(small, "data"), "precision") == [
        {"5"}, {"wider"}, {"candidates"}, {"exact"}, {"none"}, {"area"}, {"5"},
    ]  # fmt: skip


def test_facets_name_only_words_of_their_tables(demo_app):
    facets = facets_of(demo_app.state.desk.snapshot)
    assert set(facets["precision"].keys) <= set(PRECISIONS)
    assert set(facets["status"].keys) <= set(STATUS_WORDS)


def test_statuses_are_those_of_the_account(small):
    counted = Counter(key for keys in values(part(small, "data"), "status") for key in keys)
    assert counted["duplicate"] == 1
    assert counted["undated"] == 1
    assert sum(counted.values()) == 7


def test_an_actor_is_found_by_itself_and_with_the_coalition_it_was_part_of(small):
    actors = values(part(small, "data"), "actor")
    assert actors[0] == {"north", "league+"}
    assert actors[1] == {"south"}
    assert actors[3] == {"north", "south", "league+"}  # one of the two: it may be either
    assert actors[4] == {""}  # nobody is named


def test_days_are_counted_from_the_first_and_their_end_is_excluded(small):
    events = part(small, "data")["events"]
    assert (events["start"][0], events["stop"][0]) == (2, 3)
    assert (events["start"][1], events["stop"][1]) == (9, 12)
    assert (events["start"][3], events["stop"][3]) == (-1, -1)


def test_ground_changes_hands_between_two_days_and_on_neither_is_it_both(small):
    faces = [face["properties"] for face in part(small, "ground/0")["faces"]]
    assert [(face["a"], face["z"], face["s"]) for face in faces[:2]] == [(0, 15, 1), (15, 31, 1)]
    holdings = part(small, "data")["holdings"]
    assert [len(holdings[face["h"]]["holders"]) for face in faces] == [1, 1, 1, 2]


def test_a_listed_place_has_its_rows_and_no_ground_around_it(small):
    ground = part(small, "ground/1")
    assert ground["faces"] == []
    assert [site[:2] for site in ground["sites"]] == [[36.2, 34.2], [37.6, 35.4]]
    assert [row[2:] for row in ground["rows"] if row[0] == 0] == [[0, 31, 1]]


def test_standings_are_the_reports_own(demo, demo_app):
    scene = scene_of(demo_app.state.desk.snapshot)
    for number, claim in enumerate(scene.claims):
        assert part(demo, f"claim/{number}")["standing"] == "".join(map(str, claim.standing))


def test_land_reaches_beyond_everything_that_the_case_speaks_of(demo):
    west, south, east, north = part(demo, "data")["bounds"]
    box = part(demo, "land")["box"]
    assert box[0] < west < east < box[2]
    assert box[1] < south < north < box[3]


def test_the_same_answer_is_not_sent_twice(demo):
    first = demo.get("/map/data")
    again = demo.get("/map/data", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert demo.get("/map/data", headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("name", ["ground/2", "ground/-1", "ground/x", "claim/99", "event/115", "event/٣", "event/1e1"])
def test_a_number_that_is_none_of_the_cases_is_refused(demo, name):
    assert demo.get(f"/map/{name}").status_code == 404


def test_the_panel_says_where_when_and_why(demo):
    page = demo.get("/map/event/0?claim=0").text
    assert "Al-Latamneh" in page
    assert "30 September 2015" in page
    assert "outside ground held by Islamic State" in page
    assert 'href="/events/0"' in page


def test_the_panel_shows_hostile_text_as_text(client, tmp_path):
    page = client(write_map_case(tmp_path / "case", '<img src=x onerror="alert(1)">')).get("/map/event/0").text
    assert "<img" not in page
    assert "&lt;img" in page


def test_no_page_but_the_map_may_start_a_worker(demo):
    assert "worker-src 'none'" in demo.get("/").headers["content-security-policy"]
    policy = demo.get("/map").headers["content-security-policy"]
    assert "worker-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"(script|worker|default)-src[^;]*(blob:|data:)", policy)


def test_the_vendored_files_are_those_that_their_readme_names():
    told = dict(re.findall(r"`([\w.-]+)` \|[^|]*\| `([0-9a-f]{64})`", (VENDOR / "README.md").read_text()))
    assert set(told) == {path.name for path in VENDOR.iterdir()} - {"README.md", "LICENSE.txt"}
    assert told == {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in told}
