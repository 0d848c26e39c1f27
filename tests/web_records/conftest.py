"""The app over a small case of every kind of record, without a socket."""

from __future__ import annotations

import html
import re
from contextlib import ExitStack

import pytest
from records_case import write_case
from starlette.testclient import TestClient

from firmground.web.app import make_app

TOKEN = "the-token-of-this-run"  # noqa: S105 - a test's own
HOME = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def nobody_in_particular(monkeypatch):
    """Forms propose the name that git knows on this computer; tests are the same on all of them."""
    monkeypatch.setattr("firmground.web.whoami.git_name", lambda: "")


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory):
    """A client over a case that is looked at only."""
    app = make_app(write_case(tmp_path_factory.mktemp("looked") / "case"), token=TOKEN)
    assert app.state.desk.wait(60)
    with TestClient(app, base_url=HOME, headers={"X-Firmground-Token": TOKEN}, follow_redirects=False) as client:
        yield client


@pytest.fixture
def folder(tmp_path):
    return write_case(tmp_path / "case")


@pytest.fixture
def app(folder):
    """A client over a case of the test's own."""
    made = make_app(folder, token=TOKEN)
    assert made.state.desk.wait(60)
    with ExitStack() as stack:
        sent = {"X-Firmground-Token": TOKEN}
        yield stack.enter_context(TestClient(made, base_url=HOME, headers=sent, follow_redirects=False))


@pytest.fixture(scope="session")
def words_of():
    """What a page says between its marks, as one line."""

    def read(answer):
        main = answer.text.partition("<main")[2]
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))

    return read


@pytest.fixture(scope="session")
def sent_by():
    """What a browser would send of the record's form on a page, as it stands."""
    return read_controls


def read_controls(answer):
    form = answer.text.partition('class="record-form')[2].partition("</form>")[0]
    sent = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            sent[html.unescape(name[1])] = html.unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea\b[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        sent[html.unescape(name)] = html.unescape(text)
    for name, inner in re.findall(r'<select\b[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        sent[html.unescape(name)] = chosen[1] if chosen else ""
    return sent
