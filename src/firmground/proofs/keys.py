"""Keys: one's own, with which packages and seals are signed, and those of others, each under a name.

They lie as PEM files in the user's folder of settings, never in a case: a case is copied, shared and put into git. The
private half of a key is readable by its owner alone, and may be locked with a passphrase.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.proofs.fingerprint import fingerprint
from firmground.proofs.signatures import check_public

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER_VARIABLE = "FIRMGROUND_CONFIG"
_OWN, _PUBLIC = ".private.pem", ".public.pem"
_MOST_NAME_BYTES = 120  # with its ending it is the name of a file, which no system limits to less than 143 bytes
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # names that Windows keeps for devices
_MOST_BYTES = 10_000  # a key is 100 to 400 bytes


@dataclass(frozen=True, slots=True)
class Key:
    """A public key under the name that this user gave it. `own`: the private half is here, too."""

    name: str
    public: bytes
    own: bool

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An own key, opened to sign with."""

    name: str
    public: bytes
    private: Ed25519PrivateKey


def config_folder() -> Path:
    """Where this user's settings are: `FIRMGROUND_CONFIG`, else the folder that the system has for them."""
    own = os.environ.get(FOLDER_VARIABLE)
    if own:
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "firmground"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "firmground"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "firmground"


def key_folder() -> Path:
    """Where all keys are kept; it may not be there yet."""
    return config_folder() / "keys"


def make_key(name: str, passphrase: str = "") -> Key:
    """A new key of this user's own. BadRequestError: the name is taken, or cannot be one."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - the command line starts without it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - as above

    name = _free_name(name)
    private = Ed25519PrivateKey.generate()
    lock = (
        serialization.BestAvailableEncryption(_passphrase_bytes(passphrase))
        if passphrase
        else serialization.NoEncryption()
    )
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    public = private.public_key().public_bytes_raw()
    _write_new(key_folder() / f"{name}{_OWN}", pem, 0o600)
    _write_new(key_folder() / f"{name}{_PUBLIC}", write_public(public).encode(), 0o644)
    return Key(name, public, own=True)


def add_key(name: str, content: bytes) -> Key:
    """Keeps somebody else's public key. BadRequestError: it is none, is kept already, or the name is taken."""
    public = read_public(content)
    known = find_key(public)
    if known is not None:
        raise BadRequestError(f"this key is kept already, as {known.name}")
    name = _free_name(name)
    _write_new(key_folder() / f"{name}{_PUBLIC}", write_public(public).encode(), 0o644)
    return Key(name, public, own=False)


def list_keys() -> list[Key]:
    """All keys that are kept, one's own first, by name. BadRequestError: the file of one is damaged."""
    folder = key_folder()
    if not folder.is_dir():
        return []
    keys = []
    for path in sorted(folder.glob(f"*{_PUBLIC}")):
        name = path.name.removesuffix(_PUBLIC)
        keys.append(Key(name, _public_of(path), own=(folder / f"{name}{_OWN}").exists()))
    return sorted(keys, key=lambda key: (not key.own, key.name))


def get_key(name: str) -> Key:
    """The key of this name. BadRequestError: there is none."""
    wanted = unicodedata.normalize("NFC", name)
    found = [key for key in list_keys() if key.name == wanted]
    if not found:
        names = ", ".join(key.name for key in list_keys())
        hint = f"the keys here are {names}" if names else "make one with `firmground key make NAME`"
        raise BadRequestError(f"there is no key {name}: {hint}")
    return found[0]


def find_key(public: bytes) -> Key | None:
    """The key that this user knows by a name; None: a stranger's."""
    return next((key for key in list_keys() if key.public == public), None)


