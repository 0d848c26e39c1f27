"""The facts of the built-in case, read with nothing but the csv and toml readers of Python.

Expected numbers were counted from the same facts before the program existed; they are the yardstick of the
program, so no part of it is used to find them.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from datetime import date

import pytest

from firmground.bounds import parse_accepted
from firmground.dates import parse_when
from firmground.errors import BadRequestError
from firmground.examples import example_folder, example_names

FOLDER = example_folder("syria-2015")
POINTS = {"town", "village", "hill", "mountain"}
STRENGTH = {"cannot": 0, "may": 1, "must": 2}
TOML_FILES = sorted(path.name for path in FOLDER.glob("*.toml"))
# What stands in documents/ are texts of our own and what was made of them: see test_builtin_documents.
TABLES = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*.csv")
    if "documents" not in path.relative_to(FOLDER).parts
)
DATE_COLUMNS = ("date", "date_from", "date_until", "reported", "from", "until", "published")


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def toml(name: str) -> dict:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


EVENTS = table("events/disclosed.csv")
CODED = table("control/hand-coded.csv")
SOURCES = {entry["id"]: entry for entry in toml("sources.toml")["sources"]}
ACTORS = {entry["id"] for entry in toml("actors.toml")["actors"]}
PLACES = {row["id"]: row for row in table("places.csv")}
INCIDENTS = {row["id"] for row in table("incidents.csv")}
CLAIMS = toml("claims.toml")["claims"]
LABELS = {label["label"] for entry in toml("definitions.toml")["definitions"] for label in entry["labels"]}


def standing(event: dict[str, str]) -> str:
    """The strongest standing that the place has on any day on which the strike may have been."""
    rows = [
        row["standing"]
        for row in CODED
        if row["place"] == event["place"]
        and (row["from"] or "0001-01-01") <= event["date_until"]
        and event["date_from"] <= (row["until"] or "9999-12-31")
    ]
    return max(rows, key=STRENGTH.__getitem__)


def reported(first: str, last: str, levels: set[str] | None = None) -> list[dict[str, str]]:
    return [
        row for row in EVENTS if first <= row["reported"] <= last and (levels is None or row["place_level"] in levels)
    ]


def by_place(events: list[dict[str, str]]) -> Counter[str]:
    """How many places must, may, cannot have been in areas of Islamic State; a place takes its strongest strike."""
    best: dict[str, str] = {}
    for event in events:
        best[event["place"]] = max(best.get(event["place"], "cannot"), standing(event), key=STRENGTH.__getitem__)
    return Counter(best.values())


# The counts


def test_the_49_places_named_up_to_21_october_are_11_must_7_may_31_cannot():
    assert by_place(reported("2015-09-30", "2015-10-21")) == {"must": 11, "may": 7, "cannot": 31}


def test_the_39_places_that_are_points_are_8_must_4_may_27_cannot():
    assert by_place(reported("2015-09-30", "2015-10-21", POINTS)) == {"must": 8, "may": 4, "cannot": 27}


def test_of_72_mentions_up_to_21_october_69_to_82_percent_were_not_in_areas_of_islamic_state():
    mentions = Counter(standing(event) for event in reported("2015-09-30", "2015-10-21"))
    assert mentions == {"must": 13, "may": 9, "cannot": 50}
    assert mentions["cannot"] / mentions.total() == pytest.approx(0.694, abs=0.0005)
    assert (mentions["cannot"] + mentions["may"]) / mentions.total() == pytest.approx(0.819, abs=0.0005)


def test_the_31_places_named_from_22_october_to_26_november_are_9_must_8_may_14_cannot():
    assert by_place(reported("2015-10-22", "2015-11-26")) == {"must": 9, "may": 8, "cannot": 14}


def test_two_villages_named_on_27_november_without_a_day_of_their_own_make_them_33():
    late = reported("2015-11-27", "9999-12-31")
    assert [(row["place"], row["date_from"], row["date_until"]) for row in late] == [
        ("ghmam", "2015-09-30", "2015-11-27"),
        ("kesladjuk", "2015-09-30", "2015-11-27"),
    ]
    assert by_place(reported("2015-10-22", "2015-11-27")) == {"must": 9, "may": 8, "cannot": 16}


def test_the_tables_hold_as_many_rows_as_their_readme_says():
    told = dict(re.findall(r"^\| `([\w/.-]+)` \| (\d+) \|", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE))
    assert {name: len(table(name)) for name in TABLES} == {name: int(told[name]) for name in TABLES}
    undertakings = toml("undertakings.toml")
    assert int(told["undertakings.toml"]) == len(undertakings["agreements"]) + len(undertakings["pledges"]) == 17
    assert int(told["claims.toml"]) == len(CLAIMS)
    assert int(told["definitions.toml"]) == len(toml("definitions.toml")["definitions"])


def test_nobody_is_said_to_be_the_target_where_the_ministry_named_nobody():
    assert {row["claimed_target"] for row in EVENTS if not row["target"]} == {"terrorists-unspecified"}
    assert all(row["target"] in {"", row["claimed_target"]} for row in EVENTS)


def test_the_reuters_window_is_what_was_reported_up_to_21_october():
    assert all((row["in_reuters_window"] == "yes") == (row["reported"] <= "2015-10-21") for row in EVENTS)


# The two maps


def test_both_maps_speak_of_the_same_places_and_periods_in_the_same_order():
    keys = ("place", "from", "until", "source")
    holders = table("control/holders.csv")
    assert [[row[key] for key in keys] for row in CODED] == [[row[key] for key in keys] for row in holders]


def test_every_place_that_was_struck_is_on_the_map_from_the_first_to_the_last_day_of_the_strike():
    for event in EVENTS:
        rows = [row for row in CODED if row["place"] == event["place"]]
        assert min(row["from"] for row in rows) <= event["date_from"], event["id"]
        assert max(row["until"] or "9999-12-31" for row in rows) >= event["date_until"], event["id"]


def test_the_map_of_holders_agrees_with_the_coding_except_where_the_spot_is_in_doubt():
    surer = set()
    for coded, holding in zip(CODED, table("control/holders.csv"), strict=True):
        holders = holding["holder"].split(";")
        if coded["standing"] == "cannot":
            assert "islamic-state" not in [*holders, *holding["present"].split(";")], coded["place"]
        if coded["standing"] == "must":
            assert "islamic-state" in holders, coded["place"]
        if coded["standing"] == "may" and holders != [""]:
            surer.add(coded["place"])
    assert surer == {
        "raqqa-liwa-al-haqq-hq", "tell-alam", "ter-tyana", "nayrab-air-base", "deir-ez-zor-50km-n", "kuweires-sharqi",
    }  # fmt: skip


def test_several_holders_are_contested_one_is_held_and_none_says_nothing():
    for row in table("control/holders.csv"):
        expected = ("", "held", "contested")[min(2, len([name for name in row["holder"].split(";") if name]))]
        assert row["status"] == expected, row["place"]


# What refers to what


def ids(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


@pytest.mark.parametrize("name", TOML_FILES)
def test_every_toml_file_is_toml(name):
    assert toml(name)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_has_all_its_cells_and_nothing_round_them(name):
    for row in table(name):
        assert None not in row
        assert all(value is not None and value == value.strip() for value in row.values()), row


@pytest.mark.parametrize("name", TABLES)
def test_every_date_is_a_date_and_no_period_runs_backwards(name):
    for row in table(name):
        for column in DATE_COLUMNS:
            if row.get(column):
                parse_when(row[column])
        for first, last in (("date_from", "date_until"), ("from", "until")):
            if row.get(first) and row.get(last):
                assert date.fromisoformat(row[first]) <= date.fromisoformat(row[last]), row


def test_no_id_is_used_twice():
    lists = [
        [row["id"] for row in EVENTS],
        [row["id"] for row in table("places.csv")],
        [row["id"] for row in table("incidents.csv")],
        [row["id"] for row in table("releases/mod-ru.csv")],
        [entry["id"] for entry in toml("sources.toml")["sources"]],
        [entry["id"] for entry in toml("actors.toml")["actors"]],
        [claim["id"] for claim in CLAIMS],
        [entry["id"] for kind in toml("undertakings.toml").values() for entry in kind],
    ]
    assert [[key for key, number in Counter(names).items() if number > 1] for names in lists] == [[]] * len(lists)


def test_every_place_of_an_event_a_map_or_an_incident_is_in_the_gazetteer():
    named = {row["place"] for name in TABLES for row in table(name) if row.get("place")}
    assert named <= PLACES.keys()


def test_every_place_without_coordinates_says_that_it_has_no_point():
    assert all(("no point" in row["note"]) == (not row["lon"]) == (not row["lat"]) for row in PLACES.values())


def test_every_actor_that_is_named_exists():
    undertakings = toml("undertakings.toml")
    named = {actor for row in EVENTS for actor in ids(row["target"])}
    named |= {row["party"] for row in CODED}
    named |= {actor for row in table("control/holders.csv") for actor in ids(row["holder"]) + ids(row["present"])}
    named |= {actor for row in table("incidents.csv") for actor in ids(row["actors"])}
    named |= {row[column] for row in table("releases/mod-ru.csv") for column in ("by", "attested_by") if row[column]}
    named |= {end for tie in toml("actors.toml")["ties"] for end in (tie["actor"], tie["to"])}
    named |= {actor for pledge in undertakings["pledges"] for actor in [*pledge["by"], *pledge.get("to", [])]}
    named |= {actor for agreement in undertakings["agreements"] for actor in agreement["parties"]}
    for definition in toml("definitions.toml")["definitions"]:
        for label in definition["labels"]:
            named |= {*label["covers"], *label.get("excludes", [])}
    assert named <= ACTORS


def test_every_party_of_a_test_is_an_actor_or_a_label_and_every_place_of_it_exists():
    for claim in CLAIMS:
        that = claim.get("test", {}).get("that", {})
        assert {that[key] for key in ("in", "outside", "with", "without") if key in that} <= ACTORS | LABELS
        assert {that["near"]["to"]} <= PLACES.keys() | INCIDENTS if "near" in that else True


def test_everything_that_a_clause_protects_is_an_actor_or_a_label():
    clauses = [clause for entry in toml("undertakings.toml")["agreements"] for clause in entry.get("clauses", [])]
    assert clauses
    assert all(set(clause["protects"]) <= ACTORS | LABELS for clause in clauses)


def entries(value: object) -> list[dict]:
    """Every table in a TOML file, those inside others too."""
    if isinstance(value, dict):
        return [value, *(entry for part in value.values() for entry in entries(part))]
    return [entry for part in value for entry in entries(part)] if isinstance(value, list) else []


def test_every_source_that_is_named_exists_and_every_source_is_used():
    others = [name for name in TOML_FILES if name != "sources.toml"]
    written = [row for name in TABLES for row in table(name)]
    written += [entry for name in others for entry in entries(toml(name))]
    named = {entry["source"] for entry in written if entry.get("source")}
    texts = [value for entry in written for value in entry.values() if isinstance(value, str)]
    words = {word for text in texts for word in re.findall(r"[a-z0-9][a-z0-9-]+", text)}
    addresses = {entry["url"] for entry in written if entry.get("url")}
    unused = [key for key in SOURCES.keys() - words if SOURCES[key].get("url") not in addresses]
    assert named <= SOURCES.keys()
    # A total of which the page is not known: its row can name no address.
    assert unused == ["kartapolov-2015-11-19"]


def test_every_address_in_a_row_belongs_to_a_source_and_to_the_source_that_the_row_names():
    addresses = {entry["url"] for entry in SOURCES.values() if "url" in entry}
    for name in TABLES:
        for row in table(name):
            if row.get("url"):
                assert row["url"] in addresses, row
            if row.get("source"):
                assert row["url"] == SOURCES[row["source"]].get("url", ""), row


def test_every_row_has_an_address_or_says_why_not():
    reasons = ("not resolved", "no address", "our judgement", "no point")
    for name in TABLES:
        bare = [row for row in table(name) if not row["url"]]
        assert [row for row in bare if not any(reason in row["note"] for reason in reasons)] == [], name


def test_every_claim_and_undertaking_and_every_stage_names_its_source():
    undertakings = toml("undertakings.toml")
    stages = [stage for pledge in undertakings["pledges"] for stage in pledge["stages"]]
    for entry in [*CLAIMS, *undertakings["agreements"], *undertakings["pledges"], *stages]:
        assert entry["source"] in SOURCES, entry
        assert entry.get("url", "") == SOURCES[entry["source"]].get("url", ""), entry


def test_every_source_without_an_address_says_why():
    assert all("No address" in entry["note"] for entry in SOURCES.values() if "url" not in entry)


# The claims


def test_every_claim_is_either_tested_or_says_why_it_cannot_be():
    assert all(("test" in claim) != bool(claim.get("cannot_test", "").strip()) for claim in CLAIMS)


def test_every_claim_that_is_restated_is_there():
    restated = {claim["restates"] for claim in CLAIMS if "restates" in claim}
    assert restated == {"reuters-1021-share", "reuters-1126-fewer-data"} <= {claim["id"] for claim in CLAIMS}


def test_every_value_that_a_claim_accepts_can_be_read():
    for claim in CLAIMS:
        if "test" in claim:
            parse_accepted(claim["test"]["value"])


def test_only_the_diplomat_is_anonymous():
    assert [claim["id"] for claim in CLAIMS if claim.get("anonymous")] == ["diplomat-1126-half"]


# Where it is


def test_the_built_in_cases_are_found_by_name():
    assert example_names() == ("syria-2015",)
    assert (example_folder("syria-2015") / "case.toml").is_file()


def test_a_case_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(BadRequestError, match=r"no built-in case 'syria'.*syria-2015"):
        example_folder("syria")


@pytest.mark.parametrize("name", ["..", "", "syria-2015/..", "__pycache__"])
def test_a_folder_that_is_no_case_is_not_given_out(name):
    with pytest.raises(BadRequestError):
        example_folder(name)
