"""What is installed is the wheel, not the checkout: it has to work by itself."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The wheel of this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(unpacked, *arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "firmground", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_demo_runs_from_the_wheel_alone(unpacked, tmp_path):
    done = run(unpacked, "demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "63.3 to 77.6 percent" in done.stdout
    assert (tmp_path / "firmground-demo" / "report.html").stat().st_size > 100_000


def test_a_new_case_from_the_wheel_is_read_without_a_problem(unpacked, tmp_path):
    assert run(unpacked, "new", "mine", cwd=tmp_path).returncode == 0
    done = run(unpacked, "check", "mine", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "More than half of the places" in done.stdout


def test_the_wheel_carries_types_and_licences_and_no_rubbish(unpacked):
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert "firmground/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "firmground/examples/syria-2015/LICENSE-DATA.md" in names
    assert not [name for name in names if "__pycache__" in name or "_cache" in name or name.startswith("tests")]
