"""Two verifiers that have no line in common agree: on what is sound, and on what was tampered with."""

from __future__ import annotations

import ast
import json
import re
import shutil
import sys
from pathlib import Path

import other_verifier
import pytest
from other_verifier import Fault, check_package
from small_package import CASE, DAY, EVENTS, PROOF, RULES, fresh_key, put_together, signed_again, unpacked

import firmground as fg
from firmground.case.handling import Label
from firmground.exchange.package.opened import SIGNATURE, STATEMENT
from firmground.exchange.package.pack import pack_case
from firmground.exchange.package.verify import verify_package
from firmground.proofs.canonical import canonical
from firmground.proofs.commitments import from_text

# Letters of four bytes, of two directions, composed and not; what CSV, TOML and JSON escape; half of a pair is no letter.
ODD = "e\u0301 \u00e9 حلب \U0001f3da \u2028 f;g,h \"d\" 'e' \\n D:\\x \x7f %41 {}[]#"
HOSTILE = {
    "case.toml": CASE["case.toml"].replace('file = "events/strikes.csv"', 'file = "events/100% Schläge.csv"')
    + f"""\
[[maps]]
id = "drawn"
file = "control/drawn.geojson"
source = "record"
[[areas]]
file = "areas/units.geojson"
level = 1
[subsets.north]
by = "north"
[subsets."by \\"süd\\""]
by = "south"
["\U0001f3da ownkey"]
text = {json.dumps(ODD, ensure_ascii=False).replace(chr(0x7F), "")}
whole = [0, -0, 1, 9007199254740991, 9007199254740992, 9007199254740993, -9223372036854775808, 0x10]
parts = [0.0, -0.0, 1.0, 1e21, 1e20, 123456789012345680000.0, 1e-6, 1e-7, 1.5e300, 5e-324, 0.1, 100.0, 1e16, inf, -inf]
days = [2031-01-01, 2031-01-01T10:00:00Z, 2031-01-01 10:00:00.25+01:00, 10:00:00, true, [], [[1], ["x"]]]
inner = {{ b = {{}}, a = {{ "" = 1, "a.b" = "2031-01-01" }} }}
""",
    "actors.toml": CASE["actors.toml"] + '[[ties]]\nactor = "north"\ntie = "allied"\nto = "south"\n',
    "places.csv": CASE["places.csv"].replace("radius_km\n", "radius_km,wie;genau\n").replace(",1\n", ',1," ""x"", \ty\rz"\n'),
    "events/100% Schläge.csv": "".join(
        f"{line},{more}\n" for line, more in zip(CASE["events/strikes.csv"].splitlines(), (
            "geometry,“q”,leer", '"two\r\nlines, ""quoted"" , ",=1+1,', '" lead",, ', '",",x,', ",,", "\u200f,\ufeff,", ",'x,"
        ), strict=True)
    ),
    "control/drawn.geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"holder": holder, "geometry": "no", "geometry (property)": "x", "n": 1e21, "ключ 🏚\t": "ß \U0001d11e \u202e \t \\u0041 /"},
                    "geometry": {
                        "type": "Polygon",
                        "coordinates": [[[x, 35], [x + 0.1, 35.0000000001], [x + 0.1, 35.9], [x, 35]]],
                    },
                }
                for holder, x in (("north", 36), ("south", 36.1))
            ],
        },
        ensure_ascii=False,
    ),
    "areas/units.geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"name": name},
                    "geometry": {"type": "MultiPolygon", "coordinates": [[[[x, 30], [x + 1, 30], [x + 1, 31], [x, 30]]]]},
                }
                for name, x in (("East", 36.0), ("West", -0.0))
            ],
        }
    ),
}  # fmt: skip


def write_case(folder: Path, rules: str = "", **files: str) -> Path:
    for name, content in {**CASE, **files}.items():
        if not (name == "events/strikes.csv" and "events/100% Schläge.csv" in files):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode())
    if rules:
        (folder / "handling.toml").write_text(rules, encoding="utf-8")
    return folder


