"""Another verifier of packages, written from docs/exchange-format.md alone.

It shares no line with firmground: the standard library reads zip, JSON, TOML and CSV, `cryptography` checks the signature.
So it shows that the page is enough to check a package by other means, and it catches a mistake that pack and verify make
alike. It checks steps 1, 2, 4 and 5 of the page; time stamps (3) and the sender's bounds (6) it leaves to others.

    python other_verifier.py PACKAGE
"""

import base64
import csv
import datetime as dt
import hashlib
import io
import json
import math
import re
import struct
import sys
import tomllib
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Record = dict[str, object]

_TAG_FILES = (
    "bagit.txt",
    "bag-info.txt",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "statement.json",
    "statement.sig",
    "statement.tsr",
)
_CASE_LISTS = ("events", "maps", "areas", "disclosure", "encounters", "around", "sealed")
_SEALED, _ENDINGS = ("seal", "stamp", "authority", "revealed"), (".csv", ".geojson", ".toml")
_MEMBERS = {"format", "title", "day", "audience", "made_by", "key", "rows", "root", "manifest", "findings", "tables"}
_TABLE_MEMBERS = {"name", "kind", "rows", "hidden", "partly", "withheld", "coarser", "refused"}


class Fault(Exception):  # noqa: N818 - what the page calls it
    """The package does not hold what it promises; the text says where."""


@dataclass(frozen=True)
class Checked:
    """What was found right: how many rows, and what of them is not shown (by table, and by table and field)."""

    rows: int
    hidden: Mapping[str, int]
    withheld: Mapping[str, Mapping[str, int]]
    root: bytes
    key: bytes


def check_package(path: Path) -> Checked:
    """Check a package (a zip); raise Fault at the first thing that is wrong."""
    files = _read_zip(path.read_bytes())
    statement = _read_statement(files)
    _check_bag(files, statement)
    _check_signature(files)
    leaves, hidden, withheld = _check_tables(files, statement)
    _demand(len(leaves) == statement["rows"], "another number of rows than the statement says")
    root = _root(leaves)
    _demand(root == _bytes(statement["root"], 32), "the rows do not give the root that was signed")
    return Checked(len(leaves), hidden, withheld, root, _bytes(statement["key"], 32))


def _demand(holds: object, otherwise: str) -> None:
    if not holds:
        raise Fault(otherwise)


# The zip.


def _read_zip(content: bytes) -> dict[str, bytes]:
    try:
        infos = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, UnicodeDecodeError) as cause:
        raise Fault(f"not a zip: {cause}") from cause
    files: dict[str, bytes] = {}
    local, central = bytearray(), bytearray()
    for info in infos:
        name = info.orig_filename
        raw, flag = name.encode(), 0 if name.isascii() else 0x800
        start = len(local) + 30 + len(raw)
        packed = content[start : start + info.compress_size]
        files[name] = data = _inflate(packed, info.file_size, name)
        fields = (flag, 8, 0, 33, zlib.crc32(data), len(packed), len(data), len(raw), 0)
        central += struct.pack("<4s2B2B4H3I2H", b"PK\x01\x02", 20, 3, 20, 0, *fields[:4], *fields[4:7], *fields[7:])
        central += struct.pack("<3H2I", 0, 0, 0, 0o100644 << 16, len(local)) + raw
        local += struct.pack("<4sH4H3I2H", b"PK\x03\x04", 20, *fields) + raw + packed
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(infos), len(infos), len(central), len(local), 0)
    _demand(len(files) == len(infos), "a name is there twice")
    _demand(bytes(local + central + end) == content, "the zip is not written in the one way")
    _check_names(list(files))
    return files


def _inflate(packed: bytes, size: int, name: str) -> bytes:
    stream = zlib.decompressobj(-15)
    try:
        data = stream.decompress(packed, size + 1)
    except zlib.error as cause:
        raise Fault(f"{name} cannot be unpacked") from cause
    _demand(stream.eof and not stream.unused_data and len(data) == size, f"{name} does not end where it should")
    return data


