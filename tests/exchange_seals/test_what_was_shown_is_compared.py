"""A record is revealed of which a package showed a month, a decade and a wider disc: does it lie inside them?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sealed_case import ACTORS, signing_key

from firmground.case.handling import Label
from firmground.cli import app
from firmground.exchange.coarsen.dates import coarser_date
from firmground.exchange.coarsen.numbers import coarser_count
from firmground.exchange.package import pack
from firmground.exchange.package.kept import read_kept
from firmground.exchange.package.verify import verify_package
from firmground.exchange.seals import Asked, reveal_package, verify_reveal
from firmground.exchange.seals.shown_before import differing

TABLE = "events/events.csv"
CASE = 'title = "T"\n[[events]]\nid = "e"\nfile = "events/events.csv"\n'
EVENTS = "id,date,by,kind,lon,lat,radius_km,strikes\none,2015-10-10,a,strike,36.0,35.0,1,3\n"
PLACES = "id,name,lon,lat,radius_km\ntown,Town,36.0,35.0,1\n"
HANDLING = """
[[rules]]
id = "wider"
label = "TLP:RED"
reason = "it would tell who filmed it"
table = "events/events.csv"
ids = ["one"]
fields = { date = "coarsen", strikes = "coarsen", lon = "coarsen", lat = "coarsen", radius_km = "coarsen", "*" = "keep" }
cell = 4
settlements = 1
"""


@pytest.fixture
def packed(tmp_path, monkeypatch):
    """A package and its reveal; `shown`: cells that its sender shows instead of those of the view."""

    def make(*fields, **shown):
        case = tmp_path / "case"
        (case / "events").mkdir(parents=True)
        files = {
            "case.toml": CASE,
            "places.csv": PLACES,
            "actors.toml": ACTORS,
            TABLE: EVENTS,
            "handling.toml": HANDLING,
        }
        for name, text in files.items():
            (case / name).write_text(text, encoding="utf-8")
        view = pack.make_view

        def forged(*args):
            made = view(*args)
            return replace(made, tables=tuple(map(change, made.tables)))

        def change(table):
            if table.table.name != TABLE:
                return table
            return replace(table, coarser={**table.coarser, **{name: {0: cell} for name, cell in shown.items()}})

        monkeypatch.setattr(pack, "make_view", forged)
        made = pack.pack_case(case, tmp_path / "p.zip", audience=Label.CLEAR, key=signing_key(), day=date(2015, 11, 1))
        assert verify_package(made.path).fault == ""
        raw = tmp_path / "record.json"
        raw.write_bytes(reveal_package(read_kept(made.kept), TABLE, Asked("one", fields=fields)))
        return raw, made.path

    return make


def test_what_an_honest_sender_reveals_lies_inside_what_was_shown(packed):
    found = verify_reveal(*packed())
    assert found.wrong == ()
    assert "What is revealed lies inside what the package shows in its place." in found.proven


@pytest.mark.parametrize(
    ("shown", "says"),
    [
        ({"date": "2015-11"}, "date is 2015-10-10, and it shows 2015-11"),
        ({"strikes": "10..99"}, "strikes is 3, and it shows 10..99"),
        ({"lon": "44.0"}, "it lies at 36, 35, 1 ("),
        ({"radius_km": "0.5"}, "it lies at 36, 35, 1 ("),
    ],
)
def test_a_dishonest_sender_is_told_plainly(packed, capsys, shown, says):
    raw, package = packed(**shown)
    found = verify_reveal(raw, package)
    assert (found.proven, found.shown) == ((), ())
    assert says in found.wrong[0]
    assert "the key editor" in found.wrong[0]
    assert "misled those who relied on it" in found.wrong[0]
    words = ["verify", str(raw), "--against", str(package)]
    assert app(words, exit_on_error=False, result_action="return_value") == 1
    assert says in " ".join(capsys.readouterr().out.split())


def test_a_field_that_is_revealed_alone_is_compared_alone(packed):
    raw, package = packed("date", strikes="10..99")
    found = verify_reveal(raw, package)
    assert found.wrong == ()
    assert "What is revealed lies inside what the package shows in its place." in found.proven


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 5000), st.integers(0, 500))
def test_what_we_coarsen_lies_inside_and_the_next_does_not(day, low, more):
    true = {"date": day.isoformat(), "strikes": f"{low}..{low + more}"}
    shown = {"date": coarser_date(true["date"]), "strikes": coarser_count(true["strikes"])}
    assert differing(shown, true, event=True) == []
    other = {"date": f"{day.year + 1}-01", "strikes": f"{low + more + 1}+"}
    assert len(differing(other, true, event=True)) == 2


def test_of_other_records_a_part_may_be_shown_and_nothing_else():
    true = {"labels": [{"label": "x", "covers": "a", "says": "so"}], "holder": "a", "choices": {"map": ["m", "n"]}}
    part = {"labels": [{"label": "x", "covers": "a"}], "holder": "?", "choices": {"map": ["n"]}}
    assert differing(part, true, event=False) == []
    for other in ({"labels": [{"label": "x", "covers": "b"}]}, {"holder": "b"}, {"choices": {"map": ["o"]}}):
        assert len(differing(other, true, event=False)) == 1
