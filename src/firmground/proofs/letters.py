"""Many secrets, salts and digests as text at once: blocks of letters, a row each, as numpy holds them."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"  # RFC 4648 section 5
_VALUES = bytes(_ALPHABET.find(letter) & 0xFF for letter in range(256))  # 255: no letter of it


def letters_of(stream: bytes, size: int) -> NDArray[np.uint8]:
    """base64url of each `size` bytes of the stream, without padding: as `to_text` writes each."""
    import numpy as np  # noqa: PLC0415 - the command line starts without it

    pieces = np.frombuffer(stream, np.uint8).reshape(-1, size)
    padded = np.zeros((len(pieces), size + -size % 3), np.uint8)
    padded[:, :size] = pieces
    written = b64encode(padded.tobytes()).translate(_URL_SAFE)
    return np.frombuffer(written, np.uint8).reshape(len(pieces), padded.shape[1] // 3 * 4)[:, : _length(size)]


def read_letters(texts: Sequence[str], size: int) -> NDArray[np.uint8]:
    """The letters of texts of which each must be what `to_text` writes for `size` bytes.

    BadRequestError: one of them is not, as `from_text` says.
    """
    import numpy as np  # noqa: PLC0415 - as above

    length = _length(size)
    stream = "".join(texts).encode("utf-8", "replace")
    unused = 6 * length - 8 * size  # bits of the last letter, which must be nought
    if set(map(len, texts)) <= {length} and len(stream) == length * len(texts):
        letters = np.frombuffer(stream, np.uint8).reshape(len(texts), length)
        values = np.frombuffer(stream.translate(_VALUES), np.uint8).reshape(len(texts), length)
        if not (values == 0xFF).any() and not (values[:, -1] & ((1 << unused) - 1)).any():
            return letters
    raise BadRequestError(f"a secret, salt or digest is not {size} bytes in base64url without padding")


def lines_of(before: bytes, letters: NDArray[np.uint8], after: bytes) -> list[bytes]:
    """Each row of letters between the same two texts, of which none holds a line break."""
    import numpy as np  # noqa: PLC0415 - as above

    row = before + b" " * letters.shape[1] + after + b"\n"
    block = np.tile(np.frombuffer(row, np.uint8), (len(letters), 1))
    block[:, len(before) : len(before) + letters.shape[1]] = letters
    return block.tobytes().split(b"\n")[:-1]


def _length(size: int) -> int:
    return -(-size * 8 // 6)