def own_key(name: str = "") -> Key:
    """The own key of this name, or the only one. BadRequestError: there is none, or several to choose from."""
    if name:
        key = get_key(name)
        if not key.own:
            raise BadRequestError(f"{key.name} is a key of somebody else: you cannot sign with it")
        return key
    own = [key for key in list_keys() if key.own]
    if not own:
        raise BadRequestError("you have no key to sign with: make one with `firmground key make NAME`")
    if len(own) > 1:
        raise BadRequestError(f"you have several keys, {', '.join(key.name for key in own)}: name one with --key")
    return own[0]


def is_locked(key: Key) -> bool:
    """Does signing with this own key take a passphrase?"""
    return b"ENCRYPTED" in _read(key_folder() / f"{key.name}{_OWN}").split(b"\n", 1)[0]


def open_key(key: Key, passphrase: str = "") -> SigningKey:
    """An own key, ready to sign. BadRequestError: the passphrase is wrong, or others can read the file."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - as above

    path = key_folder() / f"{key.name}{_OWN}"
    content = _read(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise BadRequestError(f"others on this computer can read your key: type  chmod 600 '{path}'")
    try:
        private = load_pem_private_key(content, _passphrase_bytes(passphrase) if passphrase else None)
    except TypeError:
        asks = "needs its passphrase" if not passphrase else "has no passphrase: do not give one"
        raise BadRequestError(f"the key {key.name} {asks}") from None
    except (ValueError, UnsupportedAlgorithm):
        what = "the passphrase is wrong, or" if passphrase else "it seems that"
        raise BadRequestError(f"{what} the file of the key {key.name} is damaged: {path}") from None
    if not isinstance(private, Ed25519PrivateKey) or private.public_key().public_bytes_raw() != key.public:
        raise BadRequestError(f"the private and the public file of the key {key.name} do not belong together: {path}")
    return SigningKey(key.name, key.public, private)


def write_public(public: bytes) -> str:
    """A public key as a PEM file (RFC 8410)."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - as above

    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(serialization.Encoding.PEM, form).decode()


def read_public(content: bytes) -> bytes:
    """The raw public key, 32 bytes, in a PEM file. BadRequestError: there is no public key of our kind in it."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415 - as above

    if b"PRIVATE KEY" in content:
        raise BadRequestError(
            "this is a private key, which nobody else may have: ask for the public one (`firmground key export`)"
        )
    try:
        key = load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm):
        raise BadRequestError(
            "this is no public key: it should be the file that `firmground key export` wrote"
        ) from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadRequestError("this is a key of another kind: only Ed25519 keys sign packages and seals")
    public = key.public_bytes_raw()
    check_public(public)
    return public


def _free_name(name: str) -> str:
    name = unicodedata.normalize("NFC", name)
    if not _is_name(name):
        raise BadRequestError("the name of a key is letters and digits of any script, with - _ . between them")
    # Some file systems take two spellings of a name for one.
    taken = [key.name for key in list_keys() if key.name.casefold() == name.casefold()]
    if taken:
        raise BadRequestError(f"there is a key {taken[0]} already: choose another name")
    return name


def _is_name(name: str) -> bool:
    """Is it a word that every system can have as the name of a file?"""
    # Letters, numbers, and the marks that many scripts write their vowels with.
    fits = all(letter in "-_." or unicodedata.category(letter)[0] in "LNM" for letter in name)
    whole = name[:1].isalnum() and not name.endswith(".") and not _RESERVED.fullmatch(name.casefold())
    return fits and whole and len(name.encode()) <= _MOST_NAME_BYTES


def _passphrase_bytes(passphrase: str) -> bytes:
    # One passphrase, whichever keyboard wrote its letters with their marks.
    return unicodedata.normalize("NFC", passphrase).encode()


def _public_of(path: Path) -> bytes:
    try:
        return read_public(_read(path))
    except BadRequestError as fault:
        raise BadRequestError(f"{path}: {fault}") from None


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """Writes a file that was not there, never readable by more people than `mode` says, not even for a moment."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    except FileExistsError:
        raise BadRequestError(f"{path} is there already: move it away, or choose another name") from None
    with os.fdopen(opened, "wb") as file:
        file.write(content)
