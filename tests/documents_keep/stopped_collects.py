"""Kills a process that collects, at each of its writes to the disk, and looks at what is left. Run by its test, alone.

A warm parent forks a child for each round; the child shoots itself before, after or half-way through its n-th system
call. Whatever it left: the case has no problem, every document stands whole, and the next run ends where one that was
never stopped ends.

Usage: python stopped_collects.py FOLDER
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from kept_pages import CASE, PAGE

from firmground.documents.keep import collect_pages, gather_files, open_page
from firmground.read import read_case

CALLS = ("open", "write", "fsync", "link", "replace", "unlink", "mkdir")
PAGES = {"a.txt": PAGE, "b.txt": PAGE.replace("12", "14")}


def arm(point: int, manner: str) -> None:
    """The process kills itself at its n-th system call from here on."""
    left = [point]

    def wrap(real, name):
        def call(*args, **named):
            left[0] -= 1
            if left[0] == 0 and manner == "half" and name == "write":
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            if left[0] == 0 and manner != "after":
                os.kill(os.getpid(), signal.SIGKILL)
            done = real(*args, **named)
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return call

    for name in CALLS:
        setattr(os, name, wrap(getattr(os, name), name))


def collect(case: Path, pages: Path) -> None:
    collect_pages(case, gather_files([str(pages)]), who="a tester")


def state(case: Path) -> tuple[object, ...]:
    """What a case holds: its documents but for when they were received, and every file; with no problem."""
    found = read_case(case)
    assert found.problems == (), found.problems
    told = [(one.id, one.sha256, one.text_sha256, one.replaces, one.note[:10]) for one in found.documents.values()]
    for one in found.documents.values():
        open_page(case, one)
    files = sorted(path.name for path in (case / "documents").rglob("*") if path.is_file())
    return (told, files)


def run_child(case: Path, pages: Path, point: int, manner: str) -> bool:
    """False if the child came to its end before it was shot."""
    child = os.fork()
    if child == 0:
        arm(point, manner)
        collect(case, pages)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main(folder: Path) -> None:
    pages, fresh = folder / "pages", folder / "fresh"
    for place, files in ((pages, PAGES), (fresh, CASE)):
        place.mkdir()
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8")
    whole = folder / "whole"
    shutil.copytree(fresh, whole)
    collect(whole, pages)
    wanted = state(whole)
    rounds = 0
    for first, manner in enumerate(("before", "half", "after"), start=1):
        point, shot = first, True
        while shot:
            case = folder / "case"
            shutil.rmtree(case, ignore_errors=True)
            shutil.copytree(fresh, case)
            shot = run_child(case, pages, point, manner)
            state(case)
            collect(case, pages)
            assert state(case) == wanted, (manner, point, state(case), wanted)
            rounds, point = rounds + shot, point + 4
    print(f"{rounds} rounds")  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(Path(sys.argv[1]))
