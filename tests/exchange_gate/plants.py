"""Hiding places: how a secret may stand in a file, a function each from a text (or a point) to the file's bytes."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import sqlite3
import struct
import tarfile
import zipfile
import zlib
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from firmground.render.clock.columns import Columns

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = "The strike of 21 October fell near {} and was filmed."


# Texts: one string into a file.


def escaped(text: str) -> str:
    return "".join(
        f"\\u{unit:04x}" for unit in struct.unpack(f"<{len(text.encode('utf-16-le')) // 2}H", text.encode("utf-16-le"))
    )


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png(*chunks: bytes, after: bytes = b"") -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = png_chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + png_chunk(b"IEND", b"") + after


def jpeg(*segments: tuple[int, bytes], after: bytes = b"") -> bytes:
    body = b"".join(bytes((0xFF, kind)) + (len(own) + 2).to_bytes(2, "big") + own for kind, own in segments)
    return b"\xff\xd8" + body + b"\xff\xda\0\2" + b"\x55" * 40 + b"\xff\xd9" + after


def exif(tags: list[tuple[int, int, bytes]], gps: list[tuple[int, int, bytes]] = [], order: str = "<") -> bytes:  # noqa: B006 - never changed
    """A TIFF of two folders; every value stands after its folder."""

    def folder(at: int, entries: list[tuple[int, int, bytes]]) -> bytes:
        sizes = {2: 1, 5: 8, 4: 4, 7: 1, 1: 1}
        place = at + 2 + 12 * len(entries) + 4
        rows, values = b"", b""
        for tag, kind, raw in entries:
            value = raw.ljust(4, b"\0") if len(raw) <= 4 else struct.pack(f"{order}I", place + len(values))
            rows += struct.pack(f"{order}HHI", tag, kind, len(raw) // sizes[kind]) + value
            values += raw if len(raw) > 4 else b""
        return struct.pack(f"{order}H", len(entries)) + rows + b"\0" * 4 + values

    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    if not gps:
        return head + folder(8, tags)
    first = folder(8, [*tags, (0x8825, 4, b"\0\0\0\0")])
    first = folder(8, [*tags, (0x8825, 4, struct.pack(f"{order}I", 8 + len(first)))])
    return head + first + folder(8 + len(first), gps)


def zipped(members: dict[str, bytes], comment: bytes = b"", of_member: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.comment, info.compress_type = of_member, zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
        archive.comment = comment
    return file.getvalue()


def tarred(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def workbook(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def database(*statements: tuple[str, tuple[object, ...]]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as book:
        for statement, values in statements:
            book.execute(statement, values)
        book.commit()
        return book.serialize()


def parquet(columns: dict[str, list[object]], notes: dict[str, str] | None = None) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns).replace_schema_metadata(notes), file, compression="zstd")
    return file.getvalue()


def pdf(text: str) -> bytes:
    """One page; the words stand in a packed stream."""
    stream = zlib.compress(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode("latin-1"))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    return b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1)) + b"%%EOF"


def clock(texts: list[str], columns: dict[str, list[int]], **more: object) -> bytes:
    """The data of a moving map, as a page carries it."""
    made = Columns()
    for name, values in columns.items():
        made.add(name, values, differences=True)
    head = json.dumps(
        {"format": 1, "texts": texts, "steps": 1000, "columns": made.index, **more}, ensure_ascii=False
    ).encode()
    packed = base64.b64encode(zlib.compress(len(head).to_bytes(4, "little") + head + made.body(), 9)).decode()
    return page(f'<script type="application/octet-stream" id="firmground-scene">{packed}</script>')


def _split_in_bold(book: openpyxl.Workbook, name: str) -> None:
    half = len(name) // 2
    book.active["A1"] = CellRichText(TextBlock(InlineFont(b=True), name[:half]), name[half:])


def _deleted(text: str) -> bytes:
    """A row that is gone, in a page that nobody uses any more."""
    with closing(sqlite3.connect(":memory:")) as book:
        book.execute("PRAGMA secure_delete = OFF")
        book.execute("CREATE TABLE notes (note TEXT)")
        book.executemany("INSERT INTO notes VALUES (?)", [(text + " " * 500 + str(n),) for n in range(40)])
        book.commit()
        book.execute("DELETE FROM notes")
        book.commit()
        return book.serialize()


def texts_in_files() -> dict[str, Callable[[str], bytes]]:
    """Every hiding place for a text, by what it is called."""
    return {
        "plain text": lambda t: WORDS.format(t).encode(),
        "UTF-8 with its mark": lambda t: WORDS.format(t).encode("utf-8-sig"),
        "UTF-16 with its mark": lambda t: WORDS.format(t).encode("utf-16"),
        "UTF-16 little end first": lambda t: WORDS.format(t).encode("utf-16-le"),
        "UTF-16 big end first": lambda t: WORDS.format(t).encode("utf-16-be"),
        "UTF-32": lambda t: WORDS.format(t).encode("utf-32"),
        "no normal form": lambda t: WORDS.format(decomposed(t)).encode(),
        "in capitals": lambda t: WORDS.format(t.upper()).encode(),
        "zero-width marks inside": lambda t: WORDS.format("\u200b".join(t)).encode(),
        "marks of direction": lambda t: WORDS.format(f"\u202b{t}\u202c").encode(),
        "no-break spaces": lambda t: WORDS.format(t.replace(" ", "\u00a0")).encode(),
        "underscores": lambda t: WORDS.format(t.replace(" ", "_").replace("-", "_")).encode(),
        "over two lines": lambda t: WORDS.format(t.replace(" ", "\r\n")).encode(),
        "CSV": lambda t: f'id,note\n1,"{t}"\n'.encode(),
        "JSON": lambda t: json.dumps({"a": [{"note": t}]}, ensure_ascii=False).encode(),
        "JSON with escapes": lambda t: json.dumps({"a": [{"note": f"near {t}."}]}).encode(),
        "key of JSON": lambda t: json.dumps({t: 1}).encode(),
        "JSON in JSON": lambda t: json.dumps({"a": json.dumps({"b": t})}).encode(),
        "JSON in base64": lambda t: base64.b64encode(json.dumps({"b": t}).encode()),
        "HTML text": lambda t: page(f"<p>{html.escape(t)}</p>"),
        "HTML in numbered entities": lambda t: page("".join(f"&#{ord(one)};" for one in t)),
        "HTML in entities twice": lambda t: page("".join(f"&amp;#x{ord(one):x};" for one in t)),
        "HTML in bold by halves": lambda t: page(f"<p>{t[: len(t) // 2]}<b>{t[len(t) // 2 :]}</b></p>"),
        "attribute": lambda t: page(f'<p title="{html.escape(t)}">x</p>'),
        "comment": lambda t: page(f"<!-- {t} -->"),
        "style sheet": lambda t: page("", f'<style>p::after{{content:"{t}"}}</style>'),
        "style sheet with escapes": lambda t: page("", "<style>p::after{content:'" + "".join(f"\\{ord(o):06x}" for o in t) + "'}</style>"),
        "script": lambda t: page(f"<script>const x = '{t}';</script>"),
        "script with escapes": lambda t: page(f"<script type='application/json'>{{\"x\": \"{escaped(t)}\"}}</script>"),
        "script with braces": lambda t: page("<script>'" + "".join(f"\\u{{{ord(one):x}}}" for one in t) + "'</script>"),
        "address": lambda t: page(f'<a href="https://example.org/{quote(t)}">x</a>'),
        "address encoded twice": lambda t: page(f'<a href="https://example.org/?q={quote(quote(t))}">x</a>'),
        "data in an address": lambda t: page(f'<a href="data:text/csv,place%0D%0A{quote(t)}">x</a>'),
        "data in base64": lambda t: page(f'<img src="data:text/plain;base64,{base64.b64encode(t.encode()).decode()}">'),
        "data of a packed kind": lambda t: page(f'<img src="data:x;base64,{base64.b64encode(gzip.compress(t.encode())).decode()}">'),
        "picture with a title": lambda t: f"<svg xmlns='http://www.w3.org/2000/svg'><title>{html.escape(t)}</title></svg>".encode(),
        "picture letter by letter": lambda t: ("<svg>" + "".join(f'<text x="1">{o}</text>' for o in t) + "</svg>").encode(),
        "picture in a data address": lambda t: page(f"<img src=\"data:image/svg+xml,{quote(f'<svg><title>{t}</title></svg>')}\">"),
        "name read as Windows-1252": lambda t: WORDS.format(t.encode().decode("cp1252", "replace") if t.isascii() else t.encode().decode("latin-1")).encode(),
        "quoted-printable": lambda t: ("Subject: " + "".join(f"={b:02X}" for b in t.encode())).encode(),
        "head of a mail": lambda t: f"Subject: =?utf-8?B?{base64.b64encode(t.encode()).decode()}?=".encode(),
        "Punycode": lambda t: b"https://" + host(t) + b"/",
        "hexadecimal digits": lambda t: WORDS.format((t + " " * 8).encode().hex()).encode(),
        "moving map": lambda t: clock(["", t], {}),
        "gzip": lambda t: gzip.compress(WORDS.format(t).encode()),
        "gzip in gzip": lambda t: gzip.compress(gzip.compress(WORDS.format(t).encode())),
        "bzip2": lambda t: bz2.compress(WORDS.format(t).encode()),
        "xz": lambda t: lzma.compress(WORDS.format(t).encode()),
        "zlib": lambda t: zlib.compress(WORDS.format(t).encode()),
        "tar": lambda t: tarred("a.txt", WORDS.format(t).encode()),
        "name in tar": lambda t: tarred(f"{t}.txt", b"x"),
        "zip": lambda t: zipped({"a.txt": WORDS.format(t).encode()}),
        "zip in zip": lambda t: zipped({"b.zip": zipped({"a.txt": WORDS.format(t).encode()})}),
        "name in zip": lambda t: zipped({f"{t}.txt": b"x"}),
        "comment of a zip": lambda t: zipped({"a.txt": b"x"}, t.encode()),
        "comment of a member": lambda t: zipped({"a.txt": b"x"}, of_member=t.encode()),
        "bytes before a zip's end": lambda t: zipped({"a.txt": b"x"}) + b"\0" * 4 + WORDS.format(t).encode(),
        "cell": lambda t: workbook(lambda b: setattr(b.active["B2"], "value", t)),
        "cell in bold by halves": lambda t: workbook(lambda b: _split_in_bold(b, t)),
        "comment on a cell": lambda t: workbook(lambda b: setattr(b.active["A1"], "comment", Comment(t, "me"))),
        "name of a sheet": lambda t: workbook(lambda b: setattr(b.active, "title", t[:31])),
        "author of a workbook": lambda t: workbook(lambda b: setattr(b.properties, "creator", t)),
        "keywords of a workbook": lambda t: workbook(lambda b: setattr(b.properties, "keywords", f"war, {t}")),
        "database": lambda t: database(("CREATE TABLE a (b TEXT)", ()), ("INSERT INTO a VALUES (?)", (t,))),
        "name of a column": lambda t: database((f'CREATE TABLE a ("{t}" TEXT)', ())),
        "blob of a database": lambda t: database(("CREATE TABLE a (b BLOB)", ()), ("INSERT INTO a VALUES (?)", (zlib.compress(t.encode()),))),
        "deleted row": _deleted,
        "parquet": lambda t: parquet({"note": [t, "x"]}),
        "list in parquet": lambda t: parquet({"names": [[t, "y"], ["x"]]}),
        "name of a column of parquet": lambda t: parquet({t: [1]}),
        "note of parquet": lambda t: parquet({"a": [1]}, {"about": WORDS.format(t)}),
        "PNG tEXt": lambda t: png(png_chunk(b"tEXt", b"Comment\0" + t.encode())),
        "PNG zTXt": lambda t: png(png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(t.encode()))),
        "PNG iTXt": lambda t: png(png_chunk(b"iTXt", b"Title\0\0\0en\0\0" + t.encode())),
        "PNG iTXt packed": lambda t: png(png_chunk(b"iTXt", b"Title\0\1\0\0\0" + zlib.compress(t.encode()))),
        "PNG eXIf": lambda t: png(png_chunk(b"eXIf", exif([(0x010E, 2, t.encode() + b"\0")]))),
        "PNG chunk of its own": lambda t: png(png_chunk(b"noTe", WORDS.format(t).encode())),
        "after a PNG": lambda t: png(after=WORDS.format(t).encode()),
        "JPEG EXIF": lambda t: jpeg((0xE1, b"Exif\0\0" + exif([(0x010E, 2, t.encode() + b"\0")], order=">"))),
        "JPEG XPTitle": lambda t: jpeg((0xE1, b"Exif\0\0" + exif([(0x9C9B, 1, t.encode("utf-16-le") + b"\0\0")]))),
        "JPEG XMP": lambda t: jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><dc:title>" + html.escape(t).encode() + b"</dc:title></x:xmpmeta>")),
        "JPEG comment": lambda t: jpeg((0xFE, t.encode())),
        "after a JPEG": lambda t: jpeg(after=WORDS.format(t).encode()),
        "PDF's word of itself": lambda t: pdf("x") + b"\n<< /Title (\xfe\xff" + t.encode("utf-16-be") + b") >>",
        "PDF in hexadecimal": lambda t: pdf("x") + b"\n<< /Title <FEFF" + t.encode("utf-16-be").hex().encode() + b"> >>",
        "picture in a page in a zip": lambda t: zipped({"p.html": page(f'<img src="data:image/png;base64,{base64.b64encode(png(png_chunk(b"tEXt", b"k" + bytes(1) + t.encode()))).decode()}">')}),
        "among bytes": lambda t: b"\0\1\2\xff" * 9 + WORDS.format(t).encode() + b"\xfe\0\3" * 9,
    }  # fmt: skip


def host(text: str) -> bytes:
    plain = text.replace(" ", "-").lower()
    return plain.encode() if plain.isascii() else b"xn--" + plain.encode("punycode")


def decomposed(text: str) -> str:
    import unicodedata  # noqa: PLC0415 - beside its one use

    return unicodedata.normalize("NFKD", text)


# Points: longitude and latitude into a file.


def _rationals(value: float, order: str = "<") -> bytes:
    whole, minutes = int(value), (value % 1) * 60
    return struct.pack(f"{order}6I", whole, 1, int(minutes), 1, round(minutes % 1 * 60 * 10_000), 10_000)


def _degrees(value: float) -> str:
    return f"{int(value)}°{int(value % 1 * 60)}′{value * 3600 % 60:.1f}″"


def _ring(lon: float, lat: float, km: float = 5.0) -> list[list[float]]:
    from pyproj import Geod  # noqa: PLC0415 - beside its one use

    geod = Geod(ellps="WGS84")
    return [
        [round(x, 6), round(y, 6)] for x, y, _ in (geod.fwd(lon, lat, turn, km * 1000) for turn in range(0, 361, 10))
    ]


def _gpkg(shape: object, more: bytes = b"") -> bytes:
    head = b"GP\0\1" + struct.pack("<i", 4326)
    blob = head + shapely.to_wkb(shape)
    return database(("CREATE TABLE a (geom BLOB, note BLOB)", ()), ("INSERT INTO a VALUES (?, ?)", (blob, more)))


def points_in_files() -> dict[str, Callable[[float, float], bytes]]:
    """Every hiding place for a point, by what it is called."""
    return {
        "four decimals": lambda x, y: f"at {y:.4f}, {x:.4f}".encode(),
        "two decimals": lambda x, y: f"at {y:.2f} {x:.2f}".encode(),
        "two decimals, cut": lambda x, y: f"at {int(y * 100) / 100:.2f} {int(x * 100) / 100:.2f}".encode(),
        "three decimals with words": lambda x, y: f"{y:.3f}° N, {x:.3f}° E".encode(),
        "seven decimals": lambda x, y: f"{x + 3e-7:.7f} {y - 4e-7:.7f}".encode(),
        "decimal commas": lambda x, y: f"{y:.4f}; {x:.4f}".replace(".", ",").encode(),
        "Arabic digits": lambda x, y: f"{y:.4f} {x:.4f}".translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")).encode(),
        "exponents": lambda x, y: f"{x:.5e} {y:.5e}".encode(),
        "degrees, minutes, seconds": lambda x, y: f"{_degrees(y)}N {_degrees(x)}E".encode(),
        "degrees and minutes": lambda x, y: f"{int(y)}° {y % 1 * 60:.2f}' N {int(x)}° {x % 1 * 60:.2f}' E".encode(),
        "CSV": lambda x, y: f"id,lon,lat\n1,{x},{y}\n".encode(),
        "CSV with columns between": lambda x, y: f"id,lon,note,n,m,lat\n1,{x},a town,3,4,{y}\n".encode(),
        "JSON": lambda x, y: json.dumps({"lon": x, "lat": y}).encode(),
        "JSON, latitude alone": lambda _, y: json.dumps({"lat": y}).encode(),
        "JSON by columns": lambda x, y: json.dumps({"lon": [31.1111, x, 32.2222], "lat": [33.3333, y, 34.4444]}).encode(),
        "GeoJSON": lambda x, y: json.dumps({"type": "Point", "coordinates": [x, y]}).encode(),
        "disc in GeoJSON": lambda x, y: json.dumps({"type": "Polygon", "coordinates": [_ring(x, y)]}).encode(),
        "disc as well-known text": lambda x, y: shapely.to_wkt(shapely.Polygon(_ring(x, y))).encode(),
        "well-known text": lambda x, y: f"POINT ({x} {y})".encode(),
        "attributes": lambda x, y: page(f'<p data-lon="{x}" data-lat="{y}"></p>'),
        "table": lambda x, y: page(f"<table><tr><td>{x}</td><td class=num>{y}</td></tr></table>"),
        "script": lambda x, y: page(f"<script>const at = [{x}, {y}];</script>"),
        "address of a map": lambda x, y: page(f'<a href="https://www.openstreetmap.org/#map=12/{y:.3f}/{x:.3f}">x</a>'),
        "whole numbers": lambda x, y: f"[{round(x * 1e7)}, {round(y * 1e7)}]".encode(),
        "UTM": lambda x, y: "{:.0f} {:.0f}".format(*_utm(x, y)).encode(),
        "metres of the web's maps": lambda x, y: "{:.1f} {:.1f}".format(*_web(x, y)).encode(),
        "geohash": lambda x, y: f"cell {_hash(x, y)[:7]} of".encode(),
        "H3": lambda x, y: f"cell {_h3(x, y)} of".encode(),
        "doubles": lambda x, y: b"\1\2\3" + struct.pack("<2d", x, y) * 2,
        "doubles, big end first": lambda x, y: b"\1\2" + struct.pack(">2d", y, x) * 2,
        "floats": lambda x, y: b"\1\2\3" + struct.pack("<2f", x, y) * 3,
        "box of floats": lambda x, y: b"\1" + struct.pack(">4f", x, x, y, y) * 2,
        "shape in hexadecimal": lambda x, y: shapely.to_wkb(shapely.Point(x, y), hex=True).encode(),
        "shape in base64": lambda x, y: base64.b64encode(shapely.to_wkb(shapely.Point(x, y))),
        "GeoPackage": lambda x, y: _gpkg(shapely.Point(x, y)),
        "disc in GeoPackage": lambda x, y: _gpkg(shapely.Polygon(_ring(x, y))),
        "several discs in GeoPackage": lambda x, y: _gpkg(shapely.MultiPolygon([shapely.Polygon(_ring(x, y))])),
        "numbers in a database": lambda x, y: database(("CREATE TABLE a (lon REAL, name TEXT, lat REAL)", ()), ("INSERT INTO a VALUES (?, 'x', ?)", (x, y))),
        "parquet": lambda x, y: parquet({"lon": [x, 1.0], "name": ["a", "b"], "lat": [y, 2.0]}),
        "floats in parquet": lambda x, y: parquet({"lon": pa.array([x], pa.float32()), "lat": pa.array([y], pa.float32())}),
        "structure in parquet": lambda x, y: parquet({"at": [{"x": x, "y": y}]}),
        "list in parquet": lambda x, y: parquet({"at": [[x, y]]}),
        "shape in parquet": lambda x, y: parquet({"geometry": [shapely.to_wkb(shapely.Point(x, y))]}),
        "disc in parquet": lambda x, y: parquet({"geometry": [shapely.to_wkb(shapely.Polygon(_ring(x, y)))]}),
        "GPS of a JPEG": lambda x, y: jpeg((0xE1, b"Exif\0\0" + exif([], [(2, 5, _rationals(y)), (4, 5, _rationals(x))]))),
        "GPS of a PNG": lambda x, y: png(png_chunk(b"eXIf", exif([], [(2, 5, _rationals(y, ">")), (4, 5, _rationals(x, ">"))], ">"))),
        "cells": lambda x, y: workbook(lambda b: b.active.append([x, "town", y])),
        "places of a moving map": lambda x, y: clock([""], {"o.lon": [310_000, round(x * 1e4)], "o.lat": [320_000, round(y * 1e4)]}),
        "disc of a moving map": lambda x, y: clock([""], _clock_ring(x, y)),
        "gzip of GeoJSON": lambda x, y: gzip.compress(json.dumps([x, y]).encode()),
    }  # fmt: skip


def _clock_ring(lon: float, lat: float) -> dict[str, list[int]]:
    ring = _ring(lon, lat, 20.0)[:-1]
    return {
        "s.points": [len(ring)],
        "s.x": [round(x * 1000) for x, _ in ring],
        "s.y": [round(y * 1000) for _, y in ring],
    }


def _utm(lon: float, lat: float) -> tuple[float, float]:
    from pyproj import Transformer  # noqa: PLC0415 - beside its one use

    return Transformer.from_crs("EPSG:4326", f"EPSG:{32601 + int((lon + 180) // 6)}", always_xy=True).transform(
        lon, lat
    )


def _web(lon: float, lat: float) -> tuple[float, float]:
    from pyproj import Transformer  # noqa: PLC0415 - beside its one use

    return Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform(lon, lat)


def _hash(lon: float, lat: float) -> str:
    from firmground.exchange.gate.point_codes import geohash  # noqa: PLC0415 - beside its one use

    return geohash(lon, lat, 9)


def _h3(lon: float, lat: float) -> str:
    import h3  # noqa: PLC0415 - beside its one use

    return h3.latlng_to_cell(lat, lon, 10)
