"""Signatures: Ed25519 (RFC 8032) by `cryptography`, and the keys that are no keys.

For a few public keys of small order a signature fits every message, so that whoever made it could later say to have
signed something else; and a key must have one writing only, so that one key has one fingerprint. Such keys are refused
before anything is verified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.proofs.commitments import from_text, to_text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_BYTES = 32
SIGNATURE_BYTES = 64
_FIELD = 2**255 - 19  # RFC 8032 section 5.1
_ORDER_8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
# The y of the points whose order divides 8; the sign of x does not matter.
_SMALL_ORDER = frozenset({0, 1, _FIELD - 1, _ORDER_8, _FIELD - _ORDER_8})


def check_public(public: bytes) -> None:
    """BadRequestError: these bytes are no public key that may be trusted, whoever is behind it."""
    if len(public) != KEY_BYTES:
        raise BadRequestError(f"a public key has {KEY_BYTES} bytes, and this has {len(public)}")
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= _FIELD or y in _SMALL_ORDER:
        raise BadRequestError("this public key is a forgery: signatures of it would fit every text")


def sign(private: Ed25519PrivateKey, content: bytes) -> str:
    """The signature of the very bytes, as 86 characters of base64url; the same each time."""
    return to_text(private.sign(content))


def check_signature(public: bytes, content: bytes, signature: str) -> bool:
    """Did whoever has the key sign these very bytes? False for a key, too, that `check_public` refuses."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - the command line starts without it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - as above

    try:
        check_public(public)
        Ed25519PublicKey.from_public_bytes(public).verify(from_text(signature, SIGNATURE_BYTES), content)
    except (InvalidSignature, ValueError):  # a BadRequestError is a ValueError
        return False
    return True
