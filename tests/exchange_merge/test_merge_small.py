"""The rules of a merge on two small cases: ids, names, choices, and what is the same."""

from __future__ import annotations

import shutil

import pytest
from two_sides import OTHER, OWN, find, headlines, write_side

from firmground.errors import BadRequestError, CaseNotFoundError
from firmground.exchange.merge import merge_cases
from firmground.read import read_case


def test_own_findings_start_where_they_started_also_where_a_record_is_complete(sides, tmp_path):
    own, other = sides
    merged = merge_cases(own, other, tmp_path / "both", name="them")
    before, after = headlines(find(own)), headlines(find(merged.folder))
    assert {key: after[key] for key in before} == before
    assert before["few"][0].high == 3


def test_neither_case_is_written_to(sides, tmp_path):
    own, other = sides
    before = {path: path.read_bytes() for side in sides for path in side.rglob("*") if path.is_file()}
    merge_cases(own, other, tmp_path / "both", name="them")
    assert {path: path.read_bytes() for side in sides for path in side.rglob("*") if path.is_file()} == before


def test_comments_of_ones_own_stay(sides, tmp_path):
    merged = merge_cases(*sides, tmp_path / "both", name="them")
    assert "# whom we know" in (merged.folder / "actors.toml").read_text(encoding="utf-8")
    assert 'title = "A small war"   # ours' in (merged.folder / "case.toml").read_text(encoding="utf-8")


def test_a_name_of_theirs_does_not_change_what_our_rows_mean(sides, tmp_path):
    """Their South is also called Raiders; ours names Raiders and does not know who they are."""
    merged = merge_cases(*sides, tmp_path / "both", name="them")
    case = read_case(merged.folder)
    ours = [case.events.by[row] for row in range(len(case.events)) if case.events.dataset[row] == "strikes"]
    assert ours == ["south", "south", "Raiders"]
    theirs = [case.events.by[row] for row in range(len(case.events)) if case.events.dataset[row] == "them.strikes"]
    assert theirs == ["south;?", "south;?", "south;?", "north"]
    assert [(one.theirs, one.own) for one in merged.waiting] == [("south", "Raiders;south")]


def test_their_rows_name_their_places(sides, tmp_path):
    merged = merge_cases(*sides, tmp_path / "both", name="them")
    case = read_case(merged.folder)
    theirs = [case.events.place[row] for row in range(len(case.events)) if case.events.dataset[row] == "them.strikes"]
    assert theirs == ["a", "them.b", "a", "Delta"]
    assert case.gazetteer.places["them.b"].name == "Beta (them)"
    assert [place.id for place in case.gazetteer.find("Beta")] == ["b"]


def test_a_place_that_only_we_know_is_not_given_to_a_row_of_theirs(sides, tmp_path):
    own, other = sides
    (own / "places.csv").write_text(OWN["places.csv"] + "d,Delta,,36.4,35.4,1\n", encoding="utf-8")
    merged = merge_cases(own, other, tmp_path / "both", name="them")
    case = read_case(merged.folder)
    assert case.events.place[case.events.id.index("them.s4")] == "Delta (them)"
    assert case.gazetteer.find("Delta (them)") == ()


def test_a_tie_that_we_do_not_have_waits_and_opens_who_is_who(sides, tmp_path):
    own, other = sides
    with (other / "actors.toml").open("a", encoding="utf-8") as file:
        file.write('[[ties]]\nactor = "south"\ntie = "member-of"\nto = "front"\nas_of = "2031-02"\n')
    merged = merge_cases(own, other, tmp_path / "both", name="them")
    assert "south member-of front, as_of 2031-02" in [one.theirs for one in merged.waiting]
    case = read_case(merged.folder)
    assert len(case.actors.ties) == 1
    assert case.events.by[case.events.id.index("them.s4")] == "north;?"
    assert [one.about for one in merged.disagreements if one.kind == "tie"] == ["south"]


def test_a_tie_is_taken_when_somebody_says_so(sides, tmp_path):
    own, other = sides
    with (other / "actors.toml").open("a", encoding="utf-8") as file:
        file.write('[[ties]]\nactor = "south"\ntie = "member-of"\nto = "front"\n')
    first = merge_cases(own, other, tmp_path / "first", name="them")
    path = first.folder / "from" / "them" / "questions.csv"
    text = path.read_text(encoding="utf-8").replace("not in your case,", "not in your case,take")
    path.write_text(
        text.replace("Raiders;south", "south").replace("which of them is it?,", "which of them is it?,same")
    )
    second = merge_cases(first.folder, other, tmp_path / "second", name="them")
    case = read_case(second.folder)
    assert [(tie.actor, tie.to) for tie in case.actors.ties] == [("north", "front"), ("south", "front")]
    assert second.waiting == ()
    assert not [by for by in case.events.by if "?" in by]


