"""The commands that make a package and check one; `verify` also checks all else that firmground signs or freezes."""

from __future__ import annotations

from dataclasses import asdict
from json import dumps, loads
from pathlib import Path  # noqa: TC003 - cyclopts reads the types of the options
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from firmground.cli.audience import audience_of, day_of
from firmground.cli.key_commands import opened_key
from firmground.cli.terminal import DIFFERENT, FINE, folder_of, line_width, say, show_progress, shows_color
from firmground.errors import BadRequestError
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from firmground.case.handling import Label
    from firmground.exchange.package.pack import Prepared
    from firmground.exchange.package.verification import PackageVerification

_ZIP = b"PK"
_MOST_BYTES = 2**30  # of a seal or a reveal


def pack(
    case: Path,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    *,
    for_: Annotated[str, Parameter(name="--for")] = "",
    key: str = "",
    on: str = "",
    without: tuple[str, ...] = (),
    findings: bool = True,
    harmless: tuple[str, ...] = (),
    preview: bool = False,
) -> int:
    """Make one signed file of a case, or of what an audience may see of it, that others can check.

    Parameters
    ----------
    case
        The case folder.
    output
        The package to write, a .zip. What you keep to yourself goes beside it, with .kept after its name.
    for_
        Whom it is for: clear, green, amber, amber+strict or red. What handling.toml keeps from them is held back.
    key
        The name of the key of yours to sign with. Default: the only one.
    on
        The day by which the rules are read, and which the package says: 2015-10-05. Default: today.
    without
        A table of which nothing is shown, as the preview names it: events/disclosed.csv. It may be given several times.
    findings
        Give your own bounds of the full case with it, so that others can compare them; --no-findings leaves them out.
    harmless
        Words that the last look found, as it quotes them, and that mean something else. May be given several times.
    preview
        Only show what would be held back, and what that does to the findings.
    """
    from firmground.cli.package_text import say_packed  # noqa: PLC0415 - see cli.commands
    from firmground.exchange.gate import say_leaks  # noqa: PLC0415 - as above
    from firmground.exchange.package.pack import LeakError, write_package  # noqa: PLC0415 - as above
    from firmground.proofs.fingerprint import fingerprint  # noqa: PLC0415 - as above

    audience, day = audience_of(for_), day_of(on)
    if output is None and not preview:
        raise BadRequestError("name the package with -o FILE.zip, or look first with --preview")
    if output is not None and output.suffix.lower() != ".zip":
        raise BadRequestError(f"a package is a .zip: write  -o {output.stem}.zip")
    signing = None if preview else opened_key(key)
    prepared = _prepare(folder_of(case), audience, day, without, findings=findings, commit=not preview)
    if signing is None or output is None:
        return FINE
    try:
        with show_progress() as step:
            packed = write_package(prepared, output, key=signing, harmless=harmless, progress=step)
    except LeakError as fault:
        say("\n".join(say_leaks(fault.leaks)))
        return DIFFERENT
    say(say_packed(packed, fingerprint(signing.public), line_width()))
    return FINE


def _prepare(
    folder: Path, audience: Label | None, day: date, without: Sequence[str], *, findings: bool, commit: bool
) -> Prepared:
    """Makes everything ready, and shows what would leave before anything does."""
    from firmground.cli.package_text import say_preview  # noqa: PLC0415 - as above
    from firmground.exchange.package.pack import prepare_package  # noqa: PLC0415 - as above

    with show_progress() as step:
        prepared = prepare_package(
            folder, audience=audience, day=day, findings=findings, without=without, progress=step, commit=commit
        )
    say(say_preview(prepared, line_width(), color=shows_color()))
    return prepared


def verify(
    file: Path,
    *,
    case: Path | None = None,
    key: Annotated[tuple[str, ...], Parameter(name=["--key", "-k"])] = (),
    root: tuple[Path, ...] = (),
    against: Path | None = None,
    stamp: Path | None = None,
    json: bool = False,
) -> int:
    """Check a package, a seal, a revealed entry or a frozen run, without a network, and say what it proves.

    Parameters
    ----------
    file
        A package (.zip, or the folder that one was unpacked into), a seal, a reveal, or the frozen run that `report`
        or `check --save` wrote.
    case
        Of a frozen run: the case folder, if it is not where the run says.
    key
        Of a package: the key that must have signed it, by its name, its fingerprint or a file with its public half.
    root
        A file with the certificate of a time-stamping service that you rely on. It may be given several times.
    against
        Of a reveal: the seal or the package that it belongs to.
    stamp
        Of a seal or a reveal: the reply of a time-stamping service, where it is not beside it.
    json
        Print the answer as JSON, for programs.
    """
    if _is_package(file):
        _only_for("packages", case=case, against=against, stamp=stamp)
        return _verify_package(file, key, root, json=json)
    kind = _kind_of(file)
    if kind:
        _only_for(f"a {kind}", case=case, key=key)
        return _verify_seal(kind, file, against, stamp, root, json=json)
    _only_for("a frozen run", key=key, root=root, against=against, stamp=stamp)
    return _verify_run(file, case, json=json)


