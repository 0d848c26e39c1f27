"""The app without a socket: requests are handed to it as a server would."""

from __future__ import annotations

import shutil
from contextlib import ExitStack

import pytest
from starlette.testclient import TestClient

import firmground as fg
from firmground.web.app import make_app

TOKEN = "the-token-of-this-run"  # noqa: S105 - a test's own
HOME = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """The built-in case, to be looked at only."""
    folder = tmp_path_factory.mktemp("demo") / "case"
    shutil.copytree(fg.example_folder("syria-2015"), folder)
    return folder


@pytest.fixture(scope="session")
def demo_app(demo_folder):
    """The app over the built-in case, after its first check."""
    app = make_app(demo_folder, token=TOKEN)
    assert app.state.desk.wait(120)
    return app


@pytest.fixture
def demo(demo_app):
    """A client of the app over the built-in case, with the token of its run."""
    with TestClient(demo_app, base_url=HOME, headers={"X-Firmground-Token": TOKEN}) as client:
        yield client


@pytest.fixture
def client():
    """A client of the app over any folder, after its first check; `check=False` for one before it."""
    with ExitStack() as stack:

        def open_case(folder, *, check=True):
            app = make_app(folder, token=TOKEN, check=check)
            assert app.state.desk.wait(120)
            return stack.enter_context(TestClient(app, base_url=HOME, headers={"X-Firmground-Token": TOKEN}))

        yield open_case
