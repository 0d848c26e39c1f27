"""A program of ours that reads a foreign file in a process of its own: how it is started, fed and waited for.

What runs is a module of this package with a function `main(request)`; it builds its walls itself (see `confine`) before
it looks at anything. It gets one request as JSON and, where it may open no file, the bytes on its standard input; what
it answers is read back from its standard output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import firmground
from firmground.formats.findings import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WALL_SECONDS = 600
_BOOT = """
import importlib, sys
sys.path.insert(0, sys.argv[1])
importlib.import_module(sys.argv[2]).main(sys.argv[3])
"""


@contextmanager
def run_confined(
    module: str,
    request: Mapping[str, Any],
    *,
    content: bytes = b"",
    settings: Mapping[str, str] | None = None,
    seconds: float | None = None,
    hints: tuple[str, str] = ("split it into smaller files", "export it again"),
) -> Iterator[IO[bytes]]:
    """What the child wrote, from its start. Raises UnreadableFileError if it dies or takes longer than `seconds`.

    `settings` are added to the little that it sees of the environment. `hints`: what to do if it took too long, and if
    it died.
    """
    seconds = WALL_SECONDS if seconds is None else seconds
    root = str(Path(firmground.__file__).parents[1])
    command = [sys.executable, "-I", "-c", _BOOT, root, module, json.dumps(request)]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        given.write(content)
        given.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 - our own interpreter and program; the request is one argument
                command,
                stdin=given,
                stdout=output,
                stderr=errors,
                env=_environment() | dict(settings or {}),
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UnreadableFileError(f"was not read within {seconds:g} seconds", hints[0]) from None
        if ended.returncode:
            errors.seek(0)
            told = errors.read(100_000).decode(errors="replace").strip().splitlines()
            raise UnreadableFileError(
                f"broke the process that read it ({told[-1] if told else f'ended with {ended.returncode}'})", hints[1]
            )
        output.seek(0)
        yield output


def library_places() -> list[str]:
    """Where Python and its libraries lie, which a child may go on reading behind its walls."""
    places = {
        sys.prefix,
        sys.base_prefix,
        *(entry for entry in sys.path if entry),
        "/usr/lib",
        "/lib",
        "/lib64",
    }
    return sorted(places | {"/usr/share/zoneinfo", "/dev/null", "/dev/urandom"})


def _environment() -> dict[str, str]:
    """As little as possible of ours."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ}