def _check_names(names: list[str]) -> None:
    payload = sorted(name for name in names if name.startswith("data/"))
    others = [name for name in payload if not name.startswith(("data/case/", "data/proof/"))]
    _demand(set(others) <= {"data/findings.json", "data/ro-crate-metadata.json"}, f"{others} are no part of a package")
    _demand(
        not any("/." in name.removeprefix("data/case") for name in payload),
        "a file that whoever reads a case passes over",
    )
    tags = [name for name in _TAG_FILES if name in names]
    _demand(names == tags + payload, "files are in another order, or have no business here")
    _demand(set(_TAG_FILES[:-1]) <= set(tags), "a file of the package is missing")
    for name in names:
        parts = name.split("/")
        _demand(not re.search(r'[\\:*?"<>|\x00-\x1f\x7f-\x9f]', name), f"a name that no file may have: {name!r}")
        _demand(
            all(p and p == p.strip(" ") and not p.endswith(".") for p in parts),
            f"a name that no file may have: {name!r}",
        )
    same = Counter(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()) for name in names)
    _demand(max(same.values()) == 1, "two names are the same on some computers")


# The bag, the statement and the signature.


def _check_bag(files: Mapping[str, bytes], statement: Mapping[str, object]) -> None:
    payload = {name: raw for name, raw in files.items() if name.startswith("data/")}
    size = sum(len(raw) for raw in payload.values())
    info = f"Bag-Software-Agent: {statement['made_by']}\nBagging-Date: {statement['day']}\nPayload-Oxum: {size}.{len(payload)}\n"
    _demand(files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "bagit.txt")
    _demand(files["bag-info.txt"] == info.encode(), "bag-info.txt")
    _demand(files["manifest-sha256.txt"] == _manifest(payload), "a file is not the one that the manifest names")
    tags = {n: raw for n, raw in files.items() if n not in payload and n != "tagmanifest-sha256.txt"}
    _demand(files["tagmanifest-sha256.txt"] == _manifest(tags), "a tag file is not the one that the tag manifest names")
    _demand(
        statement["manifest"] == hashlib.sha256(files["manifest-sha256.txt"]).hexdigest(),
        "the manifest is not the one that was signed",
    )
    findings = files.get("data/findings.json")
    _demand(
        statement["findings"] == ("" if findings is None else hashlib.sha256(findings).hexdigest()),
        "other findings than were signed",
    )


def _manifest(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name.replace('%', '%25')}\n" for name in sorted(files))
    return "".join(lines).encode()


def _read_statement(files: Mapping[str, bytes]) -> dict[str, object]:
    statement = _read_canonical(files["statement.json"], "statement.json")
    _demand(isinstance(statement, dict) and set(statement) == _MEMBERS, "statement.json has other members")
    _demand(statement["format"] == "firmground package 1", "a format that is not known")
    tables = statement["tables"]
    _demand(
        isinstance(tables, list) and all(isinstance(t, dict) and set(t) == _TABLE_MEMBERS for t in tables),
        "tables of the statement",
    )
    names = [table["name"] for table in tables]
    _demand(names == sorted(set(names)), "the tables are not in the order of their names")
    return statement


def _check_signature(files: Mapping[str, bytes]) -> None:
    signature = _read_canonical(files["statement.sig"], "statement.sig")
    _demand(isinstance(signature, dict) and set(signature) == {"key", "signature"}, "statement.sig has other members")
    key = _bytes(signature["key"], 32)
    _demand(
        json.loads(files["statement.json"])["key"] == signature["key"], "signed by another key than the statement names"
    )
    _check_key(key)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(_bytes(signature["signature"], 64), files["statement.json"])
    except (InvalidSignature, ValueError) as cause:
        raise Fault("the signature is not of this statement") from cause


