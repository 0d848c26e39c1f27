"""Records as they are scraped and released: no header, coordinates called "None", days first, no places at all."""

from __future__ import annotations

import pytest

VIINA = "viina_events_subset/VIINA_2023_REBUILD.csv.gz"
ARCHIVE = "syrian_archive_incidents/syrianarchive.csv.gz"
RELEASES = "oir_strikes_centcom/all-edited-refined.csv.gz"
CLAIM = '[[claims]]\nid = "c"\nby = "X"\non = "2024-01-01"\nsays = "S"\n[claims.test]\n'
ACTORS = '[[actors]]\nid = "russia"\nname = "Russia"\n[[actors]]\nid = "ukraine"\nname = "Ukraine"\n'
PLACES = "id,name,lon,lat,radius_km\ndonetsk,Донецьк,37.80,48.00,10\naleppo,Aleppo,37.16,36.2,10\n"


def test_the_point_of_a_name_in_the_news_is_no_place_unless_the_case_gives_a_radius(real_case, checked):
    near = (
        'measure = "share"\namong = { by = "russia" }\nthat = { near = { to = "donetsk", km = 20 } }\nvalue = ">= 0.3"'
    )
    case = '[[events]]\nfile = "VIINA_2023_REBUILD.csv.gz"\nlayout = "viina"\n'
    texts = {"actors__toml": ACTORS, "places__csv": PLACES, "claims__toml": CLAIM + near}
    _, bare = checked(real_case(VIINA, case__toml='title = "V"\n' + case, **texts))
    assert (bare.rows[0].read, bare.rows[0].unplaced) == (650, 650)
    assert "radius_km under [events.constants]" in " ".join(bare.claims[0].remarks)
    given = case + '[events.constants]\nradius_km = "10"\n'
    _, wide = checked(real_case(VIINA, case__toml='title = "V"\n' + given, **texts))
    assert wide.rows[0].unplaced == 0
    assert wide.claims[0].bounds.high < bare.claims[0].bounds.high == 1


@pytest.fixture
def archive(real_case, checked):
    return checked(
        real_case(
            ARCHIVE,
            case__toml="""
title = "Syrian Archive"
[[events]]
file = "syrianarchive.csv.gz"
header = ["url", "place", "lat", "lon", "date", "violation", "weapons", "note"]
date_format = "%d/%m/%Y"
""",
            places__csv=PLACES,
            claims__toml=CLAIM
            + """
measure = "share"
among = { from = "2015-09-30", until = "2015-10-21", where = { violation = "Alleged civilian casualties from Russian attacks" } }
that = { near = { to = "aleppo", km = 20 } }
value = ">= 1/3"
""",
        )
    )


def test_a_file_without_header_and_with_days_first_is_read_whole(archive):
    findings, report = archive
    assert report.rows[0].read == len(findings.case.events) == 3837
    # The source counts 409 videos of alleged Russian attacks in these days, 370 of them with coordinates.
    assert report.claims[0].counts.total == 409
    named = [i for i, kind in enumerate(findings.case.events.extra["violation"]) if "Russian" in kind]
    assert len(named) == 1634


def test_coordinates_that_are_no_numbers_are_told_once_with_their_number(archive):
    findings, _ = archive
    (told,) = [str(problem) for problem in findings.case.problems if "not numbers" in str(problem)]
    assert "'None, None'" in told
    assert "2,037 rows, first at row 2" in told
    assert sum(bool(reason) for reason in findings.held.located.unplaced) == 2037


def test_strikes_of_releases_without_coordinates_are_still_counted(real_case, checked):
    case = real_case(
        RELEASES,
        case__toml="""
title = "Coalition"
[[events]]
file = "all-edited-refined.csv.gz"
date_format = "%m/%d/%Y"
[events.columns]
place = "location"
strikes = "number"
""",
        claims__toml=CLAIM
        + 'measure = "count"\nunit = "strike"\namong = { where = { country = "Iraq" } }\nvalue = "> 7900"',
    )
    _, report = checked(case)
    (section,) = report.claims
    assert (section.bounds.low, section.bounds.high, section.standing) == (7942, None, "must")
    assert (report.rows[0].read, report.rows[0].refused) == (5531, 0)
