"""The app over cases that keep documents, without a socket; the readers are stood in for where a test says so."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from shelf_case import reading_by_hand
from starlette.testclient import TestClient

from firmground.web.app import make_app
from firmground.web.documents import room
from firmground.web.pages import document, documents

TOKEN = "the-token-of-this-run"  # noqa: S105 - a test's own
HOME = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def nobody_in_particular(monkeypatch):
    """Forms propose the name that git knows on this computer; tests are the same on all of them."""
    monkeypatch.setattr("firmground.web.whoami.git_name", lambda: "")


@pytest.fixture
def by_hand(monkeypatch):
    """What is read is what `shelf_case` says, in a reading room of the test's own."""
    own = room.ReadingRoom()
    monkeypatch.setattr(room, "read_page", reading_by_hand)
    for module in (room, document, documents):
        monkeypatch.setattr(module, "ROOM", own)
    return own


@pytest.fixture
def client():
    """A client of the app over a folder, after its first check."""
    with ExitStack() as stack:

        def open_case(folder):
            app = make_app(folder, token=TOKEN)
            assert app.state.desk.wait(120)
            sent = {"X-Firmground-Token": TOKEN}
            return stack.enter_context(TestClient(app, base_url=HOME, headers=sent, follow_redirects=False))

        yield open_case
