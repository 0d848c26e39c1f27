"""One request to a language model at an address that the person named (any that speaks OpenAI's chat completions).

The request goes there and nowhere else: no redirect is followed, no proxy of the environment is used, nothing is tried
twice. It ends after a limit of time, and an answer over a limit of size is given up.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from firmground.errors import FirmgroundError

MOST_ANSWER_BYTES: Final = 1 << 20
_CHUNK: Final = 1 << 14


class ModelError(FirmgroundError, RuntimeError):
    """The model could not be asked, or its answer is none; one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the model answers: `url` is its base, such as "http://127.0.0.1:11434/v1"; `key` is sent as a bearer token,
    "" for none, and never shown. `seconds`: the longest that one answer may take. Raises ModelError for no web address.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 120.0

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            wrong = parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None
            plain = parts.port  # a port that is no number raises here
        except ValueError:
            wrong, plain = True, None
        if wrong or plain == 0:
            raise ModelError(f"{self.url!r} is no address of a model: write one such as http://127.0.0.1:11434/v1")

    @property
    def endpoint(self) -> str:
        return self.url.rstrip("/") + "/chat/completions"


def ask_model(address: Address, instruction: str, text: str) -> str:
    """What the model writes in answer. Raises ModelError: nobody answers, too late, too much, or no answer at all."""
    import urllib3  # noqa: PLC0415 - nothing else of the program needs it

    body = {
        "model": address.model,
        "temperature": 0,
        "messages": [{"role": "system", "content": instruction}, {"role": "user", "content": text}],
        "response_format": {"type": "json_object"},
    }
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "firmground"}
    if address.key:
        headers["Authorization"] = f"Bearer {address.key}"
    until = time.monotonic() + address.seconds
    with urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=address.seconds)) as pool:
        try:
            answer = pool.request(
                "POST",
                address.endpoint,
                body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
                headers=headers,
                redirect=False,
                preload_content=False,
            )
            try:
                content = _read(answer, until, address)
            finally:
                answer.close()
        except urllib3.exceptions.ReadTimeoutError as fault:
            raise ModelError(_too_late(address)) from fault
        except (urllib3.exceptions.HTTPError, OSError) as fault:
            raise ModelError(f"nobody answers at {address.url}: is the model running there?") from fault
    if answer.status != 200:
        raise ModelError(
            f"the model at {address.url} refused: it answers {answer.status} {answer.reason or ''}".rstrip()
        )
    return _message(content, address)


def _read(answer: Any, until: float, address: Address) -> bytes:
    content = bytearray()
    while part := answer.read1(_CHUNK, decode_content=True):  # whatever has come: `read` would wait for a full chunk
        content += part
        if len(content) > MOST_ANSWER_BYTES:
            raise ModelError(f"the model at {address.url} answers with more than {MOST_ANSWER_BYTES:,} bytes: given up")
        if time.monotonic() > until:
            raise ModelError(_too_late(address))
    return bytes(content)


def _too_late(address: Address) -> str:
    return f"the model at {address.url} did not answer within {address.seconds:g} seconds"


def _message(content: bytes, address: Address) -> str:
    try:
        told: Any = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as fault:
        raise ModelError(f"what {address.url} answers is no chat completion") from fault
    if not isinstance(told, str):
        raise ModelError(f"what {address.url} answers is no text")
    return told