def test_actors_whom_only_they_know_come_with_their_ties(sides, tmp_path):
    own, other = sides
    with (other / "actors.toml").open("a", encoding="utf-8") as file:
        file.write(
            '[[actors]]\nid = "tenth"\nname = "Tenth Brigade"\n[[actors]]\nid = "third"\nname = "Third Army"\n'
            '[[ties]]\nactor = "tenth"\ntie = "member-of"\nto = "third"\n'
        )
    case = read_case(merge_cases(own, other, tmp_path / "both", name="them").folder)
    assert ("tenth", "third") in [(tie.actor, tie.to) for tie in case.actors.ties]


def test_the_same_id_under_another_name_is_another_record(sides, tmp_path):
    own, other = sides
    for side, title in ((own, "Ours"), (other, "Theirs")):
        (side / "sources.toml").write_text(f'[[sources]]\nid = "page"\ntitle = "{title}"\n', encoding="utf-8")
        events = (side / "case.toml").read_text(encoding="utf-8")
        (side / "case.toml").write_text(events.replace("complete", 'source = "page"\ncomplete'), encoding="utf-8")
    merged = merge_cases(own, other, tmp_path / "both", name="them")
    case = read_case(merged.folder)
    assert {key: source.title for key, source in case.sources.items()} == {"page": "Ours", "them.page": "Theirs"}
    assert set(case.events.source) == {"page", "them.page"}
    assert [(one.own, one.theirs) for one in merged.disagreements if one.kind == "source"] == [
        ("title: Ours", "title: Theirs")
    ]


def test_their_claim_starts_with_their_rows_and_map(sides, tmp_path):
    own, other = sides
    with (other / "claims.toml").open("a", encoding="utf-8") as file:
        file.write(OWN["claims.toml"].replace('"most"', '"new"').split('[[claims]]\nid = "few"', maxsplit=1)[0])
    merged = merge_cases(own, other, tmp_path / "both", name="them")
    found = find(merged.folder)
    (new,) = [one for one in found.claims if one.claim.id == "new"]
    assert (new.headline.specification.map, new.headline.specification.subset) == ("them.holders", "them")
    (alone,) = [one for one in find(other).claims if one.claim.id == "new"]
    # Wider, as long as it is open whether their South is our Raiders.
    assert (
        new.headline.bounds.low <= alone.headline.bounds.low <= alone.headline.bounds.high <= new.headline.bounds.high
    )


def test_two_sides_may_be_merged_one_after_the_other(sides, tmp_path):
    own, other = sides
    first = merge_cases(own, other, tmp_path / "first", name="them")
    second = merge_cases(first.folder, other, tmp_path / "second", name="others")
    case = read_case(second.folder)
    assert case.choices.subset == ("own", "them", "others", "all")
    assert case.choices.subsets["own"].datasets == ("strikes",)
    assert case.choices.map == ("holders", "them.holders", "others.holders")
    before, after = headlines(find(own)), headlines(find(second.folder))
    assert {key: after[key] for key in before} == before


def test_events_of_ones_own_that_were_added_since_are_ones_own(sides, tmp_path):
    first = merge_cases(*sides, tmp_path / "first", name="them")
    with (first.folder / "case.toml").open("a", encoding="utf-8") as file:
        file.write('[[events]]\nid = "more"\nfile = "events/more.csv"\n')
    (first.folder / "events" / "more.csv").write_text("id,date,by\nm1,2031-05-05,north\n", encoding="utf-8")
    case = read_case(merge_cases(first.folder, sides[1], tmp_path / "second", name="them").folder)
    assert case.choices.subsets["own"].datasets == ("strikes", "more")
    assert case.choices.subset == ("own", "them", "all")


def test_a_subset_that_is_called_own_is_told(sides, tmp_path):
    with (sides[0] / "case.toml").open("a", encoding="utf-8") as file:
        file.write('[subsets.own]\nwhere = { side = ["a"] }\n')
    with pytest.raises(BadRequestError, match="rename it first"):
        merge_cases(*sides, tmp_path / "both", name="them")


def test_releases_of_theirs_are_a_record_of_their_own(sides, tmp_path):
    header = "id,by,published,from,until,status,kind,gives\n"
    first = "r1,north,2031-01-02,2031-01-01,2031-01-01,published,,date\n"
    second = "r2,north,2031-01-03,2031-01-02,2031-01-02,published,,date\n"
    own, other = sides
    for side, rows in ((own, first), (other, first + second)):
        (side / "releases").mkdir()
        (side / "releases" / "north.csv").write_text(header + rows, encoding="utf-8")
    case = read_case(merge_cases(own, other, tmp_path / "both", name="them").folder)
    assert [(one.id, one.by) for one in case.releases] == [
        ("r1", "north"), ("them.r1", "them.north"), ("them.r2", "them.north"),
    ]  # fmt: skip
    assert case.actors.name("them.north") == "The North, as them recorded it"


