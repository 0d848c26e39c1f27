"""Random names under random layers of writing and packing, and files that are no files: nothing is missed, nothing breaks."""

from __future__ import annotations

import base64
import gzip
import html
import json
import zlib
from typing import TYPE_CHECKING
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange_gate.plants import WORDS, jpeg, page, png, png_chunk, zipped

from firmground.exchange.gate import scan
from firmground.exchange.views import Secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyzäöéñçğışłø",
    "абвгдежзийклмнопрстуфхцчшщыэюяіїє",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "אבגדהוזחטיכלמנסעפצקרשת",
)
# How people write it, how programs write that (over each other in any order), and how bytes are packed.
SPELT: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "joiners": "\u200d".join,
    "in a sentence": WORDS.format,
}
WRITTEN: dict[str, Callable[[str], str]] = {
    "entities": lambda t: html.escape(t).encode("ascii", "xmlcharrefreplace").decode(),
    "escapes": json.dumps,
    "percent": quote,
    "tags": lambda t: f"<td>{t}</td>",
}
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "zip": lambda b: zipped({"a": b}),
    "base64": lambda b: page(f'<img src="data:x;base64,{base64.b64encode(b).decode()}">'),
    "note of a PNG": lambda b: png(png_chunk(b"zTXt", b"k\0\0" + zlib.compress(b))),
    "comment of a JPEG": lambda b: jpeg((0xFE, b[:60_000])),
}


@st.composite
def names(draw: st.DrawFn) -> str:
    letters = draw(st.sampled_from(ALPHABETS))
    words = draw(st.lists(st.text(letters, min_size=4, max_size=9), min_size=1, max_size=3))
    return " ".join(word.capitalize() for word in words)


@settings(max_examples=100)
@given(
    names(),
    st.sampled_from(sorted(SPELT)),
    st.lists(st.sampled_from(sorted(WRITTEN)), max_size=3),
    st.lists(st.sampled_from(sorted(PACKED)), max_size=3),
)
def test_a_name_is_found_under_any_layers(name: str, spelt: str, written: list[str], packed: list[str]):
    text = SPELT[spelt](name)
    for layer in written:
        text = WRITTEN[layer](text)
    data = f"x {text} x".encode()
    for layer in packed:
        data = PACKED[layer](data)
    assert scan({"a": data}, [Secret("it", "rule", (name,))])


@settings(max_examples=80)
@given(
    st.sampled_from((b"PK\x03\x04", b"\x1f\x8b\x08\0", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"II*\0\x08\0\0\0", b"MM\0*", b"SQLite format 3\0", b"PAR1", b"BZh9", b"\xfd7zXZ\0", b"x\x9c", b"")),
    st.binary(max_size=400),
)  # fmt: skip
def test_damaged_files_of_every_kind_break_nothing(head: bytes, rest: bytes):
    for leak in scan(
        {"a": head + rest}, [Secret("the place", "rule", ("Kafr Zita", "كفر زيتا"), ("kz-1",), ((36.6, 35.4),))]
    ):
        assert "\n" not in str(leak)


def test_naughty_strings_break_nothing(shared: Callable[[str], Path]):
    strings = json.loads((shared("corpora/naughty-strings") / "blns.json").read_text(encoding="utf-8"))
    secrets = [Secret(text or "x", "rule", (text,), (text,)) for text in strings]
    files = {f"{n}.txt": text.encode("utf-8", "surrogatepass") for n, text in enumerate(strings)}
    leaks = scan(files, secrets)
    assert all("\n" not in str(leak) for leak in leaks)
    # Most are found as they stand; what has no two letters cannot be looked for.
    wordy = {n for n, text in enumerate(strings) if sum(one.isalpha() for one in text) >= 12}
    assert len({int(leak.file.partition(".")[0]) for leak in leaks} & wordy) >= 0.9 * len(wordy)
