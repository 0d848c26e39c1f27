"""Encounters among the 16,566 events of UCDP GED in Syria: the same pairs as a plain count of everything with everything."""

from __future__ import annotations

import numpy as np

from firmground.places import geod
from firmground.report.chapters.encounters import build_encounters

FILE = "ucdp_ged_syria_2016_2019/ucdp_ged_syria_652_1601_1911.csv.gz"
CASE = """
title = "UCDP in Syria"
[[events]]
file = "ucdp_ged_syria_652_1601_1911.csv.gz"
layout = "ucdp-ged"
[[encounters]]
id = "near-fighting"
title = "Attacks on civilians near fighting"
among = { where = { type_of_violence = ["3"] } }
other = { where = { type_of_violence = ["1"] } }
km = 10
hours = 24
"""
INCIDENTS = """id,date,kind,place,lon,lat,radius_km,actors,note,url
aleppo,2016-12-13,fighting in the city ends,,37.16,36.2,10,,,
"""
CLAIM = """
[[claims]]
id = "near-fighting"
by = "A test"
on = "2019-12-31"
says = "Attacks on civilians came near fighting forty times or more."
[claims.test]
measure = "encounters"
among = { where = { type_of_violence = ["3"] } }
other = { where = { type_of_violence = ["1"] } }
km = 10
hours = 24
value = ">= 40"
"""
EDGE_KM = 1e-6


def count_plainly(findings, km, hours):
    """How many pairs must and how many may be within reach, by going through all of them."""
    events, located = findings.case.events, findings.held.located
    kinds, placed = np.array(events.extra["type_of_violence"]), np.array([not why for why in located.unplaced])
    one, two = (np.flatnonzero((kinds == kind) & placed) for kind in ("3", "1"))
    must = may = 0
    for event in one:
        apart = np.maximum(events.start[two] - events.stop[event], events.start[event] - events.stop[two])
        span = np.maximum(events.stop[two] - events.start[event], events.stop[event] - events.start[two])
        soon = two[(apart < 0) | (24 * apart < hours)]
        long = span[(apart < 0) | (24 * apart < hours)]
        spot = np.full(len(soon), events.lon[event]), np.full(len(soon), events.lat[event])
        centres = geod().inv(*spot, events.lon[soon], events.lat[soon])[2] / 1000
        reach = events.radius_km[soon] + events.radius_km[event]
        may += int((centres - reach <= km + EDGE_KM).sum())
        must += int(((centres + reach <= km + EDGE_KM) & (24 * long <= hours)).sum())
    return must, may


def test_pairs_of_attacks_and_fighting_equal_a_plain_count(checked, real_case):
    findings, report = checked(real_case(FILE, case__toml=CASE, claims__toml=CLAIM, incidents__csv=INCIDENTS))
    (asked,) = report.encounters.asked
    assert (asked.must, asked.must + asked.may) == count_plainly(findings, 10.0, 24.0)
    assert (asked.must, asked.may, asked.open_events, asked.open_pairs) == (44, 525, 969, 12_992)
    (claim,) = report.claims
    assert (claim.bounds.low, claim.bounds.high, claim.standing) == (44, None, "must")
    assert build_encounters(findings) == report.encounters


def test_what_was_near_a_city_is_counted_with_what_cannot_be_placed(checked, real_case):
    _, report = checked(real_case(FILE, case__toml=CASE, incidents__csv=INCIDENTS))
    (note,) = report.encounters.incidents
    assert [(phase.low, phase.high) for phase in note.phases] == [(102, 162), (1, 3), (19, 51)]
    assert (note.total, note.unplaced, note.more) == (215, 226, 155)
