"""A case on disk, and the command line as a person types it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Said(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def firmground(tmp_path: Path) -> Callable[..., Said]:
    """Runs a command in a process of its own, where every warning is an error; no answer may be a traceback."""

    def run(*words: object, env: dict[str, str] | None = None) -> Said:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "firmground", *map(str, words)],
            capture_output=True,
            cwd=tmp_path,
            check=False,
            timeout=240,
            env={**os.environ, "PYTHONUTF8": "1", **(env or {})},
        )
        said = Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        assert "Traceback" not in said.out + said.err, said.err
        return said

    return run


CASE = """
title = "Two towns"
period = "2024-03-01/2024-03-31"
[[events]]
file = "events.csv"
[[maps]]
id = "towns"
file = "towns.csv"
"""
ACTORS = """
[[actors]]
id = "north"
name = "Army of the North"
[[actors]]
id = "south"
name = "Army of the South"
"""
CLAIM = """
[[claims]]
id = "c"
by = "A spokesman"
on = "2024-03-31"
says = "Most of it fell on the South."
[claims.test]
measure = "share"
that = { in = "south" }
value = "> 0.5"
"""
FILES = {
    "case.toml": CASE,
    "actors.toml": ACTORS,
    "claims.toml": CLAIM,
    "places.csv": "id,name,lon,lat,radius_km\na,Milltown,20,50,2\nb,Highford,21,50,2\n",
    "events.csv": "id,date,place,by,kind\n1,2024-03-02,Milltown,north,strike\n2,2024-03-09,Highford,north,strike\n",
    "towns.csv": "place,holder,from,until\na,south,2024-01-01,\nb,north,2024-01-01,\n",
}


@pytest.fixture
def case_of(tmp_path: Path) -> Callable[..., Path]:
    """A small case of two towns and two strikes; a file may be given another content, or None to leave it out."""

    def write(folder: str = "case", **changes: str | bytes | None) -> Path:
        named = {key.replace("__", "."): value for key, value in changes.items()}
        for name, content in (FILES | named).items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is not None:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / folder

    return write
