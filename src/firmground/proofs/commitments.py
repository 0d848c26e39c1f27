"""What commits somebody to a row without showing it: a salted digest of each field, and one hash over them.

    row secret    16 fresh random bytes, kept by whoever made them
    salts         of the fields in their order: consecutive 16-byte pieces of SHAKE-256("firmground salts v1" + secret)
    digest        SHA-256 of canonical JSON [salt, name, value]
    leaf          RFC 9162 leaf hash of canonical JSON {"fields": {name: digest, ...}, "table": name of the table}

So a row that is shown needs its secret only; a row shown in part needs the salts of what is shown and the digests of
the rest, and neither tells anything of the other salts. A hash without a salt would not hide anything: who knows the
names that a field may hold tries them all. A leaf names the fields that the row has, and those that are withheld
whether the row has them or not (as null), so that a digest does not tell whether there is anything behind it.

This is the plain way, a row at a time; `table_leaves` does the same for whole tables.

Secrets, salts and digests are written as base64url without padding: 22, 22 and 43 characters.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256, shake_256
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.proofs.canonical import canonical
from firmground.proofs.merkle import HASH_BYTES, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firmground.proofs.canonical import Json

SECRET_BYTES = 16
SALT_BYTES = 16
_PURPOSE = b"firmground salts v1"


def fresh_secrets(count: int) -> list[bytes]:
    """Secrets of rows, from the randomness of the system."""
    random = os.urandom(SECRET_BYTES * count)
    return [random[at : at + SECRET_BYTES] for at in range(0, len(random), SECRET_BYTES)]


def field_order(names: Iterable[str]) -> list[str]:
    """The order of fields, in which a row's salts are given out: that of RFC 8785. BadRequestError: a name twice."""
    ordered = sorted(names, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    if len(set(ordered)) < len(ordered):
        raise BadRequestError("a table has two fields of one name: rename one of them")
    return ordered


def salts(secret: bytes, count: int) -> list[str]:
    """The salts of a row of `count` fields, as text; the k-th is that of the k-th field in `field_order`."""
    stream = salt_bytes(secret, count)
    return [to_text(stream[at : at + SALT_BYTES]) for at in range(0, len(stream), SALT_BYTES)]


def salt_bytes(secret: bytes, count: int) -> bytes:
    """The salts of a row, one after the other."""
    if len(secret) != SECRET_BYTES:
        raise BadRequestError(f"the secret of a row has {len(secret)} bytes instead of {SECRET_BYTES}")
    return shake_256(_PURPOSE + secret).digest(SALT_BYTES * count)


def field_digest(salt: str, name: str, value: Json) -> bytes:
    """32 bytes that commit to a field. BadRequestError: the value has no canonical form."""
    return sha256(canonical([salt, name, value])).digest()


def row_leaf(table: str, names: Sequence[str], values: Sequence[Json], secret: bytes) -> bytes:
    """The leaf hash of a row. `names` in any order, `values` beside them."""
    digests = {name: digest for name, (_, digest) in open_row(names, values, secret).items()}
    return _leaf(table, digests)


def open_row(names: Sequence[str], values: Sequence[Json], secret: bytes) -> dict[str, tuple[str, bytes]]:
    """Salt and digest of each field of a row: what a row that is shown in part is given out with."""
    given = dict(zip(names, values, strict=True))
    ordered = field_order(names)
    return {
        name: (salt, field_digest(salt, name, given[name]))
        for name, salt in zip(ordered, salts(secret, len(ordered)), strict=True)
    }


def partial_leaf(table: str, shown: Mapping[str, tuple[str, Json]], withheld: Mapping[str, bytes]) -> bytes:
    """The leaf hash of a row that is shown in part: salt and value of what is shown, the digest of what is not.

    BadRequestError: a field is in both, or a salt or digest has not its length.
    """
    if shown.keys() & withheld.keys():
        raise BadRequestError("a field of a row is both shown and withheld")
    if any(len(digest) != HASH_BYTES for digest in withheld.values()):
        raise BadRequestError("the digest of a withheld field has not 32 bytes")
    for salt, _ in shown.values():
        from_text(salt, SALT_BYTES)
    digests = {name: field_digest(salt, name, value) for name, (salt, value) in shown.items()}
    return _leaf(table, {**digests, **withheld})


def to_text(raw: bytes) -> str:
    """base64url without padding, RFC 4648 section 5."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_text(text: str, length: int) -> bytes:
    """The `length` bytes of a secret, salt or digest. BadRequestError: it is not exactly how `to_text` writes them."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raw = b""
    # Bits that the text leaves unused, and letters that the decoder skips, would give one value several names.
    if len(raw) != length or to_text(raw) != text:
        raise BadRequestError(f"a secret, salt or digest is not {length} bytes in base64url without padding")
    return raw


def _leaf(table: str, digests: Mapping[str, bytes]) -> bytes:
    fields = {name: to_text(digest) for name, digest in digests.items()}
    return leaf_hash(canonical({"fields": fields, "table": table}))
