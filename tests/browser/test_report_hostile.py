"""Attacks in every text field of a report: a real browser shows them as the words that they are."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from firmground.render.html import render_html

sys.path.append(str(Path(__file__).resolve().parents[1] / "render"))

from hostile import fill, small_report

OURS = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=1">',
    "</style><iframe src=//example.org>",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "]]><!--",
    "{{ 7*7 }}{% raw %}",
)
TOGETHER = 24  # texts of a corpus in one field; each of hundreds of fields holds all of them
# Only where a text runs from the right is it kept apart from what is around it.
BUILT = """() => [...document.querySelectorAll(":not(bdi)")]
  .filter((one) => !one.closest("svg.map"))
  .map((one) => `${one.tagName} ${[...one.attributes].map((each) => each.name).filter((name) => name !== "dir").join(" ")}`)"""


@pytest.fixture
def show(visit, tmp_path):
    """Opens the page of a report whose every text is `text`; gives what the browser built of it."""

    def open_report(text):
        path = tmp_path / "report.html"
        # Names on a map are placed where their letters have room, so the number of them may differ.
        report = fill(small_report(), text)
        report = replace(report, claims=tuple(replace(claim, marks=claim.marks[:1]) for claim in report.claims))
        path.write_text(render_html(report), encoding="utf-8")
        with visit(path.as_uri()) as seen:
            seen.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
            assert seen.dialogs == []
            assert seen.asked == [path.as_uri()]
            assert seen.complaints == []
            return seen.page.evaluate(BUILT), seen.page.title(), seen.page.inner_text("h1")

    return open_report


@pytest.mark.parametrize("corpus", ["ours", "dompurify-xss/payloads.json", "naughty-strings/blns.json"])
def test_payloads_in_every_field_build_what_harmless_words_build(show, shared, corpus):
    payloads = list(OURS) if corpus == "ours" else json.loads(shared(f"corpora/{corpus}").read_text(encoding="utf-8"))
    harmless, _, _ = show("h " * 200 + "h")
    for start in range(0, len(payloads), TOGETHER):
        together = "h " + " ".join(map(str, payloads[start : start + TOGETHER]))
        built, title, heading = show(together)
        assert built == harmless, start
        assert title.startswith("h ")
        assert heading.startswith("h ")
