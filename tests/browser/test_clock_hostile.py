"""Hostile text in everything that the moving map shows: it stays text, asks nobody and runs nothing."""

from __future__ import annotations

import csv
import json

import pytest

import firmground as fg
from firmground.render.visible import one_line

TAGS = {"H4", "BDI", "DL", "DIV", "DT", "DD", "SPAN", "A", "UL", "LI", "OL", "BUTTON", "P"}
CASE = """
title = "Hostile"
period = "2024-03-01/2024-03-31"
[[events]]
file = "events.csv"
[[maps]]
id = "towns"
title = {title}
file = "towns.csv"
[[maps]]
id = "drawn"
title = {title}
file = "drawn.geojson"
"""
CLAIM = """
[[claims]]
id = "c"
by = "x"
on = "2024-03-31"
says = "Most"
[claims.test]
measure = "share"
unit = "event"
that = { in = "a0" }
value = "> 0.5"
"""


@pytest.fixture(scope="module")
def payloads(shared):
    texts = json.loads(shared("corpora/dompurify-xss/payloads.json").read_text(encoding="utf-8"))
    assert len(texts) == 223
    return texts


def toml(text):
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in text) + '"'


def write_table(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def report(payloads, tmp_path_factory):
    """A case in which each payload is an event's place, note, address, kind, target and source, and names a party."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "case.toml").write_text(CASE.format(title=toml(payloads[0])), encoding="utf-8")
    (folder / "claims.toml").write_text(CLAIM, encoding="utf-8")
    actors = "".join(f'[[actors]]\nid = "a{n}"\nname = {toml(text)}\n' for n, text in enumerate(payloads))
    (folder / "actors.toml").write_text(actors, encoding="utf-8")
    sources = "".join(
        f'[[sources]]\nid = "s{n}"\ntitle = {toml(text)}\nby = {toml(text)}\nurl = {toml(text)}\n'
        for n, text in enumerate(payloads)
    )
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    places = [[f"p{n}", text, 20 + n % 15 / 10, 50 + n // 15 / 10, 2] for n, text in enumerate(payloads)]
    write_table(folder / "places.csv", [["id", "name", "lon", "lat", "radius_km"], *places])
    events = [[n, "2024-03-02", f"p{n}", f"a{n}", text, text, f"s{n}", text, text] for n, text in enumerate(payloads)]
    header = ["id", "date", "place", "by", "kind", "target", "source", "url", "note"]
    write_table(folder / "events.csv", [header, *events])
    towns = [[f"p{n}", f"a{n}", "2024-01-01", text, text, text] for n, text in enumerate(payloads)]
    write_table(folder / "towns.csv", [["place", "holder", "from", "note", "url", "source"], *towns])
    ring = [[19, 49], [22, 49], [22, 52], [19, 52], [19, 49]]
    words = dict.fromkeys(("name", "note", "url", "source"), payloads[1])
    drawn = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"holder": "a1", "from": "2024-01-01", **words},
    }
    (folder / "drawn.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [drawn]}))
    findings = fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(folder))))
    return fg.write_report(findings, folder / "report.html").as_uri()


def test_every_payload_stays_text_in_panel_list_and_legend(visit, report, payloads):
    with visit(report, width=900) as seen:
        seat = seen.page.locator(".clock-seat").first
        seat.scroll_into_view_if_needed()
        seat.locator(".clock-events[aria-label]").wait_for()
        seat.locator(f".clock-list option >> nth={len(payloads)}").wait_for(state="attached")
        told = seat.evaluate(
            """(seat) => {
              const list = seat.querySelector(".clock-list"), panel = seat.querySelector(".clock-panel");
              return [...list.options].filter((option) => Number(option.value) >= 0).map((option) => {
                list.value = option.value;
                list.dispatchEvent(new Event("change"));
                const parts = [...panel.querySelectorAll("*")];
                return {
                  name: panel.querySelector("h4").textContent,
                  note: [...panel.querySelectorAll("dl > div")].find((row) => row.firstChild.textContent === "Note")?.lastChild.textContent,
                  tags: [...new Set(parts.map((part) => part.tagName))],
                  attributes: [...new Set(parts.flatMap((part) => part.getAttributeNames()))],
                  links: parts.filter((part) => part.href).map((part) => part.href),
                };
              });
            }"""
        )
        assert len(told) == len(payloads)
        names = {one_line(text) for text in payloads} | {f"p{n}" for n in range(len(payloads))}  # one without letters
        for one in told:
            assert one["name"] in names
            assert set(one["tags"]) <= TAGS
            assert set(one["attributes"]) <= {"class", "dir", "href", "rel", "type", "aria-current"}
            assert all(link.startswith(("http://", "https://")) for link in one["links"])
        assert {one["note"] for one in told if one["note"]}
        seat.get_by_label("Ground according to").select_option("1")
        seat.locator(".clock-events").click()
        seat.locator(".clock-ground").wait_for()
        assert seat.locator(".clock-legend li").count() >= 1
        assert (seen.outside, seen.dialogs, seen.complaints) == ([], [], [])
        assert seen.asked == [report]
