"""A real browser for tests: Debian's Chromium, without a way out, that remembers all it asked for and complained of."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

# The headless shell is Chromium without its windows: it opens a page in a fifth of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
# Without these a browser that was just started asks its maker for updates, models and safe-browsing lists.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]",
]
HOME = {"127.0.0.1", "localhost", "::1"}


@dataclass
class Visit:
    """An open page with everything that it did beside showing itself.

    `asked`: addresses of every request; `outside`: those that would have left this computer; `complaints`: errors
    on the console and exceptions of scripts; `dialogs`: texts of alert, confirm and prompt.
    """

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        return [url for url in self.asked if not _stays(url)]


def _stays(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"file", "data", "blob", "about"} or parts.hostname in HOME


# Draws WebGL without a graphics card, in software.
WEBGL_FLAGS = [
    *(flag for flag in FLAGS if flag != "--disable-gpu"),
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@pytest.fixture(scope="session", autouse=True)
def nobody_in_particular() -> Iterator[None]:
    """Forms propose the name that git knows on this computer; tests are the same on all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        yield


@pytest.fixture(scope="session")
def start_chromium() -> Iterator[Callable[[list[str]], Browser]]:
    """Starts a browser with these flags; skips where there is none. All end with the session."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium, which is not installed")
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright, which is not installed")
    # A browser run by root, as in a container, starts only without its sandbox.
    rights = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_api.sync_playwright() as driver:
        started: list[Browser] = []

        def start(flags: list[str]) -> Browser:
            started.append(driver.chromium.launch(executable_path=CHROMIUM, args=[*flags, *rights]))
            return started[-1]

        yield start
        for browser in started:
            browser.close()


@pytest.fixture(scope="session")
def chromium(start_chromium: Callable[[list[str]], Browser]) -> Browser:
    """The browser itself, started once a session."""
    return start_chromium(FLAGS)


@pytest.fixture(scope="session")
def chromium_webgl(start_chromium: Callable[[list[str]], Browser]) -> Browser:
    """A browser that draws WebGL, in software; skips where this Chromium cannot."""
    browser = start_chromium(WEBGL_FLAGS)
    page = browser.new_page()
    able = page.evaluate("!!document.createElement('canvas').getContext('webgl2')")
    page.close()
    if not able:
        pytest.skip("needs a Chromium that draws WebGL in software")
    return browser


@pytest.fixture(scope="session")
def chromium_plain(start_chromium: Callable[[list[str]], Browser]) -> Browser:
    """A browser without WebGL of any kind: `getContext` gives null."""
    return start_chromium([*FLAGS, "--disable-3d-apis"])


@pytest.fixture
def visit(chromium: Browser) -> Callable[..., AbstractContextManager[Visit]]:
    """Opens an address in a context of its own: `with visit(url, width=390, color_scheme="dark") as seen: ...`.

    Further words go to Playwright's `new_context` (java_script_enabled, reduced_motion, forced_colors, ...).
    """
    return _opener(chromium)


@pytest.fixture
def visit_webgl(chromium_webgl: Browser) -> Callable[..., AbstractContextManager[Visit]]:
    """The same in the browser that draws WebGL."""
    return _opener(chromium_webgl)


@pytest.fixture
def visit_plain(chromium_plain: Browser) -> Callable[..., AbstractContextManager[Visit]]:
    """The same in the browser that has no WebGL."""
    return _opener(chromium_plain)


def _opener(browser: Browser) -> Callable[..., AbstractContextManager[Visit]]:
    @contextmanager
    def open_page(url: str, *, width: int = 1200, height: int = 900, **words: Any) -> Iterator[Visit]:
        context = browser.new_context(viewport={"width": width, "height": height}, **words)
        try:
            seen = Visit(context.new_page())
            _listen(seen)
            seen.page.goto(url, wait_until="load")
            yield seen
        finally:
            context.close()

    return open_page


def _listen(seen: Visit) -> None:
    def refuse(dialog: Any) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    seen.page.on("request", lambda request: seen.asked.append(request.url))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("console", lambda message: seen.complaints.append(message.text) if message.type == "error" else None)
    seen.page.on("dialog", refuse)


@pytest.fixture
def serve_case() -> Iterator[Callable[..., str]]:
    """Serves a case folder as `firmground serve` does, on a free port: `serve_case(folder) -> "http://127.0.0.1:PORT"`.

    The address is given when the first check is done. Every server ends with the test.
    """
    from firmground.web.serve import Background  # noqa: PLC0415 - only tests of the app need it

    running: list[Background] = []

    def serve(folder: Path) -> str:
        background = Background(folder)
        running.append(background)
        assert background.desk.wait(300)
        return background.url

    yield serve
    for background in running:
        background.stop()
