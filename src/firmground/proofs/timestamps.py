"""Time stamps: a service that others trust signs that it saw a digest at a time (RFC 3161). No network is asked here.

A stamp proves that something was there *before* a time, and is worth as much as the service. Whoever verifies names the
certificates to rely on: none come with the program, and none are taken from the stamp itself. They must have been valid
at the time of the stamp, not today. That a service was later found to be false is not known here: no list of revoked
certificates is asked.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

QUERY_KIND, REPLY_KIND = "application/timestamp-query", "application/timestamp-reply"  # RFC 3161 section 3.4
MOST_BYTES = 2**20  # a reply is 1 to 10 kB
ENDING = ".tsr"  # of a reply, by RFC 3161 section 3.2 and by `openssl ts`
_SHA256 = "2.16.840.1.101.3.4.2.1"
_GRANTED = 0
_STATUSES = {1: "changed the request", 2: "rejected the request", 3: "asks to wait"}  # RFC 3161 section 2.4.2


@dataclass(frozen=True, slots=True)
class Query:
    """What is sent to a service: `content` as it goes over the wire, and the number that its answer must repeat."""

    content: bytes
    nonce: int


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What a reply says. `time`: in UTC, by the clock of the service; `accuracy_seconds`: None where it does not say.

    `by`: whose certificate signed, in the form of RFC 4514; "" where the reply does not hold it. `nonce`: as in the
    query, None for none.
    """

    time: datetime
    accuracy_seconds: float | None
    by: str
    digest: bytes
    number: int
    policy: str
    nonce: int | None


def stamp_beside(path: Path) -> Path:
    """Where the stamp of a file lies that is no package, whether there is one or not."""
    return path.with_name(path.name + ENDING)


