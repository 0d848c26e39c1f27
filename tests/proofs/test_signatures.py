"""Ed25519: the vectors of project Wycheproof and of RFC 8032, and keys that would sign every text."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.errors import BadRequestError
from firmground.proofs.commitments import to_text
from firmground.proofs.signatures import check_public, check_signature, sign

# RFC 8032 section 7.1, tests 1 to 3: secret key, public key, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
# The points whose order divides 8, in all their writings (Chalkias, Garillot, Nikolaenko 2020, "Taming the many EdDSAs",
# table 1), and numbers that are too large for a point.
SMALL_ORDER = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


@pytest.mark.parametrize(("secret", "public", "content", "signature"), RFC_8032)
def test_the_signatures_of_the_rfc_come_out(secret, public, content, signature):
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    signed = sign(private, bytes.fromhex(content))
    assert signed == to_text(bytes.fromhex(signature))
    assert private.public_key().public_bytes_raw().hex() == public
    assert check_signature(bytes.fromhex(public), bytes.fromhex(content), signed)


def test_the_vectors_of_wycheproof_are_judged_as_they_say(shared):
    groups = json.loads(shared("corpora/wycheproof-ed25519/testvectors_v1/ed25519_test.json").read_bytes())[
        "testGroups"
    ]
    judged = {
        vector["tcId"]: (
            check_signature(
                bytes.fromhex(group["publicKey"]["pk"]),
                bytes.fromhex(vector["msg"]),
                to_text(bytes.fromhex(vector["sig"])),
            ),
            vector["result"],
        )
        for group in groups
        for vector in group["tests"]
    }
    assert len(judged) == 151
    assert {number for number, (fits, result) in judged.items() if fits != (result == "valid")} == set()


def test_a_key_of_small_order_would_sign_every_text_and_is_refused():
    """One signature, R the neutral point and S zero, fits whatever is read: whoever made it said nothing."""
    key, signature = bytes.fromhex(SMALL_ORDER[2]), bytes.fromhex(SMALL_ORDER[2]) + bytes(32)
    for content in (b"we saw it", b"we never saw it"):
        Ed25519PublicKey.from_public_bytes(key).verify(signature, content)  # the library alone lets it pass
        assert not check_signature(key, content, to_text(signature))


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_every_writing_of_such_a_key_is_refused(public):
    with pytest.raises(BadRequestError, match="forgery"):
        check_public(bytes.fromhex(public))


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=50)
def test_the_keys_that_people_make_pass(seed):
    check_public(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


@given(st.binary(max_size=40), st.integers(0, 511))
@settings(max_examples=50)
def test_one_changed_bit_of_a_signature_is_met(content, bit):
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public, signature = private.public_key().public_bytes_raw(), private.sign(content)
    other = (int.from_bytes(signature, "big") ^ (1 << bit)).to_bytes(64, "big")
    assert check_signature(public, content, to_text(signature))
    assert not check_signature(public, content, to_text(other))
    assert not check_signature(public, content + b" ", to_text(signature))


@pytest.mark.parametrize("signature", ["", "A" * 85, "A" * 87, "A" * 86 + "==", "ü" * 86, "A" * 85 + "B"])
def test_what_is_no_signature_fits_nothing(signature):
    public = bytes.fromhex(RFC_8032[0][1])
    assert not check_signature(public, b"", signature)
    assert not check_signature(public[1:], b"", to_text(bytes.fromhex(RFC_8032[0][3])))
