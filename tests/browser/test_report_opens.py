"""The demo's report in a real browser."""

from __future__ import annotations

import pytest

import firmground as fg


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The address of the report of the built-in case."""
    case = fg.read_case(fg.example_folder("syria-2015"))
    findings = fg.check_claims(fg.hold_events(fg.locate_events(case)))
    return fg.write_report(findings, tmp_path_factory.mktemp("report") / "report.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_it_asks_for_nothing_and_complains_of_nothing(visit, report, width, scheme):
    with visit(report, width=width, color_scheme=scheme) as seen:
        assert "Almost 80 percent" in seen.page.inner_text("main")
        assert seen.asked == [report]
        assert seen.complaints == []
        overflow = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0