def agree(path: Path) -> bool:
    """What both verifiers say of a package."""
    program = verify_package(path)
    fault, other = "", None
    try:
        other = check_package(path)
    except Fault as found:
        fault = str(found)
    assert bool(program.fault) == bool(fault), (program.fault, fault)
    if other is None:
        return False
    assert other.rows == program.rows
    assert other.key == from_text(program.key, 32)
    assert {line.name: (line.hidden, dict(line.withheld)) for line in program.tables} == {
        name: (other.hidden[name], dict(other.withheld[name])) for name in other.hidden
    }
    return True


def test_it_shares_nothing_with_the_program():
    tree = ast.parse(Path(other_verifier.__file__).read_text(encoding="utf-8"))
    modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    tops = {module.partition(".")[0] for module in modules}
    assert tops - set(sys.stdlib_module_names) == {"cryptography"}


@pytest.mark.parametrize("rules", ["", RULES])
def test_small_cases_with_odd_texts(tmp_path, rules):
    case = write_case(tmp_path / "case", rules, **HOSTILE)
    audience = Label.CLEAR if rules else None
    assert agree(pack_case(case, tmp_path / "x.zip", audience=audience, key=fresh_key(), day=DAY).path)


def test_a_case_of_which_little_is_shown(tmp_path):
    """Whole data sets, all sources, a map, a definition and the case's own words are withheld."""
    rules = "".join(
        f'[[rules]]\nid = "r{number}"\nlabel = "red"\nreason = "x"\n{what}\n'
        for number, what in enumerate((
            'table = "sources.toml/sources"',
            'table = "control/drawn.geojson"',
            'table = "events/100% Schläge.csv"\nids = ["s1", "s2"]',
            'table = "case.toml/areas"',
        ))
    )  # fmt: skip
    case = write_case(tmp_path / "case", rules, **HOSTILE)
    assert agree(pack_case(case, tmp_path / "x.zip", audience=Label.CLEAR, key=fresh_key(), day=DAY).path)


@pytest.mark.parametrize("hidden", [(), ("al-latamneh", "maarat-al-numan", "talbiseh")])
def test_the_built_in_case(tmp_path, hidden):
    shutil.copytree(fg.example_folder("syria-2015"), tmp_path / "case")
    if hidden:
        rule = f'[[rules]]\nid = "towns"\nlabel = "TLP:RED"\nreason = "x"\nplaces = {json.dumps(hidden)}\n'
        (tmp_path / "case/handling.toml").write_text(rule, encoding="utf-8")
    audience = Label.CLEAR if hidden else None
    packed = pack_case(tmp_path / "case", tmp_path / "x.zip", audience=audience, key=fresh_key(), day=DAY)
    assert agree(packed.path)


def first_line(members: dict[str, bytes], name: str, start: bytes) -> bytes:
    return next(line for line in members[name].splitlines() if line.startswith(start))


def changed(members: dict[str, bytes], name: str, old: bytes, new: bytes) -> dict[str, bytes]:
    assert old in members[name]
    return members | {name: members[name].replace(old, new, 1)}


