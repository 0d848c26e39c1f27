"""A tree of hashes over rows: one root for all, and short proofs that one row, or a former state, is part of it.

RFC 9162 section 2.1 with SHA-256. A leaf and a node are hashed with different first bytes, so that none can be passed
off as the other; a proof depends on the size of the tree, which must come from where the root comes from.
Proofs from strangers are answered with True or False, whatever they hold.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()  # RFC 9162 section 2.1.1: the hash of an empty list


def leaf_hash(content: bytes) -> bytes:
    """RFC 9162 section 2.1.1: a leaf and a node never hash alike, for their first bytes differ."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The same section: of the two nodes beneath."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that keeps all its levels, so that each path costs no hashing. `leaves` are hashes of leaves, 32 bytes."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        if any(len(leaf) != HASH_BYTES for leaf in leaves):
            raise BadRequestError("a leaf of the tree is not a hash of 32 bytes: give `leaf_hash` of its content")
        level = list(leaves)
        self._levels = [level]
        while len(level) > 1:
            pairs = zip(level[::2], level[1::2], strict=False)
            above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
            if len(level) % 2:
                above.append(level[-1])  # has no neighbour: it moves up as it is
            self._levels.append(level := above)

    def __len__(self) -> int:
        return len(self._levels[0])

    @property
    def leaves(self) -> Sequence[bytes]:
        return self._levels[0]

    @property
    def root(self) -> bytes:
        return self._levels[-1][0] if len(self) else EMPTY_ROOT

    def inclusion_path(self, index: int) -> list[bytes]:
        """Hashes from the leaf's neighbour up to the root's child (RFC 9162 section 2.1.3.1).

        `index` counts from 0. IndexError: there is no such leaf.
        """
        if not 0 <= index < len(self):
            raise IndexError(f"there is no leaf {index} in a tree of {len(self)}")
        path = []
        for level in self._levels[:-1]:
            neighbour = index ^ 1
            if neighbour < len(level):
                path.append(level[neighbour])
            index >>= 1
        return path

    def consistency_path(self, former: int) -> list[bytes]:
        """Proof that the first `former` leaves are those of a tree of that size (RFC 9162 section 2.1.4.1).

        IndexError: not 1 <= former <= the size of the tree.
        """
        if not 1 <= former <= len(self):
            raise IndexError(f"a tree of {len(self)} has no former state of {former}")
        path: list[bytes] = []
        first, until, known = 0, len(self), True
        # SUBPROOF of the RFC from the root downwards; its hashes stand in the order from the bottom up.
        while former != until:
            middle = first + _split(until - first)
            if former <= middle:
                path.append(self._range_root(middle, until))
                until = middle
            else:
                path.append(self._range_root(first, middle))
                first, known = middle, False
        if not known:
            path.append(self._range_root(first, until))
        return path[::-1]

    def _range_root(self, first: int, until: int) -> bytes:
        """Root over a range that is a subtree: as large as a power of two, or reaching to the end of the tree."""
        height = (until - first - 1).bit_length()
        return self._levels[height][first >> height]


def root(leaves: Sequence[bytes]) -> bytes:
    """Root over hashes of leaves; that of no leaves is the hash of nothing."""
    return Tree(leaves).root


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """As `Tree.inclusion_path`; who wants many paths makes the tree once."""
    return Tree(leaves).inclusion_path(index)


def consistency_path(leaves: Sequence[bytes], former: int) -> list[bytes]:
    """As `Tree.consistency_path`."""
    return Tree(leaves).consistency_path(former)


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Is `leaf` (a hash) number `index` from 0 of the `size` leaves under `root`? RFC 9162 section 2.1.3.2."""
    if not 0 <= index < size or not _all_hashes((leaf, root, *path)):
        return False
    node, last, reached = index, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            reached = node_hash(other, reached)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            reached = node_hash(reached, other)
        node, last = node >> 1, last >> 1
    return last == 0 and reached == root


def check_consistency(former_size: int, size: int, path: Sequence[bytes], former_root: bytes, root: bytes) -> bool:
    """Are the leaves under `former_root` the first ones under `root`? RFC 9162 section 2.1.4.2.

    An empty former state is a part of everything and proves nothing: the answer is False.
    """
    if not 0 < former_size <= size:
        return False
    if former_size == size:
        return not path and former_root == root
    if not _all_hashes((former_root, root, *path)):
        return False
    # The root of a former state of 2^n leaves is a node of the tree, and not repeated in the path.
    whole = former_size & (former_size - 1) == 0
    hashes = [former_root, *path] if whole else list(path)
    return bool(hashes) and _grown(former_size - 1, size - 1, hashes) == (former_root, root)


def _grown(node: int, last: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The former and the present root that a proof of consistency leads to; None: it does not fit the sizes."""
    while node & 1:
        node, last = node >> 1, last >> 1
    former = present = hashes[0]
    for other in hashes[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            former, present = node_hash(other, former), node_hash(other, present)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            present = node_hash(present, other)
        node, last = node >> 1, last >> 1
    return (former, present) if last == 0 else None


def _split(size: int) -> int:
    """The largest power of two smaller than `size`, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1


def _all_hashes(hashes: Sequence[bytes]) -> bool:
    return all(len(one) == HASH_BYTES for one in hashes)
