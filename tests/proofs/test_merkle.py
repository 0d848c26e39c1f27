"""The tree of RFC 9162: vectors of Certificate Transparency, and a plain recursive oracle written from the text of the RFC."""

from __future__ import annotations

import json
from base64 import b64decode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.errors import BadRequestError
from firmground.proofs.merkle import (
    EMPTY_ROOT,
    Tree,
    check_consistency,
    check_inclusion,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    root,
)

# The leaves and roots of the tests of Certificate Transparency (google/certificate-transparency, merkletree tests), which
# RFC 6962 and RFC 9162 share.
CONTENTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(content) for content in CONTENTS]
GARBAGE = [b"", b"\x00" * 31, b"\x00" * 33, b"\x00" * 64]

sizes = st.integers(1, 70)


def leaves_of(size):
    return [leaf_hash(bytes([number])) for number in range(size)]


# The oracle: sections 2.1.1, 2.1.3.1 and 2.1.4.1, word for word.


def plain_root(leaves):
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = power_below(len(leaves))
    return sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


def plain_inclusion(index, leaves):
    if len(leaves) == 1:
        return []
    k = power_below(len(leaves))
    if index < k:
        return [*plain_inclusion(index, leaves[:k]), plain_root(leaves[k:])]
    return [*plain_inclusion(index - k, leaves[k:]), plain_root(leaves[:k])]


def plain_consistency(former, leaves, *, known=True):
    if former == len(leaves):
        return [] if known else [plain_root(leaves)]
    k = power_below(len(leaves))
    if former <= k:
        return [*plain_consistency(former, leaves[:k], known=known), plain_root(leaves[k:])]
    return [*plain_consistency(former - k, leaves[k:], known=False), plain_root(leaves[:k])]


def power_below(size):
    k = 1
    while 2 * k < size:
        k *= 2
    return k


def test_the_roots_of_certificate_transparency_come_out():
    assert [root(LEAVES[:size]).hex() for size in range(9)] == ROOTS
    assert root([]) == EMPTY_ROOT


def test_every_path_of_small_trees_is_that_of_the_rfc_and_proves_only_its_leaf():
    for size in range(1, 20):
        leaves = leaves_of(size)
        tree = Tree(leaves)
        for index in range(size):
            path = tree.inclusion_path(index)
            assert path == plain_inclusion(index, leaves)
            proven = [
                (leaf, place)
                for leaf in range(size)
                for place in range(size)
                if check_inclusion(leaves[leaf], place, size, path, tree.root)
            ]
            assert proven == [(index, index)]


def test_every_former_state_of_small_trees_is_proven_by_its_own_path_only():
    for size in range(1, 20):
        leaves = leaves_of(size)
        tree = Tree(leaves)
        roots = [root(leaves[:former]) for former in range(size + 1)]
        for former in range(1, size + 1):
            path = tree.consistency_path(former)
            assert path == plain_consistency(former, leaves)
            proven = [
                other for other in range(size + 1) if check_consistency(other, size, path, roots[other], tree.root)
            ]
            # The empty path belongs to the whole tree alone; every other to one size.
            assert proven == [former]


@given(sizes, st.data())
def test_trees_and_paths_are_those_of_the_oracle(size, data):
    leaves = leaves_of(size)
    index, former = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert root(leaves) == plain_root(leaves)
    assert inclusion_path(leaves, index) == plain_inclusion(index, leaves)
    assert consistency_path(leaves, former) == plain_consistency(former, leaves)
    assert check_inclusion(leaves[index], index, size, inclusion_path(leaves, index), root(leaves))
    assert check_consistency(former, size, consistency_path(leaves, former), root(leaves[:former]), root(leaves))


