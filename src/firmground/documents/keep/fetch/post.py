"""A few bytes sent to a service that a person named, within the same guards as pages, and its answer.

No redirect is followed: what is sent goes to the address that was named, and nowhere else.
"""

from __future__ import annotations

from firmground.documents.keep.fetch.addresses import find_public, read_address
from firmground.documents.keep.fetch.guards import Deadline, FetchError, Guards
from firmground.documents.keep.fetch.wire import Sent, ask


def post_bytes(url: str, content: bytes, kind: str, answer_kind: str, guards: Guards | None = None) -> bytes:
    """The answer of a service. `kind`, `answer_kind`: media types. Raises FetchError."""
    guards = guards or Guards()
    address = read_address(url, guards)
    deadline = Deadline(guards.most_seconds, guards.idle_seconds)
    numbers = find_public(address, guards, deadline)
    sent = Sent(content, kind, answer_kind)
    answer = ask(address, numbers, guards, deadline, most_bytes=guards.most_bytes, sent=sent)
    if 300 <= answer.status < 400:
        where = answer.headers.get("location", "another address")
        raise FetchError(f"{address.host} leads on to {where}: name that address, if you trust it")
    if answer.status != 200:
        raise FetchError(f"{address.host} says {answer.status} and gave no answer: look up the address of the service")
    given = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != answer_kind:
        raise FetchError(f"{address.host} answered with {given or 'something'} instead of {answer_kind}")
    return answer.body
