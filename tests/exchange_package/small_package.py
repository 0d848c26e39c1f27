"""A small case, keys that are nowhere kept, and packages taken apart and put together again as a forger would."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firmground.exchange.package.archive import read_archive, write_archive
from firmground.exchange.package.bag import digest_files, tag_files, write_manifest
from firmground.exchange.package.opened import SIGNATURE, STATEMENT
from firmground.proofs.canonical import canonical
from firmground.proofs.commitments import to_text
from firmground.proofs.keys import SigningKey
from firmground.proofs.signatures import sign

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 29)
EVENTS = "data/case/events/strikes.csv"
PROOF = "data/proof/events/strikes.csv.jsonl"
CASE = {
    "case.toml": """\
title = "A small war"
period = "2031-01-01/2031-12-31"
[[events]]
id = "strikes"
file = "events/strikes.csv"
source = "record"
[[maps]]
id = "holders"
file = "control/holders.csv"
layout = "place-list"
source = "record"
[choices]
map = ["holders"]
unit = ["event", "place"]
""",
    "sources.toml": """\
[[sources]]
id = "record"
title = "The record"
[[sources]]
id = "witness"
title = "A witness"
""",
    "actors.toml": """\
[[actors]]
id = "north"
name = "The North"
[[actors]]
id = "south"
name = "The South"
""",
    "places.csv": "id,name,lon,lat,radius_km\na,Alpha,36.1,35.1,1\nb,Beta,36.2,35.2,1\nc,Gamma,36.3,35.3,1\n",
    "control/holders.csv": "place,holder,from,until\na,north,2031-01-01,\nb,south,2031-01-01,\nc,north,2031-01-01,\n",
    "events/strikes.csv": """\
id,date,by,kind,place,source,note
s1,2031-01-05,south,air-strike,a,record,first
s2,2031-02-05,south,air-strike,b,record,
s3,2031-03-05,south,air-strike,a,witness,
s4,2031-04-05,south,air-strike,c,record,"a note, longer"
s5,2031-05-05,south,air-strike,b,record,
s6,2031-06-05,south,air-strike,c,witness,last
""",
    "claims.toml": """\
[[claims]]
id = "most"
by = "a speaker"
on = "2031-12-01"
source = "record"
says = "Most strikes hit the North"
[claims.test]
measure = "share"
unit = "event"
among = { by = "south" }
that = { in = "north" }
value = ">= 0.5"
[[claims]]
id = "some"
by = "a speaker"
on = "2031-12-01"
source = "record"
says = "At least four strikes hit the North"
[claims.test]
measure = "count"
unit = "event"
among = { by = "south" }
that = { in = "north" }
value = ">= 4"
""",
}
RULES = """\
[[rules]]
id = "gamma"
label = "red"
reason = "people there could be harmed"
places = ["c"]
[[rules]]
id = "witness"
label = "red"
reason = "asked to stay unnamed"
sources = ["witness"]
"""


def write_small_case(folder: Path, rules: str = "") -> Path:
    for name, content in CASE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    if rules:
        (folder / "handling.toml").write_text(rules, encoding="utf-8")
    return folder


def fresh_key(name: str = "sender") -> SigningKey:
    private = Ed25519PrivateKey.generate()
    return SigningKey(name, private.public_key().public_bytes_raw(), private)


def unpacked(path: Path) -> dict[str, bytes]:
    return read_archive(path)


def put_together(members: dict[str, bytes], path: Path) -> Path:
    """A package whose manifests fit its files, as anybody can make them."""
    statement = json.loads(members[STATEMENT])
    tags = tag_files(members, day=statement["day"], made_by=statement["made_by"])
    path.write_bytes(write_archive(members | tags))
    return path


def signed_again(members: dict[str, bytes], key: SigningKey, path: Path, **changed: Any) -> Path:
    """A package that is signed anew, as its own sender, or anybody with a key of their own, can make it."""
    payload = {name: content for name, content in members.items() if name.startswith("data/")}
    statement = json.loads(members[STATEMENT]) | {"key": to_text(key.public)}
    statement["manifest"] = sha256(write_manifest(digest_files(payload))).hexdigest()
    if "data/findings.json" in payload:
        statement["findings"] = sha256(payload["data/findings.json"]).hexdigest()
    raw = canonical(statement | changed)
    signature = canonical({"key": to_text(key.public), "signature": sign(key.private, raw)})
    return put_together(payload | {STATEMENT: raw, SIGNATURE: signature}, path)
