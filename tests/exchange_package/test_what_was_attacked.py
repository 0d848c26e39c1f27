"""Holes that were found by looking for them, each with the package that went through it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from other_verifier import Fault, check_package
from small_package import CASE, DAY, fresh_key, signed_again, unpacked, write_small_case

from firmground.case.handling import Label
from firmground.errors import BadRequestError
from firmground.exchange.gate.audience import audience_case
from firmground.exchange.merge.merge import merge_cases
from firmground.exchange.package import pack
from firmground.exchange.package.faults import Step
from firmground.exchange.package.verify import verify_package

CASE_TOML, LIST = "data/case/case.toml", "data/case/control/holders.csv"


def rule(body: str) -> str:
    return f'[[rules]]\nid = "r"\nlabel = "red"\nreason = "x"\n{body}\n'


@pytest.fixture
def small(tmp_path):
    """A small case with one rule, and with files of its own."""

    def write(body: str, **files: str):
        folder = write_small_case(tmp_path / "case", rule(body))
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
        return folder

    return write


def packed(case, tmp_path, audience=Label.CLEAR):
    return pack.pack_case(case, tmp_path / "x.zip", audience=audience, key=fresh_key(), day=DAY).path


def forged(case, tmp_path, monkeypatch, change, files=None):
    """A package whose sender shows something else than a view holds, and commits and signs as it should be."""
    make = pack.make_view

    def make_view(*args):
        view = make(*args)
        return replace(view, tables=tuple(map(change, view.tables)))

    monkeypatch.setattr(pack, "make_view", make_view)
    prepared = pack.prepare_package(case, audience=Label.CLEAR, day=DAY, findings=False)
    if files:
        prepared = replace(prepared, files=files(dict(prepared.files)))
    return pack.write_package(prepared, tmp_path / "x.zip", key=fresh_key()).path


def same(table):
    return table


def test_subsets_that_are_all_hidden(small, tmp_path):
    case = small('table = "case.toml/subsets"', **{"case.toml": CASE["case.toml"] + '[subsets.x]\nby = "north"\n'})
    path = packed(case, tmp_path)
    assert verify_package(path).ok
    assert check_package(path)


def test_a_package_of_what_a_package_shows(small, tmp_path):
    """Rows of which its sender was given nothing are shown by him as he has them."""
    members = unpacked(packed(small('table = "events/strikes.csv"\nids = ["s1", "s2"]'), tmp_path))
    for name, content in members.items():
        if name.startswith("data/case/"):
            path = tmp_path / "second" / name.removeprefix("data/case/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for more, rows in (("", 0), (rule('table = "events/strikes.csv"\nids = ["s3"]'), 1), (rule('places = ["b"]'), 0)):
        (tmp_path / "second/handling.toml").write_text(more, encoding="utf-8")
        (tmp_path / "x.zip").unlink()
        (tmp_path / "x.zip.kept").unlink()
        path = packed(tmp_path / "second", tmp_path, Label.CLEAR)
        found = verify_package(path)
        assert found.ok, found.fault
        assert check_package(path).hidden["events/strikes.csv"] == rows
        assert unpacked(path)["data/case/events/strikes.csv"].count(b"*") == 2 + rows


def test_rows_of_a_map_in_a_file_that_is_left_out(small, tmp_path, monkeypatch):
    files = {
        "case.toml": CASE["case.toml"].replace('"control/holders.csv"', '"control/days/*.csv"'),
        "control/days/one.csv": "place,holder,from,until\na,north,2031-01-01,\n",
        "control/days/two.csv": "place,holder,from,until\nb,south,2031-01-01,\n",
    }

    def leave_out(given):
        left_out = next(name for name in given if name.endswith("two.csv"))
        told = given[CASE_TOML]
        assert b'"map:holders" = 1\n' in told
        without = {name: content for name, content in given.items() if name != left_out}
        return without | {CASE_TOML: told.replace(b'"map:holders" = 1\n', b"")}

    case = small('places = ["b"]', **files)
    assert verify_package(packed(case, tmp_path)).ok
    (tmp_path / "x.zip").unlink()
    (tmp_path / "x.zip.kept").unlink()
    found = verify_package(forged(case, tmp_path, monkeypatch, same, leave_out))
    assert found.step is Step.CASE
    assert "rows of maps are not shown" in found.fault


@pytest.mark.parametrize(("word", "sound"), [("?", True), ("south", False)])
def test_another_holder_is_no_wider_holder(small, tmp_path, monkeypatch, word, sound):
    def change(table):
        if table.table.name == "control/holders.csv":
            return replace(table, coarser={"holder": dict.fromkeys(table.coarser["holder"], word)})
        return table

    body = 'table = "control/holders.csv"\nwhere = { place = "c" }\nfields = { holder = "withhold", "*" = "keep" }'
    found = verify_package(forged(small(body), tmp_path, monkeypatch, change))
    assert found.ok is sound
    assert sound or "withholds 'holder' without saying so" in found.fault


@pytest.mark.parametrize("column", ["from", "since"])
def test_a_day_of_a_list_is_not_free_under_another_name(small, tmp_path, monkeypatch, column):
    """An empty first day is no limit: the map would say more than it did."""
    files = {
        "case.toml": CASE["case.toml"].replace('"place-list"', f'"place-list"\ncolumns = {{ from = "{column}" }}'),
        "control/holders.csv": CASE["control/holders.csv"].replace("from", column),
    }
    body = 'table = "control/holders.csv"\nwhere = { place = "c" }\nfields = { holder = "withhold", "*" = "keep" }'

    def change(table):
        if table.table.name != "control/holders.csv":
            return table
        return replace(table, withheld={column: next(iter(table.withheld.values()))}, coarser={})

    found = verify_package(forged(small(body, **files), tmp_path, monkeypatch, change))
    assert found.step is Step.ROWS
    assert f"withholds {column!r} without saying so" in found.fault


@pytest.mark.parametrize("name", ["data/other.txt", "data/case/.x/notes.txt", "data/case/events/.strikes.csv"])
def test_files_of_which_no_proof_speaks(whole, tmp_path, name):
    path = signed_again(unpacked(whole.path) | {name: b"hello\n"}, whole.key, tmp_path / "x.zip")
    assert "is no part of a package" in verify_package(path).fault
    with pytest.raises(Fault):
        check_package(path)


@pytest.mark.parametrize("changed", [{"made_by": "firmground\nBagging-Date: 2020-01-01"}, {"day": "20261129"}])
def test_a_statement_that_writes_lines_of_its_own(whole, tmp_path, changed):
    path = signed_again(unpacked(whole.path), whole.key, tmp_path / "x.zip", **changed)
    assert "does not say what one must say" in verify_package(path).fault


def test_the_point_of_a_hidden_place_under_the_name_of_another(small, tmp_path):
    """Publishers name the nearest town and give the point of the village."""
    rows = CASE["events/strikes.csv"].splitlines()
    rows = [row + {0: ",lon,lat", 2: ",36.3,35.3"}.get(number, ",,") for number, row in enumerate(rows)]
    members = unpacked(packed(small('places = ["c"]', **{"events/strikes.csv": "\n".join(rows) + "\n"}), tmp_path))
    assert not [name for name, content in members.items() if b"35.3" in content and not name.startswith("data/proof/")]


def test_units_go_with_the_entry_that_names_them(small, tmp_path):
    """And then the events that lie in them."""
    ring = "[[[36, 35], [37, 35], [37, 36], [36, 35]]]"
    unit = '{"type": "Feature", "properties": {"id": "u1", "name": "East"}, "geometry": {"type": "Polygon", "coordinates": %s}}'
    rows = CASE["events/strikes.csv"].splitlines()
    rows = [row + {0: ",area,level", 2: ",u1,1"}.get(number, ",,") for number, row in enumerate(rows)]
    case = small(
        'table = "case.toml/areas"',
        **{
            "case.toml": CASE["case.toml"] + '[[areas]]\nfile = "areas/units.geojson"\nlevel = 1\n',
            "areas/units.geojson": '{"type": "FeatureCollection", "features": [%s]}' % (unit % ring),
            "events/strikes.csv": "\n".join(rows).replace("s2,2031-02-05,south,air-strike,b", "s2,2031-02-05,south,air-strike,") + "\n",
        },
    )  # fmt: skip
    path = packed(case, tmp_path)
    found = verify_package(path)
    assert found.ok, found.fault
    assert check_package(path).hidden["areas/units.geojson"] == 1
    assert b"u1" not in unpacked(path)["data/case/events/strikes.csv"]


@pytest.mark.parametrize(
    ("period", "day"), [('from = "2020-01-01"', "2019-06-01"), ('until = "2999-06-01"', "2999-12-01")]
)
def test_another_day_does_not_put_a_rule_to_sleep(small, tmp_path, period, day):
    """What leaves does so today, whatever day is written on it."""
    case, on = small(f'places = ["c"]\n{period}'), date.fromisoformat(day)
    prepared = pack.prepare_package(case, audience=Label.CLEAR, day=on, findings=False)
    with pytest.raises(BadRequestError, match="the rule r is in force today and not on"):
        pack.write_package(prepared, tmp_path / "x.zip", key=fresh_key())
    with pytest.raises(BadRequestError, match="the rule r is in force today and not on"):
        audience_case(case, Label.CLEAR, on)
    assert audience_case(case, Label.RED, on)
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize(
    "text",
    ["s2031-01-05", "https://x.org/2031/1/5/news", "20310105-a", "am 5.1.2031", "1/5/31", "raid_310105", "05/01/2031"],
)
@pytest.mark.parametrize("column", ["id", "note"])
def test_a_day_that_is_withheld_in_the_figures_of_another_field(small, tmp_path, column, text):
    rows = CASE["events/strikes.csv"].replace("s1" if column == "id" else "first", text)
    body = 'table = "events/strikes.csv"\nfields = { date = "coarsen", "*" = "keep" }'
    members = unpacked(packed(small(body, **{"events/strikes.csv": rows}), tmp_path))
    shown = members["data/case/events/strikes.csv"].decode()
    assert text not in shown
    assert "s3,2031-03," in shown  # what says nothing of its day stays
    assert "a note, longer" in shown


WITHHELD, COARSER, KEPT = 'by = "withhold"', 'lon = "coarsen"', 'kind = "keep"'


@pytest.mark.parametrize("fields", [(KEPT, WITHHELD), (WITHHELD, KEPT), (COARSER, WITHHELD)])
def test_all_rules_on_a_place_are_obeyed(small, tmp_path, fields):
    """Not only the first that names it."""
    one, other = (f'places = ["{place}", "c"]\nfields = {{ {own} }}' for place, own in zip("ab", fields, strict=True))
    case = small(one)
    rules = rule(one) + rule(other.replace('"b", ', "")).replace('"r"', '"s"')
    (case / "handling.toml").write_text(rules, encoding="utf-8")
    for line in unpacked(packed(case, tmp_path))["data/case/events/strikes.csv"].decode().splitlines():
        assert "south" not in line or not line.startswith(("s4", "s6"))


# What the other side alone has, each with a word that is nowhere else.
THEIRS = {
    "places.csv": "zq,Qxplace,36.9,35.9,1\n",
    "events/strikes.csv": "s9,2031-07-07,south,air-strike,zq,qxsource,Qxnote\n",
    "sources.toml": '[[sources]]\nid = "qxsource"\ntitle = "Qxtitle"\nby = "Qxby"\n',
    "actors.toml": '[[actors]]\nid = "qxactor"\nname = "Qxname"\n[[ties]]\nactor = "qxactor"\ntie = "allied"\nto = "north"\n',
    "incidents.csv": "id,date,kind,place\nqxinc,2031-03-03,Qxcrash,a\n",
    "releases/q.csv": "id,by,published,note\nqxrel,south,2031-04-04,Qxrel\n",
    "case.toml": '[[around]]\nincident = "qxinc"\ntitle = "Qxaround"\n[[encounters]]\nid = "qxenc"\ntitle = "Qxenc"\nkm = 5\n'
    'hours = 5\namong = { by = "south" }\n[subsets.qxsub]\nby = "qxactor"\n',
}  # fmt: skip


def test_what_came_for_few_is_not_passed_on_to_all(tmp_path):
    """A package for TLP:AMBER, merged into one's own case, and a package for the world made of both."""
    own, theirs = write_small_case(tmp_path / "own"), write_small_case(tmp_path / "theirs", 'label = "TLP:AMBER"\n')
    for name, more in THEIRS.items():
        path = theirs / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + more, encoding="utf-8")
    titled = (
        (theirs / "case.toml").read_text(encoding="utf-8").replace('id = "holders"', 'id = "holders"\ntitle = "Qxmap"')
    )
    (theirs / "case.toml").write_text(titled, encoding="utf-8")
    package = pack.pack_case(theirs, tmp_path / "p.zip", audience=Label.AMBER, key=fresh_key(), day=DAY).path
    merge_cases(own, package, tmp_path / "both", name="them")
    all_of_it = b"".join(
        (tmp_path / "both" / name).read_bytes() for name in ("case.toml", "places.csv", "sources.toml")
    )
    assert {
        word for word in (b"Qxplace", b"Qxtitle", b"Qxenc", b"Qxaround", b"Qxmap") if word not in all_of_it
    } == set()
    path = packed(tmp_path / "both", tmp_path)
    found = verify_package(path)
    assert found.ok, found.fault
    for name, content in unpacked(path).items():
        if name.startswith(("data/case/", "data/findings")):  # random letters may hold anything
            assert b"qx" not in content.lower(), name