CASE_TOML = "data/case/case.toml"
# What a sender could change in a package and sign again.
FORGED = {
    "a cell": lambda m: changed(m, EVENTS, b"2031-01-05", b"2031-01-06"),
    "a cell that the proof withholds": lambda m: changed(m, EVENTS, b",,south,air-strike,,,", b",a,south,air-strike,,,"),
    "an added column": lambda m: changed(changed(m, EVENTS, b"note,withheld", b"note,strikes,withheld"), EVENTS, b"first,", b"first,5,"),
    "a field that is in no leaf": lambda m: changed(m, CASE_TOML, b"[choices]", b"all_pledges = true\n[choices]"),
    "a field of an entry": lambda m: changed(m, CASE_TOML, b'id = "strikes"', b'id = "strikes"\ncomplete = true'),
    "a removed entry": lambda m: changed(m, "data/case/sources.toml", b'[[sources]]\nid = "record"\ntitle = "The record"\n', b""),
    "a removed name of what is withheld": lambda m: changed(m, EVENTS, b"note;place;source", b"note;source"),
    "a hidden row before others": lambda m: m | {PROOF: b"".join(reversed(m[PROOF].splitlines(keepends=True)))},
    "an old secret": lambda m: m | {PROOF: m[PROOF].replace(first_line(m, PROOF, b'"'), b'"AAAAAAAAAAAAAAAAAAAAAA"')},
    "base64url that leaves bits": lambda m: m | {PROOF: m[PROOF].replace(first_line(m, PROOF, b'"'), b'"AAAAAAAAAAAAAAAAAAAAAB"')},
    "another table": lambda m: m | {"data/case/incidents.csv": b"id,name,place\ni,Something,a\n"},
    "a byte that is no letter": lambda m: changed(m, EVENTS, b"first", b"fir\xffst"),
    "fewer records than are hidden": lambda m: changed(m, CASE_TOML, b"places = 1", b"places = 0"),
    "hidden rows of a map": lambda m: changed(m, CASE_TOML, b'"map:holders" = 1\n', b""),
    "a column twice": lambda m: changed(m, EVENTS, b"note,withheld", b"note,note"),
}  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_what_its_own_sender_changed_and_signed_again(partial, tmp_path, forged):
    members = FORGED[forged](unpacked(partial.path))
    assert not agree(signed_again(members, partial.key, tmp_path / "x.zip"))


# What makes no difference to what is read, so that no leaf says otherwise.
@pytest.mark.parametrize(
    ("old", "new"),
    [(b'title = "A small war"', b'"title"  = """\nA small war""" # a remark'), (b"places = 1", b"places = 2")],
)
def test_the_same_in_other_words(partial, tmp_path, old, new):
    members = changed(unpacked(partial.path), CASE_TOML, old, new)
    assert agree(signed_again(members, partial.key, tmp_path / "x.zip"))


@pytest.mark.parametrize("name", [STATEMENT, SIGNATURE, EVENTS, PROOF, "data/findings.json", "data/case/places.csv"])
def test_what_somebody_else_changed(partial, tmp_path, name):
    members = unpacked(partial.path)
    assert not agree(put_together(members | {name: members[name] + b"\n"}, tmp_path / "x.zip"))
    theirs = unpacked(signed_again(members, fresh_key(), tmp_path / "y.zip"))
    assert not agree(put_together(members | {SIGNATURE: theirs[SIGNATURE]}, tmp_path / "x.zip"))


@pytest.mark.parametrize("member", ["rows", "root", "tables", "made_by", "day", "key", "findings"])
def test_a_statement_without_a_member(whole, tmp_path, member):
    members = unpacked(whole.path)
    statement = json.loads(members[STATEMENT])
    raw = members[STATEMENT]
    del statement[member]
    members[STATEMENT] = canonical(statement)
    path = tmp_path / "x.zip"
    from firmground.exchange.package.archive import write_archive  # noqa: PLC0415 - only here

    path.write_bytes(write_archive(members))
    assert raw != members[STATEMENT]
    assert not agree(path)


def test_cut_and_lengthened(partial, tmp_path):
    content, path = partial.path.read_bytes(), tmp_path / "x.zip"
    for cut in (
        content[:-1],
        content + b"\0",
        content[: len(content) // 2],
        b"",
        b"PK\5\6" + bytes(18),
        b"\0" + content,
    ):
        path.write_bytes(cut)
        assert not agree(path)


def test_flipped_bits(partial, tmp_path):
    import random  # noqa: PLC0415 - only here

    content, path = partial.path.read_bytes(), tmp_path / "x.zip"
    draw = random.Random(7)  # noqa: S311 - the same draws each time
    for bit in draw.sample(range(len(content) * 8), 60):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        agree(path)


def test_it_runs_by_itself(whole, capsys, monkeypatch):
    import runpy  # noqa: PLC0415 - only here

    monkeypatch.setattr(sys, "argv", ["other_verifier.py", str(whole.path)])
    runpy.run_path(other_verifier.__file__, run_name="__main__")
    assert re.match(r"Verified: 21 rows under the key [\w-]{43}\.", capsys.readouterr().out)
