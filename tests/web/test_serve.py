"""`firmground serve` as it is typed: one line with the address, one line on what is wrong, and a clean end."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import pytest

import firmground as fg
from firmground.errors import BadRequestError
from firmground.web.guard import Door
from firmground.web.serve import open_sockets


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "case"
    shutil.copytree(fg.example_folder("syria-2015"), target)
    return target


@pytest.fixture
def start():
    """Starts the command and gives the process with its first line; ends it with the test."""
    running = []

    def run(*words):
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "firmground", "serve", *map(str, words)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        running.append(process)
        return process, process.stdout.readline().strip()

    yield run
    for process in running:
        process.kill()
        process.communicate()


def ask(opener, address, **headers):
    """Status and headers of an answer, whatever it is; its connection is closed."""
    try:
        with opener.open(Request(address, headers=headers)) as answer:  # noqa: S310 - our own server
            return answer.status, answer.headers
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.status, refused.headers


def test_it_prints_one_line_answers_and_ends_without_a_word(start, folder):
    process, url = start(folder, "--no-browser", "--port", "0")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
    assert ask(build_opener(), url)[0] == 200
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (out, err, process.returncode) == ("", "", 0)


@pytest.mark.parametrize("words", [["nowhere"], ["empty"]])
def test_what_is_no_case_is_told_in_one_line(start, tmp_path, words):
    (tmp_path / "empty").mkdir()
    process, _ = start(tmp_path / words[0], "--no-browser")
    _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert err.count("\n") == 1
    assert "firmground new" in err


def test_a_port_that_is_taken_is_told_in_one_line(start, folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process, _ = start(folder, "--no-browser", "--port", port)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (
        2, f"firmground: port {port} is taken: name another with --port, or leave --port out\n",
    )  # fmt: skip


def test_a_host_that_is_not_of_this_computer_is_told(folder):
    with pytest.raises(BadRequestError, match=r"192\.0\.2\.1 is no address of this computer"):
        open_sockets("192.0.2.1", 0)


def test_without_a_port_the_next_free_one_is_taken():
    first, second = open_sockets("", None), open_sockets("", None)
    ports = {each.getsockname()[1] for each in first}, {each.getsockname()[1] for each in second}
    for each in (*first, *second):
        each.close()
    assert all(len(own) == 1 for own in ports)
    assert ports[0] != ports[1]


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def test_in_a_network_every_request_needs_the_link_and_the_link_works_once(start, folder):
    process, link = start(folder, "--no-browser", "--host", "127.0.0.2", "--port", "0")
    base, _, _ = link.partition("/?token=")
    stranger, guest = build_opener(Stay()), build_opener(HTTPCookieProcessor())
    for address in ("/", "/events", "/static/x/app.css", "/?token=wrong", "/?token="):
        assert ask(stranger, base + address)[0] == 403
    assert ask(guest, link)[0] == 200
    assert ask(guest, f"{base}/state")[0] == 200
    assert ask(stranger, link)[0] == 403
    second = process.stdout.readline().strip()
    assert second.startswith(f"{base}/?token=")
    assert second != link
    assert ask(build_opener(HTTPCookieProcessor()), second)[0] == 200
    assert ask(guest, f"{base}/", Host="evil.example")[0] == 403


def test_the_key_is_set_for_this_app_alone(start, folder):
    _, link = start(folder, "--no-browser", "--host", "127.0.0.2", "--port", "0")
    status, headers = ask(build_opener(Stay()), link)
    assert (status, headers["Location"]) == (303, "/")
    cookie = headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert link.partition("token=")[2] not in cookie


def test_a_door_opens_to_its_own_key_alone():
    told = []
    door = Door(told.append)
    key = door.exchange(door.once)
    assert key
    assert told == [door.once]
    assert door.opens(f"other=1; name={key}", "name")
    assert not door.opens(f"name={key}x", "name")
    assert not door.opens(f"another={key}", "name")
    assert not door.opens("", "name")
    assert not door.opens("name=\u00ff", "name")
    assert door.exchange("") == ""
