"""Nothing but `collect --url` comes near a network: read off the imports, so that a new way out fails here first."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import firmground

PACKAGE = Path(firmground.__file__).parent
# Modules with which a program can ask a network for something.
WAYS_OUT = {
    "socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc",
    "asyncio.streams", "h11", "httpx", "httpx2", "httpcore", "httpcore2", "requests", "urllib3", "aiohttp", "anyio",
    "truststore", "socketserver", "courlan", "trafilatura.downloads", "trafilatura.spider", "trafilatura.feeds",
}  # fmt: skip
ALLOWED = {
    "documents/keep/fetch": "pages and time-stamping services that a person names with --url and --service",
    "documents/model": "the language model that a person asks for by its address",
    "web/serve.py": "listens on this machine, asks nobody",
    "formats/confine.py": "takes the network away from a child",
}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_only_those_who_may_can_reach_a_network():
    found = {
        path.relative_to(PACKAGE).as_posix(): sorted(ways)
        for path in PACKAGE.rglob("*.py")
        if (ways := {name for name in imported(path) for way in WAYS_OUT if name == way or name.startswith(f"{way}.")})
    }
    strange = {name: ways for name, ways in found.items() if not name.startswith(tuple(ALLOWED))}
    assert strange == {}


def test_keeping_files_loads_nothing_that_could_ask_a_network():
    code = "import sys, firmground.documents.keep; print(sorted({'h11', 'truststore', 'http.client', 'urllib.request'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