def _check_key(key: bytes) -> None:
    """Refuse points of small order and points written in more ways than one (RFC 8032, 5.1.3)."""
    prime = 2**255 - 19
    y = int.from_bytes(key, "little") & (2**255 - 1)
    _demand(y < prime, "the key is not written in the one way")
    d = -121665 * pow(121666, -1, prime) % prime
    square = (y * y - 1) * pow(d * y * y + 1, -1, prime) % prime
    x = pow(square, (prime + 3) // 8, prime)
    x = x if x * x % prime == square else x * pow(2, (prime - 1) // 4, prime) % prime
    _demand(x * x % prime == square, "the key is no point of the curve")
    for _doubling in range(3):
        product = d * x * x * y * y
        x, y = 2 * x * y * pow(1 + product, -1, prime) % prime, (y * y + x * x) * pow(1 - product, -1, prime) % prime
    _demand((x, y) != (0, 1), "the key is of small order")


# The leaves.


def _check_tables(
    files: Mapping[str, bytes], statement: Mapping[str, object]
) -> tuple[list[bytes], dict[str, int], dict[str, dict[str, int]]]:
    records = _read_case(files)
    tables: list[dict[str, object]] = statement["tables"]  # type: ignore[assignment]
    proofs = {f"data/proof/{table['name']}.jsonl" for table in tables}
    _demand({name for name in files if name.startswith("data/proof/")} == proofs, "other proofs than the tables have")
    _demand(
        {name for name, rows in records.items() if rows} <= {table["name"] for table in tables},
        "a table of the case that is not in the statement",
    )
    leaves: list[bytes] = []
    hidden: dict[str, int] = {}
    withheld: dict[str, dict[str, int]] = {}
    for table in tables:
        name = str(table["name"])
        found, told = _check_table(table, records.get(name, []), files[f"data/proof/{name}.jsonl"])
        leaves += found
        hidden[name], withheld[name] = told
    _check_told(records["case.toml"][0].get("withheld", {}), tables)
    return leaves, hidden, withheld


def _check_told(counted: object, tables: Sequence[Mapping[str, object]]) -> None:
    """Does the case that is shown say how many records of each kind are not in it?

    Rows of maps are compared all together, for which file is which map's is said by patterns: that is weaker.
    """
    told: Counter[str] = Counter()
    for kind, number in counted.items() if isinstance(counted, dict) else ():
        # Whatever is no number of records stands for one at least.
        told["map" if kind.startswith("map:") else kind] += number if type(number) is int and number >= 0 else 1
    missing: Counter[str] = Counter()
    for table in tables:
        missing["map" if table["kind"] in ("place-list", "faces") else str(table["kind"])] += table["hidden"]  # type: ignore[operator,assignment]
    for kind, number in missing.items():
        enough = number <= told[kind] or kind in ("event-rows", "case") or (kind == "map" and told["maps"])
        _demand(enough, f"{number} records of the kind {kind} are not shown, and the case says {told[kind]}")


def _check_table(
    table: Mapping[str, object], rows: Sequence[Record], proof: bytes
) -> tuple[list[bytes], tuple[int, dict[str, int]]]:
    name, kind = str(table["name"]), table["kind"]
    if kind == "case":
        rows = [{key: value for key, value in row.items() if key != "withheld"} for row in rows]
    lines = [_read_json(line, f"the proof of {name}") for line in proof.split(b"\n")[:-1]]
    _demand(proof.endswith(b"\n") or not proof, f"the proof of {name} is cut")
    shown = [line for line in lines if not (isinstance(line, dict) and set(line) == {"leaf"})]
    _demand(lines[: len(shown)] == shown, f"hidden rows of {name} stand among those that are shown")
    if kind == "event-rows":
        _demand(
            all(row == {"withheld": "*"} for row in rows[len(shown) :]), f"{name} shows rows that it says are hidden"
        )
        _demand(len(rows) == len(lines), f"{name} has other rows than its proof")
        rows = rows[: len(shown)]
    _demand(len(shown) == len(rows), f"{name} has other rows than its proof")
    leaves, partly = [], 0
    withheld: Counter[str] = Counter()
    coarser: Counter[str] = Counter()
    for row, line in zip(rows, shown, strict=True):
        if isinstance(line, str):
            leaves.append(_whole_leaf(name, row, line))
            continue
        digests, own = _partial(name, row, line)
        leaves.append(_leaf(name, digests))
        missing = set(digests) - set(own)
        partly += bool(missing)
        withheld.update(missing)
        coarser.update(missing & set(row))
        if kind == "event-rows":
            said = set(str(row.get("withheld", "")).split(";"))
            _demand(
                missing - {"withheld"} <= said or "*" in said,
                f"{name} does not say that {sorted(missing - said)} are withheld",
            )
    hidden = lines[len(shown) :]
    leaves += [_bytes(line["leaf"], 32) for line in hidden]  # type: ignore[index]
    counted = {
        "rows": len(lines),
        "hidden": len(hidden),
        "partly": partly,
        "withheld": dict(withheld),
        "coarser": dict(coarser),
    }
    for member, number in counted.items():
        _demand(table[member] == number, f"{name}: {member} is {number}, not as the statement says: {table[member]}")
    return leaves, (len(hidden), dict(withheld))


def _whole_leaf(name: str, row: Record, secret: str) -> bytes:
    names = sorted(row, key=lambda one: one.encode("utf-16-be"))
    pieces = hashlib.shake_256(b"firmground salts v1" + _bytes(secret, 16)).digest(16 * len(names))
    salts = {one: _letters(pieces[16 * i : 16 * i + 16]) for i, one in enumerate(names)}
    return _leaf(name, {one: _digest(salts[one], one, row[one]) for one in names})


def _partial(name: str, row: Record, line: object) -> tuple[dict[str, str], dict[str, str]]:
    _demand(isinstance(line, dict) and set(line) == {"digests", "salts"}, f"a line of the proof of {name}")
    digests, salts = line["digests"], line["salts"]  # type: ignore[index]
    _demand(not set(digests) & set(salts), f"{name}: a field is shown and withheld")
    unproven = set(row) - set(digests) - set(salts)
    _demand(set(salts) <= set(row), f"{name}: a proof of fields that the row does not have")
    _demand(unproven <= {"withheld", "open"}, f"{name}: {sorted(unproven)} are in no leaf")
    for digest in digests.values():
        _bytes(digest, 32)
    for salt in salts.values():
        _bytes(salt, 16)
    own = {one: _digest(salt, one, row[one]) for one, salt in salts.items()}
    return digests | own, own


def _digest(salt: str, name: str, value: object) -> str:
    return _letters(hashlib.sha256(_canonical([salt, name, value])).digest())


def _leaf(table: str, digests: Mapping[str, str]) -> bytes:
    return hashlib.sha256(b"\x00" + _canonical({"fields": digests, "table": table})).digest()


def _root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _root(leaves[:half]) + _root(leaves[half:])).digest()


# The records.


def _read_case(files: Mapping[str, bytes]) -> dict[str, list[Record]]:
    tables: dict[str, list[Record]] = {}
    for name, raw in files.items():
        path = name.removeprefix("data/case/")
        if path == name:
            continue
        if path.endswith(".csv"):
            tables[path] = _read_csv(raw, path)
        elif path.endswith(".geojson"):
            tables[path] = list(_read_features(raw, path))
        elif path.endswith(".toml"):
            tables |= _read_toml(raw, path)
    named = {f for one in tables.get("case.toml/sealed", []) for key in _SEALED for f in _texts(one.get(key))}
    strange = {
        p for name in files if (p := name.removeprefix("data/case/")) != name and not p.endswith(_ENDINGS)
    } - named
    _demand(not strange, f"{sorted(strange)} belong to nothing in the case")
    return tables


def _texts(value: object) -> list[str]:
    return [part.strip() for part in value.split(";")] if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]


