"""What the other side withholds MAY be anything, beside one's own case as alone."""

from __future__ import annotations

from datetime import date

import pytest
from two_sides import find, headlines

from firmground.case.handling import Label
from firmground.exchange.merge import merge_cases
from firmground.exchange.plain import kind_counts, record_tables, write_tables
from firmground.exchange.viewing.make import make_view
from firmground.read import read_case

RULES = {
    "places": 'places = ["kafr-zita", "al-latamneh", "raqqa"]',
    "rows and ties": 'table = "events/disclosed.csv"\nwhere = { target = ["daesh"] }\n'
    '[[rules]]\nid = "t"\nlabel = "TLP:RED"\nreason = "x"\ntable = "actors.toml/ties"',
}


def show(other, rule, folder):
    """The other's case as a wider audience sees it."""
    path = other / "handling.toml"
    source = '[[rules]]\nid = "s"\nlabel = "TLP:RED"\nreason = "x"\nsources = ["sohr-34026"]\n'
    path.write_text(f'[[rules]]\nid = "r"\nlabel = "TLP:RED"\nreason = "x"\n{rule}\n{source}', encoding="utf-8")
    try:
        case = read_case(other)
        view = make_view(case, record_tables(case), Label.GREEN, date(2015, 12, 1))
    finally:
        path.unlink()
    folder.mkdir()
    write_tables(view.tables, folder, withheld=kind_counts(view.tables), open_maps=view.open_maps)
    return folder


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_bounds_beside_a_view_contain_those_beside_the_whole(variant, own_findings, tmp_path, rule):
    shown = show(variant.other, rule, tmp_path / "shown")
    merged = merge_cases(variant.own, shown, tmp_path / "both", name="them")
    found = find(merged.folder)
    whole = {(one.claim.id, each.specification): each.bounds for one in variant.findings.claims for each in one.every}
    wider = compared = 0
    for one in found.claims:
        for each in one.every:
            bounds = whole.get((one.claim.id, each.specification))
            if bounds is None or each.bounds is None:
                assert each.bounds is None or (one.claim.id, each.specification) in whole
                continue
            compared += 1
            assert each.bounds.low <= bounds.low <= bounds.high <= each.bounds.high, (one.claim.id, each.specification)
            wider += each.bounds != bounds
    assert compared > 3000
    assert wider > 100
    mine, own = headlines(found), headlines(own_findings)
    assert {key: mine[key] for key in own} == own