def make_query(content: bytes) -> Query:
    """A request to stamp the SHA-256 of these bytes, which are not sent. The reply shall hold its certificates."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415 - the command line starts without it

    request = TimestampRequestBuilder(content, HashAlgorithm.SHA256, nonce=True, cert_req=True).build()
    return Query(request.as_bytes(), request.nonce or 0)


def read_timestamp(reply: bytes) -> Timestamp:
    """What a reply says, believed by nobody yet. BadRequestError: it is no reply, or the service did not stamp."""
    with _bytes_of_strangers():
        response = _parse(reply)
        told = response.tst_info
        if told.message_imprint.hash_algorithm.dotted_string != _SHA256:
            raise BadRequestError("the time stamp is for a digest of another kind than SHA-256: ask for it once more")
        signer = _signer(response, _embedded(response))
        return Timestamp(
            told.gen_time,
            _seconds(told.accuracy),
            "" if signer is None else signer.subject.rfc4514_string(),
            told.message_imprint.message,
            told.serial_number,
            told.policy.dotted_string,
            told.nonce,
        )


def check_timestamp(reply: bytes, digest: bytes, authorities: bytes) -> datetime:
    """When the service saw the digest, in UTC; nothing but the named certificates is relied on.

    `digest`: SHA-256 of what was stamped. `authorities`: certificates as PEM, one after the other, or one as DER: the
    roots, and the service's own certificate if the reply does not hold it. BadRequestError: what is wrong.
    """
    told = read_timestamp(reply)
    if told.digest != digest:
        raise BadRequestError("the time stamp is for something else, or what it was given for was changed since")
    named = read_authorities(authorities)
    roots = [one for one in named if one.subject == one.issuer]
    if not roots:
        raise BadRequestError(
            "none of the certificates is a root: name the root certificate of the time-stamping service"
        )
    # One root at a time: of two with one name, the old and the new one of a service, OpenSSL would try one only.
    faults = [_fault(reply, digest, root, [one for one in named if one not in roots]) for root in roots]
    if "" not in faults:
        raise BadRequestError(_what_is_wrong(faults, told))
    return told.time


def _fault(reply: bytes, digest: bytes, root: Certificate, others: list[Certificate]) -> str:
    """What the library finds wrong with a stamp if this root is relied on; "" for nothing."""
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415 - as above

    with _bytes_of_strangers():
        response = _parse(reply)
        own = None if _embedded(response) else _signer(response, [*others, root])
        between = [one for one in others if one != own]
        verifier = VerifierBuilder(roots=[root], intermediates=between, tsa_certificate=own).build()
        try:
            verifier.verify(response, digest)
        except (VerificationError, ValueError) as fault:
            return str(fault)
    return ""


def read_authorities(content: bytes) -> list[Certificate]:
    """The certificates in a file. BadRequestError: there are none, or one is damaged."""
    from cryptography import x509  # noqa: PLC0415 - as above

    try:
        if b"-----BEGIN" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except (ValueError, x509.InvalidVersion):
        raise BadRequestError(
            "this is no certificate: it should be a file in PEM or DER, as the service offers it"
        ) from None


def join_authorities(files: Iterable[bytes]) -> bytes:
    """The certificates of several files, PEM or DER, as one text of PEM. BadRequestError: one file holds none."""
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - as above

    return b"".join(one.public_bytes(Encoding.PEM) for content in files for one in read_authorities(content))


def digest_of(content: bytes) -> bytes:
    """What of these bytes is stamped."""
    return sha256(content).digest()


def _parse(reply: bytes) -> TimeStampResponse:
    """A reply with a stamp in it. The objects of the library lose their signers when they are verified: parse anew."""
    from rfc3161_client import decode_timestamp_response  # noqa: PLC0415 - as above

    if len(reply) > MOST_BYTES:
        raise BadRequestError("this is too large for the reply of a time-stamping service")
    response = decode_timestamp_response(reply)
    status = response.status
    if status != _GRANTED:
        words = f": {'; '.join(response.status_string).rstrip('.')}" if response.status_string else ""
        raise BadRequestError(f"the service {_STATUSES.get(status, 'warns of itself')}, and did not stamp it{words}")
    return response


def _embedded(response: TimeStampResponse) -> list[Certificate]:
    from cryptography import x509  # noqa: PLC0415 - as above

    return [x509.load_der_x509_certificate(one) for one in response.signed_data.certificates]


@contextmanager
def _bytes_of_strangers() -> Iterator[None]:
    """A reply is taken apart as it is asked; its readers raise KeyError and more at what they did not expect."""
    try:
        yield
    except BadRequestError:
        raise
    except Exception as fault:
        raise BadRequestError("this is no whole reply of a time-stamping service (RFC 3161)") from fault


def _signer(response: TimeStampResponse, certificates: list[Certificate]) -> Certificate | None:
    signers = {(one.issuer, one.serial_number) for one in response.signed_data.signer_infos}
    return next((one for one in certificates if (one.issuer, one.serial_number) in signers), None)


def _seconds(accuracy: Any) -> float | None:
    if accuracy is None:
        return None
    return (accuracy.seconds or 0) + (accuracy.millis or 0) / 1e3 + (accuracy.micros or 0) / 1e6


def _what_is_wrong(faults: list[str], told: Timestamp) -> str:
    """One sentence for what the library, and OpenSSL below it, say in many."""
    found = [_in_words(fault, told) for fault in faults]
    stranger = f"the time stamp is by {told.by or 'somebody'}, for whom none of the named certificates stands"
    return next((words for words in found if words), stranger)


def _in_words(fault: str, told: Timestamp) -> str:
    """What is wrong with the stamp itself; "" if it is only another's."""
    verify = re.search(r'Verify error: ([^"]+)"', fault)
    if verify and re.search(r"expired|not yet valid", verify[1]):
        return (
            f"the certificate of the time-stamping service was not valid on {told.time:%Y-%m-%d}, the day of the stamp"
        )
    if verify and re.search(r"issuer certificate|certificate signature failure", verify[1]):
        return ""
    if "EKU" in fault or (verify and "purpose" in verify[1]):
        return "the time stamp is by a certificate that is not for time stamps"
    if verify:
        return f"the certificates of the time stamp do not hold: {verify[1]}"
    if "signer certificate not found" in fault:
        return "the time stamp does not hold the certificate of its service: name it, too, beside the root"
    return "the time stamp was changed after it was signed, or was never signed by its service"
