"""Keeps the parts of a territory in a folder: plain .npy files that are mapped into memory, and a small JSON each.

A part is written into a folder of its own under another name and then renamed, so that it is there whole or not at
all. It is taken only if it was made from the same map, in the same format, is what was written, byte for byte, and
was written by this user: a seal over the JSON, with a secret from the user's cache folder, says so. What came with
somebody else's case is never believed, it is made anew. The folder may be deleted at will.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import shutil
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.compiled import cache_folder, kernel_folder
from firmground.engine.territory.territory import Territory
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from firmground.engine.edges.faces import Faces

    Arrays = dict[str, NDArray[Any]]
    Numbers = dict[str, int | float]

FORMAT = 2  # of the parts: one more with every change of what any array means
_MANIFEST, _SEAL, _UNFINISHED = "part.json", "part.seal", ".unfinished-"
_SECRET_BYTES = 32
_OLD_S = 86_400  # an unfinished part of which nothing was heard for so long is nobody's


def territory_at(
    folder: Path, key: str, faces: Callable[[], Faces], tell: Callable[[str], None] | None = None
) -> Territory:
    """The territory that is kept in the folder; else made from `faces()`, and kept as far as its parts are made.

    `key`: says what the faces are; another key, another territory: see `key_of`. A map that has to be asked in blocks
    (see `Territory`) is not kept.
    """
    return open_territory(folder, key, tell=tell) or Territory(faces(), shelf=Folder(folder, key, tell=tell), tell=tell)


def open_territory(
    folder: Path, key: str, *, trusted: bool = False, tell: Callable[[str], None] | None = None
) -> Territory | None:
    """The territory that is kept in the folder; None if there is none that can be believed. See `Folder`."""
    try:
        return Territory(shelf=Folder(folder, key, trusted=trusted, tell=tell), tell=tell)
    except LookupError:
        return None


def key_of(faces: Faces) -> str:
    """A key for faces: sha256 of all that they are."""
    digest = hashlib.sha256(f"{faces.states} {faces.holdings}".encode())
    for column in (
        faces.xy,
        faces.ring_first,
        faces.part_first,
        faces.face_first,
        faces.holding,
        faces.first,
        faces.stop,
    ):
        digest.update(f" {column.dtype.str} {column.shape} ".encode())
        digest.update(np.ascontiguousarray(column).data)
    return digest.hexdigest()


class Folder:
    """The `Shelf` in a folder. `trusted`: the folder was written by a job of one's own on another machine, so its
    seals are not looked at; its bytes are.
    """

    def __init__(
        self, folder: Path, key: str, *, trusted: bool = False, tell: Callable[[str], None] | None = None
    ) -> None:
        self._folder, self._key, self._trusted, self._tell = folder, key, trusted, tell

    def take(self, part: str) -> tuple[Arrays, Numbers] | None:
        """None where the part is not there, torn, of another map or format, or not this user's."""
        place = self._folder / part
        try:
            manifest = (place / _MANIFEST).read_bytes()
            if not (self._trusted or hmac.compare_digest((place / _SEAL).read_text(), _seal(manifest))):
                return None
            said = json.loads(manifest)
            if (said["format"], said["key"], said["part"]) != (_format(), self._key, part):
                return None
            files = [(place / f"{name}.npy", digest) for name, digest in said["arrays"].items()]
            whole = in_parts(
                lambda some: all(_digest(path) == digest for path, digest in files[some]), len(files), least=1
            )
            if not all(whole):
                return None
            return {path.stem: _mapped(path) for path, _ in files}, said["numbers"]
        except (OSError, ValueError, KeyError, TypeError):  # not there, or not what we write
            return None

    def put(self, part: str, arrays: Arrays, numbers: Numbers) -> None:
        """Keeps a part. Where that fails it is told, and the part will be made anew next time."""
        unfinished = self._folder / f"{_UNFINISHED}{part}-{secrets.token_hex(8)}"
        try:
            unfinished.mkdir(parents=True)
            self._sweep()
            for name, array in arrays.items():
                np.save(unfinished / f"{name}.npy", array, allow_pickle=False)
            digests = {name: _digest(unfinished / f"{name}.npy") for name in arrays}
            said = {"format": _format(), "key": self._key, "part": part, "numbers": numbers, "arrays": digests}
            manifest = json.dumps(said, indent=1).encode()
            (unfinished / _MANIFEST).write_bytes(manifest)
            (unfinished / _SEAL).write_text(_seal(manifest))
            self._rename(unfinished, self._folder / part)
        except OSError as error:
            if self._tell is not None:
                self._tell(f"the map's index cannot be kept in {self._folder}, it will be made anew next time: {error}")
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def _rename(self, unfinished: Path, place: Path) -> None:
        if place.exists():  # of another map, or torn
            place.rename(self._folder / f"{_UNFINISHED}{secrets.token_hex(8)}")
        try:
            unfinished.rename(place)
        except OSError:
            if not place.exists():  # else another process was quicker
                raise

    def _sweep(self) -> None:
        """Throws away what was left unfinished long ago, or has been replaced."""
        for left in self._folder.glob(f"{_UNFINISHED}*"):
            named_part = left.name.count("-") > 1
            if not named_part or time.time() - left.stat().st_mtime > _OLD_S:
                shutil.rmtree(left, ignore_errors=True)


def _format() -> str:
    """Kernels believe the arrays that they are given, so they only get what these very kernels were made for."""
    return f"{FORMAT} {kernel_folder().name}"


def _mapped(path: Path) -> NDArray[Any]:
    """An array in a file, in memory as far as it is read; what is written to it stays in this process."""
    try:
        return np.asarray(np.load(path, mmap_mode="c", allow_pickle=False))
    except ValueError:  # an empty file cannot be mapped
        return np.asarray(np.load(path, allow_pickle=False))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(manifest: bytes) -> str:
    return hmac.new(_secret(), manifest, hashlib.sha256).hexdigest()


def _secret() -> bytes:
    """This user's secret, made when it is first needed. OSError where the cache folder cannot be written to."""
    path = cache_folder() / "seal"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_bytes()
        if len(secret) < _SECRET_BYTES:
            raise OSError(f"{path} is not whole: delete it") from None
        return secret
    with os.fdopen(file, "wb") as made:
        made.write(secret := secrets.token_bytes(_SECRET_BYTES))
    return secret
