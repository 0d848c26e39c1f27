"""How much of official strike releases is read rightly, against records that others made: a table, and every miss.

Four collections in the folder `shared/data` beside the project, of which nothing is kept here:
- releases/expected_us.txt: releases of the coalition 2014 to 2017 with their events written down by hand;
- releases/ru_statements_half.jsonl: statements of the ministry; what has to be read in each was written down below from
  the text, before the reader was run on it;
- oir_strikes_centcom: 5,531 lines of releases with columns for the place and the number of strikes;
- isaf_press_releases: 362 releases with records made by hand.
Rules were written while looking at the first two, at the first half by date of the third, and at the first 181 of the
fourth. The other halves were only counted. (Each 90th line of the third, 30 of the second half, had been seen before.)
After that count the rules were mended by what it showed: a sentence that explains what a strike is (third), and nine
texts in which nothing had been read (fourth: province was 91.7, killed 88.4, captured 87.8, first day 84.1 percent).
Run it with  .venv/bin/python benchmarks/releases.py [--misses]
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.case.documents import Document
from firmground.dates import Days, When, parse_when
from firmground.documents.page import Page
from firmground.documents.releases import (
    Release,
    ReleaseFormat,
    built_in_formats,
    read_release,
    recognise_format,
    reconcile_release,
)
from firmground.documents.releases.counts import Count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.documents.releases.effects import Effect
    from firmground.documents.releases.release import Event

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FORMATS = {form.id: form for form in built_in_formats()}
# How those who made the records of ISAF counted words without a number; the reader itself promises less.
CONVENTION = {"multiple": 3, "a number of": 3, "several": 3, "numerous": 4, "a large number of": 5}

# What the sentences of the ministry say: sorties, targets, places, things destroyed, days.
MINISTRY: dict[str, dict[str, object]] = {
    "ru01": {"sorties": "61+", "targets": "51+", "days": "2015-09-30/2015-10-03"},
    "ru03": {
        "places": ["Raqqah", "Hamah", "Damascus", "Aleppo"],
        "things": [
            "2 command centers", "29 field camps", "23 fortified facilities",
            "3+ troop positions with military hardware",
        ],
        "days": "2015-10-09/2015-10-10",
    },
    "ru05": {"things": ["53 strongholds", "1 command center", "4 training camps", "7 warehouses"]},
    "ru07": {"sorties": "88", "targets": "86"},
    "ru09": {
        "places": ["Khan Sheikhon"],
        "things": ["6 artillery platforms", "? amounts of ammunition", "3 vehicles equipped with mortar launchers"],
    },
    "ru11": {"places": ["Khan Shaykhun"], "things": ["1 command center"]},
    "ru13": {"places": ["Hama", "Idlib", "Latakia", "Damascus", "Aleppo"]},
    "ru15": {
        "sorties": "394",
        "things": [
            "46 command and communication posts", "6 explosives manufacturing facilities",
            "22 warehouses and fuel depots", "272 positions, strongpoints and field camps",
        ],
        "days": "2015-10-09/2015-10-16",
    },
    "ru17": {
        "things": [
            "287 control centers", "52 training camps",
            "40 plants and workshops for the production of bombs and missiles", "155 munitions and fuel depots",
        ],
    },
    "ru19": {
        "sorties": "41",
        "targets": "40",
        "places": ["Aleppo", "Idlib", "Latakia", "Hama", "Deir ez-Zor"],
        "days": "2015-10-13/2015-10-14",
    },
    "ru21": {
        "things": [
            "34 command centers", "50 positions containing military equipment", "184 fortified positions",
            "16 fuel and munitions depots", "2 ammunition and explosives factories for terrorist organizations",
        ],
    },
}  # fmt: skip


@dataclass
class Score:
    """How many of how many, and the misses in words."""

    name: str
    right: int = 0
    of: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, good: bool, miss: str) -> None:  # noqa: FBT001 - the outcome itself
        self.of += 1
        self.right += good
        if not good:
            self.misses.append(miss)

    def tell(self) -> None:
        share = f"{100 * self.right / self.of:.1f} %" if self.of else "-"
        print(f"{self.name:<58} {self.right:>6,} of {self.of:>6,}  {share:>8}")
        for miss in self.misses if "--misses" in sys.argv else self.misses[:5]:
            print(f"      {miss}")
        if "--misses" not in sys.argv and len(self.misses) > 5:
            print(f"      … {len(self.misses) - 5} more with --misses")


def page_of(text: str, published: str = "") -> Page:
    when = parse_when(published) if published else When.unknown()
    return Page(Document("d", "", "", "", "", "", "", "text", when), text)


def plain(effect: Effect) -> str:
    """As the expected events are written: without the sizes of units."""
    words = [word for word in effect.object.split() if word not in {"large", "small"}]
    return f"{effect.verb} {effect.count} {' '.join(words)}"


def coalition() -> Iterator[Score]:
    """Every event of every release that has expected ones, all its fields; and what was read beyond them."""
    lines = (DATA / "releases" / "expected_us.txt").read_text(encoding="utf-8").splitlines()
    expected: dict[str, list[list[str]]] = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            key, *rest = line.split("|")
            expected.setdefault(key, []).append(rest)
    score, beyond = Score("coalition: events with every field right"), Score("coalition: events read that are expected")
    totals = Counter[str]()
    for path in sorted((DATA / "releases").glob("us_*.txt")):
        release = read_release(page_of(path.read_text(encoding="utf-8")))
        if release is None:
            score.add(good=False, miss=f"{path.name} was not recognised")
            continue
        known = next((events for key, events in expected.items() if path.name.startswith(f"us_{key}_")), None)
        read = [event_fields(event) for event in release.events]
        for event in known or ():
            score.add(event in read, f"{path.name}: {' | '.join(event)}")
        for event in read if known else ():
            beyond.add(event in known, f"{path.name}: read {' | '.join(event)}")
        for sentence in reconcile_release(release):
            if sentence.startswith("It says"):
                totals[what_of(sentence)] += 1
                if what_of(sentence) == "differ":
                    print(f"      {path.name}: {sentence}")
    yield from (score, beyond)
    print(f"coalition: totals {dict(totals)}; the texts that differ are excerpts that stop in the middle")


def what_of(sentence: str) -> str:
    if sentence.endswith("the same."):
        return "the same"
    return "cannot be compared" if "nothing to compare" in sentence or "cannot be told" in sentence else "differ"


def event_fields(event: Event) -> list[str]:
    strikes = str(event.strikes.count) if event.strikes else "?"
    day = str(event.day.when) or "?"
    return [day, event.country.value or "?", event.place.value, strikes, "; ".join(plain(one) for one in event.effects)]


def ministry() -> Iterator[Score]:
    score, known = Score("ministry: statements with every field right"), Score("ministry: statements recognised alone")
    for line in (DATA / "releases" / "ru_statements_half.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        page = page_of(record["text"], record["date"])
        release = read_release(page, form=FORMATS["mod-ru"])
        wanted = MINISTRY[record["id"]]
        read = ministry_fields(release) if release else {}
        wrong = [
            f"{key}: {read.get(key)} for {wanted.get(key)}"
            for key in read.keys() | wanted.keys()
            if read.get(key) != wanted.get(key)
        ]
        score.add(not wrong, f"{record['id']}: {'; '.join(wrong)}")
        form = recognise_format(page.text)
        known.add(
            form is FORMATS["mod-ru"], f"{record['id']}: a single sentence without the ministry's or an aircraft's name"
        )
    yield from (score, known)


def ministry_fields(release: Release) -> dict[str, object]:
    totals = {total.figure.unit: str(total.figure.count) for total in release.totals}
    effects = [*release.summary, *(effect for event in release.events for effect in event.effects)]
    things = [f"{effect.count} {effect.object}" for effect in effects if effect.object != "targets"]
    found = {
        "sorties": totals.get("sorties"),
        "targets": totals.get("targets"),
        "places": [event.place.value for event in release.events],
        "things": things,
        "days": str(release.day.when),
    }
    return {key: value for key, value in found.items() if value}


def central_command() -> Iterator[Score]:
    """Each line alone: its place as it is written, and its number of strikes; the columns are the scraper's."""
    path = DATA / "oir_strikes_centcom" / "all-edited.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: month_first(row["date"]))
    cells: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in rows:
        cells.setdefault((row["date"], row["line"]), set()).add((" ".join(row["location"].split()), row["number"]))
    middle = month_first(rows[len(rows) // 2]["date"])
    halves = {"first half, rules written on it": [], "second half, held out": []}  # type: dict[str, list[dict[str, str]]]
    for row in rows:
        halves[list(halves)[month_first(row["date"]) >= middle]].append(row)
    for name, half in halves.items():
        score, reasons = Score(f"5,531 lines, {name}: place and number"), Counter[str]()
        for row in half:
            release = read_release(page_of(row["line"]), form=FORMATS["coalition"])
            events = release.events if release else ()
            column = " ".join(row["location"].split())
            read = [(event.place.value, str(event.strikes.count) if event.strikes else "") for event in events]
            # A cell may hold two lines of a release; nothing may be read in it that none of its rows has.
            good = (column, row["number"]) in read and set(read) <= cells[row["date"], row["line"]]
            place, number = read[0] if read else ("", "")
            reason = "" if good else why_different(place, number, column, row)
            reasons[reason] += 1
            score.add(
                good,
                f"{reason}: {row['date']} column {column} {row['number']}, read {place} {number}: {row['line'][:90]}",
            )
        yield score
        told = Score(f"5,531 lines, {name}: not counting wrong columns", score.right, score.of)
        told.of -= sum(count for reason, count in reasons.items() if reason.startswith("column"))
        yield told
        for reason, count in sorted(reasons.items()):
            if reason:
                print(f"      {count:>4} {reason}")


def why_different(place: str, number: str, column: str, row: dict[str, str]) -> str:
    """What a look at the lines gave: the reasons for which the column is not what the line says."""
    if place and column == f"{place} in Al Anbar Province" and number == row["number"]:
        return "column: it has the province in the name of the place"
    if column == f"Near {place}" and number == row["number"]:
        return "column: it repeats the word Near of the line"
    if place and number and (place not in row["line"] or column not in " ".join(row["line"].split())):
        return "column: it has another name than the line"
    return "reader"


def month_first(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a day, in no zone


def isaf() -> Iterator[Score]:
    form = FORMATS["isaf"]
    form = replace(form, vague={**form.vague, **{words: Count(low, None) for words, low in CONVENTION.items()}})
    with gzip.open(DATA / "isaf_press_releases" / "isaf_press_releases_half.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line)["conversations"] for line in file]
    for name, part in (("first 181, rules written on them", records[:181]), ("other 181, held out", records[181:])):
        yield from isaf_part(f"ISAF, {name}:", part, form)


def isaf_part(name: str, records: list[list[dict[str, str]]], form: ReleaseFormat) -> Iterator[Score]:
    names = (
        "recognised", "start date", "start date, where the text has a date",
        "start date among the days read, where the text has one", "province", "killed", "captured", "leaders killed",
        "leaders captured",
    )  # fmt: skip
    scores = {key: Score(f"{name} {key}") for key in names}
    apart = Counter[str]()
    for number, (_, told, answer) in enumerate(records):
        text, record = told["value"].removeprefix("PRESS RELEASE TEXT: "), json.loads(answer["value"])
        release = read_release(page_of(text), form=form)
        found = recognise_format(text)
        scores["recognised"].add(found is FORMATS["isaf"], f"{number}: {found.id if found else 'no format'}")
        event = release.events[0] if release and release.events else None
        day = date.fromordinal(event.day.when.possible.start) if event and event.day.when.known else None
        dated = release is not None and release.published is not None
        miss = f"{number}: {day} for {record['start_date']}"
        scores["start date"].add(str(day) == record["start_date"], miss)
        if dated:
            scores["start date, where the text has a date"].add(str(day) == record["start_date"], miss)
            among = event is not None and event.day.when.possible.overlap(days_of(record)) == days_of(record)
            scores["start date among the days read, where the text has one"].add(among, miss)
            if day and str(day) != record["start_date"]:
                off = (day - date.fromisoformat(record["start_date"])).days
                words = event.day.spans[0].of(text).casefold() if event and event.day.spans else event and event.day.how
                apart[f"{off:+d} days by “{words}”"] += 1
        province = event.units["province"].value if event and "province" in event.units else ""
        scores["province"].add(
            same_province(province, record["province"]), f"{number}: {province} for {record['province']}"
        )
        for key in ("killed", "captured", "leaders killed", "leaders captured"):
            value = least(event, key.replace(" ", "_"))
            wanted = record[f"min_{key.replace(' ', '_')}"]
            scores[key].add(value == wanted, f"{number}: {value} for {wanted}")
    yield from scores.values()
    print(f"      days read later (+) or earlier than the record: {dict(sorted(apart.items()))}")


def days_of(record: dict[str, str]) -> Days:
    return parse_when(record["start_date"]).possible


def same_province(read: str, recorded: list[str]) -> bool:
    """Spellings of the record: "paktya", "day_kundi", "sar_e_pul"."""
    fold = lambda name: "".join(c for c in name.casefold().replace("paktiya", "paktya") if c.isalpha())  # noqa: E731 - used here alone
    return fold(read) in {fold(one) for one in recorded} if read else not recorded


def least(event: Event | None, column: str) -> int:
    """The least number of people, as the records count."""
    columns = (column, "civilians_killed") if column == "killed" else (column,)  # the records count both as killed
    said = [event.people[name] for name in columns if name in event.people] if event else []
    return sum(int(one.value.rstrip("+").partition("..")[0]) for one in said)


def speed() -> None:
    text = (DATA / "releases" / "us_2017-03-06_defense.gov.txt").read_text(encoding="utf-8")
    start, words = time.process_time(), 0
    while time.process_time() - start < 2:
        release = read_release(page_of(text))
        words += len(text.split())
        if release:
            reconcile_release(release)
    print(f"{'speed, words a second of one core':<58} {words / (time.process_time() - start):>9,.0f}")


def main() -> None:
    for collection in (coalition, ministry, central_command, isaf):
        for score in collection():
            score.tell()
        print()
    speed()


if __name__ == "__main__":
    main()
