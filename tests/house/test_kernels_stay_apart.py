"""Small cases never pay for what large ones need: numba and the kernels are loaded where they are used, and only there."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import firmground as fg
from firmground.engine.warm import ENDING, kernel_modules

PACKAGE = Path(fg.__file__).parent


def imported(path: Path) -> set[str]:
    """Every module that a file imports anywhere, but for what is only imported to check types."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {
        inner for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }  # fmt: skip
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in typing:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_numba_is_imported_in_one_place():
    users = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if any(name.split(".")[0] == "numba" for name in imported(path))
    }
    assert users == {str(Path("engine", "compiled.py"))}


def test_kernels_are_imported_by_kernels_only():
    wrong = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if not path.stem.endswith(ENDING) and imported(path) & set(kernel_modules())
    }
    assert wrong == set()


def test_the_built_in_case_is_checked_without_numba(tmp_path):
    code = (
        "import sys, firmground as fg; "
        "fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(fg.example_folder('syria-2015'))))); "
        f"print([name for name in sys.modules if name == 'numba' or name.endswith({ENDING!r})])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "[]"