@given(sizes, st.data())
def test_one_changed_bit_of_a_proof_is_met(size, data):
    leaves = leaves_of(size)
    index, former = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    bit = data.draw(st.integers(0, 255))

    def changed(path, place):
        number = int.from_bytes(path[place], "big") ^ (1 << bit)
        return [*path[:place], number.to_bytes(32, "big"), *path[place + 1 :]]

    for place in range(len(path := inclusion_path(leaves, index))):
        assert not check_inclusion(leaves[index], index, size, changed(path, place), root(leaves))
    for place in range(len(path := consistency_path(leaves, former))):
        assert not check_consistency(former, size, changed(path, place), root(leaves[:former]), root(leaves))


@given(sizes, st.data())
def test_a_proof_with_a_hash_more_or_less_or_swapped_is_none(size, data):
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    path, top = inclusion_path(leaves, index), root(leaves)
    others = [[*path, top], [top, *path], path[1:], path[:-1], path[::-1]]
    for other in others:
        assert check_inclusion(leaves[index], index, size, other, top) == (other == path)


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_the_vectors_of_transparency_dev_are_judged_as_they_say(kind, shared):
    # https://github.com/transparency-dev/merkle, testdata. Those named "subtree" belong to draft-ietf-plants-merkle-tree-certs,
    # which proves ranges of leaves: RFC 9162 has no such proofs, and neither do we.
    vectors = sorted(shared("corpora/merkle-testdata/testdata").glob(f"{kind}/**/*.json"))
    assert len(vectors) == {"inclusion": 98, "consistency": 98}[kind]
    wrong = []
    for path in vectors:
        vector = json.loads(path.read_bytes())
        proof = [b64decode(one or "") for one in vector["proof"] or []]
        if kind == "inclusion":
            leaf, top = b64decode(vector["leafHash"] or ""), b64decode(vector["root"] or "")
            fits = check_inclusion(leaf, vector["leafIdx"], vector["treeSize"], proof, top)
        else:
            former, top = b64decode(vector["root1"] or ""), b64decode(vector["root2"] or "")
            fits = check_consistency(vector["size1"], vector["size2"], proof, former, top)
        if fits == vector["wantErr"]:
            wrong.append(path.name)
    assert wrong == []


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_is_no_hash_proves_nothing(garbage):
    leaves = leaves_of(3)
    path, top = inclusion_path(leaves, 0), root(leaves)
    assert not check_inclusion(garbage, 0, 3, path, top)
    assert not check_inclusion(leaves[0], 0, 3, [garbage, path[1]], top)
    assert not check_inclusion(leaves[0], 0, 3, path, garbage)
    assert not check_consistency(2, 3, [garbage], root(leaves[:2]), top)
    with pytest.raises(BadRequestError, match="32 bytes"):
        Tree([leaves[0], garbage])


def test_bytes_that_move_from_one_hash_to_the_next_prove_nothing():
    """A node is hashed over two texts joined: lengths must be fixed, or one proof would fit two trees."""
    left, right = leaves_of(2)
    assert node_hash(left, right) == node_hash(left + right[:1], right[1:])
    assert not check_inclusion(left + right[:1], 0, 2, [right[1:]], root([left, right]))


def test_the_content_of_a_node_cannot_pass_as_a_leaf():
    left, right = leaves_of(2)
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, -1)])
def test_a_place_outside_the_tree_proves_nothing(index, size):
    assert not check_inclusion(leaves_of(1)[0], index, size, [], leaves_of(1)[0])


@pytest.mark.parametrize(("former", "size"), [(0, 3), (4, 3), (-1, 3), (0, 0), (1, 0)])
def test_a_former_state_that_cannot_be_proves_nothing(former, size):
    assert not check_consistency(former, size, [], EMPTY_ROOT, EMPTY_ROOT)


def test_who_asks_for_what_is_not_there_is_told():
    tree = Tree(leaves_of(3))
    with pytest.raises(IndexError, match="no leaf 3 in a tree of 3"):
        tree.inclusion_path(3)
    with pytest.raises(IndexError, match="no leaf 0"):
        Tree([]).inclusion_path(0)
    for former in (0, 4):
        with pytest.raises(IndexError, match=f"no former state of {former}"):
            tree.consistency_path(former)