def test_pledges_of_theirs_stay_away_where_ours_are_counted(sides, tmp_path):
    own, other = sides
    pledge = '[[pledges]]\nid = "p"\nby = ["north"]\nto = ["south"]\nwhat = "to stop"\non = "2031-01-01"\n'
    (other / "undertakings.toml").write_text(pledge, encoding="utf-8")
    assert "p" in read_case(merge_cases(own, other, tmp_path / "both", name="them").folder).pledges
    with (own / "claims.toml").open("a", encoding="utf-8") as file:
        file.write(
            '[[claims]]\nid = "kept"\non = "2031-12-01"\nsays = "None was kept"\n'
            '[claims.test]\nmeasure = "pledges"\nstate = ["kept"]\nvalue = "= 0"\n'
        )
    merged = merge_cases(own, other, tmp_path / "counted", name="them")
    assert "p" not in read_case(merged.folder).pledges
    assert [(one.left, one.why) for one in merged.taken if one.kind == "pledges"] == [
        (1, "your claims count pledges, and would count these")
    ]


def test_polygons_come_with_who_is_meant_by_their_words(sides, tmp_path):
    own, other = sides
    square = '{"type":"Polygon","coordinates":[[[36,35],[37,35],[37,36],[36,36],[36,35]]]}'
    (other / "control" / "faces.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        f'{{"holder":"Raiders","from":"2031-01-01"}},"geometry":{square}}}]}}',
        encoding="utf-8",
    )
    with (other / "case.toml").open("a", encoding="utf-8") as file:
        file.write('[[maps]]\nid = "faces"\nfile = "control/faces.geojson"\n')
    merged = merge_cases(own, other, tmp_path / "both", name="them")
    (face,) = read_case(merged.folder).maps["them.faces"].faces
    assert face.holding.holders == ("?", "south")
    told = {
        (one.about, one.own, one.theirs) for one in merged.disagreements if one.their_source.startswith("them.faces")
    }
    assert told == {("Alpha", "The North", "The South and perhaps others"),
                    ("Gamma", "The North", "The South and perhaps others")}  # fmt: skip


def test_areas_of_one_name_are_kept_apart(sides, tmp_path):
    for side, east in zip(sides, (37, 38), strict=True):
        square = f"[[[36,35],[{east},35],[{east},36],[36,36],[36,35]]]"
        (side / "units.geojson").write_text(
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"u1","name":"East"},'
            f'"geometry":{{"type":"Polygon","coordinates":{square}}}}}]}}',
            encoding="utf-8",
        )
        with (side / "case.toml").open("a", encoding="utf-8") as file:
            file.write('[[areas]]\nfile = "units.geojson"\nlevel = "1"\n')
        with (side / "events" / "strikes.csv").open("w", encoding="utf-8") as file:
            file.write("id,date,by,area,level,side\ns1,2031-01-05,south,East,1,a\n")
    case = read_case(merge_cases(*sides, tmp_path / "both", name="them").folder)
    assert list(case.events.area) == ["East", "them.East"]
    widths = [case.gazetteer.find_area("1", area).geometry.bounds[2] for area in case.events.area]
    assert widths == [37, 38]


@pytest.mark.parametrize("name", ["own", "all", "", "A", "a b", "a.b", "-a", "../x", "con", "a" * 40])
def test_what_cannot_stand_for_the_other_side(sides, tmp_path, name):
    with pytest.raises(BadRequestError, match="cannot stand for the other side"):
        merge_cases(*sides, tmp_path / "both", name=name)
    assert not (tmp_path / "both").exists()


def test_a_folder_that_holds_something_is_not_written_into(sides, tmp_path):
    (tmp_path / "both").mkdir()
    (tmp_path / "both" / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BadRequestError, match="is not empty"):
        merge_cases(*sides, tmp_path / "both", name="them")
    with pytest.raises(BadRequestError, match="inside the case"):
        merge_cases(*sides, sides[0] / "both", name="them")


def test_a_folder_without_a_case_is_told(sides, tmp_path):
    (tmp_path / "none").mkdir()
    with pytest.raises(CaseNotFoundError, match="no case"):
        merge_cases(tmp_path / "none", sides[1], tmp_path / "both", name="them")
    with pytest.raises(BadRequestError, match="neither a package nor a case"):
        merge_cases(sides[0], tmp_path / "none", tmp_path / "both", name="them")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["none", "other", "own"]


def test_crlf_and_a_byte_order_mark_stay(sides, tmp_path):
    own, other = sides
    for name in ("case.toml", "actors.toml", "places.csv"):
        text = (own / name).read_text(encoding="utf-8")
        (own / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    with (other / "actors.toml").open("a", encoding="utf-8") as file:
        file.write('[[actors]]\nid = "tenth"\n')
    merged = merge_cases(own, other, tmp_path / "both", name="them")
    for name in ("case.toml", "actors.toml", "places.csv"):
        content = (merged.folder / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf"), name
        assert content.count(b"\n") == content.count(b"\r\n"), name
    assert "tenth" in read_case(merged.folder).actors


def test_a_side_without_events_or_maps_is_merged_as_well(tmp_path):
    bare = {"case.toml": 'title = "Bare"\n'}
    own, other = write_side(tmp_path / "own", bare), write_side(tmp_path / "other", OTHER)
    case = read_case(merge_cases(own, other, tmp_path / "a", name="them").folder)
    assert len(case.events) == 4
    assert case.choices.subset == ("them", "all")
    merged = merge_cases(other, own, tmp_path / "b", name="them")
    assert headlines(find(merged.folder)) == headlines(find(other))
    shutil.rmtree(merged.folder)
