"""Compiling ahead, and where what was compiled is kept."""

from __future__ import annotations

import os
import subprocess
import sys

from firmground.engine import warm
from firmground.engine.compiled import CACHE_VARIABLE, cache_folder
from firmground.engine.warm import kernel_modules, warm_up

SMALL = "firmground.engine.meetings.near_kernels"


def test_every_module_of_kernels_is_warmed():
    loaded = dict(warm_up())
    assert list(loaded) == kernel_modules()
    assert len(loaded) >= 5
    assert all(seconds >= 0 for seconds in loaded.values())
    assert set(loaded) <= set(sys.modules)


def test_the_cache_is_where_the_user_wants_it(monkeypatch, tmp_path):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine"
    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "theirs"))
    if sys.platform not in ("win32", "darwin"):
        assert cache_folder() == tmp_path / "theirs" / "firmground"


def test_first_use_is_told_once_and_kept(tmp_path):
    """In fresh processes: told when nothing is compiled, silent when it is, told again for an emptied cache."""
    code = f"from firmground.engine.compiled import load; load({SMALL!r}, print)"

    def told() -> str:
        environment = os.environ | {CACHE_VARIABLE: str(tmp_path)}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
        return done.stdout

    assert "compiling the fast path, once on this machine" in told()
    assert told() == ""


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    code = f"from firmground.engine.compiled import load; load({SMALL!r}); print('done')"
    environment = os.environ | {CACHE_VARIABLE: str(blocked)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert done.stdout.strip() == "done", done.stderr


def test_rooms_are_dealt_whole_to_processes_side_by_side(monkeypatch):
    monkeypatch.setattr(warm, "is_ready", lambda _: False)
    monkeypatch.setattr(warm, "processors", lambda: 3)
    begun = []

    class Child:
        def __init__(self, command, **_):
            begun.append(command[3:])

        def wait(self, _):
            return 0

    monkeypatch.setattr(warm.subprocess, "Popen", Child)
    warm.compile_apart(kernel_modules())
    assert sorted(module for lot in begun for module in lot) == kernel_modules()
    rooms = [{module.split(".")[2] for module in lot} for lot in begun]
    assert len(rooms) == 3
    assert sum(len(lot) for lot in rooms) == len(set().union(*rooms))


def test_what_asks_of_ground_is_wanted_together_and_the_rest_alone():
    together = warm.wanted_with("firmground.engine.points.ask_kernels")
    assert {module.split(".")[2] for module in together} == {"edges", "points", "territory", "discs"}
    assert warm.wanted_with(SMALL) == [SMALL]


def test_children_that_cannot_be_started_only_cost_time(monkeypatch):
    monkeypatch.setattr(warm, "is_ready", lambda _: False)
    monkeypatch.setattr(sys, "executable", os.devnull)
    warm.compile_apart(kernel_modules())
