"""The block of data of a moving map, read again by the description of its form and not by the code that wrote it."""

from __future__ import annotations

import json
import zlib


def unpack(data):
    """The header and the columns by name."""
    plain = zlib.decompress(data)
    size = int.from_bytes(plain[:4], "little")
    header = json.loads(plain[4 : 4 + size])
    body = plain[4 + size :]
    return header, {name: column(body, count, differences, at) for name, count, differences, at in header["columns"]}


def column(body, count, differences, at):
    numbers, last = [], 0
    for _ in range(count):
        value = shift = 0
        while True:
            byte = body[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        value = (value >> 1) ^ -(value & 1)
        last = last + value if differences else value
        numbers.append(last)
    return numbers


def rings(header, columns, prefix="s"):
    """Every shape as its rings, in degrees."""
    points = list(zip(columns[f"{prefix}.x"], columns[f"{prefix}.y"], strict=True))
    at, ring, shapes = 0, 0, []
    for count in columns[f"{prefix}.rings"]:
        own = []
        for length in columns[f"{prefix}.points"][ring : ring + count]:
            own.append([(x / header["steps"], y / header["steps"]) for x, y in points[at : at + length]])
            at += length
        ring += count
        shapes.append(own)
    return shapes
