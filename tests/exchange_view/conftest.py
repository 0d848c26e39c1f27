"""Small cases with rules, and what an audience sees of them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from firmground import example_folder
from firmground.case.handling import Label
from firmground.exchange.plain import kind_counts, record_tables, write_tables
from firmground.exchange.viewing.make import make_view
from firmground.read import read_case

HERE = Path(__file__).parent
DAY = date(2026, 1, 1)
PLACES = """id,name,aliases,lon,lat,radius_km,note
tell,Tell Abyad Hill,Tel Abiad;Телль-Абьяд;تل أبيض,38.95,36.69,2,
rastan,Rastan,Ar Rastan;Растан,36.73,34.92,2,between Homs and Hama
twin-one,Twin,,36.10,35.10,1,
twin-two,Other,Twin,36.60,35.60,1,
plain,Plain,,37.50,35.50,0,a day's walk from Rastan
"""
EVENTS = """id,date,place,lon,lat,radius_km,by,target,kind,strikes,source,url,note,duplicate_of,district
e1,2015-10-01,rastan,,,,alpha,beta,raid,3,paper,https://x.org/1,hit in Rastan,,Homs
e2,2015-10-02,Ar Rastan,,,,beta,alpha,raid,12..30,wire,https://x.org/2,,e1,Homs
e3,2015-10-03,,36.735,34.921,0.5,alpha,,raid,,wire,,nobody said where,,Homs
e4,2015-10-04,plain,37.5,35.5,1,alpha,beta,raid,1,wire,https://x.org/4,seen from the road,,Aleppo
e5,2015-10-05,Twin,,,,beta,,raid,1,paper,,,,Idlib
"""
LIST = """place,holder,present,from,until,source,evidence
rastan,alpha,beta,2015-09-01,,paper,a page
plain,beta,,2015-09-01,,wire,a page on Rastan
twin-one,alpha,,2015-09-01,,wire,a page
"""
CASE = """title = "T"
[[events]]
file = "events/raids.csv"
source = "wire"
[[maps]]
id = "towns"
file = "control/towns.csv"
layout = "place-list"
reach_km = 0
[subsets.near-rastan]
near = { to = "rastan", km = 10 }
[choices]
map = ["towns"]
subset = ["all", "near-rastan"]
"""
SOURCES = """
[[sources]]
id = "paper"
title = "What the paper saw that week"
by = "The Morning Paper"
url = "https://paper.example/strikes"
[[sources]]
id = "wire"
title = "Daily wire on Rastan"
by = "Wire"
"""
ACTORS = """
[[actors]]
id = "alpha"
name = "Alpha Brigade"
[[actors]]
id = "beta"
name = "Beta Front"
names = ["Фронт Бета"]
[[ties]]
actor = "alpha"
tie = "fights"
to = "beta"
source = "paper"
"""
CLAIMS = """
[[claims]]
id = "most"
by = "Beta Front"
on = "2015-11-01"
says = "Most raids were outside."
note = "See Rastan."
[claims.test]
measure = "share"
that = { outside = "alpha" }
value = "> 0.5"
[[claims]]
id = "near"
by = "Somebody"
on = "2015-11-01"
says = "One was near."
restates = "most"
[claims.test]
measure = "count"
among = { near = { to = "rastan", km = 5 } }
value = ">= 1"
[[claims]]
id = "again"
by = "Somebody"
on = "2015-11-02"
says = "One was near."
restates = "near"
[claims.test]
measure = "count"
value = ">= 1"
"""
FILES = {
    "case.toml": CASE,
    "places.csv": PLACES,
    "events/raids.csv": EVENTS,
    "control/towns.csv": LIST,
    "sources.toml": SOURCES,
    "actors.toml": ACTORS,
    "claims.toml": CLAIMS,
}


@pytest.fixture
def small(tmp_path):
    """Reads the small case with these rules; further files, or other ones, by name."""

    def read(rules: str = "", files: dict[str, str] | None = None) -> Any:
        folder = tmp_path / "small"
        if folder.exists():
            shutil.rmtree(folder)
        for name, text in {**FILES, "handling.toml": rules, **(files or {})}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text:
                path.write_text(text, encoding="utf-8")
        return read_case(folder)

    return read


class Shown:
    """A view, and ways to look at it."""

    def __init__(self, case: Any, audience: Label | None = Label.CLEAR, day: date = DAY, without: tuple[str, ...] = ()):
        self.case = case
        self.view = make_view(case, record_tables(case), audience, day, without)
        self.tables = {one.table.name: one for one in self.view.tables}

    def rows(self, name: str) -> list[dict[str, Any]]:
        """What is shown of the rows of a table that are not hidden, in the order in which they leave."""
        table = self.tables[name]
        return [
            {column: value for column in table.table.columns if (value := table.shown(column, row)) is not None}
            for row in range(table.table.rows)
            if not table.hidden[row]
        ]

    def row(self, name: str, own: str) -> dict[str, Any]:
        """What is shown of one record."""
        return next(one for one in self.rows(name) if one.get("id") == own)

    def ids(self, name: str) -> set[str]:
        return {str(one["id"]) for one in self.rows(name) if "id" in one}

    def why(self, name: str) -> set[str]:
        """The reasons for which more was held back in a table than its rules name."""
        return {one.why for one in self.view.applied if one.table == name}

    def write(self, folder: Path) -> Any:
        """The view as a plain case, read again."""
        counts = kind_counts(self.view.tables)
        write_tables(self.view.tables, folder, withheld=counts, open_maps=self.view.open_maps)
        return read_case(folder)


@pytest.fixture
def shown():
    return Shown


@pytest.fixture(scope="session")
def syria(tmp_path_factory):
    """The built-in case with three towns and one source that must not be known."""
    folder = tmp_path_factory.mktemp("exchange-view") / "syria"
    shutil.copytree(example_folder("syria-2015"), folder)
    shutil.copy(HERE / "handling-syria.toml", folder / "handling.toml")
    return read_case(folder)


def rule(body: str, name: str = "r", label: str = "TLP:RED") -> str:
    return f'[[rules]]\nid = "{name}"\nlabel = "{label}"\nreason = "so"\n{body}\n'


@pytest.fixture(name="rule")
def rule_fixture():
    """The text of a rule."""
    return rule
