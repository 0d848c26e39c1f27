"""scan: every byte of what is about to leave, looked through for everything that must not."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from firmground.exchange.gate.find_ids import Ids
from firmground.exchange.gate.find_names import Met, Names
from firmground.exchange.gate.find_points import PointsOf
from firmground.exchange.gate.leaks import Leak, Sign
from firmground.exchange.gate.open_files import Opener
from firmground.exchange.gate.pieces import Points, Raw, Rows, Text, Unread
from firmground.exchange.gate.point_codes import PointCodes
from firmground.exchange.gate.vocabulary import Vocabulary
from firmground.exchange.views import Secret
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from firmground.exchange.gate.pieces import Piece

_Key: TypeAlias = tuple[str, str, Sign, str, str]

_AROUND: Final = 32  # characters quoted on either side
_MOST_COLUMNS: Final = 40  # of numbers in one table that are tried against each other
_FINEST: Final = 1e-5
_PART: Final = 2**22  # characters that are looked through at a time
_LAP: Final = 256


def scan(
    files: Mapping[str, bytes],
    secrets: Sequence[Secret],
    *,
    shown: Collection[str] = (),
    harmless: Collection[str] = (),
    progress: Callable[[str], None] | None = None,
) -> list[Leak]:
    """Everything of the secrets that stands anywhere in the files; nothing must be found before they leave.

    `files`: content by name; the names are looked through as well. `shown`: texts that a field shows as a whole: a
    secret id may be a part of such an id, and a long secret text may share words with one. `harmless`: words, as a leak
    quotes them (`Leak.found`), that the owner read and found to mean something else; coordinates never are. What cannot
    be opened is a leak, too, if there are secrets.
    """
    if not secrets:
        return []
    search = _Search([_without_common_words(secret, shown) for secret in secrets], shown)
    spared = {one_line(words).casefold() for words in harmless}
    leaks: dict[_Key, Leak] = {}
    opener = Opener()
    for name, data in files.items():
        if progress is not None:
            progress(f"looking through {name}")
        for piece in chain([Text("its name", name)], opener.open("", data)):
            here: dict[_Key, list[Leak]] = {}
            for leak in search.look(name, piece):
                if leak.sign in (Sign.COORDINATES, Sign.UNREAD) or one_line(leak.found).casefold() not in spared:
                    key = (name, piece.where, leak.sign, leak.found.casefold(), leak.what)
                    here.setdefault(key, []).append(leak)
            for key, alike in here.items():
                # One text is read several times over, with and without its escapes and tags: nothing is told twice.
                times = sum(leak.times for leak in alike)
                if key not in leaks or leaks[key].times < times:
                    leaks[key] = replace(leaks.get(key, alike[0]), times=times)
    return list(leaks.values())


def not_looked_for(secrets: Sequence[Secret]) -> tuple[str, ...]:
    """Names and ids so short that they stand everywhere by chance, each with whose it is: sentences for the owner."""
    sentences = []
    for secret in secrets:
        short = (*Names([secret]).short, *Ids([secret]).short)
        if short:
            words = ", ".join(f"“{one_line(one)}”" for one in dict.fromkeys(short))
            sentences.append(f"{words} of {one_line(secret.what)}: too short to be looked for, so look yourself")
    return tuple(sentences)


def _without_common_words(secret: Secret, shown: Collection[str]) -> Secret:
    """A secret that no rule names, being the words of fields that are withheld: without those that are shown elsewhere,
    as a part of other words ("command post").
    """
    if secret.rule or not secret.names or not shown:
        return secret
    alone = [Secret("", "", (name,)) for name in secret.names]
    common = {met.secret for met in Names(alone).find(Vocabulary("\n\x00\n".join(shown)))}
    return replace(secret, names=tuple(name for n, name in enumerate(secret.names) if n not in common))


class _Search:
    def __init__(self, secrets: Sequence[Secret], shown: Collection[str]) -> None:
        self._secrets = secrets
        self._names, self._ids = Names(secrets, shown), Ids(secrets, shown)
        self._points, self._codes = PointsOf(secrets), PointCodes(secrets)

    def look(self, file: str, piece: Piece) -> Iterator[Leak]:
        match piece:
            case Unread():
                yield Leak(file, piece.where, Sign.UNREAD, piece.why, "", "", "")
            case Text():
                yield from self._in_text(file, piece)
            case Points():
                yield from self._in_points(file, piece)
            case Rows():
                yield from self._in_rows(file, piece)
            case Raw():
                for offset, secret in self._points.in_bytes(piece.data):
                    yield self._leak(
                        file, f"{piece.where} at byte {offset:,}".strip(), Sign.COORDINATES, "", "", secret
                    )

    def _in_text(self, file: str, piece: Text) -> Iterator[Leak]:
        for text in _parts(piece.text):
            alike: dict[tuple[int, Sign, str], list[Met]] = {}
            for one in _longest(self._met(text, piece)):
                alike.setdefault((one.secret, one.sign, text[one.start : one.stop].casefold()), []).append(one)
            for own in alike.values():
                one = own[0]
                found, around = text[one.start : one.stop], text[max(0, one.start - _AROUND) : one.stop + _AROUND]
                leak = self._leak(file, _line(piece, text, one.start), one.sign, found, around, one.secret)
                yield replace(leak, times=len(own))

    def _met(self, text: str, piece: Text) -> list[Met]:
        if piece.nonsense:
            return self._names.find_in_nonsense(text)
        vocabulary = Vocabulary(text)
        met = self._names.find(vocabulary, chance=piece.chance)
        if not piece.chance:
            met += [*self._ids.find(vocabulary), *self._points.find(text), *self._codes.find(vocabulary)]
        return met

    def _in_points(self, file: str, piece: Points) -> Iterator[Leak]:
        for at, secret in self._points.fit_pairs(np.abs(piece.pairs[:, 0]), np.abs(piece.pairs[:, 1]), piece.within):
            yield self._leak(file, piece.where, Sign.COORDINATES, _say(piece.pairs[at]), "", secret)

    def _in_rows(self, file: str, piece: Rows) -> Iterator[Leak]:
        """Any two columns of a row may be a point."""
        names = list(piece.columns)[:_MOST_COLUMNS]
        columns = [np.abs(piece.columns[name]) for name in names]
        for one in range(len(names)):
            for other in range(one + 1, len(names)):
                within = np.full(len(columns[one]), _FINEST)
                for row, secret in self._points.fit_pairs(columns[one], columns[other], within):
                    where = f"{piece.where} columns {names[one]} and {names[other]}, row {row + 1:,}".strip()
                    yield self._leak(
                        file, where, Sign.COORDINATES, _say((columns[one][row], columns[other][row])), "", secret
                    )

    def _leak(self, file: str, where: str, sign: Sign, found: str, around: str, secret: int) -> Leak:
        own = self._secrets[secret]
        return Leak(file, where, sign, found, around, own.what, own.rule)


def _longest(met: Sequence[Met]) -> list[Met]:
    """In the order of the text; of those of one secret that overlap, the longest, and a name before a guess."""
    kept: list[Met] = []
    last: dict[int, int] = {}  # secret -> its last place in `kept`
    for one in sorted(met, key=lambda one: (one.start, -one.stop, one.sign is Sign.SPELLING)):
        place = last.get(one.secret)
        if place is None or one.start >= kept[place].stop:
            last[one.secret] = len(kept)
            kept.append(one)
        elif one.stop - one.start > kept[place].stop - kept[place].start:
            kept[place] = one
    return kept


def _parts(text: str) -> Iterator[str]:
    """A very long text in parts that overlap a little, cut where a line or a word ends if there is such a place."""
    at = 0
    while len(text) - at > _PART:
        stop = max(text.rfind("\n", at + _PART // 2, at + _PART), text.rfind(" ", at + _PART - 4096, at + _PART))
        stop = stop if stop > at else at + _PART
        yield text[at : stop + _LAP]
        at = stop
    yield text[at:]


def _line(piece: Text, text: str, start: int) -> str:
    if piece.chance or text is not piece.text or "\n" not in text.strip():
        return piece.where
    line = f"line {text.count(chr(10), 0, start) + 1:,}"
    return f"{piece.where}, {line}" if piece.where else line


def _say(pair: Sequence[float]) -> str:
    return f"{pair[0]:.6g}, {pair[1]:.6g}"
