"""The commands about keys and time stamps. Nothing heavy is imported before one of them needs it."""

from __future__ import annotations

import sys
from getpass import getpass
from json import dumps
from pathlib import Path  # noqa: TC003 - cyclopts reads the types of the options
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from firmground.cli.new_files import write_new
from firmground.cli.terminal import DIFFERENT, FINE, say
from firmground.errors import BadRequestError
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from firmground.proofs.keys import Key, SigningKey

_MOST_KEY_BYTES = 10_000

key = App(name="key", help="Make, show and exchange the keys with which packages and seals are signed.")


@key.command
def make(name: str, *, passphrase: bool = False) -> int:
    """Make a key of your own. It stays on this computer, in your folder of settings.

    Parameters
    ----------
    name
        What you call it: letters and digits of any script, with - _ . between them.
    passphrase
        Ask for a passphrase, without which nobody can sign with the key.
    """
    from firmground.proofs.keys import make_key  # noqa: PLC0415 - see the head of the module

    made = make_key(name, _new_passphrase() if passphrase else "")
    say(f"The key {made.name} is made. Its fingerprint is")
    _say_fingerprint(made)
    say(f"Give others its public half:  firmground key export {made.name} -o {made.name}.pem")
    return FINE


@key.command(name="list")
def list_(*, json: bool = False) -> int:
    """List your keys and those of others that you keep.

    Parameters
    ----------
    json
        Print them as JSON, for programs.
    """
    from firmground.proofs.keys import list_keys  # noqa: PLC0415 - as above

    keys = list_keys()
    if json:
        told = [{"name": one.name, "own": one.own, "fingerprint": one.fingerprint} for one in keys]
        say(dumps({"firmground_keys": 1, "keys": told}, ensure_ascii=False, indent=1))
    elif not keys:
        say("There are no keys yet. Make your own:  firmground key make NAME")
    for one in () if json else keys:
        say(f"{one.name} ({'yours' if one.own else 'of somebody else'})")
        _say_fingerprint(one)
    return FINE


@key.command
def show(name: str) -> int:
    """Show a public key, its fingerprint, and how to read that aloud.

    Parameters
    ----------
    name
        The name under which the key is kept.
    """
    from firmground.proofs.keys import get_key, write_public  # noqa: PLC0415 - as above

    shown = get_key(name)
    say(f"{shown.name} ({'yours' if shown.own else 'of somebody else'})\n\n{write_public(shown.public)}")
    say("Fingerprint:")
    _say_fingerprint(shown)
    say("To compare it, call the other person on a line on which you know the voice. One of you reads the eight")
    say("groups, digit by digit, each in their own language; the other follows on their own screen. All must agree.")
    return FINE


@key.command
def export(name: str, output: Annotated[Path, Parameter(name=["--output", "-o"])]) -> int:
    """Write a public key into a file, to give to others.

    Parameters
    ----------
    name
        The name under which the key is kept.
    output
        The file to write. It must not exist yet.
    """
    from firmground.proofs.keys import get_key, write_public  # noqa: PLC0415 - as above

    chosen = get_key(name)
    write_new(output, write_public(chosen.public).encode())
    say(f"The public key {chosen.name} is in {output}. Its fingerprint, for whoever gets it, is")
    _say_fingerprint(chosen)
    return FINE


@key.command
def add(name: str, file: Path, *, fingerprint: str = "") -> int:
    """Keep somebody else's public key under a name.

    Parameters
    ----------
    name
        What you call it.
    file
        The file that they wrote with `firmground key export`.
    fingerprint
        The forty digits that they told you in another way. The key is kept only if it has them.
    """
    from firmground.proofs.fingerprint import has_fingerprint  # noqa: PLC0415 - as above
    from firmground.proofs.keys import add_key, read_public  # noqa: PLC0415 - as above

    content = _read(file, _MOST_KEY_BYTES)
    if fingerprint and not has_fingerprint(read_public(content), fingerprint):
        raise BadRequestError("the key in this file has another fingerprint: it is not the key that you were told of")
    added = add_key(name, content)
    say(f"The key {added.name} is kept. Its fingerprint is")
    _say_fingerprint(added)
    if not fingerprint:
        say("Compare it with its owner before you rely on it: by voice, or on paper, not in the same message.")
    return FINE


