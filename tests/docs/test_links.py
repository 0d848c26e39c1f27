"""Every link inside the manual leads somewhere, and the pictures can be shown."""

from __future__ import annotations

import re
import struct

import manual
import pytest

LINKED = [*manual.PAGES, "CHANGELOG.md"]
PICTURES = ("docs/report.png", "docs/report-dark.png")


def links(page):
    text = manual.prose(page)
    found = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|srcset|href)="([^"]+)"', text)
    return [link for link in found if not re.match(r"[a-z]+:", link)]


@pytest.mark.parametrize("page", LINKED)
def test_every_relative_link_leads_to_a_file_and_a_heading(page):
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (manual.PROJECT / page).parent / path if path else manual.PROJECT / page
        inside = target.resolve().is_relative_to(manual.PROJECT) and target.exists()
        if not inside or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def anchors(path):
    return {
        manual.slug(line.lstrip("#").strip())
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    }


def test_every_page_of_the_manual_can_be_reached_from_the_front_page():
    reached, waiting = set(), ["README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        for link in links(page):
            target = ((manual.PROJECT / page).parent / link.partition("#")[0]).resolve()
            name = target.relative_to(manual.PROJECT).as_posix() if target.is_relative_to(manual.PROJECT) else ""
            if name in manual.PAGES and name not in reached:
                waiting.append(name)
    assert set(manual.PAGES) == reached


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_wide_enough_and_light_enough(picture):
    content = (manual.PROJECT / picture).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert 1100 <= width <= 1300
    assert 500 <= height <= 1200
    assert len(content) < 250_000
    assert picture in links("README.md")


def test_the_manual_names_no_place_on_one_computer():
    for page in LINKED:
        assert not re.search(r"(?<![\w.])/(?:work|home|root|tmp|Users)\b|C:\\", manual.read_page(page)), page