def _is_package(path: Path) -> bool:
    if path.is_dir() or path.suffix.lower() == ".zip":
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except OSError:
        return False  # what is wrong is said by whoever reads it


def _kind_of(path: Path) -> str:
    """One of "seal" and "reveal"; "" for whatever else it is."""
    from firmground.exchange.seals import kind_of  # noqa: PLC0415 - as above

    try:
        if path.stat().st_size > _MOST_BYTES:
            return ""
        return kind_of(loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return ""


def _only_for(what: str, **options: object) -> None:
    if given := [f"--{name}" for name, value in options.items() if value]:
        raise BadRequestError(f"{given[0]} says nothing about {what}: leave it out")


def _verify_package(path: Path, keys: Sequence[str], roots: Sequence[Path], *, json: bool) -> int:
    from firmground.cli.package_text import say_verification  # noqa: PLC0415 - as above
    from firmground.exchange.package.verify import verify_package  # noqa: PLC0415 - as above

    with show_progress() as step:
        found = verify_package(path, keys=keys, roots=roots, progress=step)
    if json:
        say(dumps(_describe(found), ensure_ascii=False, indent=1))
    else:
        say(say_verification(found, line_width(), color=shows_color()))
    return FINE if found.ok else DIFFERENT


def _describe(found: PackageVerification) -> dict[str, Any]:
    import msgspec  # noqa: PLC0415 - as above

    told: dict[str, Any] = msgspec.to_builtins(found)
    return {"firmground_package": 1, "ok": found.ok, **told}


def _verify_seal(
    kind: str, path: Path, against: Path | None, stamp: Path | None, roots: Sequence[Path], *, json: bool
) -> int:
    from firmground.cli.package_text import say_proof  # noqa: PLC0415 - as above
    from firmground.exchange.seals import verify_reveal, verify_seal  # noqa: PLC0415 - as above
    from firmground.proofs.timestamps import stamp_beside  # noqa: PLC0415 - as above

    beside = stamp_beside(against or path)
    if stamp is None and beside.is_file():
        stamp = beside
    if kind == "reveal":
        if against is None:
            raise BadRequestError("a reveal is checked against its seal or its package: name that with --against")
        proof = verify_reveal(path, against, stamp=stamp, roots=roots)
    else:
        _only_for("a seal", against=against)
        proof = verify_seal(path, stamp=stamp, roots=roots)
    if json:
        say(dumps({f"firmground_{kind}": 1, "ok": not proof.wrong, **asdict(proof)}, ensure_ascii=False, indent=1))
    else:
        say(say_proof(proof, line_width(), color=shows_color()))
    return DIFFERENT if proof.wrong else FINE


def _verify_run(path: Path, case: Path | None, *, json: bool) -> int:
    from firmground.run import verify_run  # noqa: PLC0415 - as above

    with show_progress() as step:
        found = verify_run(path, case and folder_of(case), progress=step)
    if json:
        say(dumps(asdict(found) | {"same": found.same}, ensure_ascii=False, indent=1))
        return FINE if found.same else DIFFERENT
    for line in (*found.changed, *found.differing):
        say(f"  {one_line(line)}")
    if found.version_then != found.version_now:
        say(f"Frozen by version {one_line(found.version_then)}, computed again by {found.version_now}.")
    if found.same:
        say(f"All {found.compared:,} findings are the same.")
        return FINE
    number = f"{len(found.differing):,} of {found.compared:,} findings" if found.differing else "No finding"
    say(
        f"{number} {'differ' if len(found.differing) > 1 else 'differs'}; "
        + (
            "1 input file is not what it was."
            if len(found.changed) == 1
            else f"{len(found.changed):,} input files are not what they were."
        )
    )
    return DIFFERENT
