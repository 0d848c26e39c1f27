"""Texts that want to do harm, and the real ones that were read while the rules were written."""

from __future__ import annotations

import csv
import gzip

import pytest
from release_texts import FORMATS, page_of, told

from firmground.documents.known import Known
from firmground.documents.releases import built_in_formats, propose_events, read_release, reconcile_release
from firmground.documents.releases.proposals import propose_release

HEAD = "SOUTHWEST ASIA, Aug. 22, 2017 — coalition military forces continued to attack ISIS yesterday, conducting 3 strikes.\n"
UNITS = [
    "near Raqqa two strikes destroyed a vehicle and ", "one ", ", ", "(", "near ", "Aaa ", "Aug. 13 and ", "2010-", "9", "\u200b",
    "one hundred and ", "were destroyed ", "which ", "Syria\n", "“", "Hama, ", "a dozen of ", "abc\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_a_long_line_of_one_thing_ends(unit):
    text = HEAD + unit * (35_000 // len(unit))
    for form in built_in_formats():
        if release := read_release(page_of(text), form=form):
            reconcile_release(release)


def test_a_page_of_ten_million_letters_is_not_read_as_a_release():
    assert propose_events(page_of(HEAD + "near Raqqa " * 900_000), Known(), None) == ()


def test_strings_that_break_programs_break_nothing(shared):
    path = shared("corpora/naughty-strings")
    lines = [
        line
        for file in sorted(path.rglob("*.txt"))
        for line in file.read_text(encoding="utf-8", errors="replace").split("\n")
    ]
    assert lines
    for start in range(0, len(lines), 40):
        odd = lines[start : start + 40]
        text = HEAD + "\n".join(f"-- Near {one}, two strikes destroyed {one} and a tank." for one in odd)
        for form in built_in_formats():
            release = read_release(page_of(text), form=form)
            for draft in propose_release(Known(), release):
                assert all(span.fits(text) for told in (*draft.fields, *draft.facts) for span in told.spans)


def test_the_events_of_real_releases(shared):
    folder = shared("data/releases")
    expected = [
        line.split("|")
        for line in (folder / "expected_us.txt").read_text(encoding="utf-8").splitlines()
        if line[:1].isdigit()
    ]
    assert len(expected) == 34
    for key in {line[0] for line in expected}:
        (path,) = folder.glob(f"us_{key}_*.txt")
        read = [told(event) for event in read_release(page_of(path.read_text(encoding="utf-8"))).events]
        wanted = [
            (day.strip("?"), country.strip("?"), place, count, effects.split("; "))
            for file, day, country, place, count, effects in expected
            if file == key
        ]
        plain = [
            (*first, [" ".join(w for w in one.split() if w not in {"large", "small"}) for one in effects])
            for *first, effects in read
        ]
        assert plain == wanted


def test_a_sample_of_the_lines_of_central_command(shared):
    with gzip.open(shared("data/oir_strikes_centcom/all-edited.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::25]
    right = 0
    for row in rows:
        release = read_release(page_of(row["line"]), form=FORMATS["coalition"])
        read = [(event.place.value, str(event.strikes.count)) for event in release.events if event.strikes]
        right += (" ".join(row["location"].split()), row["number"]) in read
    assert right >= 0.99 * len(rows)
