"""Time stamps, made by `openssl ts` for a throw-away authority: what is proven, and each way in which nothing is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from firmground.errors import BadRequestError
from firmground.proofs.timestamps import (
    check_timestamp,
    digest_of,
    make_query,
    read_authorities,
    read_timestamp,
)
from time_authority import make_authority

STATEMENT = b'{"format":"firmground package 1"}'
DIGEST = digest_of(STATEMENT)


@pytest.fixture(scope="module")
def reply(time_authority):
    """The reply to a request of ours."""
    return time_authority.reply(make_query(STATEMENT).content)


def wrong(reply, root, digest=DIGEST):
    with pytest.raises(BadRequestError) as fault:
        check_timestamp(reply, digest, root)
    assert "\n" not in str(fault.value)
    return str(fault.value)


def test_a_stamp_says_when_and_by_whose_clock(reply, time_authority):
    when = check_timestamp(reply, DIGEST, time_authority.root)
    assert when.tzinfo == UTC
    assert abs(datetime.now(UTC) - when) < timedelta(minutes=10)
    told = read_timestamp(reply)
    assert (told.time, told.by, told.digest, told.policy) == (
        when,
        "CN=Throw-away clock",
        DIGEST,
        "1.3.6.1.4.1.32473.1",
    )
    assert told.accuracy_seconds == 1.5


def test_the_reply_repeats_the_number_of_the_query(time_authority):
    query = make_query(STATEMENT)
    assert read_timestamp(time_authority.reply(query.content)).nonce == query.nonce
    assert make_query(STATEMENT).nonce != query.nonce
    assert STATEMENT not in query.content


def test_a_stamp_that_somebody_else_asked_for_is_as_good(time_authority):
    assert check_timestamp(time_authority.stamp(STATEMENT), DIGEST, time_authority.root)


def test_a_stamp_without_certificates_needs_that_of_its_service(time_authority):
    bare = time_authority.stamp(STATEMENT, certificates=False)
    assert read_timestamp(bare).by == ""
    assert "name it, too, beside the root" in wrong(bare, time_authority.root)
    assert check_timestamp(bare, DIGEST, time_authority.root + time_authority.certificate)


def test_a_stamp_for_something_else_proves_nothing(reply, time_authority):
    assert "for something else" in wrong(reply, time_authority.root, digest_of(STATEMENT + b" "))
    assert "another kind than SHA-256" in wrong(time_authority.stamp(STATEMENT, digest="sha512"), time_authority.root)


def test_a_stamp_of_another_authority_proves_nothing(reply, tmp_path):
    """Even one that calls itself the same."""
    other = make_authority(tmp_path)
    assert "by CN=Throw-away clock, for whom none of the named certificates stands" in wrong(reply, other.root)
    assert "none of the certificates is a root" in wrong(reply, other.certificate)


def test_the_certificate_in_the_stamp_is_not_relied_on(reply, time_authority):
    assert "none of the certificates is a root" in wrong(reply, time_authority.certificate)


@pytest.mark.parametrize(("from_day", "days"), [(-30, 20), (10, 20)])
def test_a_certificate_must_have_been_valid_on_the_day_of_the_stamp(from_day, days, tmp_path):
    authority = make_authority(tmp_path, from_day=from_day, days=days)
    assert "was not valid on" in wrong(authority.stamp(STATEMENT), authority.root)


def test_a_stamp_outlives_its_certificate(tmp_path, monkeypatch):
    """What counts is the time of the stamp: a package is to be verified in ten years, too."""
    authority = make_authority(tmp_path, days=2)
    stamped = authority.stamp(STATEMENT)

    class InTenYears(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=3650)

    monkeypatch.setattr("rfc3161_client.verify.datetime", InTenYears, raising=False)
    assert check_timestamp(stamped, DIGEST, authority.root)


def test_what_a_service_refused_is_told_in_its_own_words(time_authority):
    refused = time_authority.stamp(STATEMENT, digest="sha1")
    assert wrong(refused, time_authority.root) == (
        "the service rejected the request, and did not stamp it: Message digest algorithm is not supported"
    )


def test_every_changed_bit_of_a_stamp_is_met_or_changes_nothing(reply, time_authority):
    """A few bits of a reply are signed by nobody; none of them moves the time, the digest or the name."""
    told, passed = read_timestamp(reply), 0
    for bit in range(0, 8 * len(reply), 5):
        changed = bytearray(reply)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            check_timestamp(bytes(changed), DIGEST, time_authority.root)
        except BadRequestError:
            continue
        passed += 1
        assert read_timestamp(bytes(changed)) == told
    assert passed < 20


@pytest.mark.parametrize("raw", [b"", b"hello", b"0\x82\xff\xff", b"\x30\x03\x02\x01\x00", b"0" * 3_000_000])
def test_what_is_no_reply_is_refused(raw, time_authority):
    assert "reply of a time-stamping service" in wrong(raw, time_authority.root)


@pytest.mark.parametrize("cut", [1, 20, 500])
def test_half_a_reply_is_refused(cut, reply, time_authority):
    assert "no whole reply" in wrong(reply[:-cut], time_authority.root)
    assert "no whole reply" in wrong(reply + bytes(cut), time_authority.root)


def test_a_certificate_that_is_not_for_stamps_makes_none(time_authority):
    bare = time_authority.stamp(STATEMENT, certificates=False)
    assert "not for time stamps" in wrong(bare, time_authority.root + time_authority.twin)


@pytest.mark.parametrize("content", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused(content):
    with pytest.raises(BadRequestError, match="no certificate"):
        read_authorities(content)
