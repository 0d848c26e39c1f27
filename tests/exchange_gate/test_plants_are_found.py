"""A table of plants: in every hiding place a secret is found, and where nothing was hidden nothing is."""

from __future__ import annotations

import pytest
from tests.exchange_gate.plants import points_in_files, texts_in_files

from firmground.exchange.gate import Sign, scan
from firmground.exchange.views import Secret

LATIN, CYRILLIC, ARABIC = "Kafr Zita", "Хан Шейхун", "معرة النعمان"
SECRETS = [
    Secret("the place Kafr Zita", "villages", (LATIN,)),
    Secret("the place Khan Shaykhun", "villages", (CYRILLIC,)),
    Secret("the place Maarat al-Numan", "villages", (ARABIC,)),
]
ELSEWHERE = [
    Secret(
        "the place Wadi Somewhere",
        "villages",
        ("Wadi Somewhere", "Вади Нигде", "وادي الخيال"),
        ("wadi-9",),
        ((11.1234, 47.5678),),
    )
]
LON, LAT = 36.6033, 35.3743
POINT = [Secret("the place Kafr Zita", "villages", points=((LON, LAT),))]
TEXTS, POINTS = texts_in_files(), points_in_files()


@pytest.mark.parametrize("place", TEXTS)
def test_a_name_is_found_in_every_hiding_place_and_in_three_scripts(place: str):
    hidden = dict(zip((LATIN, CYRILLIC, ARABIC), SECRETS, strict=True))
    # Each PDF is opened in a process of its own, so one script is enough.
    for name, secret in list(hidden.items())[-1 if "PDF" in place else 0 :]:
        leaks = scan({"a": TEXTS[place](name)}, SECRETS)
        assert secret.what in {leak.what for leak in leaks}, (place, name)
        assert not [leak for leak in leaks if leak.sign is Sign.UNREAD], (place, name)


@pytest.mark.parametrize("place", [place for place in TEXTS if "PDF" not in place])  # each PDF is a process
def test_nothing_is_found_where_another_name_stands(place: str):
    assert scan({"a": TEXTS[place](LATIN), "b": TEXTS[place](ARABIC)}, ELSEWHERE) == []


@pytest.mark.parametrize("place", POINTS)
def test_a_point_is_found_in_every_hiding_place(place: str):
    leaks = scan({"a": POINTS[place](LON, LAT)}, POINT)
    assert {leak.sign for leak in leaks} & {Sign.COORDINATES, Sign.CODE}, place


@pytest.mark.parametrize("place", POINTS)
def test_no_point_is_found_where_another_one_stands(place: str):
    # About four kilometres away: another village.
    assert scan({"a": POINTS[place](LON + 0.031, LAT + 0.027)}, POINT) == []
