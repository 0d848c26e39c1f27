"""What stands in `data/proof` beside each row: what its leaf can be computed again from.

One file a table, one line of JSON a row, in the order of the tree:

    "secret"                                           a row that is shown whole
    {"digests": {name: digest}, "salts": {name: salt}} a row that is shown in part
    {"leaf": hash}                                     a row that is not shown
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any, Final, TypeAlias

import msgspec

from firmground.errors import BadRequestError
from firmground.exchange.package.faults import PackageFaultError, Step
from firmground.proofs.canonical import canonical
from firmground.proofs.commitments import SECRET_BYTES, from_text, to_text
from firmground.proofs.merkle import HASH_BYTES

FOLDER: Final = "data/proof/"
_LETTERS: Final = 22  # a secret in base64url without padding
_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")
_STANDARD: Final = bytes.maketrans(b"+/", b"-_")

# A secret; salts and digests by field; or the hash of a leaf.
Opened: TypeAlias = tuple[dict[str, str], dict[str, bytes]]
Line: TypeAlias = bytes | Opened | tuple[bytes]


def proof_name(table: str) -> str:
    """The file in a package with the lines of a table."""
    return f"{FOLDER}{table}.jsonl"


def write_secret(secret: bytes) -> bytes:
    """The line of a row that is shown whole."""
    return b'"' + b64encode(secret)[:_LETTERS].translate(_STANDARD) + b'"\n'


def write_leaf(leaf: bytes) -> bytes:
    """The line of a row that is not shown. Those of rows shown in part are of `proofs.table_leaves.opened_lines`."""
    return canonical({"leaf": to_text(leaf)}) + b"\n"


def read_lines(table: str, content: bytes) -> list[Line]:
    """The lines of a table. Raises PackageFaultError."""
    if content and not content.endswith(b"\n"):
        raise _fault(table, content.count(b"\n") + 1)
    whole = _secrets(content)
    if whole is not None:
        return list(whole)
    lines: list[Line] = []
    for number, text in enumerate(content.split(b"\n")[:-1], start=1):
        try:
            lines.append(_read(msgspec.json.decode(text)))
        except (ValueError, BadRequestError, RecursionError):
            raise _fault(table, number) from None
    return lines


def _secrets(content: bytes) -> list[bytes] | None:
    """All lines at once, where every row is shown whole; None where that is not so."""
    texts = content.split(b"\n")[:-1]
    if any(len(text) != _LETTERS + 2 or text[:1] != b'"' or text[-1:] != b'"' for text in texts):
        return None
    # "AA" fills up each to 18 bytes, of which the last two are then zero: no letter holds a bit that is not used.
    stream = b"".join([text[1:-1] + b"AA" for text in texts]).translate(_URL_SAFE)
    try:
        raw = b64decode(stream, validate=True)
    except ValueError:
        return None
    wide = SECRET_BYTES + 2
    if any(raw[at + SECRET_BYTES : at + wide] != b"\0\0" for at in range(0, len(raw), wide)):
        return None
    return [raw[at : at + SECRET_BYTES] for at in range(0, len(raw), wide)]


def _read(value: Any) -> Line:
    if isinstance(value, str):
        return from_text(value, SECRET_BYTES)
    if not isinstance(value, dict):
        raise BadRequestError("no line of a proof")
    if value.keys() == {"leaf"}:
        return (from_text(str(value["leaf"]), HASH_BYTES),)
    if value.keys() != {"digests", "salts"}:
        raise BadRequestError("no line of a proof")
    salts, digests = value["salts"], value["digests"]
    if not all(isinstance(text, str) for text in salts.values()):
        raise BadRequestError("no salt")
    return salts, {name: from_text(str(text), HASH_BYTES) for name, text in digests.items()}


def _fault(table: str, number: int) -> PackageFaultError:
    return PackageFaultError(Step.ROWS, f"line {number:,} of the proofs of {table!r} is no proof of a row")
