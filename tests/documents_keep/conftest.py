"""A small case to keep pages in, and pages in our own words."""

from __future__ import annotations

import pytest
from kept_pages import CASE, PAGE

from firmground.documents.keep import Given, collect_pages, gather_files
from firmground.read import read_case


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "case"
    folder.mkdir()
    for name, text in CASE.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def page(tmp_path):
    """Writes a file outside the case; the page above, unless another content is given."""

    def write(content=PAGE, name="page.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def keep(case):
    """Collects files into the case; what came of each."""

    def run(*names, ask=None, **given):
        found = gather_files([str(name) for name in names], without=[case / "documents"])
        return collect_pages(case, found, Given(**given), who="a tester", ask=ask)

    return run


@pytest.fixture
def documents(case):
    """The documents of the case as it is read, which must be without a problem."""

    def read():
        found = read_case(case)
        assert [str(problem) for problem in found.problems if "documents" in problem.file] == []
        return found.documents

    return read
