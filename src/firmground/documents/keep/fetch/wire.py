"""One question to one computer: connected to the number that was checked, answered within limits of time and size."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import zlib
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import h11

from firmground.documents.keep.fetch.guards import FetchError
from firmground.provenance import version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.keep.fetch.addresses import Address
    from firmground.documents.keep.fetch.guards import Deadline, Guards

AGENT = "firmground"
_ACCEPT = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,message/rfc822;q=0.9,*/*;q=0.5"
_MOST_HEADER_BYTES = 64 * 2**10
_MOST_INTERIM_ANSWERS = 8
_MOST_TRIED = 4  # of the numbers of one host
_CHUNK = 64 * 2**10
_PLAIN, _PACKED = frozenset({"", "identity"}), frozenset({"gzip", "x-gzip", "deflate"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `body`: unpacked; empty unless the status is 200. `cut`: it was longer than asked for."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent with a question, and of which kind the answer shall be (media types)."""

    content: bytes
    kind: str
    accept: str


def ask(
    address: Address,
    numbers: Sequence[str],
    guards: Guards,
    deadline: Deadline,
    *,
    most_bytes: int,
    cut: bool = False,
    sent: Sent | None = None,
) -> Answer:
    """The answer of the first of these numbers that can be reached: to a GET, to a POST where something is sent.

    What is longer than `most_bytes`, packed or unpacked, is refused, or cut if `cut`. Raises FetchError.
    """
    try:
        with closing(_connect(address, numbers, guards, deadline)) as line:
            return _talk(line, address, deadline, most_bytes, cut=cut, sent=sent)
    except TimeoutError:
        deadline.wait()
        raise FetchError(f"{address.host} said nothing for {guards.idle_seconds:g} seconds") from None
    except ssl.SSLCertVerificationError as fault:
        raise FetchError(
            f"{address.host} cannot prove who it is ({fault.verify_message}): nothing was fetched"
        ) from None
    except h11.ProtocolError as fault:
        raise FetchError(f"the answer of {address.host} is not whole, or no HTTP: {fault}") from None
    except OSError as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        raise FetchError(f"{address.host} cannot be reached: {why}") from None


def _connect(address: Address, numbers: Sequence[str], guards: Guards, deadline: Deadline) -> socket.socket:
    fault: OSError = OSError("it has no address")
    for number in numbers[:_MOST_TRIED]:
        six = ipaddress.ip_address(number).version == 6
        line = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_STREAM)
        try:
            line.settimeout(deadline.wait())
            line.connect((number, address.port))
            if address.scheme == "https":
                line.settimeout(deadline.wait())
                return guards.trust().wrap_socket(line, server_hostname=address.host)
        except ssl.SSLError:
            line.close()
            raise
        except OSError as failed:
            line.close()
            fault = failed
        except BaseException:
            line.close()
            raise
        else:
            return line
    raise fault


def _talk(
    line: socket.socket, address: Address, deadline: Deadline, most_bytes: int, *, cut: bool, sent: Sent | None
) -> Answer:
    speaker = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MOST_HEADER_BYTES)
    question = _question(speaker, address, sent)
    line.settimeout(deadline.wait())
    line.sendall(question)
    head = _head(line, speaker, deadline)
    headers: dict[str, str] = {}
    for name, value in head.headers:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    if head.status_code != 200:
        return Answer(head.status_code, headers)
    told = headers.get("content-length", "")
    if not cut and told.isdecimal() and int(told[:20]) > most_bytes:
        raise FetchError(_too_large(most_bytes))
    body, was_cut = _body(line, speaker, deadline, headers.get("content-encoding", ""), most_bytes, cut=cut)
    return Answer(200, headers, body, was_cut)


def _question(speaker: h11.Connection, address: Address, sent: Sent | None) -> bytes:
    headers = [
        ("Host", address.header),
        ("User-Agent", f"{AGENT}/{version()} (asks for single pages and time stamps that a person wants)"),
        ("Accept", sent.accept if sent else _ACCEPT),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    ]
    if sent:
        headers += [("Content-Type", sent.kind), ("Content-Length", str(len(sent.content)))]
    events: list[h11.Event] = [
        h11.Request(method="POST" if sent else "GET", target=address.target, headers=headers),
        *([h11.Data(data=sent.content)] if sent else []),
        h11.EndOfMessage(),
    ]
    return b"".join([speaker.send(event) or b"" for event in events])


def _head(line: socket.socket, speaker: h11.Connection, deadline: Deadline) -> h11.Response:
    interim = 0
    while True:
        event = _next(line, speaker, deadline)
        if isinstance(event, h11.Response):
            return event
        interim += 1
        if not isinstance(event, h11.InformationalResponse) or interim > _MOST_INTERIM_ANSWERS:
            raise FetchError("the server hung up without an answer")


def _body(
    line: socket.socket, speaker: h11.Connection, deadline: Deadline, coding: str, most_bytes: int, *, cut: bool
) -> tuple[bytes, bool]:
    unpack = _Unpacker(coding.strip().lower(), most_bytes)
    packed = 0
    while True:
        event = _next(line, speaker, deadline)
        if isinstance(event, h11.EndOfMessage):
            unpack.check_whole()
            return bytes(unpack.body), False
        if not isinstance(event, h11.Data):
            raise FetchError("the server hung up in the middle of its answer")
        packed += len(event.data)
        unpack.take(bytes(event.data))
        if packed > most_bytes or len(unpack.body) > most_bytes:
            if cut:
                return bytes(unpack.body[:most_bytes]), True
            raise FetchError(_too_large(most_bytes))


def _next(line: socket.socket, speaker: h11.Connection, deadline: Deadline) -> object:
    while True:
        event = speaker.next_event()
        if event is not h11.NEED_DATA:
            return event
        line.settimeout(deadline.wait())
        speaker.receive_data(line.recv(_CHUNK))


class _Unpacker:
    """Takes an answer out of its packing, never further than the limit and a little."""

    def __init__(self, coding: str, most_bytes: int) -> None:
        if coding not in _PLAIN | _PACKED:
            raise FetchError(f"the answer is packed in a way that is not read here ({coding[:40]!r})")
        self._packed = coding in _PACKED
        self._most = most_bytes
        self._open = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever its first bytes say
        self.body = bytearray()

    def take(self, data: bytes) -> None:
        if not self._packed:
            self.body += data
            return
        while data and len(self.body) <= self._most:
            if self._open.eof:  # one more member after the first
                self._open = zlib.decompressobj(wbits=47)
            try:
                self.body += self._open.decompress(data, self._most + 1 - len(self.body))
            except zlib.error:
                raise FetchError("the answer is packed, and its packing is damaged") from None
            data = self._open.unconsumed_tail or self._open.unused_data

    def check_whole(self) -> None:
        if self._packed and self.body and not self._open.eof:
            raise FetchError("the answer is packed, and was cut short")


def _too_large(most_bytes: int) -> str:
    size = f"{most_bytes // 2**20} MB" if most_bytes >= 2**20 else f"{most_bytes:,} bytes"
    return f"it is larger than {size}: no page is; save the part that matters from the browser"
