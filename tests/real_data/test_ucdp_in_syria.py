"""UCDP GED in Syria, 2016 to 2019: every row by its precision, as the codebook says."""

from __future__ import annotations

from collections import Counter

import pytest

from firmground.places import Disc, Unknown

FILE = "ucdp_ged_syria_2016_2019/ucdp_ged_syria_652_1601_1911.csv.gz"
CASE = """
title = "UCDP in Syria"
[[events]]
file = "ucdp_ged_syria_652_1601_1911.csv.gz"
layout = "ucdp-ged"
"""
CLAIM = """
[[claims]]
id = "raqqa"
by = "A test"
on = "2019-12-31"
says = "More than half of the fights of Islamic State were within 25 km of Raqqa."
[claims.test]
measure = "share"
among = {{ where = {{ side_b = "IS" }} }}
that = {{ near = {{ to = "raqqa", km = 25 }} }}
value = "{value}"
"""
PLACES = "id,name,lon,lat,radius_km\nraqqa,Raqqa,39.0079,35.9594,4\n"
WHERE = {"1": 9010, "2": 5786, "3": 334, "4": 620, "5": 562, "6": 254}


@pytest.fixture
def case(real_case):
    return real_case(FILE, case__toml=CASE, claims__toml=CLAIM.format(value="> 0.5"), places__csv=PLACES)


def test_every_row_is_there_with_its_precision(checked, case):
    findings, report = checked(case)
    events, located = findings.case.events, findings.held.located
    assert len(events) == 16_566
    assert Counter(events.extra["where_prec"]) == WHERE
    for code, kind, radius in (("1", Disc, 0.0), ("2", Disc, 25.0)):
        regions = {located.region(i).where for i, own in enumerate(events.extra["where_prec"]) if own == code}
        assert {(type(where), where.radius_km) for where in regions} == {(kind, radius)}
    vague = [i for i, own in enumerate(events.extra["where_prec"]) if own in "3456"]
    assert {type(located.region(i).where) for i in vague} == {Unknown}
    assert all(located.unplaced[i] for i in vague)
    (account,) = report.rows
    assert (account.read, account.unplaced) == (16_566, 334 + 620 + 562 + 254)
    assert account.read == account.used + account.unplaced + account.outside


def test_an_event_known_to_the_country_lies_in_no_province(checked, case):
    findings, _ = checked(case)
    events, located = findings.case.events, findings.held.located
    nationwide = [i for i, own in enumerate(events.extra["where_prec"]) if own == "6"]
    assert len(nationwide) == 254
    assert {located.unplaced[i] for i in nationwide} == {
        "known only to the unit 'Syria' (level country), and no [[areas]] file of the case has its border"
    }


def test_days_are_as_wide_as_their_precision(checked, case):
    findings, _ = checked(case)
    events = findings.case.events
    spans = {}
    for code, span in zip(events.extra["date_prec"], (events.stop - events.start).tolist(), strict=True):
        spans.setdefault(code, []).append(span)
    assert {code: len(own) for code, own in spans.items()} == {"1": 15_480, "2": 828, "3": 21, "4": 186, "5": 51}
    # The codebook: 1 the day, 2 two to six days, 3 a week, 4 eight days to a month, 5 longer.
    assert {code: (min(own), max(own)) for code, own in spans.items()} == {
        "1": (1, 1), "2": (2, 6), "3": (7, 7), "4": (8, 31), "5": (32, 366),
    }  # fmt: skip


def test_a_claim_about_raqqa_is_ruled_out_with_every_vague_row_counted(checked, case):
    findings, report = checked(case)
    (section,) = report.claims
    assert (section.counts.total, section.counts.must, section.counts.may) == (3185, 41, 498)
    assert section.standing == "cannot"
    (found,) = findings.claims
    assert (found.headline.bounds.low * 3185, found.headline.bounds.high * 3185) == (41, 539)


def test_a_claim_that_stays_open_says_what_would_narrow_it(checked, real_case):
    case = real_case(FILE, case__toml=CASE, claims__toml=CLAIM.format(value=">= 0.1"), places__csv=PLACES)
    (section,) = checked(case)[1].claims
    assert section.standing == "may"
    (why,) = [remark for remark in section.remarks if remark.startswith("Why 498 are undecided")]
    assert "a file of borders would narrow them (295)" in why
    assert "along a line or in a fuzzy area, of which the point only stands for the whole (182)" in why