def _read_csv(raw: bytes, path: str) -> list[Record]:
    text = _text(raw, path).removeprefix("sep=,\n")
    lines = [line for line in csv.reader(io.StringIO(text, newline=""), strict=True) if line]
    if not lines:
        return []
    header = lines[0]
    _demand(len(set(header)) == len(header), f"{path} has a column twice")
    _demand(all(len(line) == len(header) for line in lines), f"{path} has a row with more or fewer cells")
    return [{name: cell for name, cell in zip(header, line, strict=True) if cell} for line in lines[1:]]


def _read_toml(raw: bytes, path: str) -> dict[str, list[Record]]:
    try:
        document = {key: _value(value) for key, value in tomllib.loads(_text(raw, path)).items()}
    except tomllib.TOMLDecodeError as cause:
        raise Fault(f"{path} is no TOML") from cause
    lists = _CASE_LISTS if path == "case.toml" else tuple(document)
    tables: dict[str, list[Record]] = {f"{path}/{one}": document.pop(one) for one in lists if one in document}  # type: ignore[misc]
    if path == "case.toml":
        subsets = document.pop("subsets", {})
        tables[f"{path}/subsets"] = [{"id": one, "selection": selection} for one, selection in subsets.items()]  # type: ignore[attr-defined]
        tables[path] = [document]
    return tables


