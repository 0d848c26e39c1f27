"""The imports draw the picture of the house; an arrow that points up breaks it."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "firmground"

# From the ground up: a floor may import its own rooms and any floor beneath it. What is not named is a fault.
FLOORS = [
    ("ground", {"errors", "modality", "bounds", "dates", "places", "provenance", "phrases", "spans", "texts"}),
    ("proofs", {"proofs"}),
    ("case", {"case"}),
    ("engine", {"engine"}),
    ("formats", {"formats"}),
    ("read", {"read"}),
    ("locate", {"locate"}),
    ("hold", {"hold"}),
    ("measures", {"measures"}),
    ("check", {"check"}),
    ("explore", {"explore"}),
    ("report", {"report"}),
    ("edges", {"render", "run", "frames", "scale", "spark", "examples"}),
    ("desk", {"edit"}),
    ("documents", {"documents"}),
    ("review", {"review"}),
    ("exchange", {"exchange"}),
    ("app", {"web"}),
    ("faces", {"cli", "__main__"}),
    ("door", {"__init__"}),
]
# Rooms that stand beside each other on the way up and must not lean on one another.
STRANGERS = {
    "engine": {"case", "read", "formats"},
    "formats": {"case", "engine", "read"},
    "locate": {"read", "formats", "engine"},
    "hold": {"read", "formats"},
    "measures": {"read", "formats"},
    "check": {"read", "formats", "engine"},
    "report": {"read", "formats"},
    "explore": {"read", "formats", "engine"},
    "render": {"read", "formats", "hold", "locate", "measures", "engine", "case"},
    "documents": {"render", "report", "check", "hold", "measures", "engine", "locate"},
    "edit": {"render", "report", "check", "hold", "measures", "engine"},
    "proofs": {"dates", "places", "texts"},
}
ATTICS = {"utils", "util", "helpers", "common", "core", "base", "manager", "settings", "misc"}


def floor_of(room: str) -> int:
    return next(level for level, (_, rooms) in enumerate(FLOORS) if room in rooms)


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else path.stem


def imports() -> list[tuple[Path, int, str, str]]:
    """Every import of one room by another: file, line, from, to."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("firmground"):
                names = [node.module] if node.module != "firmground" else [f"firmground.{a.name}" for a in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names if alias.name.startswith("firmground.")]
            for name in names:
                there = name.split(".")[1]
                if there != room_of(path):
                    found.append((path.relative_to(PACKAGE), node.lineno, room_of(path), there))
    return found


def picture(wrong: list[str]) -> str:
    floors = "\n".join(f"  {name:9} {', '.join(sorted(rooms))}" for name, rooms in reversed(FLOORS))
    return "an arrow points the wrong way:\n" + "\n".join(wrong) + f"\n\nthe house, from the top:\n{floors}"


def test_every_room_has_a_floor():
    rooms = {room_of(path) for path in PACKAGE.rglob("*.py")}
    assert rooms - {room for _, own in FLOORS for room in own} == set()


def test_no_arrow_points_up():
    wrong = [
        f"  {path}:{line}  {here} -> {there}"
        for path, line, here, there in imports()
        if floor_of(there) > floor_of(here)
    ]
    assert not wrong, picture(wrong)


def test_strangers_do_not_lean_on_one_another():
    wrong = [
        f"  {path}:{line}  {here} -> {there}"
        for path, line, here, there in imports()
        if there in STRANGERS.get(here, set())
    ]
    assert not wrong, picture(wrong)


def test_there_is_no_attic():
    assert [path.name for path in PACKAGE.rglob("*") if path.stem in ATTICS] == []


def test_no_file_has_swallowed_another_subject():
    long = {
        str(path.relative_to(PACKAGE)): n for path in PACKAGE.rglob("*.py") if (n := path.read_text().count("\n")) > 450
    }
    assert long == {}


def test_nothing_heavy_is_loaded_for_help():
    import subprocess  # noqa: PLC0415 - a fresh interpreter is the point
    import sys  # noqa: PLC0415

    code = "import sys, firmground.cli; print(sorted({'numpy','shapely','pyproj','pyarrow','pandas','jinja2','rich.console'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(eval(done.stdout)) <= {"rich.console"}  # noqa: S307 - a list that we printed ourselves
