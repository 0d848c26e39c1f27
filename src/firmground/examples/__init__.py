"""Cases that come with the program: real ones, to learn from and to test against.

They are plain folders of data and no code. What they say of the world is answered for in their own README.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from firmground.errors import BadRequestError


def example_names() -> tuple[str, ...]:
    """The names of the shipped cases, sorted."""
    return tuple(sorted(entry.name for entry in _shelf().iterdir() if (entry / "case.toml").is_file()))


def example_folder(name: str) -> Path:
    """The folder of a shipped case: to be read or copied, not written to.

    Raises BadRequestError, listing the names there are, if there is no such case.
    """
    names = example_names()
    if name not in names:
        raise BadRequestError(f"there is no built-in case {name!r}; the built-in cases are: {', '.join(names)}")
    return _shelf() / name


def _shelf() -> Path:
    # A case is read as files on disk: a wheel is installed unpacked, never run from inside a zip.
    return Path(str(files(__name__)))
