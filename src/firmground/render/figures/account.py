"""What became of every row that was read: one bar a file, as long as it has rows, its parts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.phrases import list_words
from firmground.render.figures.svg import frame, join, rect, text
from firmground.render.numbers import say_digits
from firmground.render.visible import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from firmground.report.model import RowAccount

_ROW: Final = 40
_CELLS: Final = 44
MOST_FILES: Final = 12
_WITH_WITHHELD: Final = "not shown in full, or without a day, a place or a map: may be anything that is left open"
# texture -> (fields of an account, words): what is used counts as it is, what lacks a day, a place or a map counts
# as "may", the rest does not count.
PARTS: Final = (
    ("must", ("used",), "used"),
    ("may", ("undated", "unplaced", "unmapped", "withheld"), "without a day, a place or a map: may be anything"),
    ("cannot", ("outside",), "not asked about"),
    ("undefined", ("duplicate", "refused"), "duplicate or refused"),
)


def account_parts(accounts: Sequence[RowAccount]) -> list[tuple[str, tuple[str, ...], str]]:
    """The parts with their words; what is withheld is only spoken of where something is."""
    some = any(account.withheld for account in accounts)
    return [
        (texture, fields, _WITH_WITHHELD if some and "withheld" in fields else words)
        for texture, fields, words in PARTS
    ]


def draw_account(accounts: Sequence[RowAccount]) -> Markup:
    """The files with most rows, at most `MOST_FILES` of them."""
    shown = sorted(accounts, key=lambda account: -account.read)[:MOST_FILES]
    longest = max((account.read for account in shown), default=0) or 1
    body = [_draw_file(account, longest, n * _ROW) for n, account in enumerate(shown)]
    parts = account_parts(accounts)
    total = sum(account.read for account in accounts)
    used = sum(account.used for account in accounts)
    return frame(
        "account",
        _ROW * len(shown),
        title=f"Of {say_digits(total, 0)} rows that were read, {say_digits(used, 0)} are used",
        desc="; ".join(_say_file(account, parts) for account in shown) + ".",
        body=join(body),
    )


def _draw_file(account: RowAccount, longest: int, top: float) -> Markup:
    parts = [
        text(0, top + 13, shorten(account.file, _CELLS), "step"),
        text(100, top + 13, say_digits(account.read, 0), "tick", anchor="end"),
    ]
    x = 0.0
    for texture, fields, _ in PARTS:
        wide = sum(getattr(account, name) for name in fields) / longest * 100
        if wide > 0:
            parts.append(rect(x, top + 19, wide, 12, texture))
        x += wide
    return join(parts)


def _say_file(account: RowAccount, parts: Sequence[tuple[str, tuple[str, ...], str]]) -> str:
    said = [
        f"{say_digits(count, 0)} {words}"
        for _, fields, words in parts
        if (count := sum(getattr(account, name) for name in fields))
    ]
    return f"{account.file}: {list_words(said) or 'no row'}"
