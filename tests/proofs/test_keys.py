"""Keys on the disk: who can read them, under which name, and what is not taken for one."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firmground.errors import BadRequestError
from firmground.proofs import keys
from firmground.proofs.signatures import check_signature, sign

posix = pytest.mark.skipif(os.name != "posix", reason="other systems have no such rights of files")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FIRMGROUND_CONFIG", str(tmp_path))
    return tmp_path / "keys"


def pem_of(private):
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return private.public_key().public_bytes(serialization.Encoding.PEM, form)


def stranger():
    return pem_of(Ed25519PrivateKey.generate())


def test_a_key_that_is_made_signs():
    made = keys.make_key("ana")
    opened = keys.open_key(keys.own_key())
    assert keys.list_keys() == [made]
    assert made == keys.Key("ana", opened.public, own=True)
    assert check_signature(made.public, b"text", sign(opened.private, b"text"))


def test_a_passphrase_locks_a_key_whichever_way_its_letters_are_composed(folder):
    made = keys.make_key("ana", unicodedata.normalize("NFD", "clé à toi"))
    assert keys.is_locked(made)
    assert keys.open_key(made, unicodedata.normalize("NFC", "clé à toi")).public == made.public
    with pytest.raises(BadRequestError, match="passphrase is wrong"):
        keys.open_key(made, "cle a toi")
    with pytest.raises(BadRequestError, match="needs its passphrase"):
        keys.open_key(made)
    assert b"ENCRYPTED" in (folder / "ana.private.pem").read_bytes()


def test_a_key_without_a_passphrase_says_so():
    made = keys.make_key("ana")
    assert not keys.is_locked(made)
    with pytest.raises(BadRequestError, match="has no passphrase"):
        keys.open_key(made, "something")


@posix
def test_nobody_else_can_read_a_key(folder):
    before = os.umask(0)
    try:
        keys.make_key("ana")
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "ana.private.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@posix
def test_a_key_that_others_can_read_is_not_used(folder):
    made = keys.make_key("ana")
    (folder / "ana.private.pem").chmod(0o640)
    with pytest.raises(BadRequestError, match="chmod 600"):
        keys.open_key(made)


@pytest.mark.parametrize("name", ["ana", "Боб", "علي", "नाम1", "desk-2026_b.old"])
def test_a_name_may_be_in_any_script(name):
    assert keys.make_key(name).name == name
    assert keys.get_key(unicodedata.normalize("NFD", name)).name == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        ".hidden",
        "../x",
        "a/b",
        "a\\b",
        "a b",
        "a\n",
        "-a",
        "x" * 121,
        "con",
        "COM1.txt",
        "a.",
        "a\u202eb",
        "~",
    ],
)
def test_a_name_that_is_no_file_is_refused(name, folder):
    with pytest.raises(BadRequestError, match="letters and digits"):
        keys.make_key(name)
    with pytest.raises(BadRequestError, match="letters and digits"):
        keys.add_key(name, stranger())
    assert not folder.exists()


def test_no_key_is_ever_overwritten(folder):
    keys.make_key("ana")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for make in (keys.make_key, lambda name: keys.add_key(name, stranger())):
        for name in ("ana", "ANA"):
            with pytest.raises(BadRequestError, match="there is a key ana already"):
                make(name)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_half_a_key_that_was_left_behind_is_not_written_over(folder):
    keys.make_key("ana")
    (folder / "ana.public.pem").unlink()
    before = (folder / "ana.private.pem").read_bytes()
    with pytest.raises(BadRequestError, match=r"ana\.private\.pem is there already"):
        keys.make_key("ana")
    assert (folder / "ana.private.pem").read_bytes() == before


def test_keys_of_others_are_known_by_their_names_and_never_sign():
    content = stranger()
    added = keys.add_key("bob", content)
    assert keys.find_key(added.public) == added
    assert keys.find_key(bytes(32)) is None
    assert keys.read_public(keys.write_public(added.public).encode()) == added.public
    with pytest.raises(BadRequestError, match="kept already, as bob"):
        keys.add_key("robert", content)
    with pytest.raises(BadRequestError, match="somebody else"):
        keys.own_key("bob")
    with pytest.raises(BadRequestError, match="no key to sign with"):
        keys.own_key()


def test_who_has_several_keys_names_one():
    keys.make_key("ana")
    keys.make_key("desk")
    assert keys.own_key("desk").name == "desk"
    with pytest.raises(BadRequestError, match="ana, desk: name one with --key"):
        keys.own_key()
    with pytest.raises(BadRequestError, match="no key anna: the keys here are ana, desk"):
        keys.own_key("anna")


def test_a_private_key_is_never_kept_as_anothers():
    keys.make_key("ana")
    private = (keys.key_folder() / "ana.private.pem").read_bytes()
    with pytest.raises(BadRequestError, match="private key, which nobody else may have"):
        keys.add_key("bob", private)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
        pem_of(rsa.generate_private_key(65537, 2048)),
        pem_of(ec.generate_private_key(ec.SECP256R1())),
        pem_of(x25519.X25519PrivateKey.generate()),
    ],
    ids=["nothing", "text", "empty", "rsa", "curve p-256", "x25519"],
)
def test_what_is_no_public_key_of_ours_is_refused(content):
    with pytest.raises(BadRequestError, match=r"no public key|another kind"):
        keys.add_key("bob", content)


def test_a_forged_key_is_not_kept():
    neutral = bytes([1]) + bytes(31)
    with pytest.raises(BadRequestError, match="forgery"):
        keys.add_key("bob", keys.write_public(neutral).encode())


def test_halves_that_do_not_belong_together_do_not_sign(folder):
    made = keys.make_key("ana")
    (folder / "ana.private.pem").unlink()
    other = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    keys._write_new(folder / "ana.private.pem", other, 0o600)
    with pytest.raises(BadRequestError, match="do not belong together"):
        keys.open_key(made)
    (folder / "ana.private.pem").write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA")
    with pytest.raises(BadRequestError, match="damaged"):
        keys.open_key(made)
    (folder / "ana.public.pem").write_bytes(b"nothing")
    with pytest.raises(BadRequestError, match=r"ana\.public\.pem: this is no public key"):
        keys.list_keys()


@pytest.mark.parametrize(
    ("system", "given", "expected"),
    [
        ("linux", {"XDG_CONFIG_HOME": "/x"}, "/x/firmground"),
        ("linux", {}, "/home/ana/.config/firmground"),
        ("darwin", {}, "/home/ana/Library/Application Support/firmground"),
        ("win32", {"APPDATA": "/roaming"}, "/roaming/firmground"),
        ("linux", {"FIRMGROUND_CONFIG": "/own", "XDG_CONFIG_HOME": "/x"}, "/own"),
    ],
)
def test_keys_lie_where_the_system_keeps_settings(system, given, expected, monkeypatch):
    for name in ("FIRMGROUND_CONFIG", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ana"))
    assert keys.config_folder() == Path(expected)
