"""A folder in which a reader of one page tries its examples from top to bottom."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import firmground as fg


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """An empty folder with the demo case in it, where the command `firmground` is on the path."""
    shutil.copytree(fg.example_folder("syria-2015"), tmp_path / "firmground-demo")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIRMGROUND_CONFIG", str(tmp_path / ".settings"))  # the keys that a page makes are its own
    return tmp_path


@pytest.fixture
def type_command(workshop):
    """Runs one line of a console block as a shell would and returns all that it writes."""
    commands = Path(sys.executable).parent
    if not (commands / "firmground").exists():
        pytest.skip("the command firmground is not installed beside this Python")
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("console examples are typed into bash, which is not here")
    environment = os.environ | {
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "88",
        "LINES": "24",
        "TERM": "dumb",
        "PYTHONIOENCODING": "utf-8",
    }

    def run(command):
        ended = subprocess.run(
            [bash, "-c", command],
            cwd=workshop,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=120,
        )
        return ended.stdout.decode()

    return run
