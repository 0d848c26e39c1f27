"""A frozen run: every number of a check with what it rests on, so that anybody can compute it again and compare.

Numbers are kept exactly, as fractions or as floats in full; equality means equality of every one of them.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from fractions import Fraction
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firmground.check import check_case
from firmground.errors import BadRequestError, CaseNotFoundError
from firmground.measures.outlook import Outlook
from firmground.provenance import version
from firmground.read import read_case
from firmground.report.build import run_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.bounds import Number
    from firmground.check import Finding, Findings


@dataclass(frozen=True, slots=True)
class Verification:
    """What a recomputation found. `changed`: inputs that differ, are missing or are new, with which; `differing`:
    findings that are not the same, in words.
    """

    compared: int
    differing: tuple[str, ...]
    changed: tuple[str, ...]
    version_then: str
    version_now: str

    @property
    def same(self) -> bool:
        return not self.differing and not self.changed


def freeze_run(findings: Findings, beside: Path) -> bytes:
    """The run as JSON. `beside`: the folder it will be saved in, from which the case is found again."""
    case = findings.case
    document = {
        "firmground": version(),
        "run": run_id(case),
        "title": case.title,
        "case": Path(relpath(case.folder.resolve(), beside.resolve())).as_posix(),
        "inputs": [asdict(item) for item in case.inputs],
        "findings": all_numbers(findings),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def verify_run(
    path: Path, folder: Path | None = None, *, progress: Callable[[str], None] | None = None
) -> Verification:
    """Computes a frozen run again and compares every number.

    `folder`: the case, if it is not where the run says. Raises BadRequestError if the file is no frozen run,
    CaseNotFoundError if there is no case.
    """
    frozen = _read_frozen(path)
    try:
        case = read_case(folder or (path.parent / frozen["case"]), progress=progress)
    except CaseNotFoundError as fault:
        if folder is not None:
            raise
        raise CaseNotFoundError(f"the case is not where the run says ({fault.args[0]}): name it with --case") from fault
    findings = check_case(case, progress=progress)
    then = {_key(entry): entry for entry in frozen["findings"]}
    now = {_key(entry): entry for entry in all_numbers(findings)}
    return Verification(
        compared=len(then.keys() | now.keys()),
        differing=tuple(
            _difference(key, then.get(key), now.get(key))
            for key in [*then, *(key for key in now if key not in then)]
            if then.get(key) != now.get(key)
        ),
        changed=_changed_inputs(frozen["inputs"], [asdict(item) for item in case.inputs]),
        version_then=frozen["firmground"],
        version_now=version(),
    )


def _read_frozen(path: Path) -> dict[str, Any]:
    try:
        frozen = json.loads(path.read_bytes())
        # Whatever is looked up later is looked up here, so that a damaged file is told at once.
        _ = [(_key(entry), _words(entry)) for entry in frozen["findings"]], str(frozen["firmground"])
        if "\0" in frozen["case"]:
            raise ValueError("its case has no name that a folder can have")  # noqa: TRY301 - as the other faults
        _ = [(item["path"], item["sha256"]) for item in frozen["inputs"]]
    except FileNotFoundError as fault:
        raise BadRequestError(f"there is no file {path}") from fault
    except (OSError, ValueError, AttributeError, TypeError, KeyError, RecursionError) as fault:
        raise BadRequestError(
            f"{path} is no frozen run of firmground, and no package, seal or reveal: {fault}"
        ) from fault
    return dict(frozen)


def all_numbers(findings: Findings) -> list[dict[str, Any]]:
    return [_numbers(found.claim.id, finding) for found in findings.claims for finding in found.every] + [
        {"claim": claim.id, "choices": {}, "standing": "not tested", "low": None, "high": None}
        for claim, _ in findings.untested
    ]


def _numbers(claim: str, finding: Finding) -> dict[str, Any]:
    bounds, outlook = finding.bounds, finding.outlook
    numbers = {
        "claim": claim,
        "choices": asdict(finding.specification),
        "standing": str(finding.standing),
        "low": None if bounds is None else _exact(bounds.low),
        "high": None if bounds is None else _exact(bounds.high),
    }
    return numbers | {"best": _best(outlook)} if isinstance(outlook, Outlook) else numbers


def _best(outlook: Outlook) -> list[str]:
    """Best values to nine digits: what comes after them hangs on the machine that adds up so many chances."""
    ranges = (outlook.best, outlook.interval, outlook.accepted, outlook.anyhow)
    return [f"{float(end):.9g}" for one in ranges if one is not None for end in (one.low, one.high)]


def _exact(value: Number) -> str:
    if isinstance(value, Fraction):
        return str(value)
    return "no limit" if math.isinf(value) else repr(value)


def _key(entry: dict[str, Any]) -> tuple[str, str]:
    return str(entry["claim"]), json.dumps(entry["choices"], sort_keys=True)


def _difference(key: tuple[str, str], then: dict[str, Any] | None, now: dict[str, Any] | None) -> str:
    return f"{key[0]} under {key[1]}: was {_words(then)}, is {_words(now)}"


def _words(entry: dict[str, Any] | None) -> str:
    if entry is None:
        return "absent"
    best = f", best values {' '.join(entry['best'])}" if "best" in entry else ""
    return f"{entry['standing']} {entry['low']} to {entry['high']}{best}"


def _changed_inputs(then: list[dict[str, Any]], now: list[dict[str, Any]]) -> tuple[str, ...]:
    before = {item["path"]: item["sha256"] for item in then}
    after = {item["path"]: item["sha256"] for item in now}
    changes = [f"{path} is missing" for path in before if path not in after]
    changes += [f"{path} is new" for path in after if path not in before]
    changes += [f"{path} has changed" for path in before if path in after and before[path] != after[path]]
    return tuple(sorted(changes))
