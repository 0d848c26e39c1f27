"""Where a text holds a long text that is kept back, or a part of it: a note, a title, an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firmground.exchange.gate.vocabulary import Vocabulary
from firmground.exchange.gate.word_forms import fold_word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_WINDOW: Final = 10  # words in a row of a text that is kept back, by which a part of it is known
_STEP: Final = 3
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_FEW: Final = 200  # addresses that are looked for one by one, whatever stands around them
_AROUND_ADDRESSES: Final = re.compile(r"[\s\"'<>,;|()\[\]{}]+")


def is_address(name: str) -> bool:
    """Is the whole of it the address of a page?"""
    return _ADDRESS.fullmatch(name.strip()) is not None


class LongTexts:
    """Texts of many words, each known by some of its words in a row, digits left out; and addresses, as they are."""

    def __init__(self) -> None:
        self._by_size: dict[int, dict[str, list[int]]] = {}
        self._heads: set[str] = set()
        self._addresses: dict[str, int] = {}

    def add_address(self, address: str, name: int) -> None:
        """An address, which is found whole or not at all."""
        self._addresses.setdefault(address.strip().casefold(), name)

    def add(self, words: list[str], name: int) -> None:
        """By all words if they are few, else by every third run of ten."""
        size = min(len(words), _WINDOW)
        own = self._by_size.setdefault(size, {})
        for at in {*range(0, len(words) - size + 1, _STEP), len(words) - size}:
            own.setdefault(" ".join(words[at : at + size]), []).append(name)
            self._heads.add(words[at])

    def forget(self, shown: Collection[str]) -> None:
        """What stands in a text that is shown is no sign of another that is not."""
        for text in shown if self._by_size else ():
            words = Vocabulary(text).words(digits=False)
            for sequence, _ in list(self.find(words, {word: fold_word(word) for word in words})):
                self._by_size[len(sequence)].pop(" ".join(map(fold_word, sequence)), None)

    def find(self, words: list[str], known: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], int]]:
        """Words in a row, as they stand, with the name that they are of. `known`: every word folded."""
        heads = {word for word, folded in known.items() if folded in self._heads}
        if not heads:
            return
        for first in [place for place, word in enumerate(words) if word in heads]:
            for size, own in self._by_size.items():
                sequence = tuple(words[first : first + size])
                for name in own.get(" ".join(known[word] for word in sequence), ()):
                    yield sequence, name

    def find_addresses(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Addresses as (start, stop, name), each once."""
        if not self._addresses or "://" not in text:
            return
        folded = text.casefold()
        if len(self._addresses) > _FEW:
            wanted = self._addresses.keys() & set(_AROUND_ADDRESSES.split(folded))
        else:
            wanted = {address for address in self._addresses if address in folded}
        for address in wanted:
            at = folded.find(address)
            while at >= 0:
                if not folded[at + len(address) : at + len(address) + 1].isalnum():
                    yield at, at + len(address), self._addresses[address]
                    break
                at = folded.find(address, at + 1)
