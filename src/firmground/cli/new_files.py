"""Files that a command makes and never writes over: keys, seals, reveals, requests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from pathlib import Path


def write_new(path: Path, content: bytes, *, private: bool = False) -> None:
    """Writes a file that must not be there yet. BadRequestError: it is.

    `private`: for the eyes of its owner alone, at every moment (0600). It is on the disk when this returns, so that
    what rests on it may be written next.
    """
    mode = 0o600 if private else 0o666
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    except FileExistsError:
        raise BadRequestError(f"{path} is there already: choose another name") from None
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
