"""A real browser opens the page: it asks for nothing else, keeps its style, and finds no element of a payload."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hostile import fill, small_report
from page import Page
from sample import sample_report

from firmground.render.html import render_html

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium, which is not installed")

FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
)
PAYLOADS = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=1">',
    "</style><iframe src=//example.org>",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
)


class _Pages(ThreadingHTTPServer):
    """Serves one page on the loopback address and remembers every path that it was asked for."""

    daemon_threads = True

    def __init__(self, source):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.source, self.asked = source.encode(), []


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.source)

    def log_message(self, *_):
        pass


@pytest.fixture
def browse(tmp_path):
    """Opens a page in a browser without a network but this one server: its DOM, what it asked, what it logged."""

    def open_page(source):
        server = _Pages(source)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # A browser run by root, as in a container, starts only without its sandbox.
        rights = ("--no-sandbox",) if os.geteuid() == 0 else ()
        address = f"http://127.0.0.1:{server.server_port}/report.html"
        command = [
            CHROMIUM,
            *FLAGS,
            *rights,
            f"--user-data-dir={tmp_path / 'profile'}",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--enable-logging=stderr",
            "--virtual-time-budget=2000",
            "--dump-dom",
            address,
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        finally:
            server.shutdown()
            server.server_close()
        return done.stdout.decode(), server.asked, done.stderr.decode(errors="replace")

    return open_page


def test_the_browser_asks_for_the_page_and_for_nothing_else(browse):
    dom, asked, log = browse(render_html(sample_report()))
    assert asked == ["/report.html"]
    assert "Almost 80 percent" in dom
    assert "style-src" not in log  # Chromium writes a line when the policy refuses the style sheet


def test_the_browser_builds_the_same_elements_from_payloads_as_from_harmless_words(browse, shared):
    corpus = json.loads(shared("corpora/dompurify-xss/payloads.json").read_text(encoding="utf-8"))
    together = " ".join((*PAYLOADS, *corpus))
    hostile, asked, _ = browse(render_html(_without_marks(fill(small_report(), together))))
    harmless, _, _ = browse(render_html(_without_marks(fill(small_report(), "h" * 400))))
    assert asked == ["/report.html"]
    assert Page(hostile).attributes == Page(harmless).attributes


def _without_marks(report):
    """Names on a map are placed where their letters have room, so the number of them may differ."""
    return replace(report, claims=tuple(replace(claim, marks=()) for claim in report.claims))