def stamp(
    file: Path,
    *,
    request: Path | None = None,
    reply: Path | None = None,
    service: str = "",
    root: tuple[Path, ...] = (),
    port: tuple[int, ...] = (),
    replace: bool = False,
) -> int:
    """Add a time stamp of a service to a package, a seal or any other file; without an option, show the one it has.

    Parameters
    ----------
    file
        A package, in which the stamp is kept, or another file, beside which it is kept as FILE.tsr.
    request
        Write the request into this file. Send it to a service yourself; its answer comes in with --reply.
    reply
        The answer of a service.
    service
        The address of a service to ask now. Only a digest is sent to it, nothing of the file.
    root
        A file with the root certificate of the service, PEM or DER: the stamp is checked against it. It may be given
        several times.
    port
        A port besides 80 and 443 that the address may name.
    replace
        Put the stamp in place of the one that is there.
    """
    from firmground.exchange.stamping import read_stamp, stamped_bytes, write_stamp  # noqa: PLC0415 - as above
    from firmground.proofs.timestamps import MOST_BYTES, join_authorities, make_query  # noqa: PLC0415 - as above

    if sum(map(bool, (request, reply, service))) > 1:
        raise BadRequestError("choose one of --request, --reply and --service")
    content = stamped_bytes(file)
    roots = join_authorities(_read(one, MOST_BYTES) for one in root)
    if request is not None:
        write_new(request, make_query(content).content)
        say(f"The request is in {request}. Send it to a time-stamping service, and add its answer:")
        say(f"  firmground stamp {file} --reply ANSWER.tsr")
        return FINE
    had = read_stamp(file)
    if reply is None and not service:
        return _say_stamp(file, had, content, roots)
    if had is not None and not replace:
        raise BadRequestError(
            f"{file} has a time stamp already, and the oldest says most: --replace puts a new one there"
        )
    answer = _ask(service, content, port) if reply is None else _read(reply, MOST_BYTES)
    _check_fits(answer, content, roots)
    say(f"The time stamp is kept in {write_stamp(file, answer)}.")
    return _say_stamp(file, answer, content, roots)


def opened_key(name: str = "") -> SigningKey:
    """The own key of this name, or the only one, opened to sign with; its passphrase is asked for if it has one."""
    from firmground.proofs.keys import is_locked, open_key, own_key  # noqa: PLC0415 - as above

    chosen = own_key(name)
    return open_key(chosen, _ask_passphrase(f"Passphrase of the key {chosen.name}: ") if is_locked(chosen) else "")


def _new_passphrase() -> str:
    first = _ask_passphrase("Passphrase for the new key: ")
    if not first:
        raise BadRequestError("an empty passphrase locks nothing: type one, or leave --passphrase out")
    if sys.stdin.isatty() and _ask_passphrase("Once more: ") != first:
        raise BadRequestError("the two passphrases differ: no key was made")
    return first


def _ask_passphrase(question: str) -> str:
    """Typed unseen at a terminal; else the next line of the standard input."""
    if sys.stdin.isatty():
        return getpass(question)
    return sys.stdin.readline().rstrip("\r\n")


def _say_fingerprint(shown: Key) -> None:
    groups = shown.fingerprint.split(" ")
    half = len(groups) // 2
    say(f"  {' '.join(groups[:half])}\n  {' '.join(groups[half:])}")


def _ask(service: str, content: bytes, ports: tuple[int, ...]) -> bytes:
    from firmground.documents.keep.fetch import FetchError, Guards, post_bytes  # noqa: PLC0415 - nobody else comes near a network
    from firmground.proofs.timestamps import MOST_BYTES, QUERY_KIND, REPLY_KIND, make_query, read_timestamp  # noqa: PLC0415 - as above

    query = make_query(content)
    guards = Guards(ports=Guards.ports | set(ports), most_bytes=MOST_BYTES)
    try:
        answer = post_bytes(service, query.content, QUERY_KIND, REPLY_KIND, guards)
    except FetchError as fault:
        raise BadRequestError(f"the service was not asked, or did not answer: {fault}") from None
    if read_timestamp(answer).nonce != query.nonce:
        raise BadRequestError("the service answered something else than it was asked: nothing was kept")
    return answer


def _check_fits(answer: bytes, content: bytes, roots: bytes) -> None:
    """BadRequestError: the answer is no stamp of this content, or none for which the named roots stand."""
    from firmground.proofs.timestamps import check_timestamp, digest_of, read_timestamp  # noqa: PLC0415 - as above

    if read_timestamp(answer).digest != digest_of(content):
        raise BadRequestError("this time stamp is for something else: nothing was kept")
    if roots:
        check_timestamp(answer, digest_of(content), roots)


def _say_stamp(file: Path, reply: bytes | None, content: bytes, roots: bytes) -> int:
    from firmground.proofs.timestamps import check_timestamp, digest_of, read_timestamp  # noqa: PLC0415 - as above

    if reply is None:
        say(f"{file} has no time stamp.")
        return FINE
    told = read_timestamp(reply)
    when, by = f"{told.time:%Y-%m-%d %H:%M:%S} UTC", one_line(told.by or "a service that it does not name")
    if told.digest != digest_of(content):
        say(f"The time stamp of {file} is for something else, or the file was changed since.")
        return DIFFERENT
    if not roots:
        say(f"It says that this was there on {when}, by the clock of {by}.")
        say("Nobody has checked that yet: name the root certificate of the service with --root.")
        return FINE
    try:
        check_timestamp(reply, digest_of(content), roots)
    except BadRequestError as fault:
        say(f"Not proven: {one_line(str(fault))}.")
        return DIFFERENT
    say(f"Proven: this was there on {when}, by the clock of {by}, for whom the named certificate stands.")
    return FINE


def _read(path: Path, most_bytes: int) -> bytes:
    """A small file. BadRequestError: it is not there, is no file, or is too large to be what it should be."""
    if not path.is_file():
        raise BadRequestError(f"there is no file {path}")
    with path.open("rb") as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise BadRequestError(f"{path} is too large to be what it should be")
    return content
