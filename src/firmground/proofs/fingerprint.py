"""A key as forty digits that two people can read to each other over a telephone, in any language.

SHA-256 of the raw public key, as a number modulo 10^40, in eight groups of five: 2^132 keys would have to be tried to
find one with the digits of another. Digits, because letters and words belong to a script or a language.
"""

from __future__ import annotations

import hmac
import unicodedata
from hashlib import sha256

from firmground.errors import BadRequestError

DIGITS = 40
GROUP = 5


def fingerprint(public: bytes) -> str:
    """The digits of a raw public key of 32 bytes, as "12345 67890 ...": eight groups."""
    number = int.from_bytes(sha256(public).digest(), "big") % 10**DIGITS
    digits = f"{number:0{DIGITS}d}"
    return " ".join(digits[at : at + GROUP] for at in range(0, DIGITS, GROUP))


def read_fingerprint(typed: str) -> str:
    """The same form of what a person typed: digits of any script, with or without spaces, hyphens, dots and marks.

    BadRequestError: it holds something else, or not forty digits.
    """
    digits = ""
    for letter in typed:
        number = unicodedata.decimal(letter, None)
        if number is not None:
            digits += str(number)
        elif unicodedata.category(letter)[0] not in "ZPC":  # a separator, a mark of punctuation or of writing direction
            raise BadRequestError(f"a fingerprint is {DIGITS} digits, and {letter!r} is none: read it once more")
    if len(digits) != DIGITS:
        raise BadRequestError(f"a fingerprint is {DIGITS} digits, and this has {len(digits)}: read it once more")
    return " ".join(digits[at : at + GROUP] for at in range(0, DIGITS, GROUP))


def has_fingerprint(public: bytes, typed: str) -> bool:
    """Is this the fingerprint of the key? All of it is compared, whatever differs. BadRequestError: it is none."""
    return hmac.compare_digest(fingerprint(public), read_fingerprint(typed))
