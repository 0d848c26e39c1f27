"""Who held which town in Ukraine: a list of intervals, and the page as it stood thousands of times."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from firmground import hold_events, locate_events, read_case
from firmground.case.choices import Specification
from firmground.case.claims import Relation
from firmground.dates import Days

FOLDER = "ukraine_control_wikipedia"
INTERVALS, SNAPSHOTS = f"{FOLDER}/control_intervals.csv.gz", f"{FOLDER}/snapshots_2022-03_2024-08.parquet"
MAP = """
[[maps]]
id = "{id}"
file = "{file}"
layout = "{layout}"
[maps.columns]
place = "name"
holder = "held_by"
{dates}
[maps.holders]
"Contested" = ["russia", "ukraine"]
"Donetsk PR" = "russia"
"Luhansk PR" = "russia"
"Unknown" = "unknown"
"""
CASE = (
    'title = "Towns"\n[[events]]\nfile = "events.csv"\n'
    + MAP.format(
        id="intervals",
        file="control_intervals.csv.gz",
        layout="place-list",
        dates='from = "first_seen_utc"\nuntil = "last_seen_utc"',
    )
    + MAP.format(
        id="snapshots",
        file="snapshots_2022-03_2024-08.parquet",
        layout="place-snapshots",
        dates='date = "snapshot_utc"',
    )
)
ACTORS = '[[actors]]\nid = "russia"\nname = "Russia"\n[[actors]]\nid = "ukraine"\nname = "Ukraine"\n'
CANNOT, MAY, MUST = 0, 1, 2


@pytest.fixture
def answers(real_case):
    """Whether Russia held the ground of each event, where contested ground does not count; by map."""

    def ask(events):
        text = "id,date,place\n" + "".join(f"{n},{day},{place}\n" for n, (day, place) in enumerate(events))
        case = read_case(real_case(INTERVALS, SNAPSHOTS, case__toml=CASE, actors__toml=ACTORS, events__csv=text))
        held = hold_events(locate_events(case))
        return case, {
            name: held.table(Specification(map=name))
            .answer(case, Relation.IN, "russia", None, Days(), contested=False)
            .tolist()
            for name in case.maps
        }

    return ask


def test_bakhmut_changed_hands_on_paper_three_times_in_five_days(answers):
    """Contested until 17 May; Russia's on 20 May at 16:12, contested again at 17:08, Russia's from the 24th."""
    _, found = answers([(f"2023-05-{day}", "Bakhmut") for day in (17, 19, 20, 21, 24, 25)])
    assert found["intervals"] == [CANNOT, MAY, MAY, CANNOT, MAY, MUST]
    assert found["snapshots"] == found["intervals"]


def test_every_row_of_both_forms_is_read_and_the_junk_is_told_by_value(answers):
    case, _ = answers([("2023-05-25", "Bakhmut")])
    counts = {count.dataset: (count.read, count.kept, count.refused) for count in case.rows}
    assert counts["intervals"] == (1489, 1489, {})
    assert counts["snapshots"] == (734_216, 734_040, {"names no place": 176})
    told = [str(problem) for problem in case.problems if problem.file.startswith("control_intervals")]
    for junk in ("3 September 2022", "TemplateRUA", "Awarded Hero City status", "Held by", "DPR"):
        assert any(f"holder '{junk}' is no actor" in text and "(1 row)" in text for text in told), junk
    assert any("holder 'Russia|Ukraine' leaves open which" in text and "(41 rows)" in text for text in told)


def test_both_forms_never_contradict_each_other(answers):
    """They differ where one of them knows less: in gaps of the record, and for names that several towns share."""
    rng = np.random.default_rng(7)
    case, _ = answers([("2023-05-25", "Bakhmut")])
    names = sorted({face.name for face in case.maps["intervals"].faces if face.geometry is not None and face.name})
    first = date(2022, 3, 1)
    events = [
        ((first + timedelta(days=int(rng.integers(880)))).isoformat(), f'"{names[int(rng.integers(len(names)))]}"')
        for _ in range(1000)
    ]
    _, found = answers(events)
    pairs = list(zip(found["intervals"], found["snapshots"], strict=True))
    assert not {(MUST, CANNOT), (CANNOT, MUST)} & set(pairs)
    assert sum(one == other for one, other in pairs) >= 950
    assert {MUST, MAY, CANNOT} == {one for one, _ in pairs}
