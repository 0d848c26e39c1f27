"""Codes of points against the examples that their authors publish."""

from __future__ import annotations

from firmground.exchange.gate.point_codes import geohash, plus_code


def test_geohash():
    # https://en.wikipedia.org/wiki/Geohash
    assert geohash(10.40744, 57.64911, 11) == "u4pruydqqvj"
    assert geohash(-5.603, 42.605, 5) == "ezs42"


def test_plus_codes():
    # https://github.com/google/open-location-code, test_data/encoding.csv
    assert plus_code(8.524997, 47.365590)[:11] == "8FVC9G8F+6X"
    assert plus_code(2.7821875, 20.3700625)[:11] == "7FG49QCJ+2V"
