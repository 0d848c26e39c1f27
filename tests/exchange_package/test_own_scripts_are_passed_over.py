"""A hidden place may be called as something in the program's own scripts and sheets: these are no part of the case."""

from __future__ import annotations

import base64
import re
import zlib

import pytest
from small_package import DAY, RULES, fresh_key, write_small_case

from firmground.case.handling import Label
from firmground.exchange.gate import scan
from firmground.exchange.gate.publish import publish_export, publish_report
from firmground.exchange.package.pack import pack_case
from firmground.exchange.views import Secret
from firmground.render.clock import clock_script
from firmground.render.own_elements import without_own_elements

GAMMA = Secret("the place c", "gamma", ("Gamma",), ("gamma",), ())


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return write_small_case(tmp_path_factory.mktemp("own") / "case", RULES)


@pytest.fixture(scope="module")
def page(case, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "page.html"
    published = publish_report(case, path, audience=Label.CLEAR, day=DAY)
    assert published.leaks == ()
    return path.read_text(encoding="utf-8")


def test_a_report_leaves_although_its_script_says_gamma(page):
    assert "gamma" in clock_script()
    assert "firmground-clock" in page
    left = without_own_elements(page)
    # What stays is the data of the map, and nothing of ours; every line keeps its number.
    assert re.findall(r"<(?:style|script)[^>]*>", left) == [
        '<script type="application/octet-stream" id="firmground-scene">'
    ]
    assert left.count("\n") == page.count("\n")


def test_an_export_with_cards_leaves_and_so_does_a_package(case, tmp_path):
    published = publish_export(case, tmp_path / "export", audience=Label.CLEAR, day=DAY)
    assert published.leaks == ()
    pages = [path for path in (tmp_path / "export").rglob("*") if path.suffix in (".html", ".txt")]
    assert len([one for one in pages if "style" in one.read_text(encoding="utf-8")]) > 2
    for one in pages:
        left = without_own_elements(one.read_text(encoding="utf-8"))
        assert "<style>" not in left, one
        assert "&lt;style&gt;" not in left, one
    assert pack_case(case, tmp_path / "x.zip", audience=Label.CLEAR, key=fresh_key(), day=DAY).path.is_file()


@pytest.mark.parametrize(
    "plant",
    [
        lambda page: page.replace("<style>", "<style>/* Gamma */", 1),
        lambda page: page.replace("</script>", "//Gamma</script>", 1),
        lambda page: page.replace("<script>", "<script data-x='Gamma'>", 1),
        lambda page: page.replace("</body>", "<script>Gamma</script></body>", 1),
        lambda page: page.replace("</body>", "<p>Gamma</p></body>", 1),
        lambda page: page.replace("</style>", "</style>Gamma", 1),
        lambda page: re.sub(
            r'(id="firmground-clock">)[^<]*',
            lambda found: found[1] + base64.b64encode(zlib.compress(b"var a = 'near Gamma';")).decode(),
            page,
        ),
    ],
)
def test_what_differs_by_a_letter_is_looked_through(page, plant):
    assert scan({"page.html": page.encode()}, [GAMMA]) == []
    planted = plant(page)
    assert planted != page
    assert scan({"page.html": planted.encode()}, [GAMMA])
