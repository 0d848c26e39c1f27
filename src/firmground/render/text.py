"""A report in a terminal: for each claim what was said, what the data make of it, and what would decide it.

Plain letters by default. Control characters of the data never reach the terminal: they are shown as pictures
of themselves, so a name in a file cannot clear the screen or rewrite a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.phrases import list_words
from firmground.render.chapters import say_chapters
from firmground.render.numbers import counted_or_measured, say_claimed, say_digits, say_range, say_standing
from firmground.render.paint import ACCENT, BOLD, paint
from firmground.render.terminal_bar import draw_bar
from firmground.render.visible import one_line
from firmground.render.words import find_verb, say_tally
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.report.model import ClaimSection, PassageNote, Report, RowAccount, Settling

_LEAST_WIDTH: Final = 40
_FIRST_PROBLEMS: Final = 5
_FIRST_UNITS: Final = 8
_QUOTES: Final = ("“", "„", "«", '"')
_MOST_WORDS: Final = 300  # characters of the words behind a claim; the page has more
_INDENT: Final = "  "

# field of the account -> how it reads
_ACCOUNT: Final = {
    "used": "used",
    "withheld": "not shown or only in part",
    "undated": "without a day",
    "unplaced": "without a place",
    "unmapped": "off the maps",
    "duplicate": "duplicates",
    "outside": "not asked about",
    "refused": "refused",
}


def render_text(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The report in lines of at most `width` cells (at least 40). No escape sequences unless `color`."""
    width = max(_LEAST_WIDTH, width)
    lines = [*_say_head(report, width, color=color)]
    for number, claim in enumerate(report.claims, start=1):
        lines += ["", "─" * width, *_say_claim(claim, number, width, color=color)]
    if not report.claims and not report.untested:
        lines += ["", *wrap("There is no claim to check: write one into claims.toml.", width)]
    for part in (_say_untested, say_chapters, _say_rows, _say_problems, _say_next):
        lines += part(report, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _say_head(report: Report, width: int, *, color: bool) -> Iterator[str]:
    for line in wrap(report.title, width):
        yield paint(line, BOLD, color=color)
    if report.period:
        yield from wrap(report.period, width)
    if report.summary:
        yield ""
        yield from wrap(report.summary, width)
    yield ""
    yield from wrap("█ must be   ▒ may be   ░ cannot be   └──┘ what was claimed", width)


def _say_claim(claim: ClaimSection, number: int, width: int, *, color: bool) -> Iterator[str]:
    who = f"{claim.by} ({claim.role})" if claim.role else claim.by
    anonymous = "anonymous" if claim.anonymous else ""
    unit = f"{counted_or_measured(claim.measure)} in {claim.unit_words}" if claim.unit_words else ""
    kicker = ", ".join(part for part in (who, anonymous, claim.on, unit) if part)
    yield from wrap(kicker, width, first=f"{number}. ", indent="   ")
    for line in wrap(f"“{claim.says}”", width, indent="   "):
        yield paint(line, BOLD, color=color)
    yield ""
    yield from _say_sentence(claim, width, color=color)
    yield ""
    yield from (_INDENT + line for line in draw_bar(claim, width - 2 * len(_INDENT)))
    yield from _say_counts(claim, width)
    if claim.best is not None:
        yield from wrap(" ".join(claim.best.sentences), width, first=f"{_INDENT}┼ ", indent="    ")
    yield from _say_words(claim.passages, width)
    yield from _say_deciding(claim, width)


def _say_sentence(claim: ClaimSection, width: int, *, color: bool) -> Iterator[str]:
    """The sentence with its verb set apart; without colour, the standing opens it in capitals."""
    words = say_standing(claim.standing, measured=claim.bounds is not None, claimed=claim.claimed is not None)
    standing = words.upper()
    for line in wrap(f"{standing}. {claim.sentence}", width, indent=_INDENT):
        found = find_verb(line, one_line(claim.verb)) if color else None
        if found:
            start, end = found
            yield line[:start] + paint(line[start:end], ACCENT, color=True) + line[end:]
        else:
            yield line


def _say_counts(claim: ClaimSection, width: int) -> Iterator[str]:
    found = [f"bounds: {say_range(claim.bounds, claim.measure)}"]
    if claim.claimed is not None:
        found.append(f"claimed: {say_claimed(claim.claimed, claim.measure)}")
    if claim.counts is not None:
        c = claim.counts
        perhaps = f" ({c.perhaps:,} of them may not count at all)" if c.perhaps else ""
        if claim.that:
            found.append(
                f"of {c.total:,}, {c.must:,} must, {c.may:,} may and {c.cannot:,} cannot be {claim.that}{perhaps}"
            )
        else:
            found.append(f"counted: {c.total:,}{perhaps}")
    yield from wrap("; ".join(found), width, first=_INDENT, indent=_INDENT)


def _say_words(passages: tuple[PassageNote, ...], width: int) -> Iterator[str]:
    """The words of documents behind it, a line each, with where they stand."""
    for one in passages:
        hedged = f"; hedged: {', '.join(f'“{words}”' for words in one.hedges)}" if one.hedges else ""
        at = ", ".join(part for part in (one.title, one.published, f"characters {one.start:,} to {one.stop:,}") if part)
        words = one.words if len(one.words) <= _MOST_WORDS else f"{one.words[:_MOST_WORDS]}…"
        words = words if words.startswith(_QUOTES) else f"“{words}”"
        yield from wrap(f"{words} {at}{hedged}", width, first=f"{_INDENT}· ", indent="    ")


def _say_deciding(claim: ClaimSection, width: int) -> Iterator[str]:
    for settling in claim.settling:
        yield from wrap(_say_settling(settling), width, first=f"{_INDENT}→ ", indent="    ")
    if claim.tipping:
        yield from wrap(claim.tipping, width, first=f"{_INDENT}→ ", indent="    ")
    if claim.undecided and not any(settling.units for settling in claim.settling):
        names = _some([unit.label for unit in claim.undecided])
        yield from wrap(f"undecided: {names}", width, first=f"{_INDENT}→ ", indent="    ")
    for facet in claim.facets:
        tally = f"{facet.title}: {say_tally(facet.outcomes)}"
        yield from wrap(tally, width, first=f"{_INDENT}· ", indent="    ")
    if claim.drift:
        changes = "; ".join(f"{change.aspect}: {change.was} → {change.now}" for change in claim.drift)
        drift = f"changed since {claim.drift_from or 'it was first said'}: {changes}"
        yield from wrap(drift, width, first=f"{_INDENT}· ", indent="    ")
    for remark in claim.remarks:
        yield from wrap(remark, width, first=f"{_INDENT}· ", indent="    ")


def _say_settling(settling: Settling) -> str:
    names = _some(settling.units) if settling.units else ""
    return f"{settling.sentence} {names}".strip()


def _some(names: Sequence[str]) -> str:
    more = [f"{len(names) - _FIRST_UNITS} more"] if len(names) > _FIRST_UNITS else []
    return list_words([*names[:_FIRST_UNITS], *more])


def _say_untested(report: Report, width: int) -> Iterator[str]:
    if report.untested:
        yield from ("", "─" * width, "Claims that could not be tested")
        for claim in report.untested:
            line = f"{claim.by}, {claim.on}: “{claim.says}”: {claim.reason}"
            yield from wrap(line, width, first=f"{_INDENT}· ", indent="    ")
            yield from _say_words(claim.passages, width)


def _say_rows(report: Report, width: int) -> Iterator[str]:
    if report.rows:
        yield from ("", "─" * width, "Rows that were read")
        for account in report.rows:
            yield from wrap(_say_account(account), width, first=_INDENT, indent="    ")
    if report.withheld:
        yield from ("", "─" * width, "Records that are not shown")
        for sentence in report.withheld:
            yield from wrap(sentence, width, first=f"{_INDENT}· ", indent="    ")


def _say_account(account: RowAccount) -> str:
    numbers = {words: int(getattr(account, name)) for name, words in _ACCOUNT.items()}
    parts = " + ".join(f"{number:,} {words}" for words, number in numbers.items() if number) or "0"
    missing = account.read - sum(numbers.values())
    wrong = f"; THIS DOES NOT ADD UP ({missing:+,d} rows)" if missing else ""
    return f"{account.file}: {account.read:,} = {parts}{wrong}"


def _say_problems(report: Report, width: int) -> Iterator[str]:
    if not report.problems:
        return
    count = len(report.problems)
    yield from ("", "─" * width, f"{say_digits(count, 0)} problem{'s' if count != 1 else ''} in the files")
    for problem in report.problems[:_FIRST_PROBLEMS]:
        place = problem.file if problem.row is None else f"{problem.file}:{problem.row}"
        hint = f" ({problem.hint})" if problem.hint else ""
        line = f"{place}: {problem.what}{hint} [{problem.effect}]"
        yield from wrap(line, width, first=f"{_INDENT}· ", indent="    ")
    if count > _FIRST_PROBLEMS:
        yield f"{_INDENT}… and {say_digits(count - _FIRST_PROBLEMS, 0)} more, all of them on the page"


def _say_next(report: Report, width: int) -> Iterator[str]:
    yield from ("", "─" * width)
    where = (
        "Figures, maps, every outcome, every row and every source: firmground report. The same numbers again "
        f"elsewhere: firmground verify report.run.json (run {report.run}, firmground {report.version})."
    )
    yield from wrap(where, width)