def _value(value: object) -> object:
    if isinstance(value, dict):
        return {key: _value(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_value(one) for one in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and abs(value) > 2**53 - 1:
        return str(value)
    return value


def _read_features(raw: bytes, path: str) -> Iterator[Record]:
    text = _text(raw, path)
    for member, start, end in _members(text, 0):
        if member == "features":
            for _none, begin, stop in _members(text, start):
                yield _feature(text[begin:stop], path)
            _demand(end > start, path)


def _feature(text: str, path: str) -> Record:
    parts = {member: text[start:end] for member, start, end in _members(text, 0)}
    record: Record = {"geometry": parts["geometry"]} if parts.get("geometry", "null") != "null" else {}
    for name, value in (json.loads(parts.get("properties", "null")) or {}).items():
        _demand(value is None or isinstance(value, str), f"{path}: a property that is no text")
        if value is not None:
            record[name + " (property)" if re.fullmatch(r"geometry( \(property\))*", name) else name] = value
    return record


def _members(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Give name, start and end of each member of an object, or ("", start, end) of each entry of a list, at `start`."""
    decode, space = json.JSONDecoder().raw_decode, re.compile(r"[ \t\n\r]*")

    def skip(at: int) -> int:
        return space.match(text, at).end()  # type: ignore[union-attr]

    at = skip(start)
    closing = {"{": "}", "[": "]"}[text[at]]
    at = skip(at + 1)
    while text[at] != closing:
        name = ""
        if closing == "}":
            name, at = decode(text, at)
            at = skip(at)
            _demand(text[at] == ":", "JSON without a colon")
            at = skip(at + 1)
        begin = at
        _seen, at = decode(text, at)
        yield name, begin, at
        at = skip(at)
        if text[at] == ",":
            at = skip(at + 1)


# Canonical JSON (RFC 8785) and base64url.


def _read_canonical(raw: bytes, what: str) -> object:
    value = _read_json(raw, what)
    _demand(_canonical(value) == raw, f"{what} is not canonical JSON")
    return value


def _read_json(raw: bytes, what: str) -> object:
    try:
        return json.loads(_text(raw, what))
    except (ValueError, RecursionError) as cause:
        raise Fault(f"{what} is no JSON") from cause


def _canonical(value: object) -> bytes:
    return _written(value).encode()


def _written(value: object) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_written(name)}:{_written(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """Write a number as ECMAScript does (section 6.1.6.1.20 of ECMA-262)."""
    if value == 0:
        return "0"
    sign, digits, exponent = ("-" if value < 0 else ""), *_shortest(abs(value))
    count = len(digits)
    if count <= exponent <= 21:
        return sign + digits + "0" * (exponent - count)
    if 0 < exponent <= 21:
        return f"{sign}{digits[:exponent]}.{digits[exponent:]}"
    if -6 < exponent <= 0:
        return f"{sign}0.{'0' * -exponent}{digits}"
    return f"{sign}{digits[0]}{'.' if count > 1 else ''}{digits[1:]}e{exponent - 1:+d}"


def _shortest(value: float) -> tuple[str, int]:
    mantissa, _e, power = f"{value!r}".partition("e")
    whole, _dot, rest = mantissa.partition(".")
    rest = "" if rest == "0" else rest
    digits = (whole + rest).lstrip("0")
    exponent = len(whole) + int(power or 0) - (len(whole + rest) - len(digits))
    return digits.rstrip("0"), exponent


def _text(raw: bytes, what: str) -> str:
    try:
        return raw.decode("utf-8", "strict")
    except UnicodeDecodeError as cause:
        raise Fault(f"{what} is no UTF-8") from cause


def _bytes(text: object, size: int) -> bytes:
    _demand(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]*", text) is not None, "no base64url")
    _demand(len(text) == -(-size * 4 // 3), "base64url of another length")  # type: ignore[arg-type]
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))  # type: ignore[operator,arg-type]
    _demand(_letters(raw) == text, "base64url that is not written in the one way")
    return raw


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


if __name__ == "__main__":
    try:
        checked = check_package(Path(sys.argv[1]))
    except Fault as fault:
        sys.exit(f"Not verified: {fault}")
    lines = [f"Verified: {checked.rows} rows under the key {_letters(checked.key)}."]
    for table, number in checked.hidden.items():
        lines += [f"  not shown of {table}: {number} rows"] * bool(number)
        lines += [f"  not shown of {table}: {one} of {n} rows" for one, n in checked.withheld[table].items()]
    sys.stdout.write("\n".join([*lines, ""]))
