"""A server on this machine that answers as a test tells it to: byte by byte, wrongly, slowly, for ever, or not at all."""

from __future__ import annotations

import contextlib
import socket
import threading


def answer(body=b"", status="200 OK", **headers):
    """A whole answer. A header may be named with underscores; None leaves it out."""
    told = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in told.items() if value is not None)]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


class Loopback:
    """`routes`: what a path is answered with: bytes, or a function that is given the open line. `asked`: every question."""

    def __init__(self, routes, wrap=None):
        self.routes = {"/robots.txt": answer(status="404 Not Found"), **routes}
        self.asked = []
        self.ended = threading.Event()
        self._wrap = wrap
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def paths(self):
        return [question.split(" ")[1] for question in self.asked]

    def close(self):
        self.ended.set()
        self._listener.close()

    def _serve(self):
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line):
        with contextlib.suppress(OSError), line, self._wrap(line) if self._wrap else line as talk:
            talk.settimeout(10)
            question = b""
            while b"\r\n\r\n" not in question:
                part = talk.recv(4096)
                if not part:
                    return
                question += part
            self.asked.append(question.decode("latin-1"))
            told = self.routes.get(self.paths[-1], answer(status="404 Not Found"))
            if callable(told):
                told(talk)
            else:
                talk.sendall(told)
